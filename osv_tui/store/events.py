"""What happens to the computer during the evening, told in the log: no person does it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from osv_tui.store import audit
from osv_tui.store.database import StationFile

LARGEST_DRIFT = timedelta(seconds=60)
"""A clock that says more than this beside what has passed was set (trust §3.11)."""


class Event(Enum):
    """What can happen, as the log names it."""

    CONNECTION_FOUND = "connection found"
    CONNECTION_GONE = "connection gone"
    INSTALLATION_CHANGED = "installation changed"
    CLOCK_JUMPED = "clock jumped"
    COPY_MADE = "copy made"
    COPY_FAILED = "copy failed"


def tell(file: StationFile, event: Event, terminal: str, **detail: str | int | None) -> None:
    """Write ``event`` in the log."""
    now = file.now()
    with file.transaction() as db:
        audit.write(db, now, None, event.value, "computer", terminal=terminal, **detail)


class ClockWatch:
    """Notices that the clock of the computer was set while the program runs."""

    def __init__(self, file: StationFile) -> None:
        self._file = file
        self._wall, self._steady = file.clock(), file.steady()

    def look(self, terminal: str) -> datetime | None:
        """Tell the log about a jump since the last look; returns what the clock should have said."""
        wall, steady = self._file.clock(), self._file.steady()
        expected = self._wall + timedelta(seconds=steady.seconds - self._steady.seconds)
        self._wall, self._steady = wall, steady
        if abs(wall - expected) <= LARGEST_DRIFT:
            return None
        before, after = (moment.isoformat(timespec="milliseconds") for moment in (expected, wall))
        tell(self._file, Event.CLOCK_JUMPED, terminal, before=before, after=after)
        return expected
