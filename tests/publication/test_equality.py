"""What was written says what was counted: any one number that differs, in any file, is found and placed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, StreamObject, TextStringObject

from osv_tui.documents.model import Checkbox, Document, DocumentFacts, runs
from osv_tui.documents.model_set import Named
from osv_tui.documents.models_2019 import MODELS_2019
from osv_tui.documents.n11 import n11
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import expected_texts, render
from osv_tui.documents.said import TICK
from osv_tui.documents.stated import Missing, Stated, first_missing, row, sentence
from osv_tui.election import form as f
from osv_tui.election.accountability import Release, UnitAccount
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import CountingMethod, ElectionIdentifier
from osv_tui.election.tally import Tally
from osv_tui.eml.count_writing import write_count
from osv_tui.publication import package
from osv_tui.publication.accountability_csv import accountability_csv, control_sheet_csv
from osv_tui.publication.contents import PROGRAM, Progress
from osv_tui.publication.equal_counts import require_equal_count
from osv_tui.publication.equal_tables import (
    require_equal_account,
    require_equal_control_sheet,
    require_equal_votes,
)
from osv_tui.publication.equality import (
    Unequal,
    Written,
    _same_texts,
    require_equal,
    require_equal_document,
    require_equal_sheet,
)
from osv_tui.publication.manifest import check_manifests
from osv_tui.publication.osv4_3 import write_csv
from osv_tui.publication.package import ExportFailed, write_package
from osv_tui.publication.pdf_reading import PdfUnreadable, read_pdf
from tests.documents.accountability_example import ERROR, corrected_release, full_release, with_count
from tests.documents.example import AB, FACTS, GR, PS, example_tally
from tests.documents.test_annex_2 import counted_centrally
from tests.publication.mutations import changed, mutated, rewritten, search, written
from tests.publication.package_example import PROVENANCE
from tests.publication.test_package import second_release
from tests.real_election import ELECTIONS, real_tally
from tests.shared import needs_shared

MUTATIONS = 250
"""Of each way of counting; ``python -m tests.trust 8`` prints the figures."""


CODE = "ab" * 32


def released(tally: Tally) -> Release:
    accounts = tuple(UnitAccount(each.unit, each.count) for each in tally.units)
    return Release(tally, 1, full_release().at, accounts)


@pytest.mark.parametrize("method", CountingMethod)
def test_any_one_digit_in_any_file_is_found(tmp_path: Path, method: CountingMethod) -> None:
    files = written(corrected_release(method), tmp_path)
    figures = search(files, MUTATIONS, seed=2019)
    assert figures.missed == []
    assert figures.found == figures.made == MUTATIONS
    assert min(figures.by_kind[kind] for kind in (".xml", ".csv", ".pdf")) >= 5
    for each in files:
        require_equal(each)


@pytest.mark.parametrize("method", CountingMethod)
def test_a_pdf_that_was_only_put_together_again_says_the_same(tmp_path: Path, method: CountingMethod) -> None:
    """A control: what is found is the digit, and not that another program wrote the file."""
    for each in written(corrected_release(method), tmp_path):
        if each.path.suffix == ".pdf":
            again = rewritten(each.path.read_bytes())
            assert again != each.path.read_bytes()
            each.path.write_bytes(again)
            each.compare()
            with pytest.raises(Unequal, match=r"is niet wat er is geschreven\.$"):
                require_equal(each)


@needs_shared
@pytest.mark.parametrize("kind", ELECTIONS)
@pytest.mark.parametrize("method", CountingMethod)
def test_a_real_count_is_equal_in_every_file(tmp_path: Path, kind: str, method: CountingMethod) -> None:
    real = real_tally(kind)
    tally = real if method is CountingMethod.STATION else counted_centrally(real)
    for each in written(released(tally), tmp_path):
        require_equal(each)


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
    facts = DocumentFacts(release.at.replace(tzinfo=None), CODE)
    wrong = replace(release, tally=other_votes(release.tally))
    for right, made in zip(release_documents(release, facts), release_documents(wrong, facts), strict=True):
        path = tmp_path / made.name
        path.write_bytes(render(made.document).publication)
        require_equal_document(path, made, CODE)
        if made.name.startswith(("N11", "II_", "osv4-8")):
            place = "stembureau 1, " if made.name.startswith("osv4-8") else ""
            told = rf", {place}lijst 1, kandidaat 2: er staat «2 .* \d+», het moet «2 .* \d+» zijn"
            with pytest.raises(Unequal, match=told):
                require_equal_document(path, replace(made, stated=right.stated), CODE)


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


@pytest.mark.parametrize("method", CountingMethod)
def test_tables_that_were_made_of_other_numbers_are_found(tmp_path: Path, method: CountingMethod) -> None:
    right, path = full_release(method), tmp_path / "tabel.csv"
    unit = next(each for each in right.accounts if each.has_count_difference)

    def other(field: f.FieldId) -> Release:
        return with_count(right, unit.unit.number, **{field: unit.count.number(field) + 1})

    def refused(content: bytes, compare: Callable[[], None], told: str) -> None:
        path.write_bytes(content)
        with pytest.raises(Unequal, match=rf"^tabel\.csv, {told}.*: er staat .*, het moet .* zijn\.$"):
            compare()

    for field in (f.FOUND, f.MORE, f.FEWER, *f.EXPLANATIONS):
        wrong = accountability_csv(other(field))
        refused(wrong, partial(require_equal_account, path, wrong, right), "telverschillen")
    for field, told in ((ERROR.field, "gemelde fouten"), (total_field(1), "met de hand opgeteld")):
        wrong = accountability_csv(other(field))
        refused(wrong, partial(require_equal_account, path, wrong, right), told)
    sheet = control_sheet_csv(other(total_field(2)).tally)
    refused(sheet, partial(require_equal_control_sheet, path, sheet, right.tally), "lijst, stembureau")
    votes = write_csv(other(total_field(2)).tally)
    refused(votes, partial(require_equal_votes, path, votes, right.tally), "lijst 2")


def test_the_code_of_another_count_file_is_found(tmp_path: Path) -> None:
    release, path = full_release(), tmp_path / "document.pdf"
    for each in release_documents(release, DocumentFacts(release.at, CODE)):
        for content, compare in (
            (render(each.document).publication, require_equal_document),
            (render(each.document).signature_sheet, require_equal_sheet),
        ):
            if content:
                path.write_bytes(content)
                compare(path, each, CODE)
                with pytest.raises(Unequal, match=r"bladzijde \d+: de code van het telbestand staat er niet"):
                    compare(path, each, "cd" * 32)


def test_a_document_of_other_numbers_is_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = n11

    def with_another_number(release: Release, facts: DocumentFacts) -> Document:
        return real(other_votes(release.tally), facts)

    (model,) = MODELS_2019.station.results
    station = replace(MODELS_2019.station, results=(replace(model, document=with_another_number),))
    monkeypatch.setattr("osv_tui.documents.eras.SETS", (replace(MODELS_2019, station=station),))
    with pytest.raises(ExportFailed, match=r"N11_.*, lijst 1, kandidaat 2: er staat"):
        write_package(full_release(), tmp_path, practice=False, provenance=PROVENANCE)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_changed_after_it_was_written_is_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Count, table, document and sheet; without the check it is published, with checksums that hold."""
    release, dice, real = full_release(), random.Random(2019), package._read_back

    def change(place: int, files: Sequence[Written]) -> str:
        path = files[place].path
        path.write_bytes(mutated(path, dice))
        return path.name

    def changed_before_reading(place: int, files: Sequence[Written], tell: Progress) -> None:
        names.append(change(place, files))
        real(files, tell)

    def changed_and_not_read(place: int, files: Sequence[Written], tell: Progress) -> None:
        change(place, files)

    names: list[str] = []
    for place in (0, 3, 4, 5):
        monkeypatch.setattr(package, "_read_back", partial(changed_before_reading, place))
        with pytest.raises(ExportFailed) as caught:
            write_package(release, tmp_path / "out", practice=False, provenance=PROVENANCE)
        assert str(caught.value).startswith(names[-1])
        assert list((tmp_path / "out").iterdir()) == []
    for place in (0, 4):
        monkeypatch.setattr(package, "_read_back", partial(changed_and_not_read, place))
        made = write_package(release, tmp_path / f"unchecked {place}", practice=False, provenance=PROVENANCE)
        assert check_manifests(made.publication) == ()


