"""What a check finds: its code, how serious it is, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from osv_tui.election.form import FieldId


class Severity(Enum):
    """Whether a paper contradicts itself or is only unusual; the value is the letter of the code."""

    ERROR = "F"
    WARNING = "W"


class Check(Enum):
    """The code of a check; F.204 takes the place of F.202 and F.203 when E is 0 and the lists have votes."""

    F201 = "F.201"
    F202 = "F.202"
    F203 = "F.203"
    F204 = "F.204"
    F301 = "F.301"
    F302 = "F.302"
    F304 = "F.304"
    F305 = "F.305"
    F306 = "F.306"
    F307 = "F.307"
    F308 = "F.308"
    F309 = "F.309"
    F401 = "F.401"
    F402 = "F.402"
    W201 = "W.201"
    W202 = "W.202"
    W203 = "W.203"
    W204 = "W.204"
    W251 = "W.251"
    """More ballots than voters called up."""
    W252 = "W.252"
    """Turnout outside a band."""
    W253 = "W.253"
    """More proxies and voter passes than admitted voters; above a municipal committee only."""
    W351 = "W.351"
    """Explanations that do not make up the difference."""
    W352 = "W.352"
    """A difference without explanation."""
    W451 = "W.451"
    """A list without votes where many were to be expected."""
    W452 = "W.452"
    """A list with quite another share than in the rest of the municipality."""
    W453 = "W.453"
    """Two candidates that seem to have changed places."""
    W551 = "W.551"
    """The same votes and voters as another unit."""
    W552 = "W.552"
    """Another number of voters than at the other election of the day."""
    W651 = "W.651"
    """A list without votes that has votes in the file of the lower level."""
    W652 = "W.652"
    """Another number than in the file of the lower level."""

    @property
    def severity(self) -> Severity:
        return Severity(self.value[0])


@dataclass(frozen=True)
class Finding:
    """What a check found at one unit.

    ``text`` is for its typist and rests on nothing but that typist's numbers, the definition and the
    thresholds; it is empty where other numbers are needed. ``supervisor_text`` is for who settles it.
    ``subject`` tells the findings of one check at one unit apart and stays when numbers change: "2" for the
    second of two sums or questions, the number of a list, "3.1-3.4" for two candidates of list 3, the number
    of another unit, the id of another election. Of a sum, ``expected`` is what the parts add up to and
    ``found`` what stands there.
    """

    check: Check
    fields: tuple[FieldId, ...]
    text: str
    supervisor_text: str
    subject: str = ""
    expected: int | None = None
    found: int | None = None


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` as a percentage with one decimal, rounded half up: 3,5 %."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10} %"
