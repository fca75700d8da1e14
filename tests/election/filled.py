"""Filled forms of the example election that hold, to break in one place at a time."""

from __future__ import annotations

from collections.abc import Mapping

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import Answer, FieldId, candidate_field, total_field
from osv_tui.election.model import CountingMethod

Values = Mapping[FieldId, int]


def filled(
    method: CountingMethod,
    *,
    admitted: int = 1000,
    found: int = 1000,
    blank: int = 0,
    invalid: int = 0,
    recounted: int | None = None,
    equal: Answer | None = None,
    reasons: tuple[int, int, int, int, int] | None = None,
    other: Mapping[FieldId, int] | None = None,
) -> dict[FieldId, int]:
    """A form in which everything holds; ``other`` then breaks it.

    ``recounted`` is D.2 of a central count. ``equal`` answers the last question that is asked. ``reasons``
    are the five explanations, by default all the difference under "te veel" or "niet ingeleverd".
    """
    valid = found - blank - invalid
    values = {
        f.POLL_CARDS: admitted, f.PROXIES: 0, f.VOTER_PASSES: 0, f.ADMITTED: admitted,
        f.VALID: valid, f.BLANK: blank, f.INVALID: invalid, f.FOUND: found,
        **_votes(valid),
    }  # fmt: skip
    counted = admitted if recounted is None else recounted
    right = Answer.YES if counted == found else Answer.NO
    if recounted is None:
        values[f.EQUAL] = (equal or right).value
    else:
        values |= {f.EQUAL: Answer.NO.value, f.RECOUNTED: Answer.YES.value, f.EQUAL_2: (equal or right).value}
        values |= {f.POLL_CARDS_2: recounted, f.PROXIES_2: 0, f.VOTER_PASSES_2: 0, f.ADMITTED_2: recounted}
    if method is CountingMethod.CENTRAL and values[f.EQUAL] != Answer.YES.value:
        values |= {f.PASSES_COUNTED: 1, f.BALLOTS_COUNTED: 1}
        if recounted is None:
            values |= {f.RECOUNTED: Answer.NO.value, f.EQUAL_2: values[f.EQUAL]}
    if values.get(f.EQUAL_2, values[f.EQUAL]) != Answer.YES.value:
        values |= _difference(found - counted, reasons)
    return {**values, **(other or {})}


def _votes(valid: int) -> dict[FieldId, int]:
    numbers = {(1, 1): valid, (1, 2): 0, (1, 4): 0, (3, 1): 0, (3, 2): 0}
    votes = {candidate_field(*place): number for place, number in numbers.items()}
    return {**votes, total_field(1): valid, total_field(3): 0}


def _difference(surplus: int, reasons: tuple[int, ...] | None) -> dict[FieldId, int]:
    more, fewer = max(surplus, 0), max(-surplus, 0)
    explained = reasons if reasons is not None else (fewer, 0, more, 0, 0)
    return {f.MORE: more, f.FEWER: fewer, **dict(zip(f.EXPLANATIONS, explained, strict=True))}


def count_with(votes: Mapping[tuple[int, int], int], *, proxies: int = 0) -> Count:
    """A count whose votes on (list, candidate) are ``votes``, and in which all else follows from them."""
    totals = {number: sum(v for (of, _), v in votes.items() if of == number) for number, _ in votes}
    valid = sum(votes.values())
    values = {
        f.POLL_CARDS: valid - proxies, f.PROXIES: proxies, f.VOTER_PASSES: 0, f.ADMITTED: valid,
        f.VALID: valid, f.BLANK: 0, f.INVALID: 0, f.FOUND: valid, f.EQUAL: Answer.YES.value,
    }  # fmt: skip
    candidates = {candidate_field(*place): number for place, number in votes.items()}
    return Count.of({**values, **candidates, **{total_field(of): total for of, total in totals.items()}})
