"""The evening that is interrupted, and what of it must be readable afterwards.

This is the only module of the simulator that knows what the store can do.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import BLANK, FieldId
from osv_tui.election.workflow import Misread, Ruling
from osv_tui.store import decisions, entries, releasing
from osv_tui.store.actor import Actor
from osv_tui.store.check import first_fault, head
from osv_tui.store.database import StationFile
from tests.examples import (
    BESIDE_SUPERVISOR,
    STATIONS,
    ExampleStation,
    add_control_sums,
    changed,
    cheap_passwords,
    example_count,
    example_station,
    pragma,
)
from tests.trust.power.hands import Hands
from tests.trust.power.record import Committed, Keyed

UNIT = 1


def set_up(path: Path) -> ExampleStation:
    """Found a station at ``path`` with one polling station, two typists and a supervisor."""
    one = replace(STATIONS, units=STATIONS.units[:1], eligible=STATIONS.units[0].eligible)
    with cheap_passwords():
        return example_station(path, stations=one)


def evening(station: ExampleStation, hands: Hands) -> None:
    """Two entries that differ, a field sent back and keyed again, the unit and the election final."""
    file, supervisor = station.file, station.supervisor
    first, second, _ = station.typists
    good = example_count()
    _type(station, first, good, hands)
    _type(station, second, changed(good, blank=7), hands)
    (line,) = hands.get(lambda: decisions.overview(file, supervisor))
    seen = hands.get(lambda: decisions.comparison(file, supervisor, line.key))
    misread = Ruling(BLANK, Misread.SECOND, "tikfout")
    hands.do(file, lambda: decisions.send_back(file, supervisor, seen, station.form, (misread,)))
    _type(station, second, good, hands)
    hands.get(lambda: decisions.overview(file, supervisor))
    hands.get(lambda: add_control_sums(station, station.election))
    hands.do(file, lambda: releasing.release(file, supervisor, BESIDE_SUPERVISOR, station.election))


def _type(station: ExampleStation, actor: Actor, count: Count, hands: Hands) -> None:
    file = station.file
    opened = hands.get(lambda: entries.claim(file, actor, station.election, UNIT))
    for field in station.form.open_fields(count.values):
        if field.id not in opened.locked:
            number = Keyed(opened.id, field.id, count.number(field.id))
            hands.get(partial(_save, file, actor, number))
            hands.saved(number)
    hands.do(file, lambda: entries.submit(file, actor, opened.id))


def _save(file: StationFile, actor: Actor, number: Keyed) -> None:
    entries.save(file, actor, number.entry, (Change(number.field, number.value),), number.field)


# What must be readable.


def number(file: StationFile, entry: int, field: FieldId) -> int | None:
    """What the file holds at a field of an entry."""
    with file.reading() as db:
        return entries.read_count(db, entry).values.get(field)


def last_row(file: StationFile) -> Committed:
    """The last row of the log."""
    last = head(file)
    return Committed(last.seq, last.hash)


def has_row(file: StationFile, row: Committed) -> bool:
    """Whether the log has exactly this row; its hash stands for everything up to it."""
    return bool(file.rows("SELECT 1 FROM log WHERE seq = ? AND hash = ?", row.seq, row.hash))


def anything_wrong(file: StationFile) -> str | None:
    """What SQLite or the log has against the whole file: pages, numbers without a log row, the reverse."""
    sound = pragma(file, "integrity_check")
    return first_fault(file) if sound == "ok" else f"integrity_check: {sound}"
