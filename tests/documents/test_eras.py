"""Sets of models of several years stand side by side, and a model is added by one module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from osv_tui.documents import eras, names, stated
from osv_tui.documents.blocks import votes
from osv_tui.documents.model import Document, DocumentFacts, Heading
from osv_tui.documents.model_set import Codes, ResultModel
from osv_tui.documents.models_2019 import MODELS_2019
from osv_tui.documents.stated import Stated
from osv_tui.election.accountability import Release
from osv_tui.election.model import CountingMethod, Election
from osv_tui.election.tally import Tally
from osv_tui.publication.package import write_package
from tests.documents.accountability_example import full_release, release_of
from tests.documents.example import FACTS, example_election, example_tally
from tests.documents.reading_back import pages_of
from tests.publication.package_example import PROVENANCE

BOTH = pytest.mark.parametrize("method", CountingMethod)


BLANK = replace(FACTS, eml_sha256=None)


def later_model(release: Release, facts: DocumentFacts) -> Document:
    """A model as a module of a later year would have it."""
    body = (Heading(2, "2.6 Stemmen per lijst en per kandidaat"), *votes(release.tally))
    return Document("Verslag en telresultaten", "Model Na 31-1 (versie 2027)", facts, body)


def later_stated(release: Release) -> Iterator[Stated]:
    return stated.votes(release.tally.election.lists, release.tally.total)


def later_name(election: Election) -> str:
    return names.n11_name(election).replace("N11", "Na31-1")


MODELS_2027 = replace(
    MODELS_2019,
    since=date(2027, 1, 1),
    station=replace(
        MODELS_2019.station,
        name="Model Na 31-1",
        results=(ResultModel(later_name, later_model, later_stated),),
    ),
)


def on(tally: Tally, day: date) -> Tally:
    definition = tally.election.definition
    held = replace(definition, identifier=replace(definition.identifier, date=day))
    return replace(tally, election=replace(tally.election, definition=held))


@pytest.fixture
def two_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eras, "SETS", (MODELS_2027, MODELS_2019))


@pytest.mark.usefixtures("two_sets")
@pytest.mark.parametrize(
    ("day", "model"),
    [
        (date(2019, 3, 20), "Model N 11"),
        (date(2026, 12, 31), "Model N 11"),
        (date(2027, 1, 1), "Model Na 31-1"),
        (date(2031, 3, 20), "Model Na 31-1"),
    ],
)
def test_the_day_of_the_election_chooses_the_set(day: date, model: str) -> None:
    tally = on(example_tally(), day)
    assert eras.models_of(tally).name == model
    (found,) = eras.result_documents(release_of(tally), FACTS, Codes())
    assert found.document.model_name.startswith(model)


@BOTH
def test_without_a_later_set_every_day_takes_the_models_of_2019(method: CountingMethod) -> None:
    for day in (date(2019, 3, 20), date(2031, 3, 20)):
        assert eras.models_of(on(example_tally(method), day)) == MODELS_2019.of(example_election(), method)


@pytest.mark.usefixtures("two_sets")
def test_a_package_has_the_models_of_its_year(tmp_path: Path) -> None:
    release = full_release()
    for day, begin in ((date(2026, 12, 31), "N11_"), (date(2027, 1, 1), "Na31-1_")):
        written = write_package(
            replace(release, tally=on(release.tally, day)),
            tmp_path / begin,
            practice=False,
            provenance=PROVENANCE,
        ).publication
        (result,) = written.rglob(f"{begin}*.pdf")
        (account,) = written.rglob("Verantwoording*.pdf")
        name = "Model N 11" if begin == "N11_" else "Model Na 31-1"
        assert name in pages_of(result.read_bytes())[0]
        assert f"Bij {name}" in pages_of(account.read_bytes())[0]


@BOTH
def test_every_station_has_the_forms_of_its_way_of_counting(method: CountingMethod) -> None:
    election = example_tally(method).election
    found = [each.name.partition("_")[0] for each in eras.station_forms(election, method, BLANK)]
    of_a_station = ["N10-1"] if method is CountingMethod.STATION else ["I", "osv4-8"]
    assert found == of_a_station * len(election.units)
