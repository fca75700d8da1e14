"""Reading the lists of all kieskringen: which stands where, and who is the same person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from osv_tui.election.model import Candidate, CandidateList, CandidateLists, Contest
from osv_tui.eml.candidate_lists import read_candidate_lists
from osv_tui.eml.definition_writing import write_candidate_lists
from osv_tui.eml.kieskring_lists import KieskringLists, read_kieskring_lists
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


def together(*texts: str | bytes) -> KieskringLists:
    """What the files say together; they are called 1, 2 and so on."""
    contents = (text if isinstance(text, bytes) else text.encode() for text in texts)
    return read_kieskring_lists([(str(place), each) for place, each in enumerate(contents, 1)], PROVINCE)


def read(text: str | bytes) -> CandidateLists:
    found = together(text)
    assert (found.kieskring, found.awaited) == (0, ())
    return found.lists


def of_kieskring(number: int, lists: Lists = MIXED) -> str:
    of = CandidateLists(PROVINCE.identifier, Contest("alle", None), lists)
    return write_candidate_lists(list_sets.of_kieskring(of, PROVINCE, number), PROVINCE, MADE).decode()


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
    assert read_kieskring_lists([("x", text)], of.definition).lists.lists == of.lists.lists


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


def test_a_file_for_each_kieskring_comes_to_the_same() -> None:
    first, second = of_kieskring(1), of_kieskring(2)
    begun = together(second)
    assert (begun.kieskring, begun.awaited, begun.files) == (2, (1,), 1)
    whole = together(second, first)
    assert (whole.kieskring, whole.awaited, whole.files) == (1, (), 2)
    assert whole.lists == read(written())
    assert whole.lists.contest == Contest("alle", None)


@needs_shared
@pytest.mark.parametrize("name", ["group_random_ps2_1", "group_random_ps2_3", "group_random_ps2_5"])
def test_the_files_of_all_kieskringen_of_a_vector_come_to_the_same(name: str) -> None:
    of = list_sets.province(name)
    files = [
        (f"{unit.number}", write_candidate_lists(own, of.definition, MADE))
        for unit in reversed(of.election.units)
        for own in [list_sets.of_kieskring(of.lists, of.definition, unit.number)]
    ]
    found = read_kieskring_lists(files, of.definition)
    assert found.awaited == ()
    assert found.lists.lists == of.lists.lists


def test_what_was_read_before_is_not_read_again() -> None:
    for again in (of_kieskring(1), written(), both().decode()):
        with pytest.raises(EmlRefused, match=r"^2, .* kieskring 1 zijn al gelezen\. Kies .* ontbreekt: 2\."):
            together(of_kieskring(1), again)
    with pytest.raises(EmlRefused, match=r"^2, .* zijn al gelezen"):
        together(written(), of_kieskring(1))


def test_files_that_contradict_each_other_are_refused() -> None:
    first = of_kieskring(1)
    renamed = of_kieskring(2, (LISTS.lists[0], NORTH, replace(SOUTH, name="Anders")))
    with pytest.raises(EmlRefused, match=r"^2, .* lijst 2: .* niet in elke kieskring dezelfde naam"):
        together(first, renamed)
    with pytest.raises(EmlRefused, match=r"^2, .* kandidaat 1 heeft de ShortCode BosB1 van een ander"):
        together(first, of_kieskring(2).replace(">Bos<", ">Bosch<", 1))


def test_in_a_file_of_one_kieskring_nobody_is_named_in_another() -> None:
    first, second = of_kieskring(1), of_kieskring(2)
    at = first.index("<CandidateFullName>", first.index('ShortCode="BosB1"'))
    unnamed = first[:at] + first[first.index("</Candidate>", at) :]
    for files in ((unnamed, second), (second, unnamed)):
        with pytest.raises(EmlRefused, match="kandidaat 2: het onderdeel CandidateFullName ontbreekt"):
            together(*files)


@pytest.mark.parametrize(("named", "reason"), [("2", "niet in kieskring 1"), ("7", "staat niet in")])
def test_a_list_stands_under_a_kieskring_that_it_names(named: str, reason: str) -> None:
    def naming(*kieskringen: str) -> str:
        contests = "".join(f'<kr:Contest Id="{each}">X</kr:Contest>' for each in kieskringen)
        return of_kieskring(1).replace(
            "</kr:ListData>", f"<kr:Contests>{contests}</kr:Contests></kr:ListData>", 1
        )

    assert together(naming("1", "2"), of_kieskring(2)).lists == read(written())
    with pytest.raises(EmlRefused, match=f"lijst 1: .*{reason}"):
        together(naming(named))


def test_a_list_that_names_no_kieskring_at_all_is_refused() -> None:
    whole = written().replace("</kr:ListData>", "<kr:Contests></kr:Contests></kr:ListData>", 1)
    with pytest.raises(EmlRefused, match="lijst 1: hier staat geen enkele kieskring"):
        read(whole)
    with pytest.raises(EmlRefused, match="lijst 1: hier staat geen enkele kieskring"):
        read_candidate_lists(whole.encode(), "x", PROVINCE, 1)


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"publish_gender": True}, "PublishGender"),
        ({"publication_language": "fy"}, "PublicationLanguage"),
        ({"candidates": (replace(AA, short_code="AaA2"), BOS)}, "kandidaat 1"),
        ({"candidates": (replace(AA, locality="Dorp"), BOS)}, "kandidaat 1"),
        ({"candidates": (AA, replace(BOS, first_name="Bea"))}, "kandidaat 2"),
    ],
)
def test_one_list_is_not_made_two_by_what_stands_beside_its_candidates(
    other: dict[str, Any], where: str
) -> None:
    south = replace(NORTH, kieskringen=(2,), **other)
    files = of_kieskring(1, (NORTH,)), of_kieskring(2, (south,))
    for each in (files, files[::-1], (written((NORTH, south)),)):
        with pytest.raises(EmlRefused, match=rf"die van kieskring [12], maar bij {where} staat hier iets"):
            together(*each)


def test_the_numbers_of_a_kieskring_increase_as_at_its_own_committee() -> None:
    file = of_kieskring(2)
    first, second = (file.index("<Affiliation>", at) for at in (0, file.index("</Affiliation>")))
    end = file.index("</Affiliation>", second) + len("</Affiliation>")
    exchanged = f"{file[:first]}{file[second:end]}{file[first:second]}{file[end:]}"
    with pytest.raises(EmlRefused, match="lijst 1 staat na nummer 2"):
        read_candidate_lists(exchanged.encode(), "x", PROVINCE, 2)
    with pytest.raises(EmlRefused, match="lijst 1 staat na nummer 2"):
        together(of_kieskring(1), exchanged)
