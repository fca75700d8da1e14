"""The commands. Each parses, calls and prints; it loads only the rooms it needs."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from osv_tui import __version__
from osv_tui.click_in_dutch import Commands
from osv_tui.disk import reason
from osv_tui.verify_command import verify

if TYPE_CHECKING:
    from osv_tui.store.check import Head
    from osv_tui.store.database import StationFile
    from osv_tui.store.signing_in import Credentials

STATION = click.Path(dir_okay=False, path_type=Path)
FAULT, HEAD_NOT_FOUND = 1, 3
"""Exit codes; what is wrong with the command line itself gives 2."""
_GROUPS_ON_A_LINE = 4
_AREAS = ("PS2", "PS1", "AB1", "AB2")
"""The kinds of election that have levels above a municipality (``Subcategory``)."""


class Stop(click.ClickException):
    """Ends the command with a sentence for the user."""

    exit_code = FAULT

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


class HeadNotFound(Stop):
    """The log does not have a code that stands on paper."""

    exit_code = HEAD_NOT_FOUND


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="osv-tui", help="Toon de versie.")
def main() -> None:
    """Stemmen van een verkiezing invoeren, controleren, optellen en publiceren."""


main.add_command(verify)


@main.command()
@click.argument("station", type=STATION)
def new(station: Path) -> None:
    """Maak een nieuw station in het bestand STATION en open het."""
    from osv_tui.ui.screens.new_station import NewStationApp

    if station.exists():
        raise Stop(f"Er staat al een bestand op {station}. Kies een andere naam.")
    _require_good_place(station)
    if _run(NewStationApp(station)):
        _open(station)


@main.command("open")
@click.argument("station", type=STATION)
def open_command(station: Path) -> None:
    """Open het station in het bestand STATION."""
    _open(station)


@main.command()
@click.argument("station", type=STATION)
@click.option(
    *("--head", "on_paper"),
    multiple=True,
    metavar="CODE",
    help="Een code die op papier staat; mag vaker. Zet de groepen tussen aanhalingstekens.",
)
def check(station: Path, on_paper: tuple[str, ...]) -> None:
    """Kijk of het station STATION nog is wat zijn eigen logboek vertelt, en wat er op papier staat."""
    from osv_tui.store.check import first_fault, head
    from osv_tui.store.problems import StoreProblem

    with closing(_station(station)) as file:
        try:
            last, fault = head(file), first_fault(file)
            compared = [_compared(file, code) for code in on_paper]
        except StoreProblem as problem:
            raise Stop(str(problem)) from problem
    click.echo(f"Laatste regel van het logboek: {last.seq}\nCode:\n{_in_lines(last.hash)}")
    if fault:
        raise Stop(_off(fault))
    click.echo("Alles in het bestand is gelijk aan het logboek, en elke regel sluit aan op de vorige.")
    for sentence, _ in compared:
        click.echo(sentence)
    if not all(found for _, found in compared):
        raise HeadNotFound("Dit is niet het bestand van toen. Stop ermee en waarschuw de beheerder.")
    if not compared:
        click.echo(
            "Niet vergeleken met papier: wie het hele logboek opnieuw schrijft, het einde eraf haalt of een"
            "\noudere kopie terugzet, valt zo niet op. Geef de code op papier mee met --head."
        )


@main.command()
@click.argument("kopie", type=STATION)
@click.argument("station", type=STATION)
def restore(kopie: Path, station: Path) -> None:
    """Ga verder vanaf de kopie KOPIE, in het nieuwe bestand STATION. Dat doen twee personen samen."""
    from osv_tui.store.backup import restore as go_on_from
    from osv_tui.store.problems import StoreProblem

    if station.exists():
        raise Stop(f"Er staat al een bestand op {station}. Kies een andere naam.")
    _require_good_place(station)
    click.echo(
        "Een kopie terugzetten doen twee personen: toezichthouder of beheerder, elk met een wachtwoord."
    )
    officials = _official("Eerste persoon"), _official("Tweede persoon")
    try:
        goes_on = go_on_from(kopie, station, *officials)
        with closing(_station(station)) as file:
            now = _head(file)
    except StoreProblem as problem:
        raise Stop(str(problem)) from problem
    click.echo(
        f"{station} gaat verder na regel {goes_on.seq} van het logboek. Wat daarna was ingevoerd, staat er\n"
        "niet meer in: voer het opnieuw in. Dat de kopie is teruggezet, en door wie, staat in het logboek.\n"
        f"Schrijf deze nieuwe code op papier (regel {now.seq}):\n{_in_lines(now.hash)}"
    )


@main.command()
@click.option("--files", "with_files", is_flag=True, help="Toon ook de code van elk bestand.")
def version(with_files: bool) -> None:
    """Toon de versie, de code van de bestanden van het programma, en de versie van SQLite."""
    from osv_tui.guard import installed
    from osv_tui.store.database import sqlite_version

    click.echo(f"osv-tui {__version__}\nCode van de bestanden:\n{_in_lines(installed.release_hash())}")
    click.echo(f"SQLite {sqlite_version()}")
    if installed.is_development():
        click.echo(installed.DEVELOPMENT)
    if with_files:
        click.echo()
        for file in installed.file_hashes():
            click.echo(f"{file.sha256}  {file.path}")
        click.echo(
            "\nDe SHA-256 van deze regels samen is de code van de bestanden. Reken het na met een ander"
            "\nhulpmiddel: osv-tui version --files | grep -E '^[0-9a-f]{64} ' | sha256sum"
        )
    click.echo(f"\n{installed.MEANING}")


@main.command()
def manual() -> None:
    """Toon de handleiding."""
    click.echo(files("osv_tui").joinpath("manual.md").read_text("utf-8"), nl=False)


@main.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("oefening"),
    help="Map voor het oefenstation (standaard: oefening).",
)
@click.option("--seed", type=int, default=2031, help="Een ander getal geeft een andere oefengemeente.")
@click.option("--central", is_flag=True, help="Oefen met centraal tellen (model II).")
def practice(out: Path, seed: int, central: bool) -> None:
    """Maak een verzonnen gemeente met kant-en-klare accounts en open haar om te oefenen."""
    from osv_tui.rehearsal.practice import PracticeExists, make_practice, practice_text

    try:
        made = make_practice(out, seed, central=central)
    except PracticeExists as exists:
        raise Stop(str(exists)) from exists
    except OSError as error:
        raise Stop(f"In {out} kan het oefenstation niet worden gemaakt: {reason(error)}.") from error
    click.echo(practice_text(made))
    if sys.stdin.isatty():
        click.pause("Druk op een toets om het programma te openen ...")
        _open(made.station)


@main.command()
@click.option(
    "--election",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Map met echte bestanden: per verkiezing een submap met input/ en entries.json.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("avond"),
    help="Map voor het station en de export (standaard: avond).",
)
@click.option("--seed", type=int, default=2031, help="Bepaalt de oefengemeente en de tikfouten.")
@click.option("--central", is_flag=True, help="Centraal tellen (model II) in plaats van per stembureau.")
@click.option(
    "--area",
    type=click.Choice([kind.lower() for kind in _AREAS]),
    help="Alle niveaus, tot en met de zetels: een provincie met kieskringen (ps2) of zonder, een waterschap.",
)
@click.option("--small", is_flag=True, help="Met --area: een klein gebied, dat in een minuut klaar is.")
def rehearse(
    election: Path | None, out: Path, seed: int, central: bool, area: str | None, small: bool
) -> None:
    """Speel een hele avond na, zonder handen: van invoeren tot en met nakijken van de export."""
    from rich.console import Console
    from rich.progress import Progress

    from osv_tui.rehearsal.evening import EveningFailed, rehearse_evening
    from osv_tui.rehearsal.province_evening import rehearse_invented

    if area and (election or central):
        raise Stop("--area maakt zelf alle gemeenten: laat --election en --central weg.")
    if small and not area:
        raise Stop("--small hoort bij --area.")
    with Progress(console=Console(file=sys.__stderr__)) as bar:
        task = bar.add_task("inrichten", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        try:
            text = (
                rehearse_invented(area.upper(), out, seed, small=small, progress=tell).text
                if area
                else rehearse_evening(election, out, seed, central=central, progress=tell).text
            )
        except EveningFailed as failed:
            raise Stop(str(failed)) from failed
        except OSError as error:
            raise Stop(f"In {out} kan de avond niet worden gespeeld: {reason(error)}.") from error
    click.echo(text)


@main.command()
@click.argument("files", metavar="[BESTAND]...", nargs=-1, type=STATION)
@click.option("--json", "as_json", is_flag=True, help="Lees en schrijf regels JSON.")
@click.option(
    "--quota-bar",
    is_flag=True,
    help="Restzetels alleen voor lijsten die de kiesdeler haalden (wetsvoorstel 36641).",
)
def seats(files: tuple[Path, ...], as_json: bool, quota_bar: bool) -> None:
    """Verdeel de zetels van verkiezingen: elke regel van BESTAND, of van de standaardinvoer, is er een."""
    from osv_tui.seats_json import WrongLines, answers

    if not as_json:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[1])
    try:
        sources = [(str(path), path.read_bytes()) for path in files]
    except OSError as error:
        raise Stop(f"{error.filename} kan niet worden gelezen: {reason(error)}.") from error
    if not files:
        sources = [("", sys.stdin.buffer.read())]
    try:
        answered = answers(sources, quota_bar=quota_bar)
    except WrongLines as wrong:
        raise Stop(str(wrong)) from wrong
    click.echo("".join(f"{line}\n" for line in answered).encode(), nl=False)


@main.group(cls=Commands)
def publish() -> None:
    """Wat er na de zitting gebeurt, op de computer van de website."""


@publish.command("add")
@click.argument("folder", metavar="MAP", type=click.Path(file_okay=False, path_type=Path))
@click.argument("files", metavar="BESTAND...", nargs=-1, required=True, type=STATION)
@click.option(
    "--to", default="2-stembureaus", metavar="SUBMAP", help="In welke submap (standaard: 2-stembureaus)."
)
def publish_add(folder: Path, files: tuple[Path, ...], to: str) -> None:
    """Zet scans van papier bij de bestanden in MAP, met een eigen lijst. Wat er al stond, verandert niet."""
    from osv_tui.publication.additions import ADDITIONS, AdditionRefused, add

    try:
        added = add(folder, files, to)
    except AdditionRefused as refused:
        raise Stop(str(refused)) from refused
    for each in added.files:
        click.echo(f"{each.path}  (van {each.source.name})")
    click.echo(
        f"\nDe lijst {ADDITIONS} heeft nu {added.lines} regels. Controleren kan met:"
        f"\n  sha256sum --strict -c {ADDITIONS}\nCode van die lijst:\n{_in_lines(added.root)}"
    )


def _station(path: Path) -> StationFile:
    from osv_tui.store.database import open_station
    from osv_tui.store.problems import StoreProblem

    try:
        return open_station(path)
    except StoreProblem as problem:
        raise Stop(str(problem)) from problem


def _open(station: Path) -> None:
    """Open the station in the app, once it may stand there, is nobody else's, and is what its log tells."""
    from osv_tui.guard.holder import CannotHold, hold
    from osv_tui.store import founding, settings
    from osv_tui.store.problems import StoreProblem

    with closing(_station(station)) as file:
        try:
            _require_good_place(station, practice=founding.station_facts(file).practice)
            several = bool(settings.setting(file, settings.Setting.NETWORK))
            with hold(station, shared=several):
                _require_sound(file)
                from osv_tui.ui.app import OsvApp

                _run(OsvApp(file, _terminal(), was_checked=True))
        except (CannotHold, StoreProblem) as problem:
            raise Stop(str(problem)) from problem


