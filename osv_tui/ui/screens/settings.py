"""What is particular to this computer: a closed network, and a second place for copies."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store import settings
from osv_tui.store.settings import Setting
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.paths import PathRefused, path_of
from osv_tui.ui.widgets.fields import Labelled, TextField

_HERE = (Setting.NETWORK, Setting.COPIES)
_NAMES = re.compile(r"[^\s,]{1,40}(?:,[^\s,]{1,40})*")


class SettingsScreen(StationScreen[str]):
    """Gives back the sentence to show on the screen before it."""

    TITLE_TEXT = "Deze computer"
    HELP = """
Meer schermen: leeg betekent dat maar één programma tegelijk dit station open heeft, en dat deze computer
nergens mee verbonden mag zijn. Zo hoort het meestal.

Werkt u met meer schermen op deze ene computer, zonder netwerk? Typ dan lo.
Werkt u met een gesloten netwerk, alleen tussen de computers in de zaal? Typ dan de naam van de netwerkkaart,
bijvoorbeeld eth0. Bij meer kaarten: met een komma ertussen. Zo'n netwerk mag geen weg naar buiten hebben.

Kopieën: een map op een tweede schijf of stick. Daar komt een kopie van het telbestand na elk definitief
stembureau en elke vijf minuten. Leeg betekent: geen kopieën.

Wat u hier instelt staat in het logboek en in het verslag. Enter op de laatste regel bewaart het.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder, bewaren", key_display="Enter"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def body(self) -> ComposeResult:
        yield Static(Text("Laat dit leeg, tenzij het zo is afgesproken. F1 legt het uit."), classes="strong")
        yield Static("")
        yield Labelled("Netwerkkaarten, of lo", TextField(id="network"))
        yield Labelled("Map voor kopieën", TextField(id="copies"))
        yield Static(id="seen", classes="gap")

    def on_mount(self) -> None:
        network, copies = self._lines
        self._stored = self.attempt(
            lambda: (
                settings.setting(self.file, Setting.NETWORK),
                settings.setting(self.file, Setting.COPIES),
            )
        ) or ("", "")
        network.value, copies.value = self._stored
        self.set_focus(network)
        seen = [f"Nu gezien: {finding.text}" for finding in self.station_app.findings]
        if self.station_app.lookout.copy is not None:
            seen.append(f"Laatste kopie: {self.station_app.lookout.copy.path}")
        self.query_one("#seen", Static).update(Text("\n".join(seen)))

    @property
    def _lines(self) -> tuple[TextField, TextField]:
        return self.query_one("#network", TextField), self.query_one("#copies", TextField)

    def line_entered(self, field: TextField) -> None:
        network, copies = self._lines
        names = ",".join(name.strip() for name in network.value.split(","))
        if names and not _NAMES.fullmatch(names):
            self._again(network, "Typ namen van netwerkkaarten, met een komma ertussen: eth0,eth1.")
        elif field is network:
            self.set_focus(copies)
        else:
            try:
                folder = _folder_of(copies.value.strip(), self.file.path.parent)
            except PathRefused as refused:
                self._again(copies, str(refused))
            else:
                self._store(names, folder)

    def _again(self, line: TextField, why: str) -> None:
        self.set_focus(line)
        self.complain(why)

    def _store(self, *wanted: str) -> None:
        changed = [
            (which, value)
            for which, stored, value in zip(_HERE, self._stored, wanted, strict=True)
            if value != stored
        ]
        if not all(self.succeeds(partial(self._set_up, *each)) for each in changed):
            return
        self.station_app.lookout.look_around()
        again = wanted[0] != self._stored[0]
        more = " Sluit het programma en open het opnieuw voordat u met meer schermen werkt." if again else ""
        self.dismiss(f"Bewaard.{more}")

    def _set_up(self, which: Setting, value: str) -> None:
        settings.set_up(self.file, self.actor, which, value)


def _folder_of(text: str, own: Path) -> str:
    """The folder for copies as it is kept; empty when there is to be none.

    Raises:
        PathRefused: there is no such folder, or it is that of the station.
    """
    if not text:
        return ""
    folder = path_of(text)
    if not folder.is_dir():
        raise PathRefused(
            f"De map «{text[:40]}» bestaat niet. Sluit de schijf of stick aan en kijk de naam na."
        )
    if folder.resolve() == own.resolve():
        raise PathRefused("Kies een andere map dan die van het station zelf.")
    return str(folder)
