"""How a run ends when it cannot go on: below zero, without bound, out of steps; what the reader is told."""

from __future__ import annotations

import numpy as np
import pytest

from model.written import PERSON, scenario_of, shelf_of
from remit.run import run_scenario
from remit.solve.problem import Act
from remit.solve.status import Status
from solve.ensembles import Subject, document, setup_of, solve, state

ADD, SET = Act.ADD_TO_STATE, Act.SET_STATE
DECAY = setup_of(document(state("x", 1.0), "dx/dt = -rate*x", {"rate": "0.5 /h"}))
CANCELS = setup_of(document(state("x", 1.0), "dx/dt = -loss - 0*x*loss", {"loss": "0.25 /h"}))


def test_a_step_bound_is_reached_and_told():
    needed = int(solve(DECAY, Subject(), 50.0, rtol=1e-8).counts[0, :2].sum())
    enough = solve(DECAY, Subject(), 50.0, [50.0], rtol=1e-8, max_steps=needed)
    assert enough.status[0] == Status.FINISHED
    short = solve(DECAY, Subject(), 50.0, [1.0, 50.0], rtol=1e-8, max_steps=needed - 1)
    assert short.status[0] == Status.TOO_MANY_STEPS
    assert short.counts[0, :2].sum() == needed - 1
    assert 0.0 < short.moment[0] < 50.0
    assert np.isnan(short.states).all()


def test_a_state_that_truly_goes_below_zero_is_an_error_at_its_moment():
    found = solve(CANCELS, Subject(), 10.0, [0.0, 1.0])
    assert found.status[0] == Status.NEGATIVE
    assert found.moment[0] == pytest.approx(4.0, rel=1e-4)
    assert np.isnan(found.states).all()


def test_a_state_that_may_be_negative_goes_through_zero():
    signed = setup_of(document(state("x", 1.0, signed=True), "dx/dt = -loss - 0*x*loss", {"loss": "0.25 /h"}))
    found = solve(signed, Subject(), 10.0, [10.0])
    assert found.states[0, 0, 0] == pytest.approx(-1.5, rel=1e-10)


def test_noise_below_zero_becomes_zero():
    """A fast decay overshoots zero by less than the tolerance; nothing negative is ever shown."""
    fast = setup_of(
        document(
            ", ".join([state("x", 1.0), state("y", 0.0)]),
            "flow x -> y = fast*x\nflow y -> nothing = slow*y*y",
            {"fast": "1000 /h", "slow": "0.3 /h"},
        )
    )
    loose = {"rtol": 1e-3, "atol": 1e-4}
    found = solve(fast, Subject(), 1e4, np.concatenate([[0], np.geomspace(1e-4, 1e4, 400)]), **loose)
    assert found.status[0] == Status.FINISHED
    assert (found.states >= 0).all()
    assert (found.end >= 0).all()
    free = setup_of(
        document(
            ", ".join([state("x", 1.0, signed=True), state("y", 0.0, signed=True)]),
            "flow x -> y = fast*x\nflow y -> nothing = slow*y*y",
            {"fast": "1000 /h", "slow": "0.3 /h"},
        )
    )
    allowed = solve(free, Subject(), 1e4, np.geomspace(1e-4, 1e4, 400), **loose)
    assert allowed.states.min() < 0, "nothing went below zero, so nothing was shown to be cut off"


def test_the_reader_is_told_which_state_went_below_zero_and_when():
    text = document(
        ", ".join([state("other", 1.0), state("well", 1.0)]),
        "dother/dt = -gentle*other\ndwell/dt = -loss - 0*well*loss",
        {"loss": "0.25 /h", "gentle": "1 /h"},
    )
    scenario = scenario_of("modules: [m]", run="run: {until: 10 h, report_every: 1 h, begin: as_written}")
    found = run_scenario(scenario, shelf=shelf_of(text, PERSON))
    assert found["failed"].item() == 1
    said = found["status"].item()
    assert Status.NEGATIVE.sentence in said
    assert "m.well" in said
    assert "at 4 h" in said
    assert "-loss" in said
    assert np.isnan(found["m.other"].values).all()


@pytest.mark.parametrize("act", [ADD, SET])
def test_an_event_below_zero_is_an_error(act):
    found = solve(DECAY, Subject(events=[(1.0, act, "x", -3.0)]), 5.0, [0.5, 5.0])
    assert found.status[0] == Status.NEGATIVE
    assert found.moment[0] == 1.0


def test_an_event_to_not_a_number_is_an_error():
    found = solve(DECAY, Subject(events=[(1.0, ADD, "x", np.nan)]), 5.0, [0.5, 5.0])
    assert found.status[0] == Status.NOT_FINITE
    assert np.isnan(found.states).all()


def test_an_infinite_dose_is_an_error():
    found = solve(DECAY, Subject(events=[(1.0, ADD, "x", np.inf)]), 5.0, [0.5, 5.0])
    assert found.status[0] != Status.FINISHED


def test_an_explosion_ends_near_its_moment():
    explosive = setup_of(document(state("x", 1.0), "dx/dt = pace*x**2", {"pace": "1 /h"}))
    found = solve(explosive, Subject(), 2.0, [0.5, 2.0])
    assert found.status[0] in (Status.STEP_TOO_SMALL, Status.NOT_FINITE, Status.ZERO_PIVOT)
    assert found.moment[0] == pytest.approx(1.0, abs=1e-3)
