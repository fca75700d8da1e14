from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    Paragraph,
    Run,
    Table,
    paragraph,
)
from osv_tui.documents.model_ii import annex_1, model_ii
from osv_tui.documents.n11 import n11
from osv_tui.documents.render import Unprintable, render
from osv_tui.election.model import CountingMethod
from tests.documents.conformance import faults
from tests.documents.every import every_document
from tests.documents.example import FACTS, LISTS, example_tally
from tests.documents.reading_back import pages_of

HASH_LINE = "AB12 " * 15 + "AB12"
CENTRAL = example_tally(CountingMethod.CENTRAL)


def simple(*body: Block, signed: bool = False, practice: bool = False) -> Document:
    return Document(
        title="Titel",
        model_name="Model X 1",
        facts=replace(FACTS, practice=practice),
        body=body,
        signature=(Heading(2, "Ondertekening"), paragraph("teken hier")) if signed else (),
    )


def documents(practice: bool = False) -> list[Document]:
    facts = replace(FACTS, practice=practice)
    return [n11(example_tally(), facts), model_ii(CENTRAL, facts), annex_1(CENTRAL, facts)]


@pytest.mark.parametrize("document", documents()[:2], ids=lambda document: document.title)
def test_every_page_has_the_footer_and_the_sheet_counts_on(document: Document) -> None:
    rendered = render(document)
    published, sheet = pages_of(rendered.publication), pages_of(rendered.signature_sheet)
    assert len(published) % 2 == 0
    assert rendered.pages == len(published) + len(sheet)
    for number, text in enumerate((*published, *sheet), start=1):
        assert text.count(f"pagina {number} / {rendered.pages}") == 1
        assert f"Datum: 20-03-2031 06:57:22 - SHA-256-Hashcode: {HASH_LINE}" in text


def test_an_odd_body_gets_an_empty_page_with_a_footer() -> None:
    rendered = render(simple(paragraph("een bladzijde"), signed=True))
    published = pages_of(rendered.publication)
    assert len(published) == 2
    assert published[1] == f"Datum: 20-03-2031 06:57:22 - SHA-256-Hashcode: {HASH_LINE} pagina 2 / 3"


def test_an_even_body_gets_no_empty_page() -> None:
    rendered = render(simple(paragraph("een"), PageBreak(), paragraph("twee"), PageBreak(), signed=True))
    assert rendered.pages == 3
    assert pages_of(rendered.publication)[1].startswith("twee")


def test_without_signature_there_is_no_sheet_and_no_empty_page() -> None:
    rendered = render(simple(paragraph("een bladzijde")))
    assert (rendered.pages, rendered.signature_sheet) == (1, b"")


@pytest.mark.parametrize("practice", [False, True])
def test_practice_is_on_every_page_twice_and_otherwise_nowhere(practice: bool) -> None:
    for document in documents(practice):
        rendered = render(document)
        pages = [*pages_of(rendered.publication)]
        if rendered.signature_sheet:
            pages += pages_of(rendered.signature_sheet)
        for text in pages:
            assert text.count("OEFENING") == (2 if practice else 0)
            assert text.startswith("OEFENING") is practice


@pytest.mark.parametrize("practice", [False, True])
def test_the_files_are_pdf_a_2u_and_pdf_ua_1(practice: bool) -> None:
    for document in documents(practice):
        rendered = render(document)
        for pdf in filter(None, (rendered.publication, rendered.signature_sheet)):
            assert faults(pdf) == []


def three_hundred_pages() -> bytes:
    """Pages of growing length, whose checksums differ as those of real pages do."""
    pages = [(paragraph("x" * number), PageBreak()) for number in range(1, 301)]
    return render(simple(*(block for page in pages for block in page))).publication


def line_ends_before_endstream(pdf: bytes) -> int:
    """Streams that end in a line end, but for the metadata, which is text and is not compressed."""
    return pdf.count(b"\r\nendstream") + pdf.count(b"\n\nendstream") - 1


def test_no_compressed_stream_ends_in_a_line_end() -> None:
    pdf = three_hundred_pages()
    assert line_ends_before_endstream(pdf) == 0
    assert faults(pdf) == []


