"""How many distributions of seats a second of processor time is good for."""

from __future__ import annotations

from random import Random

from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionVotes
from osv_tui.seats_json import answers
from tests.bench.cost import fresh, typical
from tests.bench.report import Figure, Part
from tests.election.apportionment.as_json import as_line
from tests.election.apportionment.generated import drawn_out, elections

SEED = 36641
REFERENCE = 575
"""Distributions per second of OSV's Java on a set like this (issue 6)."""
_TARGET = 2 * REFERENCE


def measure(*, quick: bool) -> Part:
    return Part(
        "Distribution of seats",
        fresh(_distributions, 25 if quick else 500, 1 if quick else 7),
        (f"half councils, a quarter provinces, a quarter water boards, seed {SEED}; OSV: {REFERENCE} per s",),
    )


def _distributions(count: int, repeats: int) -> tuple[Figure, ...]:
    """From votes to seats, elected candidates and rankings; then the same from JSON to JSON."""
    dice = Random(SEED)
    cases = [(election, drawn_out(election, dice)[1]) for election in elections(count, SEED)]
    text = b"\n".join(as_line(election, lots) for election, lots in cases)
    cost = typical(lambda: _all(cases), repeats)
    in_json = typical(lambda: answers([("", text)]), repeats)
    return (
        Figure(f"{count} distributions, mixed set, CPU", cost.cpu, target=count * 1000 / _TARGET),
        Figure("distributions per second of processor time", count * 1000 / cost.cpu, "/s"),
        Figure("the same from JSON to JSON", count * 1000 / in_json.cpu, "/s", cpu=in_json.cpu),
    )


def _all(cases: list[tuple[ElectionVotes, list[Lot]]]) -> None:
    for election, lots in cases:
        distribute(election, lots)
