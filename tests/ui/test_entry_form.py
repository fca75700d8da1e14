"""The widget in an app: keys in bursts, what is drawn, and where the caret is."""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files

import pytest
from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.events import Key, Paste
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from osv_tui.election import form as f
from osv_tui.election.checks import Check
from osv_tui.election.form import FieldId, Form, candidate_field, total_field
from osv_tui.election.model import CountingMethod
from osv_tui.store.problems import problem_of
from osv_tui.ui.widgets.entry_form import EntryForm, Limits, SaveFailed, SaveRequest
from osv_tui.ui.widgets.painting import as_many, wrapped
from tests.ui.papers import (
    BALLOTS,
    EQUAL_YES,
    VOTERS,
    SimpleTypist,
    Store,
    lists_only,
    paper,
    relabelled,
    wrong,
)

KEYS = {
    "\n": ("enter", "\r"),
    "+": ("plus", "+"),
    "-": ("minus", "-"),
    "*": ("asterisk", "*"),
    "/": ("slash", "/"),
    ".": ("full_stop", "."),
    "b": ("backspace", "\x7f"),
    "d": ("delete", None),
}


class FormApp(App[None]):
    """Shows one form; remembers its messages and bells."""

    def __init__(self, entry: EntryForm) -> None:
        super().__init__()
        self.entry = entry
        self.messages: list[type[Message]] = []
        self.bells = 0

    def compose(self) -> ComposeResult:
        yield self.entry

    def bell(self) -> None:
        self.bells += 1

    @on(EntryForm.Submitted)
    @on(EntryForm.Left)
    @on(EntryForm.HelpAsked)
    def _remember(self, message: Message) -> None:
        self.messages.append(type(message))


def entry(
    form: Form,
    store: Store | None = None,
    values: Mapping[FieldId, int] | None = None,
    locked: frozenset[FieldId] = frozenset(),
    note: str = "",
    eligible: int = 0,
) -> EntryForm:
    return EntryForm(
        *(form, "Voorbeeld  stembureau 7 De Brug", 7),
        values=values or {},
        locked=locked,
        save=store or Store(),
        note=note,
        limits=Limits(eligible),
    )


async def burst(app: App[None], text: str) -> None:
    """All keys at once, then wait until the last one is done: what ``Pilot.press`` can never show."""
    for key in text:
        name, character = KEYS.get(key, (key, key))
        app.post_message(Key(name, character))
    # A message through the same queues comes out after the keys.
    done = asyncio.Event()
    app.call_later(lambda: _after(app, done))
    await done.wait()
    await Pilot(app).pause()


def _after(app: App[None], done: asyncio.Event) -> None:
    widget = app.focused
    assert widget is not None
    widget.call_later(done.set)


def screen(form: EntryForm, height: int = 24) -> list[str]:
    return [form.render_line(y).text.rstrip() for y in range(height)]


