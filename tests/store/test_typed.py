"""Texts that people type: what cannot be printed is refused, told by its name, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from osv_tui.election.accountability import UnitAccount
from osv_tui.election.apportionment.lots import LotKind, LotQuestion
from osv_tui.election.count import Count
from osv_tui.election.form import BLANK
from osv_tui.election.level_votes import Place
from osv_tui.election.workflow import Misread, Role, Ruling, UnitState
from osv_tui.store import decisions, founding, judging, lots, people, releasing
from osv_tui.store.decisions import Comparison
from osv_tui.store.distributing import Deceased, DrawnLot
from osv_tui.store.founding import Founder
from osv_tui.store.judging import CountStatement, DispositionStatement, Dossier, ErrorStatement
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused
from osv_tui.store.typed import NO_REASON, required, typed
from tests.examples import (
    BESIDE_SUPERVISOR,
    FOUNDERS,
    PAPER_DAY,
    SECOND,
    STATIONS,
    ExampleStation,
    changed,
    example_count,
    example_station,
    key_in,
)
from tests.store.test_people import FACTS

GOOD = "Café Szőke, Łódź, Жуков"
SAID = "Het teken «漢» \\(U\\+6F22\\) in «Café Bouma漢» kan niet worden afgedrukt"
BAD = "Café Bouma漢"

NEW = NewPerson("Nieuw", "600", "nieuw", Role.TYPIST)
COUNT = CountStatement("vlek", "klopt", 1, 1, "ploeg 1", "de voorzitter")
ERROR = ErrorStatement("telblad 8", BLANK, 1, 2, "telfout", "nageteld")
LOOKED = DispositionStatement("blad 1", "niets", "ploeg 1")
LOT = DrawnLot(1, 1, LotQuestion(LotKind.AVERAGE, "P 7", (1, 2), 1), 1, PAPER_DAY)
DEAD = Deceased(1, Place(1, 1), PAPER_DAY)

Statement = TypeVar("Statement", NewPerson, CountStatement, ErrorStatement, DispositionStatement)
Door = Callable[[ExampleStation, str], object]
"""Takes a text in."""


def with_text(statement: Statement, field: str, text: str) -> Statement:
    named: dict[str, Any] = {field: text}
    return replace(statement, **named)


def dossier(station: ExampleStation) -> Dossier:
    account = UnitAccount(STATIONS.units[0], Count())
    return Dossier(1, station.election, UnitState.TO_JUDGE, 1, (1, 2), station.form, account, ())


def compared() -> Comparison:
    return Comparison(1, (1, 2), STATIONS.units[0], Count(), Count(), "Bo", "Cas")


def registers(field: str) -> Door:
    return lambda at, text: people.register(at.file, at.administrator, with_text(NEW, field, text), SECOND)


def founds(field: str) -> Door:
    def door(_: ExampleStation, text: str) -> None:
        founder = with_text(FOUNDERS[0].person, field, text)
        founding.check_founding(FACTS, (Founder(founder, FOUNDERS[0].password), FOUNDERS[1]))

    return door


def disposes(field: str) -> Door:
    return lambda at, text: judging.dispose(
        at.file, at.supervisor, dossier(at), (), with_text(LOOKED, field, text)
    )


def accounts(field: str) -> Door:
    return lambda at, text: judging.account_for(
        at.file, at.supervisor, dossier(at), with_text(COUNT, field, text)
    )


def records(field: str) -> Door:
    return lambda at, text: judging.record_error(
        at.file, at.supervisor, dossier(at), with_text(ERROR, field, text)
    )


DOORS: Mapping[str, Door] = {
    **{f"person: {field}": registers(field) for field in ("name", "staff_number", "user_name")},
    **{f"founder: {field}": founds(field) for field in ("name", "staff_number", "user_name")},
    **{f"finding: {field}": disposes(field) for field in ("looked_at", "found", "recounted_by")},
    **{
        f"difference: {field}": accounts(field)
        for field in ("cause", "account", "recounted_by", "decided_by")
    },
    **{f"error: {field}": records(field) for field in ("sheet", "cause", "account")},
    "error withdrawn": lambda at, text: judging.withdraw_error(at.file, at.supervisor, 1, text),
    "ruling": lambda at, text: decisions.send_back(
        at.file, at.supervisor, compared(), at.form, (Ruling(BLANK, Misread.FIRST, text),)
    ),
    "read again": lambda at, text: decisions.have_read_again(
        at.file, at.supervisor, dossier(at), (BLANK,), text
    ),
    "let stand": lambda at, text: decisions.let_stand(at.file, at.supervisor, dossier(at), text),
    "hand over": lambda at, text: decisions.hand_over(at.file, at.supervisor, 1, text),
    "discard": lambda at, text: decisions.discard(at.file, at.supervisor, (1,), text),
    "election reopened": lambda at, text: releasing.reopen_election(
        at.file, at.supervisor, BESIDE_SUPERVISOR, at.election, text
    ),
    "unit reopened": lambda at, text: releasing.reopen_unit(
        at.file, at.supervisor, BESIDE_SUPERVISOR, 1, text
    ),
    "lot withdrawn": lambda at, text: lots.withdraw_lot(
        at.file, at.supervisor, BESIDE_SUPERVISOR, at.election, LOT, text
    ),
    "deceased withdrawn": lambda at, text: lots.withdraw_deceased(
        at.file, at.supervisor, BESIDE_SUPERVISOR, at.election, DEAD, text
    ),
}
LATIN_ONLY = {f"{who}: {field}" for who in ("person", "founder") for field in ("staff_number", "user_name")}


@pytest.fixture
def station(tmp_path: Path) -> ExampleStation:
    return example_station(tmp_path / "station.osv")


@pytest.mark.parametrize("name", DOORS)
def test_what_cannot_be_printed_is_refused_and_nothing_is_kept(station: ExampleStation, name: str) -> None:
    before = station.file.value("SELECT max(seq) FROM log")
    with pytest.raises(Refused, match=SAID):
        DOORS[name](station, BAD)
    assert station.file.value("SELECT max(seq) FROM log") == before


@pytest.mark.parametrize("name", DOORS)
def test_other_letters_are_not_in_the_way(station: ExampleStation, name: str) -> None:
    """The texts get past the door; there is nothing to decide in a new station, so most end there."""
    said = ""
    try:
        DOORS[name](station, GOOD)
    except Refused as refused:
        said = str(refused)
    assert "afgedrukt" not in said
    assert ("gewone letters" in said) == (name in LATIN_ONLY)


def test_letters_that_can_be_printed_are_kept_as_they_were_typed(station: ExampleStation) -> None:
    key_in(station, station.typists[0], 1, changed(example_count(), blank=77))
    entries = decisions.overview(station.file, station.supervisor)[0].entries
    decisions.discard(station.file, station.supervisor, entries, f"  {GOOD}  ")
    assert station.file.rows("SELECT reason FROM discarded") == [(GOOD,)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("een\ntwee", "een twee"),
        ("een\r\n\r\ntwee\tdrie\n", "een twee drie"),
        ("een\u2028twee\x85drie", "een twee drie"),
        ("  een  twee ", "een  twee"),
        ("\t\n", ""),
    ],
)
def test_a_text_is_kept_on_one_line(text: str, kept: str) -> None:
    assert typed(text) == kept


def test_a_text_that_is_required_is_not_empty() -> None:
    with pytest.raises(Refused, match=NO_REASON):
        required(" \n", NO_REASON)
    assert required(" ja ", NO_REASON) == "ja"


def test_the_refusal_tells_what_to_do() -> None:
    with pytest.raises(Refused) as refused:
        typed("Bo\u200buma")
    assert str(refused.value) == (
        "Het teken U+200B in «Bo[U+200B]uma» kan niet worden afgedrukt."
        " Typ de tekst opnieuw zonder dit teken."
    )
