"""Reading a count of any level: EML_NL 510b, 510c and 510d (eml §3.4 and §5)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from lxml import etree

from osv_tui.election.model import Committee, Contest, ElectionIdentifier, Level, UnitKind
from osv_tui.eml import texts
from osv_tui.eml.header import Authority, read_contest, read_document, read_election
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml, kr
from osv_tui.eml.node import Node, Source
from osv_tui.eml.parsing import AtEnd
from osv_tui.eml.refusal import EmlRefused
from osv_tui.eml.vote_group import Figures, ListVotes, named_numbers, read_figures

__all__ = [
    "Figures",
    "ListVotes",
    "ReadCount",
    "UnitFigures",
    "read_count",
    "read_district_count",
    "read_total_count",
]

_UNIT_IDS = {
    Kind.COUNT: ((UnitKind.STATION, re.compile(r"([0-9]{4})::SB([0-9]{1,9})")),),
    Kind.DISTRICT_COUNT: ((UnitKind.MUNICIPALITY, re.compile(r"(HSB[0-9]{1,9})::([0-9]{4})")),),
    Kind.TOTAL_COUNT: (
        (UnitKind.KIESKRING, re.compile(r"()HSB([0-9]{1,9})")),
        (UnitKind.MUNICIPALITY, re.compile(r"()([0-9]{4})")),
    ),
}
"""What the units of a count are by the ``Id`` of one: above it the authority, if it stands there."""

_LONGEST_UNIT_TEXT = texts.LONGEST + len("Openbaar lichaam  (postcode: 1234 AB)")
_STATION_TEXT = re.compile(r"(?:Stembureau )?(.*?)(?: \(postcode: ?([0-9]{4} ?[A-Z]{2})?\))?")
_AREA_TEXT = re.compile(r"(?:Gemeente |Openbaar lichaam |Kieskring )?(.*)")


@dataclass(frozen=True)
class UnitFigures:
    """The count of one unit; a polling station's postal code is ``1234 AB`` or as the file has it.

    ``number`` is that of the polling station, the municipality (CBS) or the kieskring.
    """

    number: int
    name: str
    postal_code: str | None
    figures: Figures


@dataclass(frozen=True)
class ReadCount:
    """What a count says. ``created`` has a time zone only if the file gives one.

    ``unit_kind`` tells what the units are; a 510d can have none, and is then ``None``.
    """

    identifier: ElectionIdentifier
    authority: Committee
    created: datetime
    contest: Contest
    totals: Figures
    units: tuple[UnitFigures, ...]
    unit_kind: UnitKind | None


_Early = dict[etree._Element, Figures]
"""What was read of a unit before the whole file was, by its element."""


def read_count(data: bytes, file_name: str) -> ReadCount:
    """Read a municipality's count with its polling stations (510b).

    Checked: candidates add up to their list, lists to the valid votes, units to the totals (not the number
    of eligible voters: real files leave it 0 in units); every unit has the lists, candidates and codes of
    the totals; no unit, list, candidate or code comes twice.

    Raises:
        EmlRefused: the file is no 510b of a municipality, or breaks one of these rules.
    """
    return _read(data, file_name, Kind.COUNT)


def read_district_count(data: bytes, file_name: str) -> ReadCount:
    """Read the count of a hoofdstembureau with its municipalities (510c), with the checks of ``read_count``.

    Raises:
        EmlRefused: the file is no 510c of a hoofdstembureau, or breaks one of these rules.
    """
    return _read(data, file_name, Kind.DISTRICT_COUNT)


def read_total_count(data: bytes, file_name: str) -> ReadCount:
    """Read the count of a central committee (510d), with the checks of ``read_count``.

    Its units are kieskringen (2019; the only one where there is one), municipalities (OSV2020) or none
    (Abacus). The totals may have codes that units lack, as OSV 2019 has them where there are several
    kieskringen; lacking means 0.

    Raises:
        EmlRefused: the file is no 510d of a central committee, or breaks one of these rules.
    """
    return _read(data, file_name, Kind.TOTAL_COUNT)


def _read(data: bytes, file_name: str, kind: Kind) -> ReadCount:
    early: _Early = {}
    at_end = AtEnd(eml("ReportingUnitVotes"), partial(_read_early, early, Source(file_name, kind)))
    document = read_document(data, file_name, kind, eml("Count"), at_end)
    body = document.body.parts(
        required=(eml("EventIdentifier"), eml("Election")),
        optional=(kr("CountingMethod"), kr("Phase")),
    )
    parts = body.one(eml("Election")).parts(required=(eml("ElectionIdentifier"), eml("Contests")))
    election = read_election(parts.one(eml("ElectionIdentifier")))
    if election.nomination_date is not None:
        raise election.node.refuse("NominationDate hoort niet in een telling")
    contest = (
        parts.one(eml("Contests"))
        .descend(eml("Contest"))
        .parts(
            required=(eml("ContestIdentifier"), eml("TotalVotes")),
            repeated=(eml("ReportingUnitVotes"),),
        )
    )
    authority = _authority(document.required_authority(), kind)
    totals_node = contest.one(eml("TotalVotes")).within("totaal")
    totals = read_figures(totals_node, by_code=kind is Kind.TOTAL_COUNT)
    unit_nodes = contest.every(eml("ReportingUnitVotes"))
    unit_kind = _unit_kind(totals_node, unit_nodes, kind)
    units = () if unit_kind is None else _units(unit_nodes, authority.code, totals, unit_kind, early)
    if unit_kind is not None:
        _check_totals(totals_node, totals, units, unit_kind)
    return ReadCount(
        identifier=election.identifier,
        authority=authority,
        created=document.created,
        contest=read_contest(contest.one(eml("ContestIdentifier"))),
        totals=totals,
        units=units,
        unit_kind=unit_kind,
    )


def _read_early(early: _Early, source: Source, element: etree._Element) -> None:
    """Read the figures of a unit while the file is parsed, and empty it but for what it is called.

    What has a fault stays as it is, for ``_unit`` to find it in its turn and tell where it is.
    """
    identifiers = element.findall(eml("ReportingUnitIdentifier"))
    try:
        early[element] = read_figures(Node(element, source), (eml("ReportingUnitIdentifier"),))
    except EmlRefused:
        return
    del element[:]
    element.extend(identifiers)


def _authority(authority: Authority, kind: Kind) -> Committee:
    level, is_right, maker = {
        Kind.COUNT: (Level.GSB, authority.is_municipality, "een gemeente"),
        Kind.DISTRICT_COUNT: (Level.HSB, authority.id.startswith("HSB"), "een hoofdstembureau"),
        Kind.TOTAL_COUNT: (Level.CSB, authority.id == "CSB", "een centraal stembureau"),
    }[kind]
    if not is_right:
        raise authority.node.refuse(f"deze telling is niet door {maker} gemaakt")
    return Committee(level, authority.id, authority.name)


def _unit_kind(totals: Node, nodes: list[Node], kind: Kind) -> UnitKind | None:
    """What the units are, by the first of them; only a 510d can have none."""
    kinds = _UNIT_IDS[kind]
    if not nodes:
        if kind is Kind.TOTAL_COUNT:
            return None
        none = "geen enkel stembureau" if kind is Kind.COUNT else "geen enkele gemeente"
        raise totals.refuse(f"er staat {none} in")
    first = nodes[0].child(eml("ReportingUnitIdentifier")).attribute("Id")
    return next((unit_kind for unit_kind, pattern in kinds if pattern.fullmatch(first)), kinds[0][0])


def _units(
    nodes: list[Node], authority: str, totals: Figures, kind: UnitKind, early: _Early
) -> tuple[UnitFigures, ...]:
    units: dict[int, UnitFigures] = {}
    for node in nodes:
        unit = _unit(node, authority, kind, early)
        if unit.number in units:
            raise node.refuse(f"{kind.value} {unit.number} komt twee keer voor")
        if not _same_shape(unit.figures, totals, authority):
            raise node.refuse(
                f"{kind.value} {unit.number} heeft andere lijsten, kandidaten of codes dan het totaal"
            )
        units[unit.number] = unit
    return tuple(units.values())


def _unit(node: Node, authority: str, kind: UnitKind, early: _Early) -> UnitFigures:
    identifier = node.child(eml("ReportingUnitIdentifier"))
    patterns = (pattern for family in _UNIT_IDS.values() for each, pattern in family if each is kind)
    unit_id = identifier.attribute("Id")
    matches = (pattern.fullmatch(unit_id) for pattern in patterns)
    match = next((each for each in matches if each and each[1] == _above(authority)), None)
    if match is None:
        of = "" if authority == "CSB" else f" van {authority}"
        of = f" van gemeente {authority}" if kind is UnitKind.STATION else of
        raise identifier.refuse(f"het kenmerk Id is geen {kind.value}{of}")
    number = int(match[2])
    name, postal_code = _name_and_postal_code(identifier.label(_LONGEST_UNIT_TEXT), kind)
    figures = early.get(node.element)
    if figures is None:
        figures = read_figures(node.within(f"{kind.value} {number}"), (eml("ReportingUnitIdentifier"),))
    return UnitFigures(number, name, postal_code, figures)


def _above(authority: str) -> str:
    """What stands before a unit's own number: a central committee is not named there."""
    return "" if authority == "CSB" else authority


