"""The digital fingerprint of an EML file: SHA-256 over its bytes and over its canonical form (eml §7)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lxml import etree

from osv_tui.eml.canonical import CANONICALIZATION
from osv_tui.eml.namespaces import ds
from osv_tui.eml.parsing import COUNT_LIMIT, parse
from osv_tui.eml.refusal import EmlRefused

_WITHOUT_COMMENTS = CANONICALIZATION.removesuffix("#WithComments")


@dataclass(frozen=True)
class Digest:
    """Two SHA-256 digests in lower-case hexadecimal.

    ``raw`` is over the bytes as they are; ``canonical`` over the canonical form the file itself names, and
    ``None`` when it names none. OSV prints the canonical one where there is one, Abacus the raw one.
    """

    raw: str
    canonical: str | None


def digest(data: bytes) -> Digest:
    """The fingerprints of a file; anything that cannot be read as XML has a raw one only."""
    canonical = _canonical_form(data)
    return Digest(
        raw=hashlib.sha256(data).hexdigest(),
        canonical=None if canonical is None else hashlib.sha256(canonical).hexdigest(),
    )


def groups(hexadecimal: str) -> tuple[str, ...]:
    """A digest as it is printed and typed: 16 groups of four, in capitals."""
    capitals = hexadecimal.upper()
    return tuple(capitals[start : start + 4] for start in range(0, len(capitals), 4))


def _canonical_form(data: bytes) -> bytes | None:
    try:
        root = parse(data, "", COUNT_LIMIT, keep_comments=True)
    except EmlRefused:
        return None
    method = root.find(ds("CanonicalizationMethod"))
    algorithm = None if method is None else method.get("Algorithm")
    if algorithm not in (CANONICALIZATION, _WITHOUT_COMMENTS):
        return None
    with_comments = algorithm == CANONICALIZATION
    try:
        return etree.tostring(root.getroottree(), method="c14n", exclusive=False, with_comments=with_comments)
    except etree.C14NError:
        return None
