"""Plans meet a model: every dose as an arrival with an amount, per subject, after lag and bioavailability."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from remit.quantity.units import factor_between, has_same_dimension
from remit.run.engine import Engine
from remit.scenario.plan import Amount, PlannedDose
from remit.solve.problem import Floats

BODY = {"kg": "individual.weight", "m2": "individual.surface"}


ROUNDING = 1e-12  # relative distance below which two computed times are one


@dataclass(frozen=True, slots=True)
class Delivery:
    """One dose as the states feel it; arrays are per subject."""

    given_at: float  # [h], nominal
    arrival: Floats  # (n_subjects,) [h]
    duration: Floats  # (n_subjects,) [h]; 0 for a bolus
    amount: Floats  # (n_subjects,) [state unit], bioavailable
    state: int
    slot: int  # place of the infusion rate in the given vector; -1 where the state has none
    order: int
    dose: PlannedDose
    immune_until: float = -math.inf  # [h]; resets up to then do not touch it


def delivery(
    engine: Engine, plain: Floats, doors: dict[tuple[int, str], Floats], dose: PlannedDose
) -> Delivery:
    """A planned dose as an arrival.

    Parameters
    ----------
    engine : Engine
    plain : (n_subjects, n_plain) float64
    doors : dict
        From Engine.doors.
    dose : PlannedDose
    """
    n_subjects = plain.shape[0]
    number, state = target(engine, dose)
    unit = engine.model.states[state].unit

    def property_of(name: str, default: float) -> Floats:
        return doors.get((number, name), np.full(n_subjects, default))

    amount = in_state_unit(engine, plain, dose.amount, unit, doors.get((number, "molar_mass")))
    amount = amount * property_of("bioavailability", 1.0)
    duration = np.zeros(n_subjects)
    rate = None
    if dose.over == "model":
        duration = property_of("duration", 0.0)
    elif dose.over is not None:
        duration = np.full(n_subjects, float(dose.over))
    elif dose.rate == "model":
        rate = property_of("rate", np.nan)
    elif isinstance(dose.rate, Amount):
        rate = in_state_unit(engine, plain, dose.rate, unit, doors.get((number, "molar_mass")))
    if rate is not None:
        duration = np.divide(amount, rate, out=np.zeros(n_subjects), where=amount > 0)
    name = engine.program.states[state]
    slot = engine.program.infusion_slot(name) if name in engine.program.infused else -1
    arrival = dose.time + property_of("lag", 0.0)
    return Delivery(dose.time, arrival, duration, amount, state, slot, dose.order, dose)


def snapped(one: Delivery, marks: Floats) -> Delivery:
    """The delivery with its beginning and end put exactly on written times that they miss by rounding only.

    Parameters
    ----------
    one : Delivery
    marks : (n_marks,) float64
        Increasing times [h].
    """
    arrival = on_marks(one.arrival, marks)
    end = on_marks(arrival + one.duration, marks)
    return replace(one, arrival=arrival, duration=np.where(one.duration > 0.0, end - arrival, 0.0))


def on_marks(times: Floats, marks: Floats) -> Floats:
    """Each time, or the mark that it misses by less than 1e-12 of itself."""
    after = np.searchsorted(marks, times)
    below = marks[np.maximum(after - 1, 0)]
    above = marks[np.minimum(after, marks.size - 1)]
    nearest = np.where(np.abs(below - times) <= np.abs(above - times), below, above)
    return np.where(np.abs(nearest - times) <= ROUNDING * np.abs(times), nearest, times)


def target(engine: Engine, dose: PlannedDose) -> tuple[int, int]:
    """Number of the door (-1 for none) and of the state that a dose goes to."""
    if dose.state:
        return -1, engine.program.states.index(dose.state)
    for number, door in enumerate(engine.model.doors):
        if (door.drug, door.route) == (dose.drug, dose.route):
            return number, engine.program.states.index(door.state)
    raise LookupError(f"no door for {dose.drug} by {dose.route}")


def in_state_unit(
    engine: Engine, plain: Floats, amount: Amount, unit: str, molar_mass: Floats | None
) -> Floats:
    """An amount (or amount per hour) in the unit of the state it enters, per subject."""
    value = np.full(plain.shape[0], amount.value)
    if amount.per:
        value = value * plain[:, engine.program.parameters.index(BODY[amount.per])]
    if amount.value == 0.0 and amount.unit == "1":
        return value
    if has_same_dimension(amount.unit, unit):
        return value * factor_between(amount.unit, unit)
    assert molar_mass is not None
    if has_same_dimension(unit, "mol"):
        return value * factor_between(amount.unit, "g") / molar_mass * factor_between("mol", unit)
    return value * factor_between(amount.unit, "mol") * molar_mass * factor_between("g", unit)


def infused_states(doses: tuple[PlannedDose, ...]) -> set[str]:
    """States that infusions without a door go to."""
    return {dose.state for dose in doses if dose.state and (dose.over is not None or dose.rate is not None)}
