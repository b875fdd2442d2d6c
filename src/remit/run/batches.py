"""Many arms, some of them at a time: only their readouts are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import xarray as xr

from remit.readout.measure import measure
from remit.run.progress import Progress
from remit.run.scenario import Prepared, Rest, simulate


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
