"""Writing a definition, candidate lists and polling stations, to practise with (eml §3.1 to §3.3)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from osv_tui.election.model import (
    Candidate,
    CandidateList,
    CandidateLists,
    Category,
    Definition,
    ElectionIdentifier,
    PollingStations,
    Region,
    ReportingUnit,
)
from osv_tui.eml.canonical import element, text
from osv_tui.eml.writing import (
    contest_identifier,
    creation,
    document,
    election_identifier,
    filled,
    full_name,
    managing_authority,
)

_NO_CONTEST = element("ContestIdentifier", Id="geen")


def write_definition(definition: Definition, created: datetime) -> bytes:
    """A 110a that reads back as ``definition``; registered parties are left empty."""
    tree = element("kr:ElectionTree", *(_region(region) for region in definition.regions))
    election = element(
        "Election",
        election_identifier(definition.identifier, definition.nomination_date),
        element("Contest", _NO_CONTEST, element("VotingMethod", "SPV"), element("MaxVotes")),
        element("kr:NumberOfSeats", text(definition.seats)),
        element("kr:PreferenceThreshold", text(definition.preference_threshold)),
        tree,
        element("kr:RegisteredParties"),
    )
    return document(
        "110a",
        element("TransactionId", "1"),
        element("IssueDate", created.date().isoformat()),
        creation(created),
        element("ElectionEvent", element("EventIdentifier"), election),
    )


def write_candidate_lists(lists: CandidateLists, definition: Definition, created: datetime) -> bytes:
    """A 230b that reads back as ``lists``; the definition gives the nomination date."""
    contest = element(
        "Contest",
        contest_identifier(lists.contest),
        *_affiliations(lists.lists),
    )
    identifier = election_identifier(lists.identifier, definition.nomination_date)
    return document(
        "230b",
        element("TransactionId", "1"),
        _central_office(lists.identifier),
        element("IssueDate", created.date().isoformat()),
        creation(created),
        element("CandidateList", element("Election", identifier, contest)),
    )


def write_polling_stations(stations: PollingStations, created: datetime) -> bytes:
    """A 110b that reads back as ``stations``."""
    code, name = stations.municipality.code, stations.municipality.name
    contest = element(
        "Contest",
        _NO_CONTEST,
        element("ReportingUnit", element("ReportingUnitIdentifier", text(f"Gemeente {name}"), Id=code)),
        element("VotingMethod", "SPV"),
        element("MaxVotes", text(stations.eligible)),
        *(_polling_place(unit) for unit in stations.units),
    )
    election = element("Election", election_identifier(stations.identifier), contest)
    return document(
        "110b",
        element("TransactionId", "1"),
        managing_authority(code, name),
        creation(created),
        element("ElectionEvent", element("EventIdentifier"), election),
    )


def _region(region: Region) -> str:
    marks = {"RegionCategory": region.category}
    if region.number is not None:
        marks["RegionNumber"] = str(region.number)
    if region.superior is not None:
        marks["SuperiorRegionCategory"] = region.superior[0]
        marks["SuperiorRegionNumber"] = str(region.superior[1])
    committees = (element("kr:Committee", CommitteeCategory=code) for code in region.committees)
    return element("kr:Region", element("kr:RegionName", text(region.name)), *committees, **marks)


def _central_office(identifier: ElectionIdentifier) -> str:
    domain = identifier.domain
    own_number = domain.id if identifier.category is Category.GR else None
    return managing_authority(own_number or "CSB", domain.name)


def _affiliations(lists: Sequence[CandidateList]) -> Iterator[str]:
    """Each list; the sets of one number are numbered, and who was on a list before goes by the short code."""
    named: set[str] = set()
    for _, same_number in groupby(lists, key=lambda each: each.number):
        for place, each in enumerate(same_number, 1):
            yield _affiliation(each, place, named)
            named |= {one.short_code for one in each.candidates}


def _affiliation(candidate_list: CandidateList, set_number: int, named: Container[str]) -> str:
    marks = {
        "PublicationLanguage": candidate_list.publication_language,
        "PublishGender": "true" if candidate_list.publish_gender else "false",
    }
    where = ""
    if candidate_list.kieskringen:
        marks["BelongsToSet"] = str(set_number)
        contests = (element("kr:Contest", Id=str(each)) for each in candidate_list.kieskringen)
        where = element("kr:Contests", *contests)
    data = element("kr:ListData", where, **marks)
    name = element("RegisteredName", text(candidate_list.name))
    return element(
        "Affiliation",
        element("AffiliationIdentifier", name, Id=str(candidate_list.number)),
        element("Type", "lijstengroep" if candidate_list.kieskringen else "op zichzelf staande lijst"),
        data,
        *(_candidate(candidate, named) for candidate in candidate_list.candidates),
    )


def _candidate(candidate: Candidate, named: Container[str]) -> str:
    code, number = candidate.short_code, str(candidate.number)
    if code and code in named:
        before = element("CandidateIdentifier", element("ShortCode", code), Id=number)
    else:
        before = element("CandidateIdentifier", Id=number, **({"ShortCode": code} if code else {}))
    locality = filled("xal:LocalityName", candidate.locality)
    return element(
        "Candidate",
        before,
        full_name(candidate),
        "" if candidate.gender is None else element("Gender", candidate.gender.value),
        element("QualifyingAddress", element("xal:Locality", locality)) if locality else "",
    )


def _polling_place(unit: ReportingUnit) -> str:
    number = "" if unit.postal_code is None else element("xal:PostalCodeNumber", text(unit.postal_code))
    locality = element(
        "Locality",
        element("xal:LocalityName", text(unit.name)),
        element("xal:PostalCode", number) if number else "",
    )
    station = element("PollingStation", text(unit.eligible), Id=str(unit.number))
    location = element("PhysicalLocation", element("Address", locality), station)
    return element("PollingPlace", location, Channel="polling")
