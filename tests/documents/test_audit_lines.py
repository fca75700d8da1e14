"""The JSON lines tell what the PDF tells, one event a line, in one spelling."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from osv_tui.documents.audit_facts import AuditFacts
from osv_tui.documents.audit_lines import FORMAT, FORMAT_VERSION, audit_lines
from osv_tui.documents.audit_public import without_names
from tests.documents.staff_example import AUDIT, HEAD, PERSONS, PS, STATION, nothing_happened

PUBLIC = without_names(AUDIT)
Line = dict[str, Any]


def lines_of(facts: AuditFacts) -> list[Line]:
    return [json.loads(line) for line in audit_lines(facts).decode().splitlines()]


def of(action: str, facts: AuditFacts = AUDIT) -> list[Line]:
    return [line for line in lines_of(facts)[1:] if line["action"] == action]


def moments_of(facts: object) -> set[str]:
    """Every moment that stands anywhere in ``facts``."""
    if isinstance(facts, datetime):
        return {facts.isoformat()}
    if isinstance(facts, tuple):
        return {each for fact in facts for each in moments_of(fact)}
    if is_dataclass(facts):
        return {each for field in fields(facts) for each in moments_of(getattr(facts, field.name))}
    return set()


@pytest.mark.parametrize("facts", [AUDIT, PUBLIC, nothing_happened()], ids=["full", "public", "nothing"])
def test_each_line_is_json_in_one_spelling_in_order_of_time(facts: AuditFacts) -> None:
    content = audit_lines(facts)
    assert content.endswith(b"\n")
    lines = content.decode().splitlines()
    assert [json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            for line in lines] == lines  # fmt: skip
    events = [json.loads(line) for line in lines[1:]]
    assert all({"at", "action", "by"} <= event.keys() for event in events)
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)


def test_the_header_says_of_which_station_and_by_which_program() -> None:
    header = lines_of(AUDIT)[0]
    assert (header["format"], header["version"], header["variant"]) == (FORMAT, FORMAT_VERSION, "full")
    assert header["head"] == {"seq": HEAD.seq, "hash": HEAD.hash}
    assert header["software"]["release_hash"] == AUDIT.software.release_hash
    assert header["station"]["municipality"] == STATION.committee
    assert header["station"]["elections"][0] == {"id": PS, "name": "Provinciale Staten Voorbeeld 2031"}
    assert header["thresholds"]["blank_percent"] == {"value": 5, "default": 3}
    assert len(header["thresholds"]) == len(AUDIT.thresholds.pairs)
    assert header["withheld"] is None


def test_every_moment_of_the_facts_is_in_a_line() -> None:
    persons = tuple(replace(line, password_reset_at=None) for line in PERSONS)
    told = audit_lines(AUDIT).decode()
    assert {each for each in moments_of(replace(AUDIT, persons=persons)) if each not in told} == set()


def test_a_decision_is_told_with_who_on_what_and_why() -> None:
    place = {"election": PS, "unit": 1, "version": 1}
    assert of("unit reopened") == [
        {
            **place, "action": "unit reopened", "at": "2031-03-05T22:50:31", "by": "Bert Dijk",
            "confirmed_by": "Afke Bouma", "reason": "gecorrigeerd proces-verbaal op tafel",
        }
    ]  # fmt: skip
    (differ,) = of("entries differ")
    assert differ["fields"] == ["poll_cards", "blank"]
    (sent_back,) = of("field sent back")
    assert (sent_back["field"], sent_back["entry"], sent_back["reason"]) == ("poll_cards", 1, "de 1 is een 7")
    (error,) = of("error recorded")
    assert (error["field"], error["old"], error["new"]) == ("admitted", 1204, 1240)
    assert [line["equal"] for line in of("control sum")] == [False, True]
    (package,) = of("package written")
    assert (package["root"], package["release"]) == ("cd34" * 16, 1)
    assert {line["version"] for line in of("entry begun") if line["unit"] == 1} == {1, 2}


def test_without_names_nobody_is_named() -> None:
    told = audit_lines(PUBLIC).decode()
    for line in PERSONS:
        assert line.name in audit_lines(AUDIT).decode()
        assert line.name not in told
        assert f'"{line.user_name}"' not in told
    header = json.loads(told.splitlines()[0])
    assert header["variant"] == "without names"
    assert header["withheld"]["signals"]["same terminal"] == 1
    assert header["withheld"]["refused_sign_ins"] == 4
    assert {line["by"] for line in lines_of(PUBLIC)[1:]} == {
        *(None, "beheerder 1", "toezichthouder 1", "invoerder 1", "invoerder 2", "invoerder 3"),
    }


def test_without_names_every_decision_is_there_still() -> None:
    about_persons = {
        *("person registered", "password reset", "account off", "signed in", "signed out"),
        *("sign-in refused", "sign seen", "copy made", "copy failed"),
    }
    full = [line["action"] for line in lines_of(AUDIT)[1:]]
    public = [line["action"] for line in lines_of(PUBLIC)[1:]]
    assert about_persons <= set(full)
    assert public == [action for action in full if action not in about_persons]
