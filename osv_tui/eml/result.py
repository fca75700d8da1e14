"""Reading who is elected, EML_NL 520 (eml §3.5 and §12.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from osv_tui.election.model import Candidate, Committee, Contest, ElectionIdentifier, Level
from osv_tui.eml.candidate_lists import read_candidate
from osv_tui.eml.header import read_contest, read_document, read_election
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml
from osv_tui.eml.node import Node, Parts

_LIST = eml("AffiliationIdentifier")
_CANDIDATE = eml("Candidate")


@dataclass(frozen=True)
class ElectedCandidate:
    """Who is elected; the ``number`` of ``person`` is the place in the final ranking, not on the list."""

    person: Candidate
    above_threshold: bool


@dataclass(frozen=True)
class ElectedOnList:
    """A list with at least one seat, and who is elected on it in order."""

    number: int
    name: str
    elected: tuple[ElectedCandidate, ...]


@dataclass(frozen=True)
class ReadResult:
    """What a 520 says. ``created`` has a time zone only if the file gives one."""

    identifier: ElectionIdentifier
    authority: Committee
    created: datetime
    contest: Contest
    lists: tuple[ElectedOnList, ...]


def read_result(data: bytes, file_name: str) -> ReadResult:
    """Read the result of a central committee with one contest.

    Checked: lists and places increase, every list has somebody who is elected, who is above the threshold
    comes first, and everybody has a town.

    Raises:
        EmlRefused: the file is no 520 of a central committee, or breaks one of these rules.
    """
    document = read_document(data, file_name, Kind.RESULT, eml("Result"))
    authority = document.required_authority()
    if authority.id != "CSB":
        raise authority.node.refuse("deze uitslag is niet door een centraal stembureau gemaakt")
    parts = document.body.descend(eml("Election")).parts(required=(eml("ElectionIdentifier"), eml("Contest")))
    election = read_election(parts.one(eml("ElectionIdentifier")))
    if election.nomination_date is not None:
        raise election.node.refuse("NominationDate hoort niet in een uitslag")
    contest_node = parts.one(eml("Contest"))
    contest = contest_node.parts(required=(eml("ContestIdentifier"),), repeated=(eml("Selection"),))
    return ReadResult(
        identifier=election.identifier,
        authority=Committee(Level.CSB, authority.id, authority.name),
        created=document.created,
        contest=read_contest(contest.one(eml("ContestIdentifier"))),
        lists=_lists(contest_node, contest.every(eml("Selection"))),
    )


def _lists(contest: Node, selections: list[Node]) -> tuple[ElectedOnList, ...]:
    """Each list is a selection with its name, followed by one for each who is elected on it."""
    starts = [place for place, node in enumerate(selections) if node.element.find(_LIST) is not None]
    if not starts or starts[0] != 0:
        raise contest.refuse("de uitslag begint niet met een lijst")
    ranges = list(pairwise((*starts, len(selections))))
    lists = tuple(_list(selections[start:end]) for start, end in ranges)
    for (start, _), (previous, current) in zip(ranges[1:], pairwise(lists), strict=True):
        selections[start].check_increase("lijst", previous.number, current.number)
    return lists


def _list(selections: list[Node]) -> ElectedOnList:
    head, *nodes = selections
    identifier = _selection(head, (_LIST,)).one(_LIST)
    number = identifier.attribute_number("Id")
    if not nodes:
        raise head.refuse(f"op lijst {number} is niemand gekozen")
    elected = tuple(_elected(node.within(f"lijst {number}")) for node in nodes)
    for node, (previous, current) in zip(nodes[1:], pairwise(elected), strict=True):
        node.check_increase(f"lijst {number}, plaats", previous.person.number, current.person.number)
        if current.above_threshold and not previous.above_threshold:
            raise node.refuse(f"lijst {number}: wie boven de voorkeurdrempel is gekozen, hoort vooraan")
    name = identifier.descend(eml("RegisteredName")).optional_name()
    return ElectedOnList(number, name, elected)


def _elected(node: Node) -> ElectedCandidate:
    parts = _selection(node, (_CANDIDATE, eml("Ranking")))
    ranking, candidate = parts.one(eml("Ranking")), parts.one(_CANDIDATE)
    person = read_candidate(candidate)
    if not person.locality:
        raise candidate.refuse("de woonplaats ontbreekt")
    return ElectedCandidate(person, ranking.one_of(ranking.text(), ("1", "2")) == "1")


def _selection(node: Node, required: tuple[str, ...]) -> Parts:
    parts = node.parts(required=(*required, eml("Elected")), optional=(eml("Votes"),))
    elected = parts.one(eml("Elected"))
    elected.one_of(elected.text(), ("yes",))
    return parts
