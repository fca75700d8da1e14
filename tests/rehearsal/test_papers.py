import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osv_tui.election import form as f
from osv_tui.election.checks import has_errors
from osv_tui.election.count import Count
from osv_tui.election.form import Answer, count_form
from osv_tui.election.model import Category, CountingMethod, Subcategory
from osv_tui.rehearsal.municipality import practice_elections
from osv_tui.rehearsal.papers import REASONS_FOR_FEWER, REASONS_FOR_MORE, practice_papers

seeds = st.integers(min_value=0, max_value=10**6)
methods = st.sampled_from(CountingMethod)


@given(seed=seeds, method=methods, which=st.integers(min_value=0, max_value=2))
@settings(deadline=None, max_examples=30)
def test_papers_are_complete_and_add_up(seed: int, method: CountingMethod, which: int) -> None:
    election = practice_elections(seed, units=6)[which]
    form = count_form(election, method)
    papers = practice_papers(election, method, seed)
    assert [paper.unit for paper in papers] == [unit.number for unit in election.units]
    for paper in papers:
        values = paper.count.values
        assert set(values) == {field.id for field in form.open_fields(values)}
        assert not has_errors(form, values)
        assert all(0 <= values[field.id] <= field.maximum for field in form.open_fields(values))


@given(seed=seeds, method=methods)
@settings(deadline=None, max_examples=30)
def test_differences_are_true_and_explained_in_full(seed: int, method: CountingMethod) -> None:
    election = practice_elections(seed, units=9)[0]
    papers = practice_papers(election, method, seed)
    assert sum(paper.count.number(f.EQUAL) == Answer.NO.value for paper in papers) == 3
    for paper in papers:
        count = paper.count
        first = count.number(f.FOUND) - count.number(f.ADMITTED)
        assert (first == 0) == (count.number(f.EQUAL) == Answer.YES.value)
        _assert_explained(count, count.number(f.FOUND) - count.admitted)


def _assert_explained(count: Count, surplus: int) -> None:
    assert count.number(f.MORE) == max(surplus, 0)
    assert count.number(f.FEWER) == max(-surplus, 0)
    assert sum(count.number(reason) for reason in f.EXPLANATIONS) == abs(surplus)
    fitting = REASONS_FOR_MORE if surplus > 0 else REASONS_FOR_FEWER
    assert all(count.number(reason) == 0 for reason in f.EXPLANATIONS if reason not in fitting)


def test_central_counting_shows_every_outcome_of_a_recount() -> None:
    yes, no = Answer.YES.value, Answer.NO.value
    for seed in range(50):
        election = practice_elections(seed, units=12)[1]
        papers = practice_papers(election, CountingMethod.CENTRAL, seed)
        different = [paper.count for paper in papers if paper.count.number(f.EQUAL) == no]
        outcomes = {(count.get(f.RECOUNTED), count.get(f.EQUAL_2)) for count in different}
        assert outcomes == {(yes, yes), (yes, no), (no, no)}


def test_turnout_is_alike_on_one_day() -> None:
    province, board, _ = practice_elections(5, units=20)
    papers = (practice_papers(election, CountingMethod.STATION, 5) for election in (province, board))
    for one, other in zip(*papers, strict=True):
        admitted = one.count.number(f.ADMITTED)
        assert abs(other.count.number(f.ADMITTED) - admitted) <= admitted * 0.1 + 1


@pytest.mark.parametrize("method", CountingMethod)
def test_a_council_without_voter_passes_and_a_station_without_voters(method: CountingMethod) -> None:
    practice = practice_elections(2, units=4)[0]
    identifier = replace(practice.identifier, category=Category.GR, subcategory=Subcategory.GR2)
    election = replace(
        practice,
        definition=replace(practice.definition, identifier=identifier),
        units=tuple(replace(unit, eligible=unit.number - 1) for unit in practice.units),
    )
    form = count_form(election, method)
    papers = practice_papers(election, method, 2)
    assert papers[0].count.number(f.ADMITTED) > 100
    for paper in papers:
        assert set(paper.count.values) == {field.id for field in form.open_fields(paper.count.values)}
        assert not has_errors(form, paper.count.values)


def test_another_seed_gives_other_papers() -> None:
    election = practice_elections(1)[0]
    papers = practice_papers(election, CountingMethod.STATION, 1)
    assert papers == practice_papers(election, CountingMethod.STATION, 1)
    assert papers != practice_papers(election, CountingMethod.STATION, 2)


_FINGERPRINT = """
from hashlib import sha256
from osv_tui.election.form import count_form
from osv_tui.election.model import Category, CountingMethod, Subcategory
from osv_tui.rehearsal.mistakes import plant
from osv_tui.rehearsal.municipality import practice_elections
from osv_tui.rehearsal.papers import practice_papers
elections = practice_elections(11)
papers = practice_papers(elections[0], CountingMethod.CENTRAL, 11)
planted = plant(papers, count_form(elections[0], CountingMethod.CENTRAL), 11, 1)
print(sha256(repr((elections, papers, planted)).encode()).hexdigest())
"""


def _fingerprint(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", _FINGERPRINT]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_every_process_makes_the_same(hash_seed: str) -> None:
    assert _fingerprint(hash_seed) == _fingerprint("0")
