"""The pages of a package: what count they show, that they need nothing from elsewhere, who can read them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from blake3 import blake3

from osv_tui.election import form as f
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import CandidateList, Level, Subcategory
from osv_tui.election.publishing import Publishing, default_deadline
from osv_tui.publication.package import Package, mark_expired, write_package
from tests.documents.upper_release_example import second_upper_release
from tests.examples import ELECTION
from tests.publication.browser import draw, needs_browser, violations
from tests.publication.package_example import KEY, PROVENANCE
from tests.publication.test_package import REOPENING, example_release, second_release
from tests.ui.pictures import PICTURES

NASTY = '<script>alert("1")</script> & \'s'
PUBLISHING = Publishing(
    default_deadline(ELECTION.identifier.date),
    "/uitslag",
    "verkiezingen@voorbeelddam.example",
    "maandag 24 maart, 10 uur",
)


@dataclass
class Table:
    """A table as somebody hears it: its caption, and its rows of cells."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)
    scopes: set[str] = field(default_factory=set)


class Reader(HTMLParser):
    """The tables, links, headings and tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        self.tags.add(tag)
        self.attributes += ((tag, key, value) for key, value in told.items())
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("td", "th", "caption"):
            self._cell = []
            self.tables[-1].scopes |= {told["scope"]} if tag == "th" else set()
        elif tag == "a":
            self.links.append(told["href"])
        elif re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption") and self._cell is not None:
            text, self._cell = "".join(self._cell), None
            if tag == "caption":
                self.tables[-1].caption = text
            else:
                self.tables[-1].rows[-1].append(text)

    def table(self, caption: str) -> Table:
        (found,) = (each for each in self.tables if each.caption == caption)
        return found


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A second version with names that would break a page, beside an expired first one."""
    out = tmp_path_factory.mktemp("pages")
    first = write_package(example_release(), out, practice=False, provenance=PROVENANCE)
    mark_expired(first.publication, 1, REOPENING)
    release = second_release()
    units = tuple(
        replace(each, unit=replace(each.unit, name=f"{each.unit.name} {NASTY}"))
        for each in release.tally.units
    )
    release = replace(release, tally=replace(release.tally, units=units))
    return write_package(
        release, out, practice=False, provenance=PROVENANCE, publishing=PUBLISHING, signer=KEY
    )


@pytest.fixture(scope="module")
def page(made: Package) -> Reader:
    return read(made.publication / "index.html")


def test_the_tables_say_what_was_counted(page: Reader) -> None:
    tally = second_release().tally
    assert page.table("Kiezers en stembiljetten").rows[2] == [
        "Toegelaten kiezers",
        str(tally.total(f.ADMITTED)),
    ]
    for number, each in enumerate(ELECTION.lists, 1):
        votes = str(tally.total(total_field(each.number)))
        assert page.table("Stemmen per lijst").rows[number] == [f"{each.number}. {each.display_name}", votes]
        shown = page.table(f"Stemmen op Lijst {each.number}, {each.display_name}").rows
        assert shown[1:-1] == list(candidates(each))
        assert shown[-1] == ["Totaal", votes]
    _, *units, total = page.table("Uitslag per stembureau").rows
    fields = (f.ADMITTED, f.VALID, f.BLANK, f.INVALID, *(total_field(each.number) for each in ELECTION.lists))
    for row, counted in zip(units, tally.units, strict=True):
        assert row[0] == f"{counted.unit.number}. {counted.unit.name} {NASTY}"
        assert row[1:] == [str(counted.figure(each)) for each in fields]
    assert total[1:] == [str(tally.total(each)) for each in fields]


def candidates(of: CandidateList) -> Iterator[list[str]]:
    tally = second_release().tally
    for each in of.candidates:
        votes = tally.total(candidate_field(of.number, each.number))
        yield [f"{each.number}. {each.sort_name}", str(votes)]


def test_every_file_is_there_with_its_whole_hash(made: Package, page: Reader) -> None:
    text = (made.publication / "index.html").read_text("utf-8")
    files = [path for path in made.publication.rglob("*") if path.is_file()]
    own = {"index.html", "SHA256SUMS.sig", "allowed_signers"}
    for path in files:
        name = path.relative_to(made.publication).as_posix()
        assert name in own or name in page.links, name
        if "/" in name:
            assert sha256(path.read_bytes()).hexdigest() in text
    for address in page.links:
        assert address.startswith("#") or (made.publication / address).is_file(), address


