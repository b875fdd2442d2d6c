"""Blockers of NMDA receptors and drugs of their glycine site: exposure, interactions, and how they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve, half_life, hours

from remit.run import run_scenario

Run = Callable[[str, str], xr.Dataset]
WEIGHT = {"human": 70, "rat": 0.3, "mouse": 0.025}
CLEARANCE = {"human": 79, "rat": 1.2, "mouse": 0.112}  # L/h of ketamine, as the document publishes them
ROUTES = {"iv": 1, "sc": 1, "im": 0.93, "oral": 0.2, "ip": 0.2, "intranasal": 0.31 + 0.69 * 0.2}


def once(drug: str, amount: str, by: str, over: str = "") -> str:
    """One dose, as YAML."""
    lasts = f", over: {over}" if over else ""
    return f"doses: [{{drug: {drug}, by: {by}, amount: {amount}, at: 0 h{lasts}}}]"


def arms(several: Mapping[str, str]) -> str:
    """Arms as YAML."""
    return "arms:\n" + "".join(f"  {name}: {{{body}}}\n" for name, body in several.items())


def area(found: xr.Dataset, quantity: str, arm: str | None = None) -> float:
    """Area under a whole curve."""
    return float(np.trapezoid(curve(found, quantity, arm), hours(found)))


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, xr.Dataset]:
    """One dose of ketamine by each route in each species."""
    folder: Path = tmp_path_factory.mktemp("ketamine")
    found = {}
    for species in WEIGHT:
        file = folder / f"{species}.yaml"
        several = arms({by: once("ketamine", "1 mg/kg", by) for by in ROUTES})
        file.write_text(
            f"scenario: ketamine_{species}\nabout: a test\nindividual: {species}_adult\nmodules: [nmda]\n"
            f"{several}"
            "run: {until: 96 h, report_every: 2 min, rtol: 1e-8}\n",
            encoding="utf-8",
        )
        found[species] = run_scenario(file)
        assert (found[species]["failed"] == 0).all()
    return found


@pytest.mark.parametrize("by", ROUTES)
@pytest.mark.parametrize("species", WEIGHT)
def test_area_of_ketamine_is_dose_times_bioavailability_over_clearance(
    routes: dict[str, xr.Dataset], species: str, by: str
) -> None:
    expected = ROUTES[by] * 1000 * WEIGHT[species] / CLEARANCE[species]
    assert area(routes[species], "ketamine.concentration", by) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("species", WEIGHT)
def test_every_route_makes_the_same_norketamine_in_the_end(
    routes: dict[str, xr.Dataset], species: str
) -> None:
    """All of a dose is metabolised, before or after it reaches blood; 7 % of one in muscle is lost."""
    made = {by: area(routes[species], "ketamine.norketamine", by) for by in ROUTES}
    for by in ("sc", "oral", "ip", "intranasal"):
        assert made[by] == pytest.approx(made["iv"], rel=0.01)
    assert made["im"] == pytest.approx(0.93 * made["iv"], rel=0.01)


def test_rodents_lose_ketamine_several_times_faster_than_man(routes: dict[str, xr.Dataset]) -> None:
    human, rat, mouse = (
        half_life(routes[species], "ketamine.concentration", 2, 4, "iv") for species in WEIGHT
    )
    assert 2 < human < 3.3  # 2.3 +- 0.5 h in textbooks, longer with late samples
    assert mouse < rat < human / 2


class TestHydroxynorketamine:
    def test_it_does_nothing(self, run: Run) -> None:
        dose = once("ketamine", "40 mg/kg", "hydroxynorketamine_iv")
        found = run("hnk", f"modules: [nmda, cytokines]\n{dose}\nrun: {{until: 8 h, report_every: 1 h}}\n")
        assert curve(found, "ketamine.hydroxynorketamine").max() > 1000
        assert curve(found, "nmda.occupied").max() == 0

    def test_its_area_after_a_vein_is_that_of_hasan_2021(self, routes: dict[str, xr.Dataset]) -> None:
        ratio = area(routes["human"], "ketamine.hydroxynorketamine", "iv")
        ratio /= area(routes["human"], "ketamine.concentration", "iv")
        assert 1.7 < ratio < 3.1  # of the S and the R form


STOPPED = "exposures: {{{0}.competing: {{level: 1e6, from: 0 h, kind: assumed, note: a test}}}}"


@pytest.fixture(scope="module")
def esketamine(run: Run) -> xr.Dataset:
    oral = once("esketamine", "14 mg", "oral")
    three = (
        "doses: [{drug: esketamine, by: intranasal, amount: 28 mg, at: 0 h}, "
        "{drug: esketamine, by: intranasal_next, amount: 28 mg, at: [5 min, 10 min]}]"
    )
    several = arms(
        {
            "vein": once("esketamine", "28 mg", "iv", "40 min"),
            "nose": three,
            "oral": oral,
            "no_2b6": f"{oral}, {STOPPED.format('cyp2b6')}",
            "no_3a4": f"{oral}, {STOPPED.format('cyp3a4')}",
            "old": f"{once('esketamine', '28 mg', 'iv', '40 min')}, "
            "set: {individual.age: {to: 80 year, because: a test}}",
        }
    )
    return run("esketamine", f"modules: [nmda]\n{several}run: {{until: 120 h, report_every: 3 min}}\n")


class TestEsketamine:
    """perezruixo2021: well stirred liver behind a gut wall, one population of 820 persons."""

    INTRINSIC = 101 * (1.11 + 2.77)  # L/h

    def test_area_after_a_vein_follows_from_liver_flow_and_intrinsic_clearance(
        self, esketamine: xr.Dataset
    ) -> None:
        clearance = 151 * self.INTRINSIC / (151 + self.INTRINSIC)
        assert clearance == pytest.approx(114, rel=0.06)  # as the abstract gives it
        assert area(esketamine, "esketamine.concentration", "vein") == pytest.approx(
            28000 / clearance, rel=0.01
        )

    def test_half_of_84_mg_is_available(self, esketamine: xr.Dataset) -> None:
        dose, level = 3, "esketamine.concentration"
        found = area(esketamine, level, "nose") / area(esketamine, level, "vein") / dose
        assert found == pytest.approx(0.51, abs=0.02)  # abstract

    def test_stopped_cyp2b6_raises_an_oral_dose_as_ticlopidine_did(self, esketamine: xr.Dataset) -> None:
        ratio = area(esketamine, "esketamine.concentration", "no_2b6")
        ratio /= area(esketamine, "esketamine.concentration", "oral")
        assert ratio == pytest.approx(1 / (1 - 0.58), rel=0.02)  # 2.4 in peltoniemi2011

    def test_stopped_cyp3a4_frees_the_gut_wall_and_part_of_the_liver(self, esketamine: xr.Dataset) -> None:
        ratio = area(esketamine, "esketamine.concentration", "no_3a4")
        ratio /= area(esketamine, "esketamine.concentration", "oral")
        assert ratio == pytest.approx(1 / 0.64 / 0.7, rel=0.02)  # 2.6 in hagelberg2010

    def test_the_old_clear_less(self, esketamine: xr.Dataset) -> None:
        flow = 151 - 20 * 2.19
        clearance = flow * self.INTRINSIC / (flow + self.INTRINSIC)
        assert area(esketamine, "esketamine.concentration", "old") == pytest.approx(
            28000 / clearance, rel=0.01
        )

    def test_a_nanogram_of_it_occupies_more_than_one_of_racemate(
        self, esketamine: xr.Dataset, run: Run
    ) -> None:
        dose = once("ketamine", "28 mg", "iv", "40 min")
        body = f"modules: [nmda]\n{dose}\nrun: {{until: 4 h, report_every: 3 min}}\n"
        found = run("racemate", body)
        racemate = curve(found, "nmda.occupying").max() / curve(found, "ketamine.concentration").max()
        alone = esketamine["nmda.occupying"].sel(arm="vein").max()
        alone /= esketamine["esketamine.concentration"].sel(arm="vein").max()
        assert 1.3 * racemate < float(alone) < 2.5 * racemate


class TestGlycineSite:
    def test_cycloserine_accumulates_as_one_compartment_does(self, run: Run) -> None:
        regimen = "doses: [{drug: d_cycloserine, by: oral, amount: 250 mg, first: 0 h, every: 12 h}]\n"
        found = run("dcs", f"modules: [glycine_site]\n{regimen}run: {{until: 240 h, report_every: 6 min}}\n")
        level = curve(found, "d_cycloserine.concentration")
        last = (hours(found) >= 228) & (hours(found) <= 240)
        mean = np.trapezoid(level[last], hours(found)[last]) / 12
        assert mean == pytest.approx(250_000 / 12 / 2.0, rel=0.01)  # dose over interval and clearance
        fall = np.log(2) * 24.9 * 70 / 59 / 2.0
        assert half_life(found, "d_cycloserine.concentration", 234, 239) == pytest.approx(fall, rel=0.01)

    def test_a_partial_agonist_opens_gluN2c_more_than_the_others(self, run: Run) -> None:
        regimen = "doses: [{drug: d_cycloserine, by: oral, amount: 500 mg, at: 0 h}]\n"
        found = run("dcs_2c", f"modules: [glycine_site]\n{regimen}run: {{until: 12 h, report_every: 1 h}}\n")
        assert at(found, "glycine_site.gain_2c", 2) > 1.5 > at(found, "glycine_site.gain", 2)

    def test_rapastinel_is_gone_within_the_hour_and_adds_a_quarter_at_most(self, run: Run) -> None:
        dose = once("rapastinel", "10 mg/kg", "iv")
        found = run(
            "rapastinel", f"modules: [glycine_site]\n{dose}\nrun: {{until: 2 h, report_every: 1 min}}\n"
        )
        assert half_life(found, "rapastinel.concentration", 0.1, 0.5) == pytest.approx(8 / 60, rel=0.01)
        gain = curve(found, "glycine_site.gain")
        assert 1.1 < gain.max() < 1.25
        assert at(found, "glycine_site.gain", 1.5) < 1.01


class TestMemantine:
    def test_level_at_20_mg_a_day_and_what_it_leaves_open_at_rest(self, run: Run) -> None:
        regimen = "doses: [{drug: memantine, by: oral, amount: 20 mg, first: 0 d, every: 24 h}]\n"
        found = run(
            "memantine", f"modules: [nmda]\n{regimen}run: {{until: 40 d, report_every: 1 h, rtol: 1e-8}}\n"
        )
        level = curve(found, "memantine.concentration")
        last = hours(found) >= 39 * 24
        mean = 16.62e3 / 24 / (np.log(2) / 70 * 700)
        assert level[last].mean() == pytest.approx(mean, rel=0.02)
        assert 70 < mean < 150  # ng/mL; ema2002m
        assert 0.05 < at(found, "nmda.occupied", 39 * 24) < 0.15
        assert np.abs(curve(found, "nmda.occupied_at_rest")).max() < 1e-12
