"""Antibodies, inhibitors and stimuli of inflammation: exposure against closed forms, then what they touch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr
from scipy.integrate import solve_ivp
from tests.library.measures import at, curve, half_life, hours

Run = Callable[[str, str], xr.Dataset]
SYSTEM = "[cytokines, crp, microglia, prostaglandin, oxidative_load, kynurenine_enzymes, cyp2d6]"
INFLAMED = "exposures: {cytokines.smouldering: {level: 0.003 ng/kg, from: 0 d, kind: assumed, note: a test}}"
DOSES = {
    "none": "",
    "infliximab": "{drug: infliximab, by: iv, amount: 5 mg/kg, at: 0 h}",
    "tocilizumab": "{drug: tocilizumab, by: iv, amount: 8 mg/kg, at: 0 h}",
    "anakinra": "{drug: anakinra, by: sc, amount: 100 mg, every: 24 h}",
    "minocycline": "{drug: minocycline, by: oral, amount: 100 mg, every: 12 h}",
    "celecoxib": "{drug: celecoxib, by: oral, amount: 200 mg, every: 12 h}",
    "mouth": "{drug: n_acetylcysteine, by: oral, amount: 3000 mg, every: 12 h}",
    "vein": "{drug: n_acetylcysteine, by: iv, amount: 150 mg/kg, at: 0 h, over: 1 h}",
    "interferon": "{drug: interferon_alpha_2b, by: sc, amount: 3 MIU, every: 56 h}",
}


def arms(settings: str) -> str:
    return "".join(f"  {name}: {{doses: [{dose}]{settings}}}\n" for name, dose in DOSES.items())


@pytest.fixture(scope="module")
def inflamed(run: Run) -> xr.Dataset:
    body = f"modules: {SYSTEM}\narms:\n{arms(', ' + INFLAMED)}run: {{until: 21 d, report_every: 1 h}}\n"
    return run("inflamed", body)


@pytest.fixture(scope="module")
def healthy(run: Run) -> xr.Dataset:
    return run("healthy", f"modules: {SYSTEM}\narms:\n{arms('')}run: {{until: 7 d, report_every: 0.1 h}}\n")


def last(found: xr.Dataset, quantity: str, arm: str) -> float:
    """Mean of the last day."""
    day = hours(found) >= hours(found)[-1] - 24
    return float(np.trapezoid(curve(found, quantity, arm)[day], hours(found)[day])) / 24


def area(found: xr.Dataset, quantity: str, arm: str) -> float:
    return float(np.trapezoid(curve(found, quantity, arm), hours(found)))


def test_infliximab_falls_as_its_two_compartments_say(inflamed: xr.Dataset) -> None:
    q, v1, v2, loss = 1.72 / 24, 3.06, 2.94, 0.273 / 24
    rates = np.array([[-(q + loss) / v1, q / v2], [q / v1, -q / v2]])
    values, vectors = np.linalg.eig(rates)
    shares = np.linalg.solve(vectors, [350.0, 0.0])
    for hour in (10, 100, 500):
        expected = (vectors @ (shares * np.exp(values * hour)))[0] / v1
        assert at(inflamed, "infliximab.concentration", hour, "infliximab") == pytest.approx(
            expected, rel=1e-4
        )


def test_tocilizumab_follows_its_published_equations(inflamed: xr.Dataset) -> None:
    loss = 0.3 / 24 * (np.sqrt(70 * 170 / 3600) / 1.8) ** 0.7

    def rates(_: float, amounts: np.ndarray) -> list[float]:
        level, tissue = amounts[0] / 3.5, amounts[1] / 2.9
        moved = 0.2 / 24 * (level - tissue)
        return [-moved - loss * level - 7.5 / 24 * level / (2.7 + level), moved]

    exact = solve_ivp(rates, (0, 500), [560.0, 0.0], rtol=1e-9, atol=1e-9).y[0, -1] / 3.5
    assert at(inflamed, "tocilizumab.concentration", 500, "tocilizumab") == pytest.approx(exact, rel=1e-3)


def test_anakinra_is_cleared_by_the_kidney_as_measured(run: Run) -> None:
    """Yang 2003: the decimal logarithm of CL/F is 1.65 + 0.0062 creatinine clearance, in mL/min."""
    one = "doses: [{drug: anakinra, by: sc, amount: 100 mg, at: 0 h}]"
    failing = "exposures: {kidney.function: {level: 0.3, from: 0 h, kind: assumed, note: a test}}"
    arms = f"arms:\n  well: {{{one}}}\n  ill: {{{one}, {failing}}}\n"
    found = run("anakinra", f"modules: [cytokines]\n{arms}run: {{until: 150 h, report_every: 0.25 h}}\n")
    for arm, filtration in (("well", 97.2), ("ill", 29.16)):
        clearance = 10 ** (1.65 + 0.0062 * filtration) * 0.06
        assert area(found, "anakinra.concentration", arm) == pytest.approx(100 / clearance, rel=0.01)
    assert 4 < half_life(found, "anakinra.concentration", 12, 24, "well") < 6


def test_minocycline_levels_are_dose_over_clearance_and_brain_lags(inflamed: xr.Dataset) -> None:
    mean = last(inflamed, "minocycline.concentration", "minocycline")
    assert mean == pytest.approx(200 / 24 / 4.53, rel=0.02)
    brain = last(inflamed, "minocycline.brain", "minocycline")
    assert brain == pytest.approx(0.62 * 0.325 * mean, rel=0.02)


def test_celecoxib_levels_are_dose_over_clearance(inflamed: xr.Dataset) -> None:
    expected = 400e3 / 24 / 27.7
    assert last(inflamed, "celecoxib.concentration", "celecoxib") == pytest.approx(expected, rel=0.02)


def test_little_of_a_swallowed_acetylcysteine_arrives(healthy: xr.Dataset) -> None:
    """Borgstrom 1986: 6 to 10 %."""
    swallowed = area(healthy, "n_acetylcysteine.concentration", "mouth") / 14 / 3000
    injected = area(healthy, "n_acetylcysteine.concentration", "vein") / 10500
    assert swallowed / injected == pytest.approx(0.08, rel=0.05)


def test_interferon_peaks_within_the_day_at_the_published_height(run: Run) -> None:
    dose = "doses: [{drug: interferon_alpha_2b, by: sc, amount: 8.65 MIU, at: 0 h}]\n"
    found = run("interferon", f"modules: [cytokines]\n{dose}run: {{until: 48 h, report_every: 0.5 h}}\n")
    level = curve(found, "interferon_alpha_2b.concentration")
    assert level.max() == pytest.approx(0.0458, rel=0.1)  # 45.8 IU/mL
    assert 4 < hours(found)[level.argmax()] < 10


def test_blockers_of_tnf_and_il6_lower_crp_of_the_inflamed(inflamed: xr.Dataset) -> None:
    ill = last(inflamed, "crp.crp", "none")
    assert last(inflamed, "crp.crp", "infliximab") < 0.7 * ill  # Raison 2013: in those who had much
    assert last(inflamed, "crp.crp", "tocilizumab") < 0.2 * ill
    assert last(inflamed, "crp.crp", "anakinra") < ill


def test_minocycline_calms_microglia_and_leaves_blood_alone(inflamed: xr.Dataset) -> None:
    calmed = last(inflamed, "microglia.activated", "minocycline") - 1
    assert 0 < calmed < 0.8 * (last(inflamed, "microglia.activated", "none") - 1)
    same = last(inflamed, "cytokines.il6", "none")
    assert last(inflamed, "cytokines.il6", "minocycline") == pytest.approx(same, rel=1e-6)


def test_minocycline_does_nothing_to_microglia_at_rest(healthy: xr.Dataset) -> None:
    assert last(healthy, "microglia.activated", "minocycline") == pytest.approx(1, abs=1e-6)


def test_celecoxib_stops_prostaglandin_and_slows_cyp2d6(inflamed: xr.Dataset) -> None:
    assert last(inflamed, "prostaglandin.pge2", "celecoxib") < 0.6 * last(
        inflamed, "prostaglandin.pge2", "none"
    )
    same = last(inflamed, "cytokines.tnf", "none")
    assert last(inflamed, "cytokines.tnf", "celecoxib") == pytest.approx(same, rel=1e-6)
    left = last(inflamed, "cyp2d6.activity", "celecoxib")
    assert 1 / (0.8 * left + 0.2) == pytest.approx(2.03, rel=0.15)  # Werner 2003: metoprolol, two alleles


def test_acetylcysteine_by_vein_lowers_oxidative_load_and_by_mouth_hardly(healthy: xr.Dataset) -> None:
    assert curve(healthy, "oxidative_load.brain", "vein").min() < 0.95
    assert curve(healthy, "oxidative_load.brain", "mouth").min() > 0.97  # Coles 2018


def test_interferon_stimulates_ido_and_cytokines(healthy: xr.Dataset) -> None:
    mean = curve(healthy, "interferon_alpha_2b.answer", "interferon")[-560:].mean()
    assert mean == pytest.approx(1, rel=0.15)
    assert last(healthy, "kynurenine_enzymes.ido", "interferon") > 2
    assert last(healthy, "cytokines.il6", "interferon") > last(healthy, "cytokines.il6", "none")


def test_lipopolysaccharide_by_vein_is_a_dose_into_blood(run: Run) -> None:
    by = "drug: lipopolysaccharide, by:"
    ways = {"door": f"{by} iv", "state": "into: cytokines.lps", "belly": f"{by} ip"}
    each = "".join(f"  {n}: {{doses: [{{{way}, amount: 2 ng/kg, at: 0 h}}]}}\n" for n, way in ways.items())
    found = run("lps", f"modules: [cytokines]\narms:\n{each}run: {{until: 12 h, report_every: 0.1 h}}\n")
    top = {name: curve(found, "cytokines.tnf", name) for name in ways}
    assert top["door"] == pytest.approx(top["state"], rel=1e-4)
    assert hours(found)[top["belly"].argmax()] > hours(found)[top["door"].argmax()]
