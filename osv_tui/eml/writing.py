"""What all EML_NL files we write have in common: root, header and election identifier (eml §1 and §2.3)."""

from __future__ import annotations

from datetime import date, datetime

from osv_tui.election.model import Candidate, Contest, ElectionIdentifier
from osv_tui.eml.canonical import CANONICALIZATION, element, text
from osv_tui.eml.namespaces import DS_URI, EML_URI, KR_URI, RG_URI, XAL_URI, XNL_URI, XSI_URI

_PREFIXES = {"ds": DS_URI, "kr": KR_URI, "xal": XAL_URI, "xnl": XNL_URI}
_PREFIXES_2019 = {**_PREFIXES, "rg": RG_URI, "xsi": XSI_URI}


def document(kind: str, *content: str, schema: str | None = None) -> bytes:
    """The bytes of a whole file; ``kind`` is the root's ``Id``.

    With ``schema`` the root names the schema file and carries the prefixes as OSV 2019 wrote them.
    """
    prefixes = _PREFIXES if schema is None else _PREFIXES_2019
    marks = {"xmlns": EML_URI}
    marks |= {f"xmlns:{prefix}": uri for prefix, uri in sorted(prefixes.items())}
    marks |= {"Id": kind, "SchemaVersion": "5"}
    if schema is not None:
        marks["xsi:schemaLocation"] = f"{EML_URI} {schema} {KR_URI} kiesraad-eml-extensions.xsd"
    return element("EML", *content, **marks).encode("utf-8")


def managing_authority(authority_id: str, name: str) -> str:
    """The ``ManagingAuthority`` element (eml §1.3)."""
    return element(
        "ManagingAuthority",
        element("AuthorityIdentifier", text(name), Id=authority_id),
        element("AuthorityAddress"),
    )


def creation(created: datetime) -> str:
    """Creation time, local, in milliseconds and without zone; and how the canonical form is made."""
    moment = created.replace(tzinfo=None).isoformat(timespec="milliseconds")
    return element("kr:CreationDateTime", moment) + element(
        "ds:CanonicalizationMethod", Algorithm=CANONICALIZATION
    )


def election_identifier(identifier: ElectionIdentifier, nomination_date: date | None = None) -> str:
    """``ElectionIdentifier``; only a definition and candidate lists have a nomination date."""
    domain_id = {} if identifier.domain.id is None else {"Id": identifier.domain.id}
    nomination = (
        () if nomination_date is None else (element("kr:NominationDate", nomination_date.isoformat()),)
    )
    return element(
        "ElectionIdentifier",
        element("ElectionName", text(identifier.name)),
        element("ElectionCategory", identifier.category.value),
        element("kr:ElectionSubcategory", identifier.subcategory.value),
        element("kr:ElectionDomain", text(identifier.domain.name), **domain_id),
        element("kr:ElectionDate", identifier.date.isoformat()),
        *nomination,
        Id=identifier.id,
    )


def contest_identifier(contest: Contest) -> str:
    """The ``ContestIdentifier`` element (eml §2.1)."""
    name = () if contest.name is None else (element("ContestName", text(contest.name)),)
    return element("ContestIdentifier", *name, Id=contest.id)


def full_name(candidate: Candidate) -> str:
    """The ``CandidateFullName`` element; what is not known is left out."""
    names = (
        element("xnl:NameLine", text(candidate.initials), NameType="Initials") if candidate.initials else "",
        filled("xnl:FirstName", candidate.first_name),
        filled("xnl:NamePrefix", candidate.prefix),
        element("xnl:LastName", text(candidate.last_name)),
    )
    return element("CandidateFullName", element("xnl:PersonName", *names))


def filled(name: str, value: str) -> str:
    """An element with ``value``, or nothing when there is none."""
    return element(name, text(value)) if value else ""
