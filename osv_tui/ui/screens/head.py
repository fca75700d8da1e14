"""The head of the log, large, to be written on paper (trust §3.5)."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store import check, sittings
from osv_tui.store.chain import in_groups
from osv_tui.store.check import Head
from osv_tui.store.sittings import UNITS_BETWEEN_HEADS, Occasion
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.papers import write_paper
from osv_tui.ui.widgets.fields import Labelled, TextField

_WHY = {
    Occasion.OPENING: "De zitting is geopend.",
    Occasion.UNITS: f"Er zijn weer {UNITS_BETWEEN_HEADS} stembureaus definitief.",
    Occasion.CLOSING: "De zitting is gesloten.",
}
_GROUPS_ON_A_LINE = 4
_LABEL_WIDTH, _BOX_WIDTH = 11, 15


class HeadScreen(StationScreen[str]):
    """Stays until somebody types what stands on the paper, or signs out; then it comes again."""

    TITLE_TEXT = "Code op papier"
    HELP = """
Deze code hoort bij alles wat tot nu toe in het logboek staat. Verandert iemand daar later iets aan, dan klopt
de code op papier niet meer met het bestand. Daarom moet de code op papier staan, en niet alleen in de
computer.

Schrijf de vier regels over op het formulier, met het moment erbij. Laat een tweede persoon de code nalezen.
Typ daarna de laatste vier tekens die op het papier staan, en druk op Enter.

De code komt bij het openen en het sluiten van de zitting, en telkens als er weer stembureaus definitief zijn.
Wie nu uitlogt, krijgt de code bij het volgende inloggen weer.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder", key_display="Enter"),
        Binding("escape", "back", "log uit", key_display="Esc"),
    ]

    def __init__(self, occasion: Occasion) -> None:
        super().__init__()
        self._occasion = occasion
        self._head: Head | None = None

    def body(self) -> ComposeResult:
        yield Static(
            Text(self.words(f"{_WHY[self._occasion]} Schrijf deze code op papier.")), classes="strong"
        )
        yield Static(id="when")
        yield Static(id="code", classes="gap")
        yield Static(
            Text(
                "Laat een tweede persoon nalezen wat er op het papier staat. Typ dan de laatste vier tekens."
            ),
            classes="gap",
        )
        yield Static("")
        yield Labelled("Laatste vier tekens", TextField(id="last"))

    def on_mount(self) -> None:
        self.set_focus(self.query_one(TextField))
        self._head = self.attempt(lambda: check.head(self.file))
        if self._head is not None:
            at = f"{self.file.clock():%d-%m-%Y %H:%M}"
            self.query_one("#when", Static).update(Text(f"Regel {self._head.seq} van het logboek, {at}."))
            self.query_one("#code", Static).update(Text(grid(self._head.hash), style="bold", no_wrap=True))

    def line_entered(self, field: TextField) -> None:
        head = self._head
        if head is None:  # the file was in use
            self.on_mount()
        elif "".join(field.value.split()).upper() != head.hash[-4:].upper():
            field.value = ""
            self.complain("Dat zijn andere tekens. Kijk naar regel 4, helemaal rechts, op het papier.")
        elif self.succeeds(lambda: sittings.note_head(self.file, self.actor, self._occasion, head)):
            self._noted(head)

    def _noted(self, head: Head) -> None:
        """Once ``head`` is on paper: make the slip that is kept with it."""
        from osv_tui.paperwork.papers import write_head_slip

        where = write_paper(
            *(self.file, self.actor),
            lambda file, actor, folder: write_head_slip(file, actor, folder, self._occasion, head),
        )
        self.dismiss(f"De code bij regel {head.seq} staat op papier. {where}")

    def action_back(self) -> None:
        self.station_app.sign_out()


def grid(hash: str) -> str:
    """The groups of a hash in boxes with numbered lines, so that who copies it keeps the place."""
    groups = in_groups(hash).split()
    rows = [
        _row((f"regel {start // _GROUPS_ON_A_LINE + 1}", *groups[start : start + _GROUPS_ON_A_LINE]))
        for start in range(0, len(groups), _GROUPS_ON_A_LINE)
    ]
    between = f"\n{_rule(*'├┼┤')}\n"
    return "\n".join((_rule(*"┌┬┐"), between.join(rows), _rule(*"└┴┘")))


def _row(cells: tuple[str, ...]) -> str:
    label, *groups = cells
    spaced = (" ".join(group).center(_BOX_WIDTH) for group in groups)
    return f"│{'│'.join((label.center(_LABEL_WIDTH), *spaced))}│"


def _rule(left: str, middle: str, right: str) -> str:
    boxes = (_LABEL_WIDTH, *[_BOX_WIDTH] * _GROUPS_ON_A_LINE)
    return f"{left}{middle.join('─' * width for width in boxes)}{right}"
