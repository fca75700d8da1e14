from __future__ import annotations

import re

from osv_tui.documents.names import (
    AUDIT_REPORT_NAME,
    PERSON_LIST_NAME,
    accountability_name,
    annex_1_name,
    changes_name,
    control_sheet_name,
    csv_name,
    head_slip_name,
    model_ii_name,
    n11_name,
    signature_sheet_name,
)
from osv_tui.documents.staff import Moment
from tests.documents.example import example_election

ELECTION = example_election()


def test_names_are_those_of_osv() -> None:
    place = "PS2031_Voorbeeld_gemeente_SudwestVoorbeeld.pdf"
    assert n11_name(ELECTION) == f"N11_Vaststellingaantallenstemmeningemeente_{place}"
    assert model_ii_name(ELECTION) == f"II_PVgemeentelijkstembureauuitkomstcentralestemopneming_{place}"
    assert annex_1_name(ELECTION) == (
        f"osv4-7_Bijlage1PVgemeentelijkstembureauuitkomstcentralestemopneming_{place}"
    )


def test_the_sheet_is_named_after_its_document() -> None:
    assert signature_sheet_name(n11_name(ELECTION)) == (
        n11_name(ELECTION).removesuffix(".pdf") + "_ondertekening.pdf"
    )


def test_our_own_documents_are_named_in_the_same_way() -> None:
    place = "PS2031_Voorbeeld_gemeente_SudwestVoorbeeld"
    assert accountability_name(ELECTION) == f"Verantwoording_telverschillen_{place}.pdf"
    assert csv_name(accountability_name(ELECTION)) == f"Verantwoording_telverschillen_{place}.csv"
    assert control_sheet_name(ELECTION) == f"Narekenstaat_stemmenperlijst_{place}.pdf"
    assert changes_name(ELECTION, 2) == f"Wijzigingen_tenopzichtevanversie2_{place}.pdf"


def test_names_can_be_published() -> None:
    for name in (
        *(n11_name(ELECTION), model_ii_name(ELECTION), annex_1_name(ELECTION)),
        *(accountability_name(ELECTION), control_sheet_name(ELECTION), changes_name(ELECTION, 12)),
    ):
        assert re.fullmatch(r"[A-Za-z0-9_.-]+", signature_sheet_name(name))


def test_papers_of_the_staff_are_named_after_the_station_and_the_moment() -> None:
    assert (PERSON_LIST_NAME, AUDIT_REPORT_NAME) == ("personenlijst.pdf", "controleverslag.pdf")
    assert [head_slip_name(moment, 1204) for moment in Moment] == [
        "controlecode-opening-1204.pdf",
        "controlecode-na-25-stembureaus-1204.pdf",
        "controlecode-sluiting-1204.pdf",
    ]
