"""The papers of a province whose lists differ between kieskringen: each set with its own people and votes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_set import Named
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import render
from osv_tui.documents.upper_facts import outcome_of
from osv_tui.election.accountability import ControlSum, FieldChange, Release, UnitAccount, UnitChanges
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.level_votes import election_votes
from osv_tui.publication.elected_csv import write_elected, write_not_elected
from osv_tui.publication.equality import Unequal, require_equal_document
from tests import list_sets
from tests.documents.accountability_example import REPLACED

CODE = "AB" * 32
FACTS = DocumentFacts(datetime(2031, 3, 21, 10, tzinfo=UTC).replace(tzinfo=None), CODE, practice=False)
NAMES = [name for name in list_sets.names() if name != list_sets.ONE_OF_TWO_LISTS]
NAME = "group_rank_uses_original_order_per_set"

pytestmark = pytest.mark.skipif(not NAMES, reason="../shared is absent")


def release_of(name: str, *, short_codes: bool = True) -> Release:
    """A first release; where a lot is to be drawn, as far as it goes."""
    counted = list_sets.province(name, short_codes=short_codes).tally
    accounts = tuple(UnitAccount(each.unit, each.count) for each in counted.units)
    sums = tuple(
        ControlSum(each.number, counted.total(total_field(each.number)))
        for each in counted.election.numbered_lists
    )
    found = distribute(election_votes(counted))
    return Release(counted, 1, datetime(2031, 3, 21, 9, tzinfo=UTC), accounts, sums, distribution=found)


def second(release: Release) -> Release:
    """The same with another number on the second place of list 1 in each kieskring."""
    field = candidate_field(1, 2)
    changes = tuple(
        UnitChanges(each.unit, "verkeerd papier", (FieldChange(field, 0, each.figure(field)),))
        for each in release.tally.units
    )
    return replace(release, version=2, replaced=REPLACED, changes=changes)


@pytest.fixture(scope="module")
def documents() -> list[Named]:
    return list(release_documents(second(release_of(NAME)), FACTS, CODE))


def rendered(documents: list[Named], folder: Path) -> Iterator[tuple[Path, Named]]:
    for each in documents:
        path = folder / each.name
        path.write_bytes(render(each.document).publication)
        yield path, each


def test_every_paper_states_the_votes_of_each_set(documents: list[Named], tmp_path: Path) -> None:
    for path, each in rendered(documents, tmp_path):
        require_equal_document(path, each, CODE)


def exchanged(release: Release) -> Release:
    """The same with the votes on the first two places of list 1 exchanged in the last kieskring."""
    *others, last = release.tally.units
    one, two = candidate_field(1, 1), candidate_field(1, 2)
    values = last.count.values
    count = Count.of({**values, one: values[two], two: values[one]})
    counted = replace(release.tally, units=(*others, replace(last, count=count)))
    return replace(release, tally=counted, distribution=distribute(election_votes(counted)))


def test_a_vote_on_the_wrong_place_of_one_set_is_found(tmp_path: Path) -> None:
    first, changed = release_of(NAME), exchanged(release_of(NAME))
    both = (next(release_documents(each, FACTS, CODE)) for each in (first, changed))
    right, wrong = both
    path = tmp_path / right.name
    path.write_bytes(render(wrong.document).publication)
    with pytest.raises(Unequal, match="staat"):
        require_equal_document(path, right, CODE)


def test_changes_name_who_stands_at_the_place_in_that_kieskring(documents: list[Named]) -> None:
    (of_changes,) = (each for each in documents if "Wijzigingen" in each.document.title)
    text = repr(of_changes.document)
    election = release_of(NAME).tally.election
    for unit in election.units:
        name = election.of_unit(unit.number).lists[0].candidates[1].sort_name
        assert f"kandidaat 2 {name}" in text
    assert "verschilt per kieskring" not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_vector_has_its_papers_and_tables(name: str) -> None:
    release = release_of(name)
    for each in release_documents(release, FACTS, CODE):
        assert each.document.title
        list(each.stated())
    if release.distribution and release.distribution.is_complete:
        outcome = outcome_of(release)
        rows = write_elected(outcome).decode("utf-8-sig").splitlines()
        elected = sum(len(each.elected) for each in release.distribution.nominations)
        assert len(rows) == elected + 1
        assert len(write_not_elected(outcome).splitlines()) > 1
