"""Reading the lists of all kieskringen: which stands where, and who is the same person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from osv_tui.election.model import Candidate, CandidateList, CandidateLists, Contest
from osv_tui.eml.candidate_lists import read_candidate_lists
from osv_tui.eml.definition_writing import write_candidate_lists
from osv_tui.eml.kieskring_lists import read_kieskring_lists
from osv_tui.eml.refusal import EmlRefused
from tests import list_sets
from tests.eml.schemas import assert_valid
from tests.eml.test_several_kieskringen import FEWER, PROVINCE, Lists, both, for_some
from tests.eml.test_upper_counts import MADE
from tests.examples import LISTS
from tests.shared import needs_shared

AA, BOS = Candidate(1, "Aa", short_code="AaA1"), Candidate(2, "Bos", short_code="BosB1")
NORTH = CandidateList(2, "Partij", (AA, BOS), kieskringen=(1,))
SOUTH = replace(NORTH, candidates=(replace(BOS, number=1), Candidate(3, "Cox")), kieskringen=(2,))
MIXED: Lists = (LISTS.lists[0], NORTH, SOUTH, replace(LISTS.lists[1], kieskringen=(2,)))


def written(lists: Lists = MIXED) -> str:
    of = CandidateLists(PROVINCE.identifier, Contest("alle", None), lists)
    return write_candidate_lists(of, PROVINCE, MADE).decode()


def read(text: str | bytes) -> CandidateLists:
    return read_kieskring_lists(text if isinstance(text, bytes) else text.encode(), "x", PROVINCE)


@needs_shared
def test_what_is_written_is_valid_and_reads_back() -> None:
    assert_valid(written().encode(), "230b")
    assert read(written()).lists == MIXED
    assert "<ShortCode>BosB1</ShortCode>" in written()


def test_a_kieskring_reads_its_own_from_the_same_file() -> None:
    for kieskring, numbers in ((1, [1, 2]), (2, [1, 2, 3])):
        own = read_candidate_lists(written().encode(), "x", PROVINCE, kieskring).lists
        assert [each.number for each in own] == numbers
        assert not any(each.kieskringen for each in own)
    with pytest.raises(EmlRefused, match="geldt niet overal"):
        read_candidate_lists(written().encode(), "x", PROVINCE)


def test_contests_of_kieskringen_come_to_the_same() -> None:
    assert read(both()).lists == LISTS.lists, "the same everywhere"
    first, second = read(both(FEWER)).lists
    assert (first, second) == (LISTS.lists[0], replace(LISTS.lists[1], kieskringen=(1,)))
    assert read(for_some(3, 1)).lists == (first, second)


def test_who_was_named_before_goes_by_the_short_code() -> None:
    text = written()
    at = text.index("<CandidateFullName>", text.index("<ShortCode>"))
    end = text.index("</CandidateFullName>", at) + len("</CandidateFullName>")
    assert "Bos" in text[at:end]
    assert read(text[:at] + text[end:]).lists == MIXED
    unknown = (text[:at] + text[end:]).replace("<ShortCode>BosB1", "<ShortCode>BosB2")
    with pytest.raises(EmlRefused, match="CandidateFullName ontbreekt"):
        read(unknown)


@needs_shared
@pytest.mark.parametrize("name", ["group_random_ps2_1", "group_random_ps2_3", "group_random_ps2_5"])
def test_the_lists_of_a_vector_read_back(name: str) -> None:
    of = list_sets.province(name)
    text = write_candidate_lists(of.lists, of.definition, MADE)
    assert read_kieskring_lists(text, "x", of.definition).lists == of.lists.lists


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('<kr:Contest Id="1">', '<kr:Contest Id="2">', "lijst 2: deze lijst staat twee keer in kieskring 2"),
        ('<kr:Contest Id="1">', '<kr:Contest Id="7">', "een kieskring van deze lijst staat niet in"),
        ('BelongsToSet="2"', 'BelongsToSet="1"', "de lijsten van stel 1 hebben niet dezelfde"),
        ('ShortCode="AaA1"', 'ShortCode="1Aa"', "de ShortCode bestaat niet"),
    ],
)
def test_what_contradicts_itself_is_refused(old: str, new: str, reason: str) -> None:
    assert old in written()
    with pytest.raises(EmlRefused, match=reason):
        read(written().replace(old, new, 1))


def test_other_names_and_kieskringen_without_lists_are_refused() -> None:
    renamed = replace(SOUTH, name="Anders")
    with pytest.raises(EmlRefused, match="niet in elke kieskring dezelfde naam"):
        read(written((NORTH, renamed)))
    with pytest.raises(EmlRefused, match="geen lijsten van kieskring 2"):
        read(written((NORTH,)))
    with pytest.raises(EmlRefused, match="kieskring 3 staat niet in"):
        read(both().replace(b'Id="2"><ContestName>', b'Id="3"><ContestName>', 1))


def test_a_short_code_is_one_person_on_one_list() -> None:
    other = replace(SOUTH, candidates=(replace(BOS, number=1, last_name="Bosch"),))
    with pytest.raises(EmlRefused, match="kandidaat 1 heeft de ShortCode BosB1 van een ander"):
        read(written((NORTH, other)))
    elsewhere = replace(SOUTH, number=3, name="Andere partij")
    with pytest.raises(EmlRefused, match="lijst 3: kandidaat 1 staat ook op lijst 2"):
        read(written((NORTH, elsewhere)))
