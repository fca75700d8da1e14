"""The rules of typing, without a screen."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from textual.events import Key

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, Form, candidate_field, total_field
from osv_tui.ui.widgets import keys
from osv_tui.ui.widgets.draft import Draft, Page
from osv_tui.ui.widgets.keying import Keying, Reply, Request, SaveRequest
from osv_tui.ui.widgets.keys import Command
from osv_tui.ui.widgets.layout import Grid, Place, clean, cut
from tests.ui.papers import BALLOTS, EQUAL_YES, VOTERS, SimpleTypist, Store, lists_only, paper

COMMANDS = {
    "\n": Command.ENTER,
    "-": Command.BACK,
    "+": Command.NEXT_PAGE,
    "*": Command.LAST,
    "/": Command.JUMP,
    ".": Command.ZEROS,
    "b": Command.BACKSPACE,
    "d": Command.DELETE,
    "e": Command.LEAVE,
    "<": Command.LEFT,
    ">": Command.RIGHT,
    "^": Command.PREVIOUS_PAGE,
    "h": Command.FIRST,
}


def grid(page: Page) -> Grid:
    return Grid.fitting(len(page.shown), 80, 24)


def keying(
    form: Form,
    store: Store,
    values: Mapping[FieldId, int] | None = None,
    locked: frozenset[FieldId] = frozenset(),
    position: FieldId | None = None,
) -> Keying:
    return Keying(form, 7, values=values or {}, locked=locked, position=position, save=store, grid=grid)


def press(typist: Keying, text: str) -> Reply:
    reply = Reply()
    for key in text:
        reply = typist.type(key) if key.isdigit() else typist.obey(COMMANDS[key])
    return reply


@pytest.mark.parametrize("seed", range(60))
def test_random_keys_do_what_a_simple_typist_does(seed: int) -> None:
    chance = random.Random(seed)
    form = paper(candidates=3 if seed % 3 else 40, lists=1 + seed % 3)
    store, simple = Store(), SimpleTypist(form)
    typist = keying(form, store)
    for step in range(600):
        key = chance.choice("00112234567899\n\n\n\n\n\n\n-+*.../bd")
        if press(typist, key).request is Request.SUBMIT:
            assert simple.typed == "7"
            assert not form.missing(simple.values)
            break
        simple.press(key)
        assert (typist.field, typist.typed, dict(typist.values)) == (
            simple.field,
            simple.typed,
            simple.values,
        ), f"step {step}: {key!r}"
    assert store.values == simple.values


@pytest.mark.parametrize("seed", range(20))
def test_sums_and_findings_kept_up_to_date_equal_those_worked_out_at_once(seed: int) -> None:
    chance = random.Random(seed)
    form = paper(candidates=2, lists=2)
    typist = keying(form, Store())
    press(typist, "".join(chance.choice(("1\n", "2\n", "3\n", "-", "0\n", "+", "b\n")) for _ in range(400)))
    afresh = Draft(form, typist.values, frozenset())
    position = typist.page_number
    if position < len(form.sections):
        assert typist.running == afresh.running(position)
        assert typist.alarm == afresh.alarm(position)
    press(typist, "++++++++")
    assert typist.closing == afresh.closing()


def test_an_answer_unfolds_and_folds_the_fields_behind_it() -> None:
    store = Store()
    typist = keying(paper(), store)
    press(typist, VOTERS + BALLOTS + "2\n1\n8\n")
    assert typist.field == f.PROXIES_2
    assert store.requests[-3].next_field == f.RECOUNTED
    press(typist, "h1\n")
    assert typist.field == candidate_field(1, 1)
    emptied = {change.field: change.value for change in store.requests[-1].changes}
    assert emptied == {f.EQUAL: 1, f.RECOUNTED: None, f.POLL_CARDS_2: None}


@pytest.mark.parametrize(
    ("behind", "answer", "status"),
    [
        ("1\n800\n40\n5\n845\n2\n2\n1\n", "^1\n", "opgeslagen; 8 velden erachter leeggemaakt"),
        ("1\n", "hd\n", "opgeslagen; 1 veld erachter leeggemaakt"),
    ],
)
def test_fields_that_an_answer_empties_are_counted_aloud(behind: str, answer: str, status: str) -> None:
    typist = keying(paper(), Store())
    assert not press(typist, f"{VOTERS}{BALLOTS}2\n{behind}").bell
    reply = press(typist, answer)
    assert reply.bell
    assert typist.status.text == status
    assert typist.status.urgent
    assert not press(typist, "+").bell


def test_the_form_is_not_left_before_it_is_told_what_was_emptied() -> None:
    store = Store()
    typist = keying(paper(), store)
    reply = press(typist, f"{VOTERS}{BALLOTS}2\n1\n8\nh1e")
    assert reply == Reply(bell=True)
    assert typist.status.text == "opgeslagen; 2 velden erachter leeggemaakt"
    assert (typist.field, store.values[f.EQUAL]) == (f.EQUAL, 1)
    assert press(typist, "e").request is Request.LEAVE


def test_an_answer_with_nothing_behind_it_is_just_stored() -> None:
    typist = keying(paper(), Store())
    assert not press(typist, VOTERS + BALLOTS + EQUAL_YES).bell
    assert typist.status.text == "opgeslagen"


def test_a_number_that_is_too_much_is_refused_and_what_stood_there_stays() -> None:
    typist = keying(paper(), Store())
    reply = press(typist, "1234567890")
    assert reply.bell
    assert typist.typed == "123456789"
    assert "9 cijfers" in typist.status.text
    press(typist, "+" + "+")
    assert press(typist, "3").bell
    assert typist.typed is None
    assert "0, 1 of 2" in typist.status.text


def test_a_question_without_a_third_box_takes_no_zero() -> None:
    store = Store()
    typist = keying(paper(), store)
    press(typist, VOTERS + BALLOTS + "2\n")
    reply = press(typist, "0")
    assert reply.bell
    assert (typist.field, typist.typed) == (f.RECOUNTED, None)
    assert typist.status.text == "Hier past alleen 1 of 2."
    press(typist, "2\n")
    assert store.values[f.RECOUNTED] == 2


def test_a_failed_save_keeps_the_digits_and_the_next_enter_tries_again() -> None:
    store = Store(broken=True)
    typist = keying(paper(), store)
    reply = press(typist, "12\n")
    assert reply.bell
    assert typist.status.text == "NIET opgeslagen: de schijf is vol."
    assert (typist.field, typist.typed, dict(typist.values)) == (f.POLL_CARDS, "12", {})
    press(typist, "+")
    assert typist.field == f.POLL_CARDS
    assert press(typist, "e").request is None, "leaving must not lose the number"
    store.broken = False
    press(typist, "3\n")
    assert typist.status.text == "opgeslagen"
    assert store.values == {f.POLL_CARDS: 123}


def test_a_failed_save_of_zeros_leaves_the_list_as_it_was() -> None:
    store = Store()
    typist = keying(lists_only(3, 1), store)
    press(typist, "5\n*5")
    store.broken = True
    press(typist, ".")
    assert (typist.typed, dict(typist.values)) == ("5", {candidate_field(1, 1): 5})
    assert typist.running is not None
    assert typist.running.sum == 5


def test_zeros_come_in_one_request_with_the_total_that_was_being_typed() -> None:
    store = Store()
    typist = keying(lists_only(4, 2), store)
    press(typist, "5\n\n2\n*7.")
    assert typist.field == candidate_field(2, 1)
    last = {change.field: change.value for change in store.requests[-1].changes}
    assert last == {total_field(1): 7, candidate_field(1, 2): 0, candidate_field(1, 4): 0}
    assert store.requests[-1].next_field == candidate_field(2, 1)


def test_zeros_are_refused_with_both_figures() -> None:
    store = Store()
    typist = keying(lists_only(4, 2), store)
    assert press(typist, "5\n*9.").bell
    assert "Som 5   Totaal 9   verschil 4" in typist.status.text
    assert typist.typed == "9"
    assert store.values == {candidate_field(1, 1): 5}
    assert "Typ eerst het totaal" in (press(typist, "d."), typist.status.text)[1]
    other = keying(paper(), Store())
    press(other, ".")
    assert other.status.text == "Nullen invullen kan alleen op een lijst."


def test_jumps_go_to_candidates_on_a_list_and_to_lists_elsewhere() -> None:
    store = Store()
    typist = keying(paper(candidates=30, lists=2), store)
    press(typist, "12/2\n")
    assert typist.field == candidate_field(2, 1)
    assert store.requests[-1].next_field == candidate_field(2, 1)
    press(typist, "7/29\n")
    assert typist.field == candidate_field(2, 29)
    assert press(typist, "4/31\n").bell
    assert typist.status.text == "Op lijst 2 staat geen kandidaat 31."
    assert (typist.field, typist.typed) == (candidate_field(2, 29), "4")
    press(typist, "/12e")
    assert not typist.jumping
    assert typist.typed == "4"


def test_left_and_right_go_one_column_and_on_into_the_next_part() -> None:
    typist = keying(lists_only(80, 1), Store())
    press(typist, "\n\n>")
    assert typist.field == candidate_field(1, 20)
    press(typist, ">")
    assert typist.field == candidate_field(1, 37)
    press(typist, "<<<")
    assert typist.field == candidate_field(1, 3)


def test_locked_fields_are_never_a_stop_and_never_changed() -> None:
    form = lists_only(4, 3)
    free = {candidate_field(1, 3), total_field(1), candidate_field(3, 2)}
    locked = frozenset(field.id for field in form.fields) - free
    store = Store()
    typist = keying(form, store, locked=locked)
    assert typist.field == candidate_field(1, 3)
    press(typist, "5\n5.")
    assert "staan velden vast" in typist.status.text
    press(typist, "\n")
    assert typist.field == candidate_field(3, 2), "the page without a free field is skipped"
    press(typist, "-*h1^")
    assert typist.field == candidate_field(1, 3)
    press(typist, "+/4\n")
    assert typist.field == candidate_field(3, 2)
    assert typist.running is None, "a sum of half the fields says nothing"
    press(typist, "8\n")
    assert not typist.closing.gaps
    assert press(typist, "7\n").request is Request.SUBMIT
    assert {change.field for change in store.changes} == free


def test_coming_back_continues_at_the_stored_position() -> None:
    form = paper()
    first = Store()
    typist = keying(form, first)
    assert press(typist, "12\n34\n56e").request is Request.LEAVE
    assert first.requests[-1] == SaveRequest(first.requests[-1].changes, f.VOTER_PASSES)
    again = keying(form, Store(), first.values, position=first.requests[-1].next_field)
    assert again.field == f.VOTER_PASSES
    assert dict(again.values) == first.values


def test_escape_without_a_number_stores_only_the_position() -> None:
    store = Store()
    typist = keying(paper(), store)
    press(typist, "\n\ne")
    assert store.requests == [SaveRequest((), f.VOTER_PASSES)]


def test_keys_after_handing_in_change_nothing_until_the_screen_complains() -> None:
    store = Store()
    typist = keying(lists_only(1, 1), store)
    assert press(typist, "5\n5\n7\n").request is Request.SUBMIT
    press(typist, "-9\n-9\n")
    assert store.values == {candidate_field(1, 1): 5, total_field(1): 5}
    assert typist.complain("De opslag is bezet.").bell
    press(typist, "-6\n")
    assert store.values[total_field(1)] == 6


def test_the_unit_number_guards_the_hand_in() -> None:
    typist = keying(lists_only(1, 1), Store())
    press(typist, "5\n5\n")
    reply = press(typist, "8\n")
    assert reply.bell
    assert reply.request is None
    assert typist.status.text == "Dit scherm is van stembureau 7, u typte 8. Kijk op het papier."
    assert press(typist, "\n").request is None
    assert press(typist, "7\n").request is Request.SUBMIT


def test_digits_on_an_incomplete_last_page_go_nowhere() -> None:
    store = Store()
    typist = keying(paper(), store)
    press(typist, "++++++")
    assert typist.field is None
    assert press(typist, "7").bell
    assert press(typist, "\n").request is None
    assert not store.requests
    assert [typist.field] == [f.POLL_CARDS]


def test_a_broken_sum_rings_once_and_again_when_it_changes() -> None:
    typist = keying(paper(), Store())
    assert press(typist, "800\n40\n5\n846\n").bell
    assert "A+B+C is samen 845, maar bij D staat 846." in typist.status.text
    assert not press(typist, "-\n").bell
    assert press(typist, "-847\n").bell
    assert not press(typist, "-845\n").bell


def test_the_sum_of_the_lists_is_compared_with_e() -> None:
    typist = keying(paper(candidates=1, lists=2), Store())
    press(typist, VOTERS + BALLOTS + EQUAL_YES + "5\n5\n6\n6\n")
    assert [finding.text for finding in typist.closing.findings] == [
        "De lijsten zijn samen 11, maar bij E staat 830."
    ]
    assert typist.closing.judged


@pytest.mark.parametrize(
    ("name", "character", "command"),
    [
        ("plus", "+", Command.NEXT_PAGE),
        ("add", "+", Command.NEXT_PAGE),
        ("subtract", "-", Command.BACK),
        ("multiply", "*", Command.LAST),
        ("divide", "/", Command.JUMP),
        ("decimal", ",", Command.ZEROS),
        ("full_stop", ".", Command.ZEROS),
        ("enter", None, Command.ENTER),
        ("shift+\r", None, Command.ENTER),
        ("ctrl+j", "\n", Command.ENTER),
        ("alt+shift+o", "O", None),
        ("l", "l", None),
        ("num_lock", None, None),
        ("alt+minus", "-", None),
    ],
)
def test_keys_of_all_terminals(name: str, character: str | None, command: Command | None) -> None:
    assert keys.command(Key(name, character)) is command
    assert keys.digit(Key(name, character)) is None


def test_a_keypad_without_num_lock_gets_a_hint() -> None:
    typist = keying(paper(), Store())
    assert keys.command(Key("insert", None)) is Command.NUM_LOCK_OFF
    assert typist.obey(Command.NUM_LOCK_OFF).bell
    assert "NumLock" in typist.status.text


def test_only_plain_ascii_digits_are_digits() -> None:
    assert keys.digit(Key("5", "5")) == "5"
    assert keys.digit(Key("alt+5", "5")) is None
    assert keys.digit(Key("arabic_indic_digit_five", "٥")) is None
    assert keys.digit(Key("superscript_two", "²")) is None


def test_grid_places_and_finds_every_field() -> None:
    for count in (1, 17, 18, 34, 35, 81, 900):
        spread = Grid.fitting(count, 80, 24)
        assert [spread.index(spread.place(index)) for index in range(count)] == list(range(count))
        assert spread.index(spread.place(count)) is None
    assert Grid.fitting(51, 80, 24).parts == 2
    assert Grid.fitting(51, 80, 24).place(34) == Place(1, 0, 0)
    assert Grid.fitting(51, 120, 40).columns == 2


def test_names_are_cut_by_cells_and_cannot_steer_the_terminal() -> None:
    assert cut("Jansen-de Vries", 14) == "Jansen-de Vri."
    assert cut("漢字漢字漢字", 6) == "漢字."
    assert clean("a\x1b[2Jb\u202ec") == "a?[2Jb?c"
