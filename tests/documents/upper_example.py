"""Made-up elections of the upper levels, and the vectors of chapter P as elections that were counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from string import ascii_lowercase

from osv_tui.documents.o3 import KieskringFacts
from osv_tui.documents.p22_1 import Kieskring, ProvinceFacts
from osv_tui.documents.p22_2 import ResultFacts
from osv_tui.documents.session import Session
from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Gender,
    Level,
    ReportingUnit,
    Subcategory,
)
from osv_tui.election.tally import Tally, UnitCount, tally
from osv_tui.seats_json import read
from tests.documents.example import LISTS
from tests.shared import SHARED

VECTORS = SHARED / "vectors" / "apportionment"

SESSION = Session(date(2031, 3, 10), time(10, 0), "Hoofdstad")

MUNICIPALITIES = (
    ReportingUnit(14, "Aalburg", None, 0),
    ReportingUnit(1900, "Súdwest-Voorbeeld", None, 0),
    ReportingUnit(344, "’t Zand", None, 0),
)

_NAMES = (
    "Jansen",
    "Ångström",
    "Vries",
    "IJsbrand",
    "Łukaševič",
    "Öztürk",
    "Abbink",
    "Zwart",
    "Dijk",
    "Bakker",
)
_TOWNS = ("Leeuwarden", "’s-Gravenhage", "Dokkum", "Sint Nicolaasga", "")


def identifier(subcategory: Subcategory) -> ElectionIdentifier:
    category = subcategory.category
    return ElectionIdentifier(
        *(f"{category.value}2031_Voorbeeld", f"Verkiezing {category.value} 2031", category, subcategory),
        *(Domain("2", "Fryslân"), date(2031, 3, 5)),
    )


def election(
    subcategory: Subcategory,
    seats: int,
    lists: tuple[CandidateList, ...],
    level: Level,
    units: tuple[ReportingUnit, ...] = MUNICIPALITIES,
) -> Election:
    return Election(
        Definition(identifier(subcategory), date(2031, 1, 20), seats, 25, ()),
        Contest("1", "Hoofdstad"),
        lists,
        Committee(level, "0002", "Fryslân"),
        0,
        units,
    )


def counted(of: Election, votes: Callable[[int, int], int]) -> Tally:
    """A tally in which ``votes`` on (list, candidate) are dealt out over the units."""
    return tally(of, CountingMethod.STATION, lambda unit: _count(of, unit, votes))


def _count(of: Election, unit: ReportingUnit, votes: Callable[[int, int], int]) -> Count:
    values: dict[FieldId, int] = {}
    place, units = of.units.index(unit), len(of.units)
    for each in of.lists:
        mine = {
            candidate_field(each.number, candidate.number): _part(
                votes(each.number, candidate.number), place, units
            )
            for candidate in each.candidates
        }
        values |= mine
        values[total_field(each.number)] = sum(mine.values())
    values[f.VALID] = sum(votes for field, votes in values.items() if field.endswith(".total"))
    values |= {
        f.BLANK: 31 + place,
        f.INVALID: 12 + place,
        f.PROXIES: 900 + place,
        f.MORE: 3,
        f.FEWER: 2 + place,
    }
    values |= {f.NOT_RETURNED: 2, f.TOO_FEW_ISSUED: 1, f.TOO_MANY_ISSUED: 4, f.NO_EXPLANATION: 7}
    values[f.OTHER_EXPLANATION] = 5
    return Count.of(values)


def _part(votes: int, place: int, units: int) -> int:
    """What one unit has of ``votes``: the last one has what cannot be divided."""
    part = votes // (units + 1)
    return part if place < units - 1 else votes - part * (units - 1)


def _letter(place: int) -> str:
    return ascii_lowercase[place % 26]


def made_up_list(number: int, candidates: int) -> CandidateList:
    return CandidateList(
        number,
        "" if number % 7 == 3 else f"Partij {_letter(number).upper()} voor de Streek",
        tuple(
            Candidate(
                place,
                f"{_NAMES[(number + place) % len(_NAMES)]}-{_letter(place) * (1 + place // 26)}",
                "A.B.",
                prefix="van der" if place % 3 == 0 else "",
                first_name="Anna" if place % 2 else "",
                gender=Gender.FEMALE if place % 2 else Gender.MALE,
                locality=_TOWNS[place % len(_TOWNS)],
            )
            for place in range(1, candidates + 1)
        ),
        publish_gender=number % 2 == 1,
    )


def votes_of(
    counted_votes: Tally, kind: ElectionType, deceased: frozenset[str] = frozenset()
) -> ElectionVotes:
    """What the seats are distributed over, where there is one kieskring; candidates are «list.number»."""
    of = counted_votes.election
    return ElectionVotes(
        kind,
        of.definition.seats,
        of.definition.preference_threshold,
        tuple(ListGroup(each.number, (_one_set(each, counted_votes),)) for each in of.lists),
        deceased,
    )


def _one_set(each: CandidateList, counted_votes: Tally) -> ListSet:
    people = sorted(each.candidates, key=lambda candidate: candidate.number)
    names = tuple(f"{each.number}.{candidate.number}" for candidate in people)
    votes = (counted_votes.total(candidate_field(each.number, person.number)) for person in people)
    return ListSet((1,), names, (tuple(votes),))


def result(
    subcategory: Subcategory, seats: int, votes: Mapping[int, tuple[int, ...]], lots: tuple[Lot, ...] = ()
) -> ResultFacts:
    """A result by the votes on the candidates of each list."""
    lists = tuple(made_up_list(number, len(on)) for number, on in votes.items())
    of = election(subcategory, seats, lists, Level.CSB)
    whole = counted(of, lambda number, place: votes[number][place - 1])
    on = votes_of(whole, ElectionType(subcategory.value))
    return ResultFacts(whole, on, distribute(on, lots), SESSION, lots)


def vectors(*kinds: str) -> Iterator[tuple[str, ElectionVotes, tuple[Lot, ...]]]:
    """The elections of the vectors of these kinds whose lots are all drawn."""
    for path in sorted(Path(VECTORS).glob("*.json")):
        case = json.loads(path.read_bytes())
        if case["input"]["election"] in kinds and case["expected"]["status"] == "complete":
            on, lots = read(json.dumps(case["input"]).encode())
            if not on.combinations:
                yield path.stem, on, tuple(lots)


def result_of(on: ElectionVotes, lots: tuple[Lot, ...]) -> ResultFacts:
    """A vector with one kieskring as the result of a tally."""
    lists = tuple(
        made_up_list(group.number, len(group.sets[0].candidates))
        for group in sorted(on.lists, key=lambda group: group.number)
    )
    votes = {group.number: on.on_candidates(group.sets[0]) for group in on.lists}
    of = election(Subcategory(on.type.value), on.seats, lists, Level.CSB)
    whole = counted(of, lambda number, place: votes[number][place - 1])
    return ResultFacts(whole, on, distribute(on, lots), SESSION, lots)


def _spelled(code: str) -> str:
    """A name of letters only for a candidate, the same for the same code."""
    return "Naam" + "".join(_letter(ord(letter)) for letter in code)


def province_of(on: ElectionVotes, lots: tuple[Lot, ...]) -> ProvinceFacts:
    """A vector with several kieskringen as the result of a province."""
    districts = sorted({each for group in on.lists for of in group.sets for each in of.districts})
    kieskringen = tuple(_kieskring(district, on) for district in districts)
    return ProvinceFacts(identifier(Subcategory.PS2), kieskringen, on, distribute(on, lots), SESSION, lots)


def _kieskring(district: int, on: ElectionVotes) -> Kieskring:
    lists: list[CandidateList] = []
    values: dict[FieldId, int] = {}
    for group in sorted(on.lists, key=lambda group: group.number):
        for of in group.sets:
            if district in of.districts:
                people = tuple(
                    Candidate(place, _spelled(code), "A.", locality=_TOWNS[place % len(_TOWNS)])
                    for place, code in enumerate(of.candidates, start=1)
                )
                lists.append(CandidateList(group.number, made_up_list(group.number, 1).name, people))
                votes = of.votes[of.districts.index(district)]
                for place, each in enumerate(votes, start=1):
                    values[candidate_field(group.number, place)] = each
                values[total_field(group.number)] = sum(votes)
    values[f.VALID] = sum(votes for field, votes in values.items() if field.endswith(".total"))
    values |= {f.BLANK: 30 + district, f.INVALID: 7, f.PROXIES: 900 + district, f.MORE: 3, f.FEWER: district}
    values |= {f.NOT_RETURNED: 2, f.TOO_FEW_ISSUED: 1, f.TOO_MANY_ISSUED: 4, f.NO_EXPLANATION: 7}
    town = _TOWNS[district % 4]
    counted_here = UnitCount(ReportingUnit(district, town, None, 0), Count.of(values))
    return Kieskring(district, f"Kring {town}", town, tuple(lists), counted_here)


def province_votes(extra: int = 0, elsewhere: int = 10) -> ElectionVotes:
    """A group of a list in kieskring 2 and a set in 1 and 3; equal lists; a list alone, without a seat."""
    names = tuple(f"1.{place}" for place in range(1, 9))
    others = ("1.3", "1.1", "9.1", "9.2")
    return ElectionVotes(
        ElectionType.PS2,
        19,
        25,
        (
            ListGroup(
                1,
                (
                    ListSet(
                        (1, 3), names, ((900, 80, 70, 60, 50, 40, 30, 20), (800 + extra, 7, 7, 7, 7, 7, 7, 7))
                    ),
                    ListSet((2,), others, ((500, 400, 300, 20),)),
                ),
            ),
            ListGroup(
                2,
                (
                    ListSet(
                        (1, 2, 3),
                        tuple(f"2.{place}" for place in range(1, 13)),
                        tuple((300 + district,) * 12 for district in range(3)),
                    ),
                ),
            ),
            ListGroup(5, (ListSet((2,), ("5.1", "5.2"), ((elsewhere, 11),)),)),
        ),
    )


def kieskring() -> KieskringFacts:
    """A kieskring of three municipalities."""
    of = election(Subcategory.PS2, 43, LISTS, Level.HSB)
    whole = counted(of, lambda number, place: 1000 * number + 100 * place + 7)
    return KieskringFacts(whole, 2, "Leeuwarden", 123456, replace(SESSION, place="Leeuwarden"))
