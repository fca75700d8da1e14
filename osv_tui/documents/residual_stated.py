"""Which numbers the steps of a division must state, computed anew from the votes.

Of a step only its kind, who took part and who got the seat are taken from the distribution, never its values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from osv_tui.documents.residual_seats import STEPS_A_TABLE, Contenders
from osv_tui.documents.stated import Stated, mixed, numbers_in, row, sentence
from osv_tui.election.apportionment.assignment import Division
from osv_tui.election.apportionment.steps import Step, StepKind


def seats_by_steps(division: Division) -> dict[int, int]:
    """What each contender has in the end: its full seats, and what came and went."""
    replay = _Replay(division)
    for step in division.steps:
        replay.take(step)
    return replay.seats


def steps_stated(division: Division, contenders: Contenders) -> Iterator[Stated]:
    """Every step with its values, in the order in which they are printed."""
    replay, number = _Replay(division), 1
    for kind, found in groupby(division.steps, key=lambda step: step.kind):
        steps = list(found)
        if kind is StepKind.EXHAUSTED:
            yield from _exhausted(steps[0], contenders)
            number = 0
        elif kind is StepKind.MAJORITY:
            yield from _majority(steps[0], replay, contenders)
        elif kind is StepKind.AVERAGE:
            yield from _averages(steps, replay, contenders, number)
        else:
            yield from _one_each(steps, replay, contenders, number)
        if kind in (StepKind.EXHAUSTED, StepKind.MAJORITY):
            replay.take(steps[0])
            number = 1 if kind is StepKind.EXHAUSTED else number
        else:
            number += sum(len(step.changes) for step in steps)
    if division.unassigned:
        yield sentence(division.unassigned)


class _Replay:
    """The seats as they are before a step."""

    def __init__(self, division: Division) -> None:
        self.votes = {share.number: share.votes for share in division.shares}
        self.of = division.quota.denominator
        self.total = sum(self.votes.values())
        self.full = {each: votes * self.of // (self.total or 1) for each, votes in self.votes.items()}
        self.seats = dict(self.full)
        self.last_value = ""

    def take(self, step: Step) -> None:
        """Go on; ``last_value`` is then with what the seat was won."""
        self.last_value = self.value(step, step.changes[0][0])
        for number, change in step.changes:
            self.seats[number] += change

    def average(self, number: int) -> str:
        return mixed(self.votes[number], self.seats[number] + 1)

    def remainder(self, number: int) -> str:
        return mixed(self.votes[number] * self.of - self.full[number] * self.total, self.of)

    def value(self, step: Step, number: int) -> str:
        return self.remainder(number) if step.kind is StepKind.REMAINDER else self.average(number)


def _one_each(steps: Sequence[Step], replay: _Replay, contenders: Contenders, first: int) -> Iterator[Stated]:
    if steps[0].kind is StepKind.AVERAGE_ONCE:
        yield sentence(steps[0].left + len(steps[0].changes))
    given, at = {}, first
    for step in steps:
        places = range(at, at + len(step.changes))
        at += len(step.changes)
        for number, _ in step.changes:
            given[number] = _listed(places)
    for number in sorted(number for number, _ in steps[0].values):
        seats = replay.full if steps[0].kind is StepKind.REMAINDER else replay.seats
        cells = (seats[number], replay.value(steps[0], number))
        won = (given[number], 1) if number in given else (0,)
        yield row(contenders.label(number), *cells, *won)
    yield from _lots(steps, replay, contenders, first)


def _averages(steps: Sequence[Step], replay: _Replay, contenders: Contenders, first: int) -> Iterator[Stated]:
    lots = list(_lots_then(steps, replay, contenders, first))
    before = {number: replay.seats[number] for number in replay.seats}
    for start in range(0, len(steps), STEPS_A_TABLE):
        chunk = steps[start : start + STEPS_A_TABLE]
        cells: dict[int, list[str]] = {}
        for step in chunk:
            for number, _ in step.values:
                star = "*" if number in dict(step.changes) else ""
                cells.setdefault(number, []).append(star + replay.average(number))
            replay.take(step)
        for number in sorted(cells):
            gained = replay.seats[number] - before[number]
            yield row(contenders.label(number), *cells[number], gained)
        winners = [" en ".join(contenders.label(number) for number, _ in step.changes) for step in chunk]
        yield row("gaat naar", *winners, sum(replay.seats.values()) - sum(before.values()))
    yield from lots


def _lots_then(
    steps: Sequence[Step], replay: _Replay, contenders: Contenders, first: int
) -> Iterator[Stated]:
    """The lots of steps that are still to be taken."""
    seats = dict(replay.seats)
    yield from _lots(steps, replay, contenders, first)
    replay.seats = seats


def _lots(steps: Sequence[Step], replay: _Replay, contenders: Contenders, first: int) -> Iterator[Stated]:
    """Between whom lots were drawn, with what is equal, who was drawn and for which seat; takes the steps."""
    at = first
    for step in steps:
        places = _listed(range(at, at + len(step.changes)))
        at += len(step.changes)
        if step.lot is not None:
            options = sorted(int(option) for option in step.lot.options)
            text = " ".join((replay.value(step, options[0]), *map(contenders.name, options), step.article))
            text += f" {contenders.name(int(step.lot.drawn))} {places}"
            yield sentence(*numbers_in(text))
        replay.take(step)


def _majority(step: Step, replay: _Replay, contenders: Contenders) -> Iterator[Stated]:
    (winner, _), (loser, _) = step.changes
    if step.lot is not None:
        options = sorted(int(option) for option in step.lot.options)
        value = replay.last_value
        names = " ".join(map(contenders.name, options))
        yield sentence(*numbers_in(f"{names} {value} 9 {contenders.name(loser)}"))
    mine = (replay.votes[winner], replay.total, replay.seats[winner], replay.of)
    yield sentence(winner, *mine, 9, winner, loser)


def _exhausted(step: Step, contenders: Contenders) -> Iterator[Stated]:
    for number, change in step.changes:
        yield sentence(*numbers_in(f"{contenders.name(number)} {step.article}"), -change)


def _listed(places: range) -> str:
    match list(places):
        case [only]:
            return str(only)
        case [one, other]:
            return f"{one} en {other}"
        case [first, *_, last]:
            return f"{first} t/m {last}"
    return ""
