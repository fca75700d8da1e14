"""What makes it look as if one person sat at two accounts (trust §3.1).

Each rule works from who sat where and when, how long an entry took, and whether two entries differed; none
sees a vote number. A sign is shown to the supervisor and stands in the audit report, never before a typist.
It proves nothing, and who takes care can avoid every one of them: other screen, usual pace, few stations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import combinations
from statistics import median

SOON = timedelta(minutes=5)
"""Who begins the other entry of a unit this soon at the same terminal has hardly had time to change seats."""

FAST_SHARE = 1 / 3
"""A second entry below this share of the typist's own median time per field was hardly read from paper."""

EARLIER_ENTRIES = 3
"""Entries a typist must have handed in before there is a usual pace to compare with."""

UNITS_WITHOUT_DIFFERENCE = 10
"""Units two persons typed together without one difference, from where it is more than good typing."""

ADVICE = "Ga na wie er toen zat en vraag het aan de invoerders. Dit is een teken, geen bewijs."


class Sign(Enum):
    """What was seen."""

    SAME_TERMINAL = "same terminal"
    FAST = "fast"
    OVERLAP = "overlap"
    NO_DIFFERENCE = "no difference"


@dataclass(frozen=True)
class Sitting:
    """A person signed in at a terminal; ``ended`` is empty for who has not signed out."""

    session: int
    person: int
    terminal: str
    started: datetime
    ended: datetime | None


@dataclass(frozen=True)
class Typed:
    """A submitted entry, be it one that was discarded or keyed again later.

    ``unit`` is the number of the unit, ``number`` is 1 or 2, ``keyed`` the number of fields that were typed:
    for a re-keyed entry only those that were sent back.
    """

    election: str
    unit: int
    number: int
    person: int
    terminal: str
    started: datetime
    submitted: datetime
    keyed: int

    @property
    def pace(self) -> float:
        """Seconds per field."""
        return (self.submitted - self.started).total_seconds() / self.keyed


@dataclass(frozen=True)
class Compared:
    """Two entries of a unit as they were first compared, and when; ``persons`` typed them."""

    election: str
    unit: int
    persons: tuple[int, int]
    equal: bool
    at: datetime


@dataclass(frozen=True)
class Signal:
    """A sign with where, who and when; ``seen`` tells it in Dutch, without names and without vote numbers.

    ``election`` and ``unit`` are empty for what is not about one unit; ``persons`` are in ascending order.
    """

    sign: Sign
    election: str | None
    unit: int | None
    persons: tuple[int, ...]
    at: datetime
    seen: str

    @property
    def text(self) -> str:
        """What the supervisor reads: what was seen and what to do."""
        return f"{self.seen} {ADVICE}"


def signals(
    sittings: Iterable[Sitting], typed: Iterable[Typed], compared: Iterable[Compared]
) -> tuple[Signal, ...]:
    """All signs, the oldest first; the same facts in any order give the same signs."""
    entries = sorted(typed, key=lambda entry: (entry.started, entry.election, entry.unit, entry.number))
    pairs = _pairs(entries)
    found = (
        *_same_terminal(pairs),
        *_fast(entries),
        *_overlap(sittings, pairs),
        *_no_difference(compared),
    )
    return tuple(sorted(set(found), key=_order))


def _order(signal: Signal) -> tuple[object, ...]:
    where = (signal.election or "", signal.unit or 0)
    return (signal.at, signal.sign.value, *where, signal.persons, signal.seen)


_Pair = tuple[Typed, Typed]
"""A first and a second entry of one unit by two persons, the one that was begun earlier in front."""


def _pairs(entries: Sequence[Typed]) -> list[_Pair]:
    by_unit: defaultdict[tuple[str, int], list[Typed]] = defaultdict(list)
    for entry in entries:
        by_unit[entry.election, entry.unit].append(entry)
    return [
        (one, other)
        for unit in by_unit.values()
        for one, other in combinations(unit, 2)
        if one.number != other.number and one.person != other.person
    ]


def _same_terminal(pairs: Iterable[_Pair]) -> Iterator[Signal]:
    for one, other in pairs:
        gap = other.started - one.submitted
        if one.terminal == other.terminal and gap < SOON:
            seen = _seen(Sign.SAME_TERMINAL, terminal=one.terminal, unit=one.unit, after=gap)
            yield _about(Sign.SAME_TERMINAL, other, (one.person, other.person), other.started, seen)


