"""Short names of the fields of the count form: as a supervisor types and reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from osv_tui.election import form as f
from osv_tui.election.form import Field, FieldId, FieldKind, Form, SectionKind, candidate_field, total_field

_HOW = "lijst.kandidaat (3.12), 3.totaal, meer, minder of v1 tot en met v5."

_WITHOUT_LETTER = {
    f.EQUAL: "gelijk",
    f.RECOUNTED: "herteld",
    f.EQUAL_2: "gelijk.2",
    f.PASSES_COUNTED: "passen",
    f.BALLOTS_COUNTED: "biljetten",
    f.MORE: "meer",
    f.FEWER: "minder",
    **{field: f"v{number}" for number, field in enumerate(f.EXPLANATIONS, 1)},
}
_ABOVE_A_STATION = {
    f.ELIGIBLE: "kiesgerechtigden",
    f.VALID: "geldig",
    f.BLANK: "blanco",
    f.INVALID: "ongeldig",
    f.PROXIES: "volmachten",
    f.VOTER_PASSES: "kiezerspassen",
}
"""Of a form whose fields have no letters."""
_OF_A_LIST = re.compile(r"([1-9][0-9]{0,3})\.([1-9][0-9]{0,3}|t[a-z]*)")


def short_name(form: Form, field: FieldId) -> str:
    """What to type for a field: «E», «3.12», «3.totaal», «meer», «v4»."""
    found, section = form.by_id[field], form.section_of[field]
    if section.kind is SectionKind.LIST:
        return f"{section.list_number}.{'totaal' if found.kind is FieldKind.TOTAL else found.letter}"
    return _WITHOUT_LETTER.get(field) or found.letter or _ABOVE_A_STATION[field]


def how_to_type(form: Form) -> str:
    """How a field of the form is named by who types it."""
    if form.by_id[f.VALID].letter:
        return f"Typ de letter (E), {_HOW}"
    return f"Typ geldig, blanco, ongeldig, {_HOW}"


def field_called(form: Form, typed: str) -> Field | None:
    """The field with a short name, however its capitals were typed; ``None`` if the form has none."""
    name = typed.strip().lower().replace("é", "e")
    of_a_list = _OF_A_LIST.fullmatch(name)
    if of_a_list:
        number, place = int(of_a_list[1]), of_a_list[2]
        field = candidate_field(number, int(place)) if place.isdigit() else total_field(number)
        return form.by_id.get(field)
    fixed = (field for field in form.fields if form.section_of[field.id].kind is not SectionKind.LIST)
    return next((field for field in fixed if short_name(form, field.id).lower() == name), None)


def full_name(form: Form, field: Field) -> str:
    """A field in the words of the paper: «E Stembiljetten met ...», «Lijst 3: 12 Jansen»."""
    section = form.section_of[field.id]
    if section.kind is SectionKind.LIST:
        return f"Lijst {section.list_number}: {f'{field.letter} ' if field.letter else ''}{field.label}"
    if field.kind is FieldKind.QUESTION:
        return field.label[: field.label.index("?") + 1]
    if field.id in f.EXPLANATIONS:
        return f"Verklaring {field.letter}: {field.label[0].lower()}{field.label[1:]}"
    return f"{field.letter} {field.label}".strip()


def short_names(form: Form, fields: Iterable[FieldId], most: int = 8) -> str:
    """Some fields by their short names: «E, F, G, H», and of a long row only how many there are."""
    names = [short_name(form, field) for field in fields]
    return ", ".join(names) if len(names) <= most else f"{len(names)} velden"
