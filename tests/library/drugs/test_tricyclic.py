"""Tricyclics: exposure against closed forms and published figures, genotype and interactions."""

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
from tests.library.measures import at, half_life

Run = Callable[[str, str], xr.Dataset]
DRUGS = ("desipramine", "nortriptyline", "imipramine")
POOR = "set: {cyp2d6.activity_score: {to: 0, because: a test}}, "
LESS_2C19 = "set: {cyp2c19.phenotype: {to: 0, because: a test}}, "


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, xr.Dataset]:
    return small_doses(tmp_path_factory.mktemp("tricyclic"), DRUGS)


EXPOSURE = {
    ("desipramine", "human"): (0.88, 39, 0.40),
    ("desipramine", "rat"): (0.88, 0.9, 0.15),
    ("desipramine", "mouse"): (0.88, 0.1, 0.15),
    ("nortriptyline", "human"): (1, 30.6, 0.51),
    ("nortriptyline", "rat"): (1, 0.9, 0.15),
    ("nortriptyline", "mouse"): (1, 0.1, 0.15),
    ("imipramine", "human"): (0.885, 38, 0.37),
    ("imipramine", "rat"): (0.885, 1, 0.15),
    ("imipramine", "mouse"): (0.885, 0.11, 0.15),
}


@pytest.mark.parametrize(("drug", "species"), EXPOSURE)
def test_a_small_dose_has_the_published_clearance_and_bioavailability(
    small: dict[str, xr.Dataset], drug: str, species: str
) -> None:
    base, clearance, fraction = EXPOSURE[drug, species]
    seen = clearance_and_fraction(small[species], species, drug, base)
    assert seen == pytest.approx((clearance, fraction), rel=0.02)


def test_imipramine_becomes_two_fifths_of_a_small_injection_of_desipramine(
    small: dict[str, xr.Dataset],
) -> None:
    seen = area(small["human"], "imipramine.desipramine", "imipramine_iv", 0, 400)
    expected = 0.4 * 700 * 0.885 * 266.4 / 280.4 / 39  # what is not CYP2D6, by mass, over clearance
    assert seen == pytest.approx(expected, rel=0.02)


def test_rats_injected_with_imipramine_hold_mostly_desipramine(small: dict[str, xr.Dataset]) -> None:
    metabolite = area(small["rat"], "imipramine.desipramine", "imipramine_ip", 0, 100)
    parent = area(small["rat"], "imipramine.concentration", "imipramine_ip", 0, 100)
    assert metabolite > 1.5 * parent  # it "persists longer" and exceeds imipramine in all tissues


@pytest.fixture(scope="module")
def weeks(run: Run) -> xr.Dataset:
    several = {
        "desipramine": repeated("desipramine", "100 mg"),
        "desipramine_low": repeated("desipramine", "25 mg"),
        "desipramine_once": once("desipramine", "50 mg"),
        "nortriptyline": repeated("nortriptyline", "75 mg"),
        "nortriptyline_poor": POOR + repeated("nortriptyline", "75 mg"),
        "nortriptyline_once": once("nortriptyline", "75 mg"),
        "imipramine": repeated("imipramine", "100 mg"),
        "imipramine_less_2c19": LESS_2C19 + repeated("imipramine", "100 mg"),
        "probe": once("desipramine", "50 mg"),
        "probe_poor": POOR + once("desipramine", "1 mg"),
        "probe_small": once("desipramine", "1 mg"),
    }
    body = f"modules: [sert, net, cyp2d6, cyp2c19]\n{arms(several)}"
    return run("tricyclic_weeks", body + "run: {until: 42 d, report_every: 1 h}\n")


class TestWeeks:
    def test_nortriptyline_settles_at_dose_times_fraction_over_clearance(self, weeks: xr.Dataset) -> None:
        level = mean_last_day(weeks, "nortriptyline.concentration", "nortriptyline")
        assert level == pytest.approx(75_000 * 0.51 / 24 / 30.6, rel=0.005)
        fall = half_life(weeks, "nortriptyline.concentration", 48, 96, "nortriptyline_once")
        assert fall == pytest.approx(25.5, abs=0.3)

    def test_poor_metabolisers_of_nortriptyline_have_three_times_the_level(self, weeks: xr.Dataset) -> None:
        poor = mean_last_day(weeks, "nortriptyline.concentration", "nortriptyline_poor")
        assert poor / mean_last_day(weeks, "nortriptyline.concentration", "nortriptyline") == pytest.approx(
            1 / 0.3, rel=0.03
        )

    def test_desipramine_of_poor_metabolisers_has_sevenfold_area(self, weeks: xr.Dataset) -> None:
        ordinary = area(weeks, "desipramine.concentration", "probe_small", 0, 1008)
        poor = area(weeks, "desipramine.concentration", "probe_poor", 0, 1008)
        assert poor / ordinary == pytest.approx(102 / 15, rel=0.03)  # brosen1993

    def test_one_tablet_of_desipramine_peaks_when_absorption_and_loss_balance(
        self, weeks: xr.Dataset
    ) -> None:
        gain, loss = 0.15, 39 / 1038
        peak = np.log(gain / loss) / (gain - loss)
        levels = [
            at(weeks, "desipramine.concentration", peak + lag, "desipramine_once") for lag in (-6, 0, 6)
        ]
        assert levels[1] == max(levels)
        assert levels[1] == pytest.approx(50_000 * 0.88 * 0.40 / 1038 * np.exp(-loss * peak), rel=0.06)

    def test_levels_of_desipramine_rise_more_than_doses(self, weeks: xr.Dataset) -> None:
        high = mean_last_day(weeks, "desipramine.concentration", "desipramine")
        low = mean_last_day(weeks, "desipramine.concentration", "desipramine_low")
        assert 1.1 < high / low / 4 < 1.6

    def test_desipramine_holds_noradrenaline_before_serotonin_transporters(self, weeks: xr.Dataset) -> None:
        assert mean_last_day(weeks, "net.occupied", "desipramine") > 0.9
        assert 0.2 < mean_last_day(weeks, "sert.occupied", "desipramine") < 0.6

    def test_imipramine_holds_both(self, weeks: xr.Dataset) -> None:
        assert mean_last_day(weeks, "sert.occupied", "imipramine") > 0.7
        assert mean_last_day(weeks, "net.occupied", "imipramine") > 0.85

    def test_without_cyp2c19_there_is_more_imipramine_for_each_desipramine(self, weeks: xr.Dataset) -> None:
        ratio = {
            arm: mean_last_day(weeks, "imipramine.desipramine", arm)
            / mean_last_day(weeks, "imipramine.concentration", arm)
            for arm in ("imipramine", "imipramine_less_2c19")
        }
        assert ratio["imipramine_less_2c19"] < 0.75 * ratio["imipramine"]
