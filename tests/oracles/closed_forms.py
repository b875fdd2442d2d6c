"""Textbook pharmacokinetics: sums of exponentials, superposition and geometric series; no matrices.

The macro constants of one, two and three compartments are those of any textbook (Gibaldi & Perrier,
Pharmacokinetics). A response to a unit dose is a sum of `weight * exp(-a t)` and of
`weight * (exp(-a t) - exp(-b t))/(b - a)`. The second kind is kept whole, because it stays exact when a and b
come close (absorption as fast as elimination).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import acos, ceil, cos, exp, expm1, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from oracles.regimen import SAME_MOMENT, Dose, Event, Reset

Responses = Mapping[str, "Decay"]  # state dosed -> how the state looked at answers to a unit dose


def difference_quotient(t: float, a: float, b: float) -> float:
    """(exp(-a t) - exp(-b t))/(b - a), and its limit t exp(-a t) where a meets b."""
    x = (b - a) * t
    return t * exp(-a * t) * (1.0 if x == 0.0 else -expm1(-x) / x)


@dataclass(frozen=True, slots=True)
class Decay:
    """A function of time that dies away: terms (weight, a, None) or (weight, a, b), rates in 1/h."""

    terms: tuple[tuple[float, float, float | None], ...]

    def at(self, t: float) -> float:
        """Value at t >= 0 [h]."""
        total = 0.0
        for weight, a, b in self.terms:
            total += weight * (exp(-a * t) if b is None else difference_quotient(t, a, b))
        return total

    def repeated(self, t: float, every: float) -> float:
        """at(t) + at(t + every) + at(t + 2 every) + …, by the geometric series."""
        total = 0.0
        for weight, a, b in self.terms:
            left_a = -expm1(-a * every)
            if b is None:
                total += weight * exp(-a * t) / left_a
                continue
            left_b = -expm1(-b * every)
            first = difference_quotient(t, a, b) / left_b
            rest = exp(-a * t) * difference_quotient(every, a, b) / (left_a * left_b)
            total += weight * (first + rest)
        return total

    def tail(self) -> Decay:
        """The integral from t to infinity, as a function of t."""
        terms: list[tuple[float, float, float | None]] = []
        for weight, a, b in self.terms:
            if b is None:
                terms.append((weight / a, a, None))
            else:
                terms += [(weight / (a * b), a, None), (weight / b, a, b)]
        return Decay(tuple(terms))

    def absorbed(self, absorption: float) -> Decay:
        """The answer when the dose is absorbed by a first-order process [1/h] instead of at once."""
        if any(b is not None for _, _, b in self.terms):
            raise ValueError("only a sum of plain exponentials can be put behind an absorption")
        return Decay(tuple((weight * absorption, a, absorption) for weight, a, _ in self.terms))


def one_compartment(elimination: float) -> Decay:
    """Amount in the central compartment after a unit bolus into it."""
    return Decay(((1.0, elimination, None),))


def two_compartment_rates(k10: float, k12: float, k21: float) -> tuple[float, float]:
    """alpha > beta, the roots of x**2 - (k10 + k12 + k21) x + k10 k21."""
    total = k10 + k12 + k21
    alpha = (total + sqrt(total**2 - 4 * k10 * k21)) / 2
    return alpha, k10 * k21 / alpha


def two_compartments(k10: float, k12: float, k21: float) -> tuple[Decay, Decay]:
    """Central and peripheral amounts after a unit bolus into the central compartment."""
    alpha, beta = two_compartment_rates(k10, k12, k21)
    central = (((alpha - k21) / (alpha - beta), alpha, None), ((k21 - beta) / (alpha - beta), beta, None))
    share = k12 / (alpha - beta)
    return Decay(central), Decay(((share, beta, None), (-share, alpha, None)))


def two_compartments_from_peripheral(k10: float, k12: float, k21: float) -> tuple[Decay, Decay]:
    """Central and peripheral amounts after a unit bolus into the peripheral compartment."""
    alpha, beta = two_compartment_rates(k10, k12, k21)
    share = k21 / (alpha - beta)
    leaving = k10 + k12
    peripheral = (
        ((alpha - leaving) / (alpha - beta), alpha, None),
        ((leaving - beta) / (alpha - beta), beta, None),
    )
    return Decay(((share, beta, None), (-share, alpha, None))), Decay(peripheral)


def three_compartment_rates(k10: float, k12: float, k21: float, k13: float, k31: float) -> tuple[float, ...]:
    """The three disposition rates: roots of a cubic, by Viete's trigonometric form (all are real)."""
    a2 = k10 + k12 + k13 + k21 + k31
    a1 = k10 * k31 + k21 * k31 + k21 * k13 + k10 * k21 + k31 * k12
    a0 = k10 * k21 * k31
    p = a1 - a2**2 / 3
    q = 2 * a2**3 / 27 - a1 * a2 / 3 + a0
    radius = sqrt(-p / 3)
    angle = acos(max(-1.0, min(1.0, -q / (2 * radius**3)))) / 3
    guesses = [a2 / 3 - 2 * radius * cos(angle + 2 * pi * n / 3) for n in range(3)]
    # Newton takes off the last rounding errors that the cancellation in q leaves in the smallest root; the
    # cubic is lambda**3 - a2 lambda**2 + a1 lambda - a0 = 0.
    for _ in range(3):
        guesses = [x - (((x - a2) * x + a1) * x - a0) / ((3 * x - 2 * a2) * x + a1) for x in guesses]
    return tuple(guesses)


