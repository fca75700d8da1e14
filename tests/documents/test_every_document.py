"""What holds for every document of the municipal level."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from osv_tui.documents.layout import Part, Text, lay_out, watermark
from osv_tui.documents.model import Document
from osv_tui.documents.render import _ruler, expected_texts, render
from osv_tui.publication.pdf_reading import read_pdf
from tests.documents.conformance import faults
from tests.documents.every import every_document
from tests.documents.reading_back import pages_of

EVERY = dict(every_document())
EACH = pytest.mark.parametrize("document", EVERY.values(), ids=EVERY)


@cache
def files(document: Document) -> list[bytes]:
    rendered = render(document)
    return [pdf for pdf in (rendered.publication, rendered.signature_sheet) if pdf]


@EACH
def test_it_conforms_and_says_what_it_is_to_say(document: Document) -> None:
    for pdf, said in zip(files(document), expected_texts(document), strict=False):
        assert faults(pdf) == []
        assert read_pdf(pdf) == said


@EACH
def test_every_page_tells_what_it_is(document: Document) -> None:
    pages = [page for pdf in files(document) for page in pages_of(pdf)]
    for number, page in enumerate(pages, start=1):
        assert page.count("CONCEPT") == (2 if document.facts.draft else 0)
        assert page.count("OEFENING") == (2 if document.facts.practice else 0)
        assert ("(Concept)" in page) is document.facts.draft
        assert ("SHA-256-Hashcode" in page) is (document.hashed and document.facts.eml_sha256 is not None)
        assert page.endswith(f"pagina {number} / {len(pages)}") is document.numbered or document.facts.draft


def test_a_draft_never_has_a_hash() -> None:
    for document in EVERY.values():
        if document.facts.draft:
            with pytest.raises(ValueError, match="a draft has no count file"):
                replace(document.facts, eml_sha256="ab" * 32)


def drawn(part: Part, words: tuple[str, ...]) -> Iterator[str]:
    """What stands on each page in the order of its content, without white space."""
    for page in part.pages:
        texts = [*words, *(mark.text for mark in page.marks if isinstance(mark, Text))]
        yield "".join("".join(texts).split())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
@EACH
def test_another_reader_reads_every_page_in_its_order(document: Document, tmp_path: Path) -> None:
    pages = lay_out(document, _ruler().width)
    for pdf, part in zip(files(document), (pages.published, pages.sheet), strict=False):
        path = tmp_path / "document.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", path, "-"], capture_output=True, check=True
        )
        *read, end = done.stdout.decode("utf-8").split("\f")
        assert end == ""
        assert ["".join(page.split()) for page in read] == list(drawn(part, watermark(document)))
