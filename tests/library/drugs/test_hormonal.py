"""Steroids, their blockers and ACTH: exposure against closed forms, and the axis's answer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve, half_life, hours

from remit.run import run_scenario

Run = Callable[[str, str], xr.Dataset]
AXIS = "modules: [hpa, hpa_glands, corticosteroid_receptors]\n"
DOSES = {
    "none": "",
    "hydrocortisone": "{drug: hydrocortisone, by: oral, amount: 20 mg, at: 24 h}",
    "acth": "{drug: acth, by: iv, amount: 250 ug, at: 33 h}",
    "metyrapone": "{drug: metyrapone, by: oral, amount: 2100 mg, at: 24 h}",
    "metyrapone_daily": "{drug: metyrapone, by: oral, amount: 500 mg, first: 8 h, every: 12 h}",
    "mifepristone": "{drug: mifepristone, by: oral, amount: 600 mg, first: 8 h, every: 24 h}",
    "dexamethasone": "{drug: dexamethasone, by: oral, amount: 8 mg, first: 8 h, every: 12 h, times: 10}",
}
RODENTS = {
    "none": "",
    "corticosterone": "{drug: corticosterone, by: sc, amount: 40 mg/kg, first: 32 h, every: 24 h}",
    "acth": "{drug: acth, by: sc, amount: 100 ug, first: 32 h, every: 24 h}",
    "dexamethasone": "{drug: dexamethasone, by: sc, amount: 0.1 mg/kg, at: 32 h}",
    "metyrapone": "{drug: metyrapone, by: sc, amount: 50 mg/kg, at: 41 h}",
    "mifepristone": "{drug: mifepristone, by: sc, amount: 10 mg/kg, at: 32 h}",
}


def arms(doses: dict[str, str]) -> str:
    return "".join(f"  {name}: {{doses: [{dose}]}}\n" for name, dose in doses.items())


@pytest.fixture(scope="module")
def adult(run: Run) -> xr.Dataset:
    return run("hormones", f"{AXIS}arms:\n{arms(DOSES)}run: {{until: 14 d, report_every: 0.25 h}}\n")


@pytest.fixture(scope="module", params=["rat", "mouse"])
def rodent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    file = tmp_path_factory.mktemp("rodent") / "rodent.yaml"
    head = f"scenario: rodent\nabout: a test\nindividual: {request.param}_adult\n"
    text = f"{head}{AXIS}arms:\n{arms(RODENTS)}run: {{until: 10 d, report_every: 0.25 h}}\n"
    file.write_text(text, encoding="utf-8")
    return run_scenario(file)


def mean(found: xr.Dataset, quantity: str, arm: str, begin: float, end: float) -> float:
    time = hours(found)
    return float(curve(found, quantity, arm)[(time >= begin) & (time < end)].mean())


def test_dexamethasone_has_the_area_its_clearance_gives(run: Run) -> None:
    dose = "doses: [{drug: dexamethasone, by: iv, amount: 1 mg, at: 0 h}]\n"
    found = run(
        "dex", f"modules: [hpa, corticosteroid_receptors]\n{dose}run: {{until: 48 h, report_every: 0.1 h}}\n"
    )
    area = np.trapezoid(curve(found, "dexamethasone.concentration"), hours(found))
    assert area == pytest.approx(1000 / 14.7, rel=0.02)
    assert half_life(found, "dexamethasone.concentration", 2, 12) == pytest.approx(172 / 60, rel=0.02)


def test_dexamethasone_induces_cyp3a4_by_a_quarter(adult: xr.Dataset) -> None:
    """McCune 2000: 25.7 % after five days of 8 mg twice a day."""
    assert at(adult, "cyp3a4.activity", 127, "dexamethasone") == pytest.approx(1.257, abs=0.06)


def test_metyrapone_has_its_half_life_and_metyrapol_overtakes_it(adult: xr.Dataset) -> None:
    assert half_life(adult, "metyrapone.concentration", 28, 34, "metyrapone") == pytest.approx(1.9, rel=0.02)
    ratio = at(adult, "metyrapone.metyrapol", 32, "metyrapone") / at(
        adult, "metyrapone.concentration", 32, "metyrapone"
    )
    assert ratio == pytest.approx(1.5, rel=0.15)  # Meikle 1975


def test_metyrapone_at_midnight_lowers_the_morning_and_raises_acth(adult: xr.Dataset) -> None:
    assert at(adult, "hpa.cortisol", 32, "metyrapone") < 220 < at(adult, "hpa.cortisol", 32, "none")
    assert at(adult, "hpa.acth", 32, "metyrapone") > 3 * at(adult, "hpa.acth", 32, "none")


def test_the_adrenal_makes_good_part_of_daily_metyrapone(adult: xr.Dataset) -> None:
    early = mean(adult, "hpa.cortisol", "metyrapone_daily", 8, 32)
    late = mean(adult, "hpa.cortisol", "metyrapone_daily", 312, 336)
    assert early < late < mean(adult, "hpa.cortisol", "none", 312, 336)


def test_mifepristone_solves_its_binding(adult: xr.Dataset) -> None:
    body, free = (curve(adult, f"mifepristone.{name}", "mifepristone")[-1] for name in ("body", "unbound"))
    bound = 4 * free / (0.08 + free)
    assert 711 * free + 0.143 * 70 * bound == pytest.approx(body, rel=1e-6)
    assert at(adult, "mifepristone.plasma", 336, "mifepristone") == pytest.approx(free + bound, rel=1e-6)


def test_mifepristone_raises_cortisol_and_acth_and_destroys_cyp3a4(adult: xr.Dataset) -> None:
    for hormone in ("cortisol", "acth"):
        assert mean(adult, f"hpa.{hormone}", "mifepristone", 192, 216) > 1.2 * mean(
            adult, f"hpa.{hormone}", "none", 192, 216
        )
    assert at(adult, "cyp3a4.activity", 192, "mifepristone") < 0.3


def test_hydrocortisone_at_midnight_peaks_within_two_hours_and_lowers_acth(adult: xr.Dataset) -> None:
    taken, usual = (curve(adult, "hpa.cortisol", arm) for arm in ("hydrocortisone", "none"))
    night = slice(4 * 24, 4 * 28)
    assert 0.25 <= taken[night].argmax() / 4 < 2
    assert 300 < taken[night].max() - usual[night].max() < 1500
    assert mean(adult, "hpa.acth", "hydrocortisone", 25, 29) < 0.8 * mean(adult, "hpa.acth", "none", 25, 29)


def test_acth_brings_cortisol_beyond_the_pass_mark_of_the_test(adult: xr.Dataset) -> None:
    assert at(adult, "hpa.cortisol", 34, "acth") > 500


def test_rodents_given_corticosterone_stop_making_their_own(rodent: xr.Dataset) -> None:
    assert mean(rodent, "hpa.cortisol", "corticosterone", 216, 240) > mean(
        rodent, "hpa.cortisol", "none", 216, 240
    )
    assert mean(rodent, "hpa.acth", "corticosterone", 216, 240) < 0.5 * mean(
        rodent, "hpa.acth", "none", 216, 240
    )
    assert at(rodent, "hpa_glands.adrenal", 239, "corticosterone") < 0.9


def test_rodents_given_acth_grow_adrenals_and_lose_their_trough_of_corticosterone(rodent: xr.Dataset) -> None:
    assert at(rodent, "hpa_glands.adrenal", 239, "acth") > 1.3
    assert mean(rodent, "hpa.cortisol", "acth", 216, 240) > 1.3 * mean(
        rodent, "hpa.cortisol", "none", 216, 240
    )


@pytest.mark.parametrize(("drug", "sign"), [("dexamethasone", -1), ("metyrapone", -1), ("mifepristone", 1)])
def test_the_evening_of_rodents_answers(rodent: xr.Dataset, drug: str, sign: int) -> None:
    hour = 42 if drug == "metyrapone" else 43
    change = at(rodent, "hpa.cortisol", hour, drug) / at(rodent, "hpa.cortisol", hour, "none") - 1
    assert sign * change > 0.2
