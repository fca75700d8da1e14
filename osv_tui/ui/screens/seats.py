"""The distribution of the seats, step by step with the law, and the way to its lots."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.election.apportionment.lots import LotQuestion
from osv_tui.election.level_votes import candidate_at
from osv_tui.election.lot_names import option_name
from osv_tui.store import distributing, lots
from osv_tui.store.distributing import Deceased, DrawnLot, Seats
from osv_tui.store.elections import ElectionLine
from osv_tui.ui.countersign import Confirmation, confirm_by_two
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.seats.section import Line, Section, sheets
from osv_tui.ui.seats.whole import sections
from osv_tui.ui.statement import ask_reason
from osv_tui.ui.widgets.bars import KeyBar
from osv_tui.ui.widgets.layout import both_ends, cut
from osv_tui.ui.wording import short_name

_MARGINS = 2
_OTHER_LINES = 6
"""Title, padding, heading with a blank below it, message, keys."""
_Sheet = tuple[Section, tuple[Line, ...]]


class SeatsScreen(StationScreen[str]):
    """Sheets to be read one by one; each step of the law begins on a new one."""

    TITLE_TEXT = "Zetels"
    HELP = """
Hier volgt u de verdeling van de zetels, artikel voor artikel van de Kieswet. Bij elke stap staat de som. U
kunt alles narekenen met een rekenmachine: het programma rondt nergens af.

PgDn, pijl omlaag   volgend blad
PgUp, pijl omhoog   vorig blad
pijl rechts, links  volgende of vorige stap
Home, End           eerste of laatste blad
G  ga naar een stap, bijvoorbeeld naar de gekozenen van een lijst
L  typ wie er is getrokken, als er een loting nodig is
O  typ dat een kandidaat is overleden; dat kan alleen vóór de eerste loting
I  trek een loting in die verkeerd is getypt; de lotingen daarna vervallen dan ook

