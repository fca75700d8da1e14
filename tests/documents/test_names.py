from __future__ import annotations

import re

from osv_tui.documents.names import (
    AUDIT_REPORT_NAME,
    PERSON_LIST_NAME,
    accountability_name,
    annex_1_name,
    annex_2_name,
    annex_2_sheet_name,
    changes_name,
    control_sheet_name,
    csv_name,
    elected_name,
    hash_sheet_name,
    head_slip_name,
    model_i_name,
    model_ii_name,
    n10_1_name,
    n11_name,
    not_elected_name,
    o3_annex_name,
    o3_name,
    p22_1_name,
    p22_2_name,
    p22_annex_name,
    signature_sheet_name,
)
from osv_tui.documents.staff import Moment
from tests.documents.example import UNITS, crowded, example_election

ELECTION = example_election()


def test_names_are_those_of_osv() -> None:
    place = "PS2031_Voorbeeld_gemeente_SudwestVoorbeeld.pdf"
    assert n11_name(ELECTION) == f"N11_Vaststellingaantallenstemmeningemeente_{place}"
    assert model_ii_name(ELECTION) == f"II_PVgemeentelijkstembureauuitkomstcentralestemopneming_{place}"
    assert annex_1_name(ELECTION) == (
        f"osv4-7_Bijlage1PVgemeentelijkstembureauuitkomstcentralestemopneming_{place}"
    )
    assert annex_2_name(ELECTION) == (
        f"osv4-8_Bijlage2PVgemeentelijkstembureauuitkomstcentralestemopneming_{place}"
    )
    assert hash_sheet_name(ELECTION, "Telling.eml.xml") == f"osv4-1_HashcodeTelling_{place}"


def test_the_papers_of_a_station_are_named_after_its_number() -> None:
    place = "PS2031_Voorbeeld_gemeente_SudwestVoorbeeld_stembureau12.pdf"
    unit = UNITS[-1]
    assert n10_1_name(ELECTION, unit) == f"N10-1_PVstembureauuitkomststemmingleeg_{place}"
    assert model_i_name(ELECTION, unit) == f"I_PVstembureauuitkomstcentralestemopnemingleeg_{place}"
    assert annex_2_sheet_name(ELECTION, unit) == (
        f"osv4-8_Bijlage2PVgemeentelijkstembureauuitkomstcentralestemopneming_{place}"
    )


def test_a_long_name_of_a_station_makes_no_name_that_is_too_long() -> None:
    election = crowded(ELECTION)
    (unit, *_) = election.units
    for name in (n10_1_name, model_i_name, annex_2_sheet_name):
        assert len(name(election, unit).encode()) <= 255


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
        *(
            annex_2_name(ELECTION),
            hash_sheet_name(ELECTION, "Telling.eml.xml"),
            annex_2_sheet_name(ELECTION, UNITS[0]),
        ),
        *(n10_1_name(ELECTION, UNITS[0]), model_i_name(ELECTION, UNITS[0])),
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


def test_an_upper_level_is_named_by_its_kieskring_or_by_the_election_alone() -> None:
    place = "PS2031_Voorbeeld_kieskring_SudwestVoorbeeld.pdf"
    assert o3_name(ELECTION) == f"O3_PVhsbuitkomststemming_{place}"
    assert o3_annex_name(ELECTION) == f"osv4-4_BijlagePVhsbuitkomststemming_{place}"
    assert p22_1_name(ELECTION) == "P22-1_PVcsbvaststellinguitslag_PS2031_Voorbeeld.pdf"
    assert p22_2_name(ELECTION) == "P22-2_PVcsbvaststellinguitslag_PS2031_Voorbeeld.pdf"
    assert p22_annex_name(ELECTION) == "osv5-3_BijlagePVcsbvaststellinguitslag_PS2031_Voorbeeld.pdf"
    assert elected_name(ELECTION) == "Gekozen_kandidaten_PS2031_Voorbeeld.csv"
    assert not_elected_name(ELECTION) == "Nietgekozen_kandidaten_PS2031_Voorbeeld.csv"
