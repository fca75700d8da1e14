"""The help page of each check: what it works out, in words that a pocket calculator can follow.

A page fits a help screen of 80 columns: at most 20 lines of at most 76 characters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import wrap

from osv_tui.election.checks import Check, Severity
from osv_tui.election.model import Level, UnitKind
from osv_tui.election.thresholds import Threshold, Thresholds
from osv_tui.election.unit_words import said_of
from osv_tui.election.upper_check_pages import asked, limit_label, upper_words

WIDTH = 76
LINES = 20
_LABEL_WIDTH = 14


@dataclass(frozen=True)
class CheckPage:
    """What can be read about a check; ``limits`` are its thresholds as they are now, empty if it has none."""

    check: Check
    title: str
    formula: str
    limits: tuple[str, ...]
    marks: str
    typist: str
    supervisor: str

    @property
    def text(self) -> str:
        """The page as lines: its code and title, then each part behind its label."""
        kind = "fout" if self.check.severity is Severity.ERROR else "waarschuwing"
        parts = (
            ("Controle", self.formula),
            *(("Grens", limit) for limit in self.limits),
            ("Gemerkt", self.marks),
            ("Invoerder", self.typist),
            ("Toezicht", self.supervisor),
        )
        lines = [f"{self.check.value}  {self.title} ({kind})"]
        for label, text in parts:
            lines += wrap(
                text,
                WIDTH,
                initial_indent=f"  {label:<{_LABEL_WIDTH - 2}}",
                subsequent_indent=" " * _LABEL_WIDTH,
                break_on_hyphens=False,
            )
        return "\n".join(lines)


def page(check: Check, thresholds: Thresholds, kind: UnitKind = UnitKind.STATION) -> CheckPage:
    """The help page of ``check`` for that ``kind`` of unit, with the thresholds that hold here."""
    entry = _entry(check, kind)
    limits = tuple(f"{limit_label(t, kind)} {said_of(kind, thresholds.said(t))}." for t in entry.thresholds)
    return CheckPage(check, entry.title, entry.formula, limits, entry.marks, entry.typist, entry.supervisor)


def title(check: Check, kind: UnitKind = UnitKind.STATION) -> str:
    """What a check is called in lists and documents that are about that ``kind`` of unit."""
    return _entry(check, kind).title


def checks_at(level: Level) -> tuple[Check, ...]:
    """The checks that can find something at ``level``, in their own order (``upper_checks`` says why)."""
    if level is Level.GSB:
        return tuple(check for check in Check if check not in _ONLY_ABOVE)
    return tuple(check for check in Check if check not in _ONLY_STATIONS)


_ONLY_ABOVE = frozenset({Check.W253, Check.W651, Check.W652})
_ONLY_STATIONS = frozenset(
    {
        *(Check.F201, Check.F203, Check.F301, Check.F302, Check.F304, Check.F305, Check.F306, Check.F307),
        *(Check.F308, Check.F309, Check.W352, Check.W552),
    }
)


def checks_with(threshold: Threshold, kind: UnitKind = UnitKind.STATION) -> tuple[Check, ...]:
    """The checks that compare with ``threshold`` at that ``kind`` of unit."""
    here = checks_at(Level.GSB if kind is UnitKind.STATION else Level.CSB)
    return tuple(check for check in here if threshold in _entry(check, kind).thresholds)


@dataclass(frozen=True)
class _Entry:
    title: str
    formula: str
    marks: str
    supervisor: str
    thresholds: tuple[Threshold, ...] = ()
    typist: str = (
        "Kijk of u het goed las van het papier. Staat het zo op het papier? Laat het dan staan en ga door."
    )


def _entry(check: Check, kind: UnitKind) -> _Entry:
    """What a page says, in the words for ``kind``."""
    entry = _ENTRIES[check]
    if kind is UnitKind.STATION:
        return entry
    if (words := upper_words(check, kind)) is not None:
        return _Entry(
            *(words.title, words.formula, words.marks, words.supervisor, words.thresholds),
            typist=said_of(kind, entry.typist),
        )
    return replace(
        entry,
        title=said_of(kind, entry.title),
        formula=said_of(kind, entry.formula),
        marks=said_of(kind, entry.marks),
        supervisor=said_of(kind, _asking(entry.supervisor, kind)),
        typist=said_of(kind, entry.typist),
    )


def _asking(text: str, kind: UnitKind) -> str:
    """Whoever made the paper is asked, who counted no ballots."""
    for of_station in (_RECOUNT, _HOW):
        text = text.replace(of_station, asked(kind))
    return text


_UNSEEN = "U ziet deze controle niet: zij vergelijkt stembureaus of verkiezingen met elkaar."
_UNSEEN_FILE = "U ziet deze controle niet: zij vergelijkt met een bestand."
_WITNESS = (
    "Leg het papier erbij. Las de invoer het papier verkeerd, laat het dan opnieuw invoeren. Is het bestand "
    "anders dan het papier, vraag dan de gemeente of het hoofdstembureau hoe dat komt. "
    "Schrijf op wat u bekeek en wat u vond."
)
_PAPER = "Leg het papier erbij. Zoek welk getal op het papier niet kan kloppen. "
_RECOUNT = (
    "Vraag het stembureau of de telploeg na te tellen. Verandert het papier, laat het dan opnieuw invoeren. "
)
_HOW = "Vraag het stembureau hoe het verschil is ontstaan. "
_STATE = "Blijft het zo, schrijf dan op wat u bekeek en wat u vond."
_SUM = _PAPER + _RECOUNT + _STATE
_LOOK = "Kijk of het verslag van het stembureau dit verklaart. " + _STATE
_ASKED = "de vraag «Zijn D en H gelijk?» (of «Zijn D.2 en H gelijk?»)"
_WHICH_D = " D is D.2 als die is ingevuld."

_ENTRIES = {
    Check.F201: _Entry(
        "Toegelaten kiezers kloppen niet",
        "A + B + C moet gelijk zijn aan D. Bij de hertelling: A.2 + B.2 + C.2 moet gelijk zijn aan D.2. "
        "Zonder kiezerspassen op het formulier telt C niet mee.",
        "A, B, C en D, of A.2 tot en met D.2",
        _SUM,
    ),
    Check.F202: _Entry(
        "Lijsten tellen niet op tot E",
        "De totalen van alle lijsten samen moeten gelijk zijn aan E.",
        "de totalen van de lijsten, en E",
        _SUM,
    ),
    Check.F203: _Entry(
        "Stembiljetten tellen niet op tot H",
        "E + F + G moet gelijk zijn aan H.",
        "E, F, G en H",
        _SUM,
    ),
    Check.F204: _Entry(
        "E is nul, maar er zijn stemmen",
        "De totalen van alle lijsten samen zijn meer dan 0, en E is 0. F.202 en F.203 gelden dan niet.",
        "de totalen van de lijsten, en E",
        _SUM,
    ),
    Check.F301: _Entry(
        "Antwoord ja, maar D en H verschillen",
        "Bij de vraag of D en H gelijk zijn staat ja, maar D is een ander getal dan H." + _WHICH_D,
        _ASKED,
        _SUM,
    ),
    Check.F302: _Entry(
        "Antwoord nee, maar D en H zijn gelijk",
        "Bij de vraag of D en H gelijk zijn staat nee, maar D is hetzelfde getal als H." + _WHICH_D,
        _ASKED,
        _SUM,
    ),
    Check.F304: _Entry(
        "Niet ingevuld of D en H gelijk zijn",
        "Bij de vraag of D en H gelijk zijn is geen hokje aangekruist.",
        _ASKED,
        "Vergelijk D en H zelf op het papier. " + _STATE,
    ),
    Check.F305: _Entry(
        "Geen verschil, maar wel méér of minder",
        "D is gelijk aan H. Dan moeten méér geteld en minder geteld allebei 0 zijn." + _WHICH_D,
        "méér geteld en minder geteld, waar geen 0 staat",
        _SUM,
    ),
    Check.F306: _Entry(
        "Méér geteld klopt niet met H min D",
        "H is meer dan D. Dan moet bij méér geteld H min D staan." + _WHICH_D,
        "méér geteld",
        _SUM,
    ),
    Check.F307: _Entry(
        "Minder geteld, terwijl H meer is dan D",
        "H is meer dan D. Dan moet bij minder geteld 0 staan." + _WHICH_D,
        "méér geteld en minder geteld",
        _SUM,
    ),
    Check.F308: _Entry(
        "Minder geteld klopt niet met D min H",
        "H is minder dan D. Dan moet bij minder geteld D min H staan." + _WHICH_D,
        "minder geteld",
        _SUM,
    ),
    Check.F309: _Entry(
        "Méér geteld, terwijl H minder is dan D",
        "H is minder dan D. Dan moet bij méér geteld 0 staan." + _WHICH_D,
        "méér geteld en minder geteld",
        _SUM,
    ),
    Check.F401: _Entry(
        "Totaal van een lijst is nul",
        "De kandidaten van een lijst hebben samen stemmen, maar het totaal van de lijst is 0.",
        "de lijst",
        _SUM,
    ),
    Check.F402: _Entry(
        "Kandidaten tellen niet op tot het totaal",
        "De stemmen van alle kandidaten van een lijst samen moeten gelijk zijn aan het totaal van de lijst.",
        "de lijst",
        _SUM,
    ),
    Check.W201: _Entry(
        "Veel blanco stembiljetten",
        "F maal 100 gedeeld door H. Gemeld als de uitkomst de grens is, of meer. Niet als H 0 is.",
        "F",
        "Vraag of blanco en geldige stembiljetten door elkaar zijn geraakt. " + _RECOUNT + _STATE,
        (Threshold.BLANK_PERCENT,),
    ),
    Check.W202: _Entry(
        "Veel ongeldige stembiljetten",
        "G maal 100 gedeeld door H. Gemeld als de uitkomst de grens is, of meer. Niet als H 0 is.",
        "G",
        "Vraag waarom zij ongeldig zijn. " + _RECOUNT + _STATE,
        (Threshold.INVALID_PERCENT,),
    ),
    Check.W203: _Entry(
        "Groot verschil tussen kiezers en stembiljetten",
        "Het verschil tussen D en H, en dat verschil maal 100 gedeeld door H. Gemeld als een van de twee de "
        "grens is, of meer. Is H 0 en D niet, dan altijd." + _WHICH_D,
        "D en H",
        _RECOUNT + _STATE,
        (Threshold.DIFFERENCE_PERCENT, Threshold.DIFFERENCE_COUNT),
    ),
    Check.W204: _Entry(
        "Geen stembiljetten geteld",
        "H is 0.",
        "H",
        "Vraag of dit stembureau open was en of het papier compleet is. " + _STATE,
    ),
    Check.W251: _Entry(
        "Meer stembiljetten dan opgeroepen kiezers",
        "H maal 100 gedeeld door het aantal opgeroepen kiezers van dit stembureau. Gemeld als de uitkomst "
        "meer is dan de grens. Niet als voor dit stembureau niemand is opgeroepen.",
        "H",
        "Dit mag: een kiezer kan in elk stembureau van de gemeente stemmen. Kijk of het hier kan, en of het "
        "papier van dit stembureau is. " + _STATE,
        (Threshold.CALLED_UP_PERCENT,),
    ),
    Check.W252: _Entry(
        "Opkomst erg laag of erg hoog",
        "H maal 100 gedeeld door het aantal opgeroepen kiezers van dit stembureau. Gemeld als de uitkomst "
        "buiten de grenzen is. Niet als H 0 is, als niemand is opgeroepen, of als W.251 al is gemeld.",
        "H",
        "Kijk of het papier van dit stembureau is en of alle stembiljetten zijn geteld. " + _STATE,
        (Threshold.TURNOUT_LOW, Threshold.TURNOUT_HIGH),
    ),
    Check.W253: _Entry(
        "Meer volmachten dan toegelaten kiezers",
        "Alleen op de niveaus boven een gemeente. Volmachten plus kiezerspassen (als die op het "
        "formulier staan) mogen niet meer zijn dan de toegelaten kiezers: alle geldige, blanco en ongeldige "
        "stemmen samen, min méér geteld, plus minder geteld.",
        "volmachten en kiezerspassen",
        "Leg het papier erbij. Kijk of een getal in het verkeerde vak staat. " + _STATE,
    ),
    Check.W351: _Entry(
        "Verklaringen passen niet bij het verschil",
        "De verklaringen 1 tot en met 5 moeten samen gelijk zijn aan méér plus minder geteld. Verklaring 1 "
        "en 2 samen mogen niet meer zijn dan minder geteld. Verklaring 3 mag niet meer zijn dan méér geteld.",
        "méér en minder geteld, en de verklaringen",
        _HOW + _STATE,
    ),
    Check.W352: _Entry(
        "Verschil zonder verklaring",
        "Bij «geen verklaring voor het verschil» staat de grens, of meer.",
        "verklaring 4",
        "Vraag wat er is gezocht en nageteld. " + _STATE,
        (Threshold.UNEXPLAINED_COUNT,),
    ),
    Check.W451: _Entry(
        "Lijst zonder stemmen in een groot stembureau",
        "Stemmen op de lijst in de andere stembureaus, gedeeld door alle stemmen daar, maal alle stemmen "
        "hier. Gemeld als dat de grens is of meer, terwijl de lijst hier 0 stemmen heeft.",
        "het totaal van de lijst",
        "Kijk of de stapel van deze lijst is meegeteld. " + _RECOUNT + _STATE,
        (Threshold.EMPTY_LIST_VOTES, Threshold.OTHER_UNITS),
        _UNSEEN,
    ),
    Check.W452: _Entry(
        "Lijst heeft een heel ander aandeel",
        "Stemmen op de lijst hier maal 100 gedeeld door alle stemmen hier. Hetzelfde voor alle andere "
        "stembureaus samen. Gemeld als het verschil tussen die twee de grens is, of meer.",
        "het totaal van de lijst",
        "Kijk of stapels of lijsten zijn verwisseld. " + _RECOUNT + _STATE,
        (Threshold.LIST_SHARE_POINTS, Threshold.OTHER_UNITS),
        _UNSEEN,
    ),
    Check.W453: _Entry(
        "Twee kandidaten lijken verwisseld",
        "Verwacht aantal: stemmen op de kandidaat in de andere stembureaus, gedeeld door de stemmen op zijn "
        "lijst daar, maal de stemmen op zijn lijst hier. Gemeld als de een ten minste de factor maal het "
        "verwachte aantal heeft, en de ander hoogstens het verwachte aantal gedeeld door de factor. Wat de "
        "een heeft en wat bij de ander is verwacht, is allebei ten minste het aantal stemmen hieronder. Na "
        "verwisselen wijkt geen van beide nog zo af.",
        "de twee kandidaten",
        "Kijk of twee regels of stapels zijn verwisseld. " + _RECOUNT + _STATE,
        (Threshold.SWAP_FACTOR, Threshold.SWAP_VOTES, Threshold.OTHER_UNITS),
        _UNSEEN,
    ),
    Check.W551: _Entry(
        "Zelfde uitslag als een ander stembureau",
        "A tot en met H en alle stemmen zijn gelijk aan die van een ander stembureau. Niet als H 0 is.",
        "H",
        "Leg beide papieren naast elkaar. Is een papier onder twee nummers ingevoerd? " + _STATE,
        (),
        _UNSEEN,
    ),
    Check.W552: _Entry(
        "Ander aantal kiezers dan bij de andere verkiezing",
        "D hier bij de verkiezing met de meeste kiezers, maal D van de andere stembureaus samen bij de "
        "andere verkiezing, gedeeld door D van de andere stembureaus samen bij de eerste. Dat is hier de "
        "verwachte D bij de andere verkiezing. Gemeld als de echte D daar van afwijkt, op of boven beide "
        "grenzen. Alleen als nummer en naam gelijk zijn, en het stembureau precies twee verkiezingen heeft.",
        "D",
        "Leg beide papieren naast elkaar. Zijn stempassen bij de verkeerde verkiezing geteld? " + _STATE,
        (Threshold.ADMITTED_PERCENT, Threshold.ADMITTED_COUNT, Threshold.OTHER_UNITS),
        _UNSEEN,
    ),
    Check.W651: _Entry(
        "Lege lijst, maar stemmen in het bestand",
        "Alle kandidaten en het totaal van een lijst zijn 0. In het EML-bestand van de gemeente of de "
        "kieskring heeft deze lijst wel stemmen.",
        "de lijst, waar het bestand geen 0 heeft",
        _WITNESS,
        (),
        _UNSEEN_FILE,
    ),
    Check.W652: _Entry(
        "Ander getal dan in het bestand",
        "Elk getal dat ook in het EML-bestand van de gemeente of de kieskring staat, moet daaraan gelijk "
        "zijn. Per bladzijde is er één melding. Het bestand telt nooit als uitslag: het papier geldt.",
        "wat verschilt",
        _WITNESS,
        (),
        _UNSEEN_FILE,
    ),
}