def _name_and_postal_code(text: str, kind: UnitKind) -> tuple[str, str | None]:
    """The parts of a unit's text; only one leading "Stembureau" is a label, the rest is its name."""
    if kind is not UnitKind.STATION:
        area = _AREA_TEXT.fullmatch(text)
        return (text if area is None else area[1], None)
    match = _STATION_TEXT.fullmatch(text)
    return (text, None) if match is None else (match[1], match[2])


def _same_shape(unit: Figures, totals: Figures, authority: str) -> bool:
    """Whether all is the same but the numbers of votes; at a central committee codes may lack."""
    if authority == "CSB":
        return _fits(unit, totals) and set(_codes(unit)) <= set(_codes(totals))
    return (_lists(unit), _codes(unit)) == (_lists(totals), _codes(totals))


def _fits(unit: Figures, totals: Figures) -> bool:
    """The same lists; one that goes by short codes in the totals can lack, or have some of the people."""
    by_code = {of.number: of for of in totals.lists if of.coded and not of.candidates}
    of_unit = {of.number: of for of in unit.lists}
    for number, whole in by_code.items():
        own = of_unit.get(number)
        if own and (own.name != whole.name or not _people(own) <= _people(whole)):
            return False
        if own and len(own.coded) != len(own.candidates):
            return False
    rest = (tuple(row for row in _lists(figures) if row[0] not in by_code) for figures in (unit, totals))
    return next(rest) == next(rest)


def _people(of: ListVotes) -> set[str]:
    return {code for code, _ in of.coded}


def _lists(figures: Figures) -> tuple[tuple[int, str, tuple[int, ...]], ...]:
    return tuple((votes.number, votes.name, tuple(n for n, _ in votes.candidates)) for votes in figures.lists)


def _codes(figures: Figures) -> tuple[object, ...]:
    return tuple(code for code, _ in figures.uncounted)


def _check_totals(node: Node, totals: Figures, units: tuple[UnitFigures, ...], kind: UnitKind) -> None:
    of_units: Counter[str] = Counter()
    for unit in units:
        of_units.update(dict(named_numbers(unit.figures)))
    for what, number in named_numbers(totals):
        if number != of_units[what]:
            text = f"{what}: de {kind.plural} zijn samen {of_units[what]}, maar het totaal is {number}"
            raise node.refuse_sum(text)
