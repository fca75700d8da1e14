"""Every number that a check compares with: one table, which can be changed when an election is set up.

The defaults are those of the control protocol and of Abacus where they have one (workflow §2.7); the others
were chosen on the real counts of 2019, so that a check marks what is rare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from types import MappingProxyType


@dataclass(frozen=True)
class Bound:
    """What a threshold is about and its unit, in Dutch, and the values it takes, from lowest to highest."""

    label: str
    unit: str
    default: int
    lowest: int
    highest: int


class Threshold(Enum):
    """A number that a check compares with; the value is its name in files."""

    BLANK_PERCENT = "blank_percent"
    INVALID_PERCENT = "invalid_percent"
    DIFFERENCE_PERCENT = "difference_percent"
    DIFFERENCE_COUNT = "difference_count"
    CALLED_UP_PERCENT = "called_up_percent"
    TURNOUT_LOW = "turnout_low"
    TURNOUT_HIGH = "turnout_high"
    UNEXPLAINED_COUNT = "unexplained_count"
    EMPTY_LIST_VOTES = "empty_list_votes"
    LIST_SHARE_POINTS = "list_share_points"
    SWAP_FACTOR = "swap_factor"
    SWAP_VOTES = "swap_votes"
    OTHER_UNITS = "other_units"
    ADMITTED_PERCENT = "admitted_percent"
    ADMITTED_COUNT = "admitted_count"

    @property
    def bound(self) -> Bound:
        return _BOUNDS[self]

    def allows(self, value: int) -> bool:
        """Whether this threshold can be set at ``value``."""
        return self.bound.lowest <= value <= self.bound.highest

    def said(self, value: int) -> str:
        """``value`` with its unit, as on paper: 3 %, 1 stem, 15 stemmen."""
        unit = self.bound.unit
        return f"{value} {_ONE.get(unit, unit) if value == 1 else unit}"


_BOUNDS = {
    Threshold.BLANK_PERCENT: Bound("Veel blanco stembiljetten, vanaf", "%", 3, 1, 100),
    Threshold.INVALID_PERCENT: Bound("Veel ongeldige stembiljetten, vanaf", "%", 3, 1, 100),
    Threshold.DIFFERENCE_PERCENT: Bound("Groot verschil tussen D en H, vanaf", "%", 2, 1, 100),
    Threshold.DIFFERENCE_COUNT: Bound("Groot verschil tussen D en H, vanaf", "stembiljetten", 15, 1, 9999),
    Threshold.CALLED_UP_PERCENT: Bound(
        "Stembiljetten van de opgeroepen kiezers, meer dan", "%", 100, 100, 1000
    ),
    Threshold.TURNOUT_LOW: Bound("Lage opkomst, minder dan", "%", 20, 0, 50),
    Threshold.TURNOUT_HIGH: Bound("Hoge opkomst, meer dan", "%", 95, 51, 100),
    Threshold.UNEXPLAINED_COUNT: Bound("Verschil zonder verklaring, vanaf", "stembiljetten", 1, 1, 9999),
    Threshold.EMPTY_LIST_VOTES: Bound("Lijst zonder stemmen, verwacht vanaf", "stemmen", 10, 1, 9999),
    Threshold.LIST_SHARE_POINTS: Bound("Aandeel van een lijst wijkt af, vanaf", "procentpunten", 50, 1, 100),
    Threshold.SWAP_FACTOR: Bound("Kandidaten verwisseld, afwijking vanaf", "keer", 5, 2, 100),
    Threshold.SWAP_VOTES: Bound("Kandidaten verwisseld, vanaf", "stemmen", 15, 1, 9999),
    Threshold.OTHER_UNITS: Bound("Vergelijken met andere stembureaus, vanaf", "stembureaus", 2, 1, 99),
    Threshold.ADMITTED_PERCENT: Bound("Kiezers bij twee verkiezingen wijken af, vanaf", "%", 5, 1, 100),
    Threshold.ADMITTED_COUNT: Bound("Kiezers bij twee verkiezingen wijken af, vanaf", "kiezers", 15, 1, 9999),
}


_ONE = {
    "stembiljetten": "stembiljet",
    "stemmen": "stem",
    "procentpunten": "procentpunt",
    "stembureaus": "stembureau",
    "kiezers": "kiezer",
}


@dataclass(frozen=True)
class Thresholds:
    """A value for each threshold."""

    pairs: tuple[tuple[Threshold, int], ...]

    @classmethod
    def of(cls, values: Mapping[Threshold, int]) -> Thresholds:
        """``values``, with the defaults for the rest.

        Raises:
            ValueError: a value is outside what its threshold takes.
        """
        for threshold, value in values.items():
            if not threshold.allows(value):
                bound = threshold.bound
                raise ValueError(f"{threshold.value} takes {bound.lowest} to {bound.highest}, not {value}")
        return cls(
            tuple((threshold, values.get(threshold, threshold.bound.default)) for threshold in Threshold)
        )

    def value(self, threshold: Threshold) -> int:
        return self._values[threshold]

    def said(self, threshold: Threshold) -> str:
        """The value of ``threshold`` with its unit, as on paper."""
        return threshold.said(self.value(threshold))

    @cached_property
    def _values(self) -> Mapping[Threshold, int]:
        return MappingProxyType(dict(self.pairs))


DEFAULTS = Thresholds.of({})
