"""What all EML_NL files have in common: root, header and election identifier (eml §1 and §2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from osv_tui.election.model import Category, Contest, Definition, Domain, ElectionIdentifier, Subcategory
from osv_tui.eml import texts
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import ds, eml, kr
from osv_tui.eml.node import Node, Source
from osv_tui.eml.parsing import COUNT_LIMIT, INPUT_LIMIT, AtEnd, parse

_CHOOSE = "Kies het juiste bestand."
_ROOT_ATTRIBUTES = frozenset({"Id", "SchemaVersion"})
_ELECTION_ID = re.compile(r"(PS|AB|GR)2[0-9]{3}([0-9]{4})?(_[A-Za-z0-9_-]*)?")
_AUTHORITY_ID = re.compile(r"CSB|(HSB|SB)[0-9]+|[0-9]{4}")
_MUNICIPALITY = re.compile(r"[0-9]{4}")
_WATER_BOARD = re.compile(r"[12]?[0-9]|[0-9]{4}")
_CONTEST_ID = re.compile(r"[1-9][0-9]*|geen|alle|[MDCLXVI]+")


@dataclass(frozen=True)
class Authority:
    """Who made the file: ``CSB``, ``HSB1``, ``SB1`` or four digits of a municipality, and its name."""

    id: str
    name: str
    node: Node

    @property
    def is_municipality(self) -> bool:
        return _MUNICIPALITY.fullmatch(self.id) is not None


@dataclass(frozen=True)
class Document:
    """A file whose header has been read; ``body`` is the element after the header."""

    authority: Authority | None
    created: datetime
    body: Node

    def required_authority(self) -> Authority:
        if self.authority is None:
            raise self.body.refuse("het onderdeel ManagingAuthority ontbreekt", "EML")
        return self.authority


@dataclass(frozen=True)
class NamedElection:
    """An election identifier in a file, with the nomination date where the file gives it."""

    identifier: ElectionIdentifier
    nomination_date: date | None
    node: Node


def read_document(
    data: bytes, file_name: str, kind: Kind, body: str, at_end: AtEnd | None = None
) -> Document:
    """Parse a file that should be of ``kind`` and check its header; ``body`` is the tag of its content."""
    limit = COUNT_LIMIT if kind.is_count else INPUT_LIMIT
    root = Node(parse(data, file_name, limit, at_end=at_end), Source(file_name, kind))
    _check_root(root)
    header = root.parts(
        required=(eml("TransactionId"), kr("CreationDateTime"), body),
        optional=(
            eml("ManagingAuthority"),
            *(() if kind.is_count or kind is Kind.RESULT else (eml("IssueDate"),)),
            ds("CanonicalizationMethod"),
            kr("Schema"),
        ),
    )
    created = header.one(kr("CreationDateTime")).moment()
    authority = header.maybe(eml("ManagingAuthority"))
    return Document(None if authority is None else _authority(authority), created, header.one(body))


def read_election(node: Node) -> NamedElection:
    """Read an ``ElectionIdentifier`` and check that it does not contradict itself (eml §2)."""
    category = _category(node)
    parts = node.parts(
        required=(
            eml("ElectionName"),
            eml("ElectionCategory"),
            kr("ElectionSubcategory"),
            kr("ElectionDomain"),
            kr("ElectionDate"),
        ),
        optional=(kr("NominationDate"),),
    )
    election_id = node.attribute("Id")
    if not _ELECTION_ID.fullmatch(election_id) or len(election_id) > 60:
        raise node.refuse("het kenmerk Id is geen geldig nummer van een verkiezing (zoals PS2027_Utrecht)")
    if election_id[:2] != category.value:
        raise node.refuse(f"het kenmerk Id begint niet met de soort van de verkiezing, {category.value}")
    name = parts.one(eml("ElectionName"))
    name.no_formula()
    nomination = parts.maybe(kr("NominationDate"))
    identifier = ElectionIdentifier(
        id=election_id,
        name=name.label(),
        category=category,
        subcategory=_subcategory(parts.one(kr("ElectionSubcategory")), category),
        domain=_domain(parts.one(kr("ElectionDomain")), category),
        date=parts.one(kr("ElectionDate")).date(),
    )
    return NamedElection(identifier, None if nomination is None else nomination.date(), node)


def check_same_election(found: NamedElection, definition: Definition) -> None:
    """Refuse a file that speaks of another election than the definition.

    Compared are id (which begins with the category), subcategory, domain and dates; not the election's
    name, which is free text.
    """
    own, theirs = definition.identifier, found.identifier
    differing = (
        (own.id != theirs.id, "het Id van de verkiezing"),
        (own.subcategory is not theirs.subcategory, "de subcategorie van de verkiezing"),
        (own.domain.id != theirs.domain.id, "het nummer van het gebied (ElectionDomain)"),
        (not texts.same(own.domain.name, theirs.domain.name), "de naam van het gebied (ElectionDomain)"),
        (own.date != theirs.date, "de datum van de verkiezing"),
        (found.nomination_date not in (None, definition.nomination_date), "de datum van kandidaatstelling"),
    )
    for differs, what in differing:
        if differs:
            problem = f"{what} is anders dan in de verkiezingsdefinitie ({own.id})"
            raise found.node.refuse(problem, advice="Kies bestanden van dezelfde verkiezing.")


def read_contest(node: Node) -> Contest:
    """Read a ``ContestIdentifier`` (eml §2.1)."""
    contest_id = node.attribute("Id")
    if not _CONTEST_ID.fullmatch(contest_id):
        raise node.refuse("het kenmerk Id is geen nummer van een kieskring, 'geen' of 'alle'")
    name = node.parts(optional=(eml("ContestName"),)).maybe(eml("ContestName"))
    return Contest(contest_id, None if name is None else name.optional_name() or None)


def check_voting_method(node: Node) -> None:
    """``SPV`` is the only method used; some producers leave the element empty, which says nothing else."""
    if node.text() not in ("SPV", ""):
        raise node.refuse("de stemmethode is niet SPV")


def _check_root(root: Node) -> None:
    kind = root.source.kind
    if root.element.tag != eml("EML"):
        raise root.refuse("dit is geen EML-bestand", "EML", _CHOOSE)
    found = root.attribute("Id")
    if found != kind.value:
        known = next((f" maar een {other.title}" for other in Kind if other.value == found), "")
        raise root.refuse(f"dit is geen {kind.title}{known}", advice=_CHOOSE)
    if root.attribute("SchemaVersion") != "5":
        raise root.refuse("het kenmerk SchemaVersion is niet 5")
    own = {str(name) for name in root.element.attrib if not str(name).startswith("{")}
    if own - _ROOT_ATTRIBUTES:
        raise root.refuse("er staat een onbekend kenmerk bij")


def _authority(node: Node) -> Authority:
    parts = node.parts((eml("AuthorityIdentifier"),), (eml("AuthorityAddress"), kr("CreatedByAuthority")))
    identifier = parts.one(eml("AuthorityIdentifier"))
    authority_id = identifier.attribute("Id")
    if not _AUTHORITY_ID.fullmatch(authority_id):
        raise identifier.refuse("het kenmerk Id is geen nummer van een stembureau of gemeente")
    return Authority(authority_id, identifier.label(), identifier)


def _category(node: Node) -> Category:
    """The category, before the rest: other kinds of election lack parts that are required here."""
    text = node.child(eml("ElectionCategory")).text()
    if text not in {known.value for known in Category}:
        raise node.refuse(
            "deze soort verkiezing telt dit programma niet. Het telt provinciale staten (PS), "
            "waterschappen (AB) en gemeenteraden (GR)",
            "ElectionCategory",
            "Kies een bestand van een van deze verkiezingen.",
        )
    return Category(text)


def _subcategory(node: Node, category: Category) -> Subcategory:
    text = node.text()
    if text not in {known.value for known in Subcategory} or Subcategory(text).category is not category:
        raise node.refuse(f"de subcategorie hoort niet bij de soort verkiezing, {category.value}")
    return Subcategory(text)


def _domain(node: Node, category: Category) -> Domain:
    domain_id = node.optional_attribute("Id")
    if category is Category.PS and domain_id is not None:
        raise node.refuse("een provincie heeft hier geen kenmerk Id")
    if category is Category.AB and not _WATER_BOARD.fullmatch(domain_id or ""):
        raise node.refuse("het kenmerk Id is geen nummer van een waterschap")
    if category is Category.GR and not _MUNICIPALITY.fullmatch(domain_id or ""):
        raise node.refuse("het kenmerk Id is geen nummer van een gemeente (vier cijfers)")
    return Domain(domain_id, node.label())
