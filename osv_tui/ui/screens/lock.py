"""The screen of somebody who went away: it opens with his or her own password."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store import signing_in
from osv_tui.ui.cover import Cover
from osv_tui.ui.widgets.fields import Labelled, TextField


class LockScreen(Cover):
    """Hides what was on the screen; behind it everything is as it was, half a number included."""

    TITLE_TEXT = "Vergrendeld"
    HELP = """
Wie tien minuten niets typt, vindt zijn scherm vergrendeld; bij een toezichthouder of beheerder is dat na vijf
minuten. Zo kan niemand anders verder werken op uw account.

Typ uw wachtwoord en druk op Enter. U gaat dan verder waar u was: ook een getal dat u half had getypt staat er
nog. Te vaak een verkeerd wachtwoord betekent wachten.

Escape logt uit. Wat was opgeslagen blijft bewaard; een getal dat u nog niet had afgesloten niet.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder", key_display="Enter"),
        Binding("escape", "back", "log uit", key_display="Esc"),
    ]

    def body(self) -> ComposeResult:
        yield Static(Text("Er is een tijd niets getypt. Daarom is dit scherm vergrendeld."), classes="strong")
        yield Static("")
        yield Static(Text("Typ uw wachtwoord om verder te gaan waar u was."))
        yield Static("")
        yield Labelled("Wachtwoord", TextField(id="password", password=True))
        yield Static(Text("Bent u iemand anders? Druk op Escape en log dan zelf in."))

    def on_mount(self) -> None:
        self.set_focus(self.query_one(TextField))

    @property
    def is_needed(self) -> bool:
        return self.station_app.is_locked

    def line_entered(self, field: TextField) -> None:
        typed, field.value = field.value, ""
        if self.succeeds(lambda: signing_in.unlock(self.file, self.actor, typed)):
            self.station_app.unlock()

    def action_back(self) -> None:
        self.station_app.sign_out()
