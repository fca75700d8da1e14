"""The application: who is signed in, and which screen comes next."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from osv_tui.election.workflow import Role
from osv_tui.store import people
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.problems import StoreProblem
from osv_tui.ui.plain import PlainApp
from osv_tui.ui.screens.login import LoginScreen


class OsvApp(PlainApp[int], inherit_bindings=False):
    """One terminal of one station."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "how_to_stop", show=False, priority=True),
    ]

    def __init__(self, file: StationFile, terminal: str = "scherm") -> None:
        super().__init__()
        self.file = file
        self.terminal = terminal
        self.actor: Actor | None = None
        self.import_folder = _working_folder(file.path.parent)
        self.export_folder = file.path.parent / "export"
        self.practice = people.station_facts(file).practice
        self._municipality = people.municipality_name(file)

    @property
    def station_name(self) -> str:
        """The municipality, marked on a practice station, for the title of every screen."""
        return f"OEFENING {self._municipality}" if self.practice else self._municipality

    def name_may_be_new(self) -> None:
        """Look what the municipality is called now; the name of before stays when the file is in use."""
        with suppress(StoreProblem):
            self._municipality = people.municipality_name(self.file)

    def on_mount(self) -> None:
        self.push_screen(LoginScreen())

    def signed_in(self, actor: Actor) -> None:
        """Go to the first screen of the actor's role, by way of an own password if that is still to come."""
        self.actor = actor
        self.name_may_be_new()
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
            people.sign_out(self.file, self.actor)
        except StoreProblem as problem:
            text = str(problem)
        self.session_ended(text)

    def session_ended(self, text: str) -> None:
        """Back to the login screen, with nothing of the session left on the screen or in the forms."""
        if self.actor is None:
            return
        self.actor = None
        self.forget_keys()
        while not isinstance(self.screen, LoginScreen):
            self.pop_screen()
        self.screen.start_afresh(text)
        self.guard_size(self.size)
        self.write_to_terminal("\x1b[3J")

    def action_how_to_stop(self) -> None:
        complain = getattr(self.screen, "complain", None)
        if complain:
            complain("Ctrl+C stopt niet. Ga met Escape terug naar het inlogscherm; daar stopt F10.")


def _working_folder(otherwise: Path) -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # it has been removed
        return otherwise
