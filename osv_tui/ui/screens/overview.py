"""The supervisor's overview: every unit of every election with its state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from osv_tui.election.model import UnitKind
from osv_tui.election.workflow import Act, UnitState, allows, may_lapse
from osv_tui.store import decisions, elections, witnesses
from osv_tui.store.decisions import UnitLine
from osv_tui.ui.dialogs import AskText, Choose
from osv_tui.ui.official import OfficialScreen
from osv_tui.ui.papers import audit_report, print_paper
from osv_tui.ui.statement import Line, Statement, Typed, ask_reason, ask_statement
from osv_tui.ui.widgets.layout import cut, padded
from osv_tui.ui.wording import STATES, short_name

_REFRESH_SECONDS = 5.0
_FILTERS: tuple[tuple[str, frozenset[UnitState]], ...] = (
    ("alle", frozenset(UnitState)),
    ("verschil", frozenset({UnitState.DIFFERENT})),
    ("te beoordelen", frozenset({UnitState.TO_JUDGE, UnitState.FIRST_WRONG})),
    ("niet definitief", frozenset(UnitState) - {UnitState.FINAL}),
    (
        "bezig",
        frozenset({UnitState.FIRST_IN_PROGRESS, UnitState.SECOND_IN_PROGRESS, UnitState.REKEY_IN_PROGRESS}),
    ),
    ("nog niet ingevoerd", frozenset({UnitState.EMPTY, UnitState.REOPENED})),
    ("terug naar invoerder", frozenset({UnitState.RETURNED})),
)
_WAITING_FOR_SUPERVISOR = frozenset({UnitState.DIFFERENT, UnitState.TO_JUDGE, UnitState.FIRST_WRONG})
_GOING_ON = {
    UnitState.EMPTY: "nog niemand heeft het ingevoerd.",
    UnitState.REOPENED: "heropend. Twee personen moeten alles opnieuw invoeren.",
    UnitState.FIRST_IN_PROGRESS: "de eerste invoer is nog bezig.",
    UnitState.FIRST_DONE: "de eerste invoer is klaar. Een andere invoerder doet de tweede.",
    UnitState.SECOND_IN_PROGRESS: "de tweede invoer is nog bezig.",
    UnitState.REKEY_IN_PROGRESS: "teruggestuurde velden worden opnieuw ingevoerd.",
}
"""What is going on where there is nothing for the supervisor to do."""


class OverviewScreen(OfficialScreen):
    """Counts first, then the units; it renews itself."""

    TITLE_TEXT = "Overzicht"
    HELP = """
Elk stembureau met zijn stand; onder de lijst staat wie het gekozen bureau invoerde. Zijn twee invoeren
gelijk en valt er niets te beoordelen, dan wordt het bureau vanzelf definitief. Vet wacht op u.

Enter  bij VERSCHIL: vergelijk de invoeren
       bij «te beoordelen», «klopt niet» en «definitief»: open het dossier
       bij «terug naar invoerder»: laat een ander opnieuw typen
F  toon alles, alleen verschillen, alleen wat te beoordelen is, enzovoort
Z  zoek op nummer of naam (leeg: alles)
V  laat een invoer vervallen, ook een die iemand open liet staan; geef een reden
O  open of sluit de zitting; invoeren kan alleen als die open is
X  definitief maken en exporteren
L  lees een telling van een lager niveau (niet in een gemeente)
T  tekenen: waar het lijkt of één persoon bij twee accounts zat
R  controleverslag: een papier met alles wat er is gedaan, voor de toezichthouder en het archief

