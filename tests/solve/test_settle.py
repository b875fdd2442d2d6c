"""What repeats is found exactly: steady states, orbits, conserved totals; and what does not is told."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.written import PERSON, scenario_of, shelf_of
from remit.reading.documents import ScenarioDoc
from remit.reading.shelf import Shelf, read_scenario
from remit.run import run_scenario
from remit.solve.settle import settle
from solve.ensembles import document, state

FIRST_RUN = Path(__file__).parents[2] / "scenarios" / "first_run.yaml"
TURN = 2 * math.pi / 24.0  # [1/h]


def settled(text: str, run: str = "run: {until: 24 h, report_every: 3 h}", more: str = ""):
    """The dataset of a run that begins settled."""
    return run_scenario(scenario_of(f"modules: [m]\n{more}", run=run), shelf=shelf_of(text, PERSON))


def values(found, quantity: str) -> np.ndarray:
    return found[f"m.{quantity}"].values.ravel()


def test_a_linear_system_settles_at_its_fixed_point():
    text = document(
        ", ".join([state("x", 9.0), state("y", 0.5), state("z", 0.0)]),
        "flow nothing -> x = make\nflow x -> y = go*x\nflow y -> x = back*y\n"
        "flow y -> z = go*y\nflow z -> nothing = lose*z",
        {"make": "2 /h", "go": "0.3 /h", "back": "0.02 /h", "lose": "1e-3 /h"},
    )
    matrix = np.array([[-0.3, 0.02, 0.0], [0.3, -0.32, 0.0], [0.0, 0.3, -1e-3]])
    fixed = np.linalg.solve(matrix, [-2.0, 0.0, 0.0])
    found = settled(text)
    for name, expected in zip("xyz", fixed, strict=True):
        np.testing.assert_allclose(values(found, name), expected, rtol=1e-8)


RHYTHMIC = document(
    ", ".join([state("x", 3.0), state("y", 0.0)]),
    "dx/dt = fast*(1 + swing*cos(turn*(time - peak)/day) - x)\ndy/dt = slow*(x - y)",
    {"fast": "0.4 /h", "slow": "0.003 /h", "swing": "0.6", "peak": "8 h"},
)


def closed_form(times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The periodic solution of RHYTHMIC: two linear filters in a row."""
    push = 0.6 * np.exp(1j * TURN * (times - 8.0))
    x = push * 0.4 / (0.4 + 1j * TURN)
    y = x * 0.003 / (0.003 + 1j * TURN)
    return 1.0 + x.real, 1.0 + y.real


@pytest.mark.parametrize("begin", [0.0, 5.0, 100.0])
def test_a_system_driven_by_the_day_settles_on_its_periodic_solution(begin):
    found = settled(
        RHYTHMIC,
        f"run: {{from: {begin} h, until: {begin + 24} h, report_every: 1 h, rtol: 1e-10, atol: 1e-12}}",
    )
    x, y = closed_form(found["time"].values)
    np.testing.assert_allclose(values(found, "x"), x, rtol=1e-8)
    np.testing.assert_allclose(values(found, "y"), y, rtol=1e-8)


def test_every_subject_settles_on_its_own_orbit():
    text = RHYTHMIC.replace("value: 0.4 /h", "value: 0.4 /h, spread: {cv: 0.5, shape: lognormal}")
    found = settled(text, more="population: {subjects: 7, seed: 3}")
    rates = found["varied_value"].sel(varied="m.fast").values.ravel()
    assert len(set(rates)) == 7
    for subject, rate in enumerate(rates):
        push = 0.6 * np.exp(1j * TURN * (found["time"].values - 8.0))
        expected = 1.0 + (push * rate / (rate + 1j * TURN)).real
        np.testing.assert_allclose(found["m.x"].isel(subject=subject).values.ravel(), expected, rtol=1e-5)