def test_without_the_remedy_some_streams_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osv_tui.documents.render._LINE_ENDS", (b"-",))
    assert line_ends_before_endstream(three_hundred_pages()) > 0


def one_of_each() -> list[Document]:
    return [
        document for name, document in every_document() if not {"crowded", "practice"} & set(name.split())
    ]


def test_the_same_document_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    program = (
        "import hashlib\n"
        "from tests.documents.test_render import one_of_each\n"
        "from osv_tui.documents.render import render\n"
        "for each in one_of_each():\n"
        "    rendered = render(each)\n"
        "    print(hashlib.sha256(rendered.publication + rendered.signature_sheet).hexdigest())\n"
    )
    root = Path(__file__).parents[2]

    def run(folder: Path, **settings: str) -> list[str]:
        environment = {**os.environ, "PYTHONPATH": str(root), **settings}
        command = [sys.executable, "-c", program]
        result = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        return result.stdout.split()

    rendered = [render(each) for each in one_of_each()]
    here = [hashlib.sha256(each.publication + each.signature_sheet).hexdigest() for each in rendered]
    far = run(root, PYTHONHASHSEED="1", TZ="Pacific/Auckland", LC_ALL="C", USER="evi", COLUMNS="40")
    near = run(tmp_path, PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="tr_TR.UTF-8", PYTHONUTF8="0")
    assert far == near == here
    assert len(here) >= 25


def test_a_different_time_gives_different_bytes() -> None:
    document = documents()[0]
    later = replace(document, facts=replace(FACTS, created=datetime(2031, 3, 20, 6, 57, 23)))  # noqa: DTZ001
    assert render(document).publication != render(later).publication


@pytest.mark.parametrize("character", ["漢", "\x1b", "\u202e", "\u200b", "\n"])
@pytest.mark.parametrize("place", ["cell", "paragraph", "value", "title"])
def test_a_character_without_glyph_is_an_error_that_names_it(character: str, place: str) -> None:
    name = f"de Vries{character}, A."
    blocks: dict[str, Block] = {
        "cell": Table((Column("Naam", 1.0),), ((name,),)),
        "paragraph": Paragraph((Run("Gemeente "), Run(name, strong=True))),
        "value": KeyValues((KeyValue("Lijstnaam", name),)),
        "title": Heading(2, name),
    }
    with pytest.raises(Unprintable) as caught:
        render(simple(blocks[place]))
    assert f"(U+{ord(character):04X}) in «{name}»" in str(caught.value)


def test_a_decomposed_name_is_printed_composed() -> None:
    text = pages_of(render(simple(paragraph("Bu\u0302ter"))).publication)[0]
    assert "B\u00fbter" in text


def test_progress_counts_every_page_of_both_files() -> None:
    seen: list[tuple[int, int]] = []
    rendered = render(documents()[0], lambda done, total: seen.append((done, total)))
    assert seen == [(number, rendered.pages) for number in range(1, rendered.pages + 1)]


def test_metadata_has_the_right_title_and_the_time_of_the_count_file() -> None:
    pdf = render(documents()[1]).publication
    xmp = pdf[pdf.index(b"<x:xmpmeta") : pdf.index(b"</x:xmpmeta>")].decode()
    assert "centrale stemopneming – Proces-verbaal van het gemeentelijk stembureau<" in xmp
    assert xmp.count("2031-03-20T06:57:22<") == 3
    assert str(time.gmtime().tm_year) not in xmp.replace("2031", "")


@pytest.mark.parametrize("document", documents()[:2], ids=lambda document: document.title)
def test_the_outline_has_every_rubric_and_every_list(document: Document) -> None:
    reader = PdfReader(BytesIO(render(document).publication))
    found = titles(reader.outline)
    assert found[0] == document.title
    body = [block for block in document.body if isinstance(block, Heading)]
    assert [title for title in found[1:] if not title.startswith("Lijst ")] == [each.text for each in body]
    names = [f"Lijst {each.number} {each.name}".rstrip() for each in LISTS]
    assert [title for title in found if title.startswith("Lijst ")] == names


def titles(outline: Any) -> list[str]:
    """The titles of an outline with all that is below them, in order."""
    return [
        title for each in outline for title in (titles(each) if isinstance(each, list) else [str(each.title)])
    ]
