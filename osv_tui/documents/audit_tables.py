"""How a section of the audit report is built: a table under a heading, or that there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from osv_tui.documents.audit_facts import Person
from osv_tui.documents.model import Block, Bullets, Column, Heading, Table, guidance, paragraph, runs
from osv_tui.documents.wording import moment
from osv_tui.election.model import UnitKind
from osv_tui.election.unit_words import said_of

Row = tuple[str, ...]

TIME = 0.195
"""Share of a column that holds a moment on one line."""


@dataclass(frozen=True)
class Part:
    """What there is to tell of one thing: a table with its heading, or ``none`` that there is nothing."""

    heading: str
    none: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    explanation: str = ""

    def said_of(self, kind: UnitKind) -> Part:
        """The same in the words for ``kind`` of unit; what its rows tell is left as it is."""
        texts = (said_of(kind, text) for text in (self.heading, self.none, self.explanation))
        heading, none, explanation = texts
        columns = tuple(replace(each, heading=said_of(kind, each.heading)) for each in self.columns)
        return Part(heading, none, columns, self.rows, explanation)


def tables(parts: Iterable[Part]) -> tuple[Block, ...]:
    """The parts that have something to tell."""
    return tuple(
        block
        for part in parts
        if part.rows
        for block in section(Heading(3, part.heading), part.none, part.columns, part.rows, part.explanation)
    )


def nothing(parts: Iterable[Part]) -> tuple[Block, ...]:
    """What the other parts say, together: that none of it happened is told as well."""
    said = tuple(runs(part.none) for part in parts if not part.rows)
    return (Heading(3, "Wat er niet was"), Bullets(said)) if said else ()


def section(
    heading: Heading, none: str, columns: tuple[Column, ...], rows: Iterable[Row], explanation: str = ""
) -> tuple[Block, ...]:
    """``rows`` under ``heading``, or the sentence that there is nothing to tell."""
    table = table_or_none(none, columns, rows)
    guided = (guidance(explanation),) if explanation and isinstance(table, Table) else ()
    return (heading, *guided, table)


def table_or_none(none: str, columns: tuple[Column, ...], rows: Iterable[Row]) -> Block:
    """A table, or the sentence that there is nothing to tell."""
    found = tuple(rows)
    return Table(columns, found) if found else paragraph(none)


def moment_or(value: datetime | None, otherwise: str) -> str:
    """A moment, or what is said when it never came."""
    return moment(value) if value else otherwise


def both(by: Person, confirmed_by: Person) -> str:
    """Two persons of whom the second confirmed what the first did."""
    return f"{by.name}, bevestigd door {confirmed_by.name}"
