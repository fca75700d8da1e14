from osv_tui.rehearsal.dice import Dice


def test_the_same_seed_and_purpose_give_the_same_numbers() -> None:
    # Written down on purpose: a change of these numbers changes every practice municipality there is.
    dice = Dice(7, "papers", 3)
    assert [dice.number(0, 999) for _ in range(5)] == [358, 520, 715, 809, 311]


def test_each_purpose_has_its_own_sequence() -> None:
    assert Dice(7, "papers").number(0, 10**9) != Dice(7, "stations").number(0, 10**9)
    assert Dice(7, "papers").number(0, 10**9) != Dice(8, "papers").number(0, 10**9)


def test_number_reaches_both_ends() -> None:
    dice = Dice(1, "ends")
    assert {dice.number(3, 5) for _ in range(200)} == {3, 4, 5}


def test_shuffled_keeps_every_item() -> None:
    items = tuple(range(50))
    shuffled = Dice(1, "shuffle").shuffled(items)
    assert shuffled != items
    assert sorted(shuffled) == list(items)


def test_spread_loses_nothing_and_follows_the_weights() -> None:
    small, none, large = Dice(1, "spread").spread(10_000, [1.0, 0.0, 3.0])
    assert small + none + large == 10_000
    assert none == 0
    assert 2300 < small < 2700