Het programma loot niet. Loot in de zaal, waar iedereen bij is, en schrijf de uitkomst op papier. Twee
personen typen haar, los van elkaar. Na de export ligt alles vast: wie dan nog iets wil wijzigen, heropent de
verkiezing. Lotingen en overleden kandidaten vervallen bij een heropening.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,down,space,enter", "turn(1)", "blad", key_display="PgUp/PgDn"),
        Binding("pageup,up", "turn(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
        Binding("g", "find", "ga naar", key_display="G"),
        Binding("l", "lot", "loting", key_display="L"),
        Binding("o", "deceased", "overleden", key_display="O"),
        Binding("i", "withdraw", "trek in", key_display="I"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self, line: ElectionLine) -> None:
        super().__init__()
        self._line = line
        self._seats: Seats | None = None
        self._sheets: tuple[_Sheet, ...] = ()
        self._at = 0

    def body(self) -> ComposeResult:
        yield Static(id="heading", classes="strong")
        yield Static(id="sheet", classes="gap")

    def on_mount(self) -> None:
        self.look()

    def on_resize(self) -> None:
        super().on_resize()
        self._lay_out()

    def look(self) -> None:
        """Distribute the seats anew, and begin at the first sheet."""
        self._seats = self.attempt(lambda: distributing.seats(self.file, self.actor, self._line.key))
        self._at = 0
        self._lay_out()

    @property
    def lot_needed(self) -> LotQuestion | None:
        """The lot that is to be drawn now."""
        return self._seats.distribution.lot_needed if self._seats else None

    @property
    def shown(self) -> str:
        """The heading of the sheet that is on the screen."""
        return self._sheets[self._at][0].heading if self._sheets else ""

    def _lay_out(self) -> None:
        if self._seats is None or not self.is_mounted:
            return
        size, section = self.app.size, self._section
        parts = sections(self._seats, size.width - _MARGINS)
        self._sheets = tuple(
            (part, sheet) for part in parts for sheet in sheets(part, size.height - _OTHER_LINES)
        )
        self._at = self._first_of(min(section, len(parts) - 1))
        self._show()

    def _show(self) -> None:
        part, lines = self._sheets[self._at]
        number = f"blad {self._at + 1} van {len(self._sheets)}"
        left, right = both_ends(part.heading, number, self.app.size.width - _MARGINS)
        self.query_one("#heading", Static).update(Text(f"{left}{right}", no_wrap=True))
        text = Text(no_wrap=True)
        for line in lines:
            text.append(f"{line.text}\n", style="bold" if line.strong else "")
        self.query_one("#sheet", Static).update(text)
        self.query_one(KeyBar).show_keys()

    # Turning.

    @property
    def _starts(self) -> list[int]:
        """The first sheet of each section."""
        parts = [part for part, _ in self._sheets]
        return [at for at, part in enumerate(parts) if at == 0 or parts[at - 1] is not part]

    @property
    def _section(self) -> int:
        """Which section is on the screen."""
        return max(sum(start <= self._at for start in self._starts) - 1, 0)

    def _first_of(self, section: int) -> int:
        return self._starts[section]

    def _turn_to(self, at: int) -> None:
        if not self._sheets:
            return
        self.say("")
        self._at = max(0, min(at, len(self._sheets) - 1))
        self._show()

    def action_turn(self, by: int) -> None:
        self._turn_to(self._at + by)

    def action_step(self, by: int) -> None:
        if self._sheets:
            self._turn_to(self._starts[max(0, min(self._section + by, len(self._starts) - 1))])

    def action_go(self, at: int) -> None:
        self._turn_to(at if at >= 0 else len(self._sheets) + at)

    def action_find(self) -> None:
        if not self._sheets:
            return
        starts = self._starts
        options = tuple(cut(self._sheets[start][0].heading, 60) for start in starts)
        self.app.push_screen(
            Choose("Ga naar", f"{short_name(self._line)}:", options),
            lambda choice: self._turn_to(starts[choice]) if choice is not None else None,
        )

    # Lots and deceased candidates.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Lots are typed while one is needed, deaths before the first; nothing after the export."""
        of = self._seats
        if action not in ("lot", "deceased", "withdraw"):
            return True
        if of is None or not of.is_open:
            return False
        if action == "lot":
            return of.distribution.lot_needed is not None
        return not of.lots if action == "deceased" else bool(of.lots or of.deceased)

    def action_lot(self) -> None:
        of = self._seats
        if of is not None and of.distribution.lot_needed is not None:
            from osv_tui.ui.screens.lot import LotScreen

            self.app.push_screen(LotScreen(self._line.key, of, of.distribution.lot_needed), self._back)

    def action_deceased(self) -> None:
        if self._seats is not None:
            from osv_tui.ui.screens.deceased import DeceasedScreen

            self.app.push_screen(DeceasedScreen(self._line.key, self._seats), self._back)

    def _back(self, told: str | None) -> None:
        if told:
            self.look()
            self.say(told)

    def action_withdraw(self) -> None:
        of = self._seats
        if of is None:
            return
        held: tuple[DrawnLot | Deceased, ...] = of.lots or of.deceased
        options = ("geen", *(self._called(of, each) for each in held))

        def chosen(choice: int | None) -> None:
            if choice:
                self._ask_why(of, held[choice - 1])

        text = "Een loting neemt de lotingen die erna komen mee." if of.lots else "Is iemand niet overleden?"
        self.app.push_screen(Choose("Wat trekt u in?", text, options), chosen)

    def _called(self, of: Seats, held: DrawnLot | Deceased) -> str:
        if isinstance(held, DrawnLot):
            name = option_name(of.tally.election, held.question, held.drawn)
            return cut(f"loting {held.ordinal}: getrokken is {name}", 58)
        return cut(f"overleden: {candidate_at(of.tally.election, held.place).sort_name}", 58)

    def _ask_why(self, of: Seats, held: DrawnLot | Deceased) -> None:
        text = "Waarom? De reden komt in het logboek."
        ask_reason(self, f"Intrekken: {self._called(of, held)}", text, partial(self._withdraw, of, held))

    def _withdraw(self, of: Seats, held: DrawnLot | Deceased, reason: str) -> None:
        what = Confirmation(f"Ingetrokken wordt: {self._called(of, held)}.\nReden: {cut(reason, 200)}")
        by = (self.file, self.actor)

        def done(_: None) -> None:
            self._back("Ingetrokken.")

        if isinstance(held, DrawnLot):
            confirm_by_two(
                *(self, what),
                lambda second: lots.withdraw_lot(*by, second, self._line.key, held, reason),
                done,
            )
        else:
            confirm_by_two(
                *(self, what),
                lambda second: lots.withdraw_deceased(*by, second, self._line.key, held, reason),
                done,
            )
