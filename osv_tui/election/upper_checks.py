"""The checks of a form above a polling station: a municipality's at an HSB or CSB, a kieskring's at a CSB.

OSV 2019 switched off every warning that needs a field it hid at these levels (workflow §1.9). What is hidden
follows from what is there: H is E + F + G, and D is H less méér plus minder, as both are sums over polling
stations of which these equations hold.

=====================  ==============================================================================
F.202, F.204           as at a polling station, against the valid votes
F.401, F.402           as at a polling station
W.201, W.202, W.204    with H as E + F + G
W.203                  méér and minder together against H; a count alone says nothing of so many stations
W.251, W.252           against the kiesgerechtigden that are typed, 0 as well
W.253                  ours: proxies and voter passes are at most all admitted voters
W.351                  as at a polling station: sums over stations keep the balance
W.451 to W.551         beside the other units (``committee_checks``)
W.651, W.652           against the file of the lower level (``witness``)
=====================  ==============================================================================

Without meaning: F.201, F.203 and F.301 to F.309, of which the fields and the question are not on the paper;
W.352, as the municipality has accounted for each unexplained difference at a station, and their sum tells
nothing new; W.552, which compares D at one polling station.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from osv_tui.election import form as f
from osv_tui.election.finding import Check, Finding, share
from osv_tui.election.form import FieldId
from osv_tui.election.sums import Paper, explanations, list_sums
from osv_tui.election.thresholds import Threshold, Thresholds

BALLOTS = (f.VALID, f.BLANK, f.INVALID)
"""What adds up to the ballots that were found, which are not on the paper."""


def upper_findings(paper: Paper, thresholds: Thresholds) -> Iterator[Finding]:
    """Everything the checks find on one form, in the order of its pages."""
    return chain(
        _ballots(paper, thresholds),
        _large_difference(paper, thresholds),
        explanations(paper),
        _proxies(paper),
        list_sums(paper),
    )


def _ballots(paper: Paper, thresholds: Thresholds) -> Iterator[Finding]:
    """W.201 to W.252, all of which need the number of ballots."""
    numbers = paper.read(*BALLOTS)
    if numbers is None:
        return
    found, (_, blank, invalid) = sum(numbers), numbers
    if found == 0:
        text = "Er zijn geen stembiljetten geteld: geldige, blanco en ongeldige stemmen zijn 0."
        yield Finding(Check.W204, BALLOTS, text, text)
        return
    yield from _rejected(Check.W201, f.BLANK, blank, found, thresholds)
    yield from _rejected(Check.W202, f.INVALID, invalid, found, thresholds)
    eligible = paper.values.get(f.ELIGIBLE)
    if eligible is not None:
        yield from _turnout(found, eligible, thresholds)


def _rejected(
    check: Check, field: FieldId, rejected: int, found: int, thresholds: Thresholds
) -> Iterator[Finding]:
    threshold = Threshold.BLANK_PERCENT if check is Check.W201 else Threshold.INVALID_PERCENT
    limit = thresholds.value(threshold)
    if 100 * rejected >= limit * found:
        name = "blanco" if check is Check.W201 else "ongeldig"
        text = f"Van de {found} stemmen zijn er {rejected} {name}"
        exact = f"{text}: {share(rejected, found)}. De grens is {limit} %."
        yield Finding(check, (field,), f"{text}: {limit} % of meer.", exact)


def _turnout(found: int, eligible: int, thresholds: Thresholds) -> Iterator[Finding]:
    called_up = thresholds.value(Threshold.CALLED_UP_PERCENT)
    low, high = thresholds.value(Threshold.TURNOUT_LOW), thresholds.value(Threshold.TURNOUT_HIGH)
    check = Check.W252
    if 100 * found > called_up * eligible:
        check, limit = Check.W251, f"meer dan {called_up} %"
    elif 100 * found < low * eligible:
        limit = f"minder dan {low} %"
    elif 100 * found > high * eligible:
        limit = f"meer dan {high} %"
    else:
        return
    text = f"Er zijn {found} stemmen op {eligible} kiesgerechtigden"
    exact = f"{text}: {share(found, eligible)}. Dat is {limit}." if eligible else f"{text}."
    yield Finding(check, (f.ELIGIBLE, *BALLOTS), f"{text}: {limit}.", exact)


def _large_difference(paper: Paper, thresholds: Thresholds) -> Iterator[Finding]:
    numbers, stated = paper.read(*BALLOTS), paper.read(f.MORE, f.FEWER)
    if numbers is None or stated is None:
        return
    found, apart = sum(numbers), sum(stated)
    percent = thresholds.value(Threshold.DIFFERENCE_PERCENT)
    if apart and 100 * apart >= percent * found:
        text = f"Méér en minder zijn samen {apart}, op {found} stemmen: een groot verschil"
        part = f" ({share(apart, found)})" if found else ""
        exact = f"{text}{part}. De grens is {percent} %."
        yield Finding(Check.W203, (f.MORE, f.FEWER), f"{text}.", exact)


def _proxies(paper: Paper) -> Iterator[Finding]:
    parts = paper.present(f.PROXIES, f.VOTER_PASSES)
    voters, ballots, stated = paper.read(*parts), paper.read(*BALLOTS), paper.read(f.MORE, f.FEWER)
    if voters is None or ballots is None or stated is None:
        return
    admitted = sum(ballots) - stated[0] + stated[1]
    if sum(voters) > admitted:
        names = "Volmachten en kiezerspassen zijn samen" if len(parts) > 1 else "Het aantal volmachten is"
        text = (
            f"{names} {sum(voters)}, maar er zijn {admitted} kiezers toegelaten (alle stemmen, min méér, "
            "plus minder)."
        )
        yield Finding(Check.W253, parts, text, text)
