from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from osv_tui.documents.layout import SIDE, lay_out
from osv_tui.documents.model import (
    Annex,
    Checkbox,
    Column,
    Digits,
    Document,
    DocumentFacts,
    Figure,
    Heading,
    PenBoxes,
    PenTable,
    Sum,
    Table,
)
from osv_tui.documents.render import Rendered, render
from osv_tui.documents.station_pv import model_i, n10_1
from osv_tui.election.form import FieldKind, count_form
from osv_tui.election.model import CountingMethod, Election, ReportingUnit
from tests.documents.conformance import faults, roles
from tests.documents.example import AB, FACTS, GR, LISTS, UNITS, crowded, example_election
from tests.documents.reading_back import headings, in_order, lines_of, pages_of
from tests.documents.test_layout import assert_inside, measure

BLANK = replace(FACTS, eml_sha256=None)
ELECTION = example_election()
UNIT = UNITS[2]
RUBRICS = [
    "1. Locatie en openingstijden stembureau",
    "2. Aanwezigheid stembureauleden",
    "3. Bezwaren van kiezers tijdens de stemming en telling",
    "4. Onregelmatigheden of bijzonderheden tijdens de stemming en telling",
    "5. Aantal toegelaten kiezers",
    "6. Aantal getelde stembiljetten",
    "7. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stembiljetten",
    "8. Stembureauleden",
    "9. Ondertekening stembureauleden",
]
Paper = Callable[[Election, ReportingUnit, DocumentFacts], Document]
BOTH = pytest.mark.parametrize("paper", [n10_1, model_i])


@cache
def rendered(paper: Paper) -> Rendered:
    return render(paper(ELECTION, UNIT, BLANK))


def sums(document: Document) -> list[Sum]:
    return [block for block in document.body if isinstance(block, Sum)]


@BOTH
def test_the_nine_rubrics_are_those_of_the_model(paper: Paper) -> None:
    document = paper(ELECTION, UNIT, BLANK)
    assert [each for each in headings(document) if not each.startswith("Lijst")] == RUBRICS
    assert in_order(["Proces-verbaal van een stembureau", *RUBRICS[:-1]], " ".join(lines_of_all(paper)))


def lines_of_all(paper: Paper) -> list[str]:
    return lines_of(rendered(paper).publication)


@BOTH
def test_it_knows_its_election_and_its_station(paper: Paper) -> None:
    for line in (
        "de verkiezing van de leden van de provinciale staten van Fryslân",
        "Datum stemming 5 maart 2031",
        "Gemeente Súdwest-Voorbeeld",
        "Kieskring Hoofdstad",
        "Nummer stembureau 5",
        "Locatie stembureau Dorpshuis ’t Heem (postcode: 1235 ZZ)",
    ):
        assert lines_of_all(paper).count(line) == 1, line


@BOTH
def test_a_loose_sheet_says_where_it_belongs(paper: Paper) -> None:
    both = rendered(paper)
    of_station = "Provinciale Staten Voorbeeld 2031 – stembureau 5 Dorpshuis ’t Heem"
    _, *others = [*pages_of(both.publication), *pages_of(both.signature_sheet)]
    assert all(page.startswith((of_station, "Datum: ")) for page in others)


def test_a_water_board_elects_members_too() -> None:
    text = " ".join(pages_of(render(n10_1(example_election(AB), UNIT, BLANK)).publication))
    assert "de verkiezing van de leden van het algemeen bestuur van het wetterskip Fryslân" in text


@BOTH
def test_the_order_and_the_letters_are_those_of_the_entry_form(paper: Paper) -> None:
    form = count_form(ELECTION, CountingMethod.STATION)
    voters, ballots, difference = (section.fields for section in form.sections[:3])
    typed = [field for field in difference if field.kind is not FieldKind.QUESTION]
    document = paper(ELECTION, UNIT, BLANK)
    figures = [[*each.terms, *([each.total] if each.total else [])] for each in sums(document)]
    letters = [figure.letter for each in figures for figure in each]
    asked = [*voters, *ballots, *typed[2:]]
    assert letters == [field.letter for field in asked]
    answers = [block for block in document.body if isinstance(block, Checkbox)]
    assert ["méér" in str(box.runs) for box in answers] == [False, True, False]
    assert [box.number for box in answers] == [None, Digits(4), Digits(4)]


@BOTH
def test_nothing_is_ticked_and_no_number_is_printed(paper: Paper) -> None:
    document = paper(ELECTION, UNIT, BLANK)
    assert not any(block.checked for block in document.body if isinstance(block, Checkbox))
    figures = [figure for each in sums(document) for figure in (*each.terms, each.total) if figure]
    assert {figure.number for figure in figures} == {Digits(4)}
    assert roles(rendered(paper).publication)["/Form"] == 3


def test_what_is_written_by_hand() -> None:
    document = n10_1(ELECTION, UNIT, BLANK)
    rows = [block.rows for block in document.body if isinstance(block, PenTable)]
    assert rows == [7, 32, 8, 7, 8, 4, 1, 13]
    assert [block.rows for block in document.signature if isinstance(block, PenTable)] == [1, 13]
    assert sum(isinstance(block, PenBoxes) for block in document.body) == 3


