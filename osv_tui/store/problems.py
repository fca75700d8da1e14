"""What can go wrong with the station's file, each with a Dutch text that tells what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class StoreProblem(Exception):
    """The text is shown to the user as it is."""


class FileUnusable(StoreProblem):
    """The file cannot be opened as a station: missing, damaged, of another program or of a newer version."""


class Busy(StoreProblem):
    """Another program holds the file."""


class DiskFull(StoreProblem):
    """There is no room to save."""


class Refused(StoreProblem):
    """A rule of the count forbids it."""


class EntryLapsed(Refused):
    """The entry that is being typed was discarded by a supervisor."""


class SessionEnded(StoreProblem):
    """The account was signed in elsewhere, signed out or deactivated."""


_RULE = "osv: "
_TOO_LONG = "deze sessie duurt langer"


@contextmanager
def in_dutch() -> Iterator[None]:
    """Turn the errors of SQLite into problems a user can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise problem_of(error) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program is in the way for the moment."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def problem_of(error: sqlite3.Error) -> StoreProblem:
    """The problem that an error of SQLite means to the user."""
    text = str(error)
    if text.startswith(_RULE):
        sentence = text.removeprefix(_RULE)
        if sentence.startswith(_TOO_LONG):
            return SessionEnded(f"{sentence.capitalize()}.")
        return Refused(f"Dit kan niet: {sentence}.")
    name = getattr(error, "sqlite_errorname", "")
    if is_busy(error):
        return Busy("Het bestand is in gebruik door een ander programma. Probeer het zo opnieuw.")
    if name.startswith("SQLITE_FULL"):
        return DiskFull("De schijf is vol. Waarschuw de beheerder; maak ruimte en druk dan opnieuw op Enter.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "decode to UTF-8" in text:
        return FileUnusable("Het bestand is beschadigd. Stop met invoeren en waarschuw de beheerder.")
    if name.startswith(("SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return FileUnusable(
            "Het bestand kan niet worden gelezen of geschreven. Stop met invoeren en waarschuw de beheerder."
        )
    return StoreProblem(
        f"Het opslaan is niet gelukt ({name or type(error).__name__}). Waarschuw de beheerder."
    )
