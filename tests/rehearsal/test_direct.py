"""The result straight from the polling stations, beside that of every level added up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import LotKind
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field, count_form
from osv_tui.election.level_votes import election_votes
from osv_tui.election.model import CountingMethod, Election, Subcategory
from osv_tui.election.tally import Tally, tally
from osv_tui.rehearsal.direct import Room, direct_votes, drawn_out
from osv_tui.rehearsal.province import SMALL, Area, invented_area

BY_LOT = 205
"""A seed of which one residual seat goes by lot."""


def added_up(area: Area) -> Tally:
    """Every level sums up the one below it."""
    below = {}
    for here in area.municipalities:
        counts = {paper.unit: paper.count for paper in here.papers}
        number = int(here.election.committee.code)
        below[number] = tally(here.election, here.method, lambda unit, of=counts: of[unit.number])  # type: ignore[misc]
    for number, of in enumerate(area.districts, start=1):
        below[number] = _above(of, below)
    return _above(area.central, below)


def _above(of: Election, below: dict[int, Tally]) -> Tally:
    fields = count_form(of, CountingMethod.STATION).by_id
    papers = {
        unit.number: Count.of(
            (field, 0 if field == f.ELIGIBLE else below[unit.number].total(field)) for field in fields
        )
        for unit in of.units
    }
    return tally(of, CountingMethod.STATION, lambda unit: papers[unit.number])


@pytest.mark.parametrize("kind", [Subcategory.PS1, Subcategory.PS2, Subcategory.AB1, Subcategory.AB2])
def test_the_levels_add_up_to_the_same(kind: Subcategory) -> None:
    area = invented_area(kind, SMALL, BY_LOT)
    assert election_votes(added_up(area)) == direct_votes(area)


def test_one_vote_more_at_a_polling_station_is_seen() -> None:
    area = invented_area(Subcategory.PS2, SMALL, BY_LOT)
    here, *others = area.municipalities
    paper, *papers = here.papers
    field = candidate_field(1, 1)
    more = replace(paper, count=Count.of({**paper.count.values, field: paper.count.number(field) + 1}))
    other = replace(area, municipalities=(replace(here, papers=(more, *papers)), *others))
    assert direct_votes(other) != direct_votes(area)
    assert direct_votes(other) == election_votes(added_up(other))


def test_lots_are_drawn_until_no_question_is_left() -> None:
    votes = direct_votes(invented_area(Subcategory.PS2, SMALL, BY_LOT))
    outcome, (lot,) = drawn_out(votes, Room(1))
    assert distribute(votes).lot_needed is not None
    assert lot.kind is LotKind.AVERAGE
    assert outcome.is_complete
    assert drawn_out(votes, Room(1)) == (outcome, (lot,)), "the same seed draws the same"
    assert {drawn_out(votes, Room(seed))[1][0].drawn for seed in range(20)} == set(lot.options)
