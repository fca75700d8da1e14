"""The hash of a log row is what its description says, so that anyone can make it again."""

from __future__ import annotations

import json

from blake3 import blake3
from hypothesis import given
from hypothesis import strategies as st

from osv_tui.store.chain import in_groups, link

columns = st.one_of(st.none(), st.integers(0, 2**53), st.text())


@given(st.text(), st.lists(columns, max_size=9))
def test_it_is_the_previous_hash_and_the_row_as_json(previous: str, row: list[int | str | None]) -> None:
    text = previous + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    try:
        expected = blake3(text.encode()).hexdigest()
    except UnicodeEncodeError:
        return
    assert link(previous, *row) == expected


def test_it_is_printed_in_groups_of_four() -> None:
    assert in_groups("00ff" + "ab12") == "00FF AB12"
