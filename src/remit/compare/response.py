"""Who responds to what: a readout's cells against the control and against the vehicle."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
RESPONDS = 0.5  # of the model's deficit made good
DEFICIT = 0.05  # of the control's value; less is none
NOTHING = 0.01  # of the largest value; where a control is nearer to 0, nothing is relative to it


@dataclass(frozen=True, slots=True)
class Cell:
    """One model under one treatment."""

    model: str
    treatment: str
    value: float  # [readout's unit]
    change: float  # relative to the control under vehicle: value/control - 1; NaN where that is about 0
    difference: float  # from the control under vehicle: value - control
    effect: float  # relative to the same model under vehicle: value/vehicle - 1
    restored: float  # share of the model's deficit made good; NaN where it has none


@dataclass(frozen=True, slots=True)
class Table:
    """All cells of one readout, rows by columns."""

    models: tuple[str, ...]
    treatments: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    deficits: Mapping[str, float]  # model -> its own change under vehicle, for the worse above 0; 0 for none

    def responders(self, model: str) -> list[str]:
        """Treatments that make good at least half of a model's deficit."""
        row = self.cells[self.models.index(model)]
        return [one.treatment for one in row if one.restored >= RESPONDS]


def cells_of(
    models: Sequence[str],
    treatments: Sequence[str],
    values: Floats,
    controls: Mapping[str, str],
    better: str,
) -> Table:
    """Normalised changes of one readout.

    Parameters
    ----------
    models, treatments : sequence of str
        Rows, and columns of which the first is the vehicle.
    values : (n_models, n_treatments) float64
    controls : mapping of str to str
        Model -> its control; a control is its own.
    better : str
        'higher', 'lower' or '': which way is well. Without it a deficit is any change.
    """
    place = {name: i for i, name in enumerate(models)}
    least = NOTHING * float(np.nanmax(np.abs(values), initial=0.0))
    # what has both signs has no relative change; a readout has it in all of its rows or in none
    one_sign = not np.nanmin(values, initial=0.0) < 0.0 < np.nanmax(values, initial=0.0)
    measured = one_sign and all(
        not abs(float(values[place[one], 0])) <= least for one in set(controls.values())
    )
    rows, deficits = [], {}
    for i, model in enumerate(models):
        control, vehicle = float(values[place[controls[model]], 0]), float(values[i, 0])
        deficit = deficit_of(vehicle, control, better) if measured else 0.0
        deficits[model] = deficit
        rows.append(
            tuple(
                Cell(
                    model,
                    treatment,
                    value,
                    relative(value, control) if measured else math.nan,
                    value - control,
                    relative(value, vehicle),
                    (value - vehicle) / (control - vehicle) if deficit else math.nan,
                )
                for treatment, value in zip(treatments, map(float, values[i]), strict=True)
            )
        )
    return Table(tuple(models), tuple(treatments), tuple(rows), deficits)


def deficit_of(vehicle: float, control: float, better: str) -> float:
    """How much worse than its control a model is, relative to it; 0 when it is no worse."""
    change = relative(vehicle, control)
    if not math.isfinite(change):
        return 0.0
    worse = {"higher": -change, "lower": change}.get(better, abs(change))
    return worse if worse >= DEFICIT else 0.0


def relative(value: float, other: float) -> float:
    """value/other - 1; NaN where there is nothing to compare with."""
    return value / other - 1.0 if other else math.nan
