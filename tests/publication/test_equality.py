"""What was written says what was counted: any one number that differs, in any file, is found and placed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText

from osv_tui.documents import names
from osv_tui.documents.hash_sheet import hash_sheet
from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.model_set import Named
from osv_tui.documents.models_2019 import MODELS_2019
from osv_tui.documents.n11 import n11
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import expected_texts, render
from osv_tui.documents.stated import Stated, first_missing, row, sentence
from osv_tui.election.accountability import Release, UnitAccount
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field
from osv_tui.election.model import CountingMethod, ElectionIdentifier
from osv_tui.election.tally import Tally
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.publication import package
from osv_tui.publication.accountability_csv import accountability_csv, control_sheet_csv
from osv_tui.publication.equality import (
    Unequal,
    _same_texts,
    require_equal_count,
    require_equal_document,
    require_equal_table,
    require_equal_votes,
)
from osv_tui.publication.osv4_3 import write_csv
from osv_tui.publication.package import PROGRAM, ExportFailed, write_package
from osv_tui.publication.pdf_reading import PdfUnreadable, read_pdf
from tests.documents.accountability_example import full_release
from tests.documents.example import AB, FACTS, GR, PS, example_tally
from tests.documents.test_annex_2 import counted_centrally
from tests.publication.mutations import changed, mutated, rewritten
from tests.publication.test_package import second_release
from tests.real_election import ELECTIONS, real_tally
from tests.shared import needs_shared

MUTATIONS = 500


@dataclass(frozen=True)
class Written:
    """A file of a package, and how it is read back."""

    path: Path
    check: Callable[[], None]


def written(release: Release, out: Path) -> list[Written]:
    """Every file of a package of ``release``, apart from the lists of checksums."""
    made = write_package(release, out, practice=False)
    folder, election, tally = made.publication, release.tally.election, release.tally
    eml = write_count(tally, release.at, PROGRAM)
    count, votes = folder / count_file_name(election), folder / csv_file_name(election)
    files = [
        Written(count, partial(require_equal_count, count, eml, tally)),
        Written(votes, partial(require_equal_votes, votes, write_csv(tally), tally)),
    ]
    for name, table in (
        (names.accountability_name(election), accountability_csv(release)),
        (names.control_sheet_name(election), control_sheet_csv(tally)),
    ):
        path = folder / names.csv_name(name)
        files.append(Written(path, partial(require_equal_table, path, table)))
    facts = DocumentFacts(release.at.replace(tzinfo=None), sha256(eml).hexdigest())
    code = Named(names.hash_sheet_name(election), hash_sheet(election, facts, count.name))
    for each in (*release_documents(release, facts), code):
        sheet = made.to_sign / names.signature_sheet_name(each.name)
        check = partial(require_equal_document, each, folder / each.name, sheet)
        files.append(Written(folder / each.name, check))
        if each.document.signature:
            files.append(Written(sheet, check))
    assert {each.path for each in files} == {
        path for path in (*folder.iterdir(), *made.to_sign.iterdir()) if not path.name.endswith("SUMS")
    }
    return files


def released(tally: Tally) -> Release:
    accounts = tuple(UnitAccount(each.unit, each.count) for each in tally.units)
    return Release(tally, 1, full_release().at, accounts)


@pytest.mark.parametrize("method", CountingMethod)
def test_any_one_digit_in_any_file_is_found(tmp_path: Path, method: CountingMethod) -> None:
    files = written(second_release(method), tmp_path)
    dice, found = random.Random(2019), Counter[str]()
    for number in range(MUTATIONS // 2):
        each = files[number % len(files)]
        good = each.path.read_bytes()
        each.path.write_bytes(mutated(each.path, dice))
        with pytest.raises(Unequal) as caught:
            each.check()
        assert str(caught.value).startswith(each.path.name)
        found[each.path.suffix] += 1
        each.path.write_bytes(good)
    assert found.total() == MUTATIONS // 2
    assert min(found.values()) >= 15
    for each in files:
        each.check()


@pytest.mark.parametrize("method", CountingMethod)
def test_a_pdf_that_was_only_put_together_again_is_equal(tmp_path: Path, method: CountingMethod) -> None:
    """A control: what is found is the digit, and not that another program wrote the file."""
    for each in written(second_release(method), tmp_path):
        if each.path.suffix == ".pdf":
            again = rewritten(each.path.read_bytes())
            assert again != each.path.read_bytes()
            each.path.write_bytes(again)
            each.check()


@needs_shared
@pytest.mark.parametrize("kind", ELECTIONS)
@pytest.mark.parametrize("method", CountingMethod)
def test_a_real_count_is_equal_in_every_file(tmp_path: Path, kind: str, method: CountingMethod) -> None:
    real = real_tally(kind)
    tally = real if method is CountingMethod.STATION else counted_centrally(real)
    for each in written(released(tally), tmp_path):
        each.check()


def other_votes(tally: Tally) -> Tally:
    """The same count with a vote more on one candidate at one station, and with nothing added up again."""
    first, *others = tally.units
    field = candidate_field(1, 2)
    counted = Count.of({**first.count.values, field: first.count.number(field) + 1})
    return replace(tally, units=(replace(first, count=counted), *others))


@pytest.mark.parametrize("method", CountingMethod)
def test_a_document_that_was_made_of_other_numbers_is_found(tmp_path: Path, method: CountingMethod) -> None:
    """The document says what its file says, and both are wrong: only the tally can tell."""
    release = released(second_release(method).tally)
    facts = DocumentFacts(release.at.replace(tzinfo=None), "ab" * 32)
    wrong = replace(release, tally=other_votes(release.tally))
    for right, made in zip(release_documents(release, facts), release_documents(wrong, facts), strict=True):
        path, sheet = tmp_path / made.name, tmp_path / "blad.pdf"
        rendered = render(made.document)
        path.write_bytes(rendered.publication)
        sheet.write_bytes(rendered.signature_sheet)
        require_equal_document(made, path, sheet)
        if made.name.startswith(("N11", "II_", "osv4-8")):
            with pytest.raises(Unequal, match="hier staat niet: «2 "):
                require_equal_document(replace(made, stated=right.stated), path, sheet)


def test_a_count_file_of_other_votes_is_found_and_placed(tmp_path: Path) -> None:
    tally = second_release().tally
    path, wrong = tmp_path / "Telling.eml.xml", other_votes(tally)
    eml = write_count(wrong, full_release().at, PROGRAM)
    path.write_bytes(eml)
    with pytest.raises(Unequal, match=r"Telling\.eml\.xml"):
        require_equal_count(path, eml, tally)
    table = tmp_path / "osv4-3.csv"
    table.write_bytes(write_csv(wrong))
    with pytest.raises(Unequal, match=r"osv4-3\.csv, lijst 1, kandidaat 2: er staat"):
        require_equal_votes(table, write_csv(wrong), tally)


def test_a_file_that_differs_is_never_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = n11

    def with_another_number(tally: Tally, facts: DocumentFacts, replaced: object) -> Document:
        return real(other_votes(tally), facts)

    (model,) = MODELS_2019.station.results
    station = replace(MODELS_2019.station, results=(replace(model, document=with_another_number),))
    monkeypatch.setattr("osv_tui.documents.eras.SETS", (replace(MODELS_2019, station=station),))
    with pytest.raises(ExportFailed, match=r"N11_.*hier staat niet: «2 "):
        write_package(full_release(), tmp_path, practice=False)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(package, "require_equal_document", lambda *_: None)
    assert write_package(full_release(), tmp_path, practice=False).publication.is_dir()


@pytest.mark.parametrize("damage", [b"", b"geen pdf", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_told(damage: bytes) -> None:
    with pytest.raises(PdfUnreadable):
        read_pdf(damage)


@pytest.mark.parametrize("method", CountingMethod)
@pytest.mark.parametrize("identifier", [PS, AB, GR], ids=["PS", "AB", "GR"])
def test_every_kind_of_election_states_its_numbers(
    tmp_path: Path, method: CountingMethod, identifier: ElectionIdentifier
) -> None:
    for each in written(released(example_tally(method, identifier)), tmp_path):
        each.check()


def with_filter(pdf: bytes) -> bytes:
    return pdf.replace(b"/FlateDecode", b"/FlateDecodx")


def without_start(pdf: bytes) -> bytes:
    return pdf[:9] + pdf[200:]


@pytest.mark.parametrize("damage", [with_filter, without_start])
def test_a_damaged_pdf_is_told_in_a_sentence(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path, named = tmp_path / "N11.pdf", Named("N11.pdf", n11(second_release().tally, FACTS))
    path.write_bytes(damage(render(named.document).publication))
    with pytest.raises(Unequal, match=r"^N11\.pdf is geen leesbare PDF van dit programma \(\w+\)\.$"):
        require_equal_document(named, path, path)


@pytest.mark.parametrize(
    "added",
    [
        *(b"BT /F1 9 Tf [<0005>] TJ ET", b"BT /F1 9 Tf <0005> ' ET", b"BT /F1 9 Tf (9) Tj ET"),
        *(b"/Artifact BMC BT /F1 9 Tf <00ab> Tj ET EMC", b"BT 3 Tr ET", b"/X Do", b"BI /W 1 ID x EI"),
    ],
)
def test_nothing_is_shown_on_a_page_that_is_not_read(added: bytes) -> None:
    pdf = render(n11(second_release().tally, FACTS)).publication
    with pytest.raises(PdfUnreadable):
        read_pdf(changed(pdf, lambda page, content: content + b"\n" + added if page == 1 else content))


def test_a_note_that_is_stuck_on_a_page_is_found() -> None:
    writer = PdfWriter(clone_from=BytesIO(render(n11(second_release().tally, FACTS)).publication))
    writer.add_annotation(0, FreeText(text="999", rect=(100, 400, 200, 500)))
    out = BytesIO()
    writer.write(out)
    with pytest.raises(PdfUnreadable):
        read_pdf(out.getvalue())


def test_a_file_that_became_another_one_is_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two texts that change places leave all that is said equal."""
    write = package._write

    def exchange(_: int, content: bytes) -> bytes:
        first, second, *_rest = re.finditer(rb"1 0 0 1 \S+ \S+ Tm", content)
        between = content[first.end() : second.start()]
        return content[: first.start()] + second[0] + between + first[0] + content[second.end() :]

    def with_places_changed(path: Path, data: bytes) -> None:
        write(path, changed(data, exchange) if path.suffix == ".pdf" else data)

    monkeypatch.setattr(package, "_write", with_places_changed)
    with pytest.raises(ExportFailed, match=r"\.pdf is niet wat er is geschreven\."):
        write_package(full_release(), tmp_path, practice=False)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_page_too_many_is_found(tmp_path: Path) -> None:
    named = Named("N11.pdf", n11(second_release().tally, FACTS))
    said, _ = expected_texts(named.document)
    with pytest.raises(Unequal, match="aantal bladzijden"):
        _same_texts(tmp_path / "N11.pdf", replace(said, beside=(*said.beside, ())), said)


def test_statements_are_looked_for_in_their_order() -> None:
    texts = ("Lijst", "1", "Jansen", "5", "Er zijn 12 kiezers en 3 passen.", "1", "Jansen", "7")
    good = (row(1, "Jansen", 5), sentence(12, 3), row(1, "Jansen", 7))
    assert first_missing(texts, good) is None
    for wrong in (
        (row(1, "Jansen", 6),),
        (row(1, "Jansen", 7), sentence(12, 3)),
        (sentence(12),),
        (row(1, "Jansen", 7), row(1, "Jansen", 7)),
    ):
        assert first_missing(texts, wrong) == wrong[-1]
    assert first_missing((), (Stated(("1",)),)) == Stated(("1",))
