from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from osv_tui.documents.p22_1 import ProvinceFacts, p22_1, p22_1_stated
from osv_tui.documents.render import expected_texts, render
from osv_tui.documents.stated import first_missing
from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from osv_tui.election.model import Subcategory
from osv_tui.publication.pdf_reading import read_pdf
from tests.documents.conformance import faults
from tests.documents.example import FACTS
from tests.documents.reading_back import headings, in_order, lines_of, pages_of
from tests.documents.upper_example import identifier, province_of, province_votes, vectors

RUBRICS = [
    "1. Verkiezing",
    "2. Zitting",
    "3. Ingeleverde kandidatenlijsten",
    "4. Aantal stemmen per lijst",
    "5. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stemmen",
    "6. Aantal kiezers dat bij volmacht mocht stemmen",
    "7. Kiesdeler",
    "8. Verdeling van de volle zetels",
    "9. Verdeling van de restzetels",
    "10. Totaal aantal zetels per politieke groepering",
    "11. Verdeling van de zetels binnen de lijstengroepen",
    "12. Stemmen per lijst met tenminste één zetel",
    "13. Toewijzing van zetels aan kandidaten en rangschikking per lijst",
    "14. Stemmen per lijst zonder zetel",
    "15. Gekozen kandidaten in alfabetische volgorde",
    "16. Bezwaren van aanwezige kiezers",
    "17. Leden centraal stembureau",
    "18. Ondertekening leden centraal stembureau",
]

VECTORS = {name: (on, lots) for name, on, lots in vectors("PS2")}


@cache
def province() -> ProvinceFacts:
    return province_of(province_votes(), ())


@cache
def published() -> bytes:
    return render(p22_1(province(), FACTS)).publication


def missing(of: ProvinceFacts, by: ProvinceFacts | None = None) -> bool:
    """Whether the document of ``of`` lacks something that ``by`` must state."""
    texts = expected_texts(p22_1(of, FACTS))[0].elements
    return first_missing(texts, p22_1_stated(by or of)) is not None


def test_the_rubrics_are_those_of_the_model() -> None:
    assert headings(p22_1(province(), FACTS)) == RUBRICS
    title = "Proces-verbaal van de verkiezingsuitslag van provinciale staten"
    assert in_order(["Model P 22-1", title, *RUBRICS[:-1]], " ".join(pages_of(published())))


def test_the_lists_stand_with_how_and_where_they_were_submitted() -> None:
    text = " ".join(pages_of(published()))
    for row in (
        "lijstengroep (niet gelijkluidende lijsten) * * *",
        "lijstengroep (gelijkluidende lijsten) * * *",
        "op zichzelf staande lijst · * ·",
    ):
        assert in_order(row.split(), text)
    assert in_order(["hoofdstembureau in", "1", "2", "3", RUBRICS[3]], text)


def test_the_votes_stand_per_kieskring_with_their_totals() -> None:
    of, lines = province(), lines_of(published())
    first, second, third = (each.counted.figure for each in of.kieskringen)
    assert "1 1250 1220 849 3319" in lines
    assert "5 · 21 · 21" in lines
    for label, field in (("Totaal", f.VALID), ("Blanco stemmen", f.BLANK), ("Ongeldige stemmen", f.INVALID)):
        assert f"{label} {first(field)} {second(field)} {third(field)} {of.total(field)}" in lines
    assert f"In de provincie mochten {of.total(f.PROXIES)} kiezers bij volmacht stemmen." in lines


def test_a_group_divides_its_seats_over_its_lists() -> None:
    text = " ".join(pages_of(published()))
    (inner,) = province().distribution.groups
    assert f"Toegewezen aantal zetels lijstengroep: {inner.division.quota.denominator}" in text
    assert f"3319 {inner.division.quota.denominator} {inner.division.quota}" in text
    assert in_order(
        ["Stel 1 (kieskringen 1 en", "2099", "4", "202 3/7", "Kieskring 2 1220 2 271 5/7 1 3"], text
    )
    elements = expected_texts(p22_1(province(), FACTS))[0].elements
    assert "lijst waarop zetel wordt toegewezen" in elements
    assert "aantal stemmen op gezamenlijke lijsten" in elements


def test_without_groups_and_with_seats_for_all_it_says_so() -> None:
    plain = replace(province_votes(), lists=province_votes().lists[1:2])
    text = " ".join(pages_of(render(p22_1(province_of(plain, ()), FACTS)).publication))
    assert text.count("Niet van toepassing.") == 2


