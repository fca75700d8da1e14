"""Reading the candidate lists, EML_NL 230b (eml §3.3 and §6)."""

from __future__ import annotations

from itertools import pairwise

from osv_tui.election.model import Candidate, CandidateList, CandidateLists, Contest, Definition, Gender
from osv_tui.eml.header import check_same_election, read_contest, read_document, read_election
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml, kr, xal, xnl
from osv_tui.eml.node import Node

LIST_TYPES = frozenset({"op zichzelf staande lijst", "stel gelijkluidende lijsten", "lijstengroep"})
LANGUAGES = frozenset({"nl", "fy"})

_GENDERS = {
    "male": Gender.MALE,
    "female": Gender.FEMALE,
    "unknown": Gender.UNKNOWN,
    "other": Gender.UNKNOWN,
}
_BOOLEANS = frozenset({"true", "false", "1", "0"})


def read_candidate_lists(data: bytes, file_name: str, definition: Definition) -> CandidateLists:
    """Read the candidate lists of the election of ``definition``.

    Numbers are those of the ballot paper: they must increase, gaps are kept. Who made the file is required;
    first names, gender and town are not.

    Raises:
        EmlRefused: the file is no 230b, is about another election, or contradicts itself.
    """
    document = read_document(data, file_name, Kind.CANDIDATE_LISTS, eml("CandidateList"))
    document.required_authority()
    body = document.body.parts(required=(eml("Election"),), optional=(eml("ListDate"),))
    parts = body.one(eml("Election")).parts(required=(eml("ElectionIdentifier"), eml("Contest")))
    election = read_election(parts.one(eml("ElectionIdentifier")))
    check_same_election(election, definition)
    contest_node = parts.one(eml("Contest"))
    contest_parts = contest_node.parts(required=(eml("ContestIdentifier"),), repeated=(eml("Affiliation"),))
    contest = read_contest(contest_parts.one(eml("ContestIdentifier")))
    nodes = contest_parts.every(eml("Affiliation"))
    if not nodes:
        raise contest_node.refuse("er staat geen enkele lijst in")
    lists = tuple(_candidate_list(node, contest) for node in nodes)
    for node, (previous, current) in zip(nodes[1:], pairwise(lists), strict=True):
        node.check_increase("lijst", previous.number, current.number)
    return CandidateLists(election.identifier, contest, lists)


def _candidate_list(affiliation: Node, contest: Contest) -> CandidateList:
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
    if contest.id == "alle" and data.parts(optional=(kr("Contests"),)).maybe(kr("Contests")):
        raise data.refuse("deze lijst geldt niet overal", advice="Kies het bestand van uw eigen kieskring.")
    return CandidateList(
        number=number,
        name=name.optional_name(),
        candidates=_candidates(node, parts.every(eml("Candidate"))),
        publish_gender=data.one_of(data.attribute("PublishGender"), _BOOLEANS) in ("true", "1"),
        publication_language=data.one_of(data.optional_attribute("PublicationLanguage") or "nl", LANGUAGES),
    )


def _candidates(affiliation: Node, nodes: list[Node]) -> tuple[Candidate, ...]:
    if not nodes:
        raise affiliation.refuse("er staat geen enkele kandidaat op deze lijst")
    candidates = tuple(read_candidate(node) for node in nodes)
    for node, (previous, current) in zip(nodes[1:], pairwise(candidates), strict=True):
        node.check_increase("kandidaat", previous.number, current.number)
    return candidates


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
