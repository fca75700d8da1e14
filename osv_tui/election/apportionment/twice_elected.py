"""Somebody who is elected on the lists of two groups keeps one seat.

Chapter P does not say how. This is what OSV does: the seat on the list with most votes stays, with equal
votes that in the lowest kieskring; on the other list the next one of its ranking is elected
(apportionment §5). The central committee has to judge it; ``Notice.ELECTED_TWICE`` says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from osv_tui.election.apportionment.nomination import Elected, ElectedBy, Elsewhere, Nomination
from osv_tui.election.apportionment.votes import ElectionVotes


def elected_twice(nominations: Sequence[Nomination]) -> set[str]:
    """The candidates who are elected more than once."""
    names = [elected.candidate for each in nominations for elected in each.elected]
    if len(set(names)) == len(names):
        return set()
    return {name for name, times in Counter(names).items() if times > 1}


def elect_once(
    nominations: Sequence[Nomination], election: ElectionVotes, list_votes: Mapping[int, int]
) -> list[Nomination]:
    """The nominations with each candidate elected once; ``list_votes`` are the votes by list number."""
    outcome = list(nominations)
    taken = {elected.candidate for each in nominations for elected in each.elected}
    for name in sorted(elected_twice(nominations), key=lambda name: _first_place(name, election)):
        places = [
            place
            for place, each in enumerate(outcome)
            if any(elected.candidate == name for elected in each.elected)
        ]
        places.sort(key=lambda place: _preference(outcome[place], list_votes))
        for place in places[1:]:
            successor = next((each for each in outcome[place].ranking or () if each not in taken), None)
            if successor is not None:
                taken.add(successor)
            outcome[place] = _without(outcome[place], name, successor, election)
    return outcome


def _first_place(name: str, election: ElectionVotes) -> tuple[int, int, int]:
    """The lowest kieskring a candidate stands in, with the place on the list and the number of the list."""
    return min(
        (of.number, of.candidates.index(name), group.number)
        for group in election.lists
        for of in group.sets
        if name in of.candidates
    )


def _preference(nomination: Nomination, list_votes: Mapping[int, int]) -> tuple[int, int]:
    list_number, district = nomination.set_id
    return -list_votes[list_number], district


def _without(nomination: Nomination, name: str, successor: str | None, election: ElectionVotes) -> Nomination:
    elected = tuple(each for each in nomination.elected if each.candidate != name)
    if successor is not None:
        votes = _votes(successor, nomination.set_id.list_number, election)
        elected = (*elected, Elected(successor, ElectedBy.SUCCESSOR, votes))
    elsewhere = (*nomination.elected_elsewhere, (name, Elsewhere.OTHER_LIST))
    return replace(nomination, elected=elected, elected_elsewhere=elsewhere)


def _votes(name: str, list_number: int, election: ElectionVotes) -> int:
    """The votes on a candidate on all sets of a list together."""
    return sum(
        election.on_candidates(of)[of.candidates.index(name)]
        for group in election.lists
        if group.number == list_number
        for of in group.sets
        if name in of.candidates
    )
