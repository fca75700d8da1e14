"""The count form: which fields the paper of one reporting unit has, in the order in which it is entered.

Sources: workflow §1.3 (fields and letters of 2019), models §2.2 and §2.3 (N 10-1 rubrics 5 to 7 with its
annex; Model II annex 2 with its recount), and for the levels above a municipality models §1.7, §3 and §4
(N 11, Model II and O 3).

A field can stand behind a *question* ("zijn D en H gelijk?"). It is open, and must be filled, only when the
answer opens it; a closed field has no value at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property
from itertools import groupby
from typing import NewType

from osv_tui.election.model import CandidateList, Category, CountingMethod, Election, UnitKind

FieldId = NewType("FieldId", str)

MAXIMUM = 999_999_999
"""Largest number a field takes (Abacus and OSV: nine digits)."""

ELIGIBLE = FieldId("eligible")
"""Kiesgerechtigden: known before for a polling station, typed with the count of what is above it."""
POLL_CARDS = FieldId("poll_cards")
PROXIES = FieldId("proxies")
VOTER_PASSES = FieldId("voter_passes")
ADMITTED = FieldId("admitted")
VALID = FieldId("valid")
BLANK = FieldId("blank")
INVALID = FieldId("invalid")
FOUND = FieldId("found")
EQUAL = FieldId("equal")
RECOUNTED = FieldId("recounted")
POLL_CARDS_2 = FieldId("poll_cards_2")
PROXIES_2 = FieldId("proxies_2")
VOTER_PASSES_2 = FieldId("voter_passes_2")
ADMITTED_2 = FieldId("admitted_2")
PASSES_COUNTED = FieldId("passes_counted")
BALLOTS_COUNTED = FieldId("ballots_counted")
EQUAL_2 = FieldId("equal_2")
MORE = FieldId("more")
FEWER = FieldId("fewer")
NOT_RETURNED = FieldId("not_returned")
TOO_FEW_ISSUED = FieldId("too_few_issued")
TOO_MANY_ISSUED = FieldId("too_many_issued")
NO_EXPLANATION = FieldId("no_explanation")
OTHER_EXPLANATION = FieldId("other_explanation")

EXPLANATIONS = (NOT_RETURNED, TOO_FEW_ISSUED, TOO_MANY_ISSUED, NO_EXPLANATION, OTHER_EXPLANATION)


@cache
def candidate_field(list_number: int, candidate_number: int) -> FieldId:
    """The field for the votes on one candidate of one list; one text, which the counts of all units share."""
    return FieldId(f"list.{list_number}.{candidate_number}")


@cache
def total_field(list_number: int) -> FieldId:
    """The field for the total of one list."""
    return FieldId(f"list.{list_number}.total")


class Answer(Enum):
    """What the paper says at a question with boxes; the value is what is typed and stored."""

    NOT_TICKED = 0
    YES = 1
    NO = 2


class FieldKind(Enum):
    """What a field takes: a number, an answer to a question, votes, or the total of fields before it."""

    NUMBER = "number"
    QUESTION = "question"
    CANDIDATE = "candidate"
    TOTAL = "total"


@dataclass(frozen=True)
class Field:
    """One box of the paper.

    ``letter`` is what is printed before it: a letter of the form or a candidate's number. ``gate`` is the
    question it stands behind; ``opens`` are, for a question, the answers that open what stands behind it.
    It takes the numbers from ``minimum`` up to and including ``maximum``.
    """

    id: FieldId
    label: str
    letter: str = ""
    kind: FieldKind = FieldKind.NUMBER
    gate: FieldId | None = None
    opens: frozenset[int] = frozenset()
    minimum: int = 0

    @property
    def maximum(self) -> int:
        return 2 if self.kind is FieldKind.QUESTION else MAXIMUM


class SectionKind(Enum):
    """What a page of the form is about."""

    VOTERS = "voters"
    BALLOTS = "ballots"
    DIFFERENCE = "difference"
    LIST = "list"


@dataclass(frozen=True)
class Section:
    """A page of the form: a rubric or one candidate list."""

    kind: SectionKind
    title: str
    fields: tuple[Field, ...]
    list_number: int | None = None


@dataclass(frozen=True)
class Form:
    """All sections of the paper of one reporting unit, in its order."""

    sections: tuple[Section, ...]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def by_id(self) -> Mapping[FieldId, Field]:
        return {field.id: field for field in self.fields}

    @cached_property
    def section_of(self) -> Mapping[FieldId, Section]:
        return {field.id: section for section in self.sections for field in section.fields}

    def is_open(self, field: Field, values: Mapping[FieldId, int]) -> bool:
        """Whether ``field`` must be filled, given what stands at the question before it."""
        if field.gate is None:
            return True
        return values.get(field.gate) in self.by_id[field.gate].opens

    def open_fields(self, values: Mapping[FieldId, int]) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if self.is_open(field, values))

    def missing(self, values: Mapping[FieldId, int]) -> tuple[Field, ...]:
        """The open fields that have not been read from the paper yet."""
        return tuple(field for field in self.open_fields(values) if field.id not in values)

    def behind(self, question: FieldId) -> tuple[Field, ...]:
        """All fields that stand behind ``question``, directly or behind a question behind it."""
        direct = [field for field in self.fields if field.gate == question]
        nested = [deeper for field in direct for deeper in self.behind(field.id)]
        return tuple(direct + nested)


def unit_form(election: Election, method: CountingMethod, unit_number: int) -> Form:
    """The form of one unit: with the lists that stand there, and the candidates on them there."""
    return count_form(election.of_unit(unit_number), method)


def count_form(election: Election, method: CountingMethod) -> Form:
    """The form that the committee of ``election`` enters for each of its units.

    ``method`` makes a difference for polling stations only. Where lists differ between the units it has every
    field of any of them: a list has the places of its longest set, and no name where they differ. What a unit
    has on its own paper is ``unit_form``.
    """
    if election.unit_kind is not UnitKind.STATION:
        return _upper_form(election)
    voter_passes = election.identifier.category is not Category.GR
    fixed = (
        Section(SectionKind.VOTERS, "Aantal toegelaten kiezers", _voters(voter_passes)),
        Section(SectionKind.BALLOTS, "Aantal getelde stembiljetten", _BALLOTS),
        Section(
            SectionKind.DIFFERENCE,
            "Verschil tussen toegelaten kiezers en getelde stembiljetten",
            _station_difference() if method is CountingMethod.STATION else _central_difference(voter_passes),
        ),
    )
    return Form(fixed + tuple(_list_sections(election)))


_BALLOTS = (
    Field(VALID, "Stembiljetten met een geldige stem op een kandidaat", "E"),
    Field(BLANK, "Blanco stembiljetten", "F"),
    Field(INVALID, "Ongeldige stembiljetten", "G"),
    Field(FOUND, "Totaal aantal getelde stembiljetten", "H", FieldKind.TOTAL),
)

_REMAINS_OPEN = frozenset({Answer.NO.value, Answer.NOT_TICKED.value})


def _voters(voter_passes: bool, suffix: str = "", gate: FieldId | None = None) -> tuple[Field, ...]:
    first = suffix == ""
    fields = [
        Field(POLL_CARDS if first else POLL_CARDS_2, "Geldige stempassen", f"A{suffix}", gate=gate),
        Field(PROXIES if first else PROXIES_2, "Geldige volmachtbewijzen", f"B{suffix}", gate=gate),
    ]
    if voter_passes:
        fields.append(
            Field(VOTER_PASSES if first else VOTER_PASSES_2, "Geldige kiezerspassen", f"C{suffix}", gate=gate)
        )
    admitted = ADMITTED if first else ADMITTED_2
    fields.append(Field(admitted, "Tot de stemming toegelaten kiezers", f"D{suffix}", FieldKind.TOTAL, gate))
    return tuple(fields)


def _question(
    field: FieldId, text: str, gate: FieldId | None, opens: frozenset[int], minimum: int = 0
) -> Field:
    return Field(field, text, "?", FieldKind.QUESTION, gate, opens, minimum)


def _station_difference() -> tuple[Field, ...]:
    question = _question(EQUAL, "Zijn D en H gelijk? 1 ja  2 nee  0 niets ingevuld", None, _REMAINS_OPEN)
    return (question, *_explained(EQUAL))


def _central_difference(voter_passes: bool) -> tuple[Field, ...]:
    recount = "Zijn A.2 tot en met D.2 ingevuld? 1 ja  2 nee"
    return (
        _question(EQUAL, "Zijn D en H gelijk? 1 ja  2 nee  0 niets ingevuld", None, _REMAINS_OPEN),
        _question(RECOUNTED, recount, EQUAL, frozenset({Answer.YES.value}), minimum=Answer.YES.value),
        *_voters(voter_passes, ".2", RECOUNTED),
        Field(PASSES_COUNTED, "Aantal keren dat de passen zijn geteld", gate=EQUAL),
        Field(BALLOTS_COUNTED, "Aantal keren dat de stembiljetten zijn geteld", gate=EQUAL),
        _question(EQUAL_2, "Zijn D.2 en H gelijk? 1 ja  2 nee  0 niets ingevuld", EQUAL, _REMAINS_OPEN),
        *_explained(EQUAL_2),
    )


def _explained(gate: FieldId | None) -> tuple[Field, ...]:
    return (
        Field(MORE, "Méér stembiljetten geteld: hoeveel", gate=gate),
        Field(FEWER, "Minder stembiljetten geteld: hoeveel", gate=gate),
        Field(NOT_RETURNED, "Stembiljet niet ingeleverd", "1", gate=gate),
        Field(TOO_FEW_ISSUED, "Stembiljet te weinig uitgereikt", "2", gate=gate),
        Field(TOO_MANY_ISSUED, "Stembiljet te veel uitgereikt", "3", gate=gate),
        Field(NO_EXPLANATION, "Geen verklaring voor het verschil", "4", gate=gate),
        Field(OTHER_EXPLANATION, "Andere verklaring", "5", gate=gate),
    )


def _upper_form(election: Election) -> Form:
    """What a hoofdstembureau or central committee enters for a municipality or kieskring (workflow §1.3).

    The paper has no poll cards, no admitted voters and no total of ballots (A, D and H), and asks no
    question: méér, minder and the explanations are sums over polling stations and are always there, so both
    can be above 0. The paper of a kieskring (O 3) has no voter passes either. Letters are not on the paper;
    the explanations keep their numbers.
    """
    fixed = (
        Section(SectionKind.VOTERS, "Aantal kiesgerechtigden", (Field(ELIGIBLE, "Kiesgerechtigden"),)),
        Section(SectionKind.BALLOTS, "Aantal geldige, blanco en ongeldige stemmen", _UPPER_BALLOTS),
        Section(
            SectionKind.DIFFERENCE,
            "Verschil tussen toegelaten kiezers en getelde stembiljetten",
            _explained(None),
        ),
        Section(SectionKind.VOTERS, "Volmachten en kiezerspassen", _UPPER_VOTERS),
    )
    if election.unit_kind is UnitKind.KIESKRING:
        fixed = (*fixed[:3], Section(SectionKind.VOTERS, "Volmachten", _UPPER_VOTERS[:1]))
    return Form(fixed + tuple(_list_sections(election)))


_UPPER_BALLOTS = (
    Field(VALID, "Geldige stemmen op kandidaten"),
    Field(BLANK, "Blanco stemmen"),
    Field(INVALID, "Ongeldige stemmen"),
)
_UPPER_VOTERS = (
    Field(PROXIES, "Kiezers die bij volmacht mochten stemmen"),
    Field(VOTER_PASSES, "Kiezers die met een kiezerspas mochten stemmen"),
)


def kieskringen_of_fields(election: Election) -> Mapping[FieldId, tuple[int, ...]]:
    """Where the fields of lists that do not stand everywhere are on the paper; of a place, in which sets."""
    found: dict[FieldId, tuple[int, ...]] = {}
    for each in election.lists:
        for field in _list_section(each).fields if each.kieskringen else ():
            found[field.id] = tuple(sorted((*found.get(field.id, ()), *each.kieskringen)))
    return found


def _list_sections(election: Election) -> Iterator[Section]:
    for _, same_number in groupby(election.lists, key=lambda each: each.number):
        sections = [_list_section(each) for each in same_number]
        yield sections[0] if len(sections) == 1 else _together(sections)


_DIFFERENT = "(verschilt per kieskring)"


def _together(sections: list[Section]) -> Section:
    """The sets of one number as one page: every place that one of them has, then the total."""
    places: dict[int, Field] = {}
    for field in (field for section in sections for field in section.fields[:-1]):
        same = places.setdefault(int(field.letter), field)
        if same.label != field.label:
            places[int(field.letter)] = replace(same, label=_DIFFERENT)
    fields = tuple(places[number] for number in sorted(places))
    return replace(sections[0], fields=(*fields, sections[0].fields[-1]))


def _list_section(candidate_list: CandidateList) -> Section:
    candidates = tuple(
        Field(
            candidate_field(candidate_list.number, candidate.number),
            candidate.sort_name,
            str(candidate.number),
            FieldKind.CANDIDATE,
        )
        for candidate in candidate_list.candidates
    )
    total = Field(total_field(candidate_list.number), "Totaal (stemcijfer)", "", FieldKind.TOTAL)
    title = f"Lijst {candidate_list.number} {candidate_list.display_name}"
    return Section(SectionKind.LIST, title, (*candidates, total), candidate_list.number)
