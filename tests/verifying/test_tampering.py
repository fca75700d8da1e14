"""Every kind of tampering is found, with the exit code of its kind, and the second checker agrees."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from osv_tui.publication import narekenen, pdf_reading
from osv_tui.publication.manifest import SHA256SUMS
from osv_tui.publication.pdf_reading import read_pdf, same_drawing
from osv_tui.verifying.check import OnPaper, verify
from osv_tui.verifying.report import Fault
from osv_tui.verifying.shown import as_text
from tests.documents.accountability_example import corrected_release, full_release
from tests.examples import ELECTION
from tests.publication.test_package import example_release
from tests.verifying.example import package, sound
from tests.verifying.sealing import ATTACKER, seal
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


@pytest.mark.usefixtures("undrawn")
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


def rewritten(pdf: bytes, what: str) -> bytes:
    """The PDF put together again with a letter of a font, or the place of a text, another one."""
    writer: Any = PdfWriter(clone_from=io.BytesIO(pdf))
    page = writer.pages[0]
    if what == "a font":
        font = next(iter(page["/Resources"]["/Font"].values()))["/DescendantFonts"][0]
        program = font["/FontDescriptor"]["/FontFile2"].get_object()
        data = bytearray(program.get_data())
        data[len(data) // 2] ^= 1
        program.set_data(bytes(data))
    elif what == "a place":
        content = page["/Contents"].get_object()
        content.set_data(re.sub(rb"1 0 0 1 (\d)", rb"1 0 0 1 1\1", content.get_data(), count=1))
    elif what == "packed otherwise":
        page["/Contents"].get_object().set_data(page["/Contents"].get_object().get_data())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("what", "same"), [("a font", False), ("a place", False), ("packed otherwise", True)]
)
def test_two_drawings_are_the_same_whatever_packed_them(what: str, same: bool, packages: Ground) -> None:
    good = rewritten(packages.one("N11*.pdf").read_bytes(), "nothing")
    other = rewritten(good, what)
    assert read_pdf(other).elements == read_pdf(good).elements
    assert same_drawing(good, rewritten(good, "nothing"))
    assert same_drawing(good, other) is same


def test_what_was_compared_is_forgotten(packages: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[tuple[int, int]] = []

    class Kept(PdfReader):
        def close(self) -> None:
            left.append((len(self.resolved_objects), len(self.xref_objStm)))
            super().close()

    monkeypatch.setattr(pdf_reading, "PdfReader", Kept)
    good = packages.one("N11*.pdf").read_bytes()
    assert same_drawing(good, good)
    assert not left, "the same bytes"
    assert same_drawing(good, good + b"\n")
    assert len(left) == 2
    for objects, all_objects in left:
        assert objects < 10 < all_objects


def test_a_document_that_says_the_same_but_looks_different_is_found(packages: Ground, tmp_path: Path) -> None:
    folder = tmp_path / "pakket"
    shutil.copytree(packages.folder, folder)
    assert verify(folder).exit_code == 0
    (path,) = folder.rglob("N11*.pdf")
    path.write_bytes(rewritten(path.read_bytes(), "a font"))
    seal(folder, ATTACKER)
    (found,) = verify(folder).found
    assert (found.fault, found.file) == (Fault.UNEQUAL, path.name)
    assert "anders getekend" in found.text
