"""From a station to the folder for the website: signed, with its log, and with nobody's name in it."""

from __future__ import annotations

import json
import platform
import re
import socket
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from osv_tui.election.publishing import (
    default_deadline,
    kept_until,
    read_deadline,
    time_left,
    typed_deadline,
)
from osv_tui.exporting import export
from osv_tui.paperwork.papers import write_publishing_list
from osv_tui.publication.manifest import check_manifests
from osv_tui.publication.package import ExportFailed, Package
from osv_tui.publication.sorts import NotPublished, sort_of
from osv_tui.store import decisions, public_log, releasing, session_key, settings, sittings
from osv_tui.store.check import head
from osv_tui.store.problems import Refused
from osv_tui.store.settings import Setting
from osv_tui.store.sittings import Occasion
from tests.documents.reading_back import pages_of
from tests.examples import cheap_passwords, example_count, key_in, release
from tests.quick_disk import quick_disk
from tests.store.evening import Evening, evening_at

__all__ = ["quick_disk"]

SECRET_PLACE, HOST = "geheime-map-4711", "computer-van-iemand-4712"


@dataclass(frozen=True)
class Exported:
    """An evening that was exported, and what may be nowhere in it: the word for it, and its bytes."""

    evening: Evening
    package: Package
    canaries: tuple[tuple[str, bytes], ...]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    folder = tmp_path_factory.mktemp("evening") / SECRET_PLACE
    folder.mkdir()
    with cheap_passwords():
        evening = evening_at(folder / "station.osv")
        file, sam, election = evening.file, evening.supervisor, evening.station.election
        sittings.note_head(file, sam, Occasion.OPENING, head(file))
        settings.set_up(file, evening.station.administrator, Setting.CONTACT, "het team Verkiezingen")
        for unit in (1, 2, 7):
            for typist in evening.station.typists[:2]:
                key_in(evening.station, typist, unit, example_count(unit))
        decisions.overview(file, sam)
        release(evening.station)
    with closing(file):
        with pytest.MonkeyPatch.context() as patch:
            for of in (platform, "node"), (socket, "gethostname"):
                patch.setattr(*of, lambda: HOST)
            for variable in ("HOSTNAME", "COMPUTERNAME", "USER", "LOGNAME", "USERNAME"):
                patch.setenv(variable, HOST)
            package = export(file, sam, election, folder / "export")
        yield Exported(evening, package, tuple(_canaries(evening)))


def _canaries(evening: Evening) -> Iterator[tuple[str, bytes]]:
    file = evening.file
    for (name,) in file.rows("SELECT name FROM person"):
        yield "name", name.encode()
    yield "staff number", b"staff_number"
    for user_name, password in file.rows("SELECT user_name, password_hash FROM account"):
        yield "account", f'"{user_name}"'.encode()
        yield "password", password.encode()
        yield "password", password.rsplit("$", 1)[-1].encode()
    for (terminal,) in file.rows("SELECT DISTINCT terminal FROM session"):
        yield "terminal", terminal.encode()
    key = session_key.current(file)
    assert key is not None
    yield "private key", bytes(key._key)
    yield "sealed key", session_key.key_path(file.path).read_bytes().strip()
    yield "station secret", str(file.value("SELECT secret FROM station")).encode()
    yield "path", SECRET_PLACE.encode()
    yield "path", b"station.osv"
    yield "home", str(Path.home()).encode() + b"/"
    yield "host and user", HOST.encode()


