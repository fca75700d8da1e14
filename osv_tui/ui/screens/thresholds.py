"""The numbers that the checks compare with: set up before anybody types."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from osv_tui.election import check_pages
from osv_tui.election.model import UnitKind
from osv_tui.election.thresholds import Threshold, Thresholds
from osv_tui.election.upper_check_pages import limit_label
from osv_tui.store import elections, settings
from osv_tui.store.problems import Refused, StoreProblem
from osv_tui.ui.dialogs import AskText
from osv_tui.ui.figures import NO_NUMBER, number_of
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.screens.help import HelpScreen

_ASKED = "Vanaf welk getal komt er een waarschuwing? F1 zegt welke controle erbij hoort."
_SEALED = "Er is al ingevoerd. De grenzen liggen nu vast."


class ThresholdsScreen(StationScreen[None]):
    """One line for each threshold that a check of this station compares with, and its value."""

    TITLE_TEXT = "Grenzen van de controles"
    HELP = """
Vanaf een grens komt er een waarschuwing. Die houdt de invoerder niet tegen, maar de toezichthouder moet haar
beoordelen voordat de verkiezing definitief kan worden.

Verander een grens alleen als dat zo is afgesproken, en voordat iemand invoert. Daarna liggen ze vast. In het
controleverslag staat welke grenzen golden en welke u veranderde.

Enter  verander de gekozen grens
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "veranderen", key_display="Enter"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._set: Thresholds | None = None
        self._is_sealed = False

    def body(self) -> ComposeResult:
        yield Static(id="sealed")
        yield DataTable[Text](cursor_type="row", cell_padding=0, classes="gap")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("Grens", width=49)
        table.add_column(Text("Getal", justify="right"), width=5)
        table.add_column(" Eenheid", width=15)
        table.add_column("Standaard", width=9)
        self.look()
        table.focus()

    def look(self) -> None:
        """Show the thresholds as they are set now."""
        found = self.attempt(lambda: (settings.thresholds(self.file), elections.election_lines(self.file)))
        if found is None:
            return
        self._set, lines = found
        self._is_sealed = any(line.has_entries for line in lines)
        self.query_one("#sealed", Static).update(Text(_SEALED if self._is_sealed else _ASKED))
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for threshold, value in self._shown:
            bound = threshold.bound
            style = "" if value == bound.default else "bold"
            table.add_row(
                Text(self._label(threshold), style=style),
                Text(str(value), style=style, justify="right"),
                Text(self.words(f" {bound.unit}"), style=style),
                Text("ja" if value == bound.default else f"nee ({bound.default})", style=style),
            )
        table.move_cursor(row=row)

    def _chosen(self) -> tuple[Threshold, int] | None:
        row, pairs = self.query_one(DataTable).cursor_row, self._shown
        return pairs[row] if 0 <= row < len(pairs) else None

    @property
    def _shown(self) -> tuple[tuple[Threshold, int], ...]:
        kind, pairs = self.station_app.unit_kind, self._set.pairs if self._set else ()
        return tuple(pair for pair in pairs if check_pages.checks_with(pair[0], kind))

    def _label(self, threshold: Threshold) -> str:
        return limit_label(threshold, self.station_app.unit_kind)

    def on_data_table_row_selected(self) -> None:
        chosen = self._chosen()
        if self._is_sealed:
            self.complain(_SEALED)
        elif chosen is not None:
            self._ask(chosen[0], str(chosen[1]))

    def _ask(self, which: Threshold, typed: str, why: str = "") -> None:
        bound = which.bound
        text = f"Van {bound.lowest} tot en met {bound.highest} {bound.unit}. Standaard is {bound.default}."
        self.app.push_screen(AskText(self._label(which), text, typed, why=why), partial(self._typed, which))

    def _typed(self, which: Threshold, typed: str | None) -> None:
        if typed is None:
            return
        value = number_of(typed)
        if value is None:
            self._ask(which, typed, NO_NUMBER)
            return
        try:
            settings.set_threshold(self.file, self.actor, which, value)
        except Refused as refused:
            self._ask(which, typed, str(refused))
        except StoreProblem as problem:
            self.tell_problem(problem)
        else:
            self.look()
            self.say(f"Bewaard. {self._label(which)}: {which.said(value)}.")

    def action_help(self) -> None:
        """First which checks compare with the chosen threshold, and then how this screen works."""
        chosen, limits = self._chosen(), self._set
        kind = self.station_app.unit_kind
        used_by = (_used_by(chosen[0], limits, kind),) if chosen and limits else ()
        self.app.push_screen(HelpScreen(self.TITLE_TEXT, "\n\n".join((*used_by, self.HELP.strip()))))


def _used_by(threshold: Threshold, limits: Thresholds, kind: UnitKind) -> str:
    """The checks that compare with ``threshold``; if it is one, also how."""
    used_by = check_pages.checks_with(threshold, kind)
    pages = tuple(check_pages.page(check, limits, kind) for check in used_by)
    titles = "\n".join(f"{page.check.value}  {page.title}" for page in pages)
    how = (pages[0].formula,) if len(pages) == 1 else ()
    return "\n\n".join(
        (f"Grens: {limit_label(threshold, kind)} {limits.said(threshold)}. Controle:", titles, *how)
    )
