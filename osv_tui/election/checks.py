"""The checks of one filled form: what must hold on its paper, and what is rare enough to look at again.

A check has the code of Abacus (workflow §2.7) where Abacus has it, in its form of 2019. The paper of 2019
asks «Zijn D en H gelijk?» once, with yes, no or nothing (twice where ballots are counted centrally), and has
no E.1 to E.n. The codes of our own end in 51 and up, which Abacus is far from. ``committee_checks`` lays
forms side by side.

An error says that the paper contradicts itself; a warning that something is rare. Neither stops a typist. A
check is judged only when all it needs is read and open. What a typist is told comes from his or her own
numbers, the definition and the thresholds. W.201, W.202 and the turnout are not judged when H is 0, which
W.204 tells; W.251 and W.252 not at a unit that nobody is called up to.

Without meaning for the forms of 2019:

=====================  ==============================================================================
F.101, F.102           no questions about an extra investigation
F.111, F.112           no questions about the count difference
F.121, F.122           no page about the report itself, no corrigendum
F.131 to F.135         no page about checks and corrections
F.303                  one box for "not equal": F.302 covers both directions
F.310, F.311           no question whether the difference is explained: W.351 and W.352
F.312                  a formula of the central committee
F.403                  no E.1 to E.n to compare a list with: F.202 and F.402
W.001, W.002           not a check but a difference between entries, settled by the supervisor
W.205, W.206           the number of voters called up is not on the paper
OSV "filled"           an entry with an empty field cannot be handed in
OSV EK, postal votes   other elections
=====================  ==============================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from osv_tui.election import form as f
from osv_tui.election.count import RECOUNT_OF, candidate_sum, list_totals
from osv_tui.election.form import Answer, Field, FieldId, Form, Section, SectionKind
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds


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


def findings(
    form: Form, values: Mapping[FieldId, int], eligible: int = 0, thresholds: Thresholds = DEFAULTS
) -> tuple[Finding, ...]:
    """Everything the checks find on one form, in the order of the paper.

    ``eligible`` is the number of voters called up to the unit, 0 when nobody is. F.202 and F.204, which take
    all lists, come last.
    """
    paper = _Paper(form, values)
    found = chain(
        _voters_sum(paper),
        _ballots_sum(paper),
        _rejected(paper, thresholds),
        _turnout(paper, eligible, thresholds),
        _large_difference(paper, thresholds),
        _recount_sum(paper),
        _answers(paper),
        _stated_difference(paper),
        _explanations(paper),
        _unexplained(paper, thresholds),
        _lists(paper),
    )
    return _without_doubles(tuple(found))


def has_errors(form: Form, values: Mapping[FieldId, int]) -> bool:
    """Whether the paper contradicts itself, which keeps a first entry waiting for the supervisor."""
    paper = _Paper(form, values)
    return any(True for _ in chain(_sums(paper), _answers(paper), _stated_difference(paper)))


def holds(form: Form, values: Mapping[FieldId, int], field: Field) -> bool | None:
    """Whether the sums that ``field`` takes part in hold; ``None`` when it takes part in none."""
    if field.id not in _summed(form):
        return None
    return all(
        field.id not in finding.fields for finding in _without_doubles(tuple(_sums(_Paper(form, values))))
    )


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` as a percentage with one decimal, rounded half up: 3,5 %."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10} %"


@dataclass(frozen=True)
class _Paper:
    form: Form
    values: Mapping[FieldId, int]

    def read(self, *fields: FieldId) -> tuple[int, ...] | None:
        """The numbers at ``fields``; ``None`` when one of them is not read."""
        numbers = tuple(self.values[field] for field in fields if field in self.values)
        return numbers if len(numbers) == len(fields) else None

    @property
    def admitted(self) -> FieldId | None:
        """The field of the admitted voters that count, D or its recount; ``None`` while that is unknown."""
        if f.RECOUNTED not in self.form.by_id or self.values.get(f.EQUAL) == Answer.YES.value:
            return f.ADMITTED
        recounted = self.values.get(f.RECOUNTED)
        if recounted is None:
            return None
        return RECOUNT_OF[f.ADMITTED] if recounted == Answer.YES.value else f.ADMITTED

    @property
    def compared(self) -> tuple[FieldId, int, int] | None:
        """Which D counts, its number, and H."""
        field = self.admitted
        numbers = field and self.read(field, f.FOUND)
        return (field, numbers[0], numbers[1]) if field and numbers else None

    def letter(self, field: FieldId) -> str:
        return self.form.by_id[field].letter

    def present(self, *fields: FieldId) -> tuple[FieldId, ...]:
        return tuple(field for field in fields if field in self.form.by_id)

    @property
    def lists(self) -> Iterator[Section]:
        return (section for section in self.form.sections if section.kind is SectionKind.LIST)


# Sums.


def _sums(paper: _Paper) -> Iterator[Finding]:
    return chain(_voters_sum(paper), _ballots_sum(paper), _recount_sum(paper), _lists(paper))


def _without_doubles(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if any(finding.check is Check.F204 for finding in found):
        return tuple(finding for finding in found if finding.check is not Check.F203)
    return found


def _sum(
    paper: _Paper, check: Check, parts: tuple[FieldId, ...], whole: FieldId, subject: str = ""
) -> Iterator[Finding]:
    numbers = paper.read(*parts, whole)
    if numbers is None:
        return
    expected, found = sum(numbers[:-1]), numbers[-1]
    if expected != found:
        letters = "+".join(paper.letter(part) for part in parts)
        text = f"{letters} is samen {expected}, maar bij {paper.letter(whole)} staat {found}"
        yield _broken_sum(check, (*parts, whole), text, subject, expected, found)


def _broken_sum(
    check: Check, fields: tuple[FieldId, ...], text: str, subject: str, expected: int, found: int
) -> Finding:
    apart = abs(expected - found)
    return Finding(check, fields, f"{text}.", f"{text}: een verschil van {apart}.", subject, expected, found)


def _voters_sum(paper: _Paper) -> Iterator[Finding]:
    parts = paper.present(f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES)
    return _sum(paper, Check.F201, parts, f.ADMITTED)


def _ballots_sum(paper: _Paper) -> Iterator[Finding]:
    return _sum(paper, Check.F203, (f.VALID, f.BLANK, f.INVALID), f.FOUND)


def _recount_sum(paper: _Paper) -> Iterator[Finding]:
    parts = paper.present(f.POLL_CARDS_2, f.PROXIES_2, f.VOTER_PASSES_2)
    return _sum(paper, Check.F201, parts, f.ADMITTED_2, "2")


def _lists(paper: _Paper) -> Iterator[Finding]:
    for section in paper.lists:
        yield from _list_sum(paper, section)
    yield from _valid_votes(paper)


def _list_sum(paper: _Paper, section: Section) -> Iterator[Finding]:
    *candidates, total = section.fields
    if any(field.id not in paper.values for field in section.fields):
        return
    expected, found = candidate_sum(section, paper.values), paper.values[total.id]
    if expected != found:
        check = Check.F401 if found == 0 else Check.F402
        number = section.list_number
        text = f"De kandidaten van lijst {number} zijn samen {expected}, maar het totaal is {found}"
        fields = tuple(field.id for field in (*candidates, total))
        yield _broken_sum(check, fields, text, str(number), expected, found)


def _valid_votes(paper: _Paper) -> Iterator[Finding]:
    fields = (*(field.id for field in list_totals(paper.form)), f.VALID)
    numbers = paper.read(*fields)
    if numbers is None:
        return
    expected, found = sum(numbers[:-1]), numbers[-1]
    if expected != found:
        check = Check.F204 if found == 0 else Check.F202
        text = f"De lijsten zijn samen {expected}, maar bij E staat {found}"
        yield _broken_sum(check, fields, text, "", expected, found)


def _summed(form: Form) -> frozenset[FieldId]:
    fixed = (f.ADMITTED, f.VALID, f.BLANK, f.INVALID, f.FOUND, *RECOUNT_OF, *RECOUNT_OF.values())
    lists = (field.id for s in form.sections if s.kind is SectionKind.LIST for field in s.fields)
    return frozenset((*(field for field in fixed if field in form.by_id), *lists))


# The ballots and the voters.


def _rejected(paper: _Paper, thresholds: Thresholds) -> Iterator[Finding]:
    for check, field, name, threshold in (
        (Check.W201, f.BLANK, "blanco", Threshold.BLANK_PERCENT),
        (Check.W202, f.INVALID, "ongeldig", Threshold.INVALID_PERCENT),
    ):
        numbers, limit = paper.read(field, f.FOUND), thresholds.value(threshold)
        if numbers is None:
            continue
        rejected, found = numbers
        if found and 100 * rejected >= limit * found:
            text = f"Van de {found} stembiljetten (H) zijn er {rejected} {name} ({paper.letter(field)})"
            exact = f"{text}: {share(rejected, found)}. De grens is {limit} %."
            yield Finding(check, (field,), f"{text}: {limit} % of meer.", exact)


def _turnout(paper: _Paper, eligible: int, thresholds: Thresholds) -> Iterator[Finding]:
    found = paper.values.get(f.FOUND)
    if found == 0:
        text = "H is 0: er zijn geen stembiljetten geteld."
        yield Finding(Check.W204, (f.FOUND,), text, text)
    if not found or not eligible:
        return
    called_up = thresholds.value(Threshold.CALLED_UP_PERCENT)
    low, high = thresholds.value(Threshold.TURNOUT_LOW), thresholds.value(Threshold.TURNOUT_HIGH)
    text = f"H is {found} op {eligible} opgeroepen kiezers"
    if 100 * found > called_up * eligible:
        limit = f"meer dan {called_up} %"
        check = Check.W251
    elif 100 * found < low * eligible or 100 * found > high * eligible:
        limit = f"minder dan {low} %" if 100 * found < low * eligible else f"meer dan {high} %"
        check = Check.W252
    else:
        return
    exact = f"{text}: {share(found, eligible)}. Dat is {limit}."
    yield Finding(check, (f.FOUND,), f"{text}: {limit}.", exact)


def _large_difference(paper: _Paper, thresholds: Thresholds) -> Iterator[Finding]:
    if paper.compared is None:
        return
    field, admitted, found = paper.compared
    percent, count = (thresholds.value(t) for t in (Threshold.DIFFERENCE_PERCENT, Threshold.DIFFERENCE_COUNT))
    apart = abs(admitted - found)
    if apart and (100 * apart >= percent * found or apart >= count):
        text = f"{paper.letter(field)} is {admitted} en H is {found}: een groot verschil van {apart}"
        part = f" ({share(apart, found)} van H)" if found else ""
        exact = f"{text}{part}. De grens is {percent} % van H, of {count}."
        yield Finding(Check.W203, (field, f.FOUND), f"{text}.", exact)


# What the paper says about the difference.


def _answers(paper: _Paper) -> Iterator[Finding]:
    yield from _answer(paper, f.EQUAL, f.ADMITTED, "")
    if f.EQUAL_2 in paper.values and paper.admitted is not None:
        yield from _answer(paper, f.EQUAL_2, paper.admitted, "2")


def _answer(paper: _Paper, question: FieldId, admitted: FieldId, subject: str) -> Iterator[Finding]:
    """Whether the answer on D and H is given, and right."""
    answer = paper.values.get(question)
    if answer is None:
        return
    asked = "Zijn D en H gelijk?" if question == f.EQUAL else "Zijn D.2 en H gelijk?"
    if answer == Answer.NOT_TICKED.value:
        text = f"Bij «{asked}» is niets ingevuld."
        yield Finding(Check.F304, (question,), text, text, subject)
        return
    numbers, letter = paper.read(admitted, f.FOUND), paper.letter(admitted)
    if numbers is None or (answer == Answer.YES.value) == (numbers[0] == numbers[1]):
        return
    if answer == Answer.YES.value:
        check = Check.F301
        text = f"Bij «{asked}» staat ja, maar {letter} is {numbers[0]} en H is {numbers[1]}."
    else:
        check, text = Check.F302, f"Bij «{asked}» staat nee, maar {letter} en H zijn beide {numbers[0]}."
    yield Finding(check, (question,), text, text, subject)


def _stated_difference(paper: _Paper) -> Iterator[Finding]:
    """What stands at méér and minder, against H minus the D that counts."""
    stated = paper.read(f.MORE, f.FEWER)
    if stated is None or paper.compared is None:
        return
    field, admitted, found = paper.compared
    letter = paper.letter(field)
    more, fewer = stated
    if admitted == found:
        wrong = tuple(field for field, number in ((f.MORE, more), (f.FEWER, fewer)) if number)
        if wrong:
            text = f"{letter} en H zijn gelijk, maar bij méér staat {more} en bij minder {fewer}."
            yield Finding(Check.F305, wrong, text, text)
    elif found > admitted:
        text = f"H is {found - admitted} meer dan {letter}, maar"
        yield from _stated(Check.F306, f.MORE, text, "méér", more, found - admitted)
        yield from _stated(Check.F307, f.FEWER, text, "minder", fewer, 0)
    else:
        text = f"H is {admitted - found} minder dan {letter}, maar"
        yield from _stated(Check.F309, f.MORE, text, "méér", more, 0)
        yield from _stated(Check.F308, f.FEWER, text, "minder", fewer, admitted - found)


def _stated(
    check: Check, field: FieldId, text: str, name: str, found: int, expected: int
) -> Iterator[Finding]:
    if found == expected:
        return
    said = f"{text} bij {name} staat {found}."
    fields = (f.MORE, f.FEWER) if expected == 0 else (field,)
    yield Finding(check, fields, said, said, "", expected, found)


def _explanations(paper: _Paper) -> Iterator[Finding]:
    """The balance of workflow §4.4, which also says what it is when the paper states both directions.

    All five add up to méér and minder together; those that can only make ballots too few are no more than
    minder, that which can only make them too many is no more than méér. So explanations that compensate each
    other are told as well.
    """
    numbers = paper.read(f.MORE, f.FEWER, *f.EXPLANATIONS)
    if numbers is None:
        return
    more, fewer, not_returned, too_few, too_many, none, other = numbers
    apart, explained = more + fewer, not_returned + too_few + too_many + none + other
    if explained != apart:
        text = f"Méér en minder zijn samen {apart}, maar verklaringen 1-5 samen {explained}."
    elif not_returned + too_few > fewer:
        text = f"Bij minder staat {fewer}, maar verklaring 1 en 2 zijn samen {not_returned + too_few}."
    elif too_many > more:
        text = f"Bij méér staat {more}, maar bij verklaring 3 staat {too_many}."
    else:
        return
    yield Finding(Check.W351, (f.MORE, f.FEWER, *f.EXPLANATIONS), text, text, "", apart, explained)


def _unexplained(paper: _Paper, thresholds: Thresholds) -> Iterator[Finding]:
    unexplained = paper.values.get(f.NO_EXPLANATION, 0)
    if unexplained >= thresholds.value(Threshold.UNEXPLAINED_COUNT):
        text = f"Bij «geen verklaring» staat {unexplained}."
        exact = f"Voor een verschil van {unexplained} is geen verklaring gevonden."
        yield Finding(Check.W352, (f.NO_EXPLANATION,), text, exact)
