"""``index.html``: the page of a package, for everybody; what stands in it is the count and the files."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents.wording import day, moment
from osv_tui.election import form as f
from osv_tui.election.form import candidate_field, count_form, total_field
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.model import CandidateList, UnitKind
from osv_tui.election.provenance import public_key_text
from osv_tui.election.tally import Tally
from osv_tui.eml.short_codes import voted
from osv_tui.publication.facts import PackageFacts, Published
from osv_tui.publication.html import (
    Head,
    Html,
    bullets,
    heading,
    inline,
    lines,
    link,
    number,
    paragraph,
    size,
    steps,
    table,
    tag,
    whole_page,
)
from osv_tui.publication.instructions import listed_files, report_to, sitting
from osv_tui.publication.package_manifest import replaces
from osv_tui.publication.sorts import HEADINGS, spoken_type
from osv_tui.publication.style import STYLE

_FIGURES = {
    f.ADMITTED: "Toegelaten kiezers",
    f.VALID: "Geldige stembiljetten",
    f.BLANK: "Blanco stembiljetten",
    f.INVALID: "Ongeldige stembiljetten",
    f.MORE: "Meer stembiljetten dan kiezers",
    f.FEWER: "Minder stembiljetten dan kiezers",
}
_IN_THE_TABLE = (f.ADMITTED, f.VALID, f.BLANK, f.INVALID)
_SHOWN = 8


def page(facts: PackageFacts) -> bytes:
    """The page: equal facts give equal bytes."""
    election = facts.release.tally.election
    title = f"Uitslag {election.name}, {facts.authority}"
    body = tag("main", Html("\n"), lines(*_sections(facts)), Html("\n"), id="inhoud")
    skip = tag("a", "Naar de inhoud", href="#inhoud", class_="skip")
    top = tag("header", lines(skip, *_top(facts, title)))
    described = Html('<link rel="describedby" href="dataset.jsonld" type="application/ld+json">')
    shown = f"OEFENING: {title}" if facts.practice else title
    return whole_page(shown, STYLE, top, body, _foot(facts), links=(described,))


def _top(facts: PackageFacts, title: str) -> Iterator[Html]:
    release = facts.release
    yield heading(1, title)
    if facts.practice:
        yield tag("p", tag("strong", "Dit is een oefening. Dit is geen echte uitslag."), class_="notice")
    yield paragraph(
        f"Op deze pagina staat wat {facts.the_authority} heeft geteld, met alle papieren en bestanden die "
        "daarbij horen. Iedereen kan het narekenen."
    )
    rows = [
        ("Dag van de stemming", day(release.tally.election.identifier.date)),
        ("Uitslag gemaakt op", moment(release.at)),
        ("Versie", str(release.version)),
        (f"Aantal {_kind(facts).plural}", number(len(release.tally.units))),
        ("Blijft staan tot ten minste", day(facts.kept_until)),
    ]
    yield tag("dl", *(part for row in rows for part in _fact(*row)), class_="facts")
    if replaces(release):
        yield tag("p", replaces(release), class_="notice")
    yield tag(
        "p",
        tag("strong", "Het papier geldt."),
        " Verschilt een bestand van het ondertekende proces-verbaal? Dan geldt wat op papier staat.",
        class_="notice",
    )


def _fact(label: str, value: str) -> tuple[Html, Html]:
    return tag("dt", label), tag("dd", value)


def _kind(facts: PackageFacts) -> UnitKind:
    return facts.release.tally.election.unit_kind


def _sections(facts: PackageFacts) -> Iterator[Html]:
    yield from _result(facts)
    yield from _files(facts)
    yield from _checking(facts)
    yield from _speaking_up(facts)
    yield from _about(facts)


# The count ------------------------------------------------------------------------------------------------


def _result(facts: PackageFacts) -> Iterator[Html]:
    tally = facts.release.tally
    yield heading(2, "De uitslag")
    known = count_form(tally.election, tally.method).by_id
    figures = [(label, field) for field, label in _FIGURES.items() if field in known]
    eligible = tally.election.eligible or tally.total(f.ELIGIBLE)
    rows = [("Opgeroepen kiezers", number(eligible))]
    rows += [(label, number(tally.total(field))) for label, field in figures]
    yield table("Kiezers en stembiljetten", (Head("Wat"), Head("Aantal", True)), rows, id="t-kiezers")
    yield _lists(tally)
    yield from _elected(facts)
    yield _units(facts, tally)
    yield heading(3, "Stemmen per kandidaat")
    yield from (_candidates(tally, each) for each in tally.election.numbered_lists)


def _lists(tally: Tally) -> Html:
    election = tally.election
    rows = [
        (f"{each.number}. {each.display_name}", number(tally.total(total_field(each.number))))
        for each in election.numbered_lists
    ]
    total = number(sum(tally.total(total_field(each.number)) for each in election.numbered_lists))
    heads = Head("Lijst"), Head("Stemmen", True)
    return table("Stemmen per lijst", heads, rows, ("Alle lijsten samen", total), id="t-lijsten")


def _elected(facts: PackageFacts) -> Iterator[Html]:
    """Who has a seat, of a central committee."""
    release = facts.release
    if release.distribution is None:
        return
    election = release.tally.election
    names = {each.number: f"{each.number}. {each.display_name}" for each in election.lists}
    chosen = [
        (names[nomination.set_id.list_number], candidate_at(election, Place.of(each.candidate)).sort_name)
        for nomination in release.distribution.nominations
        for each in nomination.elected
    ]
    rows = [(name, of) for of, name in chosen]
    yield table("Gekozen kandidaten", (Head("Kandidaat"), Head("Lijst")), rows, id="t-gekozen")


def _units(facts: PackageFacts, tally: Tally) -> Html:
    known = count_form(tally.election, tally.method).by_id
    fields = [field for field in _IN_THE_TABLE if field in known]
    lists = tally.election.numbered_lists
    wanted = (*fields, *(total_field(each.number) for each in lists))
    heads = (
        Head(_kind(facts).value.capitalize()),
        *(Head(_FIGURES[field], True) for field in fields),
        *(Head(f"Lijst {each.number}", True) for each in lists),
    )
    rows = (
        (
            f"{counted.unit.number}. {counted.unit.name}",
            *(number(counted.figure(field)) for field in wanted),
        )
        for counted in tally.units
    )
    total = ("Totaal", *(number(tally.total(field)) for field in wanted))
    return table(f"Uitslag per {_kind(facts).value}", heads, rows, total, id="t-bureaus")


def _candidates(tally: Tally, of: CandidateList) -> Html:
    if tally.election.lists_differ:
        rows = [
            (each.name if each.of.kieskringen else f"{each.label}. {each.name}", number(each.total))
            for each in voted(tally, of.number)
        ]
    else:
        rows = [
            (f"{each.number}. {each.sort_name}", number(tally.total(candidate_field(of.number, each.number))))
            for each in of.candidates
        ]
    name = f"Lijst {of.number}, {of.display_name}"
    total = ("Totaal", number(tally.total(total_field(of.number))))
    heads = Head("Kandidaat"), Head("Stemmen", True)
    shown = table(f"Stemmen op {name}", heads, rows, total, id=f"t-lijst-{of.number}")
    return tag("details", tag("summary", name), shown)


# The files ------------------------------------------------------------------------------------------------


def _files(facts: PackageFacts) -> Iterator[Html]:
    yield heading(2, "De bestanden")
    yield paragraph(
        "Achter elk bestand staat een code: de SHA-256. Daarmee ziet u of uw kopie hetzelfde is. U ziet het "
        "begin en het eind. Open de code voor alle tekens."
    )
    for section, title in HEADINGS.items():
        files = facts.section(section)
        if files:
            yield _file_table(f"{section.value[0]}. {title}", files, f"t-map-{section.value[0]}")
    loose = tuple(file for file in facts.files if file.sort.section is None)
    yield _file_table("Hulp bij het narekenen", loose, "t-los")
    yield paragraph(
        *("Verder staan hier: ", link("LEESMIJ.txt", "LEESMIJ.txt (tekst)"), ", "),
        *(link("VERIFICATIE.txt", "VERIFICATIE.txt (tekst)"), ", "),
        *(link("manifest.json", "manifest.json (JSON)"), ", "),
        *(link("dataset.jsonld", "dataset.jsonld (JSON-LD)"), ", "),
        *(link("SHA256SUMS", "SHA256SUMS (tekst)"), " en ", link("BLAKE3SUMS", "BLAKE3SUMS (tekst)"), "."),
    )


def _file_table(caption: str, files: tuple[Published, ...], id: str) -> Html:
    heads = Head("Wat het is"), Head("Bestand"), Head("Grootte", True), Head("Code (SHA-256)")
    rows = ((file.sort.title, _download(file), size(file.size), _code(file)) for file in files)
    return table(caption, heads, rows, id=id)


def _download(file: Published) -> Html:
    name = file.path.rpartition("/")[2]
    return link(file.path, f"{name} ({spoken_type(file.path)}, {size(file.size)})")


def _code(file: Published) -> Html:
    short = f"{file.sha256[:_SHOWN]} … {file.sha256[-_SHOWN:]}"
    return tag("details", tag("summary", short), tag("code", file.sha256))


# What a reader can do -------------------------------------------------------------------------------------


def _checking(facts: PackageFacts) -> Iterator[Html]:
    yield heading(2, "Zelf controleren")
    yield steps(
        "Download alle bestanden, of het zip-bestand dat naast deze map staat.",
        inline(
            "Vergelijk elk bestand met de lijst SHA256SUMS. Hoe dat moet op Windows, macOS en Linux, "
            "staat in ",
            *(link("VERIFICATIE.txt", "VERIFICATIE.txt (tekst)"), "."),
        ),
        f"Kijk of de lijst SHA256SUMS {listed_files(facts)} regels heeft.",
        "Bereken de code van de lijst SHA256SUMS zelf. Die code is met de hand op het papier van de "
        "verkiezing geschreven. Zijn ze gelijk, dan is er niets veranderd.",
        inline("Reken alles na met ", link("narekenen.py", "narekenen.py (Python)"), "."),
    )
    if facts.key:
        yield paragraph(
            "De lijst heeft ook een digitale handtekening. De sleutel is gemaakt bij het openen van de "
            "zitting en vernietigd bij het sluiten. Hij staat op het papier van de opening:"
        )
        yield paragraph(tag("code", public_key_text(facts.key)))
    else:
        yield paragraph("Deze bestanden hebben geen digitale handtekening. De code op papier telt.")


def _speaking_up(facts: PackageFacts) -> Iterator[Html]:
    yield heading(2, "Klopt er iets niet?")
    yield paragraph(f"Ziet u een fout? Meld het zo snel mogelijk {report_to(facts)}.")
    yield paragraph(
        "Het tellen is openbaar: iedereen mag erbij zijn. Het centraal stembureau stelt de uitslag vast in "
        f"een openbare zitting. Kiezers mogen daar bezwaar maken. {sitting(facts)}"
    )
    yield paragraph(
        "Op het gemeentehuis liggen de papieren ook ter inzage."
        if facts.of_municipality
        else "De papieren liggen ook ter inzage."
    )


def _about(facts: PackageFacts) -> Iterator[Html]:
    log, software = facts.provenance.log, facts.provenance.software
    yield heading(2, "Over deze bestanden")
    yield bullets(
        "De handtekeningen op de papieren zijn niet gepubliceerd.",
        f"De getallen zijn twee keer ingevoerd, door twee verschillende mensen, met {software.name} "
        f"{software.version}.",
        f"Het logboek van het programma had bij het vaststellen {number(log.rows)} regels.",
        f"De bestanden blijven ten minste tot {day(facts.kept_until)} op deze plek staan.",
        "U mag alles vrij gebruiken, ook voor een ander doel (CC0).",
    )


def _foot(facts: PackageFacts) -> Html:
    told = f"{facts.authority[:1].upper()}{facts.authority[1:]}"
    return tag("footer", paragraph(f"{told}, {day(facts.release.at.date())}"))
