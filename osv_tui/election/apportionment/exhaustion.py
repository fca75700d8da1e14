"""Seats of a list that has no more candidates pass to the others (Kieswet P 10; P 13, first paragraph)."""

from __future__ import annotations

from collections.abc import Sequence

from osv_tui.election.apportionment.assignment import Assignment
from osv_tui.election.apportionment.lots import Lots
from osv_tui.election.apportionment.residual import assign_residual_seats
from osv_tui.election.apportionment.steps import Method, Step, StepKind


def pass_on_seats(assignment: Assignment, candidates: Sequence[int], lots: Lots) -> bool:
    """Take what a list has above its number of ``candidates`` and assign on; tell whether there was any.

    The assignment goes on where it stopped, between lists that still have candidates only. Candidates are
    living ones: a deceased one is left out of account (Kieswet P 19a). With no such list left the seats
    stay empty.
    """
    assignment.capacity = candidates
    surplus = [
        (place, seats - most)
        for place, (seats, most) in enumerate(zip(assignment.seats, candidates, strict=True))
        if seats > most
    ]
    for place, seats in surplus:
        assignment.seats[place] -= seats
        assignment.unassigned += seats
    if surplus:
        article = "P 13, eerste lid," if assignment.method is Method.WITHIN_GROUP else "P 10"
        changes = tuple((assignment.numbers[place], -seats) for place, seats in surplus)
        assignment.steps.append(Step(StepKind.EXHAUSTED, article, changes, assignment.unassigned))
        assign_residual_seats(assignment, lots)
    return bool(surplus)
