"""The checks of one form: each at its edge, just below and just above, on the form of both ways to count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osv_tui.election import form as f
from osv_tui.election.checks import Check, Finding, Severity, findings, has_errors, holds, share
from osv_tui.election.form import MAXIMUM, Answer, FieldId, FieldKind, Form, count_form, total_field
from osv_tui.election.model import Category, CountingMethod
from osv_tui.election.thresholds import Threshold, Thresholds
from tests.election.filled import Values, filled
from tests.examples import ELECTION, example_count

STATION = count_form(ELECTION, CountingMethod.STATION)
CENTRAL = count_form(ELECTION, CountingMethod.CENTRAL)
FORMS = {CountingMethod.STATION: STATION, CountingMethod.CENTRAL: CENTRAL}
GOOD = dict(example_count(3).values)
C = FieldId
NO = Answer.NO


def changed(**numbers: int) -> dict[FieldId, int]:
    return {**GOOD, **{C(field.replace("__", ".")): number for field, number in numbers.items()}}


def codes(values: Values) -> list[Check]:
    return [finding.check for finding in findings(STATION, values)]


@pytest.mark.parametrize("method", CountingMethod)
@pytest.mark.parametrize("found", [995, 1000, 1005])
def test_a_good_form_has_no_findings(found: int, method: CountingMethod) -> None:
    assert findings(FORMS[method], filled(method, found=found), eligible=1500) == ()


# At the edge.


@dataclass(frozen=True)
class Edge:
    """Forms that a number makes: at which numbers ``check`` finds something, and what it then marks."""

    check: Check
    form: Callable[[CountingMethod, int], Values]
    found: Mapping[int, bool]
    marks: tuple[FieldId, ...]
    eligible: int = 0


def of(method: CountingMethod, **figures: object) -> Values:
    return filled(method, **figures)  # type: ignore[arg-type]


def with_number(field: FieldId, at: int, **figures: object) -> Callable[[CountingMethod, int], Values]:
    return lambda method, n: of(method, **figures, other={field: at + n})


EQUALS = {-1: True, 0: False, 1: True}
ABOVE_ZERO = {0: False, 1: True, 2: True}
VOTERS = (f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES, f.ADMITTED)
BALLOTS = (f.VALID, f.BLANK, f.INVALID, f.FOUND)
LIST_1 = tuple(C(f"list.1.{each}") for each in ("1", "2", "4", "total"))
TOTALS = (total_field(1), total_field(3), f.VALID)
STATED = (f.MORE, f.FEWER)
BALANCE = (*STATED, *f.EXPLANATIONS)

EDGES = (
    Edge(Check.F201, with_number(f.ADMITTED, 1000), EQUALS, VOTERS),
    Edge(Check.F201, with_number(f.PROXIES, 0), {0: False, 1: True}, VOTERS),
    Edge(Check.F202, with_number(f.VALID, 1000), EQUALS, TOTALS),
    Edge(Check.F203, with_number(f.FOUND, 1000), EQUALS, BALLOTS),
    Edge(Check.F204, with_number(f.VALID, 0), {0: True, 1: False}, TOTALS),
    Edge(Check.F301, lambda m, n: of(m, found=1000 + n, equal=Answer.YES), EQUALS, (f.EQUAL,)),
    Edge(
        Check.F302,
        lambda m, n: of(m, found=1000 + n, equal=NO),
        {-1: False, 0: True, 1: False},
        (f.EQUAL,),
    ),
    Edge(Check.F304, with_number(f.EQUAL, 0), {0: True, 1: False, 2: False}, (f.EQUAL,)),
    Edge(Check.F305, with_number(f.MORE, 0, equal=NO), ABOVE_ZERO, (f.MORE,)),
    Edge(Check.F305, with_number(f.FEWER, 0, equal=NO), ABOVE_ZERO, (f.FEWER,)),
    Edge(Check.F306, with_number(f.MORE, 3, found=1003), EQUALS, (f.MORE,)),
    Edge(Check.F307, with_number(f.FEWER, 0, found=1003), ABOVE_ZERO, STATED),
    Edge(Check.F308, with_number(f.FEWER, 3, found=997), EQUALS, (f.FEWER,)),
    Edge(Check.F309, with_number(f.MORE, 0, found=997), ABOVE_ZERO, STATED),
    Edge(Check.F401, with_number(total_field(1), 0), {0: True, 1: False}, LIST_1),
    Edge(Check.F402, with_number(total_field(1), 1000), EQUALS, LIST_1),
    Edge(Check.F402, with_number(total_field(1), 0), {0: False, 1: True}, LIST_1),
    Edge(Check.W201, lambda m, n: of(m, blank=n), {29: False, 30: True, 31: True}, (f.BLANK,)),
    Edge(
        Check.W201, lambda m, n: of(m, admitted=1001, found=1001, blank=n), {30: False, 31: True}, (f.BLANK,)
    ),
    Edge(Check.W202, lambda m, n: of(m, invalid=n), {29: False, 30: True, 31: True}, (f.INVALID,)),
    Edge(
        Check.W203,
        lambda m, n: of(m, admitted=500 + n, found=500),
        {-11: True, -10: True, -9: False, 0: False, 9: False, 10: True, 11: True},
        (f.ADMITTED, f.FOUND),
    ),
    Edge(
        Check.W203,
        lambda m, n: of(m, admitted=9000 + n, found=9000),
        {-16: True, -15: True, -14: False, 14: False, 15: True, 16: True},
        (f.ADMITTED, f.FOUND),
    ),
    Edge(Check.W203, lambda m, n: of(m, admitted=n, found=0), ABOVE_ZERO, (f.ADMITTED, f.FOUND)),
    Edge(Check.W204, lambda m, n: of(m, admitted=n, found=n), {0: True, 1: False}, (f.FOUND,)),
    Edge(
        Check.W251,
        lambda m, n: of(m, admitted=n, found=n),
        {0: False, 999: False, 1000: False, 1001: True},
        (f.FOUND,),
        eligible=1000,
    ),
    Edge(
        Check.W252,
        lambda m, n: of(m, admitted=n, found=n),
        {
            0: False,
            1: True,
            199: True,
            200: False,
            201: False,
            950: False,
            951: True,
            1000: True,
            1001: False,
        },
        (f.FOUND,),
        eligible=1000,
    ),
    Edge(Check.W351, with_number(f.TOO_MANY_ISSUED, 3, found=1003), EQUALS, BALANCE),
    Edge(Check.W351, with_number(f.NOT_RETURNED, 3, found=997), EQUALS, BALANCE),
    Edge(Check.W352, with_number(f.NO_EXPLANATION, 0, found=1003), ABOVE_ZERO, (f.NO_EXPLANATION,)),
)


@pytest.mark.parametrize("method", CountingMethod)
@pytest.mark.parametrize(("edge", "number"), [(edge, n) for edge in EDGES for n in edge.found])
def test_a_check_at_its_edge(edge: Edge, number: int, method: CountingMethod) -> None:
    found = findings(FORMS[method], edge.form(method, number), edge.eligible)
    of_check = [finding for finding in found if finding.check is edge.check]
    assert bool(of_check) is edge.found[number]
    for finding in of_check[:1]:
        assert finding.fields == edge.marks
        assert (finding.text, finding.supervisor_text) != ("", "")


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
    broken = [finding for finding in findings(STATION, values) if finding.expected is not None]
    assert [finding.check for finding in broken] == found
    for finding in broken:
        assert field in finding.fields
        assert finding.found is not None
        assert finding.expected is not None
        assert abs(finding.expected - finding.found) == 1
        assert str(finding.expected) in finding.text
        assert str(finding.found) in finding.text


def test_a_zero_where_the_parts_have_votes_has_its_own_code() -> None:
    found = codes(changed(valid=0))
    assert Check.F204 in found
    assert not {Check.F202, Check.F203} & set(found)
    assert Check.F401 in codes(changed(list__1__total=0))


@pytest.mark.parametrize("field", [f.POLL_CARDS, f.VALID, C("list.1.2"), C("list.1.total")])
def test_what_is_not_read_is_not_judged(field: FieldId) -> None:
    values = changed(poll_cards=1, valid=1, list__1__2=99, list__1__total=98)
    judged = [
        finding.fields for finding in findings(STATION, {k: v for k, v in values.items() if k != field})
    ]
    assert all(field not in fields for fields in judged)


# Central counting: a recount and a second question.


def central(**figures: object) -> list[tuple[Check, str]]:
    values = of(CountingMethod.CENTRAL, **figures)
    return [(finding.check, finding.subject) for finding in findings(CENTRAL, values)]


def test_the_recount_has_its_own_sum() -> None:
    assert central(found=1005, recounted=1005) == []
    assert central(found=1005, recounted=1005, other={f.POLL_CARDS_2: 1004}) == [(Check.F201, "2")]
    (finding,) = findings(
        CENTRAL,
        filled(CountingMethod.CENTRAL, found=1005, recounted=1005, other={f.POLL_CARDS_2: 1004}),
    )
    assert finding.text == "A.2+B.2+C.2 is samen 1004, maar bij D.2 staat 1005."


def test_the_recount_takes_the_place_of_d() -> None:
    assert central(found=1020, recounted=1000) == [(Check.W203, "")]
    assert central(found=1020, recounted=1020) == []
    assert central(found=1020) == [(Check.W203, "")], "the same without a recount"
    assert central(found=1020, recounted=1018, other={f.MORE: 20}) == [(Check.F306, ""), (Check.W351, "")]
    (large, *_) = findings(CENTRAL, filled(CountingMethod.CENTRAL, found=1020, recounted=1000))
    assert large.fields == (f.ADMITTED_2, f.FOUND)


@pytest.mark.parametrize(
    ("recounted", "answer", "check"),
    [
        (1002, Answer.NOT_TICKED, Check.F304),
        (1002, Answer.YES, None),
        (1002, Answer.NO, Check.F302),
        (1003, Answer.YES, Check.F301),
        (1001, Answer.YES, Check.F301),
        (1003, Answer.NO, None),
    ],
)
def test_the_second_question(recounted: int, answer: Answer, check: Check | None) -> None:
    found = central(found=1002, recounted=recounted, equal=answer)
    assert found == ([(check, "2")] if check else [])


@pytest.mark.parametrize("unread", [f.RECOUNTED, f.ADMITTED_2])
def test_the_difference_waits_for_the_recount(unread: FieldId) -> None:
    values = filled(CountingMethod.CENTRAL, found=1020, recounted=1000, other={f.MORE: 19})
    assert {finding.check for finding in findings(CENTRAL, values)} >= {Check.W203, Check.F306}
    del values[unread]
    assert {finding.check for finding in findings(CENTRAL, values)} <= {Check.W351}


# Explanations.


@pytest.mark.parametrize(
    ("surplus", "reasons", "found"),
    [
        (3, (0, 0, 1, 1, 1), False),
        (3, (1, 0, 2, 0, 0), True),
        (3, (0, 0, 4, 0, 0), True),
        (3, (1, 0, 4, 0, 0), True),
        (-3, (1, 1, 0, 1, 0), False),
        (-3, (0, 0, 1, 0, 2), True),
        (-3, (3, 0, 0, 0, 1), True),
        (0, (0, 0, 0, 0, 0), False),
        (0, (1, 0, 1, 0, 0), True),
    ],
)
def test_the_balance_of_explanations(surplus: int, reasons: tuple[int, ...], found: bool) -> None:
    values = of(CountingMethod.STATION, found=1000 + surplus, equal=NO, reasons=reasons)
    assert (Check.W351 in codes(values)) is found


@pytest.mark.parametrize(
    ("reasons", "found"),
    [
        ((2, 0, 3, 0, 0), False),
        ((0, 1, 1, 1, 2), False),
        ((0, 0, 4, 0, 1), True),
        ((2, 1, 0, 0, 2), True),
        ((0, 0, 1, 0, 0), True),
    ],
)
def test_explanations_of_both_directions_at_once(reasons: tuple[int, ...], found: bool) -> None:
    both = {f.MORE: 3, f.FEWER: 2}
    values = of(CountingMethod.STATION, found=1001, reasons=reasons, other=both)
    assert (Check.W351 in codes(values)) is found


# Thresholds, errors, single fields.


@pytest.mark.parametrize(
    ("threshold", "value", "check", "form", "eligible"),
    [
        (Threshold.BLANK_PERCENT, 5, Check.W201, {"blank": 49}, 0),
        (Threshold.INVALID_PERCENT, 5, Check.W202, {"invalid": 49}, 0),
        (Threshold.DIFFERENCE_COUNT, 20, Check.W203, {"found": 1019}, 0),
        (Threshold.DIFFERENCE_PERCENT, 3, Check.W203, {"admitted": 389, "found": 400}, 0),
        (Threshold.CALLED_UP_PERCENT, 125, Check.W251, {}, 800),
        (Threshold.TURNOUT_LOW, 10, Check.W252, {}, 10_000),
        (Threshold.TURNOUT_HIGH, 100, Check.W252, {}, 1000),
        (Threshold.UNEXPLAINED_COUNT, 3, Check.W352, {"found": 1002, "reasons": (0, 0, 0, 2, 0)}, 0),
    ],
)
def test_a_threshold_that_was_set_up_counts(
    threshold: Threshold, value: int, check: Check, form: dict[str, object], eligible: int
) -> None:
    values = of(CountingMethod.STATION, **form)
    proposed = findings(STATION, values, eligible)
    set_up = findings(STATION, values, eligible, Thresholds.of({threshold: value}))
    assert check in [finding.check for finding in proposed]
    assert check not in [finding.check for finding in set_up]


@pytest.mark.parametrize("edge", [edge for edge in EDGES if edge.eligible])
def test_who_calls_nobody_up_has_no_turnout(edge: Edge) -> None:
    for number in edge.found:
        assert edge.check not in codes(edge.form(CountingMethod.STATION, number))


def test_which_of_two_numbers_fits_its_sums() -> None:
    field = STATION.by_id[C("list.1.1")]
    assert holds(STATION, GOOD, field) is True
    assert holds(STATION, changed(list__1__1=96), field) is False
    assert holds(STATION, GOOD, STATION.by_id[f.EQUAL]) is None
    assert holds(STATION, {**GOOD, f.BLANK: 60, f.FOUND: GOOD[f.FOUND] + 58}, STATION.by_id[f.BLANK]) is True
    assert holds(STATION, GOOD, STATION.by_id[f.MORE]) is None


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(30, 845, "3,6 %"), (1, 1, "100,0 %"), (1, 2000, "0,1 %")]
)
def test_a_share_has_one_decimal(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_the_letter_of_a_code_is_its_severity() -> None:
    assert {check.severity for check in Check} == set(Severity)
    assert Check.F301.severity is Severity.ERROR
    assert Check.W203.severity is Severity.WARNING


ABACUS = {
    *("F.101", "F.102", "F.111", "F.112", "F.121", "F.122", "F.131", "F.132", "F.133", "F.134", "F.135"),
    *("F.201", "F.202", "F.203", "F.204", "F.301", "F.302", "F.303", "F.304", "F.305", "F.306", "F.307"),
    *("F.308", "F.309", "F.310", "F.311", "F.312", "F.401", "F.402", "F.403"),
    *("W.001", "W.002", "W.201", "W.202", "W.203", "W.204", "W.205", "W.206"),
}


def test_our_own_codes_stay_clear_of_those_of_abacus() -> None:
    own = {check.value for check in Check} - ABACUS
    assert len(own) == 12
    assert all(code[0] == "W" and int(code[-2:]) > 50 for code in own)
    assert not {code[2:] for code in own} & {code[2:] for code in ABACUS}


# Every form that can be.

GR = replace(
    ELECTION,
    definition=replace(
        ELECTION.definition, identifier=replace(ELECTION.definition.identifier, category=Category.GR)
    ),
)
ALL_FORMS = (STATION, CENTRAL, *(count_form(GR, method) for method in CountingMethod))


@st.composite
def partial(draw: st.DrawFn) -> tuple[Form, dict[FieldId, int]]:
    """Any numbers in any fields, also in fields that cannot be open together."""
    form = draw(st.sampled_from(ALL_FORMS))
    number = st.one_of(st.integers(0, 3), st.integers(0, 2000), st.sampled_from((0, MAXIMUM)))
    values: dict[FieldId, int] = {}
    for field in form.fields:
        value = draw(st.none() | (st.integers(0, 2) if field.kind is FieldKind.QUESTION else number))
        if value is not None:
            values[field.id] = value
    return form, values


@given(partial(), st.sampled_from((0, 1, 1200, MAXIMUM)))
def test_no_form_stops_a_check(given_form: tuple[Form, dict[FieldId, int]], eligible: int) -> None:
    form, values = given_form
    found = findings(form, values, eligible)
    subjects = [(finding.check, finding.subject) for finding in found]
    assert len(set(subjects)) == len(subjects), "a disposition must find its finding back"
    for finding in found:
        assert finding.fields
        assert set(finding.fields) <= set(values), "only what is read is judged"
        assert finding.text.isprintable()
        assert finding.supervisor_text.isprintable()
    errors = [finding for finding in found if finding.check.severity is Severity.ERROR]
    assert has_errors(form, values) is bool(errors)


@given(
    method=st.sampled_from(CountingMethod),
    admitted=st.integers(0, 5000),
    surplus=st.integers(-40, 40),
    recount=st.none() | st.integers(-3, 3),
    rejected=st.tuples(st.integers(0, 90), st.integers(0, 90)),
    eligible=st.integers(0, 6000),
)
def test_a_form_whose_sums_hold_has_no_error(
    method: CountingMethod,
    admitted: int,
    surplus: int,
    recount: int | None,
    rejected: tuple[int, int],
    eligible: int,
) -> None:
    found = max(admitted + surplus, 0)
    blank = min(rejected[0], found)
    invalid = min(rejected[1], found - blank)
    recounted = None
    if recount is not None and method is CountingMethod.CENTRAL and found != admitted:
        recounted = max(found + recount, 0)
    values = filled(
        *(method,), admitted=admitted, found=found, blank=blank, invalid=invalid, recounted=recounted
    )
    assert FORMS[method].missing(values) == ()
    assert {finding.check.severity for finding in findings(FORMS[method], values, eligible)} <= {
        Severity.WARNING
    }
    assert not has_errors(FORMS[method], values)


@pytest.mark.parametrize(
    ("values", "eligible", "text", "supervisor_text"),
    [
        (
            *({"other": {f.ADMITTED: 1003}}, 0),
            "A+B+C is samen 1000, maar bij D staat 1003.",
            "A+B+C is samen 1000, maar bij D staat 1003: een verschil van 3.",
        ),
        (
            *({"blank": 34}, 0),
            "Van de 1000 stembiljetten (H) zijn er 34 blanco (F): 3 % of meer.",
            "Van de 1000 stembiljetten (H) zijn er 34 blanco (F): 3,4 %. De grens is 3 %.",
        ),
        (
            *({"found": 1016}, 0),
            "D is 1000 en H is 1016: een groot verschil van 16.",
            "D is 1000 en H is 1016: een groot verschil van 16 (1,6 % van H). De grens is 2 % van H, of 15.",
        ),
        (
            *({}, 5001),
            "H is 1000 op 5001 opgeroepen kiezers: minder dan 20 %.",
            "H is 1000 op 5001 opgeroepen kiezers: 20,0 %. Dat is minder dan 20 %.",
        ),
        (
            *({}, 1010),
            "H is 1000 op 1010 opgeroepen kiezers: meer dan 95 %.",
            "H is 1000 op 1010 opgeroepen kiezers: 99,0 %. Dat is meer dan 95 %.",
        ),
        (
            *({}, 990),
            "H is 1000 op 990 opgeroepen kiezers: meer dan 100 %.",
            "H is 1000 op 990 opgeroepen kiezers: 101,0 %. Dat is meer dan 100 %.",
        ),
        (
            *({"equal": Answer.YES, "found": 1001}, 0),
            *("Bij «Zijn D en H gelijk?» staat ja, maar D is 1000 en H is 1001.",) * 2,
        ),
        (
            *({"recounted": 1003, "equal": Answer.YES, "found": 1001}, 0),
            *("Bij «Zijn D.2 en H gelijk?» staat ja, maar D.2 is 1003 en H is 1001.",) * 2,
        ),
        (
            *({"found": 1003, "reasons": (0, 0, 3, 0, 0), "other": {f.MORE: 4}}, 0),
            *("H is 3 meer dan D, maar bij méér staat 4.",) * 2,
        ),
        (
            *({"found": 997, "reasons": (0, 0, 0, 0, 2)}, 0),
            *("Méér en minder zijn samen 3, maar verklaringen 1-5 samen 2.",) * 2,
        ),
    ],
)
def test_what_is_said(values: dict[str, object], eligible: int, text: str, supervisor_text: str) -> None:
    method = CountingMethod.CENTRAL if "recounted" in values else CountingMethod.STATION
    finding = findings(FORMS[method], of(method, **values), eligible)[0]
    assert (finding.text, finding.supervisor_text) == (text, supervisor_text)


def test_what_a_typist_is_told_fits_a_line() -> None:
    told: list[Finding] = []
    for edge, (method, form) in product(EDGES, FORMS.items()):
        for number in edge.found:
            told += findings(form, edge.form(method, number), edge.eligible)
    assert {finding.check for finding in told} == {edge.check for edge in EDGES}
    assert max(len(finding.text) for finding in told) <= 76
