"""What changed since the release that a release replaces (workflow §5.1, R7)."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents import blocks
from osv_tui.documents.accounted import field_name, figure_name, in_order_of, printed_signed, told
from osv_tui.documents.eras import models_of
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    KeyValues,
    Table,
    guidance,
    paragraph,
)
from osv_tui.documents.staff import code_rows
from osv_tui.documents.wording import counted_area, day, moment, station_name
from osv_tui.election import form as f
from osv_tui.election.accountability import FieldChange, Release, Replaced, UnitChanges
from osv_tui.election.count import RECOUNT_OF, Count
from osv_tui.election.form import FieldKind, Form, count_form, unit_form
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.election.unit_words import said_of

_NOT_SUMMED = frozenset({*RECOUNT_OF.values(), f.PASSES_COUNTED, f.BALLOTS_COUNTED})


def changes(release: Release, facts: DocumentFacts) -> Document:
    """«Wijzigingen ten opzichte van versie n»: per unit and in total, each field as it was and as it is.

    Raises:
        ValueError: ``release`` replaces nothing.
    """
    replaced = release.replaced
    if replaced is None:
        raise ValueError("a first release has no changes")
    form = count_form(release.tally.election, release.tally.method)
    return Document(
        title=f"Wijzigingen ten opzichte van versie {replaced.version}",
        model_name=f"Bij {models_of(release.tally).name}, versie {release.version}",
        facts=facts,
        body=(
            *_versions(release, replaced),
            *_units(release),
            *_totals(release, form),
        ),
    )


def _versions(release: Release, replaced: Replaced) -> tuple[Block, ...]:
    election = release.tally.election
    package = (
        code_rows("Code van het vervallen pakket", replaced.package)
        if replaced.package
        else (KeyValue("Vervallen pakket", "niet gemaakt"),)
    )
    return (
        guidance(
            "De telling was definitief verklaard en is daarna opnieuw geopend, omdat er iets moest worden "
            "verbeterd. Dit document noemt elk getal dat daardoor is veranderd."
        ),
        Heading(2, "1. Welke versie is vervangen?"),
        blocks.election_phrase(election.identifier),
        KeyValues(
            (
                KeyValue("Datum stemming", day(election.identifier.date)),
                blocks.committee_row(election),
                KeyValue("Vervallen", f"versie {replaced.version} van {moment(replaced.at)}"),
                *package,
                KeyValue("Opnieuw geopend", moment(replaced.reopened_at)),
                KeyValue("Komt in de plaats", f"versie {release.version} van {moment(release.at)}"),
            )
        ),
        Heading(3, "Waarom is de telling opnieuw geopend?"),
        paragraph(told(replaced.reason)),
    )


def _units(release: Release) -> tuple[Block, ...]:
    kind = release.tally.election.unit_kind
    heading = Heading(2, said_of(kind, "2. Wat is er per stembureau veranderd?"))
    if not release.changes:
        unchanged = paragraph(said_of(kind, "Bij geen enkel stembureau is een getal veranderd."))
        return (heading, unchanged)
    return (
        heading,
        *(block for unit in release.changes for block in _unit(release, unit)),
    )


def _unit(release: Release, unit: UnitChanges) -> tuple[Block, ...]:
    kind = release.tally.election.unit_kind
    form = unit_form(release.tally.election, release.tally.method, unit.unit.number)
    heading = Heading(3, f"{said_of(kind, 'Stembureau')} {unit.unit.number}: {station_name(unit.unit)}")
    why = paragraph("Reden: ", told(unit.reason))
    if not unit.changes:
        return (heading, why, paragraph(said_of(kind, "Bij dit stembureau is geen getal veranderd.")))
    return (heading, why, change_table(release, form, unit.changes))


def change_table(release: Release, form: Form, changed: tuple[FieldChange, ...]) -> Table:
    """Each field by the words of the paper, as it was and as it is."""
    return Table(
        columns=(
            Column("Veld", 0.58),
            Column("Was", 0.15, numeric=True),
            Column("Is nu", 0.15, numeric=True),
            Column("Verschil", 0.12, numeric=True),
        ),
        rows=tuple(_change(release, form, change) for change in in_order_of(form, changed)),
    )


def _change(release: Release, form: Form, change: FieldChange) -> tuple[str, ...]:
    name = field_name(release.tally.election, form, change.field)
    old, new = (figure_name(form, change.field, value) for value in (change.old, change.new))
    is_question = form.by_id[change.field].kind is FieldKind.QUESTION
    if is_question or change.old is None or change.new is None:
        return (name, old, new, "")
    return (name, old, new, printed_signed(change.new - change.old))


def _totals(release: Release, form: Form) -> tuple[Block, ...]:
    where = counted_area(release.tally.election)
    heading = Heading(2, f"3. Wat is er in de totalen van {where} veranderd?")
    changed = tuple(_changed_totals(release.tally, _before(release), form))
    if not changed:
        return (heading, paragraph(f"De totalen van {where} zijn gelijk gebleven."))
    return (
        heading,
        change_table(release, form, changed),
        paragraph("Alle andere totalen zijn gelijk gebleven."),
    )


def _changed_totals(now: Tally, before: Tally, form: Form) -> Iterator[FieldChange]:
    for field in (each for each in form.fields if now.has_total(each.id)):
        old, new = before.total(field.id), now.total(field.id)
        if old != new and field.kind is not FieldKind.QUESTION and field.id not in _NOT_SUMMED:
            yield FieldChange(field.id, old, new)


def _before(release: Release) -> Tally:
    """The tally of the replaced release: what changed, put back."""
    changed = {unit.unit.number: unit.changes for unit in release.changes}
    units = (
        UnitCount(counted.unit, _put_back(counted.count, changed.get(counted.unit.number, ())))
        for counted in release.tally.units
    )
    return Tally(release.tally.election, release.tally.method, tuple(units))


def _put_back(count: Count, changed: tuple[FieldChange, ...]) -> Count:
    old = {change.field: change.old for change in changed}
    values = {**count.values, **old}
    return Count.of((field, value) for field, value in values.items() if value is not None)
