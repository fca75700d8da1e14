from __future__ import annotations

import csv
import dataclasses
import io

import pytest

from osv_tui.election.model import Subcategory
from osv_tui.publication.osv4_3 import write_csv
from tests.eml.test_count_writing import example_election, tally_of, with_subcategory
from tests.real_election import ELECTIONS, expected_csv, real_tally
from tests.shared import needs_shared


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_file_is_rebuilt_to_the_byte(which: str) -> None:
    counted = real_tally(which)
    assert write_csv(counted) == expected_csv(counted.election, which)


def test_quotes_are_doubled_and_columns_stay() -> None:
    election = example_election()
    first, *others = election.lists
    named = dataclasses.replace(first.candidates[0], last_name='Jan";"sen "x"')
    lists = (dataclasses.replace(first, candidates=(named, *first.candidates[1:])), *others)
    written = rows(write_csv(tally_of(dataclasses.replace(election, lists=lists))))
    (row,) = (row for row in written if 'Jan";"sen' in "".join(row))
    assert row[3] == 'Jan";"sen "x", A.B.'
    assert len(row) == 5 + len(election.units)


def test_a_blank_list_is_named_after_its_first_candidate() -> None:
    written = rows(write_csv(tally_of(example_election())))
    assert ["3", "Blanco lijst van Dijk", "", ""] in [row[:4] for row in written]


def test_numbers_of_lists_and_candidates_keep_their_gaps() -> None:
    written = rows(write_csv(tally_of(example_election())))
    votes = [row for row in written if len(row) > 4 and (row[0].isdigit() or row[2].isdigit())]
    assert [row[0] or row[2] for row in votes] == ["1", "1", "2", "4", "3", "1", "2"]


def test_a_postal_code_row_only_when_a_station_has_one() -> None:
    election = example_election()
    bare = tuple(dataclasses.replace(unit, postal_code=None) for unit in election.units)
    without = write_csv(tally_of(dataclasses.replace(election, units=bare)))
    assert b"Postcode" not in without
    assert b'"Postcode";"";"";"";"";"1234 AB";"1234 AC";""\n' in write_csv(tally_of(election))


def test_a_council_election_has_its_area_bare_and_no_voter_passes() -> None:
    written = write_csv(tally_of(with_subcategory(example_election(), Subcategory.GR1)))
    assert b'"Gebied";"";"Voorbeelddam"\n' in written
    assert b"kiezerspas" not in written


def test_the_frame_of_the_file() -> None:
    written = write_csv(tally_of(example_election()))
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.endswith(b'"\n')
    assert b"\r" not in written
    assert rows(written)[4] == []
