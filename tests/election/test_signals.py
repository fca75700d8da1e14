from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from osv_tui.election.signals import ADVICE, Compared, Sign, Sitting, Typed, signals
from tests.election.evenings import (
    ELECTION,
    NINE_IN_THE_EVENING,
    Evening,
    at_once_again,
    borrowed_account,
    careful,
    copied,
    many_terminals,
    one_terminal_in_stacks,
    two_windows,
)

CHEATS: dict[Callable[[Random], Evening], Sign] = {
    at_once_again: Sign.SAME_TERMINAL,
    two_windows: Sign.OVERLAP,
    borrowed_account: Sign.FAST,
    copied: Sign.NO_DIFFERENCE,
}


def at(minutes: float) -> datetime:
    return NINE_IN_THE_EVENING + timedelta(minutes=minutes)


def typed(
    number: int, person: int, started: float, submitted: float, unit: int = 1, terminal: str = "T1"
) -> Typed:
    return Typed(ELECTION, unit, number, person, terminal, at(started), at(submitted), keyed=60)


def signs(*typed: Typed) -> list[Sign]:
    return [signal.sign for signal in signals((), typed, ())]


def compared(units: int, differing: int = 0) -> list[Compared]:
    return [Compared(ELECTION, unit, (1, 2), unit > differing, at(unit)) for unit in range(1, units + 1)]


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.__name__)
def test_one_person_at_two_accounts_is_flagged_by_the_rule_for_it(cheat: Callable[[Random], Evening]) -> None:
    """25 evenings of each of four ways: 100 of 100 flagged (trust §3.1, G12)."""
    for seed in range(25):
        assert CHEATS[cheat] in {signal.sign for signal in cheat(Random(seed)).signals()}, seed


def test_honest_evenings_are_rarely_flagged() -> None:
    """75 evenings at terminals of their own, 25 at one terminal with a proper change."""
    nights = [many_terminals(Random(seed)) for seed in range(75)]
    nights += [one_terminal_in_stacks(Random(seed)) for seed in range(75, 100)]
    assert sum(len(night.typed) for night in nights) > 3000
    assert sum(bool(night.signals()) for night in nights) <= 3


def test_honest_changes_after_every_paper_look_the_same_as_one_person() -> None:
    """The price of the first rule, and why a sign is no proof."""
    nights = [one_terminal_in_stacks(Random(seed), stack=1) for seed in range(25)]
    assert all(night.signals() for night in nights)


def test_who_takes_care_is_not_seen() -> None:
    """The limit of these rules; the paper with two signatures and the public session remain (trust §3.1)."""
    assert not any(careful(Random(seed)).signals() for seed in range(25))


@pytest.mark.parametrize(("gap", "seen"), [(-1.0, True), (0.0, True), (4.99, True), (5.0, False)])
def test_the_same_terminal_within_five_minutes(gap: float, seen: bool) -> None:
    pair = typed(1, 7, 0, 10), typed(2, 3, 10 + gap, 30)
    assert signs(*pair) == ([Sign.SAME_TERMINAL] if seen else [])
    assert signs(pair[0], replace(pair[1], terminal="T2")) == []


def test_entries_of_different_units_or_of_one_person_are_no_pair() -> None:
    assert signs(typed(1, 7, 0, 10), typed(2, 3, 11, 30, unit=2)) == []
    assert signs(typed(1, 7, 0, 10), typed(1, 7, 11, 12)) == []
    assert signs(typed(1, 7, 0, 10), replace(typed(2, 3, 11, 30), election="AB2031_Voorbeeld")) == []


