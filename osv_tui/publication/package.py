"""The export of a final election: the folder that is published, and beside it what is signed on paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from osv_tui import __version__
from osv_tui.disk import reason, sync_folder
from osv_tui.documents import names
from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.model_ii import annex_1, model_ii
from osv_tui.documents.n11 import n11
from osv_tui.documents.render import render
from osv_tui.election.model import CountingMethod
from osv_tui.election.naming import component
from osv_tui.election.tally import Tally
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.publication.manifest import ManifestError, write_manifests
from osv_tui.publication.osv4_3 import write_csv

PROGRAM = f"osv-tui {__version__}"
PUBLICATION = "publicatie"
TO_SIGN = "ondertekenen"

Progress = Callable[[str, int, int], None]
"""Called with what is being made, how much of it is done, and how much there is."""


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


def write_package(
    tally: Tally, created: datetime, out: Path, *, practice: bool, progress: Progress | None = None
) -> Package:
    """Write everything of one election in a folder below ``out``; equal data give equal bytes.

    The folder gets its name when it is complete: what does not succeed leaves nothing behind.

    Raises:
        ExportFailed: a folder of this election is already there, or the disk cannot be written.
    """
    tell = progress or (lambda what, done, total: None)
    election = tally.election
    name = "_".join((component(election.id), election.committee.code, component(election.committee.name)))
    folder = out / f"{practice_mark(practice)}{name}"
    unfinished = out / f".bezig_{folder.name}"
    if folder.exists():
        raise ExportFailed(
            f"In {out} staat al een export van deze verkiezing. Kies een andere map of haal die weg."
        )
    try:
        rmtree(unfinished, ignore_errors=True)
        (unfinished / PUBLICATION).mkdir(parents=True)
        (unfinished / TO_SIGN).mkdir()
        _write_all(tally, created, unfinished, practice, tell)
        tell("controlelijsten", 0, 1)
        manifest = write_manifests(unfinished / PUBLICATION)
        tell("controlelijsten", 1, 1)
        sync_folder(unfinished / TO_SIGN)
        unfinished.rename(folder)
        sync_folder(out)
    except OSError as error:
        raise ExportFailed(f"Het schrijven in {out} is niet gelukt: {reason(error)}.") from error
    except ManifestError as error:
        raise ExportFailed(str(error)) from error
    finally:
        rmtree(unfinished, ignore_errors=True)
    return Package(folder / PUBLICATION, folder / TO_SIGN, manifest.root, manifest.files)


def practice_mark(practice: bool) -> str:
    """What stands before every name that a practice station writes."""
    return "OEFENING_" if practice else ""


def _write_all(tally: Tally, created: datetime, folder: Path, practice: bool, tell: Progress) -> None:
    publication, to_sign, mark = folder / PUBLICATION, folder / TO_SIGN, practice_mark(practice)
    program = f"{PROGRAM} OEFENING" if practice else PROGRAM
    tell("telbestand", 0, 1)
    eml = write_count(tally, created, program)
    _write(publication / f"{mark}{count_file_name(tally.election)}", eml)
    tell("telbestand", 1, 1)
    _write(publication / f"{mark}{csv_file_name(tally.election)}", write_csv(tally))
    facts = DocumentFacts(created.replace(tzinfo=None), sha256(eml).hexdigest(), practice)
    for name, document in _documents(tally, facts):
        rendered = render(document, partial(tell, name))
        _write(publication / f"{mark}{name}", rendered.publication)
        if document.signature:
            _write(to_sign / f"{mark}{names.signature_sheet_name(name)}", rendered.signature_sheet)


def _documents(tally: Tally, facts: DocumentFacts) -> tuple[tuple[str, Document], ...]:
    if tally.method is CountingMethod.STATION:
        return ((names.n11_name(tally.election), n11(tally, facts)),)
    return (
        (names.model_ii_name(tally.election), model_ii(tally, facts)),
        (names.annex_1_name(tally.election), annex_1(tally, facts)),
    )


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
