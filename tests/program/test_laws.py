"""The house functions (hill, fold, powers, tables, …) against decimal arithmetic and their definitions."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from program import exact
from program.models import TABLE, call, made, observed, tree
from remit.language import functions as reference
from remit.language.tree import Operation
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.native import compile_native

ULP = 2.0**-52
HALF, MOST, STEEPNESS = 3.7, 2.3, 1.7
STEEP = {"1": 1.0, "2": 2.0, "3": 3.0, "4": 4.0, "16": 16.0, "half": 2.5, "given": STEEPNESS}
POINTS = 10 ** np.random.default_rng(3).uniform(-8, 8, 1000)
kernels = pytest.mark.parametrize("kernels", ["native", "interpreted"])
steepness = pytest.mark.parametrize("n", STEEP)


def literal(n: str):
    """A steepness as the equation has it: a literal, or the name of a parameter."""
    return "a.n" if n == "given" else STEEP[n]


@cache
def compiled(which: str):
    laws = {}
    for n in STEEP:
        laws[f"a.hill_{n}"] = call("hill", "a.x", "a.half", literal(n))
        laws[f"a.inhibitory_hill_{n}"] = call("inhibitory_hill", "a.x", "a.half", literal(n))
        laws[f"a.fold_{n}"] = call("fold", "a.x", "a.most", literal(n))
        laws[f"a.power_{n}"] = Operation("**", tree("a.x"), tree(literal(n)))
        inverse = tree(-literal(n)) if n != "given" else Operation("-", tree(0), tree("a.n"))
        laws[f"a.inverse_{n}"] = Operation("**", tree("a.x"), inverse)
    laws["a.root"] = Operation("**", tree("a.x"), tree(0.5))
    laws["a.emax"] = call("emax", "a.x", "a.most", "a.half")
    laws["a.smooth_step"] = call("smooth_step", "a.x", "a.half", "a.n")
    laws["a.interpolate"] = call("interpolate", TABLE.name, "a.x")
    laws["a.least"] = call("min", "a.x", "a.half", "a.most")
    laws["a.largest"] = call("max", "a.x", "a.half", "a.most")
    program = lower(made({"a.x": [0]}, laws, {"a.half": HALF, "a.most": MOST, "a.n": STEEPNESS}))
    return program, compile_native(program, 8) if which == "native" else interpret(program, 1)


def values(
    which: str, law: str, x, half: float = HALF, most: float = MOST, n: float = STEEPNESS
) -> np.ndarray:
    """A law at many points."""
    x = np.atleast_1d(np.asarray(x, np.float64))
    program, kernels = compiled(which)
    plain = np.tile(np.array([[half], [most], [n]]), (1, x.size))
    return observed(program, kernels, x[None], plain, np.zeros(x.size))[f"a.{law}"]


def assert_close(found: np.ndarray, expected: np.ndarray, size: np.ndarray, n: str) -> None:
    """Within a few last-place units, those of an exponent of this size and those of n products."""
    off = np.abs(found - expected) / (ULP * np.abs(expected))
    assert (off <= 6 + STEEP[n] + 2 * size).all(), f"{off.max():.3g} units"


@kernels
@steepness
def test_hill_and_its_complement_are_off_by_a_few_units_and_the_exponents_rounding(n, kernels):
    size = np.abs(STEEP[n] * np.log(POINTS / HALF))
    for law in ("hill", "inhibitory_hill"):
        expected = np.array([getattr(exact, law)(x, HALF, STEEP[n]) for x in POINTS.tolist()])
        assert_close(values(kernels, f"{law}_{n}", POINTS), expected, size, n)


@kernels
@steepness
def test_fold_is_off_by_a_few_units_and_the_exponents_rounding(n, kernels):
    expected = np.array([exact.fold(x, MOST, STEEP[n]) for x in POINTS.tolist()])
    assert_close(values(kernels, f"fold_{n}", POINTS), expected, np.abs(STEEP[n] * np.log(POINTS)), n)


@kernels
@steepness
def test_powers_and_their_inverses_are_off_by_a_few_units_and_the_exponents_rounding(n, kernels):
    size = np.abs(STEEP[n] * np.log(POINTS))
    expected = np.array([exact.power(x, STEEP[n]) for x in POINTS.tolist()])
    assert_close(values(kernels, f"power_{n}", POINTS), expected, size, n)
    expected = np.array([exact.power(x, -STEEP[n]) for x in POINTS.tolist()])
    assert_close(values(kernels, f"inverse_{n}", POINTS), expected, size, n)


@kernels
@steepness
@settings(max_examples=40, deadline=None, derandomize=True)
@given(most=st.floats(1.0, 1e6, exclude_min=True), given_steepness=st.floats(0.01, 50))
def test_fold_is_exactly_one_at_one(n, kernels, most, given_steepness):
    assert values(kernels, f"fold_{n}", 1.0, most=most, n=given_steepness)[0] == 1.0


@kernels
@steepness
@settings(max_examples=40, deadline=None, derandomize=True)
@given(half=st.floats(1e-100, 1e100))
def test_hill_is_one_half_at_half(n, kernels, half):
    # For a whole power x/half is x times a rounded inverse, which may miss 1 by one unit.
    assert values(kernels, f"hill_{n}", half, half=half)[0] == pytest.approx(0.5, rel=8 * ULP)


@kernels
@steepness
def test_laws_begin_where_their_definitions_do(n, kernels):
    for x in (0.0, -0.0, -1e-12, -3.0):
        assert values(kernels, f"hill_{n}", x)[0] == 0.0
        assert values(kernels, f"inhibitory_hill_{n}", x)[0] == 1.0
        assert values(kernels, f"fold_{n}", x)[0] == 0.0
    assert values(kernels, f"power_{n}", 0.0)[0] == 0.0
    assert values(kernels, f"inverse_{n}", 0.0)[0] == math.inf


@kernels
@steepness
def test_laws_saturate_however_large_their_argument(n, kernels):
    x = 10.0 ** np.arange(12, 308, 8)
    beyond = STEEP[n] * np.log(x / HALF) > 40
    np.testing.assert_allclose(values(kernels, f"hill_{n}", x)[beyond], 1.0, rtol=4 * ULP)
    assert (values(kernels, f"inhibitory_hill_{n}", x)[beyond] < 1e-17).all()
    np.testing.assert_allclose(values(kernels, f"fold_{n}", x)[beyond], MOST, rtol=4 * ULP)


@kernels
@steepness
def test_what_is_not_a_number_stays_so(n, kernels):
    for law in ("hill", "inhibitory_hill", "fold", "power"):
        assert math.isnan(values(kernels, f"{law}_{n}", math.nan)[0])


@kernels
def test_zero_to_the_power_zero_is_one(kernels):
    assert values(kernels, "power_given", 0.0, n=0.0)[0] == 1.0
    assert values(kernels, "power_given", 5.0, n=0.0)[0] == 1.0


@kernels
def test_whole_powers_take_negative_numbers(kernels):
    x = -POINTS[:100]
    np.testing.assert_allclose(values(kernels, "power_3", x), x**3, rtol=4 * ULP)
    np.testing.assert_allclose(values(kernels, "inverse_2", x), x**-2.0, rtol=4 * ULP)


@kernels
def test_the_square_root_as_a_power_is_rounded_once(kernels):
    np.testing.assert_array_equal(values(kernels, "root", POINTS), np.sqrt(POINTS))


@kernels
def test_plain_laws_agree_with_their_definitions(kernels):
    x = np.concatenate([-POINTS, [0.0], POINTS])
    positive = x[x >= 0]
    np.testing.assert_allclose(
        values(kernels, "emax", positive), MOST * positive / (HALF + positive), rtol=4 * ULP
    )
    near = np.linspace(-60, 60, 500)
    steps = [reference.smooth_step(one, HALF, STEEPNESS) for one in near.tolist()]
    np.testing.assert_allclose(values(kernels, "smooth_step", near), steps, rtol=100 * ULP)
    np.testing.assert_array_equal(values(kernels, "least", x), np.minimum(x, min(HALF, MOST)))
    np.testing.assert_array_equal(values(kernels, "largest", x), np.maximum(x, max(HALF, MOST)))


@kernels
def test_interpolation_meets_every_point_and_runs_straight_between_and_flat_outside(kernels):
    np.testing.assert_allclose(values(kernels, "interpolate", TABLE.x), TABLE.y, rtol=0, atol=4 * ULP)
    x = np.concatenate([np.linspace(-5, 6, 2001), [-1e300, 1e300, -math.inf, math.inf]])
    np.testing.assert_allclose(
        values(kernels, "interpolate", x), np.interp(x, TABLE.x, TABLE.y), rtol=0, atol=16 * ULP
    )
