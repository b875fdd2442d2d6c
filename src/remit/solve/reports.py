"""Keeping states at the times that were asked for."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

from numba import njit

from remit.solve.calls import call
from remit.solve.lanes import Slot
from remit.solve.step_size import next_stop

STRIDE = int(Slot.STRIDE)


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def keep(problem, result, w, lane, report):
    """Keep the inputs that hold now beside a report."""
    lanes = w.t.size
    subject = w.subject[lane]
    for i in range(problem.kept_given.size):
        result.given[subject, report, i] = w.given[problem.kept_given[i] * lanes + lane]


@njit(cache=True, error_model="numpy", nogil=True)
def keep_now(w, problem, result, lane):
    """Keep reports due exactly at the lane's time, as it stands."""
    lanes = w.t.size
    subject = w.subject[lane]
    while w.report[lane] < problem.report.size and problem.report[w.report[lane]] <= w.t[lane]:
        report = w.report[lane]
        for i in range(problem.start.shape[1]):
            result.states[subject, report, i] = w.y[i * lanes + lane]
        keep(problem, result, w, lane, report)
        w.report[lane] += 1


@njit(cache=True, error_model="numpy", nogil=True)
def interpolate(out, w, lane, theta):
    """The solution at t + theta*h of one lane, between w.y and w.u.

    Parameters
    ----------
    out : (n_states,) float64
        Written.
    w : Lanes
    lane : int
    theta : float
        Place within the step, 0 to 1.
    """
    lanes = w.t.size
    size = w.table[STRIDE] // 8
    terms = w.dense.size // size
    rest = 1.0 - theta
    for state in range(out.size):
        i = state * lanes + lane
        inner = w.dense[(terms - 1) * size + i]
        for term in range(terms - 2, -1, -1):
            inner = w.dense[term * size + i] + theta * inner
        value = rest * w.y[i] + theta * (w.u[i] + rest * inner)
        if value < 0.0 and w.free[i] == 0.0:
            value = 0.0
        out[state] = value


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def keep_reports(kernel, w, problem, result):
    """Keep reports inside the accepted steps, by interpolation."""
    ready = False
    for lane in range(w.t.size):
        if w.accepted[lane] == 0.0:
            continue
        end = w.t[lane] + w.h_now[lane]
        stop = next_stop(w, problem, lane)
        if end >= stop or stop - end < 1e-14 * stop:
            end = stop
        while w.report[lane] < problem.report.size:
            due = problem.report[w.report[lane]]
            if due >= end:
                break
            if not ready:
                call(kernel.dense, (w.table.ctypes.data,))
                ready = True
            row = result.states[w.subject[lane], w.report[lane]]
            interpolate(row, w, lane, (due - w.t[lane]) / w.h_now[lane])
            keep(problem, result, w, lane, w.report[lane])
            w.report[lane] += 1
