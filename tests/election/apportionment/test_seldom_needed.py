"""Rules that random elections hardly ever need, each on an election of a few lines."""

from __future__ import annotations

from dataclasses import replace

from osv_tui.election.apportionment.combinations import CheckedCombination
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import LotKind
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.votes import Combination, ElectionType, ElectionVotes, ListGroup, ListSet
from tests.election.apportionment.small import drawn, elected, listed, on_first, one_district, seats, steps


def province(*groups: ListGroup, seats: int = 19) -> ElectionVotes:
    return ElectionVotes(ElectionType.PS2, seats, 25, groups)


def other_list(votes: int, districts: int) -> ListGroup:
    rows = [on_first(votes // districts) for _ in range(districts)]
    return ListGroup(2, (listed(2, range(1, districts + 1), rows),))


def test_p9_does_not_hold_for_the_eerste_kamer() -> None:
    lists = [on_first(23), on_first(22)]
    assert seats(distribute(one_district(20, lists)).main) == [11, 9]
    assert seats(distribute(one_district(20, lists, kind=ElectionType.EK)).main) == [10, 10]


def test_p9_the_last_residual_seats_at_once_are_drawn_between() -> None:
    election = one_district(10, [on_first(33), on_first(9), on_first(11), on_first(11)])
    before = distribute(election)
    assert steps(before.main) == [("remainder", {3: 1, 4: 1})]
    question = before.lot_needed
    assert question is not None
    assert (question.kind, question.options, question.value) == (LotKind.MAJORITY, (3, 4), Quotient(46, 10))
    after = distribute(election, [drawn(LotKind.MAJORITY, (3, 4), 3)])
    assert seats(after.main) == [6, 1, 1, 2]


def test_p9_the_last_residual_seats_that_were_drawn_one_by_one_are_drawn_between() -> None:
    """All remainders are equal: the seats of lists 2 and 3, each by lot, are both the last one."""
    election = one_district(12, [on_first(10), on_first(4), on_first(4)])
    lots = [drawn(LotKind.REMAINDER, (1, 2, 3), 2), drawn(LotKind.REMAINDER, (1, 3), 3)]
    question = distribute(election, lots).lot_needed
    assert question is not None
    assert (question.kind, question.options) == (LotKind.MAJORITY, (2, 3))
    outcome = distribute(election, [*lots, drawn(LotKind.MAJORITY, (2, 3), 2)])
    assert seats(outcome.main) == [7, 2, 3]


def test_p16_of_equals_who_stands_first_on_the_set_takes_its_seat() -> None:
    sets = (
        listed(1, (1,), [[10, 10, 20, 20, 20, 20]], "a b c d e f"),
        listed(1, (2,), [[40, 40, 20]], "b a g"),
    )
    outcome = distribute(province(ListGroup(1, sets), other_list(1700, 2)))
    assert (elected(outcome, 1, 1), elected(outcome, 1, 2)) == (["1.a"], ["1.b"])


def test_p16_of_equals_who_is_drawn_first_takes_the_seat() -> None:
    sets = (
        listed(1, (1,), [[10, 10, 10, 20, 20, 10]], "a b h c d e"),
        listed(1, (2,), [[40, 40, 40]], "b a h"),
    )
    lots = [
        drawn(LotKind.CANDIDATE, ("1.a", "1.b", "1.h"), "1.a", 1),
        drawn(LotKind.CANDIDATE, ("1.b", "1.h"), "1.b", 1),
    ]
    outcome = distribute(province(ListGroup(1, sets), other_list(1700, 2)), lots)
    assert outcome.is_complete
    assert (elected(outcome, 1, 1), elected(outcome, 1, 2)) == (["1.b"], ["1.a"])


def test_p18_a_seat_that_only_sets_without_votes_can_take_is_drawn_between_these() -> None:
    """Set 1 loses its one candidate to set 2, whose others are all elected."""
    sets = (
        listed(1, (1,), [[100]], "a"),
        listed(1, (2,), [[150, 60]], "a c"),
        listed(1, (3,), [[0]], "d"),
        listed(1, (4,), [[0]], "e"),
    )
    election = province(ListGroup(1, sets), other_list(1600, 4))
    question = distribute(election).lot_needed
    assert question is not None
    assert (question.kind, question.options) == (LotKind.GROUP_ROLLFORWARD, (3, 4))
    outcome = distribute(election, [drawn(LotKind.GROUP_ROLLFORWARD, (3, 4), 4, 1)])
    assert [elected(outcome, 1, number) for number in (1, 2, 3, 4)] == [[], ["1.a", "1.c"], [], ["1.e"]]


def test_who_is_elected_on_two_lists_with_equal_votes_keeps_the_seat_in_the_lowest_kieskring() -> None:
    names = tuple(f"1.{place}" for place in range(1, 12))
    others = (names[0], *(f"2.{place}" for place in range(2, 12)))
    votes = (tuple(on_first(1000, 11)),)
    groups = ListGroup(1, (ListSet((2,), names, votes),)), ListGroup(2, (ListSet((1,), others, votes),))
    outcome = distribute(province(*groups, seats=20))
    assert names[0] not in elected(outcome, 1, 2)
    assert names[0] in elected(outcome, 2, 1)


def test_u2_a_vote_of_the_eerste_kamer_weighs_what_its_province_has() -> None:
    rows = [[5, 1], [2, 3]], [[4, 4], [1, 1]]
    groups = tuple(ListGroup(number, (listed(number, (1, 2), row),)) for number, row in enumerate(rows, 1))
    election = ElectionVotes(ElectionType.EK, 75, 100, groups, vote_values=((2, 10),))
    assert [share.votes for share in distribute(election).main.shares] == [6 + 50, 8 + 20]
    assert election.on_candidates(groups[0].sets[0]) == (25, 31)
    unweighed = distribute(replace(election, vote_values=())).main
    assert [share.votes for share in unweighed.shares] == [11, 10]


def test_a_connected_list_without_a_seat_of_its_own_stands_alone() -> None:
    """Until 2017: lists 1 and 3 count as one, by its lowest number; list 4 has no part in it."""
    lists = one_district(19, [on_first(700), on_first(650), on_first(540), on_first(10)]).lists
    connected = ElectionVotes(ElectionType.GR2, 19, 25, lists, combinations=(Combination("A", (1, 3, 4)),))
    outcome = distribute(connected)
    assert outcome.combinations == (CheckedCombination("A", (1, 3), (4,)),)
    assert [(share.number, share.votes) for share in outcome.main.shares] == [(1, 1240), (2, 650), (4, 10)]
    alone = replace(connected, combinations=(Combination("A", (1, 4)),))
    assert [share.votes for share in distribute(alone).main.shares] == [700, 650, 540, 10]
    assert not distribute(alone).combinations[0].valid
