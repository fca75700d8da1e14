"""The result (520): who is elected, in the shape of 2019."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from lxml import etree

from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import Distribution, distribute
from osv_tui.election.apportionment.nomination import ElectedBy
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.level_votes import Place, election_votes
from osv_tui.election.model import Candidate, CandidateList, CountingMethod, Election, Gender
from osv_tui.election.tally import tally
from osv_tui.eml.digest import digest
from osv_tui.eml.names import result_file_name
from osv_tui.eml.result_writing import write_result
from tests.election.upper import CSB_1, CSB_2, HSB, WATER_BOARD
from tests.eml.schemas import assert_valid
from tests.shared import needs_shared

MADE = datetime.fromisoformat("2031-03-25T01:02:03.004")
LISTS = (
    CandidateList(
        1,
        "Partij van de Ochtend",
        (
            Candidate(1, "Jansen", "A.B.", "", "Ada", Gender.FEMALE, "Voorbeelddam"),
            Candidate(2, "Vries", "C.", "de", "", Gender.MALE, "Brussel (BE)"),
            Candidate(4, "Ångström", "Ż.", "", "", None, "Bergen (NH)"),
        ),
        publish_gender=True,
    ),
    CandidateList(3, "", (Candidate(1, "Dijk", "E.", "van", "", Gender.MALE, "Aarle"),)),
    CandidateList(7, "Zonder zetel", (Candidate(1, "Nul", "N.", locality="Aarle"),)),
)
VOTES = {(1, 1): 50, (1, 2): 10, (1, 4): 5000, (3, 1): 4000, (7, 1): 0}
ENOUGH = {Place(*place): number for place, number in VOTES.items()}


def with_lists(of: Election, seats: int = 41) -> Election:
    return replace(of, lists=LISTS, definition=replace(of.definition, seats=seats))


def outcome(of: Election, votes: Mapping[Place, int]) -> Distribution:
    """``votes`` all at the first unit."""
    values = {candidate_field(place.list_number, place.candidate_number): n for place, n in votes.items()}
    for each in LISTS:
        values[total_field(each.number)] = sum(n for p, n in votes.items() if p.list_number == each.number)
    values[f.VALID] = sum(votes.values())
    first = of.units[0]
    added = tally(of, CountingMethod.STATION, lambda unit: Count.of(values if unit == first else {}))
    return distribute(election_votes(added))


def result(of: Election, votes: Mapping[Place, int] = ENOUGH) -> bytes:
    return write_result(of, outcome(of, votes), MADE, "osv-tui")


PS1, PS2, AB = with_lists(CSB_1), with_lists(CSB_2), with_lists(WATER_BOARD, seats=3)


@needs_shared
@pytest.mark.parametrize("of", [PS1, PS2, AB])
def test_a_520_is_valid_and_the_schema_finds_a_missing_town_wrong(of: Election) -> None:
    data = result(of)
    assert_valid(data, "520")
    text = data.decode()
    start, end = text.index("<QualifyingAddress>"), text.index("</QualifyingAddress>")
    with pytest.raises(etree.DocumentInvalid):
        assert_valid((text[:start] + text[end + len("</QualifyingAddress>") :]).encode(), "520")


def outline(data: bytes) -> list[tuple[str, ...]]:
    """Each selection: a list with its name, or a candidate's place, name, town and ranking."""
    found = []
    for selection in etree.fromstring(data).iter("{*}Selection"):
        texts = tuple(text for text in map(str, selection.itertext()))
        identifier = next(selection.iter("{*}AffiliationIdentifier", "{*}CandidateIdentifier"))
        found.append((etree.QName(identifier).localname[0] + (identifier.get("Id") or ""), *texts))
    return found


def test_who_is_elected_in_which_order() -> None:
    assert outline(result(PS1)) == [
        ("A1", "Partij van de Ochtend", "yes"),
        ("C1", "Ż.", "Ångström", "Bergen (NH)", "1", "yes"),
        ("C2", "A.B.", "Ada", "Jansen", "female", "Voorbeelddam", "2", "yes"),
        ("C3", "C.", "de", "Vries", "male", "BE", "Brussel", "2", "yes"),
        ("A3", "yes"),
        ("C1", "E.", "van", "Dijk", "Aarle", "1", "yes"),
    ]


