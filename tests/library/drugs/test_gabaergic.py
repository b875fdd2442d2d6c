"""Neurosteroids given as drugs: exposure against closed forms and published figures, and what they act on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve, half_life, hours

Run = Callable[[str, str], xr.Dataset]
STEPS = ((0, 4, 30), (4, 24, 60), (24, 52, 90), (52, 56, 60), (56, 60, 30))  # h, h, ug/kg/h


@pytest.fixture(scope="module")
def infused(run: Run) -> xr.Dataset:
    doses = "".join(
        f"  - {{drug: brexanolone, by: iv, amount: {rate * (end - begin)} ug/kg, at: {begin} h, "
        f"over: {end - begin} h}}\n"
        for begin, end, rate in STEPS
    )
    body = f"modules: [neurosteroids, neurosteroids_to_gaba, cortical_gaba]\ndoses:\n{doses}"
    return run("brexanolone", body + "run: {until: 240 h, report_every: 0.2 h}\n")


class TestBrexanolone:
    """wald2022."""

    def test_area_is_the_dose_over_clearance(self, infused: xr.Dataset) -> None:
        dose = 70 * sum(rate * (end - begin) for begin, end, rate in STEPS)
        assert dose == 70 * 4200
        found = np.trapezoid(curve(infused, "brexanolone.concentration"), hours(infused))
        assert found == pytest.approx(dose / (89.8 * (70 / 82.9) ** 0.75), rel=0.01)
        assert 3309 < found < 4219  # interval of the mean of twelve women

    def test_the_plateau_nears_rate_over_clearance(self, infused: xr.Dataset) -> None:
        steady = 90 * 70 / (89.8 * (70 / 82.9) ** 0.75)
        assert 0.9 * steady < at(infused, "brexanolone.concentration", 52) < steady

    def test_terminal_half_life_is_that_of_the_two_compartments(self, infused: xr.Dataset) -> None:
        scale = (70 / 82.9) ** -0.25
        out, there, back = (scale * k for k in (89.8 / 117, 37.9 / 117, 37.9 / 470))
        total = out + there + back
        slow = (total - np.sqrt(total**2 - 4 * out * back)) / 2
        found = half_life(infused, "brexanolone.concentration", 80, 120)
        assert found == pytest.approx(np.log(2) / slow, rel=0.01)
        assert 9.8 < found < 13.1

    def test_gaba_tone_rises_with_the_infusion_and_goes_with_it(self, infused: xr.Dataset) -> None:
        assert at(infused, "cortical_gaba.tone", 52) > 1.2
        assert at(infused, "cortical_gaba.tone", 239) < 1.05


@pytest.fixture(scope="module")
def zuranolone(run: Run) -> xr.Dataset:
    once = "[{drug: zuranolone, by: oral, amount: 50 mg, at: 0 h}]"
    daily = once.replace("at: 0 h", "first: 0 h, every: 24 h, until: 10 d")
    azole = "exposures: {cyp3a4.competing: {level: 1e6, from: 0 h, kind: assumed, note: a test}}"
    arms = (
        f"arms:\n  once: {{doses: {once}}}\n  azole: {{doses: {once}, {azole}}}\n"
        "  empty: {doses: [{drug: zuranolone, by: fasting, amount: 50 mg, at: 0 h}]}\n"
        f"  daily: {{doses: {daily}}}\n"
    )
    return run("zuranolone", f"modules: [neurosteroids]\n{arms}run: {{until: 16 d, report_every: 0.2 h}}\n")


def area(found: xr.Dataset, arm: str, end: float = 384, begin: float = 0) -> float:
    """Area under plasma zuranolone between two times [h]."""
    inside = (hours(found) >= begin) & (hours(found) <= end)
    level = curve(found, "zuranolone.concentration", arm)
    return float(np.trapezoid(level[inside], hours(found)[inside]))


class TestZuranolone:
    """fda2023z."""

    def test_area_is_the_dose_over_apparent_clearance(self, zuranolone: xr.Dataset) -> None:
        assert area(zuranolone, "once") == pytest.approx(50_000 / 33, rel=0.01)

    def test_it_accumulates_by_half_and_falls_by_half_in_a_day(self, zuranolone: xr.Dataset) -> None:
        ratio = area(zuranolone, "daily", 240, 216) / area(zuranolone, "once", 24)
        assert ratio == pytest.approx(1.5, abs=0.1)
        assert 19.7 < half_life(zuranolone, "zuranolone.concentration", 60, 120, "once") < 24.6

    def test_at_steady_state_an_interval_holds_the_area_of_one_dose(self, zuranolone: xr.Dataset) -> None:
        assert area(zuranolone, "daily", 240, 216) == pytest.approx(area(zuranolone, "once"), rel=0.01)

    def test_food_doubles_the_area_and_raises_the_peak_by_more(self, zuranolone: xr.Dataset) -> None:
        assert area(zuranolone, "once") / area(zuranolone, "empty") == pytest.approx(2, rel=0.02)
        fed, fasted = (curve(zuranolone, "zuranolone.concentration", n).max() for n in ("once", "empty"))
        assert fed / fasted > 3

    def test_a_stopped_cyp3a4_raises_it_as_itraconazole_did(self, zuranolone: xr.Dataset) -> None:
        ratio = area(zuranolone, "azole") / area(zuranolone, "once")
        assert ratio == pytest.approx(1.62, abs=0.1)  # sage2023; 1/(1 - 0.4) when nothing is left

    def test_it_strengthens_gaba_receptors_while_it_is_there(self, zuranolone: xr.Dataset) -> None:
        assert curve(zuranolone, "neurosteroids.potentiation", "once").max() > 1.1
