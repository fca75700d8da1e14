"""Moments at the end of the evening: what still blocks a release, and what comes after it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import Form, total_field
from osv_tui.store import database, decisions, releasing, signing_in
from osv_tui.store.database import StationFile
from osv_tui.store.final_counts import final_counts
from tests import clearing
from tests.ui import town
from tests.ui.town import AB, PS, StationMaker, Town

_UNITS = range(1, 13)


def blocked(path: Path) -> None:
    """Of the council, almost every kind of thing that blocks; the water board lacks its control tally."""
    made = _begun(path)
    form = made.form(PS)
    made.type_in(0, 1, town.full_count(form, 1))
    made.type_in(1, 1, town.full_count(form, 1, blank=3, invalid=2))
    made.type_in(0, 2, town.full_count(form, 2))
    for typist in (0, 1):
        made.type_in(typist, 3, _many_blank(form, 3))
        made.type_in(typist, 4, _a_ballot_missing(form, 4))
        made.type_in(typist, 5, town.full_count(form, 5))
        made.type_in(typist, 6, town.full_count(form, 5))
    decisions.overview(made.file, made.supervisor)
    _leave(made)


def counted(path: Path) -> None:
    """All units of both elections are final and there is nothing to judge; nothing was added by hand."""
    made = _begun(path)
    made.type_twice(_UNITS, PS)
    decisions.overview(made.file, made.supervisor)  # which declares them final
    _leave(made)


def added_up(path: Path) -> None:
    """Both elections can be released."""
    made = _from(counted, path)
    for election in (PS, AB):
        clearing.add_by_hand(made.file, made.supervisor, election)
    _leave(made)


def released(path: Path) -> None:
    """Both elections can be released, and the water board is."""
    made = _from(added_up, path)
    releasing.release(made.file, made.supervisor, town.BESIDE_SUPERVISOR, AB)
    _leave(made)


def _from(make: StationMaker, path: Path) -> Town:
    """The station of an earlier moment, at ``path``."""
    town.place(make, path.parent)
    return town.open_town(path)


def _begun(path: Path) -> Town:
    made = _from(town.ready, path)
    made.type_twice(_UNITS, AB)
    return made


def sum_by_hand(path: Path, election: int, list_number: int) -> int:
    """What who adds the list up rightly finds."""
    with closing(database.open_station(path)) as file:
        return sum_of(file, election, list_number)


def sum_of(file: StationFile, election: int, list_number: int) -> int:
    """What who adds the list up rightly finds, at a station that is in use."""
    return final_counts(file, election).tally.total(total_field(list_number))


def _many_blank(form: Form, seed: int) -> Count:
    """A count that is right, but of which more than three in a hundred ballots are blank."""
    usual = town.full_count(form, seed)
    more = {field: usual.number(field) + 58 for field in (f.POLL_CARDS, f.ADMITTED, f.BLANK, f.FOUND)}
    return town.full_count(form, seed, **more)


def _a_ballot_missing(form: Form, seed: int) -> Count:
    """A count with one voter more than ballots, as a voter took a ballot home."""
    usual = town.full_count(form, seed)
    more = {field: usual.number(field) + 1 for field in (f.POLL_CARDS, f.ADMITTED)}
    why = {"equal": 2, "more": 0, "fewer": 1, "not_returned": 1}
    none = dict.fromkeys(("too_few_issued", "too_many_issued", "no_explanation", "other_explanation"), 0)
    return town.full_count(form, seed, **more, **why, **none)


def _leave(made: Town) -> None:
    for actor in (made.administrator, *made.typists, made.supervisor):
        signing_in.sign_out(made.file, actor)
    made.file.close()
