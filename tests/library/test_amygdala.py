"""What the amygdala makes of weeks of stress, and what that does to dopamine cells."""

from __future__ import annotations

import pytest
import xarray as xr
from tests.library.measures import Floats

from remit.run import run_scenario

SCENARIO = """scenario: amygdala
about: a test
individual: rat_adult
modules: all
run: {until: 30 d, report_every: 6 h}
arms:
  control: {}
  stress: {phenotypes: [chronic_mild_stress]}
  silenced: {phenotypes: [chronic_mild_stress], without: [affect_to_pallidum]}
  stopped:
    exposures: {hpa.stress: {level: 2, from: 0 d, until: 28 d, kind: assumed, note: as chronic_mild_stress}}
"""


@pytest.fixture(scope="module")
def rats(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    file = tmp_path_factory.mktemp("amygdala") / "amygdala.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    found = run_scenario(file)
    assert (found["failed"] == 0).all(), found["status"].values
    return found


def on_day(rats: xr.Dataset, quantity: str, arm: str, day: int) -> float:
    inside = slice(24.0 * day, 24.0 * (day + 1))
    values: Floats = rats[quantity].sel(arm=arm, time=inside).values[0]
    return float(values.mean())


def test_four_weeks_of_stress_halve_the_dopamine_cells_that_are_active(rats: xr.Dataset) -> None:
    """Halved in males (rinconcortes2017)."""
    assert 0.35 < on_day(rats, "vta.population", "stress", 27) < 0.65


def test_silencing_the_amygdala_restores_most_of_them(rats: xr.Dataset) -> None:
    """chang2014: attenuating amygdala or pallidum brings them back."""
    lost = on_day(rats, "vta.population", "control", 27) - on_day(rats, "vta.population", "stress", 27)
    back = on_day(rats, "vta.population", "silenced", 27) - on_day(rats, "vta.population", "stress", 27)
    assert back > 0.6 * lost


def test_most_of_the_loss_outlasts_stress_by_a_day(rats: xr.Dataset) -> None:
    """What was learned stands before the pallidum, not stress itself."""
    lost = [1 - on_day(rats, "vta.population", arm, 29) for arm in ("stress", "stopped")]
    assert lost[1] > 0.7 * lost[0]


def test_the_loop_of_bias_and_dopamine_is_weak_under_stress_too(rats: xr.Dataset) -> None:
    """With the loop opened the bias is nearly as large: a gain below a fifth."""
    closed, opened = (on_day(rats, "affect.bias", arm, 27) for arm in ("stress", "silenced"))
    assert 0 < 1 - opened / closed < 0.2
