"""«Verantwoording telverschillen»: every difference of a count accounted for (models §9; workflow §4.4)."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents import blocks
from osv_tui.documents.accounted import (
    Figures,
    field_name,
    has_something,
    list_name,
    printed_signed,
    told,
    with_difference,
)
from osv_tui.documents.accounted_unit import FIGURE_COLUMNS, figure_cells, unit_blocks
from osv_tui.documents.eras import models_of
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    Table,
    guidance,
    paragraph,
    strong,
)
from osv_tui.documents.replacing import replaces
from osv_tui.documents.staff import code_rows
from osv_tui.documents.wording import day, moment, station_name
from osv_tui.election import form as f
from osv_tui.election.accountability import EntryDifferences, Release, UnitAccount
from osv_tui.election.form import count_form
from osv_tui.election.model import UnitKind
from osv_tui.election.unit_words import said_of


def accountability(release: Release, facts: DocumentFacts) -> Document:
    """The account of every count difference, alleged error, finding and correction, per unit and in total.

    What typists read differently stands apart in an annex, as numbers per unit; nobody who typed is named.
    """
    return Document(
        title="Verantwoording telverschillen",
        model_name=f"Bij {models_of(release.tally).name}",
        facts=facts,
        body=(
            *replaces(release.replaced),
            *_head(release, facts),
            *_summary(release),
            *_units(release),
            *_nothing(release),
            *control_sums(release),
            *entry_annex(release),
        ),
    )


def _head(release: Release, facts: DocumentFacts) -> tuple[Block, ...]:
    return (
        guidance(
            "Op elk stembureau zijn de toegelaten kiezers geteld en later de stembiljetten. Die twee "
            "aantallen horen gelijk te zijn. Dit document noemt elk stembureau waar dat niet zo is of waar "
            "iets anders niet klopte, met de oorzaak en met wat eraan is gedaan."
        ),
        *which_count(release, facts),
    )


def which_count(release: Release, facts: DocumentFacts) -> tuple[Block, ...]:
    """Rubric 1: which count the account is about."""
    election, document = release.tally.election, models_of(release.tally)
    code = code_rows("Code van het telbestand", facts.eml_sha256) if facts.eml_sha256 else ()
    return (
        Heading(2, "1. Over welke telling gaat dit?"),
        blocks.election_phrase(election.identifier),
        KeyValues(
            (
                KeyValue("Datum stemming", day(election.identifier.date)),
                blocks.committee_row(election),
                KeyValue("Verantwoordelijk", document.body),
                KeyValue("Hoort bij", f"{document.name}, versie {release.version}"),
                KeyValue("Definitief verklaard", moment(release.at)),
                *code,
            )
        ),
    )


def _summary(release: Release) -> tuple[Block, ...]:
    heading = Heading(2, "2. Samenvatting")
    if not any(map(has_something, release.accounts)):
        return (heading, *_no_differences(release))
    return (
        heading,
        *_totals(release),
        *_numbers_of_units(release),
        *_recounts(release),
        *_overview(release),
    )


def _no_differences(release: Release) -> tuple[Block, ...]:
    return (
        paragraph(strong("Er zijn geen verschillen.")),
        paragraph(
            "Bij alle ",
            len(release.accounts),
            " stembureaus is het aantal getelde stembiljetten gelijk aan het aantal toegelaten kiezers. Er "
            "zijn geen fouten gemeld in de getallen van de telploegen. De controles van het programma gaven "
            "geen melding. Er is geen stembureau opnieuw ingevoerd nadat het definitief was.",
        ),
    )


def _totals(release: Release) -> tuple[Block, ...]:
    tally, document = release.tally, models_of(release.tally)
    form = count_form(tally.election, tally.method)
    rests = [Figures.of(account.count).rest for account in release.accounts]
    over = -sum(rest for rest in rests if rest < 0)
    rows = (
        ("Toegelaten kiezers (D)", tally.total(f.ADMITTED)),
        ("Getelde stembiljetten (H)", tally.total(f.FOUND)),
        ("Meer stembiljetten geteld dan kiezers toegelaten", tally.total(f.MORE)),
        ("Minder stembiljetten geteld dan kiezers toegelaten", tally.total(f.FEWER)),
        *((field_name(tally.election, form, each), tally.total(each)) for each in f.EXPLANATIONS),
        ("Rest: verschil waar geen van deze verklaringen bij staat", sum(rests) + over),
        *((("Te veel verklaard: meer verklaringen dan verschil", over),) if over else ()),
    )
    return (
        Heading(3, "Alle stembureaus bij elkaar"),
        Table(
            columns=(Column("", 0.85), Column("", 0.15, numeric=True)),
            rows=tuple((label, str(number)) for label, number in rows),
        ),
        paragraph(
            "«Meer» en «minder» zijn per stembureau vastgesteld en daarna opgeteld. Deze twee aantallen en "
            f"de vijf verklaringen zijn gelijk aan die in {document.part} van {document.name}."
        ),
    )


def _numbers_of_units(release: Release) -> tuple[Block, ...]:
    different = with_difference(release)
    unexplained = [each for each in different if Figures.of(each.count).is_unexplained]
    rows = (
        ("Stembureaus", len(release.accounts)),
        ("Stembureaus zonder telverschil", len(release.accounts) - len(different)),
        ("Stembureaus met een telverschil", len(different)),
        ("Stembureaus met een verschil dat niet of niet helemaal is verklaard", len(unexplained)),
    )
    return (
        Heading(3, "Hoeveel stembureaus?"),
        Table(
            columns=(Column("", 0.85), Column("", 0.15, numeric=True)),
            rows=tuple((label, str(number)) for label, number in rows),
        ),
        *_largest(different),
    )


def _largest(different: tuple[UnitAccount, ...]) -> Iterator[Block]:
    size = max((abs(Figures.of(each.count).difference) for each in different), default=0)
    if not size:
        return
    units = [each.unit for each in different if abs(Figures.of(each.count).difference) == size]
    where = "stembureau" if len(units) == 1 else "de stembureaus"
    numbers = ", ".join(str(unit.number) for unit in units)
    yield paragraph("Het grootste verschil is ", size, f", bij {where} {numbers}.")


def _recounts(release: Release) -> tuple[Block, ...]:
    heading = Heading(3, "Wat is opnieuw geteld?")
    rows = tuple(row for account in release.accounts for row in _recount_rows(account))
    if not rows:
        return (heading, paragraph("Er is niets opnieuw geteld."))
    columns = (
        *(Column("Nr", 0.07), Column("Stembureau", 0.25), Column("Wat", 0.31)),
        *(Column("Door wie", 0.18), Column("Op besluit van", 0.19)),
    )
    return (heading, Table(columns, rows))


def _recount_rows(account: UnitAccount) -> Iterator[tuple[str, ...]]:
    place = (str(account.unit.number), account.unit.name)
    stated = account.count_account
    if stated and (stated.passes_recounted or stated.ballots_recounted):
        passes, ballots = stated.passes_recounted, stated.ballots_recounted
        what = [
            f"{word} {times} keer" for word, times in (("passen", passes), ("biljetten", ballots)) if times
        ]
        yield (*place, ", ".join(what), told(stated.recounted_by), told(stated.decided_by))
    for judged in account.findings:
        if judged.disposition and judged.disposition.recounted_by:
            by = told(judged.disposition.recounted_by)
            yield (*place, f"na melding {judged.finding.check.value}", by, "")


def _overview(release: Release) -> tuple[Block, ...]:
    heading = Heading(3, "Alle telverschillen op een rij")
    different = with_difference(release)
    if not different:
        return (heading, paragraph("Er zijn geen telverschillen: bij elk stembureau zijn D en H gelijk."))
    return (heading, Table(FIGURE_COLUMNS, tuple(map(figure_cells, different))), _LEGEND)


_LEGEND = guidance(
    "D: toegelaten kiezers. H: getelde stembiljetten. Verklaringen: 1 stembiljet niet ingeleverd, 2 te "
    "weinig uitgereikt, 3 te veel uitgereikt, 4 geen verklaring, 5 andere verklaring. Rest: deel van het "
    "verschil waar geen van de vijf bij is ingevuld."
)


def _units(release: Release) -> tuple[Block, ...]:
    heading = Heading(2, "3. Verantwoording per stembureau")
    accounts = [account for account in release.accounts if has_something(account)]
    if not accounts:
        return (heading, paragraph("Er is geen stembureau waarbij iets te verantwoorden is."))
    return (
        heading,
        guidance(
            "De getallen komen van het papier van het stembureau. De oorzaken en de uitleg zijn opgeschreven "
            "voordat de telling definitief is verklaard."
        ),
        *(block for account in accounts for block in unit_blocks(release, account)),
    )


def _nothing(release: Release) -> tuple[Block, ...]:
    heading = Heading(2, "4. Stembureaus zonder verschil")
    accounts = [account for account in release.accounts if not has_something(account)]
    if not accounts:
        return (heading, paragraph("Alle stembureaus staan in onderdeel 3."))
    return (
        heading,
        paragraph(
            "Het gaat om ",
            len(accounts),
            f" van de {len(release.accounts)} stembureaus. Daar zijn D en H gelijk, zijn geen fouten gemeld, "
            "gaf geen controle een melding en is later niets veranderd.",
        ),
        Table(
            (Column("Nr", 0.1), Column("Stembureau", 0.72), Column("D en H", 0.18, numeric=True)),
            tuple(
                (str(each.unit.number), station_name(each.unit), str(each.count.admitted))
                for each in accounts
            ),
        ),
    )


def control_sums(release: Release) -> tuple[Block, ...]:
    """The lists that were drawn by lot and added by hand, beside what the program has."""
    heading = Heading(2, "5. Lijsten die met de hand zijn opgeteld")
    if not release.control_sums:
        return (heading, paragraph("Er is niet vastgelegd dat lijsten met de hand zijn opgeteld."))
    lists = {each.number: each for each in release.tally.election.numbered_lists}
    rows = []
    for each in release.control_sums:
        counted = release.tally.total(f.total_field(each.list_number))
        outcome = "gelijk" if counted == each.total else f"verschil {printed_signed(each.total - counted)}"
        rows.append((list_name(lists[each.list_number]), str(each.total), str(counted), outcome))
    return (
        heading,
        paragraph(
            "Door loting in de zaal zijn lijsten gekozen. De stemmen op die lijsten zijn over alle "
            f"{release.tally.election.unit_kind.plural} met de hand opgeteld, zonder dit programma. De "
            "uitkomst:"
        ),
        Table(
            (
                *(Column("Lijst", 0.44), Column("Met de hand", 0.18, numeric=True)),
                *(Column("Programma", 0.18, numeric=True), Column("Uitkomst", 0.2, numeric=True)),
            ),
            tuple(rows),
        ),
    )


def entry_annex(release: Release) -> tuple[Block, ...]:
    """How often two typists read something else, per unit and without their names."""
    kind = release.tally.election.unit_kind
    differing = [each for each in release.accounts if _has_differed(each.entry_differences)]
    rows = tuple(
        (str(each.unit.number), each.unit.name, *map(str, _entry_numbers(each.entry_differences)))
        for each in differing
    )
    sums = map(sum, zip(*(_entry_numbers(each.entry_differences) for each in differing), strict=True))
    return (
        PageBreak(),
        Heading(2, "Bijlage: verschillen tussen de twee invoeren"),
        paragraph(
            "Deze bijlage gaat over het overtypen, niet over het tellen. Twee personen typen elk papier over "
            "zonder elkaars getallen te zien. Waar zij iets anders typen, wordt opnieuw ingevoerd tot de "
            "twee invoeren gelijk zijn. Zo'n verschil zegt niets over de stemmen. Daarom staat het los van "
            "de telverschillen."
        ),
        paragraph(said_of(kind, _rest_of_entries(len(release.accounts), len(differing)))),
        *((Table(_entry_columns(kind), rows, total=("", "Totaal", *map(str, sums))),) if rows else ()),
    )


def _entry_columns(kind: UnitKind) -> tuple[Column, ...]:
    numbers = ("Vergeleken", "Velden verschillend", "Velden opnieuw", "Invoeren vervallen")
    return (
        *(Column("Nr", 0.07), Column(said_of(kind, "Stembureau"), 0.39)),
        *(Column(number, 0.135, numeric=True) for number in numbers),
    )


def _entry_numbers(entries: EntryDifferences) -> tuple[int, ...]:
    return (entries.compared, entries.fields, entries.sent_back, entries.discarded)


def _has_differed(entries: EntryDifferences) -> bool:
    return any(_entry_numbers(entries)[1:])


def _rest_of_entries(units: int, differing: int) -> str:
    if not differing:
        return "Bij alle stembureaus waren de twee invoeren meteen gelijk."
    if differing == units:
        return "Bij alle stembureaus was er iets anders ingetypt of is een invoer vervallen."
    equal = units - differing
    return f"Bij {equal} van de {units} stembureaus waren de twee invoeren meteen gelijk. Bij de andere niet:"
