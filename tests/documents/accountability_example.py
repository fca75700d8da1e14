"""Made-up releases: with accounts of everything, without any difference, and one that replaces another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from osv_tui.election import form as f
from osv_tui.election.accountability import (
    AllegedError,
    ControlSum,
    Correction,
    CountAccount,
    Disposition,
    EntryDifferences,
    FieldChange,
    JudgedFinding,
    Release,
    Replaced,
    UnitAccount,
    UnitChanges,
    has_count_difference,
)
from osv_tui.election.checks import Finding, findings
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, count_form, total_field
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import Tally, UnitCount
from tests.documents.example import example_tally


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2031, 3, 20, hour, minute)  # noqa: DTZ001


COUNT_ACCOUNT = CountAccount(
    cause="Een kiezer kreeg twee stembiljetten die aan elkaar kleefden.",
    account="De voorzitter heeft het register en alle passen nagelopen; de aantallen daarvan zijn gelijk.",
    passes_recounted=2,
    ballots_recounted=1,
    recounted_by="telploeg 3",
    decided_by="voorzitter van het stembureau",
    at=at(1, 12),
)
ERROR = AllegedError(
    sheet="turflijst van telploeg 3, blad 2",
    field=candidate_field(1, 2),
    old=140,
    new=141,
    cause="Bij het overschrijven is een streepje vergeten.",
    account="De stapel van deze kandidaat is nog een keer geteld door twee leden.",
    at=at(1, 20),
)
REPLACED = Replaced(
    version=1,
    at=at(2, 5),
    reopened_at=at(9, 40),
    reason="Op het papier van stembureau 2 stonden de getallen van twee kandidaten verwisseld.",
    package="0123456789abcdef" * 4,
)


def account(tally: Tally, counted: UnitCount) -> UnitAccount:
    """What has to be stated at least: an account where the count differs."""
    stated = COUNT_ACCOUNT if has_count_difference(counted.count) else None
    alike = EntryDifferences(compared=1)
    return UnitAccount(counted.unit, counted.count, count_account=stated, entry_differences=alike)


def release_of(tally: Tally) -> Release:
    """A first release with only what has to be stated."""
    sums = tuple(
        ControlSum(each.number, tally.total(total_field(each.number))) for each in tally.election.lists[:3]
    )
    accounts = tuple(account(tally, counted) for counted in tally.units)
    return Release(tally, version=1, at=at(2, 5), accounts=accounts, control_sums=sums)


def with_account(release: Release, number: int, **told: object) -> Release:
    """``release`` with something else told of unit ``number``; a new count goes into the tally too."""
    accounts = tuple(
        replace(each, **told) if each.unit.number == number else each  # type: ignore[arg-type]
        for each in release.accounts
    )
    units = tuple(UnitCount(each.unit, each.count) for each in accounts)
    return replace(release, accounts=accounts, tally=replace(release.tally, units=units))


def with_count(release: Release, number: int, **numbers: int) -> Release:
    """``release`` with other numbers on the paper of unit ``number``."""
    (counted,) = (each.count for each in release.accounts if each.unit.number == number)
    count = Count.of({**counted.values, **{FieldId(name): value for name, value in numbers.items()}})
    return with_account(release, number, count=count)


def wrong_sum(release: Release, number: int) -> Finding:
    """What the checks say when D of this unit is one more than A+B+C."""
    (counted,) = (each.count for each in release.accounts if each.unit.number == number)
    form = count_form(release.tally.election, release.tally.method)
    values = {**counted.values, f.ADMITTED: counted.number(f.ADMITTED) + 1}
    return findings(form, values)[0]


def disposition(finding: Finding) -> Disposition:
    return Disposition(
        check=finding.check,
        subject="",
        looked_at="De regels A tot en met D op bladzijde 4 van het proces-verbaal.",
        found="Op het papier staat dit zo; het stembureau heeft zich bij D verrekend.",
        recounted_by="twee leden van het stembureau",
        at=at(1, 31),
    )


def full_release(method: CountingMethod = CountingMethod.STATION) -> Release:
    """All there can be: differences at 2 and 12, an error at 2, a finding at 5, entries that differed."""
    release = release_of(example_tally(method))
    finding = wrong_sum(release, 5)
    release = with_account(release, 2, errors=(ERROR,), entry_differences=EntryDifferences(2, 3, 3, 0))
    return with_account(
        *(release, 5),
        findings=(JudgedFinding(finding, disposition(finding)),),
        entry_differences=EntryDifferences(1, 0, 0, 1),
    )


def equal_release(method: CountingMethod = CountingMethod.STATION) -> Release:
    """No difference anywhere."""
    return release_of(example_tally(method, differences=False))


def corrected_release(method: CountingMethod = CountingMethod.STATION) -> Release:
    """Version 2: at unit 2 two candidates were exchanged, and one voter came to light."""
    release = full_release(method)
    (unit,) = (each for each in release.accounts if each.unit.number == 2)

    def number(field: FieldId) -> int:
        return unit.count.number(field)

    first, second = candidate_field(1, 1), candidate_field(1, 2)
    changes = (
        FieldChange(second, number(first), number(second)),
        FieldChange(first, number(second), number(first)),
        FieldChange(f.PROXIES, number(f.PROXIES) - 1, number(f.PROXIES)),
        FieldChange(f.ADMITTED, number(f.ADMITTED) - 1, number(f.ADMITTED)),
        FieldChange(f.EQUAL, f.Answer.YES.value, f.Answer.NO.value),
        *(FieldChange(field, None, number(field)) for field in (f.MORE, f.FEWER, *f.EXPLANATIONS)),
    )
    reason = "De voorzitter meldde dat twee regels zijn verwisseld."
    corrected = with_account(release, 2, corrections=(Correction(2, reason, at(9, 45), changes),))
    told = (UnitChanges(unit.unit, reason, changes),)
    return replace(corrected, version=2, at=at(10, 30), replaced=REPLACED, changes=told)
