"""The disk refuses the k-th thing it is asked, for every k: that is told in Dutch, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import apsw

from osv_tui.store.database import StationFile, open_station
from osv_tui.store.problems import DiskFull, FileUnusable, Refused, StoreProblem
from tests.examples import ExampleStation
from tests.trust.power import scenario, versions
from tests.trust.power.connection import disk_of
from tests.trust.power.cuts import STATION
from tests.trust.power.hands import Hands
from tests.trust.power.layer import Call, Fault, Layer
from tests.trust.power.promise import Promise, broken
from tests.trust.power.record import Committed, Keyed

_T = TypeVar("_T")


@dataclass(frozen=True)
class Kind:
    """A way in which the disk refuses, and the problem the user must be told."""

    name: str
    call: Call
    error: int
    told: type[StoreProblem]
    lasting: bool = False
    done: bool = False

    def at(self, number: int) -> Fault:
        return Fault(self.call, number, self.error, self.lasting, self.done)


KINDS = (
    Kind("disk full", Call.WRITE, apsw.SQLITE_FULL, DiskFull, lasting=True),
    Kind("disk full for a moment", Call.WRITE, apsw.SQLITE_FULL, DiskFull),
    Kind("write", Call.WRITE, apsw.SQLITE_IOERR_WRITE, FileUnusable),
    Kind("write, lasting", Call.WRITE, apsw.SQLITE_IOERR_WRITE, FileUnusable, lasting=True),
    Kind("sync", Call.SYNC, apsw.SQLITE_IOERR_FSYNC, FileUnusable),
    Kind("sync, lasting", Call.SYNC, apsw.SQLITE_IOERR_FSYNC, FileUnusable, lasting=True),
    Kind("truncate", Call.TRUNCATE, apsw.SQLITE_IOERR_TRUNCATE, FileUnusable),
    Kind("truncate, done all the same", Call.TRUNCATE, apsw.SQLITE_IOERR_TRUNCATE, FileUnusable, done=True),
    Kind("open journal", Call.OPEN_JOURNAL, apsw.SQLITE_CANTOPEN, FileUnusable),
    Kind("read", Call.READ, apsw.SQLITE_IOERR_READ, FileUnusable),
)


@dataclass(frozen=True)
class KindFigures:
    """Of ``tried`` refusals of one kind ``survived`` were told and cost nothing.

    ``done_unseen`` of them were told to be errors while SQLite had stored what was asked; doing it again is
    then refused. ``first_loss`` tells of a refusal that was not survived.
    """

    kind: str
    tried: int
    survived: int
    done_unseen: int
    first_loss: str | None


@dataclass(frozen=True)
class ErrorFigures:
    """All refusals: of a station being founded, and of the evening after it."""

    kinds: tuple[KindFigures, ...]
    versions: str

    @property
    def tried(self) -> int:
        return sum(kind.tried for kind in self.kinds)

    @property
    def survived(self) -> int:
        return sum(kind.survived for kind in self.kinds)

    @property
    def first_loss(self) -> str | None:
        return next((kind.first_loss for kind in self.kinds if kind.first_loss), None)


@dataclass(frozen=True)
class Outcome:
    """What came of one refusal; ``loss`` is ``None`` when it was told and cost nothing."""

    loss: str | None
    done_unseen: bool = False


Trial = Callable[[Layer, Kind | None, Path], Outcome]


def write_errors(most: int | None = None) -> ErrorFigures:
    """Refuse every call of each kind, or ``most`` of them, at founding and during the evening."""
    with TemporaryDirectory() as name:
        ready = scenario.set_up(Path(name) / STATION)
        ready.file.close()

        def during_the_evening(layer: Layer, kind: Kind | None, folder: Path) -> Outcome:
            return _evening(ready, layer, kind, folder)

        return ErrorFigures(
            tuple(
                _refuse(kind, what, trial, most)
                for what, trial in (("founding", _founding), ("evening", during_the_evening))
                for kind in KINDS
            ),
            versions(),
        )


def _refuse(kind: Kind, what: str, trial: Trial, most: int | None) -> KindFigures:
    """One trial for each call that is refused, spread over all of its kind."""
    calls = _calls(trial, kind)
    tried = min(calls, most or calls)
    numbers = [(turn + 1) * calls // tried for turn in range(tried)]
    outcomes = [(number, _outcome(trial, kind, number)) for number in numbers]
    losses = [f"{what}, {kind.name}, call {number}: {made.loss}" for number, made in outcomes if made.loss]
    return KindFigures(
        kind=f"{what}: {kind.name}",
        tried=len(outcomes),
        survived=len(outcomes) - len(losses),
        done_unseen=sum(made.done_unseen for _, made in outcomes),
        first_loss=losses[0] if losses else None,
    )


def _calls(trial: Trial, kind: Kind) -> int:
    """How often an undisturbed trial asks the disk what ``kind`` refuses."""
    layer = Layer()
    with TemporaryDirectory() as folder:
        trial(layer, None, Path(folder))
    return layer.calls[kind.call]


def _outcome(trial: Trial, kind: Kind, number: int) -> Outcome:
    layer = Layer()
    layer.fault = kind.at(number)
    with TemporaryDirectory() as folder:
        try:
            return trial(layer, kind, Path(folder))
        except (StoreProblem, sqlite3.Error, OSError) as error:
            return Outcome(f"{type(error).__name__}: {error}")


def _wrong_with(path: Path, layer: Layer, *, in_doubt: bool) -> str | None:
    """What of the acknowledged the station's own SQLite does not find; ``None`` if all is well."""
    rows = [event for event in layer.events if isinstance(event, Committed)]
    numbers = tuple(event for event in layer.events if isinstance(event, Keyed))
    return broken(path, Promise(rows[-1] if rows else None, None, numbers, None, in_doubt))


