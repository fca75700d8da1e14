"""Candidate lists of several kieskringen in one file: each committee takes the ballot paper it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election.levels import kieskring_of
from osv_tui.election.model import CandidateList, CandidateLists, Contest, Subcategory
from osv_tui.eml.candidate_lists import read_candidate_lists
from osv_tui.eml.definition_writing import write_candidate_lists
from osv_tui.eml.kieskring_lists import read_kieskring_lists
from osv_tui.eml.refusal import EmlRefused
from tests.election.upper import definition
from tests.eml.schemas import assert_valid
from tests.eml.test_upper_counts import MADE
from tests.examples import LISTS
from tests.shared import needs_shared

PROVINCE = definition(Subcategory.PS2)
NORTH, SOUTH = Contest("1", "Hoofdstad"), Contest("2", "Zuid-Oost")
Lists = tuple[CandidateList, ...]
FEWER = LISTS.lists[:1]


def one(contest: Contest, lists: Lists = LISTS.lists) -> str:
    of = CandidateLists(PROVINCE.identifier, contest, lists)
    return write_candidate_lists(of, PROVINCE, MADE).decode()


def both(south: Lists = LISTS.lists) -> bytes:
    """One file with a contest for each kieskring."""
    first, second = one(NORTH), one(SOUTH, south)
    contest = second[second.index("<Contest>") : second.index("</Contest>") + len("</Contest>")]
    return first.replace("</Contest>", f"</Contest>{contest}", 1).encode()


def for_some(number: int, *kieskringen: int) -> bytes:
    """One file for all, of which the list with that number is for some kieskringen only."""
    text = one(Contest("alle", None))
    at = text.index("</kr:ListData>", text.index(f'<AffiliationIdentifier Id="{number}"'))
    named = "".join(f'<kr:Contest Id="{each}">X</kr:Contest>' for each in kieskringen)
    return f"{text[:at]}<kr:Contests>{named}</kr:Contests>{text[at:]}".encode()


@needs_shared
def test_such_files_are_valid() -> None:
    assert_valid(both(FEWER), "230b")
    assert_valid(for_some(3, 1), "230b")


@pytest.mark.parametrize(("kieskring", "contest", "lists"), [(1, NORTH, LISTS.lists), (2, SOUTH, FEWER)])
def test_a_kieskring_takes_its_own(kieskring: int, contest: Contest, lists: Lists) -> None:
    read = read_candidate_lists(both(FEWER), "x", PROVINCE, kieskring)
    assert (read.contest, read.lists) == (contest, lists)


def test_all_take_what_is_the_same_everywhere() -> None:
    read = read_candidate_lists(both(), "x", PROVINCE)
    assert (read.contest, read.lists) == (Contest("alle", None), LISTS.lists)


def test_what_differs_cannot_be_taken_by_all() -> None:
    with pytest.raises(EmlRefused, match="niet in alle kieskringen dezelfde"):
        read_candidate_lists(both(FEWER), "x", PROVINCE)
    with pytest.raises(EmlRefused, match="lijst 3: deze lijst geldt niet overal"):
        read_candidate_lists(for_some(3, 1, 2), "x", PROVINCE)


def test_a_kieskring_that_is_not_in_the_file() -> None:
    with pytest.raises(EmlRefused, match="geen lijsten van kieskring 3"):
        read_candidate_lists(both(), "x", PROVINCE, 3)


@pytest.mark.parametrize(("kieskring", "numbers"), [(1, [1, 3]), (2, [1])])
def test_a_list_for_some_kieskringen(kieskring: int, numbers: list[int]) -> None:
    read = read_candidate_lists(for_some(3, 1), "x", PROVINCE, kieskring)
    assert [of.number for of in read.lists] == numbers


@pytest.mark.parametrize(
    ("code", "kieskring"), [("0037", 1), ("0040", 2), ("HSB2", 2), ("CSB", None), ("0001", None)]
)
def test_the_kieskring_of_a_committee(code: str, kieskring: int | None) -> None:
    assert kieskring_of(PROVINCE, code) == kieskring


def test_a_municipality_without_kieskring() -> None:
    flat = tuple(replace(each, superior=None) for each in PROVINCE.regions)
    assert kieskring_of(replace(PROVINCE, regions=flat), "0037") is None


@pytest.mark.parametrize("name", ["alle", "geen"])
def test_lists_for_all_do_not_stand_beside_those_of_one(name: str) -> None:
    file = both(FEWER).replace(b'<ContestIdentifier Id="2"', f'<ContestIdentifier Id="{name}"'.encode())
    for kieskring in (1, 2):
        with pytest.raises(EmlRefused, match="voor alle kieskringen staan naast die van één"):
            read_candidate_lists(file, "x", PROVINCE, kieskring)
    with pytest.raises(EmlRefused, match="voor alle kieskringen staan naast die van één"):
        read_kieskring_lists([("x", file)], PROVINCE)
