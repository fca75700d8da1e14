"""Chance that comes out the same everywhere."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Seeded chance, drawn from ``Random.random()`` only: the one sequence Python keeps between its versions.

    Each ``purpose`` has its own sequence, so that one more draw for one purpose changes nothing elsewhere.
    """

    def __init__(self, seed: int, *purpose: str | int) -> None:
        self._chance = Random(" ".join(map(str, (seed, *purpose)))).random

    def between(self, low: float, high: float) -> float:
        """A fraction from ``low`` up to, not including, ``high``."""
        return low + (high - low) * self._chance()

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._chance() * (high - low + 1))

    def happens(self, probability: float) -> bool:
        return self._chance() < probability

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        return tuple(sorted(items, key=lambda _: self._chance()))

    def spread(self, total: int, weights: Sequence[float]) -> tuple[int, ...]:
        """The sizes of the heaps when ``total`` things fall one by one, by weight, on one of them."""
        bounds = list(accumulate(weights))
        heaps = [0] * len(bounds)
        for _ in range(total):
            heaps[bisect_right(bounds, self._chance() * bounds[-1], hi=len(bounds) - 1)] += 1
        return tuple(heaps)
