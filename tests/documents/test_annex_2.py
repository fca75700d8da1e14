from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from osv_tui.documents.annex_2 import annex_2, annex_2_sheet, only_on_annex_2
from osv_tui.documents.layout import lay_out
from osv_tui.documents.model import (
    Annex,
    Checkbox,
    Digits,
    Document,
    PenBoxes,
    PenForm,
    PenTable,
    Sum,
    Table,
)
from osv_tui.documents.render import Rendered, render
from osv_tui.documents.wording import candidate_name
from osv_tui.election import form as f
from osv_tui.election.accountability import Replaced
from osv_tui.election.count import Count
from osv_tui.election.form import Answer, FieldId, FieldKind, candidate_field, count_form, total_field
from osv_tui.election.model import CountingMethod, Election, ReportingUnit
from osv_tui.election.tally import Tally, UnitCount, tally
from osv_tui.publication.pdf_reading import read_pdf
from tests.documents.conformance import faults, roles
from tests.documents.example import FACTS, GR, LISTS, UNITS, crowded, example_election, example_tally
from tests.documents.reading_back import headings, in_order, lines_of, pages_of
from tests.documents.test_layout import assert_inside, measure
from tests.real_election import real_tally
from tests.shared import needs_shared

BLANK = replace(FACTS, eml_sha256=None)
ELECTION = example_election()
TALLY = example_tally(CountingMethod.CENTRAL)
PARTS = [
    "1. Aantal toegelaten kiezers",
    "2. Aantal getelde stembiljetten",
    "3. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stembiljetten",
    "4. Bij gecombineerde stemmingen",
    "5. Aantal stemmen per lijst en kandidaat",
]
LABELS = {
    f.POLL_CARDS: "A Aantal geldige stempassen",
    f.PROXIES: "B Aantal geldige volmachtbewijzen",
    f.VOTER_PASSES: "C Aantal geldige kiezerspassen",
    f.ADMITTED: "D Het aantal tot de stemming toegelaten kiezers (A+B+C)",
    f.VALID: "E Aantal stembiljetten met een geldige stem op een kandidaat",
    f.BLANK: "F Aantal blanco stembiljetten",
    f.INVALID: "G Aantal ongeldige stembiljetten",
    f.FOUND: "H Het totaal aantal getelde stembiljetten (E+F+G)",
    f.POLL_CARDS_2: "A.2 Aantal geldige stempassen",
    f.PROXIES_2: "B.2 Aantal geldige volmachtbewijzen",
    f.VOTER_PASSES_2: "C.2 Aantal geldige kiezerspassen",
    f.ADMITTED_2: "D.2 Het aantal tot de stemming toegelaten kiezers (A.2+B.2+C.2)",
    f.PASSES_COUNTED: "Hoe vaak zijn de passen geteld?",
    f.BALLOTS_COUNTED: "Hoe vaak zijn de stembiljetten geteld?",
    f.MORE: "Nee, er zijn méér stembiljetten geteld. Hoeveel méér?",
    f.FEWER: "Nee, er zijn minder stembiljetten geteld. Hoeveel minder?",
    f.NOT_RETURNED: "1 Hoe vaak heeft een kiezer het stembiljet niet ingeleverd?",
    f.TOO_FEW_ISSUED: "2 Hoe vaak is er een stembiljet te weinig uitgereikt?",
    f.TOO_MANY_ISSUED: "3 Hoe vaak is er een stembiljet te veel uitgereikt?",
    f.NO_EXPLANATION: "4 Hoe vaak is er geen verklaring voor het verschil?",
    f.OTHER_EXPLANATION: ("5 Vermeld mogelijke andere verklaringen en geef aan hoe vaak er sprake van was."),
}
NUMBER = re.compile(r"^(.+?) (\d+)$")


@cache
def filled() -> Rendered:
    return render(annex_2(TALLY, FACTS))


@cache
def sheet() -> Rendered:
    return render(annex_2_sheet(ELECTION, UNITS[1], BLANK))


def stations(pdf: bytes) -> list[list[str]]:
    """The lines of each station; a station begins with its heading."""
    found: list[list[str]] = [[]]
    for line in lines_of(pdf):
        if re.fullmatch(r"Stembureau \d+", line):
            found.append([])
        found[-1].append(line)
    return found[1:]


