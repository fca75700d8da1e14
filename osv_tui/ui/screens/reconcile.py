"""Two entries that differ: which of them misread the paper. No key here makes a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from osv_tui.election.checks import holds
from osv_tui.election.count import Count, Difference, differences
from osv_tui.election.form import Field, FieldId, Form
from osv_tui.election.workflow import Misread, Ruling
from osv_tui.store import decisions, elections
from osv_tui.store.decisions import Comparison, UnitLine
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.field_names import full_name
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.statement import ask_reason
from osv_tui.ui.widgets.layout import cut

_REASONS = (
    "tikfout",
    "regel verschoven",
    "cijfers omgewisseld",
    "slecht leesbaar op het papier",
    "verkeerd papier ingevoerd",
    "anders, namelijk ...",
)
_MISREAD = {Misread.FIRST: "invoer 1", Misread.SECOND: "invoer 2", Misread.BOTH: "beide"}
_MISREAD_IT = {
    Misread.FIRST: "Invoer 1 las verkeerd",
    Misread.SECOND: "Invoer 2 las verkeerd",
    Misread.BOTH: "Beide lazen verkeerd",
}


class ReconcileScreen(StationScreen[str]):
    """Gives back a sentence when something was decided."""

    TITLE_TEXT = "Vergelijken"
    HELP = """
Neem het papier van dit stembureau erbij. U ziet alleen de velden waarin de twee invoeren verschillen.
«Som» zegt of de optellingen in die invoer met dit veld kloppen (ja, nee, - geen som).

Zeg per veld welke invoer iets anders heeft dan het papier:
  1  invoer 1 las verkeerd      2  invoer 2 las verkeerd      3  beide lazen verkeerd
  H  hetzelfde voor alle volgende velden waarover nog niet is beslist
en geef de reden.

T  stuur terug: de verkeerde velden worden leeggemaakt en de invoerder typt ze opnieuw van het papier, zonder
   de andere invoer te zien
V  laat een hele invoer vervallen, of beide

