"""How names become part of the name of a file (eml §8.1, models §1.4)."""

from __future__ import annotations

import re
import unicodedata

_NOT_KEPT = re.compile(r"[^0-9A-Za-z_]")


def component(text: str) -> str:
    """A name as part of a file name: accents taken off, all but letters, digits and ``_`` left out."""
    return _NOT_KEPT.sub("", unicodedata.normalize("NFKD", text))
