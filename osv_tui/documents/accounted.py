"""The figures and the words that the account of differences has on paper and in its CSV (workflow §4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from osv_tui.election import form as f
from osv_tui.election.accountability import FieldChange, Release, UnitAccount
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, FieldKind, Form, SectionKind
from osv_tui.election.model import CandidateList, Election
from osv_tui.election.tally import UnitCount

_ANSWERS = {f.Answer.NOT_TICKED.value: "niets ingevuld", f.Answer.YES.value: "ja", f.Answer.NO.value: "nee"}


@dataclass(frozen=True)
class Figures:
    """Voters and ballots of one unit, what its paper states of the difference, and how it explains it.

    ``admitted`` is the recount D.2 where there is one. ``explanations`` are in the order of
    ``form.EXPLANATIONS``.
    """

    admitted: int
    found: int
    more: int
    fewer: int
    explanations: tuple[int, ...]

    @classmethod
    def of(cls, count: Count) -> Figures:
        found, more, fewer = map(count.number, (f.FOUND, f.MORE, f.FEWER))
        return cls(count.admitted, found, more, fewer, tuple(map(count.number, f.EXPLANATIONS)))

    @property
    def difference(self) -> int:
        """Ballots minus voters: above 0 when more were counted."""
        return self.found - self.admitted

    @property
    def is_stated(self) -> bool:
        """Whether the paper states the difference that follows from its D and H."""
        return (self.more, self.fewer) == (max(self.difference, 0), max(-self.difference, 0))

    @property
    def rest(self) -> int:
        """What the explanations leave over of the difference; below 0 when they explain too much.

        The difference is what the paper states, and what follows from D and H where it states none.
        """
        return (self.more + self.fewer or abs(self.difference)) - sum(self.explanations)

    @property
    def has_contrary(self) -> bool:
        """Whether an explanation can only have caused the opposite of the difference (check W.351)."""
        more, fewer = (max(self.more, self.difference), max(self.fewer, -self.difference))
        not_returned, too_few, too_many, _, _ = self.explanations
        return not_returned + too_few > fewer or too_many > more

    @property
    def is_unexplained(self) -> bool:
        """Whether part of the difference has no explanation, by the paper or because nothing is filled in."""
        return self.explanations[f.EXPLANATIONS.index(f.NO_EXPLANATION)] > 0 or self.rest > 0


def with_difference(release: Release) -> tuple[UnitAccount, ...]:
    """The units with a count difference."""
    return tuple(account for account in release.accounts if account.has_count_difference)


def has_something(account: UnitAccount) -> bool:
    """Whether there is anything to account for at a unit; what typists read differently is not."""
    return bool(
        account.has_count_difference
        or account.count_account
        or account.errors
        or account.findings
        or account.corrections
    )


def field_name(election: Election, form: Form, field: FieldId) -> str:
    """A field by the words of the paper, such as «D Tot de stemming toegelaten kiezers»."""
    found, section = form.by_id[field], form.section_of[field]
    if section.kind is SectionKind.LIST:
        place = list_name(next(each for each in election.lists if each.number == section.list_number))
        if found.kind is FieldKind.TOTAL:
            return f"{place}: totaal (stemcijfer)"
        return f"{place}: kandidaat {found.letter} {found.label}"
    if found.kind is FieldKind.QUESTION:
        return found.label[: found.label.index("?") + 1]  # without the keys of its answers
    if found.letter.isdigit():
        return f"Verklaring {found.letter}: {found.label[0].lower()}{found.label[1:]}"
    return f"{found.letter} {found.label}".strip()


def list_name(candidate_list: CandidateList) -> str:
    """A list by its number and name."""
    return f"Lijst {candidate_list.number} {candidate_list.display_name}"


def figure_name(form: Form, field: FieldId, value: int | None) -> str:
    """What stands at a field: a number, an answer, or that the field was closed."""
    if value is None:
        return "niet ingevuld"
    return _ANSWERS[value] if form.by_id[field].kind is FieldKind.QUESTION else str(value)


def used_figure(account: UnitAccount, field: FieldId) -> int | None:
    """The figure that went into the totals; ``None`` where the field was closed."""
    figure = UnitCount(account.unit, account.count).figure(field)
    return None if not figure and account.count.get(field) is None else figure


def in_order_of(form: Form, changes: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Changes in the order of the paper."""
    place = {field.id: number for number, field in enumerate(form.fields)}
    return tuple(sorted(changes, key=lambda change: place[change.field]))


def told(text: str) -> str:
    """A free text as one running text; a text that is missing is said to be."""
    return " ".join(text.split()) or "niets vastgelegd"


def signed(number: int) -> str:
    """A difference with its sign; 0 has none."""
    return f"{number:+d}" if number else "0"


def printed_signed(number: int) -> str:
    """A difference with its sign, and with a real minus for print."""
    return signed(number).replace("-", "−")
