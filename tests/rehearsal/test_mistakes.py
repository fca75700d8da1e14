from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osv_tui.election.checks import Check, Severity, findings, has_errors
from osv_tui.election.count import Count, differences
from osv_tui.election.form import FieldKind, Form, SectionKind, count_form
from osv_tui.election.model import CountingMethod
from osv_tui.rehearsal.mistakes import (
    Mistake,
    MistakeKind,
    TooManyMistakes,
    _wrong_digits,
    plant,
    plant_what_fits,
    typed,
)
from osv_tui.rehearsal.municipality import practice_elections
from osv_tui.rehearsal.paper_file import read_papers
from osv_tui.rehearsal.papers import Paper, practice_papers
from tests.real_election import ELECTIONS, REAL, real_election
from tests.shared import needs_shared


def practice(seed: int, method: CountingMethod, units: int) -> tuple[tuple[Paper, ...], Form]:
    election = practice_elections(seed, units=units)[1]
    return practice_papers(election, method, seed), count_form(election, method)


def assert_well_planted(papers: tuple[Paper, ...], form: Form, planted: tuple[Mistake, ...]) -> None:
    paper_of = {paper.unit: paper for paper in papers}
    assert len({mistake.unit for mistake in planted}) == len(planted)
    for mistake in planted:
        paper = paper_of[mistake.unit]
        wrong = typed(paper, mistake)
        assert mistake.entry in (1, 2)
        assert differences(form, paper.count, wrong)
        assert set(wrong.values) == {field.id for field in form.open_fields(wrong.values)}
        assert all(0 <= wrong.number(field.id) <= field.maximum for field in form.fields)
        assert {
            field.id: (paper.count.get(field.id), wrong.get(field.id))
            for field in form.fields
            if paper.count.get(field.id) != wrong.get(field.id)
        } == {mistyped.field: (mistyped.right, mistyped.wrong) for mistyped in mistake.fields}


@given(seed=st.integers(min_value=0, max_value=10**6), method=st.sampled_from(CountingMethod))
@settings(deadline=None, max_examples=25)
def test_every_mistake_differs_and_leaves_the_entry_complete(seed: int, method: CountingMethod) -> None:
    papers, form = practice(seed, method, units=11)
    planted = plant(papers, form, seed, per_kind=2)
    assert Counter(mistake.kind for mistake in planted) == dict.fromkeys(MistakeKind, 2)
    assert_well_planted(papers, form, planted)


@pytest.mark.parametrize("units", [1, 2, 3, 5, 9])
def test_with_few_papers_as_many_mistakes_as_fit(units: int) -> None:
    papers, form = practice(3, CountingMethod.STATION, units)
    planted = plant_what_fits(papers, form, 3)
    assert len(planted) == min(units, len(MistakeKind))
    assert len({mistake.kind for mistake in planted}) == len(planted)
    assert_well_planted(papers, form, planted)


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_real_papers_can_be_mistyped_too(which: str) -> None:
    election, path = real_election(which), REAL / which / "entries.json"
    papers = read_papers(path, election, CountingMethod.STATION)
    form = count_form(election, CountingMethod.STATION)
    planted = plant(papers, form, 9, per_kind=5)
    assert len(planted) == len(papers) == 25
    assert_well_planted(papers, form, planted)


def many(kind: MistakeKind) -> list[tuple[Paper, Mistake, Form]]:
    """Mistakes of one kind from several municipalities."""
    found = []
    for seed in range(15):
        papers, form = practice(seed, CountingMethod.STATION, units=10)
        paper_of = {paper.unit: paper for paper in papers}
        planted = plant(papers, form, seed, per_kind=2)
        found += [(paper_of[mistake.unit], mistake, form) for mistake in planted if mistake.kind is kind]
    return found


def test_a_wrong_digit_is_one_digit() -> None:
    for _, mistake, form in many(MistakeKind.WRONG_DIGIT):
        (mistyped,) = mistake.fields
        assert form.by_id[mistyped.field].kind is not FieldKind.QUESTION
        right, wrong = str(mistyped.right), str(mistyped.wrong)
        assert len(right) == len(wrong)
        assert sum(a != b for a, b in zip(right, wrong, strict=True)) == 1


