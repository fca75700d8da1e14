"""What the audit report tells of lots and deceased candidates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osv_tui.election.level_votes import Place
from osv_tui.paperwork.papers import write_audit_report
from osv_tui.store import lots, releasing
from osv_tui.store.decided import SeatsAct
from osv_tui.store.distributing import seats
from osv_tui.store.history import read_history
from osv_tui.store.lots import DrawnTwice, PlaceTwice, TypedDifferently
from tests import seats_station
from tests.documents.reading_back import pages_of
from tests.examples import (
    BESIDE_SUPERVISOR,
    ExampleStation,
    cheap_passwords,
    example_station,
    release,
    stopped_clock,
)

WORDS = (
    *("niet gelijk getypt", "overleden", "loting 1:", "loting 2 lijst 1, nummer", "ingetrokken", "leeft nog"),
    *("verkeerde lijst", "Het programma loot niet", "Sam Zicht, bevestigd"),
)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> ExampleStation:
    """A death of which the two differ, a death, two lots, both withdrawn, and a version two with a lot."""
    with cheap_passwords():
        made = seats_station.released(tmp_path_factory.mktemp("report") / "station.osv", clock=stopped_clock)
        by = (made.file, made.supervisor, BESIDE_SUPERVISOR, made.election)
        with pytest.raises(TypedDifferently):
            lots.add_deceased(*by, PlaceTwice(Place(3, 1), Place(3, 2)))
        lots.add_deceased(*by, PlaceTwice(Place(3, 1), Place(3, 1)))
        _draw(made, 4)
        _draw(made, "1.4")
        lots.withdraw_lot(*by, seats(made.file, made.supervisor, 1).lots[0], "verkeerde lijst opgelezen")
        lots.withdraw_deceased(*by, seats(made.file, made.supervisor, 1).deceased[0], "leeft nog")
        releasing.reopen_election(*by, "telfout gemeld")
        release(made)
        _draw(made, 2)
    return made


def _draw(station: ExampleStation, option: int | str) -> None:
    question = seats(station.file, station.supervisor, station.election).distribution.lot_needed
    assert question is not None
    by = (station.file, station.supervisor, BESIDE_SUPERVISOR, station.election)
    lots.add_lot(*by, question, DrawnTwice(option, option))


def test_all_that_was_typed_is_told_in_order(station: ExampleStation) -> None:
    (election,) = read_history(station.file, station.supervisor).elections
    told = [(each.version, each.act, each.ordinal, each.typed) for each in election.seats]
    assert told == [
        (1, SeatsAct.DIFFERENT, None, ("3.1", "3.2")),
        (1, SeatsAct.DECEASED, None, ("3.1",)),
        (1, SeatsAct.LOT, 1, ("4",)),
        (1, SeatsAct.LOT, 2, ("1.4",)),
        (1, SeatsAct.LOT_WITHDRAWN, 2, ("1.4",)),
        (1, SeatsAct.LOT_WITHDRAWN, 1, ("4",)),
        (1, SeatsAct.DECEASED_WITHDRAWN, None, ("3.1",)),
        (2, SeatsAct.LOT, 1, ("2",)),
    ]
    people = {line.person: line.user_name for line in read_history(station.file, station.supervisor).persons}
    assert {(people[each.by], people[each.confirmed_by]) for each in election.seats} == {("sam", "ada")}
    assert [each.reason for each in election.seats if each.reason] == [
        *["verkeerde lijst opgelezen"] * 2, "leeft nog"
    ]  # fmt: skip


def test_the_report_tells_it_with_who_and_why(station: ExampleStation, tmp_path: Path) -> None:
    path = write_audit_report(station.file, station.supervisor, tmp_path)
    told = " ".join("\n".join(pages_of(path.read_bytes())).split())
    assert "Lotingen en overleden kandidaten" in told
    assert [words for words in WORDS if words not in told] == []
    lines = [json.loads(line) for line in path.with_suffix(".jsonl").read_text("utf-8").splitlines()[1:]]
    typed = [line for line in lines if line["action"] in {act.value for act in SeatsAct}]
    assert len(typed) == 8
    assert typed[0]["typed"] == ["3.1", "3.2"]
    assert {(line["by"], line["confirmed_by"]) for line in typed} == {("Sam Zicht", "Ada Beheer")}
    (public,) = tmp_path.glob("*zonder-namen*.jsonl")
    assert "Sam Zicht" not in public.read_text("utf-8")
    assert "lot drawn" in public.read_text("utf-8")


def test_a_municipality_has_nothing_to_say_of_it(tmp_path: Path) -> None:
    """Control arm: the section is not there by itself."""
    made = example_station(tmp_path / "station.osv")
    path = write_audit_report(made.file, made.supervisor, tmp_path)
    assert "oting" not in "\n".join(pages_of(path.read_bytes()))
