"""What closes the program from outside: a computer that is connected, a program that was changed."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widgets import Static

from osv_tui.ui.cover import Cover

_LINES_AROUND = 13
"""Title, blank lines, what it is, what to do, how many more were found, messages and keys."""
_MARGINS = 2


class ConnectedScreen(Cover):
    """Entry and export are closed for as long as this computer is connected to anything (trust §3.12)."""

    TITLE_TEXT = "Verbonden"
    HELP = """
De computer waarop wordt geteld mag nergens mee verbonden zijn: niet met een kabel, niet met wifi, bluetooth
of mobiel internet. Het programma kijkt daar elke vijf seconden naar. Het stuurt zelf niets en maakt geen
verbinding.

Op het scherm staat wat er is gevonden en wat u kunt doen. Is de verbinding weg, dan gaat het scherm vanzelf
open. Dat er een verbinding was, staat in het logboek.

Escape logt uit. Wat was opgeslagen blijft bewaard. Een toezichthouder of beheerder kan inloggen en kijken.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "log uit", key_display="Esc")]

    def body(self) -> ComposeResult:
        yield Static(
            Text("Deze computer is verbonden. Invoeren en exporteren kan nu niet."), classes="strong"
        )
        yield Static(id="found", classes="gap")
        yield Static(
            Text(
                "Waarschuw de toezichthouder. Is de verbinding weg, dan gaat dit scherm binnen vijf "
                "seconden vanzelf open. U gaat dan verder waar u was; er gaat niets verloren."
            ),
            classes="gap",
        )

    def on_mount(self) -> None:
        self.renew()

    def on_resize(self) -> None:
        self.renew()

    def renew(self) -> None:
        findings = self.station_app.findings
        texts = tuple(f"- {finding.text}" for finding in findings)
        shown = _as_many_as_fit(texts, self.size)
        self.query_one("#found", Static).update(Text(shown))

    @property
    def is_needed(self) -> bool:
        return self.station_app.is_closed

    def action_back(self) -> None:
        self.station_app.sign_out()


class ChangedScreen(Cover):
    """Stays until the program is ended: files of the program are not what was installed (trust §3.6)."""

    TITLE_TEXT = "Programma veranderd"
    HELP = """
Bij de start vergelijkt het programma zijn eigen bestanden met de lijst die bij het installeren is gemaakt. Er
is iets anders dan het hoort. Daarom kan hier niet worden gewerkt; het staat ook in het logboek.

Stop met F10 en waarschuw de beheerder. Die vergelijkt de code van het installatiebestand met de gepubliceerde
code, met een ander programma, en installeert opnieuw. Aan het telbestand is niets veranderd.
"""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "stop", "stoppen", key_display="F10")]

    def body(self) -> ComposeResult:
        from osv_tui.guard.installed import ADVICE

        yield Static(Text("Dit programma is niet zoals het is geïnstalleerd."), classes="strong")
        yield Static(id="faults", classes="gap")
        yield Static(Text(ADVICE), classes="gap")

    def on_mount(self) -> None:
        self.renew()

    def on_resize(self) -> None:
        self.renew()

    def renew(self) -> None:
        texts = tuple(f"- {fault}" for fault in self.station_app.faults)
        shown = _as_many_as_fit(texts, self.size)
        self.query_one("#faults", Static).update(Text(shown))

    @property
    def is_needed(self) -> bool:
        return True

    def action_stop(self) -> None:
        self.app.exit(1, 1)


def _as_many_as_fit(texts: tuple[str, ...], size: Size) -> str:
    """Whole texts, for as long as there are lines for them and for what stands around them."""
    shown: list[str] = []
    left = size.height - _LINES_AROUND
    for text in texts:
        left -= len(wrap(text, max(1, size.width - _MARGINS)))
        if left < 0 and shown:
            return "\n".join((*shown, f"- en nog {len(texts) - len(shown)}"))
        shown.append(text)
    return "\n".join(shown)
