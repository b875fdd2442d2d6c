"""Rodent assays look and never touch; what they show follows from mechanisms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.phenotype_bench import ASSAYS, SHELF

from remit.run import run_scenario

RODENT = sorted({name for text in ASSAYS.values() for name in text.split()})
TEST_HOUR = 10.5
MOUSE = """
  vehicle: {}
  ssri: {exposures: {sert.occupying: {level: 20, from: 10 h, kind: assumed, note: a full block}}}
  nri: {exposures: {net.occupying: {level: 20, from: 10 h, kind: assumed, note: a full block}}}
  dopamine: {exposures: {dat.occupying: {level: 0.7, from: 10 h, kind: assumed, note: a sub-active dose}}}
  serotonin: {exposures: {sert.occupying: {level: 1, from: 10 h, kind: assumed, note: a sub-active dose}}}
  both:
    exposures:
      dat.occupying: {level: 0.7, from: 10 h, kind: assumed, note: a sub-active dose}
      sert.occupying: {level: 1, from: 10 h, kind: assumed, note: a sub-active dose}
  no_transporter: {genes: {SLC6A4: 0}}
  no_transporter_ssri:
    genes: {SLC6A4: 0}
    exposures: {sert.occupying: {level: 20, from: 10 h, kind: assumed, note: a full block}}
  no_receptor: {genes: {HTR1A: 0}}
  no_receptor_ssri:
    genes: {HTR1A: 0}
    exposures: {sert.occupying: {level: 20, from: 10 h, kind: assumed, note: a full block}}
  channel: {exposures: {nmda.occupying: {level: 1, from: 10 h, until: 12 h, kind: assumed, note: ketamine}}}
