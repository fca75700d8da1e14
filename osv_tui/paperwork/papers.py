"""The papers of the staff, from the file of the station to a folder: they name people and are not published.

What a paper says comes from the file alone, so the same file gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from osv_tui.documents import names
from osv_tui.documents.audit_lines import audit_lines
from osv_tui.documents.audit_public import without_names
from osv_tui.documents.audit_report import audit_report
from osv_tui.documents.check_list import check_list
from osv_tui.documents.control_sheet import control_sheet
from osv_tui.documents.eras import station_forms
from osv_tui.documents.head_slip import HeadSlipFacts, head_slip
from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.person_list import PersonListFacts, person_list
from osv_tui.documents.printed import printed
from osv_tui.documents.publishing_list import PackageToPublish, PublishingListFacts, publishing_list
from osv_tui.documents.released import release_documents
from osv_tui.documents.staff import Station
from osv_tui.election.accountability import Release
from osv_tui.election.model import Level
from osv_tui.election.naming import component
from osv_tui.paperwork.audit import MOMENTS, audit_facts, chain_head, person_lines
from osv_tui.paperwork.writing import drawn, folder_for, write, write_together
from osv_tui.store import elections, founding, releasing, session_key
from osv_tui.store.actor import Actor
from osv_tui.store.check import Head
from osv_tui.store.database import StationFile
from osv_tui.store.elections import election_lines
from osv_tui.store.history import head_moment, read_history
from osv_tui.store.problems import Refused
from osv_tui.store.settings import publishing
from osv_tui.store.sittings import Occasion


def write_person_list(file: StationFile, actor: Actor, folder: Path) -> Path:
    """Write the list of persons for the sitting that was opened last, as it is now; returns the file.

    Raises:
        Refused: no sitting has been opened, or the actor is no supervisor or administrator.
        PaperNotWritten: the disk refused, or ``folder`` is published.
    """
    history = read_history(file, actor)
    if not history.sittings:
        raise Refused("De zitting is nog niet geopend. De personenlijst hoort bij het openen.")
    sitting = history.sittings[-1]
    station = station_of(file, history.at)
    told = PersonListFacts(
        station,
        sitting.opened_at,
        history.name(sitting.opened_by),
        history.name(sitting.confirmed_by),
        chain_head(history.head),
        tuple(person_lines(history.persons)),
    )
    return write(station, folder, names.PERSON_LIST_NAME, person_list(printed(told)))


def write_head_slip(file: StationFile, actor: Actor, folder: Path, occasion: Occasion, head: Head) -> Path:
    """Write the slip on which ``head`` is copied by hand; returns the file.

    Raises:
        Refused: this head is not in the log, or the actor is no supervisor or administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    then = head_moment(file, actor, head)
    moment, station = MOMENTS[occasion], station_of(file, then.at)
    key = session_key.public_key(file) if occasion is Occasion.OPENING else None
    told = HeadSlipFacts(station, moment, then.final_units, chain_head(head), key)
    return write(
        station, folder, station.words(names.head_slip_name(moment, head.seq)), head_slip(printed(told))
    )


