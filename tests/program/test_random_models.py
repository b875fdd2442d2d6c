"""Random models: machine code, interpreter and complex arithmetic mean the same numbers and slopes."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from program.models import observed, plain_numbers
from program.random_models import INPUTS, PARAMETERS, STATES, complex_value, models, points, split
from program.sections import given_vector, run
from remit.model.model import Model
from remit.program.graph import Array
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.native import Kernels, compile_native
from remit.program.program import Program

TWIN = 1e-12
NUDGE = 1e-150
quick = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def sections_of(program: Program, kernels: Kernels, at: np.ndarray) -> dict[str, np.ndarray]:
    """Everything the program computes at some points."""
    states, plain, times = split(at)
    count = times.size
    given_ = given_vector(program, kernels, plain)
    arrays = {Array.STATE: states, Array.GIVEN: given_, Array.TIME: times[None]}
    found = {"derive": given_}
    for name in ("right_side", "jacobian", "observe"):
        for i, out in enumerate(run(program, kernels, name, arrays, count)):
            found[f"{name} {i}"] = out
    return found


def derivatives(model: Model, values: dict[str, complex]) -> np.ndarray:
    """Rates of change over complex numbers."""
    for one in model.assignments:
        values[one.name] = complex_value(one.tree, values)
    return np.array(
        [sum(one.sign * complex_value(one.tree, values) for one in rate.terms) for rate in model.rates]
    )


def values_at(at: np.ndarray, nudged: int = -1) -> dict[str, complex]:
    """One point by name, with an imaginary nudge to one of its numbers."""
    names = (*STATES, *PARAMETERS, *INPUTS, "time")
    values = {name: complex(number) for name, number in zip(names, at.tolist(), strict=True)}
    if nudged >= 0:
        values[names[nudged]] += 1j * NUDGE
    return values


@quick
@given(model=models(), at=points(), lanes=st.sampled_from([1, 2, 4, 8]))
def test_machine_code_of_any_width_computes_what_the_interpreter_does(model, at, lanes):
    program = lower(model)
    twin = sections_of(program, interpret(program, 1), at)
    for name, found in sections_of(program, compile_native(program, lanes), at).items():
        scale = np.maximum(1.0, np.abs(twin[name]).max(initial=0.0))
        np.testing.assert_allclose(found, twin[name], rtol=TWIN, atol=TWIN * scale, err_msg=name)


@quick
@given(model=models(), at=points())
def test_every_width_computes_the_same_bits(model, at):
    program = lower(model)
    single = sections_of(program, compile_native(program, 1), at)
    for lanes in (2, 4, 8):
        for name, found in sections_of(program, compile_native(program, lanes), at).items():
            np.testing.assert_array_equal(found, single[name], err_msg=f"{name}, {lanes} lanes")


@quick
@given(model=models(), at=points(count=2))
def test_the_right_side_is_what_the_equations_say(model, at):
    program = lower(model)
    found = sections_of(program, interpret(program, 1), at)["right_side 0"]
    for point in range(at.shape[1]):
        expected = derivatives(model, values_at(at[:, point])).real
        np.testing.assert_allclose(found[:, point], expected, rtol=1e-11, atol=1e-11)


@quick
@given(model=models(), at=points(count=2))
def test_the_jacobian_and_the_time_derivative_agree_with_imaginary_nudges(model, at):
    program = lower(model)
    found = sections_of(program, compile_native(program, 2), at)
    n = len(STATES)
    for point in range(at.shape[1]):
        dense = np.zeros((n, n))
        for place, (row, column) in enumerate(program.pattern):
            dense[row, column] = found["jacobian 0"][place, point]
        for column in range(n):
            slopes = derivatives(model, values_at(at[:, point], column)).imag / NUDGE
            scale = 1.0 + np.abs(slopes)
            assert (np.abs(dense[:, column] - slopes) <= 1e-9 * scale).all()
        slopes = derivatives(model, values_at(at[:, point], at.shape[0] - 1)).imag / NUDGE
        assert (np.abs(found["jacobian 1"][:, point] - slopes) <= 1e-9 * (1.0 + np.abs(slopes))).all()


@quick
@given(model=models(), at=points(count=2))
def test_the_jacobian_inside_the_factors_is_the_jacobian(model, at):
    """(I*s - J) x = b is solved by the factors: multiplied back with the separate Jacobian, b returns."""
    program = lower(model)
    kernels = compile_native(program, 2)
    states, plain, times = split(at)
    arrays = {
        Array.STATE: states,
        Array.GIVEN: given_vector(program, kernels, plain),
        Array.TIME: times[None],
    }
    entries, by_time = run(program, kernels, "jacobian", arrays, times.size)
    # A shift well above every entry keeps the system far from singular.
    shift = 10.0 * (1.0 + np.abs(entries).sum(axis=0, initial=0.0))
    factors, again, quality = run(
        program, kernels, "factor", {**arrays, Array.FACTOR: shift[None]}, times.size
    )
    np.testing.assert_allclose(again, by_time, rtol=1e-12, atol=1e-12)
    assert (quality > 0).all()
    right = np.arange(1.0, len(STATES) + 1)[:, None] * np.ones(times.size)
    solved = run(program, kernels, "solve", {Array.LU: factors, Array.RIGHT: right}, times.size)[0]
    for point in range(times.size):
        matrix = np.eye(len(STATES)) * shift[point]
        for place, (row, column) in enumerate(program.pattern):
            matrix[row, column] -= entries[place, point]
        np.testing.assert_allclose(matrix @ solved[:, point], right[:, point], rtol=1e-12, atol=1e-12)


@quick
@given(model=models(), at=points(count=3))
def test_named_expressions_are_observed_as_the_equations_say(model, at):
    program = lower(model)
    states, plain, times = split(at)
    found = observed(program, interpret(program, 1), states, plain, times)
    assert plain.shape == plain_numbers(model, times.size).shape
    for point in range(times.size):
        values = values_at(at[:, point])
        derivatives(model, values)
        for one in model.assignments:
            expected = values[one.name].real
            assert abs(found[one.name][point] - expected) <= 1e-11 * (1 + abs(expected))
