"""What a committee above a municipality gets from the level below: papers, and files to lay beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from osv_tui.election.model import Election
from osv_tui.rehearsal.cases import Case, write_files
from osv_tui.rehearsal.outcome import only
from osv_tui.rehearsal.paper_file import PaperRefused
from osv_tui.rehearsal.paper_reading import read_upper_paper
from osv_tui.rehearsal.papers import Paper

_PAPERS = ("*N11_*.pdf", "*II_PV*.pdf", "*O3_*.pdf")
_COUNT = "*Telling_*.eml.xml"


def case_from_below(election: Election, below: Mapping[int, Path], folder: Path) -> Case:
    """``election`` with what stands on the papers of its units, its own files written to ``folder``.

    ``below`` has the published folder of each unit, by its number.

    Raises:
        PaperRefused: there is nothing of a unit, or its paper is not of this election.
        Wrong: a paper is absent.
    """
    papers = tuple(_paper(election, unit.number, below) for unit in election.units)
    return Case(election, write_files(election, folder), papers)


def files_from_below(below: Mapping[int, Path]) -> dict[int, Path]:
    """The count file of each unit, which goes beside what is keyed.

    Raises:
        Wrong: one is absent.
    """
    return {number: only(published, _COUNT) for number, published in below.items()}


def _paper(election: Election, number: int, below: Mapping[int, Path]) -> Paper:
    if number not in below:
        raise PaperRefused(f"Van {election.unit_kind.value} {number} is er geen papier. Wacht daarop.")
    path = only(below[number], *_PAPERS)
    paper = read_upper_paper(path.read_bytes(), path.name, election)
    if paper.unit != number:
        raise PaperRefused(f"{path.name}: dit is het papier van {paper.unit}, niet van {number}.")
    return paper
