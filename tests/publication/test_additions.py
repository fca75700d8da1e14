"""Scans that are added on the machine of the website: listed apart, and nothing of the station is altered."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from osv_tui.cli import main
from osv_tui.publication.additions import ADDITIONS, AdditionRefused, add, ascii_name
from osv_tui.publication.manifest import ProblemKind, check_manifests
from osv_tui.publication.package import write_package
from tests.publication.package_example import KEY, PROVENANCE
from tests.publication.test_package import digests, example_release


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    return write_package(
        example_release(), out, practice=False, provenance=PROVENANCE, signer=KEY
    ).publication


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "package"))


def scan(folder: Path, name: str, content: bytes = b"%PDF-1.7 scan") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def checked(package: Path, name: str = ADDITIONS) -> int:
    command = ("sha256sum", "--strict", "-c", name)
    return subprocess.run(command, cwd=package, capture_output=True, check=False).returncode


def test_scans_are_listed_apart_and_nothing_else_changes(package: Path, tmp_path: Path) -> None:
    before = digests(package)
    one = scan(tmp_path, "Voorbeelddam 001 Gemeentehuis é.pdf")
    done = add(package, [one])
    assert [each.path for each in done.files] == ["2-stembureaus/Voorbeelddam_001_Gemeentehuis_e.pdf"]
    after = digests(package)
    new = {ADDITIONS, done.files[0].path}
    assert after.keys() - before.keys() == new
    assert {name: after[name] for name in before} == before
    assert after[ADDITIONS] == done.root
    assert checked(package) == checked(package, "SHA256SUMS") == 0
    more = add(package, [scan(tmp_path, "b.pdf", b"%PDF other"), one], "6-bijlagen")
    listed = [line.partition("  ")[2] for line in (package / ADDITIONS).read_text().splitlines()]
    assert more.lines == len(listed) == 5
    assert listed == sorted(
        [*("SHA256SUMS", "SHA256SUMS.sig"), *(each.path for each in more.files), done.files[0].path]
    )
    strange = {each.name for each in check_manifests(package) if each.kind is ProblemKind.EXTRA}
    assert strange == {ADDITIONS, *listed} - {"SHA256SUMS", "SHA256SUMS.sig"}


def test_the_second_list_finds_a_change_in_the_first_and_in_a_scan(package: Path, tmp_path: Path) -> None:
    (added,) = add(package, [scan(tmp_path, "a.pdf")]).files
    for name in ("SHA256SUMS", "SHA256SUMS.sig", added.path):
        path = package / name
        good = path.read_bytes()
        path.write_bytes(good[:-2] + b"X\n")
        assert checked(package) == 1, name
        path.write_bytes(good)
    assert checked(package) == 0


def test_the_same_scan_may_come_again_but_never_another_of_that_name(package: Path, tmp_path: Path) -> None:
    one = scan(tmp_path, "a.pdf")
    first = add(package, [one])
    assert add(package, [one]).root == first.root
    scan(tmp_path, "a.pdf", b"%PDF another")
    before = digests(package)
    with pytest.raises(AdditionRefused, match=r"Er staat al een ander bestand 2-stembureaus/a\.pdf"):
        add(package, [scan(tmp_path, "b.pdf"), one])
    assert digests(package) == before


@pytest.mark.parametrize(
    ("name", "content", "to", "told"),
    [
        ("leeg.pdf", b"", "2-stembureaus", "is leeg"),
        ("programma.exe", b"MZ", "2-stembureaus", "van een soort die hier niet hoort"),
        ("index.html", b"<p>", "2-stembureaus", "van een soort die hier niet hoort"),
        ("é" * 120 + ".pdf", b"x", "2-stembureaus", "te lang"),
        ("a.pdf", b"x", "1-uitslag", "is van het station"),
        ("a.pdf", b"x", "../elders", "kan niet"),
        ("a.pdf", b"x", "", "kan niet"),
    ],
)
def test_what_does_not_belong_is_refused(
    package: Path, tmp_path: Path, name: str, content: bytes, to: str, told: str
) -> None:
    before = digests(package)
    with pytest.raises(AdditionRefused, match=told):
        add(package, [scan(tmp_path, name, content)], to)
    assert digests(package) == before


def test_what_an_interrupted_try_left_is_not_listed(package: Path, tmp_path: Path) -> None:
    (package / ".bezig_SHA256SUMS.publicatie").write_text("half")
    add(package, [scan(tmp_path, "eerste.pdf")])
    assert ".bezig" not in (package / ADDITIONS).read_text("ascii")
    assert not (package / ".bezig_SHA256SUMS.publicatie").exists()


def test_nothing_is_added_to_a_folder_that_is_not_whole(package: Path, tmp_path: Path) -> None:
    one = scan(tmp_path, "a.pdf")
    with pytest.raises(AdditionRefused, match="is geen map van een verkiezing"):
        add(tmp_path, [one])
    (package / "LEESMIJ.txt").write_text("anders")
    with pytest.raises(AdditionRefused, match=r"LEESMIJ\.txt is veranderd\. Er wordt niets toegevoegd"):
        add(package, [one])
    (package / "LEESMIJ.txt").unlink()
    with pytest.raises(AdditionRefused, match=r"LEESMIJ\.txt ontbreekt"):
        add(package, [one])


def test_two_files_of_one_name_and_a_file_that_is_not_there(package: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    one, other = scan(tmp_path, "a.pdf"), scan(tmp_path / "x", "A.pdf")
    with pytest.raises(AdditionRefused, match="Twee bestanden zouden"):
        add(package, [one, other])
    with pytest.raises(AdditionRefused, match="is er niet"):
        add(package, [tmp_path / "weg.pdf"])


def test_names_travel_everywhere() -> None:
    assert ascii_name("Súdwest-Fryslân 12 't Hof (1).pdf") == "Sudwest-Fryslan_12_t_Hof_1_.pdf"
    assert ascii_name("..\\..\\straße%20.pdf") == "strasse_20.pdf"


def test_the_command_adds_and_tells(package: Path, tmp_path: Path) -> None:
    one = scan(tmp_path, "a b.pdf")
    done = CliRunner().invoke(main, ["publish", "add", str(package), str(one)])
    assert done.exit_code == 0, done.output
    assert "2-stembureaus/a_b.pdf" in done.output
    assert "heeft nu 3 regels" in done.output
    refused = CliRunner().invoke(main, ["publish", "add", str(tmp_path), str(one)])
    assert refused.exit_code == 1
    assert "is geen map van een verkiezing" in refused.output
