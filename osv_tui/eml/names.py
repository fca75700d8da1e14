"""The names OSV gives its files, and by which it knows them again (eml §8.1)."""

from __future__ import annotations

from osv_tui.election.model import (
    CandidateLists,
    Category,
    Definition,
    Election,
    PollingStations,
    Subcategory,
    UnitKind,
)
from osv_tui.election.naming import component
from osv_tui.eml.contests import kieskring_of

_SUFFIX = ".eml.xml"


def definition_file_name(definition: Definition) -> str:
    """The name of the election definition (110a)."""
    return _file_name("Verkiezingsdefinitie", definition.identifier.id)


def lists_file_name(lists: CandidateLists) -> str:
    """With several kieskringen there is a file for each, named after it."""
    kieskring = (lists.contest.name or "") if lists.identifier.subcategory is Subcategory.PS2 else ""
    return _file_name("Kandidatenlijsten", lists.identifier.id, kieskring)


def stations_file_name(stations: PollingStations) -> str:
    """The name of the list of polling stations (110b)."""
    return _file_name("Stembureaus", stations.identifier.id, "gemeente", stations.municipality.name)


def count_file_name(election: Election) -> str:
    """The name of the municipal count (510b); a council election is known by its id alone."""
    if election.identifier.category is Category.GR:
        return _file_name("Telling", election.id)
    return _file_name("Telling", election.id, "gemeente", election.committee.name)


def district_count_file_name(election: Election) -> str:
    """The name of the count of a kieskring (510c)."""
    return _file_name("Telling", election.id, "kieskring", kieskring_of(election).name)


def total_count_file_name(election: Election) -> str:
    """The name of the count of a central committee (510d): kind and year of the election, then for what."""
    body = "waterschap" if election.identifier.category is Category.AB else "provincie"
    return _file_name("Totaaltelling", election.id.partition("_")[0], body, election.identifier.domain.name)


def result_file_name(election: Election) -> str:
    """The name of the result (520)."""
    return _file_name("Resultaat", election.id)


def csv_file_name(election: Election) -> str:
    """The name of the CSV beside the count, which of one kieskring is that of its hoofdstembureau."""
    name = {
        UnitKind.STATION: count_file_name,
        UnitKind.MUNICIPALITY: district_count_file_name,
        UnitKind.KIESKRING: total_count_file_name,
    }[election.unit_kind]
    return f"osv4-3_{name(election).removesuffix(_SUFFIX)}.csv"


def _file_name(*parts: str) -> str:
    return "_".join(filter(None, map(component, parts))) + _SUFFIX
