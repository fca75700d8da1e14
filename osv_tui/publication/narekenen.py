#!/usr/bin/env python3
"""Narekenen: checks a published count with nothing but Python 3.8 or newer: python narekenen.py FOLDER

A second opinion, written from the specification (trust §5, EML_NL): it uses no part of the program that made the
files. It reads every line of SHA256SUMS, adds up all units of each EML 510 and compares the sums with the totals in
it, with both CSV files and with manifest.json; of a 520 it looks whether the seats fit the votes. It reads no PDF
and no signature, and changes nothing. Exit codes: 0 good, 1 a file was changed, 2 one is missing, 3 one does not
belong, 6 EML, CSV and manifest disagree, 7 totals are not the sum, 8 an EML file is none, 64 wrong use; the lowest.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Iterator
from xml.parsers import expat

CHANGED, MISSING, STRANGER, UNEQUAL, TOTALS, INVALID, USAGE = 1, 2, 3, 6, 7, 8, 64
FREE = {"SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.publicatie"}
LINE = re.compile(r"([0-9a-f]{64})  ((?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*)")
NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")
SPACES = ("urn:oasis:names:tc:evs:schema:eml", "http://www.kiesraad.nl/extensions", "urn:oasis:names:tc:ciq:xsdschema:xNL:2.0")
COUNTS, OTHERS = ("510a", "510b", "510c", "510d"), ("110a", "110b", "230b", "230c", "520")
FOUND, ADMITTED, CAST, VALID = "aangetroffen stembiljetten", "toegelaten kiezers", "opgeroepenen", "geldige stembiljetten"
REJECTED = {"ongeldig": "ongeldige stembiljetten", "blanco": "blanco stembiljetten"}
CODES = dict(
    (pair.split("=") * 2)[:2]
    for pair in "geldige stempassen=geldige stempas|geldige volmachtbewijzen=geldig volmachtbewijs|geldige kiezerspassen="
    "geldige kiezerspas|toegelaten kiezers|meer getelde stembiljetten=meer stembiljetten dan toegelaten kiezers|minder "
    "getelde stembiljetten=minder stembiljetten dan toegelaten kiezers|meegenomen stembiljetten=kiezers met stembiljet "
    "hebben niet gestemd|te weinig uitgereikte stembiljetten=er zijn te weinig stembiljetten uitgereikt|te veel "
    "uitgereikte stembiljetten=er zijn te veel stembiljetten uitgereikt|geen briefstembiljetten=geen stembiljet in "
    "enveloppe|te veel briefstembiljetten=meer stembiljetten in een enveloppe|kwijtgeraakte stembiljetten=er zijn "
    "stembiljetten kwijtgeraakt|geen verklaring|andere verklaring".split("|")
)
faults: Counter[int] = Counter()


def say(word: str, text: str) -> None:
    sys.stdout.write(f"{word:7}{text}\n")


def fault(code: int, text: str) -> None:
    faults[code] += 1
    if faults[code] <= 20:
        say("FOUT", text)


class Node:
    """An element; one that counts votes keeps them as ``group`` instead of its children."""

    def __init__(self, tag: str, given: dict[str, str]) -> None:
        self.tag, self.given, self.text = tag, given, ""
        self.children: list[Node] = []
        self.group: Group | None = None

    def all(self, tag: str) -> Iterator[Node]:
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    def one(self, tag: str) -> Node:
        return next(self.all(tag), Node("", {}))


class Group:
    """The numbers of one unit or of all: of a list at (list, ""), of a candidate at (list, number), or at a label."""

    def __init__(self, node: Node) -> None:
        unit = node.one("ReportingUnitIdentifier")
        self.id, self.name = unit.given.get("Id", ""), unit.text or "totaal"
        self.lists: dict[str, str] = {}
        self.n: Counter[Any] = Counter()
        number = ""
        for child in node.children:
            key, code, counted = None, child.given.get("ReasonCode", ""), child
            if child.tag == "Selection":
                for affiliation in child.all("AffiliationIdentifier"):
                    number = affiliation.given["Id"]
                    self.lists[number] = affiliation.one("RegisteredName").text
                who = child.one("CandidateIdentifier").given
                key, counted = (number, who.get("ShortCode") or who.get("Id", "")), child.one("ValidVotes")
            elif child.tag in ("Cast", "TotalCounted", "RejectedVotes", "UncountedVotes"):
                codes = {"RejectedVotes": REJECTED, "UncountedVotes": CODES}.get(child.tag, {})
                key = codes[code] if codes else {"Cast": CAST}.get(child.tag, VALID)
            if key:
                if key in self.n or not NUMBER.fullmatch(counted.text):
                    raise ValueError(f"{told(key)} staat er twee keer of is geen getal: {counted.text[:20]!r}")
                self.n[key] = int(counted.text)
        if not {CAST, VALID, *REJECTED.values()} <= set(self.n):
            raise ValueError("een verplicht getal ontbreekt")
        self.n[FOUND] = self.n[VALID] + sum(self.n[label] for label in REJECTED.values())
        self.votes = [key for key in self.n if isinstance(key, tuple)]


def told(key: Any) -> str:
    return key if isinstance(key, str) else f"lijst {key[0]}" + (f", kandidaat {key[1]}" if key[1] else "")


def parse(path: Path) -> Node:
    """The root of an EML file; a ``ValueError``, ``KeyError`` or expat's error when it is none."""
    stack = [Node("", {})]

    def start(name: str, given: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        stack.append(Node(local if space in SPACES else name, given))
        stack[-2].children.append(stack[-1])

    def end(_: str) -> None:
        node = stack.pop()
        node.text = node.text.strip()
        if node.tag in ("TotalVotes", "ReportingUnitVotes"):
            node.group, node.children = Group(node), []

    def more(text: str) -> None:
        stack[-1].text += text

    def refuse(*_: Any) -> None:
        raise ValueError("een DOCTYPE hoort niet in een EML-bestand")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = more, refuse
    with path.open("rb") as file:
        parser.ParseFile(file)
    root = stack[0].children[0]
    if root.tag != "EML" or root.given.get("Id") not in COUNTS + OTHERS:
        raise ValueError("dit is geen EML-bestand van een soort die hier hoort")
    return root


def files(folder: Path) -> None:
    """Every line of SHA256SUMS, what is missing and what does not belong."""
    there, odd = set(), set()
    for here, folders, names in os.walk(folder):
        for path in (Path(here, name) for name in folders + names):
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                odd.add(path.relative_to(folder).as_posix())
            elif path.is_file():
                there.add(path.relative_to(folder).as_posix())
    if "SHA256SUMS" not in there:
        fault(MISSING, "SHA256SUMS ontbreekt: niet te zien of de bestanden zo zijn gepubliceerd")
        return
    listed = lines(folder / "SHA256SUMS")
    if "SHA256SUMS.publicatie" in there:
        listed.update(lines(folder / "SHA256SUMS.publicatie"))
    for name in sorted(set(listed) - there):
        fault(MISSING, f"{name} staat in de lijst maar ontbreekt")
    for name in sorted(odd | there - set(listed) - FREE):
        fault(STRANGER, f"{name} hoort er niet bij: niet in de lijst, of geen gewoon bestand")
    for name in sorted(there & set(listed)):
        content = (folder / name).read_bytes()
        if not content or hashlib.sha256(content).hexdigest() != listed[name]:
            fault(CHANGED, f"{name} is leeg of anders dan gepubliceerd")
    root = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    say("", f"{len(listed)} bestanden in de lijst. Code van SHA256SUMS, te vergelijken met het papier:")
    say("", " ".join(root[at : at + 8] for at in range(0, 64, 8)))


def lines(path: Path) -> dict[str, str]:
    """What a list says: the sum of each file."""
    found: dict[str, str] = {}
    *rows, rest = path.read_bytes().decode("latin-1").split("\n")
    for at, row in enumerate([*rows, rest] if rest or not rows else rows, 1):
        match = LINE.fullmatch(row)
        if not match or match.group(2) in found or row == rest:
            fault(CHANGED, f"{path.name}, regel {at}: geen hele regel van deze lijst, of een naam die er al staat")
        else:
            found[match.group(2)] = match.group(1)
    return found


def count(where: str, root: Node) -> list[Group]:
    """All totals of a 510 from its units, and the sums within each; the total and then the units."""
    units = [node.group for node in root.all("ReportingUnitVotes") if node.group]
    total = [node.group for node in root.all("TotalVotes") if node.group]
    kind, authority, before = root.given["Id"], root.one("AuthorityIdentifier").given.get("Id", ""), sum(faults.values())
    twice = len({unit.id for unit in units}) < len(units)
    if len(total) != (kind != "510a") or not (units or kind == "510d") or twice:
        raise ValueError("het totaal of de stembureaus ontbreken of staan er twee keer")
    groups = total + units
    for group in groups:
        if group.votes != groups[0].votes or group.lists != groups[0].lists:
            raise ValueError(f"{group.name}: andere lijsten of kandidaten dan de rest")
        if kind == "510b" and group.id and not re.fullmatch(re.escape(authority) + r"::SB\d+", group.id):
            raise ValueError(f"{group.id} is geen stembureau van {authority}")
        within(f"{where}, {group.name}", group)
    for key in sorted({key for group in groups for key in group.n} if total and units else (), key=str):
        added, stated = sum(unit.n[key] for unit in units), groups[0].n[key]
        if added != stated and key == CAST and not all(unit.n[CAST] for unit in units):
            say("LET OP", f"{where}: niet van elk onderdeel staat er hoeveel kiezers zijn opgeroepen")
        elif added != stated:
            fault(TOTALS, f"{where}, {told(key)}: opgeteld {added}, in het totaal staat {stated}")
    if sum(faults.values()) == before:
        say("GOED", f"{where}: {len(units)} onderdelen opgeteld, alle totalen kloppen")
    return groups if total else [groups[0], *groups]


def within(where: str, group: Group) -> None:
    """Candidates to their list and lists to the valid votes; the voters are the paper's own and only told."""
    for number in group.lists:
        added = sum(group.n[key] for key in group.votes if key[0] == number and key[1])
        if added != group.n[number, ""]:
            stated = group.n[number, ""]
            fault(TOTALS, f"{where}, lijst {number}: kandidaten samen {added}, bij de lijst staat {stated}")
    added = sum(group.n[number, ""] for number in group.lists)
    if added != group.n[VALID]:
        fault(TOTALS, f"{where}: lijsten samen {added}, geldig is {group.n[VALID]}")
    more, fewer = (group.n[f"{word} stembiljetten dan toegelaten kiezers"] for word in ("meer", "minder"))
    if ADMITTED in group.n and group.n[FOUND] - group.n[ADMITTED] != more - fewer:
        say("LET OP", f"{where}: {group.n[ADMITTED]} kiezers, {group.n[FOUND]} biljetten, {more} meer, {fewer} minder")


def osv_csv(path: Path, root: Node, groups: list[Group], names: dict[Any, str]) -> None:
    """Every cell of the OSV form against the EML."""
    rows = table(path, ";")
    facts = [root.one("ElectionName").text, root.one("ElectionDate").text, root.one("AuthorityIdentifier").given["Id"]]
    if [row[2] for row in rows[:4] if row[0] != "Gebied"] != facts:
        fault(UNEQUAL, f"{path.name}: andere verkiezing, datum of ander nummer dan in de EML")
    start = next(at for at, row in enumerate(rows) if row[:1] == ["Lijstnummer"])
    expected, seen = iter(groups[0].votes), set()
    for row in (row for row in rows[start + 1 :] if row[0] != "Postcode"):
        if row[0] == "Gebiednummer":
            if [arabic(cell) for cell in row[5:]] != [arabic(unit.id) for unit in groups[1:]]:
                fault(UNEQUAL, f"{path.name}: andere nummers van stembureaus dan in de EML")
            continue
        key = row[1].strip() if row[1] and not row[0] else next(expected, None)
        if isinstance(key, tuple):
            named = (names.get(key) if key[1] else groups[0].lists[key[0]]) or row[3] or row[1]
            number = key[1] if key[1].isdigit() and row[2].isdigit() else row[2]
            if (row[0] or key[0], row[2], row[1] or row[3]) != (key[0], number, named) or bool(row[0]) == bool(key[1]):
                fault(UNEQUAL, f"{path.name}: {row[:4]} is niet {told(key)} {named!r}")
        if key in seen or row[4:] != [str(group.n[key]) for group in groups]:
            fault(UNEQUAL, f"{path.name}, {told(key or row[3])}: andere getallen dan in de EML")
        seen.add(key)
    for key in groups[0].n:
        if key not in seen and (isinstance(key, tuple) or groups[0].n[key]):
            fault(UNEQUAL, f"{path.name}: {told(key)} ontbreekt")


def arabic(number: str) -> str:
    """The number at the end of an Id without zeros; a roman one (the kieskringen of Limburg) as an ordinary one."""
    values = [{"I": 1, "V": 5, "X": 10}.get(letter, 0) for letter in number]
    if values and 0 not in values:
        return str(sum(-value if value < max(values[at:]) else value for at, value in enumerate(values)))
    return re.sub(r"^.*\D(?=\d)", "", number).lstrip("0")


def table(path: Path, delimiter: str) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))