def test_what_is_conserved_keeps_the_total_it_started_with():
    text = document(
        ", ".join([state("free", 3.0), state("bound", 1.0), state("hidden", 0.5), state("other", 7.0)]),
        "flow free -> bound = on*free*free\nflow bound -> free = off*bound\n"
        "flow bound -> hidden = in_*bound\nflow hidden -> bound = out*hidden\ndother/dt = 0",
        {"on": "0.2 /h", "off": "0.7 /h", "in_": "0.05 /h", "out": "0.01 /h"},
    )
    found = settled(text)
    free, bound, hidden = (values(found, name) for name in ("free", "bound", "hidden"))
    np.testing.assert_allclose(free + bound + hidden, 4.5, rtol=1e-9)
    np.testing.assert_allclose(0.2 * free**2, 0.7 * bound, rtol=1e-7)
    np.testing.assert_allclose(0.05 * bound, 0.01 * hidden, rtol=1e-7)
    np.testing.assert_allclose(values(found, "other"), 7.0, rtol=1e-12)


def test_a_nonlinear_switch_settles_in_the_valley_it_started_in():
    def switch(start: float) -> str:
        return document(
            state("x", start),
            "dx/dt = pace*(0.05 + hill(x, half, 4) - 0.5*x)",
            {"pace": "1 /h", "half": "1"},
        )

    low, high = values(settled(switch(0.2)), "x"), values(settled(switch(1.8)), "x")
    for x in (*low, *high):
        assert abs(0.05 + x**4 / (1 + x**4) - 0.5 * x) < 1e-9
    assert low[0] < 0.2 < 1.5 < high[0]


@pytest.mark.parametrize(
    ("equation", "start"),
    [
        ("dx/dt = rate", 1.0),  # grows for ever
        ("dx/dt = rate*(x - 2)", 2.0001),  # a steady state that repels
        ("dx/dt = rate*x*x", 1.0),  # explodes
    ],
)
def test_a_system_without_a_steady_state_is_reported(equation, start):
    text = document(state("x", start), equation, {"rate": "0.5 /h"})
    found = settled(text)
    assert found["failed"].item() != 0
    assert "no steady state or repeating orbit" in found["status"].item()
    assert np.isnan(values(found, "x")).all()


def test_a_rhythm_of_its_own_that_no_day_closes_is_reported():
    """Van der Pol's oscillator with a period that is no fraction of a day."""
    text = document(
        ", ".join([state("x", 2.0, signed=True), state("y", 0.0, signed=True)]),
        "dx/dt = pace*y\ndy/dt = pace*((1 - x*x)*y - x)",
        {"pace": "1.234 /h"},
    )
    found = settled(text)
    if found["failed"].item() == 0:  # then at least at a point that does repeat
        np.testing.assert_allclose(values(found, "x"), values(found, "x")[0], atol=1e-6)
        pytest.fail("the repelling point in the middle was taken for a place to begin")
    assert "no steady state or repeating orbit" in found["status"].item()


def test_a_subject_that_does_not_settle_does_not_spoil_the_others():
    text = document(state("x", 1.0), "dx/dt = make - lose*x", {"make": "1 /h", "lose": "0.1 /h"})
    text = text.replace("value: 0.1 /h", "value: 0.1 /h, spread: {cv: 0.3, shape: lognormal}")
    arms = "arms: {plain: {}, hopeless: {set: {m.lose: {to: -0.5 /h, because: it never settles}}}}"
    found = settled(text, more=f"population: {{subjects: 3, seed: 1}}\n{arms}")
    assert (found["failed"].sel(arm="plain") == 0).all()
    assert (found["failed"].sel(arm="hopeless") != 0).all()
    rates = found["varied_value"].sel(varied="m.lose", arm="plain").values.ravel()
    np.testing.assert_allclose(
        found["m.x"].sel(arm="plain").isel(time=0).values.ravel(), 1.0 / rates, rtol=1e-8
    )


def library(modules: str, run: str) -> tuple[ScenarioDoc, Shelf]:
    """Library modules without drugs or disease, in a healthy adult."""
    first = read_scenario(FIRST_RUN)
    wanted = tuple(one for one in first.modules if one.module in modules.split())
    plain = scenario_of("", run=run, individual="human_adult")
    scenario = replace(plain, modules=wanted)
    assert len(wanted) == len(modules.split())
    return scenario, Shelf()


