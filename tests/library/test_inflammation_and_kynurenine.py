"""Inflammation, kynurenines and serotonin together, in rodents after lipopolysaccharide and in men."""

from __future__ import annotations

import pytest
import xarray as xr
from tests.library.inflammation_bench import BLOOD, Run, held, lps, make_bench
from tests.library.measures import at, curve

KYNURENINE = (
    "kynurenine_enzymes, tryptophan_plasma, kynurenine_plasma, lat1, tryptophan_brain, kynurenine_brain, "
    "cytokines_to_ido, microglia_to_brain_ido"
)
SEROTONIN = (
    "serotonin_terminal, sert, "
    "brain_tryptophan_to_serotonin, cytokines_to_serotonin_terminal, microglia_to_sert"
)
RODENT = f"{BLOOD.replace('crp, ', '')}, {KYNURENINE}, {SEROTONIN}, tools"
PLASMA, BRAIN = "kynurenine_plasma.over_tryptophan", "kynurenine_brain.relative"
TURNOVER, HIAA = "serotonin_terminal.turnover", "serotonin_terminal.hiaa"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_bench(tmp_path_factory.mktemp("inflammation_and_kynurenine"))


def tools(**levels: str) -> str:
    parts = [
        f"tools.{name}: {{level: {level}, from: 0 h, kind: assumed, note: a test}}"
        for name, level in levels.items()
    ]
    return "exposures: {" + ", ".join(parts) + "}"


@pytest.fixture(scope="module", params=["some_mouse", "some_rat"])
def oconnor(bench: Run, request: pytest.FixtureRequest) -> xr.Dataset:
    """0.83 mg/kg of lipopolysaccharide, with IDO or the cytokines blocked, over two days."""
    treatments = {
        "lps": "",
        "ido_blocked": ", " + held("kynurenine_enzymes.ido_block", "0.9"),
        "minocycline": ", " + tools(microglia_inhibitor="0.4", tnf_making="0.05"),
        "il1_blocked": ", " + tools(il1_blocker="99"),
    }
    arms = "".join(f"  {name}: {{{lps(830_000)}{extra}}}\n" for name, extra in treatments.items())
    run = "run: {until: 48 h, report_every: 1 h}\n"
    return bench(f"oconnor_{request.param}", RODENT, f"arms:\n  vehicle: {{}}\n{arms}{run}", request.param)


def fold(found: xr.Dataset, quantity: str, arm: str) -> float:
    """A quantity 24 h after the dose, over the vehicle's."""
    return at(found, quantity, 24, arm) / at(found, quantity, 24, "vehicle")


class TestLipopolysaccharideInRodents:
    """The sign set of O'Connor 2009, 24 h after 0.83 mg/kg."""

    def test_kynurenine_and_serotonin_turnover_rise(self, oconnor: xr.Dataset) -> None:
        assert fold(oconnor, PLASMA, "lps") > 1.5
        assert fold(oconnor, BRAIN, "lps") > 1.5
        assert fold(oconnor, TURNOVER, "lps") > 1.08
        assert fold(oconnor, HIAA, "lps") > 1.15  # Dunn 2006: in all regions

    def test_extracellular_serotonin_rises_as_linthorst_1995_saw(self, oconnor: xr.Dataset) -> None:
        outside = [
            at(oconnor, "serotonin_terminal.outside", 6, arm) for arm in ("lps", "vehicle", "il1_blocked")
        ]
        assert outside[0] > 1.3 * outside[1]
        assert outside[2] < outside[0]

    @pytest.mark.parametrize("arm", ["ido_blocked", "minocycline"])
    def test_two_blocks_rescue_the_ratio_and_leave_the_turnover(self, oconnor: xr.Dataset, arm: str) -> None:
        for quantity in (PLASMA, BRAIN):
            assert fold(oconnor, quantity, arm) - 1 < 0.5 * (fold(oconnor, quantity, "lps") - 1)
        assert fold(oconnor, TURNOVER, arm) - 1 > 0.7 * (fold(oconnor, TURNOVER, "lps") - 1)

    def test_turnover_needs_il1(self, oconnor: xr.Dataset) -> None:
        assert fold(oconnor, TURNOVER, "il1_blocked") - 1 < 0.5 * (fold(oconnor, TURNOVER, "lps") - 1)


class TestLowGradeInflammation:
    def test_the_ratio_rises_with_crp_above_3_and_not_without_inflammation(self, bench: Run) -> None:
        arms = f"arms:\n  quiet: {{}}\n  hurt: {{{held('damage_loop.injury', '1 /h', '1 d', '2 d')}}}\n"
        run = "run: {until: 60 d, report_every: 5 d}\n"
        found = bench("gated", f"{BLOOD}, {KYNURENINE}", arms + run)
        assert at(found, "crp.crp", 60 * 24, "hurt") > 2
        ratio = [at(found, PLASMA, 60 * 24, arm) for arm in ("quiet", "hurt")]
        assert 1.1 < ratio[1] / ratio[0] < 1.6  # Haroon 2020: up in the inflamed subset
        quiet = curve(found, PLASMA, "quiet")  # in depression at large unchanged: Almulla 2022
        assert quiet == pytest.approx(ratio[0], rel=1e-6)