def test_machines_find_every_file_that_people_find(made: Package, page: Reader) -> None:
    manifest, dataset = (
        json.loads((made.publication / name).read_bytes()) for name in ("manifest.json", "dataset.jsonld")
    )
    listed = {each["path"]: each for each in manifest["files"]}
    assert set(listed) == {link for link in page.links if "/" in link} | {"narekenen.py"}
    for path, each in listed.items():
        content = (made.publication / path).read_bytes()
        sums = sha256(content).hexdigest(), blake3(content).hexdigest()
        assert (each["bytes"], each["sha256"], each["blake3"]) == (len(content), *sums)
    assert {
        each["contentUrl"]: (each["contentSize"], each["sha256"]) for each in dataset["distribution"]
    } == {path: (str(each["bytes"]), each["sha256"]) for path, each in listed.items()}
    assert dataset["license"].startswith("https://creativecommons.org/publicdomain/zero/")
    assert manifest["retention_until"] == "2031-09-30"


def test_a_page_runs_nothing_and_asks_nothing_from_elsewhere(made: Package) -> None:
    for path in (made.publication / "index.html", made.publication.parent / "index.html"):
        reader = read(path)
        assert "script" not in reader.tags
        assert reader.tags.isdisjoint({"img", "iframe", "object", "form", "video"})
        assert not any(key.startswith("on") for _, key, _ in reader.attributes)
        assert not any("//" in value for _, key, value in reader.attributes if key in ("href", "src"))
        assert ("html", "lang", "nl") in reader.attributes
        assert reader.headings[0] == 1
        assert reader.headings.count(1) == 1
        assert all(
            after - before <= 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False)
        )
        for table in reader.tables:
            assert table.caption
            assert table.scopes == {"col", "row"}
            assert len({len(row) for row in table.rows}) == 1


def test_what_was_set_up_about_publishing_is_on_the_page(made: Package) -> None:
    for name in ("index.html", "LEESMIJ.txt"):
        text = " ".join((made.publication / name).read_text("utf-8").split())
        assert "verkiezingen@voorbeelddam.example" in text
        assert "De zitting is: maandag 24 maart, 10 uur." in text
        assert "30 september 2031" in text


def test_the_start_page_tells_the_code_and_what_expired(made: Package) -> None:
    page = read(made.publication.parent / "index.html")
    (code,) = page.table("Codes en aantallen").rows[1:]
    assert code[1].replace(" ", "").lower() == made.root
    assert code[2] == str(made.files)
    (expired,) = page.table("Uitslagen die niet meer gelden").rows[1:]
    assert "(vervallen)" in expired[0]
    for address in page.links:
        assert (made.publication.parent / address).is_file(), address


@needs_browser
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(made: Package, tmp_path: Path, width: int) -> None:
    for number, folder in enumerate((made.publication, made.publication.parent)):
        assert violations(folder / "index.html", tmp_path / f"{number}.html", width) == []


@needs_browser
def test_the_page_has_a_picture(made: Package, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Browsers do not draw alike: only that it is there is tested, and that it is no empty page."""
    drawn, kept = tmp_path / "website.png", PICTURES / "website.png"
    draw(made.publication / "index.html", drawn, 1000, 1500, tmp_path)
    if request.config.getoption("--update-screens"):
        kept.write_bytes(drawn.read_bytes())
    assert kept.stat().st_size > 30_000 < drawn.stat().st_size


@needs_browser
def test_axe_does_find_what_is_wrong(made: Package, tmp_path: Path) -> None:
    text = (made.publication / "index.html").read_text("utf-8")
    wrong = tmp_path / "wrong.html"
    wrong.write_text(text.replace('lang="nl"', "").replace("#154273", "#f5f5f5"), "utf-8")
    found = {name for name, _ in violations(wrong, tmp_path / "copy.html", 1280)}
    assert {"html-has-lang", "color-contrast"} <= found


@pytest.mark.parametrize(
    ("kind", "level", "who", "unit"),
    [
        (Subcategory.PS2, Level.HSB, "het hoofdstembureau van kieskring Hoofdstad", "gemeente"),
        (Subcategory.PS2, Level.CSB, "het centraal stembureau van Voorbeeld", "kieskring"),
    ],
)
def test_the_pages_speak_of_the_committee_and_its_units(
    tmp_path: Path, kind: Subcategory, level: Level, who: str, unit: str
) -> None:
    made = write_package(
        second_upper_release(kind, level), tmp_path, practice=False, provenance=PROVENANCE
    ).publication
    for name in ("index.html", "LEESMIJ.txt"):
        told = " ".join((made / name).read_text("utf-8").split())
        twice = ", en bij het centraal stembureau." in told
        assert f"bij {who}" in told
        assert twice is (level is Level.HSB)
    page = read(made / "index.html")
    assert page.table(f"Uitslag per {unit}")
    if level is Level.CSB:
        elected = {row[0] for row in page.table("Gekozen kandidaten").rows[1:]}
        (table,) = made.rglob("Gekozen_*.csv")
        in_csv = list(csv.DictReader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
        assert len(page.table("Gekozen kandidaten").rows) - 1 == len(in_csv) > 0
        assert all(any(row["Achternaam"] in name for name in elected) for row in in_csv)
    assert "gemeentehuis" not in (made / "index.html").read_text("utf-8")
