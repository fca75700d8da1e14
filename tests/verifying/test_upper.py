"""A package of a hoofdstembureau or central committee: seats and lots follow from its own files."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.level_votes import Place
from osv_tui.verifying.check import verify
from osv_tui.verifying.report import Fault
from osv_tui.verifying.shown import as_text
from tests.documents.upper_release_example import (
    LEVELS,
    distributed,
    second_upper_release,
    tied,
    upper_release,
)
from tests.publication.mutations import mutated
from tests.verifying.example import package
from tests.verifying.sealing import ATTACKER, seal
from tests.verifying.test_tampering import second

EVERY = pytest.mark.parametrize("level", LEVELS)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("upper")
    return {level: package(second_upper_release(*LEVELS[level]), out / level) for level in LEVELS}


@EVERY
def test_a_good_package_is_good_to_both(level: str, packages: dict[str, Path]) -> None:
    report = verify(packages[level])
    assert report.exit_code == 0, as_text(report)
    assert second(packages[level]) == 0


def altered(packages: dict[str, Path], level: str, tmp_path: Path, pattern: str) -> tuple[Path, Path]:
    folder = tmp_path / "pakket"
    shutil.copytree(packages[level], folder)
    (path, *_) = sorted(folder.rglob(pattern))
    return folder, path


@pytest.mark.parametrize(
    ("level", "pattern"),
    [
        ("HSB", "O3_*.pdf"),
        ("HSB", "Narekenstaat_*.pdf"),
        ("CSB of several", "P22-1_*.pdf"),
        ("CSB of a province", "P22-2_*.pdf"),
        ("CSB of a water board", "Gekozen_*.csv"),
    ],
)
def test_a_digit_in_a_document_is_found(
    level: str, pattern: str, packages: dict[str, Path], tmp_path: Path
) -> None:
    folder, path = altered(packages, level, tmp_path, pattern)
    path.write_bytes(mutated(path, random.Random(3)))
    seal(folder, ATTACKER)
    report = verify(folder)
    assert [(each.fault, each.file) for each in report.found] == [(Fault.UNEQUAL, path.name)]


def test_somebody_else_elected_is_found(packages: dict[str, Path], tmp_path: Path) -> None:
    """Two candidates of a list change places in the 520: no lot can give that."""
    folder, path = altered(packages, "CSB of a province", tmp_path, "Resultaat_*.eml.xml")
    content = path.read_text("utf-8")
    one, other = list(re.finditer(r"<CandidateFullName>.*?</QualifyingAddress>", content))[:2]
    assert one[0] != other[0]
    content = (
        content[: one.start()]
        + other[0]
        + content[one.end() : other.start()]
        + one[0]
        + content[other.end() :]
    )
    path.write_text(content, "utf-8", newline="")
    seal(folder, ATTACKER)
    report = verify(folder)
    assert report.exit_code == Fault.UNEQUAL.value
    assert any("volgen niet uit de stemmen" in each.text for each in report.found)


def test_a_result_that_was_never_there_is_missed(packages: dict[str, Path], tmp_path: Path) -> None:
    folder, path = altered(packages, "CSB of several", tmp_path, "Resultaat_*.eml.xml")
    path.unlink()
    seal(folder, ATTACKER)
    report = verify(folder)
    assert report.exit_code == Fault.MISSING.value
    assert "Er is geen EML-bestand 520." in {each.text for each in report.found}
    assert second(folder) == 2


@pytest.mark.parametrize(("pattern", "code"), [("Telling_*.eml.xml", 6), ("Totaaltelling_*.eml.xml", 7)])
def test_the_two_counts_of_one_body_must_be_one(
    pattern: str, code: int, packages: dict[str, Path], tmp_path: Path
) -> None:
    """A count that adds up but is not that of the other; and one that does not add up."""
    folder, path = altered(packages, "CSB of a province", tmp_path, pattern)
    content = path.read_text("utf-8")
    times = 2 if code == 6 else 1
    tag = r'(<RejectedVotes ReasonCode="blanco">)(\d+)'
    found, made = re.subn(tag, lambda match: f"{match[1]}{int(match[2]) + 1}", content, count=times)
    assert made == times
    path.write_text(found, "utf-8", newline="")
    seal(folder, ATTACKER)
    assert (verify(folder).exit_code, second(folder)) == (code, code)


def test_more_elected_than_seats_is_found_by_the_second_checker(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    folder, path = altered(packages, "CSB of several", tmp_path, "Verkiezingsdefinitie_*.eml.xml")
    content = path.read_text("utf-8")
    path.write_text(re.sub(r"(NumberOfSeats>)\d+", r"\g<1>19", content), "utf-8", newline="")
    seal(folder, ATTACKER)
    assert second(folder) == 7


def test_who_is_deceased_is_read_from_the_report(tmp_path: Path) -> None:
    release = distributed(upper_release(*LEVELS["CSB of a province"]), deceased=frozenset({Place(1, 1)}))
    folder = package(release, tmp_path)
    report = verify(folder)
    assert report.exit_code == 0, as_text(report)


@pytest.mark.parametrize("pick", [0, -1], ids=["first", "last"])
def test_the_lots_that_were_drawn_are_found(pick: int, tmp_path: Path) -> None:
    """Whichever was drawn: the lot is in no file but the report, and the result must follow from it."""
    release = tied()
    while release.distribution and (question := release.distribution.lot_needed):
        lot = Lot(question.kind, question.options, question.options[pick], question.list_number)
        release = distributed(release, *release.lots, lot)
    assert release.lots
    report = verify(package(release, tmp_path))
    assert report.exit_code == 0, as_text(report)
