"""How the evening of the scenario is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from osv_tui.store.database import StationFile
from tests.trust.power.layer import Layer
from tests.trust.power.record import Keyed

_T = TypeVar("_T")


class Hands:
    """Does things with the store, and notes in the record of ``layer`` what the typist is told."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def get(self, act: Callable[[], _T]) -> _T:
        """Do what has an answer, and can be done twice."""
        return act()

    def do(self, file: StationFile, act: Callable[[], object]) -> None:
        """Do what can be done only once."""
        act()

    def saved(self, number: Keyed) -> None:
        """The typist sees "opgeslagen" at this number."""
        self.layer.events.append(number)
