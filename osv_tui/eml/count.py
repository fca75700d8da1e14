"""Reading a municipality's count, EML_NL 510b (eml §3.4 and §5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from osv_tui.election.model import Category, Committee, Contest, ElectionIdentifier, Level
from osv_tui.eml import texts
from osv_tui.eml.header import Authority, read_contest, read_document, read_election
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml, kr
from osv_tui.eml.node import Node
from osv_tui.eml.reasons import Rejected, Uncounted, uncounted_fields

_Code = TypeVar("_Code", Rejected, Uncounted)

_LIST = eml("AffiliationIdentifier")
_CANDIDATE = eml("Candidate")
_VALID_VOTES = eml("ValidVotes")
_EARLIER_VALID_VOTES = (kr("InitialValidVotes"), kr("PreviousValidVotes"))
_EARLIER_FIGURES = tuple(
    kr(f"{when}{figure}")
    for when in ("Initial", "Previous")
    for figure in ("Cast", "TotalCounted", "RejectedVotes", "UncountedVotes")
)
_UNIT_ID = re.compile(r"([0-9]{4})::SB([0-9]{1,9})")
_LONGEST_UNIT_TEXT = texts.LONGEST + len("Stembureau  (postcode: 1234 AB)")
_UNIT_TEXT = re.compile(r"(?:Stembureau )?(.*?)(?: \(postcode: ?([0-9]{4} ?[A-Z]{2})?\))?")


@dataclass(frozen=True)
class ListVotes:
    """The votes on one list; ``candidates`` are pairs of candidate number and votes."""

    number: int
    name: str
    votes: int
    candidates: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Figures:
    """All figures of one unit, or their totals.

    ``eligible`` is the EML figure ``Cast``: voters called up, not votes cast. ``uncounted`` holds the codes
    the file has, in its order.
    """

    lists: tuple[ListVotes, ...]
    eligible: int
    valid: int
    blank: int
    invalid: int
    uncounted: tuple[tuple[Uncounted, int], ...]

    @cached_property
    def missing(self) -> tuple[Uncounted, ...]:
        """The codes of a municipal count of 2019 that this file does not have; they count as 0."""
        present = {code for code, _ in self.uncounted}
        return tuple(code for code, _ in uncounted_fields(Category.PS) if code not in present)

    def figure(self, code: Uncounted) -> int:
        return dict(self.uncounted).get(code, 0)


@dataclass(frozen=True)
class UnitFigures:
    """The count of one polling station; the postal code is ``1234 AB`` or as the file has it."""

    number: int
    name: str
    postal_code: str | None
    figures: Figures


@dataclass(frozen=True)
class ReadCount:
    """What a 510b says. ``created`` has a time zone only if the file gives one."""

    identifier: ElectionIdentifier
    authority: Committee
    created: datetime
    contest: Contest
    totals: Figures
    units: tuple[UnitFigures, ...]


def read_count(data: bytes, file_name: str) -> ReadCount:
    """Read a municipality's count with its polling stations.

    Checked: candidates add up to their list, lists to the valid votes, units to the totals (not the number
    of eligible voters: real files leave it 0 in units); every unit has the lists, candidates and codes of
    the totals; no unit, list, candidate or code comes twice.

    Raises:
        EmlRefused: the file is no 510b of a municipality, or breaks one of these rules.
    """
    document = read_document(data, file_name, Kind.COUNT, eml("Count"))
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
    authority = _municipality(document.required_authority())
    totals_node = contest.one(eml("TotalVotes")).within("totaal")
    totals = _figures(totals_node)
    units = _units(contest.every(eml("ReportingUnitVotes")), authority.code, totals)
    if not units:
        raise totals_node.refuse("er staat geen enkel stembureau in")
    _check_totals(totals_node, totals, units)
    return ReadCount(
        identifier=election.identifier,
        authority=authority,
        created=document.created,
        contest=read_contest(contest.one(eml("ContestIdentifier"))),
        totals=totals,
        units=units,
    )


def _municipality(authority: Authority) -> Committee:
    if not authority.is_municipality:
        raise authority.node.refuse("deze telling is niet door een gemeente gemaakt")
    return Committee(Level.GSB, authority.id, authority.name)


def _units(nodes: list[Node], municipality: str, totals: Figures) -> tuple[UnitFigures, ...]:
    units: dict[int, UnitFigures] = {}
    for node in nodes:
        unit = _unit(node, municipality)
        if unit.number in units:
            raise node.refuse(f"stembureau {unit.number} komt twee keer voor")
        if _shape(unit.figures) != _shape(totals):
            raise node.refuse(
                f"stembureau {unit.number} heeft andere lijsten, kandidaten of codes dan het totaal"
            )
        units[unit.number] = unit
    return tuple(units.values())


def _unit(node: Node, municipality: str) -> UnitFigures:
    identifier = node.child(eml("ReportingUnitIdentifier"))
    match = _UNIT_ID.fullmatch(identifier.attribute("Id"))
    if match is None or match[1] != municipality:
        raise identifier.refuse(f"het kenmerk Id is geen stembureau van gemeente {municipality}")
    number = int(match[2])
    name, postal_code = _name_and_postal_code(identifier.label(_LONGEST_UNIT_TEXT))
    figures = _figures(node.within(f"stembureau {number}"), (eml("ReportingUnitIdentifier"),))
    return UnitFigures(number, name, postal_code, figures)


def _name_and_postal_code(text: str) -> tuple[str, str | None]:
    """The parts of a unit's text; only one leading "Stembureau" is a label, the rest is its name."""
    match = _UNIT_TEXT.fullmatch(text)
    return (text, None) if match is None else (match[1], match[2])