@contextmanager
def busy(threads: int = 2) -> Iterator[None]:
    """Other work that takes turns away from the app."""
    stop = threading.Event()

    def spin() -> None:
        while not stop.is_set():
            sum(range(200))

    workers = [threading.Thread(target=spin, daemon=True) for _ in range(threads)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        stop.set()
        for worker in workers:
            worker.join()


# Bursts.


async def test_two_thousand_numbers_in_one_burst_all_land_in_their_own_field() -> None:
    form = lists_only(candidates=99, lists=20)
    chance = random.Random(1)
    expected = {field.id: chance.randrange(1000) for field in form.fields}
    store = Store(delay=0.002)
    app = FormApp(entry(form, store))
    async with app.run_test(size=(80, 24)):
        await burst(app, "".join(f"{number}\n" for number in expected.values()))
        assert wrong(app.entry.values, expected) == 0
    assert [(change.field, change.value) for change in store.changes] == list(expected.items())
    following = [request.next_field for request in store.requests]
    assert following[:-1] == [field.id for field in form.fields[1:]]


@pytest.mark.parametrize("seed", range(3))
async def test_a_burst_of_all_keys_under_load_equals_the_simple_typist(seed: int) -> None:
    form = paper(candidates=12, lists=6)
    chance = random.Random(seed)
    text = "".join(chance.choice("0123456789012\n\n\n\n\n-+*/.bd") for _ in range(1500))
    store, simple = Store(delay=0.001), SimpleTypist(form)
    for key in text:
        simple.press(key)
    app = FormApp(entry(form, store))
    async with app.run_test(size=(80, 24)):
        with busy():
            await burst(app, text)
        assert app.entry.current_field == simple.field
        assert wrong(app.entry.values, simple.values) == 0
    assert wrong(store.values, simple.values) == 0


class OneInputPerField(App[None]):
    """The design that loses numbers, for comparison."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def compose(self) -> ComposeResult:
        for number in range(self.count):
            yield Input(id=f"field{number}", type="integer")

    @on(Input.Submitted)
    def _next(self) -> None:
        self.action_focus_next()


async def test_the_burst_test_can_fail() -> None:
    expected = {f"field{number}": str(100 + number) for number in range(15)}
    app = OneInputPerField(15)
    async with app.run_test(size=(80, 24)):
        await burst(app, "".join(f"{number}\n" for number in expected.values()))
        found = {str(box.id): box.value for box in app.query(Input)}
    assert sum(found[name] != expected[name] for name in expected) > 0


# What every key does, one at a time.


async def test_each_key_by_hand() -> None:
    app = FormApp(entry(paper(candidates=40, lists=2)))
    at = f.POLL_CARDS
    async with app.run_test(size=(80, 24)) as pilot:
        for key, at in (
            ("enter", f.PROXIES),
            ("down", f.VOTER_PASSES),
            ("tab", f.ADMITTED),
            ("up", f.VOTER_PASSES),
            ("shift+tab", f.PROXIES),
            ("minus", f.POLL_CARDS),
            ("end", f.ADMITTED),
            ("home", f.POLL_CARDS),
            ("asterisk", f.ADMITTED),
            ("enter", f.VALID),
            ("minus", f.ADMITTED),
            ("plus", f.VALID),
            ("pagedown", f.EQUAL),
            ("pageup", f.VALID),
            ("plus", f.EQUAL),
            ("plus", candidate_field(1, 1)),
            ("right", candidate_field(1, 18)),
            ("left", candidate_field(1, 1)),
            ("asterisk", total_field(1)),
            ("x", total_field(1)),
            ("f7", total_field(1)),
        ):
            await pilot.press(key)
            assert app.entry.current_field == at, key
        await pilot.press("f1")
        assert app.messages == [EntryForm.HelpAsked]
        await pilot.press("1", "2", "backspace", "3", "enter", "minus")
        assert app.entry.values == {total_field(1): 13}
        await pilot.press("delete", "enter")
        assert app.entry.values == {}
        await pilot.press("escape")
        assert app.messages[1:] == [EntryForm.Left]


async def test_ctrl_c_only_says_how_to_stop() -> None:
    app = FormApp(entry(paper()))
    async with app.run_test(size=(80, 24)):
        await burst(app, "1")
        app.post_message(Key("ctrl+c", "\x03"))
        await burst(app, "")
        assert app.is_running
        assert app.entry.status == "Stoppen: Escape"


async def test_a_whole_paper_is_handed_in_with_the_unit_number() -> None:
    store = Store()
    app = FormApp(entry(paper(candidates=2, lists=2), store))
    async with app.run_test(size=(80, 24)):
        await burst(app, VOTERS + BALLOTS + EQUAL_YES + "400\n20\n420\n400\n10\n410\n")
        assert "Alle optellingen kloppen." in "\n".join(screen(app.entry))
        await burst(app, "7\n")
        assert app.messages == [EntryForm.Submitted]
        app.entry.complain("De opslag is bezet.")
        assert screen(app.entry)[22] == " De opslag is bezet."


async def test_a_failed_save_rings_and_keeps_the_digits_on_the_screen() -> None:
    store = Store(broken=True)
    app = FormApp(entry(paper(), store))
    async with app.run_test(size=(80, 24)):
        await burst(app, "12\n")
        assert screen(app.entry)[22] == " NIET opgeslagen: de schijf is vol."
        assert screen(app.entry)[3].endswith("12_")
        assert app.bells == 1
        store.broken = False
        await burst(app, "\n")
        assert screen(app.entry)[22] == " opgeslagen"
        assert app.entry.values == {f.POLL_CARDS: 12}


def texts_of_the_store() -> Iterator[str]:
    """What a save can fail with: the troubles of SQLite and every rule of the file."""
    for name in ("BUSY", "FULL", "CORRUPT", "IOERR_WRITE", "CONSTRAINT_DATATYPE"):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = f"SQLITE_{name}"
        yield str(problem_of(error))
    schema = files("osv_tui.store").joinpath("schema.sql").read_text("utf-8")
    for rule in sorted(set(re.findall(r"'(osv: [^<']+)'", schema))):
        yield str(problem_of(sqlite3.IntegrityError(rule)))


@pytest.mark.parametrize("text", list(texts_of_the_store()))
async def test_why_a_save_failed_can_be_read_whole(text: str) -> None:
    def refuse(request: SaveRequest) -> None:
        raise SaveFailed(text)

    app = FormApp(EntryForm(paper(), "Voorbeeld", 7, values={}, save=refuse))
    async with app.run_test(size=(80, 24)):
        await burst(app, "12\n")
        lines = screen(app.entry)
        assert f"NIET opgeslagen: {text}" in " ".join(line.strip() for line in lines[21:23])
        await burst(app, "b")
        assert screen(app.entry)[21:23] == [" Som 0   D nog leeg", ""], "the sums come back with the next key"


def test_the_two_lines_for_a_message_can_be_too_few() -> None:
    assert wrapped("ja " * 60, 80, 2)[1].endswith(" ...")


@pytest.mark.parametrize(
    ("text", "typed"),
    [("123", "123_"), (" 1.234\n", "1234_"), ("1.234.567", "1234567_")],
)
async def test_a_pasted_number_stands_in_the_field_as_typed(text: str, typed: str) -> None:
    app = FormApp(entry(paper()))
    async with app.run_test(size=(80, 24)):
        app.post_message(Paste(text))
        await burst(app, "")
        assert screen(app.entry)[3].endswith(f" {typed}")


@pytest.mark.parametrize("text", ["", "1,5", "12 34", "12\n34", "-5", "1.2345", "٣", "1234567890", "\x1b[2J"])
async def test_other_pasted_text_is_refused(text: str) -> None:
    app = FormApp(entry(paper()))
    async with app.run_test(size=(80, 24)):
        app.post_message(Paste(text))
        await burst(app, "")
        assert "is geen getal" in app.entry.status
        assert app.entry.status.isprintable()
        assert screen(app.entry)[3].endswith(" ·")
        assert app.bells == 1


# What is drawn.


def test_a_page_can_be_read_without_an_app() -> None:
    lines = screen(entry(paper(), values={f.POLL_CARDS: 800}, note="Tweede lezing van het papier."))
    assert lines[0] == f" {'Voorbeeld  stembureau 7 De Brug':66}Blad 1 van 6"
    assert lines[1] == " Aantal toegelaten kiezers"
    assert lines[2] == " Tweede lezing van het papier."
    assert lines[3].startswith("   A Geldige stempassen ....")
    assert lines[3].endswith("800")
    assert lines[4].endswith(". ·")
    assert lines[21] == " Som 800   D nog leeg"
    assert lines[23].split()[:2] == ["Enter", "volgende"]


def test_every_line_is_as_wide_as_the_screen() -> None:
    form = entry(paper(candidates=50))
    assert {form.render_line(y).cell_length for y in range(24)} == {80}


async def test_a_long_list_is_shown_in_parts_with_the_caret_in_sight() -> None:
    app = FormApp(entry(lists_only(50, 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        assert screen(app.entry)[1].endswith("deel 1 van 2")
        assert "  34 " in screen(app.entry)[19]
        await burst(app, "/34\n3\n")
        assert screen(app.entry)[1].endswith("deel 2 van 2")
        assert screen(app.entry)[3].startswith("  35 ")
        await pilot.resize_terminal(120, 40)
        assert "deel" not in screen(app.entry, 40)[1]


async def test_closed_fields_are_folded_away_until_the_answer_opens_them() -> None:
    app = FormApp(entry(paper()))
    async with app.run_test(size=(80, 24)):
        await burst(app, "++")
        assert "Zijn D en H gelijk" in screen(app.entry)[3]
        assert not screen(app.entry)[4].strip()
        await burst(app, "2\n")
        assert "Zijn A.2 tot en met D.2 ingevuld" in screen(app.entry)[4]
        assert app.entry.current_field == f.RECOUNTED
        await burst(app, "1\n")
        assert screen(app.entry)[5].startswith(" A.2 Geldige stempassen")


async def test_sums_that_do_not_hold_are_named_and_marked_but_never_stop() -> None:
    app = FormApp(entry(paper(candidates=2)))
    async with app.run_test(size=(80, 24)):
        await burst(app, "800\n40\n5\n846\n")
        assert app.bells == 1
        assert app.entry.current_field == f.VALID
        assert "A+B+C is samen 845, maar bij D staat 846." in screen(app.entry)[22]
        await burst(app, "-")
        assert screen(app.entry)[21] == " ! A+B+C is samen 845, maar bij D staat 846."
        assert screen(app.entry)[3].endswith(". ! 800")
        await burst(app, "+++20\n*139\n")
        await burst(app, "-")
        assert screen(app.entry)[21] == " Som 20   Totaal 139   verschil 119"


async def test_a_warning_is_shown_and_costs_no_key() -> None:
    app = FormApp(entry(paper(candidates=2), Store()))
    async with app.run_test(size=(80, 24)):
        await burst(app, VOTERS + "815\n25\n5\n845")
        assert app.bells == 0
        await burst(app, "\n")
        assert app.bells == 0, "3 % of 845 is 26"
        await burst(app, "-" * 3 + "26\n\n844\n")
        text = "Van de 844 stembiljetten (H) zijn er 26 blanco (F): 3 % of meer."
        assert app.entry.current_field == f.EQUAL
        assert app.bells == 2, "the sum and the warning"
        await burst(app, "-")
        assert [finding.check for finding in app.entry.findings] == [Check.F203, Check.W201]
        assert text not in screen(app.entry)[21]
        assert screen(app.entry)[21].endswith("(+1: F1)")
        assert ". ! 26" in screen(app.entry)[4]
        await burst(app, "846\n")
        assert [finding.check for finding in app.entry.findings] == []
        await burst(app, "-")
        assert [finding.check for finding in app.entry.findings] == [Check.W201]
        assert screen(app.entry)[21] == f" ! {text.replace('844', '846')}"
        await burst(app, "+2\n2\n0\n0\n2\n1\n0\n0\n0\n1\n0\n0\n400\n15\n415\n400\n0\n400\n")
        assert app.entry.current_field is None
        shown = "\n".join(screen(app.entry))
        assert "Dit valt op. Vergelijk het met het papier (F1 geeft uitleg):" in shown
        assert "Staat het zo op het papier? Laat het dan staan en lever in." in shown
        await burst(app, "7\n")
        assert app.messages == [EntryForm.Submitted]


@pytest.mark.parametrize(("eligible", "found"), [(0, []), (700, [Check.W251]), (845, [Check.W252])])
async def test_the_voters_called_up_reach_the_checks(eligible: int, found: list[Check]) -> None:
    app = FormApp(entry(paper(), eligible=eligible))
    async with app.run_test(size=(80, 24)):
        await burst(app, VOTERS + BALLOTS)
        await burst(app, "-")
        assert [finding.check for finding in app.entry.findings] == found


async def test_the_answer_is_held_against_the_numbers_of_the_pages_before() -> None:
    app = FormApp(entry(paper(method=CountingMethod.STATION)))
    async with app.run_test(size=(80, 24)):
        await burst(app, VOTERS + "831\n5\n10\n846\n1\n")
        text = "Bij «Zijn D en H gelijk?» staat ja, maar D is 845 en H is 846."
        assert text in " ".join(line.strip() for line in screen(app.entry)[21:23])
        await burst(app, "-")
        assert " ! " in screen(app.entry)[3]
        await burst(app, "2\n2\n0\n")
        assert "H is 1 meer dan D, maar bij méér staat 2." in screen(app.entry)[21]


def test_an_error_and_a_warning_are_told_apart_on_the_last_page() -> None:
    form = paper(candidates=1, lists=1, method=CountingMethod.STATION)
    good = dict.fromkeys((field.id for field in form.fields if field.gate is None), 0)
    good |= {f.POLL_CARDS: 845, f.ADMITTED: 845, f.VALID: 845, f.FOUND: 845, f.EQUAL: 1}
    good |= {candidate_field(1, 1): 845, total_field(1): 845}

    async def last_page(values: Mapping[FieldId, int]) -> str:
        app = FormApp(entry(form, values=values))
        async with app.run_test(size=(80, 24)):
            await burst(app, "++++")
            return "\n".join(screen(app.entry))

    warned = {**good, f.VALID: 800, f.BLANK: 45, candidate_field(1, 1): 800, total_field(1): 800}
    for values, said in (
        (good, "Alle optellingen kloppen."),
        (warned, "Dit valt op. Vergelijk"),
        ({**good, f.ADMITTED: 846, f.EQUAL: 1}, "Dit klopt niet. Vergelijk"),
        ({**warned, f.POLL_CARDS: 846}, "Dit klopt niet of valt op. Vergelijk"),
    ):
        assert said in asyncio.run(last_page(values))


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        ((), ""),
        (("een", "twee"), "een   twee"),
        (("a" * 40, "b" * 33), f"{'a' * 40}   {'b' * 33}"),
        (("a" * 40, "b" * 34), f"{'a' * 40}  (+1: F1)"),
        (("a" * 40, "b" * 34, "c"), f"{'a' * 40}  (+2: F1)"),
        (("a" * 90, "b"), f"{'a' * 65}.  (+1: F1)"),
        (("a" * 90,), f"{'a' * 75}."),
    ],
)
def test_what_does_not_fit_on_the_sum_line_is_counted(texts: tuple[str, ...], line: str) -> None:
    assert as_many(texts, 80) == line


def test_locked_fields_show_no_number_of_another_typist() -> None:
    form = lists_only(3, 1)
    locked = frozenset({candidate_field(1, 1), candidate_field(1, 2)})
    lines = screen(entry(form, values={candidate_field(1, 2): 8}, locked=locked))
    assert lines[3].endswith(". =")
    assert lines[4].endswith(". 8")
    assert lines[21] == ""


async def test_the_last_page_lists_what_is_missing_and_enter_goes_there() -> None:
    app = FormApp(entry(paper(candidates=3)))
    async with app.run_test(size=(80, 24)):
        await burst(app, VOTERS + BALLOTS + EQUAL_YES + "1\n\n3\n++")
        text = "\n".join(screen(app.entry))
        assert "Er zijn nog 6 velden niet gelezen." in text
        assert "2 velden, eerste: 2 de Vries, A.B." in text
        await burst(app, "\n")
        assert app.entry.current_field == candidate_field(1, 2)


def test_the_last_page_fits_however_much_is_missing() -> None:
    form = paper(candidates=1, lists=40)
    widget = entry(form, locked=frozenset(field.id for field in form.fields if field.kind.value != "total"))
    lines = screen(widget)
    assert len(lines) == 24
    assert {widget.render_line(y).cell_length for y in range(24)} == {80}


def test_a_hostile_name_is_cut_and_cleaned_and_is_never_markup() -> None:
    form = lists_only(2, 1)
    hostile = relabelled(form, candidate_field(1, 1), "[bold red]x[/]\x1b]0;boe\x07" + "漢" * 40)
    widget = entry(hostile)
    assert "[bold red]x[/]?]0;" in widget.render_line(3).text
    assert "\x1b" not in widget.render_line(3).text
    assert widget.render_line(3).cell_length == 80


async def test_the_terminal_cursor_stands_at_the_caret() -> None:
    app = FormApp(entry(lists_only(50, 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(app, "")
        assert app.cursor_position == Offset(38, 3)
        await burst(app, "12\n")
        assert app.cursor_position == Offset(38, 4)
        await burst(app, "/18\n")
        assert app.cursor_position == Offset(78, 3)
        await burst(app, "/4")
        assert app.cursor_position == Offset(len("Naar nummer: 4_"), 22)
        await pilot.press("escape")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert app.cursor_position == Offset(58, 20)


async def test_a_digit_draws_one_field_anew_and_nothing_else() -> None:
    app = FormApp(entry(lists_only(50, 1)))
    async with app.run_test(size=(80, 24)):
        await burst(app, "")
        drawn: list[int] = []
        original = app.entry.render_line

        def render_line(y: int) -> object:
            drawn.append(y)
            return original(y)

        app.entry.render_line = render_line  # type: ignore[method-assign, assignment]
        await burst(app, "1")
        assert drawn == [3]
        drawn.clear()
        await burst(app, "\n")
        assert set(drawn) == {3, 4, 21, 22}, "two fields, sum line, status line"


def test_no_state_is_shown_by_colour_alone() -> None:
    widget = entry(paper(), values={f.POLL_CARDS: 1, f.PROXIES: 1, f.VOTER_PASSES: 1, f.ADMITTED: 4})
    styles = {style for y in range(24) for _, style, _ in widget.render_line(y) if style}
    assert {Style(color=style.color, bgcolor=style.bgcolor) for style in styles} == {
        Style(color=widget.rich_style.color, bgcolor=widget.rich_style.bgcolor)
    }
    assert any(style.reverse for style in styles)


async def test_the_keys_of_the_moment_fit_the_smallest_screen() -> None:
    app = FormApp(entry(paper(candidates=2)))
    async with app.run_test(size=(80, 24)):
        seen = set()
        for key in ("", "+++", "/", "1\n", "++++"):
            await burst(app, key)
            seen.add(app.entry.keys_of_the_moment)
            assert len(app.entry.keys_of_the_moment) <= 78
            assert screen(app.entry)[23] == f" {app.entry.keys_of_the_moment}"
        assert len(seen) == 4


async def test_a_window_that_is_too_small_says_so() -> None:
    app = FormApp(entry(paper()))
    async with app.run_test(size=(60, 20)):
        assert "te klein" in screen(app.entry)[0]
