"""The papers of the staff: they tell what the file tells, stay apart, and never replace one another."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from osv_tui import __version__
from osv_tui.documents.audit_facts import AuditFacts, VersionAudit
from osv_tui.documents.layout import grouped
from osv_tui.documents.model import Document
from osv_tui.documents.render import Rendered, render
from osv_tui.documents.wording import moment
from osv_tui.election.form import BLANK, Form
from osv_tui.election.letters import unprintable
from osv_tui.election.workflow import Role
from osv_tui.guard.installed import release_hash
from osv_tui.guard.offline import What
from osv_tui.paperwork import audit, papers, writing
from osv_tui.paperwork.papers import (
    write_audit_report,
    write_drafts,
    write_head_slip,
    write_person_list,
)
from osv_tui.paperwork.writing import PaperNotWritten
from osv_tui.publication.package import write_package
from osv_tui.store import backup, decisions, releasing, settings, signing_in, sittings
from osv_tui.store.actor import Actor
from osv_tui.store.check import Head, head
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.events import Event
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused
from osv_tui.store.settings import Setting
from osv_tui.store.sittings import Occasion
from tests.documents.conformance import faults
from tests.documents.reading_back import in_order, lines_of, pages_of
from tests.examples import (
    PASSWORD,
    STATIONS,
    add_control_sums,
    cheap_passwords,
    enrol,
    example_count,
    example_station,
    key_in,
    release,
)
from tests.publication.package_example import PROVENANCE
from tests.quick_disk import quick_disk
from tests.store.evening import Evening, evening_at, eventful

__all__ = ["quick_disk"]

STAFF = ("Ada Beheer", "Sam Zicht", "Typist bo", "Typist cas", "Typist dee", "Eve Elders")

Write = Callable[[StationFile, Actor, Path], Path]


def write_slip(file: StationFile, actor: Actor, folder: Path) -> Path:
    """The slip of the last head that was noted."""
    rows = file.rows("SELECT subject, detail ->> 'hash' FROM log WHERE action = 'head noted' ORDER BY seq")
    subject, code = rows[-1]
    return write_head_slip(file, actor, folder, Occasion.CLOSING, Head(int(subject.split()[1]), code))


WRITERS: dict[str, Write] = {
    "person list": write_person_list,
    "head slip": write_slip,
    "audit report": write_audit_report,
}
EVERY_PAPER = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """An evening on which everything happened; the tests only read it."""
    with cheap_passwords():
        yield eventful(tmp_path_factory.mktemp("evening"))


@pytest.fixture(scope="module")
def report(evening: Evening, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("report")
    return write_audit_report(evening.file, evening.supervisor, folder).read_bytes()


def text_of(path: Path) -> str:
    return " ".join(pages_of(path.read_bytes()))


# What is on them ---------------------------------------------------------------------------------------


def test_the_list_has_every_person_and_who_opened_the_sitting(evening: Evening, tmp_path: Path) -> None:
    path = write_person_list(evening.file, evening.supervisor, tmp_path)
    told = evening.history
    assert path == tmp_path / "personenlijst.pdf"
    text = text_of(path)
    assert "Gemeente Voorbeelddam Verkiezing Provinciale Staten Voorbeeld 2031" in text
    assert "Datum stemming 19 maart 2031" in text
    opened = f"Zitting geopend {moment(told.sittings[0].opened_at)} Geopend door Ada Beheer"
    assert f"{opened} Bevestigd door Sam Zicht" in text
    assert f"Regel van het logboek {told.head.seq} Controlecode {grouped(told.head.hash)[:39]}" in text
    for line in told.persons:
        assert moment(line.registered_at) in text
        assert line.user_name in text
    assert moment(told.happened.resets[0].at).split()[1] in text
    assert text.count("bij het maken van het station, bevestigd door") == 2
    assert in_order([*STAFF], text[text.index("Geregistreerd") :])


def test_the_slip_has_the_head_that_was_shown_as_it_was_then(evening: Evening, tmp_path: Path) -> None:
    noted = evening.history.happened.heads[0]
    args = evening.file, evening.supervisor, tmp_path, noted.occasion
    path = write_head_slip(*args, noted.head)
    assert path.name == f"controlecode-opening-{noted.head.seq}.pdf"
    at = evening.history.sittings[0].opened_at
    assert f"Moment opening, {moment(at)} Definitieve stembureaus 0" in text_of(path)
    assert grouped(noted.head.hash)[:19] in text_of(path)
    with pytest.raises(Refused, match="niet in het logboek"):
        write_head_slip(*args, Head(noted.head.seq, "0" * 64))


def test_every_kind_of_thing_is_in_the_report(evening: Evening, report: bytes) -> None:
    """Not one section says that there is nothing to tell; so the evening is a fair example."""
    station = papers.station_of(evening.file, evening.history.at)
    told = audit.audit_facts(evening.file, station, evening.history)
    assert [field.name for field in fields(AuditFacts) if getattr(told, field.name) == ()] == []
    versions = [version for unit in told.elections[0].units for version in unit.versions]
    of_units = [field.name for field in fields(VersionAudit)]
    assert [name for name in of_units if not any(getattr(version, name) for version in versions)] == []
    text = " ".join(pages_of(report))
    for nothing in (
        "Er is geen",
        "niets van gezien",
        "Niemand heeft",
        "nooit geweigerd",
        "niet gezien dat",
        "niet was",
    ):
        assert nothing not in text


def test_the_report_tells_each_thing_with_who_and_when(evening: Evening, report: bytes) -> None:
    told, lines = evening.history, lines_of(report)
    happened, seen = told.happened, {entry.id: entry for entry in told.entries}
    connection, jump = happened.connections[0], happened.clock_jumps[0]
    first, rekeyed = seen[1], next(entry for entry in told.entries if entry.amends)
    assert first.handed_in
    assert rekeyed.handed_in
    sitting, bo, dee = told.sittings[0], told.sessions[1], told.sessions[3]
    assert bo.ended
    for line in (
        f"Versie van osv-tui {__version__}",
        f"Code van de versie {grouped(release_hash())[:39]}",
        f"Versie van SQLite {told.sqlite_version}",
        f"{moment(connection.found)} {moment(connection.gone or connection.found)} wifi stond aan (wlan0)",
        f"{moment(jump.before)} {moment(jump.after)}",
        f"{moment(happened.installation_changes[0].at)} osv_tui/cli.py is veranderd.",
        f"bo {moment(happened.refusals[0].at)} 1",
        f"naam zonder account {moment(happened.refusals[1].at)} 1",
        f"1 Gemeentehuis 1e invoer Typist bo tty bo {moment(first.begun)} {moment(first.handed_in)}",
        f"1 1e invoer Typist bo tty bo {moment(rekeyed.begun)} {moment(rekeyed.handed_in)}",
        f"7 1e van Typist dee verkeerd papier Sam Zicht {moment(told.decided.discards[0].at)}",
        f"7 1e van Typist dee niets ingevoerd Typist dee {moment(told.decided.discards[1].at)}",
        "opnieuw*",
        f"Typist bo tty bo {moment(bo.started)} {moment(bo.ended)}",
        f"Typist dee tty dee {moment(dee.started)} niet",
    ):
        assert line in lines, line
    text = " ".join(pages_of(report))
    assert f"{moment(sitting.opened_at)} Ada Beheer, bevestigd door" in text
    assert "Stembureau 2 is twee keer op scherm «tty9» ingevoerd" in text
    assert "1e van Typist bo F Blanco stembiljetten leesfout Sam Zicht" in text
    assert in_order(["PS2031_Voorbeeld: 2 (1e), 1", "(1e), 7"], text)


def test_the_report_tells_each_decision_with_its_reason(evening: Evening, report: bytes) -> None:
    text, made = " ".join(pages_of(report)), evening.history.decided
    first, second = evening.history.elections[0].releases
    assert first.reopened
    taken_back = made.errors[1].withdrawn
    assert taken_back
    for words in (
        f"1 definitief {moment(first.at)} Sam Zicht, bevestigd door Ada",
        f"1 heropend {moment(first.reopened.at)} Sam Zicht, bevestigd door Ada het stembureau",
        f"2 definitief {moment(second.at)}",
        f"niet gelijk Sam Zicht {moment(made.control[0].at)}",
        f"de invoerder is naar huis Sam Zicht {moment(made.handed_over[0].at)}",
        f"zo staat het op het papier Sam Zicht {moment(made.let_stand[0].at)}",
        "W.551 Zelfde uitslag Bekeken: beide papieren. Gevonden: zij",
        "Oorzaak: stembiljet meegenomen. Verantwoording: Een kiezer",
        f"ingetrokken dubbel ingevoerd Sam Zicht {moment(taken_back.at)}",
        "7 (v2) 1e invoer",
        "Veel blanco stembiljetten, vanaf 5 % Ada Beheer",
    ):
        assert words in text, words


def test_the_report_comes_with_lines_without_names_and_with_the_checks(
    evening: Evening, tmp_path: Path
) -> None:
    path = write_audit_report(evening.file, evening.supervisor, tmp_path)
    assert path == tmp_path / "controleverslag.pdf"
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "controles-en-grenzen.pdf",
        "controleverslag-zonder-namen.jsonl",
        "controleverslag-zonder-namen.pdf",
        "controleverslag.jsonl",
        "controleverslag.pdf",
    ]
    assert "vanaf 5 %*" in text_of(tmp_path / "controles-en-grenzen.pdf")
    lines = path.with_suffix(".jsonl").read_text("utf-8").splitlines()
    actions = {json.loads(line).get("action") for line in lines}
    assert {"election reopened", "unit reopened", "finding disposed", "entries differ"} <= actions
    for pdf in tmp_path.glob("*.pdf"):
        assert faults(pdf.read_bytes()) == []


def test_nobody_and_no_place_is_in_what_can_be_published(evening: Evening, tmp_path: Path) -> None:
    full = write_audit_report(evening.file, evening.supervisor, tmp_path)
    public = tmp_path / "controleverslag-zonder-namen.pdf"
    named, nameless = (
        text_of(path) + path.with_suffix(".jsonl").read_text("utf-8") for path in (full, public)
    )
    for secret in (*STAFF, "tty", "/media/", str(evening.file.path.parent)):
        assert secret in named, secret
        assert secret not in nameless, secret
    assert "invoerder 1" in nameless
    assert "toezichthouder 1" in nameless
    assert "777777" not in (named + nameless).replace(".", "")


def test_the_number_of_a_role_is_that_of_registration(evening: Evening) -> None:
    cast = audit._cast(evening.history)
    roles = ("beheerder 1", "toezichthouder 1", *(f"invoerder {number}" for number in range(1, 5)))
    assert [(person.name, person.alias) for person in cast.values()] == list(zip(STAFF, roles, strict=True))


def test_fields_are_named_in_a_text_that_stays_short(evening: Evening) -> None:
    form: Form = evening.station.form
    fields = [field for field in form.by_id if field == BLANK or field.startswith("list.")]
    said = audit._fields_said(form, fields)
    assert said == "F Blanco stembiljetten; Lijst 1: 1, 2, 4, totaal; Lijst 3: 1, 2, totaal"


def test_copies_that_went_well_share_a_line(evening: Evening, report: bytes) -> None:
    good = [copy for copy in evening.history.happened.copies if copy.head]
    assert len(good) == 3
    text = " ".join(pages_of(report))
    assert f"in orde; 3 kopieën sinds {good[0].at:%d-%m %H:%M}" in text
    assert moment(good[2].at) in text
    assert moment(good[1].at) not in text
    assert "Kies voor de kopie een andere plek" in text


@EVERY_PAPER
def test_no_vote_is_on_it_and_it_is_pdf_a(evening: Evening, tmp_path: Path, write: Write) -> None:
    content = write(evening.file, evening.supervisor, tmp_path).read_bytes()
    assert "777777" not in "".join(pages_of(content)).replace(".", "")
    assert faults(content) == []


def test_every_kind_of_connection_has_words() -> None:
    assert set(audit._CONNECTIONS) == {what.value for what in What}


def test_a_field_is_called_as_on_the_form(evening: Evening) -> None:
    form: Form = evening.station.form
    labels = [audit._label(form, field.id) for field in form.fields]
    assert labels[0] == "A Geldige stempassen"
    assert "Zijn D en H gelijk?" in labels
    assert "Lijst 1: 2 de Vries, C." in labels
    assert "Lijst 3: Totaal (stemcijfer)" in labels
    assert len(set(labels)) == len(labels)


# Characters that cannot be printed ---------------------------------------------------------------------


@pytest.fixture
def strange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evening:
    """A short evening on which the computer and its folders have strange names, and so has a person.

    What the rule of typed texts refuses can be in the file only if another program wrote it there.
    """
    evening = evening_at(tmp_path / "station.osv")
    file, administrator = evening.file, evening.station.administrator
    folder = tmp_path / "map漢"
    folder.mkdir()
    settings.set_up(file, administrator, Setting.COPIES, str(folder))
    backup.back_up(file, folder, "tty1")
    evening.tell(Event.CONNECTION_FOUND, what="wifi_on", interface="wlan漢")
    evening.tell(Event.INSTALLATION_CHANGED, what="osv_tui/cli漢\u202e.py is veranderd.")
    evening.tell(Event.COPY_FAILED, place="/media/stick漢", result="fout漢 5\n6")
    bo = signing_in.sign_in(file, "bo", PASSWORD, "tty漢")
    key_in(evening.station, bo, 1, example_count(1))
    with pytest.raises(Refused, match="klopt niet"):
        signing_in.sign_in(file, "vreemde漢", "fout", "tty1")
    with monkeypatch.context() as patch:
        patch.setattr("osv_tui.election.letters.complaint", lambda text: None)
        enrol(file, administrator, NewPerson("Naam漢", "900", "naam", Role.TYPIST))
        decisions.discard(file, evening.supervisor, evening.unit(1).entries, "reden漢")
    finish(evening)
    election = evening.station.election
    releasing.package_written(file, evening.supervisor, election, 1, "/media/uit漢", "ab" * 32)
    return evening


def finish(evening: Evening) -> None:
    """All units are typed by the last two typists, and the election is released."""
    for unit in (1, 2, 7):
        for typist in evening.station.typists[1:]:
            key_in(evening.station, typist, unit, example_count(unit))
    decisions.overview(evening.file, evening.supervisor)
    release(evening.station)


def texts_in(value: object) -> Iterator[str]:
    """Every text of a document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def test_no_name_of_the_computer_or_of_a_person_stops_a_paper(
    strange: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what goes to be drawn every text can be; the lines beside it have what the file has."""
    drawn: list[Document] = []

    def draw(document: Document, *, whole: bool) -> Rendered:
        drawn.append(document)
        return render(document, whole=whole)

    monkeypatch.setattr(writing, "render", draw)
    strange_file, sam = strange.file, strange.supervisor
    sittings.note_head(strange_file, sam, Occasion.OPENING, head(strange_file))
    for write in WRITERS.values():
        write(strange_file, sam, tmp_path / "papieren")
    texts = [text for document in drawn for text in texts_in(document)]
    assert [text for text in texts if unprintable(text)] == []
    shown = " ".join(texts)
    for coded in (
        *("map[U+6F22]", "wlan[U+6F22]", "cli[U+6F22][U+202E].py", "/media/stick[U+6F22]"),
        *("fout[U+6F22] 5[U+000A]6", "tty[U+6F22]", "Naam[U+6F22]", "reden[U+6F22]", "/media/uit[U+6F22]"),
    ):
        assert coded in shown
    assert "vreemde" not in shown
    lines = (tmp_path / "papieren" / "controleverslag.jsonl").read_text("utf-8")
    for exact in ("map漢", "wlan漢", "/media/stick漢", "tty漢", "Naam漢", "reden漢", "/media/uit漢"):
        assert exact in lines


def test_the_person_list_shows_a_strange_name_as_its_code(strange: Evening, tmp_path: Path) -> None:
    assert "Naam[U+6F22]" in text_of(write_person_list(strange.file, strange.supervisor, tmp_path))


# Who, and when -----------------------------------------------------------------------------------------


@EVERY_PAPER
def test_a_typist_gets_no_paper_and_leaves_none(evening: Evening, tmp_path: Path, write: Write) -> None:
    typist = evening.station.typists[2]
    with pytest.raises(Refused, match="mag dit niet"):
        write(evening.file, typist, tmp_path / "papieren")
    assert not (tmp_path / "papieren").exists()


def test_there_is_no_list_before_a_sitting(tmp_path: Path) -> None:
    from tests.ui import town

    town.founded(tmp_path / "station.osv")
    file = open_station(tmp_path / "station.osv")
    sam = signing_in.sign_in(file, "sam", PASSWORD, "tty1")
    with pytest.raises(Refused, match="nog niet geopend"):
        write_person_list(file, sam, tmp_path)
    assert "Er is geen zitting geopend" in text_of(write_audit_report(file, sam, tmp_path))


# How they are kept -------------------------------------------------------------------------------------


@EVERY_PAPER
def test_the_same_file_gives_the_same_bytes_in_any_process(
    evening: Evening, tmp_path: Path, write: Write
) -> None:
    paper = write(evening.file, evening.supervisor, tmp_path / "here")
    by = evening.supervisor
    program = (
        "import sys; from pathlib import Path; from tests.test_paperwork import WRITERS\n"
        "from osv_tui.store.actor import Actor; from osv_tui.store.database import open_station\n"
        "from osv_tui.election.workflow import Role\n"
        f"actor = Actor({by.session}, {by.account}, {by.person}, {by.name!r}, {by.user_name!r},"
        f" Role.SUPERVISOR, {by.terminal!r})\n"
        "WRITERS[sys.argv[1]](open_station(Path(sys.argv[2])), actor, Path(sys.argv[3]))"
    )
    name = next(name for name, each in WRITERS.items() if each is write)
    command = [sys.executable, "-c", program, name, evening.file.path, tmp_path / "there"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    root = Path(__file__).parents[1]
    subprocess.run([str(each) for each in command], check=True, env=environment, cwd=root)
    assert (tmp_path / "there" / paper.name).read_bytes() == paper.read_bytes()


@EVERY_PAPER
def test_a_paper_is_never_replaced_and_not_written_twice(
    evening: Evening, tmp_path: Path, write: Write
) -> None:
    first = write(evening.file, evening.supervisor, tmp_path)
    together = len(list(tmp_path.iterdir()))
    assert write(evening.file, evening.supervisor, tmp_path) == first
    assert len(list(tmp_path.iterdir())) == together
    content = first.read_bytes()
    first.write_bytes(b"an earlier paper")
    second = write(evening.file, evening.supervisor, tmp_path)
    assert second.name == f"{first.stem}-2.pdf"
    assert (first.read_bytes(), second.read_bytes()) == (b"an earlier paper", content)


def test_papers_that_belong_together_have_one_number(evening: Evening, tmp_path: Path) -> None:
    (tmp_path / "controleverslag-zonder-namen.jsonl").write_text("of an earlier report")
    path = write_audit_report(evening.file, evening.supervisor, tmp_path)
    assert path.name == "controleverslag-2.pdf"
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "controles-en-grenzen-2.pdf",
        "controleverslag-2.jsonl",
        "controleverslag-2.pdf",
        "controleverslag-zonder-namen-2.jsonl",
        "controleverslag-zonder-namen-2.pdf",
        "controleverslag-zonder-namen.jsonl",
    ]


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_only_its_owner_can_read_it(evening: Evening, tmp_path: Path) -> None:
    path = write_slip(evening.file, evening.supervisor, tmp_path / "new" / "papers")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("call", ["fsync", "link", "mkdir"])
def test_a_disk_that_refuses_leaves_nothing_behind(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    if call == "link":
        monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(PaperNotWritten, match="de schijf is vol") as error:
        write_slip(evening.file, evening.supervisor, tmp_path / "papers")
    assert "No space" not in str(error.value)
    assert not (tmp_path / "papers").exists() or list((tmp_path / "papers").iterdir()) == []


def test_a_stick_without_links_takes_papers_too(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unknown)
    path = write_slip(evening.file, evening.supervisor, tmp_path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("has_links", [True, False])
def test_who_is_first_in_the_same_moment_keeps_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    """Between the look whether a name is free and the taking of it, another program takes it."""
    name_it = writing._name_it

    def too_late(unfinished: Path, path: Path) -> None:
        if path.name == "paper.pdf":
            path.write_bytes(b"of another program")
        name_it(unfinished, path)

    def unknown(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(writing, "_name_it", too_late)
    if not has_links:
        monkeypatch.setattr(os, "link", unknown)
    (path,) = writing._put_together([(tmp_path / "paper.pdf", b"ours")])
    assert path.name == "paper-2.pdf"
    assert (tmp_path / "paper.pdf").read_bytes() == b"of another program"


# Apart from what is published --------------------------------------------------------------------------


def test_what_is_published_names_nobody_of_the_staff(tmp_path: Path) -> None:
    evening = evening_at(tmp_path / "station.osv")
    file, sam, election = evening.file, evening.supervisor, evening.station.election
    for unit in (1, 2, 7):
        for typist in evening.station.typists[:2]:
            key_in(evening.station, typist, unit, example_count(unit))
    decisions.overview(file, sam)
    release(evening.station)
    sittings.note_head(file, sam, Occasion.OPENING, head(file))
    out = tmp_path / "out"
    papers = [write(file, sam, out) for write in WRITERS.values()]
    package = write_package(
        releasing.current_release(file, sam, election), out, practice=False, provenance=PROVENANCE
    )
    for folder in (package.publication, package.to_sign):
        published = [path for path in folder.rglob("*") if path.is_file()]
        assert published
        assert {path.name for path in published}.isdisjoint(path.name for path in out.iterdir())
        for path in published:
            text = text_of(path) if path.suffix == ".pdf" else path.read_text("utf-8")
            assert not any(name in text for name in STAFF), path.name
    assert all("Sam Zicht" in text_of(path) for path in papers if "controlecode" not in path.name)
    with pytest.raises(PaperNotWritten, match="wordt gepubliceerd"):
        write_audit_report(file, sam, package.publication)
    assert not (package.publication / "controleverslag.pdf").exists()


# Drafts ------------------------------------------------------------------------------------------------


def test_drafts_of_another_moment_stand_apart(tmp_path: Path) -> None:
    with cheap_passwords():
        station = example_station(tmp_path / "station.osv")
        for seed, unit in enumerate(STATIONS.units, start=1):
            for typist in station.typists[:2]:
                key_in(station, typist, unit.number, example_count(seed))
    file, supervisor = station.file, station.supervisor
    decisions.overview(file, supervisor)  # which declares them final

    def drafts() -> Path:
        return write_drafts(file, supervisor, tmp_path / "concepten", station.election)

    first = drafts()
    assert drafts() == first
    before = sorted(path.name for path in first.iterdir())
    add_control_sums(station, station.election)
    second = drafts()
    assert second == first.with_name(f"{first.name}-2")
    assert sorted(path.name for path in second.iterdir()) == before
    assert not any(name.endswith("-2.pdf") for name in before)
    file.close()
