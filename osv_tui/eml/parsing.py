"""From the bytes of a file to a tree of elements, safely.

Before anything is parsed: the size is bounded, the encoding is UTF-8 (or UTF-16 with a byte order mark), and
there is no document type, so no entity can exist. The parser itself opens no file and no connection and keeps
libxml2's limits (depth 256, 10 MB for one text). Anything else is refused with ``EmlRefused``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from osv_tui.eml.refusal import EmlRefused

INPUT_LIMIT = 20_000_000
"""Largest file with a definition, lists or polling stations, in bytes."""

COUNT_LIMIT = 100_000_000
"""Largest count file, in bytes: 500 polling stations with 1,000 candidates take about 60 MB."""

_CHUNK = 1 << 16
_SAFE: Mapping[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
}
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
    400 MB. That the whole file is XML was seen before.
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
    try:
        if at_end is None:
            root = _at_once(encoded.data, keep_comments)
        else:
            # In pieces libxml2 lets by what it refuses in a whole, as an unknown entity or a ]]> across two.
            _at_once(encoded.data, keep_comments, target=_Nothing())
            root = _in_pieces(encoded.data, keep_comments, at_end)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else None
        raise encoded.refuse(line or None, "dit is geen goed gevormd XML-bestand. ") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise encoded.refuse(None, _DOCTYPE)
    return root


class _Nothing:
    """Makes no tree: only whether something is wrong is asked."""

    def close(self) -> None:
        """Nothing was kept."""


def _at_once(data: bytes, keep_comments: bool, target: Any = None) -> etree._Element:
    parser = etree.XMLParser(
        **_SAFE, remove_comments=not keep_comments, remove_pis=not keep_comments, target=target
    )
    return etree.fromstring(data, parser)


def _in_pieces(data: bytes, keep_comments: bool, at_end: AtEnd) -> etree._Element:
    parser = etree.XMLPullParser(
        events=("end",),
        tag=at_end.tag,
        **_SAFE,
        remove_comments=not keep_comments,
        remove_pis=not keep_comments,
    )
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        for _, element in parser.read_events():
            at_end.action(cast("etree._Element", element))
    root: etree._Element = parser.close()
    return root


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
