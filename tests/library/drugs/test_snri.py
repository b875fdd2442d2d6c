"""Inhibitors of both transporters: exposure against closed forms and published figures; enzymes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.drugs.reuptake_bench import (
    arms,
    clearance_and_fraction,
    mean_last_day,
    once,
    repeated,
    small_doses,
)
from tests.library.measures import at, curve, half_life, hours

from remit.run import run_scenario

Run = Callable[[str, str], xr.Dataset]
DRUGS = ("venlafaxine", "duloxetine", "milnacipran")
POOR = "set: {cyp2d6.activity_score: {to: 0, because: a test}}, "


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, xr.Dataset]:
    return small_doses(tmp_path_factory.mktemp("snri"), DRUGS)


# Share of base in the dose, clearance [L/h], oral bioavailability: as published or as the documents argue.
EXPOSURE = {
    ("venlafaxine", "human"): (1, 38, 0.42),
    ("venlafaxine", "rat"): (1, 0.94, 0.126),
    ("venlafaxine", "mouse"): (1, 0.0875, 0.2),
    ("duloxetine", "human"): (1, 54.5, 0.36),
    ("duloxetine", "rat"): (1, 1.2, 0.1),
    ("duloxetine", "mouse"): (1, 0.125, 0.1),
    ("milnacipran", "human"): (0.871, 40, 0.87),
    ("milnacipran", "rat"): (0.871, 0.75, 0.85),
    ("milnacipran", "mouse"): (0.871, 0.075, 0.85),
}


@pytest.mark.parametrize(("drug", "species"), EXPOSURE)
def test_a_small_dose_has_the_published_clearance_and_bioavailability(
    small: dict[str, xr.Dataset], drug: str, species: str
) -> None:
    base, clearance, fraction = EXPOSURE[drug, species]
    seen = clearance_and_fraction(small[species], species, drug, base)
    assert seen == pytest.approx((clearance, fraction), rel=0.02)


@pytest.mark.parametrize("drug", DRUGS)
def test_people_keep_it_several_times_longer_than_rodents(small: dict[str, xr.Dataset], drug: str) -> None:
    fall = {
        species: half_life(small[species], f"{drug}.concentration", 6, 12, f"{drug}_iv") for species in small
    }
    assert fall["human"] > 3 * fall["rat"] > 2.4 * fall["mouse"]


@pytest.fixture(scope="module")
def weeks(run: Run) -> xr.Dataset:
    several = {
        "venlafaxine": repeated("venlafaxine", "75 mg", by="oral_xr"),
        "venlafaxine_double": repeated("venlafaxine", "150 mg", by="oral_xr"),
        "venlafaxine_poor": POOR + repeated("venlafaxine", "75 mg", by="oral_xr"),
        "desvenlafaxine": repeated("venlafaxine", "14.4 mg", by="desvenlafaxine_oral"),
        "duloxetine": repeated("duloxetine", "60 mg"),
        "duloxetine_small": repeated("duloxetine", "6 mg"),
        "duloxetine_stopped": "doses: [{drug: duloxetine, by: oral, amount: 60 mg, every: 24 h, times: 10}]",
        "milnacipran": repeated("milnacipran", "50 mg", every=12),
        "milnacipran_once": once("milnacipran", "50 mg"),
    }
    body = f"modules: [sert, net, cyp2d6]\n{arms(several)}"
    return run("snri_weeks", body + "run: {until: 14 d, report_every: 30 min}\n")


class TestWeeks:
    def test_desvenlafaxine_has_the_exposure_of_the_label(self, weeks: xr.Dataset) -> None:
        parent = mean_last_day(weeks, "venlafaxine.concentration", "venlafaxine")
        metabolite = mean_last_day(weeks, "venlafaxine.desvenlafaxine", "venlafaxine")
        assert 75_000 / 24 / parent / 70 == pytest.approx(1.3, rel=0.1)  # L/h/kg
        assert 75_000 / 24 / metabolite / 70 == pytest.approx(0.4, rel=0.1)

    def test_poor_metabolisers_have_several_times_the_venlafaxine_and_no_desvenlafaxine(
        self, weeks: xr.Dataset
    ) -> None:
        parent = mean_last_day(weeks, "venlafaxine.concentration", "venlafaxine_poor")
        assert parent / mean_last_day(weeks, "venlafaxine.concentration", "venlafaxine") == pytest.approx(
            3, abs=1
        )
        assert mean_last_day(weeks, "venlafaxine.desvenlafaxine", "venlafaxine_poor") == pytest.approx(0)

    def test_desvenlafaxine_settles_at_dose_times_fraction_over_clearance(self, weeks: xr.Dataset) -> None:
        level = mean_last_day(weeks, "venlafaxine.desvenlafaxine", "desvenlafaxine")
        assert level == pytest.approx(14_400 * 0.805 / 24 / 15, rel=0.005)
        assert mean_last_day(weeks, "sert.occupied", "desvenlafaxine") == pytest.approx(0.5, abs=0.02)

    def test_venlafaxine_reaches_noradrenaline_at_higher_doses_than_serotonin(
        self, weeks: xr.Dataset
    ) -> None:
        low = {name: mean_last_day(weeks, f"{name}.occupied", "venlafaxine") for name in ("sert", "net")}
        high = {
            name: mean_last_day(weeks, f"{name}.occupied", "venlafaxine_double") for name in ("sert", "net")
        }
        assert low["sert"] > 0.7 > 0.25 > low["net"]
        assert high["net"] - low["net"] > 2 * (high["sert"] - low["sert"])

    def test_duloxetine_hinders_its_own_clearance_as_far_as_its_level_foretells(
        self, weeks: xr.Dataset
    ) -> None:
        level = mean_last_day(weeks, "duloxetine.concentration", "duloxetine")
        small = mean_last_day(weeks, "duloxetine.concentration", "duloxetine_small")
        inhibitor = 0.04 * level / 297.4 * 1000 / 1.85
        little = 0.04 * small / 297.4 * 1000 / 1.85
        expected = (0.6 + 0.4 / (1 + little)) / (0.6 + 0.4 / (1 + inhibitor))
        assert level / small / 10 == pytest.approx(expected, rel=0.02)
        assert 60_000 / 24 / level == pytest.approx(114, rel=0.1)  # sharma2000

    def test_duloxetine_occupancy_outlasts_plasma(self, weeks: xr.Dataset) -> None:
        arm = "duloxetine_stopped"
        plasma = half_life(weeks, "duloxetine.concentration", 264, 288, arm)
        met = half_life(weeks, "duloxetine.site", 264, 288, arm)
        assert plasma == pytest.approx(12, abs=1.5)
        assert met > 1.5 * plasma
        assert at(weeks, "duloxetine.site", 288, arm) > 2 * at(weeks, "duloxetine.concentration", 288, arm)

    def test_milnacipran_accumulates_as_its_half_life_of_seven_hours_says(self, weeks: xr.Dataset) -> None:
        loss, gain = 40 / 400, 1.0  # 1/h
        fall = [np.exp(-pace * 12) for pace in (loss, gain)]
        trough = fall[0] / (1 - fall[0]) - fall[1] / (1 - fall[1])
        trough *= 50_000 * 0.871 * 0.87 / 400 * gain / (gain - loss)
        assert at(weeks, "milnacipran.concentration", 323.99, "milnacipran") == pytest.approx(
            trough, rel=0.02
        )
        last = half_life(weeks, "milnacipran.concentration", 24, 48, "milnacipran_once")
        assert last == pytest.approx(np.log(2) / loss, rel=0.01)


def test_milnacipran_peaks_in_brain_an_hour_after_it_did_in_plasma(tmp_path: Path) -> None:
    file = tmp_path / "mice.yaml"
    file.write_text(
        "scenario: mice\nabout: a test\nindividual: mouse_adult\nmodules: [sert, net]\n"
        f"{once('milnacipran', '10 mg/kg', 'ip')}\nrun: {{until: 4 h, report_every: 3 min}}\n",
        encoding="utf-8",
    )
    found = run_scenario(file)
    peak = {
        name: hours(found)[curve(found, f"milnacipran.{name}").argmax()] for name in ("concentration", "site")
    }
    assert peak["concentration"] < 0.4
    assert 0.8 < peak["site"] < 1.4  # 5 and 60 min: bagchi2024


def test_venlafaxine_quiets_noradrenaline_cells_at_three_times_the_dose_for_serotonin_cells(
    tmp_path: Path,
) -> None:
    several = {"low": once("venlafaxine", "233 ug/kg", "iv"), "high": once("venlafaxine", "727 ug/kg", "iv")}
    file = tmp_path / "rats.yaml"
    file.write_text(
        "scenario: rats\nabout: a test\nindividual: rat_adult\nmodules: [sert, net]\n"
        f"{arms(several)}run: {{until: 1 h, report_every: 3 min}}\n",
        encoding="utf-8",
    )
    found = run_scenario(file)
    serotonin = curve(found, "sert.occupied", "low").max() / 0.85  # share of the greatest visible
    assert curve(found, "net.occupied", "high").max() == pytest.approx(serotonin, abs=0.05)  # beique1999
