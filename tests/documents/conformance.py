"""Whether a PDF file is PDF/A-2u and PDF/UA-1, and its structure tree holds every text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import page as validator
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

PROFILES = ("2u", "ua1")

_MARK = re.compile(rb"/(\w+)<</MCID (\d+)>>BDC|/Artifact BMC|EMC|Tj")


def faults(pdf: bytes) -> list[str]:
    """What keeps ``pdf`` from being PDF/A-2u and PDF/UA-1; empty when nothing does.

    The validator does not look whether the marks of a page find their element, so that is looked at here.
    """
    found = []
    for profile in PROFILES:
        limits = validator.SafetyLimits.unlimited()
        report = validator.validate_pdf_bytes(pdf, profile=profile, limits=limits)
        found += [f"{profile} {each.rule_id}: {each.message}" for each in report.failures]
        assert report.is_compliant is (not report.failures)
    return found or list(_structure_faults(PdfReader(BytesIO(pdf))))


def _structure_faults(reader: PdfReader) -> Iterator[str]:
    """Every text is marked, every mark has one element of its kind, and every element is in the tree."""
    root = _dictionary(reader.trailer["/Root"])
    tree = _dictionary(root["/StructTreeRoot"])
    parents = _array(_dictionary(tree["/ParentTree"])["/Nums"])
    elements_of = dict(zip(parents[::2], parents[1::2], strict=True))
    marks = _marks_below(tree.raw_get("/K"))
    for role in _without_text(tree.raw_get("/K")):
        yield f"{role} zonder tekst"
    for number, page in enumerate(reader.pages):
        elements = _array(elements_of[page["/StructParents"]])
        content = page.get_contents()
        used = list(_marks(content.get_data())) if content is not None else []
        if [mark for _, mark in used] != list(range(len(elements))):
            yield f"bladzijde {number + 1}: de merktekens zijn niet die van de boom"
            continue
        for (tag, mark), element in zip(used, elements, strict=True):
            if str(_dictionary(element)["/S"]) != tag:
                yield f"bladzijde {number + 1}, merkteken {mark}: {tag} is een ander onderdeel"
            if marks.get((page.indirect_reference.idnum, mark)) != [element.idnum]:  # type: ignore[union-attr]
                yield f"bladzijde {number + 1}, merkteken {mark} staat niet één keer in de boom"


def _marks(content: bytes) -> Iterator[tuple[str, int]]:
    """The marked texts of a page in their order.

    Raises:
        AssertionError: a text is drawn outside a mark.
    """
    inside = False
    for match in _MARK.finditer(content):
        if match[0] == b"Tj":
            assert inside, "a text without a mark"
        else:
            assert inside is (match[0] == b"EMC"), "marks that do not open and close in turn"
            inside = not inside
            if match[1]:
                yield f"/{match[1].decode()}", int(match[2])


def _marks_below(kid: PdfObject) -> dict[tuple[int, int], list[int]]:
    """Of each mark, known by its page and its number, the elements that claim it."""
    found: dict[tuple[int, int], list[int]] = {}
    waiting = [kid]
    while waiting:
        reference = waiting.pop()
        assert isinstance(reference, IndirectObject)
        element = _dictionary(reference)
        kids = element.get("/K", [])
        for each in kids if isinstance(kids, list) else [kids]:
            if isinstance(each, IndirectObject):
                waiting.append(each)
                continue
            apart = isinstance(each, DictionaryObject)
            at = each.raw_get("/Pg") if apart else element.raw_get("/Pg")
            mark = each["/MCID"] if apart else each
            found.setdefault((at.idnum, int(mark)), []).append(reference.idnum)
    return found


def _without_text(kid: PdfObject) -> Iterator[str]:
    """Elements that must have a text, and have none; a cell may be empty."""
    for element in _elements(kid):
        if "/K" not in element and str(element["/S"]) not in ("/TD", "/TH"):
            yield str(element["/S"])


def _elements(kid: PdfObject) -> Iterator[DictionaryObject]:
    """The element and all below it."""
    waiting = [kid]
    while waiting:
        element = _dictionary(waiting.pop())
        yield element
        kids = element.get("/K", [])
        waiting += [
            each for each in (kids if isinstance(kids, list) else [kids]) if isinstance(each, IndirectObject)
        ]


def _array(value: PdfObject) -> ArrayObject:
    found = value.get_object()
    assert isinstance(found, ArrayObject)
    return found


def _dictionary(value: PdfObject) -> DictionaryObject:
    found = value.get_object()
    assert isinstance(found, DictionaryObject)
    return found


def roles(pdf: bytes) -> Counter[str]:
    """How many elements of each kind the structure tree has."""
    root = _dictionary(PdfReader(BytesIO(pdf)).trailer["/Root"])
    return Counter(str(each["/S"]) for each in _elements(_dictionary(root["/StructTreeRoot"]).raw_get("/K")))
