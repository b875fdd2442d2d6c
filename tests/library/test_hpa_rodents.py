"""The stress axis of rats and mice against published figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve, daily_means, hours

from remit.run import run_scenario

Run = Callable[[str, str, str], xr.Dataset]
MODULES = "modules: [hpa, hpa_glands, corticosteroid_receptors]\n"
HEAD = "scenario: {0}\nabout: a test\nindividual: {1}_adult\n" + MODULES
SPECIES = ("rat", "mouse")


@pytest.fixture(scope="module")
def axis(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder: Path = tmp_path_factory.mktemp("rodents")

    def run_text(name: str, species: str, body: str) -> xr.Dataset:
        file = folder / f"{name}_{species}.yaml"
        file.write_text(HEAD.format(name, species) + body, encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    return run_text


def held(name: str, level: str, begin: str = "0 h", until: str = "400 d") -> str:
    """An input or port held at a level, as YAML."""
    course = f"{{level: {level}, from: {begin}, until: {until}, kind: assumed, note: a test}}"
    return f"exposures: {{{name}: {course}}}"


@pytest.fixture(scope="module", params=SPECIES)
def day(axis: Run, request: pytest.FixtureRequest) -> tuple[str, xr.Dataset]:
    return request.param, axis("day", request.param, "run: {until: 24 h, report_every: 5 min}\n")


class TestHealthyDay:
    def test_corticosterone_peaks_around_the_onset_of_darkness(self, day: tuple[str, xr.Dataset]) -> None:
        level = curve(day[1], "hpa.cortisol")
        assert 17.5 < hours(day[1])[level.argmax()] < 19.5
        assert 290 < level.max() < 600  # 100 to 200 ng/mL

    def test_corticosterone_is_low_around_the_onset_of_light(self, day: tuple[str, xr.Dataset]) -> None:
        level = curve(day[1], "hpa.cortisol")
        assert 5 < hours(day[1])[level.argmin()] < 9
        low, high = {"rat": (10, 60), "mouse": (30, 100)}[day[0]]
        assert low < level.min() < high

    def test_mice_at_midday_lie_near_the_66_ng_per_ml_of_sakakibara_2010(self, axis: Run) -> None:
        found = axis("midday", "mouse", "run: {until: 24 h, report_every: 1 h}\n")
        assert at(found, "hpa.cortisol", 13) == pytest.approx(66 / 0.34646, rel=0.8)  # ng/mL in nmol/L

    def test_acth_swings_less_than_corticosterone(self, day: tuple[str, xr.Dataset]) -> None:
        swing = {name: np.ptp(np.log(curve(day[1], name))) for name in ("hpa.acth", "hpa.cortisol")}
        assert swing["hpa.acth"] < 0.5 * swing["hpa.cortisol"]
        assert 20 < curve(day[1], "hpa.acth").mean() < 100

    def test_a_few_per_cent_of_corticosterone_are_free(self, day: tuple[str, xr.Dataset]) -> None:
        share = curve(day[1], "hpa.free_cortisol") / curve(day[1], "hpa.cortisol")
        assert 0.02 < share.min() < share.max() < 0.10

    def test_mr_are_nearly_full_at_the_peak_and_gr_empty_at_the_trough(
        self, day: tuple[str, xr.Dataset]
    ) -> None:
        mr, gr = (
            curve(day[1], f"corticosteroid_receptors.{name}") for name in ("mr_occupied", "gr_occupied")
        )
        assert mr.min() > 0.6
        assert mr.max() > 0.95
        assert gr.min() < 0.15 < 0.45 < gr.max()

    def test_glands_and_receptor_protein_are_near_one_in_health(self, day: tuple[str, xr.Dataset]) -> None:
        for name in ("hpa_glands.pituitary", "hpa_glands.adrenal", "corticosteroid_receptors.expressed"):
            assert curve(day[1], name).mean() == pytest.approx(1, abs=0.03)


@pytest.fixture(scope="module", params=SPECIES)
def restraint(axis: Run, request: pytest.FixtureRequest) -> xr.Dataset:
    stress = held("hpa.stress", "20", "9 h", "9.5 h")
    body = f"arms: {{quiet: {{}}, stress: {{{stress}}}}}\nrun: {{until: 15 h, report_every: 1 min}}\n"
    return axis("restraint", request.param, body)


class TestHalfAnHourOfStressInTheMorning:
    def test_corticosterone_peaks_by_the_end_of_it_or_soon_after(self, restraint: xr.Dataset) -> None:
        level = curve(restraint, "hpa.cortisol", "stress")
        assert 25 <= (hours(restraint)[level.argmax()] - 9) * 60 <= 60
        assert 580 < level.max() < 1500  # 200 to 500 ng/mL

    def test_acth_peaks_earlier(self, restraint: xr.Dataset) -> None:
        peaks = [curve(restraint, name, "stress").argmax() for name in ("hpa.acth", "hpa.cortisol")]
        assert 5 <= peaks[1] - peaks[0] <= 30
        assert curve(restraint, "hpa.acth", "stress").max() > 5 * at(restraint, "hpa.acth", 9, "quiet")

    def test_corticosterone_is_back_within_two_hours_and_a_half(self, restraint: xr.Dataset) -> None:
        stressed, quiet = (at(restraint, "hpa.cortisol", 11.5, arm) for arm in ("stress", "quiet"))
        assert stressed < 1.2 * quiet

    def test_brain_follows_plasma_by_about_20_min_as_droste_2008_found(self, restraint: xr.Dataset) -> None:
        peaks = [curve(restraint, name, "stress").argmax() for name in ("hpa.cortisol", "hpa.brain_cortisol")]
        assert 10 <= peaks[1] - peaks[0] <= 25

    @pytest.mark.xfail(
        strict=True, reason="falls to a half or less of the quiet morning for an hour: nuclear GR is slow"
    )
    def test_corticosterone_does_not_fall_below_the_quiet_morning(self, restraint: xr.Dataset) -> None:
        ratio = curve(restraint, "hpa.cortisol", "stress") / curve(restraint, "hpa.cortisol", "quiet")
        assert ratio.min() > 0.7


@pytest.fixture(scope="module")
def weeks(axis: Run) -> xr.Dataset:
    acts = {
        "stress": held("hpa.stress", "3"),
        "blocker": held("hpa.synthesis", "0.3"),
        "removed": held("hpa.synthesis_block", "1"),
        "drunk": held("hpa.cortisol_infusion", "3000 nmol/L/h"),
        "acth": held("hpa.acth_infusion", "2000 ng/L/h"),
    }
    arms = "".join(f"  {name}: {{{act}}}\n" for name, act in acts.items())
    return axis("weeks", "rat", f"arms:\n  quiet: {{}}\n{arms}run: {{until: 22 d, report_every: 1 h}}\n")


def fold(found: xr.Dataset, name: str, arm: str, day: int) -> float:
    """A day's mean over that of the quiet arm."""
    means = [daily_means(found.sel(arm=[one]), name, 24)[day] for one in (arm, "quiet")]
    return float(means[0] / means[1])


