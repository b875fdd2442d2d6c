"""Inhibitors of the noradrenaline transporter: exposure against closed forms and published figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr
from tests.library.drugs.reuptake_bench import (
    area,
    arms,
    clearance_and_fraction,
    mean_last_day,
    once,
    repeated,
    small_doses,
)
from tests.library.measures import half_life

Run = Callable[[str, str], xr.Dataset]
DRUGS = ("reboxetine", "atomoxetine")
POOR = "set: {cyp2d6.activity_score: {to: 0, because: a test}}, "


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, xr.Dataset]:
    return small_doses(tmp_path_factory.mktemp("nri"), DRUGS)


EXPOSURE = {
    ("reboxetine", "human"): (1.65, 0.95),
    ("reboxetine", "rat"): (0.75, 0.4),
    ("reboxetine", "mouse"): (0.075, 0.4),
    ("atomoxetine", "human"): (15.4, 0.63),
    ("atomoxetine", "rat"): (1.2, 0.1),
    ("atomoxetine", "mouse"): (0.12, 0.1),
}


@pytest.mark.parametrize(("drug", "species"), EXPOSURE)
def test_a_small_dose_has_the_published_clearance_and_bioavailability(
    small: dict[str, xr.Dataset], drug: str, species: str
) -> None:
    assert clearance_and_fraction(small[species], species, drug, 1) == pytest.approx(
        EXPOSURE[drug, species], rel=0.02
    )


@pytest.fixture(scope="module")
def days(run: Run) -> xr.Dataset:
    several = {
        "reboxetine": repeated("reboxetine", "4 mg", every=12),
        "reboxetine_once": once("reboxetine", "4 mg"),
        "atomoxetine": repeated("atomoxetine", "40 mg", every=12),
        "ordinary_iv": once("atomoxetine", "10 mg", "iv"),
        "ordinary": once("atomoxetine", "10 mg"),
        "poor_iv": POOR + once("atomoxetine", "10 mg", "iv"),
        "poor": POOR + once("atomoxetine", "10 mg"),
        "with_paroxetine": "doses: [{drug: atomoxetine, by: oral, amount: 40 mg, every: 12 h},"
        " {drug: paroxetine, by: oral, amount: 20 mg, every: 24 h}]",
    }
    body = f"modules: [sert, net, cyp2d6]\n{arms(several)}"
    return run("nri_days", body + "run: {until: 14 d, report_every: 30 min}\n")


def test_reboxetine_has_the_half_life_and_level_of_edwards_1995(days: xr.Dataset) -> None:
    fall = half_life(days, "reboxetine.concentration", 24, 48, "reboxetine_once")
    assert fall == pytest.approx(13, abs=0.5)
    level = mean_last_day(days, "reboxetine.concentration", "reboxetine")
    assert level == pytest.approx(8000 / 24 / (29 * 0.06), rel=0.01)  # dose over 29 mL/min by mouth


def test_reboxetine_spares_the_serotonin_transporter(days: xr.Dataset) -> None:
    assert mean_last_day(days, "net.occupied", "reboxetine") > 0.5
    assert mean_last_day(days, "sert.occupied", "reboxetine") == pytest.approx(0, abs=1e-9)


def test_poor_metabolisers_of_atomoxetine_have_tenfold_area_and_the_bioavailability_of_the_label(
    days: xr.Dataset,
) -> None:
    level = "atomoxetine.concentration"
    by = {arm: area(days, level, arm, 0, 336) for arm in ("ordinary", "ordinary_iv", "poor", "poor_iv")}
    assert by["poor"] / by["ordinary"] == pytest.approx(10, rel=0.02)
    assert by["poor"] / by["poor_iv"] == pytest.approx(0.94, abs=0.01)
    assert half_life(days, level, 24, 72, "poor_iv") == pytest.approx(21.6, rel=0.2)
    loss = 15.4 / 59.5
    assert half_life(days, level, 2, 12, "ordinary_iv") == pytest.approx(np.log(2) / loss, rel=0.01)


def test_paroxetine_makes_ordinary_metabolisers_of_atomoxetine_poor_ones(days: xr.Dataset) -> None:
    ratio = mean_last_day(days, "atomoxetine.concentration", "with_paroxetine") / mean_last_day(
        days, "atomoxetine.concentration", "atomoxetine"
    )
    assert 4 < ratio < 10
    assert mean_last_day(days, "sert.occupied", "atomoxetine") < 0.2
