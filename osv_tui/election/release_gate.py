"""What still stands between an election and its release (workflow R6). An empty list opens the gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from osv_tui.election.accountability import ControlSum, UnitAccount
from osv_tui.election.check_pages import title
from osv_tui.election.form import total_field
from osv_tui.election.model import UnitKind
from osv_tui.election.tally import Tally
from osv_tui.election.workflow import UnitState

LISTS_TO_DRAW = 3
"""How many lists are drawn by lot and added by hand (trust L14); all of them if an election has fewer."""


class Blocking(Enum):
    """Why an election cannot be released, in the order in which it is best cleared."""

    FILES = "files"
    UNIT = "unit"
    DIFFERENCE = "difference"
    TO_JUDGE = "to judge"
    ACCOUNT = "account"
    FINDING = "finding"
    CONTROL_MISSING = "control missing"
    CONTROL_WRONG = "control wrong"
    UNSOUND = "unsound"
    CONNECTED = "connected"


@dataclass(frozen=True)
class Blocker:
    """One thing to do before release: in Dutch what, and at which unit (its number) if it is of one."""

    blocking: Blocking
    text: str
    unit: int | None = None


_UNIT_TEXTS = {
    UnitState.DIFFERENT: (Blocking.DIFFERENCE, "de twee invoeren verschillen"),
    UnitState.FIRST_WRONG: (Blocking.TO_JUDGE, "in de eerste invoer klopt een som niet"),
    UnitState.TO_JUDGE: (Blocking.TO_JUDGE, "er is nog iets te beoordelen"),
    UnitState.REOPENED: (Blocking.UNIT, "heropend en nog niet opnieuw ingevoerd"),
}


def blocked_units(states: Iterable[tuple[int, UnitState]]) -> tuple[Blocker, ...]:
    """The units, by number, that are not final."""
    return tuple(
        Blocker(blocking, f"Stembureau {number}: {text}.", number)
        for number, state in states
        if state is not UnitState.FINAL
        for blocking, text in (_UNIT_TEXTS.get(state, (Blocking.UNIT, "nog niet definitief")),)
    )


def blocked_accounts(
    accounts: Iterable[UnitAccount], kind: UnitKind = UnitKind.STATION
) -> tuple[Blocker, ...]:
    """Differences that nobody accounted for, and findings that nobody judged."""
    found: list[Blocker] = []
    for account in accounts:
        number = account.unit.number
        if account.has_count_difference and account.count_account is None:
            text = f"Stembureau {number}: het telverschil is nog niet verantwoord."
            found.append(Blocker(Blocking.ACCOUNT, text, number))
        found += (
            Blocker(
                Blocking.FINDING,
                f"Stembureau {number}: {judged.finding.check.value} {title(judged.finding.check, kind)}.",
                number,
            )
            for judged in account.findings
            if judged.disposition is None
        )
    return tuple(found)


def blocked_control(tally: Tally, control: Iterable[ControlSum]) -> tuple[Blocker, ...]:
    """The lists drawn by lot that are missing, and those whose last sum by hand is not that of the entries.

    What the sum of the entries is, is not told: the sum by hand must not be made to fit.
    """
    lines = tuple(control)
    wanted = min(LISTS_TO_DRAW, len(tally.election.numbered_lists))
    found: list[Blocker] = []
    if len(lines) < wanted:
        text = f"De controletelling mist nog {wanted - len(lines)} van de {wanted} gelote lijsten."
        found.append(Blocker(Blocking.CONTROL_MISSING, text))
    found += (
        Blocker(
            Blocking.CONTROL_WRONG,
            f"Lijst {line.list_number}: de som met de hand is niet die van de invoer.",
        )
        for line in lines
        if line.total != tally.total(total_field(line.list_number))
    )
    return tuple(found)
