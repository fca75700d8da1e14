"""The administrator's screen: which elections there are, and which of their files have been read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from osv_tui.election.model import UnitKind
from osv_tui.store import elections
from osv_tui.store.elections import DocumentKind, ElectionLine, document_kinds
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.official import OfficialScreen
from osv_tui.ui.papers import print_paper, station_forms
from osv_tui.ui.screens.people import PeopleScreen
from osv_tui.ui.screens.reading import ReadingScreen
from osv_tui.ui.wording import short_name


class SetupScreen(OfficialScreen):
    """The elections of the station and which of their files have been read."""

    TITLE_TEXT = "Inrichten"
    HELP = """
Voor elke verkiezing leest u eerst de verkiezingsdefinitie (110a) en dan de kandidatenlijsten (230b). Een
gemeente leest daarna haar stembureaus (110b); een hoofdstembureau of centraal stembureau haalt uit de
definitie wat het optelt. Van elk bestand typt u twee groepen van de code over van het papier dat erbij hoort.
Elke waterschapsverkiezing is een eigen verkiezing. Is er van elke kieskring een eigen kandidatenlijst, dan
leest een centraal stembureau die één voor één, met L; 1/3 is: van drie kieskringen is er één gelezen.

N  een nieuwe verkiezing: lees de verkiezingsdefinitie
L  lees het volgende bestand van de gekozen verkiezing
V  haal de gekozen verkiezing weg (kan alleen zolang er niets is ingevoerd)
P  personen en accounts
C  deze computer: een gesloten netwerk, en de map voor kopieën
W  de website: uiterlijk wanneer, waar, en waar men een fout meldt
G  de grenzen van de controles; te veranderen tot iemand invoert
F  maak de lege formulieren van de stembureaus, om af te drukken (alleen in een gemeente)
O  open of sluit de zitting, samen met een tweede persoon

Zodra van een verkiezing alle bestanden er zijn en de zitting open is, kunnen de invoerders beginnen.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "nieuw", key_display="N"),
        Binding("l", "read_next", "lees", key_display="L"),
        Binding("v", "remove", "weg", key_display="V"),
        Binding("p", "people", "personen", key_display="P"),
        Binding("o", "sitting", "zitting", key_display="O"),
        Binding("c", "settings", "computer", key_display="C"),
        Binding("g", "thresholds", show=False),
        Binding("w", "website", show=False),
        Binding("f", "forms", show=False),
        Binding("escape", "back", "uit", key_display="Esc"),
    ]

    def body(self) -> ComposeResult:
        yield Static(Text("Verkiezingen van dit station"), classes="strong")
        yield DataTable[str](cursor_type="row", cell_padding=0)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        kinds = tuple((kind.value, 5) for kind in self._kinds)
        for label, width in (("Verkiezing", 30), ("Datum", 11), *kinds, ("Stand", 20)):
            table.add_column(label, width=width)
        self.refresh_lines()
        if awaited := _still_to_read(self._lines):
            self.say(awaited.strip())
        table.focus()

    def words(self, text: str) -> str:
        """As it stands: what is said here of a stembureau is of a polling station, at every level."""
        return text

    @property
    def _kinds(self) -> tuple[DocumentKind, ...]:
        """The files that an election must have here."""
        return document_kinds(self.station_app.level)

    def refresh_lines(self) -> None:
        found = self.attempt(lambda: elections.election_lines(self.file))
        self._lines = found or ()
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for line in self._lines:
            marks = (_mark(line, kind) for kind in self._kinds)
            table.add_row(Text(short_name(line)[:29]), f"{line.date:%d-%m-%Y}", *marks, _stand(line))
        table.move_cursor(row=min(row, len(self._lines) - 1))
        if found == ():
            self.say("Druk op N en lees de verkiezingsdefinitie (110a) van de eerste verkiezing.")

    def _chosen(self) -> ElectionLine | None:
        row = self.query_one(DataTable).cursor_row
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def action_new(self) -> None:
        self.app.push_screen(ReadingScreen(DocumentKind.DEFINITION, None, ""), self._done)

    def action_read_next(self) -> None:
        line = self._chosen()
        if line is None:
            self.complain("Lees eerst een verkiezingsdefinitie: druk op N.")
        elif line.next_document is None:
            self.complain("Van deze verkiezing zijn alle bestanden al gelezen.")
        else:
            self.app.push_screen(ReadingScreen(line.next_document, line.key, line.name), self._done)

    def action_remove(self) -> None:
        line = self._chosen()
        if line is None:
            return
        options = ("nee, laat staan", "ja, haal deze verkiezing weg")
        self.app.push_screen(Choose("Verkiezing weghalen", line.name, options), self._remove)

    def _remove(self, choice: int | None) -> None:
        line = self._chosen()
        if choice == 1 and line is not None:
            self.succeeds(lambda: elections.remove_election(self.file, self.actor, line.key))
            self.refresh_lines()

    def _done(self, text: str | None) -> None:
        self.refresh_lines()
        if text:
            self.station_app.name_may_be_new()
            self.show_title()
            self.query_one(DataTable).move_cursor(row=len(self._lines) - 1)
            self.say(f"{text}{_still_to_read(self._lines)}")

    def action_settings(self) -> None:
        from osv_tui.ui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen(), self.said)

    def action_website(self) -> None:
        from osv_tui.ui.screens.website import WebsiteScreen

        if self._lines:
            self.app.push_screen(WebsiteScreen(self._lines[0].date), self.said)
        else:
            self.complain("Lees eerst een verkiezingsdefinitie: druk op N.")

    def action_thresholds(self) -> None:
        from osv_tui.ui.screens.thresholds import ThresholdsScreen

        self.app.push_screen(ThresholdsScreen())

    def action_forms(self) -> None:
        line = self._chosen()
        if self.station_app.unit_kind is not UnitKind.STATION:
            self.complain("Alleen een gemeente heeft lege formulieren: die zijn voor de stembureaus.")
        elif line is not None:
            print_paper(self, station_forms(line.key))

    def action_people(self) -> None:
        self.app.push_screen(PeopleScreen())

    def action_back(self) -> None:
        self.station_app.sign_out()


def _mark(line: ElectionLine, kind: DocumentKind) -> str:
    """Whether a file has been read; of candidate lists with a file per kieskring how many of them."""
    if kind is DocumentKind.CANDIDATE_LISTS and line.awaited:
        return f"{len(line.read_of)}/{len(line.read_of) + len(line.awaited)}"
    return "ja" if kind in line.documents else "-"


def _still_to_read(lines: Sequence[ElectionLine]) -> str:
    awaited = ", ".join(str(number) for line in lines for number in line.awaited)
    return f" Lees nu de lijsten van kieskring {awaited}." if awaited else ""


def _stand(line: ElectionLine) -> str:
    if line.final_at:
        return "definitief"
    if line.has_entries:
        return "wordt ingevoerd"
    return "klaar voor invoer" if line.complete else "nog bestanden nodig"
