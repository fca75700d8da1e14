"""The command ``verify``: a package against itself and against paper, for who has no station."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import IO, Any

import click

from osv_tui.click_in_dutch import Command
from osv_tui.disk import reason

WRONG_USE = 64


class WrongUse(click.ClickException):
    """What was given cannot be a package, or what stands on paper."""

    exit_code = WRONG_USE

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


@click.command(cls=Command, usage_code=WRONG_USE)
@click.argument("pakket", type=click.Path(path_type=Path))
@click.option("--root", metavar="CODE", help="De code van SHA256SUMS die op het ondertekende papier staat.")
@click.option(
    "--key", type=click.Path(path_type=Path), metavar="BESTAND", help="De sleutel van het papier, als tekst."
)
@click.option("--count", type=click.IntRange(min=1), metavar="AANTAL", help="Het aantal bestanden op papier.")
@click.option("--json", "as_json", is_flag=True, help="Geef het verslag als JSON.")
def verify(pakket: Path, root: str | None, key: Path | None, count: int | None, as_json: bool) -> None:
    """Controleer PAKKET: de map of het zip-bestand met de gepubliceerde uitslag.

    Eindigt met 0 als er niets mis is, en anders met het laagste van: 1 een bestand is veranderd, 2 er
    ontbreekt een bestand, 3 er hoort een bestand niet bij, 4 de handtekening is niet goed, 5 het papier zegt
    iets anders, 6 PDF, EML en CSV verschillen, 7 de totalen zijn niet de som, 8 een EML-bestand is niet
    geldig. 64 is verkeerd gebruik.
    """
    from osv_tui.verifying.check import OnPaper
    from osv_tui.verifying.check import verify as check_package
    from osv_tui.verifying.shown import as_json as in_json
    from osv_tui.verifying.shown import as_text
    from osv_tui.verifying.typed import key_of, root_of

    # pypdf tells of damage by itself, and in English; the report tells it.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        on_paper = OnPaper(root_of(root), key_of(key), count)
        report = check_package(pakket, on_paper)
    except OSError as error:
        raise WrongUse(f"{error.filename or pakket} kan niet worden gelezen: {reason(error)}.") from error
    except ValueError as error:
        raise WrongUse(str(error)) from error
    click.echo((in_json if as_json else as_text)(report), nl=False)
    sys.exit(report.exit_code)
