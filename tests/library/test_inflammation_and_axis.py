"""Inflammation and the stress axis acting on each other, against published figures."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from tests.library.inflammation_bench import ALL, AXIS, REST, Run, held, lps, make_bench, top
from tests.library.measures import Floats, at, curve, daily_means, hours


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_bench(tmp_path_factory.mktemp("inflammation_and_axis"))


@pytest.fixture(scope="module")
def axis(bench: Run) -> xr.Dataset:
    faint = held("cytokines.smouldering", "0.0015 ng/kg", "10 h", "13 h")
    infused = held("tools.il6_making", "140", "10 h", "13 h")
    arms = f"  quiet: {{}}\n  morning: {{{lps(2, '10 h')}}}\n  afternoon: {{{lps(0.4, '14 h')}}}\n"
    arms += f"  faint: {{{faint}}}\n  infused: {{{infused}}}\n"
    for arm, tool, level in (("no_il1", "il1_blocker", "99"), ("coxib", "cox2_left", "0.05")):
        arms += f"  {arm}: {{{lps(2, '10 h')}, {held('tools.' + tool, level)}}}\n"
    return bench("axis", f"{ALL}, tools", f"arms:\n{arms}run: {{until: 48 h, report_every: 0.05 h}}\n")


def over_quiet(found: xr.Dataset, quantity: str, arm: str) -> Floats:
    """A curve over the same hours of the quiet day."""
    return curve(found, quantity, arm) / curve(found, quantity, "quiet")


class TestStressAxis:
    def test_coupling_to_the_stress_axis_changes_nothing_in_health(self, bench: Run) -> None:
        days = "run: {until: 60 d, report_every: 3 h}\n"
        joined, alone = bench("joined", ALL, days), bench("alone", AXIS, days)
        assert curve(joined, "hpa.cortisol") == pytest.approx(curve(alone, "hpa.cortisol"), rel=1e-5)
        assert curve(joined, "cytokines.tnf") == pytest.approx(REST["tnf"], rel=1e-6)
        assert daily_means(joined, "microglia.primed", 8) == pytest.approx(1, abs=0.03)

    def test_cytokines_keep_to_their_bands_with_the_edges_on(self, axis: xr.Dataset) -> None:
        for name, low, high in (("tnf", 257, 445), ("il6", 790, 1010), ("il10", 40, 260)):
            assert low < top(axis, f"cytokines.{name}", "morning")[0] < high

    def test_cortisol_3_to_4_h_after_2_ng_per_kg(self, axis: xr.Dataset) -> None:
        after = (hours(axis) >= 13) & (hours(axis) <= 14)
        assert 1.7 < over_quiet(axis, "hpa.cortisol", "morning")[after].mean() < 2.0

    def test_acth_2_to_3_h_after_2_ng_per_kg(self, axis: xr.Dataset) -> None:
        after = (hours(axis) >= 12) & (hours(axis) <= 13)  # 2.3-fold in the data, at 2 and at 3 h
        assert 1.8 < over_quiet(axis, "hpa.acth", "morning")[after].mean() < 3.2

    def test_acth_is_still_2_3_fold_at_3_to_4_h(self, axis: xr.Dataset) -> None:
        after = (hours(axis) >= 13) & (hours(axis) <= 14)
        assert 1.8 < over_quiet(axis, "hpa.acth", "morning")[after].mean() < 2.8

    def test_il6_alone_raises_il10_and_not_tnf(self, axis: xr.Dataset) -> None:
        assert top(axis, "cytokines.il10", "infused")[0] > 1.5 * REST["il10"]  # Steensberg 2003
        assert curve(axis, "cytokines.tnf", "infused").max() < 1.01 * REST["tnf"]

    def test_il1_blocked_the_axis_is_restrained_sooner(self, axis: xr.Dataset) -> None:
        after = (hours(axis) >= 13) & (hours(axis) <= 14)
        blocked, plain = (over_quiet(axis, "hpa.acth", arm)[after].mean() for arm in ("no_il1", "morning"))
        assert blocked < 0.9 * plain

    def test_a_blocker_of_cyclooxygenase_takes_a_small_part_of_the_answer(self, axis: xr.Dataset) -> None:
        coxib, plain = (over_quiet(axis, "hpa.cortisol", arm).max() for arm in ("coxib", "morning"))
        assert 0.8 * plain < coxib < plain  # fever gone, glucocorticoids still up: Switala 1988

    def test_blood_alone_moves_acth_without_the_brain(self, bench: Run) -> None:
        arms = f"arms:\n  quiet: {{}}\n  morning: {{{lps(2, '10 h')}}}\n"
        parts = f"cytokines, {AXIS}, cytokines_to_hpa"
        found = bench("pituitary", parts, arms + "run: {until: 24 h, report_every: 0.1 h}\n")
        assert 1.1 < over_quiet(found, "hpa.acth", "morning").max() < 2

    def test_the_small_dose_does_nearly_as_much(self, axis: xr.Dataset) -> None:
        at_3_h = float(np.interp(17, hours(axis), over_quiet(axis, "hpa.cortisol", "afternoon")))
        assert 1.7 < at_3_h < 2.5  # 8 to 19 or 10 to 19 ug/dL in the data

    def test_the_axis_is_back_after_24_h(self, axis: xr.Dataset) -> None:
        for name in ("hpa.acth", "hpa.cortisol"):
            later = float(np.interp(34, hours(axis), over_quiet(axis, name, "morning")))
            assert later == pytest.approx(1, abs=0.05)

    def test_doubled_tnf_does_not_move_the_axis_as_krabbe_2005_found(self, axis: xr.Dataset) -> None:
        assert 1.5 < top(axis, "cytokines.tnf", "faint")[0] / REST["tnf"] < 3
        assert over_quiet(axis, "hpa.cortisol", "faint") == pytest.approx(1, abs=0.03)

    def test_il6_alone_raises_cortisol_and_crp_but_not_tnf_as_steensberg_2003_found(
        self, axis: xr.Dataset
    ) -> None:
        assert 110 < top(axis, "cytokines.il6", "infused")[0] < 160
        assert over_quiet(axis, "hpa.cortisol", "infused").max() > 1.1  # significant; no size was read
        assert at(axis, "crp.crp", 13 + 16, "infused") > at(axis, "crp.crp", 13 + 3, "infused") > 0.81
        assert curve(axis, "cytokines.tnf", "infused") == pytest.approx(REST["tnf"], rel=1e-6)

    def test_endotoxin_keeps_some_gr_out_of_the_nucleus(self, axis: xr.Dataset) -> None:
        share = curve(axis, "corticosteroid_receptors.translocation", "morning")
        assert 0.6 < share.min() < 0.95
        assert share[0] == pytest.approx(1)

    def test_dexamethasone_before_endotoxin_stops_tnf_as_barber_1993_found(self, bench: Run) -> None:
        first = "{into: cytokines.lps, amount: 2 ng/kg, at: 34 h}"
        drug = "{drug: dexamethasone, by: oral, amount: 4 mg, at: 28 h}"
        arms = f"arms:\n  none: {{doses: [{first}]}}\n  given: {{doses: [{first}, {drug}]}}\n"
        found = bench(
            "dexamethasone", ALL, f"drugs: [dexamethasone]\n{arms}run: {{until: 48 h, report_every: 0.1 h}}\n"
        )
        assert top(found, "cytokines.tnf", "given")[0] < 0.15 * top(found, "cytokines.tnf", "none")[0]
        assert top(found, "cytokines.il6", "given")[0] < top(found, "cytokines.il6", "none")[0]

    def test_lasting_glucocorticoid_primes_microglia(self, bench: Run) -> None:
        arms = f"arms:\n  quiet: {{}}\n  stress: {{{held('hpa.stress', '3')}}}\n"
        found = bench("priming", ALL, arms + "run: {until: 40 d, report_every: 6 h}\n")
        stress, quiet = (at(found, "microglia.primed", 40 * 24, arm) for arm in ("stress", "quiet"))
        assert stress > 1.1 * quiet


class TestRodents:
    @pytest.mark.parametrize("individual", ["some_rat", "some_mouse"])
    def test_corticosterone_rises_and_is_back_after_a_day(self, bench: Run, individual: str) -> None:
        doses = "".join(f"  ng{dose}: {{{lps(dose, '10 h')}}}\n" for dose in (30, 500))
        body = f"arms:\n  quiet: {{}}\n{doses}run: {{until: 48 h, report_every: 0.1 h}}\n"
        found = bench(f"axis_{individual}", ALL.replace("crp, ", ""), body, individual)
        small, large = (over_quiet(found, "hpa.cortisol", arm) for arm in ("ng30", "ng500"))
        assert 1.1 < small.max() < large.max()  # 30 ng/kg already moves it in rats: Ebisui 1994
        assert large[-1] == pytest.approx(1, abs=0.02)