def test_the_healthy_axis_does_not_drift_in_sixty_days():
    scenario, shelf = library(
        "hpa hpa_glands corticosteroid_receptors",
        "run: {until: 60 d, report_every: 24 h, rtol: 1e-9, atol: 1e-12}",
    )
    found = run_scenario(scenario, shelf=shelf)
    assert found["failed"].item() == 0
    states = [name for name in found.data_vars if found[name].dims[-1:] == ("time",)]
    assert len(states) > 8
    for name in states:
        level = found[name].values.ravel()
        assert np.ptp(level) <= 1e-6 * (np.abs(level[0]) + 1.0), name
        drift = np.abs(np.diff(level)).max()
        assert drift <= 1e-6 * (np.abs(level[0]) + 1.0), f"{name} drifts by {drift:g} a day"


def test_settling_reports_how_strongly_an_orbit_attracts():
    """The period map x -> a + m (x - a) has the multiplier m."""

    def flow(states, rows):
        return 2.0 + 0.3 * (states - 2.0), np.zeros(rows.size, np.int64)

    found = settle(flow, np.array([[9.0], [1.0]]), np.ones(1), np.zeros(1, bool), 0, flow)
    np.testing.assert_allclose(found.states, 2.0, rtol=1e-10)
    assert found.closed.all()
    assert found.growth[0] == pytest.approx(0.3, rel=1e-6)


def test_settling_keeps_a_positive_state_positive_on_its_way():
    """Newton's first step from far away would lead below zero."""
    seen = []

    def flow(states, rows):
        seen.append(states.copy())
        return np.sqrt(np.maximum(states, 0.0)) * 0.1, np.zeros(rows.size, np.int64)

    found = settle(flow, np.array([[1.0], [50.0]]), np.full(1, 1e-3), np.zeros(1, bool), 0, flow)
    assert all((states >= 0).all() for states in seen)
    np.testing.assert_allclose(found.states, 0.01, rtol=1e-8)


def test_one_that_cannot_flow_is_told_apart_from_those_that_can():
    def flow(states, rows):
        return 1.0 + 0.5 * (states - 1.0), np.where(rows == 1, 3, 0)

    found = settle(flow, np.array([[9.0], [9.0], [4.0]]), np.ones(1), np.zeros(1, bool), 2, flow)
    assert found.status.tolist() == [0, 3, 0]
    np.testing.assert_allclose(found.states[[0, 2]], 1.0, rtol=1e-9)


def test_a_map_that_leads_on_where_corrections_do_not_is_followed():
    """Every period brings it nearer, but the slope is between -17 and 17 all the way in."""

    def flow(states, rows):
        away = states - 2.0
        ripples = 0.5 * (1.0 + 0.8 * np.sin(40.0 * np.log(np.abs(away) + 1e-300)))
        return 2.0 + ripples * away, np.zeros(rows.size, np.int64)

    found = settle(flow, np.array([[9.0]]), np.ones(1), np.zeros(1, bool), 3, flow)
    np.testing.assert_allclose(found.states, 2.0, rtol=1e-6)
    assert found.change[0] <= 1e-10


def test_one_that_never_settles_names_what_moves_most_and_how_far():
    """The second state grows by half its scale in every period; the first halves its distance to one."""

    def flow(states, rows):
        ends = np.column_stack([0.5 * (states[:, 0] + 1.0), states[:, 1] + 2.0])
        return ends, np.zeros(rows.size, np.int64)

    start, scale = np.array([[3.0, -1.0]]), np.array([1.0, 4.0])
    found = settle(flow, start, scale, np.array([False, True]), 2, flow)
    assert not found.closed[0]
    assert found.worst[0] == 1
    size = min(abs(found.states[0, 1]), 1e3 * (abs(3.0) + 4.0)) + 4.0
    assert found.change[0] == pytest.approx(2.0 / size)


def test_what_takes_years_is_not_taken_for_a_conserved_total():
    """A state that a trace of another moves a thousandfold makes the largest singular value large."""

    def flow(states, rows):
        slow, trace, moved = states.T
        ends = [1.0 + (1.0 - 2e-5) * (slow - 1.0), 0.9 * trace, 0.5 * (moved + slow) + 500.0 * trace]
        return np.column_stack(ends), np.zeros(rows.size, np.int64)

    found = settle(flow, np.array([[1.3, 0.0, 2.0]]), np.ones(3), np.zeros(3, bool), 3, flow)
    assert found.closed[0]
    np.testing.assert_allclose(found.states, [[1.0, 0.0, 1.0]], atol=1e-5)
