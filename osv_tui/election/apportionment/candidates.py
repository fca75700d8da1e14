"""The elected candidates of a list that is the same everywhere (Kieswet P 15, P 17, P 19 and P 19a)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from osv_tui.election.apportionment.lots import LotKind, LotQuestion, Lots
from osv_tui.election.apportionment.nomination import Elected, ElectedBy, Nomination
from osv_tui.election.apportionment.votes import ListSet, SetId


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the candidates of every list.

    A candidate with more than ``barrier`` votes is above the preference threshold; ``ranks_all`` says
    whether lists without seats are ranked too (below 19 seats; Kieswet P 19, fifth paragraph).
    """

    barrier: int
    deceased: frozenset[str]
    ranks_all: bool


@dataclass(frozen=True, slots=True)
class Preferred:
    """Candidates above the threshold: those who get a seat in order of seat, and the rest by votes."""

    elected: tuple[str, ...]
    others: tuple[str, ...]
    by_lot: frozenset[str] = frozenset()


_NOBODY = Preferred((), ())


def preferred(votes: Mapping[str, int], seats: int, rules: Rules, list_number: int, lots: Lots) -> Preferred:
    """Who gets a seat on preference votes (Kieswet P 15): most votes first, while there are seats.

    ``votes`` are those of the living candidates in list order, on all lists of the group together. Equal
    votes go by list order while there are seats for all of them, else by lot; the order in which lots are
    drawn is the order of the seats.
    """
    above = [name for name, number in votes.items() if number > rules.barrier]
    if not above:
        return _NOBODY
    above.sort(key=votes.__getitem__, reverse=True)
    if not 0 < seats < len(above) or votes[above[seats - 1]] != votes[above[seats]]:
        return Preferred(tuple(above[:seats]), tuple(above[seats:]))
    equal = votes[above[seats]]
    sure = [name for name in above if votes[name] > equal]
    tied = [name for name in above if votes[name] == equal]
    drawn = _drawn(tied, seats - len(sure), equal, list_number, lots)
    others = [name for name in above if name not in drawn and votes[name] <= equal]
    return Preferred((*sure, *drawn), tuple(others), frozenset(drawn))


def _drawn(tied: Sequence[str], seats: int, votes: int, list_number: int, lots: Lots) -> list[str]:
    """``seats`` of the ``tied`` candidates, in the order in which they are drawn."""
    left = list(tied)
    drawn: list[str] = []
    while len(drawn) < seats:
        question = LotQuestion(
            LotKind.CANDIDATE, "P 15, eerste lid,", tuple(left), seats - len(drawn), votes, list_number
        )
        drawn.append(left.pop(lots.draw(question)))
    return drawn


def nominate(
    of: ListSet, votes: Sequence[int], set_id: SetId, seats: int, rules: Rules, lots: Lots
) -> Nomination:
    """The elected and the ranking of a list that is one set, with the votes on each of its candidates.

    Who has preference votes comes first (P 15), then the others in list order (P 17). The ranking (P 19) has
    the former in order of seat, then who is above the threshold without a seat by votes, then all others in
    list order, those elected by list order among them. Deceased candidates are left out (P 19a).
    """
    names = of.candidates
    deceased = tuple(name for name in names if name in rules.deceased) if rules.deceased else ()
    living = dict(zip(names, votes, strict=True))
    for name in deceased:
        del living[name]
    above = _NOBODY if max(votes) <= rules.barrier else preferred(living, seats, rules, set_id[0], lots)
    above_threshold = (*above.elected, *above.others)
    ranked = bool(seats) or rules.ranks_all
    return Nomination(
        set_id,
        seats,
        _elected(living, above, seats) if seats else (),
        ranking(tuple(living), above_threshold) if ranked else None,
        above_threshold,
        deceased,
    )


def living(of: ListSet, deceased: frozenset[str]) -> int:
    """The number of candidates of a set that are not deceased."""
    return len(of.candidates) - (len(deceased.intersection(of.candidates)) if deceased else 0)


def ranking(names: tuple[str, ...], first: tuple[str, ...]) -> tuple[str, ...]:
    """``first``, then the rest of ``names`` in their order."""
    if not first:
        return names
    ahead = set(first)
    return (*first, *(name for name in names if name not in ahead))


def _elected(votes: Mapping[str, int], above: Preferred, seats: int) -> tuple[Elected, ...]:
    elected = [
        Elected(name, ElectedBy.PREFERENCE, votes[name], name in above.by_lot) for name in above.elected
    ]
    for name, number in votes.items():
        if len(elected) == seats:
            break
        if name not in above.elected:
            elected.append(Elected(name, ElectedBy.LIST_ORDER, number))
    return tuple(elected)
