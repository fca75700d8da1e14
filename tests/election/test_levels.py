"""The committees above a municipality, their units, and what they enter for each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election import form as f
from osv_tui.election.filling import fill
from osv_tui.election.form import FieldKind, SectionKind, count_form
from osv_tui.election.levels import (
    alphabetical,
    central_committee,
    district_committees,
    kieskring_number,
    kieskring_of,
    seat,
    units_below,
)
from osv_tui.election.model import Committee, CountingMethod, Election, Level, Subcategory, UnitKind
from tests.election.upper import CSB_1, CSB_2, HSB, WATER_BOARD, definition, election, upper_values
from tests.examples import ELECTION

MUNICIPAL = (
    *(f.ELIGIBLE, f.VALID, f.BLANK, f.INVALID, f.MORE, f.FEWER, *f.EXPLANATIONS, f.PROXIES, f.VOTER_PASSES),
)


def entered(of: Election) -> list[f.FieldId]:
    fields = count_form(of, CountingMethod.STATION).fields
    return [field.id for field in fields if not field.id.startswith("list.")]


@pytest.mark.parametrize("of", [HSB, CSB_1, WATER_BOARD])
def test_a_municipality_is_entered_without_a_d_and_h(of: Election) -> None:
    assert of.unit_kind is UnitKind.MUNICIPALITY
    assert entered(of) == list(MUNICIPAL)


def test_a_kieskring_is_entered_without_voter_passes_too() -> None:
    assert CSB_2.unit_kind is UnitKind.KIESKRING
    assert entered(CSB_2) == [field for field in MUNICIPAL if field != f.VOTER_PASSES]


def test_a_polling_station_is_entered_as_it_was() -> None:
    assert ELECTION.unit_kind is UnitKind.STATION
    assert f.ELIGIBLE not in count_form(ELECTION, CountingMethod.STATION).by_id


@pytest.mark.parametrize("of", [HSB, CSB_2])
def test_every_field_is_open_and_none_is_a_question(of: Election) -> None:
    form = count_form(of, CountingMethod.CENTRAL)
    assert form == count_form(of, CountingMethod.STATION), "how stations count makes no difference here"
    assert form.open_fields({}) == form.fields
    assert all(field.kind is not FieldKind.QUESTION for field in form.fields)
    assert fill(form, {}, f.MORE, 3)
    assert form.missing(upper_values()) == ()
    assert [field.id for field in form.missing({})] == [field.id for field in form.fields]


def test_lists_come_last_with_the_pages_of_a_polling_station() -> None:
    above, below = (count_form(of, CountingMethod.STATION).sections for of in (HSB, ELECTION))
    assert above[4:] == below[3:]
    assert [section.kind for section in above[:4]] == [
        *(SectionKind.VOTERS, SectionKind.BALLOTS, SectionKind.DIFFERENCE, SectionKind.VOTERS),
    ]
    assert len({section.title for section in above}) == len(above)


def test_letters_are_those_of_the_explanations_only() -> None:
    fixed = [
        field for section in count_form(HSB, CountingMethod.STATION).sections[:4] for field in section.fields
    ]
    assert [field.letter for field in fixed if field.letter] == ["1", "2", "3", "4", "5"]


def test_units_come_from_the_tree_by_number() -> None:
    assert [(unit.number, unit.name, unit.eligible) for unit in HSB.units] == [
        (37, "'s-Gravendam", 0), (518, "Aarle", 0), (9999, "Voorbeelddam", 0),
    ]  # fmt: skip
    assert [(unit.number, unit.name) for unit in CSB_2.units] == [(1, "Hoofdstad"), (2, "Zuid-Oost")]
    assert CSB_1.units == WATER_BOARD.units == HSB.units


def test_each_kieskring_has_its_own_municipalities() -> None:
    of = definition(Subcategory.PS2)
    north, south = district_committees(of)
    assert (north.code, south.code, south.name) == ("HSB1", "HSB2", "Zuid-Oost")
    assert [unit.name for unit in units_below(of, south)] == ["Baarle"]
    assert kieskring_number(south) == 2


def test_the_central_committee_is_called_by_its_domain() -> None:
    assert central_committee(definition(Subcategory.AB1)) == Committee(Level.CSB, "CSB", "Voorbeeld")


def test_the_central_committee_sits_where_the_tree_says_so() -> None:
    of = definition(Subcategory.PS2)
    assert seat(of) == "Hoofdstad"
    nowhere = tuple(replace(region, committees=()) for region in of.regions)
    assert seat(replace(of, regions=nowhere)) == "Voorbeeld"


def test_a_committee_is_in_its_kieskring_and_the_central_one_in_none() -> None:
    of = definition(Subcategory.PS2)
    assert [kieskring_of(of, code) for code in ("0040", "0037", "HSB2", "CSB")] == [2, 1, 2, None]


def test_what_has_nothing_below_it_is_refused() -> None:
    of = definition(Subcategory.PS2)
    with pytest.raises(ValueError, match="HSB3"):
        units_below(of, Committee(Level.HSB, "HSB3", "Weg"))
    with pytest.raises(ValueError, match="9999"):
        units_below(of, ELECTION.committee)
    for wrong in (Committee(Level.HSB, "CSB", "Scheef"), Committee(Level.CSB, "HSB1", "Scheef")):
        with pytest.raises(ValueError, match="no hoofdstembureau"):
            kieskring_number(wrong)
    with pytest.raises(ValueError, match="council"):
        central_committee(definition(Subcategory.GR1))


def test_municipalities_sort_by_their_first_letter() -> None:
    names = ["Zeewolde", "'s-Gravenhage", "Súdwest", "Rijswijk", "Ærø", "aa"]
    assert sorted(names, key=alphabetical) == [
        "aa",
        "Rijswijk",
        "'s-Gravenhage",
        "Súdwest",
        "Zeewolde",
        "Ærø",
    ]
    assert sorted(["Sudwold", "Súdwest"], key=alphabetical) == ["Súdwest", "Sudwold"]


def test_ps1_has_a_hoofdstembureau_of_municipalities_as_well() -> None:
    of = election(Subcategory.PS1, Level.HSB)
    assert (of.committee.code, of.unit_kind) == ("HSB1", UnitKind.MUNICIPALITY)
    assert replace(of, committee=CSB_1.committee) == CSB_1
