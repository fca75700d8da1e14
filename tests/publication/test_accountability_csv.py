from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from osv_tui.documents.model import Table
from osv_tui.election.accountability import ControlSum, Release
from osv_tui.election.form import total_field
from osv_tui.election.model import CountingMethod
from osv_tui.publication.accountability_csv import accountability_csv, control_sheet_csv
from tests.documents.accountability_example import (
    COUNT_ACCOUNT,
    ERROR,
    corrected_release,
    disposition,
    equal_release,
    full_release,
    release_of,
    with_account,
    wrong_sum,
)
from tests.documents.example import FACTS, LISTS, example_tally
from tests.real_election import real_tally
from tests.shared import needs_shared


def rows(data: bytes) -> list[dict[str, str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";", strict=True))


def of_kind(release: Release, kind: str) -> list[dict[str, str]]:
    return [row for row in rows(accountability_csv(release)) if row["Soort"] == kind]


def filled(row: dict[str, str]) -> dict[str, str]:
    return {heading: cell for heading, cell in row.items() if cell}


def test_there_is_a_row_for_each_thing_in_the_order_of_the_document() -> None:
    written = rows(accountability_csv(corrected_release()))
    found = [(row["Soort"], row["Nummer stembureau"]) for row in written]
    assert found == [
        ("niets te verantwoorden", "1"),
        ("telverschil", "2"),
        ("gemelde fout", "2"),
        *[("correctie", "2")] * 12,
        ("melding", "5"),
        ("telverschil", "12"),
        *[("met de hand opgeteld", "")] * 3,
    ]


def test_a_count_difference_has_its_figures_and_its_account() -> None:
    row, _ = of_kind(full_release(), "telverschil")
    assert filled(row) == {
        "Soort": "telverschil",
        "Nummer stembureau": "2",
        "Stembureau": "De Brêge",
        "Postcode": "1234 AC",
        "Toegelaten kiezers (D)": "15621",
        "Getelde stembiljetten (H)": "15625",
        "H min D": "+4",
        "Meer geteld": "4",
        "Minder geteld": "0",
        "Stembiljet niet ingeleverd": "0",
        "Stembiljet te weinig uitgereikt": "0",
        "Stembiljet te veel uitgereikt": "1",
        "Geen verklaring": "3",
        "Andere verklaring": "0",
        "Rest zonder verklaring": "0",
        "Oorzaak of reden": COUNT_ACCOUNT.cause,
        "Verantwoording": COUNT_ACCOUNT.account,
        "Passen opnieuw geteld (keer)": "2",
        "Stembiljetten opnieuw geteld (keer)": "1",
        "Opnieuw geteld door": "telploeg 3",
        "Op besluit van": "voorzitter van het stembureau",
        "Moment": "20-03-2031 01:12:00",
    }


def test_a_negative_difference_is_a_number_and_stays_one() -> None:
    _, row = of_kind(full_release(), "telverschil")
    assert row["H min D"] == "-2"


def test_an_error_a_finding_and_a_correction() -> None:
    release = corrected_release()
    (error,) = of_kind(release, "gemelde fout")
    assert (error["Oud getal"], error["Nieuw getal"], error["Verschil"]) == ("140", "141", "+1")
    assert error["Getal in de uitslag"] == "1202"
    assert (error["Staat op"], error["Oorzaak of reden"]) == (ERROR.sheet, ERROR.cause)
    (finding,) = of_kind(release, "melding")
    stated = disposition(wrong_sum(release, 5))
    assert finding["Melding"].startswith("F.201 ")
    assert (finding["Bekeken op papier"], finding["Gevonden"]) == (stated.looked_at, stated.found)
    first, *_ = of_kind(release, "correctie")
    assert first["Veld, lijst of wat er is gezien"] == "B Geldige volmachtbewijzen"
    assert (first["Oud getal"], first["Nieuw getal"], first["Verschil"]) == ("21", "22", "+1")
    assert first["Versie van het stembureau"] == "2"


