"""Reading the candidate lists of all kieskringen for who counts them all, EML_NL 230b (eml §3.3 and §6).

A list stands in the kieskring of its contest, or in those that its ``kr:Contests`` name. Lists with one
number and the same candidates are one set; what is the same everywhere has no kieskringen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from osv_tui.election.model import Candidate, CandidateList, CandidateLists, Contest, Definition
from osv_tui.eml.candidate_lists import FOR_ALL, named_kieskringen, read_list, require_one_for_all
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


@dataclass(frozen=True)
class _File:
    """One file: the kieskringen that it is about, and what it calls them."""

    node: Node
    about: frozenset[int]
    contest: Contest
    listed: tuple[_Listed, ...]


@dataclass(frozen=True)
class KieskringLists:
    """What the lists of one or more ``files`` say together.

    ``kieskring`` is the one that the last file is about, 0 if it is about all; ``awaited`` are those whose
    lists must come in another file. Only without those are ``lists`` the lists of the election.
    """

    files: int
    lists: CandidateLists
    kieskring: int
    awaited: tuple[int, ...]


def read_kieskring_lists(files: Sequence[tuple[str, bytes]], definition: Definition) -> KieskringLists:
    """Read the lists of every kieskring of ``definition``, with the kieskringen in which each stands.

    ``files`` have a name and a content: one file for all, or a file for each kieskring, with one contest
    (eml §6). A person can be named once in a file and then by ``ShortCode`` alone: not in another file, as
    the order in which they are read has no meaning.

    Raises:
        EmlRefused: a file is no 230b, is about another election or other kieskringen, lacks one, repeats one,
            has a list twice in one or under one that it does not name, gives one number two names, calls
            lists with other candidates one set, tells of the same candidates otherwise, or has one short code
            for two people or for somebody on lists of two numbers.
    """
    everywhere = frozenset(
        each.number for each in definition.regions if each.category == "KIESKRING" and each.number
    )
    read = [_read_file(content, name, definition, everywhere) for name, content in files]
    awaited = everywhere
    for each in read:
        if twice := each.about - awaited:
            missing = ", ".join(map(str, sorted(awaited)))
            advice = f"Kies het bestand van een kieskring die nog ontbreekt: {missing}." if missing else None
            raise each.node.refuse(f"de lijsten van kieskring {min(twice)} zijn al gelezen", advice=advice)
        awaited -= each.about
    listed = [one for each in read for one in each.listed]
    _check_numbers(listed)
    _check_people(listed)
    contest = read[0].contest if len(read) == 1 else Contest("alle", None)
    last = read[-1].about
    return KieskringLists(
        len(files),
        CandidateLists(definition.identifier, contest, tuple(_sets(listed, everywhere))),
        0 if last == everywhere else min(last),
        tuple(sorted(awaited)),
    )


def _read_file(content: bytes, name: str, definition: Definition, everywhere: frozenset[int]) -> _File:
    document = read_document(content, name, Kind.CANDIDATE_LISTS, eml("CandidateList"))
    document.required_authority()
    body = document.body.parts(required=(eml("Election"),), optional=(eml("ListDate"),))
    whole = body.one(eml("Election"))
    parts = whole.parts(required=(eml("ElectionIdentifier"),), repeated=(eml("Contest"),))
    check_same_election(read_election(parts.one(eml("ElectionIdentifier"))), definition)
    contests = parts.every(eml("Contest"))
    require_one_for_all(contests)
    listed = tuple(_all_listed(contests, everywhere))
    only = read_contest(contests[0].child(eml("ContestIdentifier"))) if len(contests) == 1 else None
    about = everywhere if only is None else _kieskringen(contests[0], everywhere)
    if missing := about - {each for one in listed for each in one.kieskringen}:
        raise whole.refuse(f"er staan geen lijsten van kieskring {min(missing)} in")
    return _File(whole, about, only or Contest("alle", None), listed)


def _all_listed(contests: Sequence[Node], everywhere: frozenset[int]) -> Iterator[_Listed]:
    """The lists of all contests; numbers increase in each, but for sets of one list."""
    known: dict[str, Candidate] = {}
    for node in contests:
        affiliations = node.parts(required=(eml("ContestIdentifier"),), repeated=(eml("Affiliation"),))
        own = _kieskringen(node, everywhere)
        before = 0
        for affiliation in affiliations.every(eml("Affiliation")):
            on = read_list(affiliation, known)
            if on.number < before:
                affiliation.check_increase("lijst", before, on.number)
            before = on.number
            known |= {each.short_code: each for each in on.candidates if each.short_code}
            named = affiliation.within(f"lijst {on.number}")
            data = named.child(kr("ListData"))
            where = _where(data, own, everywhere)
            yield _Listed(named, on, where, data.optional_attribute("BelongsToSet"))


def _kieskringen(contest: Node, everywhere: frozenset[int]) -> frozenset[int]:
    """The kieskringen that a ``Contest`` is about."""
    identifier = contest.child(eml("ContestIdentifier"))
    found = read_contest(identifier)
    if found.id in FOR_ALL:
        return everywhere
    own = {each for each in everywhere if str(each) == found.id}
    if not own:
        raise identifier.refuse(f"kieskring {found.id} staat niet in de verkiezingsdefinitie")
    return frozenset(own)


def _where(data: Node, own: frozenset[int], everywhere: frozenset[int]) -> frozenset[int]:
    """The kieskringen of a list; its own contest where that is not one for all, which it may not deny."""
    named = named_kieskringen(data)
    if named is None:
        return own
    found = frozenset(each for each in everywhere if str(each) in named)
    if len(found) != len(named):
        raise data.refuse("een kieskring van deze lijst staat niet in de verkiezingsdefinitie")
    if own == everywhere:
        return found
    if not own <= found:
        raise data.refuse(
            f"deze lijst geldt volgens zichzelf niet in kieskring {min(own)}, waar zij onder staat"
        )
    return own


def _check_numbers(listed: Sequence[_Listed]) -> None:
    """A number has one name, stands once in a kieskring, and of a set all that is told is the same."""
    of_number: dict[int, list[_Listed]] = {}
    for each in listed:
        before = of_number.setdefault(each.on.number, [])
        for other in before:
            if twice := each.kieskringen & other.kieskringen:
                raise each.node.refuse(f"deze lijst staat twee keer in kieskring {min(twice)}")
            if each.on.name != other.on.name:
                raise each.node.refuse("deze lijst heeft niet in elke kieskring dezelfde naam")
            if each.on != other.on and _people(each.on) == _people(other.on):
                raise each.node.refuse(
                    f"de kandidaten zijn die van kieskring {min(other.kieskringen)}, maar bij "
                    f"{_difference(each.on, other.on)} staat hier iets anders"
                )
            is_one_set = each.set_number is not None and each.set_number == other.set_number
            if is_one_set and each.on != other.on:
                raise each.node.refuse(
                    f"de lijsten van stel {each.set_number} hebben niet dezelfde kandidaten"
                )
        before.append(each)


def _people(of: CandidateList) -> tuple[tuple[int, str, str, str], ...]:
    """By whom lists with one number are one set, or two (Kieswet P 2): who stands at which number."""
    return tuple((each.number, each.last_name, each.prefix, each.initials) for each in of.candidates)


def _difference(of: CandidateList, other: CandidateList) -> str:
    """Where two lists with the same people are not the same."""
    if of.publish_gender != other.publish_gender:
        return "PublishGender"
    if of.publication_language != other.publication_language:
        return "PublicationLanguage"
    pairs = zip(of.candidates, other.candidates, strict=True)
    return next(f"kandidaat {one.number}" for one, same in pairs if one != same)


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
