"""The application: who is signed in, which screen comes next, and what happens when something breaks."""

from __future__ import annotations

import os
from pathlib import Path
from traceback import extract_tb
from typing import ClassVar

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")  # one dialect of keys on every terminal (tui §4.1)

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType

from osv_tui.election.workflow import Role
from osv_tui.store import people
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.problems import StoreProblem
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.too_small import TooSmallScreen

SMALLEST = (80, 24)


class OsvApp(App[int], inherit_bindings=False):
    """One terminal of one station."""

    CSS_PATH = "osv.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "osv-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "how_to_stop", show=False, priority=True),
    ]

    def __init__(self, file: StationFile, terminal: str = "scherm") -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self.file = file
        self.terminal = terminal
        self.actor: Actor | None = None
        self.import_folder = Path.cwd()
        self.export_folder = file.path.parent / "export"
        self.practice = people.station_facts(file).practice

    @property
    def station_name(self) -> str:
        """The municipality, marked on a practice station, for the title of every screen."""
        name = people.municipality_name(self.file)
        return f"OEFENING {name}" if self.practice else name

    def on_mount(self) -> None:
        self.push_screen(LoginScreen())

    def on_ready(self) -> None:
        if self._driver is not None:
            self._driver.write("\x1b[?25h")  # screen readers and magnifiers follow the terminal's cursor

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        showing = isinstance(self.screen, TooSmallScreen)
        if small and not showing:
            self.push_screen(TooSmallScreen(SMALLEST))
        elif showing and not small:
            self.pop_screen()

    def signed_in(self, actor: Actor) -> None:
        """Go to the first screen of the actor's role, by way of an own password if that is still to come."""
        self.actor = actor
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
        if self.actor is not None:
            try:
                people.sign_out(self.file, self.actor)
            except StoreProblem as problem:
                text = str(problem)
        self.session_ended(text)

    def session_ended(self, text: str) -> None:
        """Back to the login screen, with nothing of the session left on the screen or in the forms."""
        self.actor = None
        while len(self.screen_stack) > 2:
            self.pop_screen()
        login = self.screen
        if isinstance(login, LoginScreen):
            login.start_afresh(text)
        if self._driver is not None:
            self._driver.write("\x1b[3J")

    def action_how_to_stop(self) -> None:
        complain = getattr(self.screen, "complain", None)
        if complain:
            complain("Ctrl+C stopt niet. Ga met Escape terug naar het inlogscherm; daar stopt F10.")

    def panic(self, *renderables: RenderableType) -> None:
        self._fatal_error()

    def _fatal_error(self) -> None:
        """A sentence and a code: a traceback could show a password or a vote."""
        self.bell()
        self._exit_renderables.append(Text(fatal_text(self._exception)))
        self._close_messages_no_wait()


def fatal_text(error: BaseException | None) -> str:
    """What the user sees when the program breaks; the code names the place in the program, no data."""
    return (
        "Het programma is gestopt door een fout. Alles waar «opgeslagen» bij stond is bewaard.\n"
        "Start het programma opnieuw. Gebeurt het weer, geef dan deze code aan de beheerder:\n"
        f"{fault_code(error)}"
    )


def fault_code(error: BaseException | None) -> str:
    if error is None:
        return "onbekend"
    own = [frame for frame in extract_tb(error.__traceback__) if "osv_tui" in Path(frame.filename).parts]
    place = f"{Path(own[-1].filename).stem}-{own[-1].lineno}" if own else "buiten"
    return f"{type(error).__name__}-{place}"
