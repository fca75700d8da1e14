#!/usr/bin/env python3
"""Narekenen: checks a published count with nothing but Python 3.8 or newer: python narekenen.py FOLDER

A second opinion, written from the specification (trust §5, EML_NL), without any code of what made the files.
It reads SHA256SUMS, adds up all units of each EML 510, compares the sums with its totals, both CSV files and
manifest.json, and the seats of a 520 with the votes; no PDF, no signature. Exit codes, of several the lowest:
0 good, 1 changed, 2 missing, 3 strange, 6 files disagree, 7 wrong totals, 8 no valid EML, 64 wrong use.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

CHANGED, MISSING, STRANGER, UNEQUAL, TOTALS, INVALID, USAGE = 1, 2, 3, 6, 7, 8, 64
LINE = re.compile(r"^([0-9a-f]{64})  ((?:[\w-][\w.-]*/)*[\w-][\w.-]*)$", re.MULTILINE | re.ASCII)
COUNTS, OTHERS = ("510a", "510b", "510c", "510d"), ("110a", "110b", "230b", "230c", "520")
LIST, PERSON = "AffiliationIdentifier", "CandidateIdentifier"
CAST, VALID, FOUND = "opgeroepenen", "geldige stembiljetten", "aangetroffen stembiljetten"
BLANK, BAD = "blanco stembiljetten", "ongeldige stembiljetten"
# Of each figure its name in the EML, in the OSV form and in stembureaus.csv, where they differ.
FIGURES = f"""Cast|{CAST}|opgeroepen;TotalCounted|{VALID};blanco|{BLANK};ongeldig|{BAD};toegelaten kiezers;
geldige stempassen|geldige stempas|geldige_stempassen;kwijtgeraakte stembiljetten;te veel briefstembiljetten;
geldige volmachtbewijzen|geldig volmachtbewijs|geldige_volmachtbewijzen;andere verklaring;
geldige kiezerspassen|geldige kiezerspas|geldige_kiezerspassen;geen briefstembiljetten;geen verklaring;
meer getelde stembiljetten|meer stembiljetten dan toegelaten kiezers|meer_stembiljetten;
minder getelde stembiljetten|minder stembiljetten dan toegelaten kiezers|minder_stembiljetten;
meegenomen stembiljetten|kiezers met stembiljet hebben niet gestemd|niet_ingeleverd;
te weinig uitgereikte stembiljetten|er zijn te weinig stembiljetten uitgereikt|te_weinig_uitgereikt;
te veel uitgereikte stembiljetten|er zijn te veel stembiljetten uitgereikt|te_veel_uitgereikt"""
NAMES = [f"{figure}||".split("|") for figure in FIGURES.replace("\n", "").split(";")]
LABEL = {code: label or code for code, label, *_ in NAMES}
TIDY = {(tidy or label or code).replace(" ", "_"): label or code for code, label, tidy, *_ in NAMES}
faults: Counter[int] = Counter()


def fault(code: int, text: str) -> None:
    faults.update([code] * bool(code))
    sys.stdout.write(f"{'FOUT: ' if code else ''}{text}\n")


def same(path: Path, what: Any, found: Any, own: Any) -> None:
    if found != own:
        fault(UNEQUAL, f"{path.name}, {told(what)}: {str(found)[:60]} is niet {str(own)[:60]}")


def told(key: Any) -> str:
    return key if isinstance(key, str) else f"lijst {key[0]}" + (f", kandidaat {key[1]}" if key[1] else "")


class Group:
    """The numbers of a unit or of all: of a list at (list, ""), of a candidate at (list, number)."""

    def __init__(self, element: Element) -> None:
        self.id = next((each.attrib["Id"] for each in element.findall("ReportingUnitIdentifier")), "totaal")
        self.number, listed = re.sub(r"^.*\D", "", self.id).lstrip("0"), ""
        self.lists: dict[str, str] = {}
        self.n: Counter[Any] = Counter()
        for child in element:
            key: Any = LABEL.get(child.get("ReasonCode", child.tag))
            for affiliation in child.iter(LIST):
                listed = affiliation.attrib["Id"]
                self.lists[listed] = affiliation.findtext("RegisteredName", "")
            if child.tag == "Selection":
                who = next(child.iter(PERSON), Element("")).attrib
                key = (listed, who.get("ShortCode") or who.get("Id", ""))
            text = (child.findtext("ValidVotes", "") if isinstance(key, tuple) else child.text or "").strip()
            if key and (key in self.n or not re.fullmatch(r"0|[1-9][0-9]{0,8}", text)):
                raise ValueError(f"{told(key)} staat er twee keer of is geen getal: {text[:20]!r}")
            if key:
                self.n[key] = int(text)
            elif "ReasonCode" in child.attrib:
                raise ValueError(f"onbekende code {child.get('ReasonCode')!r}")
        if not {CAST, VALID, BLANK, BAD} <= set(self.n):
            raise ValueError("een verplicht getal ontbreekt")
        self.votes = [key for key in self.n if isinstance(key, tuple)]
        self.n[FOUND] = sum(self.n[label] for label in (VALID, BLANK, BAD))
        element.clear()  # the tree of a large count takes half a gigabyte


def parse(path: Path) -> Element:
    if b"<!DOCTYPE" in (data := path.read_bytes()) or b"\0" in data:
        raise ValueError("een DOCTYPE hoort niet in een EML-bestand")
    root = fromstring(data)
    if root.tag != "{urn:oasis:names:tc:evs:schema:eml}EML" or root.get("Id") not in COUNTS + OTHERS:
        raise ValueError("dit is geen EML-bestand van een soort die hier hoort")
    for each in root.iter():
        each.tag = sys.intern(each.tag.rpartition("}")[2])
    return root


def files(folder: Path) -> dict[str, str]:
    """Every line of the lists against what is there; gives what they say: the sum of each file."""
    listed: dict[str, str] = {}
    for path in (folder / "SHA256SUMS", folder / "SHA256SUMS.publicatie"):
        text = path.read_bytes().decode("latin-1") if path.is_file() and not path.is_symlink() else ""
        found = {name: digest for digest, name in LINE.findall(text)}
        whole = "".join(f"{digest}  {name}\n" for name, digest in found.items())
        if whole != text or (path.is_file() and not text) or {**found, **listed} != {**listed, **found}:
            fault(CHANGED, f"{path.name} is leeg, of heeft een verkeerde regel of een naam die er al staat")
        listed.update(found)
    there = {path.relative_to(folder).as_posix(): path for path in walk(folder)}
    for name in sorted(set(listed) - set(there)) if listed else ["SHA256SUMS"]:
        fault(MISSING, f"{name} ontbreekt")
    outside = {"SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.publicatie"}
    for name in sorted(set(there) - set(listed) - outside) if listed else ():
        fault(STRANGER, f"{name} staat niet in de lijst en hoort er niet bij")
    for name in sorted(set(there) & set(listed)):
        content = b"" if there[name].is_symlink() else there[name].read_bytes()
        if not content or hashlib.sha256(content).hexdigest() != listed[name]:
            fault(CHANGED, f"{name} is leeg, geen gewoon bestand of anders dan gepubliceerd")
    if listed and "SHA256SUMS" in there:
        own = there["SHA256SUMS"].read_bytes()
        code = re.sub("(....)(?=.)", r"\1 ", hashlib.sha256(own).hexdigest().upper())
        fault(0, f"{own.count(10)} bestanden in de lijst. Code van SHA256SUMS, vergelijk met papier:\n{code}")
    return listed


def walk(folder: Path) -> list[Path]:
    """Everything below a folder that is no folder; links are not followed."""
    return [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]


def count(where: str, root: Element) -> list[Group]:
    """All totals of a 510 from its units, and the sums within each; gives total and units, if all holds."""
    tagged = [[*root.iter(tag)] for tag in ("ReportingUnitVotes", "TotalVotes")]
    units, total = ([Group(each) for each in of] for of in tagged)
    kind, maker = root.get("Id"), next(root.iter("AuthorityIdentifier")).get("Id")
    before, single = sum(faults.values()), len({unit.id for unit in units}) == len(units)
    if len(total) != (kind != "510a") or not (units or kind == "510d") or not single:
        raise ValueError("het totaal of de stembureaus ontbreken of staan er twee keer")
    groups = total + units
    for group in groups:
        new = {*group.votes, *group.lists.items()} - {*groups[0].votes, *groups[0].lists.items()}
        if new or (kind != "510d" and group.votes != groups[0].votes):
            raise ValueError(f"{group.id}: andere lijsten of kandidaten dan de rest")
        if kind == "510b" and group.id != "totaal" and not re.fullmatch(rf"{maker}::SB\d+", group.id):
            raise ValueError(f"{group.id} is geen stembureau van {maker}")
        sums: Counter[Any] = Counter({VALID: 0})
        for listed, number in group.votes:
            added = group.n[listed, number] if number else 0
            sums.update({(listed, ""): added, VALID: added})
        for key in (key for key in sums if sums[key] != group.n[key]):
            fault(TOTALS, f"{where}, {group.id}, {told(key)}: {group.n[key]}, kandidaten samen {sums[key]}")
    for key in sorted({key for group in groups for key in group.n}, key=str) if total and units else ():
        added, stated = sum(unit.n[key] for unit in units), groups[0].n[key]
        if added != stated and key == CAST:
            fault(0, f"LET OP: {where}: {stated} opgeroepenen, bij de onderdelen samen {added}")
        elif added != stated:
            fault(TOTALS, f"{where}, {told(key)}: opgeteld {added}, in het totaal staat {stated}")
    if sum(faults.values()) > before:
        return []
    fault(0, f"GOED: {where}: {len(units)} onderdelen opgeteld, alle totalen kloppen")
    return groups if total else groups + units


def table(path: Path, by: str) -> list[list[str]]:
    return list(csv.reader(path.read_bytes().decode("utf-8-sig").splitlines(True), delimiter=by, strict=True))


def osv_csv(path: Path, groups: list[Group], root: Element, names: dict[Any, str]) -> None:
    """Every cell of the OSV form; a name that no file gives is passed over."""
    rows = table(path, ";")
    head = [root.findtext(f".//Election{it}") for it in ("Name", "Date")]
    same(path, "kop", [row[2] for row in rows[:2]], head)
    start = next(at for at, row in enumerate(rows) if row[:1] == ["Gebiednummer"])
    same(path, "nummers", [it.lstrip("0") for it in rows[start][5:]], [it.number for it in groups[1:]])
    listed, body = "", {}
    for row in (row for row in rows[start + 1 :] if row[0] != "Postcode"):
        listed = row[0] or listed
        key = row[1].strip() if row[1] and not row[0] else (listed, row[2])
        same(path, "een regel staat er twee keer", key in body, False)
        same(path, key, row[1] or row[3], names.get(key) or row[1] or row[3])
        body[key] = row[4:]
    same(path, "lijsten en kandidaten", [key for key in body if isinstance(key, tuple)], groups[0].votes)
    for key in sorted({*body, *groups[0].n}, key=str):
        same(path, key, body.get(key, ["0"] * len(groups)), [str(group.n[key]) for group in groups])


def tidy_csv(path: Path, groups: list[Group]) -> None:
    """Every number of the long table: by unit, kind, list and candidate."""
    rows = table(path, ",")[1:]
    found = {(row[1].lstrip("0"), (row[4], row[6]) if row[4] else TIDY[row[3]], row[8]) for row in rows}
    own = {(unit.number, key, str(unit.n[key])) for unit in groups[1:] for key in unit.n if key != FOUND}
    for number, key, amount in sorted(found ^ own, key=str):
        fault(UNEQUAL, f"{path.name}, {number}, {told(key)}: {amount} staat maar in een van beide")
    same(path, "aantal regels", len(rows), len(own))


def manifest(path: Path, groups: list[Group], listed: dict[str, str]) -> None:
    """The figures of manifest.json, and the sums of files that it repeats."""
    said = json.loads(path.read_bytes())
    totals, n = said["totals"], groups[0].n
    same(path, "onderdelen", said["stations"], len(groups) - 1)
    for name, label in (("eligible", CAST), ("valid", VALID), ("blank", BLANK), ("invalid", BAD)):
        same(path, label, totals[name], n[label])
    votes = {(str(each["number"]), ""): each["votes"] for each in totals["lists"]}
    for each in totals["lists"]:
        votes.update({(str(each["number"]), str(one["number"])): one["votes"] for one in each["candidates"]})
    same(path, "stemmen", votes, {key: n[key] for key in groups[0].votes})
    for file in said["files"]:
        same(path, file["path"], file["sha256"], listed.get(file["path"]))


def stations(path: Path, groups: list[Group], root: Element) -> None:
    """The voters called up, in total and at each station, in the 110b."""
    called = {each.get("Id"): each.text for each in root.iter("PollingStation")}
    same(path, CAST, called, {unit.number: str(unit.n[CAST]) for unit in groups[1:]})
    same(path, CAST, root.findtext(".//MaxVotes"), str(groups[0].n[CAST]))


def candidates(lists: list[tuple[Path, Element]]) -> dict[Any, str]:
    """The names of all 230b as the OSV form has them, by list and number."""
    found: dict[Any, str] = {}
    for listed in (each for _, root in lists for each in root.iter("Affiliation")):
        number = next(listed.iter(LIST))
        found[number.attrib["Id"], ""] = number.findtext("RegisteredName", "")
        for one in listed.iter("Candidate"):
            name = {each.tag: each.text or "" for each in one.iter()}
            whole = f"{name.get('NamePrefix', '')} {name['LastName']}, {name.get('NameLine', '')}"
            found[number.attrib["Id"], next(one.iter(PERSON)).attrib["Id"]] = whole.strip(" ,")
    return found


def result(where: str, root: Element, definition: Element, votes: Group) -> None:
    """The seats of a 520: no more than there are, for lists there are, and at least the full seats."""
    listed, chosen, seats = "", Counter({"": 0}), int(definition.findtext(".//NumberOfSeats", ""))
    for selection in root.iter("Selection"):
        listed = next((each.attrib["Id"] for each in selection.iter(LIST)), listed)
        chosen[listed] += len(list(selection.iter(PERSON)))
    if sum(chosen.values()) > seats or not set(+chosen) <= set(votes.lists):
        fault(TOTALS, f"{where}: meer gekozenen dan de {seats} zetels, of een onbekende lijst")
    for listed in votes.lists:
        full = votes.n[listed, ""] * seats // max(votes.n[VALID], 1)
        if chosen[listed] < min(full, sum(1 for key in votes.votes if key[0] == listed and key[1])):
            fault(TOTALS, f"{where}, lijst {listed}: {chosen[listed]} gekozenen, maar {full} volle zetels")


def guarded(code: int, path: Path, work: Any, *given: Any) -> Any:
    """What ``work`` gives; a file that cannot be read as what it should be is a fault of its own."""
    try:
        return work(*given)
    except (ValueError, LookupError, StopIteration, TypeError, SyntaxError, csv.Error) as error:
        fault(code, f"{path.name} is niet goed te lezen: {error}")


def main(arguments: list[str]) -> int:
    folder = Path("".join(arguments[:1]))
    if len(arguments) != 1 or not folder.is_dir():
        fault(0, "Gebruik: python narekenen.py MAP (de map waarin SHA256SUMS staat)")
        return USAGE
    listed = files(folder)
    kinds: dict[str, list[tuple[Path, Element]]] = {kind: [] for kind in COUNTS + OTHERS}
    for path in (path for path in walk(folder) if path.name.endswith(".eml.xml")):
        if (root := guarded(INVALID, path, parse, path)) is not None:
            kinds[root.attrib["Id"]].append((path, root))
    definition = next((root for _, root in kinds["110a"]), Element(""))
    of_each = definition.findtext(".//ElectionSubcategory") == "PS2" and not kinds["510b"] + kinds["510c"]
    for path, its in (each for kind in kinds for each in kinds[kind][1:] if kind != "230b" or not of_each):
        fault(STRANGER, f"{path.name}: er is al een bestand van soort {its.get('Id')}")
    whole = listed and not faults[INVALID] and (kinds["510b"] or kinds["510c"] or kinds["510d"])
    needed = ["110a", "230b"] + ["110b"] * bool(kinds["510b"]) + ["520"] * bool(kinds["510d"])
    if whole and not all(kinds[kind] for kind in needed):
        fault(MISSING, f"een bestand van soort {', '.join(needed)} ontbreekt")
    regions = definition.findall(".//*[@RegionCategory='KIESKRING']")
    asked = Counter(it.get("RegionNumber", "").strip().lstrip("0") for it in regions)
    has = Counter(it.get("Id", "").strip() for _, of in kinds["230b"] for it in of.iter("ContestIdentifier"))
    if whole and of_each and has not in (Counter(["alle"]), Counter(["geen"]), asked):
        fault(INVALID if has - asked else MISSING, "niet van elke kieskring één keer kandidatenlijsten")
    paths = {path.name.replace("OEFENING_", ""): path for path in walk(folder)}
    counts = [(it, guarded(INVALID, at, count, at.name, it)) for kind in COUNTS for at, it in kinds[kind][:1]]
    root, groups = max(counts, key=lambda each: len(each[1] or ()), default=(None, []))
    work: dict[str, Any] = {"stembureaus.csv": (tidy_csv,), "manifest.json": (manifest, listed)}
    names = guarded(INVALID, folder, candidates, kinds["230b"]) or {}
    work[next((name for name in paths if name.startswith("osv4-3_")), "osv4-3.csv")] = (osv_csv, root, names)
    for name, (check, *given) in work.items() if groups else ():
        if name in paths:
            guarded(UNEQUAL, paths[name], check, paths[name], groups, *given)
        elif whole:
            fault(MISSING, f"{name} ontbreekt")
    for other, its in kinds["110b"] if groups else ():
        guarded(UNEQUAL, other, stations, other, groups, its)
    for other, its in kinds["520"] if groups and kinds["110a"] else ():
        guarded(INVALID, other, result, other.name, its, definition, groups[0])
    for more in (each for _, each in counts if groups and each and listed):
        same(folder, "totaal van de twee tellingen", more[0].n, groups[0].n)
    fault(0, f"Fouten: {sum(faults.values())}. Bij een fout gaat het papier voor: meld het bij de gemeente.")
    return min(faults, default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
