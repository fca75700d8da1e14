"""What the audit report tells of one election: its releases, its units, every decision and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from osv_tui.documents.accounted import told
from osv_tui.documents.audit_facts import (
    AccountLine,
    DispositionLine,
    ElectionAudit,
    EntryDecision,
    EntryLine,
    ErrorLine,
    ReleaseLine,
    UnitAudit,
    VersionAudit,
)
from osv_tui.documents.audit_tables import TIME, Part, Row, both, moment_or, nothing, table_or_none, tables
from osv_tui.documents.layout import grouped
from osv_tui.documents.model import Block, Column, Heading, PageBreak, guidance, paragraph
from osv_tui.documents.wording import moment
from osv_tui.election.check_pages import title
from osv_tui.election.checks import Check
from osv_tui.election.model import UnitKind
from osv_tui.election.unit_words import said_of

_AFTER_RESET = "*"
_BY, _AT = Column("Door", 0.165), Column("Moment", TIME)
_NUMBER = Column("Nr", 0.08)
_CHECKS = {check.value: check for check in Check}

Placed = Iterator[tuple[str, VersionAudit]]


def election_blocks(election: ElectionAudit, is_public: bool, kind: UnitKind) -> tuple[Block, ...]:
    """An election on pages of its own, in the words for its ``kind`` of unit.

    For the public without terminals and folders.
    """
    current = election.current
    final = f"Versie {current.version}: definitief verklaard op {moment(current.at)}." if current else ""
    seats = (_seats(election),) if election.seats else ()  # of which a municipality has nothing to say
    of_the_whole = (_releases(election), _packages(election, is_public), _control(election), *seats)
    of_units = (
        *(_reopened(election), _differences(election), _sent_back(election), *_decisions(election)),
        *(_dispositions(election, kind), *_accounts(election, kind), _errors(election)),
    )
    of_units = tuple(each.said_of(kind) for each in of_units)
    return (
        PageBreak(),
        Heading(2, election.name),
        paragraph(final or "Nog niet definitief verklaard."),
        *tables(of_the_whole),
        *_units(election, is_public, kind),
        *tables(of_units),
        *nothing((*of_the_whole, *of_units)),
    )


# The release -------------------------------------------------------------------------------------------


def _releases(election: ElectionAudit) -> Part:
    return Part(
        "Definitief verklaard en heropend",
        "Er is geen versie definitief verklaard of heropend.",
        (
            *(Column("Versie", 0.08), Column("Wat", 0.115), _AT),
            *(Column("Door", 0.31), Column("Reden", 0.30)),
        ),
        tuple(row for release in election.releases for row in _release_rows(release)),
    )


def _release_rows(release: ReleaseLine) -> Iterator[Row]:
    by = both(release.by, release.confirmed_by)
    yield (str(release.version), "definitief", moment(release.at), by, "")
    again = release.reopened
    if again:
        by = both(again.by, again.confirmed_by)
        yield (str(release.version), "heropend", moment(again.at), by, told(again.reason))


def _packages(election: ElectionAudit, is_public: bool) -> Part:
    code = Column("Code van de bestanden", 0.56 if is_public else 0.33)
    place = () if is_public else (Column("Map", 0.23),)
    return Part(
        "Bestanden gemaakt om te publiceren",
        "Er zijn geen bestanden gemaakt om te publiceren.",
        (Column("Versie", 0.08), *place, code, _BY, _AT),
        tuple(
            (
                *(str(release.version), *(() if is_public else (each.folder,)), grouped(each.root)),
                *(each.by.name, moment(each.at)),
            )
            for release in election.releases
            for each in release.packages
        ),
    )


def _control(election: ElectionAudit) -> Part:
    return Part(
        "Controletelling: lijsten die met de hand zijn opgeteld",
        "Er is geen lijst met de hand opgeteld.",
        (
            *(Column("Versie", 0.09), Column("Lijst", 0.08), Column("Som met de hand", 0.17, numeric=True)),
            *(Column("", 0.03), Column("Som van de invoer toen", 0.27), _BY, _AT),
        ),
        tuple(
            (
                *(str(each.version), str(each.list_number), str(each.total), ""),
                *("gelijk" if each.equal else "niet gelijk", each.by.name, moment(each.at)),
            )
            for each in election.control
        ),
        "Elke keer dat een som is ingevoerd staat hier. Wat de som van de invoer was, staat er niet bij.",
    )


_SEATS = {
    "lot drawn": "loting {lot}: getrokken",
    "lot withdrawn": "loting {lot} ingetrokken",
    "deceased told": "overleden",
    "deceased withdrawn": "overleden: ingetrokken",
    "typed differently": "niet gelijk getypt",
}


def _seats(election: ElectionAudit) -> Part:
    return Part(
        "Lotingen en overleden kandidaten",
        "Er is niets getypt over lotingen en overleden kandidaten.",
        (
            *(Column("Versie", 0.08), Column("Wat", 0.17), Column("Getypt", 0.15), _AT),
            *(Column("Door", 0.22), Column("Reden", 0.185)),
        ),
        tuple(
            (
                *(str(each.version), _SEATS[each.action].format(lot=each.ordinal)),
                *(" en ".join(map(_option, each.typed)), moment(each.at), both(each.by, each.confirmed_by)),
                told(each.reason) if each.reason else "",
            )
            for each in election.seats
        ),
        "Twee personen typten dit, los van elkaar, van het papier van de zitting. Het programma loot niet.",
    )


def _option(code: str) -> str:
    number, _, place = code.partition(".")
    return f"lijst {number}, nummer {place}" if place else f"lijst {number}"


# The entries -------------------------------------------------------------------------------------------


def _units(election: ElectionAudit, is_public: bool, kind: UnitKind) -> tuple[Block, ...]:
    reset = any(entry.after_reset for _, version in _versions(election) for entry in version.entries)
    widths = (0.205, 0.13, 0.195) if is_public else (0.15, 0.12, 0.16)
    headings = (said_of(kind, "Stembureau"), "Stap", "Wie")
    name, step, who = (Column(heading, share) for heading, share in zip(headings, widths, strict=True))
    terminal = () if is_public else (Column("Scherm", 0.10),)
    return (
        Heading(3, said_of(kind, "Stembureaus en invoeren")),
        *(guidance(f"{_AFTER_RESET} ingevoerd na een nieuw wachtwoord") for _ in range(reset)),
        table_or_none(
            said_of(kind, "Er zijn nog geen stembureaus."),
            (_NUMBER, name, step, who, *terminal, Column("Begonnen", TIME), Column("Klaar", TIME)),
            (row if not is_public else (*row[:4], *row[5:]) for row in _unit_rows(election)),
        ),
    )


def _unit_rows(election: ElectionAudit) -> Iterator[Row]:
    """A row for each entry, for being final and for each reopening; the name of a unit is in its first."""
    for unit in election.units:
        name = unit.name
        for place, version in _versions_of(unit):
            for entry in version.entries:
                began, ended = moment(entry.started), moment_or(entry.submitted, "niet ingeleverd")
                yield (place, name, _step(entry), entry.typist.name, entry.terminal, began, ended)
                name = ""
            seen_by = version.final_by.name if version.final_by else ""
            yield (place, name, "definitief", seen_by, "", "", moment_or(version.final_at, "nog niet"))
            if version.reopened:
                yield (place, "", "heropend", version.reopened.by.name, "", "", moment(version.reopened.at))
            name = ""


def _step(entry: EntryLine) -> str:
    again = " opnieuw" if entry.rekeyed else ""
    return f"{entry.number}e invoer{again}{_AFTER_RESET if entry.after_reset else ''}"


def _reopened(election: ElectionAudit) -> Part:
    return Part(
        "Heropende stembureaus",
        "Er is geen stembureau heropend.",
        (_NUMBER, Column("Reden", 0.415), Column("Door", 0.31), _AT),
        tuple(
            (place, told(again.reason), both(again.by, again.confirmed_by), moment(again.at))
            for place, version in _versions(election)
            for again in (version.reopened,)
            if again
        ),
        "Daarna is het stembureau opnieuw ingevoerd door twee personen, als een volgende versie (v2, v3).",
    )


def _differences(election: ElectionAudit) -> Part:
    return Part(
        "Verschillen tussen de twee invoeren",
        "De twee invoeren van een stembureau waren steeds meteen gelijk.",
        (
            *(_NUMBER, Column("1e invoer", 0.165), Column("2e invoer", 0.165)),
            *(Column("Velden die verschilden", 0.395), _AT),
        ),
        tuple(
            (place, each.first.name, each.second.name, each.said, moment(each.at))
            for place, version in _versions(election)
            for each in version.differences
        ),
        "Dit gaat over het overtypen, niet over het tellen. De getallen staan er niet bij.",
    )


def _sent_back(election: ElectionAudit) -> Part:
    return Part(
        "Velden die terug zijn gegaan naar de invoerder",
        "Er is geen veld teruggestuurd.",
        (
            *(_NUMBER, Column("Invoer", 0.18), Column("Veld", 0.22)),
            *(Column("Reden", 0.16), _BY, _AT),
        ),
        tuple(
            (
                *(place, f"{each.number}e van {each.typist.name}", each.field.label),
                *(told(each.reason), each.by.name, moment(each.at)),
            )
            for place, version in _versions(election)
            for each in version.sent_back
        ),
    )


def _decisions(election: ElectionAudit) -> tuple[Part, ...]:
    return (
        _on_entries(
            "Eerste invoeren met een som die niet klopt, die mochten blijven staan",
            "Er is geen invoer met een verkeerde som blijven staan.",
            ((place, each) for place, version in _versions(election) for each in version.let_stand),
        ),
        _on_entries(
            "Invoeren die een ander opnieuw mocht typen",
            "Er is geen invoer aan een ander gegeven.",
            ((place, each) for place, version in _versions(election) for each in version.handed_over),
        ),
        _on_entries(
            "Vervallen invoeren",
            "Er is geen invoer vervallen.",
            ((place, each) for place, version in _versions(election) for each in version.discards),
        ),
    )


def _on_entries(heading: str, none: str, lines: Iterable[tuple[str, EntryDecision]]) -> Part:
    return Part(
        heading,
        none,
        (_NUMBER, Column("Invoer", 0.27), Column("Reden", 0.275), Column("Door", 0.18), _AT),
        tuple(
            (
                place,
                f"{each.number}e van {each.typist.name}",
                told(each.reason),
                each.by.name,
                moment(each.at),
            )
            for place, each in lines
        ),
    )


# What was stated ---------------------------------------------------------------------------------------


def _dispositions(election: ElectionAudit, kind: UnitKind) -> Part:
    return Part(
        "Beoordeelde meldingen van de controles",
        "Er is geen melding beoordeeld.",
        (_NUMBER, Column("Melding", 0.20), Column("Bekeken en gevonden", 0.36), _BY, _AT),
        tuple(
            (place, _finding(each, kind), _looked(each), each.by.name, moment(each.at))
            for place, version in _versions(election)
            for each in version.dispositions
        ),
    )


def _finding(line: DispositionLine, kind: UnitKind) -> str:
    about = f" ({line.subject})" if line.subject else ""
    check = _CHECKS.get(line.check)
    return f"{line.check} {title(check, kind) if check else ''}".strip() + about


def _looked(line: DispositionLine) -> str:
    again = f" Opnieuw geteld door: {told(line.recounted_by)}." if line.recounted_by else ""
    return f"Bekeken: {_sentence(line.looked_at)} Gevonden: {_sentence(line.found)}{again}"


def _accounts(election: ElectionAudit, kind: UnitKind) -> tuple[Part, ...]:
    """Only where ballots are counted there is a difference to account for."""
    if kind is not UnitKind.STATION:
        return ()
    rows = tuple(
        (place, _accounted(each), each.by.name, moment(each.at))
        for place, version in _versions(election)
        for each in version.accounts
    )
    columns = (_NUMBER, Column("Oorzaak en verantwoording", 0.56), _BY, _AT)
    return (Part("Verantwoorde telverschillen", "Er is geen telverschil verantwoord.", columns, rows),)


def _accounted(line: AccountLine) -> str:
    times = (("passen", line.passes_recounted), ("stembiljetten", line.ballots_recounted))
    counted = ", ".join(f"{what} {number} keer" for what, number in times if number)
    by = f"door {told(line.recounted_by)}, op besluit van {told(line.decided_by)}"
    again = f" Opnieuw geteld: {counted}, {by}." if counted else ""
    return f"Oorzaak: {_sentence(line.cause)} Verantwoording: {_sentence(line.account)}{again}"


def _errors(election: ElectionAudit) -> Part:
    return Part(
        "Fouten die op papier zijn gemeld",
        "Er is geen fout op papier gemeld.",
        (_NUMBER, Column("Papier en veld", 0.24), Column("Oorzaak en verantwoording", 0.32), _BY, _AT),
        tuple(row for unit in election.units for each in unit.errors for row in _error_rows(unit, each)),
    )


def _error_rows(unit: UnitAudit, line: ErrorLine) -> Iterator[Row]:
    figures = f"{told(line.sheet)}, {line.field.label}: {line.old} werd {line.new}"
    why = f"Oorzaak: {_sentence(line.cause)} Verantwoording: {_sentence(line.account)}"
    yield (str(unit.number), figures, why, line.by.name, moment(line.at))
    taken_back = line.withdrawn
    if taken_back:
        by, at = taken_back.by.name, moment(taken_back.at)
        yield (str(unit.number), "ingetrokken", told(taken_back.reason), by, at)


def _sentence(text: str) -> str:
    """A typed text as part of a line, with a full stop behind it if it has no end of its own."""
    said = told(text)
    return said if said[-1] in ".!?" else f"{said}."


# Which version -----------------------------------------------------------------------------------------


def _versions(election: ElectionAudit) -> Placed:
    return (placed for unit in election.units for placed in _versions_of(unit))


def _versions_of(unit: UnitAudit) -> Placed:
    """Each version with what stands in the first column: the number of the unit, and which version it is."""
    for number, version in enumerate(unit.versions, 1):
        yield (str(unit.number) if number == 1 else f"{unit.number} (v{number})"), version
