"""Two entries, reconciliation, final: the flow of one unit through the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.form import BLANK, EQUAL, MORE, FieldId
from osv_tui.election.workflow import Misread, Role, Ruling, UnitState
from osv_tui.store import decisions, entries, judging, releasing, signing_in
from osv_tui.store.decisions import UnitLine
from osv_tui.store.final_counts import final_counts
from osv_tui.store.problems import Refused, SessionEnded
from tests.examples import (
    BESIDE_SUPERVISOR,
    PASSWORD,
    ExampleStation,
    changed,
    example_count,
    example_station,
    key_in,
    release,
)
from tests.store.evening import TALLIED

C11 = FieldId("list.1.1")


@pytest.fixture
def station(tmp_path: Path) -> ExampleStation:
    return example_station(tmp_path / "station.osv")


def state_of(station: ExampleStation, unit: int) -> UnitState:
    lines = decisions.overview(station.file, station.supervisor)
    return next(line.state for line in lines if line.unit.number == unit)


def unit_line(station: ExampleStation, unit: int) -> UnitLine:
    lines = decisions.overview(station.file, station.supervisor)
    return next(line for line in lines if line.unit.number == unit)


def rule(station: ExampleStation, unit: int, *rulings: Ruling) -> None:
    seen = decisions.comparison(station.file, station.supervisor, unit_line(station, unit).key)
    decisions.send_back(station.file, station.supervisor, seen, station.form, rulings)


def test_two_equal_entries_make_a_unit_final(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    assert state_of(station, 1) is UnitState.EMPTY
    key_in(station, bo, 1, example_count())
    assert state_of(station, 1) is UnitState.FIRST_DONE
    key_in(station, cas, 1, example_count())
    assert state_of(station, 1) is UnitState.FINAL


def test_two_supervisors_who_look_at_once_make_a_unit_final_once(
    station: ExampleStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked before the first one wrote."""
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count())
    ready = judging._ready(station.file)
    assert state_of(station, 1) is UnitState.FINAL
    monkeypatch.setattr(judging, "_ready", lambda _: ready)
    assert state_of(station, 1) is UnitState.FINAL
    assert station.file.value("SELECT count(*) FROM log WHERE action = 'unit final'") == 1


def test_a_supervisor_judges_nothing_before_there_is_a_wrong_sum_or_a_second_entry(
    station: ExampleStation,
) -> None:
    bo, cas, _ = station.typists
    key = unit_line(station, 1).key
    for typist, count in ((bo, example_count()), (cas, changed(example_count(), list__1__1=99))):
        with pytest.raises(Refused, match="niets te beoordelen"):
            judging.dossier(station.file, station.supervisor, key)
        key_in(station, typist, 1, count)
    assert state_of(station, 1) is UnitState.DIFFERENT
    with pytest.raises(Refused, match="niets te beoordelen"):
        judging.dossier(station.file, station.supervisor, key)


def test_an_error_is_recorded_beside_the_count_that_was_seen(station: ExampleStation) -> None:
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count())
    seen = judging.dossier(station.file, station.supervisor, unit_line(station, 1).key)
    for actor in (station.administrator, station.typists[0]):
        with pytest.raises(Refused):
            judging.dossier(station.file, actor, seen.key)
    assert [each.number for each in final_counts(station.file, station.election).units] == [1]
    releasing.reopen_unit(station.file, station.supervisor, BESIDE_SUPERVISOR, seen.key, "telfout gemeld")
    assert final_counts(station.file, station.election).units == (), "what was read once is read again"
    for typist in station.typists[:2]:
        key_in(station, typist, 1, changed(example_count(), list__1__1=99))
    with pytest.raises(Refused, match="intussen veranderd"):
        judging.record_error(station.file, station.supervisor, seen, TALLIED)


