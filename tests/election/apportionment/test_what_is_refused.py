"""Votes that cannot be an election, and lots that nobody asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import Lot, LotKind, WrongLot
from osv_tui.election.apportionment.votes import (
    Combination,
    ElectionType,
    ElectionVotes,
    ImpossibleElection,
    ListGroup,
    ListSet,
)
from tests.election.apportionment.small import drawn, on_first, one_district

GOOD = one_district(19, [on_first(100), on_first(100)])
SET = ListSet((1,), ("a", "b"), ((1, 2),))


def with_set(of: ListSet) -> ElectionVotes:
    return replace(GOOD, lists=(ListGroup(1, (of,)),))


WRONG = {
    "geen 18 zetels": lambda: replace(GOOD, seats=18),
    "geen 0 zetels": lambda: replace(GOOD, type=ElectionType.GR1, seats=0),
    "geen 19 zetels": lambda: replace(GOOD, type=ElectionType.AB1),
    "geen 1000 zetels": lambda: replace(GOOD, seats=1000),
    "voorkeurdrempel van 0": lambda: replace(GOOD, threshold_percent=0),
    "geen lijsten": lambda: replace(GOOD, lists=()),
    "lijst 1 staat er twee keer in": lambda: replace(GOOD, lists=(GOOD.lists[0], GOOD.lists[0])),
    "lijst 1 heeft geen kandidatenlijst": lambda: replace(GOOD, lists=(ListGroup(1, ()),)),
    "nummer of een kieskring onder de 1": lambda: with_set(replace(SET, districts=(0,))),
    "twee keer in kieskring 1": lambda: replace(GOOD, lists=(ListGroup(1, (SET, SET)),)),
    "zonder kieskring of zonder kandidaten": lambda: with_set(replace(SET, candidates=(), votes=((),))),
    "kandidaat a twee keer": lambda: with_set(replace(SET, candidates=("a", "a"))),
    "niet voor elke kieskring": lambda: with_set(replace(SET, districts=(1, 2))),
    "2 kandidaten en 1 aantallen": lambda: with_set(replace(SET, votes=((1,),))),
    "onder nul": lambda: with_set(replace(SET, votes=((1, -1),))),
    "overleden kandidaat x": lambda: replace(GOOD, deceased=frozenset({"x"})),
    "stemwaarde 0": lambda: replace(GOOD, vote_values=((1, 0),)),
    "bestaat niet uit twee": lambda: replace(GOOD, combinations=(Combination("A", (1, 3)),)),
    "twee keer verbonden": lambda: replace(GOOD, combinations=(Combination("A", (1, 1)),)),
    "lijstencombinatie A staat er twee": lambda: replace(
        one_district(19, [on_first(9)] * 4), combinations=(Combination("A", (1, 2)), Combination("A", (3, 4)))
    ),
}


@pytest.mark.parametrize("reason", WRONG)
def test_what_cannot_be_an_election_is_refused(reason: str) -> None:
    with pytest.raises(ImpossibleElection, match=reason):
        WRONG[reason]()


@pytest.mark.parametrize(
    "lot",
    [
        drawn(LotKind.REMAINDER, (1, 2), 1),
        drawn(LotKind.AVERAGE, (1, 2, 3), 1),
        drawn(LotKind.AVERAGE, (1, 2), 3),
        drawn(LotKind.AVERAGE, (1, 2), 1, 1),
    ],
)
def test_a_lot_about_something_else_is_refused(lot: Lot) -> None:
    with pytest.raises(WrongLot, match="loting 1 past niet"):
        distribute(GOOD, [lot])


def test_a_lot_too_many_is_refused() -> None:
    lot = drawn(LotKind.AVERAGE, (1, 2), 1)
    with pytest.raises(WrongLot, match="2 lotingen gegeven, en 1 waren er nodig"):
        distribute(GOOD, [lot, lot])


def test_a_lot_may_name_the_list_or_leave_it_out() -> None:
    election = one_district(19, [[60, 60, 60, 120], on_first(1600)])
    for number in (1, None):
        first = drawn(LotKind.CANDIDATE, ("1.3", "1.2", "1.1"), "1.1", number)
        question = distribute(election, [first]).lot_needed
        assert question is not None
        assert question.options == ("1.2", "1.3")
    with pytest.raises(WrongLot):
        distribute(election, [drawn(LotKind.CANDIDATE, ("1.1", "1.2", "1.3"), "1.1", 2)])