def test_a_sum_by_hand_stands_beside_the_count() -> None:
    release = replace(full_release(), control_sums=(ControlSum(2, 17239),))
    (row,) = of_kind(release, "met de hand opgeteld")
    assert (row["Nieuw getal"], row["Getal in de uitslag"], row["Verschil"]) == ("17239", "17240", "-1")


def test_what_typists_read_differently_is_not_in_it() -> None:
    release = full_release()
    typed = replace(release.accounts[0].entry_differences, fields=7)
    other = with_account(release, 1, entry_differences=typed)
    assert accountability_csv(other) == accountability_csv(release)


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-1", "@SUM(A1)", "\ttab", "  =1+1", "\n=1", "＝1"])
def test_a_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    stated = replace(COUNT_ACCOUNT, cause=text, account=text, recounted_by=text, decided_by=text)
    errors = (replace(ERROR, sheet=text, cause=text, account=text),)
    finding = replace(wrong_sum(full_release(), 5), supervisor_text=text)
    judged = replace(disposition(finding), looked_at=text, found=text, recounted_by=text)
    release = with_account(corrected_release(), 2, count_account=stated, errors=errors)
    (old,) = (each for each in release.accounts if each.unit.number == 5)
    findings = tuple(replace(each, finding=finding, disposition=judged) for each in old.findings)
    release = with_account(release, 5, findings=findings)
    corrected = replace(release.accounts[1].corrections[0], reason=text)
    release = with_account(release, 2, corrections=(corrected,))
    cells = [cell for row in rows(accountability_csv(release)) for cell in row.values()]
    assert cells.count(f"'{text}") == 4 + 3 + 4 + 12
    assert text not in cells or text == "-1"


@pytest.mark.parametrize("text", ["1 = 1", "a-b", "'t Heem", "twee\nregels", 'een "woord"; twee'])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    release = with_account(full_release(), 2, count_account=replace(COUNT_ACCOUNT, cause=text))
    row, _ = of_kind(release, "telverschil")
    assert row["Oorzaak of reden"] == text


@pytest.mark.parametrize("method", CountingMethod)
def test_the_frame_of_the_files(method: CountingMethod) -> None:
    for data in (
        accountability_csv(full_release(method)),
        accountability_csv(equal_release(method)),
        control_sheet_csv(example_tally(method)),
    ):
        assert data.startswith(b'\xef\xbb\xbf"')
        assert data.endswith(b'"\n')
        assert b"\r" not in data
        lines = data.decode("utf-8-sig").splitlines()
        assert {line.count('";"') for line in lines} == {lines[0].count('";"')}


def test_the_control_sheet_has_each_station_at_each_list_and_no_sum() -> None:
    tally = example_tally()
    written = rows(control_sheet_csv(tally))
    assert [(row["Lijstnummer"], row["Nummer stembureau"]) for row in written] == [
        (str(each.number), str(counted.unit.number)) for each in LISTS for counted in tally.units
    ]
    for each in LISTS:
        votes = [int(row["Aantal stemmen"]) for row in written if row["Lijstnummer"] == str(each.number)]
        assert sum(votes) == tally.total(total_field(each.number))
        assert tally.total(total_field(each.number)) not in votes


def test_the_control_sheet_has_the_rows_of_the_paper() -> None:
    from osv_tui.documents.control_sheet import control_sheet

    tally = example_tally()
    tables = [block for block in control_sheet(tally, FACTS).body if isinstance(block, Table)]
    printed = [row[:3] for table in tables for row in table.rows]
    written = rows(control_sheet_csv(tally))
    headings = ("Nummer stembureau", "Stembureau", "Aantal stemmen")
    assert [tuple(row[heading] for heading in headings) for row in written] == printed


@needs_shared
def test_the_real_election_has_a_row_for_each_of_its_differences() -> None:
    release = release_of(real_tally("ab"))
    differences = of_kind(release, "telverschil")
    assert len(differences) == 12
    assert sum(int(row["Geen verklaring"]) for row in differences) == 18
    assert len(of_kind(release, "niets te verantwoorden")) == 13
