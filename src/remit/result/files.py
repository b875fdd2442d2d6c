"""Results on disk: netCDF without loss, tidy CSV for everything else."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import xarray as xr

from remit.result.dataset import DIMENSIONS
from remit.result.netcdf import write_layout

CSV_HEADER = ("subject", "arm", "time", "quantity", "value", "unit")


def write_netcdf(dataset: xr.Dataset, path: str | Path) -> Path:
    """Write a result to a netCDF-4 file; `read_netcdf` gives back exactly the same.

    The file appears whole or not at all: it is written beside its place and moved there.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        write_layout(dataset, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def read_netcdf(path: str | Path) -> xr.Dataset:
    """Read a result back into memory.

    Raises
    ------
    FileNotFoundError
        When there is no such file.
    ValueError
        When the file is not a result of remit.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    try:
        with xr.open_dataset(path, engine="h5netcdf", decode_times=False) as stored:
            dataset = stored.load()
    except OSError as error:
        raise ValueError(f"{path} is not a netCDF-4 file") from error
    for name, values in dataset.variables.items():  # some versions of xarray hand texts back as objects
        if values.dtype == object:
            dataset[name] = dataset[name].astype(str)
    if not set(DIMENSIONS) <= set(dataset.dims):
        raise ValueError(f"{path} is not a result of remit: it lacks the dimensions {', '.join(DIMENSIONS)}")
    return dataset


def trajectories_of(dataset: xr.Dataset) -> tuple[str, ...]:
    """Full names of the quantities that change over time, states first."""
    return tuple(str(name) for name, values in dataset.data_vars.items() if values.dims == DIMENSIONS)


def write_csv(dataset: xr.Dataset, path: str | Path, quantities: Sequence[str] | None = None) -> Path:
    """Write trajectories as tidy CSV: subject, arm, time [h], quantity, value, unit.

    Numbers are written with every digit they have; the value of a failed subject is left empty.

    Parameters
    ----------
    dataset : xr.Dataset
        As made by `to_dataset`.
    path : str or Path
        File to write; its folder is made when it is missing.
    quantities : sequence of str, optional
        Full names; all trajectories when not given.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    wanted = trajectories_of(dataset) if quantities is None else tuple(quantities)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(CSV_HEADER) + "\n")
        for block in _blocks(dataset, wanted):
            file.write(block)
    return path


def write_readouts(answers: xr.Dataset, path: str | Path) -> Path:
    """Write readouts as tidy CSV: subject, arm, readout, value, unit; the value of a failed subject is empty.

    Parameters
    ----------
    answers : xr.Dataset
        One variable (subject, arm) per readout, as made by `remit.readout.measure.measure`.
    path : str or Path
        File to write; its folder is made when it is missing.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("subject", "arm", "readout", "value", "unit"))
        for name, values in answers.data_vars.items():
            for i, subject in enumerate(answers["subject"].values.tolist()):
                for j, arm in enumerate(answers["arm"].values.tolist()):
                    number = float(values.values[i, j])
                    text = "" if math.isnan(number) else repr(number)
                    table.writerow((subject, arm, name, text, values.attrs["unit"]))
    return path


def _blocks(dataset: xr.Dataset, quantities: Sequence[str]) -> Iterator[str]:
    """The lines of one trajectory at a time; put together by hand because there may be millions."""
    times = [repr(time) for time in dataset["time"].values.tolist()]
    subjects = dataset["subject"].values.tolist()
    arms = [_field(arm) for arm in dataset["arm"].values.tolist()]
    for name in quantities:
        values = dataset[name].values
        middle, end = f",{_field(name)},", f",{_field(str(dataset[name].attrs['unit']))}\n"
        for i, subject in enumerate(subjects):
            for j, arm in enumerate(arms):
                numbers = values[i, j].tolist()
                start = f"{subject},{arm},"
                if any(map(math.isnan, numbers)):
                    shown = ["" if math.isnan(number) else repr(number) for number in numbers]
                else:
                    shown = [repr(number) for number in numbers]
                yield "".join(
                    [f"{start}{time}{middle}{text}{end}" for time, text in zip(times, shown, strict=True)]
                )


def _field(text: str) -> str:
    """A text as one CSV field, quoted where it has to be."""
    if not any(character in text for character in ',"\n\r'):
        return text
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([text])
    return buffer.getvalue()
