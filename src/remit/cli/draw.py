"""`remit draw`: quantities of a stored result."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.console import say


@click.command("draw", short_help="Draw quantities of a stored result.")
@click.argument("result", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("quantities", nargs=-1)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .png, .pdf or .svg.  [default: RESULT with .png]",
)
@click.option("--names", is_flag=True, help="List what can be drawn, and draw nothing.")
def command(result: Path, quantities: tuple[str, ...], out: Path | None, names: bool) -> int:
    """Draw QUANTITIES of RESULT, a file of `remit run`; the first states when none is given.

    \b
    Examples:
      remit draw out/first_run/first_run.nc --names
      remit draw out/first_run/first_run.nc hpa.cortisol ketamine.concentration --out cortisol.pdf
    """
    from remit.result.files import read_netcdf, trajectories_of

    try:
        dataset = read_netcdf(result)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if names:
        for name in trajectories_of(dataset):
            values = dataset[name].attrs
            say(f"{name} [{values['unit']}] {values['about']}".rstrip())
        return 0
    from remit.present.figures import draw, save
    from remit.present.picture import pictured

    target = out or result.with_suffix(".png")
    if target.suffix not in (".png", ".pdf", ".svg"):
        raise click.UsageError(f"--out {target}: the ending must be .png, .pdf or .svg")
    try:
        figure = draw(dataset, pictured(quantities, dataset))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    say(f"wrote {save(figure, target)}")
    return 0
