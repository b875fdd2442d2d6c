"""What is done to a subject, in order of time, still by name: the regimen and exposures of one arm."""

from __future__ import annotations

from dataclasses import dataclass

from remit.quantity.parameter import Address


def imposed_name(port: str) -> str:
    """The input by which an experiment drives a port.

    >>> imposed_name("sert.occupying")
    'sert.occupying_imposed'
    """
    return f"{port}_imposed"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much, before it meets a door: a value in a unit, perhaps per kilogram or square metre."""

    value: float
    unit: str  # without the '/kg' or '/m2': 'mg', 'nmol', '1'
    per: str  # '' | 'kg' | 'm2'


@dataclass(frozen=True, slots=True)
class PlannedDose:
    """One dose on its way to a door or state."""

    time: float  # [h], before any lag
    drug: str  # '' when `state` is given
    route: str
    state: str  # '' when drug and route are given
    amount: Amount
    over: float | str | None  # infusion duration [h], 'model', or None for a bolus
    rate: Amount | str | None  # infusion rate: amount per hour, 'model', or None
    steady_state: str  # '' | 'replace' | 'add'
    interval: float  # [h]; the regimen's interval, needed by steady_state; 0 otherwise
    order: int  # position in the document, settles ties
    address: Address


@dataclass(frozen=True, slots=True)
class PlannedReset:
    """States put back to their start."""

    time: float  # [h]
    states: tuple[str, ...]  # full names; ('all',) for the whole system
    order: int
    address: Address


@dataclass(frozen=True, slots=True)
class InputCourse:
    """The level of one input over time; holds from each time until the next."""

    input: str
    times: tuple[float, ...]  # [h], increasing; before the first the input is at rest
    levels: tuple[float, ...]  # in the input's unit


@dataclass(frozen=True, slots=True)
class Plan:
    """One arm: everything that happens, sorted by time."""

    arm: str
    doses: tuple[PlannedDose, ...]
    resets: tuple[PlannedReset, ...]
    courses: tuple[InputCourse, ...]
    # arm-level parameter values that replace the model's: (name, value)
    changes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to look, and how exactly to compute."""

    start: float  # [h]
    until: float  # [h]
    report: tuple[float, ...]  # [h], increasing, within [start, until]
    at_events: str  # 'after' | 'before'
    begin: str  # 'settled' | 'as_written'
    rtol: float
    atol: float  # times each state's scale
    max_steps: int
