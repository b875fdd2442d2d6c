"""Readouts of pharmacokinetics: how high, when, how much in all, how fast away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from remit.readout.stretch import Window
from remit.readout.window import Curve, over_time, trapezoid

if TYPE_CHECKING:  # xarray is slow to import, and checking a readout does not need it
    import xarray as xr


def value_at(x: xr.DataArray, moment: float) -> xr.DataArray:
    """The value at a moment [h]; between reports on the straight line."""
    return over_time(x, Window(moment, moment), lambda _, y: y[..., 0], unit_of(x), "value")


def peak(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """The largest value."""
    return over_time(x, window, lambda _, y: y.max(axis=-1), unit_of(x), "largest value")


def trough(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """The smallest value."""
    return over_time(x, window, lambda _, y: y.min(axis=-1), unit_of(x), "smallest value")


def time_of_peak(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """When the largest value is reached for the first time [h since time zero]."""
    return over_time(x, window, lambda t, y: t[y.argmax(axis=-1)], "h", "time of the largest value")


def time_of_trough(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """When the smallest value is reached for the first time [h since time zero]."""
    return over_time(x, window, lambda t, y: t[y.argmin(axis=-1)], "h", "time of the smallest value")


def area_under(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """Area under the curve, by trapezoids [unit of x times h]."""
    unit = unit_of(x)
    return over_time(x, window, trapezoid, "h" if unit == "1" else f"{unit}*h", "area under the curve")


def half_life(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """Half-life [h] of exponential decline: the least-squares line through log(x) against time.

    NaN where x is not falling over the window or touches zero in it.
    """
    return over_time(x, window, _half_life, "h", "half-life of the decline")


def _half_life(times: Curve, values: Curve) -> Curve:
    """log(2) over minus the slope of log(values), over the last axis."""
    centred = times - times.mean()
    spread = float((centred**2).sum())
    positive = np.asarray((values > 0.0).all(axis=-1))
    logs = np.log(np.where(positive[..., None], values, 1.0))
    slope = (logs * centred).sum(axis=-1) / (spread or 1.0)
    falling = positive & (slope < 0.0) & (spread > 0.0)
    return np.where(falling, np.log(2.0) / -np.where(falling, slope, -1.0), np.nan)


def unit_of(x: xr.DataArray) -> str:
    """The unit a trajectory carries; '1' when it carries none."""
    return str(x.attrs.get("unit", "1"))
