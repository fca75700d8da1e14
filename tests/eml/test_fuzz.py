"""Damaged files are read or refused, and nothing else happens. ``OSV_TUI_FUZZ=n`` tries n of each kind."""

from __future__ import annotations

import contextlib
import os
from functools import cache

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from osv_tui.election.model import Definition
from osv_tui.eml.digest import digest
from osv_tui.eml.reading import (
    read_candidate_lists,
    read_count,
    read_definition,
    read_district_count,
    read_polling_stations,
    read_result,
    read_total_count,
)
from osv_tui.eml.refusal import EmlRefused
from tests.election.upper import CSB_2, HSB
from tests.eml.test_result_writing import PS2, result
from tests.eml.test_rules import PATTERNS, text_of
from tests.eml.test_upper_counts import district, total
from tests.real_election import REAL, only
from tests.shared import needs_shared

pytestmark = needs_shared

TRIES = int(os.environ.get("OSV_TUI_FUZZ", "60"))
PIECES = st.sampled_from(
    [
        *(b"<", b">", b"&", b'"', b"'", b"</", b"/>", b"<a/>", b"\x00", b"\xff", b"\n", b"-", b"99999999999"),
        *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ?>", b"&#x1b;", b"&#0;", b"&amp;", b'Id=""'),
        *(b"<!DOCTYPE a>", b"xmlns=''", b" x:y='z'", b"1e3", b"=1", b"\xe2\x80\xae"),
    ]
) | st.binary(max_size=4)  # fmt: skip
DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=4)

UPPER = {"510c": read_district_count, "510d": read_total_count, "520": read_result}


@cache
def original(given_as: str) -> bytes:
    if given_as == "510b":
        return text_of(given_as).encode()
    if given_as in UPPER:
        return {"510c": district(HSB), "510d": total(CSB_2), "520": result(PS2)}[given_as]
    return only(REAL / "ab" / "input", PATTERNS[given_as]).read_bytes()


@cache
def definition() -> Definition:
    return read_definition(original("110a"), "x")


def read(given_as: str, data: bytes) -> object:
    if given_as == "110a":
        return read_definition(data, "x")
    if given_as == "510b":
        return read_count(data, "x")
    if given_as in UPPER:
        return UPPER[given_as](data, "x")
    reader = read_candidate_lists if given_as == "230b" else read_polling_stations
    return reader(data, "x", definition())


def damaged(data: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    for place, removed, piece in damage:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + removed :]
    return data


@pytest.mark.parametrize("given_as", sorted({*PATTERNS, *UPPER}))
@seed(20190320)
@settings(
    max_examples=TRIES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(damage=DAMAGE)
def test_a_damaged_file_is_read_or_refused(given_as: str, damage: list[tuple[float, int, bytes]]) -> None:
    data = damaged(original(given_as), damage)
    with contextlib.suppress(EmlRefused):
        read(given_as, data)
    digest(data)


@pytest.mark.parametrize("given_as", sorted({*PATTERNS, *UPPER}))
def test_the_undamaged_file_is_read(given_as: str) -> None:
    read(given_as, original(given_as))
