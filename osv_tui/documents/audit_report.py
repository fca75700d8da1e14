"""The audit report: who did what and when at the station, for the supervisor and the archive.

It is paper for the staff: it names persons and is never published (trust §3.1, §3.10 to §3.12). Of facts
``without_names`` it makes the variant that can be published.
"""

from __future__ import annotations

from dataclasses import replace

from osv_tui.documents.audit_election import election_blocks
from osv_tui.documents.audit_facts import AuditFacts, EntryName, NotedHead, SignalLine, Withheld
from osv_tui.documents.audit_tables import TIME, both, moment_or, section, table_or_none
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    KeyValue,
    KeyValues,
    Table,
    guidance,
    paragraph,
    strong,
)
from osv_tui.documents.person_list import persons_table
from osv_tui.documents.staff import (
    MOMENTS,
    Station,
    code_rows,
    head_rows,
    staff_document,
    station_rows,
    two_signatures,
)
from osv_tui.documents.wording import moment
from osv_tui.election.signals import ADVICE, Sign
from osv_tui.election.thresholds import DEFAULTS
from osv_tui.election.upper_check_pages import limit_label

_PUBLIC = "Zonder namen: lees dit stuk voordat u het publiceert"
_NUMBERS = (
    "De getallen die zijn ingevoerd staan er niet in. Wel staan erin: de sommen van de controletelling, en "
    "fouten die op papier zijn gemeld."
)
_SIGNS = {
    Sign.SAME_TERMINAL: "beide invoeren van een stembureau kort na elkaar op één scherm",
    Sign.FAST: "een tweede invoer die heel snel ging",
    Sign.OVERLAP: "ingelogd op een scherm waar een ander account nog openstond",
    Sign.NO_DIFFERENCE: "twee invoerders die samen veel invoerden zonder één verschil",
}


def audit_report(facts: AuditFacts) -> Document:
    """What a supervisor must look into first, then all that happened, then each election unit by unit."""
    document = staff_document(facts.station, "Controleverslag", *_body(facts))
    return document if facts.withheld is None else replace(document, model_name=_PUBLIC)


def _body(facts: AuditFacts) -> tuple[Block, ...]:
    public, kind = facts.withheld, facts.station.kind
    return (
        *(_introduction() if public is None else _to_the_public(facts)),
        *_station(facts),
        *_sessions(facts),
        *(_signals(facts) if public is None else _counted(facts.station, public)),
        *_network(facts),
        *_clock(facts),
        *_installation(facts),
        *(_people(facts) if public is None else ()),
        *_heads(facts),
        *(_backups(facts) if public is None else ()),
        *_restores(facts),
        *_thresholds(facts),
        *_settings(facts),
        *(block for each in facts.elections for block in election_blocks(each, public is not None, kind)),
        *(two_signatures() if public is None else ()),
    )


def _introduction() -> tuple[Block, ...]:
    return (
        paragraph(
            f"Dit verslag zegt wie wat wanneer deed aan dit station, en waarom. {_NUMBERS} De "
            "toezichthouder leest het na de sluiting en bewaart het bij de stukken van de verkiezing."
        ),
    )


