from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from osv_tui.documents.outcome import Outcome
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.model import Subcategory
from osv_tui.publication.elected_csv import write_elected, write_not_elected
from tests.documents.upper_example import province_of, result, result_of, vectors

VECTORS = {name: (on, lots) for name, on, lots in vectors("AB1", "AB2", "PS1", "PS2")}


def outcome() -> Outcome:
    return result(Subcategory.AB1, 4, {1: (90, 80, 3, 70), 2: (10, 49), 3: (1, 2)}).outcome


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\n")
    assert lines.pop() == ""
    assert all(line.startswith('"') and line.endswith('"') for line in lines)
    return list(csv.DictReader(lines, delimiter=";"))


def test_the_elected_stand_with_their_votes_and_the_reason() -> None:
    found = [
        (row["Lijstnummer"], row["Nr."], row["Stemmen"], row["Reden"])
        for row in rows(write_elected(outcome()))
    ]
    assert found == [
        ("1", "1", "90", "voorkeurstemmen"),
        ("1", "2", "80", "voorkeurstemmen"),
        ("1", "4", "70", "voorkeurstemmen"),
        ("2", "2", "49", "voorkeurstemmen"),
    ]


def test_the_others_stand_with_their_rank() -> None:
    found = [
        (row["Lijstnummer"], row["Nr."], row["Gekozen"], row["Rang bij opvolging"])
        for row in rows(write_not_elected(outcome()))
    ]
    assert found == [
        ("1", "3", "nee", "4"),
        ("2", "1", "nee", "2"),
        ("3", "1", "nee", "1"),
        ("3", "2", "nee", "2"),
    ]


@pytest.mark.parametrize("name", VECTORS)
def test_each_candidate_of_each_set_stands_in_one_of_the_two(name: str) -> None:
    on, lots = VECTORS[name]
    of = (province_of(on, lots) if on.type.value == "PS2" else result_of(on, lots)).outcome
    elected, others = rows(write_elected(of)), rows(write_not_elected(of))
    keys = [(row["Kieskring"], row["Lijstnummer"], row["Nr."]) for row in (*elected, *others)]
    assert (
        len(keys) == len(set(keys)) == sum(len(each.candidates) for group in on.lists for each in group.sets)
    )
    assert len(elected) == sum(len(each.elected) for each in of.distribution.nominations)
    assert sum(int(row["Stemmen"]) for row in (*elected, *others)) == of.total_votes


def test_a_gender_stands_there_only_where_the_list_publishes_it() -> None:
    for row in (*rows(write_elected(outcome())), *rows(write_not_elected(outcome()))):
        assert bool(row["Geslacht"]) is (row["Publiceer geslacht"] == "ja") is (row["Lijstnummer"] != "2")


def test_who_is_deceased_has_no_rank() -> None:
    alive = outcome()
    votes = replace(alive.votes, deceased=frozenset({"1.2"}))
    of = replace(alive, votes=votes, distribution=distribute(votes))
    (row,) = [row for row in rows(write_not_elected(of)) if row["Opmerking"]]
    assert (row["Nr."], row["Opmerking"], row["Rang bij opvolging"]) == ("2", "overleden", "")


def test_no_column_is_for_an_address() -> None:
    for content in (write_elected(outcome()), write_not_elected(outcome())):
        head = content.decode("utf-8-sig").partition("\n")[0]
        assert not any(word in head for word in ("dres", "Postcode", "Land", "Corresp", "gemachtigde"))


def test_equal_outcomes_give_equal_bytes() -> None:
    assert write_elected(outcome()) == write_elected(outcome())
    assert write_not_elected(outcome()) == write_not_elected(outcome())
