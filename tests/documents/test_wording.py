from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from osv_tui.documents.wording import candidate_name, day, elected_body, station_name
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    Category,
    Domain,
    Gender,
    ReportingUnit,
    Subcategory,
)
from tests.documents.example import AB, PS

ANNA = Candidate(1, "Berg", "A.", "van den", "Anna", Gender.FEMALE)


@pytest.mark.parametrize(
    ("domain", "phrase"),
    [
        ("2", "het algemeen bestuur van het wetterskip Naam"),
        ("9", "het algemeen bestuur van het hoogheemraadschap Naam"),
        ("11", "het algemeen bestuur van het hoogheemraadschap Naam"),
        ("12", "het algemeen bestuur van het hoogheemraadschap van Naam"),
        ("14", "het algemeen bestuur van het hoogheemraadschap van Naam"),
        ("1", "het algemeen bestuur van het waterschap Naam"),
        ("21", "het algemeen bestuur van het waterschap Naam"),
        (None, "het algemeen bestuur van het waterschap Naam"),
    ],
)
def test_the_kind_of_water_board_follows_from_its_number(domain: str | None, phrase: str) -> None:
    assert elected_body(replace(AB, domain=Domain(domain, "Naam"))) == phrase


def test_province_and_municipality() -> None:
    council = replace(PS, category=Category.GR, subcategory=Subcategory.GR2, domain=Domain("1", "Naam"))
    assert elected_body(PS) == "de provinciale staten van Fryslân"
    assert elected_body(council) == "de gemeenteraad van Naam"


def test_a_day_in_words_has_no_leading_zero() -> None:
    assert [day(date(2019, 3, 20)), day(date(2031, 8, 5))] == ["20 maart 2019", "5 augustus 2031"]


@pytest.mark.parametrize(
    ("candidate", "publish_gender", "language", "name"),
    [
        (ANNA, True, "nl", "van den Berg, A. (Anna) (v)"),
        (ANNA, True, "fy", "van den Berg, A. (Anna) (f)"),
        (ANNA, False, "nl", "van den Berg, A. (Anna)"),
        (replace(ANNA, gender=Gender.MALE), True, "fy", "van den Berg, A. (Anna) (m)"),
        (replace(ANNA, gender=Gender.UNKNOWN), True, "nl", "van den Berg, A. (Anna)"),
        (replace(ANNA, gender=None, first_name="", prefix=""), True, "nl", "Berg, A."),
    ],
)
def test_the_name_of_a_candidate(
    candidate: Candidate, publish_gender: bool, language: str, name: str
) -> None:
    candidate_list = CandidateList(1, "Lijst", (candidate,), publish_gender, language)
    assert candidate_name(candidate, candidate_list) == name


def test_a_station_with_and_without_postal_code() -> None:
    assert station_name(ReportingUnit(1, "De Brug", "1234 AB", 10)) == "De Brug (postcode: 1234 AB)"
    assert station_name(ReportingUnit(2, "Bibliobus", None, 0)) == "Bibliobus"
