"""What a scenario document says about time and numbers, in hours and in the units of the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from remit.quantity.mistakes import Mistake, ReadingError
from remit.quantity.parameter import Address
from remit.quantity.unit_text import UnitError
from remit.quantity.units import UnitMismatch, exact_factor, value_in
from remit.reading.documents import ChangeDoc, Quantity, RunDoc, ScenarioDoc
from remit.scenario.plan import Schedule

DEFAULT_STEPS = 200  # of the report grid when a run asks for none
MOST_TIMES = 1_000_000  # reports, or doses, of one run
WEIGHT, HEIGHT, SURFACE = "individual.weight", "individual.height", "individual.surface"


def hours(time: Quantity, found: list[Mistake], what: str = "a time") -> Fraction:
    """A time in hours, exactly as printed: '40 min' is 2/3 h.

    Whatever is not a time becomes a mistake, and 0.
    """
    try:
        factor = Fraction(1) if is_bare_zero(time) else exact_factor(time.unit, "h")
    except UnitError as error:
        found.append(Mistake(time.address, in_words(error, what, "a unit of time")))
        return Fraction(0)
    return Fraction(repr(time.value)) * factor


def is_bare_zero(value: Quantity) -> bool:
    """Whether a quantity is 0 without a unit, which fits every unit."""
    return value.value == 0 and value.unit == "1"


def steps(first: Fraction, every: Fraction, count: int) -> list[float]:
    """first + k*every for k = 0 .. count - 1 [h], each rounded once, so that nothing drifts.

    >>> steps(Fraction(0), Fraction(1, 10), 4)
    [0.0, 0.1, 0.2, 0.3]
    """
    whole = math.lcm(first.denominator, every.denominator)
    start, step = int(first * whole), int(every * whole)
    return [(start + k * step) / whole for k in range(count)]


def count_before(first: Fraction, every: Fraction, end: Fraction) -> int:
    """How many of first, first + every, ... come before `end`."""
    return max(0, math.ceil((end - first) / every))


def schedule_of(doc: ScenarioDoc) -> Schedule:
    """When to look at a scenario's subjects, and how exactly to compute.

    The report grid is start, start + every, ... with the end always included; `report_at` adds to it. With
    `report_at` alone only those times are reported; without either, 200 equal steps are.

    Raises
    ------
    ReadingError
        For a run that ends before it starts, a report outside the run, an interval that is not above zero, or
        more than a million reports.
    """
    found: list[Mistake] = []
    start, until = limits_of(doc.run, found)
    report = reports_of(doc.run, start, until, found)
    if found:
        raise ReadingError(found)
    run = doc.run
    ends = float(start), float(until)
    return Schedule(*ends, report, run.at_events, run.begin, run.rtol, run.atol, run.max_steps)


def limits_of(run: RunDoc, found: list[Mistake]) -> tuple[Fraction, Fraction]:
    """Start and end of a run [h], exactly."""
    start, until = hours(run.start, found, "run from"), hours(run.until, found, "run until")
    if until < start:
        text = f"the run ends at {run.until.text}, before it starts at {run.start.text}"
        found.append(Mistake(run.until.address, text))
    return start, until


def reports_of(run: RunDoc, start: Fraction, until: Fraction, found: list[Mistake]) -> tuple[float, ...]:
    """All times at which a run is reported [h], increasing, each once."""
    every = None
    if run.report_every is not None:
        every = hours(run.report_every, found, "report_every")
        if every <= 0:
            found.append(Mistake(run.report_every.address, "report_every must be above zero"))
            return ()
    elif not run.report_at:
        every = (until - start) / DEFAULT_STEPS
    at = set()
    for time in run.report_at:
        when = hours(time, found, "report_at")
        if not start <= when <= until:
            text = f"a report at {time.text} lies outside the run from {run.start.text} to {run.until.text}"
            found.append(Mistake(time.address, text))
        at.add(float(when))
    if every is not None:
        at |= {float(start), float(until)}
        count = count_before(start, every, until) if every > 0 else 0
        if count > MOST_TIMES:
            text = f"{count} reports are more than {MOST_TIMES}; report less often"
            found.append(Mistake(run.address, text))
            return ()
        at |= set(steps(start, every, count) if count else ())
    return tuple(sorted(at))


def value_after(change: ChangeDoc, now: float, unit: str) -> float:
    """A number after `times`, `plus` or `to`, in `unit`; raises UnitError when the change does not fit.

    `times` takes a plain number; `plus` and `to` convert into the parameter's unit.
    """
    if change.verb == "times":
        return now * value_in(change.value.text, "1")
    value = number_in(change.value, unit)
    return now + value if change.verb == "plus" else value


def change_or_mistake(change: ChangeDoc, now: float, unit: str, found: list[Mistake]) -> float:
    """`value_after`, with what is wrong among `found` and the number left as it was."""
    try:
        after = value_after(change, now, unit)
    except UnitError as error:
        what, other = f"the value under '{change.verb}'", f"'{change.parameter}'"
        found.append(Mistake(change.address, in_words(error, what, other)))
        return now
    if not math.isfinite(after):
        found.append(Mistake(change.address, f"'{change.parameter}' becomes too large for a computer"))
        return now
    return after


def in_words(error: UnitError, what: str, other: str) -> str:
    """A trouble with a quantity as a whole sentence: 'the level of x and its unit measure ...'."""
    return f"{what} and {other} {error}" if isinstance(error, UnitMismatch) else f"{what}: {error}"


def number_in(value: Quantity, unit: str) -> float:
    """A quantity in `unit`, converted once from its printed decimals; a bare 0 in any; raises UnitError."""
    return 0.0 if is_bare_zero(value) else value_in(value.text, unit)


def place_of(doc: ScenarioDoc, key: str, name: str) -> Address:
    """Where a scenario names an individual, drug, phenotype, assay, calibration or figure's quantity."""
    return doc.places.get((key, name), doc.address)


def in_unit(value: Quantity, unit: str, what: str, found: list[Mistake]) -> float:
    """A quantity in `unit`, a bare 0 in any; one that does not convert is a mistake and stays as it is."""
    try:
        return number_in(value, unit)
    except UnitError as error:
        found.append(Mistake(value.address, in_words(error, what, "its unit")))
        return value.value


def surface_of(weight: float, height: float) -> float:
    """Body surface area [m2] from weight [kg] and height [m]; Mosteller 1987.

    >>> round(surface_of(70.0, 1.70), 4)
    1.8181
    """
    return math.sqrt(height * 100.0 * weight / 3600.0)


def with_surface(values: Mapping[str, float], changed: Mapping[str, float]) -> dict[str, float]:
    """`changed` with the body surface that follows when weight or height is among it.

    Parameters
    ----------
    values : mapping of str to float
        All parameters by full name, in their units, before the change.
    changed : mapping of str to float
        New values of some of them.
    """
    result = dict(changed)
    if SURFACE in values and (WEIGHT in changed or HEIGHT in changed):
        now = {**values, **changed}
        result[SURFACE] = surface_of(now[WEIGHT], now[HEIGHT])
    return result
