"""Made-up evenings: who sat where and typed what, by honest typists and by one person at two accounts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from osv_tui.election.signals import Compared, Signal, Sitting, Typed, signals

ELECTION = "PS2031_Voorbeeld"
NINE_IN_THE_EVENING = datetime(2031, 3, 5, 21, 0)  # noqa: DTZ001


@dataclass
class Evening:
    """What the station keeps of an evening.

    ``fields`` is the length of a form; ``wrong`` the chance that an entry of that length has a slip.
    """

    dice: Random
    fields: int
    wrong: float
    sittings: list[Sitting] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)

    def sit(self, person: int, terminal: str, started: datetime, ended: datetime | None) -> None:
        self.sittings.append(Sitting(len(self.sittings) + 1, person, terminal, started, ended))

    def type(
        self, unit: int, number: int, person: int, terminal: str, started: datetime, pace: float
    ) -> datetime:
        """An entry at about ``pace`` seconds per field; returns when it was handed in."""
        seconds = self.fields * pace * self.dice.uniform(0.75, 1.35)
        submitted = started + timedelta(seconds=round(seconds))
        entry = Typed(ELECTION, unit, number, person, terminal, started, submitted, self.fields)
        self.typed.append(entry)
        return submitted

    def compare(self, unit: int, first: int, second: int, at: datetime, same_hand: bool = False) -> None:
        equal = same_hand or self.dice.random() < (1 - self.wrong) ** 2
        self.compared.append(Compared(ELECTION, unit, (first, second), equal, at))

    def signals(self) -> tuple[Signal, ...]:
        return signals(self.sittings, self.typed, self.compared)

    def pause(self, least: float, most: float) -> timedelta:
        return timedelta(minutes=self.dice.uniform(least, most))


def evening(dice: Random) -> Evening:
    """An empty evening, with a form from short to long; two fields in a thousand are mistyped."""
    fields = dice.randrange(80, 900)
    return Evening(dice, fields, wrong=1 - (1 - 0.002) ** fields)


# Honest ------------------------------------------------------------------------------------------------


def many_terminals(dice: Random) -> Evening:
    """Two to eight typists, each at a terminal; whoever is free takes the next paper he or she may type."""
    night = evening(dice)
    typists = range(1, dice.randrange(3, 10))
    pace = {person: dice.uniform(1.2, 3.5) for person in typists}
    free = {person: NINE_IN_THE_EVENING + night.pause(0, 10) for person in typists}
    seated = dict(free)
    units = range(1, dice.randrange(9, 41))
    firsts = dict.fromkeys(units, (0, NINE_IN_THE_EVENING))
    tasks = [(unit, number) for number in (1, 2) for unit in units]
    while tasks:
        person = min(free, key=lambda each: free[each])
        allowed = [task for task in tasks if _may_begin(task, person, firsts, free[person])]
        if not allowed:
            free[person] += timedelta(minutes=1)
            continue
        unit, number = allowed[0]
        tasks.remove(allowed[0])
        done = night.type(unit, number, person, f"T{person}", free[person], pace[person])
        free[person] = done + night.pause(0.2, 2)
        if number == 1:
            firsts[unit] = (person, done)
        else:
            night.compare(unit, firsts[unit][0], person, done)
        if dice.random() < 0.1:
            night.sit(person, f"T{person}", seated[person], free[person])
            free[person] += night.pause(5, 20)
            seated[person] = free[person]
    for person in typists:
        night.sit(person, f"T{person}", seated[person], free[person])
    return night


def _may_begin(
    task: tuple[int, int], person: int, firsts: dict[int, tuple[int, datetime]], now: datetime
) -> bool:
    unit, number = task
    first, done = firsts[unit]
    return number == 1 or (first not in (0, person) and done <= now)


def one_terminal_in_stacks(dice: Random, stack: int | None = None) -> Evening:
    """Two typists at one terminal: one types a stack of papers and signs out, then the other types it."""
    night = evening(dice)
    pace = {1: dice.uniform(1.2, 3.5), 2: dice.uniform(1.2, 3.5)}
    now, unit, units = NINE_IN_THE_EVENING, 1, dice.randrange(8, 21)
    while unit <= units:
        papers = range(unit, min(unit + (stack or dice.randrange(3, 9)), units + 1))
        for number, person in ((1, 1), (2, 2)):
            started = now
            for paper in papers:
                now = night.type(paper, number, person, "T1", now + night.pause(0.2, 1.5), pace[person])
                if number == 2:
                    night.compare(paper, 1, 2, now)
            night.sit(person, "T1", started, now)
            now += night.pause(1, 6)
        unit = papers.stop
    return night


# One person at two accounts ----------------------------------------------------------------------------


def at_once_again(dice: Random) -> Evening:
    """Signs out and in after every paper and types it again from the same chair."""
    night = evening(dice)
    pace, now = dice.uniform(1.2, 3.5), NINE_IN_THE_EVENING
    for unit in range(1, dice.randrange(2, 20)):
        for number in (1, 2):
            started = now
            now = night.type(unit, number, number, "T1", now + night.pause(0.2, 1.5), pace)
            night.sit(number, "T1", started, now)
            now += night.pause(0.2, 2)
        night.compare(unit, 1, 2, now)
    return night


def two_windows(dice: Random) -> Evening:
    """Keeps both accounts open at one terminal and types stacks, so that there is time between entries."""
    night = evening(dice)
    pace, now = dice.uniform(1.2, 3.5), NINE_IN_THE_EVENING
    papers = range(1, dice.randrange(6, 20))
    for number in (1, 2):
        night.sit(number, "T1", now, None)
        for unit in papers:
            now = night.type(unit, number, number, "T1", now + night.pause(0.2, 1.5), pace)
            if number == 2:
                night.compare(unit, 1, 2, now)
    return night


def borrowed_account(dice: Random) -> Evening:
    """A colleague types some papers and goes home; the account goes on at the same terminal, at speed."""
    night = evening(dice)
    now = NINE_IN_THE_EVENING
    honest = dice.randrange(3, 8)
    for unit in range(1, honest + 1):
        night.type(unit, 1, 1, "T1", now, dice.uniform(1.5, 2.5))
        now = night.type(unit + 100, 1, 2, "T2", now, dice.uniform(2.0, 2.5)) + night.pause(0.2, 2)
    now += night.pause(10, 30)
    for unit in range(1, honest + 1):
        now = night.type(unit, 2, 2, "T2", now, dice.uniform(0.2, 0.4)) + night.pause(0.2, 2)
        night.compare(unit, 1, 2, now)
    return night


def copied(dice: Random) -> Evening:
    """Types a dozen papers or more at two terminals, the second time from notes of the first."""
    night = evening(dice)
    pace, now = dice.uniform(1.2, 3.5), NINE_IN_THE_EVENING
    for unit in range(1, dice.randrange(11, 40)):
        now = night.type(unit, 1, 1, "T1", now, pace) + night.pause(0.5, 2)
        now = night.type(unit, 2, 2, "T2", now, pace) + night.pause(0.5, 2)
        night.compare(unit, 1, 2, now, same_hand=True)
    return night


def careful(dice: Random) -> Evening:
    """As ``copied``, but fewer papers: nothing in the facts tells this from two persons."""
    night = copied(dice)
    return replace(
        night,
        typed=[entry for entry in night.typed if entry.unit < 10],
        compared=[each for each in night.compared if each.unit < 10],
    )
