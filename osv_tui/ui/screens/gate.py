"""Everything that still stands between an election and its release, with the way to each of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from osv_tui.election.release_gate import Blocker, Blocking
from osv_tui.election.workflow import UnitState
from osv_tui.store.decisions import UnitLine
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.gatekeeper import Gatekeeper, Standing
from osv_tui.ui.widgets.layout import cut
from osv_tui.ui.wording import ranges, short_name

_KINDS = {
    Blocking.UNSOUND: "telbestand klopt niet",
    Blocking.CONNECTED: "computer verbonden",
    Blocking.FILES: "bestanden niet gelezen",
    Blocking.UNIT: "nog niet definitief",
    Blocking.DIFFERENCE: "VERSCHIL",
    Blocking.TO_JUDGE: "te beoordelen",
    Blocking.ACCOUNT: "telverschil niet verantwoord",
    Blocking.FINDING: "controle niet beoordeeld",
    Blocking.CONTROL_MISSING: "controletelling niet af",
    Blocking.CONTROL_WRONG: "controletelling klopt niet",
}
_ABOUT_THE_STATION = {
    Blocking.FILES: "De beheerder leest de bestanden in, met een eigen account.",
    Blocking.UNSOUND: "Stop met tellen en waarschuw de beheerder. Die vergelijkt het met de code op papier.",
    Blocking.CONNECTED: "Haal de verbinding weg. Dit punt gaat dan vanzelf uit de lijst.",
}
_TYPISTS_TURN = {
    UnitState.EMPTY: "Geef het papier aan een invoerder.",
    UnitState.FIRST_IN_PROGRESS: "De eerste invoerder is nog bezig.",
    UnitState.FIRST_DONE: "Geef het papier aan een tweede invoerder.",
    UnitState.SECOND_IN_PROGRESS: "De tweede invoerder is nog bezig.",
    UnitState.RETURNED: "De invoerder moet velden opnieuw invoeren. Geef het papier terug.",
    UnitState.REKEY_IN_PROGRESS: "Een invoerder voert nu velden opnieuw in.",
    UnitState.REOPENED: "Geef het gewijzigde papier aan een invoerder. Twee personen voeren het in.",
}
_CONTROL = frozenset({Blocking.CONTROL_MISSING, Blocking.CONTROL_WRONG})
_SECONDS_BETWEEN_LOOKS = 2.0


def how_many(blockers: Sequence[Blocker]) -> str:
    """The number of points, as the end of a sentence."""
    number = len(blockers)
    if number == 0:
        return "er staat niets meer open."
    return f"er {'staat nog 1 punt' if number == 1 else f'staan nog {number} punten'} open."


def by_kind(blockers: Sequence[Blocker]) -> tuple[tuple[str, str], ...]:
    """How many there are of each kind, and the numbers of their units: «VERSCHIL: 2», «11-12»."""
    return tuple(
        (f"{text}: {len(found)}", ranges(sorted({each.unit for each in found if each.unit is not None})))
        for kind, text in _KINDS.items()
        if (found := [blocker for blocker in blockers if blocker.blocking is kind])
    )


class _Points(DataTable[Text]):
    """Home and End go to the first and the last row, not to the sides of the table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]