def texts_of(path: Path) -> Iterator[bytes]:
    """All that a file says: its bytes, and of a PDF every stream unpacked and the text of its pages."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                yield stream
        yield "\n".join(pages_of(content)).encode()
    if path.suffix == ".zip":
        with ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
            yield "\n".join(archive.namelist()).encode()


def leaks(folder: Path, canaries: tuple[tuple[str, bytes], ...]) -> list[str]:
    return [
        f"{what} in {path.name}"
        for path in sorted(folder.rglob("*"))
        for what, canary in canaries
        if canary in path.name.encode() or (path.is_file() and any(canary in text for text in texts_of(path)))
    ]


def test_nothing_that_is_published_names_anybody_or_tells_a_secret(exported: Exported) -> None:
    day = exported.package.publication.parent
    assert leaks(day, exported.canaries) == []
    names = {path.name for path in day.rglob("*")}
    assert not any("_ondertekening" in name or name.startswith(("I_", "N10-1_")) for name in names)
    assert {what for what, _ in exported.canaries} >= {"name", "password", "private key", "path"}


def test_every_canary_is_found_where_it_is_planted(exported: Exported, tmp_path: Path) -> None:
    for number, (what, canary) in enumerate(exported.canaries):
        (tmp_path / f"{number}.txt").write_bytes(b"x" + canary + b"x")
        assert f"{what} in {number}.txt" in leaks(tmp_path, exported.canaries)
        (tmp_path / f"{number}.txt").unlink()


@pytest.mark.parametrize(
    "name",
    [
        *("I_PV_leeg.pdf", "N10-1_PV_leeg.pdf", "N11_Vaststelling_ondertekening.pdf", "personenlijst.pdf"),
        *("controlecode-opening-12.pdf", "controleverslag.pdf", "station.osv", "station.osv.key", "x.pdf"),
    ],
)
def test_a_file_of_no_known_sort_is_never_published(name: str) -> None:
    with pytest.raises(NotPublished, match="hoort niet in wat wordt gepubliceerd"):
        sort_of(name)


def test_the_package_is_whole_signed_and_recorded(exported: Exported) -> None:
    package, file = exported.package, exported.evening.file
    assert package.signed
    assert check_manifests(package.publication) == ()
    key = session_key.public_key(file)
    assert key is not None
    assert f" {key}\n" in (package.publication / "allowed_signers").read_text()
    ((folder, root, files),) = file.rows(
        "SELECT p.folder, p.root, l.detail ->> 'files' FROM package p"
        " JOIN log l ON l.action = 'package written'"
    )
    assert (Path(folder), root, files) == (package.publication, package.root, package.files)


def test_the_files_that_were_read_are_published_byte_by_byte(exported: Exported) -> None:
    rows = exported.evening.file.rows("SELECT content FROM document")
    published = {path.read_bytes() for path in (exported.package.publication / "4-bestanden").iterdir()}
    assert len(rows) == 3
    assert {content for (content,) in rows} <= published


TOLD_BESIDE = {
    **{f"file read {kind}": {"sha256"} for kind in ("110a", "230b", "110b")},
    "sitting opened": {"public_key"},
    "head noted": {"occasion", "seq", "hash", "final"},
    "entry begun": {"number"},
    "control sum": {"version", "list"},
    "election final": {"version"},
}
"""What may be told of a row beside who, when and what it is about: no name of a file, and no figure."""


def test_the_log_tells_roles_and_never_a_value(exported: Exported) -> None:
    lines = (exported.package.publication / "5-herkomst" / "logboek.jsonl").read_text("utf-8").splitlines()
    header, *rows = map(json.loads, lines)
    file = exported.evening.file
    last, code = file.rows("SELECT seq, hash FROM log WHERE action = 'election final'")[0]
    assert (header["rows"], header["head"]) == (last, code)
    assert header["left_out"] == last - len(rows)
    done = [row["do"] for row in rows]
    assert "value" not in done
    assert "signed in" not in done
    assert done[-1] == "election final"
    assert {row["do"]: set(row["detail"]) for row in rows if row["detail"]} == TOLD_BESIDE
    by = {row["by"] for row in rows}
    assert {"beheerder 1", "toezichthouder 1", "invoerder 1", "invoerder 2"} <= by
    finals = [row["about"] for row in rows if row["do"] == "unit final"]
    assert sorted(finals) == ["PS2031_Voorbeeld, 1", "PS2031_Voorbeeld, 2", "PS2031_Voorbeeld, 7"]
    manifest = json.loads((exported.package.publication / "manifest.json").read_bytes())
    assert manifest["chain"]["head"] == {"seq": last, "hash": code}
    (anchor,) = manifest["chain"]["anchors"]
    assert (anchor["moment"], anchor["final"]) == ("opening", 0)


def test_a_second_export_of_the_same_release_has_the_same_bytes(exported: Exported, tmp_path: Path) -> None:
    """Whatever was noted in between: a package tells of the time up to its release."""
    evening = exported.evening
    sittings.note_head(evening.file, evening.supervisor, Occasion.OPENING, head(evening.file))
    again = export(evening.file, evening.supervisor, evening.station.election, tmp_path)
    assert again.root == exported.package.root
    (one,) = again.publication.parent.glob("*.zip")
    assert one.read_bytes() == exported.package.publication.with_name(one.name).read_bytes()


def test_what_could_not_be_recorded_does_not_count(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = exported.evening

    def refuse(*_: object, **__: object) -> None:
        raise Refused("De verkiezing is intussen heropend.")

    monkeypatch.setattr(releasing, "package_written", refuse)
    with pytest.raises(ExportFailed, match=r"heropend\. Wat is geschreven geldt niet\. Haal deze map"):
        export(evening.file, evening.supervisor, evening.station.election, tmp_path)


def test_only_a_supervisor_reads_the_log(exported: Exported) -> None:
    evening = exported.evening
    for actor in (evening.station.administrator, evening.station.typists[0]):
        with pytest.raises(Refused):
            public_log.public_log(evening.file, actor, evening.station.election)


def test_the_list_for_the_website_has_what_belongs_on_paper(exported: Exported, tmp_path: Path) -> None:
    evening = exported.evening
    path = write_publishing_list(evening.file, evening.supervisor, tmp_path)
    text = " ".join(" ".join(pages_of(path.read_bytes())).split())
    assert exported.package.root.upper() in text.replace(" ", "")
    assert f"Regels van SHA256SUMS {exported.package.files}" in text
    assert "21-03-2031 10:00" in text
    assert "Uitslag en telbestanden verkiezing 19 maart 2031" in text
    assert "30 september 2031" in text
    assert exported.package.publication.name in text.replace(" ", "")


def test_without_an_export_there_is_no_list_for_the_website(tmp_path: Path) -> None:
    with cheap_passwords():
        evening = evening_at(tmp_path / "station.osv")
    with closing(evening.file), pytest.raises(Refused, match="nog niets geschreven"):
        write_publishing_list(evening.file, evening.supervisor, tmp_path)


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2019, 3, day, hour, minute)  # noqa: DTZ001


def test_deadlines() -> None:
    friday = at(22, 10, 0)
    assert default_deadline(date(2019, 3, 20)) == friday
    assert read_deadline(" 22-03-2019 10:00 ") == friday
    assert read_deadline(typed_deadline(friday)) == friday
    assert read_deadline("22 maart") is read_deadline("31-02-2019 10:00") is None
    assert kept_until(date(2019, 3, 20)) == date(2019, 9, 30)
    assert kept_until(date(2019, 12, 31)) == date(2020, 6, 30)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(20, 23, 30), "nog 1 dag en 10 uur."),
        (at(20, 9, 0), "nog 2 dagen en 1 uur."),
        (at(22, 8, 59), "nog 1 uur en 1 minuut."),
        (at(22, 10, 0), "nog 0 uur en 0 minuten."),
        (at(22, 10, 1), "die termijn is voorbij."),
    ],
)
def test_the_time_that_is_left(now: datetime, told: str) -> None:
    expected = f"Uiterlijk 22-03-2019 10:00 op de website: {told}"
    assert time_left(now, at(22, 10, 0)) == expected
