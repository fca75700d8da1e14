"""The Kieswet article by article, on elections of a few lines."""

from __future__ import annotations

from fractions import Fraction

import pytest

from osv_tui.election.apportionment.distribution import Notice, distribute
from osv_tui.election.apportionment.lots import Consequence, LotKind
from osv_tui.election.apportionment.nomination import ElectedBy, Elsewhere
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.steps import StepKind
from osv_tui.election.apportionment.votes import (
    Combination,
    ElectionType,
    ElectionVotes,
    ListGroup,
    ListSet,
)
from tests.election.apportionment.small import (
    drawn,
    elected,
    listed,
    nomination,
    on_first,
    one_district,
    seats,
    steps,
)


def test_p5_the_kiesdeler_is_an_exact_fraction() -> None:
    outcome = distribute(one_district(19, [on_first(100), on_first(50)]))
    assert outcome.quota == Quotient(150, 19)
    assert outcome.quota.exact == Fraction(150, 19)
    assert (outcome.quota.whole, outcome.quota.rest, str(outcome.quota)) == (7, 17, "7 17/19")
    assert str(Quotient(150, 15)) == "10"


def test_p6_a_list_one_vote_short_of_the_kiesdeler_has_no_full_seat() -> None:
    outcome = distribute(one_district(19, [on_first(1801), on_first(99)]))
    assert [share.full_seats for share in outcome.main.shares] == [18, 0]
    assert [share.remainder.exact for share in outcome.main.shares] == [1, 99]


def test_p7_residual_seats_go_by_largest_averages_one_by_one() -> None:
    outcome = distribute(one_district(19, [on_first(1000), on_first(640), on_first(300)]))
    assert [share.full_seats for share in outcome.main.shares] == [9, 6, 2]
    assert steps(outcome.main) == [("average", {1: 1, 3: 1})]
    assert dict(outcome.main.steps[0].values) == {
        1: Quotient(1000, 10),
        2: Quotient(640, 7),
        3: Quotient(300, 3),
    }
    assert outcome.main.steps[0].article.startswith("P 7")


def test_p7_a_list_can_get_several_residual_seats() -> None:
    small = [on_first(60) for _ in range(9)]
    outcome = distribute(one_district(19, [on_first(1460), *small]))
    assert seats(outcome.main)[0] == 19
    assert [kind for kind, _ in steps(outcome.main)] == ["average"] * (19 - outcome.main.shares[0].full_seats)


def test_p7_equal_averages_are_drawn_only_when_seats_are_short() -> None:
    enough = distribute(one_district(21, [on_first(2685), on_first(2685), on_first(2686)]))
    assert steps(enough.main) == [("average", {1: 1, 2: 1})]
    short = one_district(20, [on_first(100), on_first(100), on_first(100)])
    question = distribute(short).lot_needed
    assert question is not None
    assert (question.options, question.seats, question.value) == ((1, 2, 3), 2, Quotient(100, 7))
    outcome = distribute(short, [drawn(LotKind.AVERAGE, (1, 2, 3), 3), drawn(LotKind.AVERAGE, (1, 2), 1)])
    assert steps(outcome.main) == [("average", {3: 1}), ("average", {1: 1})]


def test_p7_second_paragraph_bars_lists_below_the_kiesdeler_from_residual_seats() -> None:
    lists = [on_first(852), on_first(854), on_first(97), on_first(97)]
    free = one_district(19, lists, kind=ElectionType.PS1)
    barred = one_district(19, lists, kind=ElectionType.TK)
    assert seats(distribute(free).main) == [8, 9, 1, 1]
    assert seats(distribute(barred).main) == [9, 10, 0, 0]
    assert seats(distribute(free, quota_bar=True).main) == [9, 10, 0, 0]


def test_p8_largest_remainders_at_most_one_a_list() -> None:
    outcome = distribute(one_district(9, [on_first(460), on_first(250), on_first(190)]))
    assert [str(share.remainder) for share in outcome.main.shares] == ["60", "50", "90"]
    assert steps(outcome.main) == [("remainder", {3: 1}), ("remainder", {1: 1})]
    assert seats(outcome.main) == [5, 2, 2]


@pytest.mark.parametrize(("votes", "gets"), [(75, True), (74, False)])
def test_p8_second_paragraph_three_quarters_of_the_kiesdeler_is_enough(votes: int, gets: bool) -> None:
    outcome = distribute(one_district(9, [on_first(825 + 75 - votes), on_first(votes)]))
    assert outcome.quota.exact == 100
    assert (seats(outcome.main)[1] == 1) is gets