def _require_good_place(station: Path, *, practice: bool = False) -> None:
    """A station stands on a disk of this computer; one to practise on may also stand in memory."""
    from osv_tui.guard.place import refusal

    refused = refusal(station)
    if refused and not (practice and "in het geheugen" in refused):
        raise Stop(refused)


def _require_sound(file: StationFile) -> None:
    from osv_tui.store.check import first_fault

    click.echo("Het telbestand wordt gecontroleerd ...")
    fault = first_fault(file)
    if fault:
        raise Stop(_off(fault))


def _off(fault: str) -> str:
    return (
        f"Er klopt iets niet. {fault}\n"
        "Stop met dit bestand en waarschuw de beheerder. Verder gaan kan vanaf een kopie:"
        " «osv-tui restore KOPIE STATION»."
    )


def _head(file: StationFile) -> Head:
    from osv_tui.store.check import head

    return head(file)


def _compared(file: StationFile, on_paper: str) -> tuple[str, bool]:
    """What there is to say of a code on paper, and whether the log has it."""
    from osv_tui.store.check import find_head

    found = find_head(file, on_paper)
    code = "".join(on_paper.split()).upper()[:4]
    if found is None:
        return (
            f"De code {code}... van papier staat niet in het logboek: het is opnieuw geschreven, het einde is"
            "\neraf gehaald, of dit is een oudere kopie. Of de code is verkeerd overgetypt.",
            False,
        )
    later = "Daarna kwam 1 regel." if found.later == 1 else f"Daarna kwamen {found.later} regels."
    return (
        f"De code {code}... van papier is die van regel {found.seq} ({found.at:%d-%m-%Y %H:%M}). {later}",
        True,
    )


def _official(who: str) -> Credentials:
    from osv_tui.store.signing_in import Credentials

    user_name = click.prompt(f"{who}, gebruikersnaam")
    return Credentials(user_name, click.prompt(f"{who}, wachtwoord", hide_input=True))


def _in_lines(hexadecimal: str) -> str:
    """A hash in groups of four, four groups on a line, as it is written on paper."""
    from osv_tui.store.chain import in_groups

    groups = in_groups(hexadecimal).split()
    starts = range(0, len(groups), _GROUPS_ON_A_LINE)
    return "\n".join(f"  {'  '.join(groups[start : start + _GROUPS_ON_A_LINE])}" for start in starts)


def _run(app: object) -> object:
    from textual.app import App

    assert isinstance(app, App)
    if os.environ.get("TERM", "dumb") in ("dumb", "") or not sys.stdin.isatty():
        raise Stop("Dit programma heeft een gewone terminal nodig, met een toetsenbord.")
    result = app.run(mouse=False)
    if app.return_code:
        sys.exit(app.return_code)
    return result


def _terminal() -> str:
    try:
        return os.ttyname(0)
    except (OSError, AttributeError):
        return "scherm"