def expected(of: Tally, counted: UnitCount) -> Iterator[str]:
    """Every number of a station as a line of the annex, in the order of the form."""
    form = count_form(of.election, of.method)
    for field in form.open_fields(counted.count.values):
        if field.id in LABELS:
            yield f"{LABELS[field.id]} {counted.count.number(field.id)}"
    for each in of.election.lists:
        for candidate in sorted(each.candidates, key=lambda candidate: candidate.number):
            votes = counted.count.number(candidate_field(each.number, candidate.number))
            yield f"{candidate.number} {candidate_name(candidate, each)} {votes}"
        yield f"Totaal (stemcijfer) {counted.count.number(total_field(each.number))}"


def printed(lines: list[str], election: Election) -> list[str]:
    """The lines that end in a number, without those that say which station or list it is."""
    said = ("Stembureau", "Nummer stembureau", "Lijstnummer", "Locatie", "pagina", f"{election.name} –")
    return [line for line in lines if NUMBER.match(line) and not line.startswith(said)]


def assert_equal(of: Tally, pdf: bytes) -> None:
    """A name of two lines has its number at the end of the first."""
    found = stations(pdf)
    assert len(found) == len(of.units)
    for lines, counted in zip(found, of.units, strict=True):
        assert lines[0] == f"Stembureau {counted.unit.number}"
        for line, wanted in zip(printed(lines, of.election), expected(of, counted), strict=True):
            (label, number), (whole, votes) = line.rsplit(" ", 1), wanted.rsplit(" ", 1)
            assert number == votes, wanted
            rest = lines[lines.index(line) + 1]
            assert label == whole or f"{label} {rest}" == whole


def counted_centrally(of: Tally) -> Tally:
    """Counts of stations as a central count would have written them."""

    def count_of(unit: ReportingUnit) -> Count:
        (count,) = (each.count for each in of.units if each.unit == unit)
        values: dict[FieldId, int] = dict(count.values)
        if values[f.EQUAL] != Answer.YES.value:
            no = Answer.NO.value
            values |= {f.RECOUNTED: no, f.EQUAL_2: no, f.PASSES_COUNTED: 1, f.BALLOTS_COUNTED: 2}
        return Count.of(values)

    return tally(of.election, CountingMethod.CENTRAL, count_of)


def test_the_example_is_a_whole_count() -> None:
    form = count_form(ELECTION, CountingMethod.CENTRAL)
    assert all(form.missing(each.count.values) == () for each in TALLY.units)


def test_the_parts_of_the_sheet_are_those_of_the_model() -> None:
    assert headings(annex_2_sheet(ELECTION, UNITS[1], BLANK)) == PARTS
    text = " ".join(pages_of(sheet().publication))
    title = "Bijlage 2: uitkomsten per stembureau"
    assert in_order(["Model II: ", title, *PARTS], text)


def test_the_sheet_knows_its_station_on_every_page() -> None:
    first, *others = pages_of(sheet().publication)
    assert "Nummer stembureau 2 Locatie stembureau De Brêge (postcode: 1234 AC)" in first
    assert all(page.startswith("Provinciale Staten Voorbeeld 2031 – stembureau 2") for page in others)


def test_the_order_of_the_sheet_is_the_order_of_entry() -> None:
    form = count_form(ELECTION, CountingMethod.CENTRAL)
    fields = [field for field in form.fields if field.id in LABELS]
    assert len(fields) == len(LABELS)
    text = " ".join(pages_of(sheet().publication))
    assert in_order([LABELS[field.id] for field in fields], text)
    tables = [b for b in annex_2_sheet(ELECTION, UNITS[1], BLANK).body if isinstance(b, Table)]
    for table, each in zip(tables, LISTS, strict=True):
        typed = [field for field in form.fields if field.id.startswith(f"list.{each.number}.")]
        candidates = [field.letter for field in typed if field.kind is FieldKind.CANDIDATE]
        assert [row[0] for row in table.rows] == candidates
        assert table.total == ("", "Totaal (stemcijfer)", "")


