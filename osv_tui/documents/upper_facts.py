"""What O 3 and P 22 must be told, from the release of a committee above the municipality."""

from __future__ import annotations

from osv_tui.documents.o3 import KieskringFacts
from osv_tui.documents.outcome import Outcome
from osv_tui.documents.p22_1 import Kieskring, ProvinceFacts
from osv_tui.documents.p22_2 import ResultFacts
from osv_tui.documents.session import Session
from osv_tui.election import form as f
from osv_tui.election.accountability import Release
from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.level_votes import election_votes
from osv_tui.election.levels import kieskring_number, seat
from osv_tui.election.model import ReportingUnit, UnitKind


def kieskring_facts(release: Release) -> KieskringFacts:
    """What O 3 must be told; the moment of the session is written by hand.

    Raises:
        ValueError: the committee is no hoofdstembureau of one of several kieskringen.
    """
    tally = release.tally
    committee = tally.election.committee
    number, eligible = kieskring_number(committee), tally.total(f.ELIGIBLE)
    return KieskringFacts(tally, number, committee.name, eligible, Session(None, None, committee.name))


def result_facts(release: Release) -> ResultFacts:
    """What P 22-2 must be told; the moment of the session is written by hand.

    Raises:
        ValueError: the committee is no central one of one kieskring, or a seat is not distributed yet.
    """
    tally = release.tally
    votes = election_votes(tally, release.deceased)
    return ResultFacts(tally, votes, _distribution(release), _session(release), release.lots)


def province_facts(release: Release) -> ProvinceFacts:
    """What P 22-1 must be told; a hoofdstembureau sits in the town that gives its kieskring the name.

    Raises:
        ValueError: the committee is no central one of several kieskringen, or a seat is not distributed yet.
    """
    tally = release.tally
    kieskringen = tuple(
        Kieskring(*_named(each.unit), tally.election.of_unit(each.unit.number).lists, each)
        for each in tally.units
    )
    votes = election_votes(tally, release.deceased)
    identifier = tally.election.identifier
    return ProvinceFacts(
        identifier, kieskringen, votes, _distribution(release), _session(release), release.lots
    )


def outcome_of(release: Release) -> Outcome:
    """Who is elected, with their names.

    Raises:
        ValueError: the committee is no central one, or a seat is not distributed yet.
    """
    several = release.tally.election.unit_kind is UnitKind.KIESKRING
    return province_facts(release).outcome if several else result_facts(release).outcome


def _named(unit: ReportingUnit) -> tuple[int, str, str]:
    return unit.number, unit.name, unit.name


def _distribution(release: Release) -> Distribution:
    if release.distribution is None:
        raise ValueError("only a central committee has a result")
    return release.distribution


def _session(release: Release) -> Session:
    return Session(None, None, seat(release.tally.election.definition))
