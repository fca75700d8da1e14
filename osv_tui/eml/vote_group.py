"""Reading a vote group: the figures of one unit, or the totals of all (eml §3.4 and §5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from osv_tui.election.model import Category
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


@dataclass(frozen=True)
class ListVotes:
    """The votes on one list; ``candidates`` are pairs of candidate number and votes.

    ``coded`` are pairs of short code and votes, where the file has these. In the totals of several
    kieskringen a list that differs has them alone (eml §3.4).
    """

    number: int
    name: str
    votes: int
    candidates: tuple[tuple[int, int], ...]
    coded: tuple[tuple[str, int], ...] = ()


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


def read_figures(node: Node, required: tuple[str, ...] = (), *, by_code: bool = False) -> Figures:
    """The figures of a vote group, with its own sums checked; values before a correction are passed over.

    ``by_code`` allows lists of which the candidates go by short code alone.
    """
    group = node.parts(
        required=(*required, eml("Cast"), eml("TotalCounted")),
        optional=(kr("ReportingUnitType"), kr("SharedLocation"), kr("ReportingUnitInvestigations")),
        repeated=(eml("Selection"), eml("RejectedVotes"), eml("UncountedVotes"), *_EARLIER_FIGURES),
    )
    lists = _lists(node, group.every(eml("Selection")), by_code)
    valid = group.one(eml("TotalCounted"))
    expected = sum(votes.votes for votes in lists)
    if valid.number() != expected:
        raise valid.refuse_sum(f"de lijsten zijn samen {expected}, maar hier staat {valid.number()}")
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


def _lists(group: Node, selections: list[Node], by_code: bool) -> tuple[ListVotes, ...]:
    """Each list is a selection with its name, followed by a selection for each of its candidates."""
    starts = [place for place, node in enumerate(selections) if node.element.find(_LIST) is not None]
    if not starts or starts[0] != 0:
        raise group.refuse("de telling begint niet met een lijst")
    ranges = list(pairwise((*starts, len(selections))))
    lists = tuple(_list(selections[start:end], by_code) for start, end in ranges)
    for (start, _), (previous, current) in zip(ranges[1:], pairwise(lists), strict=True):
        selections[start].check_increase("lijst", previous.number, current.number)
    return lists


def _list(selections: list[Node], by_code: bool) -> ListVotes:
    head, *candidate_nodes = selections
    identifier, votes = _selection(head, _LIST)
    number = identifier.attribute_number("Id")
    found = [_candidate(node) for node in candidate_nodes]
    coded = tuple((code, votes_of) for _, code, votes_of in found if code)
    only_codes = by_code and bool(found) and all(who is None for who, _, _ in found)
    if only_codes and len(dict(coded)) != len(found):
        raise head.refuse(f"lijst {number}: niet elke kandidaat heeft een eigen ShortCode of nummer")
    candidates = () if only_codes else tuple(_numbered(node) for node in candidate_nodes)
    numbered = () if only_codes else candidate_nodes[1:]
    for node, (previous, current) in zip(numbered, pairwise(candidates), strict=True):
        node.check_increase(f"lijst {number}, kandidaat", previous[0], current[0])
    expected = sum(votes_of for _, _, votes_of in found)
    if votes != expected:
        text = f"lijst {number}: de kandidaten zijn samen {expected}, maar de lijst heeft {votes}"
        raise head.refuse_sum(text)
    name = identifier.descend(eml("RegisteredName")).optional_name()
    return ListVotes(number, name, votes, candidates, coded)


def _candidate(node: Node) -> tuple[str | None, str, int]:
    """What the candidate goes by, as it is written, with the votes."""
    candidate, votes = _selection(node, _CANDIDATE)
    identifier = candidate.descend(eml("CandidateIdentifier"))
    return identifier.optional_attribute("Id"), identifier.optional_attribute("ShortCode") or "", votes


def _numbered(node: Node) -> tuple[int, int]:
    candidate, votes = _selection(node, _CANDIDATE)
    return candidate.descend(eml("CandidateIdentifier")).attribute_number("Id"), votes


def _selection(node: Node, subject: str) -> tuple[Node, int]:
    parts = node.parts(required=(subject, _VALID_VOTES), optional=_EARLIER_VALID_VOTES)
    return parts.one(subject), parts.one(_VALID_VOTES).number()


def named_numbers(figures: Figures) -> list[tuple[str, int]]:
    """All figures of which the total is the sum of the units, in one order, with what they are."""
    numbers = [("geldige stemmen", figures.valid), ("blanco", figures.blank), ("ongeldig", figures.invalid)]
    numbers += [(code.value, number) for code, number in figures.uncounted]
    for votes in figures.lists:
        numbers.append((f"lijst {votes.number}", votes.votes))
        numbers += [(f"lijst {votes.number}, kandidaat {n}", number) for n, number in votes.candidates]
        numbers += [(f"lijst {votes.number}, kandidaat {code}", number) for code, number in votes.coded]
    return numbers
