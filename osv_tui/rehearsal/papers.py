"""What stands on the papers: counts as polling stations hand them in, with correct sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from math import fsum

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import Answer, FieldId, FieldKind, Form, SectionKind, count_form
from osv_tui.election.model import CountingMethod, Election, ReportingUnit
from osv_tui.rehearsal.dice import Dice

Pair = tuple[FieldId, int]

REASONS_FOR_MORE = (f.TOO_MANY_ISSUED, f.NO_EXPLANATION, f.OTHER_EXPLANATION)
REASONS_FOR_FEWER = (f.NOT_RETURNED, f.TOO_FEW_ISSUED, f.NO_EXPLANATION, f.OTHER_EXPLANATION)

_ELIGIBLE_WHEN_UNKNOWN = 400


@dataclass(frozen=True)
class Paper:
    """What stands on the paper of the unit with number ``unit``; the count is complete."""

    unit: int
    count: Count


def practice_papers(
    election: Election, method: CountingMethod, seed: int, *, among_others: bool = False
) -> tuple[Paper, ...]:
    """A plausible paper for each unit of ``election``, by unit number; all sums hold.

    With ``among_others`` the papers are those of one municipality of several, each with other numbers.
    Without, each municipality has the same. Lists are as popular in one as in another.

    One unit in four (rounded up) has a difference between D and H, explained in full. Where ballots are
    counted centrally (models §2.2) some of these have a recount A.2 to D.2, which sometimes settles it.
    """
    form = count_form(election, method)
    units = sorted(election.units, key=lambda unit: unit.number)
    dice = Dice(seed, "papers", election.id)
    support = _support(form, dice)
    outcomes = _outcomes(units, method, dice)
    where = (election.committee.code,) if among_others else ()
    return tuple(
        Paper(unit.number, _count(form, unit, outcome, support, _UnitDice.of(seed, election, unit, where)))
        for unit, outcome in zip(units, outcomes, strict=True)
    )


@dataclass(frozen=True)
class _UnitDice:
    """Chance at one unit: ``paper`` for one election, ``day`` for all elections of the day."""

    paper: Dice
    day: Dice

    @classmethod
    def of(cls, seed: int, election: Election, unit: ReportingUnit, where: tuple[str, ...]) -> _UnitDice:
        return cls(
            Dice(seed, "paper", election.id, unit.number, *where),
            Dice(seed, "turnout", unit.number, *where),
        )


class _Outcome(Enum):
    """How D and H of a unit compare, and what a recount of the voters did about it."""

    EQUAL = auto()
    DIFFERENT = auto()
    DIFFERENT_AFTER_RECOUNT = auto()
    EQUAL_AFTER_RECOUNT = auto()


def _outcomes(units: Sequence[ReportingUnit], method: CountingMethod, dice: Dice) -> tuple[_Outcome, ...]:
    kinds: tuple[_Outcome, ...] = (_Outcome.DIFFERENT,)
    if method is CountingMethod.CENTRAL:
        kinds = (_Outcome.DIFFERENT_AFTER_RECOUNT, _Outcome.EQUAL_AFTER_RECOUNT, _Outcome.DIFFERENT)
    different = (len(units) + 3) // 4
    outcomes = [kinds[turn % len(kinds)] for turn in range(different)]
    return dice.shuffled(outcomes + [_Outcome.EQUAL] * (len(units) - different))


@dataclass(frozen=True)
class _Voters:
    poll_cards: int
    proxies: int
    voter_passes: int

    @property
    def admitted(self) -> int:
        return self.poll_cards + self.proxies + self.voter_passes

    def with_more_cards(self, cards: int) -> _Voters:
        return replace(self, poll_cards=self.poll_cards + cards)

    def fill(self, fields: tuple[FieldId, FieldId, FieldId, FieldId], form: Form) -> Iterator[Pair]:
        numbers = (self.poll_cards, self.proxies, self.voter_passes, self.admitted)
        return (pair for pair in zip(fields, numbers, strict=True) if pair[0] in form.by_id)


_FIRST_COUNT = (f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES, f.ADMITTED)
_RECOUNT = (f.POLL_CARDS_2, f.PROXIES_2, f.VOTER_PASSES_2, f.ADMITTED_2)


def _count(form: Form, unit: ReportingUnit, outcome: _Outcome, support: _Support, chance: _UnitDice) -> Count:
    dice = chance.paper
    voters = _voters(form, unit, chance)
    surplus = 0 if outcome is _Outcome.EQUAL else _surplus(voters, dice)
    found = voters.admitted + surplus
    blank, invalid = (int(found * dice.between(0, 0.012)) for _ in range(2))
    valid = found - blank - invalid
    return Count.of(
        [
            *voters.fill(_FIRST_COUNT, form),
            *((f.VALID, valid), (f.BLANK, blank), (f.INVALID, invalid), (f.FOUND, found)),
            *_difference(form, outcome, voters, surplus, dice),
            *_votes(form, valid, support, dice),
        ]
    )


def _voters(form: Form, unit: ReportingUnit, chance: _UnitDice) -> _Voters:
    # The same people vote for all elections of a day, and a few leave one ballot out.
    day, dice = chance.day, chance.paper
    turnout = day.between(0.45, 0.8) * dice.between(0.96, 1)
    admitted = int((unit.eligible or _ELIGIBLE_WHEN_UNKNOWN) * turnout)
    proxies = int(admitted * day.between(0.04, 0.11))
    passes = min(dice.number(0, 4), admitted - proxies) if f.VOTER_PASSES in form.by_id else 0
    return _Voters(admitted - proxies - passes, proxies, passes)


def _surplus(voters: _Voters, dice: Dice) -> int:
    """H minus D of a unit where these differ: never 0, nearly always small."""
    size = dice.number(1, 4) if dice.happens(0.9) else dice.number(5, 12)
    return -size if dice.happens(0.5) and size <= voters.poll_cards else size


def _difference(form: Form, outcome: _Outcome, voters: _Voters, surplus: int, dice: Dice) -> Iterator[Pair]:
    if outcome is _Outcome.EQUAL:
        yield f.EQUAL, Answer.YES.value
        return
    yield f.EQUAL, Answer.NO.value
    if f.RECOUNTED in form.by_id:
        missed = _cards_missed(outcome, surplus)
        surplus -= missed
        yield from _recount(form, voters.with_more_cards(missed), outcome, dice)
        yield f.EQUAL_2, Answer.NO.value if surplus else Answer.YES.value
    if surplus:
        yield from _explained(surplus, dice)


def _cards_missed(outcome: _Outcome, surplus: int) -> int:
    """By how much the recount of the poll cards ends higher."""
    if outcome is _Outcome.EQUAL_AFTER_RECOUNT:
        return surplus
    if outcome is _Outcome.DIFFERENT_AFTER_RECOUNT:
        return 2 if surplus == 1 else 1
    return 0


def _recount(form: Form, voters: _Voters, outcome: _Outcome, dice: Dice) -> Iterator[Pair]:
    if outcome is _Outcome.DIFFERENT:
        yield f.RECOUNTED, Answer.NO.value
    else:
        yield f.RECOUNTED, Answer.YES.value
        yield from voters.fill(_RECOUNT, form)
    yield f.PASSES_COUNTED, dice.number(1, 3)
    yield f.BALLOTS_COUNTED, dice.number(1, 3)


def _explained(surplus: int, dice: Dice) -> Iterator[Pair]:
    yield f.MORE, max(surplus, 0)
    yield f.FEWER, max(-surplus, 0)
    reasons = REASONS_FOR_MORE if surplus > 0 else REASONS_FOR_FEWER
    given = [dice.pick(reasons) for _ in range(abs(surplus))]
    for reason in f.EXPLANATIONS:
        yield reason, given.count(reason)


@dataclass(frozen=True)
class _Support:
    """How popular lists are, and the candidates within each, in the whole municipality."""

    lists: tuple[float, ...]
    candidates: tuple[tuple[float, ...], ...]


def _support(form: Form, dice: Dice) -> _Support:
    sections = [section for section in form.sections if section.kind is SectionKind.LIST]
    return _Support(
        lists=tuple(dice.between(0.03, 1) * dice.between(0.1, 1) for _ in sections),
        candidates=tuple(_popularity(len(section.fields) - 1, dice) for section in sections),
    )


def _popularity(candidates: int, dice: Dice) -> tuple[float, ...]:
    """The first of a list gets more than half of its votes, a few others the rest, most hardly any."""
    others = [
        0.01 + dice.between(0, 1) * dice.between(0, 1) * dice.between(0, 1) for _ in range(candidates - 1)
    ]
    # Not sum(): what that makes of fractions changed in Python 3.12.
    return (0.1 + 1.6 * fsum(others), *others)


def _votes(form: Form, valid: int, support: _Support, dice: Dice) -> Iterator[Pair]:
    sections = (section for section in form.sections if section.kind is SectionKind.LIST)
    totals = dice.spread(valid, [weight * dice.between(0.6, 1.4) for weight in support.lists])
    for section, total, weights in zip(sections, totals, support.candidates, strict=True):
        candidates = [field.id for field in section.fields if field.kind is FieldKind.CANDIDATE]
        yield from zip(candidates, dice.spread(total, weights), strict=True)
        yield section.fields[-1].id, total
