from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

from osv_tui.documents.audit_facts import (
    ElectionAudit,
    EntryLine,
    Person,
    Refusals,
    UnitAudit,
    VersionAudit,
)
from osv_tui.documents.audit_public import without_names
from osv_tui.documents.audit_report import audit_report
from osv_tui.documents.head_slip import head_slip
from osv_tui.documents.model import Document, PenCode
from osv_tui.documents.person_list import person_list
from osv_tui.documents.printed import printed
from osv_tui.documents.render import render
from osv_tui.documents.staff import MOMENTS, ChainHead, Moment, Station
from osv_tui.documents.wording import moment
from osv_tui.election.signals import ADVICE
from tests.documents.conformance import faults
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


@cache
def pdf(document: Document) -> bytes:
    return render(document).publication


@cache
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
def test_it_is_pdf_a_2u_and_pdf_ua_1(paper: Document) -> None:
    for document in (paper, replace(paper, facts=replace(paper.facts, practice=True))):
        assert faults(pdf(document)) == []


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


def test_what_cannot_be_printed_is_shown_as_its_code_where_that_is_asked() -> None:
    strange = replace(PERSONS[0], name="Afke 漢Bouma")
    assert "Afke [U+6F22]Bouma" in text_of(person_list(printed(replace(PERSON_LIST, lines=(strange,)))))
    version = VersionAudit((EntryLine(1, Person("漢", ""), "1", at(20), at(21)),))
    election = ElectionAudit(PS, "PS", (UnitAudit(1, "漢Brug", (version,)),))
    text = text_of(audit_report(printed(replace(AUDIT, elections=(election,)))))
    assert "[U+6F22]Brug" in text
    assert "1e invoer [U+6F22]" in text


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
    station = replace(STATION, elections=names, committee="Nissewaard-Goeree-Overflakkee aan de Maas")
    assert render(head_slip(replace(HEAD_SLIP, station=station))).pages == 1
    assert render(head_slip(replace(HEAD_SLIP, station=Station("0737", (), None, at(20))))).pages == 1


def test_a_head_is_64_hexadecimal_digits() -> None:
    for wrong in ("ab", "g" * 64, ""):
        with pytest.raises(ValueError, match="64"):
            ChainHead(1, wrong)


# The audit report --------------------------------------------------------------------------------------


def test_every_name_and_moment_of_the_facts_is_on_paper() -> None:
    printed = {word.strip(MARKS) for word in text_of(audit_report(AUDIT)).split()}
    # Not printed as they are: hashes, keys of fields and settings, the moment since when copies are counted.
    facts = replace(
        AUDIT,
        signals=(),
        settings=tuple(replace(each, name="", value="") for each in AUDIT.settings),
        backups=tuple(replace(each, since=each.at) for each in AUDIT.backups),
    )
    fields = {"poll_cards", "blank", "admitted"}
    hashes = {HEAD.hash, AUDIT.restores[0].head.hash, AUDIT.software.release_hash, "cd34" * 16}
    expected = {word.strip(MARKS) for word in words_of(facts) - hashes - fields}
    assert len(expected) > 150
    assert expected - printed == set()


def test_rows_are_told_in_full() -> None:
    lines = lines_of(pdf(audit_report(AUDIT)))
    for line in (
        "1 2e invoer Evi Öztürk scherm 2 05-03-2031 21:12:03 05-03-2031 21:19:04",
        "1 definitief Bert Dijk 05-03-2031 21:43:07",
        "1 heropend Bert Dijk 05-03-2031 22:50:31",
        "1 (v2) 1e invoer Dirk Łukaševič scherm 3 05-03-2031 22:51:36 05-03-2031 22:59:37",
        "15 Bibliobus definitief nog niet",
        "05-03-2031 21:02:22 05-03-2031 21:03:23 wifi staat aan (wlan0)",
        "05-03-2031 22:30:24 05-03-2031 21:30:25",
        "05-03-2031 22:31:29 osv_tui/cli.py is veranderd.",
        "dirk 05-03-2031 21:44:18 3",
        "naam zonder account 05-03-2031 21:45:19 1",
        "05-03-2031 21:05:26 stick KOPIE-1 in orde",
        "05-03-2031 21:09:48 stick KOPIE-2 in orde; 12 kopieën sinds 05-03 21:06",
        "Evi Öztürk scherm 1 05-03-2031 22:11:17 niet",
        "05-03-2031 21:59:47 Dirk Łukaševič uitgezet Afke Bouma",
        "05-03-2031 23:57:21 104233 0123 4567 89AB CDEF 0123 4567 89AB CDEF Bert Dijk",
        "* ingevoerd na een nieuw wachtwoord",
        "Veel blanco stembiljetten, vanaf 5 % 3 %",
        "05-03-2031 19:30:45 Veel blanco 5 % Afke Bouma",
        "1 3 5012 niet gelijk Bert Dijk 05-03-2031 22:40:43",
        "1 3 5021 gelijk Bert Dijk 05-03-2031 22:42:44",
        "1 ingetrokken hoort bij een ander Bert Dijk 05-03-2031 21:47:39",
    ):
        assert lines.count(line) == 1, line


