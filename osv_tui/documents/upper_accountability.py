"""«Verantwoording telverschillen» above a municipality (models §9; workflow §4.4).

What is accounted for there is what was seen when the papers were typed over. The differences between voters
and ballots were accounted for where was counted: here they are sums, told per unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from osv_tui.documents.accountability import control_sums, entry_annex, which_count
from osv_tui.documents.accountability_stated import by_tally, control_sums_stated, errors_stated
from osv_tui.documents.accounted import field_name, has_something
from osv_tui.documents.accounted_unit import unit_blocks
from osv_tui.documents.eras import models_of
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    DocumentFacts,
    Heading,
    Table,
    guidance,
    paragraph,
    strong,
)
from osv_tui.documents.replacing import replaces
from osv_tui.documents.stated import Stated, row
from osv_tui.election import form as f
from osv_tui.election.accountability import Release, UnitAccount
from osv_tui.election.form import FieldId, count_form
from osv_tui.election.tally import Tally
from osv_tui.election.unit_words import said_of

_SUMS = (f.MORE, f.FEWER, *f.EXPLANATIONS)


def upper_accountability(release: Release, facts: DocumentFacts) -> Document:
    """The sums of the differences per unit, and every finding, alleged error and correction.

    What typists read differently stands apart in an annex, as numbers per unit; nobody who typed is named.
    """
    return Document(
        title="Verantwoording telverschillen",
        model_name=f"Bij {models_of(release.tally).name}",
        facts=facts,
        body=(
            *replaces(release.replaced),
            *_head(release, facts),
            *_sums(release),
            *_units(release),
            *_nothing(release),
            *control_sums(release),
            *entry_annex(release),
        ),
    )


def upper_accountability_stated(release: Release) -> Iterator[Stated]:
    """The numbers that the document states: in total, of every unit, and of the lists added by hand."""
    tally = release.tally
    for label, field in _labels(tally):
        yield row(label, tally.total(field), place="totaal")
    for counted in tally.units:
        place = f"{tally.election.unit_kind.value} {counted.unit.number}"
        numbers = map(counted.figure, _SUMS)
        yield row(counted.unit.number, counted.unit.name, *numbers, place=place)
    for account in by_tally(release):
        yield from errors_stated(release, account)
    yield from control_sums_stated(release)


def _head(release: Release, facts: DocumentFacts) -> tuple[Block, ...]:
    kind = release.tally.election.unit_kind
    return (
        guidance(
            "Op elk stembureau zijn de toegelaten kiezers geteld en later de stembiljetten. Waar die "
            "aantallen niet gelijk zijn, heeft de gemeente dat verantwoord. Dit document noemt de opgetelde "
            f"verschillen van elke {kind.value}. Ook staat er wat opviel toen de papieren hier werden "
            "overgetypt, en wat eraan is gedaan."
        ),
        *which_count(release, facts),
    )


def _labels(tally: Tally) -> tuple[tuple[str, FieldId], ...]:
    form = count_form(tally.election, tally.method)
    return (
        ("Meer stembiljetten geteld dan kiezers toegelaten", f.MORE),
        ("Minder stembiljetten geteld dan kiezers toegelaten", f.FEWER),
        *((field_name(tally.election, form, each), each) for each in f.EXPLANATIONS),
    )


def _sums(release: Release) -> tuple[Block, ...]:
    tally, document = release.tally, models_of(release.tally)
    kind = tally.election.unit_kind
    rows = tuple((label, str(tally.total(field))) for label, field in _labels(tally))
    return (
        Heading(2, "2. Opgetelde verschillen"),
        Heading(3, said_of(kind, "Alle stembureaus bij elkaar")),
        Table((Column("", 0.85), Column("", 0.15, numeric=True)), rows),
        paragraph(
            "«Meer» en «minder» zijn per stembureau vastgesteld en daarna opgeteld. Deze aantallen zijn "
            f"gelijk aan die in {document.part} van {document.name}."
        ),
        Heading(3, f"Per {kind.value}"),
        Table(
            (
                *(Column("Nr", 0.08), Column(said_of(kind, "Stembureau"), 0.34)),
                *(Column(word, 0.1, numeric=True) for word in ("Meer", "Minder")),
                *(Column(str(number), 0.076, numeric=True) for number in range(1, 6)),
            ),
            tuple(
                (str(each.unit.number), each.unit.name, *(str(each.figure(field)) for field in _SUMS))
                for each in tally.units
            ),
        ),
        _LEGEND,
    )


_LEGEND = guidance(
    "Verklaringen: 1 stembiljet niet ingeleverd, 2 te weinig uitgereikt, 3 te veel uitgereikt, 4 geen "
    "verklaring, 5 andere verklaring."
)


def _units(release: Release) -> tuple[Block, ...]:
    words = partial(said_of, release.tally.election.unit_kind)
    heading = Heading(2, words("3. Verantwoording per stembureau"))
    accounts = [account for account in release.accounts if has_something(account)]
    if not accounts:
        nothing = paragraph(words("Er is geen stembureau waarbij iets te verantwoorden is."))
        return (heading, nothing)
    return (
        heading,
        guidance("De uitleg is opgeschreven voordat de telling definitief is verklaard."),
        *(block for account in accounts for block in unit_blocks(release, account)),
    )


def _nothing(release: Release) -> tuple[Block, ...]:
    words = partial(said_of, release.tally.election.unit_kind)
    heading = Heading(2, words("4. Stembureaus zonder melding"))
    accounts = [account for account in release.accounts if not has_something(account)]
    if not accounts:
        return (heading, paragraph(words("Alle stembureaus staan in onderdeel 3.")))
    return (
        heading,
        paragraph(
            "Het gaat om ",
            strong(str(len(accounts))),
            words(
                f" van de {len(release.accounts)} stembureaus. Daar gaf geen controle een melding, zijn geen "
                "fouten gemeld en is later niets veranderd."
            ),
        ),
        Table((Column("Nr", 0.1), Column(words("Stembureau"), 0.9)), tuple(map(_named, accounts))),
    )


def _named(account: UnitAccount) -> tuple[str, str]:
    return (str(account.unit.number), account.unit.name)
