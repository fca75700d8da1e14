"""The result of an area straight from the papers of its polling stations, without any level in between."""

from __future__ import annotations

from collections import Counter

from osv_tui.election.apportionment.distribution import Distribution, distribute
from osv_tui.election.apportionment.lots import Lot, LotQuestion, Option
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet
from osv_tui.election.form import FieldId, candidate_field
from osv_tui.election.model import CandidateList
from osv_tui.rehearsal.dice import Dice
from osv_tui.rehearsal.province import Area


def direct_votes(area: Area) -> ElectionVotes:
    """What the seats are distributed over: in each kieskring, all votes on each candidate."""
    definition = area.definition
    above = {
        region.number: region.superior[1]
        for region in definition.regions
        if region.category == "GEMEENTE" and region.superior
    }
    by_kieskring: dict[int, Counter[FieldId]] = {number: Counter() for number in sorted(set(above.values()))}
    for here in area.municipalities:
        votes = by_kieskring[above[int(here.election.committee.code)]]
        for paper in here.papers:
            votes.update(dict(paper.count.pairs))
    return ElectionVotes(
        ElectionType(definition.identifier.subcategory.value),
        definition.seats,
        definition.preference_threshold,
        tuple(ListGroup(of.number, (_set(of, by_kieskring),)) for of in area.lists),
    )


def _set(of: CandidateList, by_kieskring: dict[int, Counter[FieldId]]) -> ListSet:
    numbers = [candidate.number for candidate in of.candidates]
    return ListSet(
        tuple(by_kieskring),
        tuple(f"{of.number}.{number}" for number in numbers),
        tuple(
            tuple(votes[candidate_field(of.number, number)] for number in numbers)
            for votes in by_kieskring.values()
        ),
    )


class Room:
    """The people in the room, who draw by dice: the same seed draws the same, one lot after the other."""

    def __init__(self, seed: int) -> None:
        self._dice = Dice(seed, "lots")

    def draw(self, question: LotQuestion) -> Option:
        """Who comes out."""
        return self._dice.pick(question.options)


def drawn_out(votes: ElectionVotes, room: Room) -> tuple[Distribution, tuple[Lot, ...]]:
    """The distribution with every lot drawn in ``room``, and these lots."""
    lots: list[Lot] = []
    while (question := (found := distribute(votes, lots)).lot_needed) is not None:
        lots.append(Lot(question.kind, question.options, room.draw(question), question.list_number))
    return found, tuple(lots)
