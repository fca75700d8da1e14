from __future__ import annotations

from functools import cache

import pytest

from osv_tui.documents.n11 import n11
from osv_tui.documents.render import render
from osv_tui.election import form as f
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import CountingMethod
from tests.documents.example import AB, FACTS, LISTS, example_tally
from tests.documents.reading_back import headings, in_order, lines_of, pages_of

RUBRICS = [
    "1. Stemming",
    "2. Aantal stemmen",
    "3. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stembiljetten",
    "4. Aantal kiezers dat bij volmacht mocht stemmen",
    "5. Aantal kiezers dat met een kiezerspas mocht stemmen",
    "6. Ondertekening",
]


@cache
def published() -> bytes:
    return render(n11(example_tally(), FACTS)).publication


def test_the_rubrics_are_those_of_the_model() -> None:
    assert headings(n11(example_tally(), FACTS)) == RUBRICS


def test_the_publication_has_all_but_the_last_rubric_in_order() -> None:
    text = " ".join(pages_of(published()))
    assert in_order(["Model N 11", "Vaststelling aantal stemmen in gemeente", *RUBRICS[:-1]], text)


def test_only_the_sheet_has_the_signature() -> None:
    rendered = render(n11(example_tally(), FACTS))
    for words in ("Ondertekening", "Handtekening", "burgemeester van Súdwest-Voorbeeld verklaart"):
        assert words not in " ".join(pages_of(rendered.publication))
        assert words in " ".join(pages_of(rendered.signature_sheet))
    assert len(pages_of(rendered.signature_sheet)) == 1


def test_every_candidate_has_the_votes_of_the_tally() -> None:
    tally = example_tally()
    lines = lines_of(published())
    names = {
        1: ["Jansen, A.B. (Anna) (v)", "de Vries, C. (Cees) (m)", "Ångström, Ż."],
        2: ["Bûter, S. (Sjoukje) (f)", "Öztürk, F. (m)"],
        3: ["van Dijk, E.", "Łukaševič, Ő."],
    }
    for each in LISTS:
        for candidate, name in zip(each.candidates, names[each.number], strict=False):
            votes = tally.total(candidate_field(each.number, candidate.number))
            assert lines.count(f"{candidate.number} {name} {votes}") == 1
        assert lines.count(f"Totaal (stemcijfer) {tally.total(total_field(each.number))}") == 1


def test_a_long_name_is_wrapped_and_complete() -> None:
    name = "Hoekstra - van der Zijl van Zuidwest-Groningen tot Ruyslandhoven, Tj.W.K.M.J."
    assert not any(name in line for line in lines_of(published()))
    page = " ".join(pages_of(published())[1].split())
    assert in_order(name.split(), page)


def test_each_list_starts_on_its_own_page_and_a_blank_list_has_only_a_number() -> None:
    first, second, third = pages_of(published())[1:4]
    assert first.startswith("Lijstnaam Partij van de Ochtend Lijstnummer 1 ")
    assert second.startswith("Lijstnaam Frysk Foarút Lijstnummer 2 ")
    assert third.startswith("Lijstnummer 3 ")


def test_the_totals_are_those_of_the_tally() -> None:
    tally = example_tally()
    lines = lines_of(published())
    for line in (
        f"- aantal geldige stemmen op kandidaten {tally.total(f.VALID)}",
        f"- aantal blanco stemmen {tally.total(f.BLANK)}",
        f"- aantal ongeldige stemmen {tally.total(f.INVALID)}",
        "Het aantal kiesgerechtigden in de gemeente bedraagt 2503.",
        "Het aantal stembiljetten dat meer is geteld dan het aantal toegelaten kiezers is: 4",
        "Het aantal stembiljetten dat minder is geteld dan het aantal toegelaten kiezers is: 2",
        "Hoe vaak heeft een kiezer het stembiljet niet ingeleverd? 2",
        "Hoe vaak is er een stembiljet te weinig uitgereikt? 0",
        "Hoe vaak is er een stembiljet te veel uitgereikt? 1",
        "Hoe vaak kon er geen verklaring gegeven worden voor het verschil? 3",
        "Hoe vaak is er een andere verklaring gegeven? 0",
        f"In de gemeente mochten {tally.total(f.PROXIES)} kiezers bij volmacht stemmen.",
        f"In de gemeente mochten {tally.total(f.VOTER_PASSES)} kiezers met een kiezerspas stemmen.",
    ):
        assert lines.count(line) == 1, line


def test_the_head_names_election_day_municipality_and_kieskring() -> None:
    first = pages_of(published())[0]
    assert "de verkiezing van de provinciale staten van Fryslân" in first
    assert "Datum stemming 5 maart 2031 Gemeente Súdwest-Voorbeeld Kieskring Hoofdstad" in first


def test_a_water_board_has_its_own_name() -> None:
    first = pages_of(render(n11(example_tally(identifier=AB), FACTS)).publication)[0]
    assert "de verkiezing van het algemeen bestuur van het wetterskip Fryslân" in first


def test_nothing_of_a_single_station_is_published() -> None:
    text = " ".join(pages_of(published()))
    for unit in example_tally().election.units:
        assert unit.name not in text
    for field in (f.POLL_CARDS, f.ADMITTED, f.FOUND):
        assert str(example_tally().total(field)) not in text.split()


def test_a_central_count_has_no_n11() -> None:
    with pytest.raises(ValueError, match="Model II"):
        n11(example_tally(CountingMethod.CENTRAL), FACTS)
