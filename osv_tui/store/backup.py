"""Copies of the file on a second place, each of them checked, and going on from one (trust §3.11)."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from osv_tui.disk import reason, sync_folder
from osv_tui.store import audit, signing_in
from osv_tui.store.check import Head, first_fault, head
from osv_tui.store.database import Clock, StationFile, open_station, wall_clock
from osv_tui.store.events import Event, tell
from osv_tui.store.passwords import normal
from osv_tui.store.problems import FileUnusable, Refused, StoreProblem, in_dutch
from osv_tui.store.signing_in import Credentials, Proven

KEPT = 3
"""How many copies stay on the second place; older ones are removed once a newer one is sound."""


@dataclass(frozen=True)
class Copy:
    """A copy that was checked: its SHA-256, and the head of the log that it goes up to."""

    path: Path
    sha256: str
    head: Head


def back_up(file: StationFile, folder: Path, terminal: str) -> Copy:
    """Put a copy of the station in ``folder``, look whether it is whole, and remove the oldest ones.

    The copy has the number of the last row of the log in its name. That it was made stands in the log, and so
    does that it could not be made.

    Raises:
        StoreProblem: the copy could not be made, or is not whole; then it is not kept.
    """
    try:
        made = _copy(file, folder)
    except StoreProblem as problem:
        tell(file, Event.COPY_FAILED, terminal, place=str(folder), result=str(problem))
        raise
    tell(
        *(file, Event.COPY_MADE, terminal),
        place=str(made.path),
        sha256=made.sha256,
        head_seq=made.head.seq,
        head=made.head.hash,
        result="in orde",
    )
    _remove_oldest(file.path, folder)
    return made


def restore(
    copy: Path, station: Path, first: Credentials, second: Credentials, clock: Clock = wall_clock
) -> Head:
    """Go on in a new file ``station`` from a copy, at the hands of two officials; returns where it goes on.

    Raises:
        FileUnusable: the copy is not whole, or there is a file at ``station``.
        Refused: the two do not prove to be two officials of this station.
    """
    if station.exists():
        raise FileUnusable(f"Er staat al een bestand op {station}. Kies een andere naam.")
    with _file_errors(station.parent), _beside(station) as part:
        shutil.copyfile(copy, part)
        part.chmod(0o600)
        sha256 = _sha256(part)
        with closing(open_station(part, clock)) as file:
            _require_whole(file)
            last = head(file)
            one, other = (_official(file, credentials) for credentials in (first, second))
            if one.person == other.person:
                raise Refused("Een kopie terugzetten doen twee verschillende personen.")
            with file.transaction() as db:
                audit.write(
                    *(db, file.now(), None, "restored", "computer"),
                    by=one.person,
                    confirmed_by=other.person,
                    sha256=sha256,
                    head_seq=last.seq,
                    head=last.hash,
                )
        part.rename(station)
        sync_folder(station.parent)
    return last


def _copy(file: StationFile, folder: Path) -> Copy:
    if folder.resolve() == file.path.parent.resolve():
        raise Refused("Kies voor de kopie een andere plek dan de map van het station zelf.")
    with _file_errors(folder), _beside(folder / file.path.name) as part:
        with in_dutch(), closing(sqlite3.connect(part)) as target:
            part.chmod(0o600)
            file.copy_to(target)
        with closing(open_station(part, file.clock)) as copied:
            _require_whole(copied)
            last = head(copied)
        _to_the_disk(part)
        path = folder / f"{file.path.stem}-{last.seq:09}{file.path.suffix}"
        part.replace(path)
        sync_folder(folder)
        return Copy(path, _sha256(path), last)


def _official(file: StationFile, credentials: Credentials) -> Proven:
    proven = signing_in.prove(file, credentials, "terugzetten")
    if proven.is_official:
        return proven
    raise Refused(
        f"{normal(credentials.user_name)} is geen toezichthouder of beheerder met een eigen wachtwoord."
    )


def _require_whole(file: StationFile) -> None:
    fault = file.damage() or first_fault(file)
    if fault:
        raise FileUnusable(f"De kopie is niet heel en is niet gebruikt. {fault}")


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file to work in next to ``path``, that is gone afterwards unless it was given another name."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
    finally:
        for each in (part, part.with_name(f"{part.name}-journal")):
            each.unlink(missing_ok=True)


@contextmanager
def _file_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileUnusable(f"In {folder} is het niet gelukt: {reason(error)}.") from error


def _to_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _remove_oldest(station: Path, folder: Path) -> None:
    pattern = f"{station.stem}-{'[0-9]' * 9}{station.suffix}"
    with suppress(OSError):
        for old in sorted(folder.glob(pattern))[:-KEPT]:
            old.unlink()
