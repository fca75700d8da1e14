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
    """

    texts: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """For the user."""
        return " ".join(self.texts or map(str, self.numbers))


def row(*cells: str | int) -> Stated:
    """A row of a table, or as much of it as must stand there."""
    return Stated(texts=tuple(map(str, cells)))


def sentence(*numbers: int) -> Stated:
    """A text with just these numbers."""
    return Stated(numbers=numbers)


def votes(lists: Iterable[CandidateList], figure: Callable[[FieldId], int]) -> Iterator[Stated]:
    """Every candidate with his votes, and the total of every list."""
    for each in lists:
        yield row("Lijstnummer", each.number)
        yield from candidates(each, figure)
        yield row("Totaal (stemcijfer)", figure(total_field(each.number)))


def candidates(on: CandidateList, figure: Callable[[FieldId], int]) -> Iterator[Stated]:
    """Every candidate of a list with his votes."""
    for candidate in sorted(on.candidates, key=lambda candidate: candidate.number):
        count = figure(candidate_field(on.number, candidate.number))
        yield row(candidate.number, candidate_name(candidate, on), count)


def difference(figure: Callable[[FieldId], int]) -> Iterator[Stated]:
    """The ballots too many and too few, and how often each explanation was given."""
    yield from (sentence(figure(field)) for field in (f.MORE, f.FEWER))
    yield from (row(figure(field)) for field in f.EXPLANATIONS)


def first_missing(texts: Sequence[str], statements: Iterable[Stated]) -> Stated | None:
    """The first of ``statements`` that is not in ``texts`` after the one before it."""
    place = 0
    for each in statements:
        end = _end(texts, each, place)
        if end is None:
            return each
        place = end
    return None


def _end(texts: Sequence[str], stated: Stated, start: int) -> int | None:
    """Where ``texts`` goes on after the first place at or after ``start`` that says what is stated."""
    if not stated.texts:
        places = (at for at in range(start, len(texts)) if numbers_in(texts[at]) == stated.numbers)
        found = next(places, None)
        return None if found is None else found + 1
    first, length = stated.texts[0], len(stated.texts)
    try:
        while tuple(texts[(start := texts.index(first, start)) : start + length]) != stated.texts:
            start += 1
    except ValueError:
        return None
    return start + length


def mixed(numerator: int, denominator: int) -> str:
    """A fraction as a report prints it (models §5): the whole, and the rest over the denominator."""
    whole, rest = divmod(numerator, denominator)
    return f"{whole} {rest}/{denominator}" if rest else f"{whole}"


def numbers_in(text: str) -> tuple[int, ...]:
    """All numbers of a text, in their order."""
    return tuple(map(int, _NUMBER.findall(text)))
