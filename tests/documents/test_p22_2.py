from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from osv_tui.documents import residual_stated
from osv_tui.documents.allocation import elected_people
from osv_tui.documents.model import Table
from osv_tui.documents.p22_2 import ResultFacts, p22_2, p22_2_stated, p22_annex
from osv_tui.documents.render import expected_texts, render
from osv_tui.documents.seats import LARGEST_AVERAGES, LARGEST_REMAINDERS
from osv_tui.documents.session import Remarks
from osv_tui.documents.stated import first_missing
from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import Lot, LotKind
from osv_tui.election.apportionment.votes import ElectionType
from osv_tui.election.form import candidate_field
from osv_tui.election.model import Candidate, CandidateList, Level, Subcategory
from osv_tui.publication.pdf_reading import read_pdf
from tests.documents.conformance import faults
from tests.documents.example import FACTS
from tests.documents.reading_back import headings, in_order, lines_of, pages_of
from tests.documents.upper_example import (
    SESSION,
    counted,
    election,
    result,
    result_of,
    vectors,
    votes_of,
)

RUBRICS = [
    "1. Verkiezing",
    "2. Zitting",
    "3. Aantal stemmen per lijst en kandidaat",
    "4. Aantal blanco en ongeldige stemmen",
    "5. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stemmen",
    "6. Aantal kiezers dat bij volmacht mocht stemmen",
    "7. Aantal stemmen per lijst",
    "8. Kiesdeler",
    "9. Verdeling van de volle zetels",
    "10. Verdeling van de restzetels",
    "11. Totaal aantal zetels per politieke groepering",
    "12. Stemmen per lijst met ten minste één zetel",
    "13. Toewijzing van zetels aan kandidaten en rangschikking per lijst",
    "14. Gekozen kandidaten in alfabetische volgorde",
    "15. Bezwaren van aanwezige kiezers",
    "16. Leden hoofd-/centraal stembureau",
    "17. Ondertekening leden hoofd-/centraal stembureau",
]

VECTORS = {name: (on, lots) for name, on, lots in vectors("AB1", "AB2", "PS1", "GR1", "GR2")}


@cache
def province() -> ResultFacts:
    """Nineteen seats: list 1 has preference votes on its last candidate, and list 4 gets nothing."""
    return result(
        Subcategory.PS1,
        19,
        {
            1: (3000, 500, 200, 1100),
            2: (1900, 700, 650),
            3: (901, 99),
            4: (40, 20),
            5: (5000,) * 2 + (1,) * 9,
        },
    )


@cache
def published() -> bytes:
    return render(p22_2(province(), FACTS)).publication


def small(votes: dict[int, tuple[int, ...]], seats: int, *lots: Lot) -> ResultFacts:
    return result(Subcategory.AB1, seats, votes, lots)


def text_of(of: ResultFacts) -> str:
    return " ".join(pages_of(render(p22_2(of, FACTS)).publication))


def missing(of: ResultFacts, by: ResultFacts | None = None) -> bool:
    """Whether the document of ``of`` lacks something that ``by`` must state."""
    texts = expected_texts(p22_2(of, FACTS))[0].elements
    return first_missing(texts, p22_2_stated(by or of)) is not None


def test_the_rubrics_are_those_of_the_model() -> None:
    assert headings(p22_2(province(), FACTS)) == RUBRICS
    text = " ".join(pages_of(published()))
    title = "Proces-verbaal van de verkiezingsuitslag van de provinciale staten"
    assert in_order(["Model P 22-2", title, *RUBRICS[:-1]], text)


def test_only_the_sheet_has_the_signature() -> None:
    rendered = render(p22_2(province(), FACTS))
    for words in ("Ondertekening", "Handtekening", "De leden verklaren"):
        assert words not in " ".join(pages_of(rendered.publication))
        assert words in " ".join(pages_of(rendered.signature_sheet))
    assert len(pages_of(rendered.signature_sheet)) == 1
    assert len(pages_of(rendered.publication)) % 2 == 0


