"""Many subjects through lanes: each lane runs one subject from event to event, then takes the next."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

from numba import njit

from remit.solve.calls import bare, call, take_number
from remit.solve.endings import FINISHED, finish
from remit.solve.places import (
    ACCEPTED,
    BELOW,
    CLIPPED,
    EVENT,
    EVENT_END,
    GIVEN_AT,
    H_LAST,
    REJECTIONS,
    REPORT,
    STATUS,
    SUBJECT,
    H,
    T,
    Y,
)
from remit.solve.reports import keep_now, keep_reports
from remit.solve.segments import act, apply_events, call_right_side
from remit.solve.status import Status
from remit.solve.step_size import choose_step, first_step, judge

BAD_START = int(Status.BAD_START)
FREE_LANE, IDLE_LANE = -1, -2  # in place of a subject: waits for one; none is left
IDLE_STEP = 1e-300  # keeps idle lanes finite: their matrix is a multiple of the identity


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def take(kernel, w):
    """Move accepted lanes to their candidates."""
    clipping = False
    for lane in range(w.lanes):
        clipping = clipping or (w.lane[BELOW, lane] > 0.0 and w.lane[ACCEPTED, lane] > 0.0)
    call(kernel.take_clipped if clipping else kernel.take, (w.table_at,))


@njit(cache=True, error_model="numpy", nogil=True)
def load(kernel, tableau, w, problem, result, lane, numbers_at):
    """Put the next waiting subject into a lane, past its events at the start; idle when none is left."""
    lanes = w.lanes
    n = problem.states.shape[2]
    while True:
        subject = take_number(numbers_at)
        if subject >= problem.states.shape[1]:
            break
        if result.marks[subject, STATUS] == BAD_START:
            continue
        w.count[SUBJECT, lane] = subject
        w.lane[T, lane] = problem.begin
        w.lane[CLIPPED, lane] = 0.0
        w.lane[H_LAST, lane] = 0.0
        w.count[REJECTIONS, lane] = 0
        w.count[EVENT, lane] = problem.offsets[subject]
        w.count[EVENT_END, lane] = problem.offsets[subject + 1]
        w.count[REPORT, lane] = 0
        for i in range(n):
            w.wide[Y, i * lanes + lane] = problem.states[0, subject, i]
        for i in range(problem.given.shape[1]):
            w.given[i * lanes + lane] = problem.given[subject, i]
        if problem.report_before:
            keep_now(w, problem, result, lane)
        apply_events(w, problem, result, lane)
        keep_now(w, problem, result, lane)
        call(kernel.derive, (kernel.context, w.table[GIVEN_AT]))
        call_right_side(kernel, w)
        first_step(tableau, w, problem, lane)
        if w.lane[T, lane] >= problem.end:
            finish(w, problem, result, lane, FINISHED)
        if w.count[SUBJECT, lane] >= 0:
            return
    w.count[SUBJECT, lane] = IDLE_LANE
    w.lane[H, lane] = IDLE_STEP


@njit(cache=True, error_model="numpy", nogil=True)
def run_subjects(kernel, method, counted, numbers, found, numbers_at):
    """Integrate subjects of a problem until none is left to begin; other threads may do the same beside.

    Parameters
    ----------
    kernel : Kernel
    method : Tableau
    counted : Lanes
    numbers : Numbers
        The problem's arrays.
    found : Found
        Written; subjects marked as having a bad start are passed over.
    numbers_at : int
        Address of the number of the next subject, shared with other threads.
    """
    w, problem, result, tableau = bare(counted), bare(numbers), bare(found), bare(method)
    lanes = w.lanes
    for lane in range(lanes):
        w.count[SUBJECT, lane] = FREE_LANE
        load(kernel, tableau, w, problem, result, lane, numbers_at)
    working = True
    while working:
        for lane in range(lanes):
            choose_step(w, problem, lane)
        call(kernel.step, (w.table_at,))
        judge(tableau, w, problem, result)
        keep_reports(kernel, w, problem, result)
        take(kernel, w)
        act(kernel, tableau, w, problem, result)
        working = False
        for lane in range(lanes):
            if w.count[SUBJECT, lane] == FREE_LANE:
                load(kernel, tableau, w, problem, result, lane, numbers_at)
            working = working or w.count[SUBJECT, lane] >= 0
