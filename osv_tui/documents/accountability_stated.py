"""Which numbers the account of differences must state, and where: by the tally, not by what is accounted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from osv_tui.documents.accounted import (
    field_name,
    figure_name,
    has_something,
    list_name,
    printed_signed,
    used_figure,
)
from osv_tui.documents.stated import Stated, row, sentence
from osv_tui.documents.wording import station_name
from osv_tui.election import form as f
from osv_tui.election.accountability import Release, UnitAccount
from osv_tui.election.form import count_form, total_field, unit_form
from osv_tui.election.tally import Tally


def accountability_stated(release: Release) -> Iterator[Stated]:
    """The numbers that the document states: in total, of every station, and of the lists added by hand."""
    accounts = by_tally(release)
    told = tuple(account for account in accounts if has_something(account))
    if told:
        yield from _totals(release.tally)
        yield from (_figures(account) for account in accounts if account.has_count_difference)
    for account in told:
        yield from _unit(release, account)
    for account in accounts:
        if told and not has_something(account):
            admitted, place = account.count.admitted, _place(account)
            yield row(account.unit.number, station_name(account.unit), admitted, place=place)
    yield from control_sums_stated(release)


def control_sums_stated(release: Release) -> Iterator[Stated]:
    """Each list that was added by hand, with what came out of it and what the tally has."""
    lists = {each.number: each for each in release.tally.election.numbered_lists}
    for each in release.control_sums:
        total = release.tally.total(total_field(each.list_number))
        yield row(list_name(lists[each.list_number]), each.total, total, place=f"lijst {each.list_number}")


def errors_stated(release: Release, account: UnitAccount) -> Iterator[Stated]:
    """Each figure of a counting team that was added up otherwise later, with what the tally has."""
    form = unit_form(release.tally.election, release.tally.method, account.unit.number)
    place = f"{release.tally.election.unit_kind.value} {account.unit.number}"
    for error in account.errors:
        name = field_name(release.tally.election, form, error.field)
        old, new = (figure_name(form, error.field, number) for number in (error.old, error.new))
        used = figure_name(form, error.field, used_figure(account, error.field))
        yield row(name, old, new, printed_signed(error.new - error.old), used, place=place)


def by_tally(release: Release) -> tuple[UnitAccount, ...]:
    """What is accounted for at each unit, with the numbers that are in the tally."""
    both = zip(release.accounts, release.tally.units, strict=True)
    return tuple(replace(account, unit=counted.unit, count=counted.count) for account, counted in both)


def _place(account: UnitAccount) -> str:
    return f"stembureau {account.unit.number}"


def _totals(tally: Tally) -> Iterator[Stated]:
    form = count_form(tally.election, tally.method)
    for label, field in (
        ("Toegelaten kiezers (D)", f.ADMITTED),
        ("Getelde stembiljetten (H)", f.FOUND),
        ("Meer stembiljetten geteld dan kiezers toegelaten", f.MORE),
        ("Minder stembiljetten geteld dan kiezers toegelaten", f.FEWER),
        *((field_name(tally.election, form, each), each) for each in f.EXPLANATIONS),
    ):
        yield row(label, tally.total(field), place="totaal")


def _figures(account: UnitAccount) -> Stated:
    """D, H, their difference, what the paper says of it and how it explains it."""
    admitted, found = account.count.admitted, account.count.number(f.FOUND)
    stated = map(account.count.number, (f.MORE, f.FEWER, *f.EXPLANATIONS))
    difference = printed_signed(found - admitted)
    return row(account.unit.number, admitted, found, difference, *stated, place=_place(account))


def _unit(release: Release, account: UnitAccount) -> Iterator[Stated]:
    place = _place(account)
    yield row(f"Stembureau {account.unit.number}: {station_name(account.unit)}", place=place)
    if account.has_count_difference or account.count_account:
        yield from _difference(account)
    else:
        yield sentence(account.count.admitted, place=place)
    yield from errors_stated(release, account)


def _difference(account: UnitAccount) -> Iterator[Stated]:
    count, place = account.count, _place(account)
    size = abs(count.number(f.FOUND) - count.admitted)
    yield sentence(*filter(None, (size, *map(count.number, f.EXPLANATIONS))), place=place)
    yield _figures(account)
    again, passes, ballots = map(count.get, (f.ADMITTED_2, f.PASSES_COUNTED, f.BALLOTS_COUNTED))
    if again is not None:
        yield sentence(count.number(f.ADMITTED), again, place=place)
    if passes is not None and ballots is not None:
        yield sentence(passes, ballots, place=place)
