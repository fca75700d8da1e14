"""The units of a count are read and emptied while the file is parsed; what is said of a file is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from osv_tui.eml import count, header
from osv_tui.eml.namespaces import SB_URI, eml
from osv_tui.eml.parsing import AtEnd, parse
from osv_tui.eml.reading import ReadCount, read_count
from osv_tui.eml.refusal import EmlRefused
from tests.eml.test_rules import text_of
from tests.shared import needs_shared

UNIT = "<ReportingUnitVotes>"
END = "</ReportingUnitVotes>"


def test_an_element_is_handed_over_when_it_ends() -> None:
    ended: list[str] = []

    def action(element: etree._Element) -> None:
        ended.append(str(element.get("n")))
        del element[:]

    root = parse(
        b'<a>x<b n="1"><b n="2"/><c/></b>y<b n="3"><c/></b>z</a>', "x", 100, at_end=AtEnd("b", action)
    )
    assert ended == ["2", "1", "3"]
    assert etree.tostring(root) == b'<a>x<b n="1"/>y<b n="3"/>z</a>'


def test_nothing_is_done_with_what_is_no_xml_further_on() -> None:
    ended: list[etree._Element] = []
    with pytest.raises(EmlRefused, match="goed gevormd"):
        parse(b"<a><b/>" + b" " * 100_000 + b"</b>", "x", 200_000, at_end=AtEnd("b", ended.append))
    assert ended == []


def roots_of(monkeypatch: pytest.MonkeyPatch) -> list[etree._Element]:
    """The trees of the files that are read from now on."""
    roots: list[etree._Element] = []
    whole: Callable[..., etree._Element] = parse

    def kept(*given: Any, **named: Any) -> etree._Element:
        roots.append(whole(*given, **named))
        return roots[-1]

    monkeypatch.setattr(header, "parse", kept)
    return roots


@needs_shared
def test_of_a_unit_only_its_name_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    roots = roots_of(monkeypatch)
    read = read_count(text_of("510b").encode(), "x")
    units = list(roots[0].iter(eml("ReportingUnitVotes")))
    assert len(units) == len(read.units) > 1
    assert {tuple(each.tag for each in unit) for unit in units} == {(eml("ReportingUnitIdentifier"),)}
    assert len(next(roots[0].iter(eml("TotalVotes")))) > 10


@needs_shared
def test_it_says_the_same_as_when_nothing_is_read_early(monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of("510b")
    before, unit, behind = text.partition(UNIT)
    within = f"{before}{unit}<sb:X xmlns:sb='{SB_URI}'>{UNIT}<Cast>x</Cast>{END}</sb:X>{behind}"
    beside = f"{before}<sb:X xmlns:sb='{SB_URI}'>{UNIT}{behind.partition(END)[0]}{END}</sb:X>{unit}{behind}"
    negative = f"{before}{unit}{behind.replace('<Cast>', '<Cast>-', 1)}"
    files = (
        text,
        within,
        beside,
        f"{before}{unit}{UNIT}{END}{behind}",
        f"{before}los{unit}{behind}",
        f"{before}{unit}los{behind}",
        text.replace(END, f"{END}los", 1),
        text.replace('"9999::SB2"', '"9999::SB1"'),
        negative,
        negative.replace("<TransactionId>", "<Extra/><TransactionId>"),
    )
    early = [said(each) for each in files]
    monkeypatch.setattr(count, "_read_early", lambda *_: None)
    assert early == [said(each) for each in files]
    assert [type(each) for each in early[:3]] == [ReadCount] * 3
    assert len(set(map(str, early[3:]))) == 6, "a loose text is one fault, before and behind a unit"
    assert "stembureau 1: " in str(early[8])


def said(text: str) -> ReadCount | str:
    """What is read, or why it is refused."""
    try:
        return read_count(text.encode(), "x")
    except EmlRefused as refused:
        return str(refused)
