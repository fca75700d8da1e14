"""The export of a final election: the folder that is published, and apart from it what is signed on paper.

In the chosen folder stand ``publicatie``, all of it for the website, with a folder and a zip for each
election below one start page; and ``ondertekenen``, which is never published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from osv_tui.disk import reason, sync_folder, write_new
from osv_tui.documents.accounted import told
from osv_tui.documents.render import Unprintable
from osv_tui.documents.wording import moment
from osv_tui.election.accountability import Release
from osv_tui.election.model import Election
from osv_tui.election.naming import component
from osv_tui.election.provenance import Provenance
from osv_tui.election.publishing import Publishing, default_deadline
from osv_tui.publication.archive import checksum_of, write_archive, write_checksum
from osv_tui.publication.contents import Kind, Progress, contents, practice_mark
from osv_tui.publication.counts import NotExportable
from osv_tui.publication.day_page import EXPIRED, START_PAGE, day_page
from osv_tui.publication.equality import Unequal, Written, require_equal
from osv_tui.publication.facts import PackageFacts, Published
from osv_tui.publication.manifest import (
    SHA256SUMS,
    SIGNATURE,
    Manifest,
    ManifestError,
    check_manifests,
    write_manifests,
)
from osv_tui.publication.own_files import in_order, own_files, published, texts
from osv_tui.publication.sorts import NotPublished, Section, path_in_package
from osv_tui.publication.sshsig import Signer, signature_of

PUBLICATION = "publicatie"
TO_SIGN = "ondertekenen"
_NOTICE = "VERVALLEN.txt"


class ExportFailed(Exception):
    """The folder could not be written; the text says which and why."""


@dataclass(frozen=True)
class Package:
    """What was written.

    ``publication`` is the folder of the election, for the website; ``to_sign`` the folder with the sheets
    that are signed and never published; ``root`` the SHA-256 of ``SHA256SUMS``, ``files`` the number of its
    lines, and ``signed`` whether the key of the sitting signed it.
    """

    publication: Path
    to_sign: Path
    root: str
    files: int
    signed: bool = False


@dataclass(frozen=True)
class Reopening:
    """Why a package no longer holds: when the election was reopened, and the reason that two persons gave."""

    at: datetime
    reason: str


def write_package(
    release: Release,
    out: Path,
    *,
    practice: bool,
    provenance: Provenance,
    publishing: Publishing | None = None,
    signer: Signer | None = None,
    progress: Progress | None = None,
) -> Package:
    """Write everything of a released election in ``out``; equal data give equal bytes.

    From version 2 on the name of the folder ends in the version, and what changed since the replaced version
    is among the documents. The folder gets its name when it is complete, read back and compared: what does
    not succeed leaves nothing behind. Without a ``signer`` the package has no signature and says so.

    Raises:
        ExportFailed: a folder of this version is already there, the disk cannot be written, or a name has a
            character that cannot be printed, or a file that was read back does not say what was counted.
    """
    tell = progress or (lambda what, done, total: None)
    name = package_folder(release.tally.election, release.version, practice=practice)
    unfinished = out / f".bezig_{name}"
    if (out / PUBLICATION / name).exists():
        raise ExportFailed(
            f"In {out} staat al een export van deze verkiezing. Kies een andere map of haal die weg."
        )
    try:
        rmtree(unfinished, ignore_errors=True)
        (unfinished / TO_SIGN).mkdir(parents=True)
        package = unfinished / PUBLICATION
        files = tuple(_write_all(release, provenance, unfinished, practice, tell))
        listed = in_order(found for _, found in files if found)
        planned = publishing or Publishing(default_deadline(release.tally.election.identifier.date))
        key = signer.public if signer else None
        facts = PackageFacts(release, provenance, planned, listed, key, practice)
        _read_back((*(each for each, _ in files), *_write_texts(facts, package)), tell)
        manifest = _seal(package, signer, tell)
        write_archive(package, unfinished / f"{name}.zip", name)
        sync_folder(unfinished / TO_SIGN)
        _put_in_place(unfinished, out, name)
    except OSError as error:
        raise ExportFailed(f"Het schrijven in {out} is niet gelukt: {reason(error)}.") from error
    except (ManifestError, NotExportable, NotPublished, Unprintable, Unequal) as error:
        raise ExportFailed(str(error)) from error
    finally:
        rmtree(unfinished, ignore_errors=True)
    places = out / PUBLICATION / name, out / TO_SIGN / name
    return Package(*places, manifest.root, manifest.files, signer is not None)


def package_folder(election: Election, version: int, *, practice: bool) -> str:
    """The name of the folder of a released election."""
    committee = election.committee
    name = "_".join((component(election.id), committee.code, component(committee.name)))
    return f"{practice_mark(practice)}{name}{f'_v{version}' if version > 1 else ''}"


def mark_expired(folder: Path, release_version: int, replaced_by: Reopening) -> bool:
    """Mark the package of a reopened release: it becomes ``VERVALLEN_...`` and says so within.

    ``folder`` is that of the election which ``write_package`` made. The notice goes among its files, so that
    the check of their lists fails; its zip and its sheets get the mark in their names, and the start page
    tells it. What was interrupted can be done again.

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
        (folder / _NOTICE).unlink(missing_ok=True)
        _write(folder / _NOTICE, notice)
        sync_folder(folder)
        _rename_beside(folder)
        folder.rename(expired)
        _write_start_page(folder.parent)
    except OSError as error:
        raise ExportFailed(f"{folder} als vervallen merken is niet gelukt: {reason(error)}.") from error
    return True


