"""What a station takes: files of its own municipality, its own day, and elections it does not have yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from osv_tui.election.model import Category


@dataclass(frozen=True)
class Expected:
    """``None`` leaves open what it must be.

    ``municipality`` is a code of four digits, ``day`` the day of the elections that are already there,
    ``present`` their ids; ``categories`` are the kinds of election that are counted.
    """

    municipality: str | None = None
    day: date | None = None
    present: frozenset[str] = frozenset()
    categories: frozenset[Category] = field(default_factory=lambda: frozenset(Category))


ANYTHING = Expected()
