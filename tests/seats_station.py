"""A central committee whose seats need lots: a water board of nine seats, counted in three municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    CandidateLists,
    Contest,
    Definition,
    Subcategory,
)
from osv_tui.store.database import Clock, wall_clock
from tests import upper_station
from tests.clearing import clear
from tests.election.upper import definition
from tests.examples import (
    ExampleStation,
    key_in,
    release,
)

UNITS = (37, 518, 9999)
_BODIES = {
    Subcategory.AB1: "Waterschap",
    Subcategory.AB2: "Waterschap",
    Subcategory.PS1: "Provinciale Staten",
    Subcategory.PS2: "Provinciale Staten",
}
NAMES = ("Water Natuurlijk Voorbeeld", "Boeren en Burgers", "Dijk en Duin", "")
_SURNAMES = (
    ("", "Jansen"), ("de", "Vries"), ("", "Bakker"), ("van den", "Berg"), ("", "Ångström"), ("", "Visser"),
    ("van der", "Meer"), ("", "Smit"), ("", "Özdemir"), ("", "Mulder"), ("de", "Boer"), ("", "Peters"),
    ("", "Bos"), ("", "Dekker"), ("", "Hendriks"), ("", "Kok"),
)  # fmt: skip

LOTS = ((1500, 600, 500, 500, 300), (1200, 200, 400, 400, 200), (1000, 500, 200, 100), (900, 500))
"""Votes on the candidates of four lists: a kiesdeler of 1,000, two residual seats, of which the second is for
list 1, 2 or 4 by lot; lists 1 and 2 draw for a candidate if they do not get it."""
MAJORITY = ((3000, 900, 610, 0, 0), (1000, 300, 200, 60, 40), (1400, 100, 90, 0), (1100, 200))
"""List 1 has 4,510 of 9,000 votes, more than half, and four of the nine seats before P 9."""


@dataclass(frozen=True)
class Board:
    """An election for a committee: its definition, its lists, and the votes on each candidate."""

    definition: Definition
    lists: CandidateLists
    votes: tuple[tuple[int, ...], ...]


def board(
    votes: Sequence[Sequence[int]] = LOTS, seats: int = 9, subcategory: Subcategory = Subcategory.AB1
) -> Board:
    """The example election with ``votes`` on its candidates, list by list."""
    of = definition(subcategory)
    name = f"{_BODIES[subcategory]} Voorbeeld 2031"
    of = replace(of, seats=seats, identifier=replace(of.identifier, name=name))
    names = (*NAMES, *(f"Partij {number}" for number in range(5, len(votes) + 1)))
    lists = tuple(
        CandidateList(number, name, tuple(_candidate(number, place) for place in range(1, len(on) + 1)))
        for number, (name, on) in enumerate(zip(names, votes, strict=False), 1)
    )
    contest = Contest("alle", None)
    return Board(of, CandidateLists(of.identifier, contest, lists), tuple(map(tuple, votes)))


def counts(of: Board) -> tuple[Count, ...]:
    """A form for each municipality: half of the votes, a quarter, and the rest."""
    return tuple(Count.of(_values(of, unit)) for unit in range(len(UNITS)))


def committee(path: Path, of: Board, *, clock: Clock = wall_clock) -> ExampleStation:
    """A central committee with its sitting open; nothing is typed."""
    return upper_station.committee(path, "CSB", of.definition, of.lists, clock=clock)


def counted(path: Path, of: Board | None = None, *, clock: Clock = wall_clock) -> ExampleStation:
    """The same with every municipality typed twice and everything stated."""
    of = of or board()
    station = committee(path, of, clock=clock)
    for unit, count in zip(UNITS, counts(of), strict=True):
        for typist in station.typists[:2]:
            key_in(station, typist, unit, count)
    clear(station.file, station.supervisor, station.election)
    return station


def released(path: Path, of: Board | None = None, *, clock: Clock = wall_clock) -> ExampleStation:
    """The same, declared final by two."""
    station = counted(path, of, clock=clock)
    release(station)
    return station


def _candidate(list_number: int, place: int) -> Candidate:
    prefix, surname = _SURNAMES[(5 * list_number + place) % len(_SURNAMES)]
    initials = f"{'ABCDEFGH'[place % 8]}.{'KLMNO'[list_number % 5]}."
    return Candidate(place, surname, initials, prefix, locality="Voorbeelddam")


def _values(of: Board, unit: int) -> dict[FieldId, int]:
    votes = [[_part(number, unit) for number in on] for on in of.votes]
    valid = sum(map(sum, votes))
    values = dict.fromkeys((f.MORE, f.FEWER, f.NOT_RETURNED, f.TOO_FEW_ISSUED, f.TOO_MANY_ISSUED), 0)
    values |= dict.fromkeys((f.NO_EXPLANATION, f.OTHER_EXPLANATION), 0)
    values |= {f.ELIGIBLE: 2 * valid, f.VALID: valid, f.BLANK: 7, f.INVALID: 5}
    values |= {f.PROXIES: valid // 20, f.VOTER_PASSES: 2}
    for number, on in enumerate(votes, 1):
        values |= {candidate_field(number, place): each for place, each in enumerate(on, 1)}
        values[total_field(number)] = sum(on)
    return values


def _part(votes: int, unit: int) -> int:
    quarter = votes // 4
    return (votes - 2 * quarter, quarter, quarter)[unit]
