"""Influences that cross systems, in small assemblies: their sizes, their time courses, and nulls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xarray as xr
from tests.library.measures import at, curve

from remit.run import run_scenario

Run = Callable[..., xr.Dataset]
SEROTONIN = "sert, serotonin_terminal, raphe, serotonin_1a, serotonin_1a_uncoupling, serotonin_1b"
PLASTICITY = "bdnf, trkb, mtor, synapse, hippocampus"
CHAIN = (
    f"{PLASTICITY}, bdnf_to_trkb, trkb_to_mtor, mtor_to_synapse, trkb_to_hippocampus, synapse_to_hippocampus"
)
GSK3 = (
    "gsk3, beta_catenin, gsk3_to_beta_catenin, oxidative_load, hippocampal_telomerase, "
    "beta_catenin_to_hippocampal_telomerase"
)
AXIS = "hpa, hpa_glands, corticosteroid_receptors"
STRESSED = "nuclear_gr_to_bdnf, nuclear_gr_to_mtor, nuclear_gr_to_synapse, nuclear_gr_to_hippocampus"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A function from a name, the modules, the rest, the individual and ports to turn, to its dataset.

    Each port becomes an input `handles.<owner>_<port>`.
    """

    def run_text(
        name: str, modules: str, body: str, who: str = "human_adult", ports: dict[str, int] | None = None
    ) -> xr.Dataset:
        folder: Path = tmp_path_factory.mktemp(name)
        (folder / "modules").mkdir()
        if ports:
            inputs = "".join(f"  {p.replace('.', '_')}: {{unit: '1', rest: {r}}}\n" for p, r in ports.items())
            acts = "".join(f"  {p}: {p.replace('.', '_')}\n" for p in ports)
            text = f"module: handles\nabout: handles for tests\ninputs:\n{inputs}contributes:\n{acts}"
            (folder / "modules" / "handles.yaml").write_text(text, encoding="utf-8")
            modules = f"{modules}, handles"
        file = folder / f"{name}.yaml"
        head = f"scenario: {name}\nabout: a test\nindividual: {who}\nmodules: [{modules}]\n"
        file.write_text(head + body, encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    return run_text


def held(*levels: tuple[str, float], until: str = "1000 d") -> str:
    """An arm in which inputs are held at levels, as YAML."""
    each = ", ".join(
        f"{name}: {{level: {level}, from: 0 h, until: {until}, kind: assumed, note: a test}}"
        for name, level in levels
    )
    return f"{{exposures: {{{each}}}}}"


def arms(**each: str) -> str:
    """The arms of a scenario, as YAML."""
    return "arms:\n" + "".join(f"  {name}: {text}\n" for name, text in each.items())


@pytest.fixture(scope="module")
def blocked(bench: Run) -> xr.Dataset:
    body = arms(quiet="{}", once=held(("handles.sert_occupying", 4), until="24 h"),
                daily=held(("handles.sert_occupying", 4)))  # fmt: skip
    body += "run: {until: 28 d, report_every: 6 h}\n"
    return bench("blocked", f"{SEROTONIN}, bdnf, serotonin_to_bdnf", body, "rat_adult", {"sert.occupying": 0})


@pytest.fixture(scope="module")
def stressed(bench: Run) -> xr.Dataset:
    body = arms(quiet="{}", stress=held(("hpa.stress", 3)))
    body += "run: {until: 28 d, report_every: 3 h}\n"
    return bench("stressed", f"{AXIS}, {CHAIN}, {STRESSED}, hippocampus_to_hpa", body, "rat_adult")


class TestSerotoninToBdnf:
    def test_messenger_rises_over_three_weeks_in_the_direction_of_nibuya_1995(
        self, blocked: xr.Dataset
    ) -> None:
        assert 1.03 < at(blocked, "bdnf.mrna", 21 * 24, "daily") < 1.5

    def test_one_dose_stays_below_what_can_be_seen(self, blocked: xr.Dataset) -> None:
        assert curve(blocked, "bdnf.mrna", "once").max() < 1.05

    def test_no_delay_is_built_in_beside_that_of_serotonin(self, blocked: xr.Dataset) -> None:
        rise = [at(blocked, "bdnf.mrna", 24 * day, "daily") - 1 for day in (1, 7, 21)]
        assert rise[0] < 0.6 * rise[2]
        assert rise[0] < rise[1] < rise[2]


class TestKinases:
    def test_akt_gsk3_and_mtor_pass_on_a_rise_of_bdnf(self, bench: Run) -> None:
        modules = f"{CHAIN}, {GSK3}, trkb_to_gsk3, gsk3_to_mtor"
        body = arms(quiet="{}", more=held(("handles.bdnf_transcription", 1.3)))
        body += "run: {until: 10 d, report_every: 1 d}\n"
        found = bench("kinases", modules, body, ports={"bdnf.transcription": 1})
        assert curve(found, "gsk3.ser9", "more")[-1] > curve(found, "gsk3.ser9", "quiet")[-1]
        assert 0.9 < curve(found, "gsk3.activity", "more")[-1] < 1
        assert curve(found, "mtor.mtorc1", "more")[-1] > 1.1

    def test_a_gsk3_inhibitor_lets_a_small_push_do_more_as_chiu_2015_found(self, bench: Run) -> None:
        modules = f"{CHAIN}, {GSK3}, trkb_to_gsk3, gsk3_to_mtor"
        push, lithium = ("handles.trkb_sensitivity", 1.03), ("handles.gsk3_magnesium_site", 0.1)
        body = arms(quiet="{}", push=held(push), lithium=held(lithium), both=held(push, lithium))
        body += "run: {until: 3 d, report_every: 1 d}\n"
        found = bench("lithium", modules, body, ports={"trkb.sensitivity": 1, "gsk3.magnesium_site": 0})
        top = {
            arm: curve(found, "synapse.spines", arm)[-1] - 1 for arm in ("quiet", "push", "lithium", "both")
        }
        assert top["both"] > 1.3 * top["push"] > 0
        assert top["both"] > 0.9 * (top["push"] + top["lithium"])


class TestNeurogenesis:
    def test_telomerase_inhibitors_lower_it_and_tert_raises_it_as_zhou_2011_found(self, bench: Run) -> None:
        modules = f"{GSK3}, hippocampus, telomerase_to_hippocampus, beta_catenin_to_hippocampus"
        blocking, vector = "handles.hippocampal_telomerase_blocking", "handles.hippocampal_telomerase_vector"
        body = arms(quiet="{}", azt=held((blocking, 9)), tert=held((vector, 1)),
                    rays=held((vector, 1), ("hippocampus.irradiated", 1)))  # fmt: skip
        body += "run: {until: 28 d, report_every: 1 d}\n"
        ports = {"hippocampal_telomerase.blocking": 0, "hippocampal_telomerase.vector": 0}
        found = bench("telomerase", modules, body, "mouse_adult", ports)
        assert at(found, "hippocampus.young", 14 * 24, "azt") < 0.9
        assert at(found, "hippocampus.young", 28 * 24, "tert") > 1.05
        assert at(found, "hippocampus.young", 28 * 24, "rays") < 0.5

    def test_inhibition_of_gsk3_raises_it_twice_over(self, bench: Run) -> None:
        ways = "telomerase_to_hippocampus, beta_catenin_to_hippocampus"
        body = arms(quiet="{}", lithium=held(("handles.gsk3_magnesium_site", 0.5)),
                    one=held(("handles.gsk3_magnesium_site", 0.5))[:-1]
                    + ", without: [telomerase_to_hippocampus -> hippocampus.proliferation]}")  # fmt: skip
        body += "run: {until: 42 d, report_every: 7 d}\n"
        found = bench("gsk3", f"{GSK3}, hippocampus, {ways}", body, "rat_adult", {"gsk3.magnesium_site": 0})
        young = {arm: curve(found, "hippocampus.young", arm)[-1] for arm in ("quiet", "lithium", "one")}
        assert young["lithium"] > young["one"] > young["quiet"]
        assert young["lithium"] < 2

    def test_brain_cytokines_halve_it_at_most_under_mild_inflammation(self, bench: Run) -> None:
        modules = "cytokines, microglia, hippocampus, bdnf, microglia_to_hippocampus, microglia_to_bdnf"
        body = arms(quiet="{}", inflamed=held(("handles.microglia_stimulus", 1)))
        body += "run: {until: 42 d, report_every: 7 d}\n"
        found = bench("inflamed", modules, body, "mouse_adult", {"microglia.stimulus": 0})
        assert 0.4 < curve(found, "hippocampus.young", "inflamed")[-1] < 0.85
        assert 0.5 < curve(found, "bdnf.mrna", "inflamed")[-1] < 0.9
        assert curve(found, "bdnf.mature", "inflamed")[-1] < 0.8
        assert (
            curve(found, "bdnf.pro", "inflamed")[-1] > curve(found, "bdnf.mature", "inflamed")[-1]
        )  # less cleavage


class TestStress:
    def test_redd1_rises_and_mtorc1_falls_as_ota_2014_found(self, stressed: xr.Dataset) -> None:
        last = slice(-8, None)
        for quantity, sign in (("nuclear_gr_to_mtor.redd1", 1), ("mtor.mtorc1", -1), ("bdnf.mrna", -1)):
            change = (
                curve(stressed, quantity, "stress")[last].mean()
                - curve(stressed, quantity, "quiet")[last].mean()
            )
            assert change * sign > 0, quantity

    def test_three_weeks_cost_spines_by_a_twentieth_to_a_third(self, stressed: xr.Dataset) -> None:
        ratio = at(stressed, "synapse.spines", 21 * 24, "stress") / at(
            stressed, "synapse.spines", 21 * 24, "quiet"
        )
        assert 0.67 < ratio < 0.95  # radley2006: about a sixth

    def test_young_neurons_fall_and_the_volume_by_less(self, stressed: xr.Dataset) -> None:
        end = {q: curve(stressed, q, "stress")[-1] / curve(stressed, q, "quiet")[-1]
               for q in ("hippocampus.young", "hippocampus.volume")}  # fmt: skip
        assert 0.5 < end["hippocampus.young"] < 0.95
        assert 0.9 < end["hippocampus.volume"] < 1

    def test_firing_below_the_ordinary_does_not_calm_microglia(self, bench: Run) -> None:
        cells = "net, noradrenaline_terminal, locus_coeruleus, alpha2"
        modules = f"{cells}, cytokines, microglia, locus_coeruleus_to_microglia"
        body = arms(quiet="{}", calm=held(("handles.locus_coeruleus_drive", 0.5)),
                    threat=held(("handles.locus_coeruleus_drive", 2)))  # fmt: skip
        body += "run: {until: 5 d, report_every: 1 d}\n"
        found = bench("threat", modules, body, "mouse_adult", {"locus_coeruleus.drive": 1})
        assert curve(found, "microglia.brain_cytokines", "calm")[-1] == pytest.approx(1, abs=1e-6)
        assert 1.02 < curve(found, "microglia.brain_cytokines", "threat")[-1] < 2


class TestDopamineAndGsk3:
    def test_more_dopamine_dephosphorylates_gsk3_as_beaulieu_2004_found(self, bench: Run) -> None:
        modules = f"{GSK3}, dopamine_to_gsk3, dopamine_prefrontal, dopamine_striatal, vta, dat, d2, net"
        body = (
            arms(quiet="{}", more=held(("handles.vta_drive", 2))) + "run: {until: 5 d, report_every: 1 d}\n"
        )
        found = bench("dopamine", modules, body, "mouse_adult", {"vta.drive": 1})
        assert curve(found, "gsk3.ser9", "more")[-1] < 0.97 * curve(found, "gsk3.ser9", "quiet")[-1]
        assert 1 < curve(found, "gsk3.activity", "more")[-1] < 1.2
