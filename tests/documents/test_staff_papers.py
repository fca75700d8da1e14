from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from pathlib import Path

import page as pdf_a
import pytest

from osv_tui.documents.audit_facts import ElectionAudit, EntryLine, Refusals, UnitAudit
from osv_tui.documents.audit_report import audit_report
from osv_tui.documents.head_slip import head_slip
from osv_tui.documents.model import Document, PenCode
from osv_tui.documents.person_list import person_list
from osv_tui.documents.render import render
from osv_tui.documents.staff import MOMENTS, ChainHead, Moment, Station
from osv_tui.documents.wording import moment
from osv_tui.election.signals import ADVICE
from tests.documents.reading_back import headings, in_order, lines_of, pages_of
from tests.documents.staff_example import (
    AUDIT,
    HEAD,
    HEAD_SLIP,
    PERSON_LIST,
    PERSONS,
    PS,
    STATION,
    at,
    large_audit,
    nothing_happened,
)

PAPERS = {
    "person list": person_list(PERSON_LIST),
    "head slip": head_slip(HEAD_SLIP),
    "audit report": audit_report(AUDIT),
}
MARKS = ".,;:*()"
EVERY_PAPER = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS.keys())


def pdf(document: Document) -> bytes:
    return render(document).publication


def text_of(document: Document) -> str:
    """The text of all pages; a cell that is broken over lines is read a line at a time."""
    return " ".join(pages_of(pdf(document)))


def words_of(facts: object) -> set[str]:
    """Every word and moment that stands anywhere in ``facts``."""
    if isinstance(facts, str):
        return set(facts.split())
    if isinstance(facts, datetime):
        return set(moment(facts).split())
    if isinstance(facts, tuple):
        return {word for each in facts for word in words_of(each)}
    if is_dataclass(facts):
        return {word for field in fields(facts) for word in words_of(getattr(facts, field.name))}
    assert facts is None or isinstance(facts, int | Enum | date)
    return set()


@EVERY_PAPER
def test_it_is_marked_signed_by_two_and_has_no_sheet_of_its_own(paper: Document) -> None:
    rendered = render(paper)
    pages = pages_of(rendered.publication)
    assert rendered.signature_sheet == b""
    assert pages[0].startswith("Niet publiceren")
    assert " ".join(pages).count("Naam: Handtekening:") == 2
    assert all("Datum: 05-03-2031 23:58:01" in page for page in pages)


@EVERY_PAPER
def test_it_is_pdf_a_2u(paper: Document) -> None:
    for document in (paper, replace(paper, practice=True)):
        report = pdf_a.validate_pdf_bytes(pdf(document), profile="2u")
        assert report.is_compliant, [(each.rule_id, each.message) for each in report.failures][:3]


def test_practice_is_on_every_page() -> None:
    practice = replace(STATION, practice=True)
    for document in (
        person_list(replace(PERSON_LIST, station=practice)),
        head_slip(replace(HEAD_SLIP, station=practice)),
        audit_report(replace(AUDIT, station=practice)),
    ):
        assert all("OEFENING" in page for page in pages_of(pdf(document)))


def test_equal_facts_give_equal_bytes_in_any_process() -> None:
    program = (
        "import hashlib\n"
        "from tests.documents.test_staff_papers import PAPERS, pdf\n"
        "print(hashlib.sha256(b''.join(map(pdf, PAPERS.values()))).hexdigest())\n"
    )

    def run(seed: str, zone: str) -> str:
        command = [sys.executable, "-c", program]
        environment = {"PYTHONHASHSEED": seed, "TZ": zone}
        root = Path(__file__).parents[2]
        return subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert run("1", "Pacific/Auckland") == run("2", "America/New_York")


# The list of persons -----------------------------------------------------------------------------------


