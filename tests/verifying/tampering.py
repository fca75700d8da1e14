"""What can be done to a published package, each with the exit code that must come of it (trust §2.3, G10)."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from osv_tui.publication import sshsig
from osv_tui.publication.additions import ADDITIONS
from osv_tui.publication.manifest import BLAKE3SUMS, SHA256SUMS, SIGNATURE, write_manifests
from osv_tui.verifying.listing import SIGNERS
from tests.publication.mutations import mutated
from tests.verifying.sealing import ATTACKER, SESSION, seal, sign

Change = Callable[["Ground"], None]


@dataclass(frozen=True)
class Ground:
    """A package that may be changed, and other ones of which files can be taken."""

    folder: Path
    older: Path
    other: Path

    def one(self, pattern: str) -> Path:
        (path,) = self.folder.rglob(pattern)
        return path


@dataclass(frozen=True)
class Case:
    """A change, the exit code of ``verify`` and that of the second checker: the same where it looks at it."""

    name: str
    change: Change
    verify: int
    second: int | None = None

    @property
    def expected_of_second(self) -> int:
        return self.verify if self.second is None else self.second


def edit(pattern: str, old: str, new: str, *, reseal: bool = False, times: int = 1) -> Change:
    """Replace a text in a file; ``reseal`` as one does who makes the lists and a signature too."""

    def change(ground: Ground) -> None:
        path = ground.one(pattern)
        content = path.read_text("utf-8")
        found = re.subn(old, new, content, count=times)
        assert found[1] == times, f"{old} is not in {path.name}"
        path.write_text(found[0], "utf-8", newline="")
        if reseal:
            seal(ground.folder, ATTACKER)

    return change


def digit(pattern: str) -> Change:
    """Change one digit of a file, in a PDF so that nothing else is damaged, and make the lists anew."""

    def change(ground: Ground) -> None:
        path = ground.one(pattern)
        path.write_bytes(mutated(path, random.Random(7)))
        seal(ground.folder, ATTACKER)

    return change


def resealed(then: Change) -> Change:
    def change(ground: Ground) -> None:
        then(ground)
        seal(ground.folder, ATTACKER)

    return change


def flip(pattern: str, at: int) -> Change:
    def change(ground: Ground) -> None:
        path = ground.one(pattern)
        content = bytearray(path.read_bytes())
        content[at] ^= 1
        path.write_bytes(content)

    return change


def remove(pattern: str) -> Change:
    return lambda ground: ground.one(pattern).unlink()


def rename(pattern: str, new: Callable[[str], str]) -> Change:
    def change(ground: Ground) -> None:
        path = ground.one(pattern)
        path.rename(path.with_name(new(path.name)))

    return change


def add(name: str, content: bytes = b"iets anders\n") -> Change:
    def change(ground: Ground) -> None:
        path = ground.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    return change


def swap(one: str, other: str) -> Change:
    def change(ground: Ground) -> None:
        first, second = ground.one(one), ground.one(other)
        content = first.read_bytes()
        first.write_bytes(second.read_bytes())
        second.write_bytes(content)

    return change


def link(pattern: str) -> Change:
    """The same content, but by way of a link to outside."""

    def change(ground: Ground) -> None:
        path = ground.one(pattern)
        outside = ground.folder.parent / "buiten"
        path.rename(outside)
        path.symlink_to(outside)

    return change


def vouched_for(ground: Ground) -> None:
    """A changed page of the station, with its new sum in the list of what was added on the website."""
    path = ground.one("index.html")
    path.write_bytes(path.read_bytes() + b"\n")
    line = f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(ground.folder).as_posix()}\n"
    (ground.folder / ADDITIONS).write_text(line, "ascii")


def added_without_end(ground: Ground) -> None:
    """A list of what was added that somebody edited: its last line does not end."""
    (ground.folder / "los.txt").write_bytes(b"x")
    (ground.folder / ADDITIONS).write_text(f"{sha256(b'x').hexdigest()}  los.txt", "ascii")


def added_from_outside(ground: Ground, *, by_link: bool) -> None:
    """What a later list vouches for stands outside the package, where it can become anything."""
    outside = ground.folder.parent / "buiten"
    outside.write_bytes(b"x")
    if by_link:
        (ground.folder / "los.txt").symlink_to(outside)
    name = "los.txt" if by_link else "../buiten"
    (ground.folder / ADDITIONS).write_text(f"{sha256(b'x').hexdigest()}  {name}\n", "ascii")


def linked_list(ground: Ground) -> None:
    """A list of what was added that anybody can go on changing, outside the package."""
    outside = ground.folder.parent / "buiten"
    outside.write_text(f"{sha256(b'x').hexdigest()}  los.txt\n", "ascii")
    (ground.folder / "los.txt").write_bytes(b"x")
    (ground.folder / ADDITIONS).symlink_to(outside)


def new_link(ground: Ground) -> None:
    (ground.folder / "extra").symlink_to(ground.one("N11*.pdf"))


def empty(ground: Ground) -> None:
    """An empty file with the right checksum of nothing."""
    path = ground.one("Narekenstaat*.csv")
    path.write_bytes(b"x")
    seal(ground.folder, ATTACKER)
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    path.write_bytes(b"")
    listed = (ground.folder / SHA256SUMS).read_text("ascii")
    listed = re.sub(rf"\w+(?=  {path.relative_to(ground.folder)})", nothing, listed)
    (ground.folder / SHA256SUMS).write_text(listed, "ascii")
    sign(ground.folder, ATTACKER)


def without_line(ground: Ground) -> None:
    """A file and its lines taken out of the lists, which a thief without the key can do."""
    for name in (BLAKE3SUMS, SHA256SUMS):
        path = ground.folder / name
        rows = [row for row in path.read_text("ascii").splitlines(keepends=True) if "N11" not in row]
        path.write_text("".join(rows), "ascii")
    listed = (ground.folder / SHA256SUMS).read_text("ascii")
    whole = (ground.folder / BLAKE3SUMS).read_bytes()
    listed = re.sub(rf"\w+(?=  {BLAKE3SUMS})", sha256(whole).hexdigest(), listed)
    (ground.folder / SHA256SUMS).write_text(listed, "ascii")


def relisted(ground: Ground) -> None:
    """A file changed and the lists made anew, by somebody without the key of the session."""
    signature = (ground.folder / SIGNATURE).read_bytes()
    path = ground.one("LEESMIJ*")
    path.write_bytes(path.read_bytes() + b"Bel dit nummer.\r\n")
    (ground.folder / SIGNATURE).unlink()
    write_manifests(ground.folder)
    (ground.folder / SIGNATURE).write_bytes(signature)


def other_namespace(ground: Ground) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sshsig, "NAMESPACE", "iets@anders")
        sign(ground.folder, SESSION)


def signature_of_older(ground: Ground) -> None:
    shutil.copy(ground.older / SIGNATURE, ground.folder / SIGNATURE)


def wide_signature(ground: Ground) -> None:
    """The same signature in longer lines: good to many tools, but not how one is written."""
    path = ground.folder / SIGNATURE
    head, *rows, end = path.read_text("ascii").splitlines()
    path.write_text("\n".join((head, "".join(rows), end)) + "\n", "ascii")


def other_key(ground: Ground) -> None:
    sign(ground.folder, ATTACKER)


def count_of(which: str) -> Change:
    """The count file of another municipality or an older release, under the name of this one."""

    def change(ground: Ground) -> None:
        (path,) = getattr(ground, which).rglob("Telling_*.eml.xml")
        ground.one("Telling_*.eml.xml").write_bytes(path.read_bytes())
        seal(ground.folder, ATTACKER)

    return change


def second_count(ground: Ground) -> None:
    (path,) = ground.other.rglob("Telling_*.eml.xml")
    shutil.copy(path, ground.one("Telling_*.eml.xml").with_name("Telling_andere.eml.xml"))
    seal(ground.folder, ATTACKER)


def moved_vote(ground: Ground) -> None:
    """A vote from the first candidate to the second, at one station and in total: every sum still holds."""
    path = ground.one("Telling_*.eml.xml")
    content = path.read_text("utf-8")
    for part in ("TotalVotes", "ReportingUnitVotes"):
        start = content.index(f"<{part}>")
        first, second = list(re.finditer(r"</Candidate><ValidVotes>(\d+)", content[start:]))[:2]
        one, other = int(first[1]) - 1, int(second[1]) + 1
        assert one >= 0
        head = content[: start + first.start(1)] + str(one)
        content = (
            head
            + content[start + first.end(1) : start + second.start(1)]
            + str(other)
            + content[start + second.end(1) :]
        )
    path.write_text(content, "utf-8", newline="")
    seal(ground.folder, ATTACKER)


def other_order(ground: Ground) -> None:
    """The first two candidates of one station change places, with their votes: every sum still holds."""
    path = ground.one("Telling_*.eml.xml")
    content = path.read_text("utf-8")
    start = content.rindex("<ReportingUnitVotes>")
    one = r"<Selection><Candidate>(?:(?!</Selection>).)*</Selection>"
    swapped = re.sub(rf"({one})({one})", r"\2\1", content[start:], count=1)
    assert swapped != content[start:]
    path.write_text(content[:start] + swapped, "utf-8", newline="")
    seal(ground.folder, ATTACKER)


def older_package(ground: Ground) -> None:
    shutil.rmtree(ground.folder)
    shutil.copytree(ground.older, ground.folder)


COUNT, STATIONS, LISTS = "Telling_*.eml.xml", "Stembureaus_*.eml.xml", "Kandidatenlijsten_*.eml.xml"
TIDY, MANIFEST, LOG, CHECKER = "stembureaus.csv", "manifest.json", "logboek.jsonl", "narekenen.py"
OSV, ACCOUNT, SHEET = "osv4-3_*.csv", "Verantwoording*.csv", "Narekenstaat*.csv"

TABLE = (
    Case("nothing", lambda ground: None, 0),
    # 1: a file is not as it was
    Case("a byte of a PDF", flip("N11*.pdf", 3000), 1),
    Case("a byte of the count", flip(COUNT, 2000), 1),
    Case("the last byte of a table", flip(OSV, -1), 1),
    Case("two PDFs exchanged", swap("N11*.pdf", "Narekenstaat*.pdf"), 1),
    Case("a digit in BLAKE3SUMS", flip(BLAKE3SUMS, 10), 1),
    Case("a digit in SHA256SUMS", flip(SHA256SUMS, 10), 1),
    Case("capitals in SHA256SUMS", edit(SHA256SUMS, r"(?m)^(\w*)a", r"\1A", times=3), 1),
    Case("a line twice", edit(SHA256SUMS, "(?m)^(.*N11.*\n)", r"\1\1"), 1),
    Case("no end of line", edit(SHA256SUMS, r"\n\Z", ""), 1),
    Case("ends of line of Windows", edit(SHA256SUMS, "\n", "\r\n", times=3), 1),
    Case("a name outside", edit(SHA256SUMS, "  1-", "  ../1-"), 1),
    Case("a name from the root", edit(SHA256SUMS, "  1-", "  /1-"), 1),
    Case("an empty file", empty, 1),
    Case("a link in the place of a file", link("N11*.pdf"), 1),
    Case("a link in the place of the list", link(SHA256SUMS), 1),
    Case("no end of line in a later list", added_without_end, 1),
    Case("a name outside in a later list", partial(added_from_outside, by_link=False), 1),
    Case("a link in a later list", partial(added_from_outside, by_link=True), 1),
    Case("a later list that is a link", linked_list, 1),
    Case("a file that only a later list vouches for", vouched_for, 1),
    Case("the key of another", edit(SIGNERS, "AAAA", "AAAB"), 1),
    # 2: a file is not there
    Case("a file removed", remove("N11*.pdf"), 2),
    Case("a file renamed", rename(OSV, lambda name: f"{name}.bak"), 2),
    Case("capitals in a name", rename("N11*.pdf", str.upper), 2),
    Case("no SHA256SUMS", remove(SHA256SUMS), 2),
    Case("no BLAKE3SUMS", remove(BLAKE3SUMS), 2),
    Case("no signature", remove(SIGNATURE), 2, 0),
    Case("a model never there", resealed(remove("N11*.pdf")), 2, 0),
    Case("a table never there", resealed(remove(OSV)), 2),
    Case("the lists of candidates never there", resealed(remove(LISTS)), 2),
    Case("the stations never there", resealed(remove(STATIONS)), 2),
    # 3: a file does not belong
    Case("a file added", add("gevonden.pdf"), 3),
    Case("a hidden file added", add(".DS_Store"), 3),
    Case("a folder added", add("nieuw/uitslag.csv"), 3),
    Case("a link added", new_link, 3),
    Case("a line taken out", without_line, 3),
    Case("a second count", second_count, 3),
    # 4: not signed by the session
    Case("a byte of the signature", flip(SIGNATURE, 100), 4, 0),
    Case("the signature of another list", signature_of_older, 4, 0),
    Case("a signature for something else", other_namespace, 4, 0),
    Case("a signature in another form", wide_signature, 4, 0),
    Case("lists made anew without the key", relisted, 4, 0),
    Case("signed with another key than is named", other_key, 4, 0),
    # 5: not what stands on paper
    Case("an older package", older_package, 5, 0),
    # 6: files contradict each other, all lists and the signature made anew
    Case("a digit in N 11", digit("N11*.pdf"), 6, 0),
    Case("a digit in the control sheet", digit("Narekenstaat*.pdf"), 6, 0),
    Case("a digit in the account", digit("Verantwoording*.pdf"), 6, 0),
    Case("PDFs exchanged and listed anew", resealed(swap("N11*.pdf", "Narekenstaat*.pdf")), 6, 0),
    Case("a number in the table", edit(OSV, r'"(\d)(\d*)"(?=\n)', r'"9\1\2"', reseal=True, times=5), 6),
    Case("a name in the table", edit(OSV, '"([^";]*), ', '"Ander\\1, ', reseal=True), 6),
    Case("a number in the table of the lists", edit(SHEET, r'"(\d+)"(?=\n)', r'"9\1"', reseal=True), 6, 0),
    Case(
        "a number in the table of differences",
        edit(ACCOUNT, r'telverschil";"2', 'telverschil";"5', reseal=True),
        6,
        0,
    ),
    Case("the count of another municipality", count_of("other"), 6),
    Case("the count of an older release", count_of("older"), 6, 0),
    Case("a vote moved", moved_vote, 6),
    Case("voters of a station", edit(STATIONS, r'(Id="2">)\d+', r"\g<1>1", reseal=True), 6),
    Case("the name of a candidate", edit(LISTS, "<xnl:LastName>", "<xnl:LastName>X", reseal=True), 6),
    Case(
        "a number in the long table",
        edit(TIDY, r"(kandidaat,1,[^,]*,1,.*,)(\d+)(?=\n)", r"\g<1>9\2", reseal=True),
        6,
    ),
    Case("a row of the long table", edit(TIDY, r"(?m)^.*,kandidaat,1,.*\n", "", reseal=True), 6),
    Case("a total in the manifest", edit(MANIFEST, r'("valid": )', r"\g<1>9", reseal=True), 6),
    Case(
        "the head of the log in the manifest",
        edit(MANIFEST, r'("hash": ")(..)', r"\g<1>00", reseal=True, times=2),
        6,
        0,
    ),
    Case("votes of a list in the manifest", edit(MANIFEST, r'("votes": )', r"\g<1>9", reseal=True), 6),
    Case("the moment of the count", edit(MANIFEST, r'("created": ")2031', r"\g<1>2032", reseal=True), 6, 0),
    Case("a row of the log", edit(LOG, r'"rows":\d+', '"rows":3', reseal=True), 6, 0),
    Case("another checker", edit(CHECKER, "return min", "return 0 * min", reseal=True), 6, 0),
    # 7: the totals are not the sum
    Case(
        "a total of a candidate", edit(COUNT, r"(</Candidate><ValidVotes>)(\d+)", r"\g<1>9\2", reseal=True), 7
    ),
    Case("a total of a reason", edit(COUNT, r'(passen">)(\d+)', r"\g<1>9\2", reseal=True), 7),
    Case("valid votes", edit(COUNT, r"(<TotalCounted>)(\d+)", r"\g<1>9\2", reseal=True), 7),
    # 8: no proper EML
    Case("a document type", edit(COUNT, r"\A", "<!DOCTYPE EML>", reseal=True), 8),
    Case("a count cut off", edit(COUNT, r"</Count></EML>", "", reseal=True), 8),
    Case("a vote below zero", edit(COUNT, r"(</Candidate><ValidVotes>)", r"\1-", reseal=True), 8),
    Case("a station twice", edit(COUNT, r"::SB2", "::SB1", reseal=True), 8),
    Case(
        "a list twice",
        edit(COUNT, r'AffiliationIdentifier Id="2"', 'AffiliationIdentifier Id="1"', reseal=True),
        8,
    ),
    Case("another order at a station", other_order, 8),
    Case("broken lists", edit(LISTS, "</CandidateList>", "", reseal=True), 8),
)
