"""The list for who puts the result on the website: what, where, before when, and how to see it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from osv_tui.documents.model import (
    Block,
    Checkbox,
    Document,
    Heading,
    KeyValue,
    KeyValues,
    PenField,
    PenForm,
    paragraph,
    runs,
)
from osv_tui.documents.staff import Station, code_rows, staff_document, station_rows, two_signatures
from osv_tui.documents.wording import day
from osv_tui.election.publishing import Publishing, kept_until, link_text, typed_deadline

_NO_PAGE = "/verkiezingen, of wat met de webredactie is afgesproken"


@dataclass(frozen=True)
class PackageToPublish:
    """A package that was written: of which election, its folder, and what stands on paper about it.

    ``lines`` is how many files its list has, 0 when that was not recorded.
    """

    election: str
    version: int
    folder: str
    root: str
    lines: int


@dataclass(frozen=True)
class PublishingListFacts:
    """What is to be published of a station; ``packages`` are those that hold, the last of each election."""

    station: Station
    publishing: Publishing
    packages: tuple[PackageToPublish, ...]


def publishing_list(facts: PublishingListFacts) -> Document:
    """One page, or two with many elections, to tick off beside the computer of the website."""
    return staff_document(
        facts.station,
        "Lijst voor het publiceren",
        KeyValues((*station_rows(facts.station), *_where(facts))),
        paragraph(
            "Zet de hele map «publicatie» op de website, zoals zij is. Verander geen naam en geen bestand. "
            "De map «ondertekenen» komt nooit op de website."
        ),
        *(block for package in facts.packages for block in _package(package)),
        Heading(2, "Afvinken"),
        *(Checkbox(False, runs(step)) for step in _steps(facts)),
        PenForm(((PenField("Op de website sinds (datum en tijd):", 1.0),),), row_height=24.0),
        *two_signatures(row_height=24.0),
    )


def _where(facts: PublishingListFacts) -> Iterator[KeyValue]:
    polling_day = facts.station.polling_day
    yield KeyValue("Uiterlijk op de website", typed_deadline(facts.publishing.deadline))
    yield KeyValue("Plek op de website", facts.publishing.page or _NO_PAGE)
    if polling_day:
        yield KeyValue("Tekst van de link", link_text(day(polling_day)))
        yield KeyValue("Laat staan tot ten minste", day(kept_until(polling_day)))


def _package(package: PackageToPublish) -> Iterator[Block]:
    yield Heading(2, f"{package.election}, versie {package.version}")
    lines = (KeyValue("Regels van SHA256SUMS", str(package.lines)),) if package.lines else ()
    yield KeyValues(
        (KeyValue("Map", package.folder), *lines, *code_rows("Code van SHA256SUMS", package.root))
    )


def _steps(facts: PublishingListFacts) -> Iterator[str]:
    yield "De stick is van het station, en er staat niets anders op."
    yield "Op deze computer geeft sha256sum SHA256SUMS (Windows: Get-FileHash SHA256SUMS) de code hierboven."
    yield "De map «publicatie» staat op de website, met alle submappen."
    yield "Op de beginpagina staat een link met de tekst hierboven. Met één klik bent u er."
    yield "Alles is met een andere computer weer van de website gehaald, en klopt volgens VERIFICATIE.txt."
    yield "Scans van papier zijn toegevoegd met osv-tui publish add; de nieuwe lijst staat op de website."
    yield "Een vervallen versie blijft staan, met de map die VERVALLEN heet."
    if len(facts.packages) > 1:
        yield "De beginpagina van de map noemt elke verkiezing van deze lijst."
