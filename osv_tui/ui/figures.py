"""Numbers that a user typed in a short form."""

from __future__ import annotations

import re

_ON_PAPER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}")
NO_NUMBER = "Dat is geen getal. Typ één getal, zoals 1234 of 1.234."


def number_of(text: str) -> int | None:
    """The number that ``text`` is, as 1234 or 1.234; ``None`` if it is none."""
    return int(text.replace(".", "")) if _ON_PAPER.fullmatch(text) else None
