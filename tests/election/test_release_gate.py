"""What stands between an election and its release: each kind of blocker, and nothing when all is done."""

from __future__ import annotations

import pytest

from osv_tui.election import form as f
from osv_tui.election.accountability import (
    ControlSum,
    CountAccount,
    Disposition,
    JudgedFinding,
    UnitAccount,
)
from osv_tui.election.checks import Check, Finding
from osv_tui.election.count import Count
from osv_tui.election.form import total_field
from osv_tui.election.model import CountingMethod
from osv_tui.election.release_gate import (
    Blocking,
    blocked_accounts,
    blocked_control,
    blocked_units,
)
from osv_tui.election.tally import Tally, tally
from osv_tui.election.workflow import UnitState
from tests.examples import ELECTION, PAPER_DAY, changed, example_count

NOW = PAPER_DAY
UNIT = ELECTION.units[0]
FINDING = Finding(Check.W201, (f.BLANK,), "", "")
JUDGED = JudgedFinding(FINDING, Disposition(Check.W201, "", "het papier", "zo staat het er", "", NOW))
ACCOUNT = CountAccount("meegenomen", "Een kiezer liep weg met het stembiljet.", 0, 0, "", "", NOW)


@pytest.mark.parametrize("state", UnitState)
def test_every_state_but_final_blocks(state: UnitState) -> None:
    found = blocked_units([(7, state)])
    assert [(each.unit, "Stembureau 7" in each.text) for each in found] == (
        [] if state is UnitState.FINAL else [(7, True)]
    )


@pytest.mark.parametrize(
    ("state", "blocking"),
    [
        (UnitState.EMPTY, Blocking.UNIT),
        (UnitState.REOPENED, Blocking.UNIT),
        (UnitState.DIFFERENT, Blocking.DIFFERENCE),
        (UnitState.FIRST_WRONG, Blocking.TO_JUDGE),
        (UnitState.TO_JUDGE, Blocking.TO_JUDGE),
    ],
)
def test_what_is_to_be_done_depends_on_the_state(state: UnitState, blocking: Blocking) -> None:
    assert [each.blocking for each in blocked_units([(7, state)])] == [blocking]


@pytest.mark.parametrize(
    ("count", "blocks"),
    [
        (example_count(), False),
        (changed(example_count(), found=example_count().number(f.FOUND) + 1), True),
        (changed(example_count(), more=1), True),
        (changed(example_count(), fewer=1), True),
        (changed(example_count(), admitted_2=1), True),
    ],
    ids=["equal", "by its figures", "says more", "says fewer", "by the recount"],
)
def test_a_count_difference_needs_an_account(count: Count, blocks: bool) -> None:
    without, accounted = UnitAccount(UNIT, count), UnitAccount(UNIT, count, count_account=ACCOUNT)
    assert [each.blocking for each in blocked_accounts([without])] == [Blocking.ACCOUNT] * blocks
    assert blocked_accounts([accounted]) == ()


def test_a_finding_needs_a_disposition_and_is_named() -> None:
    open_one = UnitAccount(UNIT, example_count(), (JudgedFinding(FINDING, None), JUDGED))
    (found,) = blocked_accounts([open_one])
    assert (found.blocking, found.unit) == (Blocking.FINDING, UNIT.number)
    assert "W.201" in found.text
    assert blocked_accounts([UnitAccount(UNIT, example_count(), (JUDGED,))]) == ()


def counted() -> Tally:
    return tally(ELECTION, CountingMethod.STATION, lambda unit: example_count(unit.number))


def test_an_election_of_two_lists_needs_both() -> None:
    right = [ControlSum(number, counted().total(total_field(number))) for number in (1, 3)]
    assert [each.blocking for each in blocked_control(counted(), ())] == [Blocking.CONTROL_MISSING]
    assert [each.blocking for each in blocked_control(counted(), right[:1])] == [Blocking.CONTROL_MISSING]
    assert blocked_control(counted(), right) == ()


@pytest.mark.parametrize("off", [-1, 1])
def test_a_sum_that_is_off_by_one_blocks_and_does_not_tell_the_right_one(off: int) -> None:
    right = [ControlSum(number, counted().total(total_field(number))) for number in (1, 3)]
    wrong = [right[0], ControlSum(3, right[1].total + off)]
    (found,) = blocked_control(counted(), wrong)
    assert found.blocking is Blocking.CONTROL_WRONG
    assert "Lijst 3" in found.text
    assert str(right[1].total) not in found.text
