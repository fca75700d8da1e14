"""The names of the documents as files (models §1.4)."""

from __future__ import annotations

from osv_tui.documents.staff import MOMENTS, Moment
from osv_tui.election.model import Election, Level, ReportingUnit
from osv_tui.election.naming import component

PERSON_LIST_NAME = "personenlijst.pdf"
AUDIT_REPORT_NAME = "controleverslag.pdf"
PUBLIC_AUDIT_REPORT_NAME = "controleverslag-zonder-namen.pdf"
CHECK_LIST_NAME = "controles-en-grenzen.pdf"
PUBLISHING_LIST_NAME = "publiceren.pdf"
"""Papers for the staff are of the station, not of an election."""


def n11_name(election: Election) -> str:
    """The file name of Model N 11."""
    return _name("N11", "Vaststelling aantallen stemmen in gemeente", election)


def model_ii_name(election: Election) -> str:
    """The file name of Model II."""
    return _name("II", "PV gemeentelijk stembureau uitkomst centrale stemopneming", election)


def annex_1_name(election: Election) -> str:
    """The file name of annex 1 of Model II (osv4-7)."""
    return _name("osv4-7", "Bijlage 1 PV gemeentelijk stembureau uitkomst centrale stemopneming", election)


def annex_2_name(election: Election) -> str:
    """The file name of annex 2 of Model II with the outcome of all stations (osv4-8)."""
    return _name(*_ANNEX_2, election)


def annex_2_sheet_name(election: Election, unit: ReportingUnit) -> str:
    """The file name of the empty annex 2 of one station."""
    return _station_name(*_ANNEX_2, election, unit)


def n10_1_name(election: Election, unit: ReportingUnit) -> str:
    """The file name of the empty N 10-1 of one station."""
    return _station_name("N10-1", "PV stembureau uitkomst stemming-leeg", election, unit)


def model_i_name(election: Election, unit: ReportingUnit) -> str:
    """The file name of the empty Model I of one station."""
    return _station_name("I", "PV stembureau uitkomst centrale stemopneming-leeg", election, unit)


def o3_name(election: Election) -> str:
    """The file name of Model O 3."""
    return _kieskring_name("O3", "PV hsb uitkomst stemming", election)


def o3_annex_name(election: Election) -> str:
    """The file name of the annex of Model O 3 (osv4-4)."""
    return _kieskring_name("osv4-4", "Bijlage PV hsb uitkomst stemming", election)


def p22_1_name(election: Election) -> str:
    """The file name of Model P 22-1."""
    return _result_name("P22-1", "PV csb vaststelling uitslag", election)


def p22_2_name(election: Election) -> str:
    """The file name of Model P 22-2."""
    return _result_name("P22-2", "PV csb vaststelling uitslag", election)


def p22_annex_name(election: Election) -> str:
    """The file name of the annex of Model P 22-1 or P 22-2 (osv5-3)."""
    return _result_name("osv5-3", "Bijlage PV csb vaststelling uitslag", election)


def lot_missing_name(election: Election) -> str:
    """The file name of the page that stands for P 22 as long as a lot is to be drawn."""
    return _result_name("Loting", "nog te doen", election)


def elected_name(election: Election) -> str:
    """The file name of the CSV with the elected candidates.

    It has no code of OSV: osv5-5 and osv5-6 have addresses, and their codes are mixed up (models §7.9).
    """
    return csv_name(_result_name("Gekozen", "kandidaten", election))


def not_elected_name(election: Election) -> str:
    """The file name of the CSV with the candidates who are not elected."""
    return csv_name(_result_name("Nietgekozen", "kandidaten", election))


def hash_sheet_name(election: Election, count_file: str) -> str:
    """The file name of the sheet with the hash of a count (osv4-1).

    Above a municipality it repeats the name of ``count_file``: a committee can make two counts.
    """
    if election.committee.level is Level.GSB:
        return _name("osv4-1", "Hashcode Telling", election)
    return f"osv4-1_Hashcode{count_file.removesuffix('.eml.xml')}.pdf"


def accountability_name(election: Election) -> str:
    """The file name of the account of differences."""
    return _name("Verantwoording", "telverschillen", election)


def control_sheet_name(election: Election) -> str:
    """The file name of the sheet on which the lists are added up by hand."""
    return _name("Narekenstaat", "stemmen per lijst", election)


def early_control_sheet_name(election: Election) -> str:
    """The file name of that sheet before the release, short as Concept_Narekenstaat_PS2031_Voorbeeld.pdf."""
    return draft_name(f"Narekenstaat_{component(election.id)}.pdf")


def draft_name(document_name: str) -> str:
    """The file name of a document that is not final."""
    return f"Concept_{document_name}"


def changes_name(election: Election, replaced_version: int) -> str:
    """The file name of what changed since an earlier version."""
    return _name("Wijzigingen", f"ten opzichte van versie {replaced_version}", election)


def csv_name(document_name: str) -> str:
    """The name of the CSV with the rows of a document, beside it."""
    return f"{document_name.removesuffix('.pdf')}.csv"


def lines_name(document_name: str) -> str:
    """The name of the JSON lines that tell what a document tells, beside it."""
    return f"{document_name.removesuffix('.pdf')}.jsonl"


def signature_sheet_name(document_name: str) -> str:
    """The name of the sheet that is signed, beside the document it belongs to."""
    return f"{document_name.removesuffix('.pdf')}_ondertekening.pdf"


def head_slip_name(moment: Moment, seq: int) -> str:
    """The file name of the slip with the head of the chain, as controlecode-opening-12.pdf."""
    return f"controlecode-{MOMENTS[moment].replace(' ', '-')}-{seq}.pdf"


_ANNEX_2 = ("osv4-8", "Bijlage 2 PV gemeentelijk stembureau uitkomst centrale stemopneming")


def _station_name(abbreviation: str, description: str, election: Election, unit: ReportingUnit) -> str:
    """The number alone names a station: a name may be longer than the name of a file."""
    return _name(abbreviation, description, election, f"stembureau {unit.number}")


def _kieskring_name(abbreviation: str, description: str, election: Election) -> str:
    parts = (description, election.id, "kieskring", election.committee.name)
    return _joined(abbreviation, *parts)


def _result_name(abbreviation: str, description: str, election: Election) -> str:
    """A result is of the whole election: no committee stands in its name."""
    return _joined(abbreviation, description, election.id)


def _name(abbreviation: str, description: str, election: Election, *further: str) -> str:
    match election.committee.level:
        case Level.GSB:
            parts = (description, election.id, "gemeente", election.committee.name, *further)
            return _joined(abbreviation, *parts)
        case Level.HSB:
            return _kieskring_name(abbreviation, description, election)
        case Level.CSB:
            return _result_name(abbreviation, description, election)


def _joined(abbreviation: str, *parts: str) -> str:
    return "_".join((abbreviation, *(component(part) for part in parts))) + ".pdf"
