"""The evening of 20 March 2019 in Tytsjerksteradiel, keyed through the app by two who make mistakes."""

from __future__ import annotations

import csv
import re
from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader

from osv_tui.election.accountability import has_count_difference
from osv_tui.rehearsal.evening import rehearse_evening
from osv_tui.rehearsal.keys import TypingStyle
from osv_tui.rehearsal.mistakes import MistakeKind
from osv_tui.rehearsal.plan import EveningResult
from osv_tui.store import passwords
from osv_tui.store.database import open_station
from tests.documents.conformance import faults
from tests.eml.schemas import assert_valid
from tests.real_election import ELECTIONS, REAL, expected_count, expected_csv, real_election, real_tally
from tests.shared import needs_shared

pytestmark = needs_shared
PER_KIND = 2


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> EveningResult:
    cheap = pytest.MonkeyPatch()
    cheap.setattr(passwords, "ARGON2_TIME", 1)
    cheap.setattr(passwords, "ARGON2_MEMORY", 8192)
    try:
        out = tmp_path_factory.mktemp("evening") / "avond"
        return rehearse_evening(REAL, out, seed=20190320, style=TypingStyle.PLAIN, per_kind=PER_KIND)
    finally:
        cheap.undo()


def publication(evening: EveningResult, which: str) -> Path:
    election = real_election(which)
    return evening.folder / "export" / "publicatie" / f"{election.id}_0737_Tytsjerksteradiel"


def exported(evening: EveningResult, which: str, pattern: str) -> bytes:
    (path,) = publication(evening, which).rglob(pattern)
    return path.read_bytes()


def test_every_planted_mistake_surfaces(evening: EveningResult) -> None:
    assert evening.planted == PER_KIND * len(MistakeKind) * len(ELECTIONS)
    assert evening.surfaced == evening.planted


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_count_file_is_as_published(evening: EveningResult, which: str) -> None:
    ours = exported(evening, which, "Telling_*.eml.xml")
    theirs = expected_count(real_election(which), which)
    assert without_maker(ours) == without_maker(theirs)
    assert len(without_maker(ours)) > 500_000


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_csv_is_as_published(evening: EveningResult, which: str) -> None:
    assert exported(evening, which, "osv4-3_*.csv") == expected_csv(real_election(which), which)


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_count_file_is_valid(evening: EveningResult, which: str) -> None:
    assert_valid(exported(evening, which, "Telling_*.eml.xml"), "510b")


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_document_names_the_count_file(evening: EveningResult, which: str) -> None:
    (path,) = publication(evening, which).rglob("N11_*.pdf")
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(path).pages))
    digest = sha256(exported(evening, which, "Telling_*.eml.xml")).hexdigest().upper()
    assert digest in text


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_signature_sheet_is_not_published(evening: EveningResult, which: str) -> None:
    published = {path.name for path in publication(evening, which).rglob("*") if path.is_file()}
    signed = {path.name for path in (evening.folder / "export" / "ondertekenen").glob("*/*")}
    assert len(published) == 24
    assert len(signed) == 2
    assert published.isdisjoint(signed)


def test_every_document_of_the_evening_conforms(evening: EveningResult) -> None:
    """What is published, the sheets, the trial print, the papers of the sitting, a form of each election."""
    written = set(evening.folder.rglob("*.pdf"))
    forms = {path for path in written if "formulieren" in path.parts}
    assert len(forms) == 2 * 25
    papers = sorted(written - forms)
    assert {path.relative_to(evening.folder).parts[0] for path in papers} == {
        "export",
        "concepten",
        "zitting",
    }
    for path in (*papers, *(path for path in forms if path.stem.endswith("stembureau7"))):
        assert faults(path.read_bytes()) == [], path.name


def test_every_unit_has_two_typists_in_the_file(evening: EveningResult) -> None:
    file = open_station(evening.folder / "station.osv")
    try:
        pairs = file.rows(
            "SELECT one.person, two.person FROM final_unit f"
            " JOIN entry one ON one.id = f.first_entry JOIN entry two ON two.id = f.second_entry"
        )
    finally:
        file.close()
    assert len(pairs) == 50
    assert all(first != second for first, second in pairs)


@pytest.mark.parametrize(("which", "unexplained"), [("ps", 3), ("ab", 18)])
def test_each_difference_is_accounted_for(evening: EveningResult, which: str, unexplained: int) -> None:
    text = exported(evening, which, "Verantwoording_*.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    told = {int(row["Nummer stembureau"]) for row in rows if row["Soort"] == "telverschil"}
    counted = real_tally(which).units
    assert told == {each.unit.number for each in counted if has_count_difference(each.count)}
    assert all(
        row["Oorzaak of reden"] and row["Verantwoording"] for row in rows if row["Soort"] == "telverschil"
    )
    assert sum(int(row["Geen verklaring"] or 0) for row in rows) == unexplained
    without = {int(row["Nummer stembureau"]) for row in rows if row["Soort"] == "niets te verantwoorden"}
    assert told | without | {int(row["Nummer stembureau"] or 0) for row in rows} - {0} == {
        each.unit.number for each in counted
    }


@pytest.mark.parametrize("which", ELECTIONS)
def test_the_document_names_each_difference(evening: EveningResult, which: str) -> None:
    (path,) = publication(evening, which).rglob("Verantwoording_*.pdf")
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    for each in real_tally(which).units:
        if has_count_difference(each.count):
            assert f"Stembureau {each.unit.number}: " in text


def test_each_difference_was_accounted_for_on_the_screen_of_its_unit(evening: EveningResult) -> None:
    file = open_station(evening.folder / "station.osv")
    try:
        accounts, findings = file.rows(
            "SELECT (SELECT count(*) FROM count_account), (SELECT count(*) FROM disposition)"
        )[0]
    finally:
        file.close()
    differences = (
        has_count_difference(each.count) for which in ELECTIONS for each in real_tally(which).units
    )
    assert accounts == sum(differences)
    assert findings > 0


def without_maker(count_file: bytes) -> bytes:
    """The file apart from which program made it and when."""
    file, comments = re.subn(rb"<!--Created by: [^>]*-->", b"", count_file)
    file, times = re.subn(rb"(<kr:CreationDateTime>)[^<]*", rb"\1", file)
    assert (comments, times) == (1, 1)
    return file
