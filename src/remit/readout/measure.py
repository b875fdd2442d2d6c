"""Readouts of a whole result."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from remit.quantity.parameter import Address
from remit.readout.expression import NOWHERE, read_readouts
from remit.readout.stretch import Window
from remit.readout.table import READOUTS


def measure(dataset: xr.Dataset, readouts: Sequence[str | tuple[str, Address]]) -> xr.Dataset:
    """Measure readouts on every subject and arm.

    Parameters
    ----------
    dataset : xr.Dataset
        A result, with dimensions (subject, arm, time).
    readouts : sequence of str or (str, Address)
        Such as 'mean_over(hpa.cortisol, last 24 h)'; the rows of `READOUTS` say what there is.

    Returns
    -------
    xr.Dataset
        One variable (subject, arm) per readout, named by its text, with attrs `unit`, `about` and `quantity`.
        NaN where the subject failed.

    Raises
    ------
    ReadingError
        When an expression is not understood; all mistakes together.
    """
    written = [(item, NOWHERE) if isinstance(item, str) else item for item in readouts]
    units = {  # of the variables underneath: making a DataArray of each takes longer than measuring
        str(name): str(values.attrs.get("unit", "1"))
        for name, values in dataset.variables.items()
        if "time" in values.dims and name not in dataset.coords
    }
    times = dataset["time"].values
    run = Window(float(times[0]), float(times[-1]))
    answers = {}
    for asked in read_readouts(written, units, run):
        answer = READOUTS[asked.name](dataset[asked.quantity], *asked.arguments)
        answers[asked.text] = answer.assign_attrs(quantity=asked.quantity)
    return xr.Dataset(answers)
