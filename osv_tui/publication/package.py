"""The export of a final election: the folder that is published, and beside it what is signed on paper."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from osv_tui.disk import reason, sync_folder
from osv_tui.documents.accounted import told
from osv_tui.documents.render import Unprintable
from osv_tui.documents.wording import moment
from osv_tui.election.accountability import Release
from osv_tui.election.model import Election
from osv_tui.election.naming import component
from osv_tui.publication.contents import Kind, Progress, contents, practice_mark
from osv_tui.publication.counts import NotExportable
from osv_tui.publication.equality import Unequal, Written, require_equal
from osv_tui.publication.manifest import ManifestError, write_manifests

PUBLICATION = "publicatie"
TO_SIGN = "ondertekenen"
EXPIRED = "VERVALLEN"
_NOTICE = "VERVALLEN.txt"


class ExportFailed(Exception):
    """The folder could not be written; the text says which and why."""


@dataclass(frozen=True)
class Package:
    """What was written.

    ``publication`` is the folder for the website; ``to_sign`` the folder with the sheets that are signed and
    never published; ``root`` the SHA-256 of ``SHA256SUMS`` and ``files`` the number of files it covers plus
    itself.
    """

    publication: Path
    to_sign: Path
    root: str
    files: int


@dataclass(frozen=True)
class Reopening:
    """Why a package no longer holds: when the election was reopened, and the reason that two persons gave."""

    at: datetime
    reason: str


def write_package(
    release: Release, out: Path, *, practice: bool, progress: Progress | None = None
) -> Package:
    """Write everything of a released election in a folder below ``out``; equal data give equal bytes.

    From version 2 on the name of the folder ends in the version, and what changed since the replaced version
    is among the documents. The folder gets its name when it is complete: what does not succeed leaves nothing
    behind.

    Raises:
        ExportFailed: a folder of this version is already there, the disk cannot be written, or a name has a
            character that cannot be printed, or a file that was read back does not say what was counted.
    """
    tell = progress or (lambda what, done, total: None)
    folder = out / package_folder(release.tally.election, release.version, practice=practice)
    unfinished = out / f".bezig_{folder.name}"
    if folder.exists():
        raise ExportFailed(
            f"In {out} staat al een export van deze verkiezing. Kies een andere map of haal die weg."
        )
    try:
        rmtree(unfinished, ignore_errors=True)
        (unfinished / PUBLICATION).mkdir(parents=True)
        (unfinished / TO_SIGN).mkdir()
        _read_back(tuple(_write_all(release, unfinished, practice, tell)), tell)
        tell("controlelijsten", 0, 1)
        manifest = write_manifests(unfinished / PUBLICATION)
        tell("controlelijsten", 1, 1)
        sync_folder(unfinished / TO_SIGN)
        unfinished.rename(folder)
        sync_folder(out)
    except OSError as error:
        raise ExportFailed(f"Het schrijven in {out} is niet gelukt: {reason(error)}.") from error
    except (ManifestError, NotExportable, Unprintable, Unequal) as error:
        raise ExportFailed(str(error)) from error
    finally:
        rmtree(unfinished, ignore_errors=True)
    return Package(folder / PUBLICATION, folder / TO_SIGN, manifest.root, manifest.files)


def package_folder(election: Election, version: int, *, practice: bool) -> str:
    """The name of the folder of a released election."""
    committee = election.committee
    name = "_".join((component(election.id), committee.code, component(committee.name)))
    return f"{practice_mark(practice)}{name}{f'_v{version}' if version > 1 else ''}"


def mark_expired(folder: Path, release_version: int, replaced_by: Reopening) -> bool:
    """Mark the package of a reopened release: it becomes ``VERVALLEN_...`` and says so within.

    ``folder`` is the one that ``write_package`` made. The notice also goes among the published files, so that
    the check of their lists fails. What was interrupted can be done again.

    Returns:
        Whether the package was there: it can have been moved, or never made.

    Raises:
        ExportFailed: a package with the new name is already there, or the disk cannot be written.
    """
    expired = folder.with_name(f"{EXPIRED}_{folder.name}")
    if not folder.is_dir():
        return False
    if expired.exists():
        raise ExportFailed(f"In {folder.parent} staat al een map {expired.name}. Geef die een andere naam.")
    notice = _notice(release_version, replaced_by).encode()
    try:
        for place in (folder, folder / PUBLICATION):
            if place.is_dir():
                (place / _NOTICE).unlink(missing_ok=True)
                _write(place / _NOTICE, notice)
                sync_folder(place)
        folder.rename(expired)
        sync_folder(folder.parent)
    except OSError as error:
        raise ExportFailed(f"{folder} als vervallen merken is niet gelukt: {reason(error)}.") from error
    return True


def _notice(version: int, reopening: Reopening) -> str:
    return (
        f"VERVALLEN\n\nDit is versie {version} van de uitslag. Deze versie geldt niet meer.\n"
        f"De telling is opnieuw geopend op {moment(reopening.at)}.\n"
        f"Reden: {told(reopening.reason)}\n\n"
        f"Gebruik versie {version + 1}, als die is gemaakt. Publiceer deze map niet.\n"
        "Staat deze map al op de website? Zet er dan bij dat deze versie is vervallen.\n"
    )


def _write_all(release: Release, folder: Path, practice: bool, tell: Progress) -> Iterator[Written]:
    """Write every file, one after the other."""
    for each in contents(release, tell, practice=practice):
        place = TO_SIGN if each.kind is Kind.TO_SIGN else PUBLICATION
        yield _written(folder / place / each.name, each.content, each.compare)


def _read_back(files: Sequence[Written], tell: Progress) -> None:
    """Everything is written: read it again from the disk."""
    for done, each in enumerate(files):
        tell("nakijken", done, len(files))
        require_equal(each)
    tell("nakijken", len(files), len(files))


def _written(path: Path, data: bytes, compare: Callable[[Path], None]) -> Written:
    _write(path, data)
    return Written(path, sha256(data).digest(), partial(compare, path))


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