class GateScreen(StationScreen[None]):
    """One line for each thing that still has to be done; Enter goes there."""

    DEFAULT_CSS = "GateScreen #what { height: 3; margin-top: 1; }"
    TITLE_TEXT = "Wat nog open staat"
    HELP = """
Deze verkiezing kan definitief worden als deze lijst leeg is. Bovenaan staat hoeveel er is van elke soort.
Onder de lijst staat wat er met het gekozen punt moet gebeuren, en door wie.

Enter  ga naar het vergelijken, het stembureau of de controletelling
Pijlen, PgDn, PgUp, Home en End  loop door de lijst

Kunt u aan een punt zelf niets doen, dan staat er wie het moet doen.
Komt u terug, dan is de lijst opnieuw gemaakt. Wat klaar is, staat er niet meer in.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "ga erheen", key_display="Enter"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self, keeper: Gatekeeper, election: int) -> None:
        super().__init__()
        self._keeper = keeper
        self._election = election
        self._blockers: tuple[Blocker, ...] | None = None

    @property
    def _standing(self) -> Standing:
        return self._keeper.standing(self._election)

    @property
    def is_looking(self) -> bool:
        """Whether what it shows is being looked at anew."""
        return self._keeper.is_looking

    def body(self) -> ComposeResult:
        yield Static(id="counts")
        yield _Points(cursor_type="row", cell_padding=0, show_header=False, classes="gap")
        yield Static(id="what")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("Punt", width=58)
        table.add_column(self.words("Stembureau"), width=20)
        self.renew()
        table.focus()
        self.set_interval(_SECONDS_BETWEEN_LOOKS, self.renew)

    def renew(self) -> None:
        """Show what blocks now; the cursor stays at its point, or else at its row."""
        blockers = self._keeper.blockers(self._standing)
        if blockers == self._blockers:
            return
        before, table = self._chosen(), self.query_one(DataTable)
        row = table.cursor_row
        self._blockers = blockers
        table.clear()
        for blocker in blockers:
            unit = self._standing.unit(blocker.unit)
            text = cut(self.words(blocker.text), 57)
            table.add_row(Text(text), Text(cut(unit.unit.name, 20) if unit else ""))
        row = blockers.index(before) if before in blockers else max(0, min(row, len(blockers) - 1))
        table.move_cursor(row=row)
        self._show_counts()
        self._show_what()

    def _show_counts(self) -> None:
        standing, blockers = self._standing, self._blockers or ()
        text = Text(f"{short_name(standing.line)}: {how_many(blockers)}", style="bold")
        kinds = self.words(", ".join(count for count, _ in by_kind(blockers)))
        text.append(f"\n{kinds}" if kinds else "", style="not bold")
        self.query_one("#counts", Static).update(text)

    def on_data_table_row_highlighted(self) -> None:
        self._show_what()

    def _show_what(self) -> None:
        """The chosen point in full, and what is to be done about it."""
        chosen, text = self._chosen(), "Er staat niets meer open. Ga terug met Escape."
        if chosen is not None:
            text = self.words(f"{chosen.text}\n{self._way_out(chosen)}")
        self.query_one("#what", Static).update(Text(text))

    def _chosen(self) -> Blocker | None:
        row, blockers = self.query_one(DataTable).cursor_row, self._blockers or ()
        return blockers[row] if 0 <= row < len(blockers) else None

    def _way_out(self, blocker: Blocker) -> str:
        if blocker.blocking in _ABOUT_THE_STATION:
            return _ABOUT_THE_STATION[blocker.blocking]
        if blocker.blocking in _CONTROL:
            return "Enter opent de controletelling."
        if blocker.blocking is Blocking.DIFFERENCE:
            return "Enter opent het vergelijken."
        if blocker.blocking is not Blocking.UNIT:
            return "Enter opent het stembureau."
        unit = self._standing.unit(blocker.unit)
        return _TYPISTS_TURN.get(unit.state, "Kijk opnieuw: dit is intussen veranderd.") if unit else ""

    def on_data_table_row_selected(self) -> None:
        blocker = self._chosen()
        if blocker is None:
            return
        standing = self._standing
        unit = standing.unit(blocker.unit)
        if blocker.blocking in _CONTROL:
            from osv_tui.ui.screens.control import ControlScreen

            self.app.push_screen(ControlScreen(standing.line), self._back)
        elif blocker.blocking is Blocking.UNIT or unit is None:
            self.complain(self._way_out(blocker))
        else:
            self._open(blocker, unit, short_name(standing.line))

    def _open(self, blocker: Blocker, unit: UnitLine, election_name: str) -> None:
        if blocker.blocking is Blocking.DIFFERENCE:
            from osv_tui.ui.screens.reconcile import ReconcileScreen

            self.app.push_screen(ReconcileScreen(unit, election_name), self._back)
        else:
            from osv_tui.ui.screens.unit import UnitScreen

            self.app.push_screen(UnitScreen(unit, election_name), self._back)

    def _back(self, text: str | None) -> None:
        self.say(text or "")
        self._keeper.look()
