"""The methods keep their promises of order and stability, judged by their coefficients and by short runs.

Hairer & Wanner II (1996), section IV.7. A rooted tree is the tuple of the trees that hang from its root; the
single node is the empty tuple.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement
from math import prod

import numpy as np
import pytest

from remit.solve.method import DEFAULT, METHODS, RODAS5P, RODAS5PE, Method
from solve.reference_stepper import (
    Equations,
    complex_step_equations,
    integrate,
    integrate_fixed,
    interpolate,
    try_step,
)

EXACT = 3e-13  # coefficients are printed with 15 to 17 digits and reach 400 in size
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@cache
def trees_of(nodes: int) -> list[tuple]:
    """Every rooted tree with this many nodes."""
    if nodes == 1:
        return [()]
    smaller = [tree for size in range(1, nodes) for tree in trees_of(size)]
    return sorted(
        several
        for many in range(1, nodes)
        for several in combinations_with_replacement(smaller, many)
        if sum(map(size_of, several)) == nodes - 1
    )


def size_of(tree: tuple) -> int:
    """Number of nodes."""
    return 1 + sum(map(size_of, tree))


def density(tree: tuple) -> int:
    """Product of the sizes of all subtrees; the exact solution has the weight 1/density."""
    return size_of(tree) * prod(map(density, tree))


def classical(method: Method) -> tuple[np.ndarray, np.ndarray]:
    """The matrices alpha and gamma before the transformation: eq. IV.7.24 undone."""
    gamma = np.linalg.inv(np.eye(method.stages) / method.gamma - method.c)
    return method.a @ gamma, gamma


def weights_of(tree: tuple, alpha: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """One weight per stage: a node with one child stands for J (beta), with more for f itself (alpha)."""
    result = np.ones(len(alpha))
    for child in tree:
        result = result * ((beta if len(tree) == 1 else alpha) @ weights_of(child, alpha, beta))
    return result


def worst_defect(method: Method, weights: np.ndarray, nodes: int, theta: float = 1.0) -> float:
    """By how much y + sum of weights*k misses the exact solution at t + theta*h, over trees of one size."""
    alpha, gamma = classical(method)
    return max(
        abs(weights @ gamma @ weights_of(tree, alpha, alpha + gamma) - theta**nodes / density(tree))
        for tree in trees_of(nodes)
    )


def dense_weights(method: Method, theta: float) -> np.ndarray:
    """Weights of the interpolated solution."""
    inner = sum(row * theta**power for power, row in enumerate(method.dense))
    return theta * (method.b + (1 - theta) * inner)


def after_one_step(method: Method, weights: np.ndarray, z: complex) -> complex:
    """Sum of weights*k for y' = lambda*y from y = 1, with z = lambda*h."""
    matrix = np.eye(method.stages) / method.gamma - method.c - z * (np.eye(method.stages) + method.a)
    return weights @ np.linalg.solve(matrix, np.full(method.stages, z))


def test_there_are_seventeen_trees_of_up_to_five_nodes():
    assert [len(trees_of(nodes)) for nodes in range(1, 7)] == [1, 1, 2, 4, 9, 20]


@every_method
def test_the_solution_has_its_order_and_no_more(method):
    defects = [worst_defect(method, method.b, nodes) for nodes in range(1, method.order + 2)]
    assert max(defects[:-1]) < EXACT
    assert defects[-1] > 1e-3


@every_method
def test_the_error_estimate_compares_with_a_solution_of_its_order(method):
    defects = [worst_defect(method, method.b - method.e, nodes) for nodes in range(1, method.error_order + 2)]
    assert max(defects[:-1]) < EXACT
    assert defects[-1] > 1e-3


@every_method
@pytest.mark.parametrize("theta", [0.1, 0.35, 0.5, 0.8, 0.95])
def test_the_interpolation_has_its_order_everywhere_in_the_step(method, theta):
    weights = dense_weights(method, theta)
    for nodes in range(1, method.dense_order + 1):
        assert worst_defect(method, weights, nodes, theta) < EXACT
    assert worst_defect(method, weights, method.dense_order + 1, theta) > 1e-5


@every_method
def test_a_coefficient_changed_in_its_sixth_digit_loses_the_order(method):
    a = method.a.copy()
    a[1, 0] *= 1 + 1e-6
    changed = replace(method, a=a)
    assert max(worst_defect(changed, method.b, nodes) for nodes in range(1, method.order + 1)) > 1e-9


@every_method
def test_places_and_slopes_are_row_sums(method):
    alpha, gamma = classical(method)
    np.testing.assert_allclose(alpha.sum(axis=1), method.alpha, atol=EXACT)
    np.testing.assert_allclose(gamma.sum(axis=1), method.slope, atol=EXACT)


@every_method
def test_the_solution_is_the_last_stage_of_the_method(method):
    alpha, gamma = classical(method)
    np.testing.assert_allclose(method.b @ gamma, (alpha + gamma)[-1], atol=1e-12)


@every_method
def test_infinitely_fast_decay_is_over_after_one_step(method):
    assert abs(1 + after_one_step(method, method.b, -1e12)) < 1e-10


@every_method
def test_no_oscillation_without_damping_grows(method):
    factors = [abs(1 + after_one_step(method, method.b, 1j * size)) for size in np.logspace(-3, 5, 400)]
    assert max(factors) < 1 + 1e-12