def _rename_beside(folder: Path) -> None:
    """Mark the zip of a package and its sheets to sign, as far as they are where they were written."""
    archive = folder.with_name(f"{folder.name}.zip")
    sheets = folder.parents[1] / TO_SIGN / folder.name
    if archive.is_file():
        checksum_of(archive).unlink(missing_ok=True)
        write_checksum(archive.rename(archive.with_name(f"{EXPIRED}_{archive.name}")))
    if folder.parent.name == PUBLICATION and sheets.is_dir():
        sheets.rename(sheets.with_name(f"{EXPIRED}_{sheets.name}"))


def _notice(version: int, reopening: Reopening) -> str:
    return (
        f"VERVALLEN\n\nDit is versie {version} van de uitslag. Deze versie geldt niet meer.\n"
        f"De telling is opnieuw geopend op {moment(reopening.at)}.\n"
        f"Reden: {told(reopening.reason)}\n\n"
        f"Gebruik versie {version + 1}, als die is gemaakt. Publiceer deze map niet.\n"
        "Staat deze map al op de website? Zet er dan bij dat deze versie is vervallen.\n"
    )


_WrittenFile = tuple[Written, Published | None]
"""A file with what the texts of the package tell of it; nothing of a sheet to sign."""


def _write_all(
    release: Release, provenance: Provenance, folder: Path, practice: bool, tell: Progress
) -> Iterator[_WrittenFile]:
    """Write every file that the texts tell of, and the sheets to sign, one after the other."""
    yield from _write_contents(release, folder, practice, tell)
    mark, package = practice_mark(practice), folder / PUBLICATION
    for own in own_files(release, provenance, mark):
        path = path_in_package(own.name, mark)
        yield _written(package / path, own.content, own.compare), published(path, own.content, mark)


def _write_contents(release: Release, folder: Path, practice: bool, tell: Progress) -> Iterator[_WrittenFile]:
    """Write what was counted: every one of these files is compared with the count."""
    mark, package = practice_mark(practice), folder / PUBLICATION
    for each in contents(release, tell, practice=practice):
        if each.kind is Kind.TO_SIGN:
            yield _written(folder / TO_SIGN / each.name, each.content, each.compare), None
        else:
            path = path_in_package(each.name, mark)
            written = _written(package / path, each.content, each.compare)
            yield written, published(path, each.content, mark, each.code)


def _write_texts(facts: PackageFacts, package: Path) -> Iterator[Written]:
    for each in texts(facts):
        yield _written(package / each.name, each.content, each.compare)


def _read_back(files: Sequence[Written], tell: Progress) -> None:
    """Everything is written: read it again from the disk."""
    for done, each in enumerate(files):
        tell("nakijken", done, len(files))
        require_equal(each)
    tell("nakijken", len(files), len(files))


def _seal(package: Path, signer: Signer | None, tell: Progress) -> Manifest:
    """Write the lists of checksums, sign them, and check every file by them."""
    tell("controlelijsten", 0, 1)
    for section in Section:
        if (package / section.value).is_dir():
            sync_folder(package / section.value)
    manifest = write_manifests(package)
    if signer:
        _write(package / SIGNATURE, signature_of((package / SHA256SUMS).read_bytes(), signer))
        sync_folder(package)
    problems = check_manifests(package)
    if problems:
        raise Unequal(problems[0].text)
    tell("controlelijsten", 1, 1)
    return manifest


def _put_in_place(unfinished: Path, out: Path, name: str) -> None:
    """Give everything its name, the folder of the election last: where that is, all is complete."""
    publication, to_sign = out / PUBLICATION, out / TO_SIGN
    for place in (publication, to_sign):
        place.mkdir(exist_ok=True)
    rmtree(to_sign / name, ignore_errors=True)  # of an earlier try that was interrupted here
    (unfinished / TO_SIGN).rename(to_sign / name)
    archive = unfinished / f"{name}.zip"
    for file in (archive, checksum_of(archive)):
        file.replace(publication / file.name)
    (unfinished / PUBLICATION).rename(publication / name)
    _write_start_page(publication)
    for place in (to_sign, publication, out):
        sync_folder(place)


def _write_start_page(publication: Path) -> None:
    """Write the start page of all packages that stand here, whole or not at all."""
    unfinished = publication / f".bezig_{START_PAGE}"
    unfinished.unlink(missing_ok=True)
    _write(unfinished, day_page(publication))
    unfinished.replace(publication / START_PAGE)
    sync_folder(publication)


def _written(path: Path, data: bytes, compare: Callable[[Path], None]) -> Written:
    _write(path, data)
    return Written(path, sha256(data).digest(), partial(compare, path))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_new(path, data)
