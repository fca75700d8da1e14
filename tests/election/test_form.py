"""The form: which fields the paper has, and which of them are open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election import form as f
from osv_tui.election.filling import Change, fill, zeros
from osv_tui.election.form import FieldId, Form, SectionKind, count_form
from osv_tui.election.model import Category, CountingMethod, Election, Subcategory
from tests.examples import ELECTION, example_count

STATION = count_form(ELECTION, CountingMethod.STATION)
CENTRAL = count_form(ELECTION, CountingMethod.CENTRAL)
C = FieldId


def letters(form: Form, kind: SectionKind) -> list[str]:
    return [field.letter for section in form.sections if section.kind is kind for field in section.fields]


def test_the_station_form_has_the_letters_of_2019() -> None:
    assert letters(STATION, SectionKind.VOTERS) == ["A", "B", "C", "D"]
    assert letters(STATION, SectionKind.BALLOTS) == ["E", "F", "G", "H"]
    explained = [field.id for field in STATION.fields if field.gate == f.EQUAL]
    assert explained == [f.MORE, f.FEWER, *f.EXPLANATIONS]


def test_the_central_form_has_a_recount() -> None:
    recount = [field.letter for field in CENTRAL.fields if field.gate == f.RECOUNTED]
    assert recount == ["A.2", "B.2", "C.2", "D.2"]


def test_a_council_election_has_no_voter_passes() -> None:
    identifier = replace(
        ELECTION.identifier, category=Category.GR, subcategory=Subcategory.GR2, id="GR2031_Voorbeelddam"
    )
    council = replace(ELECTION, definition=replace(ELECTION.definition, identifier=identifier))
    assert letters(count_form(council, CountingMethod.STATION), SectionKind.VOTERS) == ["A", "B", "D"]
    assert f.VOTER_PASSES_2 not in count_form(council, CountingMethod.CENTRAL).by_id


def test_gaps_in_candidate_numbers_stay() -> None:
    assert letters(STATION, SectionKind.LIST) == ["1", "2", "4", "", "1", "2", ""]


def test_a_blank_list_is_called_by_its_first_candidate() -> None:
    assert STATION.sections[-1].title == "Lijst 3 Blanco lijst van Dijk"


@pytest.mark.parametrize(("answer", "is_open"), [(1, False), (2, True), (0, True), (None, False)])
def test_the_answer_opens_the_explanations(answer: int | None, is_open: bool) -> None:
    values = {} if answer is None else {f.EQUAL: answer}
    assert STATION.is_open(STATION.by_id[f.MORE], values) is is_open


def test_missing_is_what_is_open_and_empty() -> None:
    complete = dict(example_count().values)
    assert STATION.missing(complete) == ()
    del complete[f.BLANK]
    assert [field.id for field in STATION.missing(complete)] == [f.BLANK]
    complete[f.EQUAL] = 2
    assert len(STATION.missing(complete)) == 1 + 7


def test_closing_a_question_empties_all_behind_it() -> None:
    values = {f.EQUAL: 2, f.RECOUNTED: 1, f.ADMITTED_2: 7, f.EQUAL_2: 2, f.MORE: 1}
    assert {change.field for change in fill(CENTRAL, values, f.EQUAL, 1)} == set(values)
    assert fill(CENTRAL, values, f.RECOUNTED, 2) == (Change(f.RECOUNTED, 2), Change(f.ADMITTED_2, None))
    assert fill(CENTRAL, values, f.EQUAL, None)[0] == Change(f.EQUAL, None)
    assert fill(CENTRAL, values, f.EQUAL, 0) == (Change(f.EQUAL, 0),)


def test_the_same_number_changes_nothing() -> None:
    assert fill(STATION, {f.BLANK: 3}, f.BLANK, 3) == ()


@pytest.mark.parametrize(
    ("field", "value"), [(f.MORE, 1), (f.BLANK, -1), (f.BLANK, 1_000_000_000), (f.EQUAL, 3)]
)
def test_a_closed_field_and_a_wrong_number_are_refused(field: FieldId, value: int) -> None:
    with pytest.raises(ValueError, match=str(field)):
        fill(STATION, {f.EQUAL: 1}, field, value)


def test_the_largest_number_is_taken() -> None:
    assert fill(STATION, {}, f.BLANK, f.MAXIMUM) == (Change(f.BLANK, 999_999_999),)


def test_zeros_need_a_total_that_equals_the_sum() -> None:
    section = STATION.sections[3]
    assert zeros(section, {C("list.1.2"): 5}) is None
    assert zeros(section, {C("list.1.2"): 5, C("list.1.total"): 6}) is None
    filled = zeros(section, {C("list.1.2"): 5, C("list.1.total"): 5})
    assert filled == (Change(C("list.1.1"), 0), Change(C("list.1.4"), 0))
    assert zeros(section, {C("list.1.total"): 0}) is not None
    assert zeros(STATION.sections[0], {f.ADMITTED: 0}) is None


def test_the_election_knows_its_kieskring() -> None:
    assert ELECTION.kieskring_name == "Hoofdstad"
    unnamed: Election = replace(ELECTION, contest=replace(ELECTION.contest, name=None))
    assert unnamed.kieskring_name == "Hoofdstad"


def test_a_question_without_a_box_for_neither_takes_no_zero() -> None:
    with pytest.raises(ValueError, match="recounted takes 1 to 2"):
        fill(CENTRAL, {f.EQUAL: 2}, f.RECOUNTED, 0)
    assert fill(CENTRAL, {}, f.EQUAL, 0) == (Change(f.EQUAL, 0),)
