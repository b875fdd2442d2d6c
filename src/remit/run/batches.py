"""Many arms or persons, some of them at a time: only their readouts are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xarray as xr

from remit.quantity.parameter import Address
from remit.reading.documents import ScenarioDoc
from remit.reading.shelf import Shelf
from remit.readout.measure import measure
from remit.run.progress import Progress
from remit.run.rest import Rest
from remit.run.scenario import Prepared, prepare, simulate

PERSONS = 200  # settled and simulated at a time, on every machine


def measured(
    ready: Prepared,
    readouts: Sequence[str],
    most: int,
    progress: Progress | None = None,
    what: str = "simulating",
    rest: Mapping[str, Rest] | None = None,
) -> xr.Dataset:
    """Readouts of every arm of a prepared scenario.

    Parameters
    ----------
    ready : Prepared
    readouts : sequence of str
    most : int
        Arms whose trajectories are held at once.
    progress : callable, optional
        Called before every batch.
    what : str
        What is being done with the arms, in the words of `progress`.
    rest : mapping of str to Rest, optional
        As in `simulate`.

    Returns
    -------
    xr.Dataset
        One variable (arm, subject) per readout, named by its text; see remit.readout.measure.measure.
    """
    names = [plan.arm for plan in ready.plans]
    answers = []
    for first in range(0, len(names), most):
        some = names[first : first + most]
        if progress:
            progress(first / len(names), f"{what} {len(some)} arms")
        answers.append(measure(simulate(ready, some, rest=rest), readouts).transpose("arm", "subject"))
    return xr.concat(answers, "arm")


def measure_scenario(
    scenario: str | Path | ScenarioDoc,
    readouts: Sequence[str] | None = None,
    *,
    shelf: Shelf | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Readouts of a scenario, with memory for no more than 200 persons at a time.

    Parameters
    ----------
    scenario : path or ScenarioDoc
    readouts : sequence of str, optional
        Default: those of the scenario.
    shelf : Shelf, optional
        As in `run_scenario`.
    progress : callable, optional

    Returns
    -------
    xr.Dataset
        One variable (subject, arm) per readout, as `measure` returns them, and `failed`, `status` and `steps`
        of every solve.

    Raises
    ------
    ReadingError
        Every mistake of the documents, with file and line.
    ValueError
        When there is no readout to keep.
    """
    ready = prepare(scenario, shelf)
    wanted = readouts or ready.scenario.readouts
    if not wanted:
        raise ValueError("nothing would be kept: the scenario has no readouts, and none are asked for")
    subjects, kept = ready.scenario.subjects, []
    for first in range(0, subjects, PERSONS):
        persons = range(first, min(first + PERSONS, subjects))
        if progress:
            progress(first / subjects, f"person {first + 1} of {subjects}")
        kept.append(_answers(simulate(ready, persons=persons), wanted))
    return xr.concat(kept, "subject", data_vars="minimal", combine_attrs="override")


def _answers(found: xr.Dataset, wanted: Sequence[str | tuple[str, Address]]) -> xr.Dataset:
    """Readouts of a result and how its solves ended; the trajectories are let go with it."""
    ends = found[["failed", "status", "steps"]].reset_coords(drop=True)
    return measure(found, wanted).merge(ends).copy(deep=True)
