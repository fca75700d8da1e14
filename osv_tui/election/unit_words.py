"""Sentences of the program in the words of a level: what is said of a polling station, of a municipality.

Most of what the program says at its levels is the same but for this one word. It is written once, of a
stembureau, and put into the words of the other levels here. Only for sentences of the program: what somebody
typed, and the names of units and lists, are never put in other words.
"""

from __future__ import annotations

import re

from osv_tui.election.model import UnitKind

_BEFORE = {
    "het": "de",
    "dit": "deze",
    "dat": "die",
    "elk": "elke",
    "welk": "welke",
    "een definitief": "een definitieve",
    "een groot": "een grote",
    "heropend": "heropende",
}
"""What goes before a het-word, and what before a de-word, as gemeente and kieskring are."""

_WORD = re.compile(
    rf"\b(?:(?P<before>{'|'.join(_BEFORE)}) )?(?P<own>eigen )?"
    r"(?<!centraal )(?<!centr\. )(?<!gemeentelijk )(?P<word>stembureau)(?P<plural>s?)\b",
    re.IGNORECASE,
)
"""A polling station; a centraal or gemeentelijk stembureau is a committee, at every level."""


def said_of(kind: UnitKind, text: str) -> str:
    """A sentence about a polling station, or more, put in the words for ``kind`` of unit."""
    if kind is UnitKind.STATION:
        return text
    return _WORD.sub(lambda match: _said(kind, match), text)


def _said(kind: UnitKind, match: re.Match[str]) -> str:
    before, plural = match["before"], bool(match["plural"])
    word = _like(match["word"], kind.plural if plural else kind.value)
    if before is None:
        return f"{match['own'] or ''}{word}"
    article = before if plural else _like(before, _BEFORE[before.lower()])
    return f"{article} {match['own'] or ''}{word}"


def _like(model: str, word: str) -> str:
    """``word`` with a capital if ``model`` begins with one."""
    return word[0].upper() + word[1:] if model[0].isupper() else word