def _fast(entries: Iterable[Typed]) -> Iterator[Signal]:
    by_person: defaultdict[int, list[Typed]] = defaultdict(list)
    for entry in entries:
        if entry.keyed:
            by_person[entry.person].append(entry)
    for own in by_person.values():
        for entry in own:
            earlier = [before.pace for before in own if before.submitted <= entry.started]
            if entry.number != 2 or len(earlier) < EARLIER_ENTRIES:
                continue
            usual = median(earlier)
            if entry.pace < usual * FAST_SHARE:
                seen = _seen(Sign.FAST, unit=entry.unit, pace=entry.pace, usual=usual)
                yield _about(Sign.FAST, entry, (entry.person,), entry.submitted, seen)


def _overlap(sittings: Iterable[Sitting], pairs: Sequence[_Pair]) -> Iterator[Signal]:
    by_terminal: defaultdict[str, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        by_terminal[sitting.terminal].append(sitting)
    for terminal, seats in by_terminal.items():
        seats.sort(key=lambda sitting: (sitting.started, sitting.session))
        for one, other in combinations(seats, 2):
            if one.person == other.person or (one.ended and one.ended <= other.started):
                continue
            persons = (one.person, other.person)
            both = [pair[1] for pair in pairs if _typed_there(pair, one, other)]
            for entry in both:
                seen = _seen(Sign.OVERLAP, terminal=terminal, unit=entry.unit)
                yield _about(Sign.OVERLAP, entry, persons, other.started, seen)
            if not both:
                seen = _seen(Sign.OVERLAP, terminal=terminal)
                yield Signal(Sign.OVERLAP, None, None, _ascending(persons), other.started, seen)


def _typed_there(pair: _Pair, one: Sitting, other: Sitting) -> bool:
    """Whether each of two sittings is where one of two entries was begun."""
    return any(
        all(_begun_in(entry, sitting) for entry, sitting in zip(pair, seats, strict=True))
        for seats in ((one, other), (other, one))
    )


def _begun_in(entry: Typed, sitting: Sitting) -> bool:
    return (
        entry.person == sitting.person
        and entry.terminal == sitting.terminal
        and sitting.started <= entry.started
        and (sitting.ended is None or entry.started <= sitting.ended)
    )


def _no_difference(compared: Iterable[Compared]) -> Iterator[Signal]:
    by_persons: defaultdict[tuple[int, ...], list[Compared]] = defaultdict(list)
    for each in compared:
        by_persons[_ascending(each.persons)].append(each)
    for persons, together in by_persons.items():
        units = len({(each.election, each.unit) for each in together})
        if units >= UNITS_WITHOUT_DIFFERENCE and all(each.equal for each in together):
            at = max(each.at for each in together)
            seen = _seen(Sign.NO_DIFFERENCE, units=units)
            yield Signal(Sign.NO_DIFFERENCE, None, None, persons, at, seen)


def _about(sign: Sign, entry: Typed, persons: tuple[int, ...], at: datetime, seen: str) -> Signal:
    return Signal(sign, entry.election, entry.unit, _ascending(persons), at, seen)


def _ascending(persons: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(persons))


def _seen(
    sign: Sign,
    terminal: str = "",
    unit: int | None = None,
    after: timedelta = timedelta(),
    pace: float = 0.0,
    usual: float = 0.0,
    units: int = 0,
) -> str:
    """What was seen, in a sentence for the supervisor."""
    match sign:
        case Sign.SAME_TERMINAL:
            return (
                f"Stembureau {unit} is twee keer op scherm «{terminal}» ingevoerd. De ene invoer begon "
                f"{_duration(after)} nadat de andere was ingeleverd."
            )
        case Sign.FAST:
            return (
                f"De tweede invoer van stembureau {unit} ging heel snel: {_decimal(pace)} seconden per veld. "
                f"Deze invoerder heeft anders ongeveer {_decimal(usual)} seconden per veld nodig."
            )
        case Sign.OVERLAP:
            typed = f" Met deze twee accounts is stembureau {unit} ingevoerd." if unit else ""
            return (
                f"Op scherm «{terminal}» logde iemand in terwijl een ander account daar nog openstond.{typed}"
            )
        case Sign.NO_DIFFERENCE:
            return f"Deze twee invoerders voerden samen {units} stembureaus in, zonder één verschil."


def _duration(time: timedelta) -> str:
    minutes, seconds = divmod(max(int(time.total_seconds()), 0), 60)
    return f"{minutes} min {seconds} s"


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
