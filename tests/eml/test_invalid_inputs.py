"""Every file of the two tables of files that must be refused or survived, each for its own reason."""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from osv_tui.election.model import CandidateLists, Definition, PollingStations
from osv_tui.eml import parsing
from osv_tui.eml.reading import (
    ReadCount,
    read_candidate_lists,
    read_count,
    read_definition,
    read_polling_stations,
)
from osv_tui.eml.refusal import EmlRefused
from tests.real_election import DATA, only
from tests.shared import needs_shared

INVALID = DATA / "invalid"
Read = Definition | CandidateLists | PollingStations | ReadCount

pytestmark = needs_shared

OTHER_CATEGORY = "telt dit programma niet"

WHY = {
    "eml110a_test_AB.eml.xml": "begint niet met de soort",
    "eml110a_invalid_election_category_and_sub_category_mismatch.eml.xml": "subcategorie hoort niet bij",
    "eml110a_invalid_election_limited_elections_supported.eml.xml": OTHER_CATEGORY,
    "eml110a_invalid_election_missing_election_domain.eml.xml": "ElectionDomain ontbreekt",
    "eml110b_not_matching_election_id.eml.xml": OTHER_CATEGORY,
    "eml230b_invalid_document_type.eml.xml": "maar een verkiezingsdefinitie (110a)",
    "eml230b_invalid_empty_affiliates.eml.xml": "geen enkele lijst",
    "eml230b_invalid_empty_candidates.eml.xml": "lijst 3: er staat geen enkele kandidaat",
    "eml230b_invalid_incorrect_election.eml.xml": "Id van de verkiezing is anders",
    "eml230b_invalid_incorrect_election_date.eml.xml": "datum van de verkiezing is anders",
    "eml230b_invalid_incorrect_election_domain.eml.xml": "gebied (ElectionDomain) is anders",
    "eml230b_invalid_incorrect_election_type.eml.xml": OTHER_CATEGORY,
    "eml230b_invalid_missing_authority.eml.xml": "ManagingAuthority ontbreekt",
    "eml230b_invalid_missing_election_domain.eml.xml": "ElectionDomain ontbreekt",
    "eml110a_invalid_election_date_format.eml.xml": "ElectionDate: dit is geen datum",
    "eml110a_invalid_election_date_nomination_format.eml.xml": "NominationDate: dit is geen datum",
    "eml110a_invalid_election_mismatch_preference_threshold.eml.xml": "GR2 hoort 25",
    "eml110a_invalid_election_mismatch_preference_threshold_small_election.eml.xml": "GR1 hoort 50",
    "eml110a_invalid_election_missing_election_tree.eml.xml": "ElectionTree ontbreekt",
    "eml110a_invalid_election_missing_nomination_date.eml.xml": "NominationDate ontbreekt",
    "eml110a_invalid_election_missing_number_of_seats.eml.xml": "NumberOfSeats ontbreekt",
    "eml110a_invalid_election_missing_preference_threshold.eml.xml": "PreferenceThreshold ontbreekt",
    "eml110a_invalid_election_missing_region.eml.xml": "geen enkel gebied",
    "eml110a_invalid_election_missing_subcategory.eml.xml": "ElectionSubcategory ontbreekt",
    "eml110a_invalid_election_number_of_seats.eml.xml": "GR2 kan geen 9 zetels",
    "eml110a_invalid_election_number_of_seats_out_of_range.eml.xml": "GR2 kan geen 250 zetels",
    "eml110a_invalid_election_only_municipal_supported.eml.xml": OTHER_CATEGORY,
    "eml110a_invalid_election_subcategory.eml.xml": "GR1 kan geen 45 zetels",
    "eml110a_invalid_election_voting_method.eml.xml": "niet SPV",
    "eml110a_invalid_xml.eml.xml": "regel 4: dit is geen goed gevormd XML",
    "eml110b_empty_polling_station.eml.xml": OTHER_CATEGORY,
    "eml110b_invalid_number_of_voters.eml.xml": OTHER_CATEGORY,
    "eml110b_invalid_polling_station_number_of_voters.xml": OTHER_CATEGORY,
    "eml110b_1_station.eml.xml": "ElectionDomain ontbreekt",
    "eml110b_less_than_10_stations.eml.xml": OTHER_CATEGORY,
    "eml110b_zero_number_of_voters.eml.xml": OTHER_CATEGORY,
    "110a_xxe_file.eml.xml": "DOCTYPE",
    "110a_xxe_http.eml.xml": "DOCTYPE",
    "230b_billion_laughs.eml.xml": "DOCTYPE",
    "110a_external_dtd.eml.xml": "DOCTYPE",
    "230b_latin1_bytes_declared_utf8.eml.xml": "geen UTF-8",
    "230b_latin1_declared.eml.xml": "andere tekencodering",
    "230b_truncated.eml.xml": "geen goed gevormd XML",
    "110a_empty.eml.xml": "leeg",
    "110a_whitespace_only.eml.xml": "leeg",
    "110a_is_a_zip.eml.xml": "geen UTF-8",
    "110a_is_a_png.eml.xml": "geen UTF-8",
    "230b_nul_byte.eml.xml": "geen goed gevormd XML",
    "110b_trailing_second_root.eml.xml": "geen goed gevormd XML",
    "110a_control_character_reference.eml.xml": "regel 34: dit is geen goed gevormd XML",
    "110a_wrong_namespace.eml.xml": "dit is geen EML-bestand",
    "110a_no_namespace.eml.xml": "dit is geen EML-bestand",
    "110b_is_a_230b.eml.xml": "maar een kandidatenlijst (230b)",
    "110b_id_says_230b.eml.xml": "een onderdeel in dat hier niet hoort",
    "230b_other_election_id.eml.xml": "Id van de verkiezing is anders",
    "230b_other_date.eml.xml": "datum van de verkiezing is anders",
    "230b_other_category.eml.xml": "begint niet met de soort van de verkiezing, AB",
    "110b_municipality_not_in_definition.eml.xml": "gemeente 0001 doet volgens de",
    "110a_date_does_not_exist.eml.xml": "ElectionDate: deze datum bestaat niet",
    "110a_zero_seats.eml.xml": "NumberOfSeats: het getal 0 is te klein",
    "110a_subcategory_contradicts_seats.eml.xml": "geen nummer van een waterschap",
    "230b_duplicate_list_number.eml.xml": "lijst 1 komt twee keer voor",
    "230b_duplicate_candidate.eml.xml": "lijst 1: kandidaat 2 komt twee keer voor",
    "230b_negative_list_number.eml.xml": "AffiliationIdentifier: hier hoort een geheel getal",
    "110b_negative_voters.eml.xml": "stembureau 1: hier hoort een geheel getal",
    "110b_voters_underscore.eml.xml": "stembureau 1: hier hoort een geheel getal",
    "110b_huge_voters.eml.xml": "stembureau 1: het getal is te groot",
    "110b_duplicate_station.eml.xml": "stembureau 1 komt twee keer voor",
    "110b_no_stations.eml.xml": "geen enkel stembureau",
    "230b_ansi_c1_escape.eml.xml": "lijst 1, kandidaat 2: het teken U+009B",
    "230b_bidi_override.eml.xml": "lijst 1, kandidaat 2: het teken U+202E",
    "230b_newline_in_name.eml.xml": "lijst 1, kandidaat 2: het teken U+000A",
    "230b_emoji_astral.eml.xml": "kandidaat 2: het teken «🗳» (U+1F5F3) in «Jansen🗳[U+FE0F]𠮷» kan niet",
    "230b_csv_formula.eml.xml": "lijst 1, kandidaat 2: de naam begint met een teken",
    "510b_negative_votes.eml.xml": "stembureau 1: hier hoort een geheel getal",
    "510b_huge_votes.eml.xml": "stembureau 1: het getal is te groot",
    "510b_list_sum_wrong.eml.xml": "stembureau 1: lijst 1: de kandidaten zijn samen 125",
    "510b_duplicate_station.eml.xml": "stembureau 1 komt twee keer voor",
    "510b_doctype.eml.xml": "DOCTYPE",
}
"""For each file that we refuse a part of what the message says; all others we take."""