def test_the_totals_are_those_of_the_tally() -> None:
    tally, lines = province().tally, lines_of(published())
    for line in (
        f"Aantal blanco stemmen {tally.total(f.BLANK)}",
        f"Aantal ongeldige stemmen {tally.total(f.INVALID)}",
        f"Hoe vaak is er een andere verklaring gegeven? {tally.total(f.OTHER_EXPLANATION)}",
        f"In de provincie mochten {tally.total(f.PROXIES)} kiezers bij volmacht stemmen.",
        "Datum zitting 10 maart 2031",
        "Tijdstip zitting 10:00 uur",
    ):
        assert lines.count(line) == 1, line
    assert "kiesgerechtigden" not in " ".join(lines)


def test_a_reader_can_follow_the_seats_with_a_calculator() -> None:
    """19119 votes, 19 seats: the kiesdeler is 1006 and 5 parts of 19, and three seats are left."""
    lines = lines_of(published())
    for line in (
        "19119 19 1006 5/19",
        "1 4800 1006 5/19 4",
        "2 3250 1006 5/19 3",
        "3 1000 1006 5/19 0",
        "4 60 1006 5/19 0",
        "5 10009 1006 5/19 9",
        "Totaal aantal toegewezen volle zetels 16",
        "Restzetels 3",
    ):
        assert lines.count(line) == 1, line


def test_every_step_has_the_average_with_which_it_was_won() -> None:
    tables = [block for block in p22_2(province(), FACTS).body if isinstance(block, Table)]
    (steps,) = [each for each in tables if each.columns[1].heading == "restzetel 1"]
    assert [column.heading for column in steps.columns[1:-1]] == ["restzetel 1", "restzetel 2", "restzetel 3"]
    assert steps.rows[-1] == ("gaat naar", "5", "3", "1", "3")
    assert {row[0]: row[1:] for row in steps.rows[:-1]} == {
        "1": ("960", "960", "*960", "1"),
        "2": ("812 2/4", "812 2/4", "812 2/4", "0"),
        "3": ("1000", "*1000", "500", "1"),
        "4": ("60", "60", "60", "0"),
        "5": ("*1000 9/10", "909 10/11", "909 10/11", "1"),
    }


def test_the_elected_stand_with_their_votes_and_in_alphabetical_order() -> None:
    of, lines = province(), lines_of(published())
    elected = [each for nomination in of.distribution.nominations for each in nomination.elected]
    assert len(elected) == of.votes.seats
    for each in elected:
        person = of.outcome.person(int(each.candidate.split(".")[0]), each.candidate)
        votes = of.tally.total(candidate_field(person.on.number, person.candidate.number))
        assert f"{person.name} {person.candidate.locality}".strip() + f" {votes}" in lines
    people = [person.name for person in elected_people(of.outcome)]
    assert in_order([RUBRICS[13], *people, RUBRICS[14]], " ".join(pages_of(published())))


def test_a_dutch_dictionary_orders_the_elected() -> None:
    names = ("Zwart", "Łuk", "Ijs", "Ångström", "Van", "d’Acht", "Aalders", "Lum", "IJsel")
    people = tuple(Candidate(place, name) for place, name in enumerate(names, start=1))
    of = election(Subcategory.AB1, len(names), (CandidateList(1, "Partij", people),), Level.CSB)
    whole = counted(of, lambda _, place: 1)
    on = votes_of(whole, ElectionType.AB1)
    outcome = ResultFacts(whole, on, distribute(on), SESSION).outcome
    ordered = [each.candidate.last_name for each in elected_people(outcome)]
    assert ordered == ["Aalders", "Ångström", "d’Acht", "Ijs", "IJsel", "Łuk", "Lum", "Van", "Zwart"]


def test_preference_votes_change_the_order_of_succession() -> None:
    text = " ".join(pages_of(published()))
    assert "De voorkeurdrempel is 25 procent van de kiesdeler: 251 1075/1900." in text
    assert text.count("De kandidaten volgen elkaar op in deze volgorde:") == 1
    assert text.count("Geen.") == 2


def test_the_threshold_is_that_of_the_election_also_below_19_seats() -> None:
    assert "De voorkeurdrempel is 25 procent" in text_of(small({1: (10, 5), 2: (7, 3)}, 3))


