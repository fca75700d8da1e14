"""A package of a province whose lists differ per kieskring: both checkers come to the same numbers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from osv_tui.verifying.check import verify
from osv_tui.verifying.shown import as_text
from tests.documents.test_list_sets import NAME, NAMES, release_of, second
from tests.verifying.example import package
from tests.verifying.sealing import ATTACKER, seal
from tests.verifying.test_tampering import second as second_checker

pytestmark = pytest.mark.skipif(not NAMES, reason="../shared is absent")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(second(release_of(NAME)), tmp_path_factory.mktemp("sets"))


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
    copy = tmp_path / "pakket"
    shutil.copytree(folder, copy)
    (path,) = copy.rglob(pattern)
    content = path.read_bytes()
    assert re.search(old, content)
    path.write_bytes(re.sub(old, new, content, count=1))
    seal(copy, ATTACKER)
    assert verify(copy).exit_code != 0
    assert second_checker(copy) != 0
