"""What a name in an EML file may consist of.

The rule. A name is kept exactly as it is written, apart from blanks at its ends. It is not normalised: the
published files must carry the name that was registered, code point for code point. Two spellings that differ
only in composition (é as one or as two code points) are the same name when files are compared (``same``).

A name is refused when it

* is longer than 200 characters;
* holds a character that is no visible letter, mark, digit, sign or blank: controls (C0 and C1, so also line
  breaks, tabs and ESC), format characters (bidirectional controls, zero-width and soft characters), line and
  paragraph separators, private use, surrogates, non-characters and unassigned code points (by the Unicode
  version of Python);
* holds a character that the documents of the election cannot print (``letters``), when it is composed;
* would begin a cell of the published CSV and starts, after blanks, with ``=``, ``+``, ``-`` or ``@`` (or
  their full-width forms): a spreadsheet would run it as a formula. Only names that begin a cell are held to
  this: of a candidate the prefix if there is one, else the last name; the name of a list, a polling station,
  the municipality and the election. No name is changed to make it harmless.
"""

from __future__ import annotations

import unicodedata

from osv_tui.election import letters

LONGEST = 200
"""Characters a name may have."""

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def problem(text: str, longest: int = LONGEST) -> str | None:
    """Why ``text`` cannot be a name, in Dutch, or ``None``.

    A character that cannot be printed is named with the text around it, any other by its U+ number alone.
    """
    if len(text) > longest:
        return f"de tekst is langer dan {longest} tekens"
    if text.isascii() and text.isprintable():
        return None
    for character in text:
        if unicodedata.category(character) in _REFUSED_CATEGORIES:
            return f"het teken U+{ord(character):04X} is niet toegestaan in een naam"
    return letters.complaint(text)


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell with ``text`` for a formula."""
    return text.lstrip().startswith(_FORMULA_STARTS)


def same(first: str, second: str) -> bool:
    """Whether two names are the same text, however their accents are composed."""
    return unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)
