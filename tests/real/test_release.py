"""The 50 real counts of 2019 at the gate: closed until each difference has an account, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osv_tui.election import form as f
from osv_tui.election.accountability import has_count_difference
from osv_tui.election.checks import Check
from osv_tui.election.count import Count
from osv_tui.election.model import PollingStations
from osv_tui.election.release_gate import Blocker, Blocking
from osv_tui.eml.definition_writing import write_polling_stations
from osv_tui.rehearsal.cases import Case, read_cases
from osv_tui.rehearsal.papers import Paper
from osv_tui.store import decisions, judging, releasing
from osv_tui.store.problems import Refused
from tests.bench.station import METHOD, BenchStation, fill_with_entries, make_station
from tests.clearing import ACCOUNTED, JUDGED, add_by_hand, clear
from tests.examples import BESIDE_SUPERVISOR
from tests.real_election import REAL
from tests.shared import needs_shared

pytestmark = needs_shared


def typed_twice(path: Path, case: Case) -> BenchStation:
    station = make_station(path, case)
    fill_with_entries(station, different=0)
    decisions.overview(station.file, station.supervisor)
    return station


@pytest.fixture(params=("PS", "AB"))
def case(request: pytest.FixtureRequest) -> Case:
    return next(case for case in read_cases(REAL, METHOD) if case.election.id.startswith(request.param))


def gate(station: BenchStation) -> tuple[Blocker, ...]:
    return releasing.gate(station.file, station.supervisor, station.election)


def release(station: BenchStation) -> None:
    releasing.release(station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)


def dossiers(station: BenchStation) -> Iterator[judging.Dossier]:
    for line in decisions.overview(station.file, station.supervisor):
        yield judging.dossier(station.file, station.supervisor, line.key)


def test_the_release_waits_for_the_account_of_each_difference(case: Case, tmp_path: Path) -> None:
    station = typed_twice(tmp_path / "station.osv", case)
    file, supervisor = station.file, station.supervisor
    for seen in dossiers(station):
        judging.dispose(file, supervisor, seen, seen.open_findings, JUDGED)
    gate(station)  # which declares final what is judged
    add_by_hand(file, supervisor, station.election)
    different = [paper.unit for paper in case.papers if has_count_difference(paper.count)]
    assert len(different) >= 3
    assert [(each.blocking, each.unit) for each in gate(station)] == [
        (Blocking.ACCOUNT, unit) for unit in sorted(different)
    ]
    for seen in dossiers(station):
        if seen.account.has_count_difference:
            with pytest.raises(Refused, match=f"Stembureau {seen.unit.number}: het telverschil"):
                release(station)
            judging.account_for(file, supervisor, seen, ACCOUNTED)
    assert gate(station) == ()
    release(station)
    released = releasing.current_release(file, supervisor, station.election)
    assert [each.unit.number for each in released.accounts if each.count_account] == sorted(different)
    file.close()


def test_more_votes_than_voters_called_and_explanations_that_do_not_add_up_can_be_released(
    case: Case, tmp_path: Path
) -> None:
    """Both are seen in real elections: the program asks, and lets them be."""
    strange = next(paper for paper in case.papers if has_count_difference(paper.count))
    papers = tuple(_unbalanced(paper) if paper is strange else paper for paper in case.papers)
    odd = replace(case, files=(*case.files[:2], _few_called_up(case, strange.unit, tmp_path)), papers=papers)
    made = typed_twice(tmp_path / "odd.osv", odd)
    found = next(seen for seen in dossiers(made) if seen.unit.number == strange.unit)
    assert {Check.W251, Check.W351} <= {finding.check for finding in found.open_findings}
    clear(made.file, made.supervisor, made.election)
    add_by_hand(made.file, made.supervisor, made.election)
    release(made)
    accounts = releasing.current_release(made.file, made.supervisor, made.election).accounts
    told = next(each for each in accounts if each.unit.number == strange.unit)
    assert told.count_account
    assert all(judged.disposition for judged in told.findings)
    made.file.close()


def _few_called_up(case: Case, unit: int, folder: Path) -> Path:
    """The 110b with ten voters called up to ``unit``."""
    of = case.election
    units = tuple(replace(each, eligible=10) if each.number == unit else each for each in of.units)
    stations = PollingStations(of.identifier, of.committee, of.eligible, units)
    path = folder / case.files[2].name
    path.write_bytes(write_polling_stations(stations, datetime(2019, 3, 1, tzinfo=UTC)))
    return path


def _unbalanced(paper: Paper) -> Paper:
    other = paper.count.number(f.OTHER_EXPLANATION) + 1
    return replace(paper, count=Count.of({**paper.count.values, f.OTHER_EXPLANATION: other}))
