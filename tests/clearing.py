"""A supervisor who judges and accounts for all that blocks a release, for tests that are about more."""

from __future__ import annotations

from osv_tui.election.accountability import ControlSum
from osv_tui.election.form import total_field
from osv_tui.store import decisions, judging, releasing
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.judging import CountStatement, DispositionStatement

JUDGED = DispositionStatement("het proces-verbaal, rubriek 4", "zo staat het op het papier")
ACCOUNTED = CountStatement(
    "stembiljet meegenomen", "De voorzitter zag een kiezer met een stembiljet weglopen."
)


def clear(file: StationFile, supervisor: Actor, election: int) -> None:
    """State something on every finding and account for every count difference of an election."""
    keys = {
        line.unit.number: line.key
        for line in decisions.overview(file, supervisor)
        if line.election == election
    }
    for _ in range(2):  # what shows beside other units shows when all of them are final
        blocked = {blocker.unit for blocker in releasing.gate(file, supervisor, election)} - {None}
        for number in sorted(number for number in blocked if number is not None):
            clear_unit(file, supervisor, keys[number])


def clear_unit(file: StationFile, supervisor: Actor, unit: int) -> None:
    seen = judging.dossier(file, supervisor, unit)
    if seen.open_findings:
        judging.dispose(file, supervisor, seen, seen.open_findings, JUDGED)
    if seen.account.has_count_difference and seen.account.count_account is None:
        judging.account_for(file, supervisor, seen, ACCOUNTED)


def add_by_hand(file: StationFile, supervisor: Actor, election: int) -> None:
    """Type the right sums of the first three lists."""
    added = releasing.provisional_tally(file, supervisor, election)
    for each in added.election.lists[:3]:
        total = added.total(total_field(each.number))
        releasing.add_control_sum(file, supervisor, election, ControlSum(each.number, total))
