"""The checks that lay units and elections side by side: each at its edge, and where they do not judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osv_tui.election import form as f
from osv_tui.election.checks import Check
from osv_tui.election.committee_checks import Admitted, UnitFinding, across, between
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import ReportingUnit
from osv_tui.election.tally import UnitCount
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds
from tests.election.filled import count_with
from tests.examples import ELECTION

Votes = Mapping[tuple[int, int], int]
FOUND_HERE = frozenset({Check.W451, Check.W452, Check.W453, Check.W551, Check.W552})
"""What the tests below reach."""


def unit(number: int, count: Count, name: str = "") -> UnitCount:
    return UnitCount(ReportingUnit(number, name or f"Stembureau {number}", None, 1000), count)


def units(*votes: Votes) -> list[UnitCount]:
    # Proxies that differ, so that equal votes are not an equal result.
    return [unit(number, count_with(each, proxies=number)) for number, each in enumerate(votes, start=1)]


def judged(found: Sequence[UnitCount], *checks: Check, **limits: int) -> list[tuple[int, Check, str]]:
    thresholds = Thresholds.of({Threshold(name): value for name, value in limits.items()})
    return [
        (each.unit, each.finding.check, each.finding.subject)
        for each in across(ELECTION, found, thresholds)
        if not checks or each.finding.check in checks
    ]


# Lists.


@pytest.mark.parametrize(("votes", "found"), [(99, False), (100, True), (101, True)])
def test_a_list_without_votes_where_ten_were_to_be_expected(votes: int, found: bool) -> None:
    elsewhere: Votes = {(1, 1): 450, (3, 1): 50}
    here = units({(1, 1): votes, (3, 1): 0}, elsewhere, elsewhere)
    assert judged(here, Check.W451) == ([(1, Check.W451, "3")] if found else [])
    (one,) = across(ELECTION, here, Thresholds.of({Threshold.EMPTY_LIST_VOTES: 9}))
    assert one.finding.fields == (total_field(3),)
    assert one.finding.supervisor_text == (
        f"Lijst 3 heeft hier geen van de {votes} stemmen, in de andere stembureaus 100 van de 1000 (10,0 %). "
        f"Verwacht: {votes // 10} stemmen. De grens is 9."
    )


def test_a_list_with_one_vote_is_not_without_votes() -> None:
    elsewhere: Votes = {(1, 1): 450, (3, 1): 50}
    assert judged(units({(1, 1): 1000, (3, 1): 1}, elsewhere, elsewhere)) == []


@pytest.mark.parametrize(("votes", "found"), [(699, False), (700, True), (701, True)])
def test_a_share_fifty_points_off(votes: int, found: bool) -> None:
    elsewhere: Votes = {(1, 1): 80, (3, 1): 320}
    here = units({(1, 1): votes, (3, 1): 1000 - votes}, elsewhere, elsewhere)
    expected = [(1, Check.W452, "1"), (1, Check.W452, "3")] if found else []
    assert judged(here, Check.W452) == expected
    for each in across(ELECTION, here, DEFAULTS)[:1]:
        assert each.finding.supervisor_text == (
            f"Lijst 1 heeft hier {votes} van de 1000 stemmen ({votes // 10},{votes % 10} %), in de andere "
            "stembureaus 160 van de 800 (20,0 %). De grens is 50 procentpunten verschil."
        )


def test_a_share_can_be_off_downwards_too() -> None:
    elsewhere: Votes = {(1, 1): 320, (3, 1): 80}
    assert (1, Check.W452, "1") in judged(units({(1, 1): 300, (3, 1): 700}, elsewhere, elsewhere))
    assert judged(units({(1, 1): 301, (3, 1): 699}, elsewhere, elsewhere), Check.W452) == []


def test_shares_need_two_other_units_with_votes() -> None:
    nothing: Votes = {(1, 1): 0, (3, 1): 0}
    odd, other = {(1, 1): 1000, (3, 1): 0}, {(1, 1): 0, (3, 1): 1000}
    assert judged(units(odd, other)) == []
    assert judged(units(odd, other, nothing)) == []
    assert (1, Check.W452, "1") in judged(units(odd, other, other))
    assert (1, Check.W452, "1") in judged(units(odd, other), other_units=1)


# Candidates.

USUAL: Votes = {(1, 1): 100, (1, 2): 10, (1, 4): 90, (3, 1): 100, (3, 2): 0}


def swapped(first: int, second: int, others: int = 2) -> list[UnitCount]:
    """A unit with 200 votes on list 1, of which 100, 10 and 90 are to be expected on its candidates."""
    return units({**USUAL, (1, 1): first, (1, 2): second, (1, 4): 200 - first - second}, *[USUAL] * others)


def test_two_candidates_that_changed_places() -> None:
    found = across(ELECTION, swapped(10, 100), DEFAULTS)
    (finding,) = (each.finding for each in found)
    assert finding.check is Check.W453
    assert finding.subject == "1.1-1.2"
    assert finding.fields == (candidate_field(1, 1), candidate_field(1, 2))
    assert finding.supervisor_text == (
        "Op lijst 1 heeft kandidaat 2 hier 100 stemmen (verwacht 10) en kandidaat 1 10 (verwacht 100). "
        "Beide wijken 5 keer of meer af. Verwisseld wijken ze niet af."
    )


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [(20, 49, False), (20, 50, True), (20, 51, True), (21, 50, False), (19, 50, True), (95, 60, False)],
)
def test_one_has_five_times_the_expected_votes_the_other_a_fifth(
    first: int, second: int, found: bool
) -> None:
    assert judged(swapped(first, second)) == ([(1, Check.W453, "1.1-1.2")] if found else [])


@pytest.mark.parametrize(("factor", "found"), [(9, True), (10, True), (11, False)])
def test_the_factor_can_be_set_up(factor: int, found: bool) -> None:
    assert bool(judged(swapped(10, 100), swap_factor=factor)) is found


@pytest.mark.parametrize(
    ("second", "votes", "found"),
    [(50, 49, True), (50, 50, True), (50, 51, False), (150, 99, True), (150, 100, True), (150, 101, False)],
)
def test_few_votes_here_or_expected_are_no_swap(second: int, votes: int, found: bool) -> None:
    assert bool(judged(swapped(20, second), swap_votes=votes)) is found


def test_a_local_candidate_is_no_swap() -> None:
    assert judged(swapped(40, 120)) == []


@pytest.mark.parametrize(("second", "found"), [(99, True), (100, False), (101, False)])
def test_a_swap_must_explain_both(second: int, found: bool) -> None:
    """Of 200 votes 20, 2 and 178 are expected: 100 votes are five times too many for the first as well."""
    usual: Votes = {**USUAL, (1, 1): 20, (1, 2): 2, (1, 4): 178}
    here: Votes = {**USUAL, (1, 1): 0, (1, 2): second, (1, 4): 200 - second}
    assert bool(judged(units(here, usual, usual))) is found


@pytest.mark.parametrize(("others", "found"), [(1, False), (2, True)])
def test_a_swap_needs_two_other_units(others: int, found: bool) -> None:
    assert bool(judged(swapped(10, 100, others), Check.W453)) is found
    assert judged(swapped(10, 100, others), Check.W453, other_units=1)


# The same result.


def test_the_same_result_in_two_units_is_told_at_both() -> None:
    count = count_with(USUAL)
    other = count_with({**USUAL, (1, 1): 101})
    same = [unit(7, count), unit(1, other), unit(3, count, "De Brug")]
    assert judged(same) == [(3, Check.W551, "7"), (7, Check.W551, "3")]
    texts = [each.finding.supervisor_text for each in across(ELECTION, same, DEFAULTS)]
    assert "stembureau 3 De Brug" in texts[1]


@pytest.mark.parametrize("field", [f.POLL_CARDS, f.BLANK, candidate_field(3, 2), total_field(1)])
def test_one_other_number_is_another_result(field: f.FieldId) -> None:
    count = count_with(USUAL)
    other = Count.of({**count.values, field: count.number(field) + 1})
    assert judged([unit(1, count), unit(2, other)]) == []


def test_an_answer_or_explanation_does_not_make_a_result_another() -> None:
    count = count_with(USUAL)
    other = Count.of({**count.values, f.EQUAL: 2, f.MORE: 1})
    assert len(judged([unit(1, count), unit(2, other)])) == 2


def test_units_where_nothing_was_voted_are_not_the_same() -> None:
    nothing = count_with(dict.fromkeys(USUAL, 0))
    assert judged([unit(number, nothing) for number in range(1, 5)]) == []


# Two elections of one day.

OTHERS = tuple((number, 1000, 900) for number in range(2, 12))


def admitted(*figures: tuple[int, int, int], third: int | None = None) -> list[Admitted]:
    counts = []
    for number, first, second in figures:
        station = ReportingUnit(number, f"Stembureau {number}", None, 1000)
        counts.append(Admitted("AB", "Waterschap", station, second))
        counts.append(Admitted("PS", "Provincie", station, first))
        if number == third:
            counts.append(Admitted("AB2", "Ander waterschap", station, 1))
    return counts


def told(counts: Sequence[Admitted], **limits: int) -> list[tuple[str, int, str]]:
    thresholds = Thresholds.of({Threshold(name): value for name, value in limits.items()})
    found = between(counts, thresholds)
    assert {each.finding.check for _, each in found} <= {Check.W552}
    return [(election, each.unit, each.finding.subject) for election, each in found]


@pytest.mark.parametrize(
    ("second", "found"), [(854, True), (855, True), (856, False), (900, False), (944, False), (945, True)]
)
def test_five_percent_off_what_the_other_units_say(second: int, found: bool) -> None:
    expected = [("AB", 1, "PS"), ("PS", 1, "AB")] if found else []
    assert told(admitted((1, 1000, second), *OTHERS)) == expected


@pytest.mark.parametrize(
    ("second", "found"), [(74, True), (75, True), (76, False), (104, False), (105, True)]
)
def test_and_fifteen_voters(second: int, found: bool) -> None:
    assert bool(told(admitted((1, 100, second), *OTHERS))) is found


def test_both_elections_are_named_with_their_figures() -> None:
    found = between(admitted((1, 1000, 800), *OTHERS), DEFAULTS)
    text = (
        "Toegelaten kiezers: 1000 bij Provincie, 800 bij Waterschap. In de andere stembureaus samen 10000 "
        "en 9000; daarom waren er hier 900 verwacht. De grens is 5 % en 15 kiezers."
    )
    assert [each.finding.supervisor_text for _, each in found] == [text, text]


def test_a_unit_of_another_name_or_number_is_another_unit() -> None:
    counts = admitted((1, 1000, 100), *OTHERS)
    assert told(counts)
    renamed = replace(counts[0], unit=replace(counts[0].unit, name="Elders"))
    renumbered = replace(counts[0], unit=replace(counts[0].unit, number=9))
    assert told([renamed, *counts[1:]]) == []
    assert told([renumbered, *counts[1:]]) == []


def test_a_unit_of_three_elections_is_not_judged() -> None:
    assert told(admitted((1, 1000, 100), *OTHERS, third=1)) == []


def test_voters_need_two_other_units() -> None:
    assert told(admitted((1, 1000, 100), (2, 1000, 900))) == []
    assert told(admitted((1, 1000, 100), (2, 1000, 900)), other_units=1)


def test_the_thresholds_that_were_set_up_count() -> None:
    counts = admitted((1, 1000, 855), *OTHERS)
    assert told(counts, admitted_percent=6) == []
    assert told(counts, admitted_count=46) == []
    assert judged(units({(1, 1): 200, (3, 1): 0}, USUAL, USUAL), Check.W451, empty_list_votes=9999) == []
    other: Votes = {(1, 1): 0, (3, 1): 99}
    for votes, found in ((999, False), (1000, True)):
        here = units({(1, 1): votes, (3, 1): 1000 - votes}, other, other)
        of_first = [each for each in judged(here, Check.W452, list_share_points=100) if each[0] == 1]
        assert bool(of_first) is found


# Every committee that can be.

number = st.one_of(st.integers(0, 30), st.integers(0, 999_999_999))
any_count = st.dictionaries(
    st.sampled_from([*(candidate_field(*place) for place in USUAL), total_field(1), total_field(3), f.FOUND]),
    number,
).map(Count.of)


@given(st.lists(any_count, max_size=5))
def test_no_counts_stop_the_checks(counts: list[Count]) -> None:
    found: tuple[UnitFinding, ...] = across(
        ELECTION, [unit(number, count) for number, count in enumerate(counts, start=1)], DEFAULTS
    )
    keys = [(each.unit, each.finding.check, each.finding.subject) for each in found]
    assert len(set(keys)) == len(keys)
    assert [each.unit for each in found] == sorted(each.unit for each in found)
    for each in found:
        assert each.finding.text == "", "a typist is told nothing that rests on other units"
        assert each.finding.supervisor_text.isprintable()


@given(st.lists(st.tuples(st.integers(1, 4), number, number), max_size=6, unique_by=lambda row: row[0]))
def test_no_voters_stop_the_checks(rows: list[tuple[int, int, int]]) -> None:
    assert between(admitted(*rows), DEFAULTS) == between(list(reversed(admitted(*rows))), DEFAULTS)