def result(where: str, root: Node, definition: Node | None, votes: Group | None) -> None:
    """The seats of a 520 as far as it tells: how many, for which lists, and at least the full seats of each."""
    chosen, number = Counter[str](), ""
    for selection in root.all("Selection"):
        number = selection.one("AffiliationIdentifier").given.get("Id", number)
        chosen[number] += len(list(selection.all("CandidateIdentifier")))
    seats = int(definition.one("NumberOfSeats").text) if definition else 0
    if not votes or not seats:
        say("LET OP", f"{where}: zonder 110a en 510d zijn de zetels niet na te gaan")
    elif sum(chosen.values()) > seats or not set(chosen) <= set(votes.lists):
        fault(TOTALS, f"{where}: {sum(chosen.values())} gekozenen voor {seats} zetels, of een onbekende lijst")
    else:
        for number in votes.lists:
            full = votes.n[number, ""] * seats // max(votes.n[VALID], 1)
            if chosen[number] < min(full, sum(1 for key in votes.votes if key[0] == number and key[1])):
                fault(TOTALS, f"{where}, lijst {number}: {chosen[number]} gekozenen, maar {full} volle zetels")


def manifest(folder: Path, path: Path, groups: list[Group]) -> None:
    raise NotImplementedError


def candidates(root: Node) -> dict[Any, str]:
    """The names of a 230b as the OSV form has them, by list and number."""
    found: dict[Any, str] = {}
    for listed in root.all("Affiliation"):
        number = listed.one("AffiliationIdentifier").given.get("Id", "")
        for one in listed.all("Candidate"):
            prefix, last, initials = (one.one(tag).text for tag in ("NamePrefix", "LastName", "NameLine"))
            name = f"{prefix} {last}".strip() + f", {initials}" * bool(initials)
            found[number, one.one("CandidateIdentifier").given.get("Id", "")] = name
    return found