def write_audit_report(file: StationFile, actor: Actor, folder: Path) -> Path:
    """Write who did what, when and why, up to now; returns the PDF of the full report.

    Beside it come the same as JSON lines, both again without names, and the list of all checks. A character
    that cannot be printed is told in the PDF by its code and in the lines as it is. It takes seconds for
    hundreds of units.

    Raises:
        Refused: the actor is no supervisor or administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    history = read_history(file, actor)
    station = station_of(file, history.at)
    full = audit_facts(file, station, history)
    papers = {names.CHECK_LIST_NAME: drawn(check_list(printed(station), history.thresholds))}
    for name, told in (
        (names.AUDIT_REPORT_NAME, full),
        (names.PUBLIC_AUDIT_REPORT_NAME, without_names(full)),
    ):
        papers[name] = drawn(audit_report(printed(told)))
        papers[names.lines_name(name)] = audit_lines(told)
    return write_together(station, folder, papers)[names.AUDIT_REPORT_NAME]


def write_publishing_list(file: StationFile, actor: Actor, folder: Path) -> Path:
    """Write the list for who puts on the website what was exported; returns the file.

    Raises:
        Refused: nothing was exported of what is final now, or the actor is no supervisor.
        PaperNotWritten: as ``write_person_list``.
    """
    history = read_history(file, actor)
    station = station_of(file, history.at)
    packages = tuple(_to_publish(file))
    if not packages or station.polling_day is None:
        raise Refused("Er is nog niets geschreven voor de website. Druk eerst op E.")
    told = PublishingListFacts(station, publishing(file, station.polling_day), packages)
    return write(station, folder, names.PUBLISHING_LIST_NAME, publishing_list(printed(told)))


def _to_publish(file: StationFile) -> Iterator[PackageToPublish]:
    """Of each election that is final, the package that was written last."""
    for line in election_lines(file):
        version = releasing.version_of(file, line.key)
        written = [each for each in releasing.packages(file, line.key) if each.version == version]
        if line.final_at and written:
            last = written[-1]
            yield PackageToPublish(line.name, version, Path(last.folder).name, last.root, last.files)


def write_control_sheet(file: StationFile, actor: Actor, folder: Path, election: int) -> Path:
    """Write the sheets on which lists are added by hand before the release; returns the file.

    Raises:
        Refused: a unit is not final yet, the election is released already (then the sheets are in what is
            published), or the actor is no supervisor.
        PaperNotWritten: as ``write_person_list``.
    """
    draft = releasing.draft_release(file, actor, election)
    station = station_of(file, draft.at)
    name = names.early_control_sheet_name(draft.tally.election)
    return write(station, folder, name, control_sheet(draft.tally, _draft_facts(draft, station)))


def write_drafts(file: StationFile, actor: Actor, folder: Path, election: int) -> Path:
    """Write every document of an election as it would be released now, to be read over; returns their folder.

    Each is marked CONCEPT on every page and in its name, and has no code of a count file. Drafts of an
    earlier moment stay in a folder of their own below ``folder``.

    Raises:
        Refused: as ``write_control_sheet``.
        PaperNotWritten: as ``write_person_list``.
    """
    draft = releasing.draft_release(file, actor, election)
    station = station_of(file, draft.at)
    documents = release_documents(draft, _draft_facts(draft, station))
    papers = {names.draft_name(each.name): drawn(each.document) for each in documents}
    below = folder_for(station, folder / component(draft.tally.election.id), papers)
    write_together(station, below, papers)
    return below


def write_station_forms(file: StationFile, actor: Actor, folder: Path, election: int) -> Path:
    """Write the empty forms of every polling station, in a folder of their own below ``folder``; returns it.

    Their date is that of the list of polling stations, so that a second time gives the same forms. Those of
    files that were read anew get a folder beside it.

    Raises:
        Refused: a file of the election has not been read yet, the station counts no polling stations, or the
            actor is no administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    if founding.station_facts(file).level is not Level.GSB:
        raise Refused("Dat kan alleen een gemeente: lege formulieren zijn er voor de stembureaus.")
    made = elections.complete_since(file, actor, election)
    station = station_of(file, made)
    known = elections.load_election(file, election)
    method = founding.station_facts(file).counting_method
    below = None
    for each in station_forms(known, method, station.facts):
        form, wanted = drawn(each.document), folder / component(known.id)
        below = below or folder_for(station, wanted, {each.name: form})
        write_together(station, below, {each.name: form})
    return below or folder


def _draft_facts(draft: Release, station: Station) -> DocumentFacts:
    return DocumentFacts(draft.at.replace(tzinfo=None), None, station.practice, draft=True)


def station_of(file: StationFile, made: datetime) -> Station:
    """What every paper says of the station; ``made`` is when the paper tells of."""
    lines, facts_of = election_lines(file), founding.station_facts(file)
    return Station(
        committee=founding.committee_name(file),
        elections=tuple(line.name for line in lines),
        polling_day=lines[0].date if lines else None,
        made=made,
        practice=facts_of.practice,
        level=facts_of.level,
        kind=founding.unit_kind(file),
    )
