"""The evening of a made-up municipality, and what the rehearsal says when something is wrong."""

from __future__ import annotations

import shutil
import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest

from osv_tui.election.model import CountingMethod
from osv_tui.publication.manifest import write_manifests
from osv_tui.rehearsal import outcome
from osv_tui.rehearsal.cases import practice_cases
from osv_tui.rehearsal.evening import EveningFailed, rehearse_evening
from osv_tui.rehearsal.plan import EveningResult
from osv_tui.rehearsal.practice import ADMINISTRATOR, SUPERVISOR
from osv_tui.store import sittings
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station

Step = tuple[str, int, int]


class NetworkWatch:
    """Notes every socket that could reach another computer, while it watches."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.watching = False
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.watching or not event.startswith("socket."):
            return
        # the event loop wakes itself up over a pair of local sockets, which no other computer can reach
        local = event == "socket.__new__" and arguments[1] == socket.AF_UNIX
        if not local:
            self.seen.append(event)


@pytest.fixture(scope="module")
def network() -> NetworkWatch:
    return NetworkWatch()


@pytest.fixture(scope="module")
def evening(
    network: NetworkWatch, tmp_path_factory: pytest.TempPathFactory
) -> tuple[EveningResult, list[Step]]:
    steps: list[Step] = []
    out = tmp_path_factory.mktemp("evening") / "avond"
    network.watching = True
    result = rehearse_evening(None, out, 7, central=True, progress=lambda *step: steps.append(step))
    network.watching = False
    return result, steps


def test_no_socket_to_another_computer_is_opened(
    evening: tuple[EveningResult, list[Step]], network: NetworkWatch
) -> None:
    assert network.seen == []
    network.watching = True
    socket.socket(socket.AF_INET).close()
    network.watching = False
    assert network.seen == ["socket.__new__"]


def test_a_practice_evening_counted_centrally(evening: tuple[EveningResult, list[Step]]) -> None:
    result, steps = evening
    assert result.planted == result.surfaced >= 10
    assert str(result.folder) in result.text
    assert steps[-1][1] == steps[-1][2]
    published = [path.name for path in result.folder.rglob("publicatie/*/[134]*/*")]
    assert all(name.startswith("OEFENING_") or name == "stembureaus.csv" for name in published)
    assert sum(name.startswith("OEFENING_II_") for name in published) == 3
    assert sum(name.startswith("OEFENING_osv4-7_") for name in published) == 3


def test_the_evening_was_one_sitting_with_its_heads_on_paper(
    evening: tuple[EveningResult, list[Step]],
) -> None:
    with closing(open_station(evening[0].folder / "station.osv")) as file:
        (sitting,) = sittings.sittings(file)
        assert (sitting.opened_by, sitting.confirmed_by) == (ADMINISTRATOR.name, SUPERVISOR.name)
        assert not sittings.is_open(file)
        assert sittings.due(file) is None
        rows = file.rows("SELECT detail ->> 'occasion' FROM log WHERE action = 'head noted' ORDER BY seq")
        assert (rows[0], rows[-1]) == (("opening",), ("closing",))
        assert first_fault(file) is None


def test_a_changed_number_in_the_export_is_found(
    evening: tuple[EveningResult, list[Step]], tmp_path: Path
) -> None:
    case = practice_cases(tmp_path / "again", 7, CountingMethod.CENTRAL)[0]
    (original,) = (evening[0].folder / "export").glob("publicatie/*PS*/")
    publication = tmp_path / "publicatie"
    shutil.copytree(original, publication)
    outcome.check_package(publication, case, CountingMethod.CENTRAL, practice=True)
    (csv,) = publication.rglob("*osv4-3*.csv")
    csv.write_bytes(csv.read_bytes().replace(b'"1"', b'"2"', 1))
    with pytest.raises(outcome.Wrong, match=r"osv4-3.* is veranderd"):
        outcome.check_package(publication, case, CountingMethod.CENTRAL, practice=True)
    write_manifests(publication)
    with pytest.raises(outcome.Wrong, match="vindt een fout"):
        outcome.check_package(publication, case, CountingMethod.CENTRAL, practice=True)


def test_an_evening_needs_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "iets").touch()
    with pytest.raises(EveningFailed, match="niet leeg"):
        rehearse_evening(None, tmp_path, 7)


def test_a_folder_without_elections_is_named(tmp_path: Path) -> None:
    with pytest.raises(EveningFailed, match=r"entries\.json"):
        rehearse_evening(tmp_path, tmp_path / "avond", 7)
