"""`remit list`: what is in the library."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.console import print_table, say
from remit.cli.options import library_option
from remit.cli.reading import shelf_for
from remit.cli.schema import KINDS

LISTED = tuple(kind for kind in KINDS if kind != "scenario")


class Kind(click.Choice):
    """A kind of document, in the plural too."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        one = value.removesuffix("s")
        kind: str = super().convert(one if one in self.choices else value, param, ctx)
        return kind


@click.command("list", short_help="List the documents of the library.")
@click.argument("kind", required=False, type=Kind(LISTED), metavar="[KIND]")
@library_option
def command(kind: str | None, library: tuple[Path, ...]) -> int:
    """List the documents of KIND, or of every kind, with what they are about.

    KIND is one of module, drug, phenotype, assay, individual, calibration and observation.

    \b
    Examples:
      remit list
      remit list drug
      remit list observations
    """
    shelf = shelf_for(None, library)
    rows = []
    for one in [kind] if kind else LISTED:
        for name in sorted(shelf.names(one)):
            rows.append([one, name, shelf.read(one, name).about])
    if rows:
        print_table(["kind", "name", "about"], rows)
    else:
        say(f"there are no documents of kind {kind}" if kind else "the library is empty")
    return 0
