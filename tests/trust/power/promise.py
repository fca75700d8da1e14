"""What the store acknowledged, and whether a station file still has it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from osv_tui.store.database import StationFile, open_station
from osv_tui.store.problems import FileUnusable, StoreProblem
from tests.trust.power import scenario
from tests.trust.power.record import Committed, Keyed


@dataclass(frozen=True)
class Promise:
    """What was acknowledged up to a moment; ``next_row`` and ``next_number`` are what was under way.

    ``in_doubt`` when the last thing that was asked was told to have failed: it may have been done or not.
    """

    row: Committed | None
    next_row: Committed | None
    numbers: tuple[Keyed, ...]
    next_number: Keyed | None
    in_doubt: bool = False


def broken(path: Path, promise: Promise) -> str | None:
    """What of ``promise`` the station at ``path`` does not have, or what else is off; ``None`` if well.

    As long as nothing was acknowledged there need be no station, or one that was never finished.
    """
    try:
        file = open_station(path)
    except FileUnusable as problem:
        return str(problem).replace(str(path), path.name) if promise.row else None
    with closing(file):
        try:
            return (
                _missing_row(file, promise) or _missing_number(file, promise) or scenario.anything_wrong(file)
            )
        except (StoreProblem, sqlite3.Error) as problem:
            return f"{type(problem).__name__}: {problem}"


def _missing_row(file: StationFile, promise: Promise) -> str | None:
    """The last acknowledged row is in the log, and behind it no other than the one that was under way."""
    last = scenario.last_row(file)
    if promise.row and not scenario.has_row(file, promise.row):
        return f"row {promise.row.seq} of the log was acknowledged; it ends at row {last.seq}"
    if not promise.in_doubt and last not in (promise.row, promise.next_row):
        return f"row {last.seq} of the log was never written"
    return None


def _missing_number(file: StationFile, promise: Promise) -> str | None:
    """Every acknowledged number is there, unless the same field was just being keyed again."""
    standing = {(keyed.entry, keyed.field): keyed for keyed in promise.numbers}
    for keyed in standing.values():
        found = scenario.number(file, keyed.entry, keyed.field)
        if found is None or replace(keyed, value=found) not in (keyed, promise.next_number):
            return f"entry {keyed.entry}, {keyed.field}: {found} stands where {keyed.value} was acknowledged"
    return None
