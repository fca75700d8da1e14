"""What the file tells of the evening: each kind of row, in the order of the log, to officials only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from osv_tui.election.accountability import EntryDifferences
from osv_tui.election.count import Count
from osv_tui.election.form import BLANK, FieldId
from osv_tui.election.signals import Sign
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds
from osv_tui.election.workflow import Misread, Role, Ruling
from osv_tui.store import (
    backup,
    decisions,
    entries,
    events,
    history,
    releasing,
    signing_in,
    sittings,
    stated,
)
from osv_tui.store.actor import Actor
from osv_tui.store.check import Head, first_fault, head
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.events import Event
from osv_tui.store.happenings import ClockJump, Connection, InstallationChange, RefusedSignIn
from osv_tui.store.history import HistoryEntry, read_history
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused
from osv_tui.store.signing_in import Credentials
from osv_tui.store.sittings import Occasion
from osv_tui.store.steady import Moment
from tests.examples import (
    BESIDE_SUPERVISOR,
    PASSWORD,
    PS,
    SECOND,
    changed,
    enrol,
    example_count,
    key_in,
    release,
)
from tests.store.evening import (
    LOOKED,
    LOST,
    MISREAD,
    MISSING_BALLOT,
    Evening,
    at_one_terminal,
    evening_at,
    released_twice,
)

C11, C12 = FieldId("list.1.1"), FieldId("list.1.2")


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    return evening_at(tmp_path / "station.osv")


# Entries -----------------------------------------------------------------------------------------------


def shape(entry: HistoryEntry) -> tuple[object, ...]:
    return entry.unit, entry.number, entry.person, entry.keyed, entry.amends, entry.handed_in is not None


def test_every_entry_is_told_the_lapsed_and_the_rekeyed_too(evening: Evening) -> None:
    bo, cas, dee = evening.station.typists
    fields = len(example_count().values)
    first = key_in(evening.station, bo, 1, MISREAD)
    key_in(evening.station, cas, 1, example_count())
    evening.send_back(1, Misread.FIRST)
    key_in(evening.station, bo, 1, example_count())
    lapsed = key_in(evening.station, bo, 2, example_count(2), submit=False)
    evening.discard(lapsed)
    withdrawn = entries.claim(evening.file, dee, evening.station.election, 7)
    entries.withdraw_empty(evening.file, dee, withdrawn.id)
    evening.unit(1)

    told = evening.history
    assert [shape(entry) for entry in told.entries] == [
        (1, 1, bo.person, fields, None, True),
        (1, 2, cas.person, fields, None, True),
        (1, 1, bo.person, 1, first, True),
        (2, 1, bo.person, fields, None, False),
        (7, 1, dee.person, 0, None, False),
    ]
    assert {entry.election for entry in told.entries} == {PS.identifier.id}
    assert [entry.terminal for entry in told.entries[:2]] == ["tty bo", "tty cas"]
    assert [entry.typed is None for entry in told.entries] == [False, False, False, True, True]
    assert all(entry.begun < entry.handed_in for entry in told.entries if entry.handed_in)
    (sent_back,) = told.sent_back
    assert (sent_back.entry, sent_back.field, sent_back.by) == (first, BLANK, evening.supervisor.person)
    assert sent_back.reason == "leesfout"
    assert [(each.entry, each.by, each.reason) for each in told.decided.discards] == [
        (lapsed, evening.supervisor.person, "verkeerd papier"),
        (withdrawn.id, dee.person, "niets ingevoerd"),
    ]
    (election,) = told.elections
    assert [unit.final_at is not None for unit in election.units] == [True, False, False]
    assert (election.id, election.final_at) == (PS.identifier.id, None)


def counted(evening: Evening) -> None:
    """All units typed twice, and final."""
    for unit in (1, 2, 7):
        for typist in evening.station.typists[:2]:
            key_in(evening.station, typist, unit, example_count(unit))
    decisions.overview(evening.file, evening.supervisor)


def test_a_declared_election_has_its_moment(evening: Evening) -> None:
    counted(evening)
    at = release(evening.station)
    assert evening.history.elections[0].final_at == at
    releasing.reopen_election(
        evening.file, evening.supervisor, BESIDE_SUPERVISOR, evening.station.election, "papier verbeterd"
    )
    assert evening.history.elections[0].final_at is None


def test_no_vote_number_is_in_it(evening: Evening) -> None:
    key_in(evening.station, evening.station.typists[0], 1, MISREAD)
    key_in(evening.station, evening.station.typists[1], 1, example_count())
    assert evening.file.value("SELECT count(*) FROM entry_value WHERE value = 777777") == 1
    assert "777777" not in repr(evening.history)


# Decisions ---------------------------------------------------------------------------------------------


def test_each_version_of_a_unit_and_of_an_election_is_told(evening: Evening) -> None:
    counted(evening)
    released_twice(evening, 7)
    sam, ada = evening.supervisor.person, evening.station.administrator.person
    (election,) = evening.history.elections
    one, two = election.releases
    assert [(each.version, each.by, each.confirmed_by) for each in (one, two)] == [
        (1, sam, ada),
        (2, sam, ada),
    ]
    assert one.reopened
    assert two.reopened is None
    assert (one.reopened.by, one.reopened.confirmed_by) == (sam, ada)
    assert one.reopened.reason == "het stembureau verbeterde zijn papier"
    assert election.final_at == two.at
    ((folder, root),) = ((each.folder, each.root) for each in one.packages)
    assert (folder, root, two.packages) == ("/media/sam/uitvoer", "ab" * 32, ())

    unit = election.units[2]
    was, now = unit.finals
    assert was.reopened
    assert (was.reopened.by, was.reopened.confirmed_by, now.reopened) == (sam, ada, None)
    assert unit.final_at == now.at > was.reopened.at > was.at
    versions = {entry.id: entry.version for entry in evening.history.entries}
    assert [versions[key] for key in (was.first, was.second, now.first, now.second)] == [1, 1, 2, 2]
    assert {each.version for each in evening.history.entries if each.unit != 7} == {1}


def test_a_second_release_names_the_first_and_each_field_that_changed(evening: Evening) -> None:
    """Of all that was reopened since: as it was in the release before, not as it was in between."""
    file, supervisor, election = evening.file, evening.supervisor, evening.station.election
    counted(evening)
    evening.account_for(7)
    release(evening.station)
    releasing.package_written(file, supervisor, election, 1, "/media/sam/uitvoer", "ab" * 32)
    first = releasing.current_release(file, supervisor, election)
    assert (first.version, first.replaced, first.changes) == (1, None, ())
    releasing.reopen_election(file, supervisor, BESIDE_SUPERVISOR, election, "telfout gemeld")
    for reason, count in (("stapel 1", example_count(8)), ("stapel 2", once_more())):
        releasing.reopen_unit(file, supervisor, BESIDE_SUPERVISOR, evening.unit(7).key, reason)
        for typist in evening.station.typists[:2]:
            key_in(evening.station, typist, 7, count)
        evening.judge(7)
    release(evening.station)
    second = releasing.current_release(file, supervisor, election)
    assert second.version == 2
    assert second.replaced
    assert (second.replaced.version, second.replaced.at) == (1, first.at)
    assert (second.replaced.package, second.replaced.reason) == ("ab" * 32, "telfout gemeld")
    (changed_unit,) = second.changes
    assert (changed_unit.unit.number, changed_unit.reason) == (7, "stapel 1")
    was = example_count(7).number(C11)
    told = [(each.field, each.old, each.new) for each in changed_unit.changes]
    assert told == [
        (C11, was, was - 1),
        (C12, example_count(7).number(C12), example_count(7).number(C12) + 1),
    ]
    (account,) = (each for each in second.accounts if each.unit.number == 7)
    assert [each.version for each in account.corrections] == [2, 3]


def once_more() -> Count:
    """The count of unit 7 with a vote moved from the one candidate to the other."""
    usual = example_count(7)
    return changed(usual, list__1__1=usual.number(C11) - 1, list__1__2=usual.number(C12) + 1)


def test_a_control_sum_is_told_each_time_with_whether_it_was_right_then(evening: Evening) -> None:
    counted(evening)
    released_twice(evening, 7)
    lists = evening.history.elections[0].control
    assert [(each.version, each.list_number, each.equal) for each in lists] == [
        *((1, 1, False), (1, 1, True), (1, 3, True)),
        *((2, 1, True), (2, 3, True)),
    ]
    assert lists[0].total == lists[1].total + 1 == lists[3].total + 2


def test_what_a_supervisor_stated_is_told_in_full(evening: Evening) -> None:
    for unit, seed in ((1, 1), (2, 1)):
        for typist in evening.station.typists[:2]:
            key_in(evening.station, typist, unit, example_count(seed))
    for typist in evening.station.typists[:2]:
        key_in(evening.station, typist, 7, MISSING_BALLOT)
    evening.account_for(7)
    told, sam = evening.history.decided, evening.supervisor.person
    pairs = {each.unit: each.first for each in told.finals}
    first, second = told.dispositions
    assert (first.check, first.subject, second.subject) == ("W.551", "2", "1")
    assert (first.looked_at, first.found, first.recounted_by, first.by) == (
        *(LOOKED.looked_at, LOOKED.found, LOOKED.recounted_by, sam),
    )
    (account,) = told.accounts
    assert (account.entry, account.by) == (pairs[3], sam)
    assert {getattr(account, field.name) for field in fields(LOST)} == {
        getattr(LOST, field.name) for field in fields(LOST)
    }
    kept, taken_back = told.errors
    assert (kept.unit, kept.field, kept.old, kept.new, kept.sheet) == (3, "list.1.total", 70, 72, "telblad 8")
    assert kept.withdrawn is None
    assert taken_back.withdrawn
    assert (taken_back.withdrawn.by, taken_back.withdrawn.reason) == (sam, "dubbel ingevoerd")


def test_an_entry_that_stands_and_one_that_is_handed_over_are_told(evening: Evening) -> None:
    bo, cas, dee = evening.station.typists
    first = key_in(evening.station, bo, 1, MISREAD)
    key_in(evening.station, cas, 1, example_count())
    evening.send_back(1, Misread.FIRST)
    decisions.hand_over(evening.file, evening.supervisor, evening.unit(1).key, "is naar huis")
    key_in(evening.station, dee, 1, example_count())
    evening.unit(1)
    told, sam = evening.history.decided, evening.supervisor.person
    (stands,), (given,) = told.let_stand, told.handed_over
    assert (stands.entry, stands.by, stands.reason) == (first, sam, "zo staat het op het papier")
    assert (given.entry, given.by, given.reason) == (first, sam, "is naar huis")
    assert [(each.person, each.amends) for each in evening.history.entries][-1] == (dee.person, first)


def test_what_was_set_up_is_told_with_the_thresholds_that_hold(evening: Evening) -> None:
    assert evening.history.thresholds == DEFAULTS
    evening.administer()
    told, ada = evening.history, evening.station.administrator.person
    assert told.thresholds == Thresholds.of({Threshold.BLANK_PERCENT: 5})
    assert [(each.by, each.name, each.value) for each in told.happened.settings] == [
        (ada, "threshold blank_percent", "5"),
        (ada, "copies", "/media/ada/kopie"),
    ]
    (off,) = told.happened.switches
    assert (told.name(off.person), off.by, off.active) == ("Eve Elders", ada, False)


# Comparisons -------------------------------------------------------------------------------------------


def met(evening: Evening) -> list[tuple[int, bool, tuple[int, int]]]:
    return [(each.unit, each.equal, each.persons) for each in evening.history.compared]


def test_two_entries_are_compared_once_as_they_were_first(evening: Evening) -> None:
    bo, cas, _ = evening.station.typists
    both = (bo.person, cas.person)
    key_in(evening.station, bo, 1, MISREAD)
    key_in(evening.station, bo, 2, example_count())
    assert met(evening) == []
    key_in(evening.station, cas, 1, example_count())
    key_in(evening.station, cas, 2, example_count())
    assert met(evening) == [(1, False, both), (2, True, both)]
    evening.send_back(1, Misread.FIRST)
    key_in(evening.station, bo, 1, example_count())
    evening.unit(1)
    assert evening.history.elections[0].units[0].final_at is not None
    assert met(evening) == [(1, False, both), (2, True, both)]


def test_each_time_that_two_entries_differ_is_told_by_its_fields(evening: Evening) -> None:
    bo, cas, _ = evening.station.typists
    first = key_in(evening.station, bo, 1, changed(MISREAD, proxies=4, admitted=5))
    second = key_in(evening.station, cas, 1, example_count())
    seen = decisions.comparison(evening.file, evening.supervisor, evening.unit(1).key)
    rulings = [Ruling(FieldId(f), Misread.FIRST, "leesfout") for f in ("proxies", "admitted", BLANK)]
    decisions.send_back(evening.file, evening.supervisor, seen, evening.station.form, rulings)
    again = key_in(evening.station, bo, 1, MISREAD)
    evening.send_back(1, Misread.FIRST)
    key_in(evening.station, bo, 1, example_count())
    evening.unit(1)
    told = evening.history.differences
    assert [(each.first, each.second, each.fields) for each in told] == [
        (first, second, ("proxies", "admitted", BLANK)),
        (again, second, (BLANK,)),
    ]
    assert "777777" not in repr(told)


def test_the_annex_tells_of_each_two_entries_that_differed_as_the_report_does(evening: Evening) -> None:
    """Also of a pair of which one lapsed, and of none that never stood beside each other."""
    bo, cas, dee = evening.station.typists
    key_in(evening.station, bo, 1, changed(MISREAD, proxies=4, admitted=5))
    second = key_in(evening.station, cas, 1, example_count())
    assert annex(evening, 1) == EntryDifferences(1, 3, 0, 0)
    evening.discard(second)
    key_in(evening.station, dee, 1, changed(example_count(), proxies=4, admitted=5))
    evening.send_back(1, Misread.FIRST)
    key_in(evening.station, bo, 1, changed(example_count(), proxies=4, admitted=5))
    assert annex(evening, 1) == EntryDifferences(3, 4, 1, 1)
    assert sum(len(each.fields) for each in evening.history.differences) == 4
    evening.judge(1)
    unit = evening.unit(1).key
    releasing.reopen_unit(evening.file, evening.supervisor, BESIDE_SUPERVISOR, unit, "papier verbeterd")
    for typist in (cas, dee):
        key_in(evening.station, typist, 1, example_count())
    assert annex(evening, 1) == EntryDifferences(4, 4, 1, 1)


def annex(evening: Evening, unit: int) -> EntryDifferences:
    key = evening.unit(unit).key
    with evening.file.reading() as db:
        return stated._entry_differences(db, key)


def test_the_entries_of_a_reopened_unit_meet_no_old_ones(evening: Evening) -> None:
    bo, cas, dee = evening.station.typists
    counted(evening)
    unit = evening.unit(7).key
    releasing.reopen_unit(evening.file, evening.supervisor, BESIDE_SUPERVISOR, unit, "papier verbeterd")
    key_in(evening.station, dee, 7, example_count(8))
    key_in(evening.station, bo, 7, example_count(8))
    assert met(evening)[-2:] == [(7, True, (bo.person, cas.person)), (7, True, (dee.person, bo.person))]
    assert evening.history.differences == ()


def test_an_entry_typed_anew_is_compared_anew(evening: Evening) -> None:
    bo, cas, dee = evening.station.typists
    key_in(evening.station, bo, 1, MISREAD)
    evening.discard(key_in(evening.station, cas, 1, example_count()))
    key_in(evening.station, dee, 1, MISREAD)
    assert met(evening) == [(1, False, (bo.person, cas.person)), (1, True, (bo.person, dee.person))]


def test_what_was_sent_back_is_compared_with_a_new_entry_once_it_is_keyed(evening: Evening) -> None:
    bo, cas, dee = evening.station.typists
    key_in(evening.station, bo, 1, MISREAD)
    second = key_in(evening.station, cas, 1, example_count())
    evening.send_back(1, Misread.FIRST)
    evening.discard(second)
    key_in(evening.station, dee, 1, example_count())
    assert met(evening) == [(1, False, (bo.person, cas.person))]
    key_in(evening.station, bo, 1, example_count())
    assert met(evening) == [(1, False, (bo.person, cas.person)), (1, True, (bo.person, dee.person))]


def test_an_entry_that_lapsed_meets_no_other(evening: Evening) -> None:
    bo, cas, dee = evening.station.typists
    first = key_in(evening.station, bo, 1, MISREAD)
    second = key_in(evening.station, cas, 1, example_count())
    evening.discard(first)
    again = key_in(evening.station, dee, 1, example_count(), submit=False)
    evening.discard(second)
    entries.submit(evening.file, dee, again)
    assert met(evening) == [(1, False, (bo.person, cas.person))]


# What officials did ------------------------------------------------------------------------------------


def test_what_is_typed_after_a_reset_is_marked(evening: Evening) -> None:
    bo, cas, _ = evening.station.typists
    key_in(evening.station, bo, 1, example_count())
    bo = evening.reset(bo)
    key_in(evening.station, bo, 2, example_count())
    key_in(evening.station, cas, 1, example_count())
    told = evening.history
    assert [(entry.unit, entry.after_reset) for entry in told.entries] == [(1, False), (2, True), (1, False)]
    (reset,) = told.happened.resets
    ada, sam = evening.station.administrator.person, evening.supervisor.person
    assert (reset.person, reset.by, reset.confirmed_by) == (bo.person, ada, sam)
    assert told.entries[0].begun_row < reset.seq < told.entries[1].begun_row


def test_sessions_and_sittings_have_a_beginning_and_an_end(evening: Evening) -> None:
    sam, ada = evening.supervisor, evening.station.administrator
    signing_in.sign_out(evening.file, evening.station.typists[0])
    sittings.close_sitting(evening.file, sam)
    sittings.open_sitting(evening.file, sam, Credentials("ada", PASSWORD))
    told = evening.history
    assert [(each.person, each.terminal) for each in told.sessions][-4:] == [
        (3, "tty bo"),
        (4, "tty cas"),
        (5, "tty dee"),
        (sam.person, "tty sam"),
    ]
    assert [each.ended is not None for each in told.sessions][-4:] == [True, False, False, False]
    closed, open_one = told.sittings
    assert (closed.opened_by, closed.confirmed_by, closed.closed_by) == (ada.person, sam.person, sam.person)
    assert closed.closed_at is not None
    assert (open_one.opened_by, open_one.confirmed_by) == (sam.person, ada.person)
    assert (open_one.closed_at, open_one.closed_by) == (None, None)


def test_a_head_on_paper_is_told_with_who_noted_it(evening: Evening) -> None:
    for typist in evening.station.typists[:2]:
        key_in(evening.station, typist, 1, example_count())
    evening.unit(1)
    shown = head(evening.file)
    sittings.note_head(evening.file, evening.supervisor, Occasion.UNITS, shown)
    (noted,) = evening.history.happened.heads
    assert (noted.occasion, noted.head, noted.final_units) == (Occasion.UNITS, shown, 1)
    assert (noted.by, noted.at) == (evening.supervisor.person, evening.clock.at)
    then = history.head_moment(evening.file, evening.supervisor, shown)
    assert (then.at, then.final_units) == (evening.history.elections[0].units[0].final_at, 1)
    opening = Head(1, str(evening.file.value("SELECT hash FROM log WHERE seq = 1")))
    assert history.head_moment(evening.file, evening.supervisor, opening).final_units == 0
    with pytest.raises(Refused, match="niet in het logboek"):
        history.head_moment(evening.file, evening.supervisor, Head(shown.seq, opening.hash))


def test_two_of_one_name_are_told_apart(evening: Evening) -> None:
    twin = enrol(
        evening.file, evening.station.administrator, NewPerson("Typist bo", "299", "bo2", Role.TYPIST)
    )
    told = evening.history
    assert told.name(twin.person) == "Typist bo (299)"
    assert told.name(evening.station.typists[0].person) == "Typist bo (201)"
    assert told.name(evening.station.typists[1].person) == "Typist cas"


# What happened -----------------------------------------------------------------------------------------


def test_refusals_are_told_by_the_names_of_accounts_alone(evening: Evening) -> None:
    for typed in ("bo", "BO ", "zomervakantie2031", "bo"):
        with pytest.raises(Refused):
            signing_in.sign_in(evening.file, typed, "fout", "tty1")
    told = evening.history.happened.refusals
    assert [each.user_name for each in told] == ["bo", "bo", None, "bo"]
    assert told[-1] == RefusedSignIn(evening.clock.at, "bo")
    assert "zomervakantie2031" not in repr(evening.history)


def test_a_network_is_told_from_when_it_came_to_when_it_went(evening: Evening) -> None:
    wifi = {"what": "wifi_on", "interface": "wlan0"}
    cable = {"what": "carrier", "interface": "eth0"}
    first = evening.tell(Event.CONNECTION_FOUND, **wifi)
    evening.tell(Event.CONNECTION_FOUND, **wifi)
    second = evening.tell(Event.CONNECTION_FOUND, **cable)
    gone = evening.tell(Event.CONNECTION_GONE, **wifi)
    again = evening.tell(Event.CONNECTION_FOUND, **wifi)
    assert evening.history.happened.connections == (
        Connection(first, wifi["what"], "wlan0", gone),
        Connection(second, cable["what"], "eth0", None),
        Connection(again, wifi["what"], "wlan0", None),
    )


def test_a_clock_that_was_set_is_told(evening: Evening) -> None:
    watch = events.ClockWatch(evening.file)
    evening.clock.wait(hours=1)
    should_have_been = watch.look("tty1")
    (jump,) = evening.history.happened.clock_jumps
    assert jump.before == should_have_been
    assert timedelta(minutes=59) < jump.after - jump.before < timedelta(minutes=61)


def test_a_clock_that_was_set_back_between_refusals_is_told(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        with pytest.raises(Refused):
            signing_in.sign_in(evening.file, "bo", "fout", "tty1")
    before = datetime.fromisoformat(
        evening.file.value("SELECT max(at) FROM log WHERE action = 'sign-in refused'")
    )
    evening.clock.wait(hours=-2)
    monkeypatch.setattr(evening.file, "steady", lambda: Moment("after a restart", 1.0))
    with pytest.raises(Refused, match="te vaak"):
        signing_in.sign_in(evening.file, "bo", "fout", "tty1")
    after = datetime.fromisoformat(
        evening.file.value("SELECT min(at) FROM log WHERE action = 'clock set back'")
    )
    assert evening.history.happened.clock_jumps[0] == ClockJump(before, after)


def test_the_installation_and_copies_are_told(evening: Evening, tmp_path: Path) -> None:
    at = evening.tell(Event.INSTALLATION_CHANGED, what="osv_tui/cli.py is veranderd.")
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backup.back_up(evening.file, stick, "tty1")
    with pytest.raises(Refused):
        backup.back_up(evening.file, tmp_path, "tty1")
    happened = evening.history.happened
    assert happened.installation_changes == (InstallationChange(at, "osv_tui/cli.py is veranderd."),)
    good, failed = happened.copies
    assert (good.place, good.result, good.sha256, good.head) == (
        *(str(made.path), "in orde", made.sha256, made.head),
    )
    assert (failed.place, failed.sha256, failed.head) == (str(tmp_path), None, None)
    assert "andere plek" in failed.result

    upto = backup.restore(
        *(made.path, tmp_path / "verder.osv", Credentials("ada", PASSWORD), SECOND), evening.clock
    )
    file = open_station(tmp_path / "verder.osv", evening.clock)
    (restored,) = read_history(file, signing_in.sign_in(file, "sam", PASSWORD, "tty1")).happened.restores
    file.close()
    assert (restored.by, restored.confirmed_by) == (1, 2)
    assert (restored.head, restored.sha256) == (upto, made.sha256)


# Signals -----------------------------------------------------------------------------------------------


def test_a_sign_names_its_persons_and_the_newest_comes_first(evening: Evening) -> None:
    assert history.signals(evening.file, evening.supervisor) == ()
    at_one_terminal(evening, 1)
    at_one_terminal(evening, 2)
    told = history.signals(evening.file, evening.supervisor)
    assert [(line.signal.sign, line.signal.unit) for line in told] == [
        (Sign.SAME_TERMINAL, 2),
        (Sign.SAME_TERMINAL, 1),
    ]
    assert [line.persons for line in told] == [("Typist bo", "Typist cas")] * 2
    assert tuple(line.signal for line in reversed(told)) == evening.history.signals


def test_a_sign_is_new_to_each_supervisor_until_it_was_on_the_screen(evening: Evening) -> None:
    other = enrol(
        evening.file, evening.station.administrator, NewPerson("Tia", "301", "tia", Role.SUPERVISOR)
    )
    at_one_terminal(evening, 1)
    at_one_terminal(evening, 2)
    newest, oldest = history.signals(evening.file, evening.supervisor)
    history.mark_read(evening.file, evening.supervisor, (newest,))
    assert [line.new for line in history.signals(evening.file, evening.supervisor)] == [False, True]
    assert history.count_new_signals(evening.file, evening.supervisor) == 1
    assert history.count_new_signals(evening.file, other) == 2
    rows = head(evening.file).seq
    again = history.signals(evening.file, evening.supervisor)
    history.mark_read(evening.file, evening.supervisor, again)
    history.mark_read(evening.file, evening.supervisor, history.signals(evening.file, evening.supervisor))
    assert head(evening.file).seq == rows + 1
    assert history.count_new_signals(evening.file, evening.supervisor) == 0
    assert oldest.signal in {line.signal for line in again}
    assert first_fault(evening.file) is None


# Who may ask -------------------------------------------------------------------------------------------

ASKED: dict[str, Callable[[StationFile, Actor], object]] = {
    "history": read_history,
    "head": lambda file, actor: history.head_moment(file, actor, head(file)),
    "signals": history.signals,
    "new signals": history.count_new_signals,
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_a_typist_gets_nothing(evening: Evening, ask: Callable[[StationFile, Actor], object]) -> None:
    at_one_terminal(evening, 1)
    ask(evening.file, evening.supervisor)
    with pytest.raises(Refused, match="mag dit niet"):
        ask(evening.file, evening.station.typists[2])


def test_a_typist_marks_nothing_as_read(evening: Evening) -> None:
    at_one_terminal(evening, 1)
    lines = history.signals(evening.file, evening.supervisor)
    with pytest.raises(Refused, match="mag dit niet"):
        history.mark_read(evening.file, evening.station.typists[2], lines)


def test_an_administrator_gets_the_history_and_leaves_signals_to_the_supervisor(evening: Evening) -> None:
    assert read_history(evening.file, evening.station.administrator).head == head(evening.file)
    with pytest.raises(Refused, match="mag dit niet"):
        history.signals(evening.file, evening.station.administrator)