def test_a_difference_is_sent_back_and_keyed_again(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    good = example_count()
    key_in(station, bo, 1, changed(good, list__1__1=99))
    key_in(station, cas, 1, good)
    assert state_of(station, 1) is UnitState.DIFFERENT
    rule(station, 1, Ruling(C11, Misread.FIRST, "leesfout"))
    assert state_of(station, 1) is UnitState.RETURNED
    with pytest.raises(Refused, match="niets te typen"):
        entries.claim(station.file, cas, station.election, 1)
    again = entries.claim(station.file, bo, station.election, 1)
    assert again.rekey
    assert again.count.get(C11) is None
    assert station.form.missing(again.count.values) == (station.form.by_id[C11],)
    key_in(station, bo, 1, good)
    assert state_of(station, 1) is UnitState.FINAL


def test_both_misread_goes_back_to_both(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    good = example_count()
    key_in(station, bo, 1, changed(good, blank=8))
    key_in(station, cas, 1, changed(good, blank=9))
    rule(station, 1, Ruling(BLANK, Misread.BOTH, "onduidelijk geschreven"))
    key_in(station, bo, 1, good)
    assert state_of(station, 1) is UnitState.RETURNED
    key_in(station, cas, 1, good)
    assert state_of(station, 1) is UnitState.FINAL


def test_a_disputed_question_takes_what_stands_behind_it_along(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    equal = example_count()
    block = {"more": 1, "fewer": 0, "not_returned": 0, "too_few_issued": 0, "too_many_issued": 1}
    unequal = changed(equal, equal=2, no_explanation=0, other_explanation=0, **block)
    key_in(station, bo, 1, equal)
    key_in(station, cas, 1, unequal)
    with pytest.raises(Refused, match="gelijk zijn"):
        rule(station, 1, Ruling(EQUAL, Misread.FIRST, "x"), Ruling(MORE, Misread.FIRST, "x"))
    rule(station, 1, Ruling(EQUAL, Misread.SECOND, "vakje ja is aangekruist"))
    again = entries.claim(station.file, cas, station.election, 1)
    assert again.count.get(EQUAL) is None
    assert again.count.get(MORE) is None
    key_in(station, cas, 1, equal)
    assert state_of(station, 1) is UnitState.FINAL


def test_every_difference_needs_a_ruling_with_a_reason(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    key_in(station, bo, 1, example_count())
    key_in(station, cas, 1, changed(example_count(), blank=9, list__1__1=1))
    with pytest.raises(Refused, match="Jansen"):
        rule(station, 1, Ruling(BLANK, Misread.SECOND, "leesfout"))
    with pytest.raises(Refused, match="reden"):
        rule(station, 1, Ruling(BLANK, Misread.SECOND, " "), Ruling(C11, Misread.SECOND, "leesfout"))
    assert state_of(station, 1) is UnitState.DIFFERENT


@pytest.mark.parametrize("numbers", [(1,), (2,), (1, 2)])
def test_discarded_entries_are_typed_anew_by_two_others(
    station: ExampleStation, numbers: tuple[int, ...]
) -> None:
    bo, cas, dee = station.typists
    key_in(station, bo, 1, example_count(5))
    key_in(station, cas, 1, example_count())
    entries_of = dict(enumerate(unit_line(station, 1).entries, 1))
    lapsing = [entries_of[number] for number in numbers]
    with pytest.raises(Refused, match="reden"):
        decisions.discard(station.file, station.supervisor, lapsing, "")
    decisions.discard(station.file, station.supervisor, lapsing, "verkeerd stembureau")
    left = {1: cas, 2: bo}.get(numbers[0]) if len(numbers) == 1 else None
    if left:
        with pytest.raises(Refused, match="al ingevoerd"):
            entries.claim(station.file, left, station.election, 1)
    last = example_count(5) if numbers == (2,) else example_count()
    key_in(station, dee, 1, last)
    if numbers == (1, 2):
        assert state_of(station, 1) is UnitState.FIRST_DONE
        key_in(station, bo, 1, last)
    assert state_of(station, 1) is UnitState.FINAL


def test_the_same_typist_cannot_do_both(station: ExampleStation) -> None:
    bo = station.typists[0]
    key_in(station, bo, 1, example_count())
    with pytest.raises(Refused, match="al ingevoerd"):
        entries.claim(station.file, bo, station.election, 1)


def test_a_unit_in_progress_is_closed_to_others_and_resumes_at_its_field(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    opened = entries.claim(station.file, bo, station.election, 1)
    entries.save(station.file, bo, opened.id, (), BLANK)
    with pytest.raises(Refused, match="door een ander"):
        entries.claim(station.file, cas, station.election, 1)
    assert entries.claim(station.file, bo, station.election, 1) == replace(opened, position=BLANK)


def test_a_unit_opened_by_mistake_is_free_again(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    opened = entries.claim(station.file, bo, station.election, 1)
    assert entries.withdraw_empty(station.file, bo, opened.id)
    other = entries.claim(station.file, cas, station.election, 1)
    assert other.id != opened.id


def test_a_supervisor_can_free_a_unit_someone_left_open(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    entry = key_in(station, bo, 1, example_count(), submit=False)
    decisions.discard(station.file, station.supervisor, (entry,), "invoerder is ziek")
    with pytest.raises(Refused, match="vervallen"):
        entries.save(station.file, bo, entry, (), BLANK)
    key_in(station, cas, 1, example_count())


def test_an_incomplete_entry_cannot_be_handed_in(station: ExampleStation) -> None:
    bo = station.typists[0]
    opened = entries.claim(station.file, bo, station.election, 1)
    with pytest.raises(Refused, match="niet alle velden"):
        entries.submit(station.file, bo, opened.id)


def test_an_election_is_final_only_when_every_unit_is(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    for unit in (1, 2):
        key_in(station, bo, unit, example_count(unit))
        key_in(station, cas, unit, example_count(unit))
    with pytest.raises(Refused, match="Stembureau 7: nog niet definitief"):
        release(station)
    with pytest.raises(Refused, match="nog niet definitief"):
        releasing.current_release(station.file, station.supervisor, station.election)
    for typist in (bo, cas):
        key_in(station, typist, 7, example_count(7))
    decisions.overview(station.file, station.supervisor)
    at = release(station)
    released = releasing.current_release(station.file, station.supervisor, station.election)
    assert (released.version, released.at, released.replaced, released.changes) == (1, at, None, ())
    counts = [unit.count for unit in released.tally.units]
    assert counts == [example_count(1), example_count(2), example_count(7)]
    assert released.tally.total(BLANK) == 6


def test_signing_in_elsewhere_ends_the_older_session(station: ExampleStation) -> None:
    bo = station.typists[0]
    opened = entries.claim(station.file, bo, station.election, 1)
    signing_in.sign_in(station.file, "bo", PASSWORD, "tty9")
    with pytest.raises(SessionEnded):
        entries.save(station.file, bo, opened.id, (), BLANK)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_only_a_typist_types(station: ExampleStation, role: Role) -> None:
    actor = station.administrator if role is Role.ADMINISTRATOR else station.supervisor
    with pytest.raises(Refused, match="mag dit niet"):
        entries.claim(station.file, actor, station.election, 1)


def test_only_a_supervisor_sees_two_entries(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    key_in(station, bo, 1, example_count())
    key_in(station, cas, 1, changed(example_count(), blank=9))
    key = unit_line(station, 1).key
    for actor in (station.administrator, cas):
        with pytest.raises(Refused, match="mag dit niet"):
            decisions.comparison(station.file, actor, key)
    assert decisions.comparison(station.file, station.supervisor, key).second.get(BLANK) == 9


def test_a_decision_is_about_the_entries_that_were_seen(station: ExampleStation) -> None:
    bo, cas, dee = station.typists
    file, sam = station.file, station.supervisor
    key_in(station, bo, 1, example_count())
    key_in(station, cas, 1, changed(example_count(), blank=9))
    seen, line = decisions.comparison(file, sam, unit_line(station, 1).key), unit_line(station, 1)
    decisions.discard(file, sam, seen.entries, "verkeerd papier")
    key_in(station, cas, 1, changed(example_count(), blank=9))
    key_in(station, dee, 1, example_count())
    ruling = Ruling(BLANK, Misread.SECOND, "leesfout")
    with pytest.raises(Refused, match="intussen veranderd"):
        decisions.send_back(file, sam, seen, station.form, [ruling])
    with pytest.raises(Refused, match="intussen veranderd"):
        decisions.discard(file, sam, line.entries, "verkeerd papier")
    assert state_of(station, 1) is UnitState.DIFFERENT
