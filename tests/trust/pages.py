"""Where the rows of a table stand in the bytes of an SQLite file.

After the description of the file format: table leaves hold rows by number, index pages hold the rows of a
table without row numbers; what does not fit in a page goes on in a chain of overflow pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_TABLE_LEAF, _TABLE_INNER, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
_FILE_HEADER = 100


@dataclass(frozen=True)
class Stretch:
    """Bytes of the file from ``start`` up to ``end``."""

    start: int
    end: int


def row_bytes(path: Path, table: str) -> tuple[Stretch, ...]:
    """The bytes in which the rows of ``table`` stand, headers of the rows included."""
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    return tuple(_Pages(path.read_bytes(), size).rows(root))


@dataclass(frozen=True)
class _Pages:
    content: bytes
    size: int

    def rows(self, page: int) -> Iterator[Stretch]:
        base = (page - 1) * self.size
        head = base + (_FILE_HEADER if page == 1 else 0)
        kind = self.content[head]
        inner = kind in (_TABLE_INNER, _INDEX_INNER)
        first = head + (12 if inner else 8)
        for number in range(self._number(head + 3, 2)):
            cell = base + self._number(first + 2 * number, 2)
            if inner:
                yield from self.rows(self._number(cell, 4))
            if kind != _TABLE_INNER:
                yield from self._payload(cell + (4 if inner else 0), by_number=kind == _TABLE_LEAF)
        if inner:
            yield from self.rows(self._number(head + 8, 4))

    def _payload(self, at: int, *, by_number: bool) -> Iterator[Stretch]:
        length, at = self._varint(at)
        if by_number:
            _, at = self._varint(at)
        here = self._local(length, by_number=by_number)
        yield Stretch(at, at + here)
        left, page = length - here, self._number(at + here, 4) if here < length else 0
        while left:
            base = (page - 1) * self.size
            part = min(left, self.size - 4)
            yield Stretch(base + 4, base + 4 + part)
            left, page = left - part, self._number(base, 4)

    def _local(self, length: int, *, by_number: bool) -> int:
        """How much of a row stands in its page itself."""
        most = self.size - 35 if by_number else (self.size - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (self.size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self.size - 4)
        return here if here <= most else least

    def _number(self, at: int, width: int) -> int:
        return int.from_bytes(self.content[at : at + width], "big")

    def _varint(self, at: int) -> tuple[int, int]:
        value = 0
        for count in range(9):
            byte = self.content[at + count]
            if count == 8:
                return value << 8 | byte, at + 9
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, at + count + 1
        raise AssertionError