def test_the_list_has_every_person_with_who_registered_and_confirmed() -> None:
    lines = " ".join(text_of(person_list(PERSON_LIST)).split())
    for words in (
        "Zitting geopend 05-03-2031 20:30:11 Geopend door Bert Dijk Bevestigd door Afke Bouma",
        "Regel van het logboek 57 Controlecode FEDC BA98 7654 3210 FEDC BA98 7654 3210 FEDC BA98",
        "B02 bert toezichthouder 05-03-2031 19:01:04 door Afke Bouma, bevestigd",
        "bij het maken van het",
        "P33 evi invoerder 05-03-2031 19:04:07 door Afke Bouma, nog niet",
        "uitgezet",
    ):
        assert words in lines
    assert words_of(PERSON_LIST.lines) <= {word.strip(MARKS) for word in lines.split()}
    assert lines.count("wachtwoord") == lines.count("uitgezet") == 1


def test_a_name_with_a_glyph_the_font_lacks_is_marked() -> None:
    strange = replace(PERSONS[0], name="Afke 漢Bouma")
    assert "Afke [U+6F22]Bouma" in text_of(person_list(replace(PERSON_LIST, lines=(strange,))))
    units = (UnitAudit(1, "De 漢Brug", (EntryLine(1, "漢", "1", at(20), at(21)),), None),)
    election = ElectionAudit(PS, "PS", units, None)
    text = text_of(audit_report(replace(AUDIT, elections=(election,))))
    assert "De [U+6F22]Brug" in text
    assert "1e invoer [U+6F22] 1" in text


# The slip ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_moment", Moment)
def test_the_slip_is_one_page_that_says_when_and_what_the_code_is(at_moment: Moment) -> None:
    (page,) = pages_of(pdf(head_slip(replace(HEAD_SLIP, moment=at_moment))))
    assert f"Moment {MOMENTS[at_moment]}, 05-03-2031 23:58:01" in page
    assert "Definitieve stembureaus 75 Regel van het logboek 104233" in page
    for number in "1234":
        assert f"{number}. 0123 4567 89AB CDEF" in page
    for limit in ("opnieuw berekend", "laatste regels", "oudere kopie", "Zonder dit papier"):
        assert limit in page


def test_the_code_is_large_and_each_character_has_a_box() -> None:
    (code,) = (block for block in head_slip(HEAD_SLIP).body if isinstance(block, PenCode))
    assert "".join(code.groups) == HEAD.hash.upper()
    assert {len(group) for group in code.groups} == {4}
    assert code.per_line <= 8


def test_the_slip_of_many_elections_is_still_one_page() -> None:
    names = tuple(f"Verkiezing van de raad van stadsdeel {number}" for number in range(5))
    station = replace(STATION, elections=names, municipality="Nissewaard-Goeree-Overflakkee aan de Maas")
    assert render(head_slip(replace(HEAD_SLIP, station=station))).pages == 1
    assert render(head_slip(replace(HEAD_SLIP, station=Station("0737", (), None, at(20))))).pages == 1


def test_a_head_is_64_hexadecimal_digits() -> None:
    for wrong in ("ab", "g" * 64, ""):
        with pytest.raises(ValueError, match="64"):
            ChainHead(1, wrong)


# The audit report --------------------------------------------------------------------------------------


def test_every_name_and_moment_of_the_facts_is_on_paper() -> None:
    printed = {word.strip(MARKS) for word in text_of(audit_report(AUDIT)).split()}
    hashes = {HEAD.hash, AUDIT.restores[0].head.hash, AUDIT.software.release_hash}
    facts = replace(AUDIT, signals=())
    expected = {word.strip(MARKS) for word in words_of(facts) - hashes}
    assert len(expected) > 100
    assert expected - printed == set()