def test_that_files_are_read_back_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def tell(what: str, done: int, total: int) -> None:
        if what == "nakijken":
            told.append((done, total))

    write_package(full_release(), tmp_path, practice=False, provenance=PROVENANCE, progress=tell)
    assert told == [(done, 21) for done in range(22)]


# What a PDF can say or show in another way than ours ----------------------------------------------------


Edit = Callable[[PdfWriter], None]


def _line_more(line: bytes) -> Edit:
    """A line more at the end of the first page."""

    def edit(writer: PdfWriter) -> None:
        content = writer.pages[0]["/Contents"].get_object()
        assert isinstance(content, StreamObject)
        content.set_data(content.get_data() + b"\n" + line)

    return edit


def _bookmark(writer: PdfWriter) -> None:
    first = writer.root_object["/Outlines"]["/First"]  # type: ignore[index]
    first[NameObject("/Title")] = TextStringObject("Model N 12")


def _date(writer: PdfWriter) -> None:
    metadata = writer.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    metadata.set_data(metadata.get_data().replace(b"2031-03-20", b"2031-03-21"))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (_line_more(b"1 g"), "geen leesbare PDF"),
        (_line_more(b"1 0 0 1 50 50 Tm <0012> Tj"), "geen leesbare PDF"),
        (_line_more(b"0 0 500 500 re f"), "geen leesbare PDF"),
        (_bookmark, "bladwijzers: er staat «Model N 12»"),
        (_date, "gegevens over het bestand: er staat «<xmp:CreateDate>2031-03-21"),
    ],
)
def test_nothing_is_shown_in_a_way_that_is_not_read(tmp_path: Path, edit: Edit, told: str) -> None:
    release = full_release()
    facts = DocumentFacts(release.at, CODE)
    document = next(release_documents(release, facts))
    writer = PdfWriter(clone_from=BytesIO(render(document.document).publication))
    edit(writer)
    path, out = tmp_path / "N11.pdf", BytesIO()
    writer.write(out)
    path.write_bytes(out.getvalue())
    with pytest.raises(Unequal) as caught:
        require_equal_document(path, document, CODE)
    assert told in str(caught.value)


