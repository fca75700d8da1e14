"""Whether what came out of a rehearsal is what stood on the papers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.widgets import Static

from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.form import candidate_field, count_form
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.model import CountingMethod, Election, Level
from osv_tui.election.tally import Tally, tally
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.eml.reading import read_count, read_district_count, read_result, read_total_count
from osv_tui.eml.witness import figures_by_field
from osv_tui.publication.contents import practice_mark
from osv_tui.publication.osv4_3 import write_csv
from osv_tui.publication.sorts import Section
from osv_tui.rehearsal.cases import Case
from osv_tui.verifying.check import verify


class Wrong(Exception):
    """Something in the export is not as it should be; the text says what."""


def check_package(publication: Path, case: Case, method: CountingMethod, practice: bool) -> None:
    """Read the published files back and compare them with the papers.

    Raises:
        Wrong: a file is missing or has another number than the papers.
    """
    papers = {paper.unit: paper.count for paper in case.papers}
    right = tally(case.election, method, lambda unit: papers[unit.number])
    report = verify(publication)
    if report.found:
        raise Wrong(f"wie de map controleert, vindt een fout: {report.found[0].text}")
    mark, level = practice_mark(practice), case.election.committee.level
    files = publication / Section.FILES.value
    if level is Level.GSB:
        _check_count(files / f"{mark}{count_file_name(case.election)}", right)
        published = (files / f"{mark}{csv_file_name(case.election)}").read_bytes()
        if published != write_csv(right):
            raise Wrong(f"de CSV van {case.election.id} heeft andere getallen dan de papieren")
    else:
        _check_totals(files, level, right)
    if any("ondertekening" in path.name for path in publication.rglob("*")):
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


def _check_totals(publication: Path, level: Level, right: Tally) -> None:
    """The totals of an upper committee, field by field."""
    of_district = level is Level.HSB
    path = only(publication, "*_kieskring_*.eml.xml" if of_district else "*Totaaltelling_*.eml.xml")
    read = (read_district_count if of_district else read_total_count)(path.read_bytes(), path.name)
    in_file = figures_by_field(read.totals)
    for field in count_form(right.election, right.method).fields:
        if in_file.get(field.id) != right.total(field.id):
            raise Wrong(f"{path.name}: bij {field.label} staat een ander getal dan op de papieren")


def check_result(publication: Path, election: Election, right: Distribution) -> None:
    """Read the published result of a central committee and compare it with ``right``.

    Raises:
        Wrong: there is no result, or somebody else is elected.
    """
    path = only(publication, "*Resultaat_*.eml.xml")
    read = read_result(path.read_bytes(), path.name)
    published = {of.number: [each.person.sort_name for each in of.elected] for of in read.lists}
    expected = {
        nomination.set_id.list_number: [
            candidate_at(election, Place.of(each.candidate)).sort_name for each in nomination.elected
        ]
        for nomination in right.nominations
        if nomination.elected
    }
    if published != expected:
        raise Wrong(f"{path.name}: er zijn anderen gekozen dan uit alle stembureaus samen volgt")


def only(folder: Path, *patterns: str) -> Path:
    """The one file below ``folder`` with a name of one of these forms.

    Raises:
        Wrong: there is none, or more than one.
    """
    found = [path for pattern in patterns for path in folder.rglob(pattern)]
    if len(found) != 1:
        raise Wrong(f"in {folder} staat niet één bestand zoals {' of '.join(patterns)}")
    return found[0]


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
