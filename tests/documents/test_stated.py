"""Every number that a document shows is stated by the tally: another number anywhere is missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from osv_tui.documents.layout import lay_out
from osv_tui.documents.model_set import Named
from osv_tui.documents.released import release_documents
from osv_tui.documents.said import said
from osv_tui.documents.stated import first_missing
from osv_tui.election.accountability import Release
from osv_tui.election.count import Count
from osv_tui.election.form import FieldKind, candidate_field, count_form
from osv_tui.election.model import CountingMethod
from tests.documents.accountability_example import (
    corrected_release,
    equal_release,
    full_release,
    with_account,
)
from tests.documents.example import FACTS
from tests.documents.test_layout import measure

Make = Callable[[CountingMethod], Release]
METHODS = pytest.mark.parametrize("method", CountingMethod)


def texts(named: Named) -> tuple[str, ...]:
    return said(lay_out(named.document, measure).published, (), "").elements


def documents(release: Release) -> list[Named]:
    """Those that state numbers of the tally; which numbers were changed is not in the tally."""
    return [each for each in release_documents(release, FACTS) if not each.name.startswith("Wijzigingen")]


def with_other_numbers(release: Release) -> Iterator[tuple[str, Release]]:
    """One field of one station another number; nothing is added up again."""
    for account in release.accounts:
        for field in count_form(release.tally.election, release.tally.method).fields:
            number = account.count.get(field.id)
            if number is not None:
                other = 3 - number if field.kind is FieldKind.QUESTION and number else number + 1
                count = Count.of({**account.count.values, field.id: other})
                yield field.id, with_account(release, account.unit.number, count=count)


@METHODS
@pytest.mark.parametrize("make", [full_release, equal_release, corrected_release])
def test_what_a_release_states_is_in_its_documents(method: CountingMethod, make: Make) -> None:
    for each in release_documents(make(method), FACTS):
        assert first_missing(texts(each), each.stated()) is None, each.name


@METHODS
def test_another_number_anywhere_is_missed(method: CountingMethod) -> None:
    release = full_release(method)
    right = [(each, texts(each)) for each in documents(release)]
    differing = 0
    for field, other in with_other_numbers(release):
        for (each, shown), made in zip(right, documents(other), strict=True):
            if (says := texts(made)) != shown:
                differing += 1
                assert first_missing(says, each.stated()) is not None, (field, each.name)
    assert differing > 100


@METHODS
def test_two_candidates_exchanged_are_missed(method: CountingMethod) -> None:
    release = full_release(method)
    first, second = candidate_field(1, 1), candidate_field(1, 2)
    account = release.accounts[0]
    values = account.count.values
    assert values[first] != values[second]
    swapped = Count.of({**values, first: values[second], second: values[first]})
    other = with_account(release, account.unit.number, count=swapped)
    for right, made in zip(documents(release), documents(other), strict=True):
        if texts(right) != texts(made):
            missing = first_missing(texts(made), right.stated())
            assert missing is not None
            assert missing.stated.place.endswith("lijst 1, kandidaat 1")


def test_an_account_of_other_numbers_than_the_tally_is_missed() -> None:
    release = full_release()
    account = next(each for each in release.accounts if each.has_count_difference)
    other = with_account(release, account.unit.number, count=release.accounts[0].count)
    mixed = replace(release, accounts=other.accounts)
    (named,) = (each for each in documents(mixed) if each.name.startswith("Verantwoording"))
    assert first_missing(texts(named), named.stated()) is not None