def test_each_list_of_the_sheet_has_a_page_with_its_name_and_number() -> None:
    *_, first, second, third = pages_of(sheet().publication)
    head = "Nummer op de lijst Naam kandidaat Aantal stemmen 1"
    assert f"Lijstnaam Partij van de Ochtend Lijstnummer 1 {head} Jansen" in first
    assert f"Lijstnaam Frysk Foarút Lijstnummer 2 {head} Bûter" in second
    assert f"Lijstnummer 3 {head} van Dijk" in third
    assert "Lijstnaam" not in third


def test_the_sheet_is_empty() -> None:
    document = annex_2_sheet(ELECTION, UNITS[1], BLANK)
    boxes = [block for block in document.body if isinstance(block, Checkbox)]
    assert [box.checked for box in boxes] == [False] * 7
    sums = [block for block in document.body if isinstance(block, Sum)]
    numbers = {figure.number for each in sums for figure in (*each.terms, each.total) if figure}
    assert numbers == {Digits(4), Digits(2)}
    assert [block.rows for block in document.body if isinstance(block, PenTable)] == [4, 4]


def test_the_numbers_of_every_station_can_be_read_back() -> None:
    assert_equal(TALLY, filled().publication)


def test_a_wrong_number_is_noticed() -> None:
    (first, *others) = TALLY.units
    wrong = Count.of({**first.count.values, candidate_field(1, 2): 1})
    tampered = replace(TALLY, units=(replace(first, count=wrong), *others))
    with pytest.raises(AssertionError):
        assert_equal(tampered, filled().publication)


@needs_shared
def test_a_real_count_can_be_read_back() -> None:
    central = counted_centrally(real_tally("ab"))
    pdf = render(annex_2(central, FACTS)).publication
    assert_equal(central, pdf)
    assert faults(pdf) == []


def ticked(station: int) -> list[bool]:
    document = annex_2(replace(TALLY, units=(TALLY.units[station],)), FACTS)
    return [block.checked for block in document.body if isinstance(block, Checkbox)]


def test_the_answers_are_ticked() -> None:
    assert ticked(0) == [True, False]
    assert ticked(1) == [False, True, False, True, False]
    assert ticked(3) == [False, True, False, False, True]
    assert roles(filled().publication)["/Form"] == 2 + 5 + 2 + 5


def test_a_question_that_was_not_answered_stays_open() -> None:
    unit = TALLY.units[1]
    values = {**unit.count.values, f.EQUAL: 0, f.EQUAL_2: 0}
    document = annex_2(replace(TALLY, units=(replace(unit, count=Count.of(values)),)), FACTS)
    assert not any(block.checked for block in document.body if isinstance(block, Checkbox))


def test_a_difference_that_the_recount_solved_has_no_explanation() -> None:
    unit = TALLY.units[1]
    values = {**unit.count.values, f.EQUAL_2: Answer.YES.value}
    for field in (f.MORE, f.FEWER, *f.EXPLANATIONS):
        del values[field]
    lines = lines_of(
        render(annex_2(replace(TALLY, units=(UnitCount(unit.unit, Count.of(values)),)), FACTS)).publication
    )
    assert f"{LABELS[f.ADMITTED_2]} {values[f.ADMITTED_2]}" in lines
    assert not any("Hoeveel" in line or "verklaring" in line for line in lines)


def test_the_annex_says_that_the_paper_prevails_and_leaves_part_4_to_it() -> None:
    first, *_ = pages_of(filled().publication)
    assert "dan geldt de bijlage die met de hand is ingevuld." in first
    lines = lines_of(filled().publication)
    assert lines.count(PARTS[3]) == len(UNITS)
    assert lines.count("Dit onderdeel staat alleen op de bijlage die met de hand is ingevuld.") == len(UNITS)
    body = annex_2(TALLY, FACTS).body
    assert not any(isinstance(block, PenTable | PenForm | PenBoxes) for block in body)


def test_every_station_starts_a_page_with_its_five_parts() -> None:
    document = annex_2(TALLY, FACTS)
    starts = [block.title for block in document.body if isinstance(block, Annex)]
    assert starts == ["Stembureau 1", "Stembureau 2", "Stembureau 5", "Stembureau 12"]
    assert headings(document) == PARTS * len(UNITS)
    pages = pages_of(filled().publication)
    assert [
        page[: len(start)] for start in starts for page in pages if page.startswith(f"{start} ")
    ] == starts


