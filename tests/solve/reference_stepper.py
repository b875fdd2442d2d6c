"""The slow twin of the compiled integrator: one subject, dense linear algebra, nothing skipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Equations:
    """y' = right_side(t, y) with both its derivatives.

    Attributes
    ----------
    right_side : (t, y) -> (n,)
    by_state : (t, y) -> (n, n)
    by_time : (t, y) -> (n,)
    """

    right_side: Callable[[float, np.ndarray], np.ndarray]
    by_state: Callable[[float, np.ndarray], np.ndarray]
    by_time: Callable[[float, np.ndarray], np.ndarray]


def complex_step_equations(right_side) -> Equations:
    """Derivatives to the last digit of a right-hand side that accepts complex arguments."""
    tiny = 1e-100

    def by_state(t, y):
        columns = [right_side(t, y + 1j * tiny * one).imag / tiny for one in np.eye(y.size)]
        return np.column_stack(columns)

    def by_time(t, y):
        return (right_side(t + 1j * tiny, y + 0j)).imag / tiny

    return Equations(right_side, by_state, by_time)


@dataclass(frozen=True)
class Step:
    """A step that may be accepted."""

    h: float
    before: np.ndarray  # (n,)
    after: np.ndarray  # (n,)
    error: np.ndarray  # (n,)
    k: np.ndarray  # (stages, n)


def try_step(method, equations: Equations, t: float, y: np.ndarray, h: float) -> Step:
    """One step of size h; the formulas are those of remit.solve.method."""
    matrix = np.eye(y.size) / (method.gamma * h) - equations.by_state(t, y)
    by_time = equations.by_time(t, y)
    k = np.zeros((method.stages, y.size))
    for i in range(method.stages):
        f = equations.right_side(t + method.alpha[i] * h, y + method.a[i] @ k)
        k[i] = np.linalg.solve(matrix, f + method.c[i] @ k / h + method.slope[i] * h * by_time)
    return Step(h, y, y + method.b @ k, method.e @ k, k)


def interpolate(method, step: Step, theta: float) -> np.ndarray:
    """The solution at theta of the way through a step."""
    inner = sum((row @ step.k) * theta**power for power, row in enumerate(method.dense))
    return (1 - theta) * step.before + theta * (step.after + (1 - theta) * inner)


def integrate_fixed(method, equations: Equations, y: np.ndarray, begin: float, end: float, steps: int):
    """The solution at the end after equal steps, and the last step."""
    h = (end - begin) / steps
    for i in range(steps):
        step = try_step(method, equations, begin + i * h, y, h)
        y = step.after
    return y, step


@dataclass(frozen=True)
class Control:
    """How the next step size follows from the error of the last ones.

    With `memory` above 0 the proportional-integral controller of Hairer & Wanner II (1996), IV.2:
    change = safety * error**(0.75*memory - exponent) * previous**memory. With `predictive` the smaller of the
    elementary change and that of Gustafsson (1994), same book, IV.8, eq. 8.25, which extrapolates the error.
    """

    safety: float = 0.9
    most_growth: float = 6.0
    most_shrinking: float = 0.2
    memory: float = 0.0
    predictive: bool = False
    largest: bool = False  # judge by the worst state instead of the root mean square

    def norm(self, step: Step, rtol: float, atol: np.ndarray) -> float:
        """Error in units of the tolerance."""
        scaled = step.error / (atol + rtol * np.maximum(abs(step.before), abs(step.after)))
        return float(abs(scaled).max() if self.largest else np.sqrt(np.mean(scaled**2)))

    def change(self, norm: float, h: float, exponent: float, past: tuple[float, float] | None) -> float:
        """Factor from this step size to the next; `past` is the step size and error last accepted."""
        norm = max(norm, 1e-10)
        change = self.safety * norm**-exponent
        if past is not None and norm <= 1:
            if self.memory:
                change = self.safety * norm ** (0.75 * self.memory - exponent) * past[1] ** self.memory
            if self.predictive:
                change = min(change, self.safety * h / past[0] * (past[1] / norm**2) ** exponent)
        return min(self.most_growth, max(self.most_shrinking, change))


@dataclass
class Course:
    """What an adaptive run did.

    Attributes
    ----------
    states : (n_times, n)
    accepted, rejected : int
    sizes : list of float
        Of the accepted steps.
    h : float
        Step size wished for at the end.
    """

    states: np.ndarray
    accepted: int = 0
    rejected: int = 0
    sizes: list[float] = field(default_factory=list)
    h: float = 0.0


def first_step(
    method, equations: Equations, t: float, y: np.ndarray, span: float, rtol: float, atol
) -> float:
    """As far as rtol**exponent of a relative change at the present speed."""
    exponent = 1 / (method.error_order + 1)
    speed = np.sqrt(np.mean((equations.right_side(t, y) / (atol + rtol * abs(y))) ** 2)) * rtol
    return min(span, rtol**exponent / speed) if speed > 0 else span


def integrate(
    method,
    equations: Equations,
    y: np.ndarray,
    times: np.ndarray,
    rtol: float,
    atol: np.ndarray,
    control: Control = Control(),
    h: float = 0.0,
) -> Course:
    """Adaptive steps from times[0] to times[-1], interpolated in between.

    Parameters
    ----------
    y : (n,)
    times : (n_times,) increasing
    rtol : float
    atol : (n,)
    h : float
        First step size; 0 for `first_step`.
    """
    t, end = times[0], times[-1]
    exponent = 1 / (method.error_order + 1)
    course = Course(np.full((len(times), y.size), np.nan))
    course.states[0] = y
    course.h = h or first_step(method, equations, t, y, end - t, rtol, atol)
    past, rejected_before, due = None, False, 1
    while t < end:
        h = cut(course.h, end - t)
        step = try_step(method, equations, t, y, h)
        norm = control.norm(step, rtol, atol)
        change = control.change(norm, h, exponent, past)
        if not norm <= 1:
            course.rejected += 1
            course.h = h * min(change, 0.9)
            rejected_before = True
            continue
        change = min(change, 1.0) if rejected_before else change
        course.h = max(course.h, h * change) if h < course.h and change >= 1 else h * change
        past, rejected_before = (h, max(norm, 1e-2)), False
        course.accepted += 1
        course.sizes.append(h)
        arrived = end if h == end - t else t + h
        while due < len(times) and times[due] < arrived:
            course.states[due] = interpolate(method, step, (times[due] - t) / h)
            due += 1
        t, y = arrived, step.after
    course.states[-1] = y
    return course


def cut(wish: float, rest: float) -> float:
    """The wished step, so that the end is met exactly and no sliver is left before it."""
    if rest <= 1.05 * wish:
        return rest
    return 0.5 * rest if rest < 2 * wish else wish
