"""Which step to try, whether to accept it, and which size comes next."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from remit.solve.endings import finish
from remit.solve.status import Status

TOO_MANY_STEPS, STEP_TOO_SMALL = int(Status.TOO_MANY_STEPS), int(Status.STEP_TOO_SMALL)
NOT_FINITE, NEGATIVE, ZERO_PIVOT = int(Status.NOT_FINITE), int(Status.NEGATIVE), int(Status.ZERO_PIVOT)

SAFETY = 0.9
MOST_GROWTH, MOST_SHRINKING = 6.0, 0.2


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


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def next_stop(w, problem, lane):
    """Time of the lane's next event, or the end."""
    if w.event[lane] < w.event_end[lane]:
        return min(problem.times[w.event[lane]], problem.end)
    return problem.end


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def choose_step(w, problem, lane):
    """h_now: the wished step, cut so that the next stop is met exactly and no sliver is left before it."""
    if w.subject[lane] < 0:
        w.h_now[lane] = w.h[lane]
        return
    rest = next_stop(w, problem, lane) - w.t[lane]
    wish = w.h[lane]
    if rest <= 1.05 * wish:
        w.h_now[lane] = rest
    elif rest < 2.0 * wish:
        w.h_now[lane] = 0.5 * rest
    else:
        w.h_now[lane] = wish


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def growth(tableau, w, lane, good):
    """By what factor the step should change, with the error's trend taken into account.

    Gustafsson (1994), ACM TOMS 20:496, as in Hairer & Wanner II (1996), eq. IV.8.17.
    """
    now = w.growth[lane]
    change = 0.0
    if now == now:
        change = SAFETY * min(now, 100.0)
        if good and w.h_last[lane] > 0.0:
            trend = now * min(now, 100.0) / w.growth_last[lane]
            change = min(change, SAFETY * w.h_now[lane] / w.h_last[lane] * trend)
    if good:
        w.h_last[lane] = w.h_now[lane]
        w.growth_last[lane] = min(now, tableau.calm)
    return min(MOST_GROWTH, max(MOST_SHRINKING, change))


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
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


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
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
        tried = result.counts[subject, 0] + result.counts[subject, 1]
        at_end = w.accepted[lane] == 1.0 and w.t[lane] + w.h_now[lane] >= problem.end
        if tried >= problem.max_steps and w.subject[lane] >= 0 and not at_end:
            w.accepted[lane] = 0.0
            finish(w, problem, result, lane, TOO_MANY_STEPS)
