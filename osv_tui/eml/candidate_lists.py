"""Reading the candidate lists, EML_NL 230b (eml §3.3 and §6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from osv_tui.election.model import Candidate, CandidateList, CandidateLists, Contest, Definition, Gender
from osv_tui.eml.header import check_same_election, read_contest, read_document, read_election
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml, kr, xal, xnl
from osv_tui.eml.node import Node, Parts
from osv_tui.eml.refusal import EmlRefused

LIST_TYPES = frozenset({"op zichzelf staande lijst", "stel gelijkluidende lijsten", "lijstengroep"})
LANGUAGES = frozenset({"nl", "fy"})
FOR_ALL = frozenset({"alle", "geen"})
"""What a ``Contest`` is called that is not of one kieskring."""

_DIFFER = "de lijsten zijn niet in alle kieskringen dezelfde"
_NEEDS_ALL = "Kies het bestand waarin elke lijst in alle kieskringen geldt."

_GENDERS = {
    "male": Gender.MALE,
    "female": Gender.FEMALE,
    "unknown": Gender.UNKNOWN,
    "other": Gender.UNKNOWN,
}
_SHORT_CODE = re.compile(r"(?=.{0,15}\Z)[^\W\d_]*[0-9]{0,7}")
_BOOLEANS = frozenset({"true", "false", "1", "0"})


def read_candidate_lists(
    data: bytes, file_name: str, definition: Definition, kieskring: int | None = None
) -> CandidateLists:
    """Read the candidate lists of the election of ``definition``.

    Numbers are those of the ballot paper: they must increase, gaps are kept. Who made the file is required;
    first names, gender and town are not. A file can be about several kieskringen, by contest or by list (eml
    §6): ``kieskring`` is then the one whose ballot paper is wanted, or ``None`` for one that holds for all.

    Raises:
        EmlRefused: the file is no 230b, is about another election, contradicts itself, or has no ballot paper
            for that kieskring, or for all of them.
    """
    document = read_document(data, file_name, Kind.CANDIDATE_LISTS, eml("CandidateList"))
    document.required_authority()
    body = document.body.parts(required=(eml("Election"),), optional=(eml("ListDate"),))
    parts = body.one(eml("Election")).parts(required=(eml("ElectionIdentifier"),), repeated=(eml("Contest"),))
    election = read_election(parts.one(eml("ElectionIdentifier")))
    check_same_election(election, definition)
    require_one_for_all(parts.every(eml("Contest")))
    papers = [_ballot_paper(node, kieskring) for node in parts.every(eml("Contest"))]
    if not papers:
        raise body.one(eml("Election")).refuse("er staat geen enkele lijst in")
    contest, lists = papers[0] if len(papers) == 1 else _one_of(papers, kieskring, body)
    return CandidateLists(election.identifier, contest, lists)


def require_one_for_all(contests: Sequence[Node]) -> None:
    """Refuse a ``Contest`` for all kieskringen beside another: whose ballot paper it is, one cannot tell.

    Raises:
        EmlRefused: there is one.
    """
    for each in contests if len(contests) > 1 else ():
        if read_contest(identifier := each.child(eml("ContestIdentifier"))).id in FOR_ALL:
            raise identifier.refuse("lijsten voor alle kieskringen staan naast die van één kieskring")


def require_towns(lists: CandidateLists, file_name: str) -> None:
    """Refuse lists on which a town is missing: who is elected stands with it in the result (eml §12.2).

    Raises:
        EmlRefused: with the first candidate who has none.
    """
    for of in lists.lists:
        for candidate in of.candidates:
            if not candidate.locality:
                raise EmlRefused(
                    file_name,
                    None,
                    "QualifyingAddress",
                    f"van lijst {of.number}, kandidaat {candidate.number}, ontbreekt de woonplaats, die in "
                    "de uitslag moet staan. Vraag het bestand met de woonplaatsen.",
                )


_BallotPaper = tuple[Contest, tuple[CandidateList, ...]]


def _one_of(papers: Sequence[_BallotPaper], kieskring: int | None, body: Parts) -> _BallotPaper:
    """The ballot paper of ``kieskring``, or the one of all if they are the same everywhere."""
    if kieskring is None:
        if len({lists for _, lists in papers}) == 1:
            return Contest("alle", None), papers[0][1]
        raise body.one(eml("Election")).refuse(_DIFFER, advice=_NEEDS_ALL)
    for contest, lists in papers:
        if contest.id == str(kieskring):
            return contest, lists
    raise body.one(eml("Election")).refuse(
        f"er staan geen lijsten van kieskring {kieskring} in", advice="Kies het bestand van uw kieskring."
    )


def _ballot_paper(node: Node, kieskring: int | None) -> _BallotPaper:
    parts = node.parts(required=(eml("ContestIdentifier"),), repeated=(eml("Affiliation"),))
    contest = read_contest(parts.one(eml("ContestIdentifier")))
    of_all = contest.id == "alle"
    nodes = [each for each in parts.every(eml("Affiliation")) if not of_all or _holds_in(each, kieskring)]
    if not nodes:
        raise node.refuse("er staat geen enkele lijst in")
    lists = tuple(read_list(each) for each in nodes)
    for each, (previous, current) in zip(nodes[1:], pairwise(lists), strict=True):
        each.check_increase("lijst", previous.number, current.number)
    return contest, lists


def _holds_in(affiliation: Node, kieskring: int | None) -> bool:
    """Whether a list in a file for all kieskringen is on the ballot paper of ``kieskring``."""
    number = affiliation.child(eml("AffiliationIdentifier")).attribute_number("Id")
    data = affiliation.within(f"lijst {number}").child(kr("ListData"))
    named = named_kieskringen(data)
    if named is None:
        return True
    if kieskring is None:
        raise data.refuse("deze lijst geldt niet overal", advice=_NEEDS_ALL)
    return str(kieskring) in named


def named_kieskringen(data: Node) -> frozenset[str] | None:
    """The kieskringen that a ``kr:ListData`` names, by the codes of their contests; ``None`` for all.

    Raises:
        EmlRefused: it names none, in an element that is for it.
    """
    named = data.parts(optional=(kr("Contests"),)).maybe(kr("Contests"))
    if named is None:
        return None
    contests = named.parts(repeated=(kr("Contest"),)).every(kr("Contest"))
    if not contests:
        raise named.refuse("hier staat geen enkele kieskring")
    return frozenset(each.attribute("Id") for each in contests)


def read_list(affiliation: Node, known: Mapping[str, Candidate] | None = None) -> CandidateList:
    """An ``Affiliation``; who is in ``known`` may be named by that short code alone.

    Raises:
        EmlRefused: it breaks a rule of the file.
    """
    number = affiliation.child(eml("AffiliationIdentifier")).attribute_number("Id")
    node = affiliation.within(f"lijst {number}")
    parts = node.parts(
        required=(eml("AffiliationIdentifier"), eml("Type"), kr("ListData")),
        repeated=(eml("Candidate"), eml("Description"), eml("Logo")),
    )
    name = parts.one(eml("AffiliationIdentifier")).descend(eml("RegisteredName"))
    name.no_formula()
    list_type = parts.one(eml("Type"))
    list_type.one_of(list_type.text(), LIST_TYPES)
    data = parts.one(kr("ListData"))
    return CandidateList(
        number=number,
        name=name.optional_name(),
        candidates=_candidates(node, parts.every(eml("Candidate")), known or {}),
        publish_gender=data.one_of(data.attribute("PublishGender"), _BOOLEANS) in ("true", "1"),
        publication_language=data.one_of(data.optional_attribute("PublicationLanguage") or "nl", LANGUAGES),
    )


def _candidates(
    affiliation: Node, nodes: list[Node], known: Mapping[str, Candidate]
) -> tuple[Candidate, ...]:
    if not nodes:
        raise affiliation.refuse("er staat geen enkele kandidaat op deze lijst")
    candidates = tuple(_named_before(node, known) or read_candidate(node) for node in nodes)
    for node, (previous, current) in zip(nodes[1:], pairwise(candidates), strict=True):
        node.check_increase("kandidaat", previous.number, current.number)
    return candidates


def _named_before(listed: Node, known: Mapping[str, Candidate]) -> Candidate | None:
    """Somebody of whom only the short code stands here, who was named on a list before."""
    if listed.element.find(eml("CandidateFullName")) is not None:
        return None
    identifier = listed.child(eml("CandidateIdentifier"))
    person = known.get(_short_code(identifier))
    return None if person is None else replace(person, number=identifier.attribute_number("Id"))


def _short_code(identifier: Node) -> str:
    """What the person goes by on all lists, as an attribute or an element (eml §6); empty where it is not."""
    child = identifier.parts(optional=(eml("ShortCode"),)).maybe(eml("ShortCode"))
    code = (identifier.optional_attribute("ShortCode") or "") if child is None else child.text()
    if not _SHORT_CODE.fullmatch(code):
        raise identifier.refuse("de ShortCode bestaat niet uit letters met hoogstens zeven cijfers erachter")
    return code


def read_candidate(listed: Node) -> Candidate:
    """A ``Candidate`` element; its number is that of its identifier, which a result takes otherwise."""
    number = listed.child(eml("CandidateIdentifier")).attribute_number("Id")
    parts = listed.within(f"{listed.source.where}, kandidaat {number}").parts(
        required=(eml("CandidateIdentifier"), eml("CandidateFullName")),
        optional=(eml("Gender"), kr("GenderAnnex"), eml("QualifyingAddress")),
    )
    gender = parts.maybe(eml("Gender")) or parts.maybe(kr("GenderAnnex"))
    address = parts.maybe(eml("QualifyingAddress"))
    full_name = parts.one(eml("CandidateFullName")).descend(xnl("PersonName"))
    person = full_name.parts(
        required=(xnl("LastName"),),
        optional=(xnl("NameLine"), xnl("FirstName"), xnl("NamePrefix")),
    )
    prefix, last_name = person.maybe(xnl("NamePrefix")), person.one(xnl("LastName"))
    (last_name if prefix is None or not prefix.text() else prefix).no_formula()
    return Candidate(
        number=number,
        last_name=last_name.label(),
        initials=_initials(person.maybe(xnl("NameLine"))),
        prefix=_name(prefix),
        first_name=_name(person.maybe(xnl("FirstName"))),
        gender=None if gender is None else _GENDERS[gender.one_of(gender.text(), _GENDERS)],
        locality="" if address is None else _locality(address),
        short_code=_short_code(parts.one(eml("CandidateIdentifier"))),
    )


def _name(node: Node | None) -> str:
    return "" if node is None else node.optional_name()


def _initials(node: Node | None) -> str:
    if node is not None and node.attribute("NameType") != "Initials":
        raise node.refuse("hier horen alleen voorletters te staan (NameType Initials)")
    return _name(node)


def _locality(address: Node) -> str:
    """The town; for a candidate who lives abroad with the country's code behind it, as ballot papers have."""
    parts = address.parts(optional=(xal("Locality"), xal("Country")))
    country = parts.maybe(xal("Country"))
    if country is None:
        return "" if (locality := parts.maybe(xal("Locality"))) is None else _locality_name(locality)
    abroad = country.parts(required=(xal("CountryNameCode"), xal("Locality")))
    code, town = abroad.one(xal("CountryNameCode")).label(), _locality_name(abroad.one(xal("Locality")))
    return town if code == "NL" else f"{town} ({code})"


def _locality_name(node: Node) -> str:
    return node.descend(xal("LocalityName")).optional_name()
