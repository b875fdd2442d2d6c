"""A subject's result is the same to the last bit whatever runs beside it, and one failure spoils nothing."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.solve import many
from remit.solve.observe import observe
from remit.solve.problem import Act, Trajectory
from remit.solve.status import Status
from solve.ensembles import Setup, Subject, document, problem_of, run, setup_of, state

END = 48.0
REPORT = np.linspace(0.0, END, 25)
PARAMETERS = {
    "slow": "0.04 /h",
    "fast": "3e7 /h",
    "middle": "1e4 /h",
    "pull": "20 /h",
    "burst": "0 /h",
    "drain": "0 /h",
}
EQUATIONS = """
net = slow*drive*a - middle*b*c : 1/h
flow a -> b = net
flow b -> c = fast*b**2
flow a -> nothing = drain
dd/dt = pull*(cos(3*turn*time/day) + drive - 1 - d) + burst*d**2
"""
STATES = ", ".join([state("a", 1.0), state("b", 0.0), state("c", 0.0), state("d", 1.0, signed=True)])
INPUT = 'inputs: {drive: {unit: "1", rest: 1}}\n'
BLOWS_UP = Subject({"burst": 50.0, "pull": 1.0})
RUNS_DRY = Subject({"drain": 0.5})
CANNOT_START = Subject(start={"a": np.nan})
FAILURES = (BLOWS_UP, RUNS_DRY, CANNOT_START)


@pytest.fixture(scope="module")
def setup() -> Setup:
    """Robertson's reactions, a stiff clock, and two ways to fail."""
    return setup_of(document(STATES, EQUATIONS, PARAMETERS, INPUT))


def subjects(count: int, seed: int = 1) -> list[Subject]:
    """Persons of all kinds, each with events of its own."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        parameters = {"slow": 0.04 * rng.uniform(0.3, 3), "pull": 10 ** rng.uniform(-1, 5)}
        times = np.sort(rng.uniform(0, END, rng.integers(0, 6)))
        events = [
            (float(time), Act.ADD_TO_STATE, "a", 1.0)
            if rng.random() < 0.5
            else (float(time), Act.SET_GIVEN, "drive", float(rng.uniform(0.5, 2)))
            for time in times
        ]
        made.append(Subject(parameters, {"a": float(rng.uniform(0.5, 2))}, events))
    return made


PERSONS = subjects(21)


def run_all(setup: Setup, persons: list[Subject], lanes: int, threads: int = 1) -> Trajectory:
    """Everybody at a lane width."""
    return run(setup, problem_of(setup, persons, END, REPORT), lanes=lanes, threads=threads)


@pytest.fixture(scope="module")
def alone(setup: Setup) -> list[Trajectory]:
    """Each person by itself in a single lane."""
    found = [run_all(setup, [person], 1) for person in PERSONS]
    assert all(one.status[0] == Status.FINISHED for one in found)
    return found


def assert_same(found: Trajectory, row: int, single: Trajectory) -> None:
    """Everything that is known of a subject, bit by bit."""
    for one in fields(Trajectory):
        np.testing.assert_array_equal(
            getattr(found, one.name)[row], getattr(single, one.name)[0], err_msg=one.name
        )


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("lanes", [1, 2, 4, 8])
def test_lanes_and_threads_change_no_bit(setup, alone, lanes, threads):
    found = run_all(setup, PERSONS, lanes, threads)
    for row, single in enumerate(alone):
        assert_same(found, row, single)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    order=st.permutations(range(len(PERSONS))),
    lanes=st.sampled_from([1, 2, 4, 8]),
    threads=st.sampled_from([1, 2, 5]),
    failures=st.lists(st.tuples(st.integers(0, len(PERSONS)), st.sampled_from(FAILURES)), max_size=6),
)
def test_order_and_failing_neighbours_change_no_bit(setup, alone, order, lanes, threads, failures):
    rows: list[int | Subject] = list(order)
    for where, failure in failures:
        rows.insert(where, failure)
    persons = [PERSONS[one] if isinstance(one, int) else one for one in rows]
    found = run_all(setup, persons, lanes, threads)
    for row, one in enumerate(rows):
        if isinstance(one, int):
            assert_same(found, row, alone[one])
        else:
            assert found.status[row] != Status.FINISHED


@pytest.mark.parametrize("lanes", [1, 8])
def test_a_failed_subject_has_a_reason_and_no_numbers(setup, lanes):
    found = run_all(setup, [PERSONS[0], *FAILURES, PERSONS[1]], lanes)
    assert np.isfinite(found.states[[0, 4]]).all()
    assert np.isnan(found.states[1:4]).all()
    assert np.isnan(found.given[1:4]).all()
    assert found.status.tolist() == [
        Status.FINISHED,
        found.status[1],
        Status.NEGATIVE,
        Status.BAD_START,
        Status.FINISHED,
    ]
    assert found.status[1] in (Status.STEP_TOO_SMALL, Status.NOT_FINITE, Status.ZERO_PIVOT)
    assert 0.0 < found.moment[1] < 1.0
    assert 1.0 < found.moment[2] < 3.0  # a runs dry when what is left of 1 has drained at 0.5 per hour
    assert found.worst[2] == 0


def test_failing_alone_is_failing_in_company(setup):
    alone = run_all(setup, [RUNS_DRY], 1)
    found = run_all(setup, [PERSONS[3], BLOWS_UP, RUNS_DRY, PERSONS[4]], 4)
    assert_same(found, 2, alone)


def test_the_interpreter_is_as_indifferent_to_lanes_as_the_machine_code(setup):
    problem = problem_of(setup, PERSONS[:5], END, REPORT)
    single = run(setup, problem, lanes=1, native=False)
    several = run(setup, problem, lanes=4, native=False)
    np.testing.assert_array_equal(several.states, single.states)


def test_machine_code_and_interpreter_tell_the_same_story(setup):
    problem = problem_of(setup, PERSONS[:5], END, REPORT, rtol=1e-8)
    native, twin = run(setup, problem, lanes=2), run(setup, problem, lanes=2, native=False)
    np.testing.assert_allclose(native.states, twin.states, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(native.counts, twin.counts, atol=10)


def test_progress_counts_every_subject_once(setup):
    done: list[int] = []
    engine = setup.engine(4)
    many.integrate(
        problem_of(setup, PERSONS, END), engine.kernels, engine.sizes, threads=2, progress=done.append
    )
    assert sum(done) == len(PERSONS)


@pytest.mark.parametrize("lanes", [1, 4])
def test_threads_change_no_bit_of_named_expressions(setup, lanes):
    problem, engine = problem_of(setup, PERSONS, END, REPORT), setup.engine(lanes)
    found, program = run(setup, problem, lanes=lanes), setup.program
    one, two, many_more = (
        observe(
            engine.kernels,
            program.n_given,
            REPORT,
            found.states,
            problem.given,
            found.given,
            engine.input_places,
            len(program.observed),
            threads=threads,
        )
        for threads in (1, 2, 50)
    )
    net = one[:, :, program.observed.index("m.net")]
    a, b, c, _ = found.states.transpose(2, 0, 1)
    slow, middle = (problem.given[:, [program.parameters.index(f"m.{name}")]] for name in ("slow", "middle"))
    np.testing.assert_allclose(net, slow * found.given[:, :, 0] * a - middle * b * c, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(two, one)
    np.testing.assert_array_equal(many_more, one)
