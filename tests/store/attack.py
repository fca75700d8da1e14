"""What an attack on the file is, for the lists of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attack:
    """A statement that a program with the station's file in its hands could try.

    ``rule`` is the trigger that refuses it, or the text of the constraint. ``backed`` tells that a second
    rule would refuse it too if that trigger were gone. ``given`` are the statements, if any, that make so
    what must be so first. The names behind a colon are rows of ``prepared.Prepared``.
    """

    name: str
    rule: str
    sql: str
    backed: bool = False
    given: str = ""


@dataclass(frozen=True)
class Gap:
    """A statement that nothing in the file itself can stop, and why."""

    name: str
    reason: str
    sql: str


def untold(rule: str, sql: str, given: str = "") -> Attack:
    """A change that would be right, were there a log row that tells of it."""
    return Attack(f"untold: {rule}", rule, sql, given=given)
