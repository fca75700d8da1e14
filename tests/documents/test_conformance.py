"""The tests that look whether a file conforms find what does not: a control for all others."""

from __future__ import annotations

import re

import pytest

from osv_tui.documents import content, structure
from osv_tui.documents.layout import Page, Text
from osv_tui.documents.n11 import n11
from osv_tui.documents.render import render
from osv_tui.documents.structure import DECORATION, StructureTree
from tests.documents.conformance import faults
from tests.documents.example import FACTS, example_tally


def made() -> bytes:
    return render(n11(example_tally(), FACTS)).publication


def test_a_good_file_has_no_faults() -> None:
    assert faults(made()) == []


@pytest.mark.parametrize(
    ("part", "broken", "profile"),
    [
        (b"/StructTreeRoot ", b"/StructTreeRoox ", "ua1"),
        (b"/MarkInfo ", b"/MarkInfx ", "ua1"),
        (b"/Lang ", b"/Lanx ", "ua1"),
        (b"/DisplayDocTitle true", b"/DisplayDocTitlx true", "ua1"),
        (b"<pdfuaid:part>1<", b"<pdfuaid:part>2<", "ua1"),
        (b"<dc:title>", b"<dc:titlx>", "ua1"),
        (b"/OutputIntents ", b"/OutputIntentx ", "2u"),
        (b"/ToUnicode ", b"/ToUnicodx ", "2u"),
        (b"<pdfaid:part>2<", b"<pdfaid:part>3<", "2u"),
        (b"/FontFile2 ", b"/FontFilx2 ", "2u"),
        (b"/Metadata ", b"/Metadatx ", "2u"),
    ],
)
def test_a_broken_file_fails_the_profile_that_asks_for_the_part(
    part: bytes, broken: bytes, profile: str
) -> None:
    good = made()
    assert part in good
    found = faults(good.replace(part, broken))
    assert any(fault.startswith(profile) for fault in found), found


def test_text_without_a_mark_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "_turn", lambda before, after, tree: ())
    monkeypatch.setattr(content, "_END", "")
    assert any(fault.startswith("ua1") for fault in faults(made()))


def test_a_text_that_is_passed_off_as_decoration_leaves_an_empty_heading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = content.page_content

    def all_decoration(
        page: Page, tree: StructureTree, encode: content.Encode, select: content.Select
    ) -> str:
        bare = [mark._replace(element=DECORATION) if isinstance(mark, Text) else mark for mark in page.marks]
        return real(Page(bare, page.bookmarks), tree, encode, select)

    monkeypatch.setattr(content, "page_content", all_decoration)
    assert "/H1 zonder tekst" in faults(made())


def test_marks_that_name_another_element_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = StructureTree.begin
    monkeypatch.setattr(
        StructureTree, "begin", lambda tree, element: re.sub(r"^/\w+", "/P", real(tree, element))
    )
    assert any("is een ander onderdeel" in fault for fault in faults(made()))


def test_a_mark_that_stands_twice_in_the_tree_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = StructureTree._marked

    def first_mark(tree: StructureTree, element: int, pages: list[int]) -> str:
        return (
            real(tree, element, pages).replace("/K 1", "/K 0") if element == 2 else real(tree, element, pages)
        )

    monkeypatch.setattr(StructureTree, "_marked", first_mark)
    assert any("staat niet één keer in de boom" in fault for fault in faults(made()))


def test_a_heading_that_skips_an_order_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "_DICTIONARIES", tuple(each.replace("/H2", "/H3") for each in _names()))
    assert any(fault.startswith("ua1") for fault in faults(made()))


def _names() -> tuple[str, ...]:
    return tuple(role.value for role in structure.Role)
