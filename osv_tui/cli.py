"""The commands. Each parses, calls and prints; it loads only the rooms it needs."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from osv_tui import __version__
from osv_tui.disk import reason

if TYPE_CHECKING:
    from osv_tui.store.database import StationFile

STATION = click.Path(dir_okay=False, path_type=Path)


class Stop(click.ClickException):
    """Ends the command with a sentence for the user."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


@click.group()
@click.help_option("-h", "--help", help="Toon deze uitleg.")
@click.version_option(__version__, prog_name="osv-tui", help="Toon de versie.")
def main() -> None:
    """Stemmen van een verkiezing invoeren, controleren, optellen en publiceren."""


@main.command()
@click.argument("station", type=STATION)
def new(station: Path) -> None:
    """Maak een nieuw station in het bestand STATION en open het."""
    from osv_tui.ui.screens.new_station import NewStationApp

    if station.exists():
        raise Stop(f"Er staat al een bestand op {station}. Kies een andere naam.")
    if _run(NewStationApp(station)):
        _open(station)


@main.command("open")
@click.argument("station", type=STATION)
def open_command(station: Path) -> None:
    """Open het station in het bestand STATION."""
    _open(station)


@main.command()
@click.argument("station", type=STATION)
@click.option("--head", "on_paper", default="", help="De laatste code die op papier staat.")
def check(station: Path, on_paper: str) -> None:
    """Kijk of het station STATION nog is wat zijn eigen logboek vertelt."""
    from osv_tui.eml.digest import groups
    from osv_tui.store.check import first_fault, head
    from osv_tui.store.problems import StoreProblem

    with closing(_station(station)) as file:
        try:
            last, fault = head(file), first_fault(file)
        except StoreProblem as problem:
            raise Stop(str(problem)) from problem
    click.echo(f"Laatste regel van het logboek: {last.seq}\nCode: {' '.join(groups(last.hash))}")
    if fault:
        raise Stop(f"Er klopt iets niet. {fault}")
    if on_paper and "".join(on_paper.split()).upper() != last.hash.upper():
        raise Stop(
            "De code op papier is een andere. Dit is niet het bestand van toen, of er is verder gewerkt."
        )
    click.echo(
        "De invoeren, getallen, beslissingen, personen en ingelezen bestanden zijn gelijk aan het logboek."
    )
    if not on_paper:
        click.echo("Niet vergeleken met papier: wie het hele logboek opnieuw schrijft, valt zo niet op.")


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
def rehearse(election: Path | None, out: Path, seed: int, central: bool) -> None:
    """Speel een hele avond na, zonder handen: van invoeren tot en met nakijken van de export."""
    from rich.console import Console
    from rich.progress import Progress

    from osv_tui.rehearsal.evening import EveningFailed, rehearse_evening

    with Progress(console=Console(file=sys.__stderr__)) as bar:
        task = bar.add_task("inrichten", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        try:
            result = rehearse_evening(election, out, seed, central=central, progress=tell)
        except EveningFailed as failed:
            raise Stop(str(failed)) from failed
        except OSError as error:
            raise Stop(f"In {out} kan de avond niet worden gespeeld: {reason(error)}.") from error
    click.echo(result.text)


def _station(path: Path) -> StationFile:
    from osv_tui.store.database import open_station
    from osv_tui.store.problems import StoreProblem

    try:
        return open_station(path)
    except StoreProblem as problem:
        raise Stop(str(problem)) from problem


def _open(station: Path) -> None:
    with closing(_station(station)) as file:
        from osv_tui.ui.app import OsvApp

        _run(OsvApp(file, _terminal()))


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
