"""Elections as JSON lines: what is read, what is refused, and what is written."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from osv_tui.cli import main
from osv_tui.seats_json import WrongLines, answers, read, written
from tests.election.apportionment.as_json import as_form, as_line
from tests.election.apportionment.generated import drawn_out, elections

COUNCIL: dict[str, Any] = {
    "election": "GR1",
    "seats": 9,
    "threshold_pct": 50,
    "lists": [{"number": 1, "votes": [500, 20, 10, 3, 2, 1]}, {"number": 2, "votes": [300, 60, 4, 2]}],
}
PROVINCE: dict[str, Any] = {
    "election": "PS2",
    "seats": 19,
    "threshold_pct": 25,
    "lists": [
        {
            "number": 1,
            "sets": [
                {"districts": [1, 2], "candidates": ["a", "b"], "votes": {"1": [500, 1], "2": [400, 3]}},
                {"districts": [3], "candidates": ["a", "c"], "votes": {"3": [452, 2]}},
            ],
        },
        {"number": 2, "candidates": ["d", "é"], "votes": [300, 5]},
    ],
    "districts": [{"number": 1}, {"number": 2}, {"number": 3}],
    "deceased": ["d"],
}


def run(*arguments: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["seats", "--json", *arguments], prog_name="osv-tui", input=given)


def line(form: object) -> bytes:
    return json.dumps(form).encode()


def one(form: dict[str, Any]) -> dict[str, Any]:
    (answered,) = answers([("", line(form))])
    loaded: dict[str, Any] = json.loads(answered)
    return loaded


def refusal(text: bytes) -> str:
    with pytest.raises(WrongLines) as caught:
        answers([("", text)])
    (sentence,) = caught.value.sentences
    return sentence


def test_a_council() -> None:
    answer = one(COUNCIL)
    assert answer["status"] == "complete"
    assert answer["quota"] == [902, 9]
    assert answer["full_seats"] == {"1": 5, "2": 3}
    assert answer["remainders"] == {"1": [314, 9], "2": [588, 9]}
    assert answer["steps"] == [{"type": "remainder", "changes": {"2": 1}}]
    assert answer["seats"] == {"1": 5, "2": 4}
    assert answer["nominations"]["2/1"] == {
        "seats": 4,
        "elected": [
            {"candidate": "2.1", "by": "P15", "votes": 300},
            {"candidate": "2.2", "by": "P15", "votes": 60},
            {"candidate": "2.3", "by": "P17", "votes": 4},
            {"candidate": "2.4", "by": "P17", "votes": 2},
        ],
        "ranking": ["2.1", "2.2", "2.3", "2.4"],
        "above_threshold": ["2.1", "2.2"],
    }
    assert "notices" not in answer


def test_a_province_with_sets() -> None:
    answer = one(PROVINCE)
    assert answer["list_votes"] == {"1": 1358, "2": 305}
    assert answer["seats"] == {"1": 3, "2": 1}
    assert answer["unassigned_seats"] == 15
    assert answer["group_distributions"]["1"]["seats"] == {"1/1": 2, "1/3": 1}
    assert answer["nominations"]["2/1"]["deceased"] == ["d"]
    assert answer["nominations"]["2/1"]["elected"] == [{"candidate": "é", "by": "P17", "votes": 5}]
    assert answer["notices"]


def test_a_lot_that_is_needed_is_asked_for_in_the_form_in_which_it_is_given() -> None:
    tied = COUNCIL | {"lists": [{"number": n, "votes": [100] + [0] * 8} for n in (1, 2)]}
    answer = one(tied)
    assert answer["status"] == "lots_required"
    assert answer["lot_required"] == {"kind": "remainder", "options": ["1", "2"]}
    assert answer["lot_text"].endswith("Wie wordt getrokken, krijgt de zetel.")
    assert "seats" not in answer
    assert "nominations" not in answer
    lot = answer["lot_required"] | {"drawn": "2"}
    assert one(tied | {"lots": [lot]})["seats"] == {"1": 4, "2": 5}


def test_a_lot_between_candidates_leaves_the_seats_standing() -> None:
    tied = COUNCIL | {
        "lists": [
            {"number": 1, "votes": [60, 60, 60, 120] + [0] * 9},
            {"number": 2, "votes": [600] + [0] * 9},
        ]
    }
    answer = one(tied)
    assert answer["lot_required"]["list"] == "1"
    assert sum(answer["seats"].values()) == 9
    assert "nominations" not in answer


def test_blank_lines_and_a_mark_at_the_start_are_passed_over() -> None:
    text = b"\xef\xbb\xbf" + line(COUNCIL) + b"\r\n\n  \n" + line(COUNCIL)
    assert len(answers([("", text)])) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"{", "dit is geen JSON"),
        (b"\xff", "geen tekst in UTF-8"),
        (b"[" * 100_000, "dit is geen JSON"),
        (b"1" * 5000, "dit is geen JSON"),
        (b"[1]", "de verkiezing moet een object zijn"),
        (b"{}", 'de verkiezing heeft geen "election"'),
        (b'{"a": 1, "a": 2}', '"a" staat er twee keer in'),
        (line(COUNCIL | {"extra": 1}), 'onbekend onderdeel "extra"'),
        (line(COUNCIL | {"election": "GR3"}), '"GR3" is geen soort verkiezing'),
        (line(COUNCIL | {"election": 1}), "is geen tekst"),
        (line(COUNCIL | {"seats": 9.0}), "9.0 is geen geheel getal"),
        (line(COUNCIL | {"seats": True}), "true is geen geheel getal"),
        (line(COUNCIL | {"seats": 10**16}), "is te groot"),
        (line(COUNCIL | {"seats": 19}), "kan geen 19 zetels hebben"),
        (line(COUNCIL | {"lists": {}}), "moet een rij zijn"),
        (line(COUNCIL | {"lists": [1]}), "een lijst moet een object zijn"),
        (line(COUNCIL | {"lists": [{"number": 1, "votes": []}]}), "zonder kandidaten"),
        (line(COUNCIL | {"lists": [{"number": 1, "votes": [float("nan")]}]}), "geen geheel getal"),
        (line(COUNCIL | {"lists": [{"number": 1, "votes": [1], "candidates": ["\ud800"]}]}), "halve letter"),
        (line(COUNCIL | {"deceased": ["9.9"]}), "overleden kandidaat 9.9"),
        (line(COUNCIL | {"districts": [{"number": 1, "vote_value": 0}]}), "stemwaarde 0"),
        (line(COUNCIL | {"lots": [{"kind": "coin", "options": [], "drawn": "1"}]}), "geen soort loting"),
        (line(COUNCIL | {"lots": [{"kind": "average", "options": ["x"], "drawn": "1"}]}), "geen nummer"),
        (
            line(COUNCIL | {"lots": [{"kind": "average", "options": ["1"], "drawn": "1"}]}),
            "1 lotingen gegeven",
        ),
        (
            line(COUNCIL | {"lots": [{"kind": "group_average", "options": ["1/1", "2/1"], "drawn": "1/1"}]}),
            "over één lijst",
        ),
        (
            line(
                PROVINCE
                | {
                    "lists": [
                        {"number": 1, "sets": [{"districts": [1], "candidates": ["a"], "votes": {"2": [1]}}]}
                    ]
                }
            ),
            "niet voor elke kieskring",
        ),
    ],
)
def test_what_is_not_an_election_is_refused_with_its_line(text: bytes, says: str) -> None:
    sentence = refusal(b"\n" + text)
    assert sentence.startswith("Regel 2: ")
    assert says in sentence
    assert sentence.endswith(".")


DAMAGE: tuple[object, ...] = (None, -1, "", [], {}, [[]], 1.5, "9/9", [{}])


@pytest.mark.parametrize("form", [COUNCIL, PROVINCE], ids=["council", "province"])
def test_damage_gives_a_sentence_or_an_answer_and_nothing_else(form: dict[str, Any]) -> None:
    """Each value replaced by each kind of wrong one, and each prefix of the line."""
    for path in paths(form):
        for wrong in DAMAGE:
            assert outcome(line(replaced(form, path, wrong)))[0] in ("{", "R")
    text = line(form)
    for length in range(1, len(text)):
        assert refusal(text[:length]).startswith("Regel 1: ")


def outcome(text: bytes) -> str:
    """The answer, or the sentence that refuses it."""
    try:
        return answers([("", text)])[0]
    except WrongLines as wrong:
        return wrong.sentences[0]


def paths(form: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value of ``form``."""
    within: list[tuple[str | int, object]] = []
    if isinstance(form, dict):
        within = list(form.items())
    elif isinstance(form, list):
        within = list(enumerate(form))
    return [path, *(way for key, value in within for way in paths(value, (*path, key)))]


