"""Rules of the readers that no file of the tables breaks: one change to a good file, one reason."""

from __future__ import annotations

import pytest

from osv_tui.election.model import CandidateLists, Gender, PollingStations
from osv_tui.eml.reading import (
    ReadCount,
    read_candidate_lists,
    read_count,
    read_definition,
    read_polling_stations,
)
from osv_tui.eml.reasons import Uncounted
from osv_tui.eml.refusal import EmlRefused
from tests.eml.test_invalid_inputs import INVALID, Read, definition_beside, read_as, refusal
from tests.real_election import DATA, ELECTIONS, expected_count, only, real_election, real_tally
from tests.shared import needs_shared

pytestmark = needs_shared

PATTERNS = {
    "110a": "Verkiezingsdefinitie_*",
    "110b": "Stembureaus_*",
    "230b": "Kandidatenlijsten_*",
    "510b": "Telling_*",
}
FIRST_LIST = '<AffiliationIdentifier Id="1"><RegisteredName>Partij A</RegisteredName></AffiliationIdentifier>'
STATION_1 = "9999::SB1"
TESTERDAM = 'RegionNumber="9999" RegionCategory="GEMEENTE"'
NOMINATION = "<kr:NominationDate>2027-02-01</kr:NominationDate>"


def text_of(given_as: str) -> str:
    """A good file. The totals of the shared 510b do not add up for two codes: they are put right here."""
    text = only(INVALID / "base", PATTERNS[given_as]).read_text(encoding="utf-8")
    for code, wrong, right in (("geldige stempassen", 403, 383), ("geldige volmachtbewijzen", 10, 30)):
        text = text.replace(f'"{code}">{wrong}<', f'"{code}">{right}<', 1)
    return text


def changed(given_as: str, old: str, new: str, times: int = 1) -> bytes:
    text = text_of(given_as)
    assert old in text
    return text.replace(old, new, times).encode()


def taken(given_as: str, old: str, new: str) -> Read:
    return read_as(given_as, changed(given_as, old, new), "x", "hostile")


