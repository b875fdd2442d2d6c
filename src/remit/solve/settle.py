"""The state that repeats itself: a steady state or the orbit over one period, by Newton on the period map.

The period map is the flow over one period (doses of a regimen included). Its derivative comes from perturbed
copies of the subject run side by side in lanes, and is corrected by what every step shows (Broyden), so that
one derivative serves the whole ensemble; subjects that come no nearer with it get their own.
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
ACCEPTABLE = 1e-6  # still accepted where rounding or a kink stops further progress
NUDGE = 1e-4  # relative perturbation for the derivative of the map
MOST_NEWTON = 6  # derivatives of one subject
MOST_STEPS = 30  # corrections with one derivative
PATIENCE = 4  # corrections that may come no nearer before a new derivative is worth its price
HELPFUL = 0.5  # of the distance; a correction that leaves more of it tries the patience
CONSERVED = 1e-7  # of the largest singular value; what is smaller belongs to a conserved total
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
    for _ in range(run_in):
        states, status = rough(states, everyone)
    moved, status = flow(states, everyone)
    near = states.copy()
    first = int(np.argmin(status))
    inverse, growth[first] = derivative(rough, states[first], scale, first)
    states, moved, status = approach(flow, inverse, (states, moved, status), scale, signed, everyone)
    for subject in still_moving(states, moved, status, scale):
        growth[subject] = newton(flow, (states, moved, status), scale, signed, int(subject))
    for subject in np.flatnonzero(repelled(start, near, states) & (growth == 0.0) & (status == 0)):
        growth[subject] = derivative(rough, states[subject], scale, int(subject))[1]
    return judged(states, moved, status, scale, growth, near)


def repelled(start: Floats, near: Floats, states: Floats) -> Flags:
    """Subjects that the run-in took away from where they settled; their orbit may repel its neighbours.

    A fixed point can be found from a derivative that is not the subject's own, so that nothing is known of
    its multipliers; a run-in that comes nearer says that they are below 1.
    """
    size = np.abs(start) + np.abs(states) + np.finfo(np.float64).tiny
    before, after = np.abs(start - states) / size, np.abs(near - states) / size
    gone: Flags = (after.max(axis=1) > before.max(axis=1)) | ~np.isfinite(after).all(axis=1)
    return gone


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
        inverse, growth = derivative(flow, states[subject], scale, subject)
        nearer = approach(flow, inverse, at, scale, signed, one)
        after = relative(nearer[1][one] - nearer[0][one], nearer[0][one], scale).max()
        if nearer[2][subject] == 0 and after > known and known <= ACCEPTABLE:
            break
        for old, new in zip(at, nearer, strict=True):
            old[one] = new[one]
    return growth


def approach(
    flow: Flow,
    inverse: Floats,
    at: tuple[Floats, Floats, Integers],
    scale: Floats,
    signed: Flags,
    who: Integers,
) -> tuple[Floats, Floats, Integers]:
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


class Learned:
    """An inverse and what each subject has added to it: H = inverse + sum of u v^T."""

    def __init__(self, inverse: Floats, shape: tuple[int, ...]) -> None:
        self.inverse = inverse
        self.u = np.zeros((shape[0], 0, shape[1]))
        self.v = np.zeros((shape[0], 0, shape[1]))

    def times(self, right: Floats, who: Integers) -> Floats:
        """H r for every chosen subject, (n_chosen, n_states)."""
        product: Floats = right @ self.inverse.T
        product += np.einsum("skn,sk->sn", self.u[who], np.einsum("skn,sn->sk", self.v[who], right))
        return product

    def under(self, left: Floats, who: Integers) -> Floats:
        """s^T H for every chosen subject, (n_chosen, n_states)."""
        product: Floats = left @ self.inverse
        product += np.einsum("skn,sk->sn", self.v[who], np.einsum("skn,sn->sk", self.u[who], left))
        return product

    def learn(self, step: Floats, change: Floats, who: Integers) -> None:
        """Let H map every chosen subject's last change to its last step."""
        mapped, seen = self.times(change, who), self.under(step, who)
        size = np.einsum("sn,sn->s", seen, change)
        usable = np.abs(size) > 1e-12 * np.einsum("sn,sn->s", step, step)
        u, v = np.zeros((2, self.u.shape[0], 1, self.u.shape[2]))
        u[who, 0] = np.where(usable[:, None], (step - mapped) / np.where(usable, size, 1.0)[:, None], 0.0)
        v[who, 0] = seen
        self.u, self.v = np.concatenate([self.u, u], axis=1), np.concatenate([self.v, v], axis=1)


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
