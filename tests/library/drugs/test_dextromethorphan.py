"""Dextromethorphan alone and with what holds CYP2D6; quinidine against closed forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve, half_life, hours

from remit.run import run_scenario

Run = Callable[[str, str], xr.Dataset]
BASE = 0.733  # base in the hydrobromide
BY_2D6, BY_OTHERS = 1084.0, 16.5  # L/h, over bioavailability
ACTIVITY = {2.0: 1.0, 1.0: 0.3984, 0.5: 0.1357, 0.0: 0.0}  # by activity score
DOSE = "{drug: dextromethorphan, by: oral, amount: 30 mg, at: 0 h}"


def area(found: xr.Dataset, quantity: str, arm: str | None, begin: float, end: float) -> float:
    """Area under a curve between two times [h]."""
    time = hours(found)
    inside = (time >= begin) & (time <= end)
    return float(np.trapezoid(curve(found, quantity, arm)[inside], time[inside]))


@pytest.fixture(scope="module")
def scores(run: Run) -> xr.Dataset:
    arms = "".join(
        f"  s{i}: {{set: {{cyp2d6.activity_score: {{to: {score}, because: a test}}}}}}\n"
        for i, score in enumerate(ACTIVITY)
    )
    quinidine = f"  held: {{doses: [{{drug: quinidine, by: oral, amount: 100 mg, at: 0 h}}, {DOSE}]}}\n"
    body = f"modules: [nmda, sert]\ndrugs: [quinidine]\ndoses: [{DOSE}]\narms:\n{arms}{quinidine}"
    return run("dextromethorphan_scores", f"{body}run: {{until: 14 d, report_every: 15 min}}\n")


@pytest.fixture(scope="module")
def together(run: Run) -> xr.Dataset:
    def twice(drug: str, by: str, amount: int) -> str:
        return f"{{drug: {drug}, by: {by}, amount: {amount} mg, every: 12 h, until: 14 d}}"

    poor = "set: {cyp2d6.activity_score: {to: 0, because: a test}}"
    alone, bupropion = twice("dextromethorphan", "oral", 45), twice("bupropion", "oral_sr", 105)
    quinidine = twice("quinidine", "oral", 10)
    arms = f"""arms:
  alone: {{doses: [{alone}]}}
  bupropion: {{doses: [{alone}, {bupropion}]}}
  quinidine: {{doses: [{alone}, {quinidine}]}}
  poor: {{doses: [{alone}], {poor}}}
  poor_bupropion: {{doses: [{alone}, {bupropion}], {poor}}}
