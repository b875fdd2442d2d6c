"""Many subjects through lanes: each lane runs its own subject from event to event, then takes the next one."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from remit.solve.calls import bare, call
from remit.solve.lanes import Slot
from remit.solve.problem import Act
from remit.solve.status import Status

ADD_TO_STATE, SET_STATE = int(Act.ADD_TO_STATE), int(Act.SET_STATE)
SET_GIVEN, ADD_TO_GIVEN = int(Act.SET_GIVEN), int(Act.ADD_TO_GIVEN)
FINISHED, TOO_MANY_STEPS = int(Status.FINISHED), int(Status.TOO_MANY_STEPS)
STEP_TOO_SMALL, NOT_FINITE = int(Status.STEP_TOO_SMALL), int(Status.NOT_FINITE)
NEGATIVE, ZERO_PIVOT = int(Status.NEGATIVE), int(Status.ZERO_PIVOT)

STRIDE = int(Slot.STRIDE)
SAFETY = 0.9
MOST_GROWTH, MOST_SHRINKING = 6.0, 0.2
MOST_CLIPPED = 100.0  # tolerances cut off below zero before it stops being noise
IDLE_STEP = 1e-300  # keeps idle lanes finite: their matrix is a multiple of the identity


@njit(cache=True, error_model="numpy", nogil=True)
def run_chunk(kernel, method, counted, numbers, found, first, last):
    """Integrate subjects first to last (exclusive) of a problem.

    Parameters
    ----------
    kernel : Kernel
    method : Tableau
    counted : Lanes
    numbers : Numbers
        The problem's arrays.
    found : Found
        Written.
    first, last : int
    """
    w, problem, result, tableau = bare(counted), bare(numbers), bare(found), bare(method)
    lanes = w.t.size
    waiting = first
    for lane in range(lanes):
        w.subject[lane] = -1
        waiting = load(kernel, tableau, w, problem, result, lane, waiting, last)
    working = True
    while working:
        for lane in range(lanes):
            choose_step(w, problem, lane)
        call(kernel.step, (w.table.ctypes.data,))
        judge(tableau, w, problem, result)
        keep_reports(kernel, w, problem, result)
        take(kernel, w)
        act(kernel, tableau, w, problem, result)
        working = False
        for lane in range(lanes):
            if w.subject[lane] < 0:
                waiting = load(kernel, tableau, w, problem, result, lane, waiting, last)
            working = working or w.subject[lane] >= 0


@njit(cache=True, error_model="numpy", nogil=True)
def load(kernel, tableau, w, problem, result, lane, waiting, last):
    """Put the next waiting subject into a lane, past its events at the start; idle when none is left."""
    lanes = w.t.size
    n = problem.start.shape[1]
    while waiting < last:
        subject = waiting
        waiting += 1
        w.subject[lane] = subject
        w.t[lane] = problem.begin
        w.clipped[lane] = 0.0
        w.h_last[lane] = 0.0
        w.rejections[lane] = 0
        w.event[lane] = problem.offsets[subject]
        w.event_end[lane] = problem.offsets[subject + 1]
        w.report[lane] = 0
        for i in range(n):
            w.y[i * lanes + lane] = problem.start[subject, i]
        for i in range(problem.given.shape[1]):
            w.given[i * lanes + lane] = problem.given[subject, i]
        if problem.report_before:
            keep_now(w, problem, result, lane)
        apply_events(w, problem, result, lane)
        keep_now(w, problem, result, lane)
        call(kernel.derive, (kernel.context, w.given.ctypes.data))
        call_right_side(kernel, w)
        first_step(tableau, w, problem, lane)
        if w.t[lane] >= problem.end:
            finish(w, problem, result, lane, FINISHED)
        if w.subject[lane] >= 0:
            return waiting
    w.subject[lane] = -1
    w.h[lane] = IDLE_STEP
    return waiting


@njit(cache=True, error_model="numpy", nogil=True)
def take(kernel, w):
    """Move accepted lanes to their candidates."""
    clipping = False
    for lane in range(w.t.size):
        clipping = clipping or (w.below[lane] > 0.0 and w.accepted[lane] > 0.0)
    call(kernel.take_clipped if clipping else kernel.take, (w.table.ctypes.data,))


@njit(cache=True, error_model="numpy", nogil=True)
def call_right_side(kernel, w):
    """w.f = right-hand side at w.t, w.y, for every lane."""
    call(
        kernel.right_side,
        (kernel.context, w.t.ctypes.data, w.y.ctypes.data, w.given.ctypes.data, w.f.ctypes.data),
    )


@njit(cache=True, error_model="numpy", nogil=True)
def first_step(tableau, w, problem, lane):
    """A first step from the size of the right-hand side: as far as rtol**exponent of a relative change."""
    lanes = w.t.size
    total = 0.0
    for i in range(lane, w.y.size, lanes):
        total += (w.f[i] / (w.atol[i] + problem.rtol * abs(w.y[i]))) ** 2
    speed = np.sqrt(total / (w.y.size // lanes)) * problem.rtol
    span = problem.end - w.t[lane]
    given = problem.first_step[w.subject[lane]]
    if given > 0.0:
        w.h[lane] = min(given, span)
    elif speed * span > 0.0:
        w.h[lane] = min(span, problem.rtol**tableau.exponent / speed)
    else:
        w.h[lane] = span


@njit(cache=True, error_model="numpy", nogil=True)
def choose_step(w, problem, lane):
    """h_now: the wished step, cut so that the next stop is met exactly and no sliver is left before it."""
    if w.subject[lane] < 0:
        w.h_now[lane] = IDLE_STEP
        return
    rest = next_stop(w, problem, lane) - w.t[lane]
    wish = w.h[lane]
    if rest <= 1.05 * wish:
        w.h_now[lane] = rest
    elif rest < 2.0 * wish:
        w.h_now[lane] = 0.5 * rest
    else:
        w.h_now[lane] = wish


@njit(cache=True, error_model="numpy", nogil=True)
def next_stop(w, problem, lane):
    """Time of the lane's next event, or the end."""
    if w.event[lane] < w.event_end[lane]:
        return min(problem.times[w.event[lane]], problem.end)
    return problem.end


