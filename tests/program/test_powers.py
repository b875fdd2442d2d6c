"""Powers and laws whose exponent is a given number: whole ones are multiplied out, lane by lane."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from program import exact
from program.models import call, made, observed, tree
from remit.language.tree import Operation
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.native import compile_native

ULP = 2.0**-52
EXPONENTS = [0.0, 1.0, 2.0, 3.0, 7.0, 15.0, 16.0, 40.0, -1.0, -2.0, 0.5, 2.5, 14.999999999999998, 1e-9]
POINTS = 10 ** np.random.default_rng(5).uniform(-6, 6, 200)
HALF, MOST = 3.7, 2.3
kernels = pytest.mark.parametrize("kernels", ["native", "interpreted"])


@cache
def program():
    laws = {
        "a.power": Operation("**", tree("a.x"), tree("a.n")),
        "a.hill": call("hill", "a.x", "a.half", "a.n"),
        "a.inhibitory_hill": call("inhibitory_hill", "a.x", "a.half", "a.n"),
        "a.fold": call("fold", "a.x", "a.most", "a.n"),
    }
    return lower(made({"a.x": [0]}, laws, {"a.half": HALF, "a.most": MOST, "a.n": 1.0}))


@cache
def compiled(which: str):
    return interpret(program(), 1) if which == "interpreted" else compile_native(program(), int(which[1:]))


def values(which: str, law: str, x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """A law at pairs of points and exponents."""
    kernels = compiled({"native": "x8"}.get(which, which))
    plain = np.array([np.full(x.size, HALF), np.full(x.size, MOST), n])
    return observed(program(), kernels, x[None], plain, np.zeros(x.size))[f"a.{law}"]


@kernels
@pytest.mark.parametrize("n", EXPONENTS)
def test_a_given_exponent_costs_a_few_units_and_its_own_rounding(n, kernels):
    expected = np.array([exact.power(x, n) for x in POINTS.tolist()])
    off = np.abs(values(kernels, "power", POINTS, np.full(POINTS.size, n)) - expected) / (ULP * expected)
    assert (off <= 6 + abs(n) + 2 * np.abs(n * np.log(POINTS))).all(), f"{off.max():.3g} units"


@kernels
@pytest.mark.parametrize("law", ["hill", "inhibitory_hill"])
@pytest.mark.parametrize("n", [1.0, 2.0, 15.0, 2.5])
def test_a_law_with_a_given_steepness_is_what_its_definition_says(n, law, kernels):
    expected = np.array([getattr(exact, law)(x, HALF, n) for x in POINTS.tolist()])
    found = values(kernels, law, POINTS, np.full(POINTS.size, n))
    np.testing.assert_allclose(found, expected, rtol=200 * ULP)


def test_a_lane_has_the_same_bits_whatever_exponents_its_neighbours_have():
    random = np.random.default_rng(6)
    x, n = random.permutation(np.repeat(POINTS, 4)), random.choice(EXPONENTS, 4 * POINTS.size)
    for law in ("power", "hill", "inhibitory_hill", "fold"):
        alone = values("x1", law, x, n)
        for lanes in (2, 4, 8):
            np.testing.assert_array_equal(values(f"x{lanes}", law, x, n), alone, err_msg=law)


@kernels
def test_a_number_below_zero_has_no_power_of_a_given_exponent(kernels):
    x = np.array([-1e-300, -1.0, -2.0, -math.inf])
    for n in (1.0, 2.0, 3.0, 0.5, -1.0):
        assert np.isnan(values(kernels, "power", x, np.full(x.size, n))).all()


@kernels
def test_powers_of_zero_infinity_and_nothing_have_the_values_of_their_limits(kernels):
    x = np.array([0.0, -0.0, math.inf])
    for n, expected in {2.0: (0, 0, math.inf), 0.5: (0, 0, math.inf), -1.0: (math.inf, math.inf, 0)}.items():
        np.testing.assert_array_equal(values(kernels, "power", x, np.full(x.size, n)), expected)
    np.testing.assert_array_equal(values(kernels, "power", x, np.zeros(x.size)), 1.0)
    assert np.isnan(values(kernels, "power", np.full(2, math.nan), np.array([2.0, 0.5]))).all()
