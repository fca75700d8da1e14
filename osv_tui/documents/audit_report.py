"""The audit report: who did what and when at the station, for the supervisor and the archive.

It is paper for the staff: it names persons and is never published (trust §3.1, §3.10 to §3.12).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from osv_tui.documents.audit_facts import (
    AuditFacts,
    ElectionAudit,
    EntryLine,
    EntryName,
    NotedHead,
    PublicSession,
    SignalLine,
    UnitAudit,
)
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    Table,
    guidance,
    paragraph,
)
from osv_tui.documents.person_list import persons_table
from osv_tui.documents.staff import (
    MOMENTS,
    code_rows,
    head_rows,
    staff_document,
    station_rows,
    two_signatures,
)
from osv_tui.documents.wording import moment
from osv_tui.election.signals import ADVICE

_AFTER_RESET = "*"
_TIME = 0.195
"""Share of a column that holds a moment on one line."""


def audit_report(facts: AuditFacts) -> Document:
    """What a supervisor must look into first, then all that happened, then each election unit by unit."""
    return staff_document(
        facts.station,
        "Controleverslag",
        paragraph(
            "Dit verslag zegt wie wat wanneer deed aan dit station. Er staan geen aantallen stemmen in. De "
            "toezichthouder leest het na de sluiting en bewaart het bij de stukken van de verkiezing."
        ),
        *_station(facts),
        *_sessions(facts.sessions),
        *_signals(facts),
        *_network(facts),
        *_clock(facts),
        *_installation(facts),
        *_refusals(facts),
        *_persons(facts),
        *_sittings(facts),
        *_heads(facts.heads),
        *_copies(facts),
        *(block for election in facts.elections for block in _election(election)),
        *two_signatures(),
    )


def _station(facts: AuditFacts) -> tuple[Block, ...]:
    return (
        Heading(2, "Station en programma"),
        KeyValues(
            (
                *station_rows(facts.station),
                KeyValue("Versie van osv-tui", facts.software.version),
                *code_rows("Code van de versie", facts.software.release_hash),
                KeyValue("Versie van SQLite", facts.software.sqlite_version),
                *head_rows(facts.head),
            )
        ),
    )


def _sessions(sessions: tuple[PublicSession, ...]) -> tuple[Block, ...]:
    return _section(
        "Zittingen",
        "Er is geen zitting geopend.",
        (
            Column("Geopend", _TIME),
            Column("Door", 0.33),
            Column("Gesloten", _TIME),
            Column("Door", 0.28),
        ),
        (
            (
                *(moment(each.opened_at), f"{each.opened_by}, bevestigd door {each.confirmed_by}"),
                *(_moment(each.closed_at, "nog niet"), each.closed_by or ""),
            )
            for each in sessions
        ),
    )


def _signals(facts: AuditFacts) -> tuple[Block, ...]:
    names = {election.id: election.name for election in facts.elections}
    return _section(
        "Lijkt het of één persoon twee accounts gebruikte?",
        "Daar is niets van gezien.",
        (Column("Moment", _TIME), Column("Accounts van", 0.24), Column("Wat er is gezien", 0.565)),
        ((moment(each.signal.at), ", ".join(each.persons), _seen(each, names)) for each in facts.signals),
        f"Kijk eerst bij «Wie zat waar». {ADVICE}",
    )


def _seen(line: SignalLine, names: dict[str, str]) -> str:
    election = line.signal.election
    return f"{names.get(election, election)}: {line.signal.seen}" if election else line.signal.seen


def _network(facts: AuditFacts) -> tuple[Block, ...]:
    return _section(
        "Netwerk",
        "Er is geen netwerk gezien.",
        (Column("Gezien", _TIME), Column("Weg", _TIME), Column("Wat", 0.61)),
        ((moment(each.found), _moment(each.gone, "nog niet"), each.what) for each in facts.network),
    )


def _clock(facts: AuditFacts) -> tuple[Block, ...]:
    return _section(
        "Klok van de computer",
        "Er is niet gezien dat de klok versprong.",
        (Column("Sprong van", _TIME), Column("Naar", 0.805)),
        ((moment(each.before), moment(each.after)) for each in facts.clock_jumps),
        "De tijden in dit verslag zijn die van deze klok. De volgorde komt uit het logboek.",
    )


def _installation(facts: AuditFacts) -> tuple[Block, ...]:
    return _section(
        "Bestanden van het programma",
        "Er is niet gezien dat bestanden van het programma veranderden.",
        (Column("Gezien", _TIME), Column("Wat", 0.805)),
        ((moment(each.at), each.what) for each in facts.installation_changes),
    )


def _refusals(facts: AuditFacts) -> tuple[Block, ...]:
    return _section(
        "Inloggen geweigerd",
        "Het inloggen is nooit geweigerd.",
        (Column("Gebruikersnaam", 0.40), Column("Laatste keer", 0.40), Column("Aantal", 0.20, numeric=True)),
        (
            (each.user_name or "naam zonder account", moment(each.last), str(each.count))
            for each in facts.refusals
        ),
    )


def _persons(facts: AuditFacts) -> tuple[Block, ...]:
    resets = _section(
        "Nieuwe wachtwoorden",
        "Niemand heeft een nieuw wachtwoord gekregen.",
        (
            *(Column("Moment", _TIME), Column("Voor", 0.22)),
            *(Column("Door", 0.285), Column("Invoeren daarna", 0.30)),
        ),
        (
            (
                *(moment(each.at), each.person, f"{each.by}, bevestigd door {each.confirmed_by}"),
                _entry_names(each.entries) or "geen",
            )
            for each in facts.resets
        ),
    )
    return (Heading(2, "Personen"), persons_table(facts.persons), *resets)


def _entry_names(entries: tuple[EntryName, ...]) -> str:
    """The units of each election, as «PS2031: 4 (1e), 7 (2e)»."""
    elections = dict.fromkeys(entry.election for entry in entries)
    return "; ".join(
        f"{election}: "
        + ", ".join(f"{entry.unit} ({entry.number}e)" for entry in entries if entry.election == election)
        for election in elections
    )


def _sittings(facts: AuditFacts) -> tuple[Block, ...]:
    return _section(
        "Wie zat waar",
        "Niemand heeft ingelogd.",
        (
            *(Column("Persoon", 0.36), Column("Scherm", 0.25)),
            *(Column("Ingelogd", _TIME), Column("Uitgelogd", _TIME)),
        ),
        (
            (each.person, each.terminal, moment(each.started), _moment(each.ended, "niet"))
            for each in facts.sittings
        ),
    )


def _heads(heads: tuple[NotedHead, ...]) -> tuple[Block, ...]:
    return _section(
        "Controlecodes op papier",
        "Er is geen controlecode opgeschreven.",
        (
            *(Column("Moment", 0.20), Column("Regel", 0.07, numeric=True)),
            *(Column("", 0.02), Column("Code", 0.465), Column("Opgeschreven door", 0.245)),
        ),
        (
            (
                *(f"{moment(each.at)} {_head_moment(each)}", str(each.head.seq), ""),
                *(" ".join(each.head.groups), each.noted_by),
            )
            for each in heads
        ),
        "Vergelijk elke code met het blad dat toen is ondertekend.",
    )


def _head_moment(noted: NotedHead) -> str:
    return f"{MOMENTS[noted.moment]} ({noted.final_units} definitief)"


def _copies(facts: AuditFacts) -> tuple[Block, ...]:
    backups = _section(
        "Reservekopieën",
        "Er is geen reservekopie gemaakt.",
        (Column("Moment", _TIME), Column("Plaats", 0.405), Column("Controle van de kopie", 0.40)),
        ((moment(each.at), each.place, each.result) for each in facts.backups),
    )
    restores = _section(
        "Teruggezette kopieën",
        "Er is geen kopie teruggezet.",
        (
            *(Column("Moment", _TIME), Column("Door", 0.25), Column("Regel", 0.07, numeric=True)),
            *(Column("", 0.02), Column("Code waar de kopie ophield", 0.465)),
        ),
        (
            (
                *(moment(each.at), f"{each.by}, bevestigd door {each.confirmed_by}"),
                *(str(each.head.seq), "", " ".join(each.head.groups)),
            )
            for each in facts.restores
        ),
    )
    return (*backups, *restores)


def _election(election: ElectionAudit) -> tuple[Block, ...]:
    final = f"Definitief verklaard op {moment(election.final_at)}." if election.final_at else ""
    reset = any(entry.after_reset for unit in election.units for entry in unit.entries)
    return (
        PageBreak(),
        Heading(2, election.name),
        paragraph(final or "Nog niet definitief verklaard."),
        *(guidance(f"{_AFTER_RESET} ingevoerd na een nieuw wachtwoord") for _ in range(reset)),
        _table_or_none(
            "Er zijn nog geen stembureaus.",
            (
                *(Column("Nr", 0.055), Column("Stembureau", 0.185), Column("Stap", 0.105)),
                *(Column("Wie", 0.165), Column("Scherm", 0.10)),
                *(Column("Begonnen", _TIME), Column("Klaar", _TIME)),
            ),
            (row for unit in election.units for row in _unit_rows(unit)),
        ),
        *_discards(election),
        *_sent_back(election),
    )


def _unit_rows(unit: UnitAudit) -> Iterable[tuple[str, ...]]:
    """One row for each entry and one for being final; the name of the unit stands in the first."""
    name = unit.name
    for entry in unit.entries:
        submitted = _moment(entry.submitted, "niet ingeleverd")
        yield (
            *(str(unit.number), name, _step(entry), entry.typist, entry.terminal),
            *(moment(entry.started), submitted),
        )
        name = ""
    yield (str(unit.number), name, "definitief", "", "", "", _moment(unit.final_at, "nog niet"))


def _step(entry: EntryLine) -> str:
    again = " opnieuw" if entry.rekeyed else ""
    return f"{entry.number}e invoer{again}{_AFTER_RESET if entry.after_reset else ''}"


def _discards(election: ElectionAudit) -> tuple[Block, ...]:
    return (
        Heading(3, "Vervallen invoeren"),
        _table_or_none(
            "Er is geen invoer vervallen.",
            (
                *(Column("Nr", 0.06), Column("Invoer", 0.28), Column("Reden", 0.285)),
                *(Column("Door", 0.18), Column("Moment", _TIME)),
            ),
            (
                (
                    *(str(unit.number), f"{each.number}e van {each.typist}", each.reason),
                    *(each.by, moment(each.at)),
                )
                for unit in election.units
                for each in unit.discards
            ),
        ),
    )


def _sent_back(election: ElectionAudit) -> tuple[Block, ...]:
    return (
        Heading(3, "Velden die terug zijn gegaan naar de invoerder"),
        _table_or_none(
            "Er is geen veld teruggestuurd.",
            (
                *(Column("Nr", 0.06), Column("Invoer", 0.18), Column("Veld", 0.22)),
                *(Column("Reden", 0.195), Column("Door", 0.15), Column("Moment", _TIME)),
            ),
            (
                (
                    *(str(unit.number), f"{each.number}e van {each.typist}", each.field),
                    *(each.reason, each.by, moment(each.at)),
                )
                for unit in election.units
                for each in unit.sent_back
            ),
        ),
    )


def _section(
    heading: str,
    none: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[str, ...]],
    explanation: str = "",
) -> tuple[Block, ...]:
    """A table under a heading, or the sentence that there is nothing to tell."""
    table = _table_or_none(none, columns, rows)
    guided = (guidance(explanation),) if explanation and isinstance(table, Table) else ()
    return (Heading(2, heading), *guided, table)


def _table_or_none(none: str, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]]) -> Block:
    found = tuple(rows)
    return Table(columns, found) if found else paragraph(none)


def _moment(value: datetime | None, otherwise: str) -> str:
    return moment(value) if value else otherwise
