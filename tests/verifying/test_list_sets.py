"""A package of a province whose lists differ per kieskring: both checkers come to the same numbers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from osv_tui.verifying.check import verify
from osv_tui.verifying.report import Fault
from osv_tui.verifying.shown import as_text
from tests.documents.test_list_sets import NAME, NAMES, release_of, second
from tests.verifying.example import a_file_per_kieskring, package
from tests.verifying.sealing import ATTACKER, seal
from tests.verifying.test_tampering import second as second_checker

pytestmark = pytest.mark.skipif(not NAMES, reason="../shared is absent")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(second(release_of(NAME)), tmp_path_factory.mktemp("sets"))


def resealed(folder: Path, tmp_path: Path, pattern: str, change: Callable[[Path], None]) -> Path:
    """A copy of a package of which one file was changed, with lists and a signature made anew."""
    copy = tmp_path / "pakket"
    shutil.copytree(folder, copy)
    (path,) = copy.rglob(pattern)
    change(path)
    seal(copy, ATTACKER)
    return copy


def replacing(old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))

    return change


def test_a_good_package_is_good_to_both(folder: Path) -> None:
    report = verify(folder)
    assert report.exit_code == 0, as_text(report)
    assert second_checker(folder) == 0


@pytest.mark.parametrize(
    ("pattern", "old", "new"),
    [
        ("Totaaltelling_*.eml.xml", rb'ShortCode="L10003"', rb'ShortCode="L10009"'),
        ("osv4-3_*.csv", rb"L10003", rb"L10009"),
        ("stembureaus.csv", rb"L10003", rb"L10009"),
        ("manifest.json", rb"L10003", rb"L10009"),
    ],
)
def test_another_person_is_found_by_both(
    folder: Path, tmp_path: Path, pattern: str, old: bytes, new: bytes
) -> None:
    copy = resealed(folder, tmp_path, pattern, replacing(old, new))
    assert verify(copy).exit_code != 0
    assert second_checker(copy) != 0


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    release = release_of(NAME)
    return package(release, tmp_path_factory.mktemp("parts"), given=a_file_per_kieskring(release))


def test_a_file_per_kieskring_is_published_and_good_to_both(parts: Path) -> None:
    names = sorted(path.name for path in parts.rglob("Kandidatenlijsten_*"))
    assert names == [f"Kandidatenlijsten_PS2031_Voorbeeld_Streek{n}.eml.xml" for n in (1, 2)]
    report = verify(parts)
    assert report.exit_code == 0, as_text(report)
    assert second_checker(parts) == 0


def _remove(lists: Path) -> None:
    lists.unlink()


def _again(lists: Path) -> None:
    shutil.copy(lists, lists.with_name("Kandidatenlijsten_nog_eens.eml.xml"))


def _another(lists: Path) -> None:
    content = lists.read_bytes()
    assert content.count(b'<ContestIdentifier Id="2"') == 1
    lists.write_bytes(content.replace(b'<ContestIdentifier Id="2"', b'<ContestIdentifier Id="9"'))


def _alone(lists: Path) -> None:
    """One file for all is taken, but not beside that of a kieskring."""
    content = lists.read_bytes()
    lists.write_bytes(content.replace(b'<ContestIdentifier Id="2"', b'<ContestIdentifier Id="alle"'))


@pytest.mark.parametrize(
    ("change", "fault"),
    [(_remove, Fault.MISSING), (_again, Fault.EML), (_another, Fault.EML), (_alone, Fault.EML)],
)
def test_lists_of_a_kieskring_too_few_or_too_many_are_found_by_both(
    parts: Path, tmp_path: Path, change: Callable[[Path], None], fault: Fault
) -> None:
    copy = resealed(parts, tmp_path, "Kandidatenlijsten_*_Streek2.eml.xml", change)
    assert verify(copy).exit_code == second_checker(copy) == fault.value


@pytest.mark.parametrize(
    ("pattern", "old", "new"),
    [
        ("Kandidatenlijsten_*_Streek2.eml.xml", b'Identifier Id="2"', b'Identifier Id=" 2 "'),
        (
            "Verkiezingsdefinitie_*.eml.xml",
            b'"KIESKRING" RegionNumber="2"',
            b'"KIESKRING" RegionNumber=" 02"',
        ),
        ("Kandidatenlijsten_*_Streek2.eml.xml", b"<EML ", b'<!-- <EML Id="110a"> --><EML '),
    ],
)
def test_what_a_station_takes_as_it_is_written_is_good_to_both(
    parts: Path, tmp_path: Path, pattern: str, old: bytes, new: bytes
) -> None:
    copy = resealed(parts, tmp_path, pattern, replacing(old, new))
    assert (verify(copy).exit_code, second_checker(copy)) == (0, 0)
