"""The application: who is signed in, and which screen comes next."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

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
        self._held: list[events.Key] | None = None
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

    async def on_event(self, event: events.Event) -> None:
        if self._held is not None and isinstance(event, events.Key) and not event.is_forwarded:
            self._held.append(event)
        else:
            await super().on_event(event)

    def hold_keys(self) -> None:
        """Keep the keys that are typed from now on, until there is a widget that takes them."""
        self._held = []

    def keep_key(self, key: events.Key) -> None:
        """Keep a key as well that had already gone to a widget before ``hold_keys``."""
        assert self._held is not None
        self._held.append(key)

    def release_keys(self, taker: Widget) -> None:
        """Give ``taker`` what was typed meanwhile, in the order in which it was typed."""
        held, self._held = self._held or [], None
        for key in sorted(held, key=lambda key: key.time):
            taker.post_message(events.Key(key.key, key.character))

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
        self._held = None
        while not isinstance(self.screen, LoginScreen):
            self.pop_screen()
        self.screen.start_afresh(text)
        self.guard_size(self.size)
        self.write_to_terminal("\x1b[3J")

    def action_how_to_stop(self) -> None:
        complain = getattr(self.screen, "complain", None)
        if complain:
            complain("Ctrl+C stopt niet. Ga met Escape terug naar het inlogscherm; daar stopt F10.")