UNPRINTABLE = {"230b_emoji_astral.eml.xml"}
"""What the tables would take, as XML and CSV can hold it, and we refuse, as no document can print it."""

HOSTILE_TEXTS = ("root:x:", "passwd", "127.0.0.1", "cmd|", "nesnaJ", "\x9b", "\u202e", "\x1b", "pwned", "\n")
"""What may never be in a message."""


@dataclass(frozen=True)
class Row:
    """A line of one of the tables."""

    path: Path
    given_as: str
    expected: str


def _rows() -> list[Row]:
    if not INVALID.is_dir():
        return []
    rows: list[Row] = []
    for table, folder in (("fixtures.tsv", "fixtures"), ("hostile.tsv", "hostile")):
        with (INVALID / table).open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines, delimiter="\t"):
                rows.append(Row(INVALID / folder / line["file"], line["given_as"], line["expected"]))
    return rows


@cache
def definition_beside(folder: str) -> Definition:
    path = (
        INVALID / "fixtures" / "base_eml110a_test.eml.xml"
        if folder == "fixtures"
        else only(INVALID / "base", "Verkiezingsdefinitie_*")
    )
    return read_definition(path.read_bytes(), path.name)


def read_as(given_as: str, data: bytes, name: str, folder: str) -> Read:
    if given_as == "110a":
        return read_definition(data, name)
    if given_as == "510b":
        return read_count(data, name)
    reader = read_candidate_lists if given_as == "230b" else read_polling_stations
    return reader(data, name, definition_beside(folder))


