"""Where everything of the entry form stands, in character cells, and how text is cut to fit there."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.cells import cell_len, set_cell_size

Item = TypeVar("Item")

MINIMUM_WIDTH, MINIMUM_HEIGHT = 80, 24
FIRST_ROW = 3
"""Two header lines and a rule stand above the fields."""
LINES_BELOW = 4
"""A rule, the sum line, the status line and the key line stand below the fields."""

LETTER_WIDTH = 3
NUMBER_WIDTH = 9
BOX_WIDTH = NUMBER_WIDTH + 1
"""A number and the cell behind it, where the caret sits."""

_MARGIN = 1
_GAP = 2
_NARROWEST = 38
_WIDEST = 72


@dataclass(frozen=True)
class Place:
    """Where a field stands: which part of the page, and row and column within that part."""

    part: int
    row: int
    column: int


@dataclass(frozen=True)
class Grid:
    """The boxes of one page on a screen: fields run down column 1, then down column 2, part by part."""

    count: int
    rows: int
    columns: int
    column_width: int

    @classmethod
    def fitting(cls, count: int, width: int, height: int) -> Grid:
        """The grid for ``count`` fields on a screen of ``width`` by ``height`` cells (at least 80 by 24)."""
        space = max(width, MINIMUM_WIDTH) - 2 * _MARGIN
        rows = max(height, MINIMUM_HEIGHT) - FIRST_ROW - LINES_BELOW
        needed = max(1, -(-count // rows))
        columns = min(needed, (space + _GAP) // (_NARROWEST + _GAP))
        column_width = (space - _GAP * (columns - 1)) // columns
        return cls(count, rows, columns, min(column_width, _WIDEST))

    @property
    def capacity(self) -> int:
        return self.rows * self.columns

    @property
    def parts(self) -> int:
        return max(1, -(-self.count // self.capacity))

    def place(self, index: int) -> Place:
        part, within = divmod(index, self.capacity)
        column, row = divmod(within, self.rows)
        return Place(part, row, column)

    def index(self, place: Place) -> int | None:
        """The field at ``place``; ``None`` where no field stands."""
        if not (0 <= place.column < self.columns and 0 <= place.row < self.rows and place.part >= 0):
            return None
        index = place.part * self.capacity + place.column * self.rows + place.row
        return index if index < self.count else None

    def beside(self, index: int, step: int) -> int | None:
        """The field one column to the right (``step`` 1) or left (-1), on into the next or previous part.

        Where that column is shorter than this row, its last field.
        """
        place = self.place(index)
        part, column = divmod(place.part * self.columns + place.column + step, self.columns)
        if self.index(Place(part, 0, column)) is None:
            return None
        beside = self.index(Place(part, place.row, column))
        return self.count - 1 if beside is None else beside

    def x(self, column: int) -> int:
        return _MARGIN + column * (self.column_width + _GAP)


def clean(text: str) -> str:
    """``text`` without anything that could steer a terminal: control and format characters become ``?``."""
    return "".join("?" if unicodedata.category(character)[0] == "C" else character for character in text)


def cut(text: str, width: int) -> str:
    """Cleaned ``text`` in at most ``width`` cells; a full stop shows that something was cut off."""
    text = clean(text)
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, width - 1).rstrip(' ,-.')}." if width > 0 else ""


def padded(text: str, width: int) -> str:
    """``cut`` text, filled up to ``width`` cells."""
    return set_cell_size(cut(text, width), width)


def at_most(items: Sequence[Item], lines: int) -> Sequence[Item]:
    """As many items as fit on ``lines`` lines, when a last line must say how many more there are."""
    return items if len(items) <= lines else items[: max(0, lines - 1)]


def leader(text: str, width: int) -> str:
    """What leads the eye from ``text`` to the box at the end of ``width`` cells."""
    space = width - cell_len(text)
    return " " * space if space < 4 else f" {'.' * (space - 2)} "


def both_ends(left: str, right: str, width: int) -> tuple[str, str]:
    """``left`` cut and padded so that ``right`` stands at the end of ``width`` cells."""
    right = cut(right, width // 2)
    room = width - cell_len(right)
    return set_cell_size(cut(left, max(0, room - 2)), room), right
