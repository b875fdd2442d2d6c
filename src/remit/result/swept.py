"""Where the arms of a sweep stand on its axes, as coordinates of a result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from remit.reading.documents import SweptDoc

PREFIX = "sweep_"  # an axis may be called anything, also 'time'


def with_sweep(dataset: xr.Dataset, axes: Sequence[SweptDoc]) -> xr.Dataset:
    """A result whose arms know where they stand.

    Parameters
    ----------
    dataset : xr.Dataset
        Has the dimension `arm`.
    axes : sequence of SweptDoc

    Returns
    -------
    xr.Dataset
        With one coordinate `sweep_NAME` (arm) per axis, attrs `unit` and `about`; NaN where an arm lacks what
        is swept.
    """
    arms = [str(arm) for arm in dataset["arm"].values]
    return dataset.assign_coords(
        {
            PREFIX + axis.name: (
                "arm",
                np.array([axis.places.get(arm, np.nan) for arm in arms]),
                {"unit": axis.unit, "about": axis.about},
            )
            for axis in axes
        }
    )


def axes_of(dataset: xr.Dataset) -> list[str]:
    """The coordinates of the axes, in the order written; none when nothing was swept."""
    return [str(name) for name in dataset.coords if str(name).startswith(PREFIX)]