def replaced(form: Any, path: tuple[str | int, ...], value: object) -> object:
    if not path:
        return value
    changed = json.loads(json.dumps(form))
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


@pytest.mark.parametrize("number", range(24))
def test_what_goes_through_json_comes_out_the_same(number: int) -> None:
    """A lot that is needed comes out in the form in which it goes in again."""
    election = elections(24, seed=7)[number]
    outcome, lots = drawn_out(election, Random(number))
    assert read(as_line(election, lots)) == (election, lots)
    (answered,) = answers([("", as_line(election, lots))])
    assert answered == written(election, outcome)
    for used in range(len(lots)):
        asked = json.loads(answers([("", as_line(election, lots[:used]))])[0])["lot_required"]
        assert asked.items() <= as_form(election, lots)["lots"][used].items()


def test_the_command_answers_line_by_line() -> None:
    result = run(given=line(COUNCIL) + b"\n" + line(PROVINCE) + b"\n")
    assert result.exit_code == 0
    assert [json.loads(each)["quota"] for each in result.stdout.splitlines()] == [[902, 9], [1663, 19]]
    assert result.stdout.endswith("}\n")
    assert result.stderr == ""


def test_the_command_reads_files(tmp_path: Path) -> None:
    for name in ("een", "twee"):
        (tmp_path / name).write_bytes(line(COUNCIL))
    result = run(str(tmp_path / "een"), str(tmp_path / "twee"))
    assert result.exit_code == 0
    assert result.stdout == "".join(f"{each}\n" for each in answers([("", line(COUNCIL))] * 2))


