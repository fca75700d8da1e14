"""The checks that lay units side by side, for the supervisor only: no typist is told what they find.

All compare integers: a share is never rounded before it is judged. Sources: the control protocol (trust L14,
workflow §2.7) and OSV (workflow §1.9, same result). They can be asked while units are still coming in and
then speak of those that are final. All but ``between`` hold for municipalities and kieskringen too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from osv_tui.election import form as f
from osv_tui.election.checks import Check, Finding, share
from osv_tui.election.count import RECOUNT_OF
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import CandidateList, Election, ReportingUnit, UnitKind
from osv_tui.election.tally import UnitCount
from osv_tui.election.thresholds import Threshold, Thresholds


@dataclass(frozen=True)
class UnitFinding:
    """What a check found at the unit with number ``unit``."""

    unit: int
    finding: Finding


@dataclass(frozen=True)
class Admitted:
    """How many voters a unit admitted for one of the elections of the day."""

    election_id: str
    election_name: str
    unit: ReportingUnit
    admitted: int


def across(election: Election, units: Sequence[UnitCount], thresholds: Thresholds) -> tuple[UnitFinding, ...]:
    """What stands out at a unit beside the other ``units``, by unit number.

    Shares and candidates are not judged until there are ``OTHER_UNITS`` other units with votes to compare
    with, nor at a unit without votes; a result is not compared when nothing was voted.
    """
    ordered = sorted(units, key=lambda unit: unit.unit.number)
    found = [*_lists(election, ordered, thresholds)]
    for candidate_list in election.lists:
        same = [unit for unit in ordered if candidate_list.stands_in(unit.unit.number)]
        found += _swaps(candidate_list, same, thresholds)
    found += _same_results(election, ordered)
    return tuple(sorted(found, key=lambda each: each.unit))


# Lists.


def _lists(election: Election, units: Sequence[UnitCount], thresholds: Thresholds) -> Iterator[UnitFinding]:
    fields = {entry.number: total_field(entry.number) for entry in election.numbered_lists}
    of_unit = [{number: unit.count.number(field) for number, field in fields.items()} for unit in units]
    of_list = {number: sum(votes[number] for votes in of_unit) for number in fields}
    all_votes, voting = sum(of_list.values()), sum(1 for votes in of_unit if any(votes.values()))
    for unit, votes in zip(units, of_unit, strict=True):
        here = sum(votes.values())
        if not here or voting - 1 < thresholds.value(Threshold.OTHER_UNITS):
            continue
        here_too = {entry.number for entry in election.of_unit(unit.unit.number).lists}
        for number, own in ((number, own) for number, own in votes.items() if number in here_too):
            share_of = _Share(
                *(election.unit_kind, number, own, here, of_list[number] - own, all_votes - here)
            )
            yield from (UnitFinding(unit.unit.number, each) for each in _unlikely(share_of, thresholds))


@dataclass(frozen=True)
class _Share:
    """The votes on a list and on all lists, at one unit of a ``kind`` and at all others together."""

    kind: UnitKind
    list_number: int
    own: int
    own_whole: int
    others: int
    others_whole: int

    @property
    def points_apart(self) -> tuple[int, int]:
        """The difference between the two shares in percentage points, as numerator and denominator."""
        difference = abs(self.own * self.others_whole - self.others * self.own_whole)
        return 100 * difference, self.own_whole * self.others_whole


def _unlikely(votes: _Share, thresholds: Thresholds) -> Iterator[Finding]:
    field, number = total_field(votes.list_number), votes.list_number
    elsewhere = (
        f"in de andere {votes.kind.plural} {votes.others} van de {votes.others_whole} "
        f"({share(votes.others, votes.others_whole)})"
    )
    expected = thresholds.value(Threshold.EMPTY_LIST_VOTES)
    if votes.own == 0 and votes.others * votes.own_whole >= expected * votes.others_whole:
        likely = votes.others * votes.own_whole // votes.others_whole
        text = (
            f"Lijst {number} heeft hier geen van de {votes.own_whole} stemmen, {elsewhere}. "
            f"Verwacht: {likely} stemmen. De grens is {expected}."
        )
        yield Finding(Check.W451, (field,), "", text, str(number))
    points, limit = votes.points_apart, thresholds.value(Threshold.LIST_SHARE_POINTS)
    if points[0] >= limit * points[1]:
        text = (
            f"Lijst {number} heeft hier {votes.own} van de {votes.own_whole} stemmen "
            f"({share(votes.own, votes.own_whole)}), {elsewhere}. De grens is {limit} procentpunten verschil."
        )
        yield Finding(Check.W452, (field,), "", text, str(number))


# Candidates.


@dataclass(frozen=True)
class _Votes:
    """Votes on a candidate: those at the unit, and what was to be expected there as ``above / below``."""

    number: int
    own: int
    above: int
    below: int


@dataclass(frozen=True)
class _Norm:
    """When votes are far from what was expected: ``factor`` times, and at least ``least`` votes to go by."""

    factor: int
    least: int

    def far_more(self, own: int, expected: _Votes) -> bool:
        return own >= self.least and own * expected.below >= self.factor * expected.above

    def far_fewer(self, own: int, expected: _Votes) -> bool:
        enough = expected.above >= self.least * expected.below
        return enough and self.factor * own * expected.below <= expected.above

    def fits(self, own: int, expected: _Votes) -> bool:
        return not self.far_more(own, expected) and not self.far_fewer(own, expected)


def _swaps(
    candidate_list: CandidateList, units: Sequence[UnitCount], thresholds: Thresholds
) -> Iterator[UnitFinding]:
    numbers = [candidate.number for candidate in candidate_list.candidates]
    fields = [candidate_field(candidate_list.number, number) for number in numbers]
    rows = [[unit.count.number(field) for field in fields] for unit in units]
    columns = [sum(column) for column in zip(*rows, strict=True)]
    if sum(1 for row in rows if any(row)) - 1 < thresholds.value(Threshold.OTHER_UNITS):
        return
    norm = _Norm(thresholds.value(Threshold.SWAP_FACTOR), thresholds.value(Threshold.SWAP_VOTES))
    for unit, row in zip(units, rows, strict=True):
        for high, low in _exchanged(numbers, row, columns, norm):
            yield UnitFinding(unit.unit.number, _swap(candidate_list.number, high, low, norm.factor))


def _exchanged(
    numbers: Sequence[int], row: Sequence[int], columns: Sequence[int], norm: _Norm
) -> Iterator[tuple[_Votes, _Votes]]:
    """Pairs of which one has far more votes than expected, the other far fewer, and exchanged neither has.

    ``row`` has the votes of the unit on the candidates with ``numbers``, ``columns`` those of all units.
    """
    here, elsewhere = sum(row), sum(columns) - sum(row)

    def votes(least: int) -> Iterator[_Votes]:
        for number, own, column in zip(numbers, row, columns, strict=True):
            if own >= least:
                yield _Votes(number, own, here * (column - own), elsewhere)

    high = [each for each in votes(norm.least) if norm.far_more(each.own, each)]
    low = [each for each in votes(0) if norm.far_fewer(each.own, each)] if high else []
    for one in high:
        for other in low:
            if norm.fits(one.own, other) and norm.fits(other.own, one):
                yield one, other


def _swap(list_number: int, high: _Votes, low: _Votes, factor: int) -> Finding:
    text = (
        f"Op lijst {list_number} heeft kandidaat {high.number} hier {high.own} stemmen (verwacht "
        f"{_expected(high)}) en kandidaat {low.number} {low.own} (verwacht {_expected(low)}). Beide wijken "
        f"{factor} keer of meer af. Verwisseld wijken ze niet af."
    )
    pair = sorted((high.number, low.number))
    fields = tuple(candidate_field(list_number, number) for number in pair)
    return Finding(Check.W453, fields, "", text, "-".join(f"{list_number}.{number}" for number in pair))


def _expected(votes: _Votes) -> int:
    """The expected votes, rounded half up."""
    return (2 * votes.above + votes.below) // (2 * votes.below)


# Units that are the same.

_BALLOTS = (f.VALID, f.BLANK, f.INVALID)
_FIXED = (f.ELIGIBLE, *RECOUNT_OF, *_BALLOTS, f.FOUND)


def _same_results(election: Election, units: Sequence[UnitCount]) -> Iterator[UnitFinding]:
    kind, fields = election.unit_kind, (*_FIXED, *_votes_of(election))
    marked = (f.FOUND,) if kind is UnitKind.STATION else _BALLOTS
    alike: defaultdict[tuple[int, ...], list[ReportingUnit]] = defaultdict(list)
    for unit in units:
        if any(unit.count.number(field) for field in (*_BALLOTS, f.FOUND)):
            alike[tuple(unit.figure(field) for field in fields)].append(unit.unit)
    for same in alike.values():
        for own, other in permutations(same, 2):
            text = (
                f"Alle kiezers en stemmen zijn gelijk aan die van {kind.value} {other.number} {other.name}. "
                "Is een papier twee keer ingevoerd?"
            )
            finding = Finding(Check.W551, marked, "", text, str(other.number))
            yield UnitFinding(own.number, finding)


def _votes_of(election: Election) -> Iterator[FieldId]:
    for candidate_list in election.lists:
        for candidate in candidate_list.candidates:
            yield candidate_field(candidate_list.number, candidate.number)
        yield total_field(candidate_list.number)


# Elections of one day.


def between(counts: Sequence[Admitted], thresholds: Thresholds) -> tuple[tuple[str, UnitFinding], ...]:
    """Units with quite another number of voters at the other election of the day, as (election id, finding).

    A unit is the same in two elections when its number and name are. What is expected follows from the other
    units of these two elections together, as not everyone takes both ballots. Not judged: a unit with three
    or more elections, whose voters may be divided over two water boards, and a unit with fewer than
    ``OTHER_UNITS`` other units to compare with. Both elections get the finding.
    """
    places: defaultdict[tuple[int, str], list[Admitted]] = defaultdict(list)
    for count in counts:
        places[count.unit.number, count.unit.name].append(count)
    pairs: defaultdict[tuple[str, ...], list[tuple[Admitted, Admitted]]] = defaultdict(list)
    for at_place in places.values():
        if len(at_place) == 2:
            one, other = sorted(at_place, key=lambda count: count.election_id)
            pairs[one.election_id, other.election_id].append((one, other))
    found = [each for pair in pairs.values() for each in _apart(pair, thresholds)]
    return tuple(sorted(found, key=lambda each: (each[0], each[1].unit)))


def _apart(
    pairs: Sequence[tuple[Admitted, Admitted]], thresholds: Thresholds
) -> Iterator[tuple[str, UnitFinding]]:
    if len(pairs) - 1 < thresholds.value(Threshold.OTHER_UNITS):
        return
    sums = [sum(side.admitted for side in column) for column in zip(*pairs, strict=True)]
    larger = 0 if sums[0] >= sums[1] else 1
    for pair in pairs:
        most, least = pair[larger], pair[1 - larger]
        others = sums[larger] - most.admitted, sums[1 - larger] - least.admitted
        text = _voters_apart(most, least, others, thresholds)
        if text:
            for own, other in ((most, least), (least, most)):
                finding = Finding(Check.W552, (f.ADMITTED,), "", text, other.election_id)
                yield own.election_id, UnitFinding(own.unit.number, finding)


def _voters_apart(most: Admitted, least: Admitted, others: tuple[int, int], thresholds: Thresholds) -> str:
    """What is said of a unit with so many voters at both elections; empty when that is as expected."""
    if not others[0]:
        return ""
    above = most.admitted * others[1]
    apart = abs(least.admitted * others[0] - above)
    percent, count = (thresholds.value(t) for t in (Threshold.ADMITTED_PERCENT, Threshold.ADMITTED_COUNT))
    if 100 * apart < percent * above or apart < count * others[0]:
        return ""
    likely = (2 * above + others[0]) // (2 * others[0])
    return (
        f"Toegelaten kiezers: {most.admitted} bij {most.election_name}, {least.admitted} bij "
        f"{least.election_name}. In de andere stembureaus samen {others[0]} en {others[1]}; "
        f"daarom waren er hier {likely} verwacht. De grens is {percent} % en {count} kiezers."
    )