"""
SWIM = "forced_swim_mouse.immobility"


def ran(
    folder: Path, individual: str, assays: str, arms: str, until: str = "36 h", begin: str = "settled"
) -> xr.Dataset:
    file = folder / f"{individual}.yaml"
    file.write_text(
        f"scenario: {individual}\nabout: a test\nindividual: {individual}\nmodules: all\nassays: [{assays}]\n"
        f"run: {{until: {until}, report_every: 15 min, begin: {begin}}}\narms:{arms}",
        encoding="utf-8",
    )
    found = run_scenario(file)
    assert (found["failed"] == 0).all(), found["status"].values
    return found


def value(found: xr.Dataset, quantity: str, arm: str, hour: float = TEST_HOUR) -> float:
    return float(np.interp(hour, found["time"].values, found[quantity].sel(arm=arm).values[0]))


@pytest.fixture(scope="module")
def swiss(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return ran(tmp_path_factory.mktemp("swiss"), "mouse_swiss", "forced_swim_mouse, tail_suspension", MOUSE)


@pytest.fixture(scope="module")
def rat(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    arms = "".join(
        line + "\n" for line in MOUSE.splitlines() if line.strip().split(":")[0] in ("vehicle", "ssri", "nri")
    )
    return ran(tmp_path_factory.mktemp("rat"), "rat_adult", "forced_swim_rat", "\n" + arms)


@pytest.fixture(scope="module")
def no_noradrenaline(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    """Mice that cannot make noradrenaline, two days after they were wild type: this mutant finds no rest."""
    gene = "genes: {DBH: 0}"
    arms = f"\n  vehicle: {{{gene}}}\n" + "".join(
        f"  {arm}: {{{gene}, exposures: {{{site}.occupying: "
        "{level: 20, from: 58 h, kind: assumed, note: a full block}}}\n"
        for arm, site in (("ssri", "sert"), ("nri", "net"))
    )
    return ran(
        tmp_path_factory.mktemp("mutant"), "mouse_swiss", "forced_swim_mouse", arms, "60 h", "as_written"
    )


@pytest.mark.parametrize("name", RODENT)
def test_an_assay_has_no_way_to_act(name: str) -> None:
    doc = SHELF.read("assay", name)
    assert not getattr(doc, "states", ())
    assert not getattr(doc, "contributes", ())
    assert doc.outputs


def test_an_untreated_swiss_mouse_is_immobile_as_its_strain_is(swiss: xr.Dataset) -> None:
    assert value(swiss, SWIM, "vehicle") == pytest.approx(180, rel=0.05)  # seconds


def test_two_small_pushes_do_more_than_their_sum(swiss: xr.Dataset) -> None:
    """Prica 2008: bupropion and an SSRI, each at a dose that does nothing."""
    fall = {
        arm: value(swiss, SWIM, "vehicle") - value(swiss, SWIM, arm)
        for arm in ("dopamine", "serotonin", "both")
    }
    assert fall["both"] > 1.2 * (fall["dopamine"] + fall["serotonin"])


def test_an_ssri_does_nothing_without_its_transporter(swiss: xr.Dataset) -> None:
    change = value(swiss, SWIM, "no_transporter_ssri") / value(swiss, SWIM, "no_transporter") - 1
    assert change == pytest.approx(0, abs=0.01)


def test_an_ssri_does_nothing_for_struggling_without_the_5ht1a_receptor(swiss: xr.Dataset) -> None:
    """Richardson-Jones 2011: heteroreceptors carry the response."""
    change = value(swiss, SWIM, "no_receptor_ssri") / value(swiss, SWIM, "no_receptor") - 1
    assert change > -0.02


def test_a_channel_blocker_helps_at_once_and_a_day_later(swiss: xr.Dataset) -> None:
    plain = [value(swiss, SWIM, "vehicle", hour) for hour in (11.0, 34.0)]
    helped = [value(swiss, SWIM, "channel", hour) for hour in (11.0, 34.0)]
    assert helped[0] < 0.95 * plain[0]
    assert helped[1] < 0.99 * plain[1]


def test_serotonin_makes_rats_swim_and_noradrenaline_makes_them_climb(rat: xr.Dataset) -> None:
    """Detke 1995; both shorten immobility, each by its own activity."""
    for arm, more, other in (("ssri", "swimming", "climbing"), ("nri", "climbing", "swimming")):
        still = [value(rat, "forced_swim_rat.immobility", one) for one in (arm, "vehicle")]
        assert still[0] < still[1]
        gain = value(rat, f"forced_swim_rat.{more}", arm) / value(rat, f"forced_swim_rat.{more}", "vehicle")
        rest = value(rat, f"forced_swim_rat.{other}", arm) / value(rat, f"forced_swim_rat.{other}", "vehicle")
        assert gain > max(rest, 1.0)


def test_one_block_of_serotonin_uptake_moves_a_mouse_and_hardly_a_rat(
    swiss: xr.Dataset, rat: xr.Dataset
) -> None:
    """David 2003 and Borsini 1995: active at once in Swiss mice and not in rats."""
    swim = "forced_swim_rat.immobility"
    assert value(swiss, SWIM, "ssri") < 0.9 * value(swiss, SWIM, "vehicle")
    assert value(rat, swim, "ssri") > 0.85 * value(rat, swim, "vehicle")


def test_a_small_push_alone_stays_below_the_threshold(swiss: xr.Dataset) -> None:
    """Prica 2008: each of the pair does nothing by itself."""
    for arm in ("dopamine", "serotonin"):
        assert value(swiss, SWIM, arm) > 0.9 * value(swiss, SWIM, "vehicle")


@pytest.mark.parametrize("arm", ["ssri", "nri"])
def test_without_noradrenaline_no_reuptake_inhibitor_moves_a_mouse(
    no_noradrenaline: xr.Dataset, arm: str
) -> None:
    """Cryan 2001 and 2004: mice without dopamine beta-hydroxylase."""
    still = [value(no_noradrenaline, SWIM, one, 58.5) for one in (arm, "vehicle")]
    change = still[0] / still[1] - 1
    assert change == pytest.approx(0, abs=0.05)


def test_what_a_rat_does_adds_up_to_the_time_scored(rat: xr.Dataset) -> None:
    parts = [f"forced_swim_rat.{one}" for one in ("immobility", "swimming", "climbing")]
    assert sum(value(rat, one, "ssri") for one in parts) == pytest.approx(300, rel=1e-6)


@pytest.mark.parametrize("strain", ["mouse_adult", "mouse_swiss", "mouse_nmri", "rat_adult", "rat_wistar"])
def test_a_strain_says_where_its_swim_starts(strain: str) -> None:
    assert "swim_immobility" in SHELF.read("individual", strain).parameters
