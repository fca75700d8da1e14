"""Elections as lines of JSON, in the form of ``input`` of the vectors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from osv_tui.election.apportionment.lots import Lot, LotKind
from osv_tui.election.apportionment.votes import ElectionVotes, ListSet


def as_line(election: ElectionVotes, lots: Sequence[Lot] = ()) -> bytes:
    return json.dumps(as_form(election, lots)).encode()


def as_form(election: ElectionVotes, lots: Sequence[Lot] = ()) -> dict[str, Any]:
    return {
        "election": election.type.value,
        "seats": election.seats,
        "threshold_pct": election.threshold_percent,
        "lists": [
            {"number": group.number, "sets": [_set(of) for of in group.sets]} for group in election.lists
        ],
        "deceased": sorted(election.deceased),
        "lots": [_lot(lot) for lot in lots],
    }


def _set(of: ListSet) -> dict[str, Any]:
    rows = zip(of.districts, of.votes, strict=True)
    return {
        "districts": list(of.districts),
        "candidates": list(of.candidates),
        "votes": {str(district): list(row) for district, row in rows},
    }


def _lot(lot: Lot) -> dict[str, Any]:
    before = f"{lot.list_number}/" if lot.kind.within_group else ""
    form = {"kind": lot.kind.value, "options": [f"{before}{option}" for option in lot.options]}
    of_list = {"list": str(lot.list_number)} if lot.kind is LotKind.CANDIDATE else {}
    return form | {"drawn": f"{before}{lot.drawn}"} | of_list
