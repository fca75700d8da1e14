"""The program in a real terminal: bytes in, characters out, and what happens when the terminal goes away."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from osv_tui.election.workflow import UnitState
from osv_tui.store import decisions, signing_in
from osv_tui.store.database import open_station
from tests.terminal.terminal import CALM, Terminal, terminal_running, terminal_with
from tests.ui import releases, town
from tests.ui.pictures import on_a_console

ESCAPE = "\x1b"
DOWN = "\x1b[B"
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:[34][0-8]|9[0-7]|10[0-7])[;m]")
"""Any colour but the terminal's own two, which 39 and 49 ask for."""


@pytest.fixture
def station(tmp_path: Path) -> Path:
    path = tmp_path / "station.osv"
    town.ready(path)
    return path


@pytest.fixture
def terminal(station: Path) -> Iterator[Terminal]:
    with terminal_with("open", station.name, folder=station.parent) as opened:
        opened.see("Gebruikersnaam")
        yield opened


def sign_in(terminal: Terminal, user: str, seen: str) -> None:
    terminal.send(f"{user}\n")
    terminal.see(user)
    terminal.send(f"{town.PASSWORD}\n")
    terminal.see(seen)


def sign_out(terminal: Terminal) -> None:
    terminal.send(ESCAPE)
    terminal.see("U bent uitgelogd")


def keys_of_a_paper(station: Path, unit: int, **other: int) -> str:
    """A whole paper, page by page with the keys a typist uses."""
    form = town.form_at(station, town.AB)
    count = town.full_count(form, unit, **other)
    return "".join(f"{count.number(field.id)}\n" for field in form.open_fields(count.values))


def stored(station: Path, unit: int) -> dict[str, int]:
    file = open_station(station)
    rows = file.rows(
        "SELECT v.field, v.value FROM entry_value v JOIN live_entry e ON e.id = v.entry"
        " JOIN unit u ON u.id = e.unit WHERE u.number = ?",
        unit,
    )
    file.close()
    return dict(rows)


def type_unit(terminal: Terminal, unit: int, keys: str) -> None:
    terminal.send(f"{unit}\n")
    terminal.see("Blad 1 van")
    terminal.send(keys)
    terminal.see("Alle velden zijn gelezen.")
    terminal.send(f"{unit}\n")
    terminal.see(f"Stembureau {unit} is ingeleverd")


def test_a_short_evening(station: Path, terminal: Terminal) -> None:
    for user, blank in (("bo", 2), ("cas", 20)):
        sign_in(terminal, user, "Nummer stembureau")
        terminal.send("+")
        type_unit(terminal, 1, keys_of_a_paper(station, 1, blank=blank))
        for unit in (2, 3):
            type_unit(terminal, unit, keys_of_a_paper(station, unit))
        sign_out(terminal)
    reconcile_the_blank_votes(terminal)
    sign_in(terminal, "cas", "opnieuw invoeren")
    terminal.send("+1\n")
    terminal.see("OPNIEUW INVOEREN")
    terminal.send("2\n")
    terminal.see("Alle velden zijn gelezen.")
    terminal.send("1\n")
    terminal.see("Stembureau 1 is ingeleverd")
    sign_out(terminal)
    opened = town.open_town(station)
    states = [u.state for u in decisions.overview(opened.file, opened.supervisor) if u.election == town.AB]
    opened.file.close()
    assert states == [UnitState.FINAL] * 3 + [UnitState.EMPTY] * 9


def reconcile_the_blank_votes(terminal: Terminal) -> None:
    sign_in(terminal, "sam", "1 VERSCHIL")
    terminal.send("f")
    terminal.see("Getoond: verschil (1)")
    terminal.send("\n")
    terminal.see("F Blanco stembiljetten")
    terminal.send("2")
    terminal.see("Invoer 2 las verkeerd: waarom?")
    terminal.send("1")
    terminal.see("nog te beslissen: 0")
    terminal.send("t")
    terminal.see("Stembureau 1 is teruggestuurd")
    sign_out(terminal)


