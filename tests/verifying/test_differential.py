"""A little of the long comparison of the second checker with the station, and the real counts of 2019."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from pathlib import Path

import pytest

from osv_tui.publication import narekenen
from tests.real_election import ELECTIONS, REAL
from tests.shared import SHARED, needs_shared
from tests.verifying.differential import compare, verdict


def test_the_second_checker_and_the_station_have_the_same_totals(tmp_path: Path) -> None:
    figures = compare(tmp_path, range(2, 4))
    assert figures.different == []
    assert (figures.elections, figures.changed) == (6, 18)
    assert figures.totals > 500


def test_a_checker_that_adds_up_wrong_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control arm."""
    monkeypatch.setattr("tests.verifying.differential._LABELS", {"geen verklaring": "other_explanation"})
    assert compare(tmp_path, range(2, 3), changes=0).different


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_count_of_2019_adds_up_and_a_changed_one_does_not(which: str, tmp_path: Path) -> None:
    for part in ("input", "expected"):
        for path in (REAL / which / part).iterdir():
            shutil.copy(path, tmp_path)
    assert verdict(tmp_path) == set()
    (sheet,) = tmp_path.glob("osv4-3_*")
    content = sheet.read_text("utf-8")
    sheet.write_text(re.sub(r'"de (\w+), ', r'"van \1, ', content, count=1), "utf-8", newline="")
    assert verdict(tmp_path) == {6}
    (count,) = tmp_path.glob("Telling_*")
    count.write_text(re.sub(r"(geen verklaring\">)", r"\g<1>1", count.read_text("utf-8"), count=1), "utf-8")
    assert 7 in verdict(tmp_path)


HOSTILE = sorted((SHARED / "data" / "invalid" / "hostile").glob("*.eml.xml"))
NO_EML = (
    *("control", "doctype", "empty", "dtd", "png", "zip", "namespace", "xxe", "root"),
    *("laughs", "nul", "trunc"),
)


@needs_shared
def test_hostile_files_are_refused_or_survived(tmp_path: Path) -> None:
    """None hangs or crashes; what is no EML at all is told so."""
    for path in HOSTILE:
        target = tmp_path / path.stem
        target.mkdir()
        shutil.copy(path, target)
        found = verdict(target)
        if any(word in path.name for word in NO_EML):
            assert 8 in found, path.name


def test_it_is_one_small_file_for_any_python() -> None:
    """Fewer than 300 lines, nothing but the standard library, and no words of a Python after 3.8."""
    source = Path(narekenen.__file__).read_text("utf-8")
    assert len(source.splitlines()) < 300
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
        )
        if name
    }
    assert imported <= sys.stdlib_module_names
