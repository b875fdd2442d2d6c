"""Library and problem documents: every width against the interpreter, Jacobians against differences."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from problems.documents import SCENARIOS as PROBLEMS
from problems.documents import problem_scenario, problem_shelf
from program.models import plain_numbers
from program.sections import given_vector, run
from remit.model.assemble import assemble
from remit.model.model import Model
from remit.program.graph import Array
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.native import Kernels, compile_native
from remit.program.program import Program
from remit.quantity.parameter import Address
from remit.reading.documents import Include, ModuleDoc
from remit.reading.shelf import Shelf, read_scenario

FIRST_RUN = Path(__file__).parents[2] / "scenarios" / "first_run.yaml"
TWIN = 1e-12
POINTS = 6


def library_model() -> Model:
    """Every module and drug of the library that has numbers for man, together."""
    scenario = read_scenario(FIRST_RUN)
    here = Address("test_documents.py")
    shelf = Shelf(scenario=FIRST_RUN)
    drugs = tuple(name for name in shelf.names("drug") if has_numbers_for_man(shelf.read("drug", name)))
    alone = [name for name in shelf.names("module") if shelf.read("module", name).on_request]
    modules = tuple(Include(name, name, "", {}, here) for name in alone if name != "hpa_ultradian")
    return assemble(replace(scenario, modules=modules, whole=here, drugs=drugs), shelf)


def has_numbers_for_man(doc: ModuleDoc) -> bool:
    """Whether every parameter has a value for man or any species, or is one that the first run borrows."""
    return all(
        any(one.species in ("human", "any") for one in numbers) or local.endswith("half_occupying")
        for local, numbers in doc.parameters.items()
    )


@cache
def model_of(name: str, folder: Path) -> Model:
    if name == "library":
        return library_model()
    shelf = problem_shelf(folder)
    return assemble(problem_scenario(name, shelf), shelf)


@pytest.fixture(params=["library", *(name for name in PROBLEMS if name != "akzo")])
def model(request: pytest.FixtureRequest, tmp_path: Path) -> Model:
    return model_of(request.param, tmp_path / "made")


def points(model: Model, program: Program) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Around the starting values, at several times: states, given numbers without derived ones, times."""
    rng = np.random.default_rng(7)
    plain = plain_numbers(model, POINTS)
    kernels = interpret(program, 1)
    starts = run(program, kernels, "start", {Array.GIVEN: plain}, POINTS)[0]
    states = starts * rng.uniform(0.5, 2, starts.shape) + rng.uniform(0.1, 1, starts.shape)
    plain[len(model.parameters) :] *= rng.uniform(0.5, 2, plain[len(model.parameters) :].shape)
    return states, plain, rng.uniform(0, 48, POINTS)