def test_the_hash_stands_below_the_annex_and_not_below_the_sheet() -> None:
    for number, page in enumerate(pages_of(filled().publication), start=1):
        assert page.endswith(f"SHA-256-Hashcode: {'AB12 ' * 16}pagina {number} / {filled().pages}")
    with_hash = render(annex_2_sheet(ELECTION, UNITS[1], FACTS))
    assert not any("Hashcode" in page for page in pages_of(with_hash.publication))
    assert (sheet().signature_sheet, filled().signature_sheet) == (b"", b"")


def test_a_later_release_says_what_it_replaces() -> None:
    moment = FACTS.created
    replaced = Replaced(1, moment, moment, "verbeterd", None)
    first, *_ = pages_of(render(annex_2(TALLY, FACTS, replaced)).publication)
    assert "Dit document vervangt versie 1 van 20-03-2031 06:57:22." in first


def test_a_count_by_stations_has_no_annex_2() -> None:
    with pytest.raises(ValueError, match="central"):
        annex_2(example_tally(), FACTS)


def all_zero(election: Election) -> Tally:
    form = count_form(election, CountingMethod.CENTRAL)
    values = {field.id: 0 for field in form.fields if field.gate is None} | {f.EQUAL: Answer.YES.value}
    return tally(election, CountingMethod.CENTRAL, lambda _: Count.of(values))


def documents() -> list[Document]:
    long = crowded(ELECTION)
    return [
        *(annex_2_sheet(each, each.units[0], BLANK) for each in (ELECTION, long, example_election(GR))),
        *(annex_2(each, FACTS) for each in (TALLY, all_zero(ELECTION), all_zero(long))),
        annex_2(TALLY, replace(BLANK, draft=True, practice=True)),
    ]


@pytest.mark.parametrize("number", range(7))
def test_it_is_pdf_a_and_pdf_ua_and_the_same_twice(number: int) -> None:
    document = documents()[number]
    made = render(document)
    assert faults(made.publication) == []
    assert render(document) == made


def test_zero_votes_are_printed() -> None:
    zero = all_zero(ELECTION)
    assert_equal(zero, render(annex_2(zero, FACTS)).publication)


@pytest.mark.parametrize("number", range(7))
def test_everything_stays_inside_the_margins(number: int) -> None:
    assert_inside(list(lay_out(documents()[number], measure).published.pages))


def test_nine_hundred_stations() -> None:
    units = tuple(ReportingUnit(number, f"Stembureau {number}", None, 900) for number in range(1, 901))
    big = all_zero(replace(ELECTION, units=units))
    pages = list(lay_out(annex_2(big, FACTS), measure).published.pages)
    starts = [mark.text for page in pages for mark in page.bookmarks if mark.level == 1]
    assert starts[1:] == [f"Stembureau {number}" for number in range(1, 901)]
    assert_inside(pages)


def test_a_list_over_several_pages_is_named_on_each() -> None:
    election = crowded(ELECTION)
    pages = pages_of(render(annex_2_sheet(election, election.units[0], BLANK)).publication)
    for each in election.lists:
        assert sum(f"Lijst {each.number} {each.name} (vervolg)" in page for page in pages) >= 1


def test_what_only_the_annex_tells_is_read_back_from_it() -> None:
    """Answers, recounts and H: with the numbers of the count file they make the count again."""
    told = only_on_annex_2(read_pdf(filled().publication).elements)
    assert set(told) == {each.unit.number for each in TALLY.units}
    for counted in TALLY.units:
        values = counted.count.values
        for field, number in told[counted.unit.number].items():
            if field != f.EQUAL_2 or number != Answer.NOT_TICKED.value:
                assert values[field] == number, (counted.unit.number, field)
        for field in (f.EQUAL, f.FOUND, f.PASSES_COUNTED, f.BALLOTS_COUNTED, f.RECOUNTED):
            assert told[counted.unit.number].get(field) == values.get(field)
    assert only_on_annex_2(("geen", "bijlage")) == {}
