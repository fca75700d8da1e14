"""The power goes at a thousand moments of one evening; what was acknowledged before must be there after."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from osv_tui.store.database import open_station
from osv_tui.store.problems import FileUnusable
from tests.trust.power import scenario, versions
from tests.trust.power.connection import disk_of
from tests.trust.power.disk import CrashImage, Disk
from tests.trust.power.hands import Hands
from tests.trust.power.layer import Layer
from tests.trust.power.promise import Promise, broken
from tests.trust.power.record import Committed, Event, Keyed, Operation

STATION = "station.osv"
_JOURNAL = "PRAGMA journal_mode = TRUNCATE"
_FULL = "PRAGMA synchronous = FULL"


@dataclass(frozen=True)
class Mode:
    """A way to write, told by the statements of the store it replaces."""

    name: str
    instead: tuple[tuple[str, str], ...] = ()


OWN = Mode("TRUNCATE + FULL")
CONTROL = (
    Mode("TRUNCATE + NORMAL", ((_FULL, "PRAGMA synchronous = NORMAL"),)),
    Mode("DELETE + FULL", ((_JOURNAL, "PRAGMA journal_mode = DELETE"),)),
    Mode(
        "WAL + NORMAL",
        ((_JOURNAL, "PRAGMA journal_mode = WAL"), (_FULL, "PRAGMA synchronous = NORMAL")),
    ),
)


@dataclass(frozen=True)
class ModeFigures:
    """``survived`` of ``tried`` images had all that was acknowledged; ``first_loss`` is of one without."""

    mode: str
    tried: int
    survived: int
    first_loss: str | None

    @property
    def lost(self) -> int:
        return self.tried - self.survived


@dataclass(frozen=True)
class PowerFigures:
    """The station's own way of writing, and the control arms, which must lose.

    ``operations`` is how much the evening asked of the disk; the power goes after any of them.
    """

    own: ModeFigures
    control: tuple[ModeFigures, ...]
    operations: int
    versions: str


def power_cuts(images: int, seed: int, control_images: int = 500) -> PowerFigures:
    """Try ``images`` cuts on the station's own way of writing, and ``control_images`` on each control arm."""
    record = recorded(OWN)
    return PowerFigures(
        own=try_cuts(OWN, record, images, seed),
        control=tuple(try_cuts(mode, recorded(mode), control_images, seed) for mode in CONTROL),
        operations=sum(isinstance(event, Operation) for event in record),
        versions=versions(),
    )


def recorded(mode: Mode) -> tuple[Event, ...]:
    """The whole evening, from founding to final, as it reached the disk."""
    layer = Layer()
    with TemporaryDirectory() as folder, disk_of(layer, dict(mode.instead)):
        station = scenario.set_up(Path(folder) / STATION)
        scenario.evening(station, Hands(layer))
        # The power goes while the program runs: what closing does to the disk comes too late.
        record = tuple(layer.events)
        station.file.close()
    return record


def try_cuts(mode: Mode, record: Sequence[Event], images: int, seed: int) -> ModeFigures:
    """Open ``images`` crash images of ``record``, spread over its operations.

    At every other image the power goes once more, while the station is being opened. ``seed`` fixes the cuts
    and the tears; the salts of passwords in the record are new each time.
    """
    survived, first_loss = 0, None
    for number, (cut, image, promise) in enumerate(crash_images(record, images, seed)):
        if number % 2:
            image = cut_again(image, Random(f"{seed} {number} again"))
        with TemporaryDirectory() as folder:
            image.put_in(Path(folder))
            loss = broken(Path(folder) / STATION, promise)
        survived += loss is None
        if loss and first_loss is None:
            first_loss = f"image {number} of seed {seed}, cut after event {cut}: {loss}"
    return ModeFigures(mode.name, images, survived, first_loss)


def crash_images(
    record: Sequence[Event], images: int, seed: int
) -> Iterator[tuple[int, CrashImage, Promise]]:
    """``images`` times how many events there were when the power went, what was left, what was promised."""
    moments = [place for place, event in enumerate(record, 1) if isinstance(event, Operation)]
    promise_at = _promises(record)
    disk, done = Disk(), 0
    for number in range(images):
        random = Random(f"{seed} {number}")
        cut = moments[int((number + random.random()) * len(moments) / images)]
        for event in record[done:cut]:
            if isinstance(event, Operation):
                disk.do(event)
        done = cut
        yield cut, disk.after_a_cut(random), promise_at(cut)


def cut_again(image: CrashImage, random: Random) -> CrashImage:
    """What is left of ``image`` when the power goes at a random moment of opening it."""
    layer = Layer()
    with TemporaryDirectory() as name, disk_of(layer):
        image.put_in(Path(name))
        layer.find(Path(name))
        found = len(layer.events)
        with suppress(FileUnusable):
            open_station(Path(name) / STATION).close()
    disk = Disk()
    for event in layer.events[: random.randint(found, len(layer.events))]:
        assert isinstance(event, Operation), "opening a station acknowledges nothing"
        disk.do(event)
    return disk.after_a_cut(random)


def _promises(record: Sequence[Event]) -> Callable[[int], Promise]:
    """A function from a number of events to what had been acknowledged by then."""
    rows = [event for event in record if isinstance(event, Committed)]
    numbers = [event for event in record if isinstance(event, Keyed)]
    row_places = [place for place, event in enumerate(record) if isinstance(event, Committed)]
    number_places = [place for place, event in enumerate(record) if isinstance(event, Keyed)]

    def promise_at(cut: int) -> Promise:
        said, keyed = bisect_left(row_places, cut), bisect_left(number_places, cut)
        return Promise(
            row=rows[said - 1] if said else None,
            next_row=rows[said] if said < len(rows) else None,
            numbers=tuple(numbers[:keyed]),
            next_number=numbers[keyed] if keyed < len(numbers) else None,
        )

    return promise_at
