"""The long table: what a spreadsheet makes of it."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import tally
from osv_tui.publication.tidy_csv import HEADER, tidy_csv
from tests.examples import ELECTION, example_count


@pytest.mark.parametrize("name", ["=1+1", "+31", "-1", "@SUM(A1)"])
def test_a_name_that_a_spreadsheet_would_run_is_shown(name: str) -> None:
    first, *units = ELECTION.units
    one, *lists = ELECTION.lists
    of = replace(ELECTION, units=(replace(first, name=name), *units), lists=(replace(one, name=name), *lists))
    counted = tally(of, CountingMethod.STATION, lambda unit: example_count(unit.number))
    rows = list(csv.DictReader(tidy_csv(counted).decode().splitlines(), fieldnames=HEADER))[1:]
    assert {row["gebied_naam"] for row in rows if row["gebied_nummer"] == str(first.number)} == {f"'{name}"}
    assert {row["lijst_naam"] for row in rows if row["lijst"] == str(one.number)} == {f"'{name}"}
