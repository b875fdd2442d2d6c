"""What the tests of the library read off a dataset."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def curve(found: xr.Dataset, quantity: str, arm: str | None = None) -> Floats:
    """One quantity of the first subject in one arm (default: the first), over time."""
    chosen = found[quantity].isel(subject=0)
    picked = chosen.isel(arm=0) if arm is None else chosen.sel(arm=arm)
    return np.asarray(picked.values, dtype=np.float64)


def hours(found: xr.Dataset) -> Floats:
    """The report times [h]."""
    return np.asarray(found["time"].values, dtype=np.float64)


def at(found: xr.Dataset, quantity: str, hour: float, arm: str | None = None) -> float:
    """A quantity at one report time [h]."""
    return float(np.interp(hour, hours(found), curve(found, quantity, arm)))


def daily_means(found: xr.Dataset, quantity: str, per_day: int) -> Floats:
    """Means over each full day of evenly spaced reports that start with the day."""
    values = curve(found, quantity)
    full = values[: (len(values) // per_day) * per_day]
    return np.asarray(full.reshape(-1, per_day).mean(axis=1))


def half_life(found: xr.Dataset, quantity: str, begin: float, end: float, arm: str | None = None) -> float:
    """Half-life [h] between two times of a falling curve."""
    fall = at(found, quantity, begin, arm) / at(found, quantity, end, arm)
    return float((end - begin) * np.log(2) / np.log(fall))
