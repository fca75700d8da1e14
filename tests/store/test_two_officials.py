"""What needs two officials: registering a person, a new password, opening a sitting."""

from __future__ import annotations

from pathlib import Path

import pytest

from osv_tui.election.filling import Change
from osv_tui.election.form import BLANK
from osv_tui.election.workflow import Role
from osv_tui.store import decisions, entries, people, signing_in, sittings
from osv_tui.store.check import Head, find_head, first_fault, head
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused
from osv_tui.store.signing_in import Credentials
from osv_tui.store.sittings import Occasion
from tests.examples import PASSWORD, SECOND, ExampleStation, enrol, example_count, example_station, key_in

NEW_PASSWORD = "een nieuwe zin als wachtwoord"
NEW = NewPerson("Fé Nieuw", "501", "fé", Role.TYPIST)


@pytest.fixture
def station(tmp_path: Path) -> ExampleStation:
    return example_station(tmp_path / "station.osv")


def account_of(station: ExampleStation, user_name: str) -> people.AccountLine:
    lines = people.accounts(station.file, station.administrator)
    return next(line for line in lines if line.user_name == user_name)


WRONG_SECONDS = [
    (Credentials("ada", PASSWORD), "ander dan wie is ingelogd"),
    (Credentials("bo", PASSWORD), "toezichthouder of een beheerder"),
    (Credentials("sam", "verkeerd wachtwoord"), "klopt niet"),
    (Credentials("niemand", PASSWORD), "klopt niet"),
]


@pytest.mark.parametrize(("second", "why"), WRONG_SECONDS, ids=[why for _, why in WRONG_SECONDS])
def test_who_cannot_confirm(station: ExampleStation, second: Credentials, why: str) -> None:
    bo = account_of(station, "bo")
    with pytest.raises(Refused, match=why):
        people.register(station.file, station.administrator, NEW, second)
    with pytest.raises(Refused, match=why):
        people.reset_password(station.file, station.administrator, bo.account, second)
    sittings.close_sitting(station.file, station.supervisor)
    with pytest.raises(Refused, match=why):
        sittings.open_sitting(station.file, station.administrator, second)
    assert account_of(station, "bo") == bo
    assert len(people.accounts(station.file, station.administrator)) == 5


def test_who_has_no_own_password_yet_cannot_confirm(station: ExampleStation) -> None:
    fresh = NewPerson("Tia Zicht", "301", "tia", Role.SUPERVISOR)
    one_time = people.register(station.file, station.administrator, fresh, SECOND)
    with pytest.raises(Refused, match="eigen wachtwoord kiezen"):
        people.register(station.file, station.administrator, NEW, Credentials("tia", one_time))


def test_the_list_tells_who_vouched(station: ExampleStation) -> None:
    enrol(station.file, station.administrator, NEW)
    line, founder = account_of(station, "fé"), account_of(station, "sam")
    assert (line.registered_by, line.confirmed_by) == ("Ada Beheer", "Sam Zicht")
    assert (founder.registered_by, founder.confirmed_by) == ("", "")


def test_nobody_confirms_an_own_new_password(station: ExampleStation) -> None:
    with pytest.raises(Refused, match="ander zijn"):
        people.reset_password(station.file, station.administrator, station.supervisor.account, SECOND)


def test_a_reset_shows_in_the_list(station: ExampleStation) -> None:
    bo = account_of(station, "bo")
    assert bo.password_reset_at is None
    people.reset_password(station.file, station.administrator, bo.account, SECOND)
    assert account_of(station, "bo").password_reset_at is not None
    assert account_of(station, "cas").password_reset_at is None


def test_a_date_of_birth_names_a_person_together_with_the_name(station: ExampleStation) -> None:
    one = NewPerson("Fé Nieuw", "31-12-1980", "fe1", Role.TYPIST)
    twin = NewPerson("Mo Nieuw", "31-12-1980", "mo1", Role.TYPIST)
    again = NewPerson("fé nieuw", "31-12-1980", "fe2", Role.TYPIST)
    for person in (one, twin):
        people.register(station.file, station.administrator, person, SECOND)
    with pytest.raises(Refused, match="al geregistreerd"):
        people.register(station.file, station.administrator, again, SECOND)


