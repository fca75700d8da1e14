"""Model II and its Bijlage 1: the report of a municipality that counts centrally (models §2, §2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents import blocks, stated
from osv_tui.documents.model import (
    Block,
    Bullets,
    Checkbox,
    Column,
    Document,
    DocumentFacts,
    Figure,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    PenBoxes,
    PenField,
    PenForm,
    PenTable,
    Run,
    Sum,
    Table,
    guidance,
    paragraph,
    runs,
    strong,
)
from osv_tui.documents.replacing import replaces
from osv_tui.documents.stated import Stated, row, sentence
from osv_tui.documents.wording import day, station_name
from osv_tui.election import form as f
from osv_tui.election.accountability import Replaced
from osv_tui.election.form import FieldId
from osv_tui.election.model import Category, CountingMethod
from osv_tui.election.tally import Tally

_SIGNATORIES = 14
_PRESENCE_BLOCKS = 16
_BLANK = "________________"


def model_ii(tally: Tally, facts: DocumentFacts, replaced: Replaced | None = None) -> Document:
    """Model II of a municipality whose ballots were counted centrally.

    ``replaced`` is the release whose Model II this one replaces.

    Raises:
        ValueError: the stations counted themselves; then N 11 takes its place.
    """
    if tally.method is not CountingMethod.CENTRAL:
        raise ValueError("Model II reports a central count; counts of stations take N 11")
    return Document(
        title="Proces-verbaal van het gemeentelijk stembureau",
        model_name=(
            "Model II: Proces-verbaal van het gemeentelijk stembureau bij het experiment met een centrale "
            "stemopneming"
        ),
        facts=facts,
        body=(
            *replaces(replaced),
            *_introduction(),
            *_election(tally),
            *_session(tally),
            *_presence(),
            *_stations(tally),
            *_admitted(tally),
            *_counted(tally),
            *_difference(tally),
            *_combined(),
            *_votes(tally),
            *_objections(),
            *_members(),
        ),
        signature=_signature(),
    )


def model_ii_stated(tally: Tally) -> Iterator[Stated]:
    """The numbers that Model II states."""
    yield sentence(tally.election.eligible)
    for each in tally.units:
        yield row(each.unit.number, station_name(each.unit))
    for label, field in _FIGURES:
        if field != f.VOTER_PASSES or tally.election.identifier.category is not Category.GR:
            yield row(label, tally.total(field))
    for field in (f.MORE, f.FEWER):
        if units := tally.units_with(field):
            yield sentence(*(each.unit.number for each in units), tally.total(field))
    for field, question in blocks.QUESTIONS_BY_HAND.items():
        yield row(question, tally.total(field))
    yield from stated.votes(tally.election.lists, tally.total)


_FIGURES = (
    ("Aantal geldige stempassen", f.POLL_CARDS),
    ("Aantal geldige volmachtbewijzen (schriftelijk of via ingevulde stem- of kiezerspas)", f.PROXIES),
    ("Aantal geldige kiezerspassen (pas om te stemmen in andere gemeente)", f.VOTER_PASSES),
    ("Het aantal tot de stemming toegelaten kiezers", f.ADMITTED),
    ("Aantal stembiljetten met een geldige stem op een kandidaat", f.VALID),
    ("Aantal blanco stembiljetten", f.BLANK),
    ("Aantal ongeldige stembiljetten", f.INVALID),
    ("Het totaal aantal getelde stembiljetten", f.FOUND),
)


def annex_1(tally: Tally, facts: DocumentFacts) -> Document:
    """Bijlage 1 (osv4-7): an empty page on which the objections made at the stations are copied by hand."""
    return Document(
        title="Bijlage 1: verslag bezwaren stembureaus",
        model_name="Model II: Proces-verbaal van het gemeentelijk stembureau",
        facts=facts,
        body=(
            blocks.election_phrase(tally.election.identifier),
            KeyValues(
                (
                    KeyValue("Datum stemming", day(tally.election.identifier.date)),
                    KeyValue("Gemeente", tally.election.committee.name),
                )
            ),
            guidance(
                "Neem hier alle bezwaren over die in de processen-verbaal van de stembureaus staan. Schrijf "
                "geen namen of andere persoonlijke gegevens op: deze bijlage wordt openbaar."
            ),
            PenTable(
                (Column("Nummer stembureau", 0.2), Column("Bezwaren van kiezers", 0.8)),
                rows=5,
                row_height=80,
            ),
        ),
        hashed=False,
        numbered=False,
    )


def _introduction() -> tuple[Block, ...]:
    return (
        Heading(2, "Waarom een proces-verbaal?"),
        paragraph("Met dit proces-verbaal kan iedereen nagaan hoe de uitslag in de gemeente tot stand komt:"),
        Bullets(
            (
                runs("hoe de stemming en de telling zijn verlopen;"),
                runs("hoeveel stemmen het gemeentelijk stembureau heeft geteld."),
            )
        ),
        Heading(2, "Wie vullen het proces-verbaal in en ondertekenen het?"),
        paragraph(
            "Het gemeentelijk stembureau vult het proces-verbaal in. De voorzitter en ten minste vier "
            "leden ondertekenen het."
        ),
    )


def _election(tally: Tally) -> tuple[Block, ...]:
    identifier = tally.election.identifier
    return (
        Heading(2, "1. Verkiezing"),
        paragraph("Dit proces-verbaal heeft betrekking op:"),
        blocks.election_phrase(identifier),
        KeyValues((KeyValue("Datum stemming", day(identifier.date)),)),
    )


def _session(tally: Tally) -> tuple[Block, ...]:
    election = tally.election
    return (
        Heading(2, "2. Zitting"),
        paragraph(
            "Openbare zitting van het gemeentelijk stembureau in de gemeente ",
            strong(election.committee.name),
            ".",
        ),
        KeyValues((KeyValue("Kieskring", election.kieskring_name),)),
        PenBoxes("Datum zitting", groups=(2, 2, 4), separator="-", hint="dd-mm-jjjj"),
        PenBoxes("Tijdstip aanvang zitting", groups=(2, 2), separator=":", hint="uu:mm", after="uur"),
        PenBoxes("Tijdstip einde zitting", groups=(2, 2), separator=":", hint="uu:mm", after="uur"),
        paragraph("Het aantal kiesgerechtigden in de gemeente bedraagt ", election.eligible, "."),
        PageBreak(),
    )


def _presence() -> tuple[Block, ...]:
    member = PenForm(
        (
            (PenField("Voorletters", 0.3), PenField("Achternaam:", 0.7)),
            (
                PenField("Locatie:", 0.28),
                PenField("Aanwezig op het gemeentelijk stembureau van", 0.54),
                PenField("tot", 0.18, after="uur"),
            ),
        )
    )
    return (
        Heading(2, "3. Aanwezigheid leden gemeentelijk stembureau"),
        guidance("Schrijf op welke leden aanwezig waren, waar, en van hoe laat tot hoe laat."),
        *(member for _ in range(_PRESENCE_BLOCKS)),
        PageBreak(),
    )


def _stations(tally: Tally) -> tuple[Block, ...]:
    return (
        Heading(2, "4. Stembureaus"),
        paragraph("Overzicht van de nummers en locaties van alle stembureaus binnen de gemeente:"),
        Table(
            columns=(Column("Nummer", 0.15), Column("Locatie stembureau", 0.85)),
            rows=tuple((str(u.unit.number), station_name(u.unit)) for u in tally.units),
        ),
        PageBreak(),
    )


def _admitted(tally: Tally) -> tuple[Block, ...]:
    terms = [
        Figure("Aantal geldige stempassen", tally.total(f.POLL_CARDS)),
        Figure(
            "Aantal geldige volmachtbewijzen (schriftelijk of via ingevulde stem- of kiezerspas)",
            tally.total(f.PROXIES),
        ),
    ]
    if tally.election.identifier.category is not Category.GR:
        label = "Aantal geldige kiezerspassen (pas om te stemmen in andere gemeente)"
        terms.append(Figure(label, tally.total(f.VOTER_PASSES)))
    total = Figure("Het aantal tot de stemming toegelaten kiezers", tally.total(f.ADMITTED))
    heading = "5. Aantal toegelaten kiezers in de gemeente zoals vastgesteld door het gemeentelijk stembureau"
    return (
        Heading(2, heading),
        guidance(
            "Dit zijn de aantallen van alle stembureaus bij elkaar. Waar het gemeentelijk stembureau de "
            "toegelaten kiezers opnieuw heeft vastgesteld, tellen die nieuwe aantallen."
        ),
        Sum(tuple(terms), total),
    )


def _counted(tally: Tally) -> tuple[Block, ...]:
    terms = (
        Figure("Aantal stembiljetten met een geldige stem op een kandidaat", tally.total(f.VALID)),
        Figure("Aantal blanco stembiljetten", tally.total(f.BLANK)),
        Figure("Aantal ongeldige stembiljetten", tally.total(f.INVALID)),
    )
    heading = (
        "6. Aantal getelde stembiljetten in de gemeente zoals vastgesteld door het gemeentelijk stembureau"
    )
    return (
        Heading(2, heading),
        Sum(terms, Figure("Het totaal aantal getelde stembiljetten", tally.total(f.FOUND))),
        PageBreak(),
    )


def _difference(tally: Tally) -> tuple[Block, ...]:
    no_difference = not tally.units_with(f.MORE) and not tally.units_with(f.FEWER)
    heading = (
        "7. Verschil tussen het aantal getelde stembiljetten en het aantal toegelaten kiezers zoals "
        "vastgesteld door het gemeentelijk stembureau"
    )
    return (
        Heading(2, heading),
        paragraph(
            "Is bij elk stembureau het aantal getelde stembiljetten gelijk aan het aantal toegelaten kiezers?"
        ),
        Checkbox(no_difference, runs("Ja.")),
        _stations_with(tally, f.MORE, "meer"),
        _stations_with(tally, f.FEWER, "minder"),
        blocks.explanations(tally, blocks.QUESTIONS_BY_HAND),
        PenTable((Column("", 0.85), Column("", 0.15)), rows=5),
        PageBreak(),
    )


def _stations_with(tally: Tally, field: FieldId, word: str) -> Checkbox:
    units = tally.units_with(field)
    numbers = strong(", ".join(str(unit.unit.number) for unit in units)) if units else Run(_BLANK)
    total = strong(str(tally.total(field))) if units else Run(_BLANK)
    return Checkbox(
        bool(units),
        runs(
            "Nee, voor de stembureaus met de nummers ",
            numbers,
            " zijn in totaal ",
            total,
            f" {word} stembiljetten geteld dan er kiezers tot de stemming zijn toegelaten.",
        ),
    )


def _combined() -> tuple[Block, ...]:
    return (
        Heading(2, "8. Bij gecombineerde stemmingen"),
        paragraph("Zijn er verzegelde pakken van een andere verkiezing geopend?"),
        Checkbox(False, runs("Nee.")),
        Checkbox(False, runs(f"Ja, er zijn verzegelde pakken van de verkiezing van {_BLANK} geopend.")),
        guidance("Schrijf op bij welk stembureau stembiljetten zijn gevonden en hoeveel het er waren."),
        PenTable((Column("Nummer stembureau", 0.3), Column("Aantal stembiljetten", 0.7)), rows=5),
        PageBreak(),
    )


def _votes(tally: Tally) -> tuple[Block, ...]:
    return (
        Heading(2, "9. Aantal stemmen per lijst en per kandidaat in de gemeente"),
        guidance("Op de volgende bladzijden staan de stemmen van alle stembureaus bij elkaar."),
        *blocks.votes(tally),
    )


def _objections() -> tuple[Block, ...]:
    return (
        Heading(2, "10. Bezwaren van kiezers tijdens de stemopneming door het gemeentelijk stembureau"),
        guidance(
            "Schrijf elk bezwaar op, met de reactie van het gemeentelijk stembureau. Noem geen namen of "
            "andere persoonlijke gegevens."
        ),
        PenTable((Column("Bezwaren van kiezers", 1.0),), rows=7),
        Heading(
            2, "11. Onregelmatigheden of bijzonderheden tijdens de zitting van het gemeentelijk stembureau"
        ),
        guidance("Schrijf op wat er anders ging dan gewoonlijk. Noem geen persoonlijke gegevens."),
        PenTable((Column("Onregelmatigheden of bijzonderheden", 1.0),), rows=8),
        PageBreak(),
    )


def _members() -> tuple[Block, ...]:
    return (
        Heading(2, "12. Leden van het gemeentelijk stembureau"),
        *blocks.names("Naam voorzitter", "Naam leden", _SIGNATORIES),
    )


def _signature() -> tuple[Block, ...]:
    return (
        Heading(2, "13. Ondertekening leden van het gemeentelijk stembureau"),
        guidance("Teken in dezelfde volgorde als de namen bij onderdeel 12."),
        *blocks.names("Handtekening voorzitter", "Handtekening leden", _SIGNATORIES),
    )
