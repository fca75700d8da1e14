"""Lists that differ between kieskringen: what is on each paper, and what seats are distributed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.votes import ElectionVotes, ListGroup, ListSet
from osv_tui.election.form import candidate_field, count_form, kieskringen_of_fields, total_field, unit_form
from osv_tui.election.level_votes import Place, candidate_at, election_votes, persons
from osv_tui.election.model import Candidate, CandidateList, CountingMethod, Election
from osv_tui.election.tally import tally
from tests import list_sets
from tests.election.upper import CSB_2, upper_count

NAMES = [name for name in list_sets.names() if name != list_sets.ONE_OF_TWO_LISTS]
METHOD = CountingMethod.STATION

NORTH = CandidateList(
    1, "Partij", (Candidate(1, "Aa"), Candidate(2, "Bos"), Candidate(4, "Cox")), kieskringen=(1,)
)
SOUTH = replace(NORTH, candidates=(Candidate(1, "Bos"), Candidate(2, "Dam")), kieskringen=(2,))
ONLY_NORTH = CandidateList(2, "Streek", (Candidate(1, "Els"),), kieskringen=(1,))
EVERYWHERE = CandidateList(3, "Overal", (Candidate(1, "Fop"),))
OF = replace(CSB_2, lists=(NORTH, SOUTH, ONLY_NORTH, EVERYWHERE))


def pages(of: Election, unit: int) -> list[list[str]]:
    return [
        [field.id for field in section.fields]
        for section in unit_form(of, METHOD, unit).sections
        if section.list_number
    ]


def test_each_kieskring_has_its_own_lists_on_paper() -> None:
    one = ["list.1.1", "list.1.2", "list.1.4", "list.1.total"]
    assert pages(OF, 1) == [one, ["list.2.1", "list.2.total"], ["list.3.1", "list.3.total"]]
    assert pages(OF, 2) == [["list.1.1", "list.1.2", "list.1.total"], ["list.3.1", "list.3.total"]]
    labels = {unit: unit_form(OF, METHOD, unit).by_id[candidate_field(1, 2)].label for unit in (1, 2)}
    assert labels == {1: "Bos", 2: "Dam"}
    assert OF.of_unit(2).lists == (SOUTH, EVERYWHERE)
    assert CSB_2.of_unit(2) is CSB_2


def test_the_form_of_all_has_every_place_once_and_knows_where_it_stands() -> None:
    form = count_form(OF, METHOD)
    fields = [field.id for field in form.fields]
    assert len(set(fields)) == len(fields)
    assert fields[-8:-4] == ["list.1.1", "list.1.2", "list.1.4", "list.1.total"]
    assert form.by_id[candidate_field(1, 1)].label == "(verschilt per kieskring)"
    assert form.by_id[candidate_field(1, 4)].label == "Cox"
    held = kieskringen_of_fields(OF)
    assert held[candidate_field(1, 1)] == held[total_field(1)] == (1, 2)
    assert held[candidate_field(1, 4)] == held[total_field(2)] == (1,)
    assert total_field(3) not in held
    assert f.VALID not in held
    assert not kieskringen_of_fields(CSB_2)


def test_a_place_where_different_people_stand_has_no_total() -> None:
    added = tally(OF, METHOD, lambda _: upper_count())
    assert added.total(total_field(1)) == 2 * upper_count().number(total_field(1))
    assert added.total(candidate_field(2, 1)) == 0, "one list of that number"
    with pytest.raises(ValueError, match=r"list\.1\.2 is not the same"):
        added.total(candidate_field(1, 2))


def test_a_person_is_known_by_the_first_place_of_the_list() -> None:
    found = persons(OF)
    assert found[Place(1, 1, 2)] == Place(1, 2, 1), "Bos"
    assert found[Place(1, 2, 2)] == Place(1, 2, 2), "Dam"
    assert [Place(1, 2, 1).code, Place(3, 1).code] == ["1/1.2", "3.1"]
    assert Place.of("1/1.2") == Place(1, 2, 1)
    assert candidate_at(OF, Place(1, 1, 2)).last_name == "Bos"
    with pytest.raises(ValueError, match=r"1\.1"):
        candidate_at(OF, Place(1, 1))


def test_who_has_the_same_name_on_one_list_or_another_short_code_is_another_person() -> None:
    father = replace(NORTH, candidates=(Candidate(1, "Bos"), Candidate(2, "Bos")))
    found = persons(replace(OF, lists=(father, SOUTH)))
    assert (found[Place(1, 2, 1)], found[Place(1, 1, 2)]) == (Place(1, 2, 1), Place(1, 1, 1))
    coded = replace(SOUTH, candidates=(Candidate(1, "Bos", short_code="BosB1"), Candidate(2, "Dam")))
    assert persons(replace(OF, lists=(NORTH, coded)))[Place(1, 1, 2)] == Place(1, 1, 2)


def test_who_stands_on_lists_of_two_numbers_is_not_known_as_one_person() -> None:
    found = persons(replace(OF, lists=(NORTH, SOUTH, replace(ONLY_NORTH, candidates=(Candidate(1, "Bos"),)))))
    assert found[Place(2, 1, 1)] == Place(2, 1, 1)


@pytest.mark.parametrize("short_codes", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_seats_are_distributed_over_the_sets_of_the_vector(name: str, short_codes: bool) -> None:
    of = list_sets.province(name, short_codes=short_codes)
    assert renamed(election_votes(of.tally)) == renamed(of.votes)


@pytest.mark.parametrize("name", NAMES[:1])
def test_one_who_is_not_known_on_both_sets_is_noticed(name: str) -> None:
    of = list_sets.province("set_preference_votes_added_over_kieskringen", short_codes=False)
    first, *others = of.lists.lists
    lone = replace(first.candidates[0], locality="Elders")
    lists = (replace(first, candidates=(lone, *first.candidates[1:])), *others)
    other = replace(of, lists=replace(of.lists, lists=lists))
    assert renamed(election_votes(other.tally)) != renamed(of.votes)
    elected = [
        distribute(election_votes(each.tally)).nominations[0].elected[0].by.value for each in (of, other)
    ]
    assert elected[0] == of.expected["nominations"]["1/1"]["elected"][0]["by"]


def renamed(votes: ElectionVotes) -> ElectionVotes:
    """The same with every candidate called by the order of first appearance, list by list."""
    return replace(votes, lists=tuple(_renamed(group) for group in votes.lists))


def _renamed(group: ListGroup) -> ListGroup:
    names: dict[str, str] = {}
    sets = tuple(
        ListSet(
            of.districts,
            tuple(names.setdefault(one, f"{group.number}:{len(names)}") for one in of.candidates),
            of.votes,
        )
        for of in sorted(group.sets, key=lambda of: of.number)
    )
    return ListGroup(group.number, sets)
