"""The compiled stepper against its slow twin and closed forms: steps, stops, reports and endings."""

from __future__ import annotations

import math

import numpy as np
import pytest

from remit.solve.method import DEFAULT
from remit.solve.problem import Act
from remit.solve.status import Status
from solve import reference_stepper
from solve.ensembles import Setup, Subject, document, problem_of, run, setup_of, solve, state
from solve.reference_stepper import Control, complex_step_equations

ADD, SET, GIVEN, RESET = Act.ADD_TO_STATE, Act.SET_STATE, Act.SET_GIVEN, Act.RESET
DRIVE = 'inputs: {drive: {unit: "1", rest: 1}}\n'
DECAY = setup_of(
    document(state("x", 1.0), "dx/dt = rate*(drive - 1 - x)", {"rate": "0.5 /h"}, DRIVE)
)  # with drive 1 it decays to nothing
FREE = setup_of(
    document(state("x", 1.0, signed=True), "dx/dt = rate*(drive - 1 - x)", {"rate": "0.5 /h"}, DRIVE)
)
STILL = setup_of(document(state("x", 1.0), "dx/dt = 0*rate*x", {"rate": "1 /h"}))
RATE = 0.5


def robertson(t, y):
    a, b, c = y
    net, late = 0.04 * a - 1e4 * b * c, 3e7 * b * b
    return np.array([-net, net - late, late])


def van_der_pol(t, y):
    return np.array([y[1], 1000.0 * ((1 - y[0] * y[0]) * y[1] - y[0])])


def pushed(t, y):
    return np.array([-50.0 * (y[0] - np.cos(t)) + y[1], -y[1] * y[0] + np.sin(2 * t)])


TWINS = {
    "robertson": (
        robertson,
        document(
            ", ".join(
                state(name, start, signed=True) for name, start in [("a", 1.0), ("b", 0.0), ("c", 0.0)]
            ),
            "net = slow*a - middle*b*c : 1/h\nflow a -> b = net\nflow b -> c = fast*b**2",
            {"slow": "0.04 /h", "middle": "1e4 /h", "fast": "3e7 /h"},
        ),
        [1.0, 0.0, 0.0],
        40.0,
    ),
    "van_der_pol": (
        van_der_pol,
        document(
            ", ".join([state("x", 2.0, signed=True), state("y", 0.0, signed=True)]),
            "dx/dt = pace*y\ndy/dt = fast*((1 - x*x)*y - x)",
            {"pace": "1 /h", "fast": "1000 /h"},
        ),
        [2.0, 0.0],
        2.0,
    ),
    "pushed": (
        pushed,
        document(
            ", ".join([state("x", 0.5, signed=True), state("y", 1.0, signed=True)]),
            "dx/dt = pull*(cos(pace*time) - x) + pace*y\ndy/dt = pace*(sin(2*pace*time) - y*x)",
            {"pull": "50 /h", "pace": "1 /h"},
        ),
        [0.5, 1.0],
        10.0,
    ),
}


@pytest.mark.parametrize("rtol", [1e-4, 1e-7])
@pytest.mark.parametrize("name", TWINS)
def test_the_compiled_stepper_walks_in_the_footsteps_of_its_slow_twin(name, rtol):
    right_side, text, start, end = TWINS[name]
    times = np.linspace(0.0, end, 31)
    atol = 1e-3 * rtol
    found = solve(setup_of(text), Subject(), end, times, rtol=rtol, atol=atol)
    assert found.status[0] == Status.FINISHED
    twin = reference_stepper.integrate(
        DEFAULT,
        complex_step_equations(right_side),
        np.array(start),
        times,
        rtol,
        np.full(len(start), atol),
        Control(predictive=True),
    )
    assert abs(found.counts[0, 0] - twin.accepted) <= 1
    assert abs(found.counts[0, 1] - twin.rejected) <= 1
    # Rounding differs, steps do not: the distance is far below what either is off.
    scale = np.abs(twin.states).max(axis=0)
    assert (np.abs(found.states[0] - twin.states) <= 1e-9 * scale + 1e-4 * (atol + rtol * scale)).all()


