"""Seats at a central committee, with lots and deceased candidates that two persons type."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import LotKind, LotQuestion, Option
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.level_votes import Place
from osv_tui.election.workflow import Role
from osv_tui.store import check, database, distributing, lots, releasing, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.lots import DrawnTwice, PlaceTwice, TypedDifferently
from osv_tui.store.problems import Refused
from osv_tui.store.signing_in import Credentials
from tests import seats_station
from tests.examples import (
    BESIDE_SUPERVISOR,
    PASSWORD,
    ExampleStation,
    cheap_passwords,
    example_station,
    release,
)
from tests.store.test_check import tampered

REASON = "verkeerd afgelezen"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ExampleStation:
    with cheap_passwords():
        station = seats_station.released(tmp_path_factory.mktemp("seats") / "station.osv")
        station.file.close()
    return station


@pytest.fixture
def station(made: ExampleStation, tmp_path: Path) -> Iterator[ExampleStation]:
    path = Path(shutil.copy(made.file.path, tmp_path / "station.osv"))
    file = database.open_station(path)
    yield replace(made, file=file)
    file.close()


def asked(station: ExampleStation) -> LotQuestion:
    found = distributing.distribution(station.file, station.supervisor, station.election).lot_needed
    assert found is not None
    return found


def draw(station: ExampleStation, first: Option, second: Option | None = None) -> None:
    typed = DrawnTwice(first, first if second is None else second)
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    lots.add_lot(*by, asked(station), typed)


def bury(station: ExampleStation, place: Place, again: Place | None = None) -> None:
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    lots.add_deceased(*by, PlaceTwice(place, again or place))


def seats(station: ExampleStation) -> distributing.Seats:
    return distributing.seats(station.file, station.supervisor, station.election)


def log(station: ExampleStation) -> list[str]:
    return [action for (action,) in station.file.rows("SELECT action FROM log ORDER BY seq")]


def test_it_stops_at_the_lot_that_is_needed(station: ExampleStation) -> None:
    question = asked(station)
    assert (question.kind, question.options, question.seats) == (LotKind.REMAINDER, (1, 2, 4), 1)
    assert question.value == Quotient(3600, 9)


@pytest.mark.parametrize(
    ("drawn", "then", "won"),
    [
        (4, [(1, "1.3"), (2, "2.4")], {1: 3, 2: 2, 3: 2, 4: 2}),
        (1, [(2, "2.3")], {1: 4, 2: 2, 3: 2, 4: 1}),
        (2, [(1, "1.4")], {1: 3, 2: 3, 3: 2, 4: 1}),
    ],
)
def test_what_is_drawn_is_what_follows(
    drawn: int, then: list[tuple[int, str]], won: dict[int, int], station: ExampleStation
) -> None:
    draw(station, drawn)
    for list_number, candidate in then:
        question = asked(station)
        assert (question.kind, question.list_number) == (LotKind.CANDIDATE, list_number)
        draw(station, candidate)
    found = seats(station)
    assert found.distribution.is_complete
    assert {number: found.distribution.seats(number) for number in won} == won
    assert [each.lot.drawn for each in found.lots] == [drawn, *(candidate for _, candidate in then)]
    assert [each.ordinal for each in found.lots] == list(range(1, len(then) + 2))
    elected = {each.candidate for of in found.distribution.nominations for each in of.elected}
    assert {candidate for _, candidate in then} <= elected
    assert check.first_fault(station.file) is None


def test_a_question_is_kept_as_it_was_asked(station: ExampleStation) -> None:
    first = asked(station)
    draw(station, 4)
    second = asked(station)
    draw(station, "1.4")
    assert [each.question for each in seats(station).lots] == [first, second]
    for question in (first, second, replace(second, value=None)):
        assert distributing.question_of(distributing.question_text(question)) == question


def test_two_that_differ_store_nothing_and_are_told_to_the_log(station: ExampleStation) -> None:
    with pytest.raises(TypedDifferently) as refused:
        draw(station, 4, 2)
    assert not {"2", "4"} & set(str(refused.value))
    assert seats(station).lots == ()
    assert log(station)[-1] == "typed differently"
    draw(station, 4, 4)
    assert len(seats(station).lots) == 1
    assert check.first_fault(station.file) is None


@pytest.mark.parametrize(
    "second",
    [Credentials("sam", PASSWORD), Credentials("bo", PASSWORD), Credentials("ada", "verkeerd")],
    ids=["alone", "with a typist", "without the password"],
)
def test_nothing_is_typed_or_withdrawn_by_one(second: Credentials, station: ExampleStation) -> None:
    file, sam, election, place = station.file, station.supervisor, station.election, Place(1, 1)
    bury(station, place)
    told = seats(station).deceased[0]
    with pytest.raises(Refused):
        lots.withdraw_deceased(file, sam, second, election, told, REASON)
    with pytest.raises(Refused):
        lots.add_deceased(file, sam, second, election, PlaceTwice(Place(2, 2), Place(2, 2)))
    with pytest.raises(Refused):
        lots.add_lot(file, sam, second, election, asked(station), DrawnTwice(4, 4))
    draw(station, 4)
    with pytest.raises(Refused):
        lots.withdraw_lot(file, sam, second, election, seats(station).lots[0], REASON)
    assert (len(seats(station).lots), len(seats(station).deceased)) == (1, 1)


def test_only_a_supervisor_sees_and_types(station: ExampleStation) -> None:
    for actor in (station.administrator, station.typists[0]):
        with pytest.raises(Refused):
            distributing.seats(station.file, actor, station.election)
        with pytest.raises(Refused):
            lots.add_lot(
                station.file, actor, Credentials("sam", PASSWORD), 1, asked(station), DrawnTwice(4, 4)
            )


def test_what_was_asked_when_the_second_typed_must_still_be_asked(
    station: ExampleStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else tells of a death between the question and the lot: nobody is equal any more on list 1."""

    def slow(file: StationFile, actor: Actor, second: Credentials, role: Role) -> int:
        monkeypatch.setattr(lots, "witness", signing_in.witness)
        bury(station, Place(1, 3))
        return signing_in.witness(file, actor, second, role)

    monkeypatch.setattr(lots, "witness", slow)
    with pytest.raises(Refused, match="intussen veranderd"):
        draw(station, 4)
    assert seats(station).lots == ()


