"""The figures of a benchmark and the table they are printed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_WHAT = 52


@dataclass(frozen=True)
class Figure:
    """One measured value.

    ``unit`` is that of ``value`` and ``target`` ("x" for a ratio, "" for a number of things); ``cpu`` is the
    processor time (ms) of what was measured and ``peak`` the highest memory meanwhile (MB); a target is met
    by a value that is not above it.
    """

    what: str
    value: float
    unit: str = "ms"
    cpu: float | None = None
    peak: float | None = None
    target: float | None = None

    @property
    def met(self) -> bool | None:
        return None if self.target is None else self.value <= self.target


@dataclass(frozen=True)
class Part:
    """The figures of one group, with remarks that go below them."""

    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


def ratio(what: str, above: float, below: float, target: float | None = None) -> Figure:
    return Figure(what, above / below, "x", target=target)


def table(parts: Iterable[Part]) -> Iterator[str]:
    yield f"{'':{_WHAT}}{'measured':>14}{'CPU ms':>10}{'peak MB':>9}{'target':>12}  met"
    for part in parts:
        yield from ("", part.title)
        yield from map(_line, part.figures)
        yield from (f"  {note}" for note in part.notes)


def verdict(parts: Sequence[Part]) -> str:
    judged = [figure for part in parts for figure in part.figures if figure.target is not None]
    missed = [figure.what for figure in judged if not figure.met]
    tail = f"; missed: {', '.join(missed)}" if missed else ""
    return f"{len(judged) - len(missed)} of {len(judged)} targets met{tail}"


def _line(figure: Figure) -> str:
    cpu = "" if figure.cpu is None else f"{figure.cpu:.1f}"
    peak = "" if figure.peak is None else f"{figure.peak:.0f}"
    target = "" if figure.target is None else _with_unit(figure.target, figure.unit)
    met = {None: "", True: "yes", False: "NO"}[figure.met]
    value = _with_unit(figure.value, figure.unit)
    return f"  {figure.what:{_WHAT - 2}}{value:>14}{cpu:>10}{peak:>9}{target:>12}  {met}".rstrip()


def _with_unit(value: float, unit: str) -> str:
    digits = 0 if not unit or value >= 1000 else 2 if unit == "x" else 1
    return f"{value:.{digits}f} {unit}".rstrip()
