"""Where a run is cut, when it begins and when it is looked at never changes what happens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invariances.regimens import (
    CLOSE,
    STATES,
    WORLD,
    Given,
    assert_close,
    boluses,
    doses_of,
    quick,
    regimens,
    simulate,
    states_of,
    times,
    world,
)

AS_WRITTEN = "report_every: 1 h, begin: as_written"
TIMED = "modules: [axis, mood, clock]\ndrugs: [calmer]"
moments_of_day = st.one_of(times, st.floats(1e-6, 24))
local = [name.split(".")[1] for name in (*STATES, "clock.hand")]


@quick
@given(
    regimen=st.lists(boluses, max_size=5), cut=st.one_of(times, st.floats(0.3, 23.7)), before=st.booleans()
)
def test_splitting_a_run_at_any_time_gives_the_same_end(regimen, cut, before):
    names = (*STATES, "clock.hand")
    side = "before" if before else "after"
    whole = simulate(
        f"{TIMED}\n{doses_of(one.line() for one in regimen)}",
        f"until: 24 h, report_at: [{cut!r} h, 24 h], at_events: {side}, begin: as_written",
    )
    middle = dict(zip(local, states_of(whole.isel(time=0), names)[:, 0].tolist(), strict=True))
    later = [one for one in regimen if one.time > cut or (before and one.time == cut)]
    rest = simulate(
        f"{TIMED}\n{doses_of(one.line() for one in later)}",
        f"from: {cut!r} h, until: 24 h, report_at: [24 h], begin: as_written",
        world(middle),
    )
    expected = states_of(whole.isel(time=[1]), names)
    found = states_of(rest, names)
    assert (np.abs(found - expected) <= 10 * CLOSE * (1 + np.abs(expected))).all()


@quick
@given(regimen=regimens, shift=st.sampled_from([-30.0, -0.5, 7.25, 24.0, 1000.0, 1e5]))
def test_a_system_without_a_clock_does_not_know_when_it_begins(regimen, shift):
    now = simulate(
        f"{WORLD}\n{doses_of(one.line() for one in regimen)}", f"from: 0 h, until: 24 h, {AS_WRITTEN}"
    )
    then = simulate(
        f"{WORLD}\n{doses_of(one.line(shift) for one in regimen)}",
        f"from: {shift!r} h, until: {24 + shift!r} h, {AS_WRITTEN}",
    )
    np.testing.assert_allclose(then["time"].values - shift, now["time"].values, atol=1e-9)
    assert_close(states_of(then), states_of(now))


@quick
@given(regimen=regimens, days=st.sampled_from([-1, 1, 30]))
def test_a_system_with_a_clock_knows_the_time_but_not_the_day(regimen, days):
    names = (*STATES, "clock.hand")
    runs = [
        simulate(
            f"{TIMED}\n{doses_of(one.line(shift) for one in regimen)}",
            f"from: {shift!r} h, until: {24 + shift!r} h, {AS_WRITTEN}",
        )
        for shift in (0.0, 24.0 * days, 6.0)
    ]
    assert_close(states_of(runs[1], names), states_of(runs[0], names))
    assert np.abs(states_of(runs[2], names) - states_of(runs[0], names)).max() > 1e-3


@quick
@given(regimen=regimens, moments=st.lists(moments_of_day, min_size=1, max_size=30, unique=True))
def test_looking_more_often_does_not_change_the_course(regimen, moments):
    body = f"{WORLD}\n{doses_of(one.line() for one in regimen)}"
    listed = ", ".join(f"{moment!r} h" for moment in sorted(moments))
    seldom = simulate(body, "until: 24 h, report_at: [0 h, 24 h], begin: as_written")
    hourly = simulate(body, f"until: 24 h, {AS_WRITTEN}")
    often = simulate(body, f"until: 24 h, {AS_WRITTEN}, report_at: [{listed}]")
    np.testing.assert_array_equal(states_of(hourly)[:, [0, -1]], states_of(seldom))
    np.testing.assert_array_equal(hourly["steps"].values, seldom["steps"].values)
    shared = np.isin(often["time"].values, hourly["time"].values)
    np.testing.assert_array_equal(states_of(often)[:, shared], states_of(hourly))


@pytest.mark.parametrize("hair", [1e-13, 1e-252, 1e-313])
def test_a_report_a_hair_after_a_dose_does_not_move_the_dose(hair):
    body = f"{WORLD}\n{doses_of([Given(0.0, 'oral', 5.0).line()])}"
    without = simulate(body, f"until: 24 h, {AS_WRITTEN}")
    beside = simulate(body, f"until: 24 h, {AS_WRITTEN}, report_at: [{hair!r} h]")
    shared = np.isin(beside["time"].values, without["time"].values)
    np.testing.assert_array_equal(states_of(beside)[:, shared], states_of(without))


@quick
@given(regimen=regimens)
def test_a_longer_run_begins_like_a_shorter_one(regimen):
    body = f"{WORLD}\n{doses_of(one.line() for one in regimen)}"
    short = simulate(body, f"until: 24 h, {AS_WRITTEN}")
    long = simulate(body, f"until: 72 h, {AS_WRITTEN}")
    assert_close(states_of(long)[:, :25], states_of(short))


@quick
@given(regimen=regimens)
def test_a_settled_beginning_is_one_that_stays_without_doses(regimen):
    quiet = simulate(WORLD, "until: 48 h, report_every: 1 h, begin: settled")
    level = states_of(quiet)
    assert_close(level, np.repeat(level[:, :1], level.shape[1], axis=1))
    dosed = simulate(
        f"{WORLD}\n{doses_of(one.line() for one in regimen)}",
        "until: 24 h, report_every: 1 h, begin: settled, at_events: before",
    )
    np.testing.assert_array_equal(states_of(dosed)[:, 0], level[:, 0])