def test_the_heading_of_the_residual_seats_tells_the_rule() -> None:
    assert LARGEST_AVERAGES in headings(p22_2(province(), FACTS), 3)
    assert LARGEST_REMAINDERS in headings(p22_2(small({1: (10, 5), 2: (7, 3)}, 3), FACTS), 3)


def test_a_list_below_three_quarters_of_the_kiesdeler_is_named() -> None:
    text = text_of(small({1: (53, 52, 51, 44), 2: (33, 32, 31, 24), 3: (6, 4)}, 5))
    assert "Drie kwart van de kiesdeler is 49 10/20." in text
    assert "Dat geldt voor lijst 3." in text


def test_no_residual_seats() -> None:
    assert "Er zijn geen restzetels te verdelen." in text_of(small({1: (20, 0), 2: (10, 0)}, 3))


def test_a_lot_for_a_remainder_is_told_as_it_was_typed() -> None:
    lot = Lot(LotKind.REMAINDER, (2, 3), 3)
    text = text_of(small({1: (20, 20), 2: (25, 0), 3: (25, 0)}, 5, lot))
    assert (
        "Loting. Gelijk staan op 7: lijst 2 en lijst 3. Er waren te weinig zetels voor allemaal. Daarom is "
        "er geloot, volgens artikel P 8, eerste lid, van de Kieswet. Getrokken is lijst 3: die krijgt "
        "restzetel 1."
    ) in text


def test_a_lot_between_candidates_is_told() -> None:
    lot = Lot(LotKind.CANDIDATE, ("1.2", "1.3"), "1.3", 1)
    of = small({1: (1, 30, 30), 2: (60, 59)}, 3, lot)
    people = of.outcome.people(1, 1)
    text = text_of(of)
    assert f"Gelijk staan: {people['1.2'].name}; {people['1.3'].name}. Aantal stemmen: 30." in text
    assert f"Getrokken is {people['1.3'].name}: die is gekozen." in text
    assert not missing(of)


@pytest.mark.skipif(not VECTORS, reason="../shared is absent")
def test_a_majority_of_votes_is_told_with_its_lot() -> None:
    text = text_of(result_of(*VECTORS["abacus_seat_small_absmaj_lots_required"]))
    assert "Lijst 1 heeft 2552 van de 5103 stemmen: meer dan de helft. Met 7 van de 15 zetels" in text
    assert "Volgens artikel P 9 van de Kieswet krijgt lijst 1 één zetel erbij, en lijst 3 levert" in text
    assert (
        "De laatste restzetels gingen naar lijst 2, lijst 3 en lijst 4, die gelijk staan, op 170 12/15."
        in text
    )


def test_a_list_without_enough_candidates_passes_seats_on() -> None:
    text = text_of(small({1: (90,), 2: (6, 4, 2)}, 4))
    assert "Op lijst 1 staan minder kandidaten dan er zetels zijn." in text
    assert "Volgens artikel P 10 van de Kieswet krijgen andere lijsten wat er te veel is." in text


def test_seats_that_nobody_can_take_stay_empty() -> None:
    assert "Aantal zetels dat leeg blijft: 2" in text_of(small({1: (90,), 2: (10,)}, 4))


def test_who_is_deceased_is_left_out_and_told() -> None:
    alive = small({1: (90, 80, 70), 2: (10, 9)}, 3)
    votes = replace(alive.votes, deceased=frozenset({"1.2"}))
    of = replace(alive, votes=votes, distribution=distribute(votes))
    name = of.outcome.people(1, 1)["1.2"].name
    text = text_of(of)
    assert f"{name} is overleden. Volgens artikel P 19a van de Kieswet telt deze kandidaat" in text
    assert name not in text[text.index(RUBRICS[13]) :]


@pytest.mark.parametrize("name", VECTORS)
def test_every_vector_states_its_numbers(name: str) -> None:
    assert not missing(result_of(*VECTORS[name]))


def test_other_votes_and_other_seats_are_found_missing() -> None:
    """The control arm: a document of one election does not pass for another that differs by one vote."""
    votes = {1: (3000, 500, 200, 1100), 2: (1900, 700, 650)}
    of = result(Subcategory.PS1, 19, votes)
    assert not missing(of)
    for number, on in votes.items():
        for place in range(len(on)):
            other = (*on[:place], on[place] + 1, *on[place + 1 :])
            assert missing(of, result(Subcategory.PS1, 19, {**votes, number: other}))
    assert missing(of, result(Subcategory.PS1, 20, votes))


