"""Commands that speak Dutch: click's own words for usage, options and mistakes on the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

_NOTHING_TYPED = getattr(click.exceptions, "NoArgsIsHelpError", ())  # click 8.1 has it not
USAGE_WRONG = 2
_HELP = {"help_option_names": ["-h", "--help"]}
_WHOLE_SENTENCE = 200


class Command(click.Command):
    """One command; ``usage_code`` is its exit code when the command line is wrong."""

    def __init__(self, *arguments: Any, usage_code: int = USAGE_WRONG, **options: Any) -> None:
        self.usage_code = usage_code
        super().__init__(*arguments, **{"options_metavar": "[OPTIES]", "context_settings": _HELP, **options})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))


class Commands(click.Group):
    """All commands, with errors as Dutch sentences."""

    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        own = {"options_metavar": "[OPTIES]", "subcommand_metavar": "OPDRACHT", "context_settings": _HELP}
        super().__init__(*arguments, **{**own, **options})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _options(self, ctx, formatter)
        rows = [
            (name, command.get_short_help_str(_WHOLE_SENTENCE))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section("Opdrachten"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _help_option(super().get_help_option(ctx))

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Run a command; what is wrong with the command line is told in Dutch."""
        try:
            super().main(args, *rest, **{**options, "standalone_mode": False})
        except click.UsageError as error:
            if error.ctx and isinstance(error, _NOTHING_TYPED):
                click.echo(error.ctx.get_help(), err=True)
                sys.exit(USAGE_WRONG)
            usage = f"{error.ctx.get_usage()}\n" if error.ctx else ""
            click.echo(f"{usage}{_sentence(error)} Met --help ziet u wat er kan.", err=True)
            sys.exit(getattr(error.ctx and error.ctx.command, "usage_code", USAGE_WRONG))
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("Afgebroken.", err=True)
            sys.exit(1)


def _usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = command.collect_usage_pieces(ctx)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Gebruik: ")


def _options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    options = (each for each in command.get_params(ctx) if isinstance(each, click.Option))
    with formatter.section("Opties"):
        formatter.write_dl([record for each in options if (record := each.get_help_record(ctx))])


def _help_option(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Toon deze uitleg."
    return option


def _sentence(error: click.UsageError) -> str:
    """What is wrong with the command line, for every mistake that click tells apart."""
    if isinstance(error, click.MissingParameter):
        return f"{_name(error)} ontbreekt."
    if isinstance(error, click.NoSuchOption):
        return f"De optie {error.option_name} bestaat niet."
    if isinstance(error, click.BadOptionUsage):
        return f"Bij de optie {error.option_name} klopt iets niet: er hoort misschien iets achter."
    if isinstance(error, click.BadParameter):
        return f"Wat er bij {_name(error)} staat kan niet."
    return "Deze opdracht bestaat niet, of er staat te veel achter."


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "De opdracht"
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.make_metavar(error.ctx)  # type: ignore[arg-type]
