"""Elementary functions of the machine code and its twin against decimal arithmetic, in last-place units."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from program.exact import EXACT
from program.models import call, made, observed
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.native import compile_native

POINTS = 1500
TINIEST = 2.2250738585072014e-308  # the smallest normal double
# log10 is log times a constant: a rounding more. logistic divides 1 by a rounded sum.
MOST_ULPS = {
    "exp": 1,
    "log": 1,
    "log10": 2,
    "sqrt": 0,
    "expm1": 2,
    "log1p": 1,
    "tanh": 2,
    "sin": 2,
    "cos": 2,
    "logistic": 2,
}
LARGEST_ANGLE = 1e12  # beyond it only closeness is promised, not ulps
kernels = pytest.mark.parametrize("kernels", ["native", "interpreted"])


def even(low: float, high: float) -> np.ndarray:
    return np.random.default_rng(1).uniform(low, high, POINTS)


def decades(low: float, high: float) -> np.ndarray:
    """Positive numbers spread evenly over decades."""
    return 10 ** np.random.default_rng(2).uniform(low, high, POINTS)


def both(size: np.ndarray) -> np.ndarray:
    return np.concatenate([size, -size])


ARGUMENTS = {
    "exp": [even(-708, 709.7), both(decades(-323, 0)), even(-745, -708)],
    "log": [decades(-307, 308), 1 + both(decades(-15, -0.4)), decades(-323, -307)],
    "log10": [decades(-307, 308), 1 + both(decades(-15, -0.4)), decades(-323, -307)],
    "sqrt": [decades(-323, 308)],
    "expm1": [even(-60, 709), even(-3, 3), both(decades(-323, 0))],
    "log1p": [decades(-10, 308), both(decades(-323, -0.01)), decades(-15, -0.01) - 1],
    "tanh": [even(-25, 25), even(-2, 2), both(decades(-323, 0))],
    "sin": [even(-10, 10), both(decades(-323, 12)), np.pi * np.arange(1, POINTS)],
    "cos": [even(-10, 10), both(decades(-323, 12)), np.pi * (np.arange(1, POINTS) - 0.5)],
    "logistic": [even(-708, 708), even(-10, 10)],
}


@cache
def compiled(which: str):
    """One model with every function of `a.x`, and its kernels."""
    names = [name for name in EXACT if name != "logistic"]
    functions = {f"a.{name}": call(name, "a.x") for name in names}
    functions["a.logistic"] = call("smooth_step", "a.x", 0, 1)
    functions["a.abs"] = call("abs", "a.x")
    program = lower(made({"a.x": [0]}, functions))
    return program, compile_native(program, 8) if which == "native" else interpret(program, 1)


def values(which: str, function: str, x: np.ndarray) -> np.ndarray:
    program, kernels = compiled(which)
    return observed(program, kernels, x[None], np.zeros((0, x.size)), np.zeros(x.size))[f"a.{function}"]


def value(which: str, function: str, x: float) -> float:
    return float(values(which, function, np.array([x]))[0])


@kernels
@pytest.mark.parametrize("function", MOST_ULPS)
def test_a_function_is_off_by_no_more_units_in_the_last_place_than_stated(function, kernels):
    for x in ARGUMENTS[function]:
        exact = np.array([EXACT[function](one) for one in x.tolist()])
        found = values(kernels, function, x)
        assert np.isfinite(found).all(), f"{function}({x[~np.isfinite(found)][0]!r})"
        off = np.abs(found - exact) / np.spacing(np.abs(exact))
        assert off.max() <= MOST_ULPS[function], f"{off.max()} ulp at {x[off.argmax()]!r}"


@kernels
@pytest.mark.parametrize("function", ["sin", "cos"])
def test_large_angles_keep_sixteen_digits(function, kernels):
    x = both(decades(12, 15))
    exact = np.array([EXACT[function](one) for one in x.tolist()])
    assert np.abs(values(kernels, function, x) - exact).max() <= 4e-16


@kernels
@pytest.mark.parametrize("function", ["sin", "cos"])
@pytest.mark.parametrize("x", [1e16, 1e18, -1e100, 1e300, 1.7e308])
def test_an_angle_too_large_for_digits_gives_the_right_value_or_none(function, x, kernels):
    found = value(kernels, function, x)
    assert math.isnan(found) or abs(found - EXACT[function](x)) <= 4e-16


@kernels
@pytest.mark.parametrize(
    ("function", "x", "expected"),
    [
        ("exp", 0.0, 1.0),
        ("exp", math.inf, math.inf),
        ("exp", -math.inf, 0.0),
        ("exp", 709.79, math.inf),
        ("exp", -745.2, 0.0),
        ("exp", 1e300, math.inf),
        ("exp", -1e300, 0.0),
        ("expm1", 0.0, 0.0),
        ("expm1", math.inf, math.inf),
        ("expm1", -math.inf, -1.0),
        ("expm1", -1e300, -1.0),
        ("expm1", 709.79, math.inf),
        ("log", 1.0, 0.0),
        ("log", 0.0, -math.inf),
        ("log", -0.0, -math.inf),
        ("log", math.inf, math.inf),
        ("log", -1.0, math.nan),
        ("log", -5e-324, math.nan),
        ("log", -math.inf, math.nan),
        ("log10", 0.0, -math.inf),
        ("log1p", 0.0, 0.0),
        ("log1p", -1.0, -math.inf),
        ("log1p", -2.0, math.nan),
        ("log1p", math.inf, math.inf),
        ("sqrt", 0.0, 0.0),
        ("sqrt", -1.0, math.nan),
        ("sqrt", math.inf, math.inf),
        ("sin", 0.0, 0.0),
        ("sin", math.inf, math.nan),
        ("sin", -math.inf, math.nan),
        ("cos", 0.0, 1.0),
        ("cos", math.inf, math.nan),
        ("tanh", 0.0, 0.0),
        ("tanh", math.inf, 1.0),
        ("tanh", -math.inf, -1.0),
        ("tanh", 1e300, 1.0),
        ("logistic", 0.0, 0.5),
        ("logistic", math.inf, 1.0),
        ("logistic", -math.inf, 0.0),
        ("logistic", 1e300, 1.0),
        ("logistic", -1e300, 0.0),
        ("abs", -math.inf, math.inf),
        ("abs", -0.0, 0.0),
        *[(name, math.nan, math.nan) for name in (*MOST_ULPS, "abs")],
    ],
)
def test_special_arguments_have_the_values_that_limits_give_them(function, x, expected, kernels):
    found = value(kernels, function, x)
    assert (math.isnan(found) and math.isnan(expected)) or found == expected


@kernels
def test_exponentials_hold_to_the_edge_of_overflow(kernels):
    x = np.linspace(709.0, 709.78, 400)
    for function in ("exp", "expm1"):
        exact = np.array([EXACT[function](one) for one in x.tolist()])
        np.testing.assert_allclose(values(kernels, function, x), exact, rtol=5e-16, atol=0)


@kernels
def test_a_logistic_below_the_smallest_normal_number_is_at_most_that(kernels):
    found = values(kernels, "logistic", even(-745, -709))
    assert ((found >= 0) & (found <= TINIEST)).all()


@pytest.mark.parametrize("function", ["exp", "log", "tanh", "expm1", "log1p", "logistic"])
def test_a_rising_function_never_falls_by_more_than_its_error(function):
    x = np.sort(np.concatenate(ARGUMENTS[function]))
    found = values("native", function, x)
    assert (np.diff(found) >= -2 * MOST_ULPS[function] * np.spacing(np.abs(found[1:]))).all()
