"""Parts of the distribution as lines, and how they come on sheets of a screen's height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from osv_tui.ui.widgets.layout import clean, padded


@dataclass(frozen=True)
class Line:
    """A line of text; ``strong`` is drawn bold, and always is said in words too."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Section:
    """One step of the law. ``head`` comes again on each sheet above the ``rows``; ``after`` closes it.

    ``article`` is that of the Kieswet, empty where none is meant; ``is_lot`` marks a lot that is needed.
    """

    title: str
    article: str
    intro: tuple[Line, ...] = ()
    head: str = ""
    rows: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    is_lot: bool = False

    @property
    def heading(self) -> str:
        """The title with its article: ``Kiesdeler (art. P 5)``."""
        return f"{self.title} (art. {self.article.rstrip(',')})" if self.article else self.title


@dataclass(frozen=True)
class Column:
    """A column of a table: its label, its width in cells, and on which side the cells stand."""

    label: str
    width: int
    numeric: bool = False


BLANK = Line("")


def prose(text: str, width: int, *, strong: bool = False) -> tuple[Line, ...]:
    """``text`` broken into lines of at most ``width`` cells."""
    return tuple(Line(part, strong) for part in wrap(clean(text), width))


def ended(text: str) -> str:
    """``text`` with a full stop, also where it ends with the initials of a name."""
    return text if text.endswith(".") else f"{text}."


def head_of(columns: Sequence[Column]) -> str:
    return row_of(columns, [column.label for column in columns])


def row_of(columns: Sequence[Column], cells: Sequence[str]) -> str:
    """Cells beneath one another, two blanks between them; a number is never cut off."""
    parts = (
        cell.rjust(column.width) if column.numeric else padded(cell, column.width)
        for column, cell in zip(columns, cells, strict=True)
    )
    return "  ".join(parts).rstrip()


def sheets(section: Section, height: int) -> tuple[tuple[Line, ...], ...]:
    """The lines of ``section`` on sheets of ``height`` lines (at least 6), with its head on each."""
    head = (Line(section.head, strong=True),) if section.head else ()
    rows = [*section.rows, *section.after]
    first = _opening(section.intro, head)
    if len(first) > height - 3:  # an introduction that fills a sheet has it to itself
        return (
            (*_cut(section.intro, height), *sheets(_without_intro(section), height))
            if rows
            else (_cut(section.intro, height))
        )
    made = [(*first, *rows[: height - len(first)])]
    left = rows[height - len(first) :]
    room = height - len(head)
    while left:
        made.append((*head, *left[:room]))
        left = left[room:]
    return tuple(made)


def _opening(intro: tuple[Line, ...], head: tuple[Line, ...]) -> tuple[Line, ...]:
    return (*intro, BLANK, *head) if intro and head else (*intro, *head)


def _without_intro(section: Section) -> Section:
    return Section(section.title, section.article, (), section.head, section.rows, section.after)


def _cut(lines: tuple[Line, ...], height: int) -> tuple[tuple[Line, ...], ...]:
    return tuple(lines[start : start + height] for start in range(0, len(lines), height))
