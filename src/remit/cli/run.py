"""`remit run`: simulate a scenario."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.check import check
from remit.cli.console import Waiting, number_text, print_table, say
from remit.cli.options import library_option, scenario_argument, set_option
from remit.cli.quick import load_numba_without_blas
from remit.cli.reading import open_scenario, shelf_for
from remit.present.artist import Artist, hire
from remit.quantity.mistakes import Mistake, ReadingError

if TYPE_CHECKING:
    import xarray as xr

    from remit.reading.documents import ScenarioDoc

MOST_FAILURES_SHOWN = 10


@click.command("run", short_help="Simulate a scenario; write netCDF, CSV and a figure.")
@scenario_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; without it, none are written.",
)
@set_option
@library_option
@click.option(
    "--figure/--no-figure", default=True, help="Draw the quantities the scenario lists under 'figure'."
)
@click.option(
    "--readouts-only", is_flag=True, help="Keep only the readouts: populations of any size, 200 at a time."
)
def command(
    scenario: Path,
    out: Path | None,
    settings: tuple[str, ...],
    library: tuple[Path, ...],
    figure: bool,
    readouts_only: bool,
) -> int:
    """Simulate SCENARIO and print its readouts.

    With --out DIR four files are written, NAME being the scenario's: NAME.nc (everything, with the origin of
    every number), NAME.csv (one line per subject, arm, time and quantity), NAME_readouts.csv and NAME.png.

    \b
    Examples:
      remit run scenarios/first_run.yaml
      remit run scenarios/first_run.yaml --out out/first_run
      remit run scenarios/first_run.yaml --set "escitalopram.clearance=20 L/h" --set run.rtol=1e-8
    """
    if readouts_only:
        return _run_in_batches(scenario, out, settings, library)
    artist = hire() if out and figure else None
    try:
        return _run(scenario, out, settings, library, artist)
    finally:
        if artist and artist.process.poll() is None:
            artist.dismiss()


def _run(
    path: Path, out: Path | None, settings: tuple[str, ...], library: tuple[Path, ...], artist: Artist | None
) -> int:
    shelf = shelf_for(path, library)
    check(path, shelf, settings)  # every mistake in one go, readouts included, before anything is computed
    scenario = open_scenario(path, shelf, settings)
    load_numba_without_blas()
    from remit.readout.measure import measure
    from remit.run.scenario import run_scenario

    began = time.perf_counter()
    with Waiting(f"simulating {scenario.name}") as progress:
        dataset = run_scenario(scenario, shelf=shelf, progress=progress)
    seconds = time.perf_counter() - began
    answers = measure(dataset, scenario.readouts or _ends(scenario, dataset))
    written = _write(dataset, answers, scenario, out, artist) if out else []
    _print_run(dataset, answers, scenario, seconds)
    trouble = artist.finish() if artist else ""
    if trouble:
        raise RuntimeError(f"the figure could not be drawn: {trouble.splitlines()[-1]}")
    for file in written:
        say(f"wrote {file}")
    if not out:
        say("nothing was written; --out DIR writes netCDF, CSV and a figure")
    return _report_failures(dataset)


def _run_in_batches(
    path: Path, out: Path | None, settings: tuple[str, ...], library: tuple[Path, ...]
) -> int:
    shelf = shelf_for(path, library)
    check(path, shelf, settings, batches=True)
    scenario = open_scenario(path, shelf, settings)
    if not scenario.readouts:
        raise ReadingError([Mistake(scenario.address, "nothing would be kept: the scenario has no readouts")])
    load_numba_without_blas()
    from remit.result.files import write_readouts
    from remit.run.batches import measure_scenario

    began = time.perf_counter()
    with Waiting(f"simulating {scenario.name}") as progress:
        found = measure_scenario(scenario, shelf=shelf, progress=progress)
    _print_run(found, _readouts_of(found), scenario, time.perf_counter() - began)
    if out:
        say(f"wrote {write_readouts(_readouts_of(found), out / f'{scenario.name}_readouts.csv')}")
    return _report_failures(found)


def _readouts_of(found: xr.Dataset) -> xr.Dataset:
    """What was measured, without how the solves ended."""
    return found.drop_vars(["failed", "status", "steps"])


def _ends(scenario: ScenarioDoc, dataset: xr.Dataset) -> list[str]:
    """Readouts for a scenario that asks for none: what it draws, at the end."""
    from remit.present.picture import pictured

    end = float(dataset["time"].values[-1])
    return [f"value_at({name}, {end!r} h)" for name in pictured(scenario.figure, dataset)]


def _write(
    dataset: xr.Dataset, answers: xr.Dataset, scenario: ScenarioDoc, out: Path, artist: Artist | None
) -> list[Path]:
    """All files of a run; the figure, named last, is still being drawn when this returns."""
    from remit.present.picture import picture
    from remit.result.files import write_csv, write_netcdf, write_readouts
    from remit.result.swept import axes_of

    out.mkdir(parents=True, exist_ok=True)
    drawn = out / f"{scenario.name}.png"
    if artist:
        artist.draw(picture(dataset, scenario.figure), drawn)
    written = [
        write_netcdf(dataset, out / f"{scenario.name}.nc"),
        write_csv(dataset, out / f"{scenario.name}.csv"),
        write_readouts(answers, out / f"{scenario.name}_readouts.csv"),
    ]
    if artist and axes_of(answers):
        from remit.present.figures import save
        from remit.present.swept import draw_sweep

        written.append(save(draw_sweep(answers, scenario.name), out / f"{scenario.name}_sweep.png"))
    return [*written, drawn] if artist else written


def _print_run(dataset: xr.Dataset, answers: xr.Dataset, scenario: ScenarioDoc, seconds: float) -> None:
    """What ran, and its readouts with one column per arm."""
    from remit.result.swept import axes_of

    subjects, arms = dataset.sizes["subject"], [str(arm) for arm in dataset["arm"].values]
    steps = int(dataset["steps"].sum())
    reports = f"{dataset.sizes['time']} reports, " if "time" in dataset.sizes else ""
    say(
        f"{scenario.name}: {subjects} subject{'s' * (subjects > 1)}, {len(arms)} arm{'s' * (len(arms) > 1)}, "
        f"{reports}{steps} steps in {seconds:.2f} s"
    )
    if axes_of(dataset):
        _print_sweep(answers)
        return
    rows = []
    for name, values in answers.data_vars.items():
        cells = [_summary(values.sel(arm=arm).values.tolist()) for arm in dataset["arm"].values]
        rows.append([str(name), *cells, values.attrs["unit"]])
    columns = ["readout", *(arms if len(arms) > 1 else ["value"]), "unit"]
    print_table(columns, rows, _title(subjects), right=range(1, len(arms) + 1))


def _print_sweep(answers: xr.Dataset) -> None:
    """One row per arm: where it stands on each axis, and its readouts."""
    from remit.result.swept import PREFIX, axes_of

    axes = axes_of(answers)
    columns = [f"{name.removeprefix(PREFIX)} ({answers[name].attrs['unit']})" for name in axes]
    columns += [f"{name} ({values.attrs['unit']})" for name, values in answers.data_vars.items()]
    rows = []
    for number, arm in enumerate(answers["arm"].values.tolist()):
        here = answers.isel(arm=number)
        places = [number_text(float(here[name])) if here[name] == here[name] else str(arm) for name in axes]
        rows.append([*places, *(_summary(values.values.tolist()) for values in here.data_vars.values())])
    print_table(columns, rows, _title(answers.sizes["subject"]), right=range(len(columns)))


def _title(subjects: int) -> str:
    """What the cells of a table of so many subjects are."""
    return "median (5 to 95 %)" if subjects > 1 else ""


def _summary(values: list[float]) -> str:
    """One number, or the median and the band of those that have one."""
    import numpy as np

    known = [value for value in values if value == value]
    if len(values) == 1 or not known:
        return number_text(known[0] if known else float("nan"))
    low, middle, high = np.quantile(known, [0.05, 0.5, 0.95]).tolist()
    return f"{number_text(middle)} ({number_text(low)} to {number_text(high)})"


def _report_failures(dataset: xr.Dataset) -> int:
    """Name the solves that failed; the exit code."""
    subjects, arms = dataset["subject"].values, dataset["arm"].values
    failures = [
        f"subject {subjects[i]}, arm {arms[j]}: {dataset['status'].values[i, j]}"
        for i, j in zip(*dataset["failed"].values.nonzero(), strict=True)
    ]
    for failure in failures[:MOST_FAILURES_SHOWN]:
        click.echo(failure, err=True)
    if failures:
        click.echo(f"{len(failures)} of {dataset['failed'].size} solves failed and have no numbers", err=True)
    return 1 if failures else 0
