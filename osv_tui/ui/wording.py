"""Dutch words for the states and roles of the program."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from osv_tui.election.workflow import Role, UnitState
from osv_tui.store.elections import DocumentKind, ElectionLine

STATES = {
    UnitState.EMPTY: "nog niet ingevoerd",
    UnitState.REOPENED: "heropend",
    UnitState.FIRST_IN_PROGRESS: "eerste invoer bezig",
    UnitState.FIRST_WRONG: "eerste invoer klopt niet",
    UnitState.FIRST_DONE: "eerste invoer klaar",
    UnitState.SECOND_IN_PROGRESS: "tweede invoer bezig",
    UnitState.DIFFERENT: "VERSCHIL",
    UnitState.RETURNED: "terug naar invoerder",
    UnitState.REKEY_IN_PROGRESS: "wordt opnieuw ingevoerd",
    UnitState.TO_JUDGE: "te beoordelen",
    UnitState.FINAL: "definitief",
}

ROLES = {
    Role.ADMINISTRATOR: "beheerder",
    Role.TYPIST: "invoerder",
    Role.SUPERVISOR: "toezichthouder",
}

DOCUMENTS = {
    DocumentKind.DEFINITION: "verkiezingsdefinitie (110a)",
    DocumentKind.CANDIDATE_LISTS: "kandidatenlijsten (230b)",
    DocumentKind.POLLING_STATIONS: "stembureaus (110b)",
    DocumentKind.LOWER_COUNT: "telling",
}


def short_name(line: ElectionLine) -> str:
    """What tells the elections of one day apart: the kind and the area, as in «AB Wetterskip Fryslan»."""
    return re.sub(r"^([A-Z]+)[0-9]{4}_", r"\1 ", line.id).replace("_", " ")


def when(at: datetime, now: datetime) -> str:
    """A moment as one says it: with its day only if that is another day than today."""
    return f"om {at:%H:%M}" if at.date() == now.date() else f"op {at:%d-%m} om {at:%H:%M}"


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in ascending order with runs drawn together: «1-3, 7»."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)
