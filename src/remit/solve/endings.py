"""How a subject leaves its lane: with its numbers, or with a reason and no numbers."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from remit.solve.places import (
    CLIPPED,
    ERROR,
    EVENT,
    EVENTS,
    FREE,
    H_NOW,
    LAST_EVENT,
    STATUS,
    SUBJECT,
    WORST,
    H,
    T,
    U,
    Y,
)
from remit.solve.status import Status

FINISHED = int(Status.FINISHED)
MOST_CLIPPED = 100.0  # tolerances cut off below zero before it stops being noise


@njit(cache=True, error_model="numpy", nogil=True)
def worst_state(w, lane):
    """The state that is least finite, else furthest below zero, else with the largest share of the error."""
    lanes = w.lanes
    worst, most = 0, -1.0
    for i in range(lane, w.size, lanes):
        share = w.wide[ERROR, i]
        if not share < np.inf:
            share = 1e300
            if not abs(w.wide[U, i]) < np.inf:
                share = np.inf
        if w.wide[FREE, i] == 0.0 and w.wide[U, i] < 0.0 and w.lane[CLIPPED, lane] > MOST_CLIPPED:
            share = 1e301
        if share > most:
            worst, most = i // lanes, share
    return worst


@njit(cache=True, error_model="numpy", nogil=True)
def finish(w, problem, result, lane, status):
    """Note how a lane's subject ended and free the lane; a failure takes back every report."""
    lanes = w.lanes
    subject = w.count[SUBJECT, lane]
    result.marks[subject, STATUS] = status
    result.clock[subject, 0] = w.lane[T, lane]
    result.clock[subject, 1] = w.lane[H_NOW, lane] if status != FINISHED else w.lane[H, lane]
    result.marks[subject, WORST] = worst_state(w, lane)
    result.marks[subject, LAST_EVENT] = w.count[EVENT, lane] - problem.offsets[subject] - 1
    result.marks[subject, EVENTS] = w.count[EVENT, lane] - problem.offsets[subject]
    for i in range(problem.states.shape[2]):
        result.end[subject, i] = w.wide[Y, i * lanes + lane]
    for i in range(problem.given.shape[1]):
        result.end_given[subject, i] = w.given[i * lanes + lane]
    if status != FINISHED:
        result.states[subject] = np.nan
        result.given[subject] = np.nan
    w.count[SUBJECT, lane] = -1