@every_method
def test_only_one_error_estimate_sees_infinitely_fast_states(method):
    seen = abs(after_one_step(method, method.e, -1e12))
    if method is RODAS5PE:
        assert 0.4 < seen < 0.5
    else:
        assert seen < 1e-10


@every_method
def test_the_compiled_loops_may_skip_only_what_changes_nothing(method):
    tableau = method.tableau()
    last = method.stages - 1
    for i in np.flatnonzero(tableau.grows):
        np.testing.assert_array_equal(method.a[i, : i - 1], method.a[i - 1, : i - 1])
    assert tableau.ends_on_last == 1
    np.testing.assert_array_equal(method.b, method.a[last] + np.eye(method.stages)[last])
    assert tableau.error_is_last == (method.name in {"Rodas4", "Rodas4P2", "Rodas5", "Rodas5P"})
    assert tableau.exponent == 1 / (method.error_order + 1)


def test_a_method_cannot_be_changed_by_its_users():
    for array in (DEFAULT.a, DEFAULT.c, DEFAULT.alpha, DEFAULT.slope, DEFAULT.b, DEFAULT.e, DEFAULT.dense):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
    DEFAULT.tableau().b[0] = 1.0
    assert DEFAULT.b[0] != 1.0


def exact(t):
    """The solution of `driven` through (2, 1) at time 0."""
    return np.array([2 + np.sin(t), np.exp(-t / 2)])


def driven(t, y):
    """Nonlinear, coupled and driven by time in every equation."""
    first, second = y[0] - 2 - np.sin(t), y[1] - np.exp(-t / 2)
    return np.array(
        [
            np.cos(t) + second * y[0] ** 2 - 2 * first * y[1],
            -y[1] / 2 + 3 * first * y[1] - np.cos(t) * second * y[0],
        ]
    )


def slope_of(errors: list[float]) -> float:
    """Observed order from errors at steps that halve."""
    return float(np.polyfit(-np.arange(len(errors)), np.log2(errors), 1)[0])


@every_method
def test_the_error_over_an_interval_falls_with_the_order(method):
    equations = complex_step_equations(driven)
    errors = []
    for steps in (10, 20, 40):
        y, _ = integrate_fixed(method, equations, exact(0.0), 0.0, 2.0, steps)
        errors.append(abs(y - exact(2.0)).max())
    assert slope_of(errors) > method.order - 0.3


@every_method
def test_the_error_inside_a_step_falls_with_the_order_of_the_interpolation(method):
    equations = complex_step_equations(driven)
    errors = []
    for h in (0.2, 0.1, 0.05):
        step = try_step(method, equations, 0.3, exact(0.3), h)
        errors.append(max(abs(interpolate(method, step, x) - exact(0.3 + x * h)).max() for x in (0.3, 0.6)))
    assert slope_of(errors) > method.dense_order + 1 - 0.4


@every_method
def test_the_interpolation_meets_both_ends_of_the_step(method):
    step = try_step(method, complex_step_equations(driven), 0.3, exact(0.3), 0.1)
    np.testing.assert_array_equal(interpolate(method, step, 0.0), step.before)
    np.testing.assert_array_equal(interpolate(method, step, 1.0), step.after)


def hires(t, y):
    """High irradiance responses: Mazzia & Magherini, Test set for IVP solvers 2.4 (2008), problem HIRES."""
    a, b, c, d, e, f, g, h = y
    return np.array(
        [
            -1.71 * a + 0.43 * b + 8.32 * c + 0.0007,
            1.71 * a - 8.75 * b,
            -10.03 * c + 0.43 * d + 0.035 * e,
            8.32 * b + 1.71 * c - 1.12 * d,
            -1.745 * e + 0.43 * f + 0.43 * g,
            -280 * f * h + 0.69 * d + 1.71 * e - 0.43 * f + 0.69 * g,
            280 * f * h - 1.81 * g,
            -280 * f * h + 1.81 * g,
        ]
    )


HIRES_END = [  # at 321.8122, from the same place
    0.7371312573325668e-3,
    0.1442485726316185e-3,
    0.5888729740967575e-4,
    0.1175651343283149e-2,
    0.2386356198831331e-2,
    0.6238968252742796e-2,
    0.2849998395185769e-2,
    0.2850001604814231e-2,
]


@every_method
def test_hires_ends_on_the_published_digits(method):
    start = np.array([1, 0, 0, 0, 0, 0, 0, 0.0057])
    course = integrate(
        method, complex_step_equations(hires), start, np.array([0, 321.8122]), 1e-6, np.full(8, 1e-10)
    )
    np.testing.assert_allclose(course.states[-1], HIRES_END, rtol=10.0**-method.order)


@pytest.fixture
def follower() -> Equations:
    """A state that follows a daily rhythm within seconds, and nothing slower beside it."""
    return complex_step_equations(lambda t, y: -1e4 * (y - np.sin(t)) + np.cos(t))


@pytest.mark.parametrize(
    ("method", "follows"), [(RODAS5PE, True), (RODAS5P, False)], ids=["Rodas5Pe", "Rodas5P"]
)
def test_only_the_default_interpolates_a_fast_state_that_follows_a_slow_rhythm(method, follows, follower):
    times = np.linspace(0, 20, 201)
    course = integrate(method, follower, np.zeros(1), times, 1e-4, np.array([1e-4]))
    off = abs(course.states[:, 0] - np.sin(times)).max()
    assert abs(course.states[-1, 0] - np.sin(20)) < 1e-4
    assert (off < 1e-3) == follows
