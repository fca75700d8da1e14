"""What the checks say above a municipality, where the papers have other numbers (``upper_checks``).

A check that is not here says the same as at a polling station, in the words of the level.
"""

from __future__ import annotations

from dataclasses import dataclass

from osv_tui.election.finding import Check
from osv_tui.election.model import UnitKind
from osv_tui.election.thresholds import Threshold
from osv_tui.election.unit_words import said_of

_ALL_VOTES = "alle stemmen (geldig, blanco en ongeldig)"
_STATE = "Blijft het zo, schrijf dan op wat u bekeek en wat u vond."


@dataclass(frozen=True)
class UpperWords:
    """What is said of a check above a municipality."""

    title: str
    formula: str
    marks: str
    supervisor: str
    thresholds: tuple[Threshold, ...] = ()


def asked(kind: UnitKind) -> str:
    """What a supervisor asks whoever made the paper of a unit."""
    who = "de gemeente" if kind is UnitKind.MUNICIPALITY else "het hoofdstembureau"
    return f"Vraag {who} dit na te gaan. Verandert het papier, laat het dan opnieuw invoeren. "


def limit_label(threshold: Threshold, kind: UnitKind) -> str:
    """What a threshold is called: there is no D or H above a municipality, and nobody is called up there."""
    if kind is UnitKind.STATION:
        return threshold.bound.label
    return _LABELS.get(threshold) or said_of(kind, threshold.bound.label)


_LABELS = {
    Threshold.BLANK_PERCENT: "Veel blanco stemmen, vanaf",
    Threshold.INVALID_PERCENT: "Veel ongeldige stemmen, vanaf",
    Threshold.DIFFERENCE_PERCENT: "Groot verschil kiezers en stembiljetten, vanaf",
    Threshold.CALLED_UP_PERCENT: "Stemmen van de kiesgerechtigden, meer dan",
}


def upper_words(check: Check, kind: UnitKind) -> UpperWords | None:
    """What is said of ``check`` at a unit of that ``kind``; ``None`` where nothing else than at a station."""
    ask = asked(kind) + _STATE
    of_paper = f"Leg het papier erbij. Kijk of het van deze {kind.value} is. {ask}"
    return {
        Check.F202: UpperWords(
            "Lijsten tellen niet op tot de geldige stemmen",
            "De totalen van alle lijsten samen moeten gelijk zijn aan de geldige stemmen op kandidaten.",
            "de totalen van de lijsten, en de geldige stemmen",
            f"Leg het papier erbij. Zoek welk getal op het papier niet kan kloppen. {ask}",
        ),
        Check.F204: UpperWords(
            "Geldige stemmen zijn nul, maar lijsten hebben stemmen",
            "De totalen van alle lijsten samen zijn meer dan 0, en de geldige stemmen op kandidaten zijn 0. "
            "F.202 geldt dan niet.",
            "de totalen van de lijsten, en de geldige stemmen",
            f"Leg het papier erbij. Zoek welk getal op het papier niet kan kloppen. {ask}",
        ),
        Check.W201: UpperWords(
            "Veel blanco stemmen",
            f"De blanco stemmen maal 100, gedeeld door {_ALL_VOTES}. Gemeld als de uitkomst de grens is, of "
            "meer. Niet als er geen stemmen zijn.",
            "de blanco stemmen",
            f"Kijk of blanco en geldige stemmen zijn verwisseld. {ask}",
            (Threshold.BLANK_PERCENT,),
        ),
        Check.W202: UpperWords(
            "Veel ongeldige stemmen",
            f"De ongeldige stemmen maal 100, gedeeld door {_ALL_VOTES}. Gemeld als de uitkomst de grens is, "
            "of meer. Niet als er geen stemmen zijn.",
            "de ongeldige stemmen",
            f"Kijk of het getal in het verkeerde vak staat. {ask}",
            (Threshold.INVALID_PERCENT,),
        ),
        Check.W203: UpperWords(
            "Groot verschil tussen kiezers en stembiljetten",
            f"Méér geteld plus minder geteld, maal 100, gedeeld door {_ALL_VOTES}. Gemeld als de uitkomst de "
            "grens is, of meer. Zijn er geen stemmen maar wel een verschil, dan altijd.",
            "méér en minder geteld",
            ask,
            (Threshold.DIFFERENCE_PERCENT,),
        ),
        Check.W204: UpperWords(
            "Geen stemmen geteld",
            "De geldige, blanco en ongeldige stemmen zijn allemaal 0.",
            "de geldige, blanco en ongeldige stemmen",
            of_paper,
        ),
        Check.W251: UpperWords(
            "Meer stemmen dan kiesgerechtigden",
            f"{_ALL_VOTES.capitalize()} maal 100, gedeeld door de kiesgerechtigden. Gemeld als de uitkomst "
            "meer is dan de grens, of als er stemmen zijn en 0 kiesgerechtigden.",
            "de kiesgerechtigden en de stemmen",
            of_paper,
            (Threshold.CALLED_UP_PERCENT,),
        ),
        Check.W252: UpperWords(
            "Opkomst erg laag of erg hoog",
            f"{_ALL_VOTES.capitalize()} maal 100, gedeeld door de kiesgerechtigden. Gemeld als de uitkomst "
            "buiten de grenzen is. Niet als er geen stemmen zijn, of als W.251 al is gemeld.",
            "de kiesgerechtigden en de stemmen",
            of_paper,
            (Threshold.TURNOUT_LOW, Threshold.TURNOUT_HIGH),
        ),
        Check.W551: UpperWords(
            f"Zelfde uitslag als een andere {kind.value}",
            f"Kiezers, blanco en ongeldige stemmen en alle stemmen op kandidaten zijn gelijk aan die van een "
            f"andere {kind.value}. Niet als er geen stemmen zijn.",
            "de stemmen",
            f"Leg beide papieren naast elkaar. Is een papier onder twee nummers ingevoerd? {_STATE}",
        ),
    }.get(check)
