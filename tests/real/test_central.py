"""The real municipality of 2019 at its central committees: from its N 11 to a province and a water board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.n11 import n11
from osv_tui.documents.render import render
from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.checks import Check
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, count_form, total_field
from osv_tui.election.level_votes import election_votes
from osv_tui.election.levels import central_committee, units_below
from osv_tui.election.model import Committee, CountingMethod, Election, Level, ReportingUnit
from osv_tui.election.tally import Tally, tally
from osv_tui.eml.reading import read_count, read_total_count
from osv_tui.eml.witness import figures_by_field
from osv_tui.publication.package import write_package
from osv_tui.rehearsal import outcome
from osv_tui.rehearsal.by_calls import Counted, count_by_calls
from osv_tui.rehearsal.cases import Case, write_files
from osv_tui.rehearsal.paper_reading import read_upper_paper
from osv_tui.rehearsal.papers import Paper, practice_papers
from tests.eml.schemas import assert_valid
from tests.examples import cheap_passwords
from tests.real_election import ELECTIONS, REAL, expected_count, only, real_election, real_tally
from tests.shared import needs_shared

pytestmark = needs_shared
METHOD = CountingMethod.STATION
REAL_CODE = 737


@dataclass(frozen=True)
class Central:
    """The central committee as it counted: the real municipality from paper, invented ones beside it."""

    counted: Counted
    papers: Mapping[int, Count]
    published: Path


def above(below: Election) -> Election:
    """The central committee; its lists have towns, which the lists of the municipality leave out."""
    own = central_committee(below.definition)
    lists = tuple(
        replace(of, candidates=tuple(replace(each, locality="Leeuwarden") for each in of.candidates))
        for of in below.lists
    )
    return replace(below, lists=lists, committee=own, units=units_below(below.definition, own), eligible=0)


def paper_of(below: Tally, fields: Mapping[FieldId, object]) -> Count:
    eligible = below.election.eligible
    return Count.of((field, eligible if field == f.ELIGIBLE else below.total(field)) for field in fields)


def invented(of: Election, unit: ReportingUnit, fields: Mapping[FieldId, object]) -> Count:
    """What a municipality with three invented polling stations says."""
    stations = tuple(ReportingUnit(number, f"Zaal {number}", None, 900) for number in (1, 2, 3))
    own = Committee(Level.GSB, f"{unit.number:04}", unit.name)
    local = replace(of, committee=own, units=stations, eligible=2700)
    counts = {each.unit: each.count for each in practice_papers(local, METHOD, 2019, among_others=True)}
    return paper_of(tally(local, METHOD, lambda station: counts[station.number]), fields)


@pytest.fixture(scope="module", params=ELECTIONS)
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def central(which: str, tmp_path_factory: pytest.TempPathFactory) -> Central:
    of, out = above(real_election(which)), tmp_path_factory.mktemp(which)
    fields = count_form(of, METHOD).by_id
    facts = DocumentFacts(datetime(2019, 3, 21, 6, 57), "0" * 64, practice=False)  # noqa: DTZ001
    keyed = read_upper_paper(render(n11(real_tally(which), facts)).publication, "N 11", of)
    papers = {unit.number: invented(of, unit, fields) for unit in of.units} | {keyed.unit: keyed.count}
    definition = only(REAL / which / "input", "Verkiezingsdefinitie_*")
    _, lists = write_files(of, out / "files")
    case = Case(of, (definition, lists), tuple(Paper(unit.number, papers[unit.number]) for unit in of.units))
    (witness,) = (REAL / which / "expected").glob("Telling_*.eml.xml")
    with cheap_passwords():
        counted = count_by_calls(case, METHOD, out, 1, {REAL_CODE: witness})
    package = write_package(counted.release, out / "export", practice=False, provenance=counted.provenance)
    return Central(counted, papers, package.publication)


def test_what_was_keyed_from_the_paper_is_what_was_published(which: str, central: Central) -> None:
    published = read_count(expected_count(real_election(which), which), "x").totals
    (unit,) = (each for each in central.counted.release.tally.units if each.unit.number == REAL_CODE)
    assert unit.unit.name == "Tytsjerksteradiel"
    in_file = figures_by_field(published)
    fields = list(count_form(central.counted.release.tally.election, METHOD).by_id)
    assert Count.of((field, in_file.number(field)) for field in fields) == unit.count
    assert unit.figure(f.VALID) == published.valid > 10_000


def test_the_file_of_2019_agrees_and_mistakes_came_out(central: Central) -> None:
    """Two persons keyed every municipality, with a mistake of each kind."""
    assert central.counted.planted == central.counted.surfaced == 5
    accounts = {each.unit.number: each for each in central.counted.release.accounts}
    found = {judged.finding.check for judged in accounts[REAL_CODE].findings}
    assert not found & {Check.W651, Check.W652}


def test_totals_and_seats_are_those_of_all_papers(central: Central) -> None:
    added = central.counted.release.tally
    for field in count_form(added.election, METHOD).by_id:
        assert added.total(field) == sum(count.number(field) for count in central.papers.values())
    outcome = distribute(election_votes(added))
    assert sum(outcome.seats(of.number) for of in added.election.lists) == added.election.definition.seats
    on_lists = {of.number: added.total(total_field(of.number)) for of in added.election.lists}
    assert outcome.quota.numerator == sum(on_lists.values())
    most = max(on_lists, key=lambda number: on_lists[number])
    assert outcome.seats(most) == max(outcome.seats(number) for number in on_lists)


@pytest.mark.parametrize(("form", "kind"), [("Totaaltelling_*", "510d"), ("Resultaat_*", "520")])
def test_what_is_published_is_valid(central: Central, form: str, kind: str) -> None:
    assert_valid(outcome.only(central.published, f"{form}.eml.xml").read_bytes(), kind)


def test_the_published_result_is_that_of_the_papers(central: Central) -> None:
    """Its report, P 22-2, was read back against the same distribution before the folder got its name."""
    added = central.counted.release.tally
    outcome.check_result(central.published, added.election, distribute(election_votes(added)))
    path = outcome.only(central.published, "Totaaltelling_*.eml.xml")
    totals = figures_by_field(read_total_count(path.read_bytes(), path.name).totals)
    for field in count_form(added.election, METHOD).by_id:
        assert totals.number(field) == sum(count.number(field) for count in central.papers.values())
    assert outcome.only(central.published, "P22-2_*.pdf").stat().st_size > 10_000