def test_only_as_many_as_there_are_seats() -> None:
    assert [each[0] for each in outline(result(AB))] == ["A1", "C1", "C2", "A3", "C1"]


def test_the_places_are_those_of_the_ranking() -> None:
    found = outcome(PS1, {**ENOUGH, Place(1, 2): 200})
    (nomination, *_) = found.nominations
    assert nomination.ranking == ("1.4", "1.2", "1.1")
    assert [each.by for each in nomination.elected] == [
        *(ElectedBy.PREFERENCE, ElectedBy.PREFERENCE, ElectedBy.LIST_ORDER)
    ]
    rows = outline(write_result(PS1, found, MADE, "osv-tui"))[1:4]
    assert [(row[0], row[-2]) for row in rows] == [("C1", "1"), ("C2", "1"), ("C3", "2")]
    assert [row[-3] for row in rows] == ["Bergen (NH)", "Brussel", "Voorbeelddam"]


def test_the_header_and_contest_are_those_of_the_total_count() -> None:
    root = etree.fromstring(result(PS2))
    assert root.get("Id") == "520"
    authority = next(root.iter("{*}AuthorityIdentifier"))
    assert (authority.get("Id"), authority.text) == ("CSB", "Voorbeeld")
    contest = next(root.iter("{*}ContestIdentifier"))
    assert (contest.get("Id"), len(contest)) == ("alle", 0)
    only = next(etree.fromstring(result(AB)).iter("{*}ContestIdentifier"))
    assert (only.get("Id"), only[0].text) == ("1", "Hoofdstad")
    assert result_file_name(PS2) == "Resultaat_PS2031_Voorbeeld.eml.xml"


def test_what_is_written_is_its_own_canonical_form() -> None:
    data = result(PS1)
    root = etree.fromstring(data)
    assert etree.tostring(root.getroottree(), method="c14n", with_comments=True) == data == result(PS1)
    assert digest(data).raw == digest(data).canonical


def without_town(of: Election, list_number: int) -> Election:
    """``of`` with no town for anyone on one list."""
    lists = tuple(
        replace(each, candidates=tuple(replace(who, locality="") for who in each.candidates))
        if each.number == list_number
        else each
        for each in of.lists
    )
    return replace(of, lists=lists)


def test_who_is_elected_needs_a_town_and_who_is_not_does_not() -> None:
    found = outcome(PS1, ENOUGH)
    assert write_result(without_town(PS1, 7), found, MADE, "osv-tui"), "control"
    with pytest.raises(ValueError, match=r"1\.4 has no town"):
        write_result(without_town(PS1, 1), found, MADE, "osv-tui")


def test_there_is_no_result_without_seats_or_before_a_lot() -> None:
    with pytest.raises(ValueError, match="nobody"):
        result(PS1, dict.fromkeys(ENOUGH, 0))
    tied = {**dict.fromkeys(ENOUGH, 0), Place(1, 1): 100, Place(3, 1): 100}
    with pytest.raises(ValueError, match="lot"):
        result(AB, tied)


def test_only_for_the_election_of_the_distribution() -> None:
    found = outcome(PS1, ENOUGH)
    with pytest.raises(ValueError, match="central"):
        write_result(with_lists(HSB), found, MADE, "osv-tui")
    with pytest.raises(ValueError, match="0 sets"):
        write_result(PS1, replace(found, nominations=found.nominations[1:]), MADE, "osv-tui")
    with pytest.raises(ValueError, match="2 sets"):
        write_result(PS1, replace(found, nominations=found.nominations[:1] * 2), MADE, "osv-tui")
    with pytest.raises(ValueError, match="nobody is at"):
        write_result(
            replace(PS1, lists=(replace(LISTS[0], candidates=LISTS[0].candidates[:2]), *LISTS[1:])),
            found,
            MADE,
            "osv-tui",
        )
    swapped = replace(found.nominations[0], elected=found.nominations[1].elected)
    with pytest.raises(ValueError, match=r"3\.1 is not on list 1"):
        write_result(PS1, replace(found, nominations=(swapped, *found.nominations[1:])), MADE, "osv-tui")
