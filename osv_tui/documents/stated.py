"""Which numbers the file of a document must state, taken from the tally and not from the document.

A document puts numbers of the tally in places; what is looked for here says again which number belongs where.
Where both say the same, and the file says it too, the paper and the tally are equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from osv_tui.documents.wording import candidate_name
from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import CandidateList

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Stated:
    """One statement of a file.

    ``texts`` follow one another in it, each the whole of a cell or a heading. Where the number stands in
    running text ``texts`` is empty, and ``numbers`` are all the numbers of that text, in their order.
    ``place`` says to the user of which station, list or candidate it is.
    """

    texts: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    place: str = ""

    @property
    def shown(self) -> str:
        """For the user."""
        return " ".join(self.texts or map(str, self.numbers))


@dataclass(frozen=True)
class Missing:
    """A statement that a file does not make, and what it says there; empty when that is not known."""

    stated: Stated
    instead: str


def row(*cells: str | int, place: str = "") -> Stated:
    """A row of a table, or as much of it as must stand there."""
    return Stated(texts=tuple(map(str, cells)), place=place)


def sentence(*numbers: int, place: str = "") -> Stated:
    """A text with just these numbers."""
    return Stated(numbers=numbers, place=place)


def votes(lists: Iterable[CandidateList], figure: Callable[[FieldId], int], of: str = "") -> Iterator[Stated]:
    """Every candidate with his votes, and the total of every list; ``of`` is the place they are counted."""
    for each in lists:
        place = f"{of}lijst {each.number}"
        yield row("Lijstnummer", each.number, place=place)
        yield from candidates(each, figure, of)
        yield row("Totaal (stemcijfer)", figure(total_field(each.number)), place=place)


def candidates(on: CandidateList, figure: Callable[[FieldId], int], of: str = "") -> Iterator[Stated]:
    """Every candidate of a list with his votes; ``of`` is the place they are counted."""
    for candidate in sorted(on.candidates, key=lambda candidate: candidate.number):
        count = figure(candidate_field(on.number, candidate.number))
        place = f"{of}lijst {on.number}, kandidaat {candidate.number}"
        yield row(candidate.number, candidate_name(candidate, on), count, place=place)


def difference(figure: Callable[[FieldId], int]) -> Iterator[Stated]:
    """The ballots too many and too few, and how often each explanation was given."""
    yield from (sentence(figure(field)) for field in (f.MORE, f.FEWER))
    yield from (row(figure(field)) for field in f.EXPLANATIONS)


def first_missing(texts: Sequence[str], statements: Iterable[Stated]) -> Missing | None:
    """The first of ``statements`` that is not in ``texts`` after the one before it."""
    place = 0
    for each in statements:
        end = _end(texts, each, place)
        if end is None:
            return Missing(each, _instead(texts, each, place))
        place = end
    return None


def _instead(texts: Sequence[str], stated: Stated, start: int) -> str:
    """What stands in the row that has all that is stated but the last cell, the number."""
    length = len(stated.texts)
    end = _after(texts, stated.texts[:-1], start) if length > 1 else None
    return "" if end is None else " ".join(texts[end - length + 1 : end + 1])


def _end(texts: Sequence[str], stated: Stated, start: int) -> int | None:
    """Where ``texts`` goes on after the first place at or after ``start`` that says what is stated."""
    if stated.texts:
        return _after(texts, stated.texts, start)
    places = (at for at in range(start, len(texts)) if numbers_in(texts[at]) == stated.numbers)
    found = next(places, None)
    return None if found is None else found + 1


def _after(texts: Sequence[str], cells: tuple[str, ...], start: int) -> int | None:
    """Where ``texts`` goes on after the first ``cells`` at or after ``start``."""
    try:
        while tuple(texts[(start := texts.index(cells[0], start)) : start + len(cells)]) != cells:
            start += 1
    except ValueError:
        return None
    return start + len(cells)


def mixed(numerator: int, denominator: int) -> str:
    """A fraction as a report prints it (models §5): the whole, and the rest over the denominator."""
    whole, rest = divmod(numerator, denominator)
    return f"{whole} {rest}/{denominator}" if rest else f"{whole}"


def numbers_in(text: str) -> tuple[int, ...]:
    """All numbers of a text, in their order."""
    return tuple(map(int, _NUMBER.findall(text)))
