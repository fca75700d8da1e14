"""Writing XML that is its own canonical form: C14N 1.0 with comments (eml §3.6).

No declaration, no white space between elements, every element with an end tag. Namespace declarations come
before attributes, both sorted as C14N asks; callers give attributes in that order.
"""

from __future__ import annotations

CANONICALIZATION = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_IN_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
)


def element(name: str, *content: str, **attributes: str) -> str:
    """An element around ``content``, which is canonical XML already (``text`` makes it so)."""
    marks = "".join(f' {key}="{value.translate(_IN_ATTRIBUTE)}"' for key, value in attributes.items())
    return f"<{name}{marks}>{''.join(content)}</{name}>"


def text(value: str | int) -> str:
    """Character data, escaped as canonical XML asks."""
    return str(value).translate(_IN_TEXT)


def comment(value: str) -> str:
    """A comment.

    Raises:
        ValueError: ``value`` holds ``--`` or ends in ``-``, which XML forbids.
    """
    if "--" in value or value.endswith("-"):
        raise ValueError("a comment cannot hold '--' or end in '-'")
    return f"<!--{value}-->"
