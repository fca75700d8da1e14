"""The result (520) read back: what is written, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.model import Contest, Election
from osv_tui.eml.reading import read_result
from osv_tui.eml.refusal import EmlRefused
from osv_tui.eml.result_writing import write_result
from tests.eml.test_result_writing import AB, ENOUGH, LISTS, MADE, PS1, PS2, outcome, result

TEXT = result(PS1).decode()


def test_what_is_written_reads_back() -> None:
    read = read_result(result(PS2), "Resultaat.eml.xml")
    assert (read.identifier, read.authority, read.created) == (PS2.identifier, PS2.committee, MADE)
    assert read.contest == Contest("alle", None)
    assert [(of.number, of.name, len(of.elected)) for of in read.lists] == [(1, LISTS[0].name, 3), (3, "", 1)]
    assert [(each.person.number, each.above_threshold) for each in read.lists[0].elected] == [
        *((1, True), (2, False), (3, False))
    ]
    jansen = LISTS[0].candidates[0]
    assert read.lists[0].elected[1].person == replace(jansen, number=2)
    assert read.lists[0].elected[2].person.locality == "Brussel (BE)"


@settings(deadline=None, max_examples=60)
@given(
    st.fixed_dictionaries({place: st.integers(0, 3000) for place in ENOUGH}),
    st.sampled_from([PS1, PS2, AB]),
)
def test_all_who_are_elected_read_back_in_order(votes: dict[Place, int], of: Election) -> None:
    found = outcome(of, votes)
    assume(found.is_complete and any(each.elected for each in found.nominations))
    read = read_result(write_result(of, found, MADE, "osv-tui"), "x")
    elected = {of.number: [each.person.sort_name for each in of.elected] for of in read.lists}
    assert elected == {
        each.set_id.list_number: [candidate_at(of, Place.of(who.candidate)).sort_name for who in each.elected]
        for each in found.nominations
        if each.elected
    }


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('Identifier Id="CSB">', 'Identifier Id="HSB1">', "niet door een centraal stembureau gemaakt"),
        ('Id="520"', 'Id="510d"', "dit is geen uitslag (520) maar een totaaltelling (510d)"),
        ('<CandidateIdentifier Id="2">', '<CandidateIdentifier Id="1">', "lijst 1, plaats 1 komt twee keer"),
        ('<AffiliationIdentifier Id="3">', '<AffiliationIdentifier Id="1">', "lijst 1 komt twee keer voor"),
        ("<Ranking>1</Ranking>", "<Ranking>3</Ranking>", "onbekende waarde"),
        ("<Ranking>1</Ranking>", "", "het onderdeel Ranking ontbreekt"),
        ("<Elected>yes</Elected>", "<Elected>no</Elected>", "onbekende waarde"),
        ("<Elected>yes</Elected>", "", "het onderdeel Elected ontbreekt"),
        ("<xal:LocalityName>Aarle</xal:LocalityName>", "<xal:LocalityName></xal:LocalityName>", "woonplaats"),
        ("<kr:CreationDateTime>", "<IssueDate>2031-03-25</IssueDate><kr:CreationDateTime>", "hoort"),
    ],
)
def test_a_result_that_contradicts_itself_is_refused(old: str, new: str, reason: str) -> None:
    assert read_result(TEXT.encode(), "x"), "control"
    assert TEXT.count(old) >= 1
    with pytest.raises(EmlRefused) as refused:
        read_result(TEXT.replace(old, new, 1).encode(), "x")
    assert reason in refused.value.reason


def test_a_list_without_elected_or_in_another_order_is_refused() -> None:
    first, second = TEXT.index("<Selection><Aff"), TEXT.index("<Selection><Cand")
    third = TEXT.index("<Selection><Aff", second)
    end = TEXT.index("</Contest>")
    for text, reason in (
        (TEXT[:second] + TEXT[third:], "op lijst 1 is niemand gekozen"),
        (TEXT[:first] + TEXT[second:], "begint niet met een lijst"),
        (TEXT[:first] + TEXT[end:], "begint niet met een lijst"),
        (TEXT[:first] + TEXT[third:end] + TEXT[first:third] + TEXT[end:], "moeten oplopen"),
    ):
        with pytest.raises(EmlRefused, match=reason):
            read_result(text.encode(), "x")
    low = TEXT.replace("<Ranking>1</Ranking>", "<Ranking>2</Ranking>", 1)
    high = low[: low.index("<Ranking>2") + 10] + low[low.index("<Ranking>2") + 10 :].replace(
        "<Ranking>2</Ranking>", "<Ranking>1</Ranking>", 1
    )
    with pytest.raises(EmlRefused, match="hoort vooraan"):
        read_result(high.encode(), "x")
