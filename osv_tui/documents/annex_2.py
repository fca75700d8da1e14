"""Model II, Bijlage 2 (osv4-8): the outcome of each station, as the committee counted it (models §2.2).

The empty sheet of a station is what is typed from; the filled annex shows the numbers of all stations.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise

from osv_tui.documents import blocks, count_form, stated
from osv_tui.documents.count_form import StationPaper
from osv_tui.documents.model import (
    Annex,
    Block,
    Checkbox,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    PenField,
    PenForm,
    PenTable,
    Sum,
    Table,
    guidance,
    paragraph,
    runs,
)
from osv_tui.documents.replacing import replaces
from osv_tui.documents.said import TICK
from osv_tui.documents.stated import Stated, row
from osv_tui.documents.wording import day
from osv_tui.election import form as f
from osv_tui.election.accountability import Replaced
from osv_tui.election.count import Count
from osv_tui.election.form import Answer, FieldId, Form
from osv_tui.election.model import CandidateList, CountingMethod, Election, ReportingUnit
from osv_tui.election.tally import Tally, UnitCount

_MODEL_NAME = "Model II: Proces-verbaal van het gemeentelijk stembureau"
_TITLE = "Bijlage 2: uitkomsten per stembureau"
_VOTES = "5. Aantal stemmen per lijst en kandidaat"
_STATIONS_WITH_OTHER_PAPERS = 4


def annex_2_sheet(election: Election, unit: ReportingUnit, facts: DocumentFacts) -> Document:
    """The empty annex 2 of one station, in the order in which it is typed."""
    paper = StationPaper(election, unit, f.count_form(election, CountingMethod.CENTRAL))
    return Document(
        title=_TITLE,
        model_name=_MODEL_NAME,
        facts=facts,
        body=(
            *_head(election),
            count_form.station(unit),
            count_form.DIGIT_BY_DIGIT,
            *_voters_and_ballots(paper),
            *_difference(paper),
            PageBreak(),
            *_other_papers(),
            *_votes_to_count(paper),
        ),
        hashed=False,
        running=paper.running,
    )


def annex_2(tally: Tally, facts: DocumentFacts, replaced: Replaced | None = None) -> Document:
    """Annex 2 of all stations with their final numbers; part 4 stands on the paper of the committee only.

    ``replaced`` is the release whose annex this one replaces.

    Raises:
        ValueError: the stations counted themselves; then their own papers give their outcomes.
    """
    if tally.method is not CountingMethod.CENTRAL:
        raise ValueError("annex 2 belongs to a central count")
    form = f.count_form(tally.election, tally.method)
    return Document(
        title=_TITLE,
        model_name=_MODEL_NAME,
        facts=facts,
        body=(
            *replaces(replaced),
            *_head(tally.election),
            KeyValues((KeyValue("Aantal stembureaus", str(len(tally.units))),)),
            guidance(
                "In deze bijlage staat per stembureau wat het gemeentelijk stembureau heeft geteld. De "
                "aantallen zijn overgenomen van de bijlage die het gemeentelijk stembureau met de hand heeft "
                "ingevuld. Is er verschil, dan geldt de bijlage die met de hand is ingevuld."
            ),
            *(block for each in tally.units for block in _outcome(tally.election, form, each)),
        ),
    )


def annex_2_stated(tally: Tally) -> Iterator[Stated]:
    """The numbers that annex 2 states of every station."""
    form = f.count_form(tally.election, tally.method)
    for each in tally.units:
        place = f"stembureau {each.unit.number}"
        yield row("Nummer stembureau", each.unit.number, place=place)
        for label, field in _FIGURES:
            found = form.by_id.get(field)
            if found and form.is_open(found, each.count.values):
                shown = label if f.VOTER_PASSES in form.by_id else _VOTER_PASSES.sub("", label)
                yield from _stated(shown, field, each.count, place)
        yield from stated.votes(tally.election.lists, each.count.number, f"{place}, ")


def _stated(label: str, field: FieldId, count: Count, place: str) -> Iterator[Stated]:
    """A number, or what an answer has the annex say."""
    number = count.number(field)
    if said := _ANSWERS.get((field, number)):
        yield row(*said, place=place)
    elif field in (f.MORE, f.FEWER) and number and count.get(f.EQUAL_2) == Answer.NO.value:
        yield row(TICK, label, number, place=place)
    elif label:
        yield row(label, number, place=place)


_ANSWERS = {
    (f.EQUAL, Answer.YES.value): (TICK, "Ja. Ga verder met onderdeel 4."),
    (f.EQUAL, Answer.NO.value): (TICK, "Nee. Vul eerst de rest van onderdeel 3 in."),
    (f.RECOUNTED, Answer.NO.value): ("Het aantal toegelaten kiezers is niet opnieuw vastgesteld.",),
    (f.EQUAL_2, Answer.YES.value): (TICK, "Ja."),
}


_FIGURES = (
    ("A Aantal geldige stempassen", f.POLL_CARDS),
    ("B Aantal geldige volmachtbewijzen", f.PROXIES),
    ("C Aantal geldige kiezerspassen", f.VOTER_PASSES),
    ("D Het aantal tot de stemming toegelaten kiezers (A+B+C)", f.ADMITTED),
    ("E Aantal stembiljetten met een geldige stem op een kandidaat", f.VALID),
    ("F Aantal blanco stembiljetten", f.BLANK),
    ("G Aantal ongeldige stembiljetten", f.INVALID),
    ("H Het totaal aantal getelde stembiljetten (E+F+G)", f.FOUND),
    ("", f.EQUAL),
    ("", f.RECOUNTED),
    ("A.2 Aantal geldige stempassen", f.POLL_CARDS_2),
    ("B.2 Aantal geldige volmachtbewijzen", f.PROXIES_2),
    ("C.2 Aantal geldige kiezerspassen", f.VOTER_PASSES_2),
    ("D.2 Het aantal tot de stemming toegelaten kiezers (A.2+B.2+C.2)", f.ADMITTED_2),
    ("Hoe vaak zijn de passen geteld?", f.PASSES_COUNTED),
    ("Hoe vaak zijn de stembiljetten geteld?", f.BALLOTS_COUNTED),
    ("", f.EQUAL_2),
    ("Nee, er zijn méér stembiljetten geteld. Hoeveel méér?", f.MORE),
    ("Nee, er zijn minder stembiljetten geteld. Hoeveel minder?", f.FEWER),
    ("1 Hoe vaak heeft een kiezer het stembiljet niet ingeleverd?", f.NOT_RETURNED),
    ("2 Hoe vaak is er een stembiljet te weinig uitgereikt?", f.TOO_FEW_ISSUED),
    ("3 Hoe vaak is er een stembiljet te veel uitgereikt?", f.TOO_MANY_ISSUED),
    ("4 Hoe vaak is er geen verklaring voor het verschil?", f.NO_EXPLANATION),
    ("5 Vermeld mogelijke andere verklaringen en geef aan hoe vaak er sprake van was.", f.OTHER_EXPLANATION),
)


def only_on_annex_2(texts: Sequence[str]) -> Mapping[int, Mapping[FieldId, int]]:
    """Of each station what the count file does not have, from ``texts``, those of a file with the annex.

    Its answers, how often was counted, H, and where A to D were established anew the figures before that.
    What cannot be read is left out. The inverse of ``annex_2_stated``.
    """
    starts = [at for at, text in enumerate(texts[:-1]) if text == "Nummer stembureau"]
    parts = (texts[start + 1 : end] for start, end in pairwise((*starts, len(texts))))
    return {int(part[0]): dict(_only_here(part)) for part in parts if part[0].isdecimal()}


def _only_here(texts: Sequence[str]) -> Iterator[tuple[FieldId, int]]:
    end = texts.index(_VOTES) if _VOTES in texts else len(texts)
    following = dict(pairwise(texts[:end]))
    ticked = {after for text, after in pairwise(texts[:end]) if text == TICK}
    again = any(label in following for label, field in _FIGURES if field == f.POLL_CARDS_2)
    for label, field in _FIGURES:
        number = following.get(label) or following.get(_VOTER_PASSES.sub("", label), "")
        if number.isdecimal() and (field in _ONLY_HERE or (again and field in _BEFORE)):
            yield field, int(number)
    yield f.EQUAL, _ticked(ticked, f.EQUAL)
    if f.PASSES_COUNTED in {field for label, field in _FIGURES if label in following}:
        yield f.RECOUNTED, Answer.YES.value if again else Answer.NO.value
        is_no = any(label in ticked for label, field in _FIGURES if field in (f.MORE, f.FEWER))
        yield f.EQUAL_2, Answer.NO.value if is_no else _ticked(ticked, f.EQUAL_2)


def _ticked(ticked: Container[str], question: FieldId) -> int:
    answers = (
        answer for (field, answer), said in _ANSWERS.items() if field == question and said[-1] in ticked
    )
    return next(answers, Answer.NOT_TICKED.value)


_BEFORE = frozenset({f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES, f.ADMITTED})
_ONLY_HERE = frozenset({f.FOUND, f.PASSES_COUNTED, f.BALLOTS_COUNTED})


_VOTER_PASSES = re.compile(r"\+C(\.2)?(?=\))")
"""In what is added up; a council election has none."""


def _head(election: Election) -> tuple[Block, ...]:
    identifier = election.identifier
    return (
        blocks.election_phrase(identifier),
        KeyValues(
            (
                KeyValue("Datum stemming", day(identifier.date)),
                KeyValue("Gemeente", election.committee.name),
            )
        ),
    )


def _outcome(election: Election, form: Form, counted: UnitCount) -> tuple[Block, ...]:
    paper = StationPaper(election, counted.unit, form, counted.count)
    votes = ((blocks.list_rows(each), _votes_counted(each, counted.count)) for each in election.lists)
    return (
        Annex(f"Stembureau {paper.unit.number}", paper.running),
        count_form.station(paper.unit),
        *_voters_and_ballots(paper),
        *_difference(paper),
        Heading(2, "4. Bij gecombineerde stemmingen"),
        guidance("Dit onderdeel staat alleen op de bijlage die met de hand is ingevuld."),
        Heading(2, _VOTES),
        *(block for each in votes for block in each),
    )


def _voters_and_ballots(paper: StationPaper) -> tuple[Block, ...]:
    return (
        Heading(2, "1. Aantal toegelaten kiezers"),
        guidance("Zoals vastgesteld door het stembureau, in onderdeel 5 van zijn proces-verbaal."),
        count_form.admitted(paper),
        Heading(2, "2. Aantal getelde stembiljetten"),
        guidance(
            "Zoals geteld door het gemeentelijk stembureau. E is de som van de stemcijfers van alle lijsten "
            "in onderdeel 5."
        ),
        count_form.counted(paper),
    )


def _difference(paper: StationPaper) -> tuple[Block, ...]:
    return (
        Heading(2, "3. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stembiljetten"),
        paragraph("Is het aantal toegelaten kiezers (D) gelijk aan het aantal getelde stembiljetten (H)?"),
        Checkbox(paper.ticked(f.EQUAL, Answer.YES), runs("Ja. Ga verder met onderdeel 4.")),
        Checkbox(paper.ticked(f.EQUAL, Answer.NO), runs("Nee. Vul eerst de rest van onderdeel 3 in.")),
        *((PageBreak(),) if paper.count is None else ()),
        *(_established_anew(paper) if paper.asks(f.RECOUNTED) else ()),
    )


def _established_anew(paper: StationPaper) -> Iterator[Block]:
    yield Heading(3, "Het aantal toegelaten kiezers, opnieuw vastgesteld door het gemeentelijk stembureau")
    if paper.asks(f.ADMITTED_2):
        yield count_form.admitted_again(paper)
    else:
        yield paragraph("Het aantal toegelaten kiezers is niet opnieuw vastgesteld.")
    times = (paper.form.by_id[field] for field in (f.PASSES_COUNTED, f.BALLOTS_COUNTED))
    yield Sum(tuple(count_form.figure(paper, field) for field in times))
    yield paragraph("Is het aantal toegelaten kiezers (D.2) gelijk aan het aantal getelde stembiljetten (H)?")
    yield Checkbox(paper.ticked(f.EQUAL_2, Answer.YES), runs("Ja."))
    if paper.asks(f.MORE):
        yield from count_form.more_and_fewer(paper, f.EQUAL_2)
        yield from count_form.explanations(paper)


def _other_papers() -> tuple[Block, ...]:
    return (
        Heading(2, "4. Bij gecombineerde stemmingen"),
        paragraph("Zijn er stembiljetten of andere papieren van een andere verkiezing gevonden?"),
        Checkbox(False, runs("Nee.")),
        Checkbox(False, runs("Ja, van de verkiezing die hieronder staat.")),
        PenForm(((PenField("De verkiezing van"),),)),
        guidance(
            "Doe de gevonden papieren in een pak, verzegel het en geef het aan burgemeester en wethouders. "
            "Schrijf op bij welk stembureau de papieren zijn gevonden en hoeveel het er waren."
        ),
        PenTable(
            (Column("Nummer stembureau", 0.3), Column("Aantal", 0.7)),
            rows=_STATIONS_WITH_OTHER_PAPERS,
        ),
    )


def _votes_to_count(paper: StationPaper) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(2, _VOTES)
    for place, each in enumerate(paper.election.lists):
        if place:
            yield PageBreak()
        yield blocks.list_rows(each)
        yield count_form.votes_to_count(each, paper.digits)


def _votes_counted(candidate_list: CandidateList, count: Count) -> Table:
    return blocks.votes_table(candidate_list, count.number, count_form.continuation(candidate_list))
