"""States and tasks of a unit, and what the supervisor's rulings order."""

from __future__ import annotations

import pytest

from osv_tui.election import form as f
from osv_tui.election import workflow
from osv_tui.election.count import Count, differences
from osv_tui.election.form import FieldId, count_form
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import tally
from osv_tui.election.workflow import (
    TRANSITIONS,
    Act,
    EntryFact,
    Misread,
    Order,
    Role,
    Ruling,
    RulingRefused,
    Task,
    TaskKind,
    UnitFacts,
    UnitState,
    allows,
    can_be_final,
    may_lapse,
    orders,
    orders_to_read_again,
    state,
    task_for,
)
from tests.examples import ELECTION, changed, example_count

FORM = count_form(ELECTION, CountingMethod.STATION)
BO, CAS, DEE = 1, 2, 3


def entry(
    number: int, person: int, *, submitted: bool = True, not_blind: frozenset[int] = frozenset(), **more: bool
) -> EntryFact:
    return EntryFact(10 + number, number, person, submitted, not_blind=not_blind, **more)


FIRST = entry(1, BO)
SECOND = entry(2, CAS)
FIRST_OPEN = entry(1, BO, submitted=False)
SECOND_OPEN = entry(2, CAS, submitted=False)
FIRST_RETURNED = entry(1, BO, returned=True)
FIRST_AGAIN = entry(1, BO, submitted=False, rekeyed=True)

BUSY, OWN, DONE = (Task(kind) for kind in (TaskKind.BUSY, TaskKind.OWN, TaskKind.DONE))


def begin(number: int) -> Task:
    return Task(TaskKind.BEGIN, number=number)


CASES = [
    (UnitFacts(), UnitState.EMPTY, begin(1), begin(1), begin(1)),
    (UnitFacts((FIRST_OPEN,)), UnitState.FIRST_IN_PROGRESS, Task(TaskKind.CONTINUE, entry=11), BUSY, BUSY),
    (UnitFacts((FIRST,)), UnitState.FIRST_DONE, OWN, begin(2), begin(2)),
    (
        UnitFacts((FIRST, SECOND_OPEN)),
        UnitState.SECOND_IN_PROGRESS,
        OWN,
        Task(TaskKind.CONTINUE, entry=12),
        BUSY,
    ),
    (UnitFacts((FIRST, SECOND)), UnitState.DIFFERENT, OWN, OWN, DONE),
    (UnitFacts((FIRST_RETURNED, SECOND)), UnitState.RETURNED, Task(TaskKind.REKEY, 1, 11), OWN, DONE),
    (
        UnitFacts((FIRST_AGAIN, SECOND)),
        UnitState.REKEY_IN_PROGRESS,
        Task(TaskKind.CONTINUE, entry=11),
        OWN,
        BUSY,
    ),
    (
        UnitFacts((FIRST_AGAIN, entry(2, CAS, returned=True))),
        UnitState.REKEY_IN_PROGRESS,
        Task(TaskKind.CONTINUE, entry=11),
        BUSY,
        BUSY,
    ),
    (UnitFacts((SECOND,)), UnitState.FIRST_DONE, begin(1), OWN, begin(1)),
    (UnitFacts((FIRST, SECOND), final=True), UnitState.FINAL, OWN, OWN, DONE),
    (UnitFacts(version=2), UnitState.REOPENED, begin(1), begin(1), begin(1)),
    (UnitFacts((entry(1, BO, wrong=True),)), UnitState.FIRST_WRONG, OWN, DONE, DONE),
    (
        UnitFacts((entry(1, BO, wrong=True, returned=True),)),
        *(UnitState.RETURNED, Task(TaskKind.REKEY, 1, 11), DONE, DONE),
    ),
    (UnitFacts((FIRST, SECOND), equal=True), UnitState.TO_JUDGE, OWN, OWN, DONE),
    (UnitFacts((FIRST_RETURNED,)), UnitState.RETURNED, Task(TaskKind.REKEY, 1, 11), begin(2), begin(2)),
    (
        UnitFacts((entry(1, BO, returned=True, handed_over=True), SECOND)),
        *(UnitState.RETURNED, Task(TaskKind.REKEY, 1, 11), OWN, Task(TaskKind.REKEY, 1, 11)),
    ),
    (
        UnitFacts((entry(1, BO, returned=True, handed_over=True), entry(2, CAS, not_blind=frozenset({DEE})))),
        *(UnitState.RETURNED, Task(TaskKind.REKEY, 1, 11), OWN, DONE),
    ),
    (UnitFacts((entry(2, DEE, not_blind=frozenset({CAS})),)), UnitState.FIRST_DONE, begin(1), DONE, OWN),
]


