"""Arms that run abreast have the numbers they have alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from remit.run.scenario import prepare, rests, simulate

SCENARIO = """
scenario: s
individual: human_adult
modules: [sert]
drugs: [escitalopram]
population: {subjects: 3, seed: 2}
run: {until: 4 d, report_every: 6 h}
arms:
  low: {doses: [{drug: escitalopram, by: oral, amount: 5 mg, at: 0 h}]}
  slow: {doses: [{drug: escitalopram, by: oral, amount: 5 mg, at: 0 h}]}
  high: {doses: [{drug: escitalopram, by: oral, amount: 20 mg, at: 1 h}]}
  steady: {doses: [{drug: escitalopram, by: oral, amount: 10 mg, at: 0 h, every: 1 d, steady_state: replace}]}
"""


def test_an_arm_is_the_same_to_the_last_bit_whatever_runs_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SCENARIO)
    ready = prepare(path)
    low, slow, *others = ready.plans
    slow = replace(low, arm=slow.arm, changes=(*low.changes, ("escitalopram.clearance", 10.0)))
    ready = replace(ready, plans=(low, slow, *others))
    rest = rests(ready)
    together = simulate(ready, rest=rest)
    for plan in ready.plans:
        alone = simulate(ready, [plan.arm], rest=rest)["escitalopram.concentration"]
        np.testing.assert_array_equal(alone, together["escitalopram.concentration"].sel(arm=[plan.arm]))
    levels = together["escitalopram.concentration"].sel(time=24.0).mean("subject")
    assert float(levels.sel(arm="low")) < float(levels.sel(arm="slow")) < float(levels.sel(arm="high"))
