"""Putting papers into a folder, complete or not at all, and never over another one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

from osv_tui.disk import reason, sync_folder
from osv_tui.documents.model import Document
from osv_tui.documents.render import Unprintable, render
from osv_tui.documents.staff import Station

_PUBLISHED = "SHA256SUMS"


class PaperNotWritten(Exception):
    """The paper is not on the disk; the text says why and what to do."""


def drawn(document: Document) -> bytes:
    """All pages, with the sheet that is signed at the end.

    Raises:
        PaperNotWritten: a name in it cannot be printed.
    """
    try:
        return render(document, whole=True).publication
    except Unprintable as problem:
        raise PaperNotWritten(str(problem)) from problem


def write(station: Station, folder: Path, name: str, document: Document) -> Path:
    """Write one paper; returns where it is. Raises as ``write_together``."""
    return write_together(station, folder, {name: drawn(document)})[name]


def _practice(station: Station) -> str:
    return "OEFENING_" if station.practice else ""


def write_together(station: Station, folder: Path, papers: Mapping[str, bytes]) -> Mapping[str, Path]:
    """Write papers that belong together, under one number; returns where each is.

    Raises:
        PaperNotWritten: the disk refused, or ``folder`` is published.
    """
    practice = _practice(station)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any((place / _PUBLISHED).exists() for place in (folder, folder.parent)):
            raise PaperNotWritten(
                f"De map {folder} wordt gepubliceerd. Dit stuk noemt medewerkers; kies een andere map."
            )
        wanted = tuple((folder / f"{practice}{name}", content) for name, content in papers.items())
        return dict(zip(papers, _put_together(wanted), strict=True))
    except OSError as error:
        raise PaperNotWritten(f"Het schrijven in {folder} is niet gelukt: {reason(error)}.") from error


def _put_together(papers: Sequence[tuple[Path, bytes]]) -> tuple[Path, ...]:
    """Put papers where they are wanted, or all under the first number that is free for each of them.

    It is free where nothing is or the same paper is already: naam.pdf, naam-2.pdf, naam-3.pdf.
    """
    for number in count(1):
        places = tuple((_numbered(path, number), content) for path, content in papers)
        free = all(not path.exists() or _holds(path, content) for path, content in places)
        if free and all(_put(path, content) for path, content in places):
            return tuple(path for path, _ in places)
    raise AssertionError("there is always a next number")


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_stem(f"{path.stem}-{number}")


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _put(path: Path, content: bytes) -> bool:
    """Put ``content`` at ``path``, complete or not at all; tells whether it is there."""
    return (not path.exists() and _put_new(content, path)) or _holds(path, content)


def _put_new(content: bytes, path: Path) -> bool:
    """Tells whether it was put there; not when another program was first."""
    descriptor, name = tempfile.mkstemp(prefix=".bezig_", dir=path.parent)  # readable by its owner alone
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        _name_it(unfinished, path)
    except FileExistsError:
        return False
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def _name_it(unfinished: Path, path: Path) -> None:
    """Raises FileExistsError when there is a file at ``path``, which a rename would replace."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # the disk has no links, as most sticks
        if path.exists():
            raise FileExistsError from None
        unfinished.rename(path)


def folder_for(station: Station, folder: Path, papers: Mapping[str, bytes]) -> Path:
    """``folder``, or the first with a number behind its name in which nothing else has one of these names.

    All in one folder is printed together, so what was made of other facts stands apart.
    """

    def is_free(place: Path) -> bool:
        paths = ((place / f"{_practice(station)}{name}", content) for name, content in papers.items())
        return all(not path.exists() or _holds(path, content) for path, content in paths)

    places = (folder if number == 1 else folder.with_name(f"{folder.name}-{number}") for number in count(1))
    return next(filter(is_free, places))
