"""An election is released and reopened as the workflow's table says, and not otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from osv_tui.election.workflow import ELECTION_TRANSITIONS, ElectionAct, ElectionState
from osv_tui.store import decisions, releasing
from osv_tui.store.elections import election_lines
from osv_tui.store.problems import Refused
from tests.examples import (
    BESIDE_SUPERVISOR,
    STATIONS,
    ExampleStation,
    add_control_sums,
    cheap_passwords,
    example_count,
    example_station,
    key_in,
)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[ExampleStation]:
    """One election, of which nothing stands in the way of a release."""
    with cheap_passwords():
        made = example_station(tmp_path / "station.osv")
        for seed, unit in enumerate(STATIONS.units, start=1):
            for typist in made.typists[:2]:
                key_in(made, typist, unit.number, example_count(seed))
        decisions.overview(made.file, made.supervisor)  # which declares them final
        add_control_sums(made, made.election)
        yield made
        made.file.close()


def do(station: ExampleStation, act: ElectionAct) -> None:
    acts: dict[ElectionAct, Callable[[], object]] = {
        ElectionAct.RELEASE: lambda: releasing.release(
            station.file, station.supervisor, BESIDE_SUPERVISOR, station.election
        ),
        ElectionAct.REOPEN: lambda: releasing.reopen_election(
            station.file, station.supervisor, BESIDE_SUPERVISOR, station.election, "verkeerd papier"
        ),
    }
    acts[act]()


def state(station: ExampleStation) -> ElectionState:
    (line,) = election_lines(station.file)
    return ElectionState.RELEASED if line.final_at else ElectionState.OPEN


@pytest.mark.parametrize(("before", "act"), list(product(ElectionState, ElectionAct)))
def test_the_store_does_what_the_table_knows_and_refuses_the_rest(
    station: ExampleStation, before: ElectionState, act: ElectionAct
) -> None:
    if before is ElectionState.RELEASED:
        do(station, ElectionAct.RELEASE)
    assert state(station) is before
    after = ELECTION_TRANSITIONS.get((before, act))
    rows = station.file.value("SELECT count(*) FROM log")
    if after is None:
        with pytest.raises(Refused, match="definitief"):
            do(station, act)
        assert station.file.value("SELECT count(*) FROM log") == rows
        assert state(station) is before
    else:
        do(station, act)
        assert state(station) is after