@pytest.mark.parametrize(
    ("given_as", "old", "new", "why"),
    [
        ("110a", 'SchemaVersion="5"', 'SchemaVersion="6"', "SchemaVersion is niet 5"),
        ("110a", 'SchemaVersion="5"', 'SchemaVersion="5" x="y"', "onbekend kenmerk"),
        ("110a", "<EventIdentifier/>", "los<EventIdentifier/>", "losse tekst"),
        ("110a", "<EventIdentifier/>", "<EventIdentifier/><Extra/>", "dat hier niet hoort"),
        ("110a", "<EventIdentifier/>", "<EventIdentifier/><EventIdentifier/>", "maar één keer"),
        ("110a", "<TransactionId>1</TransactionId>", "", "TransactionId ontbreekt"),
        ("110a", "2027-02-05T12:00:00.000", "2027-02-05T25:00:00", "tijdstip bestaat niet"),
        ("110a", "2027-02-05T12:00:00.000", "vandaag", "geen datum met tijd"),
        ("110a", "2027-02-01<", "2027-03-17<", "kandidaatstelling is niet vóór"),
        ("110a", 'Id="PS2027_FryslanTest"', 'Id="PS2027_Fryslân"', "geen geldig nummer"),
        ("110a", "<kr:ElectionDomain>", '<kr:ElectionDomain Id="2">', "een provincie heeft hier geen"),
        ("110a", "Staten Fryslân-Test 2027", "Staten\u200bX", "ElectionName: het teken U+200B"),
        ("110a", "<ElectionName>", "<ElectionName>=", "ElectionName: de naam begint"),
        ("110a", 'RegionNumber="9999"', 'RegionNumber="1_0"', "Region: hier hoort een geheel getal"),
        ("110a", 'RegionCategory="GEMEENTE"', 'RegionCategory="DORP"', "onbekende waarde"),
        ("110a", 'CommitteeCategory="PSB"', 'CommitteeCategory="X"', "onbekende waarde"),
        ("110a", 'SuperiorRegionNumber="1"', 'SuperiorRegionNumber="7"', "hangt niet aan"),
        ("110a", ' SuperiorRegionNumber="2" SuperiorRegionCategory="PROVINCIE"', "", "één hoogste gebied"),
        ("110a", 'RegionCategory="PROVINCIE"', 'RegionCategory="STAAT"', "hangt niet aan"),
        ("110a", TESTERDAM, 'RegionNumber="1" RegionCategory="KIESKRING"', "gebied komt twee keer"),
        ("110a", TESTERDAM, 'RegionNumber="2" RegionCategory="KIESKRING"', "precies één kieskring"),
        ("110a", ">PS1<", ">PS2<", "minstens twee kieskringen"),
        ("230b", "<IssueDate>2027-02-05</IssueDate>", "<Issue>x</Issue>", "dat hier niet hoort"),
        ("230b", "2027-02-01<", "2027-01-30<", "datum van kandidaatstelling is anders"),
        (
            "230b",
            'AuthorityIdentifier Id="CSB"',
            'AuthorityIdentifier Id="csb"',
            "AuthorityIdentifier: het kenmerk Id",
        ),
        ("230b", 'ContestIdentifier Id="1"', 'ContestIdentifier Id="0"', "geen nummer van een kieskring"),
        (
            "230b",
            '<CandidateIdentifier Id="2">',
            "<CandidateIdentifier>",
            "lijst 1: het kenmerk Id ontbreekt",
        ),
        ("230b", '<CandidateIdentifier Id="2">', '<CandidateIdentifier Id="0">', "het getal 0 is te klein"),
        (
            "230b",
            '<CandidateIdentifier Id="3">',
            '<CandidateIdentifier Id="1">',
            "kandidaat 1 staat na nummer 2",
        ),
        (
            "230b",
            '<AffiliationIdentifier Id="3">',
            '<AffiliationIdentifier Id="1">',
            "lijst 1 staat na nummer 2",
        ),
        ("230b", ">Jansen<", "><", "kandidaat 2: de tekst ontbreekt"),
        ("230b", ">Jansen<", "><b/>Jansen<", "alleen tekst"),
        ("230b", ">van der<", ">-der<", "NamePrefix: lijst 1, kandidaat 1: de naam begint"),
        ("230b", ">Partij A<", ">@Partij<", "RegisteredName: lijst 1: de naam begint"),
        ("230b", 'NameType="Initials"', 'NameType="Titel"', "alleen voorletters"),
        (
            "230b",
            'PublishGender="false"',
            'PublishGender="nee"',
            "ListData: lijst 1: hier staat een onbekende",
        ),
        ("230b", 'PublicationLanguage="nl"', 'PublicationLanguage="de"', "onbekende waarde"),
        ("230b", ">op zichzelf staande lijst<", ">groep<", "Type: lijst 1: hier staat een onbekende"),
        (
            "110b",
            'ReportingUnitIdentifier Id="9999"',
            'ReportingUnitIdentifier Id="0001"',
            "niet van gemeente 9999",
        ),
        (
            "110b",
            'AuthorityIdentifier Id="9999"',
            'AuthorityIdentifier Id="CSB"',
            "geen nummer van een gemeente",
        ),
        ("110b", 'Channel="polling"', 'Channel="postal"', "alleen gewone stembureaus"),
        ("110b", ">Testerdam</Auth", ">Gemeente =X</Auth", "AuthorityIdentifier: de naam begint"),
        ("110b", ">9251 GH<", ">GH 9251<", "PostalCodeNumber: stembureau 1: dit is geen postcode"),
        ("110b", ">Gemeentehuis<", ">=Zaal<", "LocalityName: stembureau 1: de naam begint"),
        ("110b", ">1273<", ">١٢٧٣<", "stembureau 1: hier hoort een geheel getal"),
        ("110b", ">1273<", "><", "stembureau 1: hier hoort een geheel getal"),
        ("110b", 'PollingStation Id="1"', 'PollingStation Id="0"', "het getal 0 is te klein"),
        ("510b", 'AuthorityIdentifier Id="9999"', 'AuthorityIdentifier Id="CSB"', "niet door een gemeente"),
        ("510b", STATION_1, "0001::SB1", "geen stembureau van gemeente 9999"),
        ("510b", STATION_1, "9999", "geen stembureau van gemeente 9999"),
        ("510b", ">Partij A<", ">Partij X<", "stembureau 1 heeft andere lijsten"),
        ("510b", 'ReasonCode="blanco"', 'ReasonCode="ongeldig"', "code ongeldig komt twee keer"),
        ("510b", '<RejectedVotes ReasonCode="blanco">4</RejectedVotes>', "", "code blanco ontbreekt"),
        ("510b", '"geldige stempassen"', '"stempassen"', "onbekende waarde"),
        ("510b", '"geldige stempassen"', '"geldige volmachtbewijzen"', "komt twee keer voor"),
        ("510b", ">383<", ">384<", "totaal: geldige stempassen: de stembureaus zijn samen 383"),
        ("510b", "<TotalCounted>406<", "<TotalCounted>407<", "de lijsten zijn samen 406"),
        (
            "510b",
            FIRST_LIST,
            '<Candidate><CandidateIdentifier Id="9"/></Candidate>',
            "begint niet met een lijst",
        ),
        (
            "510b",
            '<CandidateIdentifier Id="2">',
            '<CandidateIdentifier Id="1">',
            "kandidaat 1 komt twee keer",
        ),
        ("510b", 'AffiliationIdentifier Id="2"', 'AffiliationIdentifier Id="1"', "lijst 1 komt twee keer"),
        ("510b", "<Cast>2143</Cast>", "", "totaal: het onderdeel Cast ontbreekt"),
        ("510b", "<TransactionId>", "<IssueDate>2027-03-18</IssueDate><TransactionId>", "hoort"),
        ("510b", "<kr:ElectionDate>", f"{NOMINATION}<kr:ElectionDate>", "hoort niet in een telling"),
    ],
)
def test_one_change_is_refused_for_its_own_reason(given_as: str, old: str, new: str, why: str) -> None:
    assert why in refusal(given_as, changed(given_as, old, new), "hostile")


