"""Declaring an election final, and writing its files."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static
from textual.worker import Worker, WorkerState

from osv_tui.election.workflow import UnitState, can_be_final
from osv_tui.store import database, decisions, elections, founding
from osv_tui.store.decisions import UnitLine
from osv_tui.store.elections import ElectionLine
from osv_tui.store.problems import StoreProblem
from osv_tui.ui.dialogs import AskText, Choose, Tell
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.paths import PathRefused, path_of
from osv_tui.ui.plain import fault_code
from osv_tui.ui.widgets.layout import cut
from osv_tui.ui.widgets.progress import ProgressLine
from osv_tui.ui.wording import STATES, ranges, short_name

_BUSY = "Er wordt nog gewerkt. Wacht tot dat klaar is."


class ExportScreen(StationScreen[str]):
    """The elections, what is still open in each, and the two steps that end the evening."""

    TITLE_TEXT = "Definitief maken en exporteren"
    NEEDS_OFFLINE = True
    HELP = """
Een verkiezing kan definitief worden als elk stembureau definitief is. Staat er nog iets open, dan staat hier
precies wat.

D  maak de gekozen verkiezing definitief; daarna verandert er niets meer
E  schrijf de bestanden in een map

In de map komt per verkiezing «publicatie» (alles voor de website, met de controlelijsten SHA256SUMS en
BLAKE3SUMS) en «ondertekenen» (het blad dat met de hand wordt ondertekend; nooit publiceren).
De bestanden zijn alleen om te publiceren: de uitslag gaat op papier naar het hoofdstembureau.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "finalise", "definitief maken", key_display="D"),
        Binding("e", "export", "exporteren", key_display="E"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._elections: tuple[ElectionLine, ...] = ()
        self._units: tuple[UnitLine, ...] = ()
        self._is_busy = False

    def body(self) -> ComposeResult:
        yield DataTable[Text](cursor_type="row", cell_padding=0)
        yield Static(id="open", classes="gap")
        yield ProgressLine()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for label, width in (("Verkiezing", 34), ("Definitief", 13), ("Stand", 31)):
            table.add_column(label, width=width)
        table.styles.height = "auto"
        self.refresh_lines()
        table.focus()

    def refresh_lines(self) -> None:
        found = self.attempt(
            lambda: (decisions.overview(self.file, self.actor), elections.election_lines(self.file))
        )
        if found is None:
            return
        self._units, self._elections = found
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for line in self._elections:
            units = self._units_of(line)
            final = sum(unit.state is UnitState.FINAL for unit in units)
            table.add_row(
                Text(cut(short_name(line), 33)), Text(f"{final} van {len(units)}"), Text(self._stand(line))
            )
        table.move_cursor(row=max(0, min(row, len(self._elections) - 1)))
        self._show_open()

    def _units_of(self, line: ElectionLine) -> tuple[UnitLine, ...]:
        return tuple(unit for unit in self._units if unit.election == line.key)

    def _stand(self, line: ElectionLine) -> str:
        if line.final_at:
            return f"DEFINITIEF {line.final_at:%d-%m %H:%M}"
        return "kan definitief worden" if self._can_be_final(line) else "gesloten, nog niet alles klaar"

    def _can_be_final(self, line: ElectionLine) -> bool:
        return can_be_final(line.complete, (unit.state for unit in self._units_of(line)))

    def _chosen(self) -> ElectionLine | None:
        row = self.query_one(DataTable).cursor_row
        return self._elections[row] if 0 <= row < len(self._elections) else None

    def on_data_table_row_highlighted(self) -> None:
        self._show_open()

    def _show_open(self) -> None:
        line = self._chosen()
        self.query_one("#open", Static).update(self._what_is_open(line) if line else Text())

    def _what_is_open(self, line: ElectionLine) -> Text:
        if line.final_at:
            if self._is_busy:
                return Text("De bestanden worden geschreven.")
            return Text("Deze verkiezing is definitief. Druk op E om de bestanden te schrijven.")
        if not line.complete:
            return Text("Van deze verkiezing zijn nog niet alle bestanden gelezen.")
        if self._can_be_final(line):
            return Text("Alle stembureaus zijn definitief. Druk op D om de verkiezing definitief te maken.")
        text = Text("Dit staat nog open:\n")
        for state in (state for state in UnitState if state is not UnitState.FINAL):
            numbers = [unit.unit.number for unit in self._units_of(line) if unit.state is state]
            if numbers:
                text.append(f"{STATES[state]}: ", style="bold")
                text.append(f"{len(numbers)} ({ranges(numbers)})\n")
        return text

    def action_finalise(self) -> None:
        line = self._chosen()
        if line is None:
            return
        if self._is_busy:
            self.complain(_BUSY)
            return
        if line.final_at:
            self.complain("Deze verkiezing is al definitief. Met E schrijft u de bestanden.")
            return
        options = ("nee, nog niet", "ja, maak definitief")
        text = (
            f"{line.name}\nDaarna kan er niets meer worden gewijzigd.\n\n"
            f"{_moment_to_check(self.file.clock(), line.date)}"
        )
        self.app.push_screen(
            Choose("Definitief maken?", text, options), lambda choice: self._finalise(line, choice)
        )

    def _finalise(self, line: ElectionLine, choice: int | None) -> None:
        if choice == 1:
            self._is_busy = True
            self.say("Het telbestand wordt eerst nagekeken. In een grote gemeente duurt dat even ...")
            self._declare(line)

    @work(thread=True, exit_on_error=False)
    def _declare(self, line: ElectionLine) -> None:
        try:
            with closing(database.open_station(self.file.path, self.file.clock)) as file:
                decisions.finalise_election(file, self.actor, line.key)
        except StoreProblem as problem:
            self.app.call_from_thread(self._stopped, str(problem))
        else:
            self.app.call_from_thread(self._declared)

    def _declared(self) -> None:
        self._is_busy = False
        self.say("De verkiezing is definitief.")
        self.refresh_lines()

    def action_export(self) -> None:
        line = self._chosen()
        if line is None:
            return
        if self._is_busy:
            self.complain(_BUSY)
            return
        if line.final_at is None:
            self.complain("De export is gesloten tot deze verkiezing definitief is.")
            return
        folder = str(self.station_app.export_folder.absolute())
        ask = AskText("Exporteren", "In welke map?", folder)
        self.app.push_screen(ask, lambda text: self._start(line, text))

    def _start(self, line: ElectionLine, folder: str | None) -> None:
        if folder is None:
            return
        try:
            self.station_app.export_folder = path_of(folder)
        except PathRefused as refused:
            self.complain(str(refused))
            return
        self._is_busy = True
        self._show_open()
        self._write(line, self.station_app.export_folder)

    @work(thread=True, exit_on_error=False)
    def _write(self, line: ElectionLine, folder: Path) -> None:
        from osv_tui.publication.package import ExportFailed, write_package

        try:
            with closing(database.open_station(self.file.path, self.file.clock)) as file:
                practice = founding.station_facts(file).practice
                tally = decisions.final_tally(file, self.actor, line.key)
            assert line.final_at is not None
            package = write_package(
                *(tally, line.final_at, folder), practice=practice, progress=self._progress_from_thread
            )
        except (StoreProblem, ExportFailed) as problem:
            self.app.call_from_thread(self._stopped, str(problem))
            return
        text = (
            f"Voor de website:\n{package.publication}\n\n"
            f"Te ondertekenen, niet publiceren:\n{package.to_sign}\n\n"
            f"{package.files} bestanden. Code van SHA256SUMS:\n{_in_fours(package.root)}\n"
            "Schrijf deze code op het papier van deze verkiezing."
        )
        self.app.call_from_thread(self._written, text)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR:
            code = fault_code(event.worker.error)
            self._stopped(f"Het schrijven is niet gelukt. Geef deze code aan de beheerder: {code}.")

    def _progress_from_thread(self, what: str, done: int, total: int) -> None:
        self.app.call_from_thread(self._progress, what, done, total)

    def _progress(self, what: str, done: int, total: int) -> None:
        self.query_one(ProgressLine).show(what, done, total)

    def _stopped(self, problem: str) -> None:
        self._end_of_writing()
        self.complain(problem)

    def action_back(self) -> None:
        if self._is_busy:
            self.complain(_BUSY)
        else:
            self.dismiss()

    def _end_of_writing(self) -> None:
        self._is_busy = False
        self.query_one(ProgressLine).clear()
        self._show_open()

    def _written(self, text: str) -> None:
        self._end_of_writing()
        self.app.push_screen(Tell("De bestanden zijn geschreven", text))


def _moment_to_check(now: datetime, election_day: date) -> str:
    """The time of this computer, which all documents will carry, to compare with a clock."""
    early = f"LET OP: dat is voor de dag van de stemming, {election_day:%d-%m-%Y}.\n"
    return (
        f"Nu is het {now:%d-%m-%Y %H:%M} volgens deze computer; dit komt op alle documenten.\n"
        f"{early if now.date() < election_day else ''}"
        "Klopt dat niet, laat eerst de klok goed zetten."
    )


def _in_fours(digest: str) -> str:
    from osv_tui.eml.digest import groups  # loads the whole of lxml

    found = groups(digest)
    return " ".join(found[:8]) + "\n" + " ".join(found[8:])
