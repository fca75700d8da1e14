"""Checking a package from its files alone (trust §5.5)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from osv_tui.publication.additions import ADDITIONS
from osv_tui.publication.manifest import SHA256SUMS, SIGNATURE, ProblemKind, check_manifests
from osv_tui.publication.sshsig import NAMESPACE
from osv_tui.verifying.container import Unsafe, opened
from osv_tui.verifying.contents import Contents
from osv_tui.verifying.evidence import NoEvidence, gather
from osv_tui.verifying.listing import SIGNERS, Listed, key_of, listing_faults
from osv_tui.verifying.report import Fault, Found, Report, merged
from osv_tui.verifying.signature import BadSignature, read_key, read_signature, require_good

_FAULTS = {
    ProblemKind.CHANGED: Fault.CHANGED,
    ProblemKind.UNREADABLE: Fault.CHANGED,
    ProblemKind.MISSING: Fault.MISSING,
    ProblemKind.EXTRA: Fault.STRANGER,
}


@dataclass(frozen=True)
class OnPaper:
    """What stands on the signed paper: root hash in hexadecimal, key of the session, number of files.

    ``None`` for what is not compared.
    """

    root: str | None = None
    key: bytes | None = None
    files: int | None = None


def verify(path: Path, on_paper: OnPaper = OnPaper()) -> Report:
    """Check the package in the folder or ZIP at ``path``; nothing in it is changed.

    Raises:
        OSError: it cannot be read from the disk.
    """
    try:
        with opened(path) as folder:
            return _verified(folder, on_paper)
    except Unsafe as unsafe:
        return Report(found=(Found(unsafe.fault, path.name, str(unsafe)),))


def _verified(folder: Path, on_paper: OnPaper) -> Report:
    if several := _packages_in(folder):
        text = f"Hier staan verschillende pakketten. Controleer ze een voor een: {', '.join(several)}."
        return Report(found=(Found(Fault.MISSING, SHA256SUMS, text),))
    names = names_in(_list(folder / SHA256SUMS) or b"")
    return merged(lists_and_signature(folder, on_paper), _contents(folder, names))


def _packages_in(folder: Path) -> list[str]:
    """The packages in a folder that is none itself: that of all elections of a day."""
    if (folder / SHA256SUMS).exists():
        return []
    return sorted(path.parent.name for path in folder.glob(f"*/{SHA256SUMS}"))


def lists_and_signature(folder: Path, on_paper: OnPaper = OnPaper()) -> Report:
    """The part of ``verify`` that looks at the bytes of the files and not at what they say.

    Raises:
        OSError: the disk.
    """
    listed = _list(folder / SHA256SUMS)
    parts = [_files(folder)]
    if listed is not None:
        parts += [_signature(folder, listed, on_paper), _paper(listed, on_paper)]
    return merged(*parts)


def _list(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def names_in(listed: bytes) -> tuple[str, ...]:
    """The names in a list of checksums; of a damaged one those that can be read."""
    rows = listed.decode("ascii", "replace").splitlines()
    names = (row.partition("  ")[2] for row in rows)
    return tuple(name for name in names if name and not {"", ".", ".."} & set(name.split("/")))


def _files(folder: Path) -> Report:
    """Every file against the lists: both of the package, and the one of what was added on the website."""
    added = _list(folder / ADDITIONS)
    names = {ADDITIONS, *names_in(added or b"")}
    problems = [
        each for each in check_manifests(folder) if each.kind.name != "EXTRA" or each.name not in names
    ]
    found = [Found(_FAULTS[each.kind], each.name, each.text) for each in problems]
    if (folder / ADDITIONS).is_symlink():
        found.append(Found(Fault.CHANGED, ADDITIONS, "Deze lijst is een verwijzing naar elders."))
    found += _added(folder, added or b"")
    for path in (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.stat().st_size):
        found.append(Found(Fault.CHANGED, path.relative_to(folder).as_posix(), "Dit bestand is leeg."))
    if found:
        return Report(found=tuple(found))
    more = f" Er zijn er later {len(names_in(added))} bij gekomen of nagekeken." if added else ""
    text = "Alle bestanden zijn zoals ze in de lijsten staan. Er ontbreekt niets en er is niets te veel."
    return Report(checked=(text + more,))


def _added(folder: Path, added: bytes) -> Iterator[Found]:
    """Each line of the list of what was added later."""
    rows = [row.partition("  ") for row in added.decode("ascii", "replace").splitlines()]
    if "".join(f"{digest}  {name}\n" for digest, _, name in rows).encode() != added:
        yield Found(Fault.CHANGED, ADDITIONS, "Deze lijst is beschadigd.")
    for digest, _, name in rows:
        path = folder / name
        if {"", ".", ".."} & set(name.split("/")):
            yield Found(Fault.CHANGED, ADDITIONS, "In deze lijst staat een naam van buiten het pakket.")
        elif not path.is_file():
            yield Found(Fault.MISSING, name, f"Dit bestand staat in {ADDITIONS} maar ontbreekt.")
        elif path.is_symlink() or sha256(path.read_bytes()).hexdigest() != digest:
            yield Found(Fault.CHANGED, name, f"Dit bestand is niet zoals het in {ADDITIONS} staat.")


def _signature(folder: Path, listed: bytes, on_paper: OnPaper) -> Report:
    """The signature of the list, by the key on paper or else by the one in the package."""
    path = folder / SIGNATURE
    if not path.exists():
        return _unsigned(folder, on_paper)
    try:
        signature = read_signature(path.read_bytes())
        require_good(signature, listed, NAMESPACE)
        own = read_key((folder / SIGNERS).read_text("ascii"))
    except FileNotFoundError:
        return Report(found=(Found(Fault.MISSING, SIGNERS, "Dit bestand ontbreekt."),))
    except (BadSignature, ValueError) as bad:
        text = f"De handtekening {bad}." if isinstance(bad, BadSignature) else f"{SIGNERS} is niet leesbaar."
        return Report(found=(Found(Fault.SIGNATURE, SIGNATURE, text),))
    if signature.key != (on_paper.key or own):
        whose = "die u opgaf" if on_paper.key else f"in {SIGNERS}"
        text = f"De handtekening is met een andere sleutel gezet dan {whose}."
        return Report(found=(Found(Fault.SIGNATURE, SIGNATURE, text),))
    if on_paper.key:
        return Report(checked=("De handtekening is goed, en gezet met de sleutel die u opgaf.",))
    return Report(
        checked=("De handtekening hoort bij de lijst.",),
        notes=("De sleutel is NIET met papier vergeleken. Geef de sleutel van het papier mee met --key.",),
    )


def _unsigned(folder: Path, on_paper: OnPaper) -> Report:
    """A package without a signature, which it may be when the key of the sitting was gone at its making."""
    if on_paper.key:
        text = "Er is geen handtekening, en u gaf een sleutel op."
        return Report(found=(Found(Fault.SIGNATURE, SIGNATURE, text),))
    try:
        is_told = key_of(folder) is None
    except ValueError:
        is_told = False
    if not is_told:
        return Report(found=(Found(Fault.MISSING, SIGNATURE, "De handtekening ontbreekt."),))
    text = "Dit pakket heeft geen handtekening, en zegt dat zelf ook: de sleutel was er niet meer."
    return Report(notes=(f"{text} Alleen de code op papier telt.",))


def _paper(listed: bytes, on_paper: OnPaper) -> Report:
    """The root hash and the number of files against what stands on paper."""
    root, files = sha256(listed).hexdigest(), listed.count(b"\n")
    found: list[Found] = []
    if on_paper.root not in (None, root):
        found.append(Found(Fault.PAPER, SHA256SUMS, "De code is een andere dan u van papier opgaf."))
    if on_paper.files not in (None, files):
        text = f"Er staan {files} bestanden in de lijst, u gaf er {on_paper.files} op."
        found.append(Found(Fault.PAPER, SHA256SUMS, text))
    if on_paper.root == root:
        return Report(root, files, tuple(found), ("De code van SHA256SUMS is die van het papier.",))
    text = (
        "NIET vergeleken met papier. Wie alle bestanden en de lijst vervangt, valt zo niet op. Geef de code"
        " van het ondertekende papier mee met --root."
    )
    return Report(root, files, tuple(found), notes=() if on_paper.root else (text,))


def _contents(folder: Path, names: tuple[str, ...]) -> Report:
    """PDF, EML and CSV against each other, the totals against the stations, and what the manifest says."""
    own = {Path(name).name: folder / name for name in names if (folder / name).is_file()}
    try:
        contents = Contents(gather(folder, names), own)
    except NoEvidence as none:
        return Report(found=none.found)
    compared = {each.name: each for each in contents.compared()}
    wrong = [each.found for each in compared.values() if each.found]
    found = [each for each in wrong if not _is_unlisted(folder, each)]
    if not found:
        codes = {each.name: each.code for each in compared.values()}
        listed = Listed(folder, names, contents.release, contents.mark, codes)
        found += listing_faults(listed)
    election = contents.evidence.election
    units = f"{len(election.units)} {election.unit_kind.plural}"
    checked = [
        "De EML-bestanden zijn geldig volgens de leesregels van dit programma. De officiële schema's (XSD)"
        " zijn niet meegeleverd. Daarmee is niet vergeleken.",
        f"De totalen zijn opnieuw opgeteld uit {units} en kloppen.",
    ]
    if not found:
        checked.append(f"PDF, EML, CSV en manifest zeggen hetzelfde ({len(compared) + 1} bestanden).")
    return Report(found=tuple(found), checked=tuple(checked), notes=tuple(_not_read(own, compared)))


def _is_unlisted(folder: Path, found: Found) -> bool:
    """Whether a file that is missed is there, but in no list: that is told already."""
    return found.fault is Fault.MISSING and any(folder.rglob(found.file))


def _not_read(own: Mapping[str, Path], compared: Container[str]) -> Iterator[str]:
    rest = [
        name
        for name in own
        if (name.endswith((".html", ".txt", ".jsonld")) and name not in compared) or "Wijzigingen_" in name
    ]
    if rest:
        yield f"Alleen de som is nagekeken, niet alles wat er staat, in: {', '.join(sorted(rest))}."
