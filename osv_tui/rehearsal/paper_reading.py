"""What a typist at an upper level reads from the paper of the level below: N 11, Model II or O 3, as its PDF.

The paper is read by what is printed on it, from top to bottom, and by nothing else: not by the program that
made it, nor by the file that goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, FieldKind, Form, Section, SectionKind, count_form
from osv_tui.election.model import CountingMethod, Election, ReportingUnit, UnitKind
from osv_tui.publication.pdf_reading import PdfUnreadable, read_pdf
from osv_tui.rehearsal.paper_file import PaperRefused
from osv_tui.rehearsal.papers import Paper

Pair = tuple[FieldId, int]

_NUMBER = re.compile(r"[0-9]{1,9}")
_LIST, _NAME, _FIGURES, _TOTAL = "Lijstnummer", "Lijstnaam", "Aantal stemmen", "Totaal (stemcijfer)"

_BEFORE_NUMBER: dict[str, FieldId] = {
    "- aantal geldige stemmen op kandidaten": f.VALID,
    "aantal stembiljetten met een geldige stem op een kandidaat": f.VALID,
    "- aantal blanco stemmen": f.BLANK,
    "aantal blanco stembiljetten": f.BLANK,
    "- aantal ongeldige stemmen": f.INVALID,
    "aantal ongeldige stembiljetten": f.INVALID,
    "aantal geldige volmachtbewijzen (schriftelijk of via ingevulde stem- of kiezerspas)": f.PROXIES,
    "aantal geldige kiezerspassen (pas om te stemmen in andere gemeente)": f.VOTER_PASSES,
    "hoe vaak heeft een kiezer het stembiljet niet ingeleverd?": f.NOT_RETURNED,
    "hoe vaak is er een stembiljet te weinig uitgereikt?": f.TOO_FEW_ISSUED,
    "hoe vaak is er een stembiljet te veel uitgereikt?": f.TOO_MANY_ISSUED,
    "hoe vaak kon er geen verklaring gegeven worden voor het verschil?": f.NO_EXPLANATION,
    "hoe vaak is er geen verklaring voor het verschil?": f.NO_EXPLANATION,
    "hoe vaak is er een andere verklaring gegeven?": f.OTHER_EXPLANATION,
    "vermeld mogelijke andere verklaringen en geef aan hoe vaak er sprake van was.": f.OTHER_EXPLANATION,
}
"""What is printed before a number in a box of its own; the models differ in capitals."""

_AROUND_NUMBER: tuple[tuple[re.Pattern[str], FieldId], ...] = (
    (re.compile(r"Het aantal kiesgerechtigden in de (?:gemeente|kieskring) bedraagt (\d+)\."), f.ELIGIBLE),
    (re.compile(r"Het aantal stembiljetten dat meer is geteld dan .* is: (\d+)"), f.MORE),
    (re.compile(r"Nee, voor de stembureaus .* in totaal (\d+|_+) meer stembiljetten geteld .*"), f.MORE),
    (re.compile(r"Het aantal stembiljetten dat minder is geteld dan .* is: (\d+)"), f.FEWER),
    (re.compile(r"Nee, voor de stembureaus .* in totaal (\d+|_+) minder stembiljetten geteld .*"), f.FEWER),
    (re.compile(r"In de (?:gemeente|kieskring) mochten (\d+) kiezers bij volmacht stemmen\."), f.PROXIES),
    (re.compile(r"In de gemeente mochten (\d+) kiezers met een kiezerspas stemmen\."), f.VOTER_PASSES),
)
"""Sentences with a number in them; where Model II leaves a line blank there were none."""

_SITS_IN = re.compile(r"Openbare zitting van het gemeentelijk stembureau in de gemeente (.+)\.")


def read_upper_paper(pdf: bytes, name: str, election: Election) -> Paper:
    """What the paper ``pdf`` says of one unit of ``election``, for the form of its committee.

    Sums are not checked: a paper may be wrong. Of which unit it is follows from the paper.

    Raises:
        PaperRefused: it is no such paper, or not of a unit, lists and candidates of ``election``; ``name`` is
            how it is called there.
        ValueError: polling stations have other papers.
    """
    if election.unit_kind is UnitKind.STATION:
        raise ValueError("polling stations have no such papers")
    try:
        elements = read_pdf(pdf).elements
    except PdfUnreadable as unreadable:
        raise PaperRefused(f"{name} {unreadable}. Kies het juiste bestand.") from unreadable
    sheet = _Sheet(name, elements)
    form = count_form(election, CountingMethod.STATION)
    unit = _unit(sheet, election)
    values: dict[FieldId, int] = {}
    for key, number in (*_fixed(sheet), *_votes(sheet, form)):
        if values.setdefault(key, number) != number:
            raise sheet.refused(f"het getal {key} staat er twee keer, met {values[key]} en met {number}")
    for field in form.fields:
        if field.id not in values:
            raise sheet.refused(f"het getal «{field.label}» ({field.id}) staat er niet")
    return Paper(unit.number, Count.of((field, values[field]) for field in form.by_id))


class _Sheet:
    """The texts of a paper, with the name it has in a refusal."""

    def __init__(self, name: str, texts: Sequence[str]) -> None:
        self.texts = texts
        self._name = name

    def refused(self, wrong: str) -> PaperRefused:
        return PaperRefused(f"{self._name}: {wrong}. Leg het juiste papier erbij.")

    def after(self, place: int) -> str:
        """The text behind the one at ``place``."""
        return self.texts[place + 1] if place + 1 < len(self.texts) else ""

    def number_at(self, place: int, of: str) -> int:
        text = self.texts[place] if place < len(self.texts) else ""
        if not _NUMBER.fullmatch(text):
            raise self.refused(f"bij «{of}» staat geen getal maar «{text[:40]}»")
        return int(text)


def _unit(sheet: _Sheet, election: Election) -> ReportingUnit:
    said = next(_names_of_unit(sheet, election.unit_kind), None)
    for unit in election.units:
        of_kieskring = election.unit_kind is UnitKind.KIESKRING
        if said == (f"{unit.number} ({unit.name})" if of_kieskring else unit.name):
            return unit
    kind = election.unit_kind.value
    raise sheet.refused(f"dit is niet het papier van een {kind} van {election.id}, maar van «{said or '?'}»")


def _names_of_unit(sheet: _Sheet, kind: UnitKind) -> Iterator[str]:
    title = "Kieskring" if kind is UnitKind.KIESKRING else "Gemeente"
    for place, text in enumerate(sheet.texts):
        if text == title:
            yield sheet.after(place)
        elif kind is UnitKind.MUNICIPALITY and (match := _SITS_IN.fullmatch(text)):
            yield match[1]


def _fixed(sheet: _Sheet) -> Iterator[Pair]:
    """All that is not a vote."""
    for place, text in enumerate(sheet.texts):
        field = _BEFORE_NUMBER.get(text.lower())
        if field is not None:
            yield field, sheet.number_at(place + 1, text)
        for pattern, field in _AROUND_NUMBER:
            if match := pattern.fullmatch(text):
                yield field, int(match[1].replace("_", "") or 0)


def _votes(sheet: _Sheet, form: Form) -> Iterator[Pair]:
    """The votes on each list, which begins with its number and ends with its total."""
    sections = {each.list_number: each for each in form.sections if each.kind is SectionKind.LIST}
    for place, text in enumerate(sheet.texts):
        if text == _LIST and sheet.texts[place - 1] != _NAME:
            number = sheet.number_at(place + 1, _LIST)
            section = sections.pop(number, None)
            if section is None:
                raise sheet.refused(f"lijst {number} hoort niet bij deze verkiezing, of staat er twee keer")
            yield from _list(sheet, section, place + 2)
    for missing in sections:
        raise sheet.refused(f"lijst {missing} staat er niet")


def _list(sheet: _Sheet, section: Section, start: int) -> Iterator[Pair]:
    try:
        place = sheet.texts.index(_FIGURES, start) + 1
    except ValueError:
        raise sheet.refused(f"bij lijst {section.list_number} staan geen stemmen") from None
    for field in section.fields:
        where = f"lijst {section.list_number}, {field.letter} {field.label}"
        if field.kind is not FieldKind.CANDIDATE:
            if sheet.texts[place] != _TOTAL:
                raise sheet.refused(f"op lijst {section.list_number} staan meer kandidaten dan daar horen")
            yield field.id, sheet.number_at(place + 1, where)
        elif sheet.texts[place] != field.letter or not sheet.after(place).startswith(field.label):
            there = f"{sheet.texts[place]} {sheet.after(place)}"
            raise sheet.refused(f"{where}: daar staat «{there[:60]}»")
        else:
            yield field.id, sheet.number_at(place + 2, where)
            place += 3