def exact(times, events=()) -> np.ndarray:
    """x of DECAY or FREE after every event that is due, for events that add to x or set drive."""
    values = []
    for time in times:
        x, t, level = 1.0, 0.0, 0.0
        for when, act, value in [*(one for one in events if one[0] <= time), (time, None, 0.0)]:
            x = level + (x - level) * math.exp(-RATE * (when - t))
            t = when
            if act is ADD:
                x += value
            elif act is GIVEN:
                level = value - 1.0
        values.append(x)
    return np.array(values)


def test_events_are_met_exactly_and_act_once():
    events = [
        (1.0, ADD, "x", 2.0),
        (2.5, GIVEN, "drive", 3.0),
        (2.5, ADD, "x", 1.0),
        (7.0, GIVEN, "drive", 1.0),
    ]
    times = np.linspace(0, 10, 101)
    found = solve(DECAY, Subject(events=events), 10.0, times, rtol=1e-9, atol=1e-12)
    expected = exact(times, [(time, act, value) for time, act, _, value in events])
    np.testing.assert_allclose(found.states[0, :, 0], expected, rtol=1e-8)
    assert found.counts[0, 2] == 4
    assert found.last_event[0] == 3


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("time", [0.0, 3.0, 10.0])
def test_a_report_at_an_event_shows_the_side_that_was_asked_for(time, before):
    subject = Subject(events=[(time, ADD, "x", 5.0), (time, GIVEN, "drive", 2.0)])
    report = sorted({0.0, time, 10.0})
    found = solve(DECAY, subject, 10.0, report, before=before, rtol=1e-9, atol=1e-12)
    at = report.index(time)
    untouched = math.exp(-RATE * time)
    assert found.states[0, at, 0] == pytest.approx(untouched + (0.0 if before else 5.0), rel=1e-8)
    assert found.given[0, at, 0] == (1.0 if before else 2.0)
    assert found.end[0, 0] == pytest.approx(
        1.0 + (untouched + 4.0) * math.exp(-RATE * (10.0 - time)), rel=1e-8
    )


def test_reports_just_beside_an_event_are_on_its_two_sides():
    beside = [math.nextafter(3.0, 0.0), 3.0, math.nextafter(3.0, 9.0)]
    found = solve(DECAY, Subject(events=[(3.0, ADD, "x", 5.0)]), 10.0, beside, rtol=1e-9, atol=1e-12)
    left, at, right = found.states[0, :, 0]
    assert left == pytest.approx(math.exp(-1.5), rel=1e-8)
    assert at == pytest.approx(math.exp(-1.5) + 5.0, rel=1e-8)
    assert right == pytest.approx(at, rel=1e-12)


def test_two_events_at_one_time_act_in_the_order_of_the_table():
    adds_last = Subject(events=[(2.0, SET, "x", 10.0), (2.0, ADD, "x", 1.0)])
    sets_last = Subject(events=[(2.0, ADD, "x", 1.0), (2.0, SET, "x", 10.0)])
    found = run(DECAY, problem_of(DECAY, [adds_last, sets_last], 5.0, [2.0]), lanes=2)
    assert found.states[:, 0, 0].tolist() == [11.0, 10.0]


def test_a_reset_leads_home_not_to_the_start():
    subject = Subject(start={"x": 3.0}, home={"x": 0.25}, events=[(2.0, RESET, "", 0.0)])
    found = solve(DECAY, subject, 5.0, [0.0, 2.0])
    assert found.states[0, :, 0].tolist() == [3.0, 0.25]


