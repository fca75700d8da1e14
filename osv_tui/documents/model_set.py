"""A set of statutory models as data: the models of several years stand side by side.

A model of a later year is a module that says what stands in it, and a line in the set of that year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.stated import Stated
from osv_tui.election.accountability import Release
from osv_tui.election.model import CountingMethod, Election, Level, ReportingUnit, UnitKind


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
class Codes:
    """The SHA-256 in hexadecimal of what documents belong to; ``result`` is of the 520, where there is one.

    A draft has neither.
    """

    count: str | None = None
    result: str | None = None


@dataclass(frozen=True)
class ResultModel:
    """A model that states what was counted, or an annex of it that is published with it.

    ``stated`` are the numbers that it states. With ``of_result`` it tells who is elected: it bears the code
    of the 520 in the place of that of the count (models §1.2), and is there only once all seats are
    distributed.
    """

    file_name: Callable[[Election], str]
    document: Callable[[Release, DocumentFacts], Document]
    stated: Callable[[Release], Iterator[Stated]]
    of_result: bool = False


@dataclass(frozen=True)
class StationForm:
    """An empty form of one polling station, filled in by hand before anything is typed."""

    file_name: Callable[[Election, ReportingUnit], str]
    document: Callable[[Election, ReportingUnit, DocumentFacts], Document]


@dataclass(frozen=True)
class Models:
    """The models of one committee, and at a municipality of one way of counting.

    ``name`` is how the model with the totals is called, ``part`` its rubric with the differences between
    voters and ballots, and ``body`` who is responsible for it.
    """

    name: str
    part: str
    body: str
    results: tuple[ResultModel, ...]
    forms: tuple[StationForm, ...] = ()


@dataclass(frozen=True)
class ModelSet:
    """The models for elections held on ``since`` or later, until a later set begins.

    ``station`` and ``central`` are those of a municipality, by its way of counting; ``kieskring`` those of a
    hoofdstembureau; ``province`` and ``whole`` those of a central committee, with several kieskringen and
    with one.
    """

    since: date
    station: Models
    central: Models
    kieskring: Models
    province: Models
    whole: Models

    def of(self, election: Election, method: CountingMethod) -> Models:
        """The models of the committee that counts ``election``, and of its way of counting."""
        match election.committee.level:
            case Level.GSB:
                return self.station if method is CountingMethod.STATION else self.central
            case Level.HSB:
                return self.kieskring
            case Level.CSB:
                return self.province if election.unit_kind is UnitKind.KIESKRING else self.whole
