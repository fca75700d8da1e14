"""A set of statutory models as data: the models of several years stand side by side.

A model of a later year is a module that says what stands in it, and a line in the set of that year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.stated import Stated
from osv_tui.election.accountability import Replaced
from osv_tui.election.model import CountingMethod, Election, ReportingUnit
from osv_tui.election.tally import Tally


def _nothing() -> Iterator[Stated]:
    return iter(())


@dataclass(frozen=True)
class Named:
    """A document with the name of its file.

    ``stated`` are the numbers that the file must state by the tally; nothing where a document has no numbers
    of its own.
    """

    name: str
    document: Document
    stated: Callable[[], Iterator[Stated]] = _nothing


@dataclass(frozen=True)
class ResultModel:
    """A model that states what was counted, or an annex of it that is published with it.

    ``document`` takes the release that this one replaces, ``None`` for a first one; ``stated`` are the
    numbers that it states.
    """

    file_name: Callable[[Election], str]
    document: Callable[[Tally, DocumentFacts, Replaced | None], Document]
    stated: Callable[[Tally], Iterator[Stated]]


@dataclass(frozen=True)
class StationForm:
    """An empty form of one polling station, filled in by hand before anything is typed."""

    file_name: Callable[[Election, ReportingUnit], str]
    document: Callable[[Election, ReportingUnit, DocumentFacts], Document]


@dataclass(frozen=True)
class Models:
    """The models of one way of counting.

    ``name`` is how the model with the totals is called, ``part`` its rubric with the differences between
    voters and ballots, and ``body`` who is responsible for it.
    """

    name: str
    part: str
    body: str
    results: tuple[ResultModel, ...]
    forms: tuple[StationForm, ...]


@dataclass(frozen=True)
class ModelSet:
    """The models for elections held on ``since`` or later, until a later set begins."""

    since: date
    station: Models
    central: Models

    def of(self, method: CountingMethod) -> Models:
        """The models of a way of counting."""
        return self.station if method is CountingMethod.STATION else self.central
