#!/usr/bin/env python3
"""Narekenen: checks a published count with nothing but Python 3.8 or newer: python narekenen.py FOLDER

A second opinion, written from the specification (trust §5, EML_NL) and sharing no code with the program that
made the files. It reads every line of SHA256SUMS, adds up all units of each EML 510 and compares the sums with
its totals, with both CSV files and manifest.json; of a 520 it looks whether the seats fit the votes. It reads no
PDF and no signature, and changes nothing. Exit codes, of several the lowest: 0 good, 1 a file was changed, 2 one
is missing, 3 one does not belong, 6 files disagree, 7 totals are no sum, 8 an EML file is none, 64 wrong use.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import sys
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

CHANGED, MISSING, STRANGER, UNEQUAL, TOTALS, INVALID, USAGE = 1, 2, 3, 6, 7, 8, 64
FREE = {"SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.publicatie"}
PART = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
LINE = re.compile(rf"^([0-9a-f]{{64}})  ({PART}(?:/{PART})*)$", re.MULTILINE)
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
XNL = "urn:oasis:names:tc:ciq:xsdschema:xNL:2.0"
SPACES = ("urn:oasis:names:tc:evs:schema:eml", "http://www.kiesraad.nl/extensions", XNL)
COUNTS, OTHERS = ("510a", "510b", "510c", "510d"), ("110a", "110b", "230b", "230c", "520")
LIST = "AffiliationIdentifier"
FOUND, ADMITTED = "aangetroffen stembiljetten", "toegelaten kiezers"
CAST, VALID = "opgeroepenen", "geldige stembiljetten"
REJECTED = {"ongeldig": "ongeldige stembiljetten", "blanco": "blanco stembiljetten"}
CODES = """geldige stempassen=geldige stempas;geldige volmachtbewijzen=geldig volmachtbewijs;geldige kiezerspassen=
geldige kiezerspas;toegelaten kiezers=;meer getelde stembiljetten=meer stembiljetten dan toegelaten kiezers;
minder getelde stembiljetten=minder stembiljetten dan toegelaten kiezers;meegenomen stembiljetten=
kiezers met stembiljet hebben niet gestemd;te weinig uitgereikte stembiljetten=
er zijn te weinig stembiljetten uitgereikt;te veel uitgereikte stembiljetten=
er zijn te veel stembiljetten uitgereikt;geen briefstembiljetten=geen stembiljet in enveloppe;
te veel briefstembiljetten=meer stembiljetten in een enveloppe;kwijtgeraakte stembiljetten=
er zijn stembiljetten kwijtgeraakt;geen verklaring=;andere verklaring=""".replace("\n", "")
UNCOUNTED = {code: label or code for code, _, label in (pair.partition("=") for pair in CODES.split(";"))}
DAMAGE = (ValueError, KeyError, IndexError, StopIteration, AttributeError, csv.Error, expat.ExpatError)
faults: Counter[int] = Counter()


def say(word: str, text: str) -> None:
    sys.stdout.write(f"{word:7} {text}\n")


def fault(code: int, text: str) -> None:
    faults[code] += 1
    if faults[code] <= 20:
        say("FOUT", text)


class Group:
    """The numbers of a unit or of all: of a list at (list, ""), a candidate at (list, number), or at a label."""

    def __init__(self, element: Element) -> None:
        unit = element.find("ReportingUnitIdentifier")
        self.id, self.name = ("", "totaal") if unit is None else (unit.attrib["Id"], unit.text or "")
        self.lists: dict[str, str] = {}
        self.n: Counter[Any] = Counter()
        number = ""
        for child in element:
            code = child.get("ReasonCode", "")
            if child.tag == "Selection":
                for affiliation in child.iter(LIST):
                    number = affiliation.attrib["Id"]
                    self.lists[number] = affiliation.findtext("RegisteredName", "")
                who = next(child.iter("CandidateIdentifier"), Element("")).attrib
                self.put((number, who.get("ShortCode") or who.get("Id", "")), child.findtext("ValidVotes"))
            elif child.tag in ("Cast", "TotalCounted"):
                self.put(CAST if child.tag == "Cast" else VALID, child.text)
            elif child.tag in ("RejectedVotes", "UncountedVotes"):
                self.put((REJECTED if child.tag == "RejectedVotes" else UNCOUNTED)[code], child.text)
        if not {CAST, VALID, *REJECTED.values()} <= set(self.n):
            raise ValueError("een verplicht getal ontbreekt")
        self.n[FOUND] = self.n[VALID] + sum(self.n[label] for label in REJECTED.values())
        self.votes = [key for key in self.n if isinstance(key, tuple)]

    def put(self, key: Any, text: str | None) -> None:
        if key in self.n or not NUMBER.fullmatch((text or "").strip()):
            raise ValueError(f"{told(key)} staat er twee keer of is geen getal: {text!r:.20}")
        self.n[key] = int(text or "")


def told(key: Any) -> str:
    return key if isinstance(key, str) else f"lijst {key[0]}" + (f", kandidaat {key[1]}" if key[1] else "")


def parse(path: Path) -> Element:
    """The root of an EML file; elements have their local names, those of other name spaces their whole one."""

    def local(name: str) -> str:
        space, _, tag = name.rpartition("}")
        return tag if space in SPACES else name

    def refuse(*_: Any) -> None:
        raise ValueError("een DOCTYPE hoort niet in een EML-bestand")

    data, builder, parser = path.read_bytes(), TreeBuilder(), expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda name, given: builder.start(local(name), given)
    parser.EndElementHandler = lambda name: builder.end(local(name))
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.data, refuse
    if b"<!DOCTYPE" in data:
        refuse()
    parser.Parse(data, True)
    root: Element = builder.close()
    if root.tag != "EML" or root.get("Id") not in COUNTS + OTHERS:
        raise ValueError("dit is geen EML-bestand van een soort die hier hoort")
    return root


def files(folder: Path) -> None:
    """Every line of SHA256SUMS, what is missing and what does not belong."""
    there, odd = set(), set()
    for here, folders, names in os.walk(folder):
        for path in (Path(here, name) for name in folders + names):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                odd.add(name)
            elif path.is_file():
                there.add(name)
    if "SHA256SUMS" not in there:
        fault(MISSING, "SHA256SUMS ontbreekt: niet te zien of de bestanden zo zijn gepubliceerd")
        return
    listed = lines(folder / "SHA256SUMS")
    if "SHA256SUMS.publicatie" in there:
        listed.update(lines(folder / "SHA256SUMS.publicatie"))
    for name in sorted(set(listed) - there - odd):
        fault(MISSING, f"{name} staat in de lijst maar ontbreekt")
    for name in sorted((odd | there) - set(listed) - FREE):
        fault(STRANGER, f"{name} staat niet in de lijst en hoort er niet bij")
    for name in sorted((odd | there) & set(listed)):
        content = b"" if name in odd else (folder / name).read_bytes()
        if not content or hashlib.sha256(content).hexdigest() != listed[name]:
            fault(CHANGED, f"{name} is leeg, geen gewoon bestand of anders dan gepubliceerd")
    root = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    say("", f"{len(listed)} bestanden in de lijst. Code van SHA256SUMS, te vergelijken met het papier:")
    say("", " ".join(root[at : at + 8] for at in range(0, 64, 8)))


def lines(path: Path) -> dict[str, str]:
    """What a list says: the sum of each file."""
    text = path.read_bytes().decode("latin-1")
    found = {name: digest for digest, name in LINE.findall(text)}
    if not found or "".join(f"{digest}  {name}\n" for name, digest in found.items()) != text:
        fault(CHANGED, f"{path.name} heeft regels die er niet in horen, of een naam die er twee keer staat")
    return found


def count(where: str, root: Element) -> list[Group]:
    """All totals of a 510 from its units, and the sums within each; the total and then the units."""
    units, total = ([Group(each) for each in root.iter(tag)] for tag in ("ReportingUnitVotes", "TotalVotes"))
    kind = root.get("Id")
    if (
        len(total) != (kind != "510a")
        or not (units or kind == "510d")
        or len({u.id for u in units}) < len(units)
    ):
        raise ValueError("het totaal of de stembureaus ontbreken of staan er twee keer")
    before, groups = sum(faults.values()), total + units
    for group in groups:
        if group.votes != groups[0].votes or group.lists != groups[0].lists:
            raise ValueError(f"{group.name}: andere lijsten of kandidaten dan de rest")
        if kind == "510b" and group.id and not re.fullmatch(rf"{maker(root)}::SB\d+", group.id):
            raise ValueError(f"{group.id} is geen stembureau van {maker(root)}")
        within(f"{where}, {group.name}", group)
    for key in sorted({key for group in groups for key in group.n}, key=str) if total and units else ():
        added, stated = sum(unit.n[key] for unit in units), groups[0].n[key]
        if added != stated and key == CAST:
            say("LET OP", f"{where}: {stated} opgeroepenen, bij de onderdelen samen {added}")
        elif added != stated:
            fault(TOTALS, f"{where}, {told(key)}: opgeteld {added}, in het totaal staat {stated}")
    if sum(faults.values()) > before:
        return []
    say("GOED", f"{where}: {len(units)} onderdelen opgeteld, alle totalen kloppen")
    return groups if total else groups + units


def within(where: str, group: Group) -> None:
    """Candidates to their list and lists to the valid votes; the voters are the paper's own and only told."""
    for number in group.lists:
        added = sum(group.n[key] for key in group.votes if key[0] == number and key[1])
        if added != group.n[number, ""]:
            fault(
                TOTALS,
                f"{where}: kandidaten van lijst {number} samen {added}, de lijst {group.n[number, '']}",
            )
    added = sum(group.n[number, ""] for number in group.lists)
    if added != group.n[VALID]:
        fault(TOTALS, f"{where}: lijsten samen {added}, geldig is {group.n[VALID]}")
    more, fewer = (group.n[f"{word} stembiljetten dan toegelaten kiezers"] for word in ("meer", "minder"))
    if ADMITTED in group.n and group.n[FOUND] - group.n[ADMITTED] != more - fewer:
        say("LET OP", f"{where}: {group.n[ADMITTED]} kiezers, {group.n[FOUND]} biljetten, +{more} -{fewer}")


