import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osv_tui.election import form as f
from osv_tui.election.checks import has_errors
from osv_tui.election.form import Answer, FieldId, candidate_field, count_form, total_field
from osv_tui.election.model import CountingMethod, Election
from osv_tui.election.tally import tally
from osv_tui.rehearsal.municipality import practice_elections
from osv_tui.rehearsal.paper_file import PaperRefused, read_papers
from osv_tui.rehearsal.papers import Paper, practice_papers
from tests.real_election import ELECTIONS, REAL, real_election
from tests.shared import needs_shared

Content = dict[str, Any]

GROUPS: dict[str, dict[str, FieldId]] = {
    "voters": {
        "poll_cards": f.POLL_CARDS,
        "proxies": f.PROXIES,
        "voter_passes": f.VOTER_PASSES,
        "admitted": f.ADMITTED,
    },
    "ballots": {"valid": f.VALID, "blank": f.BLANK, "invalid": f.INVALID, "found": f.FOUND},
    "difference": {"more": f.MORE, "fewer": f.FEWER},
    "explanations": {
        "ballots_taken_away": f.NOT_RETURNED,
        "too_few_ballots_issued": f.TOO_FEW_ISSUED,
        "too_many_ballots_issued": f.TOO_MANY_ISSUED,
        "no_explanation": f.NO_EXPLANATION,
        "other_explanation": f.OTHER_EXPLANATION,
    },
}


@pytest.fixture(scope="module")
def election() -> Election:
    return practice_elections(4, units=5)[1]


@pytest.fixture(scope="module")
def papers(election: Election) -> tuple[Paper, ...]:
    return practice_papers(election, CountingMethod.STATION, 4)


def content_of(election: Election, papers: tuple[Paper, ...]) -> Content:
    return {"election_id": election.id, "stations": [_station(election, paper) for paper in papers]}


def _station(election: Election, paper: Paper) -> Content:
    number = paper.count.number
    groups = {group: {key: number(field) for key, field in keys.items()} for group, keys in GROUPS.items()}
    lists = [
        {
            "number": entry.number,
            "total": number(total_field(entry.number)),
            "candidates": [number(candidate_field(entry.number, c.number)) for c in entry.candidates],
        }
        for entry in election.lists
    ]
    return {"number": paper.unit, **groups, "lists": lists}


def write(folder: Path, content: Content) -> Path:
    path = folder / "entries.json"
    path.write_text(json.dumps(content))
    return path


def test_what_is_written_is_read(tmp_path: Path, election: Election, papers: tuple[Paper, ...]) -> None:
    content = content_of(election, papers)
    content["stations"].reverse()
    assert read_papers(write(tmp_path, content), election, CountingMethod.STATION) == papers


def test_central_counting_reads_a_form_without_recount(
    tmp_path: Path, election: Election, papers: tuple[Paper, ...]
) -> None:
    form = count_form(election, CountingMethod.CENTRAL)
    read = read_papers(write(tmp_path, content_of(election, papers)), election, CountingMethod.CENTRAL)
    assert all(form.missing(paper.count.values) == () for paper in read)
    different = [paper.count for paper in read if paper.count.number(f.EQUAL) == Answer.NO.value]
    assert different
    assert all(count.get(f.RECOUNTED) == Answer.NO.value for count in different)
    assert all(count.get(f.ADMITTED_2) is None for count in different)


Damage = Callable[[Content], object]

