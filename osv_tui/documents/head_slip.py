"""The slip with the head of the chain, for what the file cannot prove about itself (trust §3.5)."""

from __future__ import annotations

from dataclasses import dataclass

from osv_tui.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    KeyValue,
    KeyValues,
    PenCode,
    paragraph,
    runs,
)
from osv_tui.documents.staff import (
    MOMENTS,
    ChainHead,
    Moment,
    Station,
    staff_document,
    station_rows,
    two_signatures,
)
from osv_tui.documents.wording import moment

_GROUPS_PER_LINE = 4
_KEY_GROUP = 4


@dataclass(frozen=True)
class HeadSlipFacts:
    """The head of the chain at a fixed moment; ``final_units`` is how many units were final then.

    ``key`` is the public key of the sitting as SSH writes it, ``None`` but at its opening.
    """

    station: Station
    moment: Moment
    final_units: int
    head: ChainHead
    key: str | None = None


def head_slip(facts: HeadSlipFacts) -> Document:
    """One page with the code of the log, to be copied from the screen and signed by two."""
    words = facts.station.words
    return staff_document(
        facts.station,
        "Controlecode van het logboek",
        KeyValues(
            (
                *station_rows(facts.station),
                KeyValue("Moment", f"{words(MOMENTS[facts.moment])}, {moment(facts.station.made)}"),
                KeyValue(words("Definitieve stembureaus"), str(facts.final_units)),
                KeyValue("Regel van het logboek", str(facts.head.seq)),
                *_key(facts.key),
            )
        ),
        paragraph(
            "Vergelijk deze code regel voor regel met het scherm. Schrijf daarna in de vakjes over wat op "
            "het scherm staat. Is een teken anders, ga dan niet verder en roep de toezichthouder."
        ),
        PenCode(facts.head.groups, _GROUPS_PER_LINE),
        *_meaning(),
        *two_signatures(row_height=27.0 if facts.key is None else 22.0),
    )


def _key(key: str | None) -> tuple[KeyValue, ...]:
    """The key with which is signed what is published, in groups: its letters are compared one by one."""
    if key is None:
        return ()
    groups = [key[at : at + _KEY_GROUP] for at in range(0, len(key), _KEY_GROUP)]
    half = (len(groups) + 1) // 2
    return (
        KeyValue("Sleutel van de zitting", " ".join(groups[:half])),
        KeyValue("(zie allowed_signers)", " ".join(groups[half:])),
    )


def _meaning() -> tuple[Block, ...]:
    return (
        Heading(2, "Wat deze code laat zien, en wat niet"),
        paragraph(
            "De code hangt af van alle regels van het logboek tot nu toe. Is later een regel gewijzigd, "
            "weggehaald of toegevoegd, dan klopt de code niet meer. Drie dingen ziet het programma zelf "
            "niet. Ze blijken alleen als u de code van het bestand met dit papier vergelijkt:"
        ),
        Bullets(
            (
                runs("iemand heeft het hele logboek gewijzigd en alle codes opnieuw berekend;"),
                runs("iemand heeft de laatste regels van het logboek weggehaald;"),
                runs("iemand heeft een oudere kopie van het bestand teruggezet."),
            )
        ),
        paragraph(
            "Zonder dit papier kan niemand dat achteraf nog zien. Wat na dit moment gebeurt, beschermt "
            "pas de volgende code. Bewaar dit blad apart van de computer. Later vergelijken: "
            "osv-tui check STATION --head CODE."
        ),
    )