def offered(row: Row) -> Read:
    return read_as(row.given_as, row.path.read_bytes(), row.path.name, row.path.parent.name)


def refusal(given_as: str, data: bytes, folder: str) -> str:
    with pytest.raises(EmlRefused) as caught:
        read_as(given_as, data, "bestand.eml.xml", folder)
    return str(caught.value)


def hostile(name: str) -> Read:
    (row,) = (row for row in _rows() if row.path.name == name)
    return offered(row)


def base(given_as: str) -> Read:
    pattern = {"110b": "Stembureaus_*", "230b": "Kandidatenlijsten_*", "510b": "Telling_*"}[given_as]
    path = only(INVALID / "base", pattern)
    return read_as(given_as, path.read_bytes(), path.name, "hostile")


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.path.name)
def test_every_file_of_the_tables(row: Row) -> None:
    if row.path.name not in WHY:
        assert row.expected in ("accept", "either")
        offered(row)
        return
    assert row.expected in ("refuse", "either") or row.path.name in UNPRINTABLE
    with pytest.raises(EmlRefused) as caught:
        offered(row)
    message = str(caught.value)
    assert WHY[row.path.name] in message
    assert message.startswith(row.path.name)
    assert not [text for text in HOSTILE_TEXTS if text in message]


def test_the_tables_have_been_found() -> None:
    assert len(_rows()) == 43 + 53
    assert set(WHY) <= {row.path.name for row in _rows()}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("eml110b_empty_polling_station.eml.xml", "geen enkel stembureau"),
        ("eml110b_invalid_number_of_voters.eml.xml", "MaxVotes: hier hoort een geheel getal"),
        ("eml110b_invalid_polling_station_number_of_voters.xml", "stembureau 1: hier hoort een geheel getal"),
        ("eml110b_zero_number_of_voters.eml.xml", "MaxVotes: het getal 0 is te klein"),
    ],
)
def test_files_of_a_european_election_have_a_second_defect(name: str, why: str) -> None:
    text = (INVALID / "fixtures" / name).read_text(encoding="utf-8")
    assert why in refusal("110b", _as_council(text), "fixtures")