def changed(table: Table) -> Iterator[Table]:
    """The table with one digit of one cell other than it is, for each cell with a number."""
    for place, row in enumerate(table.rows):
        for cell, text in enumerate(row):
            if cell and re.search(r"\d", text):
                other = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)
                rows = (*row[:cell], other, *row[cell + 1 :])
                yield replace(table, rows=(*table.rows[:place], rows, *table.rows[place + 1 :]))


def test_a_wrong_digit_in_a_table_of_the_seats_is_found() -> None:
    of = province()
    document = p22_2(of, FACTS)
    first = next(
        place for place, block in enumerate(document.body) if getattr(block, "text", "") == RUBRICS[7]
    )
    last = next(
        place for place, block in enumerate(document.body) if getattr(block, "text", "") == RUBRICS[11]
    )
    tried = 0
    for place in range(first, last):
        block = document.body[place]
        for other in changed(block) if isinstance(block, Table) and block.has_head else ():
            body = (*document.body[:place], other, *document.body[place + 1 :])
            texts = expected_texts(replace(document, body=body))[0].elements
            assert first_missing(texts, p22_2_stated(of)) is not None, other
            tried += 1
    assert tried > 40


def test_the_averages_are_computed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(residual_stated._Replay, "average", lambda self, number: "1")
    assert missing(province())


def crowded() -> ResultFacts:
    """30 lists of 80 candidates with names of 120 letters, 55 seats."""
    long, word = ("Van Westerhoven tot Zuidwest " * 4 + "Ruys")[:120], "W" * 120
    lists = tuple(
        CandidateList(
            number,
            long,
            tuple(
                Candidate(place, word if place == 7 else long, "A.B.", locality=long)
                for place in range(1, 81)
            ),
        )
        for number in range(1, 31)
    )
    of = election(Subcategory.PS1, 55, lists, Level.CSB)
    whole = counted(of, lambda number, place: 29 * number + 977 * place % 983)
    on = votes_of(whole, ElectionType.PS1)
    return ResultFacts(whole, on, distribute(on), replace(SESSION, place=long))


def test_a_crowded_result_conforms_and_says_what_it_is_to_say() -> None:
    of = crowded()
    document = p22_2(of, FACTS)
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
    one, other = (render(p22_2(province(), facts)) for _ in range(2))
    assert one == other
    assert faults(one.publication) == []
    for page in pages_of(one.publication):
        assert ("(Concept)" in page) is draft
        assert ("SHA-256-Hashcode" in page) is not draft


def test_several_kieskringen_take_another_model() -> None:
    with pytest.raises(ValueError, match="P 22-1"):
        result(Subcategory.PS2, 19, {1: (10, 5)})


def test_a_lot_that_is_not_drawn_yet_leaves_no_result() -> None:
    with pytest.raises(ValueError, match="lots"):
        small({1: (20, 20), 2: (25, 0), 3: (25, 0)}, 5)


def test_a_distribution_of_other_votes_is_refused() -> None:
    one, other = small({1: (20, 3), 2: (15, 0)}, 4), small({1: (20, 4), 2: (15, 0)}, 4)
    with pytest.raises(ValueError, match="other votes"):
        replace(one, votes=other.votes, distribution=other.distribution)


def test_the_annex_has_the_texts_or_lines_to_write_on() -> None:
    of = province().tally.election.identifier
    empty = render(p22_annex(of, "P 22-2", Remarks(), FACTS)).publication
    full = render(p22_annex(of, "P 22-2", Remarks("Te warm.\nTe koud.", "Gehoord."), FACTS)).publication
    title = (
        "Bijlage bij proces verbaal P 22-2, uitslag van de verkiezing van de leden van de provinciale "
        "staten van Fryslân"
    )
    for pdf in (empty, full):
        assert faults(pdf) == []
        assert title in pages_of(pdf)[0]
        assert "SHA-256" not in pages_of(pdf)[0]
    assert in_order(["Bezwaren", "Te warm.", "Te koud.", "Opmerkingen", "Gehoord."], pages_of(full)[0])