def guarded(code: int, path: Path, work: Any, *given: Any) -> Any:
    """What ``work`` gives; a file that cannot be read as what it should be is a fault of its own."""
    try:
        return work(*given)
    except (ValueError, KeyError, IndexError, StopIteration, csv.Error, expat.ExpatError, RecursionError) as error:
        fault(code, f"{path.name} is niet goed te lezen: {error}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        say("", "Gebruik: python narekenen.py MAP (de map waarin SHA256SUMS staat)")
        return USAGE
    folder = Path(arguments[0])
    files(folder)
    paths = sorted(path for path in folder.rglob("*.eml.xml") if path.is_file())
    roots = {path: root for path in paths if (root := guarded(INVALID, path, parse, path))}
    kinds = {path: root.given["Id"] for path, root in roots.items()}
    lists = [roots[path] for path in roots if kinds[path][:3] == "230"]
    names = candidates(lists[0]) if len(lists) == 1 else {}
    sheets = {path.name.lower(): path for path in folder.rglob("osv4-3_*.csv")}
    for path in (path for path in roots if kinds[path] in COUNTS):
        groups = guarded(INVALID, path, count, path.name, roots[path])
        sheet = sheets.get("osv4-3_" + path.name[: -len(".eml.xml")].lower() + ".csv")
        if groups and sheet:
            guarded(UNEQUAL, sheet, osv_csv, sheet, roots[path], groups, names)
    say("", "")
    if faults:
        say("FOUT", f"{sum(faults.values())} fouten. Het papier gaat voor. Meld dit bij de gemeente.")
    return min(faults, default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
