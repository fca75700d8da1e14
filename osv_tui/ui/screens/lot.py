"""A lot that was drawn in the room, typed in by two persons; the program never draws (Kieswet P 14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text

from osv_tui.election.apportionment.lots import LotKind, LotQuestion, Option
from osv_tui.election.lot_names import option_name, option_typed
from osv_tui.store import lots
from osv_tui.store.distributing import Seats
from osv_tui.store.lots import DrawnTwice
from osv_tui.store.signing_in import Credentials
from osv_tui.ui.screens.twice import TwiceScreen
from osv_tui.ui.seats.section import ended, prose
from osv_tui.ui.seats.whole import lot_consequence, lot_options, lot_reason, numbers_of
from osv_tui.ui.widgets.layout import padded

_MARGINS = 2
_OTHER_LINES = 20
"""All but the options: title, question, three fields, message and keys."""
_MOST_COLUMNS = 3


class LotScreen(TwiceScreen[Option]):
    """Exactly between whom is drawn, for what, and what follows."""

    TITLE_TEXT = "Loting"
    HELP = """
Hier staan lijsten of kandidaten gelijk, en er is voor hen niet genoeg. De wet laat dan het lot beslissen
(artikel P 14 van de Kieswet).

Loot in de zaal, waar iedereen bij is, bijvoorbeeld met briefjes. Het programma loot niet: dan kan niemand
denken dat het zelf koos. Schrijf op papier wie is getrokken.

Typ dan wie is getrokken: het nummer van de lijst, of het nummer van de kandidaat op de lijst. De naam mag
ook. Daarna typt een tweede toezichthouder of beheerder het opnieuw, van het papier, met een eigen wachtwoord.
Die ziet niet wat er eerst is getypt. Alleen als beide gelijk zijn, wordt de loting vastgelegd.

Is een loting verkeerd getypt? Trek haar in met I op het scherm met de zetels.
"""
    LABELS: ClassVar[tuple[str, ...]] = ("Wie is getrokken?",)

    def __init__(self, election: int, seats: Seats, question: LotQuestion) -> None:
        super().__init__()
        self._election = election
        self._seats = seats
        self._question = question

    def question(self) -> Text:
        width = self.app.size.width - _MARGINS
        article = self._question.article.rstrip(",")
        text = Text(f"Loting, artikel {article} van de Kieswet\n", style="bold")
        for line in lot_reason(self._seats, self._question, width):
            text.append(f"{line.text}\n", style="not bold")
        text.append("Geloot wordt tussen:\n", style="bold")
        for row in self._options(width, self.app.size.height - _OTHER_LINES):
            text.append(f"{row}\n", style="not bold")
        consequence = (line.text for line in lot_consequence(self._question, width))
        return text.append(" ".join(consequence), style="bold")

    def _options(self, width: int, rows: int) -> list[str]:
        """Between whom is drawn; where there are too many to name them, by number."""
        named = lot_options(self._seats, self._question)
        if len(named) <= _MOST_COLUMNS * rows:
            return in_columns(named, width, rows)
        return [line.text for line in prose(f"{numbers_of(self._question)}.", width)]

    def meant(self, typed: tuple[str, ...]) -> Option:
        found = option_typed(self._seats.tally.election, self._question, typed[0])
        if found is None:
            of = "de kandidaat op de lijst" if self._question.kind is LotKind.CANDIDATE else "de lijst"
            raise ValueError(f"Tussen wie hierboven staat is geloot. Typ het nummer van {of}.")
        return found

    def keep(self, first: Option, second: Option, by: Credentials) -> str:
        typed = DrawnTwice(first, second)
        lots.add_lot(self.file, self.actor, by, self._election, self._question, typed)
        name = option_name(self._seats.tally.election, self._question, second)
        return ended(f"De loting is vastgelegd. Getrokken is {name}")


def in_columns(items: Sequence[str], width: int, rows: int) -> list[str]:
    """``items`` on at most ``rows`` lines (at least 1), running down one column after the other."""
    columns = -(-len(items) // max(rows, 1))
    of_column = -(-len(items) // columns)
    each = (width - 2 * (columns - 1)) // columns
    return [
        "  ".join(padded(item, each) for item in items[row::of_column]).rstrip() for row in range(of_column)
    ]
