from __future__ import annotations

from functools import cache

import pytest

from osv_tui.documents.model import Checkbox, Document, PenForm, PenTable
from osv_tui.documents.model_ii import annex_1, model_ii
from osv_tui.documents.render import Rendered, render
from osv_tui.election import form as f
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import CountingMethod
from tests.documents.example import FACTS, LISTS, example_tally
from tests.documents.reading_back import headings, in_order, lines_of, pages_of

RUBRICS = [
    "Waarom een proces-verbaal?",
    "Wie vullen het proces-verbaal in en ondertekenen het?",
    "1. Verkiezing",
    "2. Zitting",
    "3. Aanwezigheid leden gemeentelijk stembureau",
    "4. Stembureaus",
    "5. Aantal toegelaten kiezers in de gemeente zoals vastgesteld door het gemeentelijk stembureau",
    "6. Aantal getelde stembiljetten in de gemeente zoals vastgesteld door het gemeentelijk stembureau",
    (
        "7. Verschil tussen het aantal getelde stembiljetten en het aantal toegelaten kiezers zoals "
        "vastgesteld door het gemeentelijk stembureau"
    ),
    "8. Bij gecombineerde stemmingen",
    "9. Aantal stemmen per lijst en per kandidaat in de gemeente",
    "10. Bezwaren van kiezers tijdens de stemopneming door het gemeentelijk stembureau",
    "11. Onregelmatigheden of bijzonderheden tijdens de zitting van het gemeentelijk stembureau",
    "12. Leden van het gemeentelijk stembureau",
    "13. Ondertekening leden van het gemeentelijk stembureau",
]
TALLY = example_tally(CountingMethod.CENTRAL)


def document() -> Document:
    return model_ii(TALLY, FACTS)


@cache
def rendered() -> Rendered:
    return render(document())


def text_of(checkbox: Checkbox) -> str:
    return "".join(run.text for run in checkbox.runs)


def answers(differences: bool) -> list[Checkbox]:
    tally = example_tally(CountingMethod.CENTRAL, differences=differences)
    boxes = [block for block in model_ii(tally, FACTS).body if isinstance(block, Checkbox)]
    return boxes[:3]


def test_the_rubrics_are_those_of_the_model() -> None:
    assert headings(document()) == RUBRICS


def test_the_publication_has_all_but_the_last_rubric_in_order() -> None:
    text = " ".join(pages_of(rendered().publication))
    assert in_order(["Model II: ", "Proces-verbaal van het gemeentelijk stembureau", *RUBRICS[:-1]], text)


def test_names_are_published_and_signatures_are_not() -> None:
    both = (rendered().publication, rendered().signature_sheet)
    published, sheet = (" ".join(pages_of(pdf)) for pdf in both)
    assert in_order(["Naam voorzitter", "1.", "Naam leden", "2.", "14."], published)
    assert "Handtekening" not in published
    assert RUBRICS[-1] not in published
    assert in_order([RUBRICS[-1], "Handtekening voorzitter", "1.", "Handtekening leden", "2.", "14."], sheet)
    assert "Naam" not in sheet


def test_the_sums_use_the_recount_of_a_station() -> None:
    lines = lines_of(rendered().publication)
    without = example_tally(CountingMethod.STATION)
    assert TALLY.total(f.ADMITTED) == without.total(f.ADMITTED) + 1
    for line in (
        f"Aantal geldige stempassen {TALLY.total(f.POLL_CARDS)}",
        (
            "Aantal geldige volmachtbewijzen (schriftelijk of via ingevulde stem- of kiezerspas) "
            f"{TALLY.total(f.PROXIES)}"
        ),
        (
            "Aantal geldige kiezerspassen (pas om te stemmen in andere gemeente) "
            f"{TALLY.total(f.VOTER_PASSES)}"
        ),
        f"Het aantal tot de stemming toegelaten kiezers {TALLY.total(f.ADMITTED)}",
        f"Aantal stembiljetten met een geldige stem op een kandidaat {TALLY.total(f.VALID)}",
        f"Aantal blanco stembiljetten {TALLY.total(f.BLANK)}",
        f"Aantal ongeldige stembiljetten {TALLY.total(f.INVALID)}",
        f"Het totaal aantal getelde stembiljetten {TALLY.total(f.FOUND)}",
    ):
        assert lines.count(line) == 1, line


def test_the_stations_are_listed_by_number_with_postal_code() -> None:
    lines = lines_of(rendered().publication)
    start = lines.index("Nummer Locatie stembureau")
    assert lines[start + 1 : start + 5] == [
        "1 Gemeentehuis (postcode: 1234 AB)",
        "2 De Brêge (postcode: 1234 AC)",
        "5 Dorpshuis ’t Heem (postcode: 1235 ZZ)",
        "12 Bibliobus",
    ]


def test_both_differences_are_ticked_with_their_stations() -> None:
    equal, more, fewer = answers(differences=True)
    assert [equal.checked, more.checked, fewer.checked] == [False, True, True]
    assert "met de nummers 2 zijn in totaal 3 meer stembiljetten geteld" in text_of(more)
    assert "met de nummers 12 zijn in totaal 2 minder stembiljetten geteld" in text_of(fewer)


def test_yes_is_ticked_when_no_station_differs() -> None:
    equal, more, fewer = answers(differences=False)
    assert [equal.checked, more.checked, fewer.checked] == [True, False, False]
    assert "met de nummers ____" in text_of(more)
    assert "met de nummers ____" in text_of(fewer)


def test_the_explanations_are_summed() -> None:
    lines = lines_of(rendered().publication)
    for line in (
        "Hoe vaak heeft een kiezer het stembiljet niet ingeleverd? 2",
        "Hoe vaak is er een stembiljet te weinig uitgereikt? 0",
        "Hoe vaak is er een stembiljet te veel uitgereikt? 1",
        "Hoe vaak is er geen verklaring voor het verschil? 2",
        "Vermeld mogelijke andere verklaringen en geef aan hoe vaak er sprake van was. 0",
    ):
        assert lines.count(line) == 1, line


def test_every_list_has_its_votes() -> None:
    lines = lines_of(rendered().publication)
    for each in LISTS:
        assert f"Totaal (stemcijfer) {TALLY.total(total_field(each.number))}" in lines
        for candidate in each.candidates:
            votes = TALLY.total(candidate_field(each.number, candidate.number))
            first = f"{candidate.number} {candidate.sort_name.split(',')[0]}"
            assert any(line.startswith(first) and line.endswith(f" {votes}") for line in lines), first


def test_what_is_filled_in_by_hand() -> None:
    body = document().body
    assert sum(isinstance(block, PenForm) for block in body) == 16
    assert [block.rows for block in body if isinstance(block, PenTable)] == [5, 5, 7, 8, 1, 13]


def test_the_presence_list_fits_on_one_page() -> None:
    pages = pages_of(rendered().publication)
    assert [page.count("Voorletters") for page in pages if "Voorletters" in page] == [16]


def test_a_count_by_stations_has_no_model_ii() -> None:
    with pytest.raises(ValueError, match="N 11"):
        model_ii(example_tally(CountingMethod.STATION), FACTS)


def test_annex_1_is_one_page_with_only_a_date_below() -> None:
    annex = render(annex_1(TALLY, FACTS))
    (page,) = pages_of(annex.publication)
    assert annex.signature_sheet == b""
    assert "Bijlage 1: verslag bezwaren stembureaus" in page
    assert page.endswith("Datum: 20-03-2031 06:57:22")
    assert "pagina" not in page
    assert "Hashcode" not in page
