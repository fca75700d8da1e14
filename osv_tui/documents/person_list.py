"""The list of persons that two officials confirm and sign when the session opens (trust §3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from osv_tui.documents.model import Column, Document, Heading, KeyValue, KeyValues, Table, paragraph
from osv_tui.documents.staff import (
    ChainHead,
    Station,
    head_rows,
    staff_document,
    station_rows,
    two_signatures,
)
from osv_tui.documents.wording import ROLES, moment
from osv_tui.election.workflow import Role


@dataclass(frozen=True)
class PersonLine:
    """A registered person with his or her account.

    ``registered_by`` is empty for who was registered when the station was made, ``confirmed_by`` for who is
    not confirmed; ``password_reset_at`` is the last time others gave the account a new password.
    """

    name: str
    staff_number: str
    user_name: str
    role: Role
    registered_at: datetime
    registered_by: str | None
    confirmed_by: str | None
    active: bool
    password_reset_at: datetime | None = None


@dataclass(frozen=True)
class PersonListFacts:
    """The persons at the opening of a session, and who opened it and confirmed that."""

    station: Station
    opened_at: datetime
    opened_by: str
    confirmed_by: str
    head: ChainHead
    lines: tuple[PersonLine, ...]


def person_list(facts: PersonListFacts) -> Document:
    """All persons who can work at the station, to be compared with who is present, and signed by two."""
    return staff_document(
        facts.station,
        "Personenlijst",
        paragraph(
            "Met deze lijst gaan twee medewerkers na dat ieder account bij één persoon hoort, en dat die "
            "persoon bekend is. Klopt er iets niet, teken dan niet en begin niet met invoeren."
        ),
        KeyValues(
            (
                *station_rows(facts.station),
                KeyValue("Zitting geopend", moment(facts.opened_at)),
                KeyValue("Geopend door", facts.opened_by),
                KeyValue("Bevestigd door", facts.confirmed_by),
                *head_rows(facts.head),
            )
        ),
        Heading(2, "Personen"),
        persons_table(facts.lines),
        *two_signatures(),
    )


def persons_table(lines: tuple[PersonLine, ...]) -> Table:
    """One row for each person, in the order given."""
    return Table(
        columns=(
            Column("Naam", 0.20),
            Column("Nummer", 0.10),
            Column("Gebruikersnaam", 0.17),
            Column("Rol", 0.15),
            Column("Geregistreerd", 0.38),
        ),
        rows=tuple(
            (line.name, line.staff_number, line.user_name, _role(line), _registered(line)) for line in lines
        ),
    )


def _role(line: PersonLine) -> str:
    role = ROLES[line.role]
    return role if line.active else f"{role}, account uitgezet"


def _registered(line: PersonLine) -> str:
    by = f"door {line.registered_by}" if line.registered_by else "bij het maken van het station"
    confirmed = f"bevestigd door {line.confirmed_by}" if line.confirmed_by else "nog niet bevestigd"
    reset = line.password_reset_at
    password = f"; nieuw wachtwoord {moment(reset)}" if reset else ""
    return f"{moment(line.registered_at)} {by}, {confirmed}{password}"
