"""Names in EML_NL files. They are matched on namespace URI, never on prefix (eml §1)."""

from __future__ import annotations

EML_URI = "urn:oasis:names:tc:evs:schema:eml"
KR_URI = "http://www.kiesraad.nl/extensions"
DS_URI = "http://www.w3.org/2000/09/xmldsig#"
XAL_URI = "urn:oasis:names:tc:ciq:xsdschema:xAL:2.0"
XNL_URI = "urn:oasis:names:tc:ciq:xsdschema:xNL:2.0"
RG_URI = "http://www.kiesraad.nl/reportgenerator"
SB_URI = "http://www.kiesraad.nl/sb-extensions"
XSI_URI = "http://www.w3.org/2001/XMLSchema-instance"


def eml(name: str) -> str:
    """A name in the namespace of EML."""
    return f"{{{EML_URI}}}{name}"


def kr(name: str) -> str:
    """A name in the namespace of the Kiesraad."""
    return f"{{{KR_URI}}}{name}"


def ds(name: str) -> str:
    """A name in the namespace of XML signatures."""
    return f"{{{DS_URI}}}{name}"


def xal(name: str) -> str:
    """A name in the namespace of addresses."""
    return f"{{{XAL_URI}}}{name}"


def xnl(name: str) -> str:
    """A name in the namespace of names."""
    return f"{{{XNL_URI}}}{name}"


def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]