def test_who_is_not_among_them_cannot_be_drawn(station: ExampleStation) -> None:
    with pytest.raises(Refused, match="wordt niet geloot"):
        draw(station, 3)
    assert seats(station).lots == ()


def test_a_question_that_is_not_asked_any_more(station: ExampleStation) -> None:
    question = asked(station)
    draw(station, 4)
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    with pytest.raises(Refused, match="niet meer nodig"):
        lots.add_lot(*by, question, DrawnTwice(1, 1))


def test_withdrawing_a_lot_takes_all_later_ones_along(station: ExampleStation) -> None:
    for option in (4, "1.3", "2.4"):
        draw(station, option)
    file, sam, election = station.file, station.supervisor, station.election
    first, second, third = seats(station).lots
    with pytest.raises(Refused, match="Geef een reden"):
        lots.withdraw_lot(file, sam, BESIDE_SUPERVISOR, election, second, " ")
    lots.withdraw_lot(file, sam, BESIDE_SUPERVISOR, election, second, REASON)
    assert seats(station).lots == (first,)
    assert asked(station).list_number == 1
    with pytest.raises(Refused, match="al ingetrokken"):
        lots.withdraw_lot(file, sam, BESIDE_SUPERVISOR, election, third, REASON)
    for option in ("1.4", "2.3"):
        draw(station, option)
    found = seats(station)
    assert [each.drawn for each in found.lots] == [4, "1.4", "2.3"]
    assert found.distribution.is_complete
    assert check.first_fault(file) is None


