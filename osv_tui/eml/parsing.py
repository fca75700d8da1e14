"""From the bytes of a file to a tree of elements, safely.

Before anything is parsed: the size is bounded, the encoding is UTF-8 (or UTF-16 with a byte order mark), and
there is no document type, so no entity can exist. The parser itself opens no file and no connection and keeps
libxml2's limits (depth 256, 10 MB for one text). Anything else is refused with ``EmlRefused``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree

from osv_tui.eml.refusal import EmlRefused

INPUT_LIMIT = 20_000_000
"""Largest file with a definition, lists or polling stations, in bytes."""

COUNT_LIMIT = 100_000_000
"""Largest count file, in bytes: 500 polling stations with 1,000 candidates take about 60 MB."""

_CHUNK = 1 << 16
_BRACKETS = re.compile(rb"\]*.?", re.DOTALL)
_BOM_UTF8 = b"\xef\xbb\xbf"
_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DOCTYPE = "er staat een documenttype (DOCTYPE) in. Dat is niet toegestaan, want het kan schadelijk zijn. "
_ASK_AGAIN = "Vraag het bestand opnieuw op."


@dataclass(frozen=True)
class _Encoded:
    """Bytes in UTF-8, without byte order mark."""

    data: bytes
    file: str

    def refuse(self, line: int | None, problem: str) -> EmlRefused:
        return EmlRefused(self.file, line, None, problem + _ASK_AGAIN)


@dataclass(frozen=True)
class AtEnd:
    """What is done with every element of a name as soon as its end is reached, wherever it stands.

    An element that ``action`` empties takes no memory when the next comes: a count file of 60 MB is a tree of
    400 MB. What stands behind it is not read yet, and may turn out to be no XML.
    """

    tag: str
    action: Callable[[etree._Element], None]


def parse(
    data: bytes, file: str, limit: int, *, keep_comments: bool = False, at_end: AtEnd | None = None
) -> etree._Element:
    """The root element of an XML file.

    ``limit`` is the largest number of bytes taken. Comments are left out, so that a text broken by one is
    read whole, unless ``keep_comments`` is set (the canonical form needs them).

    Raises:
        EmlRefused: too large, empty, another encoding, a document type, or not well-formed XML.
    """
    encoded = _Encoded(b"", file)
    if len(data) > limit:
        raise encoded.refuse(None, f"het bestand is groter dan {limit // 1_000_000} MB. ")
    if not data.strip():
        raise encoded.refuse(None, "het bestand is leeg. ")
    encoded = _as_utf8(data, file)
    if _has_doctype(encoded.data):
        raise encoded.refuse(None, _DOCTYPE)
    return _parsed(encoded, keep_comments, at_end)


def _parsed(encoded: _Encoded, keep_comments: bool, at_end: AtEnd | None) -> etree._Element:
    # Not resolve_entities=False: then an unknown entity is let by, and what is fed next read as a new file.
    parser = etree.XMLPullParser(
        events=("end",) if at_end else (),
        tag=at_end.tag if at_end else None,
        encoding="utf-8",
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=not keep_comments,
        remove_pis=not keep_comments,
    )
    try:
        root = _fed(parser, encoded.data, at_end)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else None
        raise encoded.refuse(line or None, "dit is geen goed gevormd XML-bestand. ") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise encoded.refuse(None, _DOCTYPE)
    return root


def _fed(parser: etree.XMLPullParser, data: bytes, at_end: AtEnd | None) -> etree._Element:
    for piece in _pieces(data):
        parser.feed(piece)
        if at_end:
            for _, element in parser.read_events():
                at_end.action(cast("etree._Element", element))
    root: etree._Element = parser.close()
    return root


def _pieces(data: bytes) -> Iterator[bytes]:
    """``data`` in pieces, none of which ends in a ``]]>``: libxml2 takes that for good in two pieces."""
    start = 0
    while start < len(data):
        end = start + _CHUNK
        if data[end - 1 : end] == b"]" and (more := _BRACKETS.match(data, end)):
            end = more.end()
        yield data[start:end]
        start = end


def _as_utf8(data: bytes, file: str) -> _Encoded:
    if data.startswith(_BOMS_UTF16):
        try:
            return _Encoded(data.decode("utf-16").encode("utf-8"), file)
        except UnicodeError:
            raise _Encoded(b"", file).refuse(None, "de tekens zijn geen geldige UTF-16. ") from None
    encoded = _Encoded(data.removeprefix(_BOM_UTF8), file)
    declared = _DECLARATION.match(encoded.data)
    if declared is not None and declared[1].upper() not in (b"UTF-8", b"US-ASCII"):
        raise encoded.refuse(1, "het bestand heeft een andere tekencodering dan UTF-8. ")
    try:
        encoded.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = encoded.data.count(b"\n", 0, error.start) + 1
        raise encoded.refuse(line, "er staan tekens in die geen UTF-8 zijn. ") from None
    return encoded


_BEFORE_ROOT = re.compile(rb"[ \t\r\n]+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def _has_doctype(data: bytes) -> bool:
    """Whether a document type stands before the root element, the only place XML has for it."""
    position = 0
    while skipped := _BEFORE_ROOT.match(data, position):
        position = skipped.end()
    return data.startswith(b"<!DOCTYPE", position)
