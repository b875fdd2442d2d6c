"""Which step to try, whether to accept it, and which size comes next."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import numpy as np
from numba import njit

from remit.solve.endings import finish
from remit.solve.places import (
    ACCEPTED,
    ATOL,
    EVENT,
    EVENT_END,
    GROWTH,
    GROWTH_LAST,
    H_LAST,
    H_NOW,
    NORM,
    QUALITY,
    REJECTED,
    REJECTIONS,
    STEPS,
    SUBJECT,
    F,
    H,
    T,
    U,
    Y,
)
from remit.solve.status import Status

TOO_MANY_STEPS, STEP_TOO_SMALL = int(Status.TOO_MANY_STEPS), int(Status.STEP_TOO_SMALL)
NOT_FINITE, NEGATIVE, ZERO_PIVOT = int(Status.NOT_FINITE), int(Status.NEGATIVE), int(Status.ZERO_PIVOT)

SAFETY = 0.9
MOST_GROWTH, MOST_SHRINKING = 6.0, 0.2


@njit(cache=True, error_model="numpy", nogil=True)
def first_step(tableau, w, problem, lane):
    """A first step from the size of the right-hand side: as far as rtol**exponent of a relative change."""
    lanes = w.lanes
    total = 0.0
    for i in range(lane, w.size, lanes):
        total += (w.wide[F, i] / (w.wide[ATOL, i] + problem.rtol * abs(w.wide[Y, i]))) ** 2
    speed = np.sqrt(total / (w.size // lanes)) * problem.rtol
    span = problem.end - w.lane[T, lane]
    given = problem.first_step[w.count[SUBJECT, lane]]
    if given > 0.0:
        w.lane[H, lane] = min(given, span)
    elif speed * span > 0.0:
        w.lane[H, lane] = min(span, problem.rtol**tableau.exponent / speed)
    else:
        w.lane[H, lane] = span


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def next_stop(w, problem, lane):
    """Time of the lane's next event, or the end."""
    if w.count[EVENT, lane] < w.count[EVENT_END, lane]:
        return min(problem.event_numbers[0, w.count[EVENT, lane]], problem.end)
    return problem.end


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def choose_step(w, problem, lane):
    """h_now: the wished step, cut so that the next stop is met exactly and no sliver is left before it."""
    if w.count[SUBJECT, lane] < 0:
        w.lane[H_NOW, lane] = w.lane[H, lane]
        return
    rest = next_stop(w, problem, lane) - w.lane[T, lane]
    wish = w.lane[H, lane]
    if rest <= 1.05 * wish:
        w.lane[H_NOW, lane] = rest
    elif rest < 2.0 * wish:
        w.lane[H_NOW, lane] = 0.5 * rest
    else:
        w.lane[H_NOW, lane] = wish


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def growth(tableau, w, lane, good):
    """By what factor the step should change, with the error's trend taken into account.

    Gustafsson (1994), ACM TOMS 20:496, as in Hairer & Wanner II (1996), eq. IV.8.17.
    """
    now = w.lane[GROWTH, lane]
    change = 0.0
    if now == now:
        change = SAFETY * min(now, 100.0)
        if good and w.lane[H_LAST, lane] > 0.0:
            trend = now * min(now, 100.0) / w.lane[GROWTH_LAST, lane]
            change = min(change, SAFETY * w.lane[H_NOW, lane] / w.lane[H_LAST, lane] * trend)
    if good:
        w.lane[H_LAST, lane] = w.lane[H_NOW, lane]
        w.lane[GROWTH_LAST, lane] = min(now, tableau.calm)
    return min(MOST_GROWTH, max(MOST_SHRINKING, change))


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def grow(w, lane, change):
    """The next wish after an accepted step; a step that was cut short does not shrink the wish."""
    w.lane[ACCEPTED, lane] = 1.0
    if w.count[REJECTIONS, lane] > 0:
        change = min(change, 1.0)
        w.count[REJECTIONS, lane] = 0
    wish = w.lane[H_NOW, lane] * change
    if w.lane[H_NOW, lane] < w.lane[H, lane]:
        wish = max(wish, w.lane[H, lane]) if change >= 1.0 else wish
    w.lane[H, lane] = wish


@njit(cache=True, error_model="numpy", nogil=True)
def give_up(w, problem, result, lane):
    """End a lane whose step has become too small, with the reason."""
    lanes = w.lanes
    reason = STEP_TOO_SMALL
    if not w.lane[QUALITY, lane] > 0.0:
        reason = ZERO_PIVOT
    for i in range(lane, w.size, lanes):
        if not abs(w.wide[U, i]) < np.inf:
            reason = NOT_FINITE
    if reason == STEP_TOO_SMALL and w.lane[NORM, lane] == np.inf:
        reason = NEGATIVE
    finish(w, problem, result, lane, reason)


@njit(cache=True, error_model="numpy", nogil=True, forceinline=True)
def judge(tableau, w, problem, result):
    """Accept or reject every lane's step, choose its next size, and end lanes that cannot go on."""
    for lane in range(w.lanes):
        w.lane[ACCEPTED, lane] = 0.0
        subject = w.count[SUBJECT, lane]
        if subject < 0:
            continue
        norm = w.lane[NORM, lane]
        good = norm <= 1.0 and w.lane[QUALITY, lane] > 0.0
        change = growth(tableau, w, lane, good)
        if good:
            grow(w, lane, change)
            result.marks[subject, STEPS] += 1
        else:
            w.count[REJECTIONS, lane] += 1
            w.lane[H, lane] = w.lane[H_NOW, lane] * min(change, 0.9)
            result.marks[subject, REJECTED] += 1
            if w.lane[H, lane] <= 4e-16 * max(abs(w.lane[T, lane]), 1e-290):
                give_up(w, problem, result, lane)
        tried = result.marks[subject, STEPS] + result.marks[subject, REJECTED]
        at_end = w.lane[ACCEPTED, lane] == 1.0 and w.lane[T, lane] + w.lane[H_NOW, lane] >= problem.end
        if tried >= problem.max_steps and w.count[SUBJECT, lane] >= 0 and not at_end:
            w.lane[ACCEPTED, lane] = 0.0
            finish(w, problem, result, lane, TOO_MANY_STEPS)
