"""The benchmark runs, and gives figures in every part."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import pytest

from tests.bench.__main__ import measures
from tests.bench.report import Figure, Part, table, verdict
from tests.shared import needs_shared


@needs_shared
@pytest.mark.parametrize("measure", measures(quick=True))
def test_every_part_gives_figures(measure: Callable[[], Part]) -> None:
    result = measure()
    assert result.figures
    for figure in result.figures:
        assert isfinite(figure.value)
        if "wrong" in figure.what:
            assert figure.value == 0
        else:
            assert figure.value > 0


def test_the_table_shows_what_was_missed() -> None:
    met = Figure("quick", 3.0, target=5)
    missed = Figure("slow", 1.7, "x", cpu=12.0, peak=80.4, target=1.5)
    parts = [Part("Group", (met, missed, Figure("free", 2.0, "MB")), ("a remark",))]
    assert list(table(parts))[2:] == [
        "Group",
        f"  {'quick':50}{'3.0 ms':>14}{'5.0 ms':>31}  yes",
        f"  {'slow':50}{'1.70 x':>14}{'12.0':>10}{'80':>9}{'1.50 x':>12}  NO",
        f"  {'free':50}{'2.0 MB':>14}",
        "  a remark",
    ]
    assert verdict(parts) == "1 of 2 targets met; missed: slow"