De lijst ververst zichzelf. Bij het openen en sluiten van de zitting, en na elke 25 definitieve stembureaus,
vraagt het programma om de code van het logboek op papier te schrijven.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "open", key_display="Enter"),
        Binding("f", "filter", "toon", key_display="F/Z"),
        Binding("z", "search", show=False),
        Binding("v", "discard", "verval", key_display="V"),
        Binding("o", "sitting", "zitting", key_display="O"),
        Binding("x", "export", "export", key_display="X"),
        Binding("l", "lower_count", "lees", key_display="L"),
        Binding("t", "signs", show=False),
        Binding("r", "report", show=False),
        Binding("escape", "back", "uit", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filter = 0
        self._search = ""
        self._units: tuple[UnitLine, ...] = ()
        self._shown: tuple[UnitLine, ...] = ()
        self._names: dict[int, str] = {}
        self._files: Mapping[int, str] = {}

    @property
    def shown(self) -> tuple[UnitLine, ...]:
        """The units in the table, from top to bottom."""
        return self._shown

    def body(self) -> ComposeResult:
        yield Static(id="counts")
        yield DataTable[Text](cursor_type="row", cell_padding=0)
        yield Static(id="who")

    def on_mount(self) -> None:
        self._show_table()
        self.refresh_units()
        self.query_one(DataTable).focus()
        self.set_interval(_REFRESH_SECONDS, self.refresh_units)

    def refresh_units(self) -> None:
        if self.station_app.actor is None:
            return
        found = self.attempt(
            lambda: (
                decisions.overview(self.file, self.actor),
                elections.election_lines(self.file),
                witnesses.witness_names(self.file),
            )
        )
        if found is None:
            return
        units, lines, files = found
        names = {line.key: short_name(line) for line in lines}
        if (units, names, files) != (self._units, self._names, self._files):
            self._units, self._names, self._files = units, names, files
            self._show_table()
        self.look_at_sitting()

    def _show_counts(self) -> None:
        text = Text()
        for key, name in self._names.items():
            counts = Counter(unit.state for unit in self._units if unit.election == key)
            parts = [f"{counts[state]} {STATES[state]}" for state in UnitState if counts[state]]
            text.append(f"{padded(name, 20)} ", style="bold")
            text.append(f"{', '.join(parts) or self.words('nog geen stembureaus')}\n")
        name, _ = _FILTERS[self._filter]
        search = f", met «{self._search}»" if self._search else ""
        text.append(f"Getoond: {name}{search} ({len(self._shown)})")
        self.query_one("#counts", Static).update(text)

    def _show_table(self) -> None:
        """Fill the table anew; the cursor stays at the unit where it was, if that is still shown."""
        _, states = _FILTERS[self._filter]
        sought = self._search.casefold()
        chosen, row = self._chosen(), self.query_one(DataTable).cursor_row
        self._shown = tuple(
            unit
            for unit in self._units
            if unit.state in states
            and (not sought or sought == str(unit.unit.number) or sought in unit.unit.name.casefold())
        )
        self._fill_table()
        same = (place for place, unit in enumerate(self._shown) if chosen and unit.key == chosen.key)
        row = next(same, max(0, min(row, len(self._shown) - 1)))
        self.query_one(DataTable).move_cursor(row=row)
        self._show_counts()
        self._show_who()

    def _fill_table(self) -> None:
        digits = max((len(str(unit.unit.number)) for unit in self._units), default=0)
        number_width = max(digits, 4)
        name_width = 30 - number_width
        table = self.query_one(DataTable)
        table.clear(columns=True)
        table.add_column("Verkiezing", width=21)
        table.add_column(f"{'Nr':>{number_width}}", width=number_width + 2)
        table.add_column(self.words("Stembureau"), width=name_width + 1)
        table.add_column("Stand", width=24)
        for unit in self._shown:
            style = "bold" if unit.state in _WAITING_FOR_SUPERVISOR else ""
            table.add_row(
                Text(cut(self._names.get(unit.election, ""), 20)),
                Text(f"{unit.unit.number:>{number_width}}"),
                Text(_name(unit, name_width, "v")),
                Text(STATES[unit.state], style=style),
            )

    def on_data_table_row_highlighted(self) -> None:
        self._show_who()

    def _show_who(self) -> None:
        """The chosen unit in full, with who typed it."""
        unit, text = self._chosen(), ""
        if unit is not None:
            by = (
                f"invoer {number}: {name}{' (nieuw wachtwoord)' if entry in unit.after_reset else ''}"
                for number, name, entry in zip(unit.numbers, unit.typists, unit.entries, strict=True)
            )
            read = ("bestand gelezen",) if unit.key in self._files else ()
            text = "   ".join((f"{unit.unit.number} {_name(unit, 30, 'versie ')}", *read, *by))
        self.query_one("#who", Static).update(Text(text, no_wrap=True))

    def _chosen(self) -> UnitLine | None:
        row = self.query_one(DataTable).cursor_row
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def on_data_table_row_selected(self) -> None:
        unit = self._chosen()
        if unit is None or self.app.screen is not self:  # Enter that came twice
            return
        name = self._names[unit.election]
        if unit.state is UnitState.DIFFERENT:
            from osv_tui.ui.screens.reconcile import ReconcileScreen

            self.app.push_screen(ReconcileScreen(unit, name), self._back)
        elif any(allows(unit.state, act) for act in (Act.LET_STAND, Act.JUDGE)):
            from osv_tui.ui.screens.unit import UnitScreen

            self.app.push_screen(UnitScreen(unit, name), self._back)
        elif allows(unit.state, Act.HAND_OVER):
            self._offer_to_hand_over(unit)
        else:
            self.say(f"Stembureau {unit.unit.number}: {_GOING_ON[unit.state]}")

    def _offer_to_hand_over(self, unit: UnitLine) -> None:
        form = Statement(
            self.words(f"Stembureau {unit.unit.number}: een ander laten typen?"),
            "Teruggestuurde velden wachten op wie ze eerder typte. Is die er niet meer, dan kan een derde ze"
            " typen: iemand die hier nog niets invoerde. Schrijf op waarom.",
            (Line("Reden (komt in het verslag)"),),
        )

        def done(_: Typed) -> None:
            self.refresh_units()
            self.say(f"Stembureau {unit.unit.number}: nu kan ook een ander de velden opnieuw invoeren.")

        ask_statement(
            *(self, form, lambda typed: decisions.hand_over(self.file, self.actor, unit.key, *typed), done),
            refused_and_left=self.refresh_units,
        )

    def _back(self, text: str | None) -> None:
        self.refresh_units()
        self.said(text)

    def action_filter(self) -> None:
        self._filter = (self._filter + 1) % len(_FILTERS)
        self._show_table()

    def action_search(self) -> None:
        ask = AskText("Zoeken", "Nummer of deel van de naam. Leeg: toon alles.", required=False)
        self.app.push_screen(ask, self._look_for)

    def _look_for(self, text: str | None) -> None:
        if text is not None:
            self._search = text
            self._show_table()

    def action_discard(self) -> None:
        unit = self._chosen()
        if unit is None or not may_lapse(unit.state):
            self.complain("Hier is geen invoer die kan vervallen.")
            return
        title = self.words(f"Stembureau {unit.unit.number}: welke invoer vervalt?")
        options = ("geen", *(f"de invoer van {typist}" for typist in unit.typists))
        both = ("beide invoeren",) if len(unit.typists) == 2 else ()

        def reason(choice: int | None) -> None:
            if not choice:
                return
            lapsing = unit.entries if choice > len(unit.entries) else (unit.entries[choice - 1],)
            ask_reason(
                *(self, title, "Waarom? De reden komt in het verslag."),
                lambda text: self._discard(unit, lapsing, text),
            )

        self.app.push_screen(Choose(title, unit.unit.name, (*options, *both)), reason)

    def _discard(self, unit: UnitLine, entries: tuple[int, ...], reason: str) -> None:
        if self.succeeds(lambda: decisions.discard(self.file, self.actor, entries, reason)):
            self.say(f"Vervallen. Stembureau {unit.unit.number} moet opnieuw worden ingevoerd.")
        self.refresh_units()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Polling stations make no files to lay beside their counts."""
        return action != "lower_count" or self.station_app.unit_kind is not UnitKind.STATION

    def action_lower_count(self) -> None:
        unit = self._chosen()
        if unit is not None:
            from osv_tui.ui.screens.reading import LowerCountScreen

            self.app.push_screen(LowerCountScreen(unit.election, unit.key, unit.unit), self._back)

    def action_export(self) -> None:
        from osv_tui.ui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(), self._back)

    def action_signs(self) -> None:
        from osv_tui.ui.screens.signals import SignalsScreen

        self.app.push_screen(SignalsScreen(), self._back)

    def action_report(self) -> None:
        print_paper(self, audit_report())

    def action_back(self) -> None:
        self.station_app.sign_out()


def _name(unit: UnitLine, width: int, called: str) -> str:
    """The name of a unit, with its version, ``called`` before it, once it was reopened."""
    version = f" ({called}{unit.version})" if unit.version > 1 else ""
    return f"{cut(unit.unit.name, width - len(version))}{version}"
