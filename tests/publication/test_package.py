"""The folder that is published: complete or not there, and the same every time."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from osv_tui.election.accountability import (
    FieldChange,
    Release,
    Replaced,
    UnitAccount,
    UnitChanges,
)
from osv_tui.election.form import PROXIES
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import tally
from osv_tui.publication.contents import PROGRAM
from osv_tui.publication.manifest import ProblemKind, check_manifests, files_below
from osv_tui.publication.package import (
    ExportFailed,
    Package,
    Reopening,
    mark_expired,
    package_folder,
    write_package,
)
from tests.documents.reading_back import pages_of
from tests.examples import ELECTION, example_count
from tests.publication.package_example import PROVENANCE

CREATED = datetime(2031, 3, 19, 23, 41, 7, 123000, tzinfo=UTC)


REOPENING = Reopening(CREATED.replace(day=20), "twee kandidaten\nverwisseld")


def example_release(method: CountingMethod = CountingMethod.STATION) -> Release:
    counted = tally(ELECTION, method, lambda unit: example_count(unit.number))
    accounts = tuple(UnitAccount(each.unit, each.count) for each in counted.units)
    return Release(counted, version=1, at=CREATED, accounts=accounts)


def second_release(method: CountingMethod = CountingMethod.STATION) -> Release:
    first = example_release(method)
    changed = UnitChanges(first.accounts[0].unit, "verkeerd papier", (FieldChange(PROXIES, 3, 4),))
    return replace(
        first,
        version=2,
        replaced=Replaced(1, CREATED, REOPENING.at, REOPENING.reason, "ab" * 32),
        changes=(changed,),
    )


def write(out: Path, release: Release | None = None, *, practice: bool = False) -> Package:
    return write_package(release or example_release(), out, practice=practice, provenance=PROVENANCE)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("method", CountingMethod)
def test_the_same_count_gives_the_same_bytes_in_any_process(tmp_path: Path, method: CountingMethod) -> None:
    script = (
        "import sys; from pathlib import Path; from osv_tui.election.model import CountingMethod;"
        "from tests.publication.test_package import second_release, write;"
        "write(Path(sys.argv[1]), second_release(CountingMethod[sys.argv[2]]))"
    )
    for number, zone in enumerate(("Europe/Amsterdam", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", script, str(tmp_path / zone), method.name]
        subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[2])
    first, second = (digests(tmp_path / zone) for zone in ("Europe/Amsterdam", "Asia/Tokyo"))
    assert first == second
    assert len(first) == {CountingMethod.STATION: 27, CountingMethod.CENTRAL: 29}[method]
    write(tmp_path / "later", replace(second_release(method), at=CREATED.replace(minute=42)))
    assert digests(tmp_path / "later") != first


def test_a_character_the_font_lacks_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    first = ELECTION.lists[0]
    named = replace(ELECTION, lists=(replace(first, name="Hart \u2665 voor u"), *ELECTION.lists[1:]))
    release = example_release()
    release = replace(release, tally=replace(release.tally, election=named))
    with pytest.raises(ExportFailed, match=r"«♥» \(U\+2665\) in «.*Hart ♥ voor u»"):
        write(tmp_path, release)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_a_full_disk_leaves_nothing_behind_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    real, calls = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ExportFailed, match="de schijf is vol") as error:
            write(tmp_path)
    assert "No space" not in str(error.value)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path)


def test_an_earlier_export_is_left_as_it_is(tmp_path: Path) -> None:
    write(tmp_path)
    before = digests(tmp_path)
    with pytest.raises(ExportFailed, match="staat al een export"):
        write(tmp_path)
    assert digests(tmp_path) == before


def test_practice_is_marked_in_every_name_of_the_count_and_on_every_page(tmp_path: Path) -> None:
    written = write(tmp_path, practice=True)
    assert written.publication.name.startswith("OEFENING_")
    for section in ("1-uitslag", "3-verantwoording"):
        assert all(name.startswith("OEFENING_") for name in names(written.publication / section))
    (count,) = written.publication.rglob("*Telling_*.eml.xml")
    assert f"<!--Created by: {PROGRAM} OEFENING-->" in count.read_text("utf-8"), "also under another name"
    (sheet,) = written.publication.rglob("*Hashcode*.pdf")
    assert count.name in "".join("".join(pages_of(sheet.read_bytes())).split())
    assert json.loads((written.publication / "manifest.json").read_bytes())["practice"] == "ja"
    assert "Dit is geen echte uitslag." in (written.publication / "index.html").read_text("utf-8")
    for page in (written.publication / "index.html", written.publication.parent / "index.html"):
        assert "<title>OEFENING: " in page.read_text("utf-8")
    for name in ("LEESMIJ.txt", "VERIFICATIE.txt"):
        assert (written.publication / name).read_text("utf-8").startswith("OEFENING: ")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


PLACE = "PS2031_Voorbeeld_gemeente_Voorbeelddam"
FIRST = [
    f"1-uitslag/N11_Vaststellingaantallenstemmeningemeente_{PLACE}.pdf",
    f"1-uitslag/osv4-1_HashcodeTelling_{PLACE}.pdf",
    f"3-verantwoording/Narekenstaat_stemmenperlijst_{PLACE}.csv",
    f"3-verantwoording/Narekenstaat_stemmenperlijst_{PLACE}.pdf",
    f"3-verantwoording/Verantwoording_telverschillen_{PLACE}.csv",
    f"3-verantwoording/Verantwoording_telverschillen_{PLACE}.pdf",
    "4-bestanden/Kandidatenlijsten_PS2031_Voorbeeld.eml.xml",
    f"4-bestanden/Stembureaus_{PLACE}.eml.xml",
    f"4-bestanden/Telling_{PLACE}.eml.xml",
    "4-bestanden/Verkiezingsdefinitie_PS2031_Voorbeeld.eml.xml",
    f"4-bestanden/osv4-3_Telling_{PLACE}.csv",
    "4-bestanden/stembureaus.csv",
    "5-herkomst/logboek.jsonl",
    "5-herkomst/software.json",
    *("BLAKE3SUMS", "LEESMIJ.txt", "SHA256SUMS", "VERIFICATIE.txt", "dataset.jsonld", "index.html"),
    *("manifest.json", "narekenen.py"),
]
NAME = "PS2031_Voorbeeld_9999_Voorbeelddam"


def test_a_first_release_has_every_document(tmp_path: Path) -> None:
    written = write(tmp_path)
    assert files_below(written.publication) == FIRST
    assert names(tmp_path) == ["ondertekenen", "publicatie"]
    assert names(tmp_path / "publicatie") == [NAME, f"{NAME}.zip", f"{NAME}.zip.sha256", "index.html"]
    assert len(names(written.to_sign)) == 1
    assert written.files == len(FIRST) - 1


def test_a_second_release_stands_beside_the_first_and_tells_what_changed(tmp_path: Path) -> None:
    write(tmp_path)
    written = write(tmp_path, second_release())
    changes = f"1-uitslag/Wijzigingen_tenopzichtevanversie1_{PLACE}.pdf"
    assert files_below(written.publication) == sorted([*FIRST, changes])
    assert names(tmp_path / "ondertekenen") == [NAME, f"{NAME}_v2"]
    for name in (name for name in FIRST if name.endswith(".pdf") and "osv4-1" not in name):
        first, *_ = pages_of((written.publication / name).read_bytes())
        assert "Dit document vervangt versie 1" in first
    assert "3 4 +1" in pages_of((written.publication / changes).read_bytes())[0]
    for name in ("index.html", "LEESMIJ.txt"):
        told = (written.publication / name).read_text("utf-8")
        assert f"vervangt versie 1. Controlecode van die versie: {' '.join(['ABAB'] * 16)}." in told


def test_every_document_has_the_hash_of_the_count(tmp_path: Path) -> None:
    publication = write(tmp_path, second_release()).publication
    (count,) = publication.rglob("Telling_*")
    code = sha256(count.read_bytes()).hexdigest().upper()
    documents = list(publication.rglob("*.pdf"))
    assert len(documents) == 5
    for path in documents:
        first, *_ = pages_of(path.read_bytes())
        assert code in first.replace(" ", ""), path.name


# What was published and holds no more --------------------------------------------------------------------


def test_an_expired_package_says_so_and_no_longer_checks(tmp_path: Path) -> None:
    written = write(tmp_path)
    folder = written.publication
    assert check_manifests(folder) == ()
    assert mark_expired(folder, 1, REOPENING)
    name = f"VERVALLEN_{NAME}"
    assert names(folder.parent) == [name, f"{name}.zip", f"{name}.zip.sha256", "index.html"]
    assert names(tmp_path / "ondertekenen") == [name]
    text = (folder.parent / name / "VERVALLEN.txt").read_text("utf-8")
    assert "versie 1" in text
    assert "20-03-2031 23:41:07" in text
    assert "Reden: twee kandidaten verwisseld\n" in text
    (problem, *_) = check_manifests(folder.parent / name)
    assert (problem.kind, problem.name) == (ProblemKind.EXTRA, "VERVALLEN.txt")
    assert f"{name}/index.html" in (folder.parent / "index.html").read_text("utf-8")
    checked = sha256((folder.parent / f"{name}.zip").read_bytes()).hexdigest()
    assert (folder.parent / f"{name}.zip.sha256").read_text() == f"{checked}  {name}.zip\n"


def test_a_package_that_is_elsewhere_cannot_be_marked(tmp_path: Path) -> None:
    assert not mark_expired(tmp_path / "PS2031_Voorbeeld_9999_Voorbeelddam", 1, REOPENING)
    assert list(tmp_path.iterdir()) == []


def test_marking_the_first_leaves_the_second_as_it_is(tmp_path: Path) -> None:
    first, second = write(tmp_path), write(tmp_path, second_release())
    before = digests(second.publication)
    assert mark_expired(tmp_path / "publicatie" / package_folder(ELECTION, 1, practice=False), 1, REOPENING)
    assert not first.publication.exists()
    assert digests(second.publication) == before


def test_an_interrupted_marking_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path).publication
    real = Path.rename
    for works in (0, 1, 1):
        left = iter(range(works))

        def refuse(path: Path, target: Path, left: Iterator[int] = left) -> Path:
            if next(left, None) is None:
                raise OSError(errno.EACCES, "Permission denied")
            return real(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", refuse)
            with pytest.raises(ExportFailed, match="vervallen merken is niet gelukt: u hebt geen toegang"):
                mark_expired(folder, 1, REOPENING)
        assert check_manifests(folder)
    assert mark_expired(folder, 1, REOPENING)
    assert all(name.startswith(("VERVALLEN_", "index")) for name in names(folder.parent))


def test_an_expired_package_is_not_written_over(tmp_path: Path) -> None:
    folder = write(tmp_path).publication
    folder.with_name(f"VERVALLEN_{folder.name}").mkdir()
    before = digests(tmp_path)
    with pytest.raises(ExportFailed, match="staat al een map VERVALLEN_"):
        mark_expired(folder, 1, REOPENING)
    assert digests(tmp_path) == before


def test_a_practice_package_is_found_by_its_name(tmp_path: Path) -> None:
    folder = write(tmp_path, second_release(), practice=True).publication
    assert folder.name == package_folder(ELECTION, 2, practice=True)
    assert folder.name.startswith("OEFENING_")
    assert folder.name.endswith("_v2")
    assert mark_expired(folder, 2, REOPENING)
