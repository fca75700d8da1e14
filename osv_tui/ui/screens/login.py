"""Signing in with user name and password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui import __version__
from osv_tui.store import signing_in
from osv_tui.store.chain import in_groups
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.surroundings import Installation
from osv_tui.ui.widgets.fields import Labelled, TextField
from osv_tui.ui.widgets.layout import cut

if TYPE_CHECKING:
    from osv_tui.guard.offline import Finding
    from osv_tui.store.backup import Copy


class LoginScreen(StationScreen[None]):
    """Always below the other screens; everything of a session ends up here."""

    TITLE_TEXT = "Inloggen"
    HELP = """
Typ uw gebruikersnaam en druk op Enter. Typ uw wachtwoord en druk op Enter.

U krijgt uw gebruikersnaam en een eenmalig wachtwoord van de beheerder. Bij de eerste keer kiest u zelf een
nieuw wachtwoord. Uw account is van u alleen: laat niemand anders er mee werken. Na vijf keer een verkeerd
wachtwoord moet u wachten, eerst 15 seconden en dan telkens langer.

De code onderaan hoort bij de bestanden van dit programma. Vergelijk hem met de code op papier. Hij zegt
alleen iets als u ook vóór het installeren de code hebt vergeleken, met een ander programma.

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
        yield Static(id="about", classes="gap")

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#user", TextField))
        self.renew()

    def renew(self) -> None:
        """Show what is known of the program, the file and the computer; it comes a moment after the start."""
        lookout = self.station_app.lookout
        if lookout.installation is not None and lookout.findings is not None:
            lines = (
                *_program(lookout.installation),
                *_file(self.station_app.was_checked, lookout.copy),
                f"Verbinding: {_connection(lookout.findings)}",
            )
            self.query_one("#about", Static).update(Text("\n".join(lines)))

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
        actor = self.attempt(lambda: signing_in.sign_in(self.file, user, typed, self.station_app.terminal))
        if actor is None:
            return
        self.start_afresh("")
        self.station_app.signed_in(actor)

    def action_stop(self) -> None:
        self.app.exit(0)


def _program(installation: Installation) -> Iterator[str]:
    """What runs, and the hash of its files in groups of four on two lines."""
    yield f"Programma: osv-tui {__version__}{', ontwikkelversie' if installation.development else ''}"
    groups = in_groups(installation.release).split()
    for part in (groups[:8], groups[8:]):
        yield f"  {'  '.join(part)}"


def _file(was_checked: bool, copy: Copy | None) -> Iterator[str]:
    checked = "bij de start gecontroleerd, in orde" if was_checked else "niet gecontroleerd"
    yield f"Telbestand: {checked}"
    if copy is not None:
        yield f"Kopie: tot en met regel {copy.head.seq} van het logboek"


def _connection(findings: tuple[Finding, ...]) -> str:
    names = ", ".join(dict.fromkeys(finding.interface or "?" for finding in findings))
    return cut(f"VERBONDEN ({names}). Invoeren en exporteren kan zo niet.", 65) if names else "geen"
