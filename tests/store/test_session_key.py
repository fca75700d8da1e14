"""The key of a sitting: made at its opening, never on the disk as it is, and gone at its closing."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from osv_tui.election.provenance import public_key_text
from osv_tui.store import session_key, sittings
from osv_tui.store.backup import back_up
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station
from osv_tui.store.problems import Refused
from osv_tui.store.session_key import current, key_path, public_key
from tests.examples import SECOND, ExampleStation, cheap_passwords, example_station


@pytest.fixture
def station(tmp_path: Path) -> Iterator[ExampleStation]:
    with cheap_passwords():
        made = example_station(tmp_path / "station.osv")
    with closing(made.file):
        yield made


def reopened(station: ExampleStation) -> str:
    with cheap_passwords():
        sittings.close_sitting(station.file, station.administrator)
        sittings.open_sitting(station.file, station.administrator, SECOND)
    return public_key(station.file) or ""


def test_the_key_signs_as_the_log_says(station: ExampleStation) -> None:
    key = current(station.file)
    assert key is not None
    assert public_key_text(key.public) == public_key(station.file)
    VerifyKey(key.public).verify(b"text", key.sign(b"text"))
    with pytest.raises(BadSignatureError):
        VerifyKey(key.public).verify(b"another text", key.sign(b"text"))
    assert first_fault(station.file) is None


def test_it_survives_that_the_program_is_closed(station: ExampleStation) -> None:
    before = current(station.file)
    with closing(open_station(station.file.path)) as again:
        after = current(again)
    assert before is not None
    assert after is not None
    assert before.public == after.public


def test_it_is_nowhere_as_it_is(station: ExampleStation) -> None:
    key = current(station.file)
    assert key is not None
    seed = bytes(key._key)
    for path in station.file.path.parent.iterdir():
        content = path.read_bytes()
        for shape in (seed, seed.hex().encode(), base64.b64encode(seed)[:40]):
            assert shape not in content, path.name
    assert key_path(station.file.path).stat().st_mode & 0o077 == 0
    assert "SigningKey" not in repr(key)


def test_a_copy_has_no_key_and_neither_half_is_enough(station: ExampleStation, tmp_path: Path) -> None:
    sealed = key_path(station.file.path).read_bytes()
    (tmp_path / "stick").mkdir()
    copy = back_up(station.file, tmp_path / "stick", "tty1").path
    with closing(open_station(copy)) as of_stick:
        assert public_key(of_stick) == public_key(station.file)
        assert current(of_stick) is None
        key_path(copy).write_bytes(sealed)
        assert current(of_stick) is not None, "the two halves together are the key"
    with cheap_passwords():
        other = example_station(tmp_path / "other.osv")
    with closing(other.file):
        key_path(other.file.path).write_bytes(sealed)
        assert current(other.file) is None


def test_closing_destroys_it_and_the_log_tells(station: ExampleStation) -> None:
    path = key_path(station.file.path)
    sealed = path.read_bytes()
    sittings.close_sitting(station.file, station.administrator)
    assert not path.exists()
    assert current(station.file) is None
    assert public_key(station.file) is None
    told = station.file.rows("SELECT detail ->> 'key_destroyed' FROM log WHERE action = 'sitting closed'")
    assert told == [(1,)]
    path.write_bytes(sealed)
    assert current(station.file) is None, "nobody signs for a sitting that is closed"


def test_each_sitting_has_its_own(station: ExampleStation) -> None:
    first, sealed = public_key(station.file), key_path(station.file.path).read_bytes()
    second = reopened(station)
    assert second not in ("", first)
    key_path(station.file.path).write_bytes(sealed)
    assert current(station.file) is None, "the key of an earlier sitting is not taken"


@pytest.mark.parametrize("content", [b"", b"?", b"AAAA", base64.b64encode(b"\0" * 72)])
def test_a_damaged_key_is_no_key(station: ExampleStation, content: bytes) -> None:
    key_path(station.file.path).write_bytes(content)
    assert current(station.file) is None
    sittings.close_sitting(station.file, station.administrator)


def test_a_sitting_that_is_open_keeps_its_key(station: ExampleStation) -> None:
    before = current(station.file)
    with cheap_passwords(), pytest.raises(Refused):
        sittings.open_sitting(station.file, station.administrator, SECOND)
    after = current(station.file)
    assert before is not None
    assert after is not None
    assert before.public == after.public


def test_without_a_place_for_the_key_no_sitting_is_opened(
    station: ExampleStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sittings.close_sitting(station.file, station.administrator)
    monkeypatch.setattr(session_key, "key_path", lambda _: Path("/nowhere/station.key"))
    with cheap_passwords(), pytest.raises(Refused, match="sleutel van de zitting kan niet worden bewaard"):
        sittings.open_sitting(station.file, station.administrator, SECOND)
    assert not sittings.is_open(station.file)
