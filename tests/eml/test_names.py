from __future__ import annotations

import dataclasses

from osv_tui.election.model import Contest, Subcategory
from osv_tui.eml import names
from tests.eml.test_count_writing import example_election, with_subcategory
from tests.examples import LISTS, PS, STATIONS


def test_the_names_of_the_files() -> None:
    election = example_election()
    assert names.definition_file_name(PS) == "Verkiezingsdefinitie_PS2031_Voorbeeld.eml.xml"
    assert names.lists_file_name(LISTS) == "Kandidatenlijsten_PS2031_Voorbeeld.eml.xml"
    assert names.stations_file_name(STATIONS) == "Stembureaus_PS2031_Voorbeeld_gemeente_Voorbeelddam.eml.xml"
    assert names.count_file_name(election) == "Telling_PS2031_Voorbeeld_gemeente_Voorbeelddam.eml.xml"
    assert names.csv_file_name(election) == "osv4-3_Telling_PS2031_Voorbeeld_gemeente_Voorbeelddam.csv"


def test_a_council_count_has_no_municipality_in_its_name() -> None:
    election = with_subcategory(example_election(), Subcategory.GR1)
    assert names.count_file_name(election) == "Telling_GR2031_Voorbeeld.eml.xml"
    assert names.csv_file_name(election) == "osv4-3_Telling_GR2031_Voorbeeld.csv"


def test_lists_of_several_kieskringen_name_theirs() -> None:
    identifier = dataclasses.replace(PS.identifier, subcategory=Subcategory.PS2)
    lists = dataclasses.replace(LISTS, identifier=identifier, contest=Contest("II", "Zuid-Oost"))
    assert names.lists_file_name(lists) == "Kandidatenlijsten_PS2031_Voorbeeld_ZuidOost.eml.xml"
