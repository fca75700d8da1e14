"""Drawing lots: what has to be drawn, and what was drawn in the room (Kieswet P 14).

The program never draws. It asks a question; people draw; what they drew is given as input.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from osv_tui.election.apportionment.quota import Quotient

Option = int | str
"""A list or set by its number, or a candidate."""


class Consequence(Enum):
    """What happens to whom was drawn, in Dutch."""

    GAINS_SEAT = "krijgt de zetel"
    LOSES_SEAT = "staat een zetel af"
    ELECTED = "is gekozen"


class LotKind(Enum):
    """Where the law has lots drawn; the value is the name in files (apportionment §3)."""

    REMAINDER = "remainder"
    AVERAGE = "average"
    MAJORITY = "majority"
    COMBINATION_REMAINDER = "combination_remainder"
    COMBINATION_AVERAGE = "combination_average"
    GROUP_REMAINDER = "group_remainder"
    GROUP_AVERAGE = "group_average"
    CANDIDATE = "candidate"
    GROUP_ROLLBACK = "group_rollback"
    GROUP_ROLLFORWARD = "group_rollforward"

    @property
    def consequence(self) -> Consequence:
        if self in (LotKind.MAJORITY, LotKind.GROUP_ROLLBACK):
            return Consequence.LOSES_SEAT
        return Consequence.ELECTED if self is LotKind.CANDIDATE else Consequence.GAINS_SEAT

    @property
    def in_main_division(self) -> bool:
        return self in (LotKind.REMAINDER, LotKind.AVERAGE, LotKind.MAJORITY)

    @property
    def within_group(self) -> bool:
        """Whether the options are sets of one group."""
        return self.value.startswith("group_")


@dataclass(frozen=True)
class LotQuestion:
    """A lot that has to be drawn: between whom, for what, and under which article.

    ``options`` are lists, sets of the group ``list_number``, or candidates of the list ``list_number``;
    ``value`` is what they have equal (remainder, average or votes), ``None`` where the order in which seats
    were assigned is what they have equal; ``seats`` is how many of the options it will have to be drawn
    for, this time included.
    """

    kind: LotKind
    article: str
    options: tuple[Option, ...]
    seats: int
    value: Quotient | int | None = None
    list_number: int | None = None

    def __str__(self) -> str:
        """The question as a sentence in Dutch."""
        who = ", ".join(self._named(option) for option in self.options[:-1])
        equal = "" if self.value is None else f", die gelijk staan op {self.value}"
        more = "" if self.seats == 1 else f" Daarna wordt nog {self.seats - 1} keer geloot tussen de anderen."
        return (
            f"Loting volgens artikel {self.article} van de Kieswet tussen {who} en"
            f" {self._named(self.options[-1])}{equal}."
            f" Wie wordt getrokken, {self.kind.consequence.value}.{more}"
        )

    def _named(self, option: Option) -> str:
        if self.kind is LotKind.CANDIDATE:
            return f"kandidaat {option}"
        if self.kind.within_group:
            return f"lijst {self.list_number} in kieskring {option}"
        return f"lijst {option}"


@dataclass(frozen=True)
class Lot:
    """A lot that was drawn. ``list_number`` may be left out where the options say enough."""

    kind: LotKind
    options: tuple[Option, ...]
    drawn: Option
    list_number: int | None = None

    def answers(self, question: LotQuestion) -> bool:
        """Whether this is the lot that is asked for."""
        return (
            self.kind is question.kind
            and set(self.options) == set(question.options)
            and self.drawn in question.options
            and self.list_number in (None, question.list_number)
        )


class LotNeeded(Exception):
    """The distribution cannot go on before a lot is drawn."""

    def __init__(self, question: LotQuestion) -> None:
        super().__init__(str(question))
        self.question = question


class WrongLot(ValueError):
    """A lot was given that is not asked for; the message says so in Dutch, without its full stop."""


class Lots:
    """The lots that were drawn, in the order in which they are asked for."""

    def __init__(self, drawn: Iterable[Lot] = ()) -> None:
        self._drawn = list(drawn)
        self._used = 0

    def draw(self, question: LotQuestion) -> int:
        """The place among ``question.options`` of the one that was drawn.

        Raises:
            LotNeeded: it was not drawn yet.
            WrongLot: the next lot that was given is about something else.
        """
        if self._used == len(self._drawn):
            raise LotNeeded(question)
        lot = self._drawn[self._used]
        if not lot.answers(question):
            raise WrongLot(f"loting {self._used + 1} past niet bij wat hier wordt gevraagd: {question}")
        self._used += 1
        return question.options.index(lot.drawn)

    def require_all_used(self) -> None:
        """Raises WrongLot when lots are left that nothing asked for."""
        if self._used < len(self._drawn):
            raise WrongLot(f"er zijn {len(self._drawn)} lotingen gegeven, en {self._used} waren er nodig")
