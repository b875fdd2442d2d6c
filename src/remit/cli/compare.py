"""`remit compare`: models of depression by treatments."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.console import Waiting, print_table, say
from remit.cli.options import library_option
from remit.cli.quick import load_numba_without_blas
from remit.cli.reading import shelf_for

if TYPE_CHECKING:
    import xarray as xr

    from remit.compare.response import Table


@click.command("compare", short_help="Give models of depression treatments, and say who responds.")
@click.argument(
    "comparison", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="COMPARISON"
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; without it, none are written.",
)
@library_option
def command(comparison: Path, out: Path | None, library: tuple[Path, ...]) -> int:
    """Simulate every model of COMPARISON under every treatment, and print the main readout and who responds.

    With --out DIR three files are written, NAME being the comparison's: NAME.nc (every readout of every cell,
    with the hash that names the computation), NAME.md (tables, and who responds to what and why) and NAME.png
    (heat maps of the change against the control).

    \b
    Examples:
      remit compare scenarios/compare_models.yaml --out out/compare_models
    """
    shelf = shelf_for(comparison, library)
    doc = shelf.read_comparison(comparison)
    load_numba_without_blas()
    from remit.run.compare import compare, table_of

    began = time.perf_counter()
    with Waiting(f"comparing {doc.name}") as progress:
        found = compare(doc, shelf=shelf, progress=progress)
    seconds = time.perf_counter() - began
    tables = {str(name): table_of(found, str(name)) for name in found.data_vars}
    cells = len(doc.models) * len(doc.treatments)
    say(f"{doc.name}: {len(doc.models)} models x {len(doc.treatments)} treatments in {seconds:.1f} s")
    _print(found, tables)
    if out:
        for file in _write(found, tables, out):
            say(f"wrote {file}")
    else:
        say("nothing was written; --out DIR writes netCDF, a page and a figure")
    failed = int(found[str(next(iter(tables)))].sel(lesion="none").isnull().any("subject").sum())
    if failed:
        say(f"{failed} of {cells} cells have no number: a solve failed there")
    return 1 if failed else 0


def _print(found: xr.Dataset, tables: dict[str, Table]) -> None:
    """The main readout as a table, and who responds."""
    from remit.present.comparison import percent, responses, what_carries
    from remit.run.compare import controls_of

    main = next(iter(tables))
    table = tables[main]
    rows = [
        [model, *(f"{one.value:.3g} ({percent(one.change, signed=True)})" for one in row)]
        for model, row in zip(table.models, table.cells, strict=True)
    ]
    title = f"{main} [{found[main].attrs['unit']}], and the change against the control"
    print_table(["model", *table.treatments], rows, title, right=range(1, len(table.treatments) + 1))
    for line in [*responses(table, main, controls_of(found)), *what_carries(found, main)]:
        say(line)


def _write(found: xr.Dataset, tables: dict[str, Table], out: Path) -> list[Path]:
    """All files of a comparison."""
    from remit.present.comparison import summary
    from remit.present.figures import save
    from remit.present.heatmap import heatmaps
    from remit.run.compare import controls_of

    out.mkdir(parents=True, exist_ok=True)
    name = str(found.attrs["comparison"])
    found.to_netcdf(out / f"{name}.nc", engine="h5netcdf")
    page = summary(found, tables.__getitem__, controls_of(found))
    (out / f"{name}.md").write_text("\n".join(page) + "\n", encoding="utf-8")
    units = {key: str(found[key].attrs["unit"]) for key in tables}
    footer = f"colour: change against the control of each model; hash {str(found.attrs['hash'])[:12]}"
    save(heatmaps(tables, units, name.replace("_", " "), footer), out / f"{name}.png")
    return [out / f"{name}{end}" for end in (".nc", ".md", ".png")]
