from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from osv_tui.documents.o3 import o3, o3_annex, o3_stated
from osv_tui.documents.render import expected_texts, render
from osv_tui.documents.session import Remarks
from osv_tui.documents.stated import first_missing
from osv_tui.election import form as f
from osv_tui.election.form import candidate_field, total_field
from osv_tui.publication.pdf_reading import read_pdf
from tests.documents.conformance import faults
from tests.documents.example import FACTS, LISTS, crowded, example_tally
from tests.documents.reading_back import headings, in_order, lines_of, pages_of
from tests.documents.upper_example import counted, kieskring

RUBRICS = [
    "1. Verkiezing",
    "2. Zitting",
    "3. Aantal stemmen",
    "4. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stemmen",
    "5. Aantal kiezers dat bij volmacht mocht stemmen",
    "6. Bezwaren van aanwezige kiezers",
    "7. Leden hoofdstembureau",
    "8. Ondertekening leden hoofdstembureau",
]


@cache
def published() -> bytes:
    return render(o3(kieskring(), FACTS)).publication


def test_the_rubrics_are_those_of_the_model() -> None:
    assert headings(o3(kieskring(), FACTS)) == RUBRICS
    assert in_order(["Model O 3", *RUBRICS[:-1]], " ".join(pages_of(published())))


def test_the_head_names_kieskring_and_session() -> None:
    first = pages_of(published())[0]
    for text in (
        "provinciale staten van een provincie met meer dan één kieskring",
        "Openbare zitting van het hoofdstembureau in Leeuwarden.",
        "Kieskring 2 (Leeuwarden) Datum zitting 10 maart 2031 Tijdstip zitting 10:00 uur",
        "Het aantal kiesgerechtigden in de kieskring bedraagt 123456.",
    ):
        assert text in first


def test_the_numbers_are_those_of_the_tally() -> None:
    tally, lines = kieskring().tally, lines_of(published())
    for line in (
        f"- Aantal geldige stemmen op kandidaten {tally.total(f.VALID)}",
        f"- Aantal blanco stemmen {tally.total(f.BLANK)}",
        f"- Aantal ongeldige stemmen {tally.total(f.INVALID)}",
        "Het aantal stembiljetten dat meer is geteld dan het aantal toegelaten kiezers is: 9",
        "Hoe vaak kon er geen verklaring gegeven worden voor het verschil? 21",
        f"In de kieskring mochten {tally.total(f.PROXIES)} kiezers bij volmacht stemmen.",
    ):
        assert lines.count(line) == 1, line
    for each in LISTS:
        assert f"Totaal (stemcijfer) {tally.total(total_field(each.number))}" in lines
        for candidate in each.candidates[:3]:
            votes = tally.total(candidate_field(each.number, candidate.number))
            assert any(
                line.startswith(f"{candidate.number} ") and line.endswith(f" {votes}") for line in lines
            )
    assert "kiezerspas" not in " ".join(lines)


def test_nothing_of_a_single_municipality_is_published() -> None:
    text = " ".join(pages_of(published()))
    for unit in kieskring().tally.election.units:
        assert unit.name not in text


def test_only_the_sheet_has_the_signature() -> None:
    rendered = render(o3(kieskring(), FACTS))
    for words in ("Ondertekening", "Handtekening", "De leden verklaren"):
        assert words not in " ".join(pages_of(rendered.publication))
        assert words in " ".join(pages_of(rendered.signature_sheet))
    assert len(pages_of(rendered.signature_sheet)) == 1


def test_a_crowded_one_conforms_and_says_what_it_is_to_say() -> None:
    of = kieskring()
    whole = counted(crowded(of.tally.election), lambda number, place: 1000 * number + place)
    document = o3(replace(of, tally=whole, name="W" * 120), FACTS)
    rendered = render(document)
    for pdf, said in zip(
        (rendered.publication, rendered.signature_sheet), expected_texts(document), strict=True
    ):
        assert faults(pdf) == []
        assert read_pdf(pdf) == said
    stated = o3_stated(replace(of, tally=whole))
    assert first_missing(expected_texts(document)[0].elements, stated) is None


def test_it_states_its_numbers_and_no_others() -> None:
    of = kieskring()
    texts = expected_texts(o3(of, FACTS))[0].elements
    assert first_missing(texts, o3_stated(of)) is None
    other = counted(of.tally.election, lambda number, place: 1000 * number + 100 * place + 7 + (number == 2))
    assert first_missing(texts, o3_stated(replace(of, tally=other))) is not None
    assert first_missing(texts, o3_stated(replace(of, eligible=123457))) is not None


@pytest.mark.parametrize("draft", [False, True])
def test_equal_facts_give_equal_bytes(draft: bool) -> None:
    facts = replace(FACTS, eml_sha256=None, draft=True) if draft else FACTS
    one, other = (render(o3(kieskring(), facts)) for _ in range(2))
    assert one == other
    assert faults(one.publication) == faults(one.signature_sheet) == []
    for page in pages_of(one.publication):
        assert ("(Concept)" in page) is draft


def test_one_kieskring_has_no_o3() -> None:
    with pytest.raises(ValueError, match="several kieskringen"):
        replace(kieskring(), tally=example_tally())


def test_the_annex_has_the_texts_or_lines_to_write_on() -> None:
    empty = render(o3_annex(kieskring(), Remarks(), FACTS)).publication
    full = render(o3_annex(kieskring(), Remarks("Het bord hing scheef."), FACTS)).publication
    for pdf in (empty, full):
        assert faults(pdf) == []
        assert "Bijlage proces verbaal O 3: bezwaren (kieskring 2, Leeuwarden)" in pages_of(pdf)[0]
    assert "Het bord hing scheef." in pages_of(full)[0]
