"""The control tally: lists drawn by lot in the room and added by hand (trust L14).

The program neither draws nor tells a sum of its own: what is added by hand must not be made to fit.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from osv_tui.election.accountability import ControlSum
from osv_tui.election.release_gate import Blocking, blocked_control
from osv_tui.election.tally import Tally
from osv_tui.store import releasing
from osv_tui.store.elections import ElectionLine
from osv_tui.ui.dialogs import AskText
from osv_tui.ui.figures import NO_NUMBER, number_of
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.papers import control_sheet, print_paper
from osv_tui.ui.widgets.layout import cut
from osv_tui.ui.wording import short_name

_STEPS = """\
1  Loot in de zaal drie lijsten, waar iedereen bij is. Minder? Dan alle.
2  Tel elke gelote lijst met de hand op. N maakt daarvoor een narekenstaat.
3  Druk op S. Typ het nummer van de lijst en de som die u vond."""
_ADVICE = """\
Een lijst klopt niet. Zo gaat u verder:
1  Laat een ander die lijst opnieuw optellen. Typ de nieuwe som (Enter).
2  Blijft het zo? Vergelijk elk getal op de narekenstaat met het papier. Is er
   een getal anders? Heropen dat stembureau in het overzicht."""
_TOO_EARLY = "De controletelling kan pas als alle stembureaus definitief zijn."
_TOO_LATE = "Deze verkiezing is definitief. De controletelling ligt vast."


class ControlScreen(StationScreen[str]):
    """The lists that were drawn, each with the sum by hand and whether that is right."""

    TITLE_TEXT = "Controletelling"
    HELP = """
De controletelling laat zien dat het programma goed heeft opgeteld. Zij hoort bij elke verkiezing, voordat die
definitief wordt verklaard.

Loot drie lijsten in de zaal, bijvoorbeeld met briefjes. Het programma loot niet: dan kan niemand denken dat
het de lijsten zelf koos. Tel van elke gelote lijst de totalen van alle stembureaus bij elkaar op. Doe dat op
papier of met een rekenmachine, en niet met deze computer.

S      typ een lijst en de som
Enter  typ een nieuwe som voor de gekozen lijst
N      maak de narekenstaat: de getallen per lijst, met ruimte voor uw som

Het programma vergelijkt uw som met de invoer en zegt alleen «klopt» of «klopt niet». De som van het programma
ziet u niet. Elke som die u typt blijft bewaard, ook een die niet klopt.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "add", "som typen", key_display="S"),
        Binding("enter", "nothing", "nieuwe som", key_display="Enter"),
        Binding("n", "sheet", "narekenstaat", key_display="N"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self, line: ElectionLine) -> None:
        super().__init__()
        self._line = line
        self._tally: Tally | None = None
        self._sums: tuple[ControlSum, ...] = ()

    def body(self) -> ComposeResult:
        yield Static(id="stand", classes="strong")
        yield Static(Text(self.words(_STEPS)), classes="gap")
        yield DataTable[Text](cursor_type="row", cell_padding=0, classes="gap")
        yield Static(id="advice", classes="gap")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("Gelote lijst", width=46)
        table.add_column(Text("Som met de hand", justify="right"), width=15)
        table.add_column("   Uitkomst", width=16)
        table.styles.height = "auto"
        table.styles.max_height = 6
        self.look()
        table.focus()

    def look(self) -> None:
        """Read what was added by hand so far."""
        found = self.attempt(
            lambda: (
                self._tally or releasing.provisional_tally(self.file, self.actor, self._line.key),
                releasing.control_sums(self.file, self._line.key),
            )
        )
        if found is not None:
            self._tally, self._sums = found
            self._show()

    def _show(self) -> None:
        tally = self._tally
        if tally is None:
            return
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for each in self._sums:
            is_wrong = _is_wrong(tally, each)
            table.add_row(
                Text(cut(self._list_name(each.list_number), 45)),
                Text(str(each.total), justify="right"),
                Text(f"   {'KLOPT NIET' if is_wrong else 'klopt'}", style="bold" if is_wrong else ""),
            )
        table.move_cursor(row=max(0, min(row, len(self._sums) - 1)))
        self.query_one("#stand", Static).update(Text(f"{short_name(self._line)}. {self._stand(tally)}"))
        wrong = any(_is_wrong(tally, each) for each in self._sums)
        self.query_one("#advice", Static).update(Text(self.words(_ADVICE) if wrong else ""))

    def _stand(self, tally: Tally) -> str:
        """What stops the next step, or else that nothing does."""
        blockers = blocked_control(tally, self._sums)
        return self._shut or (blockers[0].text if blockers else "De controletelling klopt.")

    @property
    def _shut(self) -> str:
        """Why nothing can be typed now; empty when it can."""
        if self._line.final_at:
            return _TOO_LATE
        return "" if self._tally and self._tally.is_whole else _TOO_EARLY

    def _list_name(self, number: int) -> str:
        lists = self._tally.election.numbered_lists if self._tally else ()
        return next((f"Lijst {number} {each.display_name}" for each in lists if each.number == number), "")

    def action_add(self) -> None:
        if self._shut:
            self.complain(self._shut)
        else:
            self._ask_list()

    def on_data_table_row_selected(self) -> None:
        row = self.query_one(DataTable).cursor_row
        if self._shut:
            self.complain(self._shut)
        elif 0 <= row < len(self._sums):
            self._ask_sum(self._sums[row].list_number)
        else:
            self._ask_list()

    def _ask_list(self, typed: str = "", why: str = "") -> None:
        ask = AskText("Controletelling", "Welke lijst is geloot? Typ het nummer.", typed, why=why)
        self.app.push_screen(ask, self._list_typed)

    def _list_typed(self, typed: str | None) -> None:
        if typed is None:
            return
        number = number_of(typed)
        if number is None or not self._list_name(number):
            self._ask_list(typed, f"Er is geen lijst {cut(typed, 20)}. Typ het nummer van een lijst.")
        else:
            self._ask_sum(number)

    def _ask_sum(self, number: int, typed: str = "", why: str = "") -> None:
        text = self.words(
            "Hoeveel stemmen kreeg deze lijst in alle stembureaus samen? Typ de som van het papier."
        )
        ask = AskText(cut(self._list_name(number), 60), text, typed, why=why)
        self.app.push_screen(ask, partial(self._sum_typed, number))

    def _sum_typed(self, number: int, typed: str | None) -> None:
        if typed is None:
            return
        total = number_of(typed)
        if total is None:
            self._ask_sum(number, typed, NO_NUMBER)
            return
        drawn = ControlSum(number, total)
        key = self._line.key
        if self.succeeds(lambda: releasing.add_control_sum(self.file, self.actor, key, drawn)):
            self.look()
            place = next(place for place, each in enumerate(self._sums) if each.list_number == number)
            self.query_one(DataTable).move_cursor(row=place)
            self._tell(drawn)

    def _tell(self, drawn: ControlSum) -> None:
        if self._tally is None or not _is_wrong(self._tally, drawn):
            self.say(f"Lijst {drawn.list_number} klopt.")
        else:
            self.complain(f"Lijst {drawn.list_number} klopt niet met de invoer.")

    def action_sheet(self) -> None:
        print_paper(self, control_sheet(self._line.key))


def _is_wrong(tally: Tally, drawn: ControlSum) -> bool:
    return any(each.blocking is Blocking.CONTROL_WRONG for each in blocked_control(tally, (drawn,)))
