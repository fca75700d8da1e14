"""Seeded elections that look like real ones: municipal councils, provinces and water boards."""

from __future__ import annotations

from random import Random

from osv_tui.election.apportionment.distribution import Distribution, distribute
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionType, ElectionVotes, ListGroup, ListSet

_COUNCIL_SEATS = (9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 45)
_PROVINCE_SEATS = (39, 41, 43, 45, 47, 49, 51, 55)
_BOARD_SEATS = (14, 18, 19, 21, 23, 26)


def elections(count: int, seed: int) -> list[ElectionVotes]:
    """``count`` elections: half of them councils, a quarter provinces (half PS2), a quarter boards."""
    random = Random(seed)
    return [_election(random, number) for number in range(count)]


def drawn_out(
    election: ElectionVotes, random: Random, *, quota_bar: bool = False
) -> tuple[Distribution, list[Lot]]:
    """The complete outcome, with lots drawn by ``random`` where they are needed, and those lots."""
    lots: list[Lot] = []
    while True:
        outcome = distribute(election, lots, quota_bar=quota_bar)
        question = outcome.lot_needed
        if question is None:
            return outcome, lots
        drawn = random.choice(question.options)
        lots.append(Lot(question.kind, question.options, drawn, question.list_number))


def _election(random: Random, number: int) -> ElectionVotes:
    match number % 8:
        case 0 | 1 | 2 | 3:
            return _council(random)
        case 4 | 5:
            return _province(random, districts=1 if number % 8 == 4 else random.randint(2, 4))
    return _board(random)


def _council(random: Random) -> ElectionVotes:
    seats = random.choice(_COUNCIL_SEATS)
    kind = ElectionType.GR1 if seats < 19 else ElectionType.GR2
    lists = random.randint(5, 15)
    return _of_one_district(random, kind, seats, lists, voters=seats * random.randint(400, 1500))


def _board(random: Random) -> ElectionVotes:
    seats = random.choice(_BOARD_SEATS)
    kind = ElectionType.AB1 if seats < 19 else ElectionType.AB2
    return _of_one_district(
        random, kind, seats, random.randint(8, 14), voters=random.randint(60_000, 400_000)
    )


def _province(random: Random, districts: int) -> ElectionVotes:
    seats, lists = random.choice(_PROVINCE_SEATS), random.randint(12, 20)
    voters = random.randint(150_000, 900_000)
    if districts == 1:
        return _of_one_district(random, ElectionType.PS1, seats, lists, voters)
    groups = tuple(
        _group(random, number, votes, districts)
        for number, votes in enumerate(_list_votes(random, lists, voters), 1)
    )
    return ElectionVotes(ElectionType.PS2, seats, 25, groups)


def _of_one_district(
    random: Random, kind: ElectionType, seats: int, lists: int, voters: int
) -> ElectionVotes:
    groups = []
    for number, votes in enumerate(_list_votes(random, lists, voters), 1):
        names = tuple(f"{number}.{place}" for place in range(1, random.randint(15, 50) + 1))
        groups.append(
            ListGroup(number, (ListSet((1,), names, (_on_candidates(random, len(names), votes),)),))
        )
    return ElectionVotes(kind, seats, kind.preference_percent, tuple(groups))


def _group(random: Random, number: int, votes: int, districts: int) -> ListGroup:
    """Half of the lists are the same everywhere; the others share their first candidates."""
    length = random.randint(25, 50)
    share = [votes * part // 100 for part in _parts(random, districts)]
    names = [f"{number}.{place}" for place in range(1, length + 1)]
    if random.random() < 0.5:
        rows = tuple(_on_candidates(random, length, each) for each in share)
        return ListGroup(number, (ListSet(tuple(range(1, districts + 1)), tuple(names), rows),))
    sets = []
    for district, each in enumerate(share, 1):
        local = [f"{number}.{district}.{place}" for place in range(1, length - 9)]
        own = tuple(names[:10] + local)
        sets.append(ListSet((district,), own, (_on_candidates(random, len(own), each),)))
    return ListGroup(number, tuple(sets))


def _parts(random: Random, parts: int) -> list[int]:
    """Percentages that add up to 100."""
    weights = [random.randint(10, 40) for _ in range(parts)]
    shares = [weight * 100 // sum(weights) for weight in weights]
    return [shares[0] + 100 - sum(shares), *shares[1:]]


def _list_votes(random: Random, lists: int, voters: int) -> list[int]:
    weights = [random.paretovariate(1.2) for _ in range(lists)]
    return [int(voters * weight / sum(weights)) for weight in weights]


def _on_candidates(random: Random, candidates: int, votes: int) -> tuple[int, ...]:
    """About half for the first, the rest spread thinly with an outlier now and then."""
    weights = [random.paretovariate(1.5) for _ in range(candidates)]
    weights[0] += sum(weights)
    shares = [int(votes * weight / sum(weights)) for weight in weights]
    return (shares[0] + votes - sum(shares), *shares[1:])
