"""`remit new`: a commented scenario to start from."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import click

from remit.cli.console import say

ENDINGS = (".yaml", ".yml")


@click.command("new", short_help="Write a commented scenario to start from.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.yaml")
def command(file: Path) -> int:
    """Write FILE.yaml, a commented scenario that runs as it stands. An existing file is never overwritten.

    \b
    Examples:
      remit new mine.yaml
      remit run mine.yaml
    """
    if file.suffix not in ENDINGS:
        raise click.UsageError(f"{file}: the name of a scenario ends in .yaml")
    name = re.sub(r"\W+", "_", file.stem, flags=re.ASCII).strip("_").lower()
    if not name or name[0].isdigit():
        name = f"scenario_{name}".rstrip("_")
    text = files("remit.cli").joinpath("new_scenario.yaml").read_text(encoding="utf-8")
    if not file.parent.is_dir():
        raise click.UsageError(f"{file}: there is no folder {file.parent}")
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text.replace("NAME", name))
    except FileExistsError:
        raise click.UsageError(f"{file} exists already and is left as it is") from None
    say(f"wrote {file}")
    say(f"next: remit run {file}")
    return 0