def test_a_wrong_digit_never_shortens_the_number() -> None:
    assert sorted(_wrong_digits(10)) == [*range(11, 20), *range(20, 100, 10)]
    assert sorted(_wrong_digits(3)) == [0, 1, 2, 4, 5, 6, 7, 8, 9]


def test_swapped_digits_are_neighbours() -> None:
    for _, mistake, _ in many(MistakeKind.SWAPPED_DIGITS):
        (mistyped,) = mistake.fields
        right, wrong = str(mistyped.right), str(mistyped.wrong)
        first, second = (place for place in range(len(right)) if right[place] != wrong[place])
        assert second == first + 1
        assert right[first] + right[second] == wrong[second] + wrong[first]


def rows_of(count: Count, mistake: Mistake, form: Form) -> list[int]:
    section = form.section_of[mistake.fields[0].field]
    assert section.kind is SectionKind.LIST
    return [count.number(field.id) for field in section.fields if field.kind is FieldKind.CANDIDATE]


def without(rows: list[int], row: int) -> list[int]:
    return rows[:row] + rows[row + 1 :]


def test_a_shifted_line_keeps_all_numbers_and_all_sums() -> None:
    directions = set()
    for paper, mistake, form in many(MistakeKind.SHIFTED_LINE):
        wrong = typed(paper, mistake)
        assert not has_errors(form, wrong.values)
        right_rows, wrong_rows = rows_of(paper.count, mistake, form), rows_of(wrong, mistake, form)
        places = range(len(right_rows))
        lower = [
            row for row in places if without(wrong_rows, row) == right_rows[:-1] and wrong_rows[row] == 0
        ]
        higher = [
            row for row in places if without(right_rows, row) == wrong_rows[:-1] and right_rows[row] == 0
        ]
        assert lower or higher
        directions.add(bool(lower))
    assert directions == {True, False}


def test_a_skipped_candidate_loses_votes() -> None:
    for paper, mistake, form in many(MistakeKind.SKIPPED_CANDIDATE):
        wrong = typed(paper, mistake)
        right_rows, wrong_rows = rows_of(paper.count, mistake, form), rows_of(wrong, mistake, form)
        skipped = [row for row in range(len(right_rows)) if [*without(right_rows, row), 0] == wrong_rows]
        assert right_rows[skipped[0]] > 0
        found = [finding.check for finding in findings(form, wrong.values)]
        assert [check for check in found if check.severity is Severity.ERROR] in ([Check.F401], [Check.F402])


def test_the_wrong_station_is_a_whole_other_paper() -> None:
    for seed in range(5):
        papers, form = practice(seed, CountingMethod.CENTRAL, units=10)
        for mistake in plant(papers, form, seed, per_kind=2):
            if mistake.kind is MistakeKind.WRONG_STATION:
                (own,) = (paper for paper in papers if paper.unit == mistake.unit)
                others = [paper.count for paper in papers if paper.unit != mistake.unit]
                assert typed(own, mistake) in others


def test_without_a_mistake_the_paper_is_typed() -> None:
    papers, _ = practice(1, CountingMethod.STATION, units=1)
    assert typed(papers[0], None) == papers[0].count


def test_a_mistake_belongs_to_one_paper() -> None:
    papers, form = practice(1, CountingMethod.STATION, units=6)
    mistake = plant(papers, form, 1, per_kind=1)[0]
    (other, *_) = (paper for paper in papers if paper.unit != mistake.unit)
    with pytest.raises(ValueError, match="unit"):
        typed(other, mistake)


def test_both_entries_get_mistakes() -> None:
    papers, form = practice(1, CountingMethod.STATION, units=40)
    assert {mistake.entry for mistake in plant(papers, form, 1, per_kind=6)} == {1, 2}


def test_too_few_papers_say_what_to_do() -> None:
    papers, form = practice(1, CountingMethod.STATION, units=9)
    with pytest.raises(TooManyMistakes, match="te weinig stembureaus"):
        plant(papers, form, 1, per_kind=2)


def test_papers_of_nothing_cannot_be_mistyped() -> None:
    (paper,), form = practice(1, CountingMethod.STATION, units=1)
    empty = tuple(Paper(unit, Count.of({f.id: 0 for f in form.fields if f.gate is None})) for unit in (1, 2))
    with pytest.raises(TooManyMistakes, match="verkeerd cijfer"):
        plant(empty, form, 1, per_kind=1)
    assert paper.count != empty[0].count