"""
    head = "modules: [nmda, sert, net, dat]\ndrugs: [dextromethorphan, bupropion, quinidine]\ndoses: []\n"
    return run("dextromethorphan_together", f"{head}{arms}run: {{until: 16 d, report_every: 30 min}}\n")


class TestAlone:
    @pytest.mark.parametrize(("index", "activity"), list(enumerate(ACTIVITY.values())))
    def test_area_is_base_over_the_sum_of_clearances(
        self, scores: xr.Dataset, index: int, activity: float
    ) -> None:
        seen = area(scores, "dextromethorphan.concentration", f"s{index}", 0, 336)
        assert seen == pytest.approx(30e3 * BASE / (BY_2D6 * activity + BY_OTHERS), rel=0.01)

    def test_poor_metabolisers_have_a_half_life_of_about_thirty_hours(self, scores: xr.Dataset) -> None:
        assert half_life(scores, "dextromethorphan.concentration", 24, 96, "s3") == pytest.approx(
            29.5, rel=0.1
        )

    def test_half_life_after_quinidine_was_not_fitted(self, scores: xr.Dataset) -> None:
        assert half_life(scores, "dextromethorphan.concentration", 6, 24, "held") == pytest.approx(
            16.4, rel=0.25
        )

    def test_conjugates_exceed_free_dextrorphan_a_hundredfold(self, scores: xr.Dataset) -> None:
        free, bound = (
            area(scores, f"dextromethorphan.{q}", "s0", 0, 336) for q in ("dextrorphan", "conjugated")
        )
        assert bound / free == pytest.approx(100, rel=0.1)

    def test_nearly_all_of_a_dose_ends_as_dextrorphan_in_urine(self, scores: xr.Dataset) -> None:
        urine = at(scores, "dextromethorphan.urine_dextrorphan", 336, "s0")
        assert 0.95 < urine / (30e3 * BASE * 257.4 / 271.4) < 1

    def test_urine_tells_poor_metabolisers_by_a_ratio_above_a_third(self, scores: xr.Dataset) -> None:
        ratios = [at(scores, "dextromethorphan.urinary_ratio", 8, f"s{i}") for i in range(4)]
        assert ratios == sorted(ratios)
        assert ratios[2] < 0.3 < ratios[3]  # the antimode in use


class TestTogether:
    def test_bupropion_and_quinidine_raise_it_manyfold(self, together: xr.Dataset) -> None:
        areas = {
            arm: area(together, "dextromethorphan.concentration", arm, 312, 336)
            for arm in together["arm"].values
        }
        assert 10 < areas["bupropion"] / areas["alone"] < 40
        assert 12 < areas["quinidine"] / areas["alone"] < 33
        assert areas["bupropion"] < areas["poor"]

    def test_without_the_enzyme_bupropion_does_nothing_to_it(self, together: xr.Dataset) -> None:
        with_it, without = (
            curve(together, "dextromethorphan.concentration", arm) for arm in ("poor_bupropion", "poor")
        )
        assert with_it == pytest.approx(without, rel=1e-4, abs=1e-6)

    def test_it_builds_up_as_inhibition_sets_in(self, together: xr.Dataset) -> None:
        first, last = (
            area(together, "dextromethorphan.concentration", "bupropion", h, h + 12) for h in (0, 324)
        )
        assert last / first > 8

    def test_held_enzyme_raises_the_block_of_nmda_and_not_far(self, together: xr.Dataset) -> None:
        occupied = {arm: at(together, "nmda.occupied", 330, arm) for arm in ("alone", "bupropion")}
        assert occupied["bupropion"] > occupied["alone"]
        assert occupied["bupropion"] < 0.1  # far below ketamine

    def test_bupropion_does_not_change_with_dextromethorphan(self, together: xr.Dataset) -> None:
        ordinary, poor = (
            curve(together, "bupropion.concentration", arm) for arm in ("bupropion", "poor_bupropion")
        )
        assert ordinary == pytest.approx(poor, rel=1e-4, abs=1e-6)


class TestQuinidine:
    def test_mean_level_is_what_arrives_over_clearance(self, together: xr.Dataset) -> None:
        arriving = 0.829 * 0.95 * (1 - 22 * 0.8 / 90)
        assert 0.7 <= arriving / 0.829 <= 0.8
        mean = area(together, "quinidine.concentration", "quinidine", 324, 336) / 12
        assert mean == pytest.approx(10e3 * arriving / (22 * 12), rel=0.01)

    def test_half_life_is_six_to_eight_hours(self, scores: xr.Dataset) -> None:
        assert 6 <= half_life(scores, "quinidine.concentration", 12, 36, "held") <= 8


@pytest.mark.parametrize(("species", "clearance", "fall"), [("rat", 5.706, 1.68), ("mouse", 16.954, 0.722)])
def test_rodents_clear_dextromethorphan_as_published(
    tmp_path: Path, species: str, clearance: float, fall: float
) -> None:
    """Clearance [L/h/kg] and half-life [h] of Table 4; one compartment has the half-life within a third."""
    file = tmp_path / f"{species}.yaml"
    file.write_text(
        f"scenario: vein_{species}\nabout: a test\nindividual: {species}_adult\nmodules: [nmda]\n"
        "doses: [{drug: dextromethorphan, by: iv, amount: 1 mg/kg, at: 0 h}]\n"
        "run: {until: 24 h, report_every: 2 min}\n",
        encoding="utf-8",
    )
    found = run_scenario(file)
    seen = 1000 * BASE / area(found, "dextromethorphan.concentration", None, 0, 24)
    assert seen == pytest.approx(clearance, rel=0.02)
    assert half_life(found, "dextromethorphan.concentration", 1, 3) == pytest.approx(fall, rel=1 / 3)