@pytest.mark.parametrize(("earlier", "minutes", "seen"), [(3, 3.3, True), (3, 3.4, False), (2, 0.5, False)])
def test_a_third_of_the_usual_pace(earlier: int, minutes: float, seen: bool) -> None:
    before = [typed(1, 3, 20 * place, 20 * place + 10, unit=50 + place) for place in range(earlier)]
    last = typed(2, 3, 100, 100 + minutes)
    assert signs(*before, last) == ([Sign.FAST] if seen else [])
    assert signs(*before, replace(last, number=1)) == []
    assert signs(*before, replace(last, person=4)) == []
    assert signs(*before, replace(last, keyed=0)) == []


def test_later_entries_do_not_make_an_earlier_one_fast() -> None:
    after = [typed(1, 3, 20 * place, 20 * place + 10, unit=50 + place) for place in range(5)]
    assert signs(typed(2, 3, -50, -49), *after) == []


def test_a_session_that_was_not_ended() -> None:
    first, second = Sitting(1, 7, "T1", at(0), None), Sitting(2, 3, "T1", at(60), at(90))
    (signal,) = signals((second, first), (), ())
    assert (signal.sign, signal.unit, signal.persons, signal.at) == (Sign.OVERLAP, None, (3, 7), at(60))
    for harmless in (
        replace(first, ended=at(60)),
        replace(first, terminal="T2"),
        replace(first, person=3),
    ):
        assert signals((harmless, second), (), ()) == ()


def test_overlapping_sessions_name_the_unit_both_accounts_typed() -> None:
    sittings = (Sitting(1, 7, "T1", at(0), at(80)), Sitting(2, 3, "T1", at(60), at(90)))
    entries = (typed(1, 7, 5, 15, unit=12), typed(2, 3, 65, 75, unit=12))
    (signal,) = signals(sittings, entries, ())
    assert (signal.sign, signal.unit, signal.election) == (Sign.OVERLAP, 12, ELECTION)
    (elsewhere,) = signals(sittings, (entries[0], replace(entries[1], terminal="T2")), ())
    assert elsewhere.unit is None


@pytest.mark.parametrize(("units", "differing", "seen"), [(10, 0, True), (9, 0, False), (40, 1, False)])
def test_never_one_difference(units: int, differing: int, seen: bool) -> None:
    found = signals((), (), compared(units, differing))
    assert [(signal.sign, signal.persons) for signal in found] == (
        [(Sign.NO_DIFFERENCE, (1, 2))] if seen else []
    )


def test_a_unit_that_was_opened_again_is_one_unit() -> None:
    again = [replace(each, at=each.at + timedelta(hours=1)) for each in compared(10)]
    assert signals((), (), again[:5] + compared(10)[:5]) == ()
    assert len(signals((), (), again[:5] + compared(10))) == 1


def test_who_was_first_does_not_make_another_pair() -> None:
    turned = [replace(each, persons=(2, 1)) if each.unit % 2 else each for each in compared(10)]
    assert len(signals((), (), turned)) == 1


def test_the_order_of_the_facts_does_not_matter() -> None:
    night = at_once_again(Random(1))
    expected = night.signals()
    assert list(expected) == sorted(expected, key=lambda signal: signal.at)
    for facts in (night.sittings, night.typed, night.compared):
        Random(2).shuffle(facts)
    assert night.signals() == expected


def test_the_text_says_what_was_seen_and_what_to_do() -> None:
    (signal,) = signals((), (typed(1, 7, 0, 10, unit=12), typed(2, 3, 11.5, 30, unit=12)), ())
    assert signal.text == (
        "Stembureau 12 is twee keer op scherm «T1» ingevoerd. De ene invoer begon 1 min 30 s nadat de andere "
        f"was ingeleverd. {ADVICE}"
    )


def test_no_text_has_more_digits_than_units_terminals_and_times() -> None:
    for cheat in CHEATS:
        for signal in cheat(Random(3)).signals():
            rest = re.sub(
                r"«T\d»|[Ss]tembureau \d+|\d+ min \d+ s|[\d,]+ seconden|\d+ stembureaus", "", signal.seen
            )
            assert not re.search(r"\d", rest), signal.seen