def test_a_deceased_candidate_changes_who_is_elected(station: ExampleStation) -> None:
    bury(station, Place(1, 3))
    draw(station, 4)
    assert asked(station).list_number == 2  # on list 1 nobody is equal any more
    draw(station, "2.3")
    found = seats(station)
    assert [each.place for each in found.deceased] == [Place(1, 3)]
    (first, *_) = found.distribution.nominations
    assert [each.candidate for each in first.elected] == ["1.1", "1.2", "1.4"]
    assert first.deceased == ("1.3",)


def test_a_deceased_candidate_is_typed_before_the_first_lot(station: ExampleStation) -> None:
    draw(station, 4)
    with pytest.raises(Refused, match="vóór de eerste loting"):
        bury(station, Place(1, 3))
    file, sam, election = station.file, station.supervisor, station.election
    lots.withdraw_lot(file, sam, BESIDE_SUPERVISOR, election, seats(station).lots[0], REASON)
    bury(station, Place(1, 3))
    (told,) = seats(station).deceased
    draw(station, 4)
    with pytest.raises(Refused, match="niet meer worden ingetrokken"):
        lots.withdraw_deceased(file, sam, BESIDE_SUPERVISOR, election, told, REASON)


def test_a_deceased_candidate_that_was_typed_wrong(station: ExampleStation) -> None:
    with pytest.raises(TypedDifferently):
        bury(station, Place(1, 3), Place(1, 4))
    assert log(station)[-1] == "typed differently"
    for first, second in ((9, 9), (3, 9)):
        with pytest.raises(Refused, match="Op lijst 1 staat niemand met nummer 9"):
            bury(station, Place(1, first), Place(1, second))
    bury(station, Place(1, 3))
    with pytest.raises(Refused, match="al als overleden"):
        bury(station, Place(1, 3))
    (told,) = seats(station).deceased
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    with pytest.raises(Refused, match="Geef een reden"):
        lots.withdraw_deceased(*by, told, " ")
    lots.withdraw_deceased(*by, told, REASON)
    assert seats(station).deceased == ()
    with pytest.raises(Refused, match="niet meer worden ingetrokken"):
        lots.withdraw_deceased(*by, told, REASON)
    bury(station, Place(1, 3))
    assert check.first_fault(station.file) is None


def test_reopening_makes_all_of_it_lapse(station: ExampleStation) -> None:
    bury(station, Place(3, 1))
    draw(station, 4)
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    releasing.reopen_election(*by, "telfout gemeld")
    with pytest.raises(Refused, match="als deze verkiezing definitief is"):
        seats(station)
    release(station)
    found = seats(station)
    assert (found.version, found.lots, found.deceased) == (2, (), ())
    assert asked(station).options == (1, 2, 4)
    assert check.first_fault(station.file) is None


def test_what_was_exported_stands(station: ExampleStation) -> None:
    draw(station, 1)
    draw(station, "2.3")
    found = seats(station)
    assert found.is_open
    file, sam, election = station.file, station.supervisor, station.election
    releasing.package_written(file, sam, election, 1, "/uit", "0" * 64)
    assert not seats(station).is_open
    with pytest.raises(Refused, match="kan niet worden ingetrokken"):
        lots.withdraw_lot(file, sam, BESIDE_SUPERVISOR, election, found.lots[-1], REASON)
    with pytest.raises(Refused, match="vóór de export"):
        bury(station, Place(3, 1))


def test_only_a_central_committee_distributes(tmp_path: Path) -> None:
    municipality = example_station(tmp_path / "station.osv")
    with pytest.raises(Refused, match="centraal stembureau"):
        seats(municipality)


