"""What is looked at every five seconds, whether keys come or not: session, computer, clock, copies."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osv_tui.election.workflow import Role
from osv_tui.store import settings
from osv_tui.store.actor import Actor, require_session
from osv_tui.store.database import Clock, open_station
from osv_tui.store.events import ClockWatch, Event, tell
from osv_tui.store.problems import SessionEnded, StoreProblem
from osv_tui.store.settings import Setting
from osv_tui.ui import surroundings
from osv_tui.ui.attendance import WARNING_SECONDS, Attendance
from osv_tui.ui.news import NewsBoard, Topic
from osv_tui.ui.plain import fault_code
from osv_tui.ui.surroundings import Installation, Look, LookAtProgram

if TYPE_CHECKING:
    from osv_tui.guard.offline import Finding
    from osv_tui.store.backup import Copy
    from osv_tui.ui.app import OsvApp

SECONDS_BETWEEN_LOOKS = 5.0
SECONDS_BETWEEN_COPIES = 5 * 60.0
SECONDS_BETWEEN_COUNTS = 60.0
_TOO_LONG = "Een sessie duurt ten hoogste twaalf uur. Log opnieuw in."


class Lookout:
    """``findings``, ``installation`` and ``copy`` tell what was seen last; ``None`` is: not yet."""

    def __init__(self, app: OsvApp, look: Look, program: LookAtProgram) -> None:
        self._app = app
        self._look = look
        self._program = program
        self._file = app.file
        self._clock = ClockWatch(app.file)
        self.attendance = Attendance(app.file)
        self.news = NewsBoard()
        self.findings: tuple[Finding, ...] | None = None
        self.installation: Installation | None = None
        self.faults: tuple[str, ...] = ()
        self.copy: Copy | None = None
        self._logged: frozenset[tuple[str, str]] = frozenset()
        self._practice_told = False
        self._copied_at: float | None = None
        self._copied_units = 0
        self._counted_at = self.attendance.seconds
        self._busy: set[str] = set()

    def start(self) -> None:
        """Look for the first time, and from then on every five seconds."""
        self._alone("installation", self._look_at_installation())
        self._app.set_interval(SECONDS_BETWEEN_LOOKS, self.look_around)
        self.look_around()

    @property
    def is_busy(self) -> bool:
        """Whether something is being done that was begun in a round."""
        return bool(self._busy)

    def look_around(self) -> None:
        """One round; what may take long is done beside the keys, and never twice at a time."""
        self.look_at_session()
        with suppress(StoreProblem):  # another program has the file: the next round will do
            self.look_at_clock()
        with suppress(StoreProblem):
            allowed = settings.setting(self._file, Setting.NETWORK)
            names = frozenset(name.strip() for name in allowed.split(",")) - {""}
            self._alone("connections", self._look_at_connections(names))
        with suppress(StoreProblem):
            self._copy_when_due()
        self._count_signs_when_due()
        self._app.tell_news()

    # The session.

    def somebody_came(self, actor: Actor) -> None:
        """Somebody signed in, or goes on with an own password."""
        self.attendance.begin(actor.session)
        self._counted_at = self.attendance.seconds
        self.news.take_away(Topic.SESSION)
        self.news.somebody_came()
        self._app.call_after_refresh(self._app.tell_news)

    def look_at_session(self) -> None:
        """Whether it goes on, is to be locked, or has lasted twelve hours."""
        actor = self._app.actor
        if actor is None:
            return
        try:
            with self._file.reading() as db:
                require_session(db, actor)
        except SessionEnded as ended:
            self._app.session_ended(str(ended))
            return
        except StoreProblem:
            pass
        left = self.attendance.left
        if left <= 0:
            self._app.sign_out(_TOO_LONG)
        elif left <= WARNING_SECONDS:
            text = "Over tien minuten wordt u uitgelogd: een sessie duurt ten hoogste twaalf uur."
            self.news.put(Topic.SESSION, text, for_typists=True)
        self._app.lock_when_away()

    # The computer.

    def look_at_clock(self) -> None:
        expected = self._clock.look(self._app.terminal)
        if expected is not None:
            text = (
                f"De klok van deze computer is verzet: van {expected:%d-%m %H:%M} naar"
                f" {self._file.clock():%d-%m %H:%M}. Zet de klok goed. Het staat in het logboek."
            )
            self.news.put(Topic.CLOCK, text)

    async def _look_at_connections(self, allowed: frozenset[str]) -> None:
        findings = await asyncio.to_thread(self._look, allowed)
        changed = findings != self.findings
        self.findings = findings
        with suppress(StoreProblem):
            self._log_connections()
        if changed:
            self._tell_about_connections()
            self._app.surroundings_changed()

    def _log_connections(self) -> None:
        """Tell the log once of each thing that was found, and once that it is gone."""
        now = frozenset((finding.interface, finding.what.value) for finding in self.findings or ())
        for event, changed in (
            (Event.CONNECTION_FOUND, now - self._logged),
            (Event.CONNECTION_GONE, self._logged - now),
        ):
            for interface, what in sorted(changed):
                tell(self._file, event, self._app.terminal, interface=interface, what=what)
                self._logged ^= {(interface, what)}

    def _tell_about_connections(self) -> None:
        if not self.findings:
            self.news.take_away(Topic.CONNECTION)
        elif not self._app.practice:
            names = ", ".join(dict.fromkeys(finding.interface or "?" for finding in self.findings))
            text = f"Deze computer is verbonden ({names}). Invoeren en exporteren is dicht tot dat weg is."
            self.news.put(Topic.CONNECTION, text)
        elif not self._practice_told:
            self._practice_told = True
            text = "OEFENING: deze computer is verbonden; op de avond zelf zou de invoer nu dicht zijn."
            self.news.put(Topic.CONNECTION, text, for_typists=True)

    async def _look_at_installation(self) -> None:
        """The program itself first, which is quick, then everything that it needs."""
        self.installation = await asyncio.to_thread(self._program)
        self._found_faults(self.installation.faults)
        if not self.installation.development and not self.faults:
            self._found_faults(await asyncio.to_thread(surroundings.look_at_everything_needed))

    def _found_faults(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        if faults:
            with suppress(StoreProblem):
                tell(
                    *(self._file, Event.INSTALLATION_CHANGED, self._app.terminal),
                    what=faults[0],
                    number=len(faults),
                )
        self._app.surroundings_changed()

    # Copies.

    def _copy_when_due(self) -> None:
        """After every final unit, and every five minutes while somebody is signed in."""
        folder = settings.setting(self._file, Setting.COPIES)
        if not folder or self._app.actor is None or "copy" in self._busy:
            return
        from osv_tui.store import decisions  # not needed for the login screen

        units, now = decisions.final_units(self._file), self.attendance.seconds
        due = self._copied_at is None or now - self._copied_at >= SECONDS_BETWEEN_COPIES
        if due or units > self._copied_units:
            self._copied_at, self._copied_units = now, units
            self._alone("copy", self._copy(Path(folder)))

    async def _copy(self, folder: Path) -> None:
        path, clock, terminal = self._file.path, self._file.clock, self._app.terminal
        try:
            self.copy = await asyncio.to_thread(_back_up, path, clock, folder, terminal)
        except Exception as error:
            why = str(error) if isinstance(error, StoreProblem) else f"Code: {fault_code(error)}."
            self.news.put(Topic.COPIES, f"De kopie van het telbestand is niet gelukt. {why}")
        else:
            self.news.take_away(Topic.COPIES)
        self._app.surroundings_changed()

    # Signs that one person sits at two accounts.

    def _count_signs_when_due(self) -> None:
        """Every minute, for a supervisor, who first hears of the computer; typists are never told."""
        actor, now = self._app.actor, self.attendance.seconds
        if actor is None or actor.role is not Role.SUPERVISOR or actor.must_change_password:
            return
        if now - self._counted_at >= SECONDS_BETWEEN_COUNTS:
            self._counted_at = now
            self._alone("signs", self._count_signs(actor))

    async def _count_signs(self, actor: Actor) -> None:
        with suppress(StoreProblem):
            found = await asyncio.to_thread(_new_signs, self._file.path, self._file.clock, actor)
            self.tell_about_signs(found)
            self._app.tell_news()

    def tell_about_signs(self, number: int) -> None:
        """Put on the board, for supervisors, how many signs nobody has looked at."""
        from osv_tui.ui.screens.signals import notice

        if number:
            self.news.put(Topic.SIGNS, notice(number))
        else:
            self.news.take_away(Topic.SIGNS)

    def _alone(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        """Do ``work`` beside the keys, unless the same is still being done."""
        if what in self._busy:
            work.close()
            return
        self._busy.add(what)

        async def working() -> None:
            try:
                await work
            finally:
                self._busy.discard(what)

        self._app.run_worker(working(), group=what)


def _new_signs(path: Path, clock: Clock, actor: Actor) -> int:
    """In a thread, and so with the file opened anew."""
    from osv_tui.store.history import count_new_signals

    with closing(open_station(path, clock)) as file:
        return count_new_signals(file, actor)


def _back_up(path: Path, clock: Clock, folder: Path, terminal: str) -> Copy:
    """In a thread, and so with the file opened anew."""
    from osv_tui.store.backup import back_up

    with closing(open_station(path, clock)) as file:
        return back_up(file, folder, terminal)
