"""A little of the long run of ``python -m tests.trust``, with its control arms."""

from __future__ import annotations

from tests.trust.blindness import blindness, timing
from tests.trust.checking import checking
from tests.trust.commits import commits
from tests.trust.flips import flips


def test_a_flipped_bit_is_noticed() -> None:
    figures = flips(share=0.01)
    assert figures.missed == ()
    assert figures.found > 100
    assert figures.idle < figures.made / 100
    assert figures.by_sqlite < figures.made / 2


def test_two_first_entries_look_the_same_to_the_second_typist() -> None:
    figures = blindness(1, seed=7)
    assert figures.bytes_each > 10_000
    assert figures.differing == 0


def test_a_program_that_leaks_is_found_out() -> None:
    assert blindness(1, seed=7, leak=True).differing == 1


def test_handing_in_takes_as_long_for_equal_and_different() -> None:
    assert timing(40, seed=7).p_value > 0.001


def test_programs_side_by_side_lose_nothing() -> None:
    figures = commits(6, each=10)
    assert (figures.commits, figures.errors, figures.fault) == (60, 0, None)


def test_a_municipality_is_sound() -> None:
    figures = checking(units=2)
    assert figures.numbers > 3_000
    assert figures.fault is None
