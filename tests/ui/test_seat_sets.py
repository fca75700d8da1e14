"""The pages of a distribution in which a list has several sets: its seats over the kieskringen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.level_votes import Place, election_votes
from osv_tui.election.lot_names import option_name, option_typed
from osv_tui.store.distributing import Seats
from osv_tui.ui.screens.deceased import DeceasedScreen
from osv_tui.ui.seats.section import sheets
from osv_tui.ui.seats.whole import sections
from tests import list_sets

NAMES = [name for name in list_sets.names() if name != list_sets.ONE_OF_TWO_LISTS]


def seats_of(name: str) -> Seats:
    counted = list_sets.province(name).tally
    votes = election_votes(counted)
    return Seats(1, 1, counted, votes, distribute(votes), (), (), is_open=True)


@pytest.mark.parametrize("width", [78, 118])
@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_fits(name: str, width: int) -> None:
    for part in sections(seats_of(name), width):
        assert len(part.heading) <= 66
        assert all(len(line.text) <= width for sheet in sheets(part, 18) for line in sheet)


@pytest.mark.skipif(not NAMES, reason="../shared is absent")
def test_the_seats_of_a_group_go_over_its_sets_with_the_numbers_of_each_paper() -> None:
    of = seats_of("group_rank_uses_original_order_per_set")
    pages = {
        part.heading: [line.text for sheet in sheets(part, 18) for line in sheet] for part in sections(of, 78)
    }
    group = " ".join(pages["Lijst 1: zetels over de kieskringen (art. P 12 en P 13)"])
    assert "2650 : 5 = 530" in group
    assert "kieskring 2: 270" in group, "1350/5, the larger remainder"
    order = " ".join(" ".join(pages["Lijst 1, kieskring 2: rangschikking (art. P 19)"]).split())
    assert "1 Kandidaat 1.1, K.1. 1 1710 elders gekozen" in order
    elected = pages["Lijst 1, kieskring 2: gekozen (art. P 15 en P 17)"]
    on_paper = {each.last_name: each.number for each in of.tally.election.lists[1].candidates}
    told = [line.split()[1:5] for line in elected if "Kandidaat 1." in line]
    assert [(f"{word} {number.rstrip(',')}", int(place)) for word, number, _, place in told] == [
        (name, on_paper[name]) for name in ("Kandidaat 1.5", "Kandidaat 1.3", "Kandidaat 1.2")
    ]


@pytest.mark.skipif(not NAMES, reason="../shared is absent")
def test_a_lot_between_sets_names_them_by_kieskring() -> None:
    of = seats_of("group_p12_tie_lot")
    question = of.distribution.lot_needed
    assert question is not None
    assert question.kind.within_group
    election = of.tally.election
    named = [option_name(election, question, option) for option in question.options]
    assert named == [f"lijst 1 (Partij 1), stel van kieskring {option}" for option in question.options]
    assert option_typed(election, question, str(question.options[0])) == question.options[0]
    assert option_typed(election, question, f"kieskring {question.options[1]}") == question.options[1]
    assert option_typed(election, question, "9") is None
    asked = " ".join(line.text for part in sections(of, 78)[-1:] for line in part.intro)
    assert "Van lijst 1 (Partij 1) staan" in asked
    drawn = question.options[1]
    lot = Lot(question.kind, question.options, drawn, question.list_number)
    told = sections(replace(of, distribution=distribute(of.votes, [lot])), 78)
    text = " ".join(line.text for part in told for line in part.after)
    assert f"Er is geloot. Getrokken is kieskring {drawn}." in text


@pytest.mark.skipif(not NAMES, reason="../shared is absent")
def test_who_is_deceased_is_typed_with_a_kieskring_where_lists_differ() -> None:
    screen = DeceasedScreen(1, seats_of("group_rank_uses_original_order_per_set"))
    assert screen.labels[-1] == "Kieskring waar dat zo is"
    assert screen.meant(("1", "2", "2")) == Place(1, 2, 2)
    assert screen.meant(("2", "3", "2")) == Place(2, 3), "the same everywhere"
    with pytest.raises(ValueError, match="Op lijst 1 staat niemand"):
        screen.meant(("1", "2", "7"))