def test_release_and_export(station: Path) -> None:
    """The sum by hand is typed, two officials declare the election final, and its files are written."""
    counted = town.place(releases.counted, station.parent)
    by_hand = releases.sum_by_hand(counted, town.AB, 1)
    with terminal_with("open", counted.name, folder=counted.parent) as terminal:
        terminal.see("Gebruikersnaam")
        sign_in(terminal, "sam", "12 definitief")
        terminal.send("x")
        terminal.see("PS Voorbeeld: er staat nog 1 punt open")
        terminal.send(DOWN)
        terminal.see("AB Dammerdiep: er staat nog 1 punt open")
        terminal.send("d")
        terminal.see("Dit kan nog niet")
        terminal.send("c")
        terminal.see("mist nog 1 van de 1")
        terminal.send("s")
        terminal.see("Typ het nummer")
        terminal.send("1\n")
        terminal.see("Lijst 1 Water")
        terminal.send(f"{by_hand}\n")
        terminal.see("De controletelling klopt")
        terminal.send(ESCAPE)
        terminal.see("kan definitief")
        terminal.send("d")
        terminal.see("Definitief maken?")
        terminal.send("2")
        terminal.see("Bevestigen door een tweede persoon")
        terminal.send("ada\n")
        terminal.see("ada")
        terminal.send(f"{town.PASSWORD}\n")
        terminal.see("DEFINITIEF versie 1")
        terminal.send("e")
        terminal.see("In welke map?")
        terminal.send("\n")
        terminal.see("Code van SHA256SUMS")
    made = station.parent / "export"
    published = {path.name for path in (made / "publicatie").rglob("*")}
    assert {"SHA256SUMS", "BLAKE3SUMS"} < published
    assert not any("onderteken" in name.lower() for name in published)
    assert list((made / "ondertekenen").glob("*/*.pdf"))


def test_the_cursor_of_the_terminal_stands_in_the_field(terminal: Terminal) -> None:
    sign_in(terminal, "bo", "Nummer stembureau")
    terminal.send("11\n")
    terminal.see("Blad 1 van")
    seen = []
    for keys in ("", "74", "3\n", "4\n", "1\n"):
        terminal.send(keys)
        terminal.settle()
        cursor = terminal.screen.cursor
        seen.append((cursor.hidden, cursor.y, terminal.screen.display[cursor.y][:4].strip()))
    assert seen == [(False, 3, "A"), (False, 3, "A"), (False, 4, "B"), (False, 5, "C"), (False, 6, "D")]
    terminal.send("748")
    terminal.see("748_")
    line = terminal.screen.display[6]
    assert terminal.screen.cursor.x in (line.index("748") + 2, line.index("748") + 3)


@pytest.mark.parametrize("term", ["linux", "xterm-256color"])
def test_only_glyphs_and_colours_of_a_console_are_sent(station: Path, term: str) -> None:
    with terminal_with("open", station.name, folder=station.parent, term=term) as terminal:
        terminal.see("Gebruikersnaam")
        sign_in(terminal, "bo", "Nummer stembureau")
        terminal.send("11\n743\n4\n1\n")
        terminal.see("opgeslagen")
        sent = terminal.raw.decode()
        assert {letter for letter in terminal.text if not on_a_console(letter)} <= {"\n"}
        assert COLOUR.search(sent) is None


