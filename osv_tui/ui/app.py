"""The application: who is signed in, which screen comes next, and which screens are hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Event, Key, Paste
from textual.screen import Screen

from osv_tui.election.workflow import Role
from osv_tui.store import founding, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.problems import StoreProblem
from osv_tui.ui.cover import Cover
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.lookout import Lookout
from osv_tui.ui.plain import PlainApp
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.too_small import TooSmallScreen
from osv_tui.ui.surroundings import Look, LookAtProgram, look_at_connections, look_at_program

if TYPE_CHECKING:
    from osv_tui.guard.offline import Finding

_CLEAR_SCROLLBACK = "\x1b[3J"


class OsvApp(PlainApp[int], inherit_bindings=False):
    """One terminal of one station.

    Args:
        file: the station; ``terminal`` is what the log calls this terminal.
        was_checked: whether the file was compared with its log before the program began.
        look: what connects this computer.
        program: what is installed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "how_to_stop", show=False, priority=True),
    ]

    def __init__(
        self,
        file: StationFile,
        terminal: str = "scherm",
        *,
        was_checked: bool = False,
        look: Look = look_at_connections,
        program: LookAtProgram = look_at_program,
    ) -> None:
        super().__init__()
        self.file = file
        self.terminal = terminal
        self.was_checked = was_checked
        self.actor: Actor | None = None
        self.import_folder = _working_folder(file.path.parent)
        self.export_folder = file.path.parent / "export"
        facts = founding.station_facts(file)
        self.level, self.practice = facts.level, facts.practice
        self.is_locked = False
        self.lookout = Lookout(self, look, program)
        self._committee = founding.committee_name(file)
        self.unit_kind = founding.unit_kind(file)

    @property
    def station_name(self) -> str:
        """The committee, marked on a practice station, for the title of every screen."""
        return f"OEFENING {self._committee}" if self.practice else self._committee

    def name_may_be_new(self) -> None:
        """Look what the committee is called now; the name of before stays when the file is in use."""
        with suppress(StoreProblem):
            self._committee = founding.committee_name(self.file)
            self.unit_kind = founding.unit_kind(self.file)

    def on_mount(self) -> None:
        self.push_screen(LoginScreen())
        self.call_after_refresh(self.lookout.start)

    # Who is signed in.

    def signed_in(self, actor: Actor) -> None:
        """Go to the first screen of the actor's role, by way of an own password if that is still to come."""
        self.actor = actor
        self.name_may_be_new()
        self.lookout.somebody_came(actor)
        if actor.must_change_password:
            from osv_tui.ui.screens.password import PasswordScreen

            self.push_screen(PasswordScreen())
        elif actor.role is Role.ADMINISTRATOR:
            from osv_tui.ui.screens.setup import SetupScreen

            self.push_screen(SetupScreen())
        elif actor.role is Role.TYPIST:
            from osv_tui.ui.screens.pick import PickScreen

            self.push_screen(PickScreen())
        else:
            from osv_tui.ui.screens.overview import OverviewScreen

            self.push_screen(OverviewScreen())

    def sign_out(self, text: str = "U bent uitgelogd.") -> None:
        if self.actor is None:
            return
        try:
            signing_in.sign_out(self.file, self.actor)
        except StoreProblem as problem:
            text = str(problem)
        self.session_ended(text)

    def session_ended(self, text: str) -> None:
        """Back to the login screen, with nothing of the session left on the screen or in the forms."""
        if self.actor is None:
            return
        self.actor = None
        self.is_locked = False
        self.forget_keys()
        while not isinstance(self.screen, LoginScreen):
            self.pop_screen()
        self.screen.start_afresh(text)
        self.cover()
        self.guard_size(self.size)
        self.write_to_terminal(_CLEAR_SCROLLBACK)

    # What is hidden.

    async def on_event(self, event: Event) -> None:
        """A key that comes too late, or behind a cover that has just come, goes nowhere."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            if self.lock_when_away() or (self.keys_are_held and self.is_covered):
                return
            self.lookout.attendance.key_pressed()
        await super().on_event(event)

    def lock_when_away(self) -> bool:
        """Lock the screen of somebody who has gone; tells whether it was locked now."""
        if self.actor is None or self.is_locked or not self.lookout.attendance.is_away(self.actor.role):
            return False
        self.is_locked = True
        self.cover()
        self.write_to_terminal(_CLEAR_SCROLLBACK)
        return True

    def unlock(self) -> None:
        """Somebody proved to be who is signed in."""
        self.is_locked = False
        self.cover()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What connects this computer, as far as is known."""
        return self.lookout.findings or ()

    @property
    def faults(self) -> tuple[str, ...]:
        """What of the program is not as it was installed."""
        return self.lookout.faults

    @property
    def is_closed(self) -> bool:
        """Whether nothing may be entered or exported now, because this computer is connected."""
        return bool(self.findings) and not self.practice

    @property
    def is_covered(self) -> bool:
        return any(isinstance(screen, Cover) for screen in self.screen_stack)

    def surroundings_changed(self) -> None:
        """Show what was seen of the computer or the program."""
        for screen in self.screen_stack:
            if isinstance(screen, Cover | LoginScreen) and screen.is_mounted:
                screen.renew()
        self.cover()
        self.tell_news()

    def cover(self) -> None:
        """Hide the screens if there is reason to, and show them again when there is none left."""
        for kind in self._reasons():
            if not any(isinstance(screen, kind) for screen in self.screen_stack):
                super().push_screen(kind())
        while isinstance(self.screen, Cover) and not self.screen.is_needed:
            self.pop_screen()

    def _reasons(self) -> Iterator[type[Cover]]:
        if self.is_closed and any(getattr(screen, "NEEDS_OFFLINE", False) for screen in self.screen_stack):
            from osv_tui.ui.screens.guard import ConnectedScreen

            yield ConnectedScreen
        if self.is_locked:
            from osv_tui.ui.screens.lock import LockScreen

            yield LockScreen
        if self.faults:
            from osv_tui.ui.screens.guard import ChangedScreen

            yield ChangedScreen

    def push_screen(self, screen: Screen[Any], *rest: Any, **options: Any) -> Any:  # type: ignore[override]
        """Also when the screens are hidden: a new one then comes below what hides them."""
        from osv_tui.ui.screens.help import HelpScreen

        stack = self._screen_stack
        covers = [place for place, each in enumerate(stack) if isinstance(each, Cover)]
        if not covers or isinstance(screen, TooSmallScreen | HelpScreen):
            pushed = super().push_screen(screen, *rest, **options)
        else:
            above, stack[covers[0] :] = stack[covers[0] :], []
            pushed = super().push_screen(screen, *rest, **options)
            stack += above
        self.cover()
        return pushed

    # What was not asked for.

    def tell_news(self) -> None:
        """Tell whoever is signed in what is new, once there is a screen that has a line for it."""
        screen = self.screen
        if self.actor is None or isinstance(screen, Cover) or not isinstance(screen, StationScreen):
            return
        if screen.is_mounted and (text := self.lookout.news.untold(self.actor.role)):
            screen.complain(text)

    def action_how_to_stop(self) -> None:
        complain = getattr(self.screen, "complain", None)
        if complain:
            complain("Ctrl+C stopt niet. Ga met Escape terug naar het inlogscherm; daar stopt F10.")


def _working_folder(otherwise: Path) -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # it has been removed
        return otherwise
