"""A made-up election in the variants the documents distinguish: PS and AB, counts of stations and central."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from osv_tui.documents.model import DocumentFacts
from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, FieldKind, SectionKind, count_form
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    Category,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Gender,
    Level,
    Region,
    ReportingUnit,
    Subcategory,
)
from osv_tui.election.tally import Tally, tally

FACTS = DocumentFacts(created=datetime(2031, 3, 20, 6, 57, 22), eml_sha256="ab12" * 16)  # noqa: DTZ001

PS = ElectionIdentifier(
    *("PS2031_Voorbeeld", "Provinciale Staten Voorbeeld 2031", Category.PS, Subcategory.PS1),
    *(Domain(None, "Fryslân"), date(2031, 3, 5)),
)
AB = ElectionIdentifier(
    *("AB2031_Voorbeeld", "Waterschap Voorbeeld 2031", Category.AB, Subcategory.AB1),
    *(Domain("2", "Fryslân"), date(2031, 3, 5)),
)
GR = ElectionIdentifier(
    *("GR2031_Voorbeeld", "Gemeenteraad Voorbeeld 2031", Category.GR, Subcategory.GR2),
    *(Domain("9999", "Súdwest-Voorbeeld"), date(2031, 3, 5)),
)

LISTS = (
    CandidateList(
        1,
        "Partij van de Ochtend",
        (
            Candidate(1, "Jansen", "A.B.", first_name="Anna", gender=Gender.FEMALE),
            Candidate(2, "Vries", "C.", "de", "Cees", Gender.MALE),
            Candidate(3, "Ångström", "Ż.", gender=Gender.UNKNOWN),
            Candidate(4, "Hoekstra - van der Zijl van Zuidwest-Groningen tot Ruyslandhoven", "Tj.W.K.M.J."),
        ),
        publish_gender=True,
    ),
    CandidateList(
        2,
        "Frysk Foarút",
        (
            Candidate(1, "Bûter", "S.", first_name="Sjoukje", gender=Gender.FEMALE),
            Candidate(12, "Öztürk", "F.", gender=Gender.MALE),
        ),
        publish_gender=True,
        publication_language="fy",
    ),
    CandidateList(3, "", (Candidate(1, "Dijk", "E.", "van"), Candidate(2, "Łukaševič", "Ő."))),
)

UNITS = (
    ReportingUnit(1, "Gemeentehuis", "1234 AB", 1200),
    ReportingUnit(2, "De Brêge", "1234 AC", 1000),
    ReportingUnit(5, "Dorpshuis ’t Heem", "1235 ZZ", 300),
    ReportingUnit(12, "Bibliobus", None, 0),
)

_SURPLUS = {2: 4, 12: -2}
"""By station: how many ballots more than voters were counted."""


def example_election(identifier: ElectionIdentifier = PS) -> Election:
    regions = (
        Region("PROVINCIE", 2, "Fryslân", None),
        Region("KIESKRING", 1, "Hoofdstad", ("PROVINCIE", 2), ("CSB", "HSB")),
    )
    return Election(
        definition=Definition(identifier, date(2031, 1, 20), 18, 25, regions),
        contest=Contest("1", "Hoofdstad"),
        lists=LISTS,
        committee=Committee(Level.GSB, "9999", "Súdwest-Voorbeeld"),
        eligible=2503,
        units=UNITS,
    )


def crowded(election: Election) -> Election:
    """The same with 80 candidates on each of its lists, and names of 120 letters for all there is."""
    long, word = "Van Westerhoven tot Zuidwest " * 4 + "Ruys", "W" * 120
    lists = tuple(
        CandidateList(
            each.number,
            long,
            tuple(Candidate(place, word if place == 7 else long, "A.B.") for place in range(1, 81)),
        )
        for each in election.lists
    )
    units = tuple(replace(unit, name=long) for unit in election.units)
    committee = replace(election.committee, name=long)
    return replace(election, lists=lists, units=units, committee=committee)


def example_tally(
    method: CountingMethod = CountingMethod.STATION,
    identifier: ElectionIdentifier = PS,
    differences: bool = True,
) -> Tally:
    """Four stations; with ``differences`` station 2 has 4 ballots too many and station 12 two too few.

    In a central count the voters of station 2 were established anew: one voter more than the station wrote.
    """
    election = example_election(identifier)
    return tally(election, method, lambda unit: example_count(election, method, unit, differences))


def example_count(
    election: Election, method: CountingMethod, unit: ReportingUnit, differences: bool
) -> Count:
    values: dict[FieldId, int] = {}
    for section in count_form(election, method).sections:
        if section.kind is SectionKind.LIST:
            votes = {
                field.id: 1000 * (section.list_number or 0) + 100 * position + unit.number
                for position, field in enumerate(section.fields, start=1)
                if field.kind is FieldKind.CANDIDATE
            }
            values |= {**votes, section.fields[-1].id: sum(votes.values())}
    valid = sum(votes for field, votes in values.items() if field.endswith(".total"))
    surplus = _SURPLUS.get(unit.number, 0) if differences else 0
    found = valid + 7 + unit.number
    values |= {f.VALID: valid, f.BLANK: 7, f.INVALID: unit.number, f.FOUND: found}
    values |= {f.PROXIES: 20 + unit.number, f.VOTER_PASSES: 4, f.ADMITTED: found - surplus}
    values[f.POLL_CARDS] = values[f.ADMITTED] - values[f.PROXIES] - values[f.VOTER_PASSES]
    values |= _difference(surplus, values, method)
    return Count.of(values)


def _difference(surplus: int, values: dict[FieldId, int], method: CountingMethod) -> dict[FieldId, int]:
    if not surplus:
        return {f.EQUAL: f.Answer.YES.value}
    explained = {f.MORE: max(surplus, 0), f.FEWER: max(-surplus, 0), f.NOT_RETURNED: max(-surplus, 0)}
    explained |= {f.TOO_FEW_ISSUED: 0, f.TOO_MANY_ISSUED: 1 if surplus > 0 else 0, f.OTHER_EXPLANATION: 0}
    explained[f.NO_EXPLANATION] = max(surplus - 1, 0)
    answers = {f.EQUAL: f.Answer.NO.value, **explained}
    return answers | _recount(surplus, values) if method is CountingMethod.CENTRAL else answers


def _recount(surplus: int, values: dict[FieldId, int]) -> dict[FieldId, int]:
    answers = {f.PASSES_COUNTED: 2, f.BALLOTS_COUNTED: 3, f.EQUAL_2: f.Answer.NO.value}
    if surplus < 0:
        return {**answers, f.RECOUNTED: f.Answer.NO.value}
    return {
        **answers,
        f.RECOUNTED: f.Answer.YES.value,
        f.POLL_CARDS_2: values[f.POLL_CARDS] + 1,
        f.PROXIES_2: values[f.PROXIES],
        f.VOTER_PASSES_2: values[f.VOTER_PASSES],
        f.ADMITTED_2: values[f.ADMITTED] + 1,
        f.MORE: surplus - 1,
        f.NO_EXPLANATION: surplus - 2,
    }
