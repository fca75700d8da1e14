"""The checks of a municipality or kieskring: each at its edge, just below and just above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osv_tui.election import form as f
from osv_tui.election.checks import Check, findings, has_errors, holds
from osv_tui.election.committee_checks import across
from osv_tui.election.count import Count
from osv_tui.election.form import MAXIMUM, FieldId, candidate_field, count_form, total_field
from osv_tui.election.model import CountingMethod, Election
from osv_tui.election.tally import UnitCount
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds
from tests.election.upper import CSB_2, HSB, upper_values

Values = Mapping[FieldId, int]
MUNICIPALITY = count_form(HSB, CountingMethod.STATION)
KIESKRING = count_form(CSB_2, CountingMethod.STATION)
BALLOTS = (f.VALID, f.BLANK, f.INVALID)
TURNOUT = (f.ELIGIBLE, *BALLOTS)
STATED = (f.MORE, f.FEWER)
LIST_1 = tuple(FieldId(f"list.1.{each}") for each in ("1", "2", "4", "total"))
TOTALS = (total_field(1), total_field(3), f.VALID)
ABOVE_ZERO = {0: False, 1: True}
EQUALS = {-1: True, 0: False, 1: True}


@dataclass(frozen=True)
class Edge:
    """Forms that a number makes: at which numbers ``check`` finds something, and what it then marks."""

    check: Check
    form: Callable[[int], Values]
    found: Mapping[int, bool]
    marks: tuple[FieldId, ...]


def with_number(field: FieldId, at: int = 0, **figures: int) -> Callable[[int], Values]:
    return lambda n: upper_values(**figures, other={field: at + n})  # type: ignore[arg-type]


EDGES = (
    Edge(Check.F202, with_number(f.VALID, 10_000), EQUALS, TOTALS),
    Edge(Check.F204, with_number(f.VALID), {0: True, 1: False}, TOTALS),
    Edge(Check.F401, with_number(total_field(1)), {0: True, 1: False}, LIST_1),
    Edge(Check.F402, with_number(total_field(1), 6667), EQUALS, LIST_1),
    Edge(Check.W201, lambda n: upper_values(blank=n), {299: False, 300: True, 301: True}, (f.BLANK,)),
    Edge(Check.W202, lambda n: upper_values(invalid=n), {299: False, 300: True, 301: True}, (f.INVALID,)),
    Edge(Check.W203, lambda n: upper_values(more=n), {0: False, 199: False, 200: True}, STATED),
    Edge(Check.W203, lambda n: upper_values(more=100, fewer=n), {99: False, 100: True, 101: True}, STATED),
    Edge(Check.W203, lambda n: upper_values(found=0, fewer=n), ABOVE_ZERO, STATED),
    Edge(Check.W204, lambda n: upper_values(found=n), {0: True, 1: False}, BALLOTS),
    Edge(
        Check.W251,
        lambda n: upper_values(eligible=n),
        {0: True, 9999: True, 10_000: False, 10_001: False},
        TURNOUT,
    ),
    Edge(
        Check.W252,
        lambda n: upper_values(eligible=n),
        {9999: False, 10_000: True, 10_526: True, 10_527: False, 50_000: False, 50_001: True},
        TURNOUT,
    ),
    Edge(Check.W252, lambda n: upper_values(found=n), {19_000: False, 19_001: True, 20_001: False}, TURNOUT),
    Edge(
        Check.W253,
        lambda n: upper_values(more=4, fewer=3, other={f.PROXIES: 9990 + n, f.VOTER_PASSES: 4}),
        {4: False, 5: False, 6: True, 7: True},
        (f.PROXIES, f.VOTER_PASSES),
    ),
    Edge(Check.W351, with_number(f.OTHER_EXPLANATION), ABOVE_ZERO, (*STATED, *f.EXPLANATIONS)),
    Edge(
        Check.W351,
        lambda n: upper_values(more=5, fewer=5, other={f.NOT_RETURNED: 5 + n, f.TOO_MANY_ISSUED: 5 - n}),
        EQUALS,
        (*STATED, *f.EXPLANATIONS),
    ),
)
ACROSS = frozenset({Check.W451, Check.W452, Check.W453, Check.W551})
FOUND_ABOVE = frozenset(edge.check for edge in EDGES if any(edge.found.values())) | ACROSS
"""What the tests below reach."""


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.check.value)
def test_a_check_speaks_from_its_edge(edge: Edge) -> None:
    for number, is_found in edge.found.items():
        values = edge.form(number)
        marked = [each.fields for each in findings(MUNICIPALITY, values) if each.check is edge.check]
        assert marked == ([edge.marks] if is_found else []), number


@pytest.mark.parametrize(("more", "fewer"), [(0, 0), (30, 0), (0, 30), (30, 30)])
def test_a_good_form_has_no_findings(more: int, fewer: int) -> None:
    assert findings(MUNICIPALITY, upper_values(more=more, fewer=fewer)) == ()
    assert findings(KIESKRING, upper_values(more=more, fewer=fewer, passes=False)) == ()


def test_an_unexplained_difference_was_accounted_for_below() -> None:
    values = upper_values(more=3, other={f.NO_EXPLANATION: 3, f.TOO_MANY_ISSUED: 0})
    assert findings(MUNICIPALITY, values) == ()


def test_what_is_said() -> None:
    def said(values: Values) -> str:
        (finding,) = findings(MUNICIPALITY, values)
        return f"{finding.text} | {finding.supervisor_text}"

    assert said(upper_values(blank=345)) == (
        "Van de 10000 stemmen zijn er 345 blanco: 3 % of meer. | "
        "Van de 10000 stemmen zijn er 345 blanco: 3,5 %. De grens is 3 %."
    )
    assert said(upper_values(eligible=9000)) == (
        "Er zijn 10000 stemmen op 9000 kiesgerechtigden: meer dan 100 %. | "
        "Er zijn 10000 stemmen op 9000 kiesgerechtigden: 111,1 %. Dat is meer dan 100 %."
    )
    assert said(upper_values(more=150, fewer=50)) == (
        "Méér en minder zijn samen 200, op 10000 stemmen: een groot verschil. | "
        "Méér en minder zijn samen 200, op 10000 stemmen: een groot verschil (2,0 %). De grens is 2 %."
    )
    assert said(upper_values(other={f.VALID: 10_001})) == (
        "De lijsten zijn samen 10000, maar bij de geldige stemmen staat 10001. | "
        "De lijsten zijn samen 10000, maar bij de geldige stemmen staat 10001: een verschil van 1."
    )
    assert said(upper_values(other={f.PROXIES: 10_000})) == " | ".join(
        ["Volmachten en kiezerspassen zijn samen 10002, maar er zijn 10000 kiezers toegelaten "
         "(alle stemmen, min méér, plus minder)."] * 2
    )  # fmt: skip
    (alone,) = findings(KIESKRING, upper_values(passes=False, other={f.PROXIES: 10_001}))
    assert alone.text.startswith("Het aantal volmachten is 10001, maar er zijn 10000 kiezers toegelaten")


def test_thresholds_are_those_of_the_election() -> None:
    loose = Thresholds.of({Threshold.BLANK_PERCENT: 4})
    assert findings(MUNICIPALITY, upper_values(blank=399), thresholds=loose) == ()
    assert findings(MUNICIPALITY, upper_values(blank=400), thresholds=loose) != ()


def test_only_a_sum_that_fails_keeps_an_entry_waiting() -> None:
    assert not has_errors(MUNICIPALITY, upper_values(blank=9000, more=9000))
    assert has_errors(MUNICIPALITY, upper_values(other={f.VALID: 1}))


def test_a_field_in_no_sum_neither_holds_nor_fails() -> None:
    values = upper_values(other={total_field(1): 1})
    told = {field: holds(MUNICIPALITY, values, MUNICIPALITY.by_id[field]) for field in MUNICIPALITY.by_id}
    assert {field for field, held in told.items() if held is False} == {*LIST_1, f.VALID, total_field(3)}
    assert {field for field, held in told.items() if held} == {candidate_field(3, 1), candidate_field(3, 2)}


@given(
    st.dictionaries(st.sampled_from(list(MUNICIPALITY.by_id)), st.one_of(st.integers(0, 9), st.just(MAXIMUM)))
)
def test_any_half_filled_form_is_judged(values: dict[FieldId, int]) -> None:
    for finding in findings(MUNICIPALITY, values):
        assert set(finding.fields) <= MUNICIPALITY.by_id.keys()
        assert finding.text
        assert finding.supervisor_text


# Beside the other units.


def units(of: Election, *counts: Values) -> list[UnitCount]:
    many = [
        replace(of.units[0], number=number, name=f"Dorp {number}") for number in range(1, len(counts) + 1)
    ]
    return [UnitCount(unit, Count.of(values)) for unit, values in zip(many, counts, strict=True)]


def judged(of: Election, *counts: Values) -> list[tuple[int, Check, str]]:
    return [
        (each.unit, each.finding.check, each.finding.subject)
        for each in across(of, units(of, *counts), DEFAULTS)
    ]


def votes(*numbers: int, eligible: int) -> Values:
    first, second, fourth, of_3 = numbers
    return upper_values(
        found=sum(numbers),
        eligible=eligible,
        other={
            **{candidate_field(1, 1): first, candidate_field(1, 2): second, candidate_field(1, 4): fourth},
            **{total_field(1): first + second + fourth, candidate_field(3, 1): of_3, total_field(3): of_3},
        },
    )


USUAL = (votes(3000, 100, 0, 400, eligible=n) for n in (9001, 9002, 9003))


def test_units_above_a_municipality_are_laid_side_by_side() -> None:
    usual = list(USUAL)
    assert judged(HSB, *usual) == [], "control"
    assert (4, Check.W451, "3") in judged(HSB, *usual, votes(3000, 100, 0, 0, eligible=9004))
    assert (4, Check.W452, "3") in judged(HSB, *usual, votes(30, 1, 0, 4000, eligible=9004))
    assert (4, Check.W453, "1.1-1.2") in judged(HSB, *usual, votes(100, 3000, 0, 400, eligible=9004))
    assert judged(HSB, *usual, usual[0]) == [(1, Check.W551, "4"), (4, Check.W551, "1")]


@pytest.mark.parametrize(
    ("of", "word", "plural"), [(HSB, "gemeente", "gemeenten"), (CSB_2, "kieskring", "kieskringen")]
)
def test_units_are_called_what_they_are(of: Election, word: str, plural: str) -> None:
    usual = [votes(3000, 100, 0, 400, eligible=n) for n in (9001, 9002, 9003)]
    found = across(of, units(of, *usual, usual[0], votes(3000, 100, 0, 0, eligible=9004)), DEFAULTS)
    said = " ".join(each.finding.supervisor_text for each in found)
    assert f"gelijk aan die van {word} 1 Dorp 1" in said
    assert f"in de andere {plural}" in said
    assert "stembureau" not in said
    same = [each.finding.fields for each in found if each.finding.check is Check.W551]
    assert same == [BALLOTS] * 2


def test_other_kiesgerechtigden_make_another_result() -> None:
    assert judged(HSB, upper_values(eligible=20_000), upper_values(eligible=20_001)) == []
    assert len(judged(HSB, upper_values(), upper_values())) == 2
    assert judged(HSB, upper_values(found=0), upper_values(found=0)) == []
