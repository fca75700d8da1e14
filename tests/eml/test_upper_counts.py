"""The counts above a municipality (510c, 510d): what is written, and that it reads back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, count_form, total_field
from osv_tui.election.model import Contest, CountingMethod, Election, Level, Subcategory, UnitKind
from osv_tui.election.tally import Tally, tally
from osv_tui.eml.contests import contest_of_all, contest_of_kieskring, kieskring_of, maker_for_kieskring
from osv_tui.eml.digest import digest
from osv_tui.eml.names import district_count_file_name, total_count_file_name
from osv_tui.eml.reading import ReadCount, read_count, read_district_count, read_total_count
from osv_tui.eml.reasons import Uncounted, upper_fields
from osv_tui.eml.refusal import EmlRefused
from osv_tui.eml.upper_count_writing import write_district_count, write_total_count
from osv_tui.eml.witness import figures_by_field
from tests.election.upper import CSB_1, CSB_2, HSB, WATER_BOARD, election, upper_values
from tests.eml.schemas import assert_valid
from tests.examples import ELECTION
from tests.shared import SHARED, needs_shared

MADE = datetime.fromisoformat("2031-03-21T01:02:03.004")
Write = Callable[[Tally, datetime, str], bytes]
Read = Callable[[bytes, str], ReadCount]
HSB_1 = election(Subcategory.PS1, Level.HSB)
DISTRICT = (HSB, HSB_1, CSB_1, WATER_BOARD)
TOTAL = (CSB_2, CSB_1, WATER_BOARD)


def count_of(of: Election, unit: int) -> Count:
    return Count.of(upper_values(found=1000 + unit, passes=of.unit_kind is UnitKind.MUNICIPALITY))


def tally_of(of: Election) -> Tally:
    return tally(of, CountingMethod.STATION, lambda unit: count_of(of, unit.number))


def district(of: Election) -> bytes:
    return write_district_count(tally_of(of), MADE, "osv-tui")


def total(of: Election) -> bytes:
    return write_total_count(tally_of(of), MADE, "osv-tui")


# What is written.


@needs_shared
@pytest.mark.parametrize("of", DISTRICT)
def test_a_510c_is_valid(of: Election) -> None:
    assert_valid(district(of), "510c")


@needs_shared
@pytest.mark.parametrize("of", TOTAL)
def test_a_510d_is_valid(of: Election) -> None:
    assert_valid(total(of), "510d")


@needs_shared
def test_the_schema_finds_another_order_wrong() -> None:
    data = district(HSB).decode()
    cast = data[data.index("<Cast>") : data.index("</Cast>") + 7]
    moved = data.replace(cast, "", 1).replace("</TotalVotes>", f"{cast}</TotalVotes>", 1)
    with pytest.raises(etree.DocumentInvalid):
        assert_valid(moved.encode(), "510c")


@pytest.mark.parametrize("data", [district(HSB), total(CSB_2), total(CSB_1)])
def test_what_is_written_is_its_own_canonical_form(data: bytes) -> None:
    root = etree.fromstring(data)
    assert etree.tostring(root.getroottree(), method="c14n", with_comments=True) == data
    fingerprints = digest(data)
    assert fingerprints.raw == fingerprints.canonical
    assert data in (district(HSB), total(CSB_2), total(CSB_1)), "the same again"


def outline(data: bytes) -> list[str]:
    """Tags in order, with their reason code, ``Id`` and text, of all but selections."""
    found = []
    for element in etree.fromstring(data).iter("{*}*"):
        tag = etree.QName(element).localname
        if tag in ("AuthorityIdentifier", "ContestIdentifier", "ReportingUnitIdentifier", "EML"):
            found.append(f"{tag} {element.get('Id')} {element.text or ''}".strip())
        elif tag in ("Cast", "TotalCounted", "RejectedVotes", "UncountedVotes"):
            found.append(element.get("ReasonCode") or tag)
        elif tag in ("ContestName", "TotalVotes"):
            found.append(f"{tag} {element.text or ''}".strip())
    return found


SHARED_CODES = [
    *("Cast", "TotalCounted", "ongeldig", "blanco", "geldige volmachtbewijzen", "geldige kiezerspassen"),
    *("meer getelde stembiljetten", "minder getelde stembiljetten", "meegenomen stembiljetten"),
    *("te weinig uitgereikte stembiljetten", "te veel uitgereikte stembiljetten"),
    *("geen verklaring", "andere verklaring"),
]
"""Those of the real 510d of 2023 (a water board), in its order."""
WITHOUT_PASSES = [code for code in SHARED_CODES if code != "geldige kiezerspassen"]


def test_a_510c_has_its_municipalities_by_alphabet() -> None:
    assert outline(district(HSB)) == [
        "EML 510c", "AuthorityIdentifier HSB1 Hoofdstad", "ContestIdentifier 1", "ContestName Hoofdstad",
        "TotalVotes", *SHARED_CODES,
        "ReportingUnitIdentifier HSB1::0518 Gemeente Aarle", *SHARED_CODES,
        "ReportingUnitIdentifier HSB1::0037 Gemeente 's-Gravendam", *SHARED_CODES,
        "ReportingUnitIdentifier HSB1::9999 Gemeente Voorbeelddam", *SHARED_CODES,
    ]  # fmt: skip


def test_a_510d_of_several_kieskringen_has_them_by_number_without_voter_passes() -> None:
    assert outline(total(CSB_2)) == [
        "EML 510d", "AuthorityIdentifier CSB Voorbeeld", "ContestIdentifier alle",
        "TotalVotes", *WITHOUT_PASSES,
        "ReportingUnitIdentifier HSB1 Kieskring Hoofdstad", *WITHOUT_PASSES,
        "ReportingUnitIdentifier HSB2 Kieskring Zuid-Oost", *WITHOUT_PASSES,
    ]  # fmt: skip


@pytest.mark.parametrize("of", [CSB_1, WATER_BOARD])
def test_a_510d_of_one_kieskring_has_it_as_its_only_unit(of: Election) -> None:
    assert outline(total(of)) == [
        "EML 510d", "AuthorityIdentifier CSB Voorbeeld", "ContestIdentifier 1", "ContestName Hoofdstad",
        "TotalVotes", *SHARED_CODES,
        "ReportingUnitIdentifier HSB1 Kieskring Hoofdstad", *SHARED_CODES,
    ]  # fmt: skip
    read = read_total_count(total(of), "x")
    assert [unit.figures for unit in read.units] == [read.totals]


@needs_shared
def test_the_real_510d_of_2023_has_these_codes_in_this_order() -> None:
    folder = SHARED / "data" / "ab2023-scheldestromen"
    data = (folder / "Totaaltelling_AB2023_Scheldestromen_waterschap_Scheldestromen.eml.xml").read_bytes()
    assert_valid(data, "510d")
    found = outline(data)
    assert found[found.index("TotalVotes") + 1 :][: len(SHARED_CODES)] == SHARED_CODES
    assert found[0] == "EML 510d"
    with pytest.raises(EmlRefused, match="de kandidaten zijn samen"):
        read_total_count(data, "cut down")


def test_the_codes_are_those_of_the_form() -> None:
    for of in (HSB, CSB_2):
        form = count_form(of, CountingMethod.STATION).by_id
        codes = {field for _, field in upper_fields(of.unit_kind)}
        others = {f.ELIGIBLE, f.VALID, f.BLANK, f.INVALID}
        assert codes | others == {field for field in form if not field.startswith("list.")}


def test_who_makes_it_and_for_which_kieskring() -> None:
    assert maker_for_kieskring(HSB) == HSB.committee
    assert maker_for_kieskring(WATER_BOARD) == HSB.committee
    roman = replace(HSB, contest=Contest("II", "Zuid"))
    assert contest_of_kieskring(roman) == Contest("II", "Zuid")
    assert contest_of_kieskring(replace(HSB, contest=Contest("alle", None))) == Contest("1", "Hoofdstad")
    assert contest_of_all(CSB_2) == Contest("alle", None)
    for wrong in (CSB_2, ELECTION, replace(HSB, committee=replace(HSB.committee, code="HSB7"))):
        with pytest.raises(ValueError, match="kieskring"):
            kieskring_of(wrong)


def test_a_committee_writes_its_own_count_only() -> None:
    for of in (CSB_2, ELECTION):
        with pytest.raises(ValueError, match="510c"):
            district(of)
    for of in (HSB, HSB_1, ELECTION):
        with pytest.raises(ValueError, match="510d"):
            total(of)


def test_the_names_of_the_files() -> None:
    assert district_count_file_name(HSB) == "Telling_PS2031_Voorbeeld_kieskring_Hoofdstad.eml.xml"
    assert district_count_file_name(WATER_BOARD) == "Telling_AB2031_Voorbeeld_kieskring_Hoofdstad.eml.xml"
    assert total_count_file_name(CSB_2) == "Totaaltelling_PS2031_provincie_Voorbeeld.eml.xml"
    assert total_count_file_name(WATER_BOARD) == "Totaaltelling_AB2031_waterschap_Voorbeeld.eml.xml"


# What is read.

BOTH = ((write_district_count, read_district_count, HSB), (write_total_count, read_total_count, CSB_2))
NUMBERS = st.integers(0, f.MAXIMUM // 3)


@st.composite
def counts(draw: st.DrawFn, of: Election) -> dict[int, Count]:
    """Any numbers for each unit, in which lists and valid votes add up, as far as a file tells."""
    return {unit.number: draw(count(of)) for unit in of.units}


@st.composite
def count(draw: st.DrawFn, of: Election) -> Count:
    places = [(each.number, candidate.number) for each in of.lists for candidate in each.candidates]
    small = st.integers(0, f.MAXIMUM // (3 * len(places)))
    votes = {place: draw(small) for place in places}
    totals = {each.number: sum(n for (of_, _), n in votes.items() if of_ == each.number) for each in of.lists}
    fields = (f.ELIGIBLE, f.BLANK, f.INVALID, *(field for _, field in upper_fields(of.unit_kind)))
    values: dict[FieldId, int] = {field: draw(NUMBERS) for field in fields}
    values |= {candidate_field(*place): n for place, n in votes.items()}
    values |= {total_field(number): n for number, n in totals.items()}
    return Count.of({**values, f.VALID: sum(votes.values())})


@pytest.mark.parametrize(("write", "read", "of"), BOTH)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_what_is_written_reads_back(write: Write, read: Read, of: Election, data: st.DataObject) -> None:
    by_unit = data.draw(counts(of))
    added = tally(of, CountingMethod.STATION, lambda unit: by_unit[unit.number])
    found = read(write(added, MADE, "osv-tui"), "Telling.eml.xml")
    assert (found.identifier, found.authority, found.created) == (of.identifier, of.committee, MADE)
    assert found.unit_kind is of.unit_kind
    assert {unit.number: figures_by_field(unit.figures) for unit in found.units} == by_unit
    assert {unit.number: unit.name for unit in found.units} == {unit.number: unit.name for unit in of.units}
    fields = next(iter(by_unit.values())).values
    assert figures_by_field(found.totals) == Count.of({field: added.total(field) for field in fields})


@pytest.mark.parametrize(("write", "read", "of"), BOTH)
def test_one_vote_more_reads_as_one_more(write: Write, read: Read, of: Election) -> None:
    usual = read(write(tally_of(of), MADE, "osv-tui"), "x")
    first, *rest = tally_of(of).units
    more = {f.VALID: 1, candidate_field(3, 1): 1, total_field(3): 1}
    raised = Count.of({field: n + more.get(field, 0) for field, n in first.count.pairs})
    changed = replace(tally_of(of), units=(replace(first, count=raised), *rest))
    found = read(write(changed, MADE, "osv-tui"), "x")
    assert found.totals.valid == usual.totals.valid + 1
    assert found.totals.lists[1].candidates[0][1] == usual.totals.lists[1].candidates[0][1] + 1


def test_a_file_of_another_level_is_refused() -> None:
    for data, read in ((district(HSB), read_total_count), (total(CSB_2), read_district_count)):
        with pytest.raises(EmlRefused, match="dit is geen"):
            read(data, "x")
        with pytest.raises(EmlRefused, match=r"dit is geen telling \(510b\)"):
            read_count(data, "x")


def test_a_total_count_can_have_municipalities_or_no_units() -> None:
    text = total(CSB_1).decode()
    start, end = text.index("<ReportingUnitVotes>"), text.index("</Contest>")
    assert read_total_count((text[:start] + text[end:]).encode(), "x").unit_kind is None
    only = text.replace('"HSB1">Kieskring Hoofdstad<', '"0654">Borsele<')
    read = read_total_count(only.encode(), "x")
    assert (read.unit_kind, read.units[0].number, read.units[0].name) == (
        UnitKind.MUNICIPALITY,
        654,
        "Borsele",
    )


def test_codes_that_only_the_totals_have_are_zero() -> None:
    code = '<UncountedVotes ReasonCode="geldige stempassen">0</UncountedVotes>'
    text = total(CSB_2).decode()
    with_code = text.replace("</TotalVotes>", f"{code}</TotalVotes>")
    assert read_total_count(with_code.encode(), "x").totals.figure(Uncounted.POLL_CARDS) == 0
    with pytest.raises(
        EmlRefused, match="geldige stempassen: de kieskringen zijn samen 0, maar het totaal is 1"
    ):
        read_total_count(
            with_code.replace(
                ">0</UncountedVotes></TotalVotes>", ">1</UncountedVotes></TotalVotes>"
            ).encode(),
            "x",
        )
    with pytest.raises(EmlRefused, match="kieskring 1 heeft andere lijsten, kandidaten of codes"):
        read_total_count(text.replace("</ReportingUnitVotes>", f"{code}</ReportingUnitVotes>").encode(), "x")
    below = district(HSB).decode().replace("</TotalVotes>", f"{code}</TotalVotes>")
    with pytest.raises(EmlRefused, match="gemeente 518 heeft andere"):
        read_district_count(below.encode(), "x")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('Identifier Id="HSB1">', 'Identifier Id="0518">', "niet door een hoofdstembureau gemaakt"),
        ('"HSB1::0037"', '"HSB2::0037"', "het kenmerk Id is geen gemeente van HSB1"),
        ('"HSB1::0037"', '"0037"', "het kenmerk Id is geen gemeente van HSB1"),
        ('"HSB1::0037"', '"HSB1::0518"', "gemeente 518 komt twee keer voor"),
        ("<TotalCounted>", "<TotalCounted>1", "de lijsten zijn samen"),
        ('ReasonCode="blanco">0', 'ReasonCode="blanco">5', "blanco: de gemeenten zijn samen 0"),
    ],
)
def test_a_district_count_that_contradicts_itself_is_refused(old: str, new: str, reason: str) -> None:
    text = district(HSB).decode()
    assert read_district_count(text.encode(), "x"), "control"
    with pytest.raises(EmlRefused) as refused:
        read_district_count(text.replace(old, new, 1).encode(), "x")
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('Identifier Id="CSB">', 'Identifier Id="HSB1">', "niet door een centraal stembureau gemaakt"),
        ('"HSB2"', '"0037"', "het kenmerk Id is geen kieskring"),
        ('"HSB2"', '"HSB1"', "kieskring 1 komt twee keer voor"),
        ('"HSB1"', '"SB1"', "het kenmerk Id is geen kieskring"),
    ],
)
def test_a_total_count_that_contradicts_itself_is_refused(old: str, new: str, reason: str) -> None:
    text = total(CSB_2).decode()
    assert read_total_count(text.encode(), "x"), "control"
    with pytest.raises(EmlRefused) as refused:
        read_total_count(text.replace(old, new, 1).encode(), "x")
    assert reason in refused.value.reason


def test_a_district_count_without_municipalities_is_refused() -> None:
    text = district(HSB).decode()
    start, end = text.index("<ReportingUnitVotes>"), text.index("</Contest>")
    with pytest.raises(EmlRefused, match="geen enkele gemeente"):
        read_district_count((text[:start] + text[end:]).encode(), "x")
