"""A package of a hoofdstembureau or central committee: its EML files by our reading rules, and their codes.

Its documents are not made again from the files: lots and deceased candidates stand in no file. That each
belongs to the count or the result is seen by the code on its pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from osv_tui.documents.layout import grouped
from osv_tui.eml.reading import read_district_count, read_result, read_total_count
from osv_tui.eml.refusal import EmlRefused
from osv_tui.publication.pdf_reading import PdfUnreadable, read_pdf
from osv_tui.verifying.evidence import kind_of
from osv_tui.verifying.report import Fault, Found, Report

_READERS: Mapping[str, Callable[[bytes, str], object]] = {
    "510c": read_district_count,
    "510d": read_total_count,
    "520": read_result,
}
_CODE = re.compile(r"[0-9A-F]{4}(?: [0-9A-F]{4}){15}")


def is_upper(own: Mapping[str, Path]) -> bool:
    """Whether the files by name are those of a committee above the municipality."""
    kinds = {kind_of(path.read_bytes()) for name, path in own.items() if name.endswith(".eml.xml")}
    return "510b" not in kinds and not kinds.isdisjoint(_READERS)


def upper_contents(own: Mapping[str, Path]) -> Report:
    """Read the counts and the result, and look for their codes in every document."""
    files = {name: path.read_bytes() for name, path in own.items() if name.endswith(".eml.xml")}
    of_ours = {name: content for name, content in files.items() if kind_of(content) in _READERS}
    found = [*_read(of_ours), *_codes(own, {grouped(sha256(each).hexdigest()) for each in of_ours.values()})]
    checked = (
        "De tellingen en de uitslag in EML zijn geldig volgens de leesregels van dit programma. De officiële"
        " schema's (XSD) zijn niet meegeleverd. Daarmee is niet vergeleken.",
        "De totalen van de tellingen zijn opnieuw opgeteld en kloppen.",
    )
    note = "De getallen in de PDF's zijn niet met de telling vergeleken, wel de code op elke bladzijde."
    return Report(found=tuple(found), checked=() if found else checked, notes=(note,))


def _read(files: Mapping[str, bytes]) -> Iterator[Found]:
    for name, content in files.items():
        try:
            _READERS[kind_of(content)](content, name)
        except EmlRefused as refused:
            text = str(refused).removeprefix(refused.file).lstrip(",: ")
            yield Found(Fault.TOTALS if refused.is_sum else Fault.EML, name, text)


def _codes(own: Mapping[str, Path], codes: set[str]) -> Iterator[Found]:
    """The documents with a code that is of none of the files."""
    for name, path in own.items():
        if not name.endswith(".pdf"):
            continue
        try:
            said = read_pdf(path.read_bytes())
        except PdfUnreadable as unreadable:
            yield Found(Fault.UNEQUAL, name, f"Dit bestand {unreadable}.")
            continue
        stated = {match[0] for texts in said.beside for text in texts for match in _CODE.finditer(text)}
        if not stated <= codes:
            yield Found(Fault.UNEQUAL, name, "Op dit document staat de code van een ander telbestand.")
