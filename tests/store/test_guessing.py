"""Who guesses a password has to wait, and waiting cannot be got round with the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from osv_tui.store import entries, passwords, signing_in
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station
from osv_tui.store.problems import Refused, SessionEnded
from osv_tui.store.steady import Moment
from tests.examples import PAPER_DAY, PASSWORD, ExampleStation, example_station

WRONG = "een verkeerd wachtwoord"


@dataclass
class Time:
    """The two clocks of a computer."""

    wall: datetime = PAPER_DAY
    seconds: float = 1_000.0
    start: str = "eerste start"

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def station(tmp_path: Path, time: Time) -> ExampleStation:
    made = example_station(tmp_path / "station.osv", clock=lambda: time.wall)
    made.file.steady = lambda: Moment(time.start, time.seconds)
    return made


def refused(station: ExampleStation, user_name: str = "sam", password: str = WRONG) -> str:
    with pytest.raises(Refused) as refusal:
        signing_in.sign_in(station.file, user_name, password, "tty1")
    return str(refusal.value)


def guess(station: ExampleStation, times: int, user_name: str = "sam") -> None:
    for _ in range(times):
        assert "klopt niet" in refused(station, user_name)


def test_five_tries_are_free_and_then_the_wait_doubles(station: ExampleStation, time: Time) -> None:
    guess(station, 5)
    for wait in (15, 30, 60, 120, 240, 480, 900, 900):
        assert "Wacht" in refused(station)
        time.passes(wait - 1)
        assert "Wacht 1 seconde" in refused(station)
        time.passes(1)
        guess(station, 1)


def test_the_right_password_has_to_wait_too(station: ExampleStation, time: Time) -> None:
    guess(station, 5)
    assert "Wacht 15 seconden" in refused(station, password=PASSWORD)
    time.passes(15)
    assert signing_in.sign_in(station.file, "sam", PASSWORD, "tty1")
    guess(station, 5)


def test_a_thousand_guesses_in_six_hours_reach_the_hash_forty_times(
    station: ExampleStation, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = []
    real = passwords.is_password

    def counted(hashed: str, password: str) -> bool:
        reached.append(password)
        return real(hashed, password)

    monkeypatch.setattr(signing_in, "is_password", counted)
    for _ in range(1_000):
        refused(station)
        time.passes(6 * 3600 / 1_000)
    assert len(reached) <= 40
    assert signing_in.LONGEST_WAIT_SECONDS == 900
    time.passes(900)
    assert signing_in.sign_in(station.file, "sam", PASSWORD, "tty1")  # not locked out for good


def test_whatever_was_typed_the_log_stays_readable(station: ExampleStation, time: Time) -> None:
    for number in range(12):
        guess(station, 1, f"naam{number}")
        time.passes(900)
    assert first_fault(station.file) is None


def test_an_unknown_name_waits_as_well(station: ExampleStation) -> None:
    guess(station, 5, "niemand")
    known, unknown = refused(station, "sam"), refused(station, "niemand")
    assert known == unknown


def test_other_names_from_the_same_machine_wait(station: ExampleStation, time: Time) -> None:
    for name in ("bo", "cas", "dee", "ada", "sam"):
        guess(station, 1, name)
    assert "Wacht" in refused(station, "bo", PASSWORD)
    time.passes(15)
    assert signing_in.sign_in(station.file, "bo", PASSWORD, "tty1")


def test_another_who_signs_in_does_not_help_the_guesser(station: ExampleStation) -> None:
    guess(station, 4)
    signing_in.sign_in(station.file, "bo", PASSWORD, "tty1")
    guess(station, 1)
    assert "Wacht" in refused(station)


def test_the_count_is_in_the_file(station: ExampleStation, time: Time) -> None:
    guess(station, 5)
    station.file.close()
    file = open_station(station.file.path, lambda: time.wall)
    file.steady = lambda: Moment(time.start, time.seconds)
    with pytest.raises(Refused, match="Wacht"):
        signing_in.sign_in(file, "sam", PASSWORD, "tty1")


def test_setting_the_clock_on_does_not_shorten_the_wait(station: ExampleStation, time: Time) -> None:
    guess(station, 5)
    time.wall += timedelta(days=1)
    assert "Wacht 15 seconden" in refused(station)


def test_a_clock_set_back_a_day_costs_no_day(station: ExampleStation, time: Time) -> None:
    guess(station, 5)
    time.wall -= timedelta(days=1)
    time.start, time.seconds = "tweede start", 10.0
    assert "Wacht 15 seconden" in refused(station)
    time.passes(15)
    assert signing_in.sign_in(station.file, "sam", PASSWORD, "tty1")


def test_a_locked_screen_is_no_way_round(station: ExampleStation) -> None:
    actor = station.supervisor
    for _ in range(5):
        with pytest.raises(Refused, match="klopt niet"):
            signing_in.unlock(station.file, actor, WRONG)
    with pytest.raises(Refused, match="Wacht"):
        signing_in.unlock(station.file, actor, PASSWORD)


def test_after_twelve_hours_a_session_is_over(station: ExampleStation, time: Time) -> None:
    bo = station.typists[0]
    time.passes(12 * 3600 - 60)
    entries.claim(station.file, bo, station.election, 1)
    time.passes(120)
    with pytest.raises(SessionEnded, match="twaalf uur"):
        entries.claim(station.file, bo, station.election, 2)
    signing_in.sign_out(station.file, bo)
    again = signing_in.sign_in(station.file, "bo", PASSWORD, "tty1")
    assert entries.claim(station.file, again, station.election, 1).rekey is False
