"""Dutch words for the states and roles of the program."""

from __future__ import annotations

from osv_tui.election.workflow import Role, UnitState
from osv_tui.store.elections import DocumentKind

STATES = {
    UnitState.EMPTY: "nog niet ingevoerd",
    UnitState.FIRST_IN_PROGRESS: "eerste invoer bezig",
    UnitState.FIRST_DONE: "eerste invoer klaar",
    UnitState.SECOND_IN_PROGRESS: "tweede invoer bezig",
    UnitState.DIFFERENT: "VERSCHIL",
    UnitState.RETURNED: "terug naar invoerder",
    UnitState.REKEY_IN_PROGRESS: "wordt opnieuw ingevoerd",
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
}
