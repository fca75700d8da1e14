"""A candidate who is deceased, typed in by two persons (Kieswet P 19a)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text

from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.lot_names import list_name
from osv_tui.store import lots
from osv_tui.store.distributing import Seats
from osv_tui.store.lots import PlaceTwice
from osv_tui.store.signing_in import Credentials
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.figures import NO_NUMBER, number_of
from osv_tui.ui.screens.twice import TwiceScreen

_QUESTION = (
    "Wie overleden is, krijgt geen zetel en komt niet in de rangschikking (artikel P 19a van de Kieswet). De"
    " stemmen op deze kandidaat tellen wel mee voor de lijst."
)


class DeceasedScreen(TwiceScreen[Place]):
    """Asks for list and place; the first one sees the name and says that it is right."""

    TITLE_TEXT = "Overleden kandidaat"
    HELP = """
Is een kandidaat overleden? Typ dan de lijst en het nummer op die lijst, van het papier. U ziet de naam, om na
te gaan of het de goede is. Daarna typt een tweede toezichthouder of beheerder het opnieuw, met een eigen
wachtwoord. Die ziet niet wat er eerst is getypt. Alleen als beide gelijk zijn, wordt het vastgelegd.

Dit kan alleen vóór de eerste loting: de lotingen hangen ervan af wie er nog leeft. Is er al geloot? Trek dan
eerst de lotingen in, met I op het scherm met de zetels.
"""
    LABELS: ClassVar[tuple[str, ...]] = ("Lijst", "Nummer op de lijst")

    def __init__(self, election: int, seats: Seats) -> None:
        super().__init__()
        self._election = election
        self._seats = seats
        if seats.tally.election.lists_differ:
            self.labels = (*self.labels, "Kieskring waar dat zo is")

    def question(self) -> Text:
        return Text(_QUESTION)

    def meant(self, typed: tuple[str, ...]) -> Place:
        numbers = [number_of(text.strip()) for text in typed]
        if None in numbers:
            raise ValueError(NO_NUMBER)
        place = self._place(*(number or 0 for number in numbers))
        try:
            candidate_at(self._seats.tally.election, place)
        except ValueError:
            where = f"Op lijst {place.list_number} staat niemand met nummer {place.candidate_number}."
            raise ValueError(f"{where} Typ het opnieuw.") from None
        return place

    def _place(self, number: int, candidate: int, kieskring: int = 0) -> Place:
        """The place on the list of that number, as it stands in that kieskring where lists differ."""
        lists = (each for each in self._seats.tally.election.lists if each.number == number)
        on = next((each for each in lists if each.stands_in(kieskring)), None)
        return Place(number, candidate, on.kieskring if on else kieskring)

    def look_again(self, item: Place, go_on: Callable[[], None]) -> None:
        title = f"{self._called(item)} is overleden?"
        options = ("nee, ik typ het opnieuw", "ja, dit is de kandidaat")
        self.app.push_screen(
            Choose(title, f"{list_name(self._seats.tally.election, item.list_number)}.", options),
            lambda choice: go_on() if choice == 1 else None,
        )

    def keep(self, first: Place, second: Place, by: Credentials) -> str:
        lots.add_deceased(self.file, self.actor, by, self._election, PlaceTwice(first, second))
        return f"Vastgelegd: {self._called(second)} is overleden."

    def _called(self, place: Place) -> str:
        return candidate_at(self._seats.tally.election, place).sort_name
