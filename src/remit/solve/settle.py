"""The state that repeats itself: a steady state or the orbit over one period, by Newton on the period map.

The period map is the flow over one period (doses of a regimen included). Its derivative comes from perturbed
copies of the subject run side by side in lanes, and is corrected by what every step shows (Broyden), so that
one derivative serves the whole ensemble; subjects that come no nearer with it follow the map itself for some
periods, and then get their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from remit.solve.learned import Learned
from remit.solve.problem import Flags, Floats, Integers

Flow = Callable[
    [Floats, Integers], tuple[Floats, Integers]
]  # (states, subject numbers) -> (end states, statuses)
Place = tuple[Floats, Floats, Integers]  # states, where a period takes them, and statuses

CLOSED = 1e-10  # relative change over one period that counts as closed
ACCEPTABLE = 1e-7  # still accepted where rounding stops further progress
NUDGE = 1e-4  # relative perturbation for the derivative of the map
MOST_NEWTON = 6  # derivatives of one subject
MOST_STEPS = 30  # corrections with one derivative
PATIENCE = 4  # corrections that may come no nearer before a new derivative is worth its price
PERIODS = 10  # followed where corrections come no nearer, at a kink of the map for example
HELPFUL = 0.5  # of the distance; a correction that leaves more of it tries the patience
LATE = 5  # last periods of the run-in, which show whether it comes nearer
CONSERVED = 1e-9  # of the largest singular value; totals are below 1e-11, what takes years above 1e-8
FARTHEST = 1e3  # times its size after the run-in: a state further away has not settled but run away
UNSTABLE = 1.0 + 1e-4  # a multiplier beyond this means that the orbit repels its neighbours


@dataclass(frozen=True, slots=True)
class Settled:
    """Where the ensemble settled.

    Attributes
    ----------
    states : (n_subjects, n_states) float64
    change : (n_subjects,) float64
        Largest relative change over one period.
    status : (n_subjects,) int64
        Status of the last flow; FINISHED also for subjects that did not close.
    closed : (n_subjects,) bool
    worst : (n_subjects,) int64
        State that changes most over one period.
    growth : (n_subjects,) float64
        Largest multiplier of the period map, where its derivative was needed; above 1 the orbit repels.
    """

    states: Floats
    change: Floats
    status: Integers
    closed: Flags
    worst: Integers
    growth: Floats


def settle(flow: Flow, start: Floats, scale: Floats, signed: Flags, run_in: int, rough: Flow) -> Settled:
    """Find, for every subject, the state that one period reproduces.

    Parameters
    ----------
    flow : callable
        The period map of an ensemble.
    start : (n_subjects, n_states) float64
        Where to begin [state units].
    scale : (n_states,) float64
        Typical sizes [state units]; changes are judged against |state| + scale.
    signed : (n_states,) bool
        States that may be negative.
    run_in : int
        Periods simulated before Newton takes over.
    rough : callable
        The same map, less exact and quicker: good enough to run in, and for the derivative of the first.

    Returns
    -------
    Settled

    Notes
    -----
    Conserved totals make the map's derivative singular; the correction is then sought within the totals
    that the start had (least squares with the left null vectors as further conditions).
    """
    everyone = np.arange(start.shape[0])
    growth = np.zeros(everyone.size)
    states = start.copy()
    moved, status = flow(states, everyone)
    if relative(moved - states, states, scale).max() <= CLOSED:
        return judged(states, moved, status, scale, growth, states)
    earlier = states
    for period in range(run_in):
        earlier = states if period <= run_in - LATE else earlier
        states, status = rough(states, everyone)
    moved, status = flow(states, everyone)
    near = states.copy()
    first = int(np.argmin(status))
    inverse, growth[first] = derivative(rough, states[first], scale, first)
    found = approach(flow, inverse, (states, moved, status), scale, signed, everyone)
    states, moved, status = nearest(found, followed(flow, found, scale), scale)
    for subject in still_moving(states, moved, status, scale):
        growth[subject] = newton(flow, (states, moved, status), scale, signed, int(subject))
    for subject in np.flatnonzero(repelled(earlier, near, states) & (growth == 0.0) & (status == 0)):
        growth[subject] = derivative(rough, states[subject], scale, int(subject))[1]
    return judged(states, moved, status, scale, growth, near)


def repelled(earlier: Floats, near: Floats, states: Floats) -> Flags:
    """Subjects that the end of the run-in took away from where they settled; their orbit may repel its
    neighbours.

    A fixed point can be found from a derivative that is not the subject's own, so that nothing is known of
    its multipliers; a run-in whose last periods come nearer says that they are below 1. Its first periods say
    little: what was disturbed may first go further away.
    """
    size = np.abs(near) + np.abs(states) + np.finfo(np.float64).tiny
    before, after = np.abs(earlier - states) / size, np.abs(near - states) / size
    gone: Flags = (after.max(axis=1) > before.max(axis=1)) | ~np.isfinite(after).all(axis=1)
    return gone


def newton(flow: Flow, at: Place, scale: Floats, signed: Flags, subject: int) -> float:
    """Close one subject's orbit with its own derivative, in place.

    Where corrections come no nearer, the next derivative is taken some periods on: at a kink the one at the
    nearest point may hold for the wrong side only. The nearest point of all is kept.

    Returns
    -------
    float
        The largest multiplier of its period map.
    """

    def own(states: Floats, rows: Integers) -> tuple[Floats, Integers]:
        return flow(states, np.full(rows.size, subject))

    one = np.array([0])
    here = best = at[0][[subject]], at[1][[subject]], at[2][[subject]]
    growth = 0.0
    for _ in range(MOST_NEWTON):
        known = distance(here, scale)[0]
        if known <= CLOSED or here[2][0] != 0:
            break
        inverse, growth = derivative(own, here[0][0], scale, 0)
        here = approach(own, inverse, here, scale, signed, one)
        if distance(here, scale)[0] > HELPFUL * known:
            best = nearest(best, here, scale)
            here = followed(own, here, scale)
        best = nearest(best, here, scale)
    for whole, part in zip(at, best, strict=True):
        whole[subject] = part[0]
    return growth


def followed(flow: Flow, at: Place, scale: Floats) -> Place:
    """Where the map itself leads the subjects that still move, over some periods or until they close."""
    states, moved, status = at[0].copy(), at[1].copy(), at[2].copy()
    for _ in range(PERIODS):
        busy = still_moving(states, moved, status, scale)
        if busy.size == 0:
            break
        states[busy] = moved[busy]
        moved[busy], status[busy] = flow(states[busy], busy)
    return states, moved, status


def nearest(one: Place, other: Place, scale: Floats) -> Place:
    """Of two places of every subject the one that a period moves less."""
    better = distance(other, scale) < distance(one, scale)
    states, moved = (np.where(better[:, None], new, old) for old, new in zip(one[:2], other[:2], strict=True))
    return states, moved, np.where(better, other[2], one[2])


def distance(at: Place, scale: Floats) -> Floats:
    """Largest relative change over a period of every subject; infinite where the flow failed."""
    largest = relative(at[1] - at[0], at[0], scale).max(axis=1)
    return np.where(at[2] == 0, largest, np.inf)


def approach(
    flow: Flow,
    inverse: Floats,
    at: Place,
    scale: Floats,
    signed: Flags,
    who: Integers,
) -> Place:
    """Correct some subjects until they close or come no nearer, learning from every step.

    Broyden's first method, from a derivative that need not be the subject's own; Dennis & Schnabel (1996),
    algorithm 8.3.1, with the inverse kept as rank-one updates. A subject that comes no nearer keeps the
    nearest it has been.

    Parameters
    ----------
    flow : callable
        The period map.
    inverse : (n_states, n_states) float64
        Pseudo-inverse of I - M, scaled.
    at : (n_subjects, n_states) float64 twice, (n_subjects,) int64
        States, where a period takes them, and statuses.
    scale, signed
        As in `settle`.
    who : (n_chosen,) int64
        Subjects to correct.
    """
    best = at[0].copy(), at[1].copy(), at[2].copy()
    states, moved, status = at[0].copy(), at[1].copy(), at[2].copy()
    size = np.abs(states) + scale
    learned = Learned(inverse, states.shape)
    distance = relative(moved - states, states, scale).max(axis=1)
    patience = np.full(states.shape[0], PATIENCE)
    busy = np.intersect1d(who, still_moving(states, moved, status, scale))
    for _ in range(MOST_STEPS):
        if busy.size == 0:
            break
        before, left = states[busy].copy(), (states[busy] - moved[busy]) / size[busy]
        states[busy] = positive(before - learned.times(left, busy) * size[busy], before, signed)
        moved[busy], status[busy] = flow(states[busy], busy)
        found = (states[busy] - moved[busy]) / size[busy]
        learned.learn((states[busy] - before) / size[busy], found - left, busy)
        now = relative(moved[busy] - states[busy], states[busy], scale).max(axis=1)
        now = np.where(status[busy] == 0, now, np.inf)
        nearer = busy[now < distance[busy]]
        patience[busy] -= np.where(now < HELPFUL * distance[busy], 0, 1)
        distance[nearer] = now[now < distance[busy]]
        for kept, new in zip(best, (states, moved, status), strict=True):
            kept[nearer] = new[nearer]
        busy = busy[(distance[busy] > CLOSED) & (patience[busy] > 0) & (status[busy] == 0)]
    return best


def positive(after: Floats, before: Floats, signed: Flags) -> Floats:
    """States after a correction; what may not be negative keeps a tenth of its value instead."""
    return np.where((after < 0.0) & ~signed, 0.1 * before, after)


def still_moving(states: Floats, moved: Floats, status: Integers, scale: Floats) -> Integers:
    """Subjects whose period has not closed and whose flow did not fail."""
    change = relative(moved - states, states, scale).max(axis=1)
    return np.flatnonzero((change > CLOSED) & (status == 0))


def judged(
    states: Floats, moved: Floats, status: Integers, scale: Floats, growth: Floats, near: Floats
) -> Settled:
    """What was found, and whether it counts as closed.

    A correction may run away to where any change is small beside the state; so the state's size counts
    only up to a thousand times what it was when the corrections began (`near`).
    """
    size = np.minimum(np.abs(states), FARTHEST * (np.abs(near) + scale)) + scale
    change = np.abs(moved - states) / size
    states = np.where(np.abs(states) < CLOSED * scale, 0.0, states)  # what decays leaves no noise behind
    largest = change.max(axis=1)
    closed = (largest <= ACCEPTABLE) & (growth <= UNSTABLE)
    return Settled(states, largest, status, closed, change.argmax(axis=1), growth)


def relative(difference: Floats, states: Floats, scale: Floats) -> Floats:
    """Size of a difference against |state| + scale, state by state."""
    return np.abs(difference) / (np.abs(states) + scale)


def derivative(flow: Flow, state: Floats, scale: Floats, subject: int) -> tuple[Floats, float]:
    """Pseudo-inverse of I - M for the scaled period map's derivative M, and M's largest multiplier."""
    n = state.size
    nudges = NUDGE * np.maximum(np.abs(state), scale)
    together = np.vstack([state, state + np.diag(nudges)])
    ends, status = flow(together, np.full(n + 1, subject))
    if status.any():
        return np.eye(n), np.inf
    size = np.abs(state) + scale
    multiplier = ((ends[1:] - ends[0]) / nudges[:, None]).T * (size[None, :] / size[:, None])
    growth = float(np.abs(np.linalg.eigvals(multiplier)).max())
    residual = np.eye(n) - multiplier
    left, singular, _ = np.linalg.svd(residual)
    null = left[:, singular < CONSERVED * singular[0]]
    bordered = np.vstack([residual, null.T])
    inverse: Floats = np.linalg.pinv(bordered, rcond=1e-12)[:, :n]
    return inverse, growth
