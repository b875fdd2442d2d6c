"""A stretch of a trajectory: straight lines between its points, cut where the window begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from remit.readout.stretch import Window

if TYPE_CHECKING:  # xarray is slow to import, and checking a readout does not need it
    import xarray as xr

Curve = NDArray[np.float64]


def whole(x: xr.DataArray) -> Window:
    """The window that holds the whole run."""
    times = x["time"].values
    return Window(float(times[0]), float(times[-1]))


def over_time(
    x: xr.DataArray, window: Window | None, measure: Callable[[Curve, Curve], Curve], unit: str, about: str
) -> xr.DataArray:
    """Apply a measure to the part of every trajectory that lies in a window.

    Parameters
    ----------
    x : xr.DataArray
        With a dimension `time` [h]; other dimensions are kept.
    window : Window or None
        None is the whole run.
    measure : function of (times (n,) [h], values (..., n)) returning (...)
    unit, about : str
        Of the answer.

    Returns
    -------
    xr.DataArray
        Without `time`. NaN where the trajectory is NaN.

    Raises
    ------
    ValueError
        When the window is not inside the run.
    """
    moved = x.transpose(..., "time")
    times, values = cut(moved["time"].values.astype(np.float64), moved.values, window or whole(x))
    failed = np.asarray(np.isnan(values).any(axis=-1))
    filled = np.where(failed[..., None], 1.0, values)  # arithmetic on a failed subject must not complain
    answer = np.where(failed, np.nan, measure(times, filled))
    kept = moved.isel(time=0, drop=True)
    return kept.copy(data=answer).assign_attrs(unit=unit, about=about).rename(None)


def cut(times: Curve, values: Curve, window: Window) -> tuple[Curve, Curve]:
    """Times and values inside the window, with interpolated points at its two ends.

    Raises
    ------
    ValueError
        When the window is empty, turned round or not inside the run.
    """
    slack = 1e-9 * max(1.0, abs(float(times[-1])))
    if window.until < window.start:
        raise ValueError(f"the window from {window.start:g} h to {window.until:g} h is turned round")
    if window.start < times[0] - slack or window.until > times[-1] + slack:
        raise ValueError(
            f"{window.start:g} h to {window.until:g} h is not inside the run, "
            f"which was reported from {times[0]:g} h to {times[-1]:g} h"
        )
    start, until = max(window.start, float(times[0])), min(window.until, float(times[-1]))
    inside = (times > start) & (times < until)
    cut_times = np.concatenate([[start], times[inside], [until]])
    first, last = at(times, values, start), at(times, values, until)
    return cut_times, np.concatenate([first[..., None], values[..., inside], last[..., None]], axis=-1)


def at(times: Curve, values: Curve, moment: float) -> Curve:
    """Values (...) at a moment [h] on the straight lines between points; exact at the points."""
    right = int(np.clip(np.searchsorted(times, moment), 0, len(times) - 1))
    if times[right] == moment or right == 0:
        return values[..., right]
    share = (moment - times[right - 1]) / (times[right] - times[right - 1])
    between: Curve = (1.0 - share) * values[..., right - 1] + share * values[..., right]
    return between


def trapezoid(times: Curve, values: Curve) -> Curve:
    """Integral of straight lines between points: values (..., n) over times (n,) [h]."""
    twice: Curve = ((values[..., 1:] + values[..., :-1]) * np.diff(times)).sum(axis=-1)
    return 0.5 * twice