def three_compartments(
    k10: float, k12: float, k21: float, k13: float, k31: float
) -> tuple[Decay, Decay, Decay]:
    """Central, shallow (12) and deep (13) amounts after a unit bolus into the central compartment."""
    rates = three_compartment_rates(k10, k12, k21, k13, k31)
    central, shallow, deep = [], [], []
    for rate in rates:
        apart = 1.0
        for other in rates:
            apart *= 1.0 if other == rate else other - rate
        central.append(((k21 - rate) * (k31 - rate) / apart, rate, None))
        shallow.append((k12 * (k31 - rate) / apart, rate, None))
        deep.append((k13 * (k21 - rate) / apart, rate, None))
    return Decay(tuple(central)), Decay(tuple(shallow)), Decay(tuple(deep))


def answer_to(dose: Dose, response: Decay, elapsed: float) -> float:
    """Amount left by one dose at `elapsed` [h] after its arrival; 0 before it."""
    if elapsed < 0:
        return 0.0
    duration = dose.duration
    if duration == 0.0:
        return dose.arriving * response.at(elapsed)
    tail = response.tail()
    started = dose.arriving / duration
    since_end = max(elapsed - duration, 0.0)
    return started * (tail.at(since_end) - tail.at(elapsed))


def answer_to_the_past(dose: Dose, response: Decay, elapsed: float, after: bool) -> float:
    """Amount left at `elapsed` [h] by the doses given `every`, 2 `every`, … earlier, without this one.

    Those still in their lag count nothing, those still running are counted one by one, the finished ones by
    the geometric series.
    """
    every, duration = dose.every, dose.duration
    nudge = -SAME_MOMENT if after else SAME_MOMENT
    finished = max(1, ceil((duration - elapsed) / every + nudge))
    running = sum(answer_to(dose, response, snapped(elapsed + n * every, after)) for n in range(1, finished))
    since_end = max(elapsed + finished * every - duration, 0.0)
    if duration == 0.0:
        return running + dose.arriving * response.repeated(since_end, every)
    tail = response.tail()
    done = tail.repeated(since_end, every) - tail.repeated(since_end + duration, every)
    return running + dose.arriving / duration * done


def snapped(elapsed: float, after: bool) -> float:
    """Elapsed time without rounding around 0; what arrives at this moment is not there before it."""
    if abs(elapsed) > SAME_MOMENT:
        return elapsed
    return 0.0 if after else -SAME_MOMENT


def forgettings(events: Sequence[Event]) -> Iterator[tuple[float, int, int]]:
    """Moments when everything given earlier is forgotten, as (time [h], kind, place in the document).

    Kind 0 is a reset, which comes before kind 1, a steady state, when both happen at once.
    """
    for place, event in enumerate(events):
        if isinstance(event, Reset):
            if event.states:
                raise ValueError("the textbook has no formula for the reset of one compartment")
            yield event.time, 0, place
        elif event.steady_state == "replace":
            yield event.time, 1, place


def amounts(
    responses: Responses, events: Sequence[Event], times: Sequence[float], *, after: bool = True
) -> NDArray[np.float64]:
    """Amount in one state by superposition, for a system that starts empty.

    Parameters
    ----------
    responses : mapping
        How this state answers to a unit bolus into each dosed state; one that is missing never reaches it.
    events : sequence of Dose or Reset
        In the order of the document; resets of everything only.
    times : sequence of float
        Report times [h].
    after : bool
        Whether a report at the moment of an event shows the state after it.

    Returns
    -------
    (n_times,) float64
        Amounts [state unit].
    """
    return np.array([_amount(responses, events, time, after) for time in times])


def _amount(responses: Responses, events: Sequence[Event], time: float, after: bool) -> float:
    """Superposition at one moment."""
    horizon = time + (SAME_MOMENT if after else -SAME_MOMENT)
    forgotten = [moment for moment in forgettings(events) if moment[0] <= horizon]
    total = 0.0
    for place, dose in enumerate(events):
        if not isinstance(dose, Dose) or dose.time > horizon or dose.into not in responses:
            continue
        response = responses[dose.into]
        elapsed = time - dose.time - dose.lag
        if not any(moment[0] > dose.time + SAME_MOMENT for moment in forgotten):
            total += answer_to(dose, response, snapped(elapsed, after))
        if dose.steady_state and not any(_later(moment, dose, place) for moment in forgotten):
            total += answer_to_the_past(dose, response, elapsed, after)
    return total


def _later(moment: tuple[float, int, int], dose: Dose, place: int) -> bool:
    """Whether a forgetting comes after the steady state of this dose."""
    time, kind, order = moment
    if abs(time - dose.time) <= SAME_MOMENT:
        return (kind, order) > (1, place)
    return time > dose.time