def _figures(node: Node, required: tuple[str, ...] = ()) -> Figures:
    """The figures of a vote group, with its own sums checked; values before a correction are passed over."""
    group = node.parts(
        required=(*required, eml("Cast"), eml("TotalCounted")),
        optional=(kr("ReportingUnitType"), kr("SharedLocation"), kr("ReportingUnitInvestigations")),
        repeated=(eml("Selection"), eml("RejectedVotes"), eml("UncountedVotes"), *_EARLIER_FIGURES),
    )
    lists = _lists(node, group.every(eml("Selection")))
    valid = group.one(eml("TotalCounted"))
    expected = sum(votes.votes for votes in lists)
    if valid.number() != expected:
        raise valid.refuse(f"de lijsten zijn samen {expected}, maar hier staat {valid.number()}")
    rejected = dict(_by_code(group.every(eml("RejectedVotes")), Rejected))
    for code in Rejected:
        if code not in rejected:
            raise node.refuse(f"het onderdeel RejectedVotes met code {code.value} ontbreekt")
    return Figures(
        lists=lists,
        eligible=group.one(eml("Cast")).number(),
        valid=expected,
        blank=rejected[Rejected.BLANK],
        invalid=rejected[Rejected.INVALID],
        uncounted=tuple(_by_code(group.every(eml("UncountedVotes")), Uncounted)),
    )


def _by_code(nodes: list[Node], codes: type[_Code]) -> list[tuple[_Code, int]]:
    known = {code.value: code for code in codes}
    found: dict[_Code, int] = {}
    for node in nodes:
        code = known[node.one_of(node.attribute("ReasonCode"), known)]
        if code in found:
            raise node.refuse(f"de code {code.value} komt twee keer voor")
        found[code] = node.number()
    return list(found.items())


def _lists(group: Node, selections: list[Node]) -> tuple[ListVotes, ...]:
    """Each list is a selection with its name, followed by a selection for each of its candidates."""
    starts = [place for place, node in enumerate(selections) if node.element.find(_LIST) is not None]
    if not starts or starts[0] != 0:
        raise group.refuse("de telling begint niet met een lijst")
    ranges = list(pairwise((*starts, len(selections))))
    lists = tuple(_list(selections[start:end]) for start, end in ranges)
    for (start, _), (previous, current) in zip(ranges[1:], pairwise(lists), strict=True):
        selections[start].check_increase("lijst", previous.number, current.number)
    return lists


def _list(selections: list[Node]) -> ListVotes:
    head, *candidate_nodes = selections
    identifier, votes = _selection(head, _LIST)
    number = identifier.attribute_number("Id")
    candidates = tuple(_candidate(node) for node in candidate_nodes)
    for node, (previous, current) in zip(candidate_nodes[1:], pairwise(candidates), strict=True):
        node.check_increase(f"lijst {number}, kandidaat", previous[0], current[0])
    expected = sum(votes_of for _, votes_of in candidates)
    if votes != expected:
        raise head.refuse(f"lijst {number}: de kandidaten zijn samen {expected}, maar de lijst heeft {votes}")
    return ListVotes(number, identifier.descend(eml("RegisteredName")).optional_name(), votes, candidates)


def _candidate(node: Node) -> tuple[int, int]:
    candidate, votes = _selection(node, _CANDIDATE)
    identifier = candidate.descend(eml("CandidateIdentifier"))
    return identifier.attribute_number("Id"), votes


def _selection(node: Node, subject: str) -> tuple[Node, int]:
    parts = node.parts(required=(subject, _VALID_VOTES), optional=_EARLIER_VALID_VOTES)
    return parts.one(subject), parts.one(_VALID_VOTES).number()


def _shape(figures: Figures) -> tuple[object, ...]:
    """What all units of a count have in common: everything but the numbers of votes."""
    lists = tuple(
        (votes.number, votes.name, tuple(n for n, _ in votes.candidates)) for votes in figures.lists
    )
    return (lists, tuple(code for code, _ in figures.uncounted))


def _check_totals(node: Node, totals: Figures, units: tuple[UnitFigures, ...]) -> None:
    sums = [sum(column) for column in zip(*(_numbers(unit.figures) for unit in units), strict=True)]
    for (what, number), expected in zip(_named_numbers(totals), sums, strict=True):
        if number != expected:
            raise node.refuse(f"{what}: de stembureaus zijn samen {expected}, maar het totaal is {number}")


def _numbers(figures: Figures) -> list[int]:
    return [number for _, number in _named_numbers(figures)]


def _named_numbers(figures: Figures) -> list[tuple[str, int]]:
    """All figures of which the total is the sum of the units, in one order, with what they are."""
    numbers = [("geldige stemmen", figures.valid), ("blanco", figures.blank), ("ongeldig", figures.invalid)]
    numbers += [(code.value, number) for code, number in figures.uncounted]
    for votes in figures.lists:
        numbers.append((f"lijst {votes.number}", votes.votes))
        numbers += [(f"lijst {votes.number}, kandidaat {n}", number) for n, number in votes.candidates]
    return numbers
