"""What happens to seats, step by step, so that it can be shown and printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from osv_tui.election.apportionment.lots import Lot, LotKind
from osv_tui.election.apportionment.quota import Quotient


class StepKind(Enum):
    """What a step does; the value is its name in files."""

    REMAINDER = "remainder"
    AVERAGE_ONCE = "average_once"
    AVERAGE = "average"
    MAJORITY = "majority"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Step:
    """Seats that come or go at once, under ``article`` of the Kieswet.

    ``changes`` are pairs of a contender and the seats it gains (or loses, below 0); ``values`` are the
    remainders or averages of all that took part, before the step; ``left`` is the number of seats that are
    still to be assigned after it.
    """

    kind: StepKind
    article: str
    changes: tuple[tuple[int, int], ...]
    left: int
    values: tuple[tuple[int, Quotient], ...] = ()
    lot: Lot | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A way in which residual seats are assigned, with its article and its lots."""

    kind: StepKind
    article: str
    lot: LotKind


class Method(Enum):
    """The stages that residual seats go through, the next one only where the former gives to nobody any more.

    The last stage of ``LARGEST_REMAINDERS`` is not in the law; it occurs only after exhaustion
    (apportionment §2, step 5).
    """

    LARGEST_AVERAGES = (Stage(StepKind.AVERAGE, "P 7, eerste lid,", LotKind.AVERAGE),)
    LARGEST_REMAINDERS = (
        Stage(StepKind.REMAINDER, "P 8, eerste lid,", LotKind.REMAINDER),
        Stage(StepKind.AVERAGE_ONCE, "P 8, derde lid,", LotKind.AVERAGE),
        Stage(StepKind.AVERAGE, "P 10", LotKind.AVERAGE),
    )
    WITHIN_COMBINATION = (
        Stage(StepKind.REMAINDER, "P 11 (oud)", LotKind.COMBINATION_REMAINDER),
        Stage(StepKind.AVERAGE, "P 11 (oud)", LotKind.COMBINATION_AVERAGE),
    )
    WITHIN_GROUP = (
        Stage(StepKind.REMAINDER, "P 12, vijfde lid,", LotKind.GROUP_REMAINDER),
        Stage(StepKind.AVERAGE, "P 13, tweede lid,", LotKind.GROUP_AVERAGE),
    )
