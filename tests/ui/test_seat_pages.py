"""The pages of the distribution: who reads only them, with a pocket calculator, comes to the same seats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from random import Random

import pytest

from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import Lot, LotKind
from osv_tui.election.level_votes import Place, election_votes
from osv_tui.election.levels import central_committee, units_below
from osv_tui.election.model import CountingMethod, Election, Subcategory
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.store.distributing import Deceased, DrawnLot, Seats
from osv_tui.ui.seats.section import Line, Section, sheets
from osv_tui.ui.seats.whole import sections
from tests.seats_station import LOTS, MAJORITY, board, counts

WIDTH, HEIGHT = 78, 18
NOW = datetime(2031, 3, 21, 10, tzinfo=UTC)
MAJORITY_LOT = ((3000, 900, 601, 0, 0), (1000, 300, 200, 60, 40), (1400, 100, 100, 0), (1100, 199))
"""List 1 has more than half of the votes; lists 2 and 3 got the last seats for the same remainder."""
EXHAUSTED = ((5000, 300), (2000, 500, 250, 200, 50), (1200, 60, 40, 0))


def seats_of(
    votes: Sequence[Sequence[int]],
    seats: int = 9,
    subcategory: Subcategory = Subcategory.AB1,
    deceased: frozenset[Place] = frozenset(),
    drawing: Random | None = None,
) -> Seats:
    """How these votes are distributed; with ``drawing`` every lot is drawn, else it stops at the first."""
    of = board(votes, seats, subcategory)
    own = central_committee(of.definition)
    units = units_below(of.definition, own)
    election = Election(of.definition, of.lists.contest, of.lists.lists, own, 0, units)
    counted = tuple(UnitCount(unit, count) for unit, count in zip(units, counts(of), strict=False))
    tally = Tally(election, CountingMethod.STATION, counted)
    ballots = election_votes(tally, deceased)
    drawn: list[DrawnLot] = []
    while True:
        found = distribute(ballots, [each.lot for each in drawn])
        needed = found.lot_needed
        if needed is None or drawing is None:
            break
        drawn.append(DrawnLot(len(drawn) + 1, len(drawn) + 1, needed, drawing.choice(needed.options), NOW))
    dead = tuple(Deceased(key, place, NOW) for key, place in enumerate(sorted(deceased), 1))
    return Seats(1, 1, tally, ballots, found, tuple(drawn), dead, is_open=True)


def read(of: Seats, width: int = WIDTH) -> list[tuple[str, list[str]]]:
    """Each part as a reader has it: its heading, and the lines of all its sheets with the head once."""
    return [(part.heading, list(_lines(part))) for part in sections(of, width)]


def _lines(part: Section) -> Iterator[str]:
    for sheet in sheets(part, HEIGHT):
        yield from (line.text for line in sheet)


def text_of(of: Seats) -> str:
    """All of it on one line."""
    return " ".join(" ".join((heading, *lines)) for heading, lines in read(of))


# Somebody with a pocket calculator ---------------------------------------------------------------------

_NUMBER = r"\d+(?: \d+/\d+)?"
_ROW = re.compile(rf"^ *(?:> )?(\d+)  .*?  +(\d+)  +(\d+)  +({_NUMBER})$")
_WON = re.compile(r"Lijst ([\d, en]+) krijg(?:t de zetel|en elk een zetel)\. Daarna nog te verdelen: (\d+)")


def fraction(text: str) -> Fraction:
    whole, _, rest = text.partition(" ")
    return Fraction(whole) + (Fraction(rest) if rest else 0)


def rows(lines: Sequence[str]) -> dict[int, tuple[int, int, Fraction]]:
    """By list: the votes, the number they are set against, and what comes out."""
    found = list(filter(None, map(_ROW.match, lines)))
    assert len({each[1] for each in found}) == len(found)
    return {int(each[1]): (int(each[2]), int(each[3]), fraction(each[4])) for each in found}


def follow(pages: Sequence[tuple[str, list[str]]]) -> dict[int, int]:
    """Do every sum again from what is on the pages alone; returns the seats it comes to."""
    by_heading = dict(pages)
    votes = {
        int(each[1]): int(each[2])
        for line in by_heading["Stemmen per lijst (art. P 2)"]
        if (each := re.match(r"^ *(\d+)  .*  +(\d+)$", line))
    }
    sum_of_all = next(each for line in by_heading["Kiesdeler (art. P 5)"] if (each := re.match(
        rf"^(\d+) : (\d+) = ({_NUMBER})$", line)))  # fmt: skip
    all_votes, all_seats, quota = int(sum_of_all[1]), int(sum_of_all[2]), fraction(sum_of_all[3])
    assert all_votes == sum(votes.values())
    assert quota == Fraction(all_votes, all_seats)
    full = {number: int(each // quota) for number, each in votes.items()}
    stated = rows(by_heading["Volle zetels (art. P 6)"])
    assert stated == {
        number: (votes[number], full[number], votes[number] - full[number] * quota) for number in votes
    }
    seats = dict(full)
    for heading, lines in pages:
        if heading.startswith(("Restzetel", "Overgaande zetel")):
            _take(lines, seats, full, votes, quota, all_seats, by_remainder="overschot" in heading)
        elif heading.startswith("Volstrekte meerderheid"):
            moved = re.search(
                r"Lijst (\d+) krijgt een zetel erbij, lijst (\d+) staat er een af", " ".join(lines)
            )
            assert moved is not None
            assert 2 * votes[int(moved[1])] > all_votes
            assert 2 * seats[int(moved[1])] <= all_seats
            seats[int(moved[1])] += 1
            seats[int(moved[2])] -= 1
        elif heading.startswith("Te weinig kandidaten"):
            for number, (had, candidates, over) in rows(lines).items():
                assert had == seats[number]
                assert over == had - candidates
                seats[number] = candidates
    return seats


def _take(
    lines: list[str],
    seats: dict[int, int],
    full: dict[int, int],
    votes: dict[int, int],
    quota: Fraction,
    all_seats: int,
    *,
    by_remainder: bool,
) -> None:
    """One step: each value is that of the votes, the largest gets the seat, and so much is left."""
    partaking = rows(lines)
    for number, (of_list, by, value) in partaking.items():
        assert of_list == votes[number]
        if by_remainder:
            assert (by, value) == (full[number], votes[number] - full[number] * quota)
        else:
            assert (by, value) == (seats[number] + 1, Fraction(votes[number], seats[number] + 1))
    won = _WON.search(" ".join(lines))
    assert won is not None
    winners = [int(number) for number in re.findall(r"\d+", won[1])]
    largest = max(value for _, _, value in partaking.values())
    assert all(partaking[number][2] == largest for number in winners)
    assert [int(each[1]) for line in lines if (each := re.match(r"^ *> (\d+)", line))] == winners
    for number in winners:
        seats[number] += 1
    assert all_seats - sum(seats.values()) == int(won[2])


def random_votes(random: Random) -> list[list[int]]:
    scale = random.choice((3, 40, 900))
    return [
        [scale * random.randrange(1, 9) // random.randrange(1, 4) for _ in range(random.randrange(1, 9))]
        for _ in range(random.randrange(2, 5))
    ]


@pytest.mark.parametrize("seed", range(60))
def test_who_follows_the_pages_comes_to_the_same_seats(seed: int) -> None:
    random = Random(seed)
    large = bool(seed % 2)
    seats = random.randrange(19, 40) if large else random.randrange(5, 19)
    of = seats_of(random_votes(random), seats, Subcategory.PS1 if large else Subcategory.AB1, drawing=random)
    shares = of.distribution.main.shares
    assert follow(read(of)) == {share.number: share.seats for share in shares}


def test_who_follows_the_pages_finds_a_changed_digit() -> None:
    """Control arm: each number of the rows, one higher, is found."""
    pages = read(seats_of(MAJORITY))
    found = tried = 0
    for place, (heading, lines) in enumerate(pages):
        if heading.startswith(("Restzetel", "Volle zetels")):
            for at, line in enumerate(lines):
                for number in re.finditer(r"\d+", line) if _ROW.match(line) else ():
                    wrong = f"{line[: number.start()]}{int(number[0]) + 1}{line[number.end() :]}"
                    changed = [*lines[:at], wrong, *lines[at + 1 :]]
                    tried += 1
                    try:
                        follow([*pages[:place], (heading, changed), *pages[place + 1 :]])
                    except (AssertionError, KeyError):
                        found += 1
    assert tried > 30
    assert found == tried


# What is told ------------------------------------------------------------------------------------------


def test_a_lot_stops_the_pages_and_tells_between_whom_for_what_and_what_follows() -> None:
    of = seats_of(LOTS)
    *_, (heading, lines) = read(of)
    assert heading == "LOTING NODIG (art. P 8, eerste lid)"
    told = " ".join(lines)
    for words in ("hetzelfde overschot: 400", "nog 1 restzetel.", "- lijst 1 (Water Natuurlijk Voorbeeld)"):
        assert words in told
    assert "- lijst 4 (Blanco lijst Visser)" in told
    assert told.endswith("Wie wordt getrokken, krijgt de zetel.")
    assert "lijst 3" not in told
    headings = [heading for heading, _ in read(of)]
    assert not any(each.startswith("Zetels") or "rangschikking" in each for each in headings)
    assert "LOTING NODIG: tussen lijst 1, 2 en 4." in text_of(of)
    whole = text_of(seats_of(LOTS, drawing=Random(1)))
    assert "Doet hier niet mee: lijst 3 (al een zetel voor het overschot," in whole
    assert "drie kwart van de kiesdeler (750)" in text_of(seats_of(LOTS, drawing=Random(1)))


def test_a_lot_between_candidates_is_told_with_their_names() -> None:
    first = Lot(LotKind.REMAINDER, (1, 2, 4), 4)
    whole = seats_of(LOTS)
    question = whole.distribution.lot_needed
    assert question is not None
    of = replace(
        whole,
        distribution=distribute(whole.votes, [first]),
        lots=(DrawnLot(1, 1, question, 4, NOW),),
    )
    told = text_of(of)
    assert "Loting 1: tussen lijst 1, 2 en 4. Getrokken is lijst 4" in told
    assert "Gelijk staan lijst 1, 2 en 4. Er is geloot. Getrokken is lijst 4." in told
    assert (
        "hebben 2 kandidaten elk 500 stemmen, boven de voorkeurdrempel. Voor hen is er nog 1 zetel." in told
    )
    assert "- nummer 3: Özdemir, D.L. - nummer 4: Mulder, E.L." in told
    assert "Wie wordt getrokken, is gekozen." in told


def test_what_was_drawn_stands_with_who_is_elected() -> None:
    of = seats_of(LOTS, drawing=Random(4))
    assert of.distribution.is_complete
    told = text_of(of)
    assert ".." not in told
    for each in of.lots:
        if each.question.kind is LotKind.CANDIDATE:
            assert f"Gelijk op {each.question.value} stemmen" in told
    assert "voorkeur (P 15), na loting" in told


def test_majority_exhaustion_and_empty_seats_are_told_when_they_happen() -> None:
    majority, exhausted = text_of(seats_of(MAJORITY)), text_of(seats_of(EXHAUSTED))
    assert "Lijst 1 krijgt een zetel erbij, lijst 3 staat er een af." in majority
    assert "2 x 4510 = 9020: meer dan 9000" in majority
    assert "Te weinig kandidaten" not in majority
    assert "Artikel P 10 verandert hier niets" in majority
    assert "Te weinig kandidaten (art. P 10)" in exhausted
    assert "Overgaande zetel 1" in exhausted
    empty = text_of(seats_of(((900, 100), (800, 50)), 23, Subcategory.PS1))
    assert "LET OP: Er blijven zetels leeg" in empty
    assert "Zetels die leeg blijven: 19." in empty


def test_a_lot_for_who_gives_a_seat_to_the_majority() -> None:
    waiting = seats_of(MAJORITY_LOT)
    question = waiting.distribution.lot_needed
    assert question is not None
    assert (question.kind, question.options) == (LotKind.MAJORITY, (2, 3))
    told = text_of(waiting)
    assert "Dat zijn er 2: zij staan gelijk op 600." in told
    assert told.endswith("Wie wordt getrokken, staat een zetel af.")
    drawn = distribute(waiting.votes, [Lot(LotKind.MAJORITY, (2, 3), 2)])
    of = replace(waiting, distribution=drawn, lots=(DrawnLot(1, 1, question, 2, NOW),))
    told = text_of(of)
    assert "Dat zijn er meer: lijst 2 en 3 staan gelijk. Er is geloot. Getrokken is lijst 2." in told
    assert follow(read(of)) == {1: 5, 2: 1, 3: 2, 4: 1}


def test_a_central_committee_of_several_kieskringen_adds_those_up() -> None:
    assert "van 2 kieskringen bij elkaar" in text_of(seats_of(MAJORITY, 23, Subcategory.PS2))


def test_without_votes_the_pages_still_tell() -> None:
    told = text_of(seats_of(((0, 0), (0, 0))))
    assert "LET OP: Er zijn geen stemmen op kandidaten: geen zetel kan worden toegewezen." in told
    assert "x 9 : 0" not in told


def test_the_threshold_has_its_sum() -> None:
    told = dict(read(seats_of(EXHAUSTED)))["Voorkeurdrempel (art. P 15)"]
    total = sum(map(sum, EXHAUSTED))
    threshold = Fraction(total * 25, 900)
    assert f"{total} x 25 : (100 x 9) = " in " ".join(told)
    assert f"is: {int(threshold) + 1} stemmen of meer." in " ".join(told)


def test_who_is_elected_and_why_and_who_follows() -> None:
    pages = dict(read(seats_of(MAJORITY)))
    elected = " ".join(" ".join(pages["Lijst 1: gekozen (art. P 15 en P 17)"]).split())
    assert "1 van der Meer, B.L. 1 3000 voorkeur (P 15) 2 Smit, C.L. 2 900 voorkeur (P 15)" in elected
    assert "4 Mulder, E.L. 4 0 lijstvolgorde (P 17)" in elected
    ranked = " ".join(" ".join(pages["Lijst 2: rangschikking (art. P 19)"]).split())
    assert "1 Peters, B.M. 1 1000 gekozen 2 Bos, C.M. 2 300 gekozen 3 Dekker, D.M. 3 200 4 Hendriks" in ranked


def test_a_deceased_candidate_is_named_and_gets_nothing() -> None:
    pages = dict(read(seats_of(MAJORITY, deceased=frozenset({Place(1, 2)}))))
    elected = pages["Lijst 1: gekozen (art. P 15 en P 17)"]
    assert not any("Smit" in line and "(P 1" in line and "P 19a" not in line for line in elected)
    assert "Overleden, telt niet mee (artikel P 19a): Smit, C.L." in " ".join(elected)
    assert "Overleden: Smit, C.L. (lijst 1)." in " ".join(pages["Hoe het staat, versie 1"])


def test_bars_are_as_long_as_the_shares_say() -> None:
    lines = dict(read(seats_of(MAJORITY)))["Zetels en stemmen in beeld"]
    bars = [line for line in lines if "%" in line]
    assert len(bars) == 4
    seats, votes = ([line.count(sign) for line in bars] for sign in "#=")
    assert seats[0] == max(seats)
    assert seats[0] > votes[0] > votes[1] >= votes[2] >= votes[3] > 0
    assert "55,6 %" in bars[0]
    few = ((9000,), *((500, *[0] * 8) for _ in range(3)))  # nine tenths of the votes, and one candidate
    lines = dict(read(seats_of(few, drawing=Random(1))))["Zetels en stemmen in beeld"]
    seats, votes = ([line.count(sign) for line in lines if "%" in line] for sign in "#=")
    assert max(votes) == votes[0] > max(seats), "one scale for both"
    assert max(votes) <= (WIDTH - 46) // 2
    wide = dict(read(seats_of(MAJORITY), 118))["Zetels en stemmen in beeld"]
    assert sum(line.count("#") for line in wide if "%" in line) > 1.5 * sum(seats)


# Sheets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [78, 98, 130])
def test_every_line_and_every_sheet_fits(width: int) -> None:
    for of in (seats_of(LOTS), seats_of(MAJORITY), seats_of(EXHAUSTED), seats_of(LOTS, drawing=Random(1))):
        for part in sections(of, width):
            assert len(part.heading) <= 66
            for sheet in sheets(part, HEIGHT):
                assert 0 < len(sheet) <= HEIGHT
                assert all(len(line.text) <= width for line in sheet)


def test_a_long_table_has_its_head_on_each_sheet() -> None:
    rows = tuple(Line(str(number)) for number in range(40))
    part = Section("Rang", "P 19", (Line("inleiding"),), "kop", rows, (Line("slot"),))
    made = sheets(part, 10)
    assert [sheet[0].text for sheet in made] == ["inleiding", *["kop"] * (len(made) - 1)]
    assert [line.text for sheet in made for line in sheet if line.text.isdecimal()] == [
        row.text for row in rows
    ]
    assert made[-1][-1].text == "slot"


def test_a_long_introduction_loses_nothing() -> None:
    intro = tuple(Line(f"regel {number}") for number in range(25))
    part = Section("Veel", "", intro, "kop", (Line("rij"),), (Line("slot"),))
    told = [line.text for sheet in sheets(part, 10) for line in sheet]
    assert told == [*(line.text for line in intro), "kop", "rij", "slot"]