def test_the_shared_count_has_totals_that_do_not_add_up() -> None:
    data = only(INVALID / "base", PATTERNS["510b"]).read_bytes()
    assert "geldige stempassen: de stembureaus zijn samen 383" in refusal("510b", data, "hostile")


def test_a_count_without_stations_is_refused() -> None:
    text = text_of("510b")
    head, _, rest = text.partition("<ReportingUnitVotes>")
    tail = rest.rpartition("</ReportingUnitVotes>")[2]
    assert "geen enkel stembureau" in refusal("510b", (head + tail).encode(), "hostile")


def test_a_list_for_some_kieskringen_only_is_refused() -> None:
    text = text_of("230b")
    text = text.replace('<ContestIdentifier Id="1">', '<ContestIdentifier Id="alle">')
    partly = text.replace(
        "</kr:ListData>", '<kr:Contests><kr:Contest Id="1">X</kr:Contest></kr:Contests></kr:ListData>', 1
    )
    assert "lijst 1: deze lijst geldt niet overal" in refusal("230b", partly.encode(), "hostile")


@pytest.mark.parametrize(
    "text", ["2027-03-18T01:00:00", "2027-03-18T01:00:00.5", "2027-03-18T01:00:00+01:00"]
)
def test_creation_times_of_all_producers_are_taken(text: str) -> None:
    count = taken("510b", "2027-03-18T01:00:00.000", text)
    assert isinstance(count, ReadCount)
    assert count.created.replace(tzinfo=None, microsecond=0).isoformat() == "2027-03-18T01:00:00"


def test_the_schema_mark_is_taken_in_any_place() -> None:
    taken("230b", "<TransactionId>", '<kr:Schema Version="1.3"/><TransactionId>')


def test_a_postal_code_gets_its_one_blank() -> None:
    stations = taken("110b", "9251 GH", "9251gh")
    assert isinstance(stations, PollingStations)
    assert stations.units[0].postal_code == "9251 GH"


def test_new_parts_about_locations_are_passed_over() -> None:
    contact = '<sb:Any xmlns:sb="http://www.kiesraad.nl/sb-extensions"><sb:X>y</sb:X></sb:Any><MaxVotes>'
    assert taken("110b", "<MaxVotes>", contact) == taken("110b", "<MaxVotes>", "<MaxVotes>")


def test_the_word_gemeente_is_no_part_of_the_name() -> None:
    stations = taken("110b", ">Testerdam</Auth", ">Gemeente Testerdam</Auth")
    assert isinstance(stations, PollingStations)
    assert stations.municipality.name == "Testerdam"