class TestWeeksInRats:
    def test_lasting_stress_enlarges_the_adrenal_and_raises_corticosterone_more_than_acth(
        self, weeks: xr.Dataset
    ) -> None:
        """Marti 1993, two hours of immobilisation a day: adrenals and corticosterone up, ACTH unchanged."""
        assert 1.1 < fold(weeks, "hpa_glands.adrenal", "stress", 20) < 1.6
        assert fold(weeks, "hpa.cortisol", "stress", 20) > fold(weeks, "hpa.acth", "stress", 20) > 1

    def test_days_of_enzyme_blockers_enlarge_the_adrenal_and_bring_corticosterone_back(
        self, weeks: xr.Dataset
    ) -> None:
        """Akana 1983, three days of metyrapone: heavier adrenals, ordinary resting corticosterone."""
        assert fold(weeks, "hpa_glands.adrenal", "blocker", 3) > 1.03
        assert fold(weeks, "hpa.acth", "blocker", 0) > 1.3
        assert fold(weeks, "hpa.cortisol", "blocker", 20) == pytest.approx(1, abs=0.12)

    def test_without_adrenals_acth_rises_tenfold_and_the_pituitary_grows(self, weeks: xr.Dataset) -> None:
        assert 8 < fold(weeks, "hpa.acth", "removed", 2) < 80
        assert 2 < fold(weeks, "hpa_glands.pituitary", "removed", 20) < 7
        assert fold(weeks, "hpa.cortisol", "removed", 2) < 1e-3

    def test_corticosterone_from_outside_shrinks_both_glands(self, weeks: xr.Dataset) -> None:
        assert fold(weeks, "hpa.acth", "drunk", 20) < 0.5
        assert 0.2 < fold(weeks, "hpa_glands.adrenal", "drunk", 20) < 0.8
        assert fold(weeks, "hpa_glands.pituitary", "drunk", 20) < 0.8

    def test_acth_from_outside_raises_corticosterone_and_silences_the_own_crh(
        self, weeks: xr.Dataset
    ) -> None:
        assert fold(weeks, "hpa.cortisol", "acth", 13) > 2
        assert fold(weeks, "hpa_glands.adrenal", "acth", 13) > 1.5
        assert fold(weeks, "hpa.crh", "acth", 13) < 0.5


@pytest.fixture(scope="module")
def mutants(axis: Run) -> xr.Dataset:
    acts = "crh1: {genes: {Crhr1: 0}}, half_gr: {genes: {Nr3c1: 0.5}}, no_cbg: {genes: {Serpina6: 0}}"
    arms = f"arms: {{quiet: {{}}, {acts}}}\n"
    return axis("mutants", "mouse", arms + "run: {until: 24 h, report_every: 1 h}\n")


class TestMutantMice:
    def test_without_crh1_acth_is_ordinary_and_corticosterone_low_with_small_adrenals(
        self, mutants: xr.Dataset
    ) -> None:
        assert fold(mutants, "hpa.acth", "crh1", 0) == pytest.approx(1, abs=0.2)
        assert fold(mutants, "hpa.cortisol", "crh1", 0) < 0.6
        assert fold(mutants, "hpa_glands.adrenal", "crh1", 0) < 0.6

    def test_half_of_gr_gives_hypercortisolism_with_low_gr_signalling(self, mutants: xr.Dataset) -> None:
        assert fold(mutants, "hpa.cortisol", "half_gr", 0) > 1.2
        assert fold(mutants, "corticosteroid_receptors.nuclear", "half_gr", 0) < 0.9

    def test_without_the_globulin_total_falls_and_the_free_share_rises_tenfold(
        self, mutants: xr.Dataset
    ) -> None:
        """Petersen 2006 reports tenfold free corticosterone; here only its share rises."""
        share = fold(mutants, "hpa.free_cortisol", "no_cbg", 0) / fold(mutants, "hpa.cortisol", "no_cbg", 0)
        assert 5 < share < 11
        assert fold(mutants, "hpa.free_cortisol", "no_cbg", 0) == pytest.approx(1, abs=0.1)
