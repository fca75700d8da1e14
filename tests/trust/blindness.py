"""What the second typist's terminal gets is the same, byte for byte, whatever the first entry (trust §3.3).

The clock stands still, and keys are sent one field at a time. Two runs of the very same evening may differ in
how drawing is cut into frames; so each evening is played again, up to a few times, until a stream of bytes of
the one first entry is equal to one of the other. A leak never becomes equal.
"""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import EQUAL, Form
from osv_tui.store import entries, signing_in
from osv_tui.store.database import open_station
from tests.examples import cheap_passwords, example_count, example_station, key_in, let_stand_if_wrong
from tests.terminal.terminal import Terminal, terminal_running
from tests.ui import town

TURNS = 4
UNIT = 1


@dataclass(frozen=True)
class BlindnessFigures:
    """``differing`` counts pairs of first entries that the second typist's terminal could tell apart."""

    pairs: int
    differing: int
    bytes_each: int


@dataclass(frozen=True)
class TimingFigures:
    """Handing in a second entry that equals the first, and one that does not."""

    each: int
    p_value: float
    median_difference_ms: float


def blindness(pairs: int, seed: int, *, leak: bool = False) -> BlindnessFigures:
    """Play ``pairs`` evenings of a second typist, each beside two first entries."""
    random = Random(seed)
    differing, length = 0, 0
    with TemporaryDirectory() as folder, cheap_passwords():
        template = town.place(town.ready, Path(folder))
        form = town.form_at(template, town.AB)
        for _ in range(pairs):
            own = town.full_count(form, random.randrange(1, 90))
            firsts = own, _otherwise(own, random)
            seen: tuple[set[bytes], set[bytes]] = set(), set()
            for _turn in range(TURNS):
                for side, first in enumerate(firsts):
                    seen[side].add(_evening(template, Path(folder) / "a", form, first, own, leak=leak))
                if seen[0] & seen[1]:
                    break
            differing += not seen[0] & seen[1]
            length = max(len(stream) for stream in seen[0])
    return BlindnessFigures(pairs, differing, length)


def _otherwise(count: Count, random: Random) -> Count:
    fields = [field for field, _ in count.pairs if field != EQUAL]
    misread = random.sample(fields, random.randrange(1, len(fields)))
    return Count.of({**count.values, **{field: random.randrange(999) for field in misread}})


def _evening(template: Path, folder: Path, form: Form, first: Count, own: Count, *, leak: bool) -> bytes:
    """Everything that is written to the terminal of the second typist, and the files others could read."""
    folder.mkdir(exist_ok=True)
    path = folder / "station.osv"
    path.write_bytes(template.read_bytes())
    path.chmod(0o600)
    with closing(open_station(path, town.clock)) as file:
        bo = signing_in.sign_in(file, "bo", town.PASSWORD, "tty")
        opened = entries.claim(file, bo, town.AB, UNIT)
        for field in form.open_fields(first.values):
            entries.save(file, bo, opened.id, (Change(field.id, first.number(field.id)),), field.id)
        entries.submit(file, bo, opened.id)
        signing_in.sign_out(file, bo)
        sam = signing_in.sign_in(file, "sam", town.PASSWORD, "tty")
        let_stand_if_wrong(file, sam, town.AB, UNIT)
        signing_in.sign_out(file, sam)
    command = [sys.executable, "-m", "tests.trust.frozen", str(path), *(["leak"] if leak else [])]
    with terminal_running(command, Path(__file__).parents[2]) as terminal:
        _type(terminal, form, own)
        stream = terminal.raw
    readable = [each for each in sorted(folder.rglob("*")) if each.stat().st_mode & 0o044]
    return b"\0".join([stream, *(each.name.encode() + each.read_bytes() for each in readable)])


def _type(terminal: Terminal, form: Form, own: Count) -> None:
    terminal.see("Gebruikersnaam")
    for keys, then in (("cas\n", "cas"), (f"{town.PASSWORD}\n", "Nummer stembureau"), ("+", "> Waterschap")):
        terminal.send(keys)
        terminal.see(then)
    terminal.send(f"{UNIT}\n")
    terminal.see("Blad 1 van")
    for field in form.open_fields(own.values):
        terminal.send(f"{own.number(field.id)}\n")
        terminal.settle()
    terminal.send(f"{UNIT}\n")
    terminal.see(f"Stembureau {UNIT} is ingeleverd")
    terminal.send("\x1b")
    terminal.see("Gebruikersnaam")
    terminal.send("\x1b[21~")
    terminal.ended()


def timing(each: int, seed: int) -> TimingFigures:
    """Hand in ``each`` second entries that are equal to the first and as many that are not, in turn."""
    random = Random(seed)
    took: tuple[list[float], list[float]] = [], []
    with TemporaryDirectory() as folder, cheap_passwords():
        for number in range(each):
            for side in random.sample((0, 1), 2):
                took[side].append(_handing_in(Path(folder) / f"{number}-{side}.osv", differs=bool(side)))
    difference = (median(took[1]) - median(took[0])) * 1000
    return TimingFigures(each, _same_distribution(*took), difference)


def _handing_in(path: Path, *, differs: bool) -> float:
    station = example_station(path)
    bo, cas, _ = station.typists
    key_in(station, bo, 1, example_count(5 if differs else 3))
    entry = key_in(station, cas, 1, example_count(3), submit=False)
    since = perf_counter()
    entries.submit(station.file, cas, entry)
    took = perf_counter() - since
    station.file.close()
    path.unlink()
    return took


def _same_distribution(one: list[float], other: list[float]) -> float:
    """The p-value of Kolmogorov and Smirnov: small when the two differ by more than chance."""
    moments = sorted([*one, *other])
    apart = max(abs(_share(one, at) - _share(other, at)) for at in moments)
    scaled = apart * sqrt(len(one) * len(other) / (len(one) + len(other)))
    p_value = 2 * sum((-1.0) ** (k - 1) * exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, p_value))


def _share(sample: list[float], at: float) -> float:
    return sum(1 for each in sample if each <= at) / len(sample)
