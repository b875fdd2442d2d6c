"""The state that repeats itself: a steady state or the orbit over one period, by Newton on the period map.

The period map is the flow over one period (doses of a regimen included). Its derivative comes from perturbed
copies of the subject run side by side in lanes. Ensembles reuse the first subject's derivative (chord
steps) and only fall back to their own where that does not converge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from remit.solve.problem import Flags, Floats, Integers

Flow = Callable[
    [Floats, Integers], tuple[Floats, Integers]
]  # (states, subject numbers) -> (end states, statuses)

CLOSED = 1e-10  # relative change over one period that counts as closed
ACCEPTABLE = 1e-7  # what is still accepted when rounding stops further progress
NUDGE = 1e-4  # relative perturbation for the derivative of the map
MOST_NEWTON = 12
MOST_CHORD = 25
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


def settle(flow: Flow, start: Floats, scale: Floats, signed: Flags, run_in: int) -> Settled:
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
    for _ in range(run_in):
        states, status = flow(states, everyone)
    moved, status = flow(states, everyone)
    near = states.copy()
    first = int(np.argmin(status))
    inverse, growth[first] = derivative(flow, states[first], moved[first], scale, first)
    for _ in range(MOST_CHORD if everyone.size > 1 else 1):
        busy = still_moving(states, moved, status, scale)
        if busy.size == 0:
            break
        states, moved, status = corrected(flow, inverse, (states, moved, status), scale, signed, busy)
    for subject in still_moving(states, moved, status, scale):
        growth[subject] = newton(flow, (states, moved, status), scale, signed, int(subject))
    return judged(states, moved, status, scale, growth, near)


def newton(
    flow: Flow, at: tuple[Floats, Floats, Integers], scale: Floats, signed: Flags, subject: int
) -> float:
    """Close one subject's orbit with its own derivative, in place.

    Returns
    -------
    float
        The largest multiplier of its period map.
    """
    states, moved, status = at
    one = np.array([subject])
    growth = 0.0
    for _ in range(MOST_NEWTON):
        known = relative(moved[one] - states[one], states[one], scale).max()
        if known <= CLOSED or status[subject] != 0:
            break
        inverse, growth = derivative(flow, states[subject], moved[subject], scale, subject)
        nearer = corrected(flow, inverse, at, scale, signed, one)
        after = relative(nearer[1][one] - nearer[0][one], nearer[0][one], scale).max()
        if nearer[2][subject] == 0 and after > known and known <= ACCEPTABLE:
            break
        for old, new in zip(at, nearer, strict=True):
            old[one] = new[one]
    return growth


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


def derivative(flow: Flow, state: Floats, moved: Floats, scale: Floats, subject: int) -> tuple[Floats, float]:
    """Pseudo-inverse of I - M for the scaled period map's derivative M, and M's largest multiplier."""
    n = state.size
    nudges = NUDGE * np.maximum(np.abs(state), scale)
    ends, status = flow(state + np.diag(nudges), np.full(n, subject))
    if status.any():
        return np.eye(n), np.inf
    size = np.abs(state) + scale
    multiplier = ((ends - moved) / nudges[:, None]).T * (size[None, :] / size[:, None])
    growth = float(np.abs(np.linalg.eigvals(multiplier)).max())
    residual = np.eye(n) - multiplier
    left, singular, _ = np.linalg.svd(residual)
    null = left[:, singular < 1e-7 * singular[0]]
    bordered = np.vstack([residual, null.T])
    inverse: Floats = np.linalg.pinv(bordered, rcond=1e-12)[:, :n]
    return inverse, growth


def corrected(
    flow: Flow,
    inverse: Floats,
    at: tuple[Floats, Floats, Integers],
    scale: Floats,
    signed: Flags,
    busy: Integers,
) -> tuple[Floats, Floats, Integers]:
    """One correction of the subjects in `busy`; what may not be negative keeps a tenth of its value
    instead."""
    states, moved, status = at[0].copy(), at[1].copy(), at[2].copy()
    size = np.abs(states[busy]) + scale
    step = ((moved[busy] - states[busy]) / size) @ inverse.T * size
    after = states[busy] + step
    low = (after < 0.0) & ~signed
    after = np.where(low, 0.1 * states[busy], after)
    ends, ended = flow(after, busy)
    states[busy], moved[busy], status[busy] = after, ends, ended
    return states, moved, status
