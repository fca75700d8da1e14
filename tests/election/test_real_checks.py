"""What the checks say of the 50 real counts of 2019: with thresholds as proposed they mark what is rare."""

from __future__ import annotations

from collections import defaultdict

import pytest

from osv_tui.election.check_pages import page
from osv_tui.election.checks import Check, findings, has_errors
from osv_tui.election.committee_checks import Admitted, across, between
from osv_tui.election.form import count_form
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds
from tests.real_election import ELECTIONS, real_tally
from tests.shared import needs_shared

pytestmark = needs_shared

MARKED = {
    "ps": {Check.W352: [2, 13, 20]},
    "ab": {Check.W352: [2, 8, 10, 18, 20, 21]},
}
UNITS = 25


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_units_that_are_marked(which: str) -> None:
    real = real_tally(which)
    form = count_form(real.election, real.method)
    marked = defaultdict(list)
    assert len(real.units) == UNITS
    for unit in real.units:
        assert not has_errors(form, unit.count.values)
        for finding in findings(form, unit.count.values, unit.unit.eligible):
            marked[finding.check].append(unit.unit.number)
    for found in across(real.election, real.units, DEFAULTS):
        marked[found.finding.check].append(found.unit)
    assert marked == MARKED[which]


def admitted() -> list[Admitted]:
    return [
        Admitted(real.election.id, real.election.name, unit.unit, unit.count.admitted)
        for real in map(real_tally, ELECTIONS)
        for unit in real.units
    ]


def test_no_unit_has_quite_other_voters_at_the_other_election() -> None:
    assert between(admitted(), DEFAULTS) == ()


def test_a_lower_threshold_does_mark_real_units() -> None:
    """The control arm: the checks that mark nothing above do look at these counts."""
    found = between(admitted(), Thresholds.of({Threshold.ADMITTED_COUNT: 10}))
    assert {each.unit for _, each in found} == {5}
    low = Thresholds.of(
        {
            Threshold.EMPTY_LIST_VOTES: 8,
            Threshold.LIST_SHARE_POINTS: 10,
            Threshold.SWAP_FACTOR: 3,
        }
    )
    real = real_tally("ps")
    found_across = {
        (each.unit, each.finding.check, each.finding.subject)
        for each in across(real.election, real.units, low)
    }
    assert found_across == {
        *((unit, Check.W452, "1") for unit in (8, 10, 21)),
        (18, Check.W451, "15"),
        (17, Check.W453, "5.1-5.30"),
    }
    for _, check, _ in found_across:
        assert page(check, low).limits


def test_a_station_that_was_read_twice_is_told() -> None:
    real = real_tally("ab")
    copied = [*real.units[:-1], type(real.units[0])(real.units[-1].unit, real.units[0].count)]
    found = across(real.election, copied, DEFAULTS)
    assert [(each.unit, each.finding.check) for each in found] == [(1, Check.W551), (25, Check.W551)]
