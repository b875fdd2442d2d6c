"""How a subject leaves its lane: with its numbers, or with a reason and no numbers."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from remit.solve.status import Status

FINISHED = int(Status.FINISHED)
MOST_CLIPPED = 100.0  # tolerances cut off below zero before it stops being noise


@njit(cache=True, error_model="numpy", nogil=True)
def worst_state(w, lane):
    """The state that is least finite, else furthest below zero, else with the largest share of the error."""
    lanes = w.t.size
    worst, most = 0, -1.0
    for i in range(lane, w.y.size, lanes):
        share = w.error[i]
        if not share < np.inf:
            share = 1e300
            if not abs(w.u[i]) < np.inf:
                share = np.inf
        if w.free[i] == 0.0 and w.u[i] < 0.0 and w.clipped[lane] > MOST_CLIPPED:
            share = 1e301
        if share > most:
            worst, most = i // lanes, share
    return worst


@njit(cache=True, error_model="numpy", nogil=True)
def finish(w, problem, result, lane, status):
    """Note how a lane's subject ended and free the lane; a failure takes back every report."""
    lanes = w.t.size
    subject = w.subject[lane]
    result.status[subject] = status
    result.moment[subject] = w.t[lane]
    result.step[subject] = w.h_now[lane] if status != FINISHED else w.h[lane]
    result.worst[subject] = worst_state(w, lane)
    result.last_event[subject] = w.event[lane] - problem.offsets[subject] - 1
    result.counts[subject, 2] = w.event[lane] - problem.offsets[subject]
    for i in range(problem.start.shape[1]):
        result.end[subject, i] = w.y[i * lanes + lane]
    for i in range(problem.given.shape[1]):
        result.end_given[subject, i] = w.given[i * lanes + lane]
    if status != FINISHED:
        result.states[subject] = np.nan
        result.given[subject] = np.nan
    w.subject[lane] = -1