@njit(cache=True, error_model="numpy", nogil=True)
def judge(tableau, w, problem, result):
    """Accept or reject every lane's step, choose its next size, and end lanes that cannot go on."""
    for lane in range(w.t.size):
        w.accepted[lane] = 0.0
        subject = w.subject[lane]
        if subject < 0:
            continue
        norm = w.norm[lane]
        good = norm <= 1.0 and w.quality[lane] > 0.0
        change = growth(tableau, w, lane, good)
        if good:
            grow(w, lane, change)
            result.counts[subject, 0] += 1
        else:
            w.rejections[lane] += 1
            w.h[lane] = w.h_now[lane] * min(change, 0.9)
            result.counts[subject, 1] += 1
            if w.h[lane] <= 4e-16 * max(abs(w.t[lane]), 1e-290):
                give_up(w, problem, result, lane)
        if result.counts[subject, 0] + result.counts[subject, 1] >= problem.max_steps and w.subject[lane] >= 0:
            end_of_run = w.accepted[lane] == 1.0 and w.t[lane] + w.h_now[lane] >= problem.end
            if not end_of_run:
                w.accepted[lane] = 0.0
                finish(w, problem, result, lane, TOO_MANY_STEPS)


@njit(cache=True, error_model="numpy", nogil=True)
def growth(tableau, w, lane, good):
    """By what factor the step should change, with the error's trend taken into account.

    Gustafsson (1994), ACM TOMS 20:496, as in Hairer & Wanner II (1996), eq. IV.8.17.
    """
    norm = w.norm[lane]
    change = 0.0
    if norm == norm and norm < np.inf:
        change = SAFETY * max(norm, 1e-10) ** -tableau.exponent
        if good and w.h_last[lane] > 0.0:
            trend = (w.norm_last[lane] / max(norm, 1e-10) ** 2) ** tableau.exponent
            change = min(change, SAFETY * w.h_now[lane] / w.h_last[lane] * trend)
    if good:
        w.h_last[lane] = w.h_now[lane]
        w.norm_last[lane] = max(norm, 1e-2)
    return min(MOST_GROWTH, max(MOST_SHRINKING, change))


@njit(cache=True, error_model="numpy", nogil=True)
def grow(w, lane, change):
    """The next wish after an accepted step; a step that was cut short does not shrink the wish."""
    w.accepted[lane] = 1.0
    if w.rejections[lane] > 0:
        change = min(change, 1.0)
        w.rejections[lane] = 0
    wish = w.h_now[lane] * change
    if w.h_now[lane] < w.h[lane]:
        wish = max(wish, w.h[lane]) if change >= 1.0 else wish
    w.h[lane] = wish


@njit(cache=True, error_model="numpy", nogil=True)
def give_up(w, problem, result, lane):
    """End a lane whose step has become too small, with the reason."""
    lanes = w.t.size
    reason = STEP_TOO_SMALL
    if not w.quality[lane] > 0.0:
        reason = ZERO_PIVOT
    for i in range(lane, w.y.size, lanes):
        if not abs(w.u[i]) < np.inf:
            reason = NOT_FINITE
    if reason == STEP_TOO_SMALL and w.norm[lane] == np.inf:
        reason = NEGATIVE
    finish(w, problem, result, lane, reason)


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


@njit(cache=True, error_model="numpy", nogil=True)
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


@njit(cache=True, error_model="numpy", nogil=True)
def act(kernel, tableau, w, problem, result):
    """Advance the time of accepted lanes; let due events act; begin again at a size that the jump suggests."""
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


@njit(cache=True, error_model="numpy", nogil=True)
def jump(kernel, tableau, w, problem, result):
    """Apply due events and choose the step after them from how much the right-hand side changed.

    The step wished before the event is kept where the event changes little, so that a dose of one drug does not
    throw away the step-size history of the rest.
    """
    lanes = w.t.size
    call_right_side(kernel, w)
    for i in range(w.f.size):
        w.before[i] = w.f[i]
    jumped = False
    for lane in range(lanes):
        if w.accepted[lane] == 1.0 and w.event[lane] < w.event_end[lane]:
            if problem.times[w.event[lane]] <= w.t[lane]:
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
