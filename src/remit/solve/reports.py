"""Keeping states at the times that were asked for."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

from numba import njit

from remit.solve.calls import call
from remit.solve.places import ACCEPTED, FREE, H_NOW, REPORT, SUBJECT, T, U, Y
from remit.solve.step_size import next_stop


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def keep(problem, result, w, lane, report):
    """Keep the inputs that hold now beside a report."""
    lanes = w.lanes
    subject = w.count[SUBJECT, lane]
    for i in range(problem.kept_given.size):
        result.given[subject, report, i] = w.given[problem.kept_given[i] * lanes + lane]


@njit(cache=True, error_model="numpy", nogil=True)
def keep_now(w, problem, result, lane):
    """Keep reports due exactly at the lane's time, as it stands."""
    lanes = w.lanes
    subject = w.count[SUBJECT, lane]
    while (
        w.count[REPORT, lane] < problem.report.size
        and problem.report[w.count[REPORT, lane]] <= w.lane[T, lane]
    ):
        report = w.count[REPORT, lane]
        for i in range(problem.states.shape[2]):
            result.states[subject, report, i] = w.wide[Y, i * lanes + lane]
        keep(problem, result, w, lane, report)
        w.count[REPORT, lane] += 1


@njit(cache=True, error_model="numpy", nogil=True)
def interpolate(out, w, lane, theta):
    """The solution at t + theta*h of one lane, between the rows Y and U.

    Parameters
    ----------
    out : (n_states,) float64
        Written.
    w : Lanes
    lane : int
    theta : float
        Place within the step, 0 to 1.
    """
    lanes = w.lanes
    last = w.wide.shape[0] - 1
    rest = 1.0 - theta
    for state in range(out.size):
        i = state * lanes + lane
        inner = w.wide[last, i]
        for row in range(last - 1, w.dense_row - 1, -1):
            inner = w.wide[row, i] + theta * inner
        value = rest * w.wide[Y, i] + theta * (w.wide[U, i] + rest * inner)
        if value < 0.0 and w.wide[FREE, i] == 0.0:
            value = 0.0
        out[state] = value


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def keep_reports(kernel, w, problem, result):
    """Keep reports inside the accepted steps, by interpolation."""
    ready = False
    for lane in range(w.lanes):
        if w.lane[ACCEPTED, lane] == 0.0:
            continue
        end = w.lane[T, lane] + w.lane[H_NOW, lane]
        stop = next_stop(w, problem, lane)
        if end >= stop or stop - end < 1e-14 * abs(stop):
            end = stop
        while w.count[REPORT, lane] < problem.report.size:
            due = problem.report[w.count[REPORT, lane]]
            if due >= end:
                break
            if not ready:
                call(kernel.dense, (w.table_at,))
                ready = True
            row = result.states[w.count[SUBJECT, lane], w.count[REPORT, lane]]
            interpolate(row, w, lane, (due - w.lane[T, lane]) / w.lane[H_NOW, lane])
            keep(problem, result, w, lane, w.count[REPORT, lane])
            w.count[REPORT, lane] += 1
