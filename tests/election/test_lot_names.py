"""Who was drawn, as people type it."""

from __future__ import annotations

import pytest

from osv_tui.election.apportionment.lots import LotKind, LotQuestion, Option
from osv_tui.election.levels import central_committee, units_below
from osv_tui.election.lot_names import list_name, option_name, option_typed
from osv_tui.election.model import Candidate, CandidateList, Election, Subcategory
from tests.election.upper import definition
from tests.examples import LISTS

SAME_NAME = CandidateList(
    5,
    "Partij van de Middag",
    (Candidate(1, "Bos", "A."), Candidate(2, "Bos", "B."), Candidate(12, "Kok", "C.")),
)
_DEFINITION = definition(Subcategory.AB1)
_OWN = central_committee(_DEFINITION)
ELECTION = Election(
    *(_DEFINITION, LISTS.contest, (*LISTS.lists, SAME_NAME), _OWN, 0, units_below(_DEFINITION, _OWN))
)
LISTS_DRAWN = LotQuestion(LotKind.AVERAGE, "P 7, eerste lid,", (1, 3, 5), 1)
CANDIDATES = LotQuestion(LotKind.CANDIDATE, "P 15, eerste lid,", ("5.1", "5.2", "5.12"), 1, 100, 5)
PREFIXED = LotQuestion(LotKind.CANDIDATE, "P 15, eerste lid,", ("1.1", "1.2"), 1, 100, 1)


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        (LISTS_DRAWN, "3", 3),
        (LISTS_DRAWN, " 5 ", 5),
        (LISTS_DRAWN, "partij van  de middag", 5),
        (LISTS_DRAWN, "2", None),
        (LISTS_DRAWN, "35", None),
        (LISTS_DRAWN, "", None),
        (LISTS_DRAWN, "Partij", None),
        (CANDIDATES, "1", "5.1"),
        (CANDIDATES, "12", "5.12"),
        (CANDIDATES, "5.2", "5.2"),
        (CANDIDATES, "5", None),
        (CANDIDATES, "kok", "5.12"),
        (CANDIDATES, "Bos", None),
        (CANDIDATES, "Bos, B.", "5.2"),
        (PREFIXED, "de Vries", "1.2"),
        (PREFIXED, "Vries", "1.2"),
        (PREFIXED, "4", None),
    ],
)
def test_what_was_typed_means_one_of_them_or_nothing(
    question: LotQuestion, text: str, meant: Option | None
) -> None:
    assert option_typed(ELECTION, question, text) == meant


def test_they_go_by_the_names_on_paper() -> None:
    assert list_name(ELECTION, 1) == "lijst 1 (Partij van de Ochtend)"
    assert option_name(ELECTION, LISTS_DRAWN, 3) == "lijst 3 (Blanco lijst van Dijk)"
    assert option_name(ELECTION, PREFIXED, "1.2") == "nummer 2: de Vries, C."
    with pytest.raises(ValueError, match="no list 9"):
        list_name(ELECTION, 9)