def test_p8_third_paragraph_averages_with_at_most_one_a_list() -> None:
    lists = [on_first(500), *(on_first(66) for _ in range(3)), *(on_first(51) for _ in range(4))]
    outcome = distribute(one_district(9, lists))
    kinds = [kind for kind, _ in steps(outcome.main)]
    assert kinds == ["remainder", "average_once", "average_once"]
    assert steps(outcome.main)[:2] == [("remainder", {1: 1}), ("average_once", {1: 1})]
    assert steps(outcome.main)[2] == ("average_once", {2: 1, 3: 1, 4: 1})


def test_p9_more_than_half_of_the_votes_gives_more_than_half_of_the_seats() -> None:
    lists = [on_first(510), on_first(180), on_first(170), on_first(140)]
    outcome = distribute(one_district(7, lists))
    assert steps(outcome.main) == [
        ("remainder", {4: 1}),
        ("remainder", {1: 1}),
    ]
    short = distribute(one_district(9, [on_first(505), on_first(199), on_first(198), on_first(98)]))
    assert short.main.steps[-1].kind is StepKind.MAJORITY
    assert short.main.steps[-1].article == "P 9"
    assert seats(short.main) == [5, 2, 1, 1]


def test_p9_half_of_the_votes_is_not_enough() -> None:
    outcome = distribute(one_district(9, [on_first(500), on_first(204), on_first(198), on_first(98)]))
    assert all(step.kind is not StepKind.MAJORITY for step in outcome.main.steps)


def test_p10_seats_of_a_list_without_candidates_pass_on() -> None:
    outcome = distribute(one_district(19, [on_first(1000, 5), on_first(610), on_first(290)]))
    assert seats(outcome.main) == [5, 10, 4]
    assert ("exhausted", {1: -5}) in steps(outcome.main)
    last = outcome.main.steps[-1]
    assert {number for number, _ in last.values} == {2, 3}
    assert [step.left for step in outcome.main.steps][-1] == 0


def test_p10_seats_stay_empty_when_no_list_has_candidates() -> None:
    outcome = distribute(one_district(19, [on_first(1000, 5), on_first(900, 6)]))
    assert seats(outcome.main) == [5, 6]
    assert outcome.main.unassigned == 8
    assert outcome.notices == (Notice.EMPTY_SEATS,)


def test_without_votes_nobody_gets_a_seat() -> None:
    outcome = distribute(one_district(9, [on_first(0), on_first(0)]))
    assert seats(outcome.main) == [0, 0]
    assert Notice.NO_VOTES in outcome.notices


def test_a_list_without_votes_gets_no_residual_seat() -> None:
    outcome = distribute(one_district(9, [on_first(100, 3), on_first(0)]))
    assert seats(outcome.main) == [3, 0]
    assert outcome.main.unassigned == 6


def test_p14_the_program_asks_for_a_lot_and_says_what_follows() -> None:
    election = one_district(19, [on_first(100), on_first(100)])
    question = distribute(election).lot_needed
    assert question is not None
    assert question.options == (1, 2)
    assert question.kind.consequence is Consequence.GAINS_SEAT
    assert str(question) == (
        "Loting volgens artikel P 7, eerste lid, van de Kieswet tussen lijst 1 en lijst 2, die gelijk staan"
        " op 10. Wie wordt getrokken, krijgt de zetel."
    )
    outcome = distribute(election, [drawn(LotKind.AVERAGE, (2, 1), 2)])
    assert seats(outcome.main) == [9, 10]
    assert outcome.main.steps[0].lot == drawn(LotKind.AVERAGE, (1, 2), 2)


def test_p15_the_threshold_must_be_exceeded_most_votes_first() -> None:
    votes = [[40, 50, 51, 90, 0, 169], on_first(1500)]
    outcome = distribute(one_district(19, votes, kind=ElectionType.GR2))
    assert outcome.preference_threshold.exact == 25
    assert elected(outcome, 1) == ["1.6", "1.4", "1.3", "1.2"]
    assert {each.by for each in nomination(outcome, 1).elected} == {ElectedBy.PREFERENCE}


@pytest.mark.parametrize(
    ("kind", "seats_", "percent"),
    [
        (ElectionType.GR1, 9, 50),
        (ElectionType.GR2, 19, 25),
        (ElectionType.AB1, 9, 25),
        (ElectionType.AB2, 19, 25),
        (ElectionType.PS1, 39, 25),
        (ElectionType.PS2, 39, 25),
        (ElectionType.TK, 150, 25),
        (ElectionType.EK, 75, 100),
    ],
)
def test_p15_the_threshold_by_type(kind: ElectionType, seats_: int, percent: int) -> None:
    election = one_district(seats_, [on_first(9000), on_first(6000)], kind=kind)
    outcome = distribute(election)
    assert outcome.preference_threshold.exact == Fraction(15000 * percent, seats_ * 100)
    assert Notice.OTHER_THRESHOLD not in outcome.notices


