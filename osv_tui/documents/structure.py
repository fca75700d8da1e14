"""What each text of a document is, for who has it read aloud: the structure tree of PDF/UA-1 (pdf §2).

An annex of 500 stations has 800,000 elements. They are numbers in arrays, and become text one at a time. An
element has kids or texts, never both.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from enum import Enum

_NONE = 0xFFFFFFFF


class Role(Enum):
    """What an element is; the value is how its dictionary in the file says so (ISO 32000-1, 14.8.4)."""

    DOCUMENT = "/Document"
    H1 = "/H1"
    H2 = "/H2"
    H3 = "/H3"
    PARAGRAPH = "/P"
    SPAN = "/Span"
    LIST = "/L"
    ITEM = "/LI"
    ITEM_BODY = "/LBody"
    TABLE = "/Table"
    CAPTION = "/Caption"
    ROW = "/TR"
    COLUMN_HEAD = "/TH/A<</O/Table/Scope/Column>>"
    ROW_HEAD = "/TH/A<</O/Table/Scope/Row>>"
    CELL = "/TD"
    TICKED = "/Form/Alt(aangekruist)/A<</O/PrintField/Role/cb/checked/on>>"
    NOT_TICKED = "/Form/Alt(niet aangekruist)/A<</O/PrintField/Role/cb/checked/off>>"

    def __init__(self, dictionary: str) -> None:
        self.number = len(type(self).__members__)
        self.tag = "/" + dictionary.split("/")[1]
        """The name that stands at its texts on the page."""


_TAGS = tuple(role.tag for role in Role)
_DICTIONARIES = tuple(role.value for role in Role)

ROOT = 0
"""The element that holds all others."""

DECORATION = -1
"""Stands for an element where there is none: rules, repeated heads and footers, which nobody reads aloud."""


class StructureTree:
    """The elements in reading order, and where on which page the texts of each stand."""

    def __init__(self) -> None:
        self._roles = bytearray()
        self._parents = array("I")
        self._page = array("I")
        self._mark = array("I")
        self._more: dict[int, list[tuple[int, int]]] = {}
        self._pages: list[array[int]] = []
        self.add(Role.DOCUMENT, _NONE)

    @property
    def marks(self) -> int:
        """How many marked texts there are on all pages."""
        return sum(map(len, self._pages))

    @property
    def object_count(self) -> int:
        """How many ``objects`` there are."""
        return len(self._roles) + 1 + len(self._pages)

    def add(self, role: Role, parent: int = ROOT) -> int:
        """A new element, after all that ``parent`` has; returns its number."""
        self._roles.append(role.number)
        self._parents.append(parent)
        return len(self._roles) - 1

    def add_all(self, roles: Sequence[Role], parent: int) -> Sequence[int]:
        """New elements, one after the other; returns their numbers."""
        first = len(self._roles)
        self._roles.extend([role.number for role in roles])
        self._parents.extend([parent] * len(roles))
        return range(first, len(self._roles))

    def begin_page(self) -> None:
        """From now on texts stand on the next page; all elements have been added."""
        if not self._pages:
            self._page, self._mark = (_unknown(len(self._roles)) for _ in range(2))
        self._pages.append(array("I"))

    def begin(self, element: int) -> str:
        """What stands before texts of ``element`` on the page: its name, and the number of this mark."""
        page = self._pages[-1]
        number = len(page)
        page.append(element)
        if self._page[element] == _NONE:
            self._page[element], self._mark[element] = len(self._pages) - 1, number
        else:
            self._more.setdefault(element, []).append((len(self._pages) - 1, number))
        return f"{_TAGS[self._roles[element]]}<</MCID {number}>>BDC"

    def root_entries(self, first: int) -> str:
        """What the root of the tree says, when its objects are numbered from ``first`` on."""
        parent_tree = first + len(self._roles)
        return f"/K {first} 0 R/ParentTree {parent_tree} 0 R/ParentTreeNextKey {len(self._pages)}"

    def objects(self, first: int, root: int, pages: Sequence[int]) -> Iterator[str]:
        """The objects of the tree, numbered from ``first`` on: elements, parent tree, its entry of each page.

        Args:
            root: the object that holds ``root_entries``.
            pages: the object of each page.
        """
        first_kid, next_kid = self._links()
        for element, (role, parent, kid) in enumerate(
            zip(self._roles, self._parents, first_kid, strict=True)
        ):
            above = root if parent == _NONE else first + parent
            if kid == _NONE:
                below = self._marked(element, pages)
            else:
                below = f"/K[{' '.join([f'{first + each} 0 R' for each in _chain(kid, next_kid)])}]"
            yield f"<</S{_DICTIONARIES[role]}/P {above} 0 R{below}>>"
        entries = first + len(self._roles) + 1
        numbers = (f"{page} {entries + page} 0 R" for page in range(len(self._pages)))
        yield f"<</Nums[{' '.join(numbers)}]>>"
        for marked in self._pages:
            yield f"[{' '.join([f'{first + element} 0 R' for element in marked])}]"

    def _links(self) -> tuple[array[int], array[int]]:
        """Of each element its first kid, and the next kid of the same parent."""
        count = len(self._roles)
        first_kid, next_kid = _unknown(count), _unknown(count)
        for element in range(count - 1, 0, -1):
            parent = self._parents[element]
            next_kid[element] = first_kid[parent]
            first_kid[parent] = element
        return first_kid, next_kid

    def _marked(self, element: int, pages: Sequence[int]) -> str:
        """Where the texts of an element without kids stand, which can be nowhere."""
        at = self._page[element]
        if at == _NONE:
            return ""
        more = self._more.get(element)
        if more is None:
            return f"/Pg {pages[at]} 0 R/K {self._mark[element]}"
        rest = (
            f"{mark}" if page == at else f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {mark}>>"
            for page, mark in more
        )
        return f"/Pg {pages[at]} 0 R/K[{' '.join((f'{self._mark[element]}', *rest))}]"


def _unknown(count: int) -> array[int]:
    return array("I", [_NONE]) * count


def _chain(kid: int, next_kid: array[int]) -> Iterator[int]:
    while kid != _NONE:
        yield kid
        kid = next_kid[kid]