def test_before_the_release_the_seats_are_those_without_lots(station: ExampleStation) -> None:
    """For drafts: what a draft of the documents can say."""
    bury(station, Place(3, 1))
    draw(station, 4)
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    releasing.reopen_election(*by, "telfout gemeld")
    tally = releasing.provisional_tally(station.file, station.supervisor, station.election)
    found = distributing.of_tally(station.file, station.election, tally)
    assert found is not None
    assert (found.release, found.version, found.lots, found.deceased, found.is_open) == (0, 2, (), (), False)
    assert found.distribution.lot_needed is not None
    missing = replace(tally, units=tally.units[1:])
    assert distributing.of_tally(station.file, station.election, missing) is None


def test_two_sessions_do_not_pass_each_other(station: ExampleStation) -> None:
    """What the screen was made from must be what is there when it is stored."""
    at_hand = seats(station)
    draw(station, 4)
    with station.file.transaction() as db, pytest.raises(Refused, match="intussen veranderd"):
        distributing.require_unchanged(db, at_hand)


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE lot SET drawn = '1', again = '1' WHERE ordinal = 1", "Loting 1"),
        ("DELETE FROM lot WHERE id = 2", "Loting 2"),
        ("UPDATE deceased SET place = '1.1', again = '1.1'", "Overleden kandidaat 1"),
        ("DELETE FROM withdrawn_lot", "Ingetrokken loting 2"),
        ("INSERT INTO withdrawn_deceased VALUES (1, 6, 1, 'weg', 'nu')", "Ingetrokken overleden kandidaat 1"),
    ],
)
def test_a_change_that_the_log_does_not_tell_is_named(sql: str, named: str, station: ExampleStation) -> None:
    """Control arm: the same file without the change has no fault."""
    bury(station, Place(3, 4))
    draw(station, 4)
    draw(station, "1.3")
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    lots.withdraw_lot(*by, seats(station).lots[1], REASON)
    assert check.first_fault(station.file) is None
    fault = check.first_fault(tampered(station, sql))
    assert fault is not None
    assert fault.startswith(named)


# Anything, in any order --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_what_holds_fits_the_votes(seed: int, station: ExampleStation) -> None:
    """Walks of forty steps, many of them refused: what holds always answers what is asked, in order."""
    random, done = Random(seed), 0
    for _ in range(40):
        step = random.choice((_draw_any, _draw_any, _draw_any, _withdraw_any, _bury_any, _raise_any, _reopen))
        try:
            step(station, random)
            done += 1
        except Refused:
            pass
        found = seats(station)
        assert [each.ordinal for each in found.lots] == list(range(1, len(found.lots) + 1))
        assert distribute(found.votes, [each.lot for each in found.lots]) == found.distribution
        assert {each.place.code for each in found.deceased} == set(found.votes.deceased)
    assert 5 < done < 40
    assert check.first_fault(station.file) is None


def _draw_any(station: ExampleStation, random: Random) -> None:
    needed = seats(station).distribution.lot_needed
    options = needed.options if needed else (1,)
    question = needed or LotQuestion(LotKind.AVERAGE, "P 7", (1, 2), 1)
    drawn = random.choice((*options, 3))
    typed = DrawnTwice(drawn, random.choice((drawn, drawn, options[0])))
    lots.add_lot(station.file, station.supervisor, BESIDE_SUPERVISOR, station.election, question, typed)


def _withdraw_any(station: ExampleStation, random: Random) -> None:
    held = seats(station).lots
    if not held:
        raise Refused
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    lots.withdraw_lot(*by, random.choice(held), REASON)


def _bury_any(station: ExampleStation, random: Random) -> None:
    bury(station, Place(random.randrange(1, 6), random.randrange(1, 6)))


def _raise_any(station: ExampleStation, random: Random) -> None:
    held = seats(station).deceased
    if not held:
        raise Refused
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    lots.withdraw_deceased(*by, random.choice(held), REASON)


def _reopen(station: ExampleStation, random: Random) -> None:
    if random.random() < 0.7:
        raise Refused
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    releasing.reopen_election(*by, "telfout gemeld")
    release(station)