@pytest.mark.parametrize("name", ["eml110b_1_station.eml.xml", "eml110b_less_than_10_stations.eml.xml"])
def test_an_empty_voting_method_is_taken(name: str) -> None:
    text = (INVALID / "fixtures" / name).read_text(encoding="utf-8")
    stations = read_as("110b", _as_council(text), name, "fixtures")
    assert isinstance(stations, PollingStations)
    assert 1 <= len(stations.units) < 10


def _as_council(text: str) -> bytes:
    """The same list of stations for the council election of the base files."""
    base_text = (INVALID / "fixtures" / "base_eml110b_test.eml.xml").read_text(encoding="utf-8")
    head, _, rest = text.partition("<ElectionIdentifier")
    _, _, tail = rest.partition("</ElectionIdentifier>")
    start = base_text.index("<ElectionIdentifier")
    end = base_text.index("</ElectionIdentifier>") + len("</ElectionIdentifier>")
    return (head + base_text[start:end] + tail).encode()


def test_a_water_board_of_18_seats_is_no_ab2() -> None:
    text = (INVALID / "hostile" / "110a_subcategory_contradicts_seats.eml.xml").read_text(encoding="utf-8")
    with_number = text.replace("<kr:ElectionDomain>", '<kr:ElectionDomain Id="2">')
    assert "AB2 kan geen 18 zetels" in refusal("110a", with_number.encode(), "hostile")


@pytest.mark.parametrize(
    "name", ["110b_utf8_bom.eml.xml", "110b_utf16_be_bom.eml.xml", "110b_other_prefixes.eml.xml"]
)
def test_another_encoding_or_prefix_gives_the_same_data(name: str) -> None:
    assert hostile(name) == base("110b")


def test_a_comment_inside_a_number_does_not_cut_it() -> None:
    assert hostile("110b_comment_inside_number.eml.xml") == base("110b")


@pytest.mark.parametrize(
    ("name", "station"),
    [
        ("110b_cdata_name.eml.xml", "Zaal A & B <oost>"),
        ("110b_path_traversal_station.eml.xml", "../../../../tmp/pwned"),
        ("110b_markup_in_station.eml.xml", "[bold red]Zaal[/bold red] [link=file:///etc/passwd]x[/link]"),
    ],
)
def test_strange_but_harmless_station_names_are_kept(name: str, station: str) -> None:
    stations = hostile(name)
    assert isinstance(stations, PollingStations)
    assert stations.units[0].name == station


def test_two_stations_of_one_name_stay_apart() -> None:
    stations = hostile("110b_duplicate_station_name.eml.xml")
    assert isinstance(stations, PollingStations)
    assert [(unit.number, unit.name) for unit in stations.units][:2] == [
        (1, "Gemeentehuis"),
        (2, "Gemeentehuis"),
    ]


@pytest.mark.parametrize(
    ("name", "last_name"),
    [
        ("230b_csv_quotes.eml.xml", 'Jan";"sen "x"'),
        (
            "230b_html_typst.eml.xml",
            '<script>alert(1)</script>#read("/etc/passwd")\\input{/etc/passwd}',
        ),
    ],
)
def test_strange_but_harmless_names_are_kept(name: str, last_name: str) -> None:
    lists = hostile(name)
    assert isinstance(lists, CandidateLists)
    assert lists.lists[0].candidates[1].last_name == last_name


def test_gaps_in_numbers_are_kept() -> None:
    path = INVALID / "fixtures" / "eml230b_test_with_gaps.eml.xml"
    lists = read_as("230b", path.read_bytes(), path.name, "fixtures")
    assert isinstance(lists, CandidateLists)
    assert [votes_of.number for votes_of in lists.lists] == [1, 3]
    assert [candidate.number for candidate in lists.lists[0].candidates] == [2, 3, 6, 8, 9, 11, 12]


