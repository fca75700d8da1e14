from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.documents.hash_sheet import CountFile, hash_sheet
from osv_tui.documents.layout import lay_out
from osv_tui.documents.model import PenBoxes, PenCode, PenForm, PenTable
from osv_tui.documents.render import render
from osv_tui.election.model import Election
from tests.documents.conformance import faults
from tests.documents.example import AB, FACTS, crowded, example_election
from tests.documents.reading_back import in_order, pages_of
from tests.documents.test_layout import assert_inside, measure

NAME = "Telling_PS2031_Voorbeeld_gemeente_SudwestVoorbeeld.eml.xml"
CODE = "0123456789abcdef" * 4
FINAL = replace(FACTS, eml_sha256=CODE)
ELECTION = example_election()
TOLD = CountFile("510b", NAME, ELECTION.committee)


def test_it_names_the_election_the_authority_and_the_file_with_its_hash() -> None:
    (page,) = pages_of(render(hash_sheet(ELECTION, FINAL, TOLD)).publication)
    lines = [f"{number}. 0123 4567 89AB CDEF" for number in range(1, 5)]
    assert in_order(
        [
            "Voor Provinciale Staten Voorbeeld 2031, 5 maart 2031",
            "Managing autoriteit: Súdwest-Voorbeeld (9999)",
            "Aangemaakt door autoriteit: Súdwest-Voorbeeld (9999)",
            "De SHA-256 hashcode van het EML 510b bestand genaamd Telling is",
            *lines,
            NAME,
            "SHA-256-Hashcode: 0123 4567 89AB CDEF",
            "pagina 1 / 1",
        ],
        page,
    )


def test_without_a_hash_it_says_why() -> None:
    early = replace(FACTS, eml_sha256=None, draft=True)
    (page,) = pages_of(render(hash_sheet(ELECTION, early, TOLD)).publication)
    assert "De telling is nog niet definitief." in page
    assert "hashcode van het EML" not in page


def test_nothing_on_it_is_written_by_hand() -> None:
    document = hash_sheet(ELECTION, FINAL, TOLD)
    assert not any(isinstance(block, PenBoxes | PenForm | PenTable) for block in document.body)
    assert [block.copied for block in document.body if isinstance(block, PenCode)] == [False]
    assert document.signature == ()


@pytest.mark.parametrize("election", [ELECTION, example_election(AB), crowded(ELECTION)])
def test_it_is_one_page_that_is_pdf_a_and_pdf_ua(election: Election) -> None:
    document = hash_sheet(election, FINAL, CountFile("510b", "W" * 250, election.committee))
    made = render(document)
    assert faults(made.publication) == []
    assert made.pages == 1
    assert render(document) == made
    assert_inside(list(lay_out(document, measure).published.pages))
