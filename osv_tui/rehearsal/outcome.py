"""Whether what came out of a rehearsal is what stood on the papers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.widgets import Static

from osv_tui.election.form import candidate_field
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import Tally, tally
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.eml.reading import read_count
from osv_tui.publication.contents import practice_mark
from osv_tui.publication.manifest import check_manifests
from osv_tui.publication.osv4_3 import write_csv
from osv_tui.rehearsal.cases import Case


class Wrong(Exception):
    """Something in the export is not as it should be; the text says what."""


def check_package(publication: Path, case: Case, method: CountingMethod, practice: bool) -> None:
    """Read the published files back and compare them with the papers.

    Raises:
        Wrong: a file is missing or has another number than the papers.
    """
    papers = {paper.unit: paper.count for paper in case.papers}
    right = tally(case.election, method, lambda unit: papers[unit.number])
    problems = check_manifests(publication)
    if problems:
        raise Wrong(f"de controlelijsten kloppen niet: {problems[0]}")
    mark = practice_mark(practice)
    eml = publication / f"{mark}{count_file_name(case.election)}"
    _check_count(eml, right)
    published = (publication / f"{mark}{csv_file_name(case.election)}").read_bytes()
    if published != write_csv(right):
        raise Wrong(f"de CSV van {case.election.id} heeft andere getallen dan de papieren")
    if any("ondertekening" in path.name for path in publication.iterdir()):
        raise Wrong("het blad met handtekeningen staat tussen de bestanden voor de website")


def _check_count(path: Path, right: Tally) -> None:
    read = read_count(path.read_bytes(), path.name)
    for counted, unit in zip(right.units, read.units, strict=True):
        votes = [entry for listed in unit.figures.lists for entry in listed.candidates]
        expected = [
            (candidate.number, counted.figure(candidate_field(listed.number, candidate.number)))
            for listed in right.election.lists
            for candidate in listed.candidates
        ]
        if votes != expected:
            raise Wrong(f"stembureau {counted.unit.number}: {path.name} heeft andere getallen dan het papier")


def password_on(shown: Screen[None]) -> str:
    """The one-time password that the screen shows to be handed over."""
    return _found(shown, r"Wachtwoord:\s+(\S+)")


def last_group_on(shown: Screen[Any]) -> str:
    """The last four characters of the head of the log, as the screen shows it to be copied."""
    return _found(shown, r"regel 4 .*│ +(\S \S \S \S) +│").replace(" ", "")


def folder_on(shown: Screen[None]) -> Path:
    """The folder for the website, as the export screen names it."""
    return Path(_found(shown, r"Voor de website:\n(.+)"))


def _found(shown: Screen[Any], pattern: str) -> str:
    text = "\n".join(str(part.render()) for part in shown.query(Static))
    match = re.search(pattern, text)
    if match is None:
        raise Wrong("op het scherm staat niet wat er hoort te staan")
    return match.group(1)
