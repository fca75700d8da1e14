"""What a check of a package found, and the exit code that stands for it (trust §5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """A kind of fault; the value is its exit code. Of several kinds the lowest is given."""

    CHANGED = 1
    MISSING = 2
    STRANGER = 3
    SIGNATURE = 4
    PAPER = 5
    UNEQUAL = 6
    TOTALS = 7
    EML = 8


@dataclass(frozen=True)
class Found:
    """One thing that is wrong: in which file, and for the user what. ``file`` is empty for the whole."""

    fault: Fault
    file: str
    text: str


@dataclass(frozen=True)
class Report:
    """All there is to say of a package.

    ``root`` is the SHA-256 of ``SHA256SUMS`` and ``files`` the number of its lines, ``None`` without that
    list. ``checked`` are what was looked at and is well, ``notes`` what was not looked at, or only told.
    """

    root: str | None = None
    files: int | None = None
    found: tuple[Found, ...] = ()
    checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return min((each.fault.value for each in self.found), default=0)


def merged(*parts: Report) -> Report:
    """What several parts of a check found, in their order."""
    return Report(
        root=next((part.root for part in parts if part.root is not None), None),
        files=next((part.files for part in parts if part.files is not None), None),
        found=tuple(found for part in parts for found in part.found),
        checked=tuple(text for part in parts for text in part.checked),
        notes=tuple(text for part in parts for text in part.notes),
    )
