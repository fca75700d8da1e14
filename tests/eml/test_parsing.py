from __future__ import annotations

import pytest

from osv_tui.eml import parsing
from osv_tui.eml.parsing import AtEnd, parse
from osv_tui.eml.refusal import EmlRefused, shown_name

BOMB = b'<!DOCTYPE a [<!ENTITY x "y">]>'


def refused(data: bytes, limit: int = 1000, at_end: AtEnd | None = None) -> str:
    with pytest.raises(EmlRefused) as caught:
        parse(data, "x.xml", limit, at_end=at_end)
    return str(caught.value)


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"<?xml version='1.0'?>",
        b"\xef\xbb\xbf",
        b"<!-- > --><?a ?>\n",
        b"<!-- <!-- ",
        b"<!----><!---->",
    ],
)
def test_a_document_type_is_never_taken(before: bytes) -> None:
    assert refused(before + BOMB + b"<a>&x;</a>")


def test_a_document_type_in_utf_16_is_found() -> None:
    assert "DOCTYPE" in refused((BOMB + b"<a/>").decode().encode("utf-16"))


def test_the_word_alone_is_no_document_type() -> None:
    root = parse(b"<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>", "x", 1000)
    assert root.text == "<!DOCTYPE a>"


def test_an_undeclared_entity_is_refused() -> None:
    assert refused(b"<a>\n<b/>\n&x;</a>").startswith("x.xml, regel 3: ")


PIECE = parsing._CHUNK


READ = pytest.mark.parametrize("at_end", [None, AtEnd("b", lambda _: None)], ids=["whole", "in pieces"])


@READ
@pytest.mark.parametrize("broken", [b"<a>&x;", b"<a>&x;</a>", b'<a b="&x;">', b"<a><b></a>"])
def test_behind_a_fault_no_other_file_begins(broken: bytes, at_end: AtEnd | None) -> None:
    for place in (PIECE, 2 * PIECE):
        assert refused(broken.ljust(place) + b"<a/>", 3 * PIECE, at_end).startswith("x.xml, regel 1: ")


@READ
@pytest.mark.parametrize(
    "mark", [b"]]>", b"]]]]]]>", b"\xe2\x82\xac", b"\r\n", b"&lt;", b"<![CDATA[]]>", b"<!----><b/>"]
)
def test_where_a_file_is_cut_in_pieces_means_nothing(mark: bytes, at_end: AtEnd | None) -> None:
    def said(before: int) -> str:
        file = b"<a>".ljust(before) + mark + b"</a>"
        try:
            return str(parse(file, "x", 2 * PIECE, at_end=at_end).xpath("string()")).strip(" ")
        except EmlRefused as problem:
            return str(problem)

    assert {said(PIECE - cut) for cut in range(len(mark) + 1)} == {said(10)}


@pytest.mark.parametrize("name", [b"ISO-8859-1", b"utf-7", b"UTF-16", b"cp037", b"x-onbekend"])
def test_only_utf_8_can_be_declared(name: bytes) -> None:
    assert "andere tekencodering" in refused(b'<?xml version="1.0" encoding="' + name + b'"?><a/>')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_are_taken(encoding: str) -> None:
    declared = "utf-16" if encoding == "utf-16" else "utf-8"
    data = f'<?xml version="1.0" encoding="{declared}"?><a>Fryslân 🗳</a>'.encode(encoding)
    assert parse(data, "x", 1000).text == "Fryslân 🗳"


def test_broken_utf_16_is_refused() -> None:
    assert "UTF-16" in refused(b"\xff\xfe<\x00a")


def test_the_line_of_a_wrong_byte_is_given() -> None:
    assert refused(b"<a>\n\n\xe9</a>").startswith("x.xml, regel 3: ")


def test_depth_is_bounded() -> None:
    assert "XML" in refused(b"<a>" * 300 + b"</a>" * 300, 10_000)


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    assert parse(b"<a></a>", "x", 7).tag == "a"
    assert "groter dan" in refused(b"<a></a>", 6)


def test_a_file_name_is_shown_on_one_line_and_short() -> None:
    assert shown_name("a\nb\x1b[2Jc\u202e") == "a?b?[2Jc?"
    assert len(shown_name("x" * 500)) == 80
