"""``LEESMIJ.txt`` and ``VERIFICATIE.txt``: what a package is, and how anybody checks it with stock tools.

UTF-8 with the line ends of Windows. The commands stand indented by four spaces and can be run as they are,
in the folder of the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from osv_tui.documents.wording import day, moment
from osv_tui.election.model import Level
from osv_tui.election.provenance import public_key_text
from osv_tui.publication.additions import ADDITIONS
from osv_tui.publication.facts import PackageFacts
from osv_tui.publication.manifest import BLAKE3SUMS, SHA256SUMS, SIGNATURE
from osv_tui.publication.package_manifest import replaces
from osv_tui.publication.sorts import CHECKER_NAME, HEADINGS
from osv_tui.publication.sshsig import IDENTITY, NAMESPACE

_FIXED_FILES = ("index.html", "LEESMIJ.txt", "VERIFICATIE.txt", "manifest.json", "dataset.jsonld", BLAKE3SUMS)
SIGNATURE_COMMAND = (
    f"ssh-keygen -Y verify -f allowed_signers -I {IDENTITY} -n {NAMESPACE} -s {SIGNATURE} < {SHA256SUMS}"
)
_WIDTH = 88


def listed_files(facts: PackageFacts) -> int:
    """How many lines ``SHA256SUMS`` has: what belongs on paper beside its code."""
    return len(facts.files) + len(_FIXED_FILES) + (facts.key is not None)


def read_me(facts: PackageFacts) -> bytes:
    """What the package is, what is where, and what to do when something is wrong."""
    return _text(_read_me(facts))


def verification(facts: PackageFacts) -> bytes:
    """How to check that the package is whole and real, and that its totals hold."""
    return _text(_verification(facts))


def report_to(facts: PackageFacts) -> str:
    """With whom one reports what is wrong: the end of a sentence, without its full stop."""
    own = facts.publishing.contact or facts.the_authority
    central = facts.release.tally.election.committee.level is Level.CSB
    return f"bij {own}" if central else f"bij {own}, en bij het centraal stembureau"


def sitting(facts: PackageFacts) -> str:
    """When and where the central committee meets."""
    told = facts.publishing.sitting
    if told:
        return f"De zitting is: {told}."
    return "Wanneer en waar die zitting is, maakt het centraal stembureau bekend."


def _text(told: Iterator[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in told).encode()


def _title(facts: PackageFacts, title: str) -> Iterator[str]:
    release = facts.release
    if facts.practice:
        yield "OEFENING: dit is geen echte uitslag."
        yield ""
    yield title
    yield f"{release.tally.election.name}, {facts.authority}"
    yield f"Versie {release.version}, gemaakt op {moment(release.at)}"
    if replaces(release):
        yield replaces(release)
    yield ""


def _read_me(facts: PackageFacts) -> Iterator[str]:
    yield from _title(facts, "WAT IS DIT?")
    yield "Dit zijn de papieren en de bestanden van een getelde verkiezing. Open index.html"
    yield "voor een overzicht met de uitslag en alle bestanden."
    yield ""
    for section, heading in HEADINGS.items():
        files = facts.section(section)
        if files:
            yield f"{section.value}: {heading.lower()}"
            yield from (f"    {file.path.partition('/')[2]}" for file in files)
    yield ""
    yield "Zelf controleren: lees VERIFICATIE.txt."
    yield "De handtekeningen staan alleen op papier. Ze worden niet gepubliceerd."
    yield "Verschilt een bestand van het ondertekende papier? Dan geldt het papier."
    yield ""
    yield from wrap(
        f"Klopt er iets niet? Meld het {report_to(facts)}. Het tellen is "
        "openbaar. Het centraal stembureau stelt de uitslag vast in een openbare zitting. Iedereen mag erbij "
        f"zijn. Kiezers mogen daar bezwaar maken. {sitting(facts)}",
        _WIDTH,
    )
    yield ""
    yield f"Deze bestanden blijven ten minste tot {day(facts.kept_until)} op de website staan."
    yield "U mag ze vrij gebruiken (CC0)."


def _verification(facts: PackageFacts) -> Iterator[str]:
    yield from _title(facts, "ZO CONTROLEERT U DEZE BESTANDEN")
    yield "U hebt ons programma daar niet voor nodig. Open een opdrachtvenster in deze map."
    yield "De regels met vier spaties ervoor zijn opdrachten."
    yield ""
    yield from _sums()
    yield from _number(facts)
    yield from _root()
    yield from _signature(facts)
    yield "6. Reken alles na. Dit is een los programma; er hoeft niets te worden geïnstalleerd."
    yield "   Het telt alle stembureaus opnieuw op en vergelijkt de bestanden met elkaar."
    yield f"    python3 {CHECKER_NAME} ."
    yield ""
    yield f"7. Staat er een bestand {ADDITIONS}? Daarin staan stukken die later op de"
    yield "   website zijn gezet, zoals scans van papier. Die controleert u zo:"
    yield f"    sha256sum --strict -c {ADDITIONS}"
    yield ""
    yield "8. Klopt er iets niet? Gebruik de bestanden dan niet. Het papier geldt."
    yield f"   Meld het {report_to(facts)}."


def _sums() -> Iterator[str]:
    yield "1. Is elk bestand heel? Geen enkele regel mag FAILED of FOUT melden."
    yield "   Linux:"
    yield f"    sha256sum --strict -c {SHA256SUMS}"
    yield "   macOS:"
    yield f"    shasum -a 256 -c {SHA256SUMS}"
    yield "   Windows (PowerShell):"
    yield f"    Get-Content {SHA256SUMS} | % {{ $h,$f = $_ -split '  ',2; if ((Get-FileHash -LiteralPath" + (
        ' $f).Hash -ne $h) { "FOUT $f" } }'
    )
    yield ""
    yield "2. Wilt u een tweede, andere soort controle? Dan hebt u het programma b3sum nodig."
    yield f"    b3sum -c {BLAKE3SUMS}"
    yield ""


def _number(facts: PackageFacts) -> Iterator[str]:
    lines = listed_files(facts)
    there = lines + 1 + (facts.key is not None)
    yield f"3. Tel de regels van {SHA256SUMS}. Het moeten er {lines} zijn, net als op papier."
    yield f"    wc -l < {SHA256SUMS}"
    yield f"   In de map staan dan {there} bestanden. Een bestand dat niet in de lijst staat, hoort er"
    yield "   niet bij: de opdrachten hierboven merken dat niet."
    yield ""


def _root() -> Iterator[str]:
    yield "4. Is dit de lijst die op papier staat? De code die u nu krijgt, moet gelijk zijn aan"
    yield "   de code die met de hand op het papier van de verkiezing is geschreven. Vergelijk"
    yield "   alle tekens. Hoofdletters en kleine letters zijn gelijk."
    yield f"    sha256sum {SHA256SUMS}"
    yield "   Windows (PowerShell):"
    yield f"    Get-FileHash {SHA256SUMS}"
    yield ""


def _signature(facts: PackageFacts) -> Iterator[str]:
    yield "5. De digitale handtekening."
    if facts.key is None:
        yield "   Dit pakket heeft er geen: het is geschreven nadat de zitting was gesloten. De"
        yield "   sleutel was toen al vernietigd. Stap 4 is dan de controle die telt."
    else:
        yield "   De sleutel is gemaakt bij het openen van de zitting en vernietigd bij het sluiten."
        yield f"    {SIGNATURE_COMMAND}"
        yield "   Windows (PowerShell):"
        yield f'    cmd /c "{SIGNATURE_COMMAND}"'
        yield "   Er moet Good staan. Vergelijk daarna de sleutel in het bestand allowed_signers met"
        yield "   de sleutel op het papier van de opening van de zitting. Het is:"
        yield f"   {public_key_text(facts.key)}"
        yield "   De handtekening zegt: dit is in die zitting gemaakt. Meer zegt zij niet."
    yield ""
