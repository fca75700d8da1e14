"""What people go by in files about several kieskringen, where places on a list differ (eml §3.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from osv_tui.election.form import candidate_field
from osv_tui.election.level_votes import Place, candidate_at, persons
from osv_tui.election.model import CandidateList, Election
from osv_tui.election.tally import Tally


def short_codes(election: Election) -> Mapping[Place, str]:
    """The short code of everybody on a list that does not stand everywhere, by each place of the person.

    It is the one of the candidate lists; who has none there gets one from the first place: K with list,
    kieskring and number.

    Raises:
        ValueError: two people would have the same one.
    """
    given = {candidate.short_code for of in election.lists for candidate in of.candidates}
    codes: dict[Place, str] = {}
    for place, first in persons(election).items():
        if place.kieskring:
            made = f"K{first.list_number:02}{first.kieskring:02}{first.candidate_number:03}"
            while made in given:
                made = f"K{made}"
            codes[place] = candidate_at(election, first).short_code or made
    people = {first for place, first in persons(election).items() if place.kieskring}
    if len({codes[first] for first in people}) != len(people):
        raise ValueError("two people have one short code")
    return codes


@dataclass(frozen=True)
class Voted:
    """The votes on a candidate in files: ``label`` is the number, or the short code where numbers differ.

    ``units`` has the votes in each unit of the tally, ``None`` where the candidate does not stand.
    """

    of: CandidateList
    label: str
    name: str
    units: tuple[int | None, ...]

    @property
    def total(self) -> int:
        return sum(each or 0 for each in self.units)


def voted(tally: Tally, number: int) -> tuple[Voted, ...]:
    """Everybody on the list with that ``number``, once, in the order of the lists."""
    people, codes = persons(tally.election), short_codes(tally.election)
    where: dict[Place, list[Place]] = {}
    for place, first in people.items():
        if place.list_number == number:
            where.setdefault(first, []).append(place)
    return tuple(_voted(tally, first, places, codes.get(first)) for first, places in where.items())


def _voted(tally: Tally, first: Place, places: Sequence[Place], code: str | None) -> Voted:
    lists = {each.kieskring: each for each in tally.election.lists if each.number == first.list_number}
    units = []
    for unit in tally.units:
        here = (place for place in places if lists[place.kieskring].stands_in(unit.unit.number))
        fields = [candidate_field(first.list_number, place.candidate_number) for place in here]
        units.append(sum(map(unit.figure, fields)) if fields else None)
    name = candidate_at(tally.election, first).sort_name
    return Voted(lists[first.kieskring], code or str(first.candidate_number), name, tuple(units))
