"""Inputs that change at the very moment at which a regimen is at steady state."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from remit.quantity.mistakes import ReadingError
from remit.run import run_scenario

MODULE = """
module: m
about: A level that follows a push.
inputs:
  push: {unit: "1", rest: 1, about: the push}
states:
  x: {unit: "1", start: 1, about: the level}
parameters:
  k: {value: 1 /h, species: any, kind: defined, about: how fast}
equations: |
  dx/dt = k*(push - x)
"""
SCENARIO = """
scenario: both
about: A push begins at the moment of the steady state.
individual: human_adult
modules: [m, sert]
drugs: [escitalopram]
exposures: {m.push: {level: 3, from: 0 h, until: 10 h, kind: defined, note: test}}
doses:
  - {drug: escitalopram, by: oral, amount: 10 mg, every: 24 h, steady_state: WHICH}
run: {until: 20 h, report_every: 1 h, rtol: 1e-9, atol: 1e-12}
"""


@pytest.mark.parametrize(("which", "level"), [("replace", 3.0), ("add", 1.0)])
def test_an_input_that_changes_with_a_steady_state_is_not_lost(
    tmp_path: Path, which: str, level: float
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "m.yaml").write_text(MODULE)
    (tmp_path / "both.yaml").write_text(SCENARIO.replace("WHICH", which))
    found = run_scenario(tmp_path / "both.yaml")
    t = found["time"].values
    pushed = 3.0 + (level - 3.0) * np.exp(-np.minimum(t, 10.0))
    expected = np.where(t <= 10.0, pushed, 1.0 + (pushed - 1.0) * np.exp(-(t - 10.0)))
    np.testing.assert_allclose(found["m.x"].values.ravel(), expected, rtol=1e-7)
    trough = found["escitalopram.concentration"].values.ravel()[0]
    without = "\n".join(
        line for line in SCENARIO.replace("WHICH", which).splitlines() if not line.startswith("exposures")
    )
    (tmp_path / "both.yaml").write_text(without)
    alone = run_scenario(tmp_path / "both.yaml")["escitalopram.concentration"].values.ravel()
    assert trough == pytest.approx(alone[0], rel=1e-9)
    assert 5.0 < trough < 10.0  # ng/mL before a dose of 10 mg a day


def test_an_exposure_without_an_end_is_on_in_the_last_report(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "m.yaml").write_text(MODULE)
    text = SCENARIO.replace("until: 10 h, kind", "kind").replace("WHICH", "add")
    (tmp_path / "both.yaml").write_text(text)
    found = run_scenario(tmp_path / "both.yaml")
    assert (found["m.push"].values == 3.0).all()


def test_a_scenario_in_which_nothing_changes_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "still.yaml").write_text(
        "scenario: still\nabout: x\nindividual: human_adult\nmodules: [sert_like]\nrun: {until: 1 d}\n"
    )
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "sert_like.yaml").write_text(
        "module: sert_like\nabout: x\nparameters:\n"
        "  k: {value: 2, species: any, kind: defined, about: x}\nequations: |\n  twice = 2*k : 1\n"
    )
    with pytest.raises(ReadingError, match="nothing here changes with time"):
        run_scenario(tmp_path / "still.yaml")
