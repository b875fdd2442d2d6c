"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

scenario_argument = click.argument(
    "scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="SCENARIO"
)
set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Another value for a parameter ('escitalopram.clearance=20 L/h'), the run (run.until='7 d', "
    "run.rtol=1e-8) or the population (population.subjects=100). Repeatable.",
)
library_option = click.option(
    "--library",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with further documents. Repeatable.",
)
