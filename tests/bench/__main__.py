"""Speed and memory with their targets: ``python -m tests.bench [--quick] [NAME...]``.

A name is that of a module beside this one; without names everything is measured.
The machine is usually shared, so read the processor time before the wall time, and the ratios before both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import click

from tests.bench.report import Part, table, verdict
from tests.shared import SHARED


def measures(*, quick: bool, names: Collection[str] = ()) -> tuple[Callable[[], Part], ...]:
    """The parts of the benchmark, or those with one of the ``names``.

    Quick ones are only good for seeing that figures come out.
    """
    from tests.bench import central, drawing, files, keystroke, package, seats, session, start, supervision

    parts: tuple[partial[Part], ...] = (
        partial(keystroke.measure, quick=quick),
        partial(session.measure_number, quick=quick),
        partial(session.measure_unit),
        partial(start.measure, quick=quick),
        partial(files.measure_reading, quick=quick),
        partial(files.measure_export, quick=quick),
        partial(package.measure, quick=quick),
        partial(drawing.measure_totals, quick=quick),
        partial(drawing.measure_annex, quick=quick),
        partial(supervision.measure, quick=quick),
        partial(seats.measure, quick=quick),
        partial(central.measure, quick=quick),
    )
    return tuple(part for part in parts if not names or part.func.__module__.rpartition(".")[2] in names)


@click.command()
@click.option("--quick", is_flag=True, help="A few repeats of everything, in seconds.")
@click.argument("names", nargs=-1)
def main(quick: bool, names: tuple[str, ...]) -> None:
    """Print what the program costs."""
    if not SHARED.is_dir():
        raise click.ClickException(f"The elections to measure with are not there: {SHARED}")
    parts = []
    chosen = measures(quick=quick, names=names)
    if not chosen:
        raise click.ClickException(f"Nothing is called {' or '.join(names)}.")
    for measure in chosen:
        parts.append(measure())
        click.echo(f"measured: {parts[-1].title}", err=True)
    click.echo("\n".join(table(parts)))
    click.echo(f"\n{verdict(parts)}")


if __name__ == "__main__":
    main()
