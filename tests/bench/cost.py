"""What a piece of work costs, and a process of its own to do it in. Linux only."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Cost:
    """Wall and processor time (ms), and the highest resident memory of the process meanwhile (MB)."""

    wall: float
    cpu: float
    peak: float


def spent(action: Callable[[], T]) -> tuple[T, Cost]:
    """Do ``action``; what it gives and what it costs."""
    Path("/proc/self/clear_refs").write_text("5")  # forgets the highest memory so far
    wall, cpu = time.perf_counter(), time.process_time()
    result = action()
    cost = Cost(
        *((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000),
        memory("self", "status", "VmHWM"),
    )
    return result, cost


def typical(action: Callable[[], object], repeats: int) -> Cost:
    """The medians of ``repeats`` times ``action``."""
    costs = [spent(action)[1] for _ in range(repeats)]
    return Cost(*(median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "peak")))


def fresh(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call ``function`` in a process of its own, so that nothing measured before it lingers in memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def memory(process: int | str, file: str, name: str) -> float:
    """A size of ``process`` (MB) by its name in ``/proc``: VmHWM in status, Rss and Pss in smaps_rollup."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{process}/{file}").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def machine_time() -> float:
    """Processor time that all programs of the machine together have used (ms)."""
    user, nice, system = Path("/proc/stat").read_text().split()[1:4]
    return (int(user) + int(nice) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def processor_time(process: int) -> float:
    """Processor time of all threads of ``process`` that are still there (ms)."""
    used = (task.read_text().split()[0] for task in Path(f"/proc/{process}/task").glob("*/schedstat"))
    return sum(map(int, used)) / 1e6
