"""Every readout a scenario can ask for, and the function that measures it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from remit.readout import dynamic, kinetic

if TYPE_CHECKING:
    import xarray as xr

# What each takes and means is in signatures.py, which checking a scenario reads without loading numpy.
READOUTS: dict[str, Callable[..., xr.DataArray]] = {
    "value_at": kinetic.value_at,
    "peak": kinetic.peak,
    "trough": kinetic.trough,
    "time_of_peak": kinetic.time_of_peak,
    "time_of_trough": kinetic.time_of_trough,
    "area_under": kinetic.area_under,
    "half_life": kinetic.half_life,
    "mean_over": dynamic.mean_over,
    "swing": dynamic.swing,
    "change_from_baseline": dynamic.change_from_baseline,
    "ratio_to_baseline": dynamic.ratio_to_baseline,
    "time_above": dynamic.time_above,
    "time_below": dynamic.time_below,
    "day_night_ratio": dynamic.day_night_ratio,
}