def osv_csv(path: Path, root: Element, groups: list[Group], names: dict[Any, str]) -> None:
    """Every cell of the OSV form against the EML; a name that no file gives is passed over."""
    rows = table(path)
    facts = [next(root.iter(tag)).text for tag in ("ElectionName", "ElectionDate")]
    if [row[2] for row in rows[:4] if row[0] != "Gebied"] != [*facts, maker(root)]:
        fault(UNEQUAL, f"{path.name}: andere verkiezing, datum of ander nummer dan in de EML")
    start = next(at for at, row in enumerate(rows) if row[:1] == ["Gebiednummer"])
    units = zip_longest(groups[1:], rows[start][5:])
    if not all(unit and cell and (unit.id.endswith(cell) or cell.isalpha()) for unit, cell in units):
        fault(UNEQUAL, f"{path.name}: andere nummers van stembureaus dan in de EML")
    stated = [row for row in rows[start + 1 :] if row[0] != "Postcode"]
    figures = {row[1].strip(): row[4:] for row in stated if not row[0] and row[1]}
    for label in {key for key in groups[0].n if isinstance(key, str)} | set(figures):
        if figures.get(label, ["0"] * len(groups)) != [str(group.n[label]) for group in groups]:
            fault(UNEQUAL, f"{path.name}, {label}: andere getallen dan in de EML")
    votes = [row for row in stated if row[0] or not row[1]]
    if len(votes) + len(figures) < len(stated):
        fault(UNEQUAL, f"{path.name}: een regel staat er twee keer")
    for key, row in zip_longest(groups[0].votes, votes):
        listed, number = key or ("?", "")
        own = (listed, groups[0].lists.get(listed), "", "")
        known = ("", "", number if number.isdigit() else "", names.get(key)) if number else own
        same = row and not any(one and one != other for one, other in zip_longest(known, row[:4]))
        if not same or row[4:] != [str(group.n[key]) for group in groups]:
            fault(UNEQUAL, f"{path.name}, {told(key or '?')}: andere getallen of namen dan in de EML")