def _to_the_public(facts: AuditFacts) -> tuple[Block, ...]:
    final = all(election.current for election in facts.elections)
    return (
        paragraph(
            f"Dit verslag zegt wat er wanneer is gedaan aan dit station, en waarom. {_NUMBERS} Wie iets deed "
            "heet hier naar zijn taak met een nummer, zoals «invoerder 2». Het nummer is de volgorde waarin "
            "de personen zijn geregistreerd."
        ),
        paragraph(
            strong("De redenen en verantwoordingen zijn getypt door de toezichthouder. "),
            "Lees ze voordat u dit stuk publiceert. Staat er een naam in, of iets waaraan u iemand herkent? "
            "Publiceer het stuk dan niet zo.",
        ),
        *(
            ()
            if final
            else (paragraph(strong("Publiceer dit stuk niet voordat de uitslag definitief is verklaard.")),)
        ),
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


def _sessions(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Zittingen"),
        "Er is geen zitting geopend.",
        (
            *(Column("Geopend", TIME), Column("Door", 0.33)),
            *(Column("Gesloten", TIME), Column("Door", 0.28)),
        ),
        (
            (
                *(moment(each.opened_at), both(each.opened_by, each.confirmed_by)),
                *(moment_or(each.closed_at, "nog niet"), each.closed_by.name if each.closed_by else ""),
            )
            for each in facts.sessions
        ),
    )


def _signals(facts: AuditFacts) -> tuple[Block, ...]:
    names = {election.id: election.name for election in facts.elections}
    return section(
        Heading(2, "Lijkt het of één persoon twee accounts gebruikte?"),
        "Daar is niets van gezien.",
        (Column("Moment", TIME), Column("Accounts van", 0.24), Column("Wat er is gezien", 0.565)),
        (
            (moment(each.signal.at), ", ".join(person.name for person in each.persons), _seen(each, names))
            for each in facts.signals
        ),
        f"Kijk eerst bij «Wie zat waar». {ADVICE}",
    )


def _seen(line: SignalLine, names: dict[str, str]) -> str:
    election = line.signal.election
    return f"{names.get(election, election)}: {line.signal.seen}" if election else line.signal.seen


def _counted(station: Station, withheld: Withheld) -> tuple[Block, ...]:
    rows = (
        ("Geregistreerde personen", withheld.persons),
        ("Keren dat iemand inlogde", withheld.sign_ins),
        ("Keren dat inloggen is geweigerd", withheld.refused_sign_ins),
        ("Keren dat iemand een nieuw wachtwoord kreeg van twee anderen", withheld.resets),
        ("Keren dat een account is uitgezet of weer aangezet", withheld.switches),
        ("Reservekopieën die zijn gelukt", withheld.copies),
        ("Reservekopieën die niet zijn gelukt", withheld.failed_copies),
        *((station.words(f"Gezien: {_SIGNS[sign]}"), times) for sign, times in withheld.signals),
    )
    return (
        Heading(2, "Wat hier alleen is geteld"),
        guidance(
            "De toezichthouder heeft een verslag met de namen. Daar staat dit in met wie en wanneer. Wat is "
            "gezien kan een teken zijn dat één persoon twee accounts gebruikte. Het is geen bewijs."
        ),
        Table(
            (Column("", 0.85), Column("", 0.15, numeric=True)),
            tuple((label, str(number)) for label, number in rows),
        ),
    )


def _network(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Netwerk"),
        "Er is geen netwerk gezien.",
        (Column("Gezien", TIME), Column("Weg", TIME), Column("Wat", 0.61)),
        ((moment(each.found), moment_or(each.gone, "nog niet"), each.what) for each in facts.network),
    )


def _clock(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Klok van de computer"),
        "Er is niet gezien dat de klok versprong.",
        (Column("Sprong van", TIME), Column("Naar", 0.805)),
        ((moment(each.before), moment(each.after)) for each in facts.clock_jumps),
        "De tijden in dit verslag zijn die van deze klok. De volgorde komt uit het logboek.",
    )


def _installation(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Bestanden van het programma"),
        "Er is niet gezien dat bestanden van het programma veranderden.",
        (Column("Gezien", TIME), Column("Wat", 0.805)),
        ((moment(each.at), each.what) for each in facts.installation_changes),
    )


# Who ---------------------------------------------------------------------------------------------------


def _people(facts: AuditFacts) -> tuple[Block, ...]:
    return (*_refusals(facts), *_persons(facts), *_resets(facts), *_switches(facts), *_sittings(facts))


def _refusals(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Inloggen geweigerd"),
        "Het inloggen is nooit geweigerd.",
        (Column("Gebruikersnaam", 0.40), Column("Laatste keer", 0.40), Column("Aantal", 0.20, numeric=True)),
        (
            (each.user_name or "naam zonder account", moment(each.last), str(each.count))
            for each in facts.refusals
        ),
    )


def _persons(facts: AuditFacts) -> tuple[Block, ...]:
    aliases = tuple((each.name, each.alias) for each in facts.aliases)
    return (
        Heading(2, "Personen"),
        persons_table(facts.persons),
        Heading(3, "Hoe zij heten in het verslag zonder namen"),
        table_or_none("Er zijn geen personen.", (Column("Naam", 0.5), Column("Daar", 0.5)), aliases),
    )


def _resets(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Nieuwe wachtwoorden"),
        "Niemand heeft een nieuw wachtwoord gekregen.",
        (
            *(Column("Moment", TIME), Column("Voor", 0.22)),
            *(Column("Door", 0.285), Column("Invoeren daarna", 0.30)),
        ),
        (
            (
                *(moment(each.at), each.person.name, both(each.by, each.confirmed_by)),
                _entry_names(each.entries) or "geen",
            )
            for each in facts.resets
        ),
    )


def _entry_names(entries: tuple[EntryName, ...]) -> str:
    """The units of each election, as «PS2031: 4 (1e), 7 (2e)»."""
    elections = dict.fromkeys(entry.election for entry in entries)
    return "; ".join(
        f"{election}: "
        + ", ".join(f"{entry.unit} ({entry.number}e)" for entry in entries if entry.election == election)
        for election in elections
    )


def _switches(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Accounts uitgezet en aangezet"),
        "Er is geen account uitgezet.",
        (Column("Moment", TIME), Column("Account van", 0.305), Column("Wat", 0.2), Column("Door", 0.30)),
        (
            (
                *(moment(each.at), each.person.name),
                *("aangezet" if each.active else "uitgezet", each.by.name),
            )
            for each in facts.switches
        ),
    )


def _sittings(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Wie zat waar"),
        "Niemand heeft ingelogd.",
        (
            *(Column("Persoon", 0.36), Column("Scherm", 0.25)),
            *(Column("Ingelogd", TIME), Column("Uitgelogd", TIME)),
        ),
        (
            (each.person.name, each.terminal, moment(each.started), moment_or(each.ended, "niet"))
            for each in facts.sittings
        ),
    )


# What is kept ------------------------------------------------------------------------------------------


def _heads(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Controlecodes op papier"),
        "Er is geen controlecode opgeschreven.",
        (
            *(Column("Moment", 0.20), Column("Regel", 0.07, numeric=True)),
            *(Column("", 0.02), Column("Code", 0.465), Column("Opgeschreven door", 0.245)),
        ),
        (
            (
                *(f"{moment(each.at)} {_head_moment(facts.station, each)}", str(each.head.seq), ""),
                *(" ".join(each.head.groups), each.noted_by.name),
            )
            for each in facts.heads
        ),
        "Vergelijk elke code met het blad dat toen is ondertekend.",
    )


def _head_moment(station: Station, noted: NotedHead) -> str:
    return f"{station.words(MOMENTS[noted.moment])} ({noted.final_units} definitief)"


def _backups(facts: AuditFacts) -> tuple[Block, ...]:
    def result(text: str, count: int, since: str) -> str:
        return f"{text}; {count} kopieën sinds {since}" if count > 1 else text

    return section(
        Heading(2, "Reservekopieën"),
        "Er is geen reservekopie gemaakt.",
        (Column("Moment", TIME), Column("Plaats", 0.405), Column("Controle van de kopie", 0.40)),
        (
            (moment(each.at), each.place, result(each.result, each.count, f"{each.since:%d-%m %H:%M}"))
            for each in facts.backups
        ),
    )


def _restores(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Teruggezette kopieën"),
        "Er is geen kopie teruggezet.",
        (
            *(Column("Moment", TIME), Column("Door", 0.25), Column("Regel", 0.07, numeric=True)),
            *(Column("", 0.02), Column("Code waar de kopie ophield", 0.465)),
        ),
        (
            (
                *(moment(each.at), both(each.by, each.confirmed_by)),
                *(str(each.head.seq), "", " ".join(each.head.groups)),
            )
            for each in facts.restores
        ),
    )


def _thresholds(facts: AuditFacts) -> tuple[Block, ...]:
    rows = tuple(
        (
            limit_label(each, facts.station.kind),
            *(facts.station.words(limits.said(each)) for limits in (facts.thresholds, DEFAULTS)),
        )
        for each, _ in facts.thresholds.pairs
    )
    return (
        Heading(2, "Grenzen van de controles"),
        Table((Column("Grens", 0.5), Column("Waarde", 0.25), Column("Voorstel van osv-tui", 0.25)), rows),
    )


def _settings(facts: AuditFacts) -> tuple[Block, ...]:
    return section(
        Heading(2, "Gewijzigde instellingen"),
        "Er is geen instelling gewijzigd.",
        (Column("Moment", TIME), Column("Wat", 0.35), Column("Werd", 0.255), Column("Door", 0.20)),
        ((moment(each.at), each.label, each.said, each.by.name) for each in facts.settings),
    )