def test_only_the_sheet_has_the_signature() -> None:
    rendered = render(p22_1(province(), FACTS))
    for words in ("Ondertekening", "Handtekening", "De leden verklaren"):
        assert words not in " ".join(pages_of(rendered.publication))
        assert words in " ".join(pages_of(rendered.signature_sheet))
    assert len(pages_of(rendered.signature_sheet)) == 1


@pytest.mark.parametrize("name", VECTORS)
def test_every_vector_states_its_numbers(name: str) -> None:
    assert not missing(province_of(*VECTORS[name]))


@pytest.mark.skipif(not VECTORS, reason="../shared is absent")
def test_lots_within_a_group_are_told() -> None:
    for name, words in (
        ("group_p12_tie_lot", "volgens artikel P 12, vijfde lid, van de Kieswet. Getrokken is"),
        ("group_p13_average_lot", "volgens artikel P 13, tweede lid, van de Kieswet. Getrokken is"),
        ("group_candidate_lot", "volgens artikel P 15, eerste lid, van de Kieswet. Getrokken is"),
        ("group_rollback_lot", "volgens artikel P 16, tweede lid, van de Kieswet. Getrokken is"),
        ("group_rollforward_lot", "volgens artikel P 18 van de Kieswet. Getrokken is"),
    ):
        assert words in " ".join(expected_texts(p22_1(province_of(*VECTORS[name]), FACTS))[0].elements), name


def test_other_votes_are_found_missing() -> None:
    of = province()
    assert not missing(of)
    assert missing(of, province_of(province_votes(extra=1), ()))
    assert missing(of, province_of(province_votes(elsewhere=11), ()))


def crowded() -> ProvinceFacts:
    """30 lists of 80 candidates with names of 120 letters in four kieskringen, 55 seats."""
    long, word = ("Van Westerhoven tot Zuidwest " * 4 + "Ruys")[:120], "W" * 120
    on = ElectionVotes(ElectionType.PS2, 55, 25, tuple(_group(number) for number in range(1, 31)))
    of = province_of(on, ())
    kieskringen = tuple(
        replace(
            kieskring,
            name=long,
            seat=word,
            lists=tuple(
                replace(
                    each,
                    name=long,
                    candidates=tuple(
                        replace(candidate, last_name=word if candidate.number == 7 else long, locality=long)
                        for candidate in each.candidates
                    ),
                )
                for each in kieskring.lists
            ),
        )
        for kieskring in of.kieskringen
    )
    return ProvinceFacts(of.identifier, kieskringen, on, distribute(on), of.session)


def _group(number: int) -> ListGroup:
    """Every third one is a group of two sets."""
    names = tuple(f"{number}.{place}" for place in range(1, 81))
    rows = [
        tuple(29 * number + 977 * place * district % 983 for place in range(1, 81))
        for district in range(1, 5)
    ]
    if number % 3:
        return ListGroup(number, (ListSet((1, 2, 3, 4), names, tuple(rows)),))
    turned = (*names[40:], *names[:40])
    return ListGroup(
        number, (ListSet((1, 2), names, tuple(rows[:2])), ListSet((3, 4), turned, tuple(rows[2:])))
    )


def test_a_crowded_result_conforms_and_says_what_it_is_to_say() -> None:
    of = crowded()
    document = p22_1(of, FACTS)
    rendered = render(document)
    for pdf, said in zip(
        (rendered.publication, rendered.signature_sheet), expected_texts(document), strict=True
    ):
        assert faults(pdf) == []
        assert read_pdf(pdf) == said
    assert not missing(of)


@pytest.mark.parametrize("draft", [False, True])
def test_equal_facts_give_equal_bytes(draft: bool) -> None:
    facts = replace(FACTS, eml_sha256=None, draft=True) if draft else FACTS
    one, other = (render(p22_1(province(), facts)) for _ in range(2))
    assert one == other
    assert faults(one.publication) == faults(one.signature_sheet) == []
    for page in pages_of(one.publication):
        assert ("(Concept)" in page) is draft


def test_one_kieskring_takes_another_model() -> None:
    with pytest.raises(ValueError, match="P 22-2"):
        replace(province(), identifier=identifier(Subcategory.PS1))


def test_a_distribution_of_other_votes_is_refused() -> None:
    other = province_of(province_votes(extra=1), ())
    with pytest.raises(ValueError, match="other votes"):
        replace(province(), votes=other.votes, distribution=other.distribution)
