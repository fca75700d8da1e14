from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from osv_tui.publication.manifest import (
    BLAKE3SUMS,
    SHA256SUMS,
    Manifest,
    ManifestError,
    ProblemKind,
    check_manifests,
    write_manifests,
)

FILES = {
    "LEESMIJ.txt": b"lees mij\r\n",
    "1-uitslag/N11_Voorbeeld.pdf": b"%PDF" + bytes(range(256)),
    "4-bestanden/Telling_PS2031.eml.xml": b"<EML/>",
    "4-bestanden/B.csv": b"1;2\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    package = tmp_path / "PS2031"
    for name, content in FILES.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return package


def kinds(folder: Path) -> set[tuple[ProblemKind, str]]:
    return {(problem.kind, problem.name) for problem in check_manifests(folder)}


def sha256sum(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not on this machine")
    return subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_the_lists_hold_every_file_once_in_order(folder: Path) -> None:
    manifest = write_manifests(folder)
    names = sorted(FILES)
    blake3_lines = (folder / BLAKE3SUMS).read_text("ascii").splitlines()
    sha256_lines = (folder / SHA256SUMS).read_text("ascii").splitlines()
    assert [line[66:] for line in blake3_lines] == names
    assert [line[66:] for line in sha256_lines] == sorted([*names, BLAKE3SUMS])
    assert {line[64:66] for line in (*blake3_lines, *sha256_lines)} == {"  "}
    assert manifest.files == len(sha256_lines)


def test_known_digests(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    write_manifests(tmp_path)
    assert (tmp_path / BLAKE3SUMS).read_bytes() == (
        b"6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85  abc\n"
    )
    assert (
        b"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc\n"
        in (tmp_path / SHA256SUMS).read_bytes()
    )


def test_sha256sum_accepts_the_list_and_gives_the_root(folder: Path) -> None:
    manifest = write_manifests(folder)
    checked = sha256sum(folder, "--strict", "-c", SHA256SUMS)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK") == manifest.files
    assert sha256sum(folder, SHA256SUMS).stdout.split()[0] == manifest.root


def test_an_untouched_folder_has_no_problems(folder: Path) -> None:
    write_manifests(folder)
    assert check_manifests(folder) == ()


def test_writing_again_gives_the_same(folder: Path) -> None:
    first = write_manifests(folder)
    assert isinstance(first, Manifest)
    assert write_manifests(folder) == first


@pytest.mark.skipif(os.name == "nt", reason="Windows does not sync folders")
def test_both_lists_and_the_folder_are_brought_to_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    write_manifests(folder)
    assert synced == [path.stat().st_ino for path in (folder / BLAKE3SUMS, folder / SHA256SUMS, folder)]


def test_one_flipped_bit_in_any_byte_of_any_file_is_found(folder: Path) -> None:
    """Also a bit of the lists themselves."""
    root = write_manifests(folder).root
    unnoticed = []
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        content = path.read_bytes()
        for place in range(len(content)):
            changed = bytearray(content)
            changed[place] ^= 1 << (place % 7)
            path.write_bytes(changed)
            if not check_manifests(folder):
                unnoticed.append((path.name, place))
        path.write_bytes(content)
    assert unnoticed == []
    assert write_manifests(folder).root == root


def test_sha256sum_finds_a_flipped_bit_too(folder: Path) -> None:
    write_manifests(folder)
    path = folder / "4-bestanden" / "B.csv"
    path.write_bytes(b"1;3\n")
    assert sha256sum(folder, "--strict", "-c", SHA256SUMS).returncode == 1
    assert kinds(folder) == {(ProblemKind.CHANGED, "4-bestanden/B.csv")}


def test_a_missing_and_an_extra_file_are_found(folder: Path) -> None:
    write_manifests(folder)
    (folder / "LEESMIJ.txt").unlink()
    (folder / "1-uitslag" / "nog_een.pdf").write_bytes(b"%PDF")
    assert kinds(folder) == {
        (ProblemKind.MISSING, "LEESMIJ.txt"),
        (ProblemKind.EXTRA, "1-uitslag/nog_een.pdf"),
    }


@pytest.mark.parametrize("name", [BLAKE3SUMS, SHA256SUMS])
def test_a_missing_list_is_found(folder: Path, name: str) -> None:
    write_manifests(folder)
    (folder / name).unlink()
    assert (ProblemKind.MISSING, name) in kinds(folder)


@pytest.mark.parametrize(
    "line",
    [
        "0" * 64 + "  ../buiten\n",
        "0" * 64 + "  /etc/hosts\n",
        "0" * 64 + " *ster\n",
        "0" * 63 + "  kort\n",
        "0" * 64 + "  LEESMIJ.txt\n",
        "\n",
        "geen nieuwe regel",
    ],
)
def test_a_list_of_another_form_is_unreadable(folder: Path, line: str) -> None:
    write_manifests(folder)
    with (folder / BLAKE3SUMS).open("a", newline="") as file:
        file.write(line)
    assert (ProblemKind.UNREADABLE, BLAKE3SUMS) in kinds(folder)


def test_a_file_replaced_by_a_link_to_the_same_content_is_found(folder: Path, tmp_path: Path) -> None:
    write_manifests(folder)
    path = folder / "LEESMIJ.txt"
    path.rename(tmp_path / "elders")
    path.symlink_to(tmp_path / "elders")
    assert kinds(folder) == {(ProblemKind.CHANGED, "LEESMIJ.txt")}


@pytest.mark.parametrize("name", ["met spatie.pdf", "Fryslân.csv", "a%20b", "regel\neinde", "x\x1b[31m"])
def test_names_that_do_not_travel_are_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")
    with pytest.raises(ManifestError, match="naam") as error:
        write_manifests(folder)
    assert str(error.value).isprintable()
    assert not (folder / SHA256SUMS).exists()


def test_an_empty_file_is_refused(folder: Path) -> None:
    (folder / "leeg.txt").touch()
    with pytest.raises(ManifestError, match=r"leeg\.txt is leeg"):
        write_manifests(folder)


@pytest.mark.parametrize("target", ["LEESMIJ.txt", "1-uitslag"])
def test_a_link_is_refused(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(folder / target)
    with pytest.raises(ManifestError, match="verwijzing"):
        write_manifests(folder)


def test_something_that_is_no_file_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "pijp")
    with pytest.raises(ManifestError, match="geen gewoon bestand"):
        write_manifests(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="map is leeg"):
        write_manifests(tmp_path)
