"""The sparse factors solve what numpy solves, for any pattern, and a pivot that vanishes is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from program.models import made, plain_numbers
from program.sections import given_vector, run
from remit.language.tree import Name, Operation
from remit.model.model import Model
from remit.program.graph import Array
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.native import Kernels, compile_native
from remit.program.program import Program

quick = settings(max_examples=40, deadline=None, derandomize=True)


def linear(matrix: np.ndarray) -> Model:
    """dx/dt = matrix x, every entry that is not zero being a parameter."""
    n = len(matrix)
    states = [f"s{i:02d}.x" for i in range(n)]
    rates: dict[str, list] = {state: [] for state in states}
    parameters = {}
    for i, j in zip(*np.nonzero(matrix), strict=True):
        name = f"p{i:02d}.k{j:02d}"
        parameters[name] = float(matrix[i, j])
        rates[states[i]].append(Operation("*", Name(name), Name(states[j])))
    return made(rates, parameters=parameters)


def factored(program: Program, kernels: Kernels, model: Model, shift: float) -> tuple[np.ndarray, float]:
    """Stored factors of shift*I - J, and the number that is above zero while pivots keep digits."""
    given_ = given_vector(program, kernels, plain_numbers(model, 1))
    arrays = {Array.GIVEN: given_, Array.FACTOR: np.array([[shift]])}
    lu, _, quality = run(program, kernels, "factor", arrays, 1)
    return lu, float(quality[0, 0])


def solved(matrix: np.ndarray, shift: float, right: np.ndarray, native: bool = True) -> np.ndarray:
    """x in (shift*I - matrix) x = right."""
    model = linear(matrix)
    program = lower(model)
    kernels = compile_native(program, 1) if native else interpret(program, 1)
    lu, quality = factored(program, kernels, model, shift)
    assert quality > 0
    return run(program, kernels, "solve", {Array.LU: lu, Array.RIGHT: right[:, None]}, 1)[0][:, 0]


@st.composite
def sparse(draw: st.DrawFn) -> np.ndarray:
    """Random exchange between states, and losses: what pharmacology looks like."""
    n = draw(st.integers(1, 14))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    matrix = np.where(rng.random((n, n)) < draw(st.floats(0, 0.5)), 10 ** rng.uniform(-4, 4, (n, n)), 0.0)
    np.fill_diagonal(matrix, 0.0)
    leaks = np.where(rng.random(n) < 0.7, 10 ** rng.uniform(-4, 4, n), 0.0)
    return matrix - np.diag(matrix.sum(axis=0) + leaks)


@quick
@given(matrix=sparse(), seed=st.integers(0, 1000), shift=st.floats(1e-3, 1e6), native=st.booleans())
def test_compartments_of_any_pattern_are_solved_as_numpy_solves_them(matrix, seed, shift, native):
    right = np.random.default_rng(seed).uniform(-1, 1, len(matrix))
    whole = shift * np.eye(len(matrix)) - matrix
    found = solved(matrix, shift, right, native)
    residual = np.abs(whole @ found - right)
    assert (residual <= 1e-13 * (np.abs(whole) @ np.abs(found) + np.abs(right))).all()
    expected = np.linalg.solve(whole, right)
    condition = np.linalg.cond(whole)
    assert np.linalg.norm(found - expected) <= 1e-14 * condition * np.linalg.norm(expected)


@quick
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(2, 20), density=st.floats(0.05, 1.0))
def test_matrices_of_either_sign_are_solved_when_the_step_is_short(seed, n, density):
    rng = np.random.default_rng(seed)
    matrix = np.where(rng.random((n, n)) < density, rng.normal(size=(n, n)), 0.0)
    right = rng.normal(size=n)
    shift = 2.0 * np.abs(matrix).sum(axis=1).max() + 1.0
    expected = np.linalg.solve(shift * np.eye(n) - matrix, right)
    np.testing.assert_allclose(solved(matrix, shift, right), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize(
    ("matrix", "shift"),
    [
        ([[1.0]], 1.0),
        ([[3.0, 0.0], [0.0, -1.0]], 3.0),
        ([[0.0, 1.0], [1.0, 0.0]], 1.0),  # the second pivot cancels altogether
        ([[0.0, 2.0, 0.0], [2.0, 0.0, 0.0], [1.0, 0.0, -1.0]], 2.0),
        ([[0.1, 0.3], [0.4, 0.2]], 0.5),  # singular but for rounding
        ([[1e8, 1e8], [1e8, 1e8 - 1.0]], 1.0000000000000002),
    ],
)
def test_a_vanished_pivot_is_told(matrix, shift, native):
    model = linear(np.array(matrix))
    program = lower(model)
    kernels = compile_native(program, 1) if native else interpret(program, 1)
    singular = np.linalg.cond(shift * np.eye(len(matrix)) - np.array(matrix)) > 1e15
    _, quality = factored(program, kernels, model, shift)
    assert (quality > 0) != singular


def test_a_matrix_that_is_not_a_number_spoils_its_solution_rather_than_pass():
    model = linear(np.array([[-1.0, 1.0], [2.0, -3.0]]))
    program = lower(model)
    kernels = compile_native(program, 1)
    plain = plain_numbers(model, 1)
    plain[0] = np.nan
    given_ = given_vector(program, kernels, plain)
    lu, _, quality = run(program, kernels, "factor", {Array.GIVEN: given_, Array.FACTOR: np.ones((1, 1))}, 1)
    found = run(program, kernels, "solve", {Array.LU: lu, Array.RIGHT: np.ones((2, 1))}, 1)[0]
    assert not quality[0, 0] > 0 or not np.isfinite(found).any()


def test_one_lane_without_a_pivot_leaves_the_others_alone():
    model = linear(np.array([[-1.0, 1.0], [1.0, -1.0]]))
    program = lower(model)
    kernels = compile_native(program, 4)
    plain = np.tile(plain_numbers(model, 1), (1, 4))
    plain[:, 2] = [0.0, 1.0, 1.0, 0.0]  # with a shift of 1: a singular matrix
    arrays = {Array.GIVEN: given_vector(program, kernels, plain), Array.FACTOR: np.ones((1, 4))}
    lu, _, quality = run(program, kernels, "factor", arrays, 4)
    assert (quality[0] > 0).tolist() == [True, True, False, True]
    found = run(program, kernels, "solve", {Array.LU: lu, Array.RIGHT: np.ones((2, 4))}, 4)[0]
    np.testing.assert_allclose(found[:, [0, 1, 3]], 1.0, rtol=1e-15)
