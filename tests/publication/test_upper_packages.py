"""What a committee above the municipality publishes: its files, and that each says what was counted."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import expected_texts
from osv_tui.documents.stated import Stated, first_missing
from osv_tui.election import form as f
from osv_tui.election.accountability import Release
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, count_form, total_field
from osv_tui.election.level_votes import Place
from osv_tui.election.model import Level, Subcategory
from osv_tui.election.tally import UnitCount
from osv_tui.eml.count import read_district_count, read_total_count
from osv_tui.eml.result import read_result
from osv_tui.publication.contents import Content, Kind, contents
from osv_tui.publication.equality import Unequal, require_equal
from osv_tui.publication.manifest import check_manifests
from osv_tui.publication.package import ExportFailed, package_folder, write_package
from osv_tui.publication.pdf_reading import read_pdf
from tests.documents.conformance import faults
from tests.documents.upper_release_example import (
    LEVELS,
    distributed,
    second_upper_release,
    tied,
    upper_release,
)
from tests.eml.schemas import assert_valid
from tests.publication.mutations import only_rewritten, search, written
from tests.publication.package_example import PROVENANCE
from tests.shared import needs_shared

MUTATIONS = 40
"""At each level; the long run makes more."""

EVERY = pytest.mark.parametrize("level", LEVELS)
CENTRAL = pytest.mark.parametrize("level", [each for each in LEVELS if each != "HSB"])

_ALWAYS = ("Narekenstaat", "Narekenstaat", "SHA256SUMS", "BLAKE3SUMS", "Verantwoording", "Verantwoording")
_RESULT = ("Gekozen", "Nietgekozen", "Resultaat", "osv5-3", "osv4-1", "osv4-3", "Totaaltelling")
NAMES = {
    "HSB": (*_ALWAYS, "O3", "osv4-1", "osv4-3", "osv4-4", "Telling", "Wijzigingen"),
    "CSB of several": (*_ALWAYS, *_RESULT, "P22-1", "Wijzigingen"),
    "CSB of a province": (*_ALWAYS, *_RESULT, "P22-2", "Wijzigingen", "Telling", "osv4-1"),
    "CSB of a water board": (*_ALWAYS, *_RESULT, "P22-2", "Wijzigingen", "Telling", "osv4-1"),
}


@cache
def release_of(level: str) -> Release:
    return second_upper_release(*LEVELS[level])


@cache
def files_of(level: str) -> tuple[Content, ...]:
    return tuple(contents(release_of(level), lambda *_: None, practice=False))


def named(level: str, beginning: str) -> Content:
    return next(each for each in files_of(level) if each.name.startswith(beginning))


def put(content: Content, folder: Path) -> Path:
    path = folder / content.name
    path.write_bytes(content.content)
    return path


# What is there -------------------------------------------------------------------------------------------


def counted_files(publication: Path) -> list[str]:
    """How the names begin of the files that a release has of its own, and of the lists."""
    own = [path.name.partition("_")[0] for path in publication.glob("[134]*/*")]
    others = ("Verkiezingsdefinitie", "Kandidatenlijsten", "Stembureaus", "stembureaus.csv")
    return ["BLAKE3SUMS", "SHA256SUMS", *(name for name in own if name not in others)]


@EVERY
def test_each_committee_publishes_its_own_files(tmp_path: Path, level: str) -> None:
    made = write_package(release_of(level), tmp_path, practice=False, provenance=PROVENANCE)
    assert sorted(counted_files(made.publication)) == sorted(NAMES[level])
    (sheet,) = made.to_sign.iterdir()
    assert sheet.name.startswith(("O3_", "P22-1_", "P22-2_"))
    assert sheet.name.endswith("_ondertekening.pdf")
    assert check_manifests(made.publication) == ()


def test_two_committees_have_two_folders() -> None:
    folders = {package_folder(release_of(level).tally.election, 1, practice=False) for level in LEVELS}
    assert folders == {
        "PS2031_Voorbeeld_HSB1_Hoofdstad",
        "PS2031_Voorbeeld_CSB_Voorbeeld",
        "AB2031_Voorbeeld_CSB_Voorbeeld",
    }


@EVERY
def test_equal_data_give_equal_bytes_and_each_document_conforms(level: str) -> None:
    again = tuple(contents(second_upper_release(*LEVELS[level]), lambda *_: None, practice=False))
    assert [(each.name, each.content) for each in again] == [
        (each.name, each.content) for each in files_of(level)
    ]
    for each in files_of(level):
        if each.kind in (Kind.DOCUMENT, Kind.TO_SIGN):
            assert faults(each.content) == [], each.name


@CENTRAL
def test_what_tells_who_is_elected_has_the_code_of_the_result(level: str) -> None:
    """The others have that of the count; a hash sheet has that of the file it is about (models §1.2)."""
    code = {each.name: _grouped(each.content) for each in files_of(level) if each.kind is Kind.COUNT}
    result = code[named(level, "Resultaat").name]
    total = code[named(level, "Totaaltelling").name]
    assert result != total
    for each in files_of(level):
        if each.kind in (Kind.DOCUMENT, Kind.TO_SIGN):
            footers = {text for page in read_pdf(each.content).beside for text in page}
            if each.name.startswith("P22"):
                assert result in footers
            elif each.name.startswith("osv4-1"):
                assert code[f"{each.name[len('osv4-1_Hashcode') :].removesuffix('.pdf')}.eml.xml"] in footers
            else:
                assert total in footers or each.name.startswith("osv5-3")
            assert not (result in footers and total in footers)


def _grouped(content: bytes) -> str:
    digits = sha256(content).hexdigest().upper()
    return " ".join(digits[start : start + 4] for start in range(0, 64, 4))


@EVERY
def test_no_word_of_a_municipality_stands_where_another_level_counts(level: str) -> None:
    for beginning in ("Narekenstaat", "Wijzigingen"):
        for each in files_of(level):
            if each.name.startswith(beginning):
                text = _text(each)
                assert "tembureau" not in text, each.name
                assert release_of(level).tally.election.unit_kind.value in text.lower()
    account = named(level, "Verantwoording")
    assert not re.search(r"\b(D|H)\b", _text(account))
    assert "telploeg" not in _text(account)
    pdf = next(each for each in files_of(level) if re.match(r"Verantwoording.*\.pdf", each.name))
    told = [text for text in read_pdf(pdf.content).elements if re.search("[Ss]tembureau(?!s? zijn)", text)]
    assert all(re.search("per stembureau|hoofdstembureau|centraal stembureau", text) for text in told), told


def _text(each: Content) -> str:
    if each.name.endswith(".pdf"):
        return "\n".join(read_pdf(each.content).elements)
    return each.content.decode("utf-8-sig")


@needs_shared
@EVERY
def test_each_eml_file_is_valid_by_the_official_schema(level: str) -> None:
    kinds = {"Telling": "510c", "Totaaltelling": "510d", "Resultaat": "520"}
    found = [each for each in files_of(level) if each.kind is Kind.COUNT]
    for each in found:
        assert_valid(each.content, kinds[each.name.partition("_")[0]])
    assert len(found) == {"HSB": 1, "CSB of several": 2}.get(level, 3)


@EVERY
def test_eml_and_csv_are_the_tally(level: str) -> None:
    tally = release_of(level).tally
    files = {each.name.partition("_")[0]: each.content for each in files_of(level)}
    if "Totaaltelling" in files:
        read = read_total_count(files["Totaaltelling"], "x")
        assert (read.totals.valid, read.totals.eligible) == (tally.total(f.VALID), tally.total(f.ELIGIBLE))
    if "Telling" in files:
        district = read_district_count(files["Telling"], "x")
        assert {unit.number: unit.figures.valid for unit in district.units} == {
            each.unit.number: each.figure(f.VALID) for each in tally.units
        }
    table = list(csv.reader(files["osv4-3"].decode("utf-8-sig").splitlines(), delimiter=";"))
    valid = next(row for row in table if row[1:2] == ["geldige stembiljetten"])
    assert sum(map(int, valid[5:])) == int(valid[4]) == tally.total(f.VALID)
    assert len(valid) == 5 + len(tally.units)


def test_municipalities_stand_by_the_alphabet_and_kieskringen_by_number() -> None:
    for level, names, numbers in (
        ("HSB", ["Aarle", "'s-Gravendam", "Voorbeelddam"], ["0518", "0037", "9999"]),
        ("CSB of several", ["Hoofdstad", "Zuid-Oost"], ["1", "2"]),
    ):
        rows = list(csv.reader(_text(named(level, "osv4-3")).splitlines(), delimiter=";"))
        assert rows[5][5:] == names
        assert rows[6][5:] == numbers
        assert rows[2][2] == ("Kieskring Hoofdstad" if level == "HSB" else "Voorbeeld")


@CENTRAL
def test_result_tables_and_distribution_elect_the_same(level: str) -> None:
    distribution = release_of(level).distribution
    assert distribution is not None
    elected = [
        (of.set_id.list_number, each.candidate) for of in distribution.nominations for each in of.elected
    ]
    read = read_result(named(level, "Resultaat").content, "x")
    assert [of.number for of in read.lists for _ in of.elected] == [number for number, _ in elected]
    rows = list(csv.DictReader(_text(named(level, "Gekozen")).splitlines(), delimiter=";"))
    assert [f"{row['Lijstnummer']}.{row['Nr.']}" for row in rows] == [code for _, code in elected]
    others = list(csv.DictReader(_text(named(level, "Nietgekozen")).splitlines(), delimiter=";"))
    all_of_them = sum(len(each.candidates) for each in release_of(level).tally.election.lists)
    assert len(rows) + len(others) == all_of_them


# What is not equal ---------------------------------------------------------------------------------------


@EVERY
def test_any_one_digit_in_any_file_is_found(tmp_path: Path, level: str) -> None:
    files = written(release_of(level), tmp_path)
    for each in files:
        require_equal(each)
    figures = search(files, MUTATIONS, seed=2019)
    assert figures.missed == []
    assert figures.found == figures.made == MUTATIONS
    assert only_rewritten(files) == sum(each.path.suffix == ".pdf" for each in files)


def with_votes(release: Release, unit: int, more: Mapping[FieldId, int]) -> Release:
    """Other numbers on one paper, with nothing added up again and nothing distributed again."""
    units = tuple(
        UnitCount(each.unit, _other(each.count, more)) if place == unit else each
        for place, each in enumerate(release.tally.units)
    )
    accounts = tuple(replace(a, count=u.count) for a, u in zip(release.accounts, units, strict=True))
    return replace(release, tally=replace(release.tally, units=units), accounts=accounts)


def _other(count: Count, more: Mapping[FieldId, int]) -> Count:
    return Count.of({**count.values, **{field: count.number(field) + by for field, by in more.items()}})


@EVERY
def test_a_count_or_table_of_any_other_number_is_found(tmp_path: Path, level: str) -> None:
    """Each field of one unit in turn: file and content are both of the other number, only the tally tells."""
    right = release_of(level)
    for field in count_form(right.tally.election, right.tally.method).fields:
        found = [*_found(tmp_path, level, with_votes(right, 1, {field.id: 1}))]
        assert len(found) >= 1, field.id


@EVERY
def test_a_vote_that_went_to_another_candidate_is_placed(tmp_path: Path, level: str) -> None:
    """All sums are right."""
    right = release_of(level)
    wrong = with_votes(right, 1, {candidate_field(1, 2): -1, candidate_field(1, 3): 1})
    found = [*_found(tmp_path, level, wrong)]
    assert len(found) == sum(not name.startswith(("Nare", "Verant")) for name in _tables_and_counts(level))
    for told in found:
        assert ", lijst 1, kandidaat 2: er staat" in told


def _tables_and_counts(level: str) -> list[str]:
    return [
        each.name
        for each in files_of(level)
        if each.kind in (Kind.COUNT, Kind.TABLE) and not each.name.startswith(_OF_RESULT)
    ]


_OF_RESULT = ("Resultaat", "Gekozen", "Nietgekozen")


def _found(folder: Path, level: str, wrong: Release) -> Iterator[str]:
    """What is said of each count and table of ``wrong`` that differs from what was counted."""
    right = [each for each in files_of(level) if each.name in _tables_and_counts(level)]
    for of_right, made in zip(right, _made(level, wrong), strict=True):
        if made.content != of_right.content:
            yield _told(of_right, made, folder)


def _told(right: Content, made: Content, folder: Path) -> str:
    """``made`` read back as it was written, by the numbers of ``right``."""
    assert isinstance(right.compare, partial)
    keywords = {**right.compare.keywords, "content": made.content}
    with pytest.raises(Unequal) as caught:
        right.compare.func(put(made, folder), **keywords)
    told = str(caught.value)
    assert told.startswith(made.name)
    assert "is niet wat er is geschreven" not in told
    return told


def _made(level: str, release: Release) -> list[Content]:
    """Counts and tables, without those of the result; no document is drawn for it."""
    before = sum(each.kind in (Kind.COUNT, Kind.TABLE) for each in files_of(level))
    made = islice(contents(release, lambda *_: None, practice=False), before)
    return [each for each in made if not each.name.startswith(_OF_RESULT)]


@CENTRAL
def test_somebody_else_who_is_elected_is_found_in_each_file_of_the_result(tmp_path: Path, level: str) -> None:
    """Two candidates change their votes, so that the other one is elected."""
    right = release_of(level)
    first, last = candidate_field(4, 1), candidate_field(4, 3)
    apart = [each.figure(first) - each.figure(last) for each in right.tally.units]
    wrong = right
    for place, more in enumerate(apart):
        wrong = with_votes(wrong, place, {first: -more, last: more})
    wrong = distributed(wrong)
    files = {each.name: each for each in contents(wrong, lambda *_: None, practice=False)}
    for each in files_of(level):
        if files[each.name].content == each.content:
            assert not each.name.startswith(("Resultaat", "Gekozen", "P22", "osv4-3"))
        elif each.name.startswith(_OF_RESULT):
            assert ", lijst " in _told(each, files[each.name], tmp_path)
        elif each.name.startswith("P22") and each.kind is Kind.DOCUMENT:
            assert isinstance(each.compare, partial)
            path = put(files[each.name], tmp_path)
            with pytest.raises(Unequal, match=r"het moet|hier staat niet"):
                each.compare(path)


def test_a_seat_that_went_to_another_list_is_found_in_the_document(tmp_path: Path) -> None:
    """The document says what its file says, and both are of a distribution that is not the right one."""
    for level in ("CSB of several", "CSB of a water board"):
        right = release_of(level)
        other = with_votes(right, 0, {candidate_field(4, 1): 4000, total_field(4): 4000, f.VALID: 4000})
        wrong = distributed(other)
        facts = DocumentFacts(right.at, None)
        of_right = next(release_documents(right, facts))
        of_wrong = next(release_documents(wrong, facts))
        texts = expected_texts(of_wrong.document)[0].elements
        assert first_missing(texts, of_wrong.stated()) is None
        assert first_missing(texts, of_right.stated()) is not None


@EVERY
def test_every_number_of_every_unit_is_stated_in_a_document(level: str) -> None:
    """Another number on a paper changes documents, and each of those is then found to be wrong."""
    right = release_of(level)
    facts = DocumentFacts(right.at, None)
    documents = _stating(right, facts)
    for field in count_form(right.tally.election, right.tally.method).fields:
        differing = 0
        other = with_votes(right, 1, {field.id: 1})
        try:
            made = _stating(distributed(other), facts)
        except ValueError:
            continue
        for (name, stated, shown), (_, _, says) in zip(documents, made, strict=True):
            if says != shown:
                differing += 1
                assert first_missing(says, stated) is not None, (field.id, name)
        assert differing or field.id in _NOT_PRINTED, field.id


_NOT_PRINTED = (f.ELIGIBLE, f.VOTER_PASSES, f.VALID)
"""P 22 has none of them, as it adds up its lists; O 3 has no voter passes (models §4 to §6)."""


def _stating(release: Release, facts: DocumentFacts) -> list[tuple[str, list[Stated], tuple[str, ...]]]:
    return [
        (each.name, list(each.stated()), expected_texts(each.document)[0].elements)
        for each in release_documents(release, facts)
        if not each.name.startswith("Wijzigingen")
    ]


# What cannot be published yet ----------------------------------------------------------------------------


def test_a_lot_that_is_missing_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    release = tied()
    assert release.distribution is not None
    question = release.distribution.lot_needed
    assert question is not None
    with pytest.raises(ExportFailed) as caught:
        write_package(release, tmp_path, practice=False, provenance=PROVENANCE)
    assert str(question) in str(caught.value)
    assert "lijst 2" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    while question is not None:
        lot = Lot(question.kind, question.options, question.options[0], question.list_number)
        release = distributed(release, *release.lots, lot)
        assert release.distribution is not None
        question = release.distribution.lot_needed
    write_package(release, tmp_path, practice=False, provenance=PROVENANCE)


def test_a_draft_without_its_lot_has_all_but_the_result() -> None:
    facts = DocumentFacts(tied().at, None, draft=True)
    names = [each.name.partition("_")[0] for each in release_documents(tied(), facts)]
    assert names == ["Loting", "Verantwoording", "Narekenstaat"]
    whole = [
        each.name.partition("_")[0] for each in release_documents(release_of("CSB of a province"), facts)
    ]
    assert whole == ["P22-2", "osv5-3", "Verantwoording", "Narekenstaat", "Wijzigingen"]


def test_somebody_elected_without_a_town_is_named(tmp_path: Path) -> None:
    release = upper_release(Subcategory.PS1, Level.CSB)
    election = release.tally.election
    first, *others = election.lists
    homeless = replace(first, candidates=tuple(replace(each, locality="") for each in first.candidates))
    of = replace(election, lists=(homeless, *others))
    with pytest.raises(
        ExportFailed, match=r"Van Vries-b, A\.B\. \(lijst 1, kandidaat 1\) staat geen woonplaats"
    ):
        write_package(
            replace(release, tally=replace(release.tally, election=of)),
            tmp_path,
            practice=False,
            provenance=PROVENANCE,
        )
    assert list(tmp_path.iterdir()) == []


def test_votes_for_nobody_elect_nobody(tmp_path: Path) -> None:
    release = tied()
    units = tuple(
        UnitCount(each.unit, Count.of(dict.fromkeys(each.count.values, 0))) for each in release.tally.units
    )
    none = distributed(replace(release, tally=replace(release.tally, units=units)))
    with pytest.raises(ExportFailed, match="niemand gekozen"):
        write_package(none, tmp_path, practice=False, provenance=PROVENANCE)


def test_who_is_deceased_is_in_no_file_as_elected(tmp_path: Path) -> None:
    release = upper_release(Subcategory.PS1, Level.CSB)
    dead = distributed(release, deceased=frozenset({Place(1, 1)}))
    files = {each.name.partition("_")[0]: each for each in contents(dead, lambda *_: None, practice=False)}
    elected, others = (
        list(csv.DictReader(_text(files[name]).splitlines(), delimiter=";"))
        for name in ("Gekozen", "Nietgekozen")
    )
    assert not any((row["Lijstnummer"], row["Nr."]) == ("1", "1") for row in elected)
    (row,) = (row for row in others if (row["Lijstnummer"], row["Nr."]) == ("1", "1"))
    assert row["Opmerking"] == "overleden"
    write_package(dead, tmp_path, practice=False, provenance=PROVENANCE)


def test_a_practice_station_marks_its_files(tmp_path: Path) -> None:
    made = write_package(release_of("CSB of several"), tmp_path, practice=True, provenance=PROVENANCE)
    names = [path.name for path in made.publication.glob("[13]*/*")]
    assert all(name.startswith("OEFENING_") for name in names)
