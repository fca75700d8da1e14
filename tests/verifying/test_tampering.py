"""Every kind of tampering is found, with the exit code of its kind, and the second checker agrees."""

from __future__ import annotations

import contextlib
import io
import runpy
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from osv_tui.publication import narekenen
from osv_tui.publication.manifest import SHA256SUMS
from osv_tui.verifying.check import OnPaper, verify
from osv_tui.verifying.shown import as_text
from tests.documents.accountability_example import corrected_release, full_release
from tests.examples import ELECTION
from tests.publication.test_package import example_release
from tests.verifying.example import package, sound
from tests.verifying.tampering import TABLE, Case, Ground


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A corrected release, the one it replaces, and one of another municipality."""
    out = tmp_path_factory.mktemp("packages")
    other = example_release()
    committee = replace(ELECTION.committee, name="Anderdam")
    other = replace(other, tally=replace(other.tally, election=replace(ELECTION, committee=committee)))
    return Ground(
        package(sound(corrected_release()), out / "new"),
        package(sound(full_release()), out / "old"),
        package(other, out / "other"),
    )


def second(folder: Path) -> int:
    """The exit code of the second checker."""
    with contextlib.redirect_stdout(io.StringIO()):
        return int(runpy.run_path(str(narekenen.__file__))["main"]([str(folder)]))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_what_was_done_to_a_package_has_its_exit_code(case: Case, packages: Ground, tmp_path: Path) -> None:
    folder = tmp_path / "pakket"
    shutil.copytree(packages.folder, folder)
    on_paper = OnPaper()
    if case.verify == 5:
        listed = (folder / SHA256SUMS).read_bytes()
        on_paper = OnPaper(root=sha256(listed).hexdigest(), files=listed.count(b"\n"))
    case.change(replace(packages, folder=folder))
    report = verify(folder, on_paper)
    assert report.exit_code == case.verify, as_text(report)
    assert second(folder) == case.expected_of_second


def test_the_table_has_every_kind_of_fault() -> None:
    """A table in which one kind is missing proves nothing of it."""
    assert {case.verify for case in TABLE} == set(range(9))
    assert len(TABLE) >= 30
    assert len({case.name for case in TABLE}) == len(TABLE)