def test_stations_come_by_number() -> None:
    stations = taken("110b", 'PollingStation Id="1"', 'PollingStation Id="12"')
    assert isinstance(stations, PollingStations)
    assert [unit.number for unit in stations.units] == [2, 3, 12]


def test_a_composed_and_a_decomposed_domain_are_the_same() -> None:
    domain = "<kr:ElectionDomain>Fryslân-Test<"
    lists = taken("230b", domain, domain.replace("â", "a\u0302"))
    assert isinstance(lists, CandidateLists)
    assert lists.identifier.domain.name == "Frysla\u0302n-Test"


def test_missing_codes_are_remembered_as_missing() -> None:
    text = text_of("510b")
    fewer = text.replace('<UncountedVotes ReasonCode="geen verklaring">0</UncountedVotes>', "")
    count = read_count(fewer.encode(), "x")
    assert count.totals.missing == (Uncounted.NO_EXPLANATION,)
    assert count.totals.figure(Uncounted.NO_EXPLANATION) == 0


def test_the_order_of_rejected_votes_has_no_meaning() -> None:
    text = text_of("510b")
    invalid, blank = (f'<RejectedVotes ReasonCode="{code}">' for code in ("ongeldig", "blanco"))
    other = text.replace(
        f"{invalid}3</RejectedVotes>{blank}4</RejectedVotes>",
        f"{blank}4</RejectedVotes>{invalid}3</RejectedVotes>",
    )
    assert other != text
    assert read_count(other.encode(), "x") == read_count(text.encode(), "x")


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_count_reads_as_the_paper_says(which: str) -> None:
    counted = real_tally(which)
    read = read_count(expected_count(counted.election, which), "Telling.eml.xml")
    assert read.identifier == real_election(which).identifier
    assert len(read.units) == 25
    assert read.totals.eligible == counted.election.eligible
    assert [unit.name for unit in read.units] == [unit.name for unit in counted.election.units]


SCHELDESTROMEN = DATA / "ab2023-scheldestromen"


def test_the_files_of_scheldestromen_are_read() -> None:
    definition_file = only(SCHELDESTROMEN, "Verkiezingsdefinitie_*")
    definition = read_definition(definition_file.read_bytes(), definition_file.name)
    lists_file = only(SCHELDESTROMEN, "Kandidatenlijsten_*")
    lists = read_candidate_lists(lists_file.read_bytes(), lists_file.name, definition)
    assert [votes_of.number for votes_of in lists.lists] == [1, 2, 12]
    assert lists.lists[2].name == ""
    assert lists.lists[2].display_name.startswith("Blanco lijst ")
    first = lists.lists[0].candidates[0]
    assert (first.first_name, first.gender, first.locality) == ("Gert-Jan", Gender.MALE, "Oudelande")
    assert lists.lists[0].publish_gender


def test_the_cut_down_counts_of_scheldestromen_are_refused() -> None:
    borsele = only(SCHELDESTROMEN, "Telling_*")
    with pytest.raises(EmlRefused, match="totaal: lijst 1: de kandidaten zijn samen 1155"):
        read_count(borsele.read_bytes(), borsele.name)
    board = only(SCHELDESTROMEN, "Totaaltelling_*")
    with pytest.raises(EmlRefused, match=r"dit is geen telling \(510b\)"):
        read_count(board.read_bytes(), board.name)


def test_a_candidate_abroad_has_the_country_behind_the_town() -> None:
    address = (
        "</CandidateFullName><QualifyingAddress><xal:Country><xal:CountryNameCode>BE</xal:CountryNameCode>"
        "<xal:Locality><xal:LocalityName>Brussel</xal:LocalityName></xal:Locality></xal:Country>"
        "</QualifyingAddress>"
    )
    lists = taken("230b", "</CandidateFullName>", address)
    assert isinstance(lists, CandidateLists)
    assert lists.lists[0].candidates[0].locality == "Brussel (BE)"


def test_the_readers_of_one_election_refuse_the_other() -> None:
    water_board = only(DATA / "tytsjerksteradiel-2019" / "ab" / "input", "Stembureaus_*")
    with pytest.raises(EmlRefused, match="Id van de verkiezing is anders"):
        read_polling_stations(water_board.read_bytes(), "x", definition_beside("hostile"))
