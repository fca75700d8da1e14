"""Signing in with user name and password."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store import people
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.widgets.fields import Labelled, TextField


class LoginScreen(StationScreen[None]):
    """Always below the other screens; everything of a session ends up here."""

    TITLE_TEXT = "Inloggen"
    HELP = """
Typ uw gebruikersnaam en druk op Enter. Typ uw wachtwoord en druk op Enter.

U krijgt uw gebruikersnaam en een eenmalig wachtwoord van de beheerder. Bij de eerste keer kiest u zelf een
nieuw wachtwoord. Uw account is van u alleen: laat niemand anders er mee werken.

F10 stopt het programma.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder", key_display="Enter"),
        Binding("f10", "stop", "stoppen", key_display="F10"),
    ]

    def body(self) -> ComposeResult:
        yield Static(Text("Tellen van de uitslag: log in met uw eigen account."), classes="strong")
        yield Static("")
        yield Labelled("Gebruikersnaam", TextField(id="user"))
        yield Labelled("Wachtwoord", TextField(id="password", password=True))

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#user", TextField))

    def start_afresh(self, text: str) -> None:
        for field in self.query(TextField):
            field.value = ""
        self.set_focus(self.query_one("#user", TextField))
        self.show_title()
        self.say(text)

    def line_entered(self, field: TextField) -> None:
        password = self.query_one("#password", TextField)
        if field is not password:
            self.set_focus(password)
            return
        user = self.query_one("#user", TextField).value
        typed, password.value = password.value, ""
        actor = self.attempt(lambda: people.sign_in(self.file, user, typed, self.station_app.terminal))
        if actor is None:
            return
        self.start_afresh("")
        self.station_app.signed_in(actor)

    def action_stop(self) -> None:
        self.app.exit(0)
