"""A lower level's file as third witness: never a result, only something to compare a count with.

Two persons key the paper; then the supervisor sees where the file says otherwise. Which of the two is wrong
the paper decides. A file of which the lists or candidates are not those of the form is refused where it is
read (``eml.witness``), so that here rows can be compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from osv_tui.election.count import Count
from osv_tui.election.finding import Check, Finding
from osv_tui.election.form import Field, FieldId, Form, Section, SectionKind

_ROWS_TOLD = 5
"""How many rows of a page a finding names; it marks all of them."""


@dataclass(frozen=True)
class Row:
    """A field that the file has too: what was keyed from paper, and what the file says.

    ``keyed`` is ``None`` as long as the field is not read.
    """

    field: Field
    keyed: int | None
    in_file: int

    @property
    def differs(self) -> bool:
        return self.keyed != self.in_file


@dataclass(frozen=True)
class PageCompared:
    """The rows of one page of the form; ``place`` counts pages from 1."""

    place: int
    section: Section
    rows: tuple[Row, ...]

    @property
    def differing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.differs)

    @property
    def is_emptied(self) -> bool:
        """Whether this is a list with nothing but zeros, while the file has votes on it."""
        votes = self.section.kind is SectionKind.LIST
        return votes and all(row.keyed == 0 for row in self.rows) and any(row.in_file for row in self.rows)


@dataclass(frozen=True)
class Comparison:
    """A count beside the file of the lower level, page by page.

    ``unseen`` are the fields of the form that the file does not have, which nobody can compare.
    """

    pages: tuple[PageCompared, ...]
    unseen: tuple[FieldId, ...]

    @cached_property
    def differing(self) -> tuple[Row, ...]:
        """All rows that differ, in the order of the form."""
        return tuple(row for page in self.pages for row in page.differing)

    @property
    def is_equal(self) -> bool:
        """Whether every row that the file has is the same."""
        return not self.differing

    @property
    def emptied_lists(self) -> tuple[int, ...]:
        """The numbers of the lists without votes that have votes in the file."""
        return tuple(page.section.list_number or 0 for page in self.pages if page.is_emptied)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """W.651 or W.652 for each page on which a row differs; each blocks until it is disposed of.

        The subject is the number of a list, or ``p1`` for the first page and so on.
        """
        return tuple(_finding(page) for page in self.pages if page.differing)


def compare(form: Form, count: Count, in_file: Count) -> Comparison:
    """Lay ``count`` beside what the lower level's file says, ``in_file``, which can have other fields too.

    Raises:
        ValueError: the file lacks a candidate or the total of a list, so that it is no file of these lists.
    """
    unseen = tuple(field for field in form.fields if in_file.get(field.id) is None)
    for field in unseen:
        if form.section_of[field.id].kind is SectionKind.LIST:
            raise ValueError(f"the file has no {field.id}")
    pages = (
        PageCompared(place, section, tuple(_rows(section, count, in_file)))
        for place, section in enumerate(form.sections, start=1)
    )
    return Comparison(tuple(page for page in pages if page.rows), tuple(field.id for field in unseen))


def _rows(section: Section, count: Count, in_file: Count) -> Iterator[Row]:
    for field in section.fields:
        said = in_file.get(field.id)
        if said is not None:
            yield Row(field, count.get(field.id), said)


def _finding(page: PageCompared) -> Finding:
    rows, number = page.differing, page.section.list_number
    fields = tuple(row.field.id for row in rows)
    subject = f"p{page.place}" if number is None else str(number)
    if page.is_emptied:
        votes = page.rows[-1].in_file
        text = (
            f"Lijst {number} heeft hier geen enkele stem, maar {votes} in het bestand van het lagere niveau. "
            "Kijk op het papier of deze bladzijde is overgeslagen."
        )
        return Finding(Check.W651, fields, "", text, subject, votes, 0)
    told = "; ".join(_told(row, number) for row in rows[:_ROWS_TOLD])
    more = f"; en nog {len(rows) - _ROWS_TOLD}" if len(rows) > _ROWS_TOLD else ""
    where = f"Lijst {number}" if number is not None else page.section.title
    text = f"{where}: {told}{more}. Leg het papier erbij."
    return Finding(Check.W652, fields, "", text, subject)


def _told(row: Row, list_number: int | None) -> str:
    """A row in words: kandidaat 3 is ingevoerd als 5, in het bestand staat 50."""
    name = row.field.label
    if list_number is not None:
        name = f"kandidaat {row.field.letter}" if row.field.letter else "totaal"
    keyed = "niet ingevoerd" if row.keyed is None else f"ingevoerd {row.keyed}"
    return f"{name}: {keyed}, in het bestand {row.in_file}"