def test_nothing_is_entered_outside_a_sitting(station: ExampleStation) -> None:
    bo = station.typists[0]
    opened = entries.claim(station.file, bo, station.election, 1)
    sittings.close_sitting(station.file, station.supervisor)
    assert not sittings.is_open(station.file)
    with pytest.raises(Refused, match="zitting is niet geopend"):
        entries.claim(station.file, bo, station.election, 2)
    with pytest.raises(Refused, match="zitting is niet geopend"):
        entries.save(station.file, bo, opened.id, (Change(BLANK, 1),), BLANK)
    sittings.open_sitting(station.file, station.supervisor, Credentials("ada", PASSWORD))
    assert entries.claim(station.file, bo, station.election, 1).id == opened.id
    assert entries.claim(station.file, bo, station.election, 2).unit.number == 2
    assert [(each.opened_by, each.confirmed_by) for each in sittings.sittings(station.file)] == [
        ("Ada Beheer", "Sam Zicht"),
        ("Sam Zicht", "Ada Beheer"),
    ]


def note(station: ExampleStation) -> Head:
    occasion, shown = sittings.due(station.file), head(station.file)
    assert occasion is not None
    sittings.note_head(station.file, station.supervisor, occasion, shown)
    return shown


def test_when_a_head_goes_on_paper(station: ExampleStation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sittings, "UNITS_BETWEEN_HEADS", 2)
    assert sittings.due(station.file) is Occasion.OPENING
    heads = [note(station)]
    assert sittings.due(station.file) is None
    due = []
    for unit in (1, 2, 7):
        for typist in station.typists[:2]:
            key_in(station, typist, unit, example_count(unit))
        decisions.overview(station.file, station.supervisor)
        due.append(sittings.due(station.file))
        if due[-1]:
            heads.append(note(station))
    assert due == [None, Occasion.UNITS, None]
    sittings.close_sitting(station.file, station.supervisor)
    assert sittings.due(station.file) is Occasion.CLOSING
    heads.append(note(station))
    found = [find_head(station.file, shown.hash) for shown in heads]
    assert [each and each.seq for each in found] == [shown.seq for shown in heads]
    last = found[-1]
    assert last is not None
    assert last.later == 1


def test_a_head_covers_what_came_before_it_was_shown(
    station: ExampleStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it is noted later, by somebody whose screen stood still meanwhile."""
    monkeypatch.setattr(sittings, "UNITS_BETWEEN_HEADS", 1)
    shown = head(station.file)
    for typist in station.typists[:2]:
        key_in(station, typist, 1, example_count())
    decisions.overview(station.file, station.supervisor)
    sittings.note_head(station.file, station.supervisor, Occasion.OPENING, shown)
    assert sittings.due(station.file) is Occasion.UNITS
    sittings.close_sitting(station.file, station.supervisor)
    sittings.note_head(station.file, station.supervisor, Occasion.UNITS, shown)
    assert sittings.due(station.file) is Occasion.CLOSING


def test_a_head_that_is_not_in_the_log_cannot_be_noted(station: ExampleStation) -> None:
    with pytest.raises(Refused, match="staat niet in het logboek"):
        sittings.note_head(station.file, station.supervisor, Occasion.OPENING, Head(3, "0" * 64))


def test_a_head_on_paper_finds_its_row_however_it_is_written(station: ExampleStation) -> None:
    last = head(station.file)
    found = find_head(station.file, " " + last.hash[:4].upper() + " " + last.hash[4:])
    assert found is not None
    assert (found.seq, found.later) == (last.seq, 0)
    assert find_head(station.file, "0" * 64) is None


def test_everything_is_told_in_the_log(station: ExampleStation) -> None:
    bo = account_of(station, "bo")
    people.set_active(station.file, station.administrator, bo.account, active=False)
    people.set_active(station.file, station.administrator, bo.account, active=True)
    one_time = people.reset_password(station.file, station.administrator, bo.account, SECOND)
    actor = signing_in.sign_in(station.file, "bo", one_time, "tty9")
    signing_in.change_password(station.file, actor, one_time, NEW_PASSWORD, NEW_PASSWORD)
    sittings.close_sitting(station.file, station.supervisor)
    assert first_fault(station.file) is None


def test_an_entry_made_after_a_reset_is_marked(station: ExampleStation) -> None:
    bo, cas, _ = station.typists
    before = key_in(station, bo, 1, example_count())
    one_time = people.reset_password(
        station.file, station.administrator, account_of(station, "bo").account, SECOND
    )
    actor = signing_in.sign_in(station.file, "bo", one_time, "tty9")
    bo = signing_in.change_password(station.file, actor, one_time, NEW_PASSWORD, NEW_PASSWORD)
    after = key_in(station, bo, 2, example_count())
    other = key_in(station, cas, 7, example_count())
    lines = decisions.overview(station.file, station.supervisor)
    marked = {entry for line in lines for entry in line.after_reset}
    assert marked == {after}
    assert {before, other}.isdisjoint(marked)
