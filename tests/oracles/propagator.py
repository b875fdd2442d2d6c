"""Any linear system walked from event to event with matrix exponentials; no superposition.

Within a stretch without events dx/dt = A x + u with constant u, so (x, 1) moves by the exponential of the
augmented matrix [[A, u], [0, 0]] (Van Loan 1978). The steady state of a regimen is the fixed point of one
interval, solved as a linear system.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag, expm

from oracles.regimen import SAME_MOMENT, Dose, Event, Reset

Vector = NDArray[np.float64]

# The order of simultaneous events, as documents.md has it.
INFUSION_ENDS, RESET, STEADY_STATE, BOLUS, INFUSION_BEGINS = range(5)


@dataclass(frozen=True, slots=True)
class LinearSystem:
    """dx/dt = matrix x + supply, with named states."""

    names: tuple[str, ...]
    matrix: Vector  # (n, n) [1/h]
    supply: Vector  # (n,) constant production [state unit/h]
    start: Vector  # (n,) [state unit]; where the run begins and where a reset leads

    @property
    def at_rest(self) -> Vector:
        """Where the system stays when nothing is given."""
        return np.linalg.solve(self.matrix, -self.supply) if self.supply.any() else np.zeros(len(self.names))


def side_by_side(systems: Sequence[LinearSystem]) -> LinearSystem:
    """Several systems that do not touch each other, as one."""
    return LinearSystem(
        tuple(name for system in systems for name in system.names),
        block_diag(*(system.matrix for system in systems)),
        np.concatenate([system.supply for system in systems]),
        np.concatenate([system.start for system in systems]),
    )


def moved(matrix: Vector, inflow: Vector, span: float) -> Vector:
    """The (n+1, n+1) affine map over `span` [h]: (x, 1) becomes (x later, 1)."""
    n = len(inflow)
    augmented = np.zeros((n + 1, n + 1))
    augmented[:n, :n] = matrix
    augmented[:n, n] = inflow
    return _exponential((augmented * span).tobytes(), n + 1)


@lru_cache(maxsize=4096)
def _exponential(content: bytes, size: int) -> Vector:
    """Exponential of a square matrix; the same stretches come back again and again."""
    result = np.asarray(expm(np.frombuffer(content).reshape(size, size)))
    result.flags.writeable = False
    return result


@dataclass(slots=True)
class Waiting:
    """Something that will happen to the system."""

    time: float  # [h]
    kind: int
    order: int  # place in the document
    given: float  # nominal time of the dose, or the time itself [h]
    event: Event
    infusion: int = -1  # which infusion begins or ends

    @property
    def key(self) -> tuple[int, int, int]:
        """Position in time; moments closer than SAME_MOMENT count as one."""
        return round(self.time / SAME_MOMENT), self.kind, self.order


@dataclass(slots=True)
class Walk:
    """The state of the walk: where the system is, what runs, what is still to come."""

    system: LinearSystem
    time: float
    x: Vector
    waiting: list[Waiting] = field(default_factory=list)
    running: dict[int, tuple[int, float]] = field(default_factory=dict)  # infusion -> (state, rate)
    infusions: int = 0

    def inflow(self) -> Vector:
        """Everything that flows in at a constant rate now [state unit/h]."""
        total = self.system.supply.copy()
        for state, rate in self.running.values():
            total[state] += rate
        return total

    def go_to(self, time: float) -> None:
        """Move without events."""
        if time > self.time:
            self.x = (moved(self.system.matrix, self.inflow(), time - self.time) @ [*self.x, 1.0])[:-1]
            self.time = time

    def expect(self, dose: Dose, order: int, given: float, now: float) -> None:
        """Put one dose at its moments; an infusion that began before `now` is running already."""
        begin, end = given + dose.lag, given + dose.lag + dose.duration
        if dose.arriving == 0.0:
            return
        if dose.duration == 0.0:
            self.waiting.append(Waiting(begin, BOLUS, order, given, dose))
            return
        self.infusions += 1
        if begin > now - SAME_MOMENT:
            self.waiting.append(Waiting(begin, INFUSION_BEGINS, order, given, dose, self.infusions))
        else:
            self.running[self.infusions] = (self.system.names.index(dose.into), dose.arriving / dose.duration)
        self.waiting.append(Waiting(end, INFUSION_ENDS, order, given, dose, self.infusions))

    def forget(self, now: float) -> None:
        """Stop what runs and cancel what was given before now and has not arrived."""
        self.running.clear()
        self.waiting = [
            item
            for item in self.waiting
            if item.kind in (RESET, STEADY_STATE) or item.given > now - SAME_MOMENT
        ]

    def happen(self, item: Waiting) -> None:
        """One event."""
        event = item.event
        if isinstance(event, Reset):
            self.reset(event)
        elif item.kind == STEADY_STATE:
            self.reach_steady_state(event, item.order)
        elif item.kind == BOLUS:
            self.x[self.system.names.index(event.into)] += event.arriving
        elif item.kind == INFUSION_BEGINS:
            state = self.system.names.index(event.into)
            self.running[item.infusion] = (state, event.arriving / event.duration)
        else:
            self.running.pop(item.infusion, None)

    def reset(self, event: Reset) -> None:
        """Everything, with all that is under way; or some states only, while infusions go on."""
        if not event.states:
            self.x = self.system.start.copy()
            self.forget(event.time)
        for name in event.states:
            place = self.system.names.index(name)
            self.x[place] = self.system.start[place]

    def reach_steady_state(self, dose: Dose, order: int) -> None:
        """Put the system where the past of the regimen would have left it, tails included."""
        settled = steady_state(self.system, dose)
        if dose.steady_state == "replace":
            self.x = settled
            self.forget(dose.time)
        else:
            self.x = self.x + settled - self.system.at_rest
        earlier = 1
        while dose.lag + dose.duration - earlier * dose.every > SAME_MOMENT:
            given = dose.time - earlier * dose.every
            self.expect(dose, order, given, dose.time)
            earlier += 1


def steady_state(system: LinearSystem, dose: Dose) -> Vector:
    """The state at the nominal time of a dose given every `every` for ever, before that dose itself arrives.

    One interval holds one arrival, at `lag` modulo the interval, and as many overlapping infusions as began
    within the last `duration`. What lands exactly at the nominal time belongs to an earlier dose only when
    the lag is at least one interval.
    """
    n, every = len(system.names), dose.every
    place = system.names.index(dose.into)
    arrival = dose.lag - every * floor(dose.lag / every + SAME_MOMENT)
    arrival = arrival if arrival > SAME_MOMENT else 0.0
    unit = np.zeros(n)
    unit[place] = 1.0
    if dose.duration == 0.0:
        jump = np.eye(n + 1)
        jump[place, n] = dose.arriving
        # From just after an arrival to just after the next; then on to the nominal time.
        orbit = fixed_point(jump @ moved(system.matrix, system.supply, every))
        if arrival == 0.0 and dose.lag < SAME_MOMENT:
            return orbit - dose.arriving * unit
        return _carried(system, orbit, system.supply, (every - arrival) % every)
    return _steady_infusion(system, dose, unit, arrival)


def _steady_infusion(system: LinearSystem, dose: Dose, unit: Vector, arrival: float) -> Vector:
    """The same for infusions: inflow is piecewise constant over the interval."""
    every, duration = dose.every, dose.duration
    rate = dose.arriving / duration

    def running(moment: float) -> int:
        """How many infusions run at a moment within the interval."""
        newest = (moment - arrival) % every
        return max(0, ceil((duration - newest) / every - SAME_MOMENT))

    end = (arrival + duration) % every
    borders = sorted({0.0, every, arrival, end if every - end > SAME_MOMENT else 0.0})
    around = np.eye(len(unit) + 1)
    for left, right in pairwise(borders):
        if right - left > SAME_MOMENT:
            inflow = system.supply + running((left + right) / 2) * rate * unit
            around = moved(system.matrix, inflow, right - left) @ around
    return fixed_point(around)


def _carried(system: LinearSystem, x: Vector, inflow: Vector, span: float) -> Vector:
    """x after `span` [h] of constant inflow."""
    return np.asarray((moved(system.matrix, inflow, span) @ [*x, 1.0])[:-1])


def fixed_point(around: Vector) -> Vector:
    """The x that an affine map of (x, 1) leaves where it is."""
    n = len(around) - 1
    return np.asarray(np.linalg.solve(np.eye(n) - around[:n, :n], around[:n, n]))


def trajectory(
    system: LinearSystem,
    events: Sequence[Event],
    times: Sequence[float],
    *,
    begin: float = 0.0,
    after: bool = True,
) -> Vector:
    """All states at all report times.

    Parameters
    ----------
    system : LinearSystem
        With n states.
    events : sequence of Dose or Reset
        In the order of the document.
    times : sequence of float
        Increasing report times [h].
    begin : float
        When the run begins [h].
    after : bool
        Whether a report at the moment of an event shows the state after it.

    Returns
    -------
    (n_times, n) float64
        Amounts [state units].
    """
    walk = Walk(system, begin, system.start.copy())
    for order, event in enumerate(events):
        if isinstance(event, Reset):
            walk.waiting.append(Waiting(event.time, RESET, order, event.time, event))
            continue
        if event.steady_state:
            walk.waiting.append(Waiting(event.time, STEADY_STATE, order, event.time, event))
        walk.expect(event, order, event.time, event.time)
    rows = []
    for time in times:
        horizon = time + (SAME_MOMENT if after else -SAME_MOMENT)
        while due := [item for item in walk.waiting if item.time <= horizon]:
            first = min(due, key=lambda item: item.key)
            walk.waiting.remove(first)
            walk.go_to(first.time)
            walk.happen(first)
        walk.go_to(time)
        rows.append(walk.x.copy())
    return np.array(rows)
