"""Made-up facts for the papers of the staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from osv_tui.documents.audit_facts import (
    AuditFacts,
    Backup,
    ClockJump,
    DiscardLine,
    ElectionAudit,
    EntryLine,
    EntryName,
    InstallationChange,
    NetworkFinding,
    NotedHead,
    PasswordReset,
    PublicSession,
    Refusals,
    Restore,
    SentBackLine,
    SignalLine,
    SittingLine,
    Software,
    UnitAudit,
)
from osv_tui.documents.head_slip import HeadSlipFacts
from osv_tui.documents.person_list import PersonLine, PersonListFacts
from osv_tui.documents.staff import ChainHead, Moment, Station
from osv_tui.election.signals import Typed, signals
from osv_tui.election.workflow import Role


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2031, 3, 5, hour, minute, second)  # noqa: DTZ001


PS, AB = "PS2031_Voorbeeld", "AB2031_Voorbeeld"
STATION = Station(
    municipality="Súdwest-Voorbeeld",
    elections=("Provinciale Staten Voorbeeld 2031", "Waterschap Voorbeeld 2031"),
    polling_day=date(2031, 3, 5),
    made=at(23, 58, 1),
)
HEAD = ChainHead(104_233, "0123456789abcdef" * 4)
EARLIER_HEAD = ChainHead(57, "fedcba9876543210" * 4)

PERSONS = (
    PersonLine("Afke Bouma", "B01", "afke", Role.ADMINISTRATOR, at(19, 0, 3), None, "Bert Dijk", True),
    PersonLine(
        "Bert Dijk", "B02", "bert", Role.SUPERVISOR, at(19, 1, 4), "Afke Bouma", "Carla Eppinga", True
    ),
    PersonLine(
        name="Carla Eppinga-van der Zijl tot Ruyslandhoven",
        staff_number="P 0031",
        user_name="carla.eppinga",
        role=Role.TYPIST,
        registered_at=at(19, 2, 5),
        registered_by="Afke Bouma",
        confirmed_by="Bert Dijk",
        active=True,
        password_reset_at=at(21, 30, 9),
    ),
    PersonLine("Dirk Łukaševič", "P32", "dirk", Role.TYPIST, at(19, 3, 6), "Afke Bouma", "Bert Dijk", False),
    PersonLine("Evi Öztürk", "P33", "evi", Role.TYPIST, at(19, 4, 7), "Afke Bouma", None, True),
)

PERSON_LIST = PersonListFacts(STATION, at(20, 30, 11), "Bert Dijk", "Afke Bouma", EARLIER_HEAD, PERSONS)
HEAD_SLIP = HeadSlipFacts(STATION, Moment.EVERY_25, 75, HEAD)


def _signals() -> tuple[SignalLine, ...]:
    found = signals(
        (),
        (
            Typed(PS, 12, 1, 3, "scherm 1", at(22, 0), at(22, 10), 60),
            Typed(PS, 12, 2, 5, "scherm 1", at(22, 11, 30), at(22, 20), 60),
        ),
        (),
    )
    return tuple(SignalLine(signal, ("Carla Eppinga", "Evi Öztürk")) for signal in found)


_PS_UNITS = (
    UnitAudit(
        number=1,
        name="Gemeentehuis",
        entries=(
            EntryLine(1, "Carla Eppinga", "scherm 1", at(21, 1, 1), at(21, 9, 2)),
            EntryLine(2, "Evi Öztürk", "scherm 2", at(21, 12, 3), at(21, 19, 4)),
            EntryLine(1, "Carla Eppinga", "scherm 1", at(21, 41, 5), at(21, 43, 6), True, True),
        ),
        final_at=at(21, 43, 7),
        sent_back=(
            SentBackLine(
                *(1, "Carla Eppinga", "Aantal geldige stempassen", at(21, 31, 8), "Bert Dijk"),
                "de 1 is een 7",
            ),
        ),
    ),
    UnitAudit(
        number=12,
        name="Dorpshuis ’t Heem aan de Lange Kerkstraat",
        entries=(
            EntryLine(1, "Dirk Łukaševič", "scherm 3", at(21, 50, 9), None),
            EntryLine(1, "Carla Eppinga", "scherm 1", at(22, 0, 10), at(22, 10, 11), after_reset=True),
            EntryLine(2, "Evi Öztürk", "scherm 1", at(22, 11, 41), at(22, 20, 12)),
        ),
        final_at=None,
        discards=(DiscardLine(1, "Dirk Łukaševič", at(21, 58, 13), "Bert Dijk", "verkeerd papier op tafel"),),
    ),
    UnitAudit(15, "Bibliobus", (), None),
)

AUDIT = AuditFacts(
    station=STATION,
    software=Software("0.3.0", "ab12" * 16, "3.46.1"),
    head=HEAD,
    sessions=(PublicSession(at(20, 30, 14), "Bert Dijk", "Afke Bouma", at(23, 57, 15), "Bert Dijk"),),
    signals=_signals(),
    persons=PERSONS,
    resets=(
        PasswordReset(
            *(at(21, 30, 9), "Carla Eppinga", "Afke Bouma", "Bert Dijk"),
            (EntryName(PS, 1, 1), EntryName(PS, 12, 1), EntryName(AB, 4, 2)),
        ),
    ),
    sittings=(
        SittingLine("Carla Eppinga", "scherm 1", at(20, 31, 16), at(22, 10, 30)),
        SittingLine("Evi Öztürk", "scherm 1", at(22, 11, 17), None),
    ),
    refusals=(Refusals("dirk", 3, at(21, 44, 18)), Refusals(None, 1, at(21, 45, 19))),
    heads=(
        NotedHead(at(20, 30, 20), Moment.OPENING, 0, EARLIER_HEAD, "Bert Dijk"),
        NotedHead(at(23, 57, 21), Moment.CLOSING, 2, HEAD, "Bert Dijk"),
    ),
    network=(NetworkFinding(at(21, 2, 22), "wifi staat aan (wlan0)", at(21, 3, 23)),),
    clock_jumps=(ClockJump(at(22, 30, 24), at(21, 30, 25)),),
    installation_changes=(InstallationChange(at(22, 31, 29), "osv_tui/cli.py is veranderd."),),
    backups=(Backup(at(21, 5, 26), "stick KOPIE-1", "in orde"),),
    restores=(Restore(at(22, 40, 27), "Bert Dijk", "Afke Bouma", EARLIER_HEAD),),
    elections=(
        ElectionAudit(PS, "Provinciale Staten Voorbeeld 2031", _PS_UNITS, None),
        ElectionAudit(AB, "Waterschap Voorbeeld 2031", (), at(23, 50, 28)),
    ),
)


def nothing_happened() -> AuditFacts:
    """A station on which nobody did anything."""
    return AuditFacts(STATION, AUDIT.software, HEAD, *((),) * 13)


def large_audit(units: int) -> AuditFacts:
    """An election of many units, each typed twice."""

    def after(minutes: int) -> datetime:
        return at(20) + timedelta(minutes=minutes)

    lines = tuple(
        UnitAudit(
            number,
            f"Stembureau aan de {number}e Kerkstraat",
            (
                EntryLine(1, "Carla Eppinga", "scherm 1", after(number), after(number + 1)),
                EntryLine(2, "Evi Öztürk", "scherm 2", after(number + 2), after(number + 3)),
            ),
            after(number + 3),
        )
        for number in range(1, units + 1)
    )
    return replace(AUDIT, elections=(ElectionAudit(PS, "Provinciale Staten Voorbeeld 2031", lines, at(23)),))