def test_every_decision_is_told_with_its_reason() -> None:
    text = text_of(audit_report(AUDIT))
    for words in (
        "1 definitief 05-03-2031 22:45:40 Bert Dijk, bevestigd door Afke",
        "1 heropend 05-03-2031 22:49:42 Bert Dijk, bevestigd door Afke het papier is verbeterd",
        "1 gecorrigeerd proces-verbaal op tafel Bert Dijk, bevestigd door Afke 05-03-2031 22:50:31",
        "A Geldige stempassen; F Blanco 05-03-2031 21:19:04",
        "optelfout op papier Bert Dijk 05-03-2031 21:10:32",
        "moest vroeg weg Bert Dijk 05-03-2031 21:32:33",
        "verkeerd papier op tafel Bert Dijk 05-03-2031 21:58:13",
        "W.201 Veel blanco Bekeken: de stapel blanco. Gevonden:",
        "Opnieuw geteld: passen 1 keer, stembiljetten 2 keer, door telploeg vijf, op besluit van de",
        "Toegelaten kiezers: 1204 ",
        "werd 1240 ",
    ):
        assert words in text, words


def test_an_election_says_which_version_holds() -> None:
    pages = text_of(audit_report(AUDIT))
    assert "Provinciale Staten Voorbeeld 2031 Nog niet definitief verklaard." in pages
    assert "Waterschap Voorbeeld 2031 Versie 1: definitief verklaard op 05-03-2031 23:50:28." in pages


def test_a_sign_stands_with_its_persons_its_election_and_what_to_do() -> None:
    content = pdf(audit_report(AUDIT))
    (line,) = (line for line in lines_of(content) if line.startswith("05-03-2031 22:11:30"))
    assert in_order(["Carla Eppinga", "Provinciale Staten", "Stembureau 12"], line)
    assert ADVICE in " ".join(pages_of(content))
    assert ADVICE not in text_of(audit_report(nothing_happened()))


def test_an_account_that_was_reset_has_its_entries_named() -> None:
    text = text_of(audit_report(AUDIT))
    assert in_order([f"{PS}: 1 (1e), 12", "AB2031_Voorbeeld: 4 (2e)"], text)


def test_a_station_on_which_nothing_happened_says_so() -> None:
    text = text_of(audit_report(nothing_happened()))
    for words in ("niets van gezien", "geen netwerk gezien", "klok versprong", "nooit geweigerd", "Niemand"):
        assert words in text


def test_an_election_in_which_nothing_was_decided_says_so() -> None:
    election = ElectionAudit(PS, "PS", (UnitAudit(1, "Gemeentehuis"),))
    text = text_of(audit_report(replace(nothing_happened(), elections=(election,))))
    for words in (
        "geen versie definitief verklaard",
        "geen bestanden gemaakt",
        "geen lijst met de hand opgeteld",
        "geen stembureau heropend",
        "steeds meteen gelijk",
        "geen veld teruggestuurd",
        "geen invoer met een verkeerde som",
        "geen invoer aan een ander gegeven",
        "geen invoer vervallen",
        "geen melding beoordeeld",
        "geen telverschil verantwoord",
        "geen fout op papier gemeld",
    ):
        assert words in text, words


def test_no_fact_has_room_for_a_number_that_was_entered() -> None:
    """The only figures are what a supervisor typed to account for it: a sum by hand, a figure on paper."""
    numbers = re.findall(r"(\w+): int", Path(audit_facts_file()).read_text("utf-8"))
    of_count = {"total", "old", "new"}
    in_order_or_times = {"number", "unit", "version", "list_number", "count", "final_units", "ordinal"}
    recounted = {"passes_recounted", "ballots_recounted"}
    withheld = {
        *("persons", "sign_ins", "refused_sign_ins", "resets", "switches", "copies", "failed_copies"),
    }
    assert set(numbers) == of_count | in_order_or_times | recounted | withheld
    assert "count" in {field.name for field in fields(Refusals)}


def audit_facts_file() -> str:
    file = sys.modules[Refusals.__module__].__file__
    assert file
    return file


