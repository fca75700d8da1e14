"""A lower level's file, read for one unit of the committee above it, and laid beside what was keyed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from osv_tui.election import form as f
from osv_tui.election.checks import Check
from osv_tui.election.count import Count
from osv_tui.election.form import count_form, total_field
from osv_tui.election.model import Category, CountingMethod, Election, ReportingUnit, Subcategory
from osv_tui.election.tally import tally
from osv_tui.election.witness import compare
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.reading import read_witness
from osv_tui.eml.reasons import uncounted_fields
from osv_tui.eml.refusal import EmlRefused
from osv_tui.eml.upper_count_writing import write_district_count
from tests.election.upper import CSB_1, CSB_2, HSB, WATER_BOARD, definition, upper_count
from tests.eml.test_upper_counts import MADE
from tests.examples import ELECTION, STATIONS, example_count

DAM = HSB.units[-1]


def municipal_file(subcategory: Subcategory = Subcategory.PS2) -> bytes:
    """The 510b of Voorbeelddam, whose stations all have the example's count."""
    below = replace(ELECTION, definition=definition(subcategory))
    added = tally(below, CountingMethod.STATION, lambda unit: example_count(unit.number))
    return write_count(added, MADE, "osv-tui")


def sums() -> Count:
    """What the paper of Voorbeelddam says: its stations added up, without what the paper lacks."""
    form = count_form(HSB, CountingMethod.STATION)
    below = tally(ELECTION, CountingMethod.STATION, lambda unit: example_count(unit.number))
    return Count.of(
        {field: STATIONS.eligible if field == f.ELIGIBLE else below.total(field) for field in form.by_id}
    )


@pytest.mark.parametrize(
    ("of", "subcategory"),
    [(HSB, Subcategory.PS2), (CSB_1, Subcategory.PS1), (WATER_BOARD, Subcategory.AB1)],
)
def test_a_municipality_is_witnessed_by_its_510b(of: Election, subcategory: Subcategory) -> None:
    witness = read_witness(municipal_file(subcategory), "Telling.eml.xml", of, DAM)
    assert (witness.unit, witness.created) == (DAM, MADE)
    form = count_form(of, CountingMethod.STATION)
    equal = compare(form, sums(), witness.figures)
    assert equal.is_equal
    assert equal.unseen == ()
    one_off = Count.of({**sums().values, f.ELIGIBLE: 901, total_field(1): 0})
    assert [each.subject for each in compare(form, one_off, witness.figures).findings] == ["p1", "1"]


def test_a_kieskring_is_witnessed_by_its_510c() -> None:
    added = tally(HSB, CountingMethod.STATION, lambda unit: upper_count(1000 + unit.number))
    data = write_district_count(added, MADE, "osv-tui")
    form = count_form(CSB_2, CountingMethod.STATION)
    keyed = Count.of({field: added.total(field) for field in form.by_id})
    comparison = compare(form, keyed, read_witness(data, "x", CSB_2, CSB_2.units[0]).figures)
    assert comparison.is_equal
    assert comparison.unseen == ()
    emptied = Count.of({**keyed.values, **{field: 0 for field in form.by_id if field.startswith("list.3.")}})
    (finding,) = compare(form, emptied, read_witness(data, "x", CSB_2, CSB_2.units[0]).figures).findings
    assert finding.check is Check.W651


def test_a_file_of_2026_lacks_explanations_and_says_so() -> None:
    text = municipal_file().decode()
    for code, field in uncounted_fields(Category.PS):
        if field in f.EXPLANATIONS:
            text = text.replace(f'<UncountedVotes ReasonCode="{code.value}">0</UncountedVotes>', "")
    comparison = compare(
        count_form(HSB, CountingMethod.STATION), sums(), read_witness(text.encode(), "x", HSB, DAM).figures
    )
    assert comparison.unseen == f.EXPLANATIONS
    assert comparison.is_equal


def refusal(data: bytes, of: Election = HSB, unit: ReportingUnit = DAM) -> str:
    with pytest.raises(EmlRefused) as refused:
        read_witness(data, "x", of, unit)
    return refused.value.reason


def test_a_file_of_another_unit_election_or_list_is_refused() -> None:
    data = municipal_file()
    assert read_witness(data, "x", HSB, DAM), "control"
    assert "niet de telling van gemeente 0518, maar van 9999" in refusal(data, unit=HSB.units[1])
    assert "geen telling van PS2031_Voorbeeld" in refusal(municipal_file(Subcategory.PS1))
    assert "dit is geen telling van AB2031_Voorbeeld" in refusal(data, WATER_BOARD)
    fewer = replace(HSB, lists=HSB.lists[:1])
    assert "andere lijsten of kandidaten" in refusal(data, fewer)
    first, second = HSB.lists
    shorter = replace(HSB, lists=(first, replace(second, candidates=second.candidates[:1])))
    assert "andere lijsten of kandidaten" in refusal(data, shorter)
    assert "dit is geen telling van een kieskring (510c)" in refusal(data, CSB_2, CSB_2.units[0])
    later = replace(HSB.definition.identifier, date=date(2031, 3, 20))
    other_day = replace(HSB, definition=replace(HSB.definition, identifier=later))
    assert "geen telling van PS2031_Voorbeeld" in refusal(data, other_day)


def test_polling_stations_have_no_files() -> None:
    with pytest.raises(ValueError, match="polling stations"):
        read_witness(municipal_file(), "x", ELECTION, ELECTION.units[0])
