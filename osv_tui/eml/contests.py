"""Which contest a file names: a kieskring, ``geen`` or ``alle`` (eml §2.1)."""

from __future__ import annotations

from osv_tui.election.levels import kieskring_above, kieskring_number
from osv_tui.election.model import Committee, Contest, Election, Level, Region, Subcategory, UnitKind


def contest_of_count(election: Election) -> Contest:
    """The contest that a municipality's count names (510b).

    A province with one kieskring and a council have ``geen``. Otherwise it is the kieskring above the
    municipality: as the candidate lists name it, or else by the election tree.

    Raises:
        ValueError: the tree has no kieskring above the municipality.
    """
    if election.identifier.subcategory in (Subcategory.PS1, Subcategory.GR1, Subcategory.GR2):
        return Contest("geen", None)
    if (named := _named_by_lists(election)) is not None:
        return named
    kieskring = kieskring_above(election.definition, int(election.committee.code))
    if kieskring is None:
        raise ValueError(f"municipality {election.committee.code} is in no kieskring")
    return Contest(str(kieskring.number), kieskring.name)


def contest_of_kieskring(election: Election) -> Contest:
    """The contest that the count of a kieskring names (510c), also where it is the only one.

    Raises:
        ValueError: as ``kieskring_of``.
    """
    if (named := _named_by_lists(election)) is not None:
        return named
    kieskring = kieskring_of(election)
    return Contest(str(kieskring.number), kieskring.name)


def contest_of_all(election: Election) -> Contest:
    """The contest that a total count and a result name (510d, 520): ``alle``, or the only kieskring.

    Raises:
        ValueError: as ``kieskring_of``.
    """
    if election.unit_kind is UnitKind.KIESKRING:
        return Contest("alle", None)
    return contest_of_kieskring(election)


def kieskring_of(election: Election) -> Region:
    """The kieskring that a hoofdstembureau counts, or the only one of a central committee.

    Raises:
        ValueError: the committee is a municipal one, or the tree does not have that kieskring.
    """
    own = election.committee
    if own.level is Level.GSB:
        raise ValueError("a municipality counts no kieskring")
    kieskringen = election.kieskringen
    if own.level is Level.HSB:
        kieskringen = tuple(each for each in kieskringen if each.number == kieskring_number(own))
    if len(kieskringen) != 1:
        raise ValueError(f"{own.code} counts {len(kieskringen)} kieskringen")
    return kieskringen[0]


def maker_for_kieskring(election: Election) -> Committee:
    """Who makes the count of a kieskring: the hoofdstembureau, which can be the central committee too.

    Raises:
        ValueError: as ``kieskring_of``.
    """
    kieskring = kieskring_of(election)
    if election.committee.level is Level.HSB:
        return election.committee
    return Committee(Level.HSB, f"HSB{kieskring.number}", kieskring.name)


def _named_by_lists(election: Election) -> Contest | None:
    contest = election.contest
    return contest if contest.id not in ("geen", "alle") and contest.name is not None else None