@pytest.mark.parametrize(("facts", "expected", "bo", "cas", "dee"), CASES)
def test_state_and_tasks(facts: UnitFacts, expected: UnitState, bo: Task, cas: Task, dee: Task) -> None:
    assert state(facts) is expected
    assert [task_for(facts, person) for person in (BO, CAS, DEE)] == [bo, cas, dee]


def test_who_handed_in_hears_the_same_whatever_became_of_the_other() -> None:
    """Equal, different, discarded, being keyed again or not yet begun: it tells nothing of the numbers."""
    others = ((), (SECOND_OPEN,), (SECOND,), (entry(2, CAS, returned=True),), (entry(2, DEE),))
    heard = {task_for(UnitFacts((FIRST, *other), final), BO) for other in others for final in (False, True)}
    assert heard == {OWN}


GOOD = example_count()
WRONG = changed(GOOD, blank=9, list__3__2=9)
BLANK = Ruling(f.BLANK, Misread.SECOND, " leesfout ")
VOTES = Ruling(FieldId("list.3.2"), Misread.BOTH, "vlek")


def test_differences_stand_in_the_order_of_the_paper() -> None:
    found = differences(FORM, GOOD, WRONG)
    assert [difference.field.id for difference in found] == [f.BLANK, FieldId("list.3.2")]
    assert (found[0].first, found[0].second) == (2, 9)
    assert differences(FORM, GOOD, GOOD) == ()


def test_fields_behind_a_disputed_question_follow_it() -> None:
    block = dict.fromkeys((f.FEWER, *f.EXPLANATIONS), 0)
    unequal = Count.of({**GOOD.values, **block, f.EQUAL: 2, f.MORE: 1})
    assert [d.field.id for d in differences(FORM, GOOD, unequal)] == [f.EQUAL]
    ordered = orders(FORM, differences(FORM, GOOD, unequal), [Ruling(f.EQUAL, Misread.SECOND, "vakje ja")])
    assert {order.field for order in ordered} == {f.EQUAL, f.MORE, f.FEWER, *f.EXPLANATIONS}
    other = Count.of({**GOOD.values, **block, f.EQUAL: 2, f.MORE: 3})
    assert [d.field.id for d in differences(FORM, unequal, other)] == [f.MORE]


def test_orders_name_each_misread_field_of_each_entry() -> None:
    assert orders(FORM, differences(FORM, GOOD, WRONG), [BLANK, VOTES]) == (
        Order(2, f.BLANK, "leesfout"),
        Order(1, FieldId("list.3.2"), "vlek"),
        Order(2, FieldId("list.3.2"), "vlek"),
    )


@pytest.mark.parametrize(
    ("rulings", "text"),
    [
        ([BLANK], "Öztürk"),
        ([BLANK, Ruling(FieldId("list.3.2"), Misread.FIRST, " ")], "reden"),
        ([BLANK, VOTES, Ruling(f.VALID, Misread.FIRST, "x")], "gelijk zijn"),
    ],
)
def test_rulings_that_do_not_cover_the_differences(rulings: list[Ruling], text: str) -> None:
    with pytest.raises(RulingRefused, match=text):
        orders(FORM, differences(FORM, GOOD, WRONG), rulings)


def test_equal_entries_have_nothing_to_rule() -> None:
    with pytest.raises(RulingRefused, match="gelijk"):
        orders(FORM, (), [])


def test_a_recount_replaces_what_it_recounts_in_the_totals() -> None:
    recounted = {f.EQUAL: 2, f.RECOUNTED: 1, f.POLL_CARDS_2: 50, f.PROXIES_2: 3, f.VOTER_PASSES_2: 0}
    counts = {
        1: example_count(1),
        2: Count.of({**example_count(2).values, **recounted, f.ADMITTED_2: 53, f.MORE: 4}),
        7: example_count(7),
    }
    result = tally(ELECTION, CountingMethod.CENTRAL, lambda unit: counts[unit.number])
    own = counts[1].number(f.POLL_CARDS) + counts[7].number(f.POLL_CARDS)
    assert result.total(f.POLL_CARDS) == own + 50
    assert result.total(f.ADMITTED) == counts[1].number(f.ADMITTED) + counts[7].number(f.ADMITTED) + 53
    assert result.total(f.VALID) == sum(count.number(f.VALID) for count in counts.values())
    assert [unit.unit.number for unit in result.units_with(f.MORE)] == [2]
    assert counts[2].admitted == 53
    assert counts[1].admitted == counts[1].number(f.ADMITTED)