def test_without_colour_no_colour_is_sent(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with terminal_with("open", station.name, folder=station.parent) as terminal:
        terminal.see("Gebruikersnaam")
        sign_in(terminal, "sam", "Overzicht")
        assert COLOUR.search(terminal.raw.decode()) is None


def test_what_is_typed_while_the_form_opens_lands_in_the_form(station: Path, terminal: Terminal) -> None:
    sign_in(terminal, "bo", "Nummer stembureau")
    numbers = keys_of_a_paper(station, 4)
    terminal.send(f"+4\n{numbers}4\n")
    terminal.see("Stembureau 4 is ingeleverd")
    expected = town.full_count(town.form_at(station, town.AB), 4)
    assert stored(station, 4) == expected.values


def test_a_hang_up_costs_at_most_the_field_being_typed(station: Path, terminal: Terminal) -> None:
    sign_in(terminal, "bo", "Nummer stembureau")
    terminal.send("11\n")
    terminal.see("Blad 1 van")
    terminal.send("743\n4\n")
    terminal.see("opgeslagen")
    terminal.send("17")
    terminal.see("17_")
    start = monotonic()
    terminal.hang_up()
    terminal.process.wait(timeout=5)
    assert monotonic() - start < 5
    assert stored(station, 11) == {"poll_cards": 743, "proxies": 4}
    with terminal_with("open", station.name, folder=station.parent) as again:
        again.see("Gebruikersnaam")
        sign_in(again, "bo", "verder invoeren")
        again.send("11\n")
        again.see("743")
        again.send("1\n")
        again.see("opgeslagen")
    assert stored(station, 11) == {"poll_cards": 743, "proxies": 4, "voter_passes": 1}


def test_ctrl_c_tells_how_to_stop(station: Path, terminal: Terminal) -> None:
    terminal.send("\x03")
    terminal.see("Ctrl+C stopt niet")
    sign_in(terminal, "bo", "Nummer stembureau")
    terminal.send("11\n")
    terminal.see("Blad 1 van")
    terminal.send("74")
    terminal.see("74_")
    terminal.send("\x03")
    terminal.see("Ctrl+C stopt niet")
    terminal.send("3\n")
    terminal.see("opgeslagen")
    assert stored(station, 11) == {"poll_cards": 743}


def test_f10_at_the_login_ends_the_program_and_leaves_the_screen_as_it_was(terminal: Terminal) -> None:
    terminal.send("\x1b[21~")
    assert terminal.ended() == 0
    assert b"\x1b[?1049h" in terminal.raw
    assert terminal.raw.rstrip().rfind(b"\x1b[?1049l") > terminal.raw.rfind(b"\x1b[?1049h")


def test_logging_out_clears_what_can_be_scrolled_back(terminal: Terminal) -> None:
    sign_in(terminal, "bo", "Nummer stembureau")
    assert b"\x1b[3J" not in terminal.raw
    sign_out(terminal)
    assert b"\x1b[3J" in terminal.raw


def test_a_cable_closes_the_entry_and_pulling_it_opens_the_entry(station: Path, terminal: Terminal) -> None:
    sign_in(terminal, "bo", "Nummer stembureau")
    terminal.send("11\n")
    terminal.see("Blad 1 van")
    terminal.send("743\n74")
    terminal.see("74_")
    cable = station.with_name("kabel")
    cable.touch()
    terminal.see("Deze computer is verbonden.")
    assert "74" not in terminal.text
    terminal.send("99\n")
    cable.unlink()
    terminal.see("74_")
    terminal.send("8\n")
    terminal.see("opgeslagen")
    assert stored(station, 11) == {"poll_cards": 743, "proxies": 748}


def test_a_session_that_ended_elsewhere_is_noticed_without_a_key(station: Path, terminal: Terminal) -> None:
    sign_in(terminal, "bo", "Nummer stembureau")
    file = open_station(station)
    signing_in.sign_in(file, "bo", town.PASSWORD, "tty2")
    file.close()
    terminal.see("u bent op een ander scherm ingelogd")
    assert "Bo Tikker" not in terminal.text


def test_a_second_program_is_told_who_has_the_station(station: Path, terminal: Terminal) -> None:
    with terminal_with("open", station.name, folder=station.parent) as second:
        assert second.ended() == 1
        assert f"(programma {terminal.process.pid})" in " ".join(second.text.split())
        assert "al open bij" in second.text


def test_a_small_terminal_says_so_and_goes_on_when_enlarged(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    with terminal_with("open", station.name, folder=station.parent, size=(60, 20)) as terminal:
        terminal.see("Het scherm is te klein")
        terminal.send("verdwaald\n")
        terminal.settle(quiet=1.0)  # keys that do nothing show nothing to wait for
        terminal.resize(80, 24)
        terminal.see("Gebruikersnaam")
        assert "verdwaald" not in terminal.text
        sign_in(terminal, "bo", "Nummer stembureau")
        terminal.send("11\n")
        terminal.see("Blad 1 van")
        terminal.send("74")
        terminal.see("74_")
        terminal.resize(79, 24)
        terminal.see("Het scherm is te klein")
        terminal.send("99\n")
        terminal.settle(quiet=1.0)
        terminal.resize(80, 24)
        terminal.see("74_")
        terminal.send("3\n")
        terminal.see("opgeslagen")
    assert stored(station, 11) == {"poll_cards": 743}


def test_names_with_markup_are_shown_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "station.osv"
    town.ready_with_names(path, "[red]Zaal[/red] [/]")
    with terminal_with("open", path.name, folder=tmp_path) as terminal:
        terminal.see("Gebruikersnaam")
        sign_in(terminal, "sam", "[red]Zaal[/red] [/]")
        terminal.send(ESCAPE)
        terminal.see("U bent uitgelogd")
        sign_in(terminal, "bo", "Nummer stembureau")
        terminal.send("1\n")
        terminal.see("Stembureau 1  [red]Zaal[/red] [/]")


@pytest.mark.parametrize("noise", [b"\xe9 ", b"\xff", b"\xc3\x28", b"\x80\xfe"])
def test_bytes_that_are_no_letters_do_not_end_the_program(terminal: Terminal, noise: bytes) -> None:
    terminal.send("b")
    terminal.send_bytes(noise)
    terminal.send("o")
    terminal.see("b(o" if b"(" in noise else "b o" if b" " in noise else "bo")
    assert terminal.process.poll() is None
    terminal.send("\x1b[21~")
    assert terminal.ended() == 0


def test_a_letter_that_comes_in_two_parts_is_one_letter(terminal: Terminal) -> None:
    for part in "é".encode():
        terminal.send_bytes(bytes((part,)))
        terminal.settle(quiet=0.3)
    terminal.see("│é ")


def test_the_end_of_the_machine_gives_the_terminal_back(station: Path, terminal: Terminal) -> None:
    sign_in(terminal, "bo", "Nummer stembureau")
    terminal.send("11\n")
    terminal.see("Blad 1 van")
    terminal.send("743\n")
    terminal.see("opgeslagen")
    terminal.process.terminate()
    assert terminal.ended() == 128 + signal.SIGTERM
    last = terminal.raw.rfind(b"\x1b[?1049l")
    assert last > terminal.raw.rfind(b"\x1b[?1049h")
    assert "van buitenaf gestopt" in terminal.raw[last:].decode()
    assert stored(station, 11) == {"poll_cards": 743}


OPENED = f"""
import runpy, sys
sys.argv = ["osv-tui", "open", "station.osv"]
runpy.run_path({str(CALM)!r}, run_name="__main__")
"""
KEYBOARD_BROKEN = """
from osv_tui.ui import driver

class Decoder:
    def __init__(self, errors):
        pass

    def decode(self, data):
        raise RuntimeError("boem")

driver.getincrementaldecoder = lambda name: Decoder
"""


def test_a_fault_at_the_keyboard_ends_with_its_own_code(station: Path) -> None:
    with terminal_running([sys.executable, "-c", KEYBOARD_BROKEN + OPENED], station.parent) as terminal:
        terminal.see("Gebruikersnaam")
        terminal.send("rm -rf x\n")
        assert terminal.ended() == 1
        said = terminal.raw.decode()
    assert "RuntimeError-driver-" in said
    assert "Traceback" not in said


PLANTED = """
from osv_tui.ui.screens.pick import PickScreen

def open_unit(self, number):
    geheim_getal = 74321
    raise RuntimeError(f"boem {geheim_getal}")

PickScreen.open_unit = open_unit
"""


def test_a_fault_in_the_program_shows_a_sentence_and_a_code(station: Path) -> None:
    with terminal_running([sys.executable, "-c", PLANTED + OPENED], station.parent) as terminal:
        terminal.see("Gebruikersnaam")
        sign_in(terminal, "bo", "Nummer stembureau")
        before = len(terminal.raw)
        terminal.send("11\n")
        assert terminal.ended() == 1
        said = terminal.raw[before:].decode()
    assert "Het programma is gestopt door een fout" in said
    assert "RuntimeError-pick-" in said
    for leak in ("boem", "74321", "geheim", "Traceback", town.PASSWORD, os.sep + "ui" + os.sep):
        assert leak not in said
