"""From event to event: what happens at a stop, and how to go on after it."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from remit.solve.calls import call
from remit.solve.endings import FINISHED, MOST_CLIPPED, finish
from remit.solve.problem import Act
from remit.solve.reports import keep_now
from remit.solve.status import Status
from remit.solve.step_size import next_stop

ADD_TO_STATE, SET_STATE = int(Act.ADD_TO_STATE), int(Act.SET_STATE)
SET_GIVEN, ADD_TO_GIVEN = int(Act.SET_GIVEN), int(Act.ADD_TO_GIVEN)
NEGATIVE = int(Status.NEGATIVE)


@njit(cache=True, error_model="numpy", nogil=True)
def call_right_side(kernel, w):
    """w.f = right-hand side at w.t, w.y, for every lane."""
    call(
        kernel.right_side,
        (
            kernel.context,
            w.t.ctypes.data,
            w.y.ctypes.data,
            w.given.ctypes.data,
            w.zeros.ctypes.data,
            w.f.ctypes.data,
        ),
    )


@njit(cache=True, error_model="numpy", nogil=True)
def apply_events(w, problem, result, lane):
    """Apply every event due at the lane's time, in the table's order."""
    lanes = w.t.size
    subject = w.subject[lane]
    while w.event[lane] < w.event_end[lane] and problem.times[w.event[lane]] <= w.t[lane]:
        event = w.event[lane]
        what, value = problem.acts[event], problem.values[event]
        slot = problem.places[event] * lanes + lane
        if what == ADD_TO_STATE:
            w.y[slot] += value
        elif what == SET_STATE:
            w.y[slot] = value
        elif what == SET_GIVEN:
            w.given[slot] = value
        elif what == ADD_TO_GIVEN:
            w.given[slot] += value
        else:
            for i in range(problem.home.shape[1]):
                w.y[i * lanes + lane] = problem.home[subject, i]
        w.event[lane] += 1


@njit(cache=True, error_model="numpy", nogil=True)
def jump(kernel, tableau, w, problem, result):
    """Apply due events and choose the step after them from how much the right-hand side changed.

    The step wished before the event is kept where the event changes little, so that a dose of one drug
    does not throw away the step-size history of the rest.
    """
    lanes = w.t.size
    call_right_side(kernel, w)
    for i in range(w.f.size):
        w.before[i] = w.f[i]
    jumped = False
    for lane in range(lanes):
        waits = w.accepted[lane] == 1.0 and w.event[lane] < w.event_end[lane]
        if waits and problem.times[w.event[lane]] <= w.t[lane]:
            apply_events(w, problem, result, lane)
            keep_now(w, problem, result, lane)
            w.accepted[lane] = 2.0
            jumped = True
    if not jumped:
        return
    call(kernel.derive, (kernel.context, w.given.ctypes.data))
    call_right_side(kernel, w)
    for lane in range(lanes):
        if w.accepted[lane] == 2.0:
            w.accepted[lane] = 1.0
            w.h_last[lane] = 0.0
            total = 0.0
            for i in range(lane, w.y.size, lanes):
                total += ((w.f[i] - w.before[i]) / (w.atol[i] + problem.rtol * abs(w.y[i]))) ** 2
            speed = np.sqrt(total / (w.y.size // lanes)) * problem.rtol
            if speed * w.h[lane] > 0.0:
                w.h[lane] = min(w.h[lane], problem.rtol**tableau.exponent / speed)


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def act(kernel, tableau, w, problem, result):
    """Advance the time of accepted lanes; let due events act; begin again at a size that the jump
    suggests."""
    anything = False
    lanes = w.t.size
    for lane in range(lanes):
        if w.accepted[lane] == 0.0:
            continue
        stop = next_stop(w, problem, lane)
        end = w.t[lane] + w.h_now[lane]
        w.t[lane] = stop if end >= stop or stop - end < 1e-14 * abs(stop) else end
        if w.clipped[lane] > MOST_CLIPPED:
            finish(w, problem, result, lane, NEGATIVE)
            w.accepted[lane] = 0.0
            continue
        due = w.event[lane] < w.event_end[lane] and problem.times[w.event[lane]] <= w.t[lane]
        if due:
            anything = True
        if not due or problem.report_before:
            keep_now(w, problem, result, lane)
    if anything:
        jump(kernel, tableau, w, problem, result)
    for lane in range(lanes):
        if w.accepted[lane] == 1.0 and w.t[lane] >= problem.end:
            finish(w, problem, result, lane, FINISHED)
