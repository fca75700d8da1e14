"""A file layer for SQLite that writes down what is asked of the disk, and can refuse it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import count
from pathlib import Path

import apsw

from tests.trust.power.record import Created, Event, FolderSynced, Removed, Synced, Truncated, Written

_serial = count(1)
_NAMED_IN_FOLDER = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL


class Call(Enum):
    """What the disk can be asked, with the error SQLite reports when it is refused."""

    OPEN_JOURNAL = apsw.SQLITE_CANTOPEN
    WRITE = apsw.SQLITE_IOERR_WRITE
    SYNC = apsw.SQLITE_IOERR_FSYNC
    TRUNCATE = apsw.SQLITE_IOERR_TRUNCATE
    READ = apsw.SQLITE_IOERR_READ


@dataclass(frozen=True)
class Fault:
    """The ``number``-th ``call`` (from 1) fails with ``error``; when ``lasting``, every later one too.

    ``done`` lets the disk do what was asked and report the error all the same.
    """

    call: Call
    number: int
    error: int
    lasting: bool = False
    done: bool = False

    def strikes(self, call: Call, number: int) -> bool:
        return call is self.call and (number >= self.number if self.lasting else number == self.number)


class Layer(apsw.VFS):
    """SQLite's way to the disk. Nothing is really synchronised: that is for the model of the disk.

    ``events`` is everything in order, ``calls`` how often each thing was asked, ``fault`` what goes wrong.
    """

    def __init__(self) -> None:
        self.name = f"recorded {next(_serial)}"
        self.events: list[Event] = []
        self.calls: Counter[Call] = Counter()
        self.fault: Fault | None = None
        self._names: dict[str, int] = {}
        self._files = count(1)
        super().__init__(self.name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:  # a temporary file: gone after a power cut whatever happens
            return apsw.VFSFile("", name, flags)
        if flags[0] & apsw.SQLITE_OPEN_MAIN_JOURNAL:
            self.ask(Call.OPEN_JOURNAL)
        return _File(self, name, flags, self._file_of(Path(path).name))

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, False)
        name = Path(filename).name
        self._names.pop(name, None)
        self.events.append(Removed(name))
        if syncdir:
            self.sync_folder()

    def find(self, folder: Path) -> None:
        """Begin with the files of ``folder``, which are on the disk for certain."""
        for path in sorted(folder.iterdir()):
            file = self._file_of(path.name)
            self.events += (Written(file, 0, path.read_bytes()), Synced(file))
        self.sync_folder()

    def sync_folder(self, folder: Path | None = None) -> None:
        """What stands in for ``osv_tui.disk.sync_folder``."""
        self.events.append(FolderSynced())

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """For what the trial itself wants to know: not counted, never refused."""
        calls, fault = self.calls.copy(), self.fault
        self.fault = None
        yield
        self.calls, self.fault = calls, fault

    def ask(self, call: Call) -> Fault | None:
        """Count ``call``; returns the fault that is to be reported after doing what was asked.

        Raises:
            apsw.Error: the disk refuses.
        """
        self.calls[call] += 1
        if self.fault is None or not self.fault.strikes(call, self.calls[call]):
            return None
        if self.fault.done:
            return self.fault
        raise apsw.exception_for(self.fault.error)

    def _file_of(self, name: str) -> int:
        if name not in self._names:
            self._names[name] = next(self._files)
            self.events.append(Created(self._names[name], name))
        return self._names[name]


class _File(apsw.VFSFile):
    def __init__(
        self, layer: Layer, name: str | apsw.URIFilename | None, flags: list[int], number: int
    ) -> None:
        self._layer = layer
        self._number = number
        # As SQLite on Unix does: the first sync of a new journal puts its name on the disk as well.
        self._name_to_sync = bool(flags[0] & apsw.SQLITE_OPEN_CREATE and flags[0] & _NAMED_IN_FOLDER)
        super().__init__("", name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self._layer.ask(Call.READ)
        return super().xRead(amount, offset)

    def xWrite(self, data: apsw.Buffer, offset: int) -> None:  # type: ignore[name-defined]  # noqa: N802
        late = self._layer.ask(Call.WRITE)
        super().xWrite(data, offset)
        self._note(Written(self._number, offset, bytes(data)), late)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        late = self._layer.ask(Call.TRUNCATE)
        super().xTruncate(newsize)
        self._note(Truncated(self._number, newsize), late)

    def xSync(self, flags: int) -> None:  # noqa: N802
        late = self._layer.ask(Call.SYNC)
        if self._name_to_sync:
            self._layer.sync_folder()
            self._name_to_sync = False
        self._note(Synced(self._number), late)

    def _note(self, event: Event, late: Fault | None) -> None:
        self._layer.events.append(event)
        if late:
            raise apsw.exception_for(late.error)