def test_p15_exactly_the_threshold_is_enough_for_the_eerste_kamer_only() -> None:
    rows = [[100, 25, 75], on_first(1700)]
    council = one_district(19, rows)
    assert council.threshold_percent == 25
    assert nomination(distribute(council), 1).above_threshold == ("1.1", "1.3")
    senate = ElectionVotes(ElectionType.EK, 19, 100, council.lists)
    assert nomination(distribute(senate), 1).above_threshold == ("1.1",)


def test_p15_equal_votes_are_drawn_only_when_seats_are_short() -> None:
    enough = distribute(one_district(19, [[60, 60, 180], on_first(1600)]))
    assert elected(enough, 1) == ["1.3", "1.1", "1.2"]
    election = one_district(19, [[60, 60, 60, 120], on_first(1600)])
    question = distribute(election).lot_needed
    assert question is not None
    assert (question.kind, question.options, question.seats, question.list_number) == (
        LotKind.CANDIDATE,
        ("1.1", "1.2", "1.3"),
        2,
        1,
    )
    outcome = distribute(
        election,
        [
            drawn(LotKind.CANDIDATE, ("1.1", "1.2", "1.3"), "1.3", 1),
            drawn(LotKind.CANDIDATE, ("1.1", "1.2"), "1.1", 1),
        ],
    )
    assert elected(outcome, 1) == ["1.4", "1.3", "1.1"]
    assert [each.by_lot for each in nomination(outcome, 1).elected] == [False, True, True]


def test_p17_the_rest_goes_by_list_order() -> None:
    outcome = distribute(one_district(19, [[20, 10, 0, 270], on_first(1600)]))
    assert elected(outcome, 1) == ["1.4", "1.1", "1.2"]
    assert [each.by.value for each in nomination(outcome, 1).elected] == ["P15", "P17", "P17"]


def test_p19_preference_first_then_the_threshold_then_the_list() -> None:
    outcome = distribute(one_district(19, [[0, 50, 60, 90, 0], on_first(1700)]))
    assert elected(outcome, 1) == ["1.4", "1.3"]
    assert nomination(outcome, 1).ranking == ("1.4", "1.3", "1.2", "1.1", "1.5")


def test_p19_fifth_paragraph_lists_without_seats_are_ranked_below_19_seats_only() -> None:
    lists = [on_first(1860), [5, 35]]
    large = distribute(one_district(19, lists))
    small = distribute(one_district(18, lists))
    assert nomination(large, 2).ranking is None
    assert nomination(large, 2).above_threshold == ("2.2",)
    assert nomination(small, 2).ranking == ("2.1", "2.2")


def test_p19a_who_died_keeps_the_votes_for_the_list_and_gets_nothing() -> None:
    election = one_district(19, [[290, 10, 0, 0], on_first(1600)], deceased=frozenset({"1.1", "2.1"}))
    outcome = distribute(election)
    assert seats(outcome.main) == [3, 16]
    assert elected(outcome, 1) == ["1.2", "1.3", "1.4"]
    assert nomination(outcome, 1).ranking == ("1.2", "1.3", "1.4")
    assert nomination(outcome, 1).deceased == ("1.1",)


def province(*groups: ListGroup, deceased: frozenset[str] = frozenset()) -> ElectionVotes:
    """19 seats, so that a kiesdeler of 100 comes from 1900 votes."""
    return ElectionVotes(ElectionType.PS2, 19, 25, groups, deceased)


