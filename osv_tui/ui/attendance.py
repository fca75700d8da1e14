"""How long somebody has been signed in, and how long nobody has pressed a key.

By the clock that nobody sets, which goes on while a laptop sleeps.
"""

from __future__ import annotations

from osv_tui.election.workflow import Role
from osv_tui.store.database import StationFile

_MINUTE = 60.0
IDLE_SECONDS = {
    Role.TYPIST: 10 * _MINUTE,
    Role.SUPERVISOR: 5 * _MINUTE,
    Role.ADMINISTRATOR: 5 * _MINUTE,
}
"""So long without a key, and the screen locks (trust §3.10)."""
LONGEST_SECONDS = 12 * 60 * _MINUTE
WARNING_SECONDS = 10 * _MINUTE


class Attendance:
    """Of one session at a time."""

    def __init__(self, file: StationFile) -> None:
        self._file = file
        self._session: int | None = None
        self._came = self._last_key = 0.0

    @property
    def seconds(self) -> float:
        """The steady clock."""
        return self._file.steady().seconds

    def begin(self, session: int) -> None:
        """Somebody signed in; with a session that goes on nothing begins anew."""
        if session != self._session:
            self._session = session
            self._came = self._last_key = self.seconds

    def key_pressed(self) -> None:
        self._last_key = self.seconds

    def is_away(self, role: Role) -> bool:
        """Whether the screen of somebody of ``role`` is to be locked."""
        return self.seconds - self._last_key >= IDLE_SECONDS[role]

    @property
    def left(self) -> float:
        """Seconds until the session has lasted long enough."""
        return LONGEST_SECONDS - (self.seconds - self._came)
