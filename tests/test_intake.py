"""Files that are proper in themselves but do not belong in this station, and the typed fingerprint."""

from __future__ import annotations

from pathlib import Path

import pytest

from osv_tui import intake
from osv_tui.election.model import CountingMethod, Level
from osv_tui.eml.digest import groups
from osv_tui.eml.parsing import INPUT_LIMIT
from osv_tui.eml.refusal import EmlRefused
from osv_tui.intake import FileUnreadable, Offer, hidden_groups
from osv_tui.rehearsal.cases import Case, practice_cases
from osv_tui.store import database, elections, founding, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.elections import DocumentKind, document_kinds
from osv_tui.store.founding import StationFacts
from osv_tui.store.problems import Refused
from tests.examples import FOUNDERS, PASSWORD
from tests.real_election import DATA, REAL, only
from tests.shared import needs_shared


@pytest.fixture
def cases(tmp_path: Path) -> tuple[Case, ...]:
    return practice_cases(tmp_path / "bestanden", 7, CountingMethod.STATION)


@pytest.fixture
def file(tmp_path: Path) -> StationFile:
    return station(tmp_path, "9999")


def station(folder: Path, code: str) -> StationFile:
    file = database.create(folder / f"{code}.osv")
    facts = StationFacts(code, CountingMethod.STATION, practice=False)
    founding.found(file, facts, FOUNDERS)
    return file


def administrator(file: StationFile) -> Actor:
    return signing_in.sign_in(file, "ada", PASSWORD, "tty")


def right_groups(offered: Offer) -> tuple[str, str]:
    first, second = offered.hidden
    found = groups(offered.document.sha256)
    return found[first], found[second]


def take(file: StationFile, actor: Actor, case: Case, count: int = 3) -> int:
    key: int | None = None
    for kind, path in list(zip(document_kinds(Level.GSB), case.files, strict=True))[:count]:
        offered = intake.offer(file, path, kind, key)
        key = intake.accept(file, actor, offered, key, right_groups(offered))
    assert key is not None
    return key


def refused(file: StationFile, path: Path, kind: DocumentKind, election: int | None = None) -> EmlRefused:
    with pytest.raises(EmlRefused) as caught:
        intake.offer(file, path, kind, election)
    assert caught.value.line is not None
    assert caught.value.element is not None
    return caught.value


def test_three_files_make_an_election(file: StationFile, cases: tuple[Case, ...]) -> None:
    key = take(file, administrator(file), cases[0])
    assert elections.load_election(file, key) == cases[0].election


def test_the_same_election_twice(file: StationFile, cases: tuple[Case, ...]) -> None:
    take(file, administrator(file), cases[0], 1)
    error = refused(file, cases[0].files[0], DocumentKind.DEFINITION)
    assert "al ingelezen" in error.reason


def test_lists_of_another_election(file: StationFile, cases: tuple[Case, ...]) -> None:
    key = take(file, administrator(file), cases[0], 1)
    error = refused(file, cases[1].files[1], DocumentKind.CANDIDATE_LISTS, key)
    assert error.element == "ElectionIdentifier"


def test_a_definition_without_this_municipality(tmp_path: Path, cases: tuple[Case, ...]) -> None:
    error = refused(station(tmp_path, "0001"), cases[0].files[0], DocumentKind.DEFINITION)
    assert "gemeente 0001 van dit station doet niet mee" in error.reason


def test_polling_stations_of_another_municipality(tmp_path: Path, cases: tuple[Case, ...]) -> None:
    file = station(tmp_path, "9998")
    key = take(file, administrator(file), cases[0], 2)
    error = refused(file, cases[0].files[2], DocumentKind.POLLING_STATIONS, key)
    assert "van gemeente 9999, dit station is van gemeente 9998" in error.reason