def test_events_closer_than_a_step_can_resolve_are_all_met():
    tight = [1.0, math.nextafter(1.0, 2.0), 1.0 + 1e-15, 1.0 + 1e-13, 1.0 + 1e-9]
    found = solve(STILL, Subject(events=[(time, ADD, "x", 1.0) for time in tight]), 2.0, [2.0])
    assert found.status[0] == Status.FINISHED
    assert found.states[0, 0, 0] == 6.0


def test_events_beyond_the_end_do_not_act():
    found = solve(STILL, Subject(events=[(5.0, ADD, "x", 1.0), (5.1, ADD, "x", 100.0)]), 5.0, [5.0])
    assert found.states[0, 0, 0] == 2.0
    assert found.counts[0, 2] == 1


@pytest.mark.parametrize("at", [0.0, 7.0, -3.0])
@pytest.mark.parametrize("before", [False, True])
def test_a_run_without_length_shows_its_start_and_gives_what_is_due(at, before):
    subject = Subject(events=[(at, ADD, "x", 1.0)])
    found = solve(DECAY, subject, at, [at], begin=at, before=before)
    assert found.status[0] == Status.FINISHED
    assert found.states[0, 0, 0] == (1.0 if before else 2.0)
    assert found.end[0, 0] == 2.0
    assert found.counts[0].tolist() == [0, 0, 1]


def test_a_run_may_begin_before_zero():
    found = solve(
        DECAY, Subject(events=[(-4.0, ADD, "x", 1.0)]), 0.0, [-6.0, -4.0, -3.5, 0.0], begin=-6.0, rtol=1e-9
    )
    kept = math.exp(-1.0) + 1.0
    expected = [1.0, kept, kept * math.exp(-0.25), kept * math.exp(-2.0)]
    np.testing.assert_allclose(found.states[0, :, 0], expected, rtol=1e-8)


def test_what_stands_still_takes_one_step_however_long():
    found = solve(STILL, Subject(), 1e12, [0.0, 1e6, 1e12])
    assert found.states[0, :, 0].tolist() == [1.0, 1.0, 1.0]
    assert found.counts[0, 0] == 1


def test_a_dose_of_another_drug_does_not_throw_the_step_size_away():
    two = setup_of(
        document(
            ", ".join([state("x", 1.0), state("y", 1.0)]),
            "dx/dt = -slow*x\ndy/dt = -slow*y",
            {"slow": "0.001 /h"},
        )
    )
    tiny = [(float(time), ADD, "x", 1e-12) for time in range(10, 1000, 10)]
    quiet = solve(two, Subject(), 1000.0).counts[0, 0]
    disturbed = solve(two, Subject(events=tiny), 1000.0).counts[0, 0]
    assert disturbed <= quiet + len(tiny) + 5


def test_reports_need_no_steps_of_their_own():
    few = solve(DECAY, Subject(), 20.0, [20.0])
    many = solve(DECAY, Subject(), 20.0, np.linspace(0, 20, 5001))
    np.testing.assert_array_equal(many.counts, few.counts)
    np.testing.assert_array_equal(many.end, few.end)


def test_a_rate_that_jumps_with_time_itself_is_stepped_over_by_trial():
    """A steep switch: no event announces it, the error estimate has to find it."""
    switch = setup_of(
        document(
            state("x", 0.0, signed=True),
            "dx/dt = pace*smooth_step(pace*time, 50, 0.001)",
            {"pace": "1 /h"},
        )
    )
    found = solve(switch, Subject(start={"x": 0.0}, events=[(49.0, ADD, "x", 0.0)]), 60.0, [60.0], rtol=1e-6)
    assert found.states[0, 0, 0] == pytest.approx(10.0, rel=1e-4)


def test_setups_differ_as_their_names_say():
    free = solve(FREE, Subject(events=[(1.0, SET, "x", -3.0)]), 2.0, [2.0])
    assert free.states[0, 0, 0] == pytest.approx(-3.0 * math.exp(-RATE), rel=1e-6)
    assert isinstance(FREE, Setup)