def the_same(number: int, votes: int, districts: tuple[int, ...] = (1, 2)) -> ListGroup:
    rows = [on_first(votes // len(districts)) for _ in districts]
    return ListGroup(number, (listed(number, districts, rows),))


def test_p2_the_same_list_in_several_kieskringen_is_one_list() -> None:
    group = ListGroup(1, (listed(1, (1, 2), [[100, 20, 10], [150, 10, 10]]),))
    outcome = distribute(province(group, the_same(2, 1600)))
    assert outcome.groups == ()
    assert [each.votes for each in nomination(outcome, 1).elected] == [250, 30, 20]
    assert nomination(outcome, 1).above_threshold == ("1.1", "1.2")


def test_p12_a_group_divides_its_seats_over_its_sets_by_largest_remainders() -> None:
    sets = listed(1, (1,), [[260, 0, 0, 0]], "a b c d"), listed(1, (2,), [[140, 0]], "e f")
    outcome = distribute(province(ListGroup(1, sets), the_same(2, 1500)))
    (inner,) = outcome.groups
    assert inner.number == 1
    assert inner.division.quota.exact == 100
    assert [share.full_seats for share in inner.division.shares] == [2, 1]
    assert steps(inner.division) == [("remainder", {1: 1})]
    assert seats(inner.division) == [3, 1]


def test_p13_a_set_without_candidates_passes_its_seats_to_the_other_sets() -> None:
    sets = (listed(1, (1,), [[260, 0]]), listed(1, (2,), [on_first(140, 10)], "a b c d e f g h i j"))
    outcome = distribute(province(ListGroup(1, sets), the_same(2, 1500)))
    (inner,) = outcome.groups
    assert ("exhausted", {1: -1}) in steps(inner.division)
    assert seats(inner.division) == [2, 2]


def test_p16_a_candidate_of_several_sets_is_elected_where_he_has_most_votes() -> None:
    sets = (listed(1, (1,), [[60, 90, 50]], "a b c"), listed(1, (2,), [[90, 10, 0]], "a d e"))
    outcome = distribute(province(ListGroup(1, sets), the_same(2, 1600)))
    assert elected(outcome, 1, 2) == ["1.a"]
    assert elected(outcome, 1, 1) == ["1.b", "1.c"]
    assert nomination(outcome, 1, 1).elected_elsewhere == (("1.a", Elsewhere.OTHER_SET),)


def test_p16_second_paragraph_the_last_seat_of_the_group_lapses_for_him() -> None:
    sets = (
        listed(1, (1,), [[40, 0]], "a b"),
        listed(1, (2,), [[90, 0]], "c d"),
        listed(1, (3,), [[70, 0]], "e f"),
    )
    outcome = distribute(province(ListGroup(1, sets), the_same(2, 1700, (1, 2, 3))))
    assert seats(outcome.groups[0].division) == [0, 1, 1]
    assert [elected(outcome, 1, district) for district in (1, 2, 3)] == [[], ["1.c"], ["1.e"]]
    heavier = (
        listed(1, (1,), [[20, 0]], "a b"),
        listed(1, (2,), [[20, 21, 25]], "c d g"),
        listed(1, (3,), [[20, 20, 24]], "e f h"),
        listed(1, (4,), [[50, 0]], "a b"),
    )
    outcome = distribute(province(ListGroup(1, heavier), the_same(2, 1700, (1, 2, 3, 4))))
    assert nomination(outcome, 1, 4).seats == 0
    assert elected(outcome, 1, 4) == ["1.a"]
    assert sum(len(elected(outcome, 1, district)) for district in (1, 2, 3, 4)) == 2


def test_p18_all_sets_name_their_next_at_once() -> None:
    sets = (
        listed(1, (1,), [[12, *[11] * 8]], "a b c d e f g h i"),
        listed(1, (2,), [[13, *[29] * 3]], "a j k l"),
    )
    threshold = ElectionVotes(ElectionType.PS2, 19, 50, (ListGroup(1, sets), the_same(2, 1700)))
    outcome = distribute(threshold)
    assert elected(outcome, 1, 2) == ["1.a"]
    assert elected(outcome, 1, 1) == ["1.b"]


def test_a_candidate_on_lists_of_two_groups_keeps_one_seat_and_it_is_told() -> None:
    one = ListGroup(1, (listed(1, (1,), [on_first(1000)]),))
    names = ("1.1", *(f"2.{place}" for place in range(2, 31)))
    other = ListGroup(2, (ListSet((2,), names, (tuple(on_first(900)),)),))
    outcome = distribute(province(one, other))
    assert elected(outcome, 1, 1)[0] == "1.1"
    assert "1.1" not in elected(outcome, 2, 2)
    assert nomination(outcome, 2, 2).elected[-1].by is ElectedBy.SUCCESSOR
    assert len(elected(outcome, 2, 2)) == outcome.seats(2)
    assert outcome.notices == (Notice.ELECTED_TWICE,)


def test_p9_with_p10_is_told() -> None:
    lists = [on_first(505, 4), on_first(199), on_first(198), on_first(98)]
    assert Notice.MAJORITY_AND_EXHAUSTION in distribute(one_district(9, lists)).notices


def test_another_threshold_than_that_of_the_law_is_told() -> None:
    lists = one_district(9, [on_first(100)], kind=ElectionType.AB1).lists
    assert Notice.OTHER_THRESHOLD in distribute(ElectionVotes(ElectionType.AB1, 9, 50, lists)).notices


def test_connected_lists_counted_as_one_until_2017() -> None:
    lists = one_district(19, [on_first(1000), on_first(470), on_first(430)]).lists
    connected = ElectionVotes(ElectionType.GR2, 19, 25, lists, combinations=(Combination("A", (2, 3)),))
    outcome = distribute(connected)
    assert [share.number for share in outcome.main.shares] == [1, 2]
    assert outcome.seats(2) + outcome.seats(3) == outcome.main.seats(2) == 9
    assert outcome.if_unconnected == ((1, 10), (2, 5), (3, 4))
    with pytest.raises(KeyError):
        outcome.seats(4)
