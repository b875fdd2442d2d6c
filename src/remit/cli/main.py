"""The command `remit`: which commands there are, and how they end."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

FINE, FAILED, MISTAKEN, BROKEN = 0, 1, 2, 3  # exit codes

# Name, where it lives, and its line in `remit --help`; a command is imported when it is called.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("remit.cli.run", "Simulate a scenario; write netCDF, CSV and a figure."),
    "compare": ("remit.cli.compare", "Give models of depression treatments, and say who responds."),
    "check": ("remit.cli.check", "Find every mistake in scenarios and what they use."),
    "validate": ("remit.cli.validate", "Run every observation and say which are met."),
    "why": ("remit.cli.why", "Take influences out in turn and rank those that carry an effect."),
    "calibrate": ("remit.cli.calibrate", "Fit named numbers to named observations."),
    "explain": ("remit.cli.explain", "Say where numbers come from."),
    "card": ("remit.cli.card", "Print a drug or module as a page; draw its curves on published values."),
    "interactions": ("remit.cli.interactions", "Simulate all pairs of drugs that meet at a liver enzyme."),
    "cite": ("remit.cli.cite", "Print the bibliography of exactly what a scenario uses."),
    "show": ("remit.cli.show", "Print a scenario's equations as text, LaTeX or Python."),
    "list": ("remit.cli.listing", "List the documents of the library."),
    "new": ("remit.cli.new", "Write a commented scenario to start from."),
    "schema": ("remit.cli.schema", "Print the JSON Schema of a kind of document, for editors."),
    "draw": ("remit.cli.draw", "Draw quantities of a stored result."),
}


class Commands(click.Group):
    """A group that imports a command only when it is called, so that help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"there is no command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"remit {import_module('remit').__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine; 1 a solve failed (the others are still written); 2 mistakes in documents or "
    "arguments; 3 an error inside remit (REMIT_TRACEBACK=1 shows where).",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it."
)
def commands() -> None:
    """Mechanistic simulation of treatment-resistant depression.

    A research and teaching tool, never medical advice.

    \b
    A first minute:
      remit new mine.yaml                a commented scenario to start from
      remit check mine.yaml              every mistake at once
      remit run mine.yaml --out out      numbers, tables, a figure
      remit explain mine.yaml            where every number comes from
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    from remit.cli.quick import settle_down

    settle_down()
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    try:
        answer = commands.main(arguments, prog_name="remit", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return MISTAKEN
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        return _explain_error(error)
    return answer if isinstance(answer, int) else FINE


def _explain_error(error: Exception) -> int:
    """Mistakes of a reader's are told as they are; anything else is ours."""
    if os.environ.get("REMIT_TRACEBACK"):
        raise error
    from remit.quantity.mistakes import ReadingError

    if isinstance(error, ReadingError):
        click.echo(str(error), err=True)
        return MISTAKEN
    if isinstance(error, OSError):
        click.echo(
            f"Error: {error.strerror or error}" + (f": {error.filename}" if error.filename else ""), err=True
        )
        return MISTAKEN
    text = str(error) or "no further message"
    click.echo(f"An error inside remit, not of yours: {type(error).__name__}: {text}", err=True)
    click.echo("REMIT_TRACEBACK=1 remit ... shows where; please report it with the scenario.", err=True)
    return BROKEN
