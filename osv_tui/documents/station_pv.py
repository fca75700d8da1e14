"""The empty papers of a polling station: N 10-1, and Model I where is counted centrally (models §2.3).

Rubric 9, which is signed, comes last, on a sheet of its own after the annex: what is published is all pages
before it.
"""

from __future__ import annotations

from osv_tui.documents import blocks, count_form
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
    PenBoxes,
    PenTable,
    Table,
    guidance,
    paragraph,
    runs,
)
from osv_tui.documents.wording import day
from osv_tui.election import form as f
from osv_tui.election.model import CountingMethod, Election, ReportingUnit

_MEMBERS = 32
_MOBILE_STOPS = 7
_SIGNATORIES = 14

_WRITTEN = 20.5
"""Points between the lines to write on, as on lined paper: rubrics 3 and 4 are one page."""


def n10_1(election: Election, unit: ReportingUnit, facts: DocumentFacts) -> Document:
    """The empty N 10-1 of a station that counts its ballots itself, with an annex per list and candidate."""
    paper = StationPaper(election, unit, f.count_form(election, CountingMethod.STATION))
    return _station_pv(paper, facts, "Model N 10-1", _votes_per_candidate(paper))


def model_i(election: Election, unit: ReportingUnit, facts: DocumentFacts) -> Document:
    """The empty Model I of a station whose ballots are counted again centrally, with an annex per list.

    Its list totals are provisional: the result comes from annex 2 of Model II.
    """
    paper = StationPaper(election, unit, f.count_form(election, CountingMethod.STATION))
    name = "Model I: Proces-verbaal van een stembureau bij het experiment met een centrale stemopneming"
    return _station_pv(paper, facts, name, _votes_per_list(paper))


def _station_pv(
    paper: StationPaper, facts: DocumentFacts, model_name: str, annex: tuple[Block, ...]
) -> Document:
    return Document(
        title="Proces-verbaal van een stembureau",
        model_name=model_name,
        facts=facts,
        body=(
            *_head(paper.election),
            *_place(paper.unit),
            *_presence(),
            *_objections(),
            *_irregularities(),
            *_admitted(paper),
            *_counted(paper),
            *_difference(paper),
            *_members(),
            *annex,
        ),
        signature=_signature(),
        hashed=False,
        running=paper.running,
    )


def _head(election: Election) -> tuple[Block, ...]:
    identifier = election.identifier
    return (
        count_form.election_of_members(identifier),
        KeyValues(
            (
                KeyValue("Datum stemming", day(identifier.date)),
                KeyValue("Gemeente", election.committee.name),
                KeyValue("Kieskring", election.kieskring_name),
            )
        ),
        guidance(
            "Het stembureau vult dit formulier in op de dag van de stemming. De voorzitter en ten minste "
            "twee andere leden ondertekenen het. Schrijf met een pen."
        ),
    )


def _place(unit: ReportingUnit) -> tuple[Block, ...]:
    return (
        Heading(2, "1. Locatie en openingstijden stembureau"),
        count_form.station(unit),
        PenBoxes("Open van", groups=(2, 2), separator=":", hint="uu:mm", after="uur"),
        PenBoxes("tot", groups=(2, 2), separator=":", hint="uu:mm", after="uur"),
        guidance(
            "Staat het stembureau op meer plaatsen? Schrijf dan elke andere plaats op, met de tijden waarop "
            "het daar open was."
        ),
        PenTable(
            (Column("Adres of omschrijving van de locatie", 0.7), Column("Van", 0.15), Column("Tot", 0.15)),
            rows=_MOBILE_STOPS,
        ),
        PageBreak(),
    )


def _presence() -> tuple[Block, ...]:
    columns = (
        Column("Voorletters", 0.2),
        Column("Achternaam", 0.5),
        Column("Van (uur)", 0.15),
        Column("Tot (uur)", 0.15),
    )
    return (
        Heading(2, "2. Aanwezigheid stembureauleden"),
        guidance("Schrijf op welke leden aanwezig waren, van hoe laat tot hoe laat."),
        PenTable(columns, rows=_MEMBERS, row_height=18.5),
        PageBreak(),
    )