def computed(
    program: Program, kernels: Kernels, at: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> dict[str, np.ndarray]:
    states, plain, times = at
    given = given_vector(program, kernels, plain)
    arrays = {
        Array.STATE: states,
        Array.GIVEN: given,
        Array.TIME: times[None],
        Array.FACTOR: 3.0 + 0 * times[None],
    }
    found = {"derive": given}
    for name in ("start", "door", "right_side", "jacobian", "factor", "observe"):
        for i, out in enumerate(run(program, kernels, name, arrays, times.size)):
            found[f"{name} {i}"] = out
    return found


def test_machine_code_of_every_width_computes_what_the_interpreter_does(model: Model) -> None:
    program = lower(model)
    at = points(model, program)
    twin = computed(program, interpret(program, 1), at)
    native = {lanes: computed(program, compile_native(program, lanes), at) for lanes in (1, 2, 4, 8)}
    sizes = term_sizes(program, at)
    for name, found in native[1].items():
        for lanes in (2, 4, 8):
            np.testing.assert_array_equal(native[lanes][name], found, err_msg=f"{name}, {lanes} lanes")
        if name == "factor 0":  # elimination may amplify a rounding; what the factors solve is tested below
            continue
        scale = sizes if name == "right_side 0" else np.abs(twin[name])
        off = np.abs(found - twin[name])
        assert (off <= TWIN * (scale + np.abs(twin[name]).max(initial=0) * 1e-3)).all(), name


def term_sizes(program: Program, at: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """How large each rate's terms may be, (n_states, n_points): what rounding is measured against."""
    states, _, _ = at
    entries = computed(program, interpret(program, 1), at)["jacobian 0"]
    sizes = np.zeros(states.shape)
    for place, (row, column) in enumerate(program.pattern):
        sizes[row] += np.abs(entries[place] * states[column])
    return sizes


def test_the_interpreter_runs_lanes_side_by_side_without_mixing_them(model: Model) -> None:
    program = lower(model)
    at = points(model, program)
    single = computed(program, interpret(program, 1), at)
    for name, found in computed(program, interpret(program, 4), at).items():
        np.testing.assert_array_equal(found, single[name], err_msg=name)


def test_the_jacobian_agrees_with_differences_at_two_distances(model: Model) -> None:
    """Extrapolated central differences: the error falls as the fourth power of the distance."""
    program = lower(model)
    kernels = compile_native(program, 4)
    states, plain, times = points(model, program)
    given = given_vector(program, kernels, plain)
    base = {Array.GIVEN: given, Array.TIME: times[None]}

    def rates(at: np.ndarray, now: np.ndarray) -> np.ndarray:
        arrays = {**base, Array.STATE: at, Array.TIME: now[None]}
        return run(program, kernels, "right_side", arrays, times.size)[0]

    entries, by_time = run(program, kernels, "jacobian", {**base, Array.STATE: states}, times.size)
    dense = np.zeros((len(program.states), len(program.states), times.size))
    for place, (row, column) in enumerate(program.pattern):
        dense[row, column] = entries[place]
    noise = 1e-15 * (np.abs(rates(states, times)) + term_sizes(program, (states, plain, times)))
    for column in range(len(program.states)):
        apart = 1e-3 * np.abs(states[column])

        def central(distance: np.ndarray, column: int = column) -> np.ndarray:
            up, down = states.copy(), states.copy()
            up[column] += distance
            down[column] -= distance
            return (rates(up, times) - rates(down, times)) / (up[column] - down[column])

        expected = (4 * central(apart / 2) - central(apart)) / 3
        allowed = 1e-6 * np.abs(dense[:, column]) + 100 * noise / apart
        assert (np.abs(dense[:, column] - expected) <= allowed + 1e-300).all(), program.states[column]
    if program.depends_on_time:
        slope = (rates(states, times + 1e-4) - rates(states, times - 1e-4)) / 2e-4
        allowed = 1e-6 * np.abs(by_time).max(axis=0) + 100 * noise / 1e-4
        assert (np.abs(by_time - slope) <= allowed).all()
    else:
        assert not by_time.any()


@pytest.mark.parametrize("native", [True, False])
def test_the_factors_solve_the_system_that_the_jacobian_makes(model: Model, native: bool) -> None:
    program = lower(model)
    kernels = compile_native(program, 4) if native else interpret(program, 1)
    found = computed(program, kernels, points(model, program))
    n = len(program.states)
    right = np.random.default_rng(1).normal(size=(n, POINTS))
    solved = run(program, kernels, "solve", {Array.LU: found["factor 0"], Array.RIGHT: right}, POINTS)[0]
    assert (found["factor 2"] > 0).all()
    np.testing.assert_allclose(found["factor 1"], found["jacobian 1"], rtol=TWIN, atol=0)
    for point in range(POINTS):
        whole = 3.0 * np.eye(n)
        for place, (row, column) in enumerate(program.pattern):
            whole[row, column] -= found["jacobian 0"][place, point]
        x = solved[:, point]
        residual = np.abs(whole @ x - right[:, point])
        assert (residual <= 1e-9 * (np.abs(whole) @ np.abs(x) + np.abs(right[:, point]))).all()


@pytest.mark.parametrize(("name", "reads_time"), [("hires", False), ("bell", True), ("library", True)])
def test_a_program_knows_whether_it_reads_the_time(name: str, reads_time: bool, tmp_path: Path) -> None:
    assert lower(model_of(name, tmp_path / "made")).depends_on_time == reads_time
