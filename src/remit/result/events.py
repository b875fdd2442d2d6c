"""What was done to the subjects, as coordinates that a figure can mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import xarray as xr

from remit.model.model import Model
from remit.result.provenance import texts
from remit.scenario.plan import Amount, Plan

Row = tuple[str, float, float, str, str, str]  # arm, from [h], until [h], kind, target, text


def amount_text(amount: Amount) -> str:
    """'10 mg', '0.5 mg/kg'."""
    unit = "" if amount.unit == "1" else f" {amount.unit}"
    return f"{amount.value:g}{unit}" + (f"/{amount.per}" if amount.per else "")


def _rows(plan: Plan, model: Model, end: float) -> Iterator[Row]:
    """The events of one arm: doses, resets, and stretches of an input away from rest."""
    for dose in plan.doses:
        target = f"{dose.drug} {dose.route}" if dose.drug else dose.state
        over = dose.over if isinstance(dose.over, float) else 0.0
        yield plan.arm, dose.time, dose.time + over, "dose", target, amount_text(dose.amount)
    for reset in plan.resets:
        yield plan.arm, reset.time, reset.time, "reset", ", ".join(reset.states), ""
    rests = {quantity.name: quantity.rest for quantity in model.inputs}
    units = {quantity.name: quantity.unit for quantity in model.inputs}
    for course in plan.courses:
        levels = [*zip(course.times, course.levels, strict=True), (end, 0.0)]
        for (start, level), (until, _) in pairwise(levels):
            if level != rests.get(course.input, level) and until > start:
                unit = units[course.input]
                text = f"{level:g}" if unit == "1" else f"{level:g} {unit}"
                yield plan.arm, start, until, "input", course.input, text


def event_coordinates(plans: Sequence[Plan], model: Model, end: float) -> dict[str, xr.Variable]:
    """Doses, resets and driven inputs along a dimension `event`, in the order of arms and time.

    Returns
    -------
    dict
        event_arm, event_from [h], event_until [h], event_kind (dose, reset, input), event_target, event_text;
        {} when nothing was done.
    """
    rows = [row for plan in plans for row in sorted(_rows(plan, model, end), key=lambda row: row[1])]
    if not rows:
        return {}
    arms, starts, ends, kinds, targets, labels = zip(*rows, strict=True)
    hours = {"unit": "h"}
    return {
        "event_arm": xr.Variable(("event",), texts(arms)),
        "event_from": xr.Variable(("event",), np.array(starts, dtype=np.float64), hours),
        "event_until": xr.Variable(("event",), np.array(ends, dtype=np.float64), hours),
        "event_kind": xr.Variable(("event",), texts(kinds)),
        "event_target": xr.Variable(("event",), texts(targets)),
        "event_text": xr.Variable(("event",), texts(labels)),
    }
