"""Writing who is elected, EML_NL 520, as OSV 2019 has it (eml §3.5 and §12.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.apportionment.nomination import Elected, ElectedBy, Nomination
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.model import Candidate, CandidateList, Election, Level
from osv_tui.eml.canonical import comment, element, text
from osv_tui.eml.contests import contest_of_all
from osv_tui.eml.short_codes import short_codes
from osv_tui.eml.writing import (
    contest_identifier,
    creation,
    document,
    election_identifier,
    full_name,
    managing_authority,
)

_ABROAD = re.compile(r"(.+) \(([A-Z]{2})\)")
_PROVINCES = frozenset({"DR", "FL", "FR", "GD", "GR", "LB", "NB", "NH", "OV", "UT", "ZE", "ZH", "ZL"})
"""What can stand behind a Dutch town to tell it from another, and is no country then."""


def write_result(election: Election, distribution: Distribution, created: datetime, program: str) -> bytes:
    """The 520: each list with a seat and its elected candidates, in canonical XML.

    Lists go by number, candidates in the order in which they are elected: above the preference threshold by
    votes, then in list order. ``CandidateIdentifier`` has the place in the final ranking, not on the list
    (``elected_in_order``), and a short code where the list does not stand everywhere;
    ``Ranking`` is 1 for who is elected above the threshold, else 2. The ranking of who is not elected is not
    in this file (P 22 and osv4-3 have it). ``created`` and ``program`` are as in a count.

    Raises:
        ValueError: the committee is no central one; a lot is still to be drawn; nobody is elected; a list has
            other sets of candidates than the election; somebody who is elected is not on
            the list, or has no town in the candidate lists, which a 520 needs; or ``program`` cannot stand in
            a comment.
    """
    if election.committee.level is not Level.CSB:
        raise ValueError("a 520 is the result of a central committee")
    if not distribution.is_complete:
        raise ValueError("a lot is still to be drawn")
    selections = "".join(_selections(election, distribution))
    if not selections:
        raise ValueError("nobody is elected")
    contest = element("Contest", contest_identifier(contest_of_all(election)), selections)
    return document(
        "520",
        comment(f"Created by: {program}"),
        element("TransactionId", "1"),
        managing_authority(election.committee.code, election.committee.name),
        creation(created),
        element("Result", element("Election", election_identifier(election.identifier), contest)),
        schema="520-result-v5-0.xsd",
    )


def _selections(election: Election, distribution: Distribution) -> Iterator[str]:
    codes = short_codes(election)
    for of in sorted(election.numbered_lists, key=lambda each: each.number):
        nominations = [each for each in distribution.nominations if each.set_id.list_number == of.number]
        if len(nominations) != sum(each.number == of.number for each in election.lists):
            raise ValueError(f"list {of.number} has {len(nominations)} sets of candidates")
        for place in (Place.of(each.candidate) for found in nominations for each in found.elected):
            if place.list_number != of.number:
                raise ValueError(f"{place.code} is not on list {of.number}")
        elected = elected_in_order(nominations)
        if elected:
            name = element("RegisteredName", text(of.name))
            yield _selection(element("AffiliationIdentifier", name, Id=str(of.number)))
        for rank, nomination, each in elected:
            code = codes.get(Place.of(each.candidate), "")
            yield _elected(election, of, nomination, each, _known_by(rank, code))


def elected_in_order(nominations: Sequence[Nomination]) -> list[tuple[int, Nomination, Elected]]:
    """Who is elected on a list, each with the place that the file gives.

    On a list that is one set that is the place in its ranking. Several sets have a ranking each: there who is
    elected is numbered on, those above the preference threshold first, then set by set.
    """
    pairs = [(nomination, each) for nomination in nominations for each in nomination.elected]
    if len(nominations) == 1:
        ranking = nominations[0].ranking or ()
        return [(ranking.index(each.candidate) + 1, of, each) for of, each in pairs]
    ordered = sorted(pairs, key=lambda pair: not is_above(*pair))
    return [(rank, of, each) for rank, (of, each) in enumerate(ordered, 1)]


def is_above(nomination: Nomination, elected: Elected) -> bool:
    """Whether somebody who is elected has more votes than the preference threshold."""
    return elected.by is ElectedBy.PREFERENCE or elected.candidate in nomination.above_threshold


def _known_by(rank: int, code: str) -> str:
    marks = {"ShortCode": code} if code else {}
    return element("CandidateIdentifier", Id=str(rank), **marks)


def _elected(
    election: Election, of: CandidateList, nomination: Nomination, elected: Elected, known_by: str
) -> str:
    place = Place.of(elected.candidate)
    person = candidate_at(election, place)
    if not person.locality:
        raise ValueError(f"{place.code} has no town in the candidate lists")
    candidate = element(
        "Candidate",
        known_by,
        full_name(person),
        element("Gender", person.gender.value) if of.publish_gender and person.gender else "",
        _address(person),
    )
    return _selection(candidate, element("Ranking", "1" if is_above(nomination, elected) else "2"))


def _selection(subject: str, ranking: str = "") -> str:
    return element("Selection", subject, ranking, element("Elected", "yes"))


def _address(person: Candidate) -> str:
    """The town, with its country where the candidate lists gave one: Brussel (BE).

    A country of which the code is that of a province as well (FR, GR, LB, GD) is not told from it; the town
    then keeps what stands behind it, as on the ballot paper.
    """
    match = _ABROAD.fullmatch(person.locality)
    if match is None or match[2] in _PROVINCES:
        return element("QualifyingAddress", _locality(person.locality))
    country = element("xal:CountryNameCode", match[2])
    return element("QualifyingAddress", element("xal:Country", country, _locality(match[1])))


def _locality(name: str) -> str:
    return element("xal:Locality", element("xal:LocalityName", text(name)))
