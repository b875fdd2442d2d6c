"""From event to event: what happens at a stop, and how to go on after it."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from remit.solve.calls import call
from remit.solve.endings import FINISHED, MOST_CLIPPED, finish
from remit.solve.places import (
    ACCEPTED,
    ATOL,
    BEFORE,
    CLIPPED,
    EVENT,
    EVENT_END,
    F_AT,
    GIVEN_AT,
    H_LAST,
    H_NOW,
    SUBJECT,
    TIME_AT,
    Y_AT,
    ZEROS_AT,
    F,
    H,
    T,
    Y,
)
from remit.solve.problem import Act
from remit.solve.reports import keep_now
from remit.solve.status import Status
from remit.solve.step_size import next_stop

ADD_TO_STATE, SET_STATE = int(Act.ADD_TO_STATE), int(Act.SET_STATE)
SET_GIVEN, ADD_TO_GIVEN = int(Act.SET_GIVEN), int(Act.ADD_TO_GIVEN)
NEGATIVE = int(Status.NEGATIVE)


@njit(cache=True, error_model="numpy", nogil=True)
def call_right_side(kernel, w):
    """Row F = right-hand side at the lanes' times and states."""
    call(
        kernel.right_side,
        (
            kernel.context,
            w.table[TIME_AT],
            w.table[Y_AT],
            w.table[GIVEN_AT],
            w.table[ZEROS_AT],
            w.table[F_AT],
        ),
    )


@njit(cache=True, error_model="numpy", nogil=True)
def apply_events(w, problem, result, lane):
    """Apply every event due at the lane's time, in the table's order."""
    lanes = w.lanes
    subject = w.count[SUBJECT, lane]
    while (
        w.count[EVENT, lane] < w.count[EVENT_END, lane]
        and problem.event_numbers[0, w.count[EVENT, lane]] <= w.lane[T, lane]
    ):
        event = w.count[EVENT, lane]
        what, value = problem.event_codes[0, event], problem.event_numbers[1, event]
        slot = problem.event_codes[1, event] * lanes + lane
        if what == ADD_TO_STATE:
            w.wide[Y, slot] += value
        elif what == SET_STATE:
            w.wide[Y, slot] = value
        elif what == SET_GIVEN:
            w.given[slot] = value
        elif what == ADD_TO_GIVEN:
            w.given[slot] += value
        else:
            for i in range(problem.states.shape[2]):
                w.wide[Y, i * lanes + lane] = problem.states[1, subject, i]
        w.count[EVENT, lane] += 1


@njit(cache=True, error_model="numpy", nogil=True)
def jump(kernel, tableau, w, problem, result):
    """Apply due events and choose the step after them from how much the right-hand side changed.

    The step wished before the event is kept where the event changes little, so that a dose of one drug
    does not throw away the step-size history of the rest.
    """
    lanes = w.lanes
    call_right_side(kernel, w)
    for i in range(w.size):
        w.wide[BEFORE, i] = w.wide[F, i]
    jumped = False
    for lane in range(lanes):
        waits = w.lane[ACCEPTED, lane] == 1.0 and w.count[EVENT, lane] < w.count[EVENT_END, lane]
        if waits and problem.event_numbers[0, w.count[EVENT, lane]] <= w.lane[T, lane]:
            apply_events(w, problem, result, lane)
            keep_now(w, problem, result, lane)
            w.lane[ACCEPTED, lane] = 2.0
            jumped = True
    if not jumped:
        return
    call(kernel.derive, (kernel.context, w.table[GIVEN_AT]))
    call_right_side(kernel, w)
    for lane in range(lanes):
        if w.lane[ACCEPTED, lane] == 2.0:
            w.lane[ACCEPTED, lane] = 1.0
            w.lane[H_LAST, lane] = 0.0
            total = 0.0
            for i in range(lane, w.size, lanes):
                total += (
                    (w.wide[F, i] - w.wide[BEFORE, i]) / (w.wide[ATOL, i] + problem.rtol * abs(w.wide[Y, i]))
                ) ** 2
            speed = np.sqrt(total / (w.size // lanes)) * problem.rtol
            if speed * w.lane[H, lane] > 0.0:
                w.lane[H, lane] = min(w.lane[H, lane], problem.rtol**tableau.exponent / speed)


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def act(kernel, tableau, w, problem, result):
    """Advance the time of accepted lanes; let due events act; begin again at a size that the jump
    suggests."""
    anything = False
    lanes = w.lanes
    for lane in range(lanes):
        if w.lane[ACCEPTED, lane] == 0.0:
            continue
        stop = next_stop(w, problem, lane)
        end = w.lane[T, lane] + w.lane[H_NOW, lane]
        w.lane[T, lane] = stop if end >= stop or stop - end < 1e-14 * abs(stop) else end
        if w.lane[CLIPPED, lane] > MOST_CLIPPED:
            finish(w, problem, result, lane, NEGATIVE)
            w.lane[ACCEPTED, lane] = 0.0
            continue
        due = (
            w.count[EVENT, lane] < w.count[EVENT_END, lane]
            and problem.event_numbers[0, w.count[EVENT, lane]] <= w.lane[T, lane]
        )
        if due:
            anything = True
        if not due or problem.report_before:
            keep_now(w, problem, result, lane)
    if anything:
        jump(kernel, tableau, w, problem, result)
    for lane in range(lanes):
        if w.lane[ACCEPTED, lane] == 1.0 and w.lane[T, lane] >= problem.end:
            finish(w, problem, result, lane, FINISHED)
