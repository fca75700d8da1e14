"""Every screen in the states that are worth a picture. A scene ends with what must be on the screen."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import OperationalError

import pytest
from rich.text import Text
from textual.events import Key

from osv_tui import intake
from osv_tui.eml.definition_writing import write_candidate_lists, write_definition
from osv_tui.eml.digest import digest, groups
from osv_tui.guard.offline import Finding, What
from osv_tui.publication import contents, package
from osv_tui.publication.package import Package
from osv_tui.rehearsal.hands import settled
from osv_tui.store import check, entries, people, signing_in
from osv_tui.store.check import Head
from osv_tui.store.problems import problem_of
from osv_tui.ui.plain import fatal_text
from osv_tui.ui.screens.export import ExportScreen
from osv_tui.ui.screens.new_station import NewStationApp
from osv_tui.ui.screens.settings import SettingsScreen
from osv_tui.ui.screens.signals import SignalsScreen
from tests.ui import boards, releases, town, upper
from tests.ui.desk import Desk, desk_at
from tests.ui.pictures import Shot, shoot, shoot_renderable

Play = Callable[[Desk, pytest.MonkeyPatch], Awaitable[None]]
Shooting = Callable[["Gallery", pytest.MonkeyPatch], Awaitable[Shot]]

SCENES: dict[str, Shooting] = {}


@dataclass
class Gallery:
    """Takes each picture once; each scene is played in a folder of its own below ``folder``."""

    folder: Path
    shots: dict[str, Shot]

    async def shot(self, name: str, patch: pytest.MonkeyPatch) -> Shot:
        if name not in self.shots:
            self.shots[name] = await SCENES[name](self, patch)
        return self.shots[name]

    def desk_folder(self, scene: str, make: town.StationMaker) -> Path:
        """A folder of its own for ``scene``, with a fresh copy of the station that ``make`` makes."""
        folder = self.folder / scene
        folder.mkdir()
        return town.place(make, folder).parent


def scene(name: str, make: town.StationMaker, size: tuple[int, int] = (80, 24)) -> Callable[[Play], Play]:
    """Enter a scene in the gallery: played in the app, on the station that ``make`` makes."""

    def enter(play: Play) -> Play:
        async def shooting(gallery: Gallery, patch: pytest.MonkeyPatch) -> Shot:
            patch.chdir(gallery.desk_folder(name, make))
            async with desk_at(Path("station.osv"), size) as desk:
                await play(desk, patch)
                await desk.settle()
                return desk.shot

        SCENES[name] = shooting
        return play

    return enter


# The beginning.


async def _founding(method: str, *supervisor: str) -> Shot:
    app = NewStationApp(Path("voorbeelddam.osv"))
    administrator = ("9999", method, "Ada Beheer", "100", "ada", town.PASSWORD, town.PASSWORD)
    async with app.run_test(size=(80, 24)) as pilot:
        for line in (*administrator, *supervisor):
            for key in (*line, "enter"):
                app.post_message(Key(key, key if len(key) == 1 else "\r"))
            await settled(pilot)
        return shoot(app)


async def _new_station(gallery: Gallery, patch: pytest.MonkeyPatch) -> Shot:
    return await _founding("3")


async def _new_station_supervisor(gallery: Gallery, patch: pytest.MonkeyPatch) -> Shot:
    return await _founding("1", "Sam Zicht", "31-12-1980", "sam")


async def _new_station_same_person(gallery: Gallery, patch: pytest.MonkeyPatch) -> Shot:
    return await _founding("1", "Ada Beheer", "100", "ada2", town.PASSWORD, town.PASSWORD)


SCENES["new_station"] = _new_station
SCENES["new_station_supervisor"] = _new_station_supervisor
SCENES["new_station_same_person"] = _new_station_same_person


@scene("login", town.ready)
async def _login(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.type("bo")


@scene("login_refused", town.ready)
async def _login_refused(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("bo", "verkeerd wachtwoord")


@scene("own_password", town.founded)
async def _own_password(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
    one_time = people.register(desk.file, ada, town.TYPISTS[0], town.SECOND)
    await desk.sign_in("bo", one_time)
    await desk.fill(one_time, "te kort", "te kort")


# Setting up.


@scene("setup_empty", town.founded)
async def _setup_empty(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("ada")


@scene("setup", town.half_set_up)
async def _setup(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("ada")
    await desk.press("down")


def _files(folder: Path) -> Path:
    """A folder with the files of the provincial council, the candidate lists among them damaged."""
    folder.mkdir()
    definition, lists = town.definition(town.PS), town.candidate_lists(town.PS)
    created = datetime(2031, 2, 4, 12, tzinfo=UTC)
    good = write_definition(definition, created)
    (folder / "Verkiezingsdefinitie_PS2031_Voorbeeld.eml.xml").write_bytes(good)
    broken = good.replace(b"<kr:NumberOfSeats>41<", b"<kr:NumberOfSeats>veel<")
    (folder / "Verkiezingsdefinitie_beschadigd.eml.xml").write_bytes(broken)
    other = write_candidate_lists(lists, definition, created)
    (folder / "Kandidatenlijsten_PS2031_Voorbeeld.eml.xml").write_bytes(other)
    (folder / "AB2031_Dammerdiep").mkdir()
    return folder


async def _reading(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    desk.app.import_folder = _files(Path("bestanden"))
    patch.setattr(intake, "hidden_groups", lambda secret, sha256: (4, 11))
    await desk.sign_in("ada")
    await desk.press("n")


@scene("reading_files", town.founded)
async def _reading_files(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reading(desk, patch)
    await desk.press("tab", "down")


@scene("reading_code", town.founded)
async def _reading_code(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reading(desk, patch)
    await desk.fill("bestanden/Verkiezingsdefinitie_PS2031_Voorbeeld.eml.xml")


@scene("reading_wrong_code", town.founded)
async def _reading_wrong_code(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reading_code(desk, patch)
    await desk.fill("AB12", "34CD")


@scene("reading_refused", town.founded)
async def _reading_refused(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reading(desk, patch)
    await desk.fill("bestanden/Verkiezingsdefinitie_beschadigd.eml.xml")


@scene("people", town.evening)
async def _people(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
    people.reset_password(desk.file, ada, 3, town.SECOND)
    signing_in.sign_in(desk.file, "cas", town.PASSWORD, "tty2")
    await desk.sign_in("ada")
    await desk.press("p", "down")


@scene("new_person", town.ready)
async def _new_person(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _people(desk, patch)
    await desk.press("n")
    await desk.fill("Dee Toets", "31-12-1980", "dee")


@scene("new_person_known", town.ready)
async def _new_person_known(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _people(desk, patch)
    await desk.press("n")
    await desk.fill("Dee Toets", "201", "dee", "1")


@scene("countersign", town.ready)
async def _countersign(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _new_person(desk, patch)
    await desk.fill("1")


@scene("countersign_other_name", town.ready)
async def _countersign_other_name(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _countersign(desk, patch)
    await desk.fill("Deet Oets")


@scene("countersign_refused", town.ready)
async def _countersign_refused(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _countersign(desk, patch)
    await desk.countersign("dee toets", user="ada")


@scene("one_time_password", town.ready)
async def _one_time_password(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(people, "one_time_password", lambda: "k7mq-2wzr-x94d-hpn3")
    await _countersign(desk, patch)
    await desk.countersign("Dee Toets")


# The sitting.


@scene("sitting", town.not_open)
async def _sitting(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    ada = signing_in.sign_in(desk.file, "ada", town.PASSWORD, "tty2")
    people.reset_password(desk.file, ada, 3, town.SECOND)
    people.set_active(desk.file, ada, 4, active=False)
    await desk.sign_in("sam")
    await desk.press("o")


@scene("sitting_confirm", town.not_open)
async def _sitting_confirm(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _sitting(desk, patch)
    await desk.press("enter")


@scene("sitting_close", town.ready)
async def _sitting_close(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")
    await desk.press("o")


@scene("overview_not_open", town.not_open)
async def _overview_not_open(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")


@scene("head", town.not_open)
async def _head(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    shown = Head(214, "7f3a012b90cd44e18a6b5f0c3d2e1f98b7a60514c3d2e9f8a1b04c7d5e6f8392")
    patch.setattr(check, "head", lambda _: shown)
    await _sitting_confirm(desk, patch)
    await desk.countersign(user="ada")


@scene("head_other_characters", town.not_open)
async def _head_other_characters(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _head(desk, patch)
    await desk.fill("8932")


# Entry.


@scene("pick", town.ready)
async def _pick(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("cas")
    await desk.press("+")
    await desk.type("12")


@scene("pick_waiting", town.evening)
async def _pick_waiting(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("bo")
    await desk.type("4\n")


@scene("pick_not_open", town.not_open)
async def _pick_not_open(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("bo")
    await desk.type("4\n")


async def _form(desk: Desk, unit: int = 11, user: str = "bo") -> None:
    await desk.sign_in(user)
    await desk.type(f"{unit}\n")


VOTERS = "743\n4\n1\n748\n"
BALLOTS = "743\n2\n3\n748\n"


@scene("entry_voters", town.ready)
async def _entry_voters(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk)
    await desk.type("743\n4\n1")


@scene("entry_sum_error", town.ready)
async def _entry_sum_error(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk)
    await desk.type(f"{VOTERS}743\n2\n3\n784\n-")


@scene("entry_difference", town.ready)
async def _entry_difference(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk)
    await desk.type(VOTERS + BALLOTS)


@scene("entry_difference_open", town.ready)
async def _entry_difference_open(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk)
    await desk.type(f"{VOTERS}{BALLOTS}2\n0\n4\n3\n")


@scene("entry_not_saved", town.ready)
async def _entry_not_saved(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise problem_of(full_disk)

    full_disk = OperationalError("database or disk is full")
    full_disk.sqlite_errorname = "SQLITE_FULL"
    await _form(desk)
    await desk.type("743\n")
    patch.setattr(entries, "save", full)
    await desk.type("4\n")


@scene("entry_list", town.ready)
async def _entry_list(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk)
    await desk.type(f"{VOTERS}{BALLOTS}1\n120\n33\n8\n0\n41\n17\n9\n22\n")


@scene("entry_to_candidate", town.ready)
async def _entry_to_candidate(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _entry_list(desk, patch)
    await desk.type("/19")


@scene("entry_incomplete", town.ready)
async def _entry_incomplete(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _entry_list(desk, patch)
    await desk.type("++++")


def _whole(desk: Desk, **other: int) -> str:
    """The keys for a complete paper of the provincial council."""
    form = town.form_at(Path("station.osv"), town.PS)
    count = town.full_count(form, 11, **other)
    return "".join(f"{count.number(field.id)}\n" for field in form.open_fields(count.values))


@scene("entry_complete", town.ready)
async def _entry_complete(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    keys = _whole(desk)
    await _form(desk)
    await desk.type(f"{keys}11")


@scene("entry_complete_with_errors", town.ready)
async def _entry_complete_with_errors(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    keys = _whole(desk, blank=20, list__2__total=1)
    await _form(desk)
    await desk.type(keys)


@scene("entry_again", town.evening)
async def _entry_again(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk, 5)
    await desk.type("2\n")


@scene("entry_again_complete", town.evening)
async def _entry_again_complete(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk, 5)
    await desk.type("2\n3\n40\n5")


# The supervisor.


@scene("overview", town.evening)
async def _overview(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")


@scene("overview_city", town.large)
async def _overview_city(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")
    await desk.press("end")


@scene("overview_differences", town.large)
async def _overview_differences(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")
    await desk.press("f")


@scene("overview_search", town.large)
async def _overview_search(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")
    await desk.press("z")
    await desk.fill("brug")


async def _reconcile(desk: Desk) -> None:
    await desk.sign_in("sam")
    await desk.press("down", "down", "down", "enter")


@scene("reconcile", town.evening)
async def _reconcile_undecided(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reconcile(desk)


@scene("reconcile_reason", town.evening)
async def _reconcile_reason(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reconcile(desk)
    await desk.press("1")


@scene("reconcile_own_reason", town.evening)
async def _reconcile_own_reason(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reconcile(desk)
    await desk.press("1", "6")
    await desk.type("koffie over het papier")


@scene("reconcile_decided", town.evening)
async def _reconcile_decided(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reconcile(desk)
    await desk.press("1", "1", "1", "4", "3", "1")


@scene("reconcile_stop", town.evening)
async def _reconcile_stop(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reconcile_decided(desk, patch)
    await desk.press("escape")


@scene("reconcile_discard", town.evening)
async def _reconcile_discard(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reconcile(desk)
    await desk.press("v")


# Release.


async def _at_release(desk: Desk, *keys: str) -> None:
    """On the screen of releases, with everything looked at; then ``keys``."""
    await desk.sign_in("sam")
    await desk.press("x")
    screen = desk.screen
    assert isinstance(screen, ExportScreen)
    await desk.until(lambda: not screen.gatekeeper.is_looking)
    await desk.press(*keys)


@scene("release_blocked", releases.blocked)
async def _release_blocked(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk)


@scene("gate", releases.blocked)
async def _gate(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk, "enter", "down", "enter")


@scene("gate_city", town.large)
async def _gate_city(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk, "enter", "end")


@scene("gate_connected", releases.blocked)
async def _gate_connected(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _plug(desk, CABLE, WIFI)
    await _at_release(desk, "down", "enter")


@scene("control", releases.counted)
async def _control(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk, "c")


@scene("control_sum", releases.counted)
async def _control_sum(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _control(desk, patch)
    await desk.press("s")
    await desk.fill("2")
    await desk.type("1.2")


async def _add_up(desk: Desk, *errors: int) -> None:
    """Type the sums of the lists, each with a mistake of so much."""
    for number, error in enumerate(errors, 1):
        await desk.press("s")
        await desk.fill(str(number), str(releases.sum_of(desk.file, town.PS, number) + error))


@scene("control_wrong", releases.counted)
async def _control_wrong(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _control(desk, patch)
    await _add_up(desk, 0, 10)


@scene("control_right", releases.counted)
async def _control_right(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _control(desk, patch)
    await _add_up(desk, 0, 0, 0)


@scene("release_open", releases.added_up)
async def _release_open(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk)


@scene("release_question", releases.added_up)
async def _release_question(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk, "d")


@scene("release_second_refused", releases.added_up)
async def _release_second_refused(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _release_question(desk, patch)
    await desk.press("2")
    await desk.countersign(user="sam")
    await desk.until(lambda: "Bevestigen doet een ander" in desk.words)


@scene("released", releases.released)
async def _released(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk, "down")


async def _export(desk: Desk) -> None:
    desk.app.export_folder = Path("/media/stick/export")
    await _at_release(desk, "down", "e")


@scene("export_folder", releases.released)
async def _export_folder(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _export(desk)


@scene("export_writing", releases.released)
async def _export_writing(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    shown = threading.Event()

    def half_done(*_: object, progress: contents.Progress, **__: object) -> Package:
        progress("Proces-verbaal_N11_Voorbeelddam.pdf", 37, 100)
        shown.set()
        threading.Event().wait(0.7)
        raise package.ExportFailed("afgebroken")

    patch.setattr(package, "write_package", half_done)
    await _export(desk)
    await desk.press("enter")
    await desk.until(shown.is_set)


async def _write(desk: Desk, patch: pytest.MonkeyPatch, folder: Path) -> None:
    made = Package(
        folder, folder.parents[1] / "ondertekenen" / folder.name, "0123456789abcdef" * 4, 25, signed=True
    )
    patch.setattr(package, "write_package", lambda *_, **__: made)
    await desk.press("e", "enter")
    await desk.until(lambda: "SHA256SUMS" in desk.text)


@scene("export_written", releases.released)
async def _export_written(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    desk.app.export_folder = Path("/media/stick/export")
    await _at_release(desk, "down")
    await _write(desk, patch, Path("/media/stick/export/publicatie/AB2031_Dammerdiep_9999_Voorbeelddam"))


@scene("reopening", releases.released)
async def _reopening(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _at_release(desk, "down", "h")
    await desk.type("het proces-verbaal van De Brug is gewijzigd")


@scene("reopening_second", releases.released)
async def _reopening_second(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reopening(desk, patch)
    await desk.press("enter")


@scene("reopened", releases.released)
async def _reopened(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _reopening_second(desk, patch)
    await desk.countersign(user="ada")
    await desk.until(lambda: "versie 2" in desk.words)


@scene("reopened_not_marked", releases.released)
async def _reopened_not_marked(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    desk.app.export_folder = Path("/media/stick/export")
    await _at_release(desk, "down")
    await _write(desk, patch, Path("/media/weg/export/AB2031_Dammerdiep_9999_Voorbeelddam"))
    await desk.press("enter", "h")
    await desk.fill("het proces-verbaal van De Brug is gewijzigd")
    await desk.countersign(user="ada")
    await desk.until(lambda: "versie 2" in desk.words)
    await desk.press("enter")


# Seats, at a central committee.


async def _seats(desk: Desk, *keys: str) -> None:
    await _at_release(desk, "z", *keys)


@scene("seats", boards.to_draw)
async def _seats_first(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk)


@scene("seats_votes", boards.drawn)
async def _seats_votes(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "2")


@scene("seats_quota", boards.majority)
async def _seats_quota(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "3")


@scene("seats_full", boards.drawn)
async def _seats_full(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "4")


@scene("seats_residual", boards.drawn)
async def _seats_residual(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "6")


@scene("seats_averages", boards.province)
async def _seats_averages(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "5")


@scene("seats_majority", boards.majority)
async def _seats_majority(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "7")


@scene("seats_exhausted", boards.province)
async def _seats_exhausted(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "7")


@scene("seats_of_lists", boards.drawn)
async def _seats_of_lists(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "7")


@scene("seats_picture", boards.drawn, (110, 30))
async def _seats_picture(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", "8")


@scene("seats_elected", boards.drawn)
async def _seats_elected(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", *["down"] * 9, "enter")


@scene("seats_ranking", boards.drawn)
async def _seats_ranking(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g", *["down"] * 13, "enter")


@scene("seats_go_to", boards.drawn)
async def _seats_go_to(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "g")


@scene("lot_needed", boards.to_draw)
async def _lot_needed(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "end")


@scene("lot", boards.to_draw)
async def _lot(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "l", "4")


@scene("lot_second", boards.to_draw)
async def _lot_second(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _lot(desk, patch)
    await desk.press("enter")


@scene("lot_different", boards.to_draw)
async def _lot_different(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _lot_second(desk, patch)
    await desk.fill("2", "ada", town.PASSWORD)


@scene("lot_of_candidates", boards.to_draw)
async def _lot_of_candidates(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _lot_second(desk, patch)
    await desk.fill("4", "ada", town.PASSWORD)
    await desk.press("l")


@scene("lot_withdraw", boards.drawn)
async def _lot_withdraw(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "i")


@scene("deceased", boards.to_draw)
async def _deceased(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _seats(desk, "o")
    await desk.fill("1", "3")


@scene("deceased_second", boards.to_draw)
async def _deceased_second(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _deceased(desk, patch)
    await desk.press("2")


# The thresholds.


@scene("thresholds", town.ready)
async def _thresholds(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("ada")
    await desk.press("g", "enter")
    await desk.fill("5")


@scene("thresholds_refused", town.ready)
async def _thresholds_refused(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _thresholds(desk, patch)
    await desk.press("enter")
    await desk.fill("500")


@scene("thresholds_help", town.ready)
async def _thresholds_help(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("ada")
    await desk.press("g", *["down"] * 10, "f1")


@scene("thresholds_fixed", town.evening)
async def _thresholds_fixed(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("ada")
    await desk.press("g", "enter")


# The dossier of a unit.

_LONG = (
    "De voorzitter en twee leden hebben samen alle stempassen, volmachtbewijzen en kiezerspassen nageteld"
    " en met het register vergeleken. Daarna zijn alle stembiljetten nageteld. De aantallen bleven gelijk."
)


async def _unit(desk: Desk, number: int) -> None:
    await desk.sign_in("sam")
    await desk.press(*["down"] * (number - 1), "enter")


@scene("overview_judging", town.to_judge)
async def _overview_judging(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")
    await desk.press(*["down"] * 5)


@scene("hand_over", town.to_judge)
async def _hand_over(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 8)
    await desk.type("Bo is naar huis")


@scene("unit_first_wrong", town.to_judge)
async def _unit_first_wrong(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 1)


@scene("unit_let_stand", town.to_judge)
async def _unit_let_stand(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 1)
    await desk.press("l")


@scene("unit_to_judge", town.to_judge)
async def _unit_to_judge(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 2)
    await desk.press("down")


@scene("unit_which", town.to_judge)
async def _unit_which(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit_to_judge(desk, patch)
    await desk.press("b")


@scene("unit_judging", town.to_judge)
async def _unit_judging(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit_which(desk, patch)
    await desk.press("2")
    await desk.fill("het proces-verbaal, onderdeel 5, en het register van het stembureau")
    await desk.type(_LONG)


@scene("unit_judging_refused", town.to_judge)
async def _unit_judging_refused(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit_which(desk, patch)
    await desk.press("2")
    await desk.fill("het proces-verbaal, onderdeel 5", "", "")


@scene("unit_account", town.to_judge)
async def _unit_account(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 2)
    await desk.press("t")
    await desk.fill("kiezers namen hun stembiljet mee", _LONG, "2", "1", "telploeg 3")
    await desk.type("de voorzitter")


@scene("unit_error", town.to_judge)
async def _unit_error(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 2)
    await desk.press("p")
    await desk.fill("turflijst van telploeg 3, blad 2", "1.3", "12", "21")
    await desk.type("cijfers omgewisseld")


@scene("unit_again", town.to_judge)
async def _unit_again(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit_to_judge(desk, patch)
    await desk.press("s")


@scene("unit_again_fields", town.to_judge)
async def _unit_again_fields(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit_again(desk, patch)
    await desk.press("3")
    await desk.fill("E 1.99", "verkeerde regel")


async def _settle_unit_2(desk: Desk) -> None:
    """Judge both findings with one text, account for the difference, and record an error on paper."""
    await _unit(desk, 2)
    await desk.press("down", "b", "2")
    await desk.fill("het proces-verbaal, onderdeel 5, en het register", _LONG, "telploeg 3")
    await desk.press("t")
    await desk.fill("kiezers namen hun stembiljet mee", _LONG, "2", "1", "telploeg 3", "de voorzitter")
    await desk.press("p")
    await desk.fill("turflijst van telploeg 3, blad 2", "1.3", "12", "21", "cijfers omgewisseld", _LONG)


@scene("unit_all_judged", town.to_judge)
async def _unit_all_judged(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _settle_unit_2(desk)


@scene("unit_read_all", town.to_judge)
async def _unit_read_all(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _settle_unit_2(desk)
    await desk.press("enter")


@scene("unit_corrected", town.to_judge)
async def _unit_corrected(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 6)


@scene("unit_reopen", town.to_judge)
async def _unit_reopen(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit(desk, 6)
    await desk.press("h")


@scene("unit_reopen_confirm", town.to_judge)
async def _unit_reopen_confirm(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit_reopen(desk, patch)
    await desk.fill("Het stembureau heeft het papier verbeterd: kandidaat 2 en 3 waren verwisseld.")


@scene("unit_check_page", town.to_judge)
async def _unit_check_page(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _unit_to_judge(desk, patch)
    await desk.press("f1")


# Closed from outside.

CABLE = Finding("eth0", What.CARRIER)
WIFI = Finding("wlan0", What.WIFI_ON)


async def _plug(desk: Desk, *findings: Finding) -> None:
    desk.around.findings = findings
    await desk.look_around()


@scene("locked", town.ready)
async def _locked(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _entry_voters(desk, patch)
    await desk.pass_seconds(600)
    await desk.type("geheim")


@scene("locked_refused", town.ready)
async def _locked_refused(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _locked(desk, patch)
    for _ in range(6):
        await desk.fill("verkeerd wachtwoord")


@scene("login_connected", town.ready)
async def _login_connected(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _plug(desk, CABLE)


@scene("connected", town.ready)
async def _connected(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _entry_voters(desk, patch)
    await _plug(desk, CABLE, WIFI)


@scene("connected_overview", town.evening)
async def _connected_overview(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")
    await _plug(desk, CABLE, WIFI)


@scene("program_changed", town.ready)
async def _program_changed(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    desk.app.lookout.faults = (
        "osv_tui/store/entries.py is veranderd.",
        "osv_tui/ui/hulp.py hoort niet bij het programma.",
    )
    desk.app.cover()


@scene("website", town.ready)
async def _website(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("ada")
    await desk.press("w", "enter")
    await desk.type("/verkiezingen/provinciale-staten-2031")


@scene("settings", town.ready)
async def _settings(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("ada")
    await _plug(desk, CABLE)
    desk.app.push_screen(SettingsScreen())
    await desk.settle()
    await desk.fill("eth0")
    await desk.type("/media/stick")


# Everywhere.


@scene("help", town.ready)
async def _help(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk)
    await desk.press("f1")


@scene("too_small", town.ready, (60, 20))
async def _too_small(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.settle()


async def _fatal_error(gallery: Gallery, patch: pytest.MonkeyPatch) -> Shot:
    return shoot_renderable(Text(fatal_text(None)), 80, 24)


SCENES["fatal_error"] = _fatal_error


@scene("signals", town.evening)
async def _signals(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Everybody in this town signs in at one terminal, and the clock stands still."""
    await desk.sign_in("sam")
    await desk.app.push_screen(SignalsScreen())


# Above the municipality.


@scene("upper_entry", upper.hsb)
async def _upper_entry(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _form(desk, 37)
    await desk.type("20000\n9997\n3\n0")


@scene("upper_overview", upper.csb)
async def _upper_overview(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await desk.sign_in("sam")


@scene("upper_file", upper.csb)
async def _upper_file(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(intake, "hidden_groups", lambda secret, sha256: (4, 11))
    await desk.sign_in("sam")
    await desk.press("l")
    await desk.fill(str(upper.lower_file(desk.folder, blank=8)))


@scene("upper_unit", upper.csb)
async def _upper_unit(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    await _upper_file(desk, patch)
    code = groups(digest(upper.lower_file(desk.folder, blank=8).read_bytes()).raw)
    await desk.fill(code[4], code[11])
    await desk.press("enter")
