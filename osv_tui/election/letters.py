"""Which characters can stand in a document, and what is said of one that cannot.

The rule. A character can be printed when the typeface of the documents has a letter for it in all three faces
(regular, bold, italic). Controls and format characters never can, nor what marks that text was damaged on its
way (U+FFFC, U+FFFD). Text is judged composed (NFC), as it is printed: é may be one code point or two.
"""

from __future__ import annotations

import unicodedata

_CHARACTERS = (
    "0020-007E",  # ASCII
    "00A0-00AC 00AE-02FF",  # Latin-1, Latin Extended-A and -B, IPA, modifier letters
    "0300-034E 0350-036F 1AB0-1ABE 1DC0-1DF5 1DFC-1DFF",  # combining marks
    "20DB-20DC 20E8 20F0 FE20-FE2D",  # more of them
    "0370-0377 037A-037F 0384-038A 038C 038E-03A1 03A3-03E1 03F0-03FF",  # Greek
    "0400-052F 2DE0-2DFF A640-A69D A69F",  # Cyrillic
    "1D00-1DBF",  # phonetic letters
    "1E00-1EFF 2C60-2C7F A722-A7AD A7B0-A7B1 A7F7-A7FF AB30-AB5F AB64-AB65",  # Latin, further blocks
    "1F00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4",  # Greek with
    "1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF 1FF2-1FF4 1FF6-1FFE",  # more than one accent
    "2000-200A 2010-2027 202F-205F 2E00-2E42",  # spaces and punctuation
    "2070-2071 2074-208E 2090-209C",  # small figures above and below the line
    "20A0-20BE",  # currency
    "2100-2101 2103 2105-2106 2109 2113 2116-2117 211E-2123 2125-2126 212A-212B 212E",  # signs
    "2132 213B 214D 214F-2189",  # signs, fractions and Roman numerals
    "2202 2206 220F 2211-2212 221A 221E 222B 2248 2260 2264-2265 25CA 27E6-27EF",  # mathematics
    "FB00-FB06",  # Latin ligatures
)


def _expanded(ranges: str) -> str:
    ends = (each.partition("-") for each in ranges.split())
    return "".join(
        chr(code) for first, _, last in ends for code in range(int(first, 16), int(last or first, 16) + 1)
    )


LETTERS = frozenset("".join(map(_expanded, _CHARACTERS)))
"""Every character that can stand in a document."""

_AROUND = 20
"""Characters shown on each side of one that cannot be printed."""


def unprintable(text: str) -> str | None:
    """The first character of ``text``, composed, that cannot stand in a document."""
    if text.isascii() and text.isprintable():
        return None
    return next((each for each in unicodedata.normalize("NFC", text) if each not in LETTERS), None)


def printable(text: str) -> str:
    """``text``, composed, with the code of each character that cannot stand in a document: ``[U+6F22]``.

    For texts that nobody can be asked to type otherwise, such as the name of a folder.
    """
    if unprintable(text) is None:
        return text
    return "".join(
        each if each in LETTERS else f"[{_code(each)}]" for each in unicodedata.normalize("NFC", text)
    )


def complaint(text: str) -> str | None:
    """What is wrong with ``text`` if it cannot be printed, in Dutch, without capital or full stop.

    It names the character and the text around it: het teken «漢» (U+6F22) in «Bouma漢» kan niet worden
    afgedrukt. What is invisible is shown by its code alone, so that the sentence can stand on any screen.
    """
    found = unprintable(text)
    if found is None:
        return None
    composed = unicodedata.normalize("NFC", text)
    place = composed.index(found)
    start, end = max(place - _AROUND, 0), place + _AROUND + 1
    around = "".join(
        each if _is_visible(each) else f"[{_code(each)}]" for each in composed[start:end].strip(" ")
    )
    shown = f"{'…' if start else ''}{around}{'…' if end < len(composed) else ''}"
    return f"het teken {_named(found)} in «{shown}» kan niet worden afgedrukt"


def _named(character: str) -> str:
    return f"«{character}» ({_code(character)})" if _is_visible(character) else _code(character)


def _is_visible(character: str) -> bool:
    return character in LETTERS or unicodedata.category(character)[0] in "LNPS"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