def stations(path: Path, root: Element, groups: list[Group]) -> None:
    """The voters called up, in total and at each station, against the 110b."""
    called = {each.get("Id"): each.text for each in root.iter("PollingStation")}
    own = [str(group.n[CAST]) for group in groups]
    if own != [
        next(root.iter("MaxVotes")).text,
        *(called.get(unit.id.split("SB")[-1]) for unit in groups[1:]),
    ]:
        fault(UNEQUAL, f"{path.name}: andere stembureaus of aantallen opgeroepenen dan in de telling")


def maker(root: Element) -> str:
    return next(root.iter("AuthorityIdentifier")).attrib["Id"]


def table(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True), delimiter=";", strict=True))


def candidates(root: Element) -> dict[Any, str]:
    """The names of a 230b as the OSV form has them, by list and number."""
    found: dict[Any, str] = {}
    for listed in root.iter("Affiliation"):
        for one in listed.iter("Candidate"):
            name = {each.tag: each.text or "" for each in one.iter()}
            initials = f", {name['NameLine']}" if name.get("NameLine") else ""
            ids = (
                next(each.iter(tag)).get("Id") for each, tag in ((listed, LIST), (one, "CandidateIdentifier"))
            )
            found[tuple(ids)] = f"{name.get('NamePrefix', '')} {name['LastName']}".strip() + initials
    return found


