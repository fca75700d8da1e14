"""States and tasks of a unit, and what the supervisor's rulings order."""

from __future__ import annotations

import pytest

from osv_tui.election import form as f
from osv_tui.election.count import Count, differences
from osv_tui.election.form import FieldId, count_form
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import tally
from osv_tui.election.workflow import (
    EntryFact,
    Misread,
    Order,
    Ruling,
    RulingRefused,
    Task,
    TaskKind,
    UnitFacts,
    UnitState,
    can_be_final,
    may_lapse,
    orders,
    state,
    task_for,
)
from tests.examples import ELECTION, changed, example_count

FORM = count_form(ELECTION, CountingMethod.STATION)
BO, CAS, DEE = 1, 2, 3


def entry(number: int, person: int, *, submitted: bool = True, **more: bool) -> EntryFact:
    return EntryFact(10 + number, number, person, submitted, **more)


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
