"""From a result to the numbers an observation reads off it: one per reading, over all subjects of an arm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from remit.compare.check import arm_of, unit_of_reading
from remit.quantity.units import value_in
from remit.reading.documents import ScenarioDoc
from remit.reading.observed import OverDoc, ReadingDoc
from remit.readout.measure import measure


@dataclass(frozen=True, slots=True)
class Taken:
    """One number taken from a run."""

    value: float  # in `unit`; not-a-number when there is none
    unit: str
    why: str = ""  # there is no number


def taken(dataset: xr.Dataset, readings: Sequence[ReadingDoc], scenario: ScenarioDoc) -> dict[str, Taken]:
    """Every reading's number, by name.

    Parameters
    ----------
    dataset : xr.Dataset
        The result of the scenario, with dimensions (subject, arm, time).
    readings : sequence of ReadingDoc
        Checked against the scenario.
    scenario : ScenarioDoc

    Returns
    -------
    dict of str to Taken
        A subject without a number (a failed solve, a half-life of what does not fall) leaves the reading
        without one too: a share of those that happened to finish would flatter.
    """
    answers = measure(dataset, list(dict.fromkeys((one.readout, one.place) for one in readings)))
    found = {}
    for one in readings:
        arm = arm_of(one, scenario)
        answer = answers[one.readout].sel(arm=arm)
        numbers = answer.values.astype(np.float64)
        unit = str(answer.attrs["unit"])
        value = over_subjects(numbers, one.over, unit)
        why = "" if math.isfinite(value) else _why(dataset.sel(arm=arm), numbers, one)
        found[one.name] = Taken(value, unit_of_reading(one, unit), why)
    return found


def over_subjects(numbers: NDArray[np.float64], over: OverDoc, unit: str) -> float:
    """The one number of several subjects (n,); not-a-number when any of them has none.

    A share is a fraction of 1; everything else has the unit of the numbers.
    """
    if not np.isfinite(numbers).all():
        return math.nan
    match over.how:
        case "mean":
            return float(numbers.mean())
        case "percentile":
            return float(np.percentile(numbers, over.percent or 0.0))
        case "share above" | "share below" if over.level is not None:
            level = value_in(over.level.text, unit)
            beyond = numbers > level if over.how == "share above" else numbers < level
            return float(beyond.mean())
    return float(np.median(numbers))


def _why(arm: xr.Dataset, numbers: NDArray[np.float64], one: ReadingDoc) -> str:
    """Why a reading has no number: the first subject's failure, or that its readout has none."""
    failed = np.flatnonzero(arm["failed"].values)
    if failed.size:
        first = int(failed[0])
        status = str(arm["status"].values[first])
        return f"{failed.size} of {numbers.size} solves failed; subject {first + 1}: {status}"
    return f"{one.name}: {one.readout} is no number"