# Founding: either nothing is left and it can be done again, or what was acknowledged is there.


def _founding(layer: Layer, kind: Kind | None, folder: Path) -> Outcome:
    path = folder / STATION
    with disk_of(layer):
        told = _told_at_founding(path)
        layer.fault = None
        if told and not path.exists():
            scenario.set_up(path).file.close()
    if told != (kind and kind.told):
        return Outcome(f"told was {told}")
    return Outcome(_wrong_with(path, layer, in_doubt=told is not None))


def _told_at_founding(path: Path) -> type[StoreProblem] | None:
    try:
        scenario.set_up(path).file.close()
    except StoreProblem as problem:
        return type(problem)
    return None


# The evening: what failed is done again once the disk is well, and in the end everything is there.


class _Persistent(Hands):
    """When the disk refuses, its fault goes away and the same thing is done once more."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(layer)
        self.told: list[StoreProblem] = []
        self.done_unseen = False

    def get(self, act: Callable[[], _T]) -> _T:
        try:
            return act()
        except Refused:
            raise
        except StoreProblem as problem:
            self.told.append(problem)
            self.layer.fault = None
        return act()

    def do(self, file: StationFile, act: Callable[[], object]) -> None:
        with self.layer.undisturbed():
            before = scenario.last_row(file)
        try:
            self.get(act)
        except Refused:
            after = scenario.last_row(file)
            if after == before:
                raise
            self.done_unseen = True
            self.layer.events.append(after)


def _evening(ready: ExampleStation, layer: Layer, kind: Kind | None, folder: Path) -> Outcome:
    path = Path(shutil.copy(ready.file.path, folder / STATION))
    hands = _Persistent(layer)
    with disk_of(layer), closing(hands.get(lambda: open_station(path))) as file:
        scenario.evening(replace(ready, file=file), hands)
    told = [type(problem) for problem in hands.told]
    if told != ([kind.told] if kind else []):
        return Outcome(f"told was {told}")
    return Outcome(_wrong_with(path, layer, in_doubt=False), hands.done_unseen)
