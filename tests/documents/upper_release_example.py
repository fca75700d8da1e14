"""Made-up releases of a hoofdstembureau and of central committees with one and with several kieskringen."""

from __future__ import annotations

from dataclasses import replace

from osv_tui.election import form as f
from osv_tui.election.accountability import (
    AllegedError,
    ControlSum,
    Correction,
    Disposition,
    EntryDifferences,
    FieldChange,
    JudgedFinding,
    Release,
    UnitAccount,
    UnitChanges,
)
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.checks import findings
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, count_form, total_field
from osv_tui.election.level_votes import Place, election_votes
from osv_tui.election.model import CountingMethod, Election, Level, ReportingUnit, Subcategory
from osv_tui.election.tally import Tally, UnitCount, tally
from tests.documents.accountability_example import REPLACED, at
from tests.documents.upper_example import made_up_list
from tests.election import upper

LEVELS = {
    "HSB": (Subcategory.PS2, Level.HSB),
    "CSB of several": (Subcategory.PS2, Level.CSB),
    "CSB of a province": (Subcategory.PS1, Level.CSB),
    "CSB of a water board": (Subcategory.AB1, Level.CSB),
}
"""Every committee above a municipality, by a name for a test."""

_SEATS = {Subcategory.PS2: 21, Subcategory.PS1: 21, Subcategory.AB1: 9}
_CANDIDATES = (14, 9, 5, 3)


def upper_election(subcategory: Subcategory, level: Level) -> Election:
    """Lists of 14, 9, 5 and 3 candidates, all with a town; list 3 has no name."""
    of = upper.election(subcategory, level)
    lists = tuple(made_up_list(number, many) for number, many in enumerate(_CANDIDATES, start=1))
    towns = tuple(
        replace(
            each,
            candidates=tuple(replace(one, locality=one.locality or "Grou (BE)") for one in each.candidates),
        )
        for each in lists
    )
    definition = replace(of.definition, seats=_SEATS[subcategory], preference_threshold=25)
    return replace(of, definition=definition, lists=towns)


def upper_tally(subcategory: Subcategory, level: Level) -> Tally:
    of = upper_election(subcategory, level)
    return tally(of, CountingMethod.STATION, lambda unit: _count(of, unit))


def _count(of: Election, unit: ReportingUnit) -> Count:
    """Each number is another one, so that none stands for another unnoticed."""
    place = of.units.index(unit) + 1
    values: dict[FieldId, int] = {}
    for each in of.lists:
        votes = {
            candidate_field(each.number, one.number): 1000 * place // one.number
            + 37 * each.number
            + one.number
            for one in each.candidates
        }
        values |= votes | {total_field(each.number): sum(votes.values())}
    valid = sum(number for field, number in values.items() if field.endswith(".total"))
    values |= {f.ELIGIBLE: 2 * valid + place, f.VALID: valid, f.BLANK: 21 + place, f.INVALID: 12 + 3 * place}
    values |= {f.MORE: 5 + place, f.FEWER: 2 * place, f.NOT_RETURNED: place, f.TOO_FEW_ISSUED: 0}
    values |= {f.TOO_MANY_ISSUED: 4, f.NO_EXPLANATION: place, f.OTHER_EXPLANATION: 1, f.PROXIES: 900 + place}
    form = count_form(of, CountingMethod.STATION)
    if f.VOTER_PASSES in form.by_id:
        values[f.VOTER_PASSES] = 70 + place
    return Count.of(values)


def distributed(release: Release, *lots: Lot, deceased: frozenset[Place] = frozenset()) -> Release:
    """The same with its seats distributed anew; at a hoofdstembureau there are none."""
    if release.tally.election.committee.level is not Level.CSB:
        return release
    found = distribute(election_votes(release.tally, deceased), lots)
    return replace(release, distribution=found, lots=lots, deceased=deceased)


def upper_release(subcategory: Subcategory, level: Level) -> Release:
    """A first release with all there can be to account for."""
    whole = upper_tally(subcategory, level)
    sums = tuple(
        ControlSum(each.number, whole.total(total_field(each.number))) for each in whole.election.lists
    )
    accounts = tuple(
        UnitAccount(each.unit, each.count, entry_differences=EntryDifferences(compared=1))
        for each in whole.units
    )
    first, *others = accounts
    number = first.count.number(candidate_field(1, 2))
    error = AllegedError(
        *("staat van de telling, blad 2", candidate_field(1, 2), number - 4, number),
        *("Een streepje is vergeten.", "De stapel is nog een keer geteld.", at(1, 20)),
    )
    correction = Correction(2, "verkeerd papier", at(1, 30), (FieldChange(f.PROXIES, 890, 901),))
    first = replace(
        first,
        errors=(error,),
        findings=tuple(_judged(whole, first)),
        corrections=(correction,),
        entry_differences=EntryDifferences(2, 3, 3, 1),
    )
    return distributed(Release(whole, 1, at(2, 5), (first, *others), sums))


def _judged(whole: Tally, account: UnitAccount) -> list[JudgedFinding]:
    form = count_form(whole.election, whole.method)
    values = {**account.count.values, f.BLANK: account.count.number(f.VALID)}
    found = findings(form, values, 0)[0]
    stated = Disposition(found.check, found.subject, "het hele papier", "het staat er zo", "", at(1, 40))
    return [JudgedFinding(found, stated)]


def second_upper_release(subcategory: Subcategory, level: Level) -> Release:
    """One that replaces another."""
    first = upper_release(subcategory, level)
    changed = UnitChanges(first.accounts[0].unit, "verkeerd papier", (FieldChange(f.PROXIES, 890, 901),))
    replaced = replace(REPLACED, reason="Op het papier van Aarle stonden twee getallen verwisseld.")
    return replace(first, version=2, replaced=replaced, changes=(changed,))


def tied() -> Release:
    """A water board of which the last seat is between two lists that are equal in everything."""
    first = upper_release(Subcategory.AB1, Level.CSB)
    units = tuple(UnitCount(each.unit, _equal_lists(each.count)) for each in first.tally.units)
    accounts = tuple(UnitAccount(each.unit, each.count) for each in units)
    whole = replace(first.tally, units=units)
    return distributed(Release(whole, 1, first.at, accounts))


def _equal_lists(count: Count) -> Count:
    """List 2 and 4 with as many votes as each other, all on their first candidates."""
    votes = {field: 0 for field in count.values if field.startswith("list.")}
    for number, many in ((1, 900), (2, 500), (4, 500)):
        votes |= {candidate_field(number, 1): many, total_field(number): many}
    return Count.of({**count.values, **votes, f.VALID: 1900})