def result(where: str, root: Element, seats: int, votes: Group) -> None:
    """The seats of a 520 as far as it tells: how many, for which lists, and at least the full seats of each."""
    chosen, number = Counter[str](), ""
    for selection in root.iter("Selection"):
        number = next((each.attrib["Id"] for each in selection.iter(LIST)), number)
        chosen[number] += len(list(selection.iter("CandidateIdentifier")))
    if sum(chosen.values()) > seats or not set(chosen) <= set(votes.lists):
        fault(
            TOTALS, f"{where}: {sum(chosen.values())} gekozenen voor {seats} zetels, of een onbekende lijst"
        )
    for number in votes.lists:
        full, room = (
            votes.n[number, ""] * seats // max(votes.n[VALID], 1),
            sum(key[0] == number for key in votes.votes),
        )
        if chosen[number] < min(full, room - 1):
            fault(TOTALS, f"{where}, lijst {number}: {chosen[number]} gekozenen, maar {full} volle zetels")


def guarded(code: int, path: Path, work: Any, *given: Any) -> Any:
    """What ``work`` gives; a file that cannot be read as what it should be is a fault of its own."""
    try:
        return work(*given)
    except DAMAGE as error:
        fault(code, f"{path.name} is niet goed te lezen: {error}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        say("", "Gebruik: python narekenen.py MAP (de map waarin SHA256SUMS staat)")
        return USAGE
    folder = Path(arguments[0])
    files(folder)
    paths = sorted(path for path in folder.rglob("*.eml.xml") if path.is_file())
    roots = {
        path: root for path in paths for root in [guarded(INVALID, path, parse, path)] if root is not None
    }
    of_kind = {kind: [path for path in roots if roots[path].get("Id") == kind] for kind in COUNTS + OTHERS}
    for kind in ("110a", "110b", "230b", "510b"):
        for path in of_kind[kind][1:]:
            fault(STRANGER, f"{path.name}: er is al een EML-bestand van soort {kind}")
        if not of_kind[kind] and of_kind["510b"] and (folder / "SHA256SUMS").is_file():
            fault(MISSING, f"er is geen EML-bestand van soort {kind}")
    names = candidates(roots[of_kind["230b"][0]]) if len(of_kind["230b"]) == 1 else {}
    sheets = {path.name.replace("osv4-3_", "").lower(): path for path in folder.rglob("*osv4-3_*.csv")}
    for path in (path for kind in COUNTS for path in of_kind[kind]):
        groups = guarded(INVALID, path, count, path.name, roots[path])
        sheet = sheets.get(path.name.replace(".eml.xml", ".csv").lower())
        if groups and sheet:
            guarded(UNEQUAL, sheet, osv_csv, sheet, roots[path], groups, names)
        elif groups and roots[path].get("Id") == "510b":
            fault(MISSING, f"{path.name} heeft geen CSV (osv4-3) bij zich")
        for other in of_kind["110b"] if groups and roots[path].get("Id") == "510b" else []:
            guarded(UNEQUAL, other, stations, other, roots[other], groups)
    if faults:
        say("FOUT", f"{sum(faults.values())} fouten. Het papier gaat voor. Meld dit bij de gemeente.")
    return min(faults, default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