def test_rows_are_told_in_full() -> None:
    lines = lines_of(pdf(audit_report(AUDIT)))
    for line in (
        "1 Gemeentehuis 1e invoer Carla Eppinga scherm 1 05-03-2031 21:01:01 05-03-2031 21:09:02",
        "1 2e invoer Evi Öztürk scherm 2 05-03-2031 21:12:03 05-03-2031 21:19:04",
        "1 definitief 05-03-2031 21:43:07",
        "12 1e invoer* Carla Eppinga scherm 1 05-03-2031 22:00:10 05-03-2031 22:10:11",
        "15 Bibliobus definitief nog niet",
        "12 1e van Dirk Łukaševič verkeerd papier op tafel Bert Dijk 05-03-2031 21:58:13",
        "05-03-2031 21:02:22 05-03-2031 21:03:23 wifi staat aan (wlan0)",
        "05-03-2031 22:30:24 05-03-2031 21:30:25",
        "05-03-2031 22:31:29 osv_tui/cli.py is veranderd.",
        "dirk 05-03-2031 21:44:18 3",
        "naam zonder account 05-03-2031 21:45:19 1",
        "05-03-2031 21:05:26 stick KOPIE-1 in orde",
        "Evi Öztürk scherm 1 05-03-2031 22:11:17 niet",
        "05-03-2031 23:57:21 104233 0123 4567 89AB CDEF 0123 4567 89AB CDEF Bert Dijk",
        "* ingevoerd na een nieuw wachtwoord",
    ):
        assert lines.count(line) == 1, line


def test_a_sign_stands_with_its_persons_its_election_and_what_to_do() -> None:
    text = text_of(audit_report(AUDIT))
    assert in_order(["Carla Eppinga, Evi Öztürk", "Provinciale Staten", "Stembureau 12"], text)
    assert ADVICE in text
    assert ADVICE not in text_of(audit_report(nothing_happened()))


def test_an_account_that_was_reset_has_its_entries_named() -> None:
    text = text_of(audit_report(AUDIT))
    assert in_order([f"{PS}: 1 (1e), 12", "AB2031_Voorbeeld: 4 (2e)"], text)


def test_a_station_on_which_nothing_happened_says_so() -> None:
    text = text_of(audit_report(nothing_happened()))
    for words in ("niets van gezien", "geen netwerk gezien", "klok versprong", "nooit geweigerd", "Niemand"):
        assert words in text


def test_no_fact_has_room_for_a_vote() -> None:
    """The only whole numbers are those of units, entries, rows of the log, final units and refusals."""
    numbers = re.findall(r"(\w+): int", Path(audit_facts_file()).read_text("utf-8"))
    assert sorted(set(numbers)) == ["count", "final_units", "number", "unit"]
    assert "count" in {field.name for field in fields(Refusals)}


def audit_facts_file() -> str:
    file = sys.modules[AUDIT.__module__].__file__
    assert file
    return file


def test_five_hundred_units_are_drawn_with_every_unit_in_its_place() -> None:
    rendered = render(audit_report(large_audit(500)))
    assert 25 < rendered.pages < 60
    lines = lines_of(rendered.publication)
    for number in range(1, 501):
        (place,) = (
            index
            for index, line in enumerate(lines)
            if line.startswith(f"{number} ") and "1e invoer Carla Eppinga scherm 1" in line
        )
        following = " ".join(lines[place : place + 12])
        assert f"{number} 2e invoer Evi Öztürk scherm 2" in following
        assert f"{number} definitief" in following


def test_the_sections_of_the_report() -> None:
    assert headings(audit_report(AUDIT)) == [
        "Station en programma",
        "Zittingen",
        "Lijkt het of één persoon twee accounts gebruikte?",
        "Netwerk",
        "Klok van de computer",
        "Bestanden van het programma",
        "Inloggen geweigerd",
        "Personen",
        "Nieuwe wachtwoorden",
        "Wie zat waar",
        "Controlecodes op papier",
        "Reservekopieën",
        "Teruggezette kopieën",
        "Provinciale Staten Voorbeeld 2031",
        "Waterschap Voorbeeld 2031",
        "Ondertekening",
    ]
