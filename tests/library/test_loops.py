"""The whole library at the healthy orbit: stable, and no loop between systems has a gain of one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tests.library.measures import Floats

from remit.run import run_scenario
from remit.run.periods import no_events, over_one_period
from remit.run.scenario import Prepared, parameters, prepare

DAY = (0.0, 24.0)  # [h]
NUDGE = 1e-4  # of a state's size, for the derivative of the map over one day
PUSH = 1e-3  # of the port's signal
LOOPS = {  # name: where the loop is opened, what is read downstream
    "hippocampus_and_axis": ("hippocampus_to_hpa", "hpa.hippocampal_brake", "hippocampus.volume"),
    "activity_and_synapse": ("synapse_to_ampa", "ampa.anchoring", "synapse.spines"),
    "trkb_gsk3_and_mtor": ("gsk3_to_mtor", "mtor.tsc2", "mtor.mtorc1"),
    "sleep_and_axis": ("sleep_to_hpa", "hpa.hypothalamic_drive", "sleep.debt"),
    "affect_and_dopamine_cells": ("affect_to_pallidum", "pallidum.felt", "affect.bias"),
}
SUMS = {"affect_and_dopamine_cells"}  # opened at a port that adds
ABSENT = {"human": {"affect_and_dopamine_cells"}}
SCENARIO = """scenario: loops_{who}
about: every module of the library, with some loops opened
individual: {who}_adult
modules: [all, pushes]
run: {{until: 24 h, report_at: [0 h, 24 h]}}
arms:
  closed: {{}}
{opened}"""


@dataclass(frozen=True, slots=True)
class Orbits:
    """One healthy day of the whole library, with every loop closed and with each one opened.

    Attributes
    ----------
    names : tuple of str
        States.
    arms : dict
        Arm to (start of the settled day (n_states,), sizes (n_states,), given numbers (1, n_given),
        derivative of the map over the day in units of the sizes (n_states, n_states)).
    """

    ready: Prepared
    names: tuple[str, ...]
    arms: dict[str, tuple[Floats, Floats, Floats, Floats]]


def loops_of(who: str) -> list[str]:
    """Loops that a species has."""
    return [name for name in LOOPS if name not in ABSENT.get(who, set())]


def pushes(who: str) -> str:
    """A module with one input for every port at which a loop is opened."""
    inputs = "".join(f"  {name}: {{unit: '1', rest: {int(name not in SUMS)}}}\n" for name in loops_of(who))
    acts = "".join(f"  {LOOPS[name][1]}: {name}\n" for name in loops_of(who))
    return f"module: pushes\nabout: handles for tests\ninputs:\n{inputs}contributes:\n{acts}"


def make_orbits(folder: Path, who: str) -> Orbits:
    """Settle every arm and differentiate its day."""
    (folder / "modules").mkdir()
    (folder / "modules" / "pushes.yaml").write_text(pushes(who), encoding="utf-8")
    opened = "".join(
        f"  {name}: {{without: [{LOOPS[name][0]} -> {LOOPS[name][1]}]}}\n" for name in loops_of(who)
    )
    file = folder / f"loops_{who}.yaml"
    file.write_text(SCENARIO.format(who=who, opened=opened), encoding="utf-8")
    ready, found = prepare(file), run_scenario(file)
    assert (found["failed"] == 0).all(), found["status"].values
    names = tuple(state.name for state in ready.model.states)
    arms = {}
    for plan in ready.plans:
        day = found.isel(subject=0).sel(arm=plan.arm)
        start = np.array([float(day[name].values[0]) for name in names])
        given = ready.engine.plain(parameters(ready.model, plan, ready.scenario))
        size = np.abs(start) + ready.engine.scale
        nudged = np.tile(start, (len(names) + 1, 1))
        nudged[1:] += np.diag(NUDGE * size)
        end = after_a_day(ready, nudged, given)
        arms[plan.arm] = start, size, given, ((end[1:] - end[0]) / size).T / NUDGE
    return Orbits(ready, names, arms)


def after_a_day(ready: Prepared, states: Floats, given: Floats) -> Floats:
    """Where one day takes some states, (n_rows, n_states)."""
    rows = np.repeat(given, states.shape[0], axis=0)
    end, status = over_one_period(ready.engine, ready.schedule, states, rows, no_events(states.shape[0]), DAY)
    assert not status.any()
    return end


def response(orbits: Orbits, arm: str, loop: str) -> float:
    """How far a lasting push at the place of opening moves what is read, per push."""
    start, size, given, day = orbits.arms[arm]
    pushed = given.copy()
    pushed[:, orbits.ready.engine.program.input_slot(f"pushes.{loop}")] += PUSH
    one_day = after_a_day(orbits.ready, start[None], pushed) - after_a_day(orbits.ready, start[None], given)
    lasting = np.linalg.solve(np.eye(len(size)) - day, one_day[0] / size)
    return float(lasting[orbits.names.index(LOOPS[loop][2])] / PUSH)


def gain(orbits: Orbits, loop: str) -> float:
    """Static gain around a loop: 1 less the response when it is open over that when it is closed."""
    return 1 - response(orbits, loop, loop) / response(orbits, "closed", loop)


@pytest.fixture(scope="module", params=["human", "rat", "mouse"])
def orbits(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Orbits:
    return make_orbits(tmp_path_factory.mktemp("loops"), request.param)


def test_every_disturbance_of_the_healthy_day_dies_away(orbits: Orbits) -> None:
    multipliers = np.abs(np.linalg.eigvals(orbits.arms["closed"][3]))
    assert multipliers.max() < 1
    # all but the telomere's, which follows a lifetime, halve within four months
    assert np.sort(multipliers)[-2] < 0.5 ** (1 / 120)


@pytest.mark.parametrize("loop", LOOPS)
def test_the_loop_has_a_gain_below_one(orbits: Orbits, loop: str) -> None:
    if loop not in orbits.arms:
        pytest.skip("a loop that this species does not have")
    assert abs(gain(orbits, loop)) < 1


@pytest.mark.parametrize("loop", ["hippocampus_and_axis", "activity_and_synapse", "sleep_and_axis"])
def test_the_loop_strengthens_itself(orbits: Orbits, loop: str) -> None:
    assert gain(orbits, loop) > 0.001


def test_activity_and_synapse_are_the_strongest_of_these_loops(orbits: Orbits) -> None:
    gains = {loop: gain(orbits, loop) for loop in LOOPS if loop in orbits.arms}
    assert max(gains, key=lambda loop: gains[loop]) == "activity_and_synapse"


def test_the_damage_loop_does_not_start_by_itself(orbits: Orbits) -> None:
    own = [place for place, name in enumerate(orbits.names) if name.startswith("damage_loop.")]
    day = orbits.arms["closed"][3]
    assert np.abs(np.linalg.eigvals(day[np.ix_(own, own)])).max() < 1
