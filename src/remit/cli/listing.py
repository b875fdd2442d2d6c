"""`remit list`: what is in the library."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.console import print_table, say
from remit.cli.options import library_option
from remit.cli.reading import shelf_for
from remit.cli.schema import KINDS

LISTED = tuple(kind for kind in KINDS if kind != "scenario")


@click.command("list", short_help="List the documents of the library.")
@click.argument("kind", required=False, type=click.Choice(LISTED), metavar="[KIND]")
@library_option
def command(kind: str | None, library: tuple[Path, ...]) -> int:
    """List the documents of KIND, or of every kind, with what they are about.

    KIND is one of module, drug, phenotype, assay, individual, calibration and observation.

    \b
    Examples:
      remit list
      remit list drug
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
