"""The folder of a package, also when it comes as a ZIP that may have been made to do harm.

Nothing of a ZIP is unpacked before all its names and sizes are known to be harmless; what it then gives is
counted while it is unpacked, because a size that it states need not be true.
"""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from osv_tui.publication.manifest import SHA256SUMS
from osv_tui.verifying.report import Fault

MOST_ENTRIES = 20_000
MOST_BYTES = 4 << 30
"""More than any municipality publishes: 500 scans of 2 MB are 1 GB."""
MOST_TIMES = 400
"""How many times larger than packed: a count file of 500 stations is about 60 times."""
_SMALL = 50 << 20

_NAME = re.compile(
    r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,120}/){0,8}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,120}", re.ASCII
)
_CHUNK = 1 << 20


class Unsafe(Exception):
    """What was given cannot be taken for a package; the text says why, in Dutch."""

    def __init__(self, fault: Fault, text: str) -> None:
        self.fault = fault
        super().__init__(text)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder of the package at ``path``; one from a ZIP is gone afterwards.

    Raises:
        Unsafe: the ZIP is damaged, or has something that no package has.
        OSError: the disk.
    """
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory(prefix="osv-tui-") as place:
        folder = Path(place)
        try:
            with ZipFile(path) as archive:
                _unpack(archive, folder)
        except (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, ValueError) as error:
            raise Unsafe(Fault.CHANGED, f"Het zip-bestand {path.name} is beschadigd of geen zip.") from error
        yield _top(folder)


def _top(folder: Path) -> Path:
    """Where the list is: at the top, or in the one folder that holds everything."""
    inside = list(folder.iterdir())
    alone = inside[0] if len(inside) == 1 and inside[0].is_dir() else None
    return alone if alone and not (folder / SHA256SUMS).exists() else folder


def _unpack(archive: ZipFile, folder: Path) -> None:
    entries = archive.infolist()
    _require_harmless(entries)
    _unpack_all(archive, entries, folder)


def _unpack_all(archive: ZipFile, entries: list[ZipInfo], folder: Path) -> None:
    left = MOST_BYTES
    for entry in entries:
        if entry.is_dir():
            continue
        path = folder / entry.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, path.open("xb") as out:
            while chunk := packed.read(_CHUNK):
                left -= len(chunk)
                if left < 0 or out.tell() + len(chunk) > entry.file_size:
                    raise Unsafe(
                        Fault.STRANGER, f"{_shown(entry)} is uitgepakt groter dan het zip-bestand zegt."
                    )
                out.write(chunk)


def _require_harmless(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Unsafe(Fault.STRANGER, f"In het zip-bestand staan {len(entries)} bestanden. Dat is te veel.")
    seen: set[str] = set()
    for entry in entries:
        if problem := _problem(entry):
            raise Unsafe(Fault.STRANGER, f"In het zip-bestand staat {_shown(entry)}: {problem}.")
        name = entry.filename.casefold()
        if name in seen:
            raise Unsafe(Fault.STRANGER, f"In het zip-bestand staat {_shown(entry)} meer dan een keer.")
        seen.add(name)
    whole, packed = (sum(getattr(each, size) for each in entries) for size in ("file_size", "compress_size"))
    if whole > MOST_BYTES or (whole > _SMALL and whole > MOST_TIMES * packed):
        raise Unsafe(Fault.STRANGER, f"Het zip-bestand is uitgepakt {whole >> 20} MB. Dat hoort niet zo.")


def _problem(entry: ZipInfo) -> str:
    """Why no package has this entry; empty when one can."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & 1:
        return "het is versleuteld"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR if entry.is_dir() else 0):
        return "het is een verwijzing of geen gewoon bestand"
    if not _NAME.fullmatch(entry.orig_filename.removesuffix("/")):
        return "die naam kan niet in een pakket"
    return ""


def _shown(entry: ZipInfo) -> str:
    name = entry.orig_filename[:80]
    return "".join(character if character.isprintable() else "?" for character in name)
