from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.documents.changes import changes
from osv_tui.documents.model import Document, Table
from osv_tui.documents.model_ii import model_ii
from osv_tui.documents.n11 import n11
from osv_tui.documents.render import render
from osv_tui.election import form as f
from osv_tui.election.accountability import FieldChange, Release, UnitChanges
from osv_tui.election.model import CountingMethod
from tests.documents.accountability_example import REPLACED, corrected_release, full_release
from tests.documents.conformance import faults
from tests.documents.example import FACTS, example_tally
from tests.documents.reading_back import in_order, pages_of

EXAMPLE = changes(corrected_release(), FACTS)
SENTENCE = "Dit document vervangt versie 1 van 20-03-2031 02:05:00."


def text_of(document: Document) -> str:
    return " ".join(pages_of(render(document).publication))


def tables(release: Release) -> list[Table]:
    return [block for block in changes(release, FACTS).body if isinstance(block, Table)]


def test_it_names_the_version_its_package_and_the_reason() -> None:
    assert in_order(
        [
            *("Bij Model N 11, versie 2", "Wijzigingen ten opzichte van versie 1"),
            *("versie 1 van 20-03-2031 02:05:00", "0123 4567 89AB CDEF 0123", "20-03-2031 09:40:00"),
            *("versie 2 van 20-03-2031 10:30:00", REPLACED.reason, "Stembureau 2: De Brêge"),
            "Reden: De voorzitter meldde dat twee regels zijn verwisseld.",
        ],
        text_of(EXAMPLE),
    )


def test_a_version_that_was_never_exported_has_no_code() -> None:
    release = replace(corrected_release(), replaced=replace(REPLACED, package=None))
    assert "Vervallen pakket niet gemaakt" in text_of(changes(release, FACTS))


def test_fields_stand_in_the_order_of_the_paper() -> None:
    per_unit, _ = tables(corrected_release())
    assert [row[0] for row in per_unit.rows] == [
        "B Geldige volmachtbewijzen",
        "D Tot de stemming toegelaten kiezers",
        "Zijn D en H gelijk?",
        "Méér stembiljetten geteld: hoeveel",
        "Minder stembiljetten geteld: hoeveel",
        "Verklaring 1: stembiljet niet ingeleverd",
        "Verklaring 2: stembiljet te weinig uitgereikt",
        "Verklaring 3: stembiljet te veel uitgereikt",
        "Verklaring 4: geen verklaring voor het verschil",
        "Verklaring 5: andere verklaring",
        "Lijst 1 Partij van de Ochtend: kandidaat 1 Jansen, A.B.",
        "Lijst 1 Partij van de Ochtend: kandidaat 2 de Vries, C.",
    ]
    assert per_unit.rows[0][1:] == ("21", "22", "+1")
    assert per_unit.rows[3][1:] == ("niet ingevuld", "4", "")


def test_only_totals_that_changed_are_listed_as_they_were_and_are() -> None:
    release = corrected_release()
    _, totals = tables(release)
    by_name = {row[0]: row[1:] for row in totals.rows}
    proxies = release.tally.total(f.PROXIES)
    assert by_name["B Geldige volmachtbewijzen"] == (str(proxies - 1), str(proxies), "+1")
    assert by_name["Méér stembiljetten geteld: hoeveel"] == ("0", "4", "+4")
    assert len(by_name) == 7
    assert not any("Zijn D en H" in name or "Minder" in name for name in by_name)


def test_a_recount_changes_the_total_of_d_only() -> None:
    """D.2 takes the place of D in the totals, and is none of them itself."""
    release = corrected_release(CountingMethod.CENTRAL)
    (unit,) = (each.unit for each in release.accounts if each.unit.number == 2)
    recounted = release.tally.units[1].count.number(f.ADMITTED_2)
    changed = (FieldChange(f.ADMITTED_2, recounted - 2, recounted), FieldChange(f.PASSES_COUNTED, 1, None))
    release = replace(release, changes=(UnitChanges(unit, "hertelling", changed),))
    per_unit, totals = tables(release)
    assert per_unit.rows[0][0] == "D.2 Tot de stemming toegelaten kiezers"
    total = release.tally.total(f.ADMITTED)
    expected = ("D Tot de stemming toegelaten kiezers", str(total - 2), str(total), "+2")
    assert totals.rows == (expected,)


def test_nothing_that_changed_is_said() -> None:
    text = text_of(changes(replace(corrected_release(), changes=()), FACTS))
    assert "Bij geen enkel stembureau is een getal veranderd." in text
    assert "De totalen van de gemeente zijn gelijk gebleven." in text


def test_a_unit_entered_anew_without_a_change() -> None:
    release = corrected_release()
    release = replace(release, changes=(replace(release.changes[0], changes=()),))
    assert "Bij dit stembureau is geen getal veranderd." in text_of(changes(release, FACTS))


def test_a_first_release_has_no_changes() -> None:
    with pytest.raises(ValueError, match="first release"):
        changes(full_release(), FACTS)


def test_it_is_pdf_a_2u_also_with_long_texts() -> None:
    long = replace(corrected_release(), replaced=replace(REPLACED, reason="M" * 500))
    for document in (EXAMPLE, changes(long, replace(FACTS, practice=True))):
        assert faults(render(document).publication) == []


@pytest.mark.parametrize("method", CountingMethod)
def test_the_statutory_document_says_under_its_title_what_it_replaces(method: CountingMethod) -> None:
    model = {CountingMethod.STATION: n11, CountingMethod.CENTRAL: model_ii}[method]
    tally = example_tally(method)
    first, second = model(tally, FACTS), model(tally, FACTS, REPLACED)
    text = text_of(second)
    assert f"{first.title} {SENTENCE}" in text
    assert "«Wijzigingen ten opzichte van versie 1»" in text
    assert "vervangt versie" not in text_of(first)
    assert second.body[1:] == first.body
