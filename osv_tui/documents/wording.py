"""How documents name an election, a day, a moment, a candidate, a station and a role (models §1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from osv_tui.election.model import (
    Candidate,
    CandidateList,
    Category,
    Election,
    ElectionIdentifier,
    Gender,
    Level,
    ReportingUnit,
)
from osv_tui.election.workflow import Role

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)

ROLES = {
    Role.ADMINISTRATOR: "beheerder",
    Role.TYPIST: "invoerder",
    Role.SUPERVISOR: "toezichthouder",
}

_WATER_BOARD_OF_DOMAIN = {
    "2": "wetterskip",
    "9": "hoogheemraadschap",
    "11": "hoogheemraadschap",
    "12": "hoogheemraadschap van",
    "13": "hoogheemraadschap van",
    "14": "hoogheemraadschap van",
}


def elected_body(identifier: ElectionIdentifier) -> str:
    """The body that is elected, as it follows «de verkiezing van»."""
    domain = identifier.domain
    match identifier.category:
        case Category.PS:
            return f"de provinciale staten van {domain.name}"
        case Category.AB:
            kind = _WATER_BOARD_OF_DOMAIN.get((domain.id or "").lstrip("0"), "waterschap")
            return f"het algemeen bestuur van het {kind} {domain.name}"
        case Category.GR:
            return f"de gemeenteraad van {domain.name}"


def area(category: Category) -> str:
    """Where the voters for a body live."""
    return {Category.PS: "de provincie", Category.AB: "het waterschap", Category.GR: "de gemeente"}[category]


def counted_area(election: Election) -> str:
    """What the committee of an election counts, as it follows «de totalen van»."""
    match election.committee.level:
        case Level.GSB:
            return "de gemeente"
        case Level.HSB:
            return "de kieskring"
        case Level.CSB:
            return area(election.identifier.category)


def listed(words: Sequence[str]) -> str:
    """Words as they follow one another in a sentence: 1, 2 en 5."""
    *first, last = words
    return f"{', '.join(first)} en {last}" if first else last


def day(value: date) -> str:
    """A date in words, as 20 maart 2019."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """A moment to the second in the time it is given in, as 20-03-2019 21:07:05."""
    return f"{value:%d-%m-%Y %H:%M:%S}"


def candidate_name(candidate: Candidate, candidate_list: CandidateList) -> str:
    """``prefix Lastname, Initials (Firstname) (m|v)``; the gender only where the list publishes it.

    A Frisian list prints (f) for a woman; a gender that is not known is left out.
    """
    parts = [candidate.sort_name]
    if candidate.first_name:
        parts.append(f"({candidate.first_name})")
    if candidate_list.publish_gender and candidate.gender is Gender.MALE:
        parts.append("(m)")
    if candidate_list.publish_gender and candidate.gender is Gender.FEMALE:
        parts.append("(f)" if candidate_list.publication_language == "fy" else "(v)")
    return " ".join(parts)


def station_name(unit: ReportingUnit) -> str:
    """The name of a station with its postal code, as on every form."""
    return f"{unit.name} (postcode: {unit.postal_code})" if unit.postal_code else unit.name
