"""What always holds of a distribution, and precisely when it does not."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import event, given
from hypothesis import strategies as st

from osv_tui.election.apportionment.distribution import Distribution, distribute
from osv_tui.election.apportionment.nomination import ElectedBy
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from tests.election.apportionment.generated import drawn_out
from tests.election.apportionment.small import one_district

T = TypeVar("T")
SEVERAL_DISTRICTS = (ElectionType.PS2, ElectionType.TK)


@st.composite
def one_kieskring(draw: st.DrawFn) -> ElectionVotes:
    """Few votes, so that ties, exhaustion and majorities come up."""
    seats = draw(st.integers(1, 30))
    kinds = [kind for kind in ElectionType if kind.allows_seats(seats)]
    votes = st.integers(0, 12) | st.integers(0, 2000)
    lists = draw(st.lists(st.lists(votes, min_size=1, max_size=15), min_size=1, max_size=7))
    election = one_district(seats, lists, kind=draw(st.sampled_from(kinds)))
    return replace(election, deceased=frozenset(draw(st.sets(st.sampled_from(names(election)), max_size=3))))


@st.composite
def several_kieskringen(draw: st.DrawFn) -> ElectionVotes:
    """Two to four kieskringen; each list has one set for some of them together and one for each other."""
    districts = draw(st.integers(2, 4))
    groups = [draw(group(number, districts)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    kind = draw(st.sampled_from(SEVERAL_DISTRICTS))
    election = ElectionVotes(kind, draw(st.integers(19, 25)), 25, tuple(groups))
    return replace(election, deceased=frozenset(draw(st.sets(st.sampled_from(names(election)), max_size=3))))


@st.composite
def group(draw: st.DrawFn, number: int, districts: int) -> ListGroup:
    together = draw(st.integers(1, districts))
    spread = [
        tuple(range(1, together + 1)),
        *((district,) for district in range(together + 1, districts + 1)),
    ]
    people = [f"{number}.{place}" for place in range(1, 13)]
    sets = []
    for these in spread:
        listed = draw(st.lists(st.sampled_from(people), min_size=1, max_size=8, unique=True))
        row = st.lists(st.integers(0, 9) | st.integers(0, 300), min_size=len(listed), max_size=len(listed))
        sets.append(ListSet(these, tuple(listed), tuple(tuple(draw(row)) for _ in these)))
    return ListGroup(number, tuple(sets))


ANY = one_kieskring() | several_kieskringen()
DICE = st.integers(0, 2**16).map(Random)


def names(election: ElectionVotes) -> list[str]:
    return sorted({name for each in election.lists for of in each.sets for name in of.candidates})


def living(election: ElectionVotes, number: int) -> int:
    (found,) = (each for each in election.lists if each.number == number)
    return len({name for of in found.sets for name in of.candidates} - election.deceased)


def list_votes(outcome: Distribution) -> dict[int, int]:
    return {share.number: share.votes for share in outcome.main.shares}


@given(ANY, DICE)
def test_seats_and_empty_seats_add_up(election: ElectionVotes, dice: Random) -> None:
    """Seats stay empty only where nobody with votes has a candidate left (or, with a bar, reached it)."""
    outcome, _ = drawn_out(election, dice)
    main = outcome.main
    assert sum(share.seats for share in main.shares) + main.unassigned == election.seats
    if main.unassigned:
        event("empty seats")
        for share in main.shares:
            barred = election.type.has_quota_bar and not share.full_seats
            assert barred or not share.votes or share.seats == living(election, share.number)


@given(ANY, DICE)
def test_steps_lead_from_the_full_seats_to_the_seats(election: ElectionVotes, dice: Random) -> None:
    outcome, _ = drawn_out(election, dice)
    for division in (outcome.main, *(inner.division for inner in outcome.groups)):
        seats = {share.number: share.full_seats for share in division.shares}
        left = sum(share.seats for share in division.shares) + division.unassigned - sum(seats.values())
        for step in division.steps:
            for number, change in step.changes:
                seats[number] += change
                left -= change
            assert step.left == left
        assert seats == {share.number: share.seats for share in division.shares}


@given(ANY, DICE)
def test_no_list_has_more_seats_than_living_candidates(election: ElectionVotes, dice: Random) -> None:
    outcome, _ = drawn_out(election, dice)
    for share in outcome.main.shares:
        assert 0 <= share.seats <= living(election, share.number)
        assert share.seats >= min(share.full_seats, living(election, share.number))


@given(one_kieskring(), DICE)
def test_more_votes_never_fewer_seats(election: ElectionVotes, dice: Random) -> None:
    """The law breaks it in one place: a list that ran out of candidates (P 10).

    P 9 does not break it: who gains has most votes of all, and who loses got its last seat at the smallest
    value, so that a list with fewer votes and as many seats would have had to give its own. Equal votes can
    differ by lot, by one seat.
    """
    outcome, _ = drawn_out(election, dice)
    exhausted = {s.number for s in outcome.main.shares if s.seats == living(election, s.number)}
    for more in outcome.main.shares:
        for fewer in outcome.main.shares:
            if more.number in exhausted:
                continue
            if more.votes > fewer.votes:
                assert more.seats >= fewer.seats
            elif more.votes == fewer.votes:
                assert more.seats >= fewer.seats - 1


@given(one_kieskring(), DICE)
def test_more_than_half_of_the_votes_gives_more_than_half_of_the_seats(
    election: ElectionVotes, dice: Random
) -> None:
    """Kieswet P 9; but for the Eerste Kamer, and for a list without enough candidates."""
    outcome, _ = drawn_out(election, dice)
    total = sum(list_votes(outcome).values())
    for share in outcome.main.shares:
        if 2 * share.votes > total and election.type is not ElectionType.EK:
            enough = 2 * share.seats > election.seats
            assert enough or share.seats == living(election, share.number)


@given(ANY, DICE, st.randoms(use_true_random=False))
def test_the_order_of_lists_and_sets_does_not_matter(
    election: ElectionVotes, dice: Random, order: Random
) -> None:
    outcome, lots = drawn_out(election, dice)
    lists = [ListGroup(each.number, shuffled(each.sets, order)) for each in election.lists]
    assert distribute(replace(election, lists=shuffled(tuple(lists), order)), lots) == outcome


def shuffled(items: tuple[T, ...], order: Random) -> tuple[T, ...]:
    return tuple(order.sample(items, len(items)))


@given(ANY, DICE, st.integers(2, 10**6))
def test_scaling_all_votes_keeps_seats_steps_lots_and_elected(
    election: ElectionVotes, dice: Random, factor: int
) -> None:
    """Not so for the Eerste Kamer without votes only: reaching a threshold of nothing takes one vote."""
    outcome, lots = drawn_out(election, dice)
    scaled = distribute(replace(election, lists=tuple(times(each, factor) for each in election.lists)), lots)
    assert scaled.lot_needed is None
    for before, after in zip(outcome.main.shares, scaled.main.shares, strict=True):
        assert before.seats == after.seats
    assert [step.changes for step in outcome.main.steps] == [step.changes for step in scaled.main.steps]
    for one, other in zip(outcome.nominations, scaled.nominations, strict=True):
        assert [each.candidate for each in one.elected] == [each.candidate for each in other.elected]
        assert one.ranking == other.ranking


def times(of: ListGroup, factor: int) -> ListGroup:
    return ListGroup(
        of.number,
        tuple(
            replace(each, votes=tuple(tuple(votes * factor for votes in row) for row in each.votes))
            for each in of.sets
        ),
    )


@given(ANY, DICE)
def test_each_seat_has_one_living_candidate_of_that_list(election: ElectionVotes, dice: Random) -> None:
    outcome, _ = drawn_out(election, dice)
    elected = [each.candidate for nominated in outcome.nominations for each in nominated.elected]
    assert len(set(elected)) == len(elected)
    assert not election.deceased & set(elected)
    for group in election.lists:
        here = [
            nominated for nominated in outcome.nominations if nominated.set_id.list_number == group.number
        ]
        assert sum(len(each.elected) for each in here) == outcome.seats(group.number)
        for of in group.sets:
            (mine,) = (each for each in here if each.set_id.district == of.number)
            assert {each.candidate for each in mine.elected} <= set(of.candidates)


@given(ANY, DICE)
def test_who_is_elected_on_preference_votes_has_most_votes_and_heads_the_ranking(
    election: ElectionVotes, dice: Random
) -> None:
    outcome, _ = drawn_out(election, dice)
    threshold = outcome.preference_threshold.exact
    for nominated in outcome.nominations:
        votes = [each.votes for each in nominated.elected if each.by is ElectedBy.PREFERENCE]
        assert votes == sorted(votes, reverse=True)
        assert all(number >= threshold for number in votes)
        if nominated.ranking is not None:
            assert len(set(nominated.ranking)) == len(nominated.ranking)
            assert not election.deceased & set(nominated.ranking)
    for nominated in outcome.nominations:
        one_set = sum(n.set_id.list_number == nominated.set_id.list_number for n in outcome.nominations) == 1
        if one_set and nominated.ranking is not None:
            first = [each.candidate for each in nominated.elected if each.by is ElectedBy.PREFERENCE]
            assert list(nominated.ranking[: len(first)]) == first


@given(ANY, DICE)
def test_a_group_gives_its_sets_what_the_group_has(election: ElectionVotes, dice: Random) -> None:
    outcome, _ = drawn_out(election, dice)
    for inner in outcome.groups:
        assert sum(share.seats for share in inner.division.shares) == outcome.seats(inner.number)
        assert inner.division.unassigned == 0


@given(ANY, DICE)
def test_without_the_lots_it_stops_at_the_first_and_knows_what_came_before(
    election: ElectionVotes, dice: Random
) -> None:
    outcome, lots = drawn_out(election, dice)
    for used in range(len(lots)):
        partial = distribute(election, lots[:used])
        question = partial.lot_needed
        assert question is not None
        assert lots[used].answers(question)
        steps = partial.main.steps
        assert outcome.main.steps[: len(steps)] == steps
