"""The table of thresholds: its bounds, and what is said of them."""

from __future__ import annotations

import pytest

from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds


@pytest.mark.parametrize("threshold", Threshold)
def test_a_threshold_takes_what_is_within_its_bounds(threshold: Threshold) -> None:
    bound = threshold.bound
    assert bound.lowest <= bound.default <= bound.highest
    assert bound.label
    assert threshold.value.replace("_", "").isalpha()
    assert DEFAULTS.value(threshold) == bound.default
    for value in (bound.lowest, bound.highest):
        assert Thresholds.of({threshold: value}).value(threshold) == value
    for value in (bound.lowest - 1, bound.highest + 1):
        with pytest.raises(ValueError, match=threshold.value):
            Thresholds.of({threshold: value})


def test_what_is_not_set_up_keeps_its_default() -> None:
    some = Thresholds.of({Threshold.BLANK_PERCENT: 7})
    assert some.value(Threshold.BLANK_PERCENT) == 7
    assert some.value(Threshold.INVALID_PERCENT) == DEFAULTS.value(Threshold.INVALID_PERCENT)
    assert Thresholds.of({}) == DEFAULTS
    assert some != DEFAULTS


def test_a_low_turnout_is_never_above_a_high_one() -> None:
    assert Threshold.TURNOUT_LOW.bound.highest < Threshold.TURNOUT_HIGH.bound.lowest


def test_a_threshold_is_said_with_its_unit() -> None:
    assert DEFAULTS.said(Threshold.BLANK_PERCENT) == "3 %"
    assert Threshold.SWAP_VOTES.said(40) == "40 stemmen"


def test_one_is_said_in_the_singular() -> None:
    for threshold in Threshold:
        one, two = threshold.said(1), threshold.said(2)
        assert one.startswith("1 ")
        plural = threshold.bound.unit not in ("%", "keer")
        assert (one[2:] != two[2:]) is plural
    assert Threshold.UNEXPLAINED_COUNT.said(1) == "1 stembiljet"
