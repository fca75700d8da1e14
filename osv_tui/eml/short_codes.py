"""What people go by in files about several kieskringen, where places on a list differ (eml §3.4)."""

from __future__ import annotations

from collections.abc import Mapping

from osv_tui.election.level_votes import Place, candidate_at, persons
from osv_tui.election.model import Election


def short_codes(election: Election) -> Mapping[Place, str]:
    """The short code of everybody on a list that does not stand everywhere, by each place of the person.

    It is the one of the candidate lists; who has none there gets one from the first place: K with list,
    kieskring and number.

    Raises:
        ValueError: two people would have the same one.
    """
    codes: dict[Place, str] = {}
    for place, first in persons(election).items():
        if place.kieskring:
            made = f"K{first.list_number:02}{first.kieskring:02}{first.candidate_number:03}"
            codes[place] = candidate_at(election, first).short_code or made
    people = {first for place, first in persons(election).items() if place.kieskring}
    if len({codes[first] for first in people}) != len(people):
        raise ValueError("two people have one short code")
    return codes
