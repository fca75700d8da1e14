"""What the account of differences says of one unit."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents.accounted import (
    Figures,
    field_name,
    figure_name,
    printed_signed,
    told,
    used_figure,
)
from osv_tui.documents.changes import change_table
from osv_tui.documents.eras import models_of
from osv_tui.documents.model import Block, Column, Heading, Table, paragraph, strong
from osv_tui.documents.wording import moment, station_name
from osv_tui.election import form as f
from osv_tui.election.accountability import (
    AllegedError,
    Correction,
    CountAccount,
    JudgedFinding,
    Release,
    UnitAccount,
)
from osv_tui.election.check_pages import title
from osv_tui.election.count import Count
from osv_tui.election.form import Form, unit_form
from osv_tui.election.model import UnitKind
from osv_tui.election.unit_words import said_of

FIGURE_COLUMNS = (
    Column("Nr", 0.08),
    *(Column(letter, 0.1, numeric=True) for letter in ("D", "H", "H − D")),
    *(Column(word, 0.09, numeric=True) for word in ("Meer", "Minder")),
    *(Column(str(number), 0.072, numeric=True) for number in range(1, 6)),
    Column("Rest", 0.08, numeric=True),
)
"""The columns of ``figure_cells``."""

_TEXT_COLUMNS = (Column("", 0.22), Column("", 0.78))


def figure_cells(account: UnitAccount) -> tuple[str, ...]:
    """Its number, D, H, H−D, what the paper states of it, its five explanations, what they leave over."""
    figures = Figures.of(account.count)
    return (
        str(account.unit.number),
        *(str(figures.admitted), str(figures.found), printed_signed(figures.difference)),
        *(str(figures.more), str(figures.fewer)),
        *map(str, figures.explanations),
        printed_signed(figures.rest) if figures.rest < 0 else str(figures.rest),
    )


def unit_blocks(release: Release, account: UnitAccount) -> Iterator[Block]:
    """Everything that is accounted for at one unit; above a municipality no count difference is."""
    election, method = release.tally.election, release.tally.method
    form, kind = unit_form(election, method, account.unit.number), election.unit_kind
    yield Heading(2, f"{said_of(kind, 'Stembureau')} {account.unit.number}: {station_name(account.unit)}")
    if kind is UnitKind.STATION:
        yield from _count_difference(form, account)
    for error in account.errors:
        yield from _error(release, form, account, error)
    for judged in account.findings:
        yield from _finding(judged, kind)
    for correction in account.corrections:
        yield from _correction(release, form, correction)


def _count_difference(form: Form, account: UnitAccount) -> Iterator[Block]:
    figures = Figures.of(account.count)
    yield Heading(3, "Telverschil")
    if not account.has_count_difference and not account.count_account:
        yield paragraph("Er is geen telverschil: D en H zijn allebei ", figures.admitted, ".")
        return
    yield paragraph(_in_words(figures, form))
    yield Table(FIGURE_COLUMNS, (figure_cells(account),))
    yield from _recounted(account.count)
    yield from _unbalanced(figures)
    if account.count_account:
        yield _text_table(*_count_account(account.count_account))
    else:
        yield paragraph(strong("Er is geen verantwoording van dit verschil vastgelegd."))


def _in_words(figures: Figures, form: Form) -> str:
    size = abs(figures.difference)
    word = "meer" if figures.difference > 0 else "minder"
    ballots = f"Er is 1 stembiljet {word}" if size == 1 else f"Er zijn {size} stembiljetten {word}"
    counted = f"{ballots} geteld dan er kiezers zijn toegelaten."
    given = ", ".join(
        f"{number} keer «{form.by_id[field].label.lower()}»"
        for field, number in zip(f.EXPLANATIONS, figures.explanations, strict=True)
        if number
    )
    explained = f"De verklaring op het papier: {given}." if given else "Op het papier staat geen verklaring."
    return f"{counted if size else 'D en H zijn gelijk.'} {explained}"


def _recounted(count: Count) -> Iterator[Block]:
    """What the paper of a central count says of counting again."""
    passes, ballots = count.get(f.PASSES_COUNTED), count.get(f.BALLOTS_COUNTED)
    voters = count.get(f.ADMITTED_2)
    if voters is not None:
        yield paragraph(
            f"De toegelaten kiezers zijn opnieuw vastgesteld: D was {count.number(f.ADMITTED)} en is nu "
            f"{voters}."
        )
    if passes is not None and ballots is not None:
        yield paragraph(
            f"Op het papier staat: de passen zijn {passes} keer geteld en de stembiljetten {ballots} keer."
        )


def _unbalanced(figures: Figures) -> Iterator[Block]:
    """What does not add up, said in words."""
    if not figures.is_stated:
        more, fewer = max(figures.difference, 0), max(-figures.difference, 0)
        yield paragraph(
            f"Uit D en H volgt: {more} meer en {fewer} minder. Op het papier staat: {figures.more} meer en "
            f"{figures.fewer} minder. De uitslag neemt over wat op het papier staat."
        )
    if figures.rest > 0:
        yield paragraph(
            "De verklaringen zijn samen niet genoeg: voor ",
            figures.rest,
            " van het verschil is er geen ingevuld.",
        )
    if figures.has_contrary and figures.rest == 0:
        yield paragraph(
            "Niet elke verklaring past bij dit verschil: verklaring 1 en 2 geven te weinig stembiljetten, "
            "verklaring 3 geeft er te veel."
        )
    if figures.rest < 0:
        yield paragraph(
            "De verklaringen kloppen niet met het verschil: er zijn er ", -figures.rest, " te veel ingevuld."
        )


def _count_account(stated: CountAccount) -> Iterator[tuple[str, str]]:
    yield "Oorzaak", told(stated.cause)
    yield "Verantwoording", told(stated.account)
    passes, ballots = stated.passes_recounted, stated.ballots_recounted
    if passes or ballots:
        yield "Opnieuw geteld", f"de passen {_times(passes)}, de stembiljetten {_times(ballots)}"
        yield "Door wie", told(stated.recounted_by)
        yield "Op besluit van", told(stated.decided_by)
    else:
        yield "Opnieuw geteld", "niets"


def _times(number: int) -> str:
    return f"{number} keer" if number else "niet"


def _error(release: Release, form: Form, account: UnitAccount, error: AllegedError) -> Iterator[Block]:
    used = used_figure(account, error.field)
    printed = figure_name(form, error.field, used)
    kind = release.tally.election.unit_kind
    by = "telploeg" if kind is UnitKind.STATION else kind.value
    yield Heading(3, f"Gemelde fout in een getal van de {by}")
    yield Table(
        (
            *(Column("Veld", 0.4), Column(by.capitalize(), 0.15, numeric=True)),
            *(Column("Daarna", 0.15, numeric=True), Column("Verschil", 0.13, numeric=True)),
            Column("In uitslag", 0.17, numeric=True),
        ),
        (
            (
                field_name(release.tally.election, form, error.field),
                *(figure_name(form, error.field, value) for value in (error.old, error.new)),
                printed_signed(error.new - error.old),
                printed,
            ),
        ),
    )
    if used != error.new:
        yield paragraph(
            strong("Let op: "),
            f"in de telling onder {models_of(release.tally).name} staat hier: {printed}. Dat is niet "
            f"het getal na optelling of hertelling ({error.new}).",
        )
    yield _text_table(
        ("Staat op", told(error.sheet)),
        ("Oorzaak", told(error.cause)),
        ("Verantwoording", told(error.account)),
    )


def _finding(judged: JudgedFinding, kind: UnitKind) -> Iterator[Block]:
    finding, stated = judged.finding, judged.disposition
    yield Heading(3, f"Melding {finding.check.value}: {title(finding.check, kind)}")
    yield paragraph(told(finding.supervisor_text))
    if stated is None:
        yield paragraph(strong("Er is niet vastgelegd wat hiermee is gedaan."))
        return
    yield _text_table(
        ("Bekeken op papier", told(stated.looked_at)),
        ("Gevonden", told(stated.found)),
        ("Opnieuw geteld door", told(stated.recounted_by) if stated.recounted_by else "niemand"),
    )


def _correction(release: Release, form: Form, correction: Correction) -> Iterator[Block]:
    of_unit = said_of(release.tally.election.unit_kind, "van dit stembureau")
    yield Heading(3, f"Correctie: versie {correction.version} {of_unit}")
    yield paragraph(
        f"Op {moment(correction.reopened_at)} opnieuw geopend en daarna opnieuw ingevoerd door twee "
        f"personen. Reden: {told(correction.reason)}"
    )
    if correction.changes:
        yield change_table(release, form, correction.changes)
    else:
        yield paragraph("Daarbij is geen getal veranderd.")


def _text_table(*rows: tuple[str, str]) -> Table:
    return Table(_TEXT_COLUMNS, rows)
