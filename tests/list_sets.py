"""Provinces whose lists differ between kieskringen, from the worked distributions in ../shared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from osv_tui.election import form as f
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.levels import central_committee, units_below
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    CandidateLists,
    Contest,
    CountingMethod,
    Definition,
    Election,
    Region,
    Subcategory,
)
from osv_tui.election.tally import Tally, tally
from tests.election.upper import definition

VECTORS = Path(__file__).resolve().parents[2] / "shared" / "vectors" / "apportionment"
ONE_OF_TWO_LISTS = "group_candidate_on_two_political_groups"
"""Has a person on lists of two numbers, whom the station does not know as one."""


def names() -> list[str]:
    """The vectors of provinces with a list that has several sets; none where the vectors are absent."""
    found = ((path.stem, json.loads(path.read_text())["input"]) for path in sorted(VECTORS.glob("*.json")))
    return [
        name
        for name, given in found
        if given["election"] == "PS2" and any(len(each["sets"]) > 1 for each in given["lists"])
    ]


@dataclass(frozen=True)
class Province:
    """A vector as an election of a central committee, and as what its seats are distributed over."""

    definition: Definition
    lists: CandidateLists
    votes: ElectionVotes
    expected: Mapping[str, Any]

    @property
    def election(self) -> Election:
        own = central_committee(self.definition)
        units = units_below(self.definition, own)
        return Election(self.definition, self.lists.contest, self.lists.lists, own, 0, units)

    def count(self, kieskring: int) -> Count:
        """What stands on the O 3 of a kieskring."""
        values: dict[FieldId, int] = {}
        for group in self.votes.lists:
            for of in (each for each in group.sets if kieskring in each.districts):
                row = of.votes[of.districts.index(kieskring)]
                values |= {candidate_field(group.number, place): n for place, n in enumerate(row, 1)}
                values[total_field(group.number)] = sum(row)
        valid = sum(number for field, number in values.items() if field.endswith(".total"))
        fixed = dict.fromkeys((f.BLANK, f.INVALID, f.MORE, f.FEWER, *f.EXPLANATIONS, f.PROXIES), 0)
        return Count.of({**values, **fixed, f.ELIGIBLE: 2 * valid, f.VALID: valid})

    @property
    def tally(self) -> Tally:
        return tally(self.election, CountingMethod.STATION, lambda unit: self.count(unit.number))


def of_kieskring(lists: CandidateLists, of: Definition, number: int) -> CandidateLists:
    """The lists that stand in one kieskring, as they are in its own file."""
    name = next(each.name for each in of.regions if (each.category, each.number) == ("KIESKRING", number))
    standing = (each for each in lists.lists if number in each.kieskringen or not each.kieskringen)
    own = tuple(replace(each, kieskringen=()) for each in standing)
    return CandidateLists(lists.identifier, Contest(str(number), name), own)


def province(name: str, *, short_codes: bool = True) -> Province:
    """The vector ``name``; a person is known by a short code, or else by name."""
    told = json.loads((VECTORS / f"{name}.json").read_text())
    given = told["input"]
    districts = sorted({each for group in given["lists"] for of in group["sets"] for each in of["districts"]})
    of = _definition(districts, given["seats"], given["threshold_pct"])
    lists = tuple(
        _list(group["number"], of_set, given, short_codes, districts)
        for group in given["lists"]
        for of_set in group["sets"]
    )
    return Province(
        of, CandidateLists(of.identifier, Contest("alle", None), lists), _votes(given), told["expected"]
    )


def _definition(districts: list[int], seats: int, threshold: int) -> Definition:
    of = definition(Subcategory.PS2)
    root = (of.regions[0].category, of.regions[0].number or 0)
    kieskringen = tuple(
        Region("KIESKRING", number, f"Streek {number}", root, ("CSB", "HSB") if number == 1 else ("HSB",))
        for number in districts
    )
    towns = tuple(
        Region("GEMEENTE", 100 + number, f"Dorp {number}", ("KIESKRING", number)) for number in districts
    )
    return replace(
        of, seats=seats, preference_threshold=threshold, regions=(of.regions[0], *kieskringen, *towns)
    )


def _list(
    number: int, of: Mapping[str, Any], given: Mapping[str, Any], short_codes: bool, districts: list[int]
) -> CandidateList:
    group = next(each for each in given["lists"] if each["number"] == number)
    everywhere = len(group["sets"]) == 1 and len(of["districts"]) == len(districts)
    candidates = tuple(
        Candidate(
            *(place, f"Kandidaat {name}", f"K.{number}."),
            locality="Voorbeelddam",
            short_code=_short(name) if short_codes else "",
        )
        for place, name in enumerate(of["candidates"], 1)
    )
    where = () if everywhere else tuple(sorted(of["districts"]))
    return CandidateList(number, f"Partij {number}", candidates, kieskringen=where)


def _short(name: str) -> str:
    """Letters and then digits (eml §2): 12.3 is L120003."""
    on, place = name.split(".")
    return f"L{on}{int(place):04}"


def _votes(given: Mapping[str, Any]) -> ElectionVotes:
    groups = tuple(
        ListGroup(group["number"], tuple(_set(of) for of in group["sets"])) for group in given["lists"]
    )
    return ElectionVotes(ElectionType.PS2, given["seats"], given["threshold_pct"], groups)


def _set(of: Mapping[str, Any]) -> ListSet:
    districts = tuple(sorted(of["districts"]))
    rows = tuple(tuple(of["votes"][str(each)]) for each in districts)
    return ListSet(districts, tuple(of["candidates"]), rows)