@pytest.mark.parametrize("answer", [f.Answer.YES, f.Answer.NO])
def test_a_tick_is_read(answer: f.Answer) -> None:
    ticked = Document("Titel", "Model", FACTS, (Checkbox(answer is f.Answer.YES, runs("Ja.")),))
    assert read_pdf(render(ticked).publication).elements[2:] == (
        (TICK, "Ja.") if answer is f.Answer.YES else ("Ja.",)
    )


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
        require_equal(each)


def with_filter(pdf: bytes) -> bytes:
    return pdf.replace(b"/FlateDecode", b"/FlateDecodx")


def without_start(pdf: bytes) -> bytes:
    return pdf[:9] + pdf[200:]


@pytest.mark.parametrize("damage", [with_filter, without_start])
def test_a_damaged_pdf_is_told_in_a_sentence(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path, named = tmp_path / "N11.pdf", Named("N11.pdf", n11(second_release().tally, FACTS))
    path.write_bytes(damage(render(named.document).publication))
    with pytest.raises(Unequal, match=r"^N11\.pdf is geen leesbare PDF van dit programma \(\w+\)\.$"):
        require_equal_document(path, named, CODE)


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
        write_package(full_release(), tmp_path, practice=False, provenance=PROVENANCE)
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
        missing = first_missing(texts, wrong)
        assert missing is not None
        assert missing.stated == wrong[-1]
    assert first_missing((), (Stated(("1",)),)) == Missing(Stated(("1",)), "")
    assert first_missing(texts, (row(1, "Jansen", 6),)) == Missing(row(1, "Jansen", 6), "1 Jansen 5")
