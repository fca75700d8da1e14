"""Residual seats: largest remainders and largest averages (Kieswet P 7, P 8, P 12 and P 13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy

from osv_tui.election.apportionment.assignment import Assignment
from osv_tui.election.apportionment.lots import Lot, LotQuestion, Lots
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.steps import Method, Stage, Step, StepKind


def assign_residual_seats(assignment: Assignment, lots: Lots) -> None:
    """Assign what is left, until nothing is or nobody can get more.

    All that have the largest value equal get a seat at once while there are seats for all; else one of them
    does by lot, and the rest comes again.
    """
    while assignment.unassigned:
        stage, eligible = _stage(assignment)
        if not eligible:
            return
        largest, value = _largest(assignment, stage, eligible)
        lot = None
        if len(largest) > assignment.unassigned:
            question = _question(assignment, stage, largest, value)
            drawn = lots.draw(question)
            lot = Lot(question.kind, question.options, question.options[drawn], question.list_number)
            largest = [largest[drawn]]
        _give(assignment, stage, eligible, largest, value, lot)


def would_follow(assignment: Assignment, candidates: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Who would get the next seats if there were one for every candidate, all of equal value at once.

    The continued application of P 12 and P 13 that P 18 needs, as OSV does it: contenders run out of
    ``candidates`` only when all these seats are assigned (apportionment §5). Those without votes come last.
    """
    ahead = copy(assignment)
    ahead.seats = assignment.seats[:]
    ahead.had_remainder = set(assignment.had_remainder)
    ahead.capacity = None
    some_ran_out = any(step.kind is StepKind.EXHAUSTED for step in assignment.steps)
    with_votes = [
        place
        for place in assignment.partaking
        if not some_ran_out or assignment.seats[place] < candidates[place]
    ]
    for partaking in (with_votes, assignment.voteless()):
        ahead.partaking = partaking
        ahead.unassigned = sum(candidates) - sum(ahead.seats)
        yield from _one_for_every_candidate(ahead, candidates)


def _one_for_every_candidate(ahead: Assignment, candidates: Sequence[int]) -> Iterator[tuple[int, ...]]:
    while ahead.partaking and ahead.unassigned > 0:
        while ahead.unassigned > 0:
            stage, eligible = _stage(ahead)
            largest, _ = _largest(ahead, stage, eligible)
            _remember(ahead, stage, largest)
            ahead.unassigned -= len(largest)
            yield tuple(ahead.numbers[place] for place in largest)
        for place in ahead.partaking:
            surplus = max(ahead.seats[place] - candidates[place], 0)
            ahead.seats[place] -= surplus
            ahead.unassigned += surplus
        ahead.partaking = [place for place in ahead.partaking if ahead.seats[place] < candidates[place]]


def without_lots(assignment: Assignment) -> None:
    """Assign what is left as if there were seats for all of equal value (Kieswet P 4, until 2017)."""
    while assignment.unassigned > 0:
        stage, eligible = _stage(assignment)
        if not eligible:
            return
        largest, _ = _largest(assignment, stage, eligible)
        _remember(assignment, stage, largest)
        assignment.unassigned -= len(largest)


def _stage(assignment: Assignment) -> tuple[Stage, Sequence[int]]:
    """The first stage that someone is eligible in, and who."""
    with_room = assignment.with_room()
    for stage in assignment.method.value:
        eligible = with_room
        if stage.kind is StepKind.REMAINDER:
            eligible = [
                place
                for place in with_room
                if place not in assignment.had_remainder and _has_share(assignment, place)
            ]
        elif stage.kind is StepKind.AVERAGE_ONCE:
            eligible = [place for place in with_room if place not in assignment.had_average_once]
        if eligible:
            break
    return stage, eligible


def _has_share(assignment: Assignment, place: int) -> bool:
    """Whether a list has three quarters of the kiesdeler (Kieswet P 8, second paragraph; not in groups)."""
    if assignment.method is not Method.LARGEST_REMAINDERS:
        return True
    return 4 * assignment.votes[place] * assignment.available >= 3 * assignment.total_votes


def _largest(
    assignment: Assignment, stage: Stage, eligible: Sequence[int]
) -> tuple[list[int], tuple[int, int]]:
    """Who has the largest remainder or average, and its numerator and denominator."""
    if stage.kind is StepKind.REMAINDER:
        remainders = [assignment.remainder(place) for place in eligible]
        most = max(remainders)
        largest = [place for place, each in zip(eligible, remainders, strict=True) if each == most]
        return largest, (most, assignment.available)
    largest = []
    numerator, denominator = 0, 1
    for place in eligible:
        votes, divisor = assignment.votes[place], assignment.seats[place] + 1
        difference = votes * denominator - numerator * divisor
        if difference > 0:
            largest, numerator, denominator = [place], votes, divisor
        elif not difference:
            largest.append(place)
    return largest, (numerator, denominator)


def _question(
    assignment: Assignment, stage: Stage, largest: Sequence[int], value: tuple[int, int]
) -> LotQuestion:
    options = tuple(assignment.numbers[place] for place in largest)
    return LotQuestion(
        stage.lot, stage.article, options, assignment.unassigned, Quotient(*value), assignment.group
    )


def _give(
    assignment: Assignment,
    stage: Stage,
    eligible: Sequence[int],
    largest: Sequence[int],
    value: tuple[int, int],
    lot: Lot | None,
) -> None:
    """Give a seat to each of ``largest`` and write down the step."""
    numbers = assignment.numbers
    values = _values(assignment, stage, eligible)
    _remember(assignment, stage, largest)
    assignment.unassigned -= len(largest)
    assignment.last = [*assignment.last, *largest] if _is_last(assignment, value) else list(largest)
    assignment.last_value = value
    changes = tuple((numbers[place], 1) for place in largest)
    assignment.steps.append(Step(stage.kind, stage.article, changes, assignment.unassigned, values, lot))


def _is_last(assignment: Assignment, value: tuple[int, int]) -> bool:
    """Whether the seat before went at the same value, as it does when lots go on."""
    if assignment.last_value is None:
        return False
    numerator, denominator = assignment.last_value
    return numerator * value[1] == value[0] * denominator


def _remember(assignment: Assignment, stage: Stage, largest: Sequence[int]) -> None:
    for place in largest:
        assignment.seats[place] += 1
    if stage.kind is StepKind.REMAINDER:
        assignment.had_remainder.update(largest)
    elif stage.kind is StepKind.AVERAGE_ONCE:
        assignment.had_average_once.update(largest)


def _values(
    assignment: Assignment, stage: Stage, eligible: Sequence[int]
) -> tuple[tuple[int, Quotient], ...]:
    """The remainders or averages of all that take part in the stage."""
    numbers = assignment.numbers
    if stage.kind is StepKind.REMAINDER:
        of = assignment.available
        return tuple((numbers[place], Quotient(assignment.remainder(place), of)) for place in eligible)
    votes, seats = assignment.votes, assignment.seats
    return tuple((numbers[place], Quotient(votes[place], seats[place] + 1)) for place in eligible)
