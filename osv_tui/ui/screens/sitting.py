"""Opening the sitting: two officials compare the list of persons with who is in the room."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store import people, sittings
from osv_tui.store.people import AccountLine
from osv_tui.store.sittings import Sitting
from osv_tui.ui.countersign import Confirmation, confirm_by_two
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.papers import write_paper
from osv_tui.ui.widgets.layout import padded
from osv_tui.ui.wording import ROLES

_OTHER_LINES = 11
"""All but the persons: title, blank lines, the question, the heading of the list, messages and keys."""
_COLUMNS = (("Naam", 23), ("Nummer", 11), ("Rol", 15), ("Bijzonderheden", 29))


class SittingScreen(StationScreen[str]):
    """The persons page by page; only after the last page can the sitting be opened."""

    TITLE_TEXT = "Zitting openen"
    HELP = """
Voordat iemand kan invoeren, openen twee personen de zitting: een toezichthouder of beheerder die is ingelogd,
en een tweede die bevestigt met een eigen wachtwoord.

Kijk eerst of de lijst klopt. Zijn alle mensen op de lijst in de zaal, en kent u ze? Staat er iemand op die
hier niet hoort, ga dan terug en vraag de beheerder om dat account uit te zetten. Staat er «nieuw wachtwoord»
bij iemand, vraag dan of dat klopt.

Enter  volgende bladzijde; op de laatste bladzijde: de zitting openen
-      vorige bladzijde
Esc    terug, zonder te openen
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "verder", key_display="Enter"),
        Binding("minus,pageup,up", "previous", "vorige bladzijde", key_display="-"),
        Binding("plus,pagedown,down", "page", show=False),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[AccountLine, ...] = ()
        self._first = 0

    def body(self) -> ComposeResult:
        yield Static(
            Text("Vergelijk deze lijst met wie er in de zaal is. Kent u iedereen?"), classes="strong"
        )
        yield Static("")
        yield Static(id="persons")
        yield Static(id="page", classes="gap")

    def on_mount(self) -> None:
        found = self.attempt(lambda: people.accounts(self.file, self.actor)) or ()
        self._lines = tuple(sorted(found, key=lambda line: line.name.casefold()))
        self._show()

    def on_resize(self) -> None:
        self._first = 0
        self._show()

    @property
    def _on_a_page(self) -> int:
        return max(1, self.size.height - _OTHER_LINES)

    @property
    def _is_last(self) -> bool:
        return self._first + self._on_a_page >= len(self._lines)

    def _show(self) -> None:
        text = Text(_row(tuple(label for label, _ in _COLUMNS)), style="bold underline", no_wrap=True)
        for line in self._lines[self._first : self._first + self._on_a_page]:
            text.append(f"\n{_row(_cells(line))}", style="not bold not underline")
        self.query_one("#persons", Static).update(text)
        page, pages = self._first // self._on_a_page + 1, -(-len(self._lines) // self._on_a_page)
        then = "Klopt de lijst? Enter opent de zitting." if self._is_last else "Enter: volgende bladzijde."
        counted = f"{len(self._lines)} personen, bladzijde {page} van {pages}."
        self.query_one("#page", Static).update(Text(f"{counted} {then}"))

    def action_next(self) -> None:
        if self._lines and self._is_last:
            what = Confirmation("De zitting wordt geopend. De lijst met personen klopt.")
            confirm_by_two(
                *(self, what, lambda second: sittings.open_sitting(self.file, self.actor, second)),
                self._opened,
            )
        else:
            self.action_page()

    def action_page(self) -> None:
        if not self._is_last:
            self._first += self._on_a_page
            self._show()

    def action_previous(self) -> None:
        self._first = max(0, self._first - self._on_a_page)
        self._show()

    def _opened(self, _: Sitting) -> None:
        from osv_tui.paperwork.papers import write_person_list

        self.dismiss(write_paper(self.file, self.actor, write_person_list))


def _cells(line: AccountLine) -> tuple[str, ...]:
    reset, remark = line.password_reset_at, ""
    if not line.active:
        remark = "uitgezet"
    elif reset is not None:
        remark = f"nieuw wachtwoord {reset:%d-%m %H:%M}"
    return line.name, line.staff_number, ROLES[line.role], remark


def _row(cells: tuple[str, ...]) -> str:
    return "".join(f"{padded(cell, width - 1)} " for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
