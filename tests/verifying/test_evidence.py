"""What contradicts the files of the set-up is named as what it is, before anything is compared."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from osv_tui.verifying.evidence import NoEvidence, gather
from osv_tui.verifying.report import Fault

COUNT, STATIONS, LISTS = "Telling_", "Stembureaus_", "Kandidatenlijsten_"


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def files(published: Path, tmp_path: Path) -> Path:
    """The EML files of a package, and nothing else."""
    for path in published.rglob("*.eml.xml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_what_belongs_together_is_an_election(files: Path) -> None:
    evidence = gather(files, names_in(files))
    assert evidence.election.committee.code == "9999"
    assert evidence.count.startswith(COUNT)


def test_the_manifest_tells_at_how_many_stations_there_is_a_difference(published: Path) -> None:
    assert json.loads((published / "manifest.json").read_bytes())["differences"] == 2


@pytest.mark.parametrize(
    ("of", "old", "new", "told"),
    [
        (COUNT, "(<ElectionName>)", r"\1Andere ", "van een andere verkiezing"),
        (COUNT, r'(AuthorityIdentifier Id="9999">)', r"\1Ander", "van een andere gemeente"),
        (LISTS, "(<RegisteredName>)(?=.)", r"\1Andere ", "De lijsten of kandidaten zijn andere"),
        (COUNT, r"(::SB2\">)", r"\1Ander ", "De stembureaus zijn andere"),
        (STATIONS, r"(<MaxVotes>)", r"\g<1>1", "kiesgerechtigden, volgens de lijst van stembureaus"),
    ],
)
def test_what_does_not_is_named(of: str, old: str, new: str, told: str, files: Path) -> None:
    (path,) = files.glob(f"{of}*")
    text, times = re.subn(old, new, path.read_text("utf-8"), count=1)
    assert times == 1
    path.write_text(text, "utf-8", newline="")
    with pytest.raises(NoEvidence) as none:
        gather(files, names_in(files))
    assert {each.fault for each in none.value.found} == {Fault.UNEQUAL}
    assert any(told in each.text for each in none.value.found), none.value.found
