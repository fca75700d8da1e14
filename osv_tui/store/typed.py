"""Texts that people type and that come on paper: how they are kept, and which are refused."""

from __future__ import annotations

import re

from osv_tui.election import letters
from osv_tui.store.problems import Refused

NO_REASON = "Geef een reden."

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
"""Line breaks and tabs; no line on a screen takes them, but what is pasted or comes from elsewhere may."""


def typed(text: str) -> str:
    """``text`` as it is kept: without blanks around it, on one line; it may be empty.

    Raises:
        Refused: it holds a character that documents cannot print.
    """
    kept = _BREAKS.sub(" ", text).strip()
    wrong = letters.complaint(kept)
    if wrong:
        raise Refused(f"{wrong[0].upper()}{wrong[1:]}. Typ de tekst opnieuw zonder dit teken.")
    return kept


def required(text: str, complaint: str) -> str:
    """The same, of a text that cannot be left empty.

    Raises:
        Refused: with ``complaint``, when nothing is left; or as ``typed``.
    """
    kept = typed(text)
    if not kept:
        raise Refused(complaint)
    return kept