def _objections() -> tuple[Block, ...]:
    return (
        Heading(2, "3. Bezwaren van kiezers tijdens de stemming en telling"),
        guidance(
            "Schrijf elk bezwaar op, met de reactie van het stembureau. Noem geen namen of andere "
            "persoonlijke gegevens: dit formulier wordt openbaar."
        ),
        PenTable((Column("Bezwaren van kiezers tijdens de stemming", 1.0),), rows=8, row_height=_WRITTEN),
        PenTable((Column("Bezwaren van kiezers tijdens de telling", 1.0),), rows=7, row_height=_WRITTEN),
    )


def _irregularities() -> tuple[Block, ...]:
    return (
        Heading(2, "4. Onregelmatigheden of bijzonderheden tijdens de stemming en telling"),
        guidance("Schrijf op wat er anders ging dan gewoonlijk. Noem geen persoonlijke gegevens."),
        PenTable((Column("Onregelmatigheden of bijzonderheden", 1.0),), rows=8, row_height=_WRITTEN),
        PageBreak(),
    )


def _admitted(paper: StationPaper) -> tuple[Block, ...]:
    return (
        Heading(2, "5. Aantal toegelaten kiezers"),
        count_form.DIGIT_BY_DIGIT,
        count_form.admitted(paper),
    )


def _counted(paper: StationPaper) -> tuple[Block, ...]:
    return (Heading(2, "6. Aantal getelde stembiljetten"), count_form.counted(paper))


def _difference(paper: StationPaper) -> tuple[Block, ...]:
    return (
        Heading(2, "7. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stembiljetten"),
        paragraph("Is het aantal toegelaten kiezers (D) gelijk aan het aantal getelde stembiljetten (H)?"),
        Checkbox(False, runs("Ja. Ga verder met onderdeel 8.")),
        *count_form.more_and_fewer(paper, f.EQUAL),
        *count_form.explanations(paper),
        PageBreak(),
    )


def _members() -> tuple[Block, ...]:
    return (
        Heading(2, "8. Stembureauleden"),
        guidance(
            "Schrijf op wie dit formulier ondertekenen. De handtekeningen staan bij onderdeel 9, op het "
            "laatste blad. Dat blad wordt niet op internet gezet."
        ),
        *blocks.names("Naam voorzitter", "Naam stembureauleden", _SIGNATORIES),
    )


def _signature() -> tuple[Block, ...]:
    return (
        Heading(2, "9. Ondertekening stembureauleden"),
        guidance("Teken in dezelfde volgorde als de namen bij onderdeel 8."),
        *blocks.names("Handtekening voorzitter", "Handtekening stembureauleden", _SIGNATORIES),
    )


def _votes_per_candidate(paper: StationPaper) -> tuple[Block, ...]:
    pages = (
        (
            *((PageBreak(),) if place else ()),
            Heading(2, f"Lijst {each.number}"),
            *((KeyValues((KeyValue("Lijstnaam", each.name),)),) if each.name else ()),
            count_form.votes_to_count(each, paper.digits, votes_first=True),
        )
        for place, each in enumerate(paper.election.lists)
    )
    return (
        Annex("Bijlage: aantal stemmen per lijst en kandidaat"),
        count_form.DIGIT_BY_DIGIT,
        *(block for page in pages for block in page),
    )


def _votes_per_list(paper: StationPaper) -> tuple[Block, ...]:
    number, votes = Column("Lijstnummer", 0.2), count_form.boxes_column("Aantal stemmen", paper.digits)
    name = Column("Lijstnaam", 1.0 - number.share - votes.share)
    return (
        Annex("Bijlage: aantal stemmen per lijst"),
        guidance(
            "Deze aantallen zijn voorlopig. Het gemeentelijk stembureau telt alle stembiljetten daarna "
            "opnieuw, per kandidaat."
        ),
        count_form.DIGIT_BY_DIGIT,
        Table(
            columns=(number, votes, name),
            rows=tuple((str(each.number), "", each.name) for each in paper.election.lists),
        ),
    )
