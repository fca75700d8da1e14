"""All worked seat distributions of ../shared, with their steps and their lots."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from osv_tui.election.apportionment.distribution import distribute
from osv_tui.seats_json import answer, read
from tests.shared import SHARED, needs_shared

VECTORS = sorted((SHARED / "vectors" / "apportionment").glob("*.json"))
ONE_BY_ONE = ("remainder", "average_once", "average")

pytestmark = needs_shared


def vector(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def answered(given: Mapping[str, Any]) -> Mapping[str, Any]:
    election, lots = read(json.dumps(given).encode())
    form: Mapping[str, Any] = json.loads(json.dumps(answer(election, distribute(election, lots))))
    return form


def flat(steps: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, object]]:
    """Kind and changes, seats that come at once one by one: implementations group equal ones differently."""
    for step in steps:
        if step["type"] in ONE_BY_ONE:
            in_order = sorted(step["changes"].items(), key=lambda change: (len(change[0]), change[0]))
            yield from ((step["type"], change) for change in in_order)
        else:
            yield step["type"], step["changes"]


def drawn(steps: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[str], str]]:
    lots = (step["lot"] for step in steps if "lot" in step)
    return [(lot["kind"], sorted(lot["options"]), lot["drawn"]) for lot in lots]


def assert_same_steps(expected: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]]) -> None:
    assert list(flat(ours)) == list(flat(expected))
    assert drawn(expected) in ([], drawn(ours))
    if len(ours) != len(expected):
        return
    for theirs, mine in zip(expected, ours, strict=True):
        shown = theirs.get("averages", {})
        taking_part = mine.get("averages", {})
        for name, value in shown.items():
            assert taking_part.get(name, value) == value
        assert not shown or taking_part.keys() <= shown.keys()


def test_all_vectors_are_there() -> None:
    assert len(VECTORS) == 204


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    """What a vector leaves out is not compared: some have no averages, lots at steps, or thresholds.

    That all lots of its input are used is what ``distribute`` demands.
    """
    case = vector(path)
    expected, ours = case["expected"], answered(case["input"])
    assert_same_steps(expected["steps"], ours["steps"])
    for key in expected.keys() - {"steps", "group_distributions", "nominations"}:
        assert ours[key] == expected[key], key
    groups = expected.get("group_distributions", {})
    assert ours.get("group_distributions", {}).keys() == groups.keys()
    for name, group in groups.items():
        mine = ours["group_distributions"][name]
        assert_same_steps(group["steps"], mine["steps"])
        assert {**mine, "steps": None} == {**group, "steps": None}
    assert ours["nominations"].keys() == expected["nominations"].keys()
    for name, nomination in expected["nominations"].items():
        mine = ours["nominations"][name]
        assert {key: mine.get(key) for key in nomination} == nomination, name
    assert ours.keys() <= expected.keys() | {"notices"}


@pytest.mark.parametrize(
    "path",
    [path for path in VECTORS if "without_lots" in vector(path)],
    ids=lambda path: path.stem,
)
def test_without_lots_the_first_is_asked_for(path: Path) -> None:
    case = vector(path)
    without = case["without_lots"]
    ours = answered({**case["input"], "lots": []})
    assert ours["status"] == without["status"]
    asked = without["lot_required"]
    if asked:
        mine = ours["lot_required"]
        assert {**mine, "options": sorted(mine["options"])} == {**asked, "options": sorted(asked["options"])}
        assert ours["lot_text"].startswith("Loting volgens artikel P ")
        assert "nominations" not in ours


def test_where_osv_and_the_law_differ_the_answer_is_not_that_of_osv() -> None:
    """A control arm: the comparison above can tell the two apart."""
    told_apart = 0
    for path in VECTORS:
        case = vector(path)
        osv = case.get("osv")
        if osv and case["input"].get("lots") == case.get("input_lots_osv", case["input"].get("lots")):
            ours = answered(case["input"])
            told_apart += any(
                list(flat(ours["steps"])) != list(flat(osv["steps"]))
                or ours["seats"] != osv["seats"]
                or ours["nominations"][name]["ranking"] != each["ranking"]
                for name, each in osv["nominations"].items()
            )
    assert told_apart >= 6
