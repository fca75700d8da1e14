"""The first sign-in: an own password."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store import passwords, signing_in
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.widgets.fields import Labelled, TextField


class PasswordScreen(StationScreen[None]):
    """Stays until an own password is chosen, or the user signs out."""

    TITLE_TEXT = "Eigen wachtwoord"
    HELP = f"""
Kies een wachtwoord dat alleen u kent, van ten minste {passwords.SHORTEST_PASSWORD} tekens.
Een zinnetje van een paar woorden is goed. Schrijf het niet op een plek waar anderen het vinden.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder", key_display="Enter"),
        Binding("escape", "back", "log uit", key_display="Esc"),
    ]

    def body(self) -> ComposeResult:
        yield Static(
            Text(f"Kies een eigen wachtwoord van ten minste {passwords.SHORTEST_PASSWORD} tekens."),
            classes="strong",
        )
        yield Static("")
        yield Labelled("Huidig wachtwoord", TextField(id="old", password=True))
        yield Labelled("Nieuw wachtwoord", TextField(id="new", password=True))
        yield Labelled("Nieuw wachtwoord, nogmaals", TextField(id="again", password=True))

    def on_mount(self) -> None:
        self.query_one("#old", TextField).focus()

    def line_entered(self, field: TextField) -> None:
        fields = list(self.query(TextField))
        if field is not fields[-1]:
            self.focus_next()
            return
        old, new, again = (each.value for each in fields)
        actor = self.attempt(lambda: signing_in.change_password(self.file, self.actor, old, new, again))
        if actor is None:
            for wrong in fields[1:]:
                wrong.value = ""
            self.set_focus(fields[0])
            fields[0].action_select_all()
            return
        self.dismiss()
        self.station_app.signed_in(actor)

    def action_back(self) -> None:
        self.station_app.sign_out()