S, A = UnitState, Act
ALLOWED = {
    S.EMPTY: {A.BEGIN},
    S.REOPENED: {A.BEGIN},
    S.FIRST_IN_PROGRESS: {A.HAND_IN, A.WITHDRAW, A.LAPSE},
    S.FIRST_WRONG: {A.RETURN, A.LET_STAND, A.LAPSE},
    S.FIRST_DONE: {A.BEGIN, A.LAPSE},
    S.SECOND_IN_PROGRESS: {A.HAND_IN, A.WITHDRAW, A.LAPSE},
    S.DIFFERENT: {A.RETURN, A.LAPSE},
    S.RETURNED: {A.BEGIN, A.REKEY, A.HAND_OVER, A.LAPSE},
    S.REKEY_IN_PROGRESS: {A.HAND_IN, A.LAPSE},
    S.TO_JUDGE: {A.RETURN, A.JUDGE, A.LAPSE},
    S.FINAL: {A.JUDGE, A.REOPEN},
}
"""The same as the table, written down apart from it."""


@pytest.mark.parametrize("before", UnitState)
@pytest.mark.parametrize("act", Act)
def test_exactly_the_rows_of_the_table_are_allowed(before: UnitState, act: Act) -> None:
    assert allows(before, act) is (act in ALLOWED[before])
    assert bool(TRANSITIONS.get((before, act))) is (act in ALLOWED[before])


def test_a_row_more_or_less_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in ((S.FINAL, A.LAPSE), (S.DIFFERENT, A.RETURN)):
        others = {key: after for key, after in TRANSITIONS.items() if key != row}
        changed_table = others if row in TRANSITIONS else {**others, row: frozenset({S.EMPTY})}
        with monkeypatch.context() as patch:
            patch.setattr(workflow, "TRANSITIONS", changed_table)
            with pytest.raises(AssertionError):
                test_exactly_the_rows_of_the_table_are_allowed(*row)


def reached(start: UnitState, without: frozenset[Act] = frozenset()) -> set[UnitState]:
    found, new = {start}, {start}
    while new:
        acts = [afters for (at, act), afters in TRANSITIONS.items() if at in new and act not in without]
        new = set().union(*acts) - found
        found |= new
    return found


def test_every_state_is_reached_and_leads_to_final() -> None:
    assert reached(S.EMPTY) == set(UnitState)
    assert all(S.FINAL in reached(each) for each in UnitState)


def test_a_unit_is_final_only_by_way_of_equal_entries_and_left_only_by_two() -> None:
    into = {(at, act) for (at, act), afters in TRANSITIONS.items() if S.FINAL in afters}
    assert into == {(S.TO_JUDGE, A.JUDGE), (S.FINAL, A.JUDGE)}
    assert reached(S.FINAL, without=frozenset({A.REOPEN})) == {S.FINAL}
    assert [act for act in Act if act.by_two] == [A.REOPEN]


def test_a_typist_types_and_a_supervisor_judges() -> None:
    typing = {act for act in Act if act.role is Role.TYPIST}
    assert typing == {A.BEGIN, A.HAND_IN, A.WITHDRAW, A.REKEY}
    assert {act.role for act in Act} == {Role.TYPIST, Role.SUPERVISOR}


def test_a_field_is_read_again_in_each_entry_with_what_stands_behind_it() -> None:
    asked = orders_to_read_again(FORM, (f.EQUAL,), (1, 2), " onleesbaar ")
    behind = [field.id for field in FORM.fields if field.id == f.EQUAL or field.gate == f.EQUAL]
    assert asked == tuple(Order(number, field, "onleesbaar") for number in (1, 2) for field in behind)
    assert orders_to_read_again(FORM, (f.BLANK,), (1,), "x") == (Order(1, f.BLANK, "x"),)


@pytest.mark.parametrize(("fields", "reason", "text"), [((), "x", "Kies"), ((f.BLANK,), " ", "reden")])
def test_nothing_is_read_again_without_a_field_and_a_reason(
    fields: tuple[FieldId, ...], reason: str, text: str
) -> None:
    with pytest.raises(RulingRefused, match=text):
        orders_to_read_again(FORM, fields, (1,), reason)


def test_an_entry_may_lapse_where_there_is_one_until_the_unit_is_final() -> None:
    for facts, expected, *_ in CASES:
        assert may_lapse(expected) is (bool(facts.entries) and not facts.final)


def test_an_election_can_be_final_once_it_is_known_whole_and_every_unit_is_final() -> None:
    final = UnitState.FINAL
    assert can_be_final(True, (final, final))
    assert not can_be_final(False, (final, final))
    assert not can_be_final(True, ())
    for state_of_one in set(UnitState) - {final}:
        assert not can_be_final(True, (final, state_of_one))
