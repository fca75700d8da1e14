"""The counts and the result of lists that differ per kieskring, written and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.provenance import InputFile
from osv_tui.publication.counts import count_files, result_file
from osv_tui.publication.equality import Unequal
from osv_tui.publication.own_files import own_files
from tests import list_sets
from tests.documents.test_list_sets import NAME, exchanged, release_of
from tests.eml.schemas import assert_valid
from tests.publication.package_example import PROVENANCE

NAMES = [name for name in list_sets.names() if name != list_sets.ONE_OF_TWO_LISTS]

pytestmark = pytest.mark.skipif(not NAMES, reason="../shared is absent")


@pytest.mark.parametrize("short_codes", [True, False])
@pytest.mark.parametrize("name", [NAME, *NAMES[-4:]])
def test_the_counts_and_the_result_read_back(name: str, short_codes: bool, tmp_path: Path) -> None:
    release = release_of(name, short_codes=short_codes)
    files = [*count_files(release, "osv-tui")]
    if release.distribution and release.distribution.is_complete:
        result = result_file(release, "osv-tui")
        assert result
        files.append(result)
    for file in files:
        assert_valid(file.content, "520" if file.told.kind == "520" else "510d")
        path = tmp_path / file.name
        path.write_bytes(file.content)
        file.compare(path)


def test_a_vote_of_another_person_or_kieskring_is_found(tmp_path: Path) -> None:
    (right,) = count_files(release_of(NAME), "osv-tui")
    (wrong,) = count_files(exchanged(release_of(NAME)), "osv-tui")
    path = tmp_path / right.name
    path.write_bytes(wrong.content)
    with pytest.raises(Unequal, match=r"kandidaat L1"):
        right.compare(path)
    result = result_file(release_of(NAME), "osv-tui")
    assert result
    two = re.findall(rb"<Selection><Candidate>.*?</Selection>", result.content)[:2]
    first, second = (re.sub(rb'Id="\d+"', b"", each) for each in two)
    assert first != second
    path.write_bytes(result.content.replace(two[0], two[0].replace(b"Kandidaat 1.", b"Kandidaat 9.")))
    with pytest.raises(Unequal):
        result.compare(path)


@pytest.mark.parametrize(
    ("names", "published"),
    [
        (("Den Haag", "Leiden"), ("DenHaag", "Leiden")),
        (("Den Haag", "Den-Haag"), ("DenHaag_1", "DenHaag_2")),
        (("Αθήνα", "Αττική"), ("_1", "_2")),
    ],
)
def test_the_lists_of_each_kieskring_have_a_name_of_their_own(
    names: tuple[str, str], published: tuple[str, str]
) -> None:
    release = release_of(NAME)
    election = release.tally.election
    regions = tuple(
        replace(each, name=names[(each.number or 0) - 1]) if each.category == "KIESKRING" else each
        for each in election.definition.regions
    )
    named = replace(election, definition=replace(election.definition, regions=regions))
    given = replace(PROVENANCE, inputs=tuple(InputFile("230b", b"", number) for number in (1, 2)))
    files = own_files(replace(release, tally=replace(release.tally, election=named)), given, "")
    lists = [each.name for each in files if each.name.startswith("Kandidatenlijsten")]
    assert lists == [f"Kandidatenlijsten_PS2031_Voorbeeld_{each}.eml.xml" for each in published]