IN_A_SMALL_PROCESS = """
import resource, sys, time
from osv_tui.eml.reading import read_candidate_lists, read_definition, read_polling_stations
from osv_tui.eml.refusal import EmlRefused
given_as, path, definition_path = sys.argv[1:]
definition = read_definition(open(definition_path, "rb").read(), "definitie")
data = open(path, "rb").read()
reader = read_candidate_lists if given_as == "230b" else read_polling_stations
start = time.monotonic()
try:
    reader(data, "bestand", definition)
    outcome = "taken"
except EmlRefused as error:
    outcome = f"refused {error}"
seconds = time.monotonic() - start
peak = open("/proc/self/status").read().split("VmHWM:")[1].split()[0]
print(outcome, int(seconds * 1000), int(peak) // 1024, sep="|")
"""
"""Reads one file by itself; prints the outcome, the milliseconds and the peak memory in MB."""


@dataclass(frozen=True)
class Cost:
    outcome: str
    milliseconds: int
    megabytes: int


def cost_of(given_as: str, path: Path, address_space: int) -> Cost:
    definition = only(INVALID / "base", "Verkiezingsdefinitie_*")
    ran = subprocess.run(
        [sys.executable, "-c", IN_A_SMALL_PROCESS, given_as, str(path), str(definition)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space)),
    )
    assert ran.returncode == 0, ran.stderr
    outcome, milliseconds, megabytes = ran.stdout.strip().split("|")
    return Cost(outcome, int(milliseconds), int(megabytes))


def test_a_billion_laughs_are_refused_in_little_time_and_memory() -> None:
    cost = cost_of("230b", INVALID / "hostile" / "230b_billion_laughs.eml.xml", 1_000_000_000)
    assert "DOCTYPE" in cost.outcome
    assert cost.milliseconds < 2000
    assert cost.megabytes < 200


@pytest.mark.parametrize("kind", ["name", "comment", "padding", "attribute", "stations", "candidates"])
def test_a_file_above_the_limit_is_refused_before_it_is_parsed(kind: str, tmp_path: Path) -> None:
    path = huge(kind, 30_000_000, tmp_path)
    cost = cost_of("230b" if kind in ("name", "candidates") else "110b", path, 1_000_000_000)
    assert cost.outcome == "refused bestand: het bestand is groter dan 20 MB. Vraag het bestand opnieuw op."
    assert cost.milliseconds < 500
    assert cost.megabytes < 200


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("name", "refused"),
        ("attribute", "refused"),
        ("comment", "taken"),
        ("padding", "taken"),
        ("stations", "taken"),
        ("candidates", "taken"),
    ],
)
def test_a_file_just_below_the_limits_is_read_in_bounded_memory(
    kind: str, outcome: str, tmp_path: Path
) -> None:
    size = 9_000_000 if kind in ("comment", "padding") else parsing.INPUT_LIMIT * 9 // 10
    path = huge(kind, size, tmp_path)
    cost = cost_of("230b" if kind in ("name", "candidates") else "110b", path, 2_000_000_000)
    assert cost.outcome.startswith(outcome)
    assert cost.milliseconds < 30_000
    assert cost.megabytes < 600


def huge(kind: str, size: int, folder: Path) -> Path:
    path = folder / "huge.eml.xml"
    subprocess.run(
        [sys.executable, str(INVALID / "gen_huge.py"), kind, str(size), str(path)],
        check=True,
        capture_output=True,
    )
    return path


def test_a_thousand_candidates_are_read_quickly() -> None:
    text = only(INVALID / "base", "Kandidatenlijsten_*").read_text(encoding="utf-8")
    head, tail = text.split("</Affiliation>", 1)
    candidate = head[head.rindex("<Candidate>") :]
    more = "".join(candidate.replace('Id="3"', f'Id="{number}"') for number in range(4, 1004))
    data = (head + more + "</Affiliation>" + tail).encode()
    start = time.perf_counter()
    lists = read_as("230b", data, "x", "hostile")
    assert time.perf_counter() - start < 1
    assert isinstance(lists, CandidateLists)
    assert len(lists.lists[0].candidates) == 1003
