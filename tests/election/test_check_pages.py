"""Each check has a help page that fits, and a test that reaches it."""

from __future__ import annotations

import re

import pytest

from osv_tui.election.check_pages import LINES, WIDTH, checks_at, page, title
from osv_tui.election.checks import Check, Severity
from osv_tui.election.model import Level, UnitKind
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds
from osv_tui.ui.screens.help import reflowed
from tests.election.test_checks import EDGES
from tests.election.test_committee_checks import FOUND_HERE
from tests.election.test_upper_checks import FOUND_ABOVE
from tests.election.test_witness import FOUND_IN_FILES
from tests.ui.pictures import on_a_console

HIGHEST = Thresholds.of({threshold: threshold.bound.highest for threshold in Threshold})


def test_every_check_is_reached_by_a_test() -> None:
    reached = {edge.check for edge in EDGES if any(edge.found.values())}
    assert reached | FOUND_HERE | FOUND_ABOVE | FOUND_IN_FILES == set(Check)


@pytest.mark.parametrize("level", Level)
def test_the_checks_of_a_level_are_in_the_order_of_all(level: Level) -> None:
    assert list(checks_at(level)) == [check for check in Check if check in checks_at(level)]


def test_a_municipality_has_all_checks_but_those_of_the_levels_above() -> None:
    above = set(checks_at(Level.HSB))
    assert set(Check) - set(checks_at(Level.GSB)) == {Check.W253, Check.W651, Check.W652}
    assert {Check.W253, Check.W651, Check.W652} < above
    assert above == set(checks_at(Level.CSB)) == (FOUND_ABOVE | FOUND_IN_FILES)


@pytest.mark.parametrize("kind", UnitKind)
@pytest.mark.parametrize("thresholds", [DEFAULTS, HIGHEST], ids=["defaults", "highest"])
@pytest.mark.parametrize("check", Check)
def test_every_check_has_a_page_that_fits_a_console(
    check: Check, thresholds: Thresholds, kind: UnitKind
) -> None:
    text = page(check, thresholds, kind).text
    lines = text.splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= WIDTH
    assert {character for character in text if not on_a_console(character)} == {"\n"} - {"\n"}
    assert reflowed(text) == text, "the help screen leaves its lines as they are"
    severity = "fout" if check.severity is Severity.ERROR else "waarschuwing"
    assert lines[0] == f"{check.value}  {title(check, kind)} ({severity})"
    for label in ("Controle", "Gemerkt", "Invoerder", "Toezicht"):
        assert sum(line.startswith(f"  {label} ") for line in lines) == 1


@pytest.mark.parametrize("kind", UnitKind)
def test_no_two_checks_have_the_same_title(kind: UnitKind) -> None:
    assert len({title(check, kind) for check in Check}) == len(Check)


@pytest.mark.parametrize("kind", [UnitKind.MUNICIPALITY, UnitKind.KIESKRING])
@pytest.mark.parametrize("check", checks_at(Level.CSB))
def test_above_a_municipality_a_page_has_no_word_of_a_station(check: Check, kind: UnitKind) -> None:
    """No letter of its form either: there is no A, D or H on the paper."""
    text = page(check, DEFAULTS, kind).text
    assert not re.search(r"\bstembureau|telploeg|opgeroepen", text, re.IGNORECASE)
    assert not re.search(_LETTER, text)
    station = page(check, DEFAULTS).text
    assert re.search(rf"\bstembureau|telploeg|{_LETTER}", station) or text == station


_LETTER = r"\b[A-H]\b(?!\.\d)"


def test_every_threshold_stands_on_the_page_of_its_check_as_it_is_now() -> None:
    changed = Thresholds.of({threshold: threshold.bound.lowest + 1 for threshold in Threshold})
    limits = {limit for check in Check for limit in page(check, changed).limits}
    assert limits == {f"{t.bound.label} {changed.said(t)}." for t in Threshold}
    assert page(Check.F201, changed).limits == ()
