"""Reading the candidate lists of all kieskringen for who counts them all, EML_NL 230b (eml §3.3 and §6).

A list stands in the kieskring of its contest, or in those that its ``kr:Contests`` name. Lists with one
number and the same candidates are one set; what is the same everywhere has no kieskringen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from osv_tui.election.model import Candidate, CandidateList, CandidateLists, Contest, Definition
from osv_tui.eml.candidate_lists import named_kieskringen, read_list
from osv_tui.eml.header import check_same_election, read_contest, read_document, read_election
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml, kr
from osv_tui.eml.node import Node


@dataclass(frozen=True)
class _Listed:
    """A list as it stands once in the file; ``set_number`` is the set that the file says it belongs to."""

    node: Node
    on: CandidateList
    kieskringen: frozenset[int]
    set_number: str | None


def read_kieskring_lists(data: bytes, file_name: str, definition: Definition) -> CandidateLists:
    """Read the lists of every kieskring of ``definition``, with the kieskringen in which each stands.

    A person can be named once and then by ``ShortCode`` alone. A file with one contest is taken to hold for
    all that it is about: whether that is right the contest tells who stores it.

    Raises:
        EmlRefused: the file is no 230b, is about another election or other kieskringen, lacks one, has a list
            twice in one, gives one number two names, calls lists with other candidates one set, or has one
            short code for two people or for somebody on lists of two numbers.
    """
    document = read_document(data, file_name, Kind.CANDIDATE_LISTS, eml("CandidateList"))
    document.required_authority()
    body = document.body.parts(required=(eml("Election"),), optional=(eml("ListDate"),))
    whole = body.one(eml("Election"))
    parts = whole.parts(required=(eml("ElectionIdentifier"),), repeated=(eml("Contest"),))
    election = read_election(parts.one(eml("ElectionIdentifier")))
    check_same_election(election, definition)
    everywhere = frozenset(
        each.number for each in definition.regions if each.category == "KIESKRING" and each.number
    )
    listed = list(_all_listed(parts.every(eml("Contest")), everywhere))
    missing = everywhere - {each for one in listed for each in one.kieskringen}
    if missing:
        raise whole.refuse(f"er staan geen lijsten van kieskring {min(missing)} in")
    _check_numbers(listed)
    _check_people(listed)
    contests = [read_contest(each.child(eml("ContestIdentifier"))) for each in parts.every(eml("Contest"))]
    contest = contests[0] if len(contests) == 1 else Contest("alle", None)
    return CandidateLists(election.identifier, contest, tuple(_sets(listed, everywhere)))


def _all_listed(contests: Sequence[Node], everywhere: frozenset[int]) -> Iterator[_Listed]:
    known: dict[str, Candidate] = {}
    for node in contests:
        parts = node.parts(required=(eml("ContestIdentifier"),), repeated=(eml("Affiliation"),))
        contest = parts.one(eml("ContestIdentifier"))
        own = _of_contest(contest, everywhere) if len(contests) > 1 else everywhere
        for affiliation in parts.every(eml("Affiliation")):
            on = read_list(affiliation, known)
            known |= {each.short_code: each for each in on.candidates if each.short_code}
            named = affiliation.within(f"lijst {on.number}")
            data = named.child(kr("ListData"))
            where = _where(data, own, everywhere)
            yield _Listed(named, on, where, data.optional_attribute("BelongsToSet"))


def _of_contest(contest: Node, everywhere: frozenset[int]) -> frozenset[int]:
    found = read_contest(contest)
    if found.id in ("alle", "geen"):
        return everywhere
    own = {each for each in everywhere if str(each) == found.id}
    if not own:
        raise contest.refuse(f"kieskring {found.id} staat niet in de verkiezingsdefinitie")
    return frozenset(own)


def _where(data: Node, own: frozenset[int], everywhere: frozenset[int]) -> frozenset[int]:
    """The kieskringen of a list; those of its own contest where that is not one for all."""
    named = named_kieskringen(data)
    if named is None or own != everywhere:
        return own
    found = frozenset(each for each in everywhere if str(each) in named)
    if len(found) != len(named):
        raise data.refuse("een kieskring van deze lijst staat niet in de verkiezingsdefinitie")
    return found


def _check_numbers(listed: Sequence[_Listed]) -> None:
    """A number has one name, stands once in a kieskring, and of a set all candidates are the same."""
    for place, each in enumerate(listed):
        for other in (before for before in listed[:place] if before.on.number == each.on.number):
            if twice := each.kieskringen & other.kieskringen:
                raise each.node.refuse(f"deze lijst staat twee keer in kieskring {min(twice)}")
            if each.on.name != other.on.name:
                raise each.node.refuse("deze lijst heeft niet in elke kieskring dezelfde naam")
            is_one_set = each.set_number is not None and each.set_number == other.set_number
            if is_one_set and each.on != other.on:
                raise each.node.refuse(
                    f"de lijsten van stel {each.set_number} hebben niet dezelfde kandidaten"
                )


def _check_people(listed: Sequence[_Listed]) -> None:
    """A short code is one person on lists of one number: on two we would not see who is elected twice."""
    first: dict[str, tuple[int, tuple[str, str, str]]] = {}
    for each in listed:
        for candidate in each.on.candidates:
            if not candidate.short_code:
                continue
            who = (candidate.last_name, candidate.prefix, candidate.initials)
            number, other = first.setdefault(candidate.short_code, (each.on.number, who))
            if number != each.on.number:
                raise each.node.refuse(
                    f"kandidaat {candidate.number} staat ook op lijst {number}. Wie op twee lijsten staat, "
                    "kan het programma niet als één persoon tellen"
                )
            if other != who:
                raise each.node.refuse(
                    f"kandidaat {candidate.number} heeft de ShortCode {candidate.short_code} van een ander"
                )


def _sets(listed: Sequence[_Listed], everywhere: frozenset[int]) -> Iterator[CandidateList]:
    """The lists by number and lowest kieskring, those with the same candidates as one."""
    where: dict[CandidateList, frozenset[int]] = {}
    for each in listed:
        where[each.on] = where.get(each.on, frozenset()) | each.kieskringen
    sets = (
        on if kieskringen == everywhere else replace(on, kieskringen=tuple(sorted(kieskringen)))
        for on, kieskringen in where.items()
    )
    yield from sorted(sets, key=lambda each: (each.number, each.kieskring))
