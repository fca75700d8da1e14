"""Invented people and places, with the spellings that a count form must be able to show."""

from __future__ import annotations

from osv_tui.election.model import Candidate, Gender
from osv_tui.rehearsal.dice import Dice

VILLAGES = (
    *(
        "Oefenwaarde",
        "Âlddyk",
        "Proefhuizen",
        "Leerterp",
        "Nij Begjin",
        "'t Voorbeeld",
        "Skûlwert",
        "Telburen",
    ),
    *("Repetitieveen", "Zuid-Oefenwaarde", "Sint Exempel", "Mûsterhiem"),
)
"""Villages of the practice municipality; none exists."""

BUILDINGS = (
    *("Dorpshuis De Zaaier", "Basisschool 't Kompas", "Doarpshûs De Wjukken", "Sporthal Zuid", "Kerkgebouw"),
    *("Café De Zeeën", "Bibliotheek", "MFC It Bûthús", "Kantine voetbalvereniging", "Gemeentehuis"),
    *("Verzorgingshuis Avondrood", "Brandweerkazerne", "Gymzaal Noord", "Molen De Ruïne"),
)

_SURNAMES = (
    *("Aardema", "Åkerman", "van den Akker", "Âldsma", "ter Beek", "Bijlsma", "Boersma", "de Boer-Ytsma"),
    *(
        "van der Bûnte",
        "Çetin",
        "van Dam",
        "Dôlleman",
        "Dijkgraaf",
        "Dvořák",
        "van Eerde",
        "Erdoğan",
        "Faber",
    ),
    *("Feenstra", "Fûgel", "Gerritsen", "Grêftsma", "de Haan", "ten Hage", "in 't Hout", "Hûsman", "IJpma"),
    *(
        "van IJssel",
        "Jongsma",
        "Jørgensen",
        "Kalma",
        "de Koe",
        "Kuipers",
        "Lútsen",
        "van der Laan",
        "Łukasik",
    ),
    *("van der Meulen", "Mollema", "Müller", "'t Noord", "Noordstra", "Núman", "Oosterhof", "op den Oever"),
    *("Ouwehand", "Öztekin", "Peña", "Pietersma", "Ravenstein", "de Roo-van Dam", "Reitsma", "Schaafsma"),
    *("Skûtema", "van 't Slot", "Šimić", "Terpstra", "Tsjerkema", "Ûlesma", "uit de Weide", "Veldkamp"),
    *("van de Vliet", "Waterlander", "de Wâl", "Wîdsma", "Ybema", "Yıldız", "Zandstra", "Zijlstra"),
)
_PREFIXES = (
    *("van der", "van den", "van de", "van 't", "uit de", "op den", "in 't", "van", "de", "ter", "ten", "'t"),
)
_WOMEN = (
    *(
        "Aafke",
        "Bé",
        "Chloë",
        "Dieuwke",
        "Eefje",
        "Fardau",
        "Gül",
        "Hélène",
        "Ineke",
        "Jeltsje",
        "Klaske",
        "Loïs",
    ),
    *("Maaike", "Nynke", "Renée", "Sjûkje", "Tsjitske", "Wâltsje", "Zoë"),
)
_MEN = (
    *(
        "Anne",
        "Bauke",
        "Daniël",
        "Eeltsje",
        "Folkert",
        "Gürkan",
        "Hylke",
        "IJsbrand",
        "Jürgen",
        "Kees",
        "Matthijs",
    ),
    *("Njord", "Oene", "Pier", "René", "Sjoerd", "Tsjêrd", "Uğur", "Wytze", "Ynte"),
)
_MORE_INITIALS = (
    "A.",
    "B.",
    "C.",
    "D.",
    "E.",
    "F.",
    "G.",
    "H.",
    "IJ.",
    "J.",
    "K.",
    "M.",
    "P.",
    "S.",
    "T.",
    "Th.",
    "W.",
)


def invented_candidate(dice: Dice, number: int, *, publish_gender: bool) -> Candidate:
    """Someone who does not exist, at place ``number`` of a list."""
    gender = dice.pick((Gender.FEMALE, Gender.MALE))
    first_name = dice.pick(_WOMEN if gender is Gender.FEMALE else _MEN)
    prefix, last_name = _parts(dice.pick(_SURNAMES))
    return Candidate(
        number=number,
        last_name=last_name,
        prefix=prefix,
        initials=_initial(first_name) + "".join(dice.pick(_MORE_INITIALS) for _ in range(dice.number(0, 2))),
        first_name=first_name if dice.happens(0.8) else "",
        gender=gender if publish_gender else None,
        locality=dice.pick(VILLAGES),
    )


def _parts(surname: str) -> tuple[str, str]:
    prefix = next((prefix for prefix in _PREFIXES if surname.startswith(f"{prefix} ")), "")
    return prefix, surname[len(prefix) :].strip()


def _initial(first_name: str) -> str:
    return "IJ." if first_name.startswith("IJ") else f"{first_name[0]}."
