"""What may be in a published folder: each sort of file, where it stands and what it is (trust §5.1).

A file that is of none of these sorts is refused. So Model I, a sheet with signatures and a paper of the staff
cannot come into a package by mistake: nobody has to think of leaving them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Section(Enum):
    """The folders of a package, in the order in which a reader meets them; the value is the name."""

    RESULT = "1-uitslag"
    STATIONS = "2-stembureaus"
    ACCOUNT = "3-verantwoording"
    FILES = "4-bestanden"
    PROVENANCE = "5-herkomst"


HEADINGS = {
    Section.RESULT: "De uitslag op papier",
    Section.STATIONS: "Processen-verbaal van de stembureaus",
    Section.ACCOUNT: "Verantwoording van verschillen",
    Section.FILES: "Telbestanden om mee te rekenen",
    Section.PROVENANCE: "Hoe de bestanden zijn gemaakt",
}


class NotPublished(ValueError):
    """A file is of no sort that may be published; the message names it, in Dutch."""


@dataclass(frozen=True)
class Sort:
    """``start`` is how the name begins; ``role`` what the manifest calls it; ``title`` is for people."""

    section: Section | None
    start: str
    role: str
    title: str


TIDY_NAME, LOG_NAME, SOFTWARE_NAME, CHECKER_NAME = (
    *("stembureaus.csv", "logboek.jsonl"),
    *("software.json", "narekenen.py"),
)

SORTS = (
    Sort(Section.RESULT, "N11_", "result", "Model N 11: de uitslag in de gemeente"),
    Sort(Section.RESULT, "II_", "result", "Model II: proces-verbaal van het gemeentelijk stembureau"),
    Sort(Section.RESULT, "Na31-1_", "result", "Model Na 31-1: de uitslag in de gemeente"),
    Sort(
        Section.RESULT, "Na31-2_", "result", "Model Na 31-2: proces-verbaal van het gemeentelijk stembureau"
    ),
    Sort(Section.RESULT, "osv4-7_", "annex", "Bijlage 1 bij Model II: bezwaren"),
    Sort(Section.RESULT, "osv4-8_", "annex", "Bijlage 2 bij Model II: de telling per stembureau"),
    Sort(Section.RESULT, "O3_", "result", "Model O 3: proces-verbaal van het hoofdstembureau"),
    Sort(Section.RESULT, "osv4-4_", "annex", "Bijlage bij Model O 3"),
    Sort(Section.RESULT, "P22-1_", "result", "Model P 22-1: de uitslag van de verkiezing"),
    Sort(Section.RESULT, "P22-2_", "result", "Model P 22-2: de uitslag van de verkiezing"),
    Sort(Section.RESULT, "osv5-3_", "annex", "Bijlage bij Model P 22"),
    Sort(Section.RESULT, "Gekozen_", "elected", "De gekozen kandidaten, als tabel"),
    Sort(Section.RESULT, "Nietgekozen_", "elected", "De kandidaten die niet zijn gekozen, als tabel"),
    Sort(Section.RESULT, "osv4-1_", "hash_sheet", "De code van het telbestand"),
    Sort(Section.RESULT, "Wijzigingen_", "changes", "Wat is veranderd sinds de vorige versie"),
    Sort(Section.ACCOUNT, "Verantwoording_", "account", "Elk verschil, met de oorzaak"),
    Sort(Section.ACCOUNT, "Narekenstaat_", "control_sheet", "Blad om de lijsten met de hand na te rekenen"),
    Sort(Section.FILES, "Telling_", "count", "De telling in EML_NL"),
    Sort(Section.FILES, "Totaaltelling_", "count", "De telling in EML_NL"),
    Sort(Section.FILES, "Resultaat_", "result_file", "De uitslag met de zetels in EML_NL"),
    Sort(Section.FILES, "osv4-3_", "osv_csv", "De telling als tabel, in de vorm van OSV"),
    Sort(Section.FILES, TIDY_NAME, "tidy_csv", "De telling als lange tabel: op elke regel één getal"),
    Sort(Section.FILES, "Verkiezingsdefinitie_", "definition", "De verkiezing, zoals ingelezen (EML 110a)"),
    Sort(Section.FILES, "Kandidatenlijsten_", "lists", "De kandidatenlijsten, zoals ingelezen (EML 230b)"),
    Sort(Section.FILES, "Stembureaus_", "stations", "De stembureaus, zoals ingelezen (EML 110b)"),
    Sort(Section.PROVENANCE, LOG_NAME, "log", "Wat er in het programma is gedaan, zonder namen"),
    Sort(Section.PROVENANCE, SOFTWARE_NAME, "software", "Welke programmatuur is gebruikt"),
    Sort(None, CHECKER_NAME, "checker", "Los programma om alles na te rekenen"),
)

_SIGNED = "_ondertekening.pdf"
_MEDIA = {
    "pdf": ("application/pdf", "PDF"),
    "csv": ("text/csv", "CSV"),
    "xml": ("application/xml", "XML"),
    "json": ("application/json", "JSON"),
    "jsonl": ("application/jsonl", "JSON-regels"),
    "py": ("text/x-python", "Python"),
    "txt": ("text/plain", "tekst"),
    "jsonld": ("application/ld+json", "JSON-LD"),
    "png": ("image/png", "PNG"),
    "jpg": ("image/jpeg", "JPEG"),
}


def sort_of(name: str) -> Sort:
    """The sort of a file by its name, without the mark of practice.

    Raises:
        NotPublished: it is of no sort that is published, or a sheet to sign.
    """
    found = next((sort for sort in SORTS if name.startswith(sort.start)), None)
    if found is None or name.endswith(_SIGNED):
        raise NotPublished(
            f"Het bestand {name} hoort niet in wat wordt gepubliceerd. Waarschuw de beheerder."
        )
    return found


def media_type(path: str) -> str:
    """The type of a file as the web names it."""
    return _MEDIA.get(_ending(path), ("application/octet-stream", ""))[0]


def spoken_type(path: str) -> str:
    """The type of a file as people name it."""
    return _MEDIA.get(_ending(path), ("", "bestand"))[1]


def _ending(path: str) -> str:
    return path.rsplit(".", 1)[-1].lower()


def path_in_package(name: str, mark: str) -> str:
    """Where a file goes: ``4-bestanden/Telling_....eml.xml``; ``mark`` is what practice puts before a name.

    Raises:
        NotPublished: as ``sort_of``.
    """
    section = sort_of(name.removeprefix(mark)).section
    return f"{section.value}/{name}" if section else name
