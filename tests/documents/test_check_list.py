"""All checks on one page, with the thresholds that hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.documents.check_list import check_list
from osv_tui.documents.render import render
from osv_tui.election.check_pages import checks_at
from osv_tui.election.model import Level
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds
from tests.documents.conformance import faults
from tests.documents.reading_back import lines_of, pages_of
from tests.documents.staff_example import STATION

HIGHEST = Thresholds.of({threshold: threshold.bound.highest for threshold in Threshold})


@pytest.mark.parametrize("thresholds", [DEFAULTS, HIGHEST], ids=["proposed", "highest"])
def test_it_is_one_page_with_every_check_and_threshold(thresholds: Thresholds) -> None:
    elections = tuple(f"Verkiezing van stadsdeel {number}" for number in range(5))
    station = replace(STATION, elections=elections, practice=True)
    content = render(check_list(station, thresholds)).publication
    (page,) = pages_of(content)
    assert [check.value for check in checks_at(Level.GSB) if f"{check.value} " not in page] == []
    assert all(str(value) in page for _, value in thresholds.pairs)
    assert faults(content) == []


def test_a_threshold_that_was_changed_is_marked() -> None:
    usual = render(check_list(STATION, DEFAULTS)).publication
    changed = Thresholds.of({Threshold.DIFFERENCE_COUNT: 20})
    lines = lines_of(render(check_list(STATION, changed)).publication)
    assert "*" not in " ".join(pages_of(usual))
    assert any("stembiljetten*" in line for line in lines)
    assert any("vanaf 2 %; vanaf 20" in line for line in lines)
    assert any("Met een * is de grens anders" in line for line in lines)
