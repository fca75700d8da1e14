"""From counted units to seats: the votes of a central committee as the distribution takes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.votes import ElectionType, ImpossibleElection
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field, count_form, total_field
from osv_tui.election.level_votes import Place, candidate_at, election_votes
from osv_tui.election.model import CountingMethod, Election, Subcategory, UnitKind
from osv_tui.election.tally import Tally, tally
from tests.election.upper import CSB_1, CSB_2, HSB, WATER_BOARD, definition, upper_count, upper_values
from tests.examples import ELECTION


def tally_of(of: Election) -> Tally:
    passes = of.unit_kind is UnitKind.MUNICIPALITY
    return tally(
        of,
        CountingMethod.STATION,
        lambda unit: Count.of(upper_values(found=3000 + unit.number, more=2, fewer=1, passes=passes)),
    )


@pytest.mark.parametrize("of", [HSB, CSB_1, CSB_2, WATER_BOARD])
def test_a_tally_adds_up_every_field_of_municipalities_and_kieskringen(of: Election) -> None:
    added = tally_of(of)
    assert added.is_whole
    assert [unit.unit for unit in added.units] == list(of.units)
    for field in count_form(of, CountingMethod.STATION).by_id:
        assert added.total(field) == sum(unit.count.values[field] for unit in added.units), field
    assert added.total(f.ELIGIBLE) == 20_000 * len(of.units)
    assert (added.total(f.MORE), added.total(f.FEWER)) == (2 * len(of.units), len(of.units))
    assert not replace(added, units=added.units[1:]).is_whole


def test_of_one_kieskring_there_is_one_row_with_the_totals() -> None:
    added = tally_of(CSB_1)
    votes = election_votes(added)
    assert (votes.type, votes.seats, votes.threshold_percent) == (ElectionType.PS1, 41, 25)
    (of_list,) = votes.lists[1].sets
    assert of_list.districts == (1,)
    assert of_list.candidates == ("3.1", "3.2")
    assert of_list.votes == ((added.total(candidate_field(3, 1)), added.total(candidate_field(3, 2))),)


def test_the_only_kieskring_keeps_its_number() -> None:
    of = definition(Subcategory.PS1)
    regions = tuple(replace(each, number=7) if each.category == "KIESKRING" else each for each in of.regions)
    other = replace(CSB_1, definition=replace(of, regions=regions))
    assert election_votes(tally_of(other)).lists[0].sets[0].districts == (7,)


def test_of_several_kieskringen_there_is_a_row_for_each() -> None:
    added = tally_of(CSB_2)
    votes = election_votes(added)
    (of_list,) = votes.lists[0].sets
    assert votes.type is ElectionType.PS2
    assert of_list.districts == (1, 2)
    assert of_list.candidates == ("1.1", "1.2", "1.4"), "gaps in the numbers stay"
    assert [sum(row) for row in of_list.votes] == [unit.figure(total_field(1)) for unit in added.units]
    assert votes.on_candidates(of_list)[0] == added.total(candidate_field(1, 1))


def test_seats_follow_from_the_totals_and_one_vote_matters() -> None:
    seats = distribute(election_votes(tally_of(CSB_2)))
    assert (seats.seats(1), seats.seats(3)) == (3, 2), "five candidates for 41 seats"
    assert seats.quota.numerator == tally_of(CSB_2).total(f.VALID)
    first, *rest = tally_of(CSB_2).units
    more = replace(first, count=Count.of({**first.count.values, candidate_field(3, 2): 1}))
    other = distribute(election_votes(replace(tally_of(CSB_2), units=(more, *rest))))
    assert other.quota.numerator == seats.quota.numerator + 1


def test_a_deceased_candidate_is_known_by_his_place() -> None:
    outcome = distribute(election_votes(tally_of(CSB_1), frozenset({Place(1, 2)})))
    assert [each.candidate for each in outcome.nominations[0].elected] == ["1.1", "1.4"]
    with pytest.raises(ImpossibleElection, match=r"9\.9"):
        election_votes(tally_of(CSB_1), frozenset({Place(9, 9)}))


def test_only_a_whole_tally_of_a_central_committee_is_distributed() -> None:
    for added in (tally_of(HSB), replace(tally_of(CSB_1), units=tally_of(CSB_1).units[:2])):
        with pytest.raises(ValueError, match="central committee"):
            election_votes(added)
    municipal = tally(ELECTION, CountingMethod.STATION, lambda _: upper_count())
    with pytest.raises(ValueError, match="central committee"):
        election_votes(municipal)


def test_a_place_has_a_code_and_a_candidate() -> None:
    assert Place.of("12.3") == Place(12, 3)
    assert Place(12, 3).code == "12.3"
    assert candidate_at(CSB_1, Place(1, 4)).last_name == "Ångström"
    for code in ("12", "a.3", "1.", "1.2.3"):
        with pytest.raises(ValueError, match="no place"):
            Place.of(code)
    for place in (Place(1, 3), Place(2, 1)):
        with pytest.raises(ValueError, match="nobody"):
            candidate_at(CSB_1, place)
