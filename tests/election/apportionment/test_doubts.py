"""The distribution against a naive one on random small elections; and that the comparison can fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from osv_tui.election.apportionment import distribution, exhaustion, groups, majority, residual
from osv_tui.election.apportionment.assignment import Assignment
from osv_tui.election.apportionment.lots import LotKind, Lots
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from tests.election.apportionment.generated import drawn_out
from tests.election.apportionment.naive import Naive
from tests.election.apportionment.naive_groups import NaiveProvince
from tests.election.apportionment.small import elected, nomination, one_district

ELECTIONS = 300


def small(random: Random) -> ElectionVotes:
    """Few seats, few votes, few candidates: ties, exhaustion and majorities all the time."""
    seats = random.choice([*range(1, 19), *range(19, 27)])
    kinds = [kind for kind in ElectionType if kind.allows_seats(seats) and kind is not ElectionType.PS2]
    lists = [list_of(random, random.choice((3, 12, 40))) for _ in range(random.randint(1, 7))]
    if random.random() < 0.4:
        lists[0] = [sum(map(sum, lists[1:])) + random.randint(0, 2), *lists[0][1:]]
    names = [f"{number}.{place}" for number, row in enumerate(lists, 1) for place in range(1, len(row) + 1)]
    deceased = frozenset(name for name in names if random.random() < 0.03)
    return one_district(seats, lists, kind=random.choice(kinds), deceased=deceased)


def list_of(random: Random, most: int) -> list[int]:
    return [random.randint(0, most) for _ in range(random.choice((1, 2, 3, 5, 8, 13, 25)))]


def differences(count: int, seed: int) -> list[str]:
    """What differs, in the first difference of each election of which anything does."""
    random = Random(seed)
    return [found for found in (difference(small(random), random) for _ in range(count)) if found]


def difference(election: ElectionVotes, random: Random) -> str:
    bar = random.random() < 0.2
    outcome, lots = drawn_out(election, random, quota_bar=bar)
    naive = Naive(election, lots, bar=bar)
    try:
        naive.run()
    except (AssertionError, IndexError):
        return "lots"
    for number in naive.votes:
        if outcome.seats(number) != naive.seats[number]:
            return "seats"
        if elected(outcome, number) != naive.elected[number]:
            return "elected"
        ranking = nomination(outcome, number).ranking
        if (None if ranking is None else list(ranking)) != naive.rankings[number]:
            return "ranking"
    return ""


def province(random: Random) -> ElectionVotes:
    """Lists whose sets share some of their candidates, in another order, with few votes on them."""
    districts = random.randint(2, 4)
    groups = [grouped(random, number, districts) for number in range(1, random.randint(2, 5))]
    seats = random.randint(19, 25)
    names = {name for each in groups for of in each.sets for name in of.candidates}
    deceased = frozenset(name for name in sorted(names) if random.random() < 0.03)
    return ElectionVotes(ElectionType.PS2, seats, 25, tuple(groups), deceased)


def grouped(random: Random, number: int, districts: int) -> ListGroup:
    """Now and then one set has nearly all votes and one candidate, and the others are equal."""
    together, people = random.randint(1, districts), [f"{number}.{place}" for place in range(1, 16)]
    most, unequal = random.choice((1, 3, 12, 40)), random.random() < 0.2
    sets: list[ListSet] = []
    for these in (range(1, together + 1), *([each] for each in range(together + 1, districts + 1))):
        names = tuple(random.sample(people, random.randint(1, 8)))
        rows = tuple(tuple(random.randint(0, most) for _ in names) for _ in these)
        if unequal:
            names = tuple(random.sample(people, 7 if sets else 1))
            rows = tuple(tuple(most if sets else 40 * most for _ in names) for _ in these)
        sets.append(ListSet(tuple(these), names, rows))
    return ListGroup(number, tuple(sets))


def province_differences(count: int, seed: int) -> list[str]:
    random = Random(seed)
    found = (province_difference(province(random), random) for _ in range(count))
    return [each for each in found if each]


def province_difference(election: ElectionVotes, random: Random) -> str:
    outcome, lots = drawn_out(election, random)
    naive = NaiveProvince(election, lots)
    try:
        naive.run()
    except (AssertionError, IndexError):
        return "lots"
    for each in outcome.nominations:
        if naive.seats[each.set_id.list_number] != outcome.seats(each.set_id.list_number):
            return "seats"
        if naive.elected_on[each.set_id] != [one.candidate for one in each.elected]:
            return "elected"
        if naive.order[each.set_id] != (None if each.ranking is None else list(each.ranking)):
            return "ranking"
    return ""


def test_nothing_differs_from_a_naive_computation_of_groups() -> None:
    assert province_differences(ELECTIONS, seed=12) == []


def test_the_small_provinces_have_every_lot_in_them() -> None:
    random = Random(12)
    seen: Counter[LotKind] = Counter()
    for _ in range(ELECTIONS):
        seen.update({lot.kind for lot in drawn_out(province(random), random)[1]})
    groups = (each for each in LotKind if each.within_group)
    assert all(seen[each] >= 3 for each in (*groups, LotKind.CANDIDATE)), seen


def test_nothing_differs_from_a_naive_computation() -> None:
    assert differences(ELECTIONS, seed=36641) == []


def test_the_small_elections_have_everything_in_them() -> None:
    random = Random(36641)
    seen: Counter[str] = Counter()
    for _ in range(ELECTIONS):
        election = small(random)
        random.random()
        outcome, lots = drawn_out(election, random)
        seen.update({step.kind.value for step in outcome.main.steps})
        seen.update({lot.kind.value for lot in lots})
        seen.update(notice.name for notice in outcome.notices)
    for what in ("remainder", "average_once", "average", "majority", "exhausted", "candidate", "EMPTY_SEATS"):
        assert seen[what] >= 5, seen


def no_majority(assignment: Assignment, lots: Lots) -> bool:
    return False


def no_exhaustion(assignment: Assignment, candidates: object, lots: Lots) -> bool:
    return False


TAKEN_OUT: dict[str, tuple[object, str, Callable[..., object]]] = {
    "P 8, second paragraph: three quarters": (residual, "_has_share", lambda *_: True),
    "P 9": (distribution, "give_majority", no_majority),
    "P 10": (distribution, "pass_on_seats", no_exhaustion),
    "P 10: assigning on": (exhaustion, "assign_residual_seats", lambda *_: None),
    "P 15": (distribution, "most_votes_without", lambda *_, **__: 10**9),
    "P 19a": (distribution, "living", lambda of, deceased: len(of.candidates)),
}


@pytest.mark.parametrize("rule", TAKEN_OUT)
def test_with_a_rule_taken_out_it_differs(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*TAKEN_OUT[rule])
    assert len(differences(ELECTIONS, seed=36641)) > 5


GROUP_RULES_TAKEN_OUT: dict[str, tuple[object, str, Callable[..., object]]] = {
    "P 13, first paragraph": (groups, "pass_on_seats", no_exhaustion),
    "P 13: sets without votes": (Assignment, "voteless", lambda self: []),
    "P 16, first paragraph": (groups.Group, "_best", lambda self, name, numbers: max(numbers)),
    "P 16, second paragraph": (groups, "_last_first", lambda *_: iter(())),
    "P 18": (groups, "_next_first", lambda *_: iter(())),
}


@pytest.mark.parametrize("rule", GROUP_RULES_TAKEN_OUT)
def test_with_a_rule_of_groups_taken_out_it_differs(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*GROUP_RULES_TAKEN_OUT[rule])
    assert differs_or_breaks()


def differs_or_breaks() -> bool:
    """Without its rule a group can be left with a seat that nobody can take, and nowhere to pass it to."""
    try:
        return province_differences(ELECTIONS, seed=12) != []
    except (ValueError, IndexError):
        return True


def test_with_equal_ones_not_drawn_it_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lots, "draw", lambda self, question: 0)
    assert "lots" in differences(ELECTIONS, seed=36641)


def test_remembering_a_seat_lost_by_p9_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(majority, "_forget", lambda *_: None)
    assert differences(3000, seed=9) != []
