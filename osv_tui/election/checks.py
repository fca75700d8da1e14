"""The checks of one filled form: what must hold on its paper, and what is rare enough to look at again.

A check has the code of Abacus (workflow §2.7) where Abacus has it, in its form of 2019. The paper of 2019
asks «Zijn D en H gelijk?» once, with yes, no or nothing (twice where ballots are counted centrally), and has
no E.1 to E.n. The codes of our own end in 51 and up, which Abacus is far from. ``committee_checks`` lays
forms side by side, ``upper_checks`` judges the forms of the levels above a municipality.

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
from itertools import chain

from osv_tui.election import form as f
from osv_tui.election import upper_checks
from osv_tui.election.count import RECOUNT_OF
from osv_tui.election.finding import Check, Finding, Severity, share
from osv_tui.election.form import Answer, Field, FieldId, Form, SectionKind
from osv_tui.election.sums import Paper, broken_sum, explanations, list_sums
from osv_tui.election.thresholds import DEFAULTS, Threshold, Thresholds

__all__ = ["Check", "Finding", "Severity", "findings", "has_errors", "holds", "share"]


def findings(
    form: Form, values: Mapping[FieldId, int], eligible: int = 0, thresholds: Thresholds = DEFAULTS
) -> tuple[Finding, ...]:
    """Everything the checks find on one form, in the order of the paper.

    ``eligible`` is the number of voters called up to the unit, 0 when nobody is. F.202 and F.204, which take
    all lists, come last. A form of a committee above a municipality has its own checks (``upper_checks``),
    and the number of voters on it.
    """
    paper = Paper(form, values)
    if paper.is_upper:
        return tuple(upper_checks.upper_findings(paper, thresholds))
    found = chain(
        _voters_sum(paper),
        _ballots_sum(paper),
        _rejected(paper, thresholds),
        _turnout(paper, eligible, thresholds),
        _large_difference(paper, thresholds),
        _recount_sum(paper),
        _answers(paper),
        _stated_difference(paper),
        explanations(paper),
        _unexplained(paper, thresholds),
        list_sums(paper),
    )
    return _without_doubles(tuple(found))


def has_errors(form: Form, values: Mapping[FieldId, int]) -> bool:
    """Whether the paper contradicts itself, which keeps a first entry waiting for the supervisor."""
    paper = Paper(form, values)
    return any(True for _ in chain(_sums(paper), _answers(paper), _stated_difference(paper)))


def holds(form: Form, values: Mapping[FieldId, int], field: Field) -> bool | None:
    """Whether the sums that ``field`` takes part in hold; ``None`` when it takes part in none."""
    if field.id not in _summed(form):
        return None
    return all(
        field.id not in finding.fields for finding in _without_doubles(tuple(_sums(Paper(form, values))))
    )


# Sums.


def _sums(paper: Paper) -> Iterator[Finding]:
    return chain(_voters_sum(paper), _ballots_sum(paper), _recount_sum(paper), list_sums(paper))


def _without_doubles(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if any(finding.check is Check.F204 for finding in found):
        return tuple(finding for finding in found if finding.check is not Check.F203)
    return found


def _sum(
    paper: Paper, check: Check, parts: tuple[FieldId, ...], whole: FieldId, subject: str = ""
) -> Iterator[Finding]:
    numbers = paper.read(*parts, whole)
    if numbers is None:
        return
    expected, found = sum(numbers[:-1]), numbers[-1]
    if expected != found:
        letters = "+".join(paper.letter(part) for part in parts)
        text = f"{letters} is samen {expected}, maar bij {paper.letter(whole)} staat {found}"
        yield broken_sum(check, (*parts, whole), text, subject, expected, found)


def _voters_sum(paper: Paper) -> Iterator[Finding]:
    parts = paper.present(f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES)
    return _sum(paper, Check.F201, parts, f.ADMITTED)


def _ballots_sum(paper: Paper) -> Iterator[Finding]:
    return _sum(paper, Check.F203, (f.VALID, f.BLANK, f.INVALID), f.FOUND)


def _recount_sum(paper: Paper) -> Iterator[Finding]:
    parts = paper.present(f.POLL_CARDS_2, f.PROXIES_2, f.VOTER_PASSES_2)
    return _sum(paper, Check.F201, parts, f.ADMITTED_2, "2")


def _summed(form: Form) -> frozenset[FieldId]:
    voters = (f.ADMITTED, *RECOUNT_OF, *RECOUNT_OF.values()) if f.ADMITTED in form.by_id else ()
    ballots = (f.BLANK, f.INVALID, f.FOUND) if f.FOUND in form.by_id else ()
    fixed = (*voters, f.VALID, *ballots)
    lists = (field.id for s in form.sections if s.kind is SectionKind.LIST for field in s.fields)
    return frozenset((*(field for field in fixed if field in form.by_id), *lists))


# The ballots and the voters.


def _rejected(paper: Paper, thresholds: Thresholds) -> Iterator[Finding]:
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


def _turnout(paper: Paper, eligible: int, thresholds: Thresholds) -> Iterator[Finding]:
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


def _large_difference(paper: Paper, thresholds: Thresholds) -> Iterator[Finding]:
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


def _answers(paper: Paper) -> Iterator[Finding]:
    yield from _answer(paper, f.EQUAL, f.ADMITTED, "")
    if f.EQUAL_2 in paper.values and paper.admitted is not None:
        yield from _answer(paper, f.EQUAL_2, paper.admitted, "2")


def _answer(paper: Paper, question: FieldId, admitted: FieldId, subject: str) -> Iterator[Finding]:
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


def _stated_difference(paper: Paper) -> Iterator[Finding]:
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


def _unexplained(paper: Paper, thresholds: Thresholds) -> Iterator[Finding]:
    unexplained = paper.values.get(f.NO_EXPLANATION, 0)
    if unexplained >= thresholds.value(Threshold.UNEXPLAINED_COUNT):
        text = f"Bij «geen verklaring» staat {unexplained}."
        exact = f"Voor een verschil van {unexplained} is geen verklaring gevonden."
        yield Finding(Check.W352, (f.NO_EXPLANATION,), text, exact)
