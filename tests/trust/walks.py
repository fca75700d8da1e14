"""Many random walks of a whole station, with everybody in it; what they came across is counted."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.examples import cheap_passwords
from tests.store.machine import Figures, Walk, make_template


def walks(number: int, rules_each: int = 25, machine: type[Walk] = Walk) -> Figures:
    """Walk ``number`` times, each time the same walks, with at most ``rules_each`` things done in each.

    At the first promise that does not hold the walking stops, and the walk that led to it is printed.
    """
    figures = Figures()
    with TemporaryDirectory() as folder, cheap_passwords():
        template = make_template(Path(folder) / "template.osv")
        watched = type(machine.__name__, (machine,), {"template": template, "figures": figures})
        how = settings(
            max_examples=number,
            stateful_step_count=rules_each,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(watched, settings=how)
        except AssertionError as broken:
            figures.violations += 1
            figures.broken = str(broken).splitlines()[0]
    return figures
