from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.documents.control_sheet import control_sheet
from osv_tui.documents.layout import lay_out
from osv_tui.documents.model import Document, Heading, PageBreak, PenForm, PenTable, Table
from osv_tui.documents.render import render
from osv_tui.election.form import total_field
from osv_tui.election.model import CountingMethod, ReportingUnit
from osv_tui.election.tally import Tally, UnitCount
from tests.documents.conformance import faults
from tests.documents.example import FACTS, LISTS, example_tally
from tests.documents.reading_back import headings, in_order, pages_of

TALLY = example_tally()
SHEET = control_sheet(TALLY, FACTS)
BEFORE_RELEASE = replace(FACTS, eml_sha256=None, draft=True)


def pages(document: Document) -> list[str]:
    return pages_of(render(document).publication)


def tally_of(units: int, name: str = "Stembureau") -> Tally:
    count = TALLY.units[0].count
    places = (ReportingUnit(number, f"{name} {number}", None, 0) for number in range(1, units + 1))
    return replace(TALLY, units=tuple(UnitCount(place, count) for place in places))


def test_every_list_has_a_page_with_all_stations_and_their_votes() -> None:
    introduction, *sheets = pages(SHEET)
    assert "Narekenstaat: stemmen per lijst" in introduction
    assert len(sheets) == len(LISTS)
    for page, each in zip(sheets, LISTS, strict=True):
        votes = [(u.unit.number, u.unit.name, u.figure(total_field(each.number))) for u in TALLY.units]
        assert in_order([f"Lijst {each.number} ", *(f"{nr} {name} {n}" for nr, name, n in votes)], page)


def test_the_sum_of_the_program_is_nowhere() -> None:
    text = " ".join(pages(SHEET))
    assert all(str(TALLY.total(total_field(each.number))) not in text for each in LISTS)


def test_there_is_room_for_a_tick_and_boxes_for_two_sums() -> None:
    tables = [block for block in SHEET.body if isinstance(block, Table)]
    assert all(table.columns[-1].heading == "Klopt" for table in tables)
    assert all(row[-1] == "" for table in tables for row in table.rows)
    boxes = [block for block in SHEET.body if isinstance(block, PenTable)]
    assert [[column.heading for column in box.columns] for box in boxes] == [
        [f"Som van lijst {each.number}", "Nog eens opgeteld"] for each in LISTS
    ]


@pytest.mark.parametrize(("units", "subtotals"), [(10, 0), (11, 2), (25, 3), (30, 3)])
def test_after_ten_stations_comes_a_subtotal(units: int, subtotals: int) -> None:
    sheet = control_sheet(tally_of(units), FACTS)
    assert sum(isinstance(block, PenForm) for block in sheet.body) == subtotals * len(LISTS)
    assert len(pages(sheet)) == 1 + len(LISTS)


def test_a_list_over_several_pages_has_a_sum_for_each_of_them() -> None:
    sheet = control_sheet(replace(tally_of(31), election=replace(TALLY.election, lists=LISTS[:1])), FACTS)
    *_, first, second, last = pages(sheet)
    assert "Som van bladzijde 1 van 2 van lijst 1" in first
    assert "Som van bladzijde 2 van 2 van lijst 1" in second
    assert "Stemmen op lijst 1" in second
    assert "Tel de sommen van de 2 bladzijden van deze lijst bij elkaar op. Som van lijst 1" in last


def test_it_is_marked_before_release_and_has_no_hash() -> None:
    early = pages(control_sheet(TALLY, BEFORE_RELEASE))
    assert "Nog niet definitief." in early[0]
    assert "Geef de som aan de toezichthouder." in early[0]
    assert not any("Hashcode" in page for page in early)
    released = pages(SHEET)
    assert "Nog niet definitief." not in released[0]
    assert "met het stemcijfer van de lijst in Model N 11." in released[0]
    assert all("SHA-256-Hashcode: AB12" in page for page in released)


def test_a_central_count_compares_with_model_ii() -> None:
    sheet = control_sheet(example_tally(CountingMethod.CENTRAL), FACTS)
    assert "in Model II." in pages(sheet)[0]


def test_each_list_starts_a_page() -> None:
    starts = [n for n, block in enumerate(SHEET.body) if isinstance(block, Heading) and n > 5]
    assert len(starts) == len(headings(SHEET)) - 1
    assert all(SHEET.body[n - 1] == PageBreak() for n in starts)


@pytest.mark.parametrize("name", ["Kerk", "W" * 500, "een lange naam " * 33])
def test_it_is_pdf_a_2u_whatever_the_names(name: str) -> None:
    for facts in (FACTS, replace(BEFORE_RELEASE, practice=True)):
        pdf = render(control_sheet(tally_of(12, name), facts)).publication
        assert faults(pdf) == []


def test_nine_hundred_stations() -> None:
    sheet = control_sheet(tally_of(900), FACTS)
    laid_out = lay_out(sheet, lambda text, style: len(text) * style.size / 2)
    assert laid_out.count == 1 + len(LISTS) * 31
