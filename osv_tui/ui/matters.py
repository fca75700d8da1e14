"""What the dossier of a unit says, as lines for the supervisor: its figures, and what is to be settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from osv_tui.election import form as f
from osv_tui.election.accountability import AllegedError, Correction, CountAccount, Disposition, UnitAccount
from osv_tui.election.check_pages import title
from osv_tui.election.checks import Check, Finding
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, FieldKind, Form
from osv_tui.election.model import UnitKind
from osv_tui.election.release_gate import Blocking, blocked_accounts
from osv_tui.election.witness import Row
from osv_tui.election.workflow import Act, UnitState, allows
from osv_tui.store.judging import Dossier
from osv_tui.ui.field_names import full_name, short_name

_ANSWERS = {f.Answer.NOT_TICKED.value: "niets ingevuld", f.Answer.YES.value: "ja", f.Answer.NO.value: "nee"}


@dataclass(frozen=True)
class Matter:
    """One thing in the dossier: its code, what it is called, how it stands, and all there is to say of it.

    ``finding`` is the finding it is about, ``error`` the row of the alleged error; most have neither.
    """

    code: str
    title: str
    stand: str
    text: str
    finding: Finding | None = None
    error: int | None = None

    @property
    def is_open(self) -> bool:
        return self.stand == OPEN


OPEN = "open"


def matters(seen: Dossier, kind: UnitKind = UnitKind.STATION) -> tuple[Matter, ...]:
    """All that is in a dossier: the count difference, findings, the lower file, errors, corrections."""
    return (*_difference(seen), *_findings(seen, kind), *_in_file(seen), *_errors(seen), *_corrections(seen))


def figures(seen: Dossier) -> tuple[str, ...]:
    """The figures that matter, as lines: voters and ballots, and what the paper says of their difference."""
    count, form = seen.account.count, seen.form
    if count.get(f.FOUND) is None:
        return _upper_figures(form, count)
    voters = _row(form, count, (f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES, f.ADMITTED))
    again = _row(form, count, (f.POLL_CARDS_2, f.PROXIES_2, f.VOTER_PASSES_2, f.ADMITTED_2))
    apart = f"H-D {_signed(count.number(f.FOUND) - count.admitted)}"
    ballots = f"{_row(form, count, (f.VALID, f.BLANK, f.INVALID, f.FOUND))}   {apart}"
    if again:
        return (f"{voters}   {again}", ballots, _stated(count))
    return (f"{voters}   {ballots}", _stated(count))


def _upper_figures(form: Form, count: Count) -> tuple[str, ...]:
    """The figures of a municipality or kieskring, whose fields have no letters."""
    fields = (f.ELIGIBLE, f.VALID, f.BLANK, f.INVALID, f.PROXIES, f.VOTER_PASSES)
    known = (field for field in fields if count.get(field) is not None)
    row = "  ".join(f"{short_name(form, field)} {count.get(field)}" for field in known)
    return row, _explained(count)


def left_to_do(seen: Dossier) -> str:
    """What the supervisor still has to do at the unit, as a sentence."""
    if allows(seen.state, Act.LET_STAND):
        return "Kijk op het papier. Laat de invoer zo staan (L) of laat opnieuw typen (S)."
    open_ones = [blocker.blocking for blocker in blocked_accounts((seen.account,))]
    parts = []
    if Blocking.FINDING in open_ones:
        parts.append(f"{open_ones.count(Blocking.FINDING)} te beoordelen (B)")
    if Blocking.ACCOUNT in open_ones:
        parts.append("het telverschil verantwoorden (T)")
    if parts:
        return f"Nog te doen: {' en '.join(parts)}."
    final = "Definitief, en hier" if seen.state is UnitState.FINAL else "Hier"
    return f"{final} is niets meer te doen. Esc gaat terug."


def difference_said(account: UnitAccount) -> str:
    """How many ballots more or fewer were found than voters admitted."""
    apart = account.count.number(f.FOUND) - account.count.admitted
    if apart == 0:
        return "D en H zijn gelijk, maar het papier noemt een verschil"
    return f"H is {abs(apart)} {'meer' if apart > 0 else 'minder'} dan D"


def _signed(number: int) -> str:
    return f"{number:+d}" if number else "0"


def _row(form: Form, count: Count, fields: tuple[FieldId, ...]) -> str:
    known = (field for field in fields if count.get(field) is not None)
    return "  ".join(f"{form.by_id[field].letter} {count.get(field)}" for field in known)


def _stated(count: Count) -> str:
    answer = _ANSWERS.get(count.number(f.EQUAL_2 if count.get(f.EQUAL_2) is not None else f.EQUAL), "")
    said = f"D en H gelijk: {answer}"
    if count.get(f.MORE) is None:
        return said
    return f"{said}   {_explained(count)}"


def _explained(count: Count) -> str:
    explained = ", ".join(str(count.number(field)) for field in f.EXPLANATIONS)
    return f"méér {count.number(f.MORE)}  minder {count.number(f.FEWER)}   verklaring 1-5: {explained}"


def _difference(seen: Dossier) -> Iterator[Matter]:
    if not seen.account.has_count_difference or not allows(seen.state, Act.JUDGE):
        return
    account, said = seen.account.count_account, difference_said(seen.account)
    stand = "verantwoord" if account else OPEN
    told = _told_account(account) if account else "Nog niet verantwoord. Met T legt u vast hoe het kwam."
    yield Matter("Telling", f"Telverschil: {said}", stand, told)


def _findings(seen: Dossier, kind: UnitKind) -> Iterator[Matter]:
    for judged in seen.account.findings:
        finding, stated = judged.finding, judged.disposition
        yield Matter(
            code=finding.check.value,
            title=f"{title(finding.check, kind)}{f' ({_subject(finding)})' if finding.subject else ''}",
            stand="beoordeeld" if stated else OPEN,
            text=finding.supervisor_text + (f"\n{_told_disposition(stated)}" if stated else ""),
            finding=finding,
        )


def _subject(finding: Finding) -> str:
    """What a finding is about; beside a file that is a list or a page of the form."""
    if finding.check not in (Check.W651, Check.W652):
        return finding.subject
    page = finding.subject.removeprefix("p")
    return f"blad {page}" if page != finding.subject else f"lijst {page}"


def _in_file(seen: Dossier) -> Iterator[Matter]:
    compared = seen.beside_file
    if compared is None:
        return
    differing = compared.differing
    lines = [f"{full_name(seen.form, row.field)}: {_keyed(row)}" for row in differing]
    if compared.unseen:
        names = ", ".join(short_name(seen.form, field) for field in compared.unseen)
        lines.append(f"Staat niet in het bestand: {names}.")
    count = f"{len(differing)} {'rij' if len(differing) == 1 else 'rijen'} anders dan ingevoerd"
    said = f"Bestand van een lager niveau: {count if differing else 'alles is gelijk'}"
    yield Matter("Bestand", said, "gelezen", "\n".join(lines) or "Elke rij van het bestand is gelijk.")


def _keyed(row: Row) -> str:
    keyed = "niet ingevoerd" if row.keyed is None else f"ingevoerd {row.keyed}"
    return f"{keyed}, in het bestand {row.in_file}"


def _errors(seen: Dossier) -> Iterator[Matter]:
    for recorded in seen.errors:
        error = recorded.error
        name = full_name(seen.form, seen.form.by_id[error.field])
        said = f"{short_name(seen.form, error.field)}: {error.old} werd {error.new} ({name})"
        yield Matter("Papier", said, "vastgelegd", _told_error(error), error=recorded.id)


def _corrections(seen: Dossier) -> Iterator[Matter]:
    for correction in seen.account.corrections:
        count = len(correction.changes)
        changed = f"{count} {'veld' if count == 1 else 'velden'} veranderd" if count else "niets veranderd"
        said = f"Versie {correction.version}: {changed}"
        yield Matter("Opnieuw", said, "ingevoerd", _told_correction(seen.form, correction))


def _told_disposition(stated: Disposition) -> str:
    by = f"\nNageteld door: {stated.recounted_by}" if stated.recounted_by else ""
    return f"Bekeken: {stated.looked_at}\nGevonden: {stated.found}{by}"


def _told_account(account: CountAccount) -> str:
    text = f"Oorzaak: {account.cause}\nVerantwoording: {account.account}"
    if account.passes_recounted or account.ballots_recounted:
        text += (
            f"\nNageteld: passen {account.passes_recounted} keer, stembiljetten {account.ballots_recounted}"
            f" keer, door {account.recounted_by}; besluit van {account.decided_by}"
        )
    return text


def _told_error(error: AllegedError) -> str:
    return (
        f"Op «{error.sheet}» staat {error.old}; na optelling of hertelling {error.new}.\n"
        f"Oorzaak: {error.cause}\nVerantwoording: {error.account}"
    )


def _told_correction(form: Form, correction: Correction) -> str:
    lines = [f"Heropend om {correction.reopened_at:%H:%M}: {correction.reason}"]
    for change in correction.changes:
        field = form.by_id[change.field]
        old, new = (_figure(field.kind, value) for value in (change.old, change.new))
        lines.append(f"{full_name(form, field)}: eerst {old}, nu {new}")
    return "\n".join(lines)


def _figure(kind: FieldKind, value: int | None) -> str:
    if value is None:
        return "niet ingevuld"
    return _ANSWERS[value] if kind is FieldKind.QUESTION else str(value)
