"""What the screen called saved is in the file when the program is killed."""

from __future__ import annotations

from tests.terminal.terminal import CALM
from tests.trust.kills import kills

KILLS = 3
SEED = 2031

LATE = f"""
import runpy
from osv_tui.store import entries

save, submit, waiting = entries.save, entries.submit, []

def save_the_one_before(*number):
    waiting.append(number)
    if len(waiting) > 1:
        save(*waiting.pop(0))

def save_and_submit(*entry):
    save(*waiting.pop())
    submit(*entry)

entries.save, entries.submit = save_the_one_before, save_and_submit
runpy.run_path({str(CALM)!r}, run_name="__main__")
"""


def test_a_killed_program_has_stored_what_it_called_saved() -> None:
    figures = kills(KILLS, SEED)
    assert figures.first_loss is None
    assert figures.lost == 0
    assert figures.acknowledged > KILLS


def test_a_program_that_says_saved_too_early_is_found_out() -> None:
    assert kills(KILLS, SEED, ("-c", LATE)).lost > 0
