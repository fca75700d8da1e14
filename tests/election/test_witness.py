"""The lower level's file as third witness: what is the same, what differs, what was left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osv_tui.election import form as f
from osv_tui.election.checks import Check
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, count_form, total_field
from osv_tui.election.model import CountingMethod
from osv_tui.election.witness import compare
from tests.election.upper import HSB, upper_values

FORM = count_form(HSB, CountingMethod.STATION)
FILE = Count.of(upper_values())
FOUND_IN_FILES = frozenset({Check.W651, Check.W652})
"""What the tests below reach."""


def keyed(**numbers: int) -> Count:
    return Count.of({**FILE.values, **{FieldId(name.replace("__", ".")): n for name, n in numbers.items()}})


def test_an_equal_count_has_no_findings() -> None:
    comparison = compare(FORM, FILE, FILE)
    assert comparison.is_equal
    assert comparison.findings == ()
    assert comparison.unseen == ()
    assert [len(page.rows) for page in comparison.pages] == [1, 3, 7, 2, 4, 3], "every row was compared"


@pytest.mark.parametrize(("apart", "found"), [(-1, True), (0, False), (1, True)])
@pytest.mark.parametrize("field", FORM.by_id)
def test_every_row_that_differs_is_found(field: FieldId, apart: int, found: bool) -> None:
    in_file = Count.of({**FILE.values, field: 500})
    count = Count.of({**FILE.values, field: 500 + apart})
    comparison = compare(FORM, count, in_file)
    assert [row.field.id for row in comparison.differing] == ([field] if found else [])
    assert [(each.check, each.fields) for each in comparison.findings] == (
        [(Check.W652, (field,))] if found else []
    )


def test_a_page_is_told_once_with_its_rows() -> None:
    (finding,) = compare(FORM, keyed(list__1__2=3, list__1__total=4), FILE).findings
    assert finding.text == "", "a typist never hears of it"
    assert finding.subject == "1"
    assert finding.supervisor_text == (
        "Lijst 1: kandidaat 2: ingevoerd 3, in het bestand 3333; totaal: ingevoerd 4, in het bestand 6667. "
        "Leg het papier erbij."
    )
    (finding,) = compare(FORM, keyed(proxies=1), FILE).findings
    assert (finding.subject, finding.fields) == ("p4", (f.PROXIES,))
    assert finding.supervisor_text == (
        "Volmachten en kiezerspassen: Kiezers die bij volmacht mochten stemmen: ingevoerd 1, "
        "in het bestand 1000. Leg het papier erbij."
    )


def test_many_rows_are_all_marked_and_the_first_five_told() -> None:
    other = dict.fromkeys((f.MORE, f.FEWER, *f.EXPLANATIONS), 7)
    (finding,) = compare(FORM, Count.of({**FILE.values, **other}), FILE).findings
    assert len(finding.fields) == 7
    assert finding.supervisor_text.count("ingevoerd") == 5
    assert "; en nog 2. Leg" in finding.supervisor_text


LIST_3 = {candidate_field(3, 1): 0, candidate_field(3, 2): 0, total_field(3): 0}


def test_a_list_that_was_left_out_is_found() -> None:
    comparison = compare(FORM, Count.of({**FILE.values, **LIST_3}), FILE)
    assert comparison.emptied_lists == (3,)
    (finding,) = comparison.findings
    assert finding.check is Check.W651
    assert (finding.subject, finding.expected, finding.found) == ("3", 3333, 0)
    assert finding.fields == (candidate_field(3, 1), total_field(3))
    assert finding.supervisor_text == (
        "Lijst 3 heeft hier geen enkele stem, maar 3333 in het bestand van het lagere niveau. "
        "Kijk op het papier of deze bladzijde is overgeslagen."
    )


def test_a_list_with_one_vote_is_not_left_out_nor_one_that_is_empty_in_both() -> None:
    one = Count.of({**FILE.values, **LIST_3, candidate_field(3, 2): 1})
    assert [each.check for each in compare(FORM, one, FILE).findings] == [Check.W652]
    empty = Count.of({**FILE.values, **LIST_3})
    assert compare(FORM, empty, empty).is_equal
    assert compare(FORM, empty, empty).emptied_lists == ()
    (other_way,) = compare(FORM, FILE, empty).findings
    assert other_way.check is Check.W652, "votes that the file does not have"


def test_rows_that_are_not_read_yet_differ() -> None:
    comparison = compare(FORM, Count(), FILE)
    assert len(comparison.differing) == len(FORM.fields)
    assert comparison.emptied_lists == ()
    assert "niet ingevoerd" in comparison.findings[0].supervisor_text


def test_what_the_file_lacks_is_told_and_not_taken_for_zero() -> None:
    lacking = Count.of({field: n for field, n in FILE.values.items() if field not in f.EXPLANATIONS})
    comparison = compare(FORM, keyed(no_explanation=9), lacking)
    assert comparison.unseen == f.EXPLANATIONS
    assert comparison.is_equal


def test_what_the_form_lacks_is_passed_over() -> None:
    assert compare(FORM, FILE, keyed(admitted=5, poll_cards=5)).is_equal


@pytest.mark.parametrize("field", [candidate_field(3, 2), total_field(1)])
def test_a_file_without_a_row_of_a_list_is_no_witness(field: FieldId) -> None:
    lacking = Count.of({each: n for each, n in FILE.values.items() if each != field})
    with pytest.raises(ValueError, match=str(field)):
        compare(FORM, FILE, lacking)


NUMBERS = st.fixed_dictionaries({field: st.integers(0, 3) for field in FORM.by_id})


@given(NUMBERS, NUMBERS)
def test_all_that_differs_is_marked_and_nothing_else(
    one: dict[FieldId, int], other: dict[FieldId, int]
) -> None:
    comparison = compare(FORM, Count.of(one), Count.of(other))
    marked = {field for finding in comparison.findings for field in finding.fields}
    assert marked == {field for field in one if one[field] != other[field]}
