"""How the seats of a package were distributed: the lots that were drawn are in no file, so they are found.

Where the law asks for a lot, each outcome is tried until what follows is the published result. So a result
that no lot can give is found out, and the documents must agree with the lots that give it. Who is deceased is
told by the report alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from osv_tui.documents.wording import candidate_name
from osv_tui.election.apportionment.distribution import Distribution, distribute
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionVotes, ImpossibleElection
from osv_tui.election.level_votes import Place, election_votes
from osv_tui.election.model import Election, Level
from osv_tui.election.tally import Tally
from osv_tui.eml.result_writing import write_result
from osv_tui.verifying.evidence import Evidence

MOST_TRIES = 200
_DECEASED = " is overleden. Volgens artikel P 19a van de Kieswet telt deze kandidaat hier niet mee."


class NoDistribution(Exception):
    """No lots give the published result."""


Seats = tuple[Distribution, tuple[Lot, ...]]
"""A distribution, with the lots that it took."""


def deceased_in(texts: Container[str], election: Election) -> frozenset[Place]:
    """The candidates of whom ``texts``, those of the report, say that they are deceased."""
    return frozenset(
        Place(of.number, each.number, of.kieskring)
        for of in election.lists
        for each in of.candidates
        if f"{candidate_name(each, of)}{_DECEASED}" in texts
    )


def distribution_of(evidence: Evidence, tally: Tally, deceased: frozenset[Place]) -> Seats | None:
    """The distribution that gives the published 520; ``None`` below a central committee.

    Raises:
        NoDistribution: there is none, or too many would have to be tried.
    """
    if tally.election.committee.level is not Level.CSB:
        return None
    if evidence.result is None:
        raise NoDistribution
    _, published = evidence.result
    try:
        votes = election_votes(tally, deceased)
    except (ImpossibleElection, ValueError) as error:
        raise NoDistribution from error
    for number, (found, lots) in enumerate(_outcomes(votes, ())):
        if number == MOST_TRIES:
            break
        if write_result(tally.election, found, evidence.created, evidence.program) == published:
            return found, lots
    raise NoDistribution


def _outcomes(votes: ElectionVotes, lots: tuple[Lot, ...]) -> Iterator[Seats]:
    found = distribute(votes, lots)
    question = found.lot_needed
    if question is None:
        yield found, lots
        return
    for option in question.options:
        lot = Lot(question.kind, question.options, option, question.list_number)
        yield from _outcomes(votes, (*lots, lot))
