"""The audit report as it can be published: roles with a number instead of names (issue 4; trust §3.1).

What is about persons alone becomes a number: who worked here and when, whose sign-in was refused, whose
password was renewed, whose work looked odd. Terminals and folders, which can hold a name, are left out. Texts
that supervisors typed stay, as they are the account; a reader must go through them before publishing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from typing import Any

from osv_tui.documents.audit_facts import (
    AuditFacts,
    EntryLine,
    PackageLine,
    Person,
    SettingLine,
    Withheld,
)
from osv_tui.election.signals import Sign


def without_names(facts: AuditFacts) -> AuditFacts:
    """The same evening, without names, staff numbers, user names, terminals and folders."""
    nameless: AuditFacts = _nameless(facts)
    return replace(
        nameless,
        signals=(),
        persons=(),
        aliases=(),
        resets=(),
        switches=(),
        sittings=(),
        refusals=(),
        backups=(),
        withheld=_withheld(facts),
    )


def _withheld(facts: AuditFacts) -> Withheld:
    signs = Counter(line.signal.sign for line in facts.signals)
    return Withheld(
        persons=len(facts.persons),
        sign_ins=len(facts.sittings),
        refused_sign_ins=sum(each.count for each in facts.refusals),
        resets=len(facts.resets),
        switches=len(facts.switches),
        copies=sum(each.count for each in facts.backups if each.went_well),
        failed_copies=sum(each.count for each in facts.backups if not each.went_well),
        signals=tuple((sign, signs[sign]) for sign in Sign),
    )


def _nameless(value: Any) -> Any:
    """``value`` with every person in it, however deep, called by the role."""
    match value:
        case Person():
            return Person(value.alias, value.alias)
        case tuple():
            return tuple(map(_nameless, value))
        case EntryLine():
            value = replace(value, terminal="")
        case PackageLine():
            value = replace(value, folder="")
        case SettingLine() if not value.name.startswith("threshold "):
            value = replace(value, value="", said="gewijzigd")
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{each.name: _nameless(getattr(value, each.name)) for each in fields(value)})