def test_an_election_of_another_day(tmp_path: Path, cases: tuple[Case, ...]) -> None:
    definition = cases[0].files[0].read_text("utf-8")
    other_day = tmp_path / "Verkiezingsdefinitie_PS2031_Anders.eml.xml"
    other_day.write_text(
        definition.replace("2031-03-19", "2031-03-20").replace("PS2031_Oefenland", "PS2031_Anders")
    )
    file = station(tmp_path, "9999")
    take(file, administrator(file), cases[0], 1)
    error = refused(file, other_day, DocumentKind.DEFINITION)
    assert "deze verkiezing is op 20-03-2031, de andere in dit station op 19-03-2031" in error.reason


@needs_shared
def test_a_council_election_is_not_counted_here(tmp_path: Path) -> None:
    council = DATA / "invalid" / "fixtures" / "base_eml110a_test.eml.xml"
    error = refused(station(tmp_path, "0035"), council, DocumentKind.DEFINITION)
    assert "soort GR" in error.reason


@needs_shared
def test_two_boards_of_the_real_day_stand_side_by_side(tmp_path: Path) -> None:
    file = station(tmp_path, "0737")
    actor = administrator(file)
    for which in ("ps", "ab"):
        folder = REAL / which / "input"
        key: int | None = None
        for kind, pattern in zip(document_kinds(Level.GSB), ("Verk*", "Kand*", "Stem*"), strict=True):
            offered = intake.offer(file, only(folder, pattern), kind, key)
            key = intake.accept(file, actor, offered, key, right_groups(offered))
    assert [line.id for line in elections.election_lines(file)] == ["PS2019_Fryslan", "AB2019_Fryslan"]


def test_wrong_groups_store_nothing(file: StationFile, cases: tuple[Case, ...]) -> None:
    actor = administrator(file)
    offered = intake.offer(file, cases[0].files[0], DocumentKind.DEFINITION, None)
    first, second = right_groups(offered)
    for typed in ((second, first), (first, ""), ("XXXX", "XXXX"), ("", "")):
        with pytest.raises(Refused, match="horen niet bij dit bestand"):
            intake.accept(file, actor, offered, None, typed)
    assert elections.election_lines(file) == ()
    intake.accept(file, actor, offered, None, (first.lower(), f" {second} "))


def test_two_groups_are_hidden_and_a_second_look_hides_the_same(
    file: StationFile, cases: tuple[Case, ...]
) -> None:
    offers = [intake.offer(file, cases[0].files[0], DocumentKind.DEFINITION, None) for _ in range(3)]
    assert len({offered.hidden for offered in offers}) == 1
    shown = offers[0].shown_groups()
    assert [shown[position] for position in offers[0].hidden] == [None, None]
    assert sum(group is not None for group in shown) == 14


def test_which_groups_are_hidden_differs_by_station_and_by_file() -> None:
    stations = {hidden_groups(f"{number:064x}", "a" * 64) for number in range(400)}
    files = {hidden_groups("1" * 64, f"{number:064x}") for number in range(400)}
    for found in (stations, files):
        assert len(found) > 80
        assert {position for pair in found for position in pair} == set(range(16))
        assert all(first < second for first, second in found)


def test_a_canonical_code_is_taken_too(file: StationFile, cases: tuple[Case, ...], tmp_path: Path) -> None:
    key = take(file, administrator(file), cases[0], 1)
    pretty = tmp_path / cases[0].files[1].name
    pretty.write_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n' + cases[0].files[1].read_bytes() + b"\n")
    offered = intake.offer(file, pretty, DocumentKind.CANDIDATE_LISTS, key)
    canonical = offered.document.canonical_sha256
    assert canonical not in (None, offered.document.sha256)
    first, second = (groups(canonical or "")[position] for position in offered.hidden)
    assert offered.accepts(first, second)


@pytest.mark.parametrize("make", ["absent", "folder", "large"])
def test_what_cannot_be_read_from_the_disk(file: StationFile, tmp_path: Path, make: str) -> None:
    path = tmp_path / "bestand.eml.xml"
    if make == "folder":
        path.mkdir()
    elif make == "large":
        with path.open("wb") as out:
            out.truncate(INPUT_LIMIT + 1)
    with pytest.raises(FileUnreadable, match=r"bestand\.eml\.xml"):
        intake.offer(file, path, DocumentKind.DEFINITION, None)
