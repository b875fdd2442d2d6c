"""What things are called, how they are listed and how many persons there are never changes a person."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from invariances.regimens import (
    STATES,
    WORLD,
    assert_close,
    doses_of,
    quick,
    regimens,
    simulate,
    states_of,
    world,
)

RUN = "until: 24 h, report_every: 1 h, begin: as_written"
TISSUE = """
module: tissue
uses: {blood: mood.level}
ports: {inflow: {unit: "1", combine: sum, empty: 0}}
states: {amount: {unit: "1", start: 0.5, scale: 1}}
parameters: {pace: {value: 0.7 /h, kind: assumed, species: any, note: made up}}
numbers: {quick: {pace: {value: 3 /h, kind: assumed, species: any, note: made up}}}
equations: |
  damount/dt = pace*(blood + inflow - amount**2)
contributes:
  axis.drive: 0.75 + 0.25*amount
"""


@quick
@given(regimen=regimens, order=st.permutations(["axis", "mood", "clock"]))
def test_the_order_of_modules_changes_no_bit(regimen, order):
    doses = doses_of(one.line() for one in regimen)
    names = (*STATES, "clock.hand")
    sorted_ = simulate(f"modules: [axis, clock, mood]\ndrugs: [calmer]\n{doses}", RUN)
    shuffled = simulate(f"modules: [{', '.join(order)}]\ndrugs: [calmer]\n{doses}", RUN)
    np.testing.assert_array_equal(states_of(shuffled, names), states_of(sorted_, names))


@quick
@given(
    regimen=regimens,
    names=st.lists(st.sampled_from(["a", "liver", "m", "zz"]), min_size=2, max_size=2, unique=True),
)
def test_an_instance_by_any_other_name_is_the_same(regimen, names):
    """Names sort the sums and products of ports, so only the last digits may differ."""
    doses = doses_of(one.line() for one in regimen)
    shelf = world(None, TISSUE)
    runs = []
    for slow, fast in (("first", "second"), names):
        instances = f"{{module: tissue, as: {slow}}}, {{module: tissue, as: {fast}, numbers: quick}}"
        body = f"modules: [axis, mood, {instances}]\ndrugs: [calmer]\n{doses}"
        runs.append(states_of(simulate(body, RUN, shelf), (*STATES, f"{slow}.amount", f"{fast}.amount")))
    assert_close(runs[1], runs[0])
    assert np.abs(runs[0][-1] - runs[0][-2]).max() > 1e-3


@quick
@given(seed=st.integers(0, 1000), few=st.integers(2, 4), more=st.integers(5, 9))
def test_a_person_is_the_same_in_any_population(seed, few, more):
    body = f"{WORLD}\ndoses: [{{drug: calmer, by: oral, amount: 30 mg, at: 3 h}}]"
    small = simulate(f"{body}\npopulation: {{subjects: {few}, seed: {seed}}}", RUN)
    large = simulate(f"{body}\npopulation: {{subjects: {more}, seed: {seed}}}", RUN)
    for name in STATES:
        np.testing.assert_array_equal(large[name].isel(subject=slice(few)).values, small[name].values)
    level = large["calmer.plasma"].isel(arm=0, time=-1).values
    assert len(set(level.tolist())) == more


@quick
@given(regimen=regimens)
def test_an_arm_is_the_same_beside_any_other(regimen):
    doses = doses_of(one.line() for one in regimen).replace("\n", "\n    ")
    other = "other: {doses: [{drug: calmer, by: iv, amount: 50 mg, at: 1 h, over: 1 h}]}"
    lone = simulate(f"{WORLD}\narms:\n  mine:\n    {doses}", RUN)
    both = simulate(f"{WORLD}\narms:\n  mine:\n    {doses}\n  {other}", RUN)
    for name in STATES:
        np.testing.assert_allclose(
            both[name].sel(arm="mine").values.ravel(),
            lone[name].sel(arm="mine").values.ravel(),
            rtol=1e-6,
            atol=1e-9,
        )


@quick
@given(regimen=regimens)
def test_a_run_repeats_itself_to_the_last_bit(regimen):
    body = f"{WORLD}\n{doses_of(one.line() for one in regimen)}"
    np.testing.assert_array_equal(states_of(simulate(body, RUN)), states_of(simulate(body, RUN)))
