"""Made-up facts for the papers of the staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from osv_tui.documents.audit_facts import (
    AccountLine,
    AccountSwitch,
    AuditFacts,
    Backup,
    ClockJump,
    ControlLine,
    DifferenceLine,
    DispositionLine,
    ElectionAudit,
    EntryDecision,
    EntryLine,
    EntryName,
    ErrorLine,
    FieldName,
    InstallationChange,
    NetworkFinding,
    NotedHead,
    PackageLine,
    PasswordReset,
    Person,
    PublicSession,
    Refusals,
    ReleaseLine,
    Reopening,
    Restore,
    SentBackLine,
    SettingLine,
    SignalLine,
    SittingLine,
    Software,
    UnitAudit,
    VersionAudit,
    Withdrawal,
)
from osv_tui.documents.head_slip import HeadSlipFacts
from osv_tui.documents.person_list import PersonLine, PersonListFacts
from osv_tui.documents.staff import ChainHead, Moment, Station
from osv_tui.election.form import ADMITTED, BLANK, POLL_CARDS
from osv_tui.election.signals import Typed, signals
from osv_tui.election.thresholds import Threshold, Thresholds
from osv_tui.election.workflow import Role


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2031, 3, 5, hour, minute, second)  # noqa: DTZ001


PS, AB = "PS2031_Voorbeeld", "AB2031_Voorbeeld"
STATION = Station(
    committee="Súdwest-Voorbeeld",
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

AFKE = Person("Afke Bouma", "beheerder 1")
BERT = Person("Bert Dijk", "toezichthouder 1")
CARLA = Person("Carla Eppinga-van der Zijl tot Ruyslandhoven", "invoerder 1")
DIRK = Person("Dirk Łukaševič", "invoerder 2")
EVI = Person("Evi Öztürk", "invoerder 3")

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
    return tuple(SignalLine(signal, (CARLA, EVI)) for signal in found)


_CALLED = FieldName(POLL_CARDS, "A Geldige stempassen")
_REOPENED = Reopening(at(22, 50, 31), BERT, AFKE, "gecorrigeerd proces-verbaal op tafel")

_FIRST_VERSION = VersionAudit(
    entries=(
        EntryLine(1, CARLA, "scherm 1", at(21, 1, 1), at(21, 9, 2)),
        EntryLine(2, EVI, "scherm 2", at(21, 12, 3), at(21, 19, 4)),
        EntryLine(1, CARLA, "scherm 1", at(21, 41, 5), at(21, 43, 6), True, True),
    ),
    final_at=at(21, 43, 7),
    final_by=BERT,
    reopened=_REOPENED,
    differences=(
        DifferenceLine(at(21, 19, 4), CARLA, EVI, (POLL_CARDS, BLANK), "A Geldige stempassen; F Blanco"),
    ),
    sent_back=(SentBackLine(1, CARLA, _CALLED, at(21, 31, 8), BERT, "de 1 is een 7"),),
    let_stand=(EntryDecision(1, CARLA, at(21, 10, 32), BERT, "optelfout op papier"),),
    handed_over=(EntryDecision(1, CARLA, at(21, 32, 33), BERT, "moest vroeg weg"),),
    dispositions=(
        DispositionLine(
            *("W.201", "", "de stapel blanco", "zij zijn echt blanco", "telploeg vier", at(21, 44, 34), BERT)
        ),
    ),
    accounts=(
        AccountLine(
            *("stembiljet meegenomen", "gezien door de voorzitter", 1, 2, "telploeg vijf", "de burgemeester"),
            *(at(21, 45, 35), BERT),
        ),
    ),
)

_PS_UNITS = (
    UnitAudit(
        number=1,
        name="Gemeentehuis",
        versions=(
            _FIRST_VERSION,
            VersionAudit((EntryLine(1, DIRK, "scherm 3", at(22, 51, 36), at(22, 59, 37)),)),
        ),
        errors=(
            ErrorLine(
                *("telblad zeven", FieldName(ADMITTED, "D Toegelaten kiezers"), 1204, 1240),
                *("cijfers omgewisseld", "overgenomen van het telblad", at(21, 46, 38), BERT),
                withdrawn=Withdrawal(at(21, 47, 39), BERT, "hoort bij een ander"),
            ),
        ),
    ),
    UnitAudit(
        number=12,
        name="Dorpshuis ’t Heem aan de Lange Kerkstraat",
        versions=(
            VersionAudit(
                (
                    EntryLine(1, DIRK, "scherm 3", at(21, 50, 9), None),
                    EntryLine(1, CARLA, "scherm 1", at(22, 0, 10), at(22, 10, 11), after_reset=True),
                    EntryLine(2, EVI, "scherm 1", at(22, 11, 41), at(22, 20, 12)),
                ),
                discards=(EntryDecision(1, DIRK, at(21, 58, 13), BERT, "verkeerd papier op tafel"),),
            ),
        ),
    ),
    UnitAudit(15, "Bibliobus"),
)
_RELEASES = (
    ReleaseLine(
        *(1, at(22, 45, 40), BERT, AFKE),
        packages=(PackageLine(at(22, 46, 41), BERT, "/media/stick/uitvoer", "cd34" * 16),),
        reopened=Reopening(at(22, 49, 42), BERT, AFKE, "het papier is verbeterd"),
    ),
)
_AB_RELEASE = ReleaseLine(1, at(23, 50, 28), BERT, AFKE)
_CONTROL = (
    ControlLine(1, 3, 5012, False, at(22, 40, 43), BERT),
    ControlLine(1, 3, 5021, True, at(22, 42, 44), BERT),
)

AUDIT = AuditFacts(
    station=STATION,
    software=Software("0.3.0", "ab12" * 16, "3.46.1"),
    head=HEAD,
    thresholds=Thresholds.of({Threshold.BLANK_PERCENT: 5}),
    settings=(
        SettingLine(at(19, 30, 45), AFKE, "threshold blank_percent", "5", "Veel blanco", "5 %"),
        SettingLine(at(19, 31, 46), AFKE, "copies", "/media/afke", "Map voor kopieën", "/media/afke"),
    ),
    sessions=(PublicSession(at(20, 30, 14), BERT, AFKE, at(23, 57, 15), BERT),),
    signals=_signals(),
    persons=PERSONS,
    aliases=(AFKE, BERT, CARLA, DIRK, EVI),
    resets=(
        PasswordReset(
            *(at(21, 30, 9), CARLA, AFKE, BERT),
            (EntryName(PS, 1, 1), EntryName(PS, 12, 1), EntryName(AB, 4, 2)),
        ),
    ),
    switches=(AccountSwitch(at(21, 59, 47), DIRK, AFKE, False),),
    sittings=(
        SittingLine(CARLA, "scherm 1", at(20, 31, 16), at(22, 10, 30)),
        SittingLine(EVI, "scherm 1", at(22, 11, 17), None),
    ),
    refusals=(Refusals("dirk", 3, at(21, 44, 18)), Refusals(None, 1, at(21, 45, 19))),
    heads=(
        NotedHead(at(20, 30, 20), Moment.OPENING, 0, EARLIER_HEAD, BERT),
        NotedHead(at(23, 57, 21), Moment.CLOSING, 2, HEAD, BERT),
    ),
    network=(NetworkFinding(at(21, 2, 22), "wifi staat aan (wlan0)", at(21, 3, 23)),),
    clock_jumps=(ClockJump(at(22, 30, 24), at(21, 30, 25)),),
    installation_changes=(InstallationChange(at(22, 31, 29), "osv_tui/cli.py is veranderd."),),
    backups=(
        Backup(at(21, 5, 26), "stick KOPIE-1", "in orde", True, at(21, 5, 26)),
        Backup(at(21, 9, 48), "stick KOPIE-2", "in orde", True, at(21, 6), 12),
        Backup(at(21, 9, 49), "stick KOPIE-3", "De schijf is vol.", False, at(21, 9, 49)),
    ),
    restores=(Restore(at(22, 40, 27), BERT, AFKE, EARLIER_HEAD),),
    elections=(
        ElectionAudit(PS, "Provinciale Staten Voorbeeld 2031", _PS_UNITS, _RELEASES, _CONTROL),
        ElectionAudit(AB, "Waterschap Voorbeeld 2031", (), (_AB_RELEASE,)),
    ),
)


def nothing_happened() -> AuditFacts:
    """A station on which nobody did anything."""
    return AuditFacts(STATION, AUDIT.software, HEAD, AUDIT.thresholds)


def large_audit(units: int) -> AuditFacts:
    """An election of many units, each typed twice."""

    def after(minutes: int) -> datetime:
        return at(20) + timedelta(minutes=minutes)

    lines = tuple(
        UnitAudit(
            number,
            f"Stembureau aan de {number}e Kerkstraat",
            (
                VersionAudit(
                    (
                        EntryLine(1, DIRK, "scherm 1", after(number), after(number + 1)),
                        EntryLine(2, EVI, "scherm 2", after(number + 2), after(number + 3)),
                    ),
                    final_at=after(number + 3),
                    final_by=BERT,
                ),
            ),
        )
        for number in range(1, units + 1)
    )
    return replace(AUDIT, elections=(ElectionAudit(PS, "Provinciale Staten Voorbeeld 2031", lines),))
