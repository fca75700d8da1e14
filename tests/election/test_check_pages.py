"""Each check has a help page that fits, and a test that reaches it."""

from __future__ import annotations

import pytest

from osv_tui.election.check_pages import LINES, WIDTH, page, title
from osv_tui.election.checks import Check, Severity
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds
from osv_tui.ui.screens.help import reflowed
from tests.election.test_checks import EDGES
from tests.election.test_committee_checks import FOUND_HERE
from tests.ui.pictures import on_a_console

HIGHEST = Thresholds.of({threshold: threshold.bound.highest for threshold in Threshold})


def test_every_check_is_reached_by_a_test() -> None:
    assert {edge.check for edge in EDGES if any(edge.found.values())} | FOUND_HERE == set(Check)


@pytest.mark.parametrize("thresholds", [DEFAULTS, HIGHEST], ids=["defaults", "highest"])
@pytest.mark.parametrize("check", Check)
def test_every_check_has_a_page_that_fits_a_console(check: Check, thresholds: Thresholds) -> None:
    text = page(check, thresholds).text
    lines = text.splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= WIDTH
    assert {character for character in text if not on_a_console(character)} == {"\n"} - {"\n"}
    assert reflowed(text) == text, "the help screen leaves its lines as they are"
    kind = "fout" if check.severity is Severity.ERROR else "waarschuwing"
    assert lines[0] == f"{check.value}  {title(check)} ({kind})"
    for label in ("Controle", "Gemerkt", "Invoerder", "Toezicht"):
        assert sum(line.startswith(f"  {label} ") for line in lines) == 1


def test_no_two_checks_have_the_same_title() -> None:
    assert len({title(check) for check in Check}) == len(Check)


def test_every_threshold_stands_on_the_page_of_its_check_as_it_is_now() -> None:
    changed = Thresholds.of({threshold: threshold.bound.lowest + 1 for threshold in Threshold})
    limits = {limit for check in Check for limit in page(check, changed).limits}
    assert limits == {f"{t.bound.label} {changed.said(t)}." for t in Threshold}
    assert page(Check.F201, changed).limits == ()
