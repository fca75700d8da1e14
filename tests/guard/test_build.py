"""Two people who build the same source get the same bytes, and all of the program is in them (goal G20)."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.guard.environment import HOUSE, built

PARTS = ("osv_tui", "tests", "screens", ".ci")
FILES = ("README.md", "pyproject.toml", ".gitignore")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
LONG_AGO = 1_000_000_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The source tree in a folder of its own."""
    to = tmp_path / "source"
    to.mkdir()
    for part in PARTS:
        shutil.copytree(HOUSE / part, to / part, ignore=LEFT_OUT)
    for file in FILES:
        shutil.copy2(HOUSE / file, to / file)
    return to


def as_another_has_it(source: Path) -> Path:
    """The same content in another folder, with other times and other rights."""
    other = shutil.copytree(source, source.parent / "deeper" / "other")
    for path in sorted(other.rglob("*"), reverse=True):
        os.utime(path, (LONG_AGO, LONG_AGO))
        path.chmod(0o700 if path.is_dir() or os.access(path, os.X_OK) else 0o600)
    return other


def builds(kind: str, source: Path) -> tuple[Path, Path]:
    """Built by two people, with another hash seed, time zone, language and umask."""
    out = source.parent
    one = built(kind, source, out / "one", PYTHONHASHSEED="1", TZ="UTC")
    another = as_another_has_it(source)
    mask = os.umask(0o077)
    try:
        return one, built(kind, another, out / "two", PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C")
    finally:
        os.umask(mask)


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_are_the_same_bytes(kind: str, source: Path) -> None:
    one, other = builds(kind, source)
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_the_comparison_sees_a_build_that_keeps_times(kind: str, source: Path) -> None:
    with (source / "pyproject.toml").open("a") as file:
        file.write("\n[tool.hatch.build]\nreproducible = false\n")
    one, other = builds(kind, source)
    assert one.read_bytes() != other.read_bytes()


def test_a_build_with_other_content_has_other_bytes(source: Path, tmp_path: Path) -> None:
    before = built("wheel", source, tmp_path / "one").read_bytes()
    with (source / "osv_tui" / "cli.py").open("a") as file:
        file.write("\n")
    assert built("wheel", source, tmp_path / "two").read_bytes() != before


def test_everything_is_in_the_wheel(source: Path, tmp_path: Path) -> None:
    expected = {str(path.relative_to(source)) for path in (source / "osv_tui").rglob("*") if path.is_file()}
    assert {path.rpartition(".")[2] for path in expected} >= {"py", "sql", "tcss", "typed"}
    with zipfile.ZipFile(built("wheel", source, tmp_path / "out")) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == expected


def test_the_sdist_can_be_built_and_tested(source: Path, tmp_path: Path) -> None:
    """It holds what the wheel is made of, and the wheel made from it is the same."""
    sdist = built("sdist", source, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    for needed in ("tests/test_house.py", "README.md", ".ci/run"):
        assert (unpacked / needed).exists()
    again = built("wheel", unpacked, tmp_path / "again")
    assert again.read_bytes() == built("wheel", source, tmp_path / "direct").read_bytes()
