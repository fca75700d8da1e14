"""The sums of one form: each at its edge, and only when all it needs has been read."""

from __future__ import annotations

import pytest

from osv_tui.election import form as f
from osv_tui.election.checks import Check, findings, holds
from osv_tui.election.form import FieldId, count_form
from osv_tui.election.model import CountingMethod
from tests.examples import ELECTION, example_count

STATION = count_form(ELECTION, CountingMethod.STATION)
CENTRAL = count_form(ELECTION, CountingMethod.CENTRAL)
GOOD = dict(example_count(3).values)
C = FieldId


def changed(**numbers: int) -> dict[FieldId, int]:
    return {**GOOD, **{C(field.replace("__", ".")): number for field, number in numbers.items()}}


def codes(values: dict[FieldId, int]) -> list[Check]:
    return [finding.check for finding in findings(STATION, values)]


def test_a_good_form_has_no_findings() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize(
    ("field", "found"),
    [
        (f.POLL_CARDS, [Check.F201]),
        (f.PROXIES, [Check.F201]),
        (f.VOTER_PASSES, [Check.F201]),
        (f.ADMITTED, [Check.F201]),
        (f.BLANK, [Check.F203]),
        (f.INVALID, [Check.F203]),
        (f.FOUND, [Check.F203]),
        (f.VALID, [Check.F203, Check.F202]),
        (C("list.1.1"), [Check.F402]),
        (C("list.1.total"), [Check.F402, Check.F202]),
    ],
)
def test_one_more_or_less_breaks_its_sums(field: FieldId, found: list[Check], step: int) -> None:
    values = {**GOOD, field: GOOD[field] + step}
    assert codes(values) == found
    for finding in findings(STATION, values):
        assert field in finding.fields
        assert abs(finding.expected - finding.found) == 1
        assert str(finding.expected) in finding.text
        assert str(finding.found) in finding.text


def test_a_zero_where_the_parts_have_votes_has_its_own_code() -> None:
    assert codes(changed(valid=0)) == [Check.F204]
    assert Check.F401 in codes(changed(list__1__total=0))


@pytest.mark.parametrize("field", [f.POLL_CARDS, f.VALID, C("list.1.2"), C("list.1.total")])
def test_what_is_not_read_is_not_judged(field: FieldId) -> None:
    values = changed(poll_cards=1, valid=1, list__1__2=99, list__1__total=98)
    judged = [
        finding.fields for finding in findings(STATION, {k: v for k, v in values.items() if k != field})
    ]
    assert all(field not in fields for fields in judged)


def test_the_recount_has_its_own_sum() -> None:
    values = {**GOOD, f.EQUAL: 2, f.RECOUNTED: 1, f.POLL_CARDS_2: 5, f.PROXIES_2: 1, f.VOTER_PASSES_2: 0}
    assert findings(CENTRAL, {**values, f.ADMITTED_2: 6}) == ()
    (finding,) = findings(CENTRAL, {**values, f.ADMITTED_2: 7})
    assert "D.2" in finding.text


def test_which_of_two_numbers_fits_its_sums() -> None:
    field = STATION.by_id[C("list.1.1")]
    assert holds(STATION, GOOD, field) is True
    assert holds(STATION, changed(list__1__1=96), field) is False
    assert holds(STATION, GOOD, STATION.by_id[f.EQUAL]) is None