def test_one_wrong_line_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "fout.jsonl"
    path.write_bytes(line(COUNCIL) + b"\n{\n" + line(COUNCIL) + b"\n[]\n")
    result = run(str(path))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{path}, regel 2: dit is geen JSON, vanaf teken 2.",
        f"{path}, regel 4: de verkiezing moet een object zijn.",
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run(str(tmp_path / "weg"))
    assert result.exit_code == 1
    assert "weg kan niet worden gelezen: deze plek bestaat niet" in result.stderr


def test_the_form_must_be_asked_for() -> None:
    result = CliRunner().invoke(main, ["seats"], prog_name="osv-tui")
    assert result.exit_code == 2
    assert "--json ontbreekt" in result.stderr


def test_the_bar_of_bill_36641_is_asked_for() -> None:
    votes = [852, 854, 97, 97]
    form = COUNCIL | {
        "election": "PS1",
        "seats": 19,
        "threshold_pct": 25,
        "lists": [{"number": n, "votes": [each] + [0] * 20} for n, each in enumerate(votes, 1)],
    }
    assert json.loads(run(given=line(form)).stdout)["seats"] == {"1": 8, "2": 9, "3": 1, "4": 1}
    barred = json.loads(run("--quota-bar", given=line(form)).stdout)
    assert barred["seats"] == {"1": 9, "2": 10, "3": 0, "4": 0}
