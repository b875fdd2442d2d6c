"""Readouts of responses: averages, changes, time spent above, rhythm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from remit.readout.kinetic import unit_of, value_at
from remit.readout.stretch import Window
from remit.readout.window import Curve, over_time, trapezoid, whole

if TYPE_CHECKING:  # xarray is slow to import, and checking a readout does not need it
    import xarray as xr

DAY_BEGINS, NIGHT_BEGINS = 7.0, 19.0  # clock hours; time zero is midnight


def mean_over(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """Average over time; the value itself when the window has no length."""
    return over_time(x, window, _mean, unit_of(x), "average over time")


def swing(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """Largest less smallest value."""
    return over_time(
        x, window, lambda _, y: y.max(axis=-1) - y.min(axis=-1), unit_of(x), "largest less smallest"
    )


def change_from_baseline(
    x: xr.DataArray, window: Window | None = None, baseline: Window | None = None
) -> xr.DataArray:
    """Average over a window (else the last value) less average over a baseline (else the first value)."""
    later, first = _later_and_first(x, window, baseline)
    return (later - first).assign_attrs(unit=unit_of(x), about="change from baseline")


def ratio_to_baseline(
    x: xr.DataArray, window: Window | None = None, baseline: Window | None = None
) -> xr.DataArray:
    """Average over a window (else the last value) divided by the baseline's (else the first value)."""
    later, first = _later_and_first(x, window, baseline)
    return _ratio(later, first, "ratio to baseline")


def time_above(x: xr.DataArray, level: float, window: Window | None = None) -> xr.DataArray:
    """Hours spent above a level (in the unit of x); crossings are where the straight lines cross."""
    return over_time(
        x, window, lambda t, y: _hours_above(t, y - level), "h", f"time above {level:g} {unit_of(x)}"
    )


def time_below(x: xr.DataArray, level: float, window: Window | None = None) -> xr.DataArray:
    """Hours spent below a level (in the unit of x); crossings are where the straight lines cross."""
    return over_time(
        x, window, lambda t, y: _hours_above(t, level - y), "h", f"time below {level:g} {unit_of(x)}"
    )


def day_night_ratio(x: xr.DataArray, window: Window | None = None) -> xr.DataArray:
    """Average by day (7 to 19 h) over average by night; the window defaults to the last 24 h.

    Time zero is midnight. NaN where the nightly average is zero.

    Raises
    ------
    ValueError
        When the window holds no day or no night.
    """
    end = whole(x).until
    window = window or Window(end - 24.0, end)
    days, nights = (
        _stretches(window, DAY_BEGINS, NIGHT_BEGINS),
        _stretches(window, NIGHT_BEGINS, DAY_BEGINS + 24.0),
    )
    if not days or not nights:
        raise ValueError(f"{window.start:g} h to {window.until:g} h does not hold both day and night hours")
    return _ratio(_mean_of(x, days), _mean_of(x, nights), "average by day over average by night")


def _later_and_first(
    x: xr.DataArray, window: Window | None, baseline: Window | None
) -> tuple[xr.DataArray, xr.DataArray]:
    ends = whole(x)
    later = mean_over(x, window) if window else value_at(x, ends.until)
    first = mean_over(x, baseline) if baseline else value_at(x, ends.start)
    return later, first


def _ratio(above: xr.DataArray, below: xr.DataArray, about: str) -> xr.DataArray:
    """above/below, NaN where below is zero."""
    safe = below.where(below != 0.0, 1.0)
    return (above / safe).where(below != 0.0).assign_attrs(unit="1", about=about)


def _mean(times: Curve, values: Curve) -> Curve:
    length = times[-1] - times[0]
    return trapezoid(times, values) / length if length > 0.0 else values[..., 0]


def _hours_above(times: Curve, excess: Curve) -> Curve:
    """Length of time (..., ) for which straight lines between points (..., n) are above zero."""
    left, right = excess[..., :-1], excess[..., 1:]
    above = np.maximum(left, 0.0) + np.maximum(right, 0.0)
    total = np.abs(left) + np.abs(right)
    share = np.where(total > 0.0, above / np.where(total > 0.0, total, 1.0), 0.0)
    hours: Curve = (share * np.diff(times)).sum(axis=-1)
    return hours


def _stretches(window: Window, begins: float, ends: float) -> list[Window]:
    """The daily stretches from one clock hour to another that lie in a window, cut to it."""
    first = int((window.start - ends) // 24.0)
    last = int((window.until - begins) // 24.0)
    cuts = [
        Window(max(window.start, 24.0 * day + begins), min(window.until, 24.0 * day + ends))
        for day in range(first, last + 1)
    ]
    return [stretch for stretch in cuts if stretch.until > stretch.start]


def _mean_of(x: xr.DataArray, stretches: list[Window]) -> xr.DataArray:
    """Average over several stretches, each weighted by its length."""
    hours = sum(stretch.until - stretch.start for stretch in stretches)
    parts = [mean_over(x, stretch) * ((stretch.until - stretch.start) / hours) for stretch in stretches]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total
