"""Who may come in, as whom, and with what password."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.accountability import ControlSum, UnitAccount
from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import BLANK
from osv_tui.election.model import CountingMethod
from osv_tui.election.thresholds import Threshold
from osv_tui.election.workflow import Role, UnitState
from osv_tui.store import (
    decisions,
    elections,
    entries,
    founding,
    judging,
    passwords,
    people,
    releasing,
    signing_in,
)
from osv_tui.store.actor import Actor
from osv_tui.store.database import create
from osv_tui.store.founding import Founder, StationFacts
from osv_tui.store.judging import CountStatement, DispositionStatement, ErrorStatement
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused, SessionEnded
from osv_tui.store.settings import set_threshold
from tests.examples import (
    FOUNDERS,
    PASSWORD,
    PS,
    SECOND,
    STATIONS,
    ExampleStation,
    enrol,
    example_document,
    example_station,
)

NEW = NewPerson("Fé Nieuw", "501", "fé", Role.TYPIST)
FACTS = StationFacts("9999", CountingMethod.STATION, practice=False)
CHIEF = NewPerson("Ada Beheer", "100", "ada", Role.ADMINISTRATOR)


@pytest.fixture
def station(tmp_path: Path) -> ExampleStation:
    return example_station(tmp_path / "station.osv")


def account_of(station: ExampleStation, user_name: str) -> people.AccountLine:
    lines = people.accounts(station.file, station.administrator)
    return next(line for line in lines if line.user_name == user_name)


def test_a_new_station_has_no_account_but_the_two_founders_own(tmp_path: Path) -> None:
    file = create(tmp_path / "new.osv")
    assert file.rows("SELECT * FROM account") == []
    founding.found(file, FACTS, FOUNDERS)
    assert file.rows("SELECT user_name, role FROM account") == [
        ("ada", "administrator"),
        ("sam", "supervisor"),
    ]
    assert founding.station_facts(file) == FACTS


@pytest.mark.parametrize("code", ["", "737", "07370", "abcd", "07 7", "٠٧٣٧", "073٧"])
def test_a_municipality_code_has_four_digits(code: str) -> None:
    with pytest.raises(Refused, match="vier cijfers"):
        founding.check_founding(StationFacts(code, CountingMethod.STATION, practice=False), FOUNDERS)


def test_a_station_is_founded_once(station: ExampleStation) -> None:
    with pytest.raises(Refused, match="liggen vast"):
        founding.found(station.file, FACTS, FOUNDERS)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("x" * 12, "ten minste 13"),
        ("  " + "x" * 12 + "  ", "ten minste 13"),
        ("e\u0301" * 12, "ten minste 13"),
        ("", "ten minste 13"),
    ],
)
def test_a_password_is_at_least_13_characters(station: ExampleStation, password: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        founding.check_founding(FACTS, (Founder(CHIEF, password), FOUNDERS[1]))
    bo = station.typists[0]
    with pytest.raises(Refused, match=why):
        signing_in.change_password(station.file, bo, PASSWORD, password, password)


def test_a_password_of_13_characters_will_do(station: ExampleStation) -> None:
    changed = signing_in.change_password(
        station.file, station.typists[0], PASSWORD, "dertien teken", "dertien teken"
    )
    assert signing_in.sign_in(station.file, "bo", "dertien teken", "tty").person == changed.person


def test_what_a_new_password_may_not_be(station: ExampleStation) -> None:
    long = enrol(station.file, station.administrator, NewPerson("L", "7", "Lange Gebruiker", Role.TYPIST))
    attempts = (
        ("fout", "een nieuw wachtwoord", "een nieuw wachtwoord", "huidige wachtwoord klopt niet"),
        (PASSWORD, "een nieuw wachtwoord", "een ander wachtwoord", "niet gelijk"),
        (PASSWORD, PASSWORD, PASSWORD, "ander wachtwoord dan het huidige"),
        (PASSWORD, "lange gebruiker", "lange gebruiker", "niet gelijk zijn aan de gebruikersnaam"),
    )
    for old, new, again, why in attempts:
        with pytest.raises(Refused, match=why):
            signing_in.change_password(station.file, long, old, new, again)
    signing_in.sign_in(station.file, "lange gebruiker", PASSWORD, "tty")


def newcomer(station: ExampleStation, role: Role) -> Actor:
    person = NewPerson("Nieuw", "600", "nieuw", role)
    one_time = people.register(station.file, station.administrator, person, SECOND)
    return signing_in.sign_in(station.file, "nieuw", one_time, "tty")


def everything(station: ExampleStation, actor: Actor) -> tuple[Callable[[], object], ...]:
    """Every function that asks who is there."""
    file, election, form = station.file, station.election, station.form
    document = example_document(elections.DocumentKind.DEFINITION)
    seen = decisions.Comparison(1, (1, 2), STATIONS.units[0], Count(), Count(), "Bo", "Cas")
    account = UnitAccount(STATIONS.units[0], Count())
    judged = judging.Dossier(1, election, UnitState.TO_JUDGE, 1, (1, 2), form, account, ())
    return (
        lambda: entries.claim(file, actor, election, 1),
        lambda: entries.save(file, actor, 1, (Change(BLANK, 1),), BLANK),
        lambda: entries.submit(file, actor, 1),
        lambda: entries.withdraw_empty(file, actor, 1),
        lambda: decisions.overview(file, actor),
        lambda: decisions.comparison(file, actor, 1),
        lambda: decisions.send_back(file, actor, seen, form, ()),
        lambda: decisions.discard(file, actor, (1,), "reden"),
        lambda: decisions.have_read_again(file, actor, judged, (BLANK,), "reden"),
        lambda: decisions.let_stand(file, actor, judged, "reden"),
        lambda: decisions.hand_over(file, actor, 1, "reden"),
        lambda: judging.dossier(file, actor, 1),
        lambda: judging.dispose(file, actor, judged, (), DispositionStatement("blad", "niets")),
        lambda: judging.account_for(file, actor, judged, CountStatement("vlek", "klopt")),
        lambda: judging.record_error(file, actor, judged, ErrorStatement("blad", BLANK, 1, 2, "vlek", "x")),
        lambda: judging.withdraw_error(file, actor, 1, "reden"),
        lambda: releasing.gate(file, actor, election),
        lambda: releasing.add_control_sum(file, actor, election, ControlSum(1, 5)),
        lambda: releasing.release(file, actor, SECOND, election),
        lambda: releasing.reopen_election(file, actor, SECOND, election, "reden"),
        lambda: releasing.reopen_unit(file, actor, SECOND, 1, "reden"),
        lambda: releasing.current_release(file, actor, election),
        lambda: releasing.provisional_tally(file, actor, election),
        lambda: releasing.package_written(file, actor, election, 1, "/uit", "0" * 64),
        lambda: set_threshold(file, actor, Threshold.BLANK_PERCENT, 5),
        lambda: people.register(file, actor, NEW, SECOND),
        lambda: people.reset_password(file, actor, 1, SECOND),
        lambda: people.set_active(file, actor, 1, active=False),
        lambda: people.accounts(file, actor),
        lambda: elections.add_definition(file, actor, PS, document),
        lambda: elections.remove_election(file, actor, election),
    )


@pytest.mark.parametrize("role", Role)
def test_nothing_is_allowed_before_an_own_password(station: ExampleStation, role: Role) -> None:
    actor = newcomer(station, role)
    assert actor.must_change_password
    for call in everything(station, actor):
        with pytest.raises(Refused, match=r"mag dit niet|eerst een eigen wachtwoord"):
            call()


@pytest.mark.parametrize("role", Role)
def test_nothing_is_allowed_after_signing_out(station: ExampleStation, role: Role) -> None:
    actor = {Role.TYPIST: station.typists[0], Role.SUPERVISOR: station.supervisor}.get(
        role, station.administrator
    )
    signing_in.sign_out(station.file, actor)
    for call in everything(station, actor):
        with pytest.raises(SessionEnded, match="afgesloten"):
            call()


def test_that_a_password_must_be_changed_is_read_from_the_file(station: ExampleStation) -> None:
    """Also when a program forgets that an own password is still to be chosen."""
    actor = newcomer(station, Role.TYPIST)
    forgetful = replace(actor, must_change_password=False)
    with pytest.raises(Refused, match="eerst een eigen wachtwoord"):
        entries.claim(station.file, forgetful, station.election, 1)


def test_a_role_that_the_actor_claims_is_not_believed(station: ExampleStation) -> None:
    bo = station.typists[0]
    claimed = replace(bo, role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="mag dit niet"):
        decisions.overview(station.file, claimed)


def test_one_time_passwords_are_long_and_never_the_same(station: ExampleStation) -> None:
    made = {passwords.one_time_password() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(len(password) >= passwords.SHORTEST_PASSWORD for password in made)
    assert not set("".join(made)) & set("01lioILO"), "look-alikes are hard to copy from paper"


def test_an_unknown_name_and_a_wrong_password_sound_and_cost_the_same(
    station: ExampleStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nacl import pwhash

    work: list[str] = []

    def counted(name: str) -> None:
        real = getattr(pwhash if name == "verify" else pwhash.argon2id, name)
        owner = pwhash if name == "verify" else pwhash.argon2id

        def call(*arguments: object, **options: object) -> object:
            work.append("argon2id")
            return real(*arguments, **options)

        monkeypatch.setattr(owner, name, call)

    counted("verify")
    counted("str")
    heard = []
    for user_name in ("bo", "niemand", ""):
        work.clear()
        with pytest.raises(Refused) as told:
            signing_in.sign_in(station.file, user_name, "verkeerd wachtwoord", "tty")
        heard.append((str(told.value), len(work)))
    assert heard == [("Gebruikersnaam of wachtwoord klopt niet. Probeer het opnieuw.", 1)] * 3


def test_refused_sign_ins_are_logged_without_what_was_typed(station: ExampleStation) -> None:
    with pytest.raises(Refused):
        signing_in.sign_in(station.file, "geheim123", "verkeerd wachtwoord", "tty4")
    row = station.file.rows("SELECT * FROM log ORDER BY seq DESC LIMIT 1")[0]
    assert (row[5], row[6]) == ("tty4", "sign-in refused")
    assert "geheim" not in str(row)
    assert "verkeerd" not in str(row)


def test_no_password_stands_in_the_file(station: ExampleStation) -> None:
    one_time = people.register(station.file, station.administrator, NEW, SECOND)
    content = station.file.path.read_bytes()
    assert PASSWORD.encode() not in content
    assert one_time.encode() not in content


def test_user_names_do_not_mind_case_or_spaces(station: ExampleStation) -> None:
    assert signing_in.sign_in(station.file, " BO ", PASSWORD, "tty").person == station.typists[0].person


def test_an_account_that_is_off_says_so_only_to_its_owner(station: ExampleStation) -> None:
    bo = station.typists[0]
    people.set_active(station.file, station.administrator, bo.account, active=False)
    with pytest.raises(SessionEnded, match="uitgezet"):
        entries.claim(station.file, bo, station.election, 1)
    with pytest.raises(Refused, match="uitgezet"):
        signing_in.sign_in(station.file, "bo", PASSWORD, "tty")
    with pytest.raises(Refused, match="klopt niet"):
        signing_in.sign_in(station.file, "bo", "verkeerd wachtwoord", "tty")
    assert not account_of(station, "bo").active
    people.set_active(station.file, station.administrator, bo.account, active=True)
    again = signing_in.sign_in(station.file, "bo", PASSWORD, "tty")
    entries.claim(station.file, again, station.election, 1)


def test_an_administrator_cannot_lock_himself_out(station: ExampleStation) -> None:
    own = station.administrator
    with pytest.raises(Refused, match="eigen account niet uitzetten"):
        people.set_active(station.file, own, own.account, active=False)
    with pytest.raises(Refused, match="eigen wachtwoord niet terugzetten"):
        people.reset_password(station.file, own, own.account, SECOND)


def test_a_password_that_is_reset_ends_the_session_and_must_be_changed(station: ExampleStation) -> None:
    bo = station.typists[0]
    one_time = people.reset_password(station.file, station.administrator, bo.account, SECOND)
    with pytest.raises(SessionEnded):
        entries.claim(station.file, bo, station.election, 1)
    with pytest.raises(Refused, match="klopt niet"):
        signing_in.sign_in(station.file, "bo", PASSWORD, "tty")
    assert signing_in.sign_in(station.file, "bo", one_time, "tty").must_change_password


def test_a_session_ends_when_the_account_signs_in_elsewhere(station: ExampleStation) -> None:
    bo = station.typists[0]
    elsewhere = signing_in.sign_in(station.file, "bo", PASSWORD, "tty9")
    with pytest.raises(SessionEnded, match="ander scherm"):
        entries.claim(station.file, bo, station.election, 1)
    entries.claim(station.file, elsewhere, station.election, 1)
    with pytest.raises(SessionEnded):
        signing_in.change_password(station.file, bo, PASSWORD, "een nieuw wachtwoord", "een nieuw wachtwoord")


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (NewPerson("Typist bo", "201", "ander", Role.SUPERVISOR), "al geregistreerd"),
        (NewPerson("Bo Twee", " 201 ", "ander", Role.TYPIST), "al geregistreerd"),
        (NewPerson("Bo Twee", "999", "BO", Role.TYPIST), "heeft al een account"),
        (NewPerson(" ", "999", "x", Role.TYPIST), "Vul een naam in"),
        (NewPerson("x", "", "x", Role.TYPIST), "Vul een personeelsnummer of geboortedatum in"),
        (NewPerson("x", "999", " ", Role.TYPIST), "Vul een gebruikersnaam in"),
        (NewPerson("Bo\x1b[2J", "999", "x", Role.TYPIST), "onzichtbaar teken in een naam"),
        (NewPerson("Bo\u202e", "999", "x", Role.TYPIST), "onzichtbaar teken in een naam"),
        (NewPerson("x", "9\n9", "x", Role.TYPIST), "onzichtbaar teken in een personeelsnummer"),
        (NewPerson("x", "999", "b\u200bo", Role.TYPIST), "onzichtbaar teken in een gebruikersnaam"),
        (
            NewPerson("Bo 漢字", "999", "x", Role.TYPIST),
            "Het teken «漢» (U+6F22) in «Bo 漢字» kan niet worden",
        ),
        (NewPerson("x", "9♥9", "x", Role.TYPIST), "Het teken «♥» (U+2665) in «9♥9» kan niet worden"),
        (NewPerson("x", "999", "b漢", Role.TYPIST), "Het teken «漢» (U+6F22) in «b漢» kan niet worden"),
        (NewPerson("x", "999", "Жанна", Role.TYPIST), "Gebruik in een gebruikersnaam gewone letters"),
    ],
)
def test_who_cannot_be_registered(station: ExampleStation, person: NewPerson, why: str) -> None:
    before = people.accounts(station.file, station.administrator)
    with pytest.raises(Refused, match=re.escape(why)):
        people.register(station.file, station.administrator, person, SECOND)
    assert people.accounts(station.file, station.administrator) == before
    assert station.file.value("SELECT count(*) FROM person") == len(before)


@pytest.mark.parametrize("name", ["Zoë Szőke", "Łukasz d’Arc", "Жанна", "Ze\u0308 \u0153uvre"])
def test_a_name_that_can_be_printed_is_kept(station: ExampleStation, name: str) -> None:
    people.register(station.file, station.administrator, replace(NEW, name=name), SECOND)
    assert account_of(station, "fé").name == passwords.normal(name)


def test_a_founder_whose_name_cannot_be_printed_is_refused() -> None:
    founder = Founder(replace(CHIEF, name="Ada 漢"), PASSWORD)
    with pytest.raises(Refused, match="in «Ada 漢» kan niet worden afgedrukt"):
        founding.check_founding(FACTS, (founder, FOUNDERS[1]))


def test_the_list_of_accounts_tells_who_is_in(station: ExampleStation) -> None:
    signing_in.sign_out(station.file, station.typists[0])
    assert not account_of(station, "bo").signed_in
    assert account_of(station, "cas").signed_in


def test_a_real_hash_is_argon2id_of_64_mib_in_six_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    file = create(tmp_path / "new.osv")
    founding.found(file, FACTS, FOUNDERS)
    hashed = file.value("SELECT password_hash FROM account")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=6,p=1$")
    assert signing_in.sign_in(file, "ada", PASSWORD, "tty").user_name == "ada"


@pytest.mark.parametrize("spelling", ["p 07", "P07", " P  07", "p07 "])
def test_a_staff_number_is_one_person_however_it_is_spelled(station: ExampleStation, spelling: str) -> None:
    people.register(station.file, station.administrator, replace(NEW, staff_number="P07"), SECOND)
    other = replace(NEW, name="Iemand", user_name="iemand", staff_number=spelling)
    with pytest.raises(Refused, match="al geregistreerd"):
        people.register(station.file, station.administrator, other, SECOND)
