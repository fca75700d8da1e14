"""The lists of checksums of a published folder, and whether the folder still is as they say (trust §5.1).

``BLAKE3SUMS`` lists every file except the two lists; ``SHA256SUMS`` lists every file except itself, so also
``BLAKE3SUMS``. The signature of ``SHA256SUMS`` is made after it and stands in neither. Both have the form
that ``b3sum`` and ``sha256sum`` write and check. Neither tool notices a file that was added, or a line that
was taken out together with its file: therefore the SHA-256 of ``SHA256SUMS`` (the root hash) and the number
of files belong on paper.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from blake3 import blake3

from osv_tui.disk import sync_folder, write_new

BLAKE3SUMS = "BLAKE3SUMS"
SHA256SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"

_NAME = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_./-]+)", re.ASCII)
_CHUNK = 1 << 20


class ManifestError(ValueError):
    """The folder holds something that cannot be published; the message says what and where, in Dutch."""


@dataclass(frozen=True)
class Manifest:
    """What belongs on paper: the SHA-256 of ``SHA256SUMS`` in hexadecimal, and the number of its lines."""

    root: str
    files: int


class ProblemKind(Enum):
    """How a file differs from the lists."""

    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Problem:
    """One thing that is not as the lists say: which file, and for the user what is wrong."""

    kind: ProblemKind
    name: str
    text: str


def write_manifests(folder: Path) -> Manifest:
    """Write both lists in ``folder``, over earlier ones, and see to it that they are on the disk.

    Raises:
        ManifestError: a file is empty, is no ordinary file, or has a name that does not travel everywhere; or
            there is no file at all.
    """
    names = [name for name in _publishable(folder) if name not in (BLAKE3SUMS, SHA256SUMS, SIGNATURE)]
    if not names:
        raise ManifestError("De map is leeg. Er is niets om te publiceren.")
    _write(folder / BLAKE3SUMS, _list(folder, names, _blake3))
    _write(folder / SHA256SUMS, _list(folder, sorted([*names, BLAKE3SUMS]), sha256_of))
    sync_folder(folder)
    return Manifest(sha256_of(folder / SHA256SUMS), len(names) + 1)


def check_manifests(folder: Path) -> tuple[Problem, ...]:
    """Everything in ``folder`` that is not as its lists say, by name; empty when all is well.

    It trusts the lists themselves: compare the root hash and the number of files with the paper.
    """
    present = dict(_entries(folder))
    found = [
        *_check_list(folder, present, BLAKE3SUMS, frozenset({BLAKE3SUMS, SHA256SUMS, SIGNATURE}), _blake3),
        *_check_list(folder, present, SHA256SUMS, frozenset({SHA256SUMS, SIGNATURE}), sha256_of),
    ]
    return tuple(sorted(set(found), key=lambda problem: (problem.name, problem.kind.value, problem.text)))


def files_below(folder: Path) -> list[str]:
    """The names of all files in ``folder``, folders within it included, in the order of the lists."""
    return sorted(name for name, _ in _entries(folder))


def _publishable(folder: Path) -> list[str]:
    names: list[str] = []
    for name, mode in _entries(folder):
        if not all(_NAME.fullmatch(part) for part in name.split("/")):
            raise ManifestError(
                f"De naam van het bestand {_shown(name)} mag niet. Gebruik alleen gewone letters, cijfers, "
                "en de tekens _ - en punt."
            )
        if not stat.S_ISREG(mode):
            raise ManifestError(
                f"{_shown(name)} is een verwijzing of geen gewoon bestand. Zet het bestand zelf in de map."
            )
        if (folder / name).stat().st_size == 0:
            raise ManifestError(f"Het bestand {_shown(name)} is leeg. Maak het opnieuw of haal het weg.")
        names.append(name)
    return sorted(names)


def _entries(folder: Path, inside: str = "") -> Iterator[tuple[str, int]]:
    """Everything below ``folder`` that is not a folder, with its mode; links are not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = inside + entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                yield from _entries(folder / entry.name, f"{name}/")
            else:
                yield name, mode


def _list(folder: Path, names: list[str], digest: Callable[[Path], str]) -> bytes:
    return "".join(f"{digest(folder / name)}  {name}\n" for name in names).encode("ascii")


def _check_list(
    folder: Path,
    present: Mapping[str, int],
    list_name: str,
    outside: frozenset[str],
    digest: Callable[[Path], str],
) -> Iterator[Problem]:
    if list_name not in present:
        yield Problem(ProblemKind.MISSING, list_name, f"De lijst {list_name} ontbreekt.")
        return
    listed = _read(folder / list_name) if stat.S_ISREG(present[list_name]) else None
    if listed is None:
        text = f"De lijst {list_name} is beschadigd en kan niet worden gelezen."
        yield Problem(ProblemKind.UNREADABLE, list_name, text)
        return
    for name, expected in listed.items():
        if name not in present:
            yield Problem(ProblemKind.MISSING, name, f"Het bestand {_shown(name)} ontbreekt.")
        elif not stat.S_ISREG(present[name]) or digest(folder / name) != expected:
            yield Problem(ProblemKind.CHANGED, name, f"Het bestand {_shown(name)} is veranderd.")
    for name in present.keys() - listed.keys() - outside:
        text = f"Het bestand {_shown(name)} staat niet in de lijst {list_name}."
        yield Problem(ProblemKind.EXTRA, name, text)


def _read(path: Path) -> Mapping[str, str] | None:
    """Checksum by name; ``None`` when the list does not have the form of ``write_manifests``."""
    listed: dict[str, str] = {}
    try:
        *lines, end = path.read_bytes().decode("ascii").split("\n")
    except UnicodeDecodeError:
        return None
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed or {"", ".", ".."} & set(match[2].split("/")):
            return None
        listed[match[2]] = match[1]
    return listed if listed and not end else None


def _blake3(path: Path) -> str:
    digest = blake3()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal; of a large one only a part is in memory at a time."""
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    write_new(path, content)


def _shown(name: str) -> str:
    """A file name fit to be shown: short, without characters that steer a terminal."""
    cleaned = "".join(character if character.isprintable() else "?" for character in name)
    return cleaned if len(cleaned) <= 80 else f"{cleaned[:79]}…"
