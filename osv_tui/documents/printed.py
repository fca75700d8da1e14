"""Facts made fit for paper, whatever the file of the station holds."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from osv_tui.election.letters import printable

Facts = TypeVar("Facts")


def printed(facts: Facts) -> Facts:
    """``facts`` with the code of each character that no document can print, in every text however deep.

    The papers of the staff tell what people typed, of which all was printable when it was taken in, and also
    what nobody can be asked to type otherwise: terminals, folders, what the computer said, and what another
    program may have written in the file. None of that may keep a report of the evening from being made.
    """
    made: Facts = _printed(facts)
    return made


def _printed(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case tuple():
            return tuple(map(_printed, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{each.name: _printed(getattr(value, each.name)) for each in fields(value)})
