"""Elections of a few lines, to be checked with a pocket calculator."""

from __future__ import annotations

from collections.abc import Sequence

from osv_tui.election.apportionment.assignment import Division
from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.apportionment.lots import Lot, LotKind, Option
from osv_tui.election.apportionment.nomination import Nomination
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet, SetId


def one_district(
    seats: int,
    lists: Sequence[Sequence[int]],
    *,
    kind: ElectionType | None = None,
    deceased: frozenset[str] = frozenset(),
) -> ElectionVotes:
    """Lists 1, 2, … with the votes on each candidate (1.1, 1.2, …); a council unless ``kind`` says so."""
    kind = kind or (ElectionType.GR1 if seats < 19 else ElectionType.GR2)
    groups = tuple(
        ListGroup(number, (listed(number, [1], [votes]),)) for number, votes in enumerate(lists, 1)
    )
    return ElectionVotes(kind, seats, kind.preference_percent, groups, deceased)


def on_first(votes: int, candidates: int = 30) -> list[int]:
    """All votes of a list on its first candidate."""
    return [votes] + [0] * (candidates - 1)


def listed(number: int, districts: Sequence[int], rows: Sequence[Sequence[int]], names: str = "") -> ListSet:
    """A set of list ``number``; ``names`` are the last parts of its candidates, else 1, 2, …."""
    parts = names.split() or [str(place) for place in range(1, len(rows[0]) + 1)]
    return ListSet(
        tuple(districts),
        tuple(f"{number}.{part}" for part in parts),
        tuple(tuple(row) for row in rows),
    )


def drawn(kind: LotKind, options: Sequence[Option], option: Option, list_number: int | None = None) -> Lot:
    return Lot(kind, tuple(options), option, list_number)


def seats(division: Division) -> list[int]:
    return [share.seats for share in division.shares]


def steps(division: Division) -> list[tuple[str, dict[int, int]]]:
    """Kind and changes of each step."""
    return [(step.kind.value, dict(step.changes)) for step in division.steps]


def nomination(outcome: Distribution, list_number: int, district: int = 1) -> Nomination:
    return next(each for each in outcome.nominations if each.set_id == SetId(list_number, district))


def elected(outcome: Distribution, list_number: int, district: int = 1) -> list[str]:
    return [each.candidate for each in nomination(outcome, list_number, district).elected]