REFUSALS: dict[str, tuple[Damage, str]] = {
    "other election": (
        lambda c: c.update(election_id="PS2031_Elders"),
        "entries.json: dit bestand hoort niet bij AB2031_Oefenmeren",
    ),
    "no stations": (lambda c: c.pop("stations"), "entries.json: veld stations ontbreekt"),
    "stations are no row": (lambda c: c.update(stations=3), "entries.json, veld stations: hier moet een rij"),
    "station without number": (
        lambda c: c["stations"][1].pop("number"),
        "entries.json, veld stations, plaats 2: veld number ontbreekt",
    ),
    "unknown station": (
        lambda c: c["stations"][1].update(number=77),
        "entries.json, stembureau 77: dit stembureau hoort niet bij de verkiezing",
    ),
    "station twice": (
        lambda c: c["stations"][1].update(number=1),
        "entries.json, stembureau 1: dit stembureau staat er twee keer",
    ),
    "station missing": (lambda c: c["stations"].pop(2), "entries.json: stembureau 3 ontbreekt"),
    "field missing": (
        lambda c: c["stations"][0]["voters"].pop("proxies"),
        "entries.json, stembureau 1, veld voters: veld proxies ontbreekt",
    ),
    "text for a number": (
        lambda c: c["stations"][0]["ballots"].update(blank="\x1b[2J"),
        "entries.json, stembureau 1, veld ballots, veld blank: hier moet een heel getal",
    ),
    "below zero": (
        lambda c: c["stations"][3]["difference"].update(more=-1),
        "entries.json, stembureau 4, veld difference, veld more: hier moet een heel getal",
    ),
    "truth for a number": (
        lambda c: c["stations"][0]["voters"].update(proxies=True),
        "entries.json, stembureau 1, veld voters, veld proxies: hier moet een heel getal",
    ),
    "fraction": (
        lambda c: c["stations"][0]["lists"][0].update(total=1.0),
        "entries.json, stembureau 1, lijst 1, veld total: hier moet een heel getal",
    ),
    "too large": (
        lambda c: c["stations"][0]["lists"][0].update(total=10**9),
        "entries.json, stembureau 1, lijst 1, veld total: hier moet een heel getal",
    ),
    "list missing": (
        lambda c: c["stations"][4]["lists"].pop(2),
        "entries.json, stembureau 5: lijst 3 ontbreekt",
    ),
    "unknown list": (
        lambda c: c["stations"][0]["lists"][0].update(number=40),
        "entries.json, stembureau 1, lijst 40: deze lijst hoort niet bij de verkiezing",
    ),
    "list twice": (
        lambda c: c["stations"][0]["lists"][1].update(number=1),
        "entries.json, stembureau 1, lijst 1: deze lijst hoort niet bij de verkiezing, of staat er twee keer",
    ),
    "candidate too many": (
        lambda c: c["stations"][1]["lists"][2]["candidates"].append(0),
        "entries.json, stembureau 2, lijst 3, veld candidates: hier staan",
    ),
    "candidate is no number": (
        lambda c: c["stations"][1]["lists"][2]["candidates"].__setitem__(4, None),
        "entries.json, stembureau 2, lijst 3, veld candidates, plaats 5: hier moet een heel getal",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_does_not_fit_is_refused_with_its_place(
    case: str, tmp_path: Path, election: Election, papers: tuple[Paper, ...]
) -> None:
    damage, message = REFUSALS[case]
    content = content_of(election, papers)
    damage(content)
    with pytest.raises(PaperRefused) as refused:
        read_papers(write(tmp_path, content), election, CountingMethod.STATION)
    assert str(refused.value).startswith(message)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"{", b"[" * 100_000, b"9" * 10_000, b"\x89PNG\r\n"],
    ids=["empty", "byte order mark", "half", "too deep", "too long a number", "picture"],
)
def test_what_is_no_json_is_refused(content: bytes, tmp_path: Path, election: Election) -> None:
    path = tmp_path / "entries.json"
    path.write_bytes(content)
    with pytest.raises(PaperRefused, match=r"^entries\.json: dit is geen geldig JSON-bestand"):
        read_papers(path, election, CountingMethod.STATION)


def test_a_file_that_is_absent_is_refused(tmp_path: Path, election: Election) -> None:
    with pytest.raises(PaperRefused, match=r"^weg\[31m\.json: het bestand is niet te lezen"):
        read_papers(tmp_path / "weg\x1b[31m.json", election, CountingMethod.STATION)


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
@pytest.mark.parametrize("method", CountingMethod)
def test_real_papers_add_up_to_what_was_published(which: str, method: CountingMethod) -> None:
    election, path = real_election(which), REAL / which / "entries.json"
    form = count_form(election, method)
    count_of = {paper.unit: paper.count for paper in read_papers(path, election, method)}
    assert len(count_of) == 25
    for count in count_of.values():
        assert form.missing(count.values) == ()
        assert not has_errors(form, count.values)
        assert (count.number(f.EQUAL) == Answer.YES.value) == (count.admitted == count.number(f.FOUND))
    sums = tally(election, method, lambda unit: count_of[unit.number])
    published = json.loads(path.read_text())["expected_total"]
    for group, keys in GROUPS.items():
        assert {key: sums.total(field) for key, field in keys.items()} == published[group]
    for entry in published["lists"]:
        numbers = range(1, len(entry["candidates"]) + 1)
        votes = [sums.total(candidate_field(entry["number"], number)) for number in numbers]
        assert (votes, sums.total(total_field(entry["number"]))) == (entry["candidates"], entry["total"])
