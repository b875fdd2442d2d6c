"""Doses as written -> every single dose and reset with its time, still by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from remit.quantity.mistakes import Mistake, suggestion
from remit.quantity.parameter import Parameter
from remit.reading.documents import DoseDoc, Quantity
from remit.scenario.amounts import amount_of, check_amount
from remit.scenario.plan import Amount, PlannedDose, PlannedReset
from remit.scenario.scenario import MOST_TIMES, count_before, hours, steps
from remit.scenario.system import Entrance, System

TOO_MANY = f"more than {MOST_TIMES} doses; give fewer, or an infusion"


@dataclass(frozen=True, slots=True)
class Limits:
    """Start and end of a run [h], exactly."""

    start: Fraction
    until: Fraction


@dataclass(frozen=True, slots=True)
class Target:
    """Where a dose goes: a state, perhaps through a door."""

    state: str
    unit: str
    door: Entrance | None


def doses_of(
    doses: Sequence[DoseDoc], limits: Limits, system: System, found: list[Mistake]
) -> tuple[tuple[PlannedDose, ...], tuple[PlannedReset, ...]]:
    """Every single dose and reset of a regimen, sorted by time and then by place in the document.

    A series gives its doses at first + k*every, before `until` and before the end of the run, at most `times`
    of them. Times are exact: the thousandth dose is as punctual as the first. Only the first dose of a series
    carries its `steady_state` and its `reset`; the others are plain.

    Parameters
    ----------
    doses : sequence of DoseDoc
    limits : Limits
        The run; explicit times outside it are mistakes.
    system : System
        The model that knows doors, states and the individual's body.
    found : list of Mistake
        Receives unknown drugs, routes and states, times outside the run and amounts that do not fit.
    """
    planned: list[PlannedDose] = []
    resets: list[PlannedReset] = []
    parameters = {parameter.name: parameter for parameter in system.parameters}
    for order, dose in enumerate(doses):
        times = times_of(dose, limits, found)
        if len(planned) + len(resets) + len(times) > MOST_TIMES:
            found.append(Mistake(dose.address, TOO_MANY))
            break
        if dose.reset is not None:
            check_reset(dose, system, found)
            resetting = times[:1] if dose.every is not None and (dose.drug or dose.into) else times
            resets.extend(PlannedReset(time, dose.reset, order, dose.address) for time in resetting)
        if dose.drug or dose.into:
            planned.extend(single_doses(dose, order, times, system, parameters, found))
    return (
        tuple(sorted(planned, key=lambda one: (one.time, one.order))),
        tuple(sorted(resets, key=lambda one: (one.time, one.order))),
    )


def times_of(dose: DoseDoc, limits: Limits, found: list[Mistake]) -> list[float]:
    """The times of a line of doses [h], increasing within a series, otherwise as written."""
    explicit = [hours(time, found, "the time of a dose") for time in dose.at] or [Fraction(0)]
    written = [time.text for time in dose.at] or ["0 h"]
    before = len(found)
    places = [time.address for time in dose.at] or [dose.address]
    for time, text, place in zip(explicit, written, places, strict=True):
        if not limits.start <= time <= limits.until:
            ends = f"{float(limits.start):g} h to {float(limits.until):g} h"
            found.append(Mistake(place, f"a dose at {text} lies outside the run from {ends}"))
    if len(found) > before:
        return []
    if dose.every is None:
        check_no_series(dose, found)
        return [float(time) for time in explicit]
    every = hours(dose.every, found, "every")
    if len(explicit) > 1:
        found.append(Mistake(dose.address, "a series starts once: give one time, or leave out 'every'"))
    elif every <= 0:
        found.append(Mistake(dose.every.address, "'every' must be above zero"))
    elif dose.times is not None and dose.times < 1:
        found.append(Mistake(dose.address, "'times' must be at least 1"))
    if len(found) > before:
        return []
    return series_of(dose, explicit[0], every, limits, found)


def series_of(
    dose: DoseDoc, first: Fraction, every: Fraction, limits: Limits, found: list[Mistake]
) -> list[float]:
    """first, first + every, ... [h], at least one of them."""
    end = limits.until
    if dose.until is not None:
        end = min(end, hours(dose.until, found, "until"))
    count = count_before(first, every, end)
    if dose.times is not None:
        count = min(count, dose.times)
    if count == 0:
        found.append(Mistake(dose.address, "no dose of this series falls before its end"))
    if count > MOST_TIMES:
        found.append(Mistake(dose.address, TOO_MANY))
        return []
    return steps(first, every, count)


def check_no_series(dose: DoseDoc, found: list[Mistake]) -> None:
    """What makes sense only with `every`."""
    parts = {
        "times": dose.times is not None,
        "until": dose.until is not None,
        "loading": dose.loading is not None,
        "steady_state": bool(dose.steady_state),
    }
    found.extend(
        Mistake(dose.address, f"'{part}' needs 'every'") for part, is_given in parts.items() if is_given
    )


def single_doses(
    dose: DoseDoc,
    order: int,
    times: Sequence[float],
    system: System,
    parameters: dict[str, Parameter],
    found: list[Mistake],
) -> list[PlannedDose]:
    """The doses of one line; none when it does not say where to or how much."""
    target = target_of(dose, system, found)
    if dose.amount is None:
        found.append(Mistake(dose.address, "how much? a dose needs an amount"))
        return []
    before = len(found)
    amount = fitting(dose.amount, dose, target, parameters, found)
    first = amount if dose.loading is None else fitting(dose.loading, dose, target, parameters, found)
    if dose.loading is not None and dose.steady_state:
        text = "'loading' and 'steady_state' exclude each other: a regimen at steady state has no first dose"
        found.append(Mistake(dose.address, text))
    over, rate = infusion_of(dose, target, parameters, found)
    if target is None or len(found) > before:
        return []
    interval = 0.0 if dose.every is None else float(hours(dose.every, found, "every"))
    return [
        PlannedDose(
            time=time,
            drug=dose.drug,
            route=dose.by if target.door is None else target.door.route,
            state=dose.into,
            amount=amount if i else first,
            over=over,
            rate=rate,
            steady_state="" if i else dose.steady_state,
            interval=interval,
            order=order,
            address=dose.address,
        )
        for i, time in enumerate(times)
    ]


def target_of(dose: DoseDoc, system: System, found: list[Mistake]) -> Target | None:
    """The state a dose enters, or None with a mistake."""
    units = {state.name: state.unit for state in system.states}
    if dose.into:
        if dose.into in units:
            return Target(dose.into, units[dose.into], None)
        near = suggestion(dose.into, sorted(units))
        found.append(Mistake(dose.address, f"a dose into unknown state '{dose.into}'{near}"))
        return None
    routes = {door.route: door for door in system.doors if door.drug == dose.drug}
    if dose.by in routes:
        door = routes[dose.by]
        return Target(door.state, units[door.state], door)
    drugs = sorted({door.drug for door in system.doors})
    if not routes:
        text = f"'{dose.drug}' takes no doses{suggestion(dose.drug, drugs)}"
    elif not dose.by:
        text = f"by which route? '{dose.drug}' has {', '.join(sorted(routes))}"
    else:
        near = suggestion(dose.by, sorted(routes)) or f"; it has {', '.join(sorted(routes))}"
        text = f"'{dose.drug}' has no route '{dose.by}'{near}"
    found.append(Mistake(dose.address, text))
    return None


def fitting(
    written: Quantity,
    dose: DoseDoc,
    target: Target | None,
    parameters: dict[str, Parameter],
    found: list[Mistake],
    *,
    is_rate: bool = False,
) -> Amount:
    """An amount that fits where it goes, or a mistake."""
    before = len(found)
    amount = amount_of(written, found, is_rate=is_rate)
    if target is not None and len(found) == before:
        has_molar_mass = target.door is not None and target.door.molar_mass is not None
        check_amount(amount, written, target.state, target.unit, has_molar_mass, parameters, found)
    return amount


def infusion_of(
    dose: DoseDoc, target: Target | None, parameters: dict[str, Parameter], found: list[Mistake]
) -> tuple[float | str | None, Amount | str | None]:
    """Duration [h] and rate [per hour] of an infusion; 'model' where the door knows; None for neither."""
    over: float | str | None = None
    rate: Amount | str | None = None
    if dose.over is not None and dose.rate is not None:
        found.append(Mistake(dose.address, "give 'over' or 'rate', not both: one follows from the other"))
    for key, written in (("over", dose.over), ("rate", dose.rate)):
        part = "duration" if key == "over" else "rate"
        if written is None:
            continue
        if isinstance(written, str):
            known = target is None or (target.door is not None and getattr(target.door, part) is not None)
            if written != "model" or not known:
                text = f"'{key}: {written}', but the model gives no {part} for this dose"
                found.append(Mistake(dose.address, text))
        elif written.value <= 0:
            found.append(Mistake(written.address, f"'{key}' must be above zero"))
    if isinstance(dose.over, Quantity):
        over = float(hours(dose.over, found, "over"))
    else:
        over = dose.over
    if isinstance(dose.rate, Quantity):
        rate = fitting(dose.rate, dose, target, parameters, found, is_rate=True)
    else:
        rate = dose.rate
    return over, rate


def check_reset(dose: DoseDoc, system: System, found: list[Mistake]) -> None:
    """Only states can be put back to their start."""
    states = sorted(state.name for state in system.states)
    for name in dose.reset or ():
        if name not in states and not (name == "all" and dose.reset == ("all",)):
            found.append(Mistake(dose.address, f"reset of unknown state '{name}'{suggestion(name, states)}"))
