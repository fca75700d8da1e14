"""The little HTML that a page needs: every text is escaped here, and nothing else writes a tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_SMALL = 2


@dataclass(frozen=True)
class Html:
    """Markup that is safe to put in a page."""

    text: str

    def __str__(self) -> str:
        return self.text


def tag(name: str, *inside: str | Html, **attributes: str) -> Html:
    """An element; a ``str`` inside it is text and is escaped. ``class_`` is the attribute class."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    return Html(f"<{name}{told}>{''.join(map(_markup, inside))}</{name}>")


def lines(*parts: Html) -> Html:
    """Elements under one another."""
    return Html("\n".join(part.text for part in parts))


def inline(*inside: str | Html) -> Html:
    """Texts and elements behind one another."""
    return Html("".join(map(_markup, inside)))


def heading(level: int, text: str, id: str = "") -> Html:
    return tag(f"h{level}", text, id=id) if id else tag(f"h{level}", text)


def paragraph(*inside: str | Html) -> Html:
    return tag("p", *inside)


def bullets(*items: str | Html) -> Html:
    return tag("ul", *(tag("li", item) for item in items))


def steps(*items: str | Html) -> Html:
    return tag("ol", *(tag("li", item) for item in items))


def link(address: str, text: str) -> Html:
    return tag("a", text, href=address)


@dataclass(frozen=True)
class Head:
    """A column: its heading, and whether it has numbers."""

    text: str
    number: bool = False


def table(
    caption: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[str | Html]],
    foot: Sequence[str | Html] = (),
    *,
    id: str,
) -> Html:
    """A table with a caption; the first cell of a row is its heading. A wide one can be moved by keyboard."""
    shown = [
        tag("caption", caption, id=id),
        tag("thead", tag("tr", *(_head(head) for head in heads))),
        tag("tbody", Html("\n"), *(_row(heads, row) for row in rows)),
    ]
    if foot:
        shown.append(tag("tfoot", _row(heads, foot)))
    inside, kind = tag("table", *shown), "wide small" if len(heads) == _SMALL else "wide"
    return tag("div", inside, class_=kind, role="region", aria_labelledby=id, tabindex="0")


def whole_page(title: str, style: str, *body: Html, links: Sequence[Html] = ()) -> bytes:
    """A page without scripts or anything from outside, in Dutch."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    head = lines(
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        tag("title", title),
        *links,
        Html(f"<style>\n{style}</style>"),
    )
    inside = lines(tag("head", head), tag("body", lines(*body)))
    return f'<!DOCTYPE html>\n<html lang="nl">\n{inside}\n</html>\n'.encode()


def number(value: int) -> str:
    """A number with a point at the thousands."""
    return f"{value:,}".replace(",", ".")


def size(count: int) -> str:
    """The size of a file, as 812 bytes, 12 kB, 3,4 MB."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{(count + 500) // 1000} kB"
    tenths = (count + 50_000) // 100_000
    return f"{tenths // 10},{tenths % 10} MB"


def _markup(inside: str | Html) -> str:
    return inside.text if isinstance(inside, Html) else escape(inside, quote=False)


def _head(head: Head) -> Html:
    kind = {"class_": "number"} if head.number else {}
    return tag("th", head.text, scope="col", **kind)


def _row(heads: Sequence[Head], cells: Sequence[str | Html]) -> Html:
    first, *others = cells
    shown = [tag("th", first, scope="row")]
    for head, cell in zip(heads[1:], others, strict=True):
        kind = {"class_": "number"} if head.number else {}
        shown.append(tag("td", cell, **kind))
    return Html(f"{tag('tr', *shown)}\n")
