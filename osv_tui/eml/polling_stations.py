"""Reading the list of polling stations, EML_NL 110b (eml §3.2)."""

from __future__ import annotations

import re

from osv_tui.election.model import Committee, Definition, Level, PollingStations, ReportingUnit
from osv_tui.eml.expected import ANYTHING, Expected
from osv_tui.eml.header import (
    Authority,
    check_same_election,
    check_voting_method,
    read_contest,
    read_document,
    read_election,
)
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml, kr, xal
from osv_tui.eml.node import Node

_POSTAL_CODE = re.compile(r"([1-9][0-9]{3}) ?([A-Za-z]{2})")


def read_polling_stations(
    data: bytes, file_name: str, definition: Definition, expected: Expected = ANYTHING
) -> PollingStations:
    """Read the polling stations of one municipality for the election of ``definition``, by number.

    Two stations may have one name; their numbers differ. A postal code is given as ``1234 AB``. The file
    may repeat the nomination date, as some producers do, if it is the right one.

    Raises:
        EmlRefused: the file is no 110b, is about another election or municipality, or contradicts itself.
    """
    document = read_document(data, file_name, Kind.POLLING_STATIONS, eml("ElectionEvent"))
    event = document.body.parts(required=(eml("EventIdentifier"), eml("Election")))
    parts = event.one(eml("Election")).parts(required=(eml("ElectionIdentifier"), eml("Contest")))
    election = read_election(parts.one(eml("ElectionIdentifier")))
    check_same_election(election, definition)
    contest_node = parts.one(eml("Contest"))
    contest = contest_node.parts(
        required=(
            eml("ContestIdentifier"),
            eml("ReportingUnit"),
            eml("VotingMethod"),
            eml("MaxVotes"),
        ),
        repeated=(eml("PollingPlace"),),
    )
    read_contest(contest.one(eml("ContestIdentifier")))
    check_voting_method(contest.one(eml("VotingMethod")))
    reporting_unit = contest.one(eml("ReportingUnit")).descend(eml("ReportingUnitIdentifier"))
    municipality = _municipality(document.required_authority(), reporting_unit, definition, expected)
    places = contest.every(eml("PollingPlace"))
    if not places:
        raise contest_node.refuse("er staat geen enkel stembureau in")
    eligible = contest.one(eml("MaxVotes")).number(minimum=1)
    return PollingStations(election.identifier, municipality, eligible, _units(places))


def _municipality(
    authority: Authority, reporting_unit: Node, definition: Definition, expected: Expected
) -> Committee:
    code = authority.id
    if not authority.is_municipality:
        raise authority.node.refuse("het kenmerk Id is geen nummer van een gemeente (vier cijfers)")
    if reporting_unit.attribute("Id") != code:
        raise reporting_unit.refuse(f"de stembureaus zijn niet van gemeente {code}, die het bestand maakte")
    reporting_unit.label()
    if expected.municipality not in (None, code):
        raise reporting_unit.refuse(
            f"de stembureaus zijn van gemeente {code}, dit station is van gemeente {expected.municipality}",
            advice="Kies het bestand van uw gemeente.",
        )
    if int(code) not in definition.municipalities:
        raise reporting_unit.refuse(f"gemeente {code} doet volgens de verkiezingsdefinitie niet mee")
    name = authority.name.removeprefix("Gemeente ")
    authority.node.no_formula(name)
    return Committee(Level.GSB, code, name)


def _units(places: list[Node]) -> tuple[ReportingUnit, ...]:
    units: dict[int, ReportingUnit] = {}
    for place in places:
        unit = _unit(place)
        if unit.number in units:
            raise place.refuse(f"stembureau {unit.number} komt twee keer voor")
        units[unit.number] = unit
    return tuple(unit for _, unit in sorted(units.items()))


def _unit(place: Node) -> ReportingUnit:
    if place.attribute("Channel") != "polling":
        raise place.refuse("bij deze verkiezing zijn er alleen gewone stembureaus (Channel polling)")
    location = place.descend(eml("PhysicalLocation"))
    number = location.child(eml("PollingStation")).attribute_number("Id")
    parts = location.within(f"stembureau {number}").parts(
        required=(eml("Address"), eml("PollingStation")),
        optional=(kr("ReportingUnitType"), kr("SharedLocation")),
    )
    address = parts.one(eml("Address")).descend(eml("Locality"))
    locality = address.parts(required=(xal("LocalityName"),), optional=(xal("PostalCode"),))
    name = locality.one(xal("LocalityName"))
    name.no_formula()
    postal_code = locality.maybe(xal("PostalCode"))
    return ReportingUnit(
        number=number,
        name=name.label(),
        postal_code=None if postal_code is None else _postal_code(postal_code),
        eligible=parts.one(eml("PollingStation")).number(),
    )


def _postal_code(node: Node) -> str | None:
    number = node.parts(optional=(xal("PostalCodeNumber"),)).maybe(xal("PostalCodeNumber"))
    text = "" if number is None else number.text()
    if number is None or not text:
        return None
    match = _POSTAL_CODE.fullmatch(text)
    if match is None:
        raise number.refuse("dit is geen postcode (vier cijfers, een spatie en twee letters)")
    return f"{match[1]} {match[2].upper()}"
