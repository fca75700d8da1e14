"""Installed distributions: what their RECORD lists, and how the disk differs from it."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_REQUIRED = re.compile(r"^Requires-Dist: *([A-Za-z0-9._-]+)(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Listed:
    """A line of RECORD. ``digest``: SHA-256 in base64 without padding; None where RECORD gives none."""

    path: Path
    digest: str | None
    size: int | None


@dataclass(frozen=True)
class Distribution:
    """An installed distribution: its normalised name and its ``.dist-info`` folder."""

    name: str
    info: Path

    @property
    def editable(self) -> bool:
        """Whether it was installed to be worked on (PEP 610)."""
        try:
            return '"editable": true' in (self.info / "direct_url.json").read_text("utf-8")
        except OSError:
            return False

    def listed(self, wanted: Callable[[str], bool] = bool) -> tuple[Listed, ...]:
        """The lines of RECORD, or those with a ``wanted`` name.

        Raises OSError when it cannot be read, ValueError when it is not a RECORD.
        """
        with (self.info / "RECORD").open(encoding="utf-8", newline="") as file:
            return tuple(self._line(row) for row in csv.reader(file) if row and wanted(row[0]))

    def _line(self, row: list[str]) -> Listed:
        name, digest, size = row
        kind, _, value = digest.partition("=")
        if value and kind != "sha256":
            raise ValueError(f"{name}: {kind}")
        path = Path(os.path.normpath(self.info.parent / name))
        return Listed(path, value or None, int(size) if size else None)

    def requires(self) -> Iterator[tuple[str, bool]]:
        """Names of what it needs, and whether that is so on every system. Extras are left out."""
        for match in _REQUIRED.finditer((self.info / "METADATA").read_text("utf-8").partition("\n\n")[0]):
            marker = match[2].partition(";")[2]
            if "extra" not in marker:
                yield normalised(match[1]), not marker


def normalised(name: str) -> str:
    """The name by which distributions are told apart (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distributions(folder: Path) -> tuple[Distribution, ...]:
    """What is installed in ``folder``, by name; none when it is no folder."""
    found = sorted(folder.glob("*.dist-info"))
    return tuple(
        Distribution(normalised(info.name.rpartition("-")[0].partition("-")[0]), info) for info in found
    )


def sha256(path: Path) -> bytes:
    """The SHA-256 of what stands in the file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def differences(listed: Iterable[Listed], within: Path) -> Iterator[str]:
    """How the files differ from what is listed, as Dutch sentences that name files from ``within``.

    What is listed without a hash (compiled files, RECORD itself) may be there or not.
    """
    for line in listed:
        name = os.path.relpath(line.path, within)
        try:
            if line.digest is None:
                continue
            if line.path.is_symlink():
                yield f"{name} is een verwijzing naar een ander bestand."
            elif not line.path.is_file():
                yield f"{name} ontbreekt."
            elif line.path.stat().st_size != line.size or _encoded(line.path) != line.digest:
                yield f"{name} is veranderd."
        except OSError:
            yield f"{name} kan niet worden gelezen."


def _encoded(path: Path) -> str:
    return base64.urlsafe_b64encode(sha256(path)).rstrip(b"=").decode("ascii")


def files(folder: Path) -> Iterator[Path]:
    """All that stands below ``folder`` and is no folder, in order; folders that are links count as files."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False) and not entry.is_symlink():
            yield from files(Path(entry.path))
        else:
            yield Path(entry.path)
