"""What the supervisor is asked about a unit, and how the typed lines become a statement for the store."""

from __future__ import annotations

from collections.abc import Callable

from osv_tui.election.form import VALID, FieldId, Form
from osv_tui.election.workflow import Act, allows
from osv_tui.store.judging import CountStatement, Dossier, ErrorStatement
from osv_tui.store.problems import Refused
from osv_tui.ui.field_names import field_called, full_name, how_to_type, short_name
from osv_tui.ui.matters import difference_said
from osv_tui.ui.statement import Line, Statement, Typed

_REASON = Line("Reden (komt in het verslag)")


# Judging and accounting.


def judging_form(codes: tuple[str, ...], *, again: bool) -> Statement:
    """What was found on paper about the checks with ``codes``; ``again`` if it was stated before."""
    about = f"Over {', '.join(dict.fromkeys(codes))}. Schrijf op wat u op het papier hebt gezien."
    anew = " U hebt dit al beoordeeld. Wat u nu schrijft, komt ervoor in de plaats." if again else ""
    return Statement(
        "Beoordelen",
        about + anew,
        (
            Line("Wat hebt u op papier bekeken?"),
            Line("Wat hebt u daar gevonden?"),
            Line("Wie heeft opnieuw geteld? (leeg: niemand)", optional=True),
        ),
    )


def account_form(seen: Dossier) -> Statement:
    """How the count difference came about, and what was counted again."""
    anew = " Wat u nu schrijft, komt in de plaats van wat er stond." if seen.account.count_account else ""
    return Statement(
        "Telverschil verantwoorden",
        f"{difference_said(seen.account)}. Dit komt in de verantwoording die openbaar wordt.{anew}",
        (
            Line("Oorzaak, kort"),
            Line("Verantwoording: wat is er gebeurd en uitgezocht?"),
            Line("Passen opnieuw geteld, keer", short=True, number=True, optional=True),
            Line("Biljetten opnieuw geteld, keer", short=True, number=True, optional=True),
            Line("Door wie opnieuw geteld?", short=True),
            Line("Wie besloot dat?", short=True),
        ),
    )


def account_of(typed: Typed) -> CountStatement:
    cause, account, passes, ballots, by, decided = typed
    return CountStatement(cause, account, int(passes or 0), int(ballots or 0), by, decided)


def error_form(form: Form) -> Statement:
    """A figure of the counting team that was added up otherwise later."""
    return Statement(
        "Fout op papier vastleggen",
        f"De telling verandert hier niet door. {how_to_type(form)}",
        (
            Line("Op welk papier staat het?"),
            Line("Veld", short=True, meaning=lambda typed: _meant(form, typed)),
            Line("Getal van de telploeg", short=True, number=True),
            Line("Getal na optelling of hertelling", short=True, number=True),
            Line("Oorzaak"),
            Line("Verantwoording"),
        ),
    )


def error_of(form: Form, typed: Typed) -> ErrorStatement:
    """Raises Refused when the form has no such field, or a figure is missing."""
    sheet, name, old, new, cause, account = typed
    field = _field(form, name)
    if not (old and new):
        raise Refused("Vul beide getallen in: dat van de telploeg, en dat erna.")
    return ErrorStatement(sheet, field, int(old), int(new), cause, account)


def _meant(form: Form, typed: str) -> str:
    found = field_called(form, typed)
    return full_name(form, found) if found else ""


def _field(form: Form, name: str) -> FieldId:
    found = field_called(form, name)
    if found is None:
        raise Refused(f"«{name.strip()}» staat niet op dit formulier.")
    return found.id


# Deciding.


def reason_form(title: str, text: str) -> Statement:
    return Statement(title, text, (_REASON,))


def fields_form(seen: Dossier) -> Statement:
    """Which fields are typed again."""
    example = short_name(seen.form, VALID)
    line = Line(f"Welke velden? Zet er een spatie tussen, zoals: {example} 3.12 3.totaal")
    return Statement(
        "Welke velden moeten opnieuw?", f"{typed_again(seen)} {how_to_type(seen.form)}", (line, _REASON)
    )


def fields_of(form: Form, typed: str) -> tuple[FieldId, ...]:
    """Raises Refused when the form has no such field."""
    return tuple(_field(form, name) for name in typed.replace(",", " ").split())


def typed_again(seen: Dossier) -> str:
    """Who types the fields again that are sent back."""
    if allows(seen.state, Act.LET_STAND):
        return "De velden worden leeggemaakt. De invoerder typt ze opnieuw van het papier."
    return (
        "De velden worden leeggemaakt. Beide invoerders typen ze opnieuw van het papier, zonder elkaars"
        " getallen te zien."
    )


def reopening_form(seen: Dossier, words: Callable[[str], str]) -> Statement:
    """Why a final unit is opened again, with what that brings, in the ``words`` of the level."""
    title, said = f"Stembureau {seen.unit.number} heropenen?", reopening_said(seen)
    return Statement(words(title), words(said), (_REASON,))


def reopening_said(seen: Dossier) -> str:
    """What happens when a final unit is reopened."""
    return (
        f"Stembureau {seen.unit.number} wordt heropend: het wordt versie {seen.version + 1}. Twee personen"
        " typen alles opnieuw van het papier, zonder de oude getallen of elkaars getallen te zien. De oude"
        " getallen blijven bewaard. Wat u bij deze versie beoordeelde, moet daarna opnieuw."
    )
