"""The kinds of EML_NL files this program reads."""

from __future__ import annotations

from enum import Enum

_FROM_THE_CENTRAL_OFFICE = "Vraag het bestand opnieuw op bij het centraal stembureau."


class Kind(Enum):
    """A document kind; the value is the ``Id`` of the root element (eml §1)."""

    DEFINITION = "110a"
    POLLING_STATIONS = "110b"
    CANDIDATE_LISTS = "230b"
    COUNT = "510b"
    DISTRICT_COUNT = "510c"
    TOTAL_COUNT = "510d"
    RESULT = "520"

    @property
    def is_count(self) -> bool:
        return self.value.startswith("510")

    @property
    def title(self) -> str:
        return _TITLES[self]

    @property
    def advice(self) -> str:
        """What to do about a defect in a file of this kind."""
        return _ADVICE[self]


_TITLES = {
    Kind.DEFINITION: "verkiezingsdefinitie (110a)",
    Kind.POLLING_STATIONS: "lijst van stembureaus (110b)",
    Kind.CANDIDATE_LISTS: "kandidatenlijst (230b)",
    Kind.COUNT: "telling (510b)",
    Kind.DISTRICT_COUNT: "telling van een kieskring (510c)",
    Kind.TOTAL_COUNT: "totaaltelling (510d)",
    Kind.RESULT: "uitslag (520)",
}

_ADVICE = {
    Kind.DEFINITION: _FROM_THE_CENTRAL_OFFICE,
    Kind.POLLING_STATIONS: "Verbeter de lijst van stembureaus en maak het bestand opnieuw.",
    Kind.CANDIDATE_LISTS: _FROM_THE_CENTRAL_OFFICE,
    Kind.COUNT: "Vraag de telling opnieuw op bij de gemeente.",
    Kind.DISTRICT_COUNT: "Vraag de telling opnieuw op bij het hoofdstembureau.",
    Kind.TOTAL_COUNT: _FROM_THE_CENTRAL_OFFICE,
    Kind.RESULT: _FROM_THE_CENTRAL_OFFICE,
}
