"""A package as a ZIP: the same report as its folder, and nothing harmful is unpacked."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from osv_tui.verifying import container
from osv_tui.verifying.check import verify
from osv_tui.verifying.container import Unsafe, opened
from osv_tui.verifying.report import Fault

Write = Callable[[ZipFile], None]


def test_the_zip_of_a_package_has_the_report_of_its_folder(published: Path) -> None:
    archive = published.with_name(f"{published.name}.zip")
    assert verify(archive) == verify(published)
    assert verify(archive).exit_code == 0


def test_a_zip_of_the_files_without_their_folder_is_a_package_too(published: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "plat.zip", "w") as archive:
        for path in published.rglob("*"):
            archive.write(path, path.relative_to(published).as_posix())
    assert verify(tmp_path / "plat.zip") == verify(published)


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> ZipInfo:
    made = ZipInfo(name)
    made.create_system, made.external_attr = 3, mode << 16
    return made


def twice(archive: ZipFile) -> None:
    archive.writestr("SHA256SUMS", "een")
    with pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("SHA256SUMS", "ander")


def in_two_cases(archive: ZipFile) -> None:
    archive.writestr("manifest.json", "{}")
    archive.writestr("Manifest.json", "{}")


def link(archive: ZipFile) -> None:
    archive.writestr(entry("SHA256SUMS", stat.S_IFLNK | 0o777), "/etc/passwd")


def bomb(archive: ZipFile) -> None:
    archive.writestr(entry("groot.csv"), bytes(60 << 20), ZIP_DEFLATED)


def many(archive: ZipFile) -> None:
    for number in range(30):
        archive.writestr(entry(f"{number}.txt"), "x")


HARMFUL: dict[str, Write] = {
    "a name twice": twice,
    "a name in two cases": in_two_cases,
    "a link": link,
    "an absolute name": lambda archive: archive.writestr(entry("/etc/cron.d/x"), "x"),
    "a name outside": lambda archive: archive.writestr(entry("a/../../x"), "x"),
    "a name of Windows": lambda archive: archive.writestr(entry("C:\\x"), "x"),
    "a name with control characters": lambda archive: archive.writestr(entry("a\x1b[2J"), "x"),
    "a device": lambda archive: archive.writestr(entry("x", stat.S_IFCHR), ""),
    "a bomb": bomb,
    "too many": many,
}


def open_and_leave(path: Path) -> None:
    with opened(path):
        pass


@pytest.mark.parametrize("kind", HARMFUL)
def test_nothing_of_a_harmful_zip_is_unpacked(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "MOST_ENTRIES", 25)
    path = tmp_path / "in" / "pakket.zip"
    path.parent.mkdir()
    with ZipFile(path, "w") as archive:
        HARMFUL[kind](archive)
    unpacked: list[Path] = []
    with monkeypatch.context() as patch:
        patch.setattr(container, "_unpack_all", lambda *_: unpacked.append(path))
        with pytest.raises(Unsafe) as refused:
            open_and_leave(path)
    assert refused.value.fault is Fault.STRANGER
    assert "\x1b" not in str(refused.value)
    assert unpacked == []
    assert verify(path).exit_code == Fault.STRANGER.value


def test_a_size_that_is_not_true_is_found_while_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "pakket.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr(entry("a.txt"), bytes(5000), ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02") + 24
    assert int.from_bytes(content[at : at + 4], "little") == 5000
    content[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    assert verify(path).exit_code in (Fault.CHANGED.value, Fault.STRANGER.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"geen zip" * 100], ids=["empty", "cut off", "text"])
def test_what_is_no_zip_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pakket.zip"
    path.write_bytes(content)
    (found,) = verify(path).found
    assert (found.fault, found.text) == (
        Fault.CHANGED,
        "Het zip-bestand pakket.zip is beschadigd of geen zip.",
    )


def test_a_damaged_byte_in_a_zip_is_found(published: Path, tmp_path: Path) -> None:
    archive = bytearray(published.with_name(f"{published.name}.zip").read_bytes())
    archive[len(archive) // 2] ^= 4
    path = tmp_path / "pakket.zip"
    path.write_bytes(archive)
    assert verify(path).exit_code == Fault.CHANGED.value