@BOTH
def test_only_the_sheet_is_signed(paper: Paper) -> None:
    both = rendered(paper)
    published, sheet = (" ".join(pages_of(pdf)) for pdf in (both.publication, both.signature_sheet))
    assert "Handtekening" not in published
    assert RUBRICS[-1] not in published
    assert in_order([RUBRICS[-1], "Handtekening voorzitter", "Handtekening stembureauleden", "14."], sheet)
    assert "Naam" not in sheet
    assert in_order(["Naam voorzitter", "1.", "Naam stembureauleden", "2.", "14."], published)
    assert len(pages_of(both.signature_sheet)) == 1
    assert len(pages_of(both.publication)) % 2 == 0


def test_n_10_1_has_every_candidate_with_a_box_before_the_name() -> None:
    document = n10_1(ELECTION, UNIT, BLANK)
    annex = document.body[next(n for n, b in enumerate(document.body) if isinstance(b, Annex)) :]
    assert [b.text for b in annex if isinstance(b, Heading)] == ["Lijst 1", "Lijst 2", "Lijst 3"]
    tables = [block for block in annex if isinstance(block, Table)]
    columns = ["Nummer op de lijst", "Aantal stemmen", "Naam kandidaat"]
    for table, each in zip(tables, LISTS, strict=True):
        assert [column.heading for column in table.columns] == columns
        assert [row[0] for row in table.rows] == [str(candidate.number) for candidate in each.candidates]
        assert table.total == ("Totaal", "", "")
    lines = lines_of(rendered(n10_1).publication)
    assert "Lijstnaam Partij van de Ochtend" in lines
    assert "1 Jansen, A.B. (Anna) (v)" in lines
    assert "12 Öztürk, F. (m)" in lines
    assert "3 Ångström, Ż." in lines


def test_model_i_has_a_box_per_list() -> None:
    (table,) = (block for block in model_i(ELECTION, UNIT, BLANK).body if isinstance(block, Table))
    assert [column.heading for column in table.columns] == ["Lijstnummer", "Aantal stemmen", "Lijstnaam"]
    assert table.rows == (("1", "", "Partij van de Ochtend"), ("2", "", "Frysk Foarút"), ("3", "", ""))
    text = " ".join(lines_of_all(model_i))
    assert "Bijlage: aantal stemmen per lijst " in text
    assert "Jansen" not in text


@pytest.mark.parametrize(("eligible", "digits"), [(0, 4), (4999, 4), (5000, 5), (60_000, 6)])
def test_a_large_station_has_more_boxes(eligible: int, digits: int) -> None:
    unit = replace(UNIT, eligible=eligible)
    (first, *_) = sums(n10_1(ELECTION, unit, BLANK))
    assert first.terms[0].number == Digits(digits)


def test_a_box_is_large_enough_to_write_in() -> None:
    assert SIDE / 72 * 25.4 >= 5


@BOTH
def test_the_footer_has_no_hash(paper: Paper) -> None:
    document = paper(ELECTION, UNIT, FACTS)
    both = render(document)
    pages = [*pages_of(both.publication), *pages_of(both.signature_sheet)]
    for number, page in enumerate(pages, start=1):
        assert page.endswith(f"Datum: 20-03-2031 06:57:22 pagina {number} / {both.pages}")
        assert "Hashcode" not in page


@BOTH
@pytest.mark.parametrize("crowd", [False, True], ids=["short", "long"])
def test_it_is_pdf_a_and_pdf_ua_and_the_same_twice(paper: Paper, crowd: bool) -> None:
    election = crowded(ELECTION) if crowd else ELECTION
    document = paper(election, election.units[0], BLANK)
    both = render(document)
    assert faults(both.publication) == []
    assert faults(both.signature_sheet) == []
    assert render(document) == both


@BOTH
@pytest.mark.parametrize("eligible", [0, 999_999_999])
def test_long_lists_and_names_stay_inside_the_margins(paper: Paper, eligible: int) -> None:
    election = crowded(ELECTION)
    unit = replace(election.units[0], eligible=eligible)
    laid_out = lay_out(paper(election, unit, BLANK), measure)
    assert_inside([*laid_out.published.pages, *laid_out.sheet.pages])


def test_a_council_has_no_voter_passes() -> None:
    (first, *_) = sums(n10_1(example_election(GR), UNIT, BLANK))
    assert [term.letter for term in first.terms] == ["A", "B"]
    assert first.total is not None
    assert first.total.label == "Het aantal tot de stemming toegelaten kiezers (A+B)"


def test_an_empty_cell_is_a_cell_to_who_has_it_read_aloud() -> None:
    columns = (Column("Lijstnummer", 0.3), Column("Aantal stemmen", 0.3, digits=4), Column("Naam", 0.4))
    rows = (("1", "", "Ochtend"), ("2", "", ""))
    table = Table(columns, rows, total=("Totaal", "", ""))
    found = roles(render(Document("Titel", "Model", BLANK, (table,))).publication)
    assert (found["/TR"], found["/TH"], found["/TD"]) == (4, 3 + 1, 6 + 2)
    one, two, both = (Figure(label, Digits(4), label[0]) for label in ("Een", "Twee", "Som"))
    added = Sum((one, two), both)
    found = roles(render(Document("Titel", "Model", BLANK, (added,))).publication)
    assert (found["/TR"], found["/TH"], found["/TD"]) == (3, 3, 3)
