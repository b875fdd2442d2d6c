"""Lithium against closed forms: level, kidney, brain, and what it does to GSK-3."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve, half_life, hours

from remit.run import run_scenario

Run = Callable[[str, str], xr.Dataset]
DAILY = "doses: [{drug: lithium, by: oral, amount: 450 mg, every: 12 h}]"
PER_DAY = 2 * 450 / 36.95  # mmol of lithium
BRAIN = 0.47


@pytest.fixture(scope="module")
def patients(run: Run) -> xr.Dataset:
    halved = "exposures: {kidney.function: {level: 0.5, from: 0 d, kind: assumed, note: a test}}"
    arms = (
        f"  none: {{doses: []}}\n  usual: {{{DAILY}}}\n  kidney: {{{DAILY}, {halved}}}\n"
        f"  low_magnesium: {{{DAILY}, exposures: {{gsk3.magnesium: "
        "{level: 0.5, from: 0 d, kind: assumed, note: a test}}}\n"
        "  once: {doses: [{drug: lithium, by: iv, amount: 10 mmol, at: 0 h}]}\n"
    )
    edges = "gsk3_to_beta_catenin, beta_catenin_to_hippocampal_telomerase"
    systems = "gsk3, beta_catenin, oxidative_load, hippocampal_telomerase, leukocyte_telomerase"
    modules = f"modules: [{systems}, {edges}]\n"
    return run("lithium", f"{modules}arms:\n{arms}run: {{until: 30 d, report_every: 1 h}}\n")


def last_day(found: xr.Dataset, quantity: str, arm: str) -> float:
    return float(curve(found, quantity, arm)[-25:-1].mean())


def test_the_mean_level_is_the_daily_amount_over_clearance(patients: xr.Dataset) -> None:
    assert last_day(patients, "lithium.serum", "usual") == pytest.approx(PER_DAY / 24 / 1.36, rel=0.01)


def test_half_a_kidney_doubles_the_level(patients: xr.Dataset) -> None:
    ratio = last_day(patients, "lithium.serum", "kidney") / last_day(patients, "lithium.serum", "usual")
    assert ratio == pytest.approx(2, rel=0.02)


def test_the_curve_after_a_vein_is_that_of_two_compartments(patients: xr.Dataset) -> None:
    central, whole, exchange, clearance = 0.224 * 70, 32.8, 3.62, 1.36 * 0.945
    rates = np.array(
        [
            [-(clearance + exchange) / central, exchange / (whole - central)],
            [exchange / central, -exchange / (whole - central)],
        ]
    )
    values, vectors = np.linalg.eig(rates)
    shares = np.linalg.solve(vectors, [10.0, 0.0])
    for hour in (1, 6, 48):
        expected = (vectors @ (shares * np.exp(values * hour)))[0] / central
        assert at(patients, "lithium.serum", hour, "once") == pytest.approx(expected, rel=1e-4)
    assert half_life(patients, "lithium.serum", 30, 60, "once") == pytest.approx(
        np.log(2) / -values.max(), rel=0.01
    )


def test_brain_holds_the_published_share_and_swings_less(patients: xr.Dataset) -> None:
    serum, brain = (curve(patients, f"lithium.{name}", "usual")[-25:] for name in ("serum", "brain"))
    assert brain.mean() / serum.mean() == pytest.approx(BRAIN, rel=0.03)  # hourly samples
    assert np.ptp(brain) / brain.mean() < 0.5 * np.ptp(serum) / serum.mean()


def test_it_inhibits_gsk3_beyond_binding_and_raises_telomerase(patients: xr.Dataset) -> None:
    assert last_day(patients, "gsk3.activity", "usual") < last_day(patients, "gsk3.uninhibited", "usual")
    assert last_day(patients, "gsk3.ser9", "usual") > last_day(patients, "gsk3.ser9", "none")
    for place in ("hippocampal", "leukocyte"):
        assert last_day(patients, f"{place}_telomerase.telomerase", "usual") > 1.05


def test_little_magnesium_makes_it_stronger(patients: xr.Dataset) -> None:
    """Ryves and Harwood 2001: lithium competes with magnesium."""
    left = last_day(patients, "gsk3.uninhibited", "low_magnesium")
    assert left < 0.95 * last_day(patients, "gsk3.uninhibited", "usual")


def test_slow_release_comes_later_and_lower(run: Run) -> None:
    """Arancibia 1986: peak at 4.25 instead of 1.44 h and 22 % lower."""
    arms = "".join(
        f"  {way}: {{doses: [{{drug: lithium, by: {way}, amount: 900 mg, at: 0 h}}]}}\n"
        for way in ("oral", "slow_release")
    )
    found = run("lithium_ways", f"modules: [gsk3]\narms:\n{arms}run: {{until: 12 h, report_every: 0.05 h}}\n")
    peaks = {way: curve(found, "lithium.serum", way) for way in ("oral", "slow_release")}
    when = {way: hours(found)[peak.argmax()] for way, peak in peaks.items()}
    assert when["oral"] == pytest.approx(1.44, abs=0.3)
    assert when["slow_release"] == pytest.approx(4.25, abs=0.4)
    assert 0.55 < peaks["slow_release"].max() / peaks["oral"].max() < 0.85


@pytest.mark.parametrize(("species", "clearance"), [("rat", 0.051), ("mouse", 0.0079)])
def test_a_diet_of_rodents_settles_at_intake_over_clearance(
    tmp_path: Path, species: str, clearance: float
) -> None:
    file = tmp_path / "diet.yaml"
    file.write_text(
        f"scenario: diet\nabout: a test\nindividual: {species}_adult\nmodules: [gsk3]\n"
        "doses: [{drug: lithium, by: oral, amount: 2.4 mmol, at: 0 h, over: 240 h}]\n"
        "run: {until: 239 h, report_every: 1 h}\n",
        encoding="utf-8",
    )
    found = run_scenario(file)
    assert at(found, "lithium.serum", 239) == pytest.approx(0.01 / clearance, rel=0.01)
    assert at(found, "lithium.brain", 239) == pytest.approx(at(found, "lithium.serum", 239), rel=0.02)
