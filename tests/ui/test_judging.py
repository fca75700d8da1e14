"""The supervisor at one unit: judging, accounting, sending back, reopening. No key there makes a number."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import DataTable

from osv_tui.election import form as f
from osv_tui.election.accountability import CountAccount, Disposition, UnitAccount
from osv_tui.election.checks import Check
from osv_tui.election.count import Count
from osv_tui.election.form import count_form
from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import UnitState
from osv_tui.store import decisions, judging, releasing
from osv_tui.store.decisions import UnitLine
from osv_tui.store.judging import Dossier
from osv_tui.store.problems import Busy
from osv_tui.ui.countersign import Countersign
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.field_names import field_called, full_name, short_name, short_names
from osv_tui.ui.matters import figures
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.screens.overview import OverviewScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen
from osv_tui.ui.screens.unit import UnitScreen
from osv_tui.ui.statement import AskStatement
from osv_tui.ui.widgets.bars import KeyBar
from osv_tui.ui.widgets.fields import TextField
from tests.examples import ELECTION
from tests.ui import town
from tests.ui.desk import Desk, desk_at

LOOKED, FOUND = "het proces-verbaal, onderdeel 5", "zo staat het op het papier"
LONG = "Wij hebben alle passen en alle stembiljetten nageteld met het register erbij. " * 7


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return town.place(town.to_judge, tmp_path)


async def at_unit(desk: Desk, number: int) -> UnitScreen:
    await desk.sign_in("sam")
    await desk.press(*["down"] * (number - 1), "enter")
    screen = desk.screen
    assert isinstance(screen, UnitScreen)
    return screen


def line_of(desk: Desk, number: int) -> UnitLine:
    assert desk.app.actor is not None
    lines = decisions.overview(desk.file, desk.app.actor)
    return next(line for line in lines if line.unit.number == number)


def dossier_of(desk: Desk, number: int) -> Dossier:
    assert desk.app.actor is not None
    return judging.dossier(desk.file, desk.app.actor, line_of(desk, number).key)


def keys_shown(desk: Desk) -> str:
    """The keys of the footer, as «B T P»."""
    shown = str(desk.screen.query_one(KeyBar).render()).split("  ")
    return " ".join(part.split()[0] for part in shown if part.strip())


def sent_back(desk: Desk) -> list[tuple[object, ...]]:
    return desk.file.rows("SELECT entry, field, reason FROM decision_field ORDER BY entry, field")


def numbers(desk: Desk) -> list[tuple[object, ...]]:
    return desk.file.rows("SELECT entry, field, value FROM entry_value ORDER BY entry, field")


def stands(screen: UnitScreen) -> list[tuple[str, str]]:
    return [(matter.code, matter.stand) for matter in screen.matters]


# The way there.


async def test_the_overview_filters_what_is_to_be_judged_and_shows_versions(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        screen = desk.screen
        assert isinstance(screen, OverviewScreen)
        assert "1 eerste invoer klopt niet" in desk.words
        assert "Basisschool De Eik (v2)" in desk.words
        assert "Sporthal Noord (v" not in desk.words
        await desk.press("f", "f")
        assert [unit.unit.number for unit in screen.shown] == [1, 2, 3]


@pytest.mark.parametrize("number", [1, 2, 4])
async def test_enter_opens_the_dossier_once_however_often_it_is_pressed(station: Path, number: int) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await desk.press(*["down"] * (number - 1))
        desk.hands.press("enter", "enter")
        await desk.settle()
        assert sum(isinstance(screen, UnitScreen) for screen in desk.app.screen_stack) == 1
        await desk.press(*["escape"] * (1 if desk.at(UnitScreen) else 2))
        assert desk.at(OverviewScreen)


async def test_where_nothing_can_be_done_enter_tells_what_is_going_on(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await desk.press(*["down"] * 6, "enter")
        assert desk.notice == "Stembureau 7: heropend. Twee personen moeten alles opnieuw invoeren."
        await desk.press("down", "down", "enter")
        assert desk.notice == "Stembureau 9: nog niemand heeft het ingevoerd."
        assert desk.at(OverviewScreen)


async def test_what_was_sent_back_can_be_handed_over_to_a_third_typist(station: Path) -> None:
    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        await desk.press(*["down"] * 7, "enter")
        await desk.fill("")
        assert desk.at(AskStatement)
        assert "Geef een reden." in desk.text
        await desk.fill("Bo is naar huis")
        assert desk.at(OverviewScreen)
        assert desk.notice == "Stembureau 8: nu kan ook een ander de velden opnieuw invoeren."
        assert desk.file.rows("SELECT reason FROM hand_over") == [("Bo is naar huis",)]
        await desk.press("enter")
        await desk.fill("nog een keer")
        assert "niets om aan een ander te geven" in desk.words
        await desk.press("escape", "escape")
        assert desk.at(OverviewScreen)


async def test_a_file_that_is_in_use_is_told_and_the_dossier_can_be_left(
    station: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy("Het bestand is in gebruik door een ander programma. Probeer het zo opnieuw.")

    async with desk_at(station) as desk:
        await desk.sign_in("sam")
        monkeypatch.setattr(judging, "dossier", busy)
        await desk.press("enter")
        assert desk.at(UnitScreen)
        assert desk.notice.startswith("! Het bestand is in gebruik")
        assert keys_shown(desk) == "Esc F1"
        await desk.press("b", "t", "p", "s", "l", "h", "i", "enter", "escape")
        assert desk.at(OverviewScreen)


@pytest.mark.parametrize("key", ["enter", "b", "t", "p", "s"])
async def test_a_key_that_comes_twice_opens_one_thing(station: Path, key: str) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 2)
        await desk.press("down")
        desk.hands.press(key, key)
        await desk.settle()
        opened = desk.app.screen_stack[desk.app.screen_stack.index(screen) + 1 :]
        assert len(opened) <= 1, "the second Enter may close the text that the first one opened"
        assert key == "enter" or opened


# What is shown.


@pytest.mark.parametrize(
    ("number", "keys"),
    [(1, "L P S Esc F1"), (2, "T P S Esc F1"), (3, "B P S Esc F1"), (4, "P H Esc F1"), (5, "T P H Esc F1")],
)
async def test_the_footer_has_the_keys_that_work_now(station: Path, number: int, keys: str) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, number)
        assert keys_shown(desk) == keys
        others = set("lbitpsh") - set(keys.lower().split())
        await desk.press(*sorted(others))
        assert desk.at(UnitScreen)


async def test_the_dossier_shows_the_figures_the_findings_and_what_is_left(station: Path) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 2)
        assert "te beoordelen, 900 kiezers opgeroepen" in desk.words
        assert "A 467 B 4 C 1 D 472 E 449 F 2 G 3 H 454 H-D -18" in desk.words
        assert "méér 0 minder 18 verklaring 1-5: 16, 0, 0, 2, 0" in desk.words
        assert stands(screen) == [("Telling", "open"), ("W.203", "open"), ("W.352", "open")]
        assert desk.notice == "Nog te doen: 2 te beoordelen (B) en het telverschil verantwoorden (T)."
        await desk.press("down", "down")
        assert desk.static("#detail") == "Voor een verschil van 2 is geen verklaring gevonden."


def test_a_recount_of_the_voters_stands_beside_the_first_count() -> None:
    values = {
        **{f.POLL_CARDS: 2597, f.PROXIES: 104, f.VOTER_PASSES: 11, f.ADMITTED: 2712},
        **{f.POLL_CARDS_2: 2598, f.PROXIES_2: 104, f.VOTER_PASSES_2: 11, f.ADMITTED_2: 2713},
        **{f.VALID: 2700, f.BLANK: 5, f.INVALID: 5, f.FOUND: 2710, f.EQUAL: 2, f.EQUAL_2: 0},
        **{f.MORE: 0, f.FEWER: 3, f.NOT_RETURNED: 2, f.NO_EXPLANATION: 1},
    }
    form = count_form(ELECTION, CountingMethod.CENTRAL)
    account = UnitAccount(ELECTION.units[0], Count.of(values))
    shown = figures(Dossier(1, 1, UnitState.FINAL, 1, (1, 2), form, account, ()))
    assert shown == (
        "A 2597  B 104  C 11  D 2712   A.2 2598  B.2 104  C.2 11  D.2 2713",
        "E 2700  F 5  G 5  H 2710   H-D -3",
        "D en H gelijk: niets ingevuld   méér 0  minder 3   verklaring 1-5: 2, 0, 0, 1, 0",
    )


async def test_a_unit_without_anything_says_so(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 4)
        assert "De controles vonden niets, en er is niets vastgelegd." in desk.text
        assert desk.notice == "Definitief, en hier is niets meer te doen. Esc gaat terug."
        await desk.press("enter")
        assert desk.at(UnitScreen)


async def test_a_corrected_unit_shows_each_field_that_changed(station: Path) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 6)
        assert "definitief, versie 2" in desk.words
        assert stands(screen) == [("Opnieuw", "ingevoerd")]
        assert "Het stembureau heeft het papier verbeterd." in desk.static("#detail")
        assert "eerst 53, nu 4" in desk.static("#detail")


async def test_f1_has_the_page_of_the_chosen_check_before_the_screen(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 2)
        await desk.press("f1")
        assert "W.203" not in desk.text
        assert "Alles van één stembureau" in desk.text
        await desk.press("escape", "down", "f1")
        assert desk.text.index("W.203  Groot verschil") < desk.text.index("Alles van één stembureau")
        assert "Grens       Groot verschil tussen D en H, vanaf 2 %." in desk.text
        assert keys_shown(desk) == "PgDn Esc"
        await desk.press("pagedown")
        assert "H  heropen een definitief stembureau" in desk.text
        await desk.press("f1")
        assert desk.at(UnitScreen)


# Judging.


async def test_one_finding_is_judged_and_the_rest_stays_open(station: Path) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 2)
        await desk.press("down", "b", "1")
        assert [field.value for field in desk.screen.query(TextField)] == ["", "", ""], (
            "nothing is pre-filled"
        )
        await desk.fill(LOOKED, FOUND, "")
        assert desk.at(UnitScreen)
        assert stands(screen) == [("Telling", "open"), ("W.203", "beoordeeld"), ("W.352", "open")]
        left = "Vastgelegd. Nog te doen: 1 te beoordelen (B) en het telverschil verantwoorden (T)."
        assert desk.notice == left
        judged = dossier_of(desk, 2).account.findings
        assert judged[0].disposition == Disposition(Check.W203, "", LOOKED, FOUND, "", town.clock())
        assert judged[1].disposition is None


async def test_all_open_findings_can_be_judged_with_one_text_after_which_the_unit_is_final(
    station: Path,
) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 2)
        await desk.press("down", "b")
        assert desk.at(Choose)
        await desk.press("2")
        await desk.fill(LOOKED, FOUND, "telploeg 3")
        assert stands(screen) == [("Telling", "open"), ("W.203", "beoordeeld"), ("W.352", "beoordeeld")]
        assert line_of(desk, 2).state is UnitState.FINAL
        told = {
            (judged.disposition.found, judged.disposition.recounted_by)
            for judged in dossier_of(desk, 2).account.findings
            if judged.disposition
        }
        assert told == {(FOUND, "telploeg 3")}
        assert keys_shown(desk) == "T P H Esc F1", "the cursor went to what is still open"


async def test_the_last_finding_is_judged_without_a_question_and_then_nothing_is_left(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b")
        assert desk.at(AskStatement)
        await desk.fill(LOOKED, FOUND, "")
        assert desk.notice == "Vastgelegd. Definitief, en hier is niets meer te doen. Esc gaat terug."
        await desk.press("escape")
        assert desk.at(OverviewScreen)
        assert "4 definitief" in desk.words


async def test_a_finding_is_judged_again_from_empty_lines(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b")
        await desk.fill(LOOKED, FOUND, "")
        await desk.press("b")
        assert "U hebt dit al beoordeeld." in desk.words
        assert [field.value for field in desk.screen.query(TextField)] == ["", "", ""]
        await desk.fill(LOOKED, "toch nageteld", "")
        (judged,) = dossier_of(desk, 3).account.findings
        assert judged.disposition is not None
        assert judged.disposition.found == "toch nageteld"
        assert desk.file.value("SELECT count(*) FROM disposition") == 2


async def test_a_refusal_gives_everything_back_that_was_typed(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b")
        await desk.fill(LOOKED, " ", "telploeg 3")
        assert "! Vul in wat u op papier vond." in desk.text
        assert [field.value for field in desk.screen.query(TextField)] == [LOOKED, " ", "telploeg 3"]
        await desk.fill(FOUND)
        await desk.press("enter")
        assert line_of(desk, 3).state is UnitState.FINAL


async def test_a_text_that_cannot_be_printed_comes_back_at_its_own_line(station: Path) -> None:
    strange = "één stapel ♥ lag apart"
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b")
        await desk.fill(LOOKED, strange, "telploeg 3")
        said = "! Het teken «♥» (U+2665) in «één stapel ♥ lag apart» kan niet worden afgedrukt."
        assert said in desk.words
        fields = list(desk.screen.query(TextField))
        assert [field.value for field in fields] == [LOOKED, strange, "telploeg 3"]
        assert desk.app.focused is fields[1]
        assert line_of(desk, 3).state is UnitState.TO_JUDGE
        await desk.press(*["backspace"] * len("♥ lag apart"))
        await desk.type("ligt àpart: ł ő Ж")
        await desk.press("enter", "enter")
        assert line_of(desk, 3).state is UnitState.FINAL
        assert desk.file.value("SELECT found FROM disposition") == "één stapel ligt àpart: ł ő Ж"


async def test_long_texts_are_kept_whole_and_can_be_read_whole(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b")
        await desk.fill(f"1 {LONG}", f"2 {LONG}", f"3 {LONG}")
        (judged,) = dossier_of(desk, 3).account.findings
        assert judged.disposition is not None
        assert judged.disposition.found == f"2 {LONG}".strip()
        assert "... Enter: alles lezen" in desk.text
        await desk.press("enter")
        assert desk.at(HelpScreen)
        assert "Nageteld door: 3" not in desk.text
        while (
            desk.screen.query_one(VerticalScroll).scroll_y
            < desk.screen.query_one(VerticalScroll).max_scroll_y
        ):
            await desk.press("pagedown")
        assert "Nageteld door: 3 Wij hebben" in desk.words
        await desk.press("escape")
        assert desk.at(UnitScreen)


async def test_escape_is_asked_twice_once_something_was_typed(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b", "escape")
        assert desk.at(UnitScreen), "nothing was typed"
        await desk.press("b")
        await desk.type("bekeken")
        await desk.press("escape")
        assert desk.at(AskStatement)
        assert "gaat dan verloren" in desk.words
        await desk.type("!")
        await desk.press("escape")
        assert desk.at(AskStatement), "typing on takes the question back"
        await desk.press("escape")
        assert desk.at(UnitScreen)
        assert desk.file.value("SELECT count(*) FROM disposition") == 0


async def test_keys_typed_ahead_into_a_dialog_that_closes_do_nothing_below(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b")
        await desk.type(f"{LOOKED}\n{FOUND}\n\nbts\n")
        await desk.settle()
        assert line_of(desk, 3).state is UnitState.FINAL
        assert desk.at(UnitScreen)
        assert desk.file.value("SELECT count(*) FROM disposition") == 1


async def test_a_unit_that_changed_meanwhile_is_refused_and_shown_anew(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 3)
        await desk.press("b")
        key = line_of(desk, 3).key
        assert desk.app.actor is not None
        entry = line_of(desk, 3).entries[1]
        decisions.discard(desk.file, desk.app.actor, (entry,), "verkeerd papier")
        await desk.fill(LOOKED, FOUND, "")
        assert "Dit stembureau is intussen veranderd. Kijk opnieuw." in desk.words
        await desk.press("escape", "escape")
        assert desk.notice == "! Bij dit stembureau is er nu niets te beoordelen."
        assert desk.file.value("SELECT count(*) FROM final_unit WHERE unit = ?", key) == 0
        await desk.press("escape")
        assert desk.at(OverviewScreen)


# Accounting.


async def test_a_count_difference_is_accounted_for_and_later_anew(station: Path) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 5)
        await desk.press("t")
        assert "H is 1 minder dan D." in desk.words
        await desk.fill("stembiljet meegenomen", LONG, "x2", "1", "telploeg 3", "de voorzitter")
        assert stands(screen) == [("Telling", "verantwoord")]
        assert desk.notice == "Vastgelegd. Definitief, en hier is niets meer te doen. Esc gaat terug."
        account = CountAccount(
            "stembiljet meegenomen", LONG.strip(), 2, 1, "telploeg 3", "de voorzitter", town.clock()
        )
        assert dossier_of(desk, 5).account.count_account == account
        await desk.press("t")
        await desk.fill("toch niet", "nader onderzocht", "", "", "", "")
        assert desk.static("#detail") == "Oorzaak: toch niet\nVerantwoording: nader onderzocht"


@pytest.mark.parametrize(
    ("typed", "why", "lacks"),
    [
        (("", "uitleg", "", "", "", ""), "Vul de oorzaak in.", 0),
        (("oorzaak", "", "", "", "", ""), "Vul de verantwoording in.", 1),
        (("oorzaak", "uitleg", "1", "", "", "voorzitter"), "Vul in wie opnieuw telde.", 4),
        (("oorzaak", "uitleg", "", "2", "telploeg 3", ""), "Vul in wie besloot om opnieuw te tellen.", 5),
    ],
)
async def test_an_account_that_lacks_something_comes_back(
    station: Path, typed: tuple[str, ...], why: str, lacks: int
) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 5)
        await desk.press("t")
        await desk.fill(*typed)
        assert f"! {why}" in desk.text
        assert tuple(field.value for field in desk.screen.query(TextField)) == typed
        assert desk.app.focused is desk.screen.query(TextField)[lacks], "the caret is where something lacks"
        assert desk.file.value("SELECT count(*) FROM count_account") == 0


# Errors on paper.


async def test_an_error_on_paper_is_recorded_and_withdrawn(station: Path) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 4)
        before = numbers(desk)
        await desk.press("p")
        await desk.type("turflijst, blad 2\n1.3")
        assert "Lijst 1: 3 van der Meer" in desk.words
        await desk.press("enter")
        await desk.fill("12", "21", "cijfers omgewisseld", "nageteld door twee leden")
        assert stands(screen) == [("Papier", "vastgelegd")]
        assert keys_shown(desk) == "I P H Esc F1"
        (error,) = dossier_of(desk, 4).account.errors
        assert (error.field, error.old, error.new) == ("list.1.3", 12, 21)
        assert numbers(desk) == before, "the count stays as it was"
        await desk.press("i")
        await desk.fill("")
        assert "! Geef een reden." in desk.text
        await desk.fill("hoort bij een ander stembureau")
        assert stands(screen) == []
        assert dossier_of(desk, 4).errors == ()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (("", "E", "1", "2", "c", "a"), "Vul in op welk papier het staat."),
        (("blad", "9.9", "1", "2", "c", "a"), "«9.9» staat niet op dit formulier."),
        (("blad", "E", "", "2", "c", "a"), "Vul beide getallen in: dat van de telploeg, en dat erna."),
        (("blad", "E", "2", "2", "c", "a"), "De twee getallen zijn gelijk."),
        (("blad", "E", "1", "2", "", "a"), "Vul de oorzaak in."),
        (("blad", "E", "1", "2", "c", ""), "Vul de verantwoording in."),
    ],
)
async def test_an_error_that_lacks_something_comes_back(
    station: Path, typed: tuple[str, ...], why: str
) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 4)
        await desk.press("p")
        await desk.fill(*typed)
        assert f"! {why}" in desk.words
        assert tuple(field.value for field in desk.screen.query(TextField)) == typed
        assert desk.file.value("SELECT count(*) FROM alleged_error") == 0


def test_every_field_has_a_short_name_that_leads_back_to_it(tmp_path: Path) -> None:
    form = town.form_at(town.place(town.to_judge, tmp_path), 1)
    for field in form.fields:
        assert field_called(form, f" {short_name(form, field.id).upper()} ") is field
        assert full_name(form, field)
    assert short_name(form, f.total_field(1)) == "1.totaal"
    assert field_called(form, "méér") is form.by_id[f.MORE]
    assert field_called(form, "v4") is form.by_id[f.NO_EXPLANATION]
    for wrong in ("", "?", "4", "1.", "1.0", "01.1", "2.1", "1.5", "Z", "1.totaal 1"):
        assert field_called(form, wrong) is None, wrong
    assert short_names(form, (f.VALID, f.MORE)) == "E, meer"
    assert short_names(form, (f.VALID,) * 9) == "9 velden"


# A first entry that does not add up.


async def test_a_first_entry_is_let_stand_with_a_reason(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 1)
        await desk.press("l")
        await desk.fill("")
        assert "! Geef een reden." in desk.text
        await desk.fill(FOUND)
        assert desk.at(OverviewScreen)
        assert desk.notice == "Stembureau 1: de eerste invoer blijft staan. De tweede invoer kan beginnen."
        assert line_of(desk, 1).state is UnitState.FIRST_DONE


async def test_the_fields_of_a_finding_go_back_to_the_only_typist(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 1)
        before = sent_back(desk)
        await desk.press("s")
        assert "2 de velden van F.203: E, F, G, H" in desk.words
        await desk.press("2")
        await desk.fill("tikfout")
        assert desk.notice == "Stembureau 1: de velden zijn teruggestuurd. Geef het papier terug."
        new = [row[1:] for row in sent_back(desk) if row not in before]
        assert new == [(field, "tikfout") for field in sorted((f.VALID, f.BLANK, f.INVALID, f.FOUND))]
        assert line_of(desk, 1).state is UnitState.RETURNED


async def test_an_only_entry_can_lapse(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 1)
        await desk.press("s", "4")
        await desk.fill("verkeerd papier")
        assert desk.notice == "Stembureau 1: een hele invoer moet opnieuw. Geef het papier terug."
        assert line_of(desk, 1).state is UnitState.EMPTY


# Equal entries.


async def test_chosen_fields_go_back_to_both_typists(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 2)
        before = sent_back(desk)
        await desk.press("s", "2")
        await desk.fill("E, 1.77", "regel verschoven")
        assert "! «1.77» staat niet op dit formulier." in desk.text
        await desk.fill("e, 1.2 1.totaal", "regel verschoven")
        assert desk.at(OverviewScreen)
        new = [row[1:] for row in sent_back(desk) if row not in before]
        fields = ("list.1.2", "list.1.total", "valid")
        assert new == [(field, "regel verschoven") for field in fields] * 2
        assert line_of(desk, 2).state is UnitState.RETURNED


async def test_no_field_or_no_reason_sends_nothing_back(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 2)
        before = sent_back(desk)
        await desk.press("s", "2")
        await desk.fill("", "regel verschoven")
        assert "! Kies eerst een veld dat opnieuw moet." in desk.text
        await desk.fill("E", "")
        assert "! Geef een reden." in desk.text
        assert sent_back(desk) == before


@pytest.mark.parametrize(("choice", "left"), [("3", ("Cas Klavier",)), ("4", ("Bo Tikker",)), ("5", ())])
async def test_one_entry_or_both_can_lapse(station: Path, choice: str, left: tuple[str, ...]) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 2)
        await desk.press("s", choice)
        await desk.fill("verkeerd papier")
        assert desk.at(OverviewScreen)
        assert line_of(desk, 2).typists == left


async def test_choosing_nothing_sends_nothing_back(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 2)
        before = sent_back(desk)
        for key in ("1", "escape"):
            await desk.press("s", key)
            assert desk.at(UnitScreen)
        assert sent_back(desk) == before


# Reopening.


async def test_a_final_unit_is_reopened_by_two_with_a_reason(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 4)
        before = numbers(desk)
        await desk.press("h")
        for words in ("versie 2", "Twee personen typen alles opnieuw", "De oude getallen blijven bewaard"):
            assert words in desk.words
        await desk.fill("")
        assert "! Geef een reden." in desk.text
        await desk.fill("het papier is verbeterd")
        assert desk.at(Countersign)
        assert "Reden: het papier is verbeterd" in desk.words
        await desk.countersign(user="ada")
        assert desk.at(OverviewScreen)
        assert desk.notice == "Stembureau 4 is heropend. Laat twee personen het opnieuw invoeren."
        unit = line_of(desk, 4)
        assert (unit.state, unit.version) == (UnitState.REOPENED, 2)
        assert numbers(desk) == before


@pytest.mark.parametrize(
    ("user", "password"), [("sam", town.PASSWORD), ("bo", town.PASSWORD), ("ada", "verkeerd wachtwoord")]
)
async def test_reopening_takes_another_official_with_the_right_password(
    station: Path, user: str, password: str
) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 4)
        await desk.press("h")
        await desk.fill("het papier is verbeterd")
        await desk.countersign(user=user, password=password)
        assert desk.at(Countersign), "who confirms can try again"
        await desk.press("escape")
        assert desk.at(AskStatement)
        assert desk.screen.query_one(TextField).value == "het papier is verbeterd"
        await desk.press("escape", "escape")
        assert desk.at(UnitScreen)
        assert line_of(desk, 4).state is UnitState.FINAL


async def test_a_released_election_leaves_no_key_to_change_a_dossier(tmp_path: Path) -> None:
    async with desk_at(town.place(town.declared, tmp_path)) as desk:
        await desk.sign_in("sam")
        await desk.press(*["down"] * 12, "enter")
        assert desk.at(UnitScreen)
        assert desk.notice == "De verkiezing is definitief verklaard. Aan dit dossier verandert niets meer."
        assert keys_shown(desk) == "Esc F1"


# No number.


@pytest.mark.parametrize("number", [1, 2, 5])
async def test_no_key_makes_or_chooses_a_number(station: Path, number: int) -> None:
    keys = [chr(code) for code in range(32, 127) if not chr(code).isupper()] + [
        "enter",
        "tab",
        "delete",
        "backspace",
        "left",
        "f2",
    ]
    async with desk_at(station) as desk:
        await at_unit(desk, number)
        before = numbers(desk)
        for key in keys:
            desk.hands.press(key)
            await desk.pilot.pause()
            while not desk.at(UnitScreen):
                assert not desk.at(ReconcileScreen)
                await desk.press("enter" if desk.at(OverviewScreen) else "escape")
        assert numbers(desk) == before


async def test_a_dossier_of_many_matters_scrolls_and_keeps_its_cursor(station: Path) -> None:
    async with desk_at(station) as desk:
        screen = await at_unit(desk, 4)
        assert desk.app.actor is not None
        seen = dossier_of(desk, 4)
        for old in range(12):
            stated = judging.ErrorStatement("blad 1", f.VALID, old, 100, "c", "a")
            judging.record_error(desk.file, desk.app.actor, seen, stated)
        screen.renew()
        await desk.press(*["down"] * 11)
        assert "11 werd 100" in desk.text
        assert desk.screen.query_one(DataTable).cursor_row == 11
        assert "Oorzaak: c" in desk.text
        await desk.press("i")
        await desk.fill("dubbel")
        assert desk.screen.query_one(DataTable).cursor_row == 10


async def test_another_supervisor_who_reopened_it_first_is_told(station: Path) -> None:
    async with desk_at(station) as desk:
        await at_unit(desk, 4)
        await desk.press("h")
        await desk.fill("het papier is verbeterd")
        actor = desk.app.actor
        assert actor is not None
        releasing.reopen_unit(desk.file, actor, town.BESIDE_SUPERVISOR, line_of(desk, 4).key, "eerder")
        await desk.countersign(user="ada")
        assert "er valt niets te heropenen" in desk.words
        await desk.press("escape", "escape", "escape")
        assert desk.at(UnitScreen)
        assert desk.file.value("SELECT count(*) FROM reopened_unit WHERE reason = ?", "eerder") == 1
