"""What a supervisor owes of a statement is asked for by the store itself; blanks do not count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.form import candidate_field
from osv_tui.store import decisions, judging, releasing
from osv_tui.store.judging import CountStatement, DispositionStatement, Dossier, ErrorStatement
from osv_tui.store.problems import Refused
from osv_tui.store.typed import NO_REASON
from tests.examples import BESIDE_SUPERVISOR, key_in
from tests.store.evening import LOOKED, LOST, MISSING_BALLOT, TALLIED, Evening, evening_at

BLANK = " "
LACKING = (
    (replace(LOOKED, looked_at=BLANK), "Vul in wat u op papier hebt bekeken."),
    (replace(LOOKED, found=BLANK), "Vul in wat u op papier vond."),
    (replace(LOST, cause=BLANK), "Vul de oorzaak in."),
    (replace(LOST, account=BLANK), "Vul de verantwoording in."),
    (replace(LOST, recounted_by=BLANK), "Vul in wie opnieuw telde."),
    (replace(LOST, decided_by=BLANK), "Vul in wie besloot om opnieuw te tellen."),
    (replace(TALLIED, sheet=BLANK), "Vul in op welk papier het staat."),
    (replace(TALLIED, cause=BLANK), "Vul de oorzaak in."),
    (replace(TALLIED, account=BLANK), "Vul de verantwoording in."),
    (
        replace(TALLIED, new=TALLIED.old),
        "De twee getallen zijn gelijk. Dan is er geen fout om te verantwoorden.",
    ),
    (replace(TALLIED, field=candidate_field(99, 1)), "Dit veld staat niet op het formulier."),
)
WITHOUT_REASON: tuple[Callable[[Evening, Dossier], object], ...] = (
    lambda at, seen: judging.withdraw_error(at.file, at.supervisor, 1, BLANK),
    lambda at, seen: decisions.let_stand(at.file, at.supervisor, seen, BLANK),
    lambda at, seen: decisions.hand_over(at.file, at.supervisor, seen.key, BLANK),
    lambda at, seen: decisions.discard(at.file, at.supervisor, seen.entries, BLANK),
    lambda at, seen: releasing.reopen_unit(at.file, at.supervisor, BESIDE_SUPERVISOR, seen.key, BLANK),
    lambda at, seen: releasing.reopen_election(at.file, at.supervisor, BESIDE_SUPERVISOR, 1, BLANK),
)


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    """Unit 7 is final, with a difference to account for."""
    made = evening_at(tmp_path / "station.osv")
    for typist in made.station.typists[:2]:
        key_in(made.station, typist, 7, MISSING_BALLOT)
    return made


@pytest.mark.parametrize(("statement", "lacks"), LACKING)
def test_a_statement_is_whole(
    evening: Evening, statement: DispositionStatement | CountStatement | ErrorStatement, lacks: str
) -> None:
    def say(seen: Dossier) -> None:
        match statement:
            case DispositionStatement():
                judging.dispose(evening.file, evening.supervisor, seen, seen.open_findings, statement)
            case CountStatement():
                judging.account_for(evening.file, evening.supervisor, seen, statement)
            case ErrorStatement():
                judging.record_error(evening.file, evening.supervisor, seen, statement)

    assert refusal(evening, say) == lacks


@pytest.mark.parametrize("act", WITHOUT_REASON)
def test_nothing_goes_without_a_reason(evening: Evening, act: Callable[[Evening, Dossier], object]) -> None:
    assert refusal(evening, lambda seen: act(evening, seen)) == NO_REASON


def refusal(evening: Evening, act: Callable[[Dossier], object]) -> str:
    """With what the store refuses; the log has nothing of it."""
    seen = judging.dossier(evening.file, evening.supervisor, evening.unit(7).key)
    before = evening.file.value("SELECT max(seq) FROM log")
    with pytest.raises(Refused) as refused:
        act(seen)
    assert evening.file.value("SELECT max(seq) FROM log") == before
    return str(refused.value)
