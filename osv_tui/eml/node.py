"""Walking through an EML tree while refusing what does not belong there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from lxml import etree

from osv_tui.eml import texts
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import SB_URI, local
from osv_tui.eml.refusal import EmlRefused, SumRefused

LARGEST_NUMBER = 999_999_999
"""Largest number taken from a file: nine digits, as on the count form."""

_BLANKS = " \t\r\n"
_NUMBER = re.compile(r"[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True)
class Source:
    """The file that is being read and what it should be; ``where`` is the place in it that people know."""

    file: str
    kind: Kind
    where: str = ""


@dataclass(frozen=True)
class Node:
    """An element of the file; every reading method raises ``EmlRefused`` at its line when it cannot."""

    element: etree._Element
    source: Source

    @property
    def name(self) -> str:
        return local(str(self.element.tag))

    def within(self, where: str) -> Node:
        """The same element, with "stembureau 3" or the like in errors about it and what is inside it.

        OSV writes a whole file on one line, so that a line number alone says little.
        """
        return Node(self.element, replace(self.source, where=where))

    def refuse(self, problem: str, name: str | None = None, advice: str | None = None) -> EmlRefused:
        """The error for a defect at this element: a Dutch sentence without its full stop, then what to do."""
        source = self.source
        line = cast("int | None", self.element.sourceline)
        place = f"{source.where}: " if source.where else ""
        reason = f"{place}{problem}. {advice or source.kind.advice}"
        return EmlRefused(source.file, line, name or self.name, reason)

    def refuse_sum(self, problem: str) -> SumRefused:
        """The error for numbers that do not add up, as ``refuse`` makes it."""
        return SumRefused(*self.refuse(problem).args)

    def parts(
        self,
        required: Sequence[str] = (),
        optional: Sequence[str] = (),
        repeated: Sequence[str] = (),
    ) -> Parts:
        """The child elements, sorted out by name: exactly one, at most one, or any number of each.

        Their order has no meaning and is not checked. Elements of the extensions of 2026 about locations
        (``sb``) carry nothing that is counted and are passed over. Any other name is refused.
        """
        allowed = {*required, *optional, *repeated}
        found: dict[str, list[Node]] = {}
        self._no_loose_text()
        for element in self.element:
            tag = str(element.tag)
            if tag in allowed:
                found.setdefault(tag, []).append(Node(element, self.source))
            elif not tag.startswith(f"{{{SB_URI}}}"):
                raise self.refuse("er staat een onderdeel in dat hier niet hoort")
        for tag in required:
            if tag not in found:
                raise self.refuse(f"het onderdeel {local(tag)} ontbreekt")
        for tag in (*required, *optional):
            if len(found.get(tag, ())) > 1:
                raise found[tag][1].refuse("dit onderdeel mag maar één keer voorkomen")
        return Parts(found)

    def child(self, tag: str) -> Node:
        """The first child of that name, whatever stands beside it."""
        element = self.element.find(tag)
        if element is None:
            raise self.refuse(f"het onderdeel {local(tag)} ontbreekt")
        return Node(element, self.source)

    def descend(self, *tags: str) -> Node:
        """The element at the end of a chain in which each step has no other child."""
        node = self
        for tag in tags:
            node = node.parts(required=(tag,)).one(tag)
        return node

    def text(self) -> str:
        """The text of an element without children, without blanks at its ends; may be empty."""
        if len(self.element):
            raise self.refuse("hier hoort alleen tekst te staan")
        return (self.element.text or "").strip(_BLANKS)

    def optional_name(self, longest: int = texts.LONGEST) -> str:
        """A name by the rule of ``texts``; may be empty."""
        text = self.text()
        problem = texts.problem(text, longest)
        if problem is not None:
            raise self.refuse(problem)
        return text

    def label(self, longest: int = texts.LONGEST) -> str:
        """A name by the rule of ``texts`` that is not empty."""
        text = self.optional_name(longest)
        if not text:
            raise self.refuse("de tekst ontbreekt")
        return text

    def no_formula(self, name: str | None = None) -> None:
        """Refuse a name (by itself the text) that would start a formula at the beginning of a CSV cell."""
        if texts.starts_formula(self.text() if name is None else name):
            raise self.refuse(
                "de naam begint met een teken waarmee een rekenblad een formule begint (= + - @). "
                "In het CSV-bestand is dat gevaarlijk"
            )

    def number(self, minimum: int = 0) -> int:
        """A whole number in the digits 0 to 9, from ``minimum`` to 999,999,999."""
        return self._number(self.text(), minimum)

    def date(self) -> date:
        """A date ``yyyy-mm-dd`` that exists."""
        text = self.text()
        try:
            if _DATE.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            raise self.refuse("deze datum bestaat niet") from None
        raise self.refuse("dit is geen datum (jaar-maand-dag)")

    def moment(self) -> datetime:
        """A date and time, with or without fraction and zone (eml §1.2)."""
        text = self.text()
        try:
            if _MOMENT.fullmatch(text):
                return datetime.fromisoformat(text)
        except ValueError:
            raise self.refuse("dit tijdstip bestaat niet") from None
        raise self.refuse("dit is geen datum met tijd (jaar-maand-dagTuur:minuut:seconde)")

    def optional_attribute(self, name: str) -> str | None:
        value = self.element.get(name)
        if value is None:
            return None
        value = value.strip(_BLANKS)
        problem = texts.problem(value)
        if problem is not None:
            raise self.refuse(f"{name}: {problem}")
        return value

    def attribute(self, name: str) -> str:
        value = self.optional_attribute(name)
        if not value:
            raise self.refuse(f"het kenmerk {name} ontbreekt")
        return value

    def attribute_number(self, name: str, minimum: int = 1) -> int:
        return self._number(self.attribute(name), minimum)

    def one_of(self, value: str, allowed: Iterable[str]) -> str:
        """``value`` if it is one of the known codes."""
        if value not in allowed:
            raise self.refuse("hier staat een onbekende waarde")
        return value

    def check_increase(self, what: str, previous: int, current: int) -> None:
        """Refuse a number that does not come after the one before it; gaps are allowed (eml §6)."""
        if current == previous:
            raise self.refuse(f"{what} {current} komt twee keer voor")
        if current < previous:
            raise self.refuse(f"{what} {current} staat na nummer {previous}: de nummers moeten oplopen")

    def _number(self, text: str, minimum: int) -> int:
        if not _NUMBER.fullmatch(text):
            raise self.refuse("hier hoort een geheel getal zonder teken te staan")
        digits = text.lstrip("0") or "0"
        if len(digits) > len(str(LARGEST_NUMBER)):
            raise self.refuse("het getal is te groot: het grootste getal is 999.999.999")
        number = int(digits)
        if number < minimum:
            raise self.refuse(f"het getal {number} is te klein: het moet minstens {minimum} zijn")
        return number

    def _no_loose_text(self) -> None:
        loose = [self.element.text or "", *(child.tail or "" for child in self.element)]
        if any(text.strip(_BLANKS) for text in loose):
            raise self.refuse("er staat losse tekst tussen de onderdelen")


@dataclass(frozen=True)
class Parts:
    """The children of an element by qualified name, in the order of the file."""

    found: dict[str, list[Node]]

    def one(self, tag: str) -> Node:
        return self.found[tag][0]

    def maybe(self, tag: str) -> Node | None:
        return self.found[tag][0] if tag in self.found else None

    def every(self, tag: str) -> list[Node]:
        return self.found.get(tag, [])