U typt hier nooit zelf een getal.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "misread('FIRST')", "las fout", key_display="1/2/3"),
        Binding("2", "misread('SECOND')", show=False),
        Binding("3", "misread('BOTH')", show=False),
        Binding("h", "same", "rest ook zo", key_display="H"),
        Binding("t", "send_back", "terugsturen", key_display="T"),
        Binding("v", "discard", "vervallen", key_display="V"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self, unit: UnitLine, election_name: str) -> None:
        super().__init__()
        self._unit = unit
        self._election_name = election_name
        self._form: Form | None = None
        self._comparison: Comparison | None = None
        self._differences: tuple[Difference, ...] = ()
        self._rulings: dict[FieldId, Ruling] = {}

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The rows of the table, from top to bottom."""
        return self._differences

    def body(self) -> ComposeResult:
        yield Static(id="who")
        yield DataTable[Text](cursor_type="row", cell_padding=0)
        yield Static(id="ruling")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("Veld", width=30)
        for label, width in (("Invoer 1", 9), (" som", 5), ("Invoer 2", 9), (" som", 5), ("Verschil", 9)):
            table.add_column(Text(label, justify="left" if label == " som" else "right"), width=width)
        table.add_column("  Fout", width=11)
        read = self.attempt(
            lambda: (
                decisions.comparison(self.file, self.actor, self._unit.key),
                elections.load_form(self.file, self._unit.election, self._unit.unit.number),
            )
        )
        if read is None:
            return
        self._comparison, self._form = found, form = read
        self._differences = differences(form, found.first, found.second)
        self._show()
        table.focus()
        self.say("Neem het papier. Welke invoer las dit veld verkeerd: 1, 2 of 3 (beide)?")

    def _show(self) -> None:
        form, found = self._form, self._comparison
        if form is None or found is None:
            return
        unit = found.unit
        open_rulings = len(self._differences) - len(self._rulings)
        text = Text(
            f"{self._election_name}  {self.words('stembureau')} {unit.number} {unit.name}\n", style="bold"
        )
        text.append(f"Invoer 1: {found.first_typist}   Invoer 2: {found.second_typist}\n", style="not bold")
        text.append(
            f"{len(self._differences)} verschillen, nog te beslissen: {open_rulings}", style="not bold"
        )
        self.query_one("#who", Static).update(text)
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for difference in self._differences:
            ruling = self._rulings.get(difference.field.id)
            table.add_row(
                Text(cut(full_name(form, difference.field), 29)),
                *(_number(difference.first), _fits(form, found.first, difference.field)),
                *(_number(difference.second), _fits(form, found.second, difference.field)),
                _difference(difference),
                Text(f"  {_MISREAD[ruling.misread]}" if ruling else ""),
            )
        table.move_cursor(row=row)
        self._show_ruling()

    def on_data_table_row_highlighted(self) -> None:
        self._show_ruling()

    def _show_ruling(self) -> None:
        """The chosen field in full, and what was decided about it."""
        difference, form = self._chosen(), self._form
        if difference is None or form is None:
            return
        ruling = self._rulings.get(difference.field.id)
        decided = f"{_MISREAD_IT[ruling.misread]}: {ruling.reason}" if ruling else "Nog te beslissen."
        text = Text(f"{full_name(form, difference.field)}\n  {decided}")
        self.query_one("#ruling", Static).update(text)

    def _chosen(self) -> Difference | None:
        row = self.query_one(DataTable).cursor_row
        return self._differences[row] if 0 <= row < len(self._differences) else None

    def action_misread(self, name: str) -> None:
        difference = self._chosen()
        if difference is None:
            return
        misread = Misread[name]
        title = f"{_MISREAD_IT[misread]}: waarom?"
        place = full_name(self._form, difference.field) if self._form else ""
        self._ask_reason(title, place, lambda text: self._rule(difference, misread, text))

    def _ask_reason(self, title: str, text: str, then: Callable[[str], None]) -> None:
        def chosen(choice: int | None) -> None:
            if choice is None:
                return
            if choice < len(_REASONS) - 1:
                then(_REASONS[choice])
            else:
                ask_reason(self, title, "Typ de reden.", then)

        self.app.push_screen(Choose(title, text, _REASONS), chosen)

    def _rule(self, difference: Difference, misread: Misread, reason: str) -> None:
        self._rulings[difference.field.id] = Ruling(difference.field.id, misread, reason)
        self._show()
        table = self.query_one(DataTable)
        if table.cursor_row + 1 < len(self._differences):
            table.move_cursor(row=table.cursor_row + 1)
        else:
            self.say("Klaar? Druk op T om terug te sturen.")

    def action_same(self) -> None:
        rows = self._differences[: self.query_one(DataTable).cursor_row + 1]
        last = next((self._rulings[d.field.id] for d in reversed(rows) if d.field.id in self._rulings), None)
        if last is None:
            self.complain("Beslis eerst over één veld; daarna kan de rest hetzelfde krijgen.")
            return
        for difference in self._differences[self.query_one(DataTable).cursor_row :]:
            field = difference.field.id
            self._rulings.setdefault(field, Ruling(field, last.misread, last.reason))
        self._show()

    def action_send_back(self) -> None:
        form, found = self._form, self._comparison
        if form is None or found is None:
            return
        rulings = tuple(self._rulings.values())
        if self.succeeds(lambda: decisions.send_back(self.file, self.actor, found, form, rulings)):
            self.dismiss(f"Stembureau {self._unit.unit.number} is teruggestuurd. Geef het papier terug.")

    def action_back(self) -> None:
        if not self._rulings:
            self.dismiss()
            return
        count = len(self._rulings)
        unsent = "1 beslissing is" if count == 1 else f"{count} beslissingen zijn"
        ask = Choose(
            "Stoppen met vergelijken?",
            f"{unsent} nog niet teruggestuurd. Stopt u nu, dan moet u opnieuw beslissen.",
            ("nee, verder met vergelijken", "ja, stop"),
        )
        self.app.push_screen(ask, self._stop)

    def _stop(self, choice: int | None) -> None:
        if choice == 1:
            self.dismiss()

    def action_discard(self) -> None:
        found = self._comparison
        if found is None:
            return
        options = (
            "geen",
            f"invoer 1 van {found.first_typist}",
            f"invoer 2 van {found.second_typist}",
            "beide invoeren",
        )
        title = "Welke invoer vervalt?"

        def reason(choice: int | None) -> None:
            if choice:
                lapsing = (found.entries[:1], found.entries[1:], found.entries)[choice - 1]
                self._ask_reason(title, options[choice], lambda text: self._discard(lapsing, text))

        self.app.push_screen(Choose(title, "Een vervallen invoer blijft in het verslag.", options), reason)

    def _discard(self, entries: tuple[int, ...], reason: str) -> None:
        if self.succeeds(lambda: decisions.discard(self.file, self.actor, entries, reason)):
            self.dismiss(f"Stembureau {self._unit.unit.number} moet opnieuw worden ingevoerd.")


def _number(value: int | None) -> Text:
    return Text("-" if value is None else str(value), justify="right")


def _difference(difference: Difference) -> Text:
    if difference.first is None or difference.second is None:
        return Text("")
    return Text(f"{difference.second - difference.first:+d}", justify="right")


def _fits(form: Form, count: Count, field: Field) -> Text:
    fits = holds(form, count.values, field)
    return Text({True: " ja", False: " nee", None: " -"}[fits])
