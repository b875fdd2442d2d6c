"""`remit schema`: JSON Schemas, so that editors can help."""

from __future__ import annotations

import json

import click

KINDS = ("module", "drug", "phenotype", "assay", "individual", "calibration", "observation", "scenario")


@click.command("schema", short_help="Print the JSON Schema of a kind of document, for editors.")
@click.argument("kind", type=click.Choice(KINDS), default="scenario", metavar="[KIND]")
def command(kind: str) -> int:
    """Print the JSON Schema of documents of KIND (default: scenario).

    KIND is one of module, drug, phenotype, assay, individual, calibration, observation and scenario.

    An editor that knows it completes keys and underlines mistakes while you type; the whole check, units
    included, is `remit check`.

    \b
    Examples:
      remit schema scenario > scenario.schema.json
      then, as the first line of a scenario:
      # yaml-language-server: $schema=scenario.schema.json
    """
    from remit.reading.read import schema_of

    click.echo(json.dumps(schema_of(kind), indent=2, ensure_ascii=False))
    return 0