def test_five_hundred_units_are_drawn_with_every_unit_in_its_place() -> None:
    rendered = render(audit_report(large_audit(500)))
    assert 25 < rendered.pages < 70
    lines = lines_of(rendered.publication)
    for number in range(1, 501):
        (place,) = (
            index
            for index, line in enumerate(lines)
            if line.startswith(f"{number} ") and "1e invoer Dirk Łukaševič scherm 1" in line
        )
        following = " ".join(lines[place : place + 12])
        assert f"{number} 2e invoer Evi Öztürk scherm 2" in following
        assert f"{number} definitief Bert Dijk" in following


ABOUT_PERSONS = (
    "Lijkt het of één persoon twee accounts gebruikte?",
    "Inloggen geweigerd",
    "Personen",
    "Nieuwe wachtwoorden",
    "Accounts uitgezet en aangezet",
    "Wie zat waar",
    "Reservekopieën",
    "Ondertekening",
)


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
        "Accounts uitgezet en aangezet",
        "Wie zat waar",
        "Controlecodes op papier",
        "Reservekopieën",
        "Teruggezette kopieën",
        "Grenzen van de controles",
        "Gewijzigde instellingen",
        "Provinciale Staten Voorbeeld 2031",
        "Waterschap Voorbeeld 2031",
        "Ondertekening",
    ]


# Without names -----------------------------------------------------------------------------------------

PUBLIC = without_names(AUDIT)


def test_the_report_without_names_says_what_is_to_be_read_before_it_is_published() -> None:
    pages = pages_of(pdf(audit_report(PUBLIC)))
    assert pages[0].startswith("Zonder namen: lees dit stuk voordat u het publiceert")
    text = " ".join(pages)
    assert "getypt door de toezichthouder" in text
    assert "niet voordat de uitslag definitief is verklaard" in text
    assert "Handtekening" not in text
    released = replace(PUBLIC, elections=PUBLIC.elections[1:])
    assert "niet voordat de uitslag" not in text_of(audit_report(released))


def test_without_names_no_person_can_be_found_in_the_facts_or_on_paper() -> None:
    assert "scherm 3" in repr(AUDIT)
    for told in (repr(PUBLIC), text_of(audit_report(PUBLIC))):
        for line in PERSONS:
            for word in (*line.name.split(), line.staff_number, f"'{line.user_name}'"):
                assert word in ("van", "der", "tot") or word not in told, word
        for word in ("scherm 2", "scherm 3", "/media", "stick KOPIE"):
            assert word not in told, word


def test_without_names_the_roles_and_the_reasons_stay() -> None:
    text = text_of(audit_report(PUBLIC))
    for words in (
        "1 2e invoer invoerder 3 05-03-2031 21:12:03 05-03-2031 21:19:04",
        "moest vroeg weg toezichthouder 1 05-03-2031 21:32:33",
        "toezichthouder 1, bevestigd door het papier is verbeterd beheerder 1",
        "Map voor kopieën gewijzigd beheerder 1",
        "Veel blanco 5 % beheerder 1",
        "Keren dat inloggen is geweigerd 4",
        "Reservekopieën die zijn gelukt 13",
        "Reservekopieën die niet zijn gelukt 1",
        "kort na elkaar op één scherm 1",
    ):
        assert words in text, words


def test_without_names_it_is_the_same_evening() -> None:
    """Nothing but what is about persons is left out: the other sections are as in the full report."""
    full, public = (headings(audit_report(each)) for each in (AUDIT, PUBLIC))
    assert [each for each in public if each != "Wat hier alleen is geteld"] == [
        each for each in full if each not in ABOUT_PERSONS
    ]
    moments = {each for each in words_of(AUDIT.elections) if each.count(":") == 2}
    assert moments <= set(text_of(audit_report(PUBLIC)).split())


@pytest.mark.parametrize("practice", [True, False])
def test_the_report_without_names_is_pdf_a_2u_and_pdf_ua_1(practice: bool) -> None:
    document = audit_report(PUBLIC)
    assert faults(pdf(replace(document, facts=replace(document.facts, practice=practice)))) == []


def test_facts_that_can_be_printed_stay_as_they_are() -> None:
    assert printed(AUDIT) == AUDIT
    assert printed(PERSON_LIST) == PERSON_LIST
    assert printed(HEAD_SLIP) == HEAD_SLIP


# The key of the sitting ---------------------------------------------------------------------------------


def test_the_opening_slip_has_the_key_of_the_sitting_and_fits_a_page() -> None:
    key = "AAAAC3NzaC1lZDI1NTE5AAAAIOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
    slip = head_slip(replace(HEAD_SLIP, moment=Moment.OPENING, key=key))
    (page,) = pages_of(pdf(slip))
    shown = "".join(page.split())
    assert key[:36] in shown
    assert key[36:] in shown
    assert "Handtekening" in page
    assert faults(pdf(slip)) == []
    assert "sleutel van de zitting" not in text_of(head_slip(HEAD_SLIP))
