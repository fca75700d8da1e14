"""How a section of the audit report is built: a table under a heading, or that there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from osv_tui.documents.audit_facts import Person
from osv_tui.documents.model import Block, Bullets, Column, Heading, Table, guidance, paragraph, runs
from osv_tui.documents.wording import moment

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
