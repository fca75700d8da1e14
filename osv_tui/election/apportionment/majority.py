"""A majority of the votes gives a majority of the seats (Kieswet P 9)."""

from __future__ import annotations

from osv_tui.election.apportionment.assignment import Assignment
from osv_tui.election.apportionment.lots import Lot, LotKind, LotQuestion, Lots
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.steps import Step, StepKind

_ARTICLE = "P 9"


def give_majority(assignment: Assignment, lots: Lots) -> bool:
    """Give a list with more than half of the votes but not of the seats one more; tell whether that was so.

    It comes from the list that got a residual seat at the smallest remainder or average; where several did,
    one of them by lot. That list counts as not having had the seat (apportionment §2, step 8). The seat of
    the majority is not a residual seat: the list can still get one after exhaustion (§8, D1).
    """
    winner = _short_of_majority(assignment)
    if winner is None or not assignment.last:
        return False
    losers, lot = assignment.last, None
    if len(losers) > 1:
        question = _question(assignment)
        drawn = lots.draw(question)
        lot = Lot(question.kind, question.options, question.options[drawn])
        losers = [losers[drawn]]
    loser = losers[0]
    assignment.seats[winner] += 1
    assignment.seats[loser] -= 1
    _forget(assignment, loser)
    changes = ((assignment.numbers[winner], 1), (assignment.numbers[loser], -1))
    assignment.steps.append(Step(StepKind.MAJORITY, _ARTICLE, changes, assignment.unassigned, (), lot))
    return True


def _forget(assignment: Assignment, loser: int) -> None:
    """The loser can get a remainder seat again.

    Below 19 seats the last one always was: who has more than half of the votes has half of the full seats,
    rounded down, and a remainder seat before averages begin (P 8), and so is not short of the majority then.
    """
    assignment.had_remainder.discard(loser)


def _short_of_majority(assignment: Assignment) -> int | None:
    """The place of the list with more than half of the votes, if it has no more than half of the seats."""
    for place, votes in enumerate(assignment.votes):
        if 2 * votes > assignment.total_votes:
            return place if 2 * assignment.seats[place] <= assignment.available else None
    return None


def _question(assignment: Assignment) -> LotQuestion:
    assert assignment.last_value is not None
    options = tuple(assignment.numbers[place] for place in assignment.last)
    value = Quotient(*assignment.last_value)
    return LotQuestion(LotKind.MAJORITY, _ARTICLE, options, 1, value)
