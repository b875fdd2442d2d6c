"""`remit cite`: the papers behind a scenario."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.console import say
from remit.cli.options import library_option, scenario_argument, set_option
from remit.cli.reading import open_scenario, shelf_for


@click.command("cite", short_help="Print the bibliography of exactly what a scenario uses.")
@scenario_argument
@click.option("--keys", is_flag=True, help="Print only the keys of references.bib.")
@set_option
@library_option
def command(scenario: Path, keys: bool, settings: tuple[str, ...], library: tuple[Path, ...]) -> int:
    """Print the sources of exactly the equations, numbers and exposures that SCENARIO uses, one per line.

    \b
    Examples:
      remit cite scenarios/first_run.yaml
      remit cite scenarios/first_run.yaml --keys
    """
    from remit.model.assemble import assemble
    from remit.model.gather import documents_of
    from remit.present.bibliography import bibliography, cited

    shelf = shelf_for(scenario, library)
    doc = open_scenario(scenario, shelf, settings)
    found = cited(assemble(doc, shelf), doc, documents_of(doc, shelf), shelf.references)
    lines = list(found) if keys else bibliography(found, shelf.references)
    for line in lines:
        say(line)
    if not lines:
        click.echo("nothing in it cites a source", err=True)
    return 0
