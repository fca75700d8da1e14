"""``osv-tui verify``: what it says, to whom, and with which exit code."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from osv_tui.cli import main
from osv_tui.election.provenance import public_key_text
from osv_tui.publication import additions, narekenen
from osv_tui.publication.manifest import SHA256SUMS
from osv_tui.verifying.check import OnPaper, lists_and_signature
from tests.documents.accountability_example import full_release
from tests.publication.package_example import KEY
from tests.verifying.example import package, sound
from tests.verifying.sealing import ATTACKER
from tests.verifying.test_tampering import second


@pytest.fixture(scope="module")
def root(published: Path) -> str:
    return sha256((published / SHA256SUMS).read_bytes()).hexdigest()


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["verify", *map(str, arguments)])
    return int(ended.value.code or 0)


def test_a_good_package_with_all_that_is_on_paper_has_no_reservation(
    published: Path, root: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "sleutel.txt"
    key.write_text(public_key_text(KEY.public))
    lines = len((published / SHA256SUMS).read_bytes().splitlines())
    typed = " ".join(root.upper()[at : at + 4] for at in range(0, 64, 4))
    assert run(published, "--root", typed, "--key", key, "--count", str(lines)) == 0
    said = capsys.readouterr().out
    assert "De code van SHA256SUMS is die van het papier." in said
    assert "gezet met de sleutel die u opgaf" in said
    assert "NIET" not in said


def test_without_paper_it_says_that_nothing_was_compared_with_it(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(published) == 0
    said = capsys.readouterr().out
    assert "NIET vergeleken met papier" in said
    assert "De sleutel is NIET met papier vergeleken" in said
    by_sum_only = "LEESMIJ.txt, VERIFICATIE.txt, dataset.jsonld, index.html"
    assert f"Alleen de som is nagekeken, niet alles wat er staat, in: {by_sum_only}." in said
    assert "Alles klopt" not in said


@pytest.mark.parametrize("option", [("--root", "0" * 64), ("--count", "3")], ids=["root", "count"])
def test_what_paper_says_otherwise_is_a_fault_of_its_own(
    option: tuple[str, str], published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(published, *option) == 5
    assert "Het papier gaat voor" in capsys.readouterr().out


def test_a_key_that_is_not_the_one_on_paper_is_a_fault_of_the_signature(published: Path) -> None:
    report = lists_and_signature(published, OnPaper(key=ATTACKER.public))
    assert report.exit_code == 4
    assert [each.text for each in report.found] == [
        "De handtekening is met een andere sleutel gezet dan die u opgaf."
    ]


def test_the_same_as_json(published: Path, root: str, capsys: pytest.CaptureFixture[str]) -> None:
    (published / "vreemd.txt").write_text("x")
    try:
        assert run(published, "--json") == 3
    finally:
        (published / "vreemd.txt").unlink()
    said = json.loads(capsys.readouterr().out)
    assert (said["exit_code"], said["root"]) == (3, root)
    assert {(each["code"], each["kind"], each["file"]) for each in said["faults"]} == {
        (3, "stranger", "vreemd.txt")
    }


@pytest.mark.parametrize(
    "wrong",
    [(), ("--nee",), ("nergens",), ("--root", "1234"), ("--key", "nergens"), ("--count", "geen")],
    ids=lambda each: " ".join(each) or "nothing",
)
def test_wrong_use_has_a_code_of_its_own(
    wrong: tuple[str, ...], published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = (published,) if wrong and wrong[0].startswith("--") else ()
    assert run(*folder, *wrong) == 64
    assert capsys.readouterr().err


def test_it_needs_no_terminal_and_no_station(published: Path, tmp_path: Path) -> None:
    """Also without a home, an environment and a folder that can be written."""
    source = (
        "import atexit, sys; from osv_tui.cli import main;"
        "atexit.register(lambda: print('LOADED', [n for n in ('sqlite3', 'textual') if n in sys.modules]));"
        "main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", source, "verify", published],
        cwd=tmp_path,
        env={"PATH": os.defpath},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
    assert done.stdout.endswith(b"LOADED []\n")


def test_the_folder_of_a_day_names_the_packages_in_it(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(published.parent) == 2
    assert f"Controleer ze een voor een: {published.name}." in capsys.readouterr().out


def test_what_was_added_on_the_website_has_a_list_of_its_own(published: Path, tmp_path: Path) -> None:
    folder, scan = tmp_path / "pakket", tmp_path / "Stembureau 1.pdf"
    shutil.copytree(published, folder)
    scan.write_bytes(b"%PDF een scan")
    (added,) = additions.add(folder, [scan]).files
    assert (run(folder), second(folder)) == (0, 0)
    for name, content, code in (
        (added.path, b"%PDF een andere", 1),
        (additions.ADDITIONS, b"", 1),
        (f"{added.path}.pdf", b"een vreemde", 3),
        (added.path, None, 2),
    ):
        path = folder / name
        good = path.read_bytes() if path.exists() else None
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        assert (run(folder), second(folder)) == (code, code), (name, content)
        path.unlink(missing_ok=True)
        if good is not None:
            path.write_bytes(good)


def test_what_was_added_does_not_change_what_is_compared_with_paper(
    published: Path, root: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the list of the station is gone, and only the later one speaks of it."""
    folder, scan = tmp_path / "pakket", tmp_path / "Stembureau 1.pdf"
    shutil.copytree(published, folder)
    scan.write_bytes(b"%PDF een scan")
    additions.add(folder, [scan])
    lines = (folder / SHA256SUMS).read_bytes().count(b"\n")
    assert lists_and_signature(folder, OnPaper(root=root, files=lines)).exit_code == 0
    assert runpy.run_path(narekenen.__file__)["main"]([str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"{lines} bestanden in de lijst" in said
    assert " ".join(root.upper()[at : at + 4] for at in range(0, 64, 4)) in said
    (folder / SHA256SUMS).unlink()
    assert (lists_and_signature(folder).exit_code, second(folder)) == (2, 2)


def test_a_package_without_a_signature_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key of the sitting was gone; whoever takes the signature away must say so in the manifest."""
    folder = package(sound(full_release()), tmp_path, signer=None)
    assert run(folder) == 0
    assert "heeft geen handtekening" in capsys.readouterr().out
    key = tmp_path / "sleutel.txt"
    key.write_text(public_key_text(KEY.public))
    assert run(folder, "--key", key) == 4
