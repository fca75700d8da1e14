"""Who is elected on a list, and in which order vacancies will be filled (Kieswet P 15 to P 19a)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from osv_tui.election.apportionment.votes import SetId


class ElectedBy(Enum):
    """Why a candidate is elected; the value is the name in files.

    ``SUCCESSOR``: instead of somebody who is elected on another list as well.
    """

    PREFERENCE = "P15"
    LIST_ORDER = "P17"
    SUCCESSOR = "successor"


class Elsewhere(Enum):
    """Where a candidate of this set is elected instead; the value is the name in files."""

    OTHER_SET = "elected_other_set"
    OTHER_LIST = "elected_other_list"


@dataclass(frozen=True, slots=True)
class Elected:
    """An elected candidate, with the votes on all lists of the group together."""

    candidate: str
    by: ElectedBy
    votes: int
    by_lot: bool = False


@dataclass(frozen=True, slots=True)
class Nomination:
    """The outcome for one set of identical lists.

    ``seats`` is the number that the set got in the distribution; within a group fewer or more can be elected
    on it (Kieswet P 16, second paragraph, and P 18). ``elected`` has who has preference votes first, then
    the others in list order. ``ranking`` is the order for later vacancies, ``None`` where the law gives none
    (P 19, fifth paragraph); ``above_threshold`` and ``deceased`` (P 19a) are in the order of the ranking and
    of the list.
    """

    set_id: SetId
    seats: int
    elected: tuple[Elected, ...]
    ranking: tuple[str, ...] | None
    above_threshold: tuple[str, ...] = ()
    deceased: tuple[str, ...] = ()
    elected_elsewhere: tuple[tuple[str, Elsewhere], ...] = ()
