"""Glutamate and plasticity: health, burst, cascade, blockers, nulls and signs, against published figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve, hours

from remit.run import run_scenario

Run = Callable[..., xr.Dataset]
GLUTAMATE = ("interneurons", "glutamate", "ampa")
PLASTICITY = ("eef2", "bdnf", "trkb", "mtor", "synapse", "hippocampus")
MODULES = (*GLUTAMATE, *PLASTICITY, "late_ltp", "ampar_switch")
SOLINAS = {  # minutes after plasmin is gone: level relative to before
    "bdnf.pro": {1: 1.4512, 5: 1.9502, 30: 2.0000},
    "bdnf.mature": {2: 0.6417, 5: 0.4913, 10: 0.4630, 30: 0.4615},
}
EDGES = (
    *("nmda_to_interneurons", "nmda_to_glutamate", "nmda_to_eef2", "interneurons_to_glutamate"),
    *("glutamate_to_ampa", "ampa_to_bdnf", "eef2_to_bdnf", "eef2_to_synapse", "bdnf_to_trkb"),
    *("trkb_to_mtor", "mtor_to_synapse", "synapse_to_ampa", "trkb_to_hippocampus"),
    *("synapse_to_hippocampus", "glutamate_to_bdnf"),
)
CHAIN = ("nmda", *GLUTAMATE, *PLASTICITY, *EDGES)
ANIMAL = """individual: a_{0}
about: a test
species: {0}
sex: male
parameters:
  weight: {{value: {1}, kind: assumed, note: a test}}
"""
INFUSION = "{{drug: ketamine, by: iv, amount: {0} mg/kg, at: 0 h, over: 40 min}}"
RAPID = INFUSION.format(0.5)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A function from a name, modules and the rest of a scenario to its dataset.

    `tools` maps ports to neutral values; each becomes an input `<scenario>_tool.<port's own name>` that
    contributes to the port, so that ports can be pushed without a drug.
    """
    folder: Path = tmp_path_factory.mktemp("plasticity")
    (folder / "individuals").mkdir()
    (folder / "modules").mkdir()
    for species, weight in (("rat", "0.3 kg"), ("mouse", "0.025 kg")):
        (folder / "individuals" / f"a_{species}.yaml").write_text(ANIMAL.format(species, weight))

    def run_text(
        name: str,
        modules: tuple[str, ...],
        body: str,
        who: str = "human_adult",
        tools: dict[str, int] | None = None,
    ) -> xr.Dataset:
        chosen = list(modules)
        if tools:
            inputs = "".join(
                f'  {port.split(".")[1]}: {{unit: "1", rest: {rest}, about: a test}}\n'
                for port, rest in tools.items()
            )
            acts = "".join(f"  {port}: {port.split('.')[1]}\n" for port in tools)
            text = f"module: {name}_tool\nabout: a test\ninputs:\n{inputs}contributes:\n{acts}"
            (folder / "modules" / f"{name}_tool.yaml").write_text(text)
            chosen.append(f"{name}_tool")
        head = f"scenario: {name}\nabout: a test\nindividual: {who}\nmodules: [{', '.join(chosen)}]\n"
        file = folder / f"{name}.yaml"
        file.write_text(head + body, encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    return run_text


def level(quantity: str, value: float, until: str = "", begin: str = "0 h") -> str:
    """One exposure, as YAML."""
    end = f", until: {until}" if until else ""
    return f"{quantity}: {{level: {value}, from: {begin}{end}, kind: assumed, note: a test}}"


def arm(*exposures: str, doses: str = "") -> str:
    """One arm, as YAML."""
    return f"{{doses: [{doses}], exposures: {{{', '.join(exposures)}}}}}"


def arms_of(**arms: str) -> str:
    """The arms of a scenario, as YAML."""
    return "arms:\n" + "".join(f"  {name}: {text}\n" for name, text in arms.items())


def own(found: xr.Dataset, modules: tuple[str, ...]) -> list[str]:
    """Every reported quantity of some modules."""
    return [str(name) for name in found.data_vars if str(name).split(".")[0] in modules]


class TestHealth:
    @pytest.mark.parametrize("who", ["human_adult", "a_rat", "a_mouse"])
    def test_nothing_drifts_over_60_days(self, run: Run, who: str) -> None:
        found = run(f"health_{who}", CHAIN, "run: {until: 60 d, report_every: 5 d}\n", who)
        for quantity in own(found, CHAIN):
            values = curve(found, quantity)
            assert np.ptp(values) <= 6e-5 * abs(values[0]) + 1e-12, quantity
        for quantity in (
            "glutamate.release",
            "bdnf.free",
            "mtor.mtorc1",
            "synapse.spines",
            "hippocampus.volume",
        ):
            assert curve(found, quantity)[-1] == pytest.approx(1, abs=1e-7)
        assert curve(found, "glutamate.extrasynaptic")[-1] == pytest.approx(3, abs=1e-6)  # lerma1986, umol/L

    @pytest.mark.parametrize("name", MODULES)
    def test_each_module_runs_alone(self, run: Run, name: str) -> None:
        found = run(f"alone_{name}", (name,), "run: {until: 60 d, report_every: 30 d}\n")
        for quantity in own(found, (name,)):
            values = curve(found, quantity)
            assert np.ptp(values) <= 6e-5 * abs(values[0]) + 1e-9, quantity

    def test_the_loop_from_activity_to_synapse_and_back_has_a_gain_below_one(self, run: Run) -> None:
        rises = []
        for name, less in (("opened", "without: [synapse_to_ampa -> ampa.anchoring]\n"), ("closed", "")):
            pushed = f"exposures: {{{level(f'{name}_tool.potentiation', 1.01)}}}\n"
            body = pushed + less + "run: {until: 600 d, report_every: 100 d}\n"
            found = run(name, CHAIN, body, tools={"ampa.potentiation": 1})
            rises.append(curve(found, "ampa.throughput")[-2] - 1)
        assert 0 < 1 - rises[0] / rises[1] < 0.6


@pytest.fixture(scope="module")
def resting(run: Run) -> xr.Dataset:
    tools = {"glutamate.drive": 1, "glutamate.mglu2": 1, "glutamate.uptake": 1, "glutamate.inhibition": 1}
    arms = arms_of(
        quiet=arm(level("resting_tool.drive", 0)),
        antagonist=arm(level("resting_tool.mglu2", 0)),
        agonist=arm(level("resting_tool.mglu2", 3)),
        slow=arm(level("resting_tool.uptake", 0.5)),
        released=arm(level("resting_tool.inhibition", 0.8)),
    )
    return run("resting", ("glutamate",), arms + "run: {until: 24 h, report_every: 6 h}\n", tools=tools)


class TestRestingGlutamate:
    """Hascup 2010, prefrontal cortex of awake rats."""

    @pytest.mark.parametrize(
        ("name", "low", "high"),
        [("quiet", -0.60, -0.35), ("antagonist", 0.30, 0.50), ("agonist", -0.30, -0.10), ("slow", 0.6, 1.8)],
    )
    def test_glutamate_outside_synapses(
        self, resting: xr.Dataset, name: str, low: float, high: float
    ) -> None:
        # tetrodotoxin -40 % and omega-conotoxin -50 %; LY341495 +40 %; LY379268 -20 %; TBOA +120 %
        assert low < at(resting, "glutamate.extrasynaptic", 18, name) / 3 - 1 < high

    def test_lost_inhibition_raises_release(self, resting: xr.Dataset) -> None:
        assert at(resting, "glutamate.release", 18, "released") > 1.1


BLOCKS = {
    "rapamycin": level("mtor.block", 1, "4 h"),
    "antibody": level("bdnf.neutralised", 1, "4 h"),
    "trkb": level("trkb.block", 1, "4 h"),
    "nbqx": level("ampa.block", 0.9, "4 h"),
    "cycloheximide": level("synapse.translation_block", 1, "4 h"),
}


@pytest.fixture(scope="module")
def infused(run: Run) -> xr.Dataset:
    arms = {"vehicle": arm(), "ketamine": arm(doses=RAPID)}
    for name, block in BLOCKS.items():
        arms[name] = arm(block)
        arms[f"{name}_ketamine"] = arm(block, doses=RAPID)
    for dose in (0.1, 0.2, 1, 2, 5, 10, 20):
        arms[f"mg{str(dose).replace('.', '_')}"] = arm(doses=INFUSION.format(dose))
    body = "drugs: [ketamine]\n" + arms_of(**arms)
    return run("infused", CHAIN, body + "run: {until: 21 d, report_every: 0.1 h}\n")


def gain(found: xr.Dataset, name: str, against: str = "vehicle", hour: float = 24) -> float:
    """Spines above another arm."""
    return at(found, "synapse.spines", hour, name) - at(found, "synapse.spines", hour, against)


class TestBurst:
    def test_cycling_rises_as_abdallah_2018_saw(self, infused: xr.Dataset) -> None:
        during = hours(infused) <= 2
        release = curve(infused, "glutamate.release", "ketamine")[during].mean()
        assert 0.05 < release - 1 < 0.25  # 13 %

    def test_release_is_up_at_26_min(self, infused: xr.Dataset) -> None:
        assert 0.20 < at(infused, "glutamate.release", 26 / 60, "ketamine") - 1 < 0.50  # Glx 38 %; milak2016

    def test_glutamate_is_back_after_3_h(self, infused: xr.Dataset) -> None:
        assert abs(at(infused, "glutamate.extrasynaptic", 3, "ketamine") / 3 - 1) < 0.05

    def test_the_dose_curve_is_an_inverted_u(self, infused: xr.Dataset) -> None:
        """Moghaddam 1997 by occupancy: up, then no change, then down."""
        occupied, outside = [], []
        for name in ("mg0_2", "ketamine", "mg1", "mg2", "mg5", "mg10", "mg20"):
            occupied.append(at(infused, "nmda.occupied", 0.7, name))
            outside.append(at(infused, "glutamate.extrasynaptic", 0.7, name) / 3)
        found = np.interp([0.2, 0.5, 0.7, 0.85, 0.92], occupied, outside)
        assert (found[:3] > 1.1).all()
        assert found[3] == pytest.approx(1, abs=0.1)
        assert found[4] < 0.9


class TestCascade:
    def test_mtor_peaks_within_2_h_and_is_back_by_6_h(self, infused: xr.Dataset) -> None:
        active = curve(infused, "mtor.mtorc1", "ketamine")
        assert hours(infused)[active.argmax()] < 2
        assert active.max() > 1.5
        left = at(infused, "mtor.mtorc1", 6, "ketamine") - 1
        assert abs(left) < 0.1 * (active.max() - 1)

    @pytest.mark.xfail(
        reason="4 % at 72 h with human kinetics; 8 % in rats, ketamine_cascade_order", strict=True
    )
    def test_synaptic_protein_is_up_from_2_to_72_h(self, infused: xr.Dataset) -> None:
        protein, time = curve(infused, "synapse.synaptic_protein", "ketamine"), hours(infused)
        assert protein[(time >= 2) & (time <= 72)].min() > 1.05

    def test_peaks_come_in_order(self, infused: xr.Dataset) -> None:
        order = (
            "bdnf.free",
            "trkb.phosphorylated",
            "mtor.mtorc1",
            "synapse.synaptic_protein",
            "synapse.spines",
        )
        peaks = [hours(infused)[curve(infused, name, "ketamine").argmax()] for name in order]
        assert peaks == sorted(peaks)

    def test_spines_form_faster_only_from_8_h_on(self, infused: xr.Dataset) -> None:
        forming = curve(infused, "synapse.forming", "ketamine")
        surplus, time = forming / forming[0] - 1, hours(infused)
        assert surplus[time <= 5].max() < 0.15
        assert abs(gain(infused, "ketamine", hour=6)) < 0.005
        assert 8 < time[np.argmax(surplus > surplus.max() / 2)] < 24

    def test_formation_is_unchanged_up_to_6_h(self, infused: xr.Dataset) -> None:
        forming = curve(infused, "synapse.forming", "ketamine")
        assert forming[hours(infused) <= 6].max() / forming[0] < 1.1

    @pytest.mark.xfail(reason="8 % with human kinetics; 18 % in mice, ketamine_spine_dynamics", strict=True)
    def test_spines_are_10_to_20_per_cent_up_at_24_h(self, infused: xr.Dataset) -> None:
        assert 0.10 < gain(infused, "ketamine") < 0.20

    def test_the_gain_halves_in_4_to_14_days(self, infused: xr.Dataset) -> None:
        spines, time = curve(infused, "synapse.spines", "ketamine") - 1, hours(infused)
        peak = int(spines.argmax())
        halved = time[peak + np.argmax(spines[peak:] < spines[peak] / 2)]
        assert 4 < (halved - time[peak]) / 24 < 14

    def test_elimination_is_unchanged(self, infused: xr.Dataset) -> None:
        assert np.ptp(curve(infused, "synapse.eliminating", "ketamine")) == 0

    def test_low_doses_do_little_and_high_doses_saturate(self, infused: xr.Dataset) -> None:
        assert gain(infused, "mg0_2") < 0.2 * gain(infused, "ketamine")
        assert gain(infused, "mg5") < 1.4 * gain(infused, "mg1")

    @pytest.mark.parametrize(
        ("name", "least"),
        [("rapamycin", 0.7), ("antibody", 0.7), ("trkb", 0.7), ("nbqx", 0.5), ("cycloheximide", 0.7)],
    )
    def test_a_block_abolishes_the_gain(self, infused: xr.Dataset, name: str, least: float) -> None:
        whole = gain(infused, "ketamine")
        assert 1 - gain(infused, f"{name}_ketamine") / whole > least
        assert 1 - gain(infused, f"{name}_ketamine", name) / whole > least

    @pytest.mark.parametrize("name", BLOCKS)
    def test_a_short_block_alone_does_little(self, infused: xr.Dataset, name: str) -> None:
        assert abs(gain(infused, name)) < 0.05


@pytest.fixture(scope="module")
def variants(run: Run) -> xr.Dataset:
    arms = ""
    late = RAPID.replace("at: 0 h", "at: 200 d")
    for name, alleles in (("val", 0), ("carrier", 1), ("met", 2)):
        genes = f"set: {{bdnf.met_alleles: {{to: {alleles}, because: a test}}}}"
        arms += f"  {name}: {{doses: [{late}], {genes}}}\n  {name}_vehicle: {{{genes}}}\n"
    body = "drugs: [ketamine]\narms:\n" + arms + "run: {until: 204 d, report_every: 2 h}\n"
    return run("variants", CHAIN, body)


class TestMetVariant:
    """liu2012: fewer spines, and a gain that is blocked in Met/Met."""

    @pytest.mark.parametrize("name", ["carrier", "met"])
    def test_met_carriers_have_fewer_spines(self, variants: xr.Dataset, name: str) -> None:
        assert 0.6 < at(variants, "synapse.spines", 200 * 24 - 1, f"{name}_vehicle") < 0.97

    def test_two_copies_take_70_per_cent_of_the_gain_or_more(self, variants: xr.Dataset) -> None:
        hour = 201 * 24
        whole, one, two = (gain(variants, n, f"{n}_vehicle", hour) for n in ("val", "carrier", "met"))
        assert two < 0.3 * whole
        assert two < one < whole


@pytest.fixture(scope="module")
def lasting(run: Run) -> xr.Dataset:
    tools = {"nmda.occupying": 0, "nmda.not_at_rest": 0}
    both = [f"lasting_tool.{name}" for name in ("occupying", "not_at_rest")]
    arms = arms_of(
        rest=arm(),
        tenth=arm(level(both[0], 0.1)),
        blocked=arm(level(both[0], 0.3)),
        spared=arm(level(both[0], 0.3), level(both[1], 0.3)),
        memantine=arm(level(both[0], 0.11), level(both[1], 0.11)),
    )
    return run("lasting", CHAIN, arms + "run: {until: 60 d, report_every: 6 h}\n", tools=tools)


class TestLastingBlock:
    """A tenth or a quarter of receptors blocked for good."""

    def test_release_comes_back_within_weeks(self, lasting: xr.Dataset) -> None:
        for name in ("tenth", "blocked"):
            early, late = (at(lasting, "glutamate.release", 24 * day, name) - 1 for day in (0.25, 30))
            assert 0 <= late < 0.5 * early  # hesselink1999: tolerance within 14 d

    def test_a_blocker_that_spares_resting_channels_frees_no_translation(self, lasting: xr.Dataset) -> None:
        assert at(lasting, "eef2.active", 24, "blocked") > 1.1  # gideons2014: ketamine
        assert at(lasting, "eef2.active", 24, "spared") == pytest.approx(1, abs=1e-6)  # memantine
        assert at(lasting, "bdnf.free", 24, "spared") < at(lasting, "bdnf.free", 24, "blocked")

    def test_a_tenth_of_receptors_blocked_by_memantine_adds_no_spines(self, lasting: xr.Dataset) -> None:
        assert abs(at(lasting, "synapse.spines", 24 * 30, "memantine") - 1) < 0.03  # zarate2006: no effect

    def test_excitation_releases_little_without_translation(self, lasting: xr.Dataset) -> None:
        assert at(lasting, "bdnf.free", 24, "spared") - 1 < 0.5 * (
            at(lasting, "bdnf.free", 24, "blocked") - 1
        )

    @pytest.mark.xfail(reason="7 % for a quarter of receptors", strict=True)
    def test_a_blocker_that_spares_resting_channels_adds_no_spines(self, lasting: xr.Dataset) -> None:
        assert at(lasting, "synapse.spines", 24 * 30, "spared") < 1.05  # gideons2014: no such effect


class TestSomatosensoryCortex:
    def test_formation_hardly_moves_early_and_rises_later(self, run: Run) -> None:
        """Pryazhnikov 2018: five daily doses; unchanged at 6 to 24 h, up at 72 to 132 h."""
        there = "{module: interneurons, numbers: somatosensory}"
        modules = tuple(there if name == "interneurons" else name for name in CHAIN)
        dose = RAPID.replace("at: 0 h", "first: 0 h, every: 24 h, times: 5")
        body = f"doses: [{dose}]\nrun: {{until: 140 h, report_every: 1 h}}\n"
        found = run("somatosensory", modules, body)
        forming, time = curve(found, "synapse.forming"), hours(found)
        early = forming[(time >= 6) & (time <= 24)].mean() / forming[0] - 1
        later = forming[(time >= 72) & (time <= 132)].mean() / forming[0] - 1
        assert early < 0.2
        assert later > 0.05


@pytest.fixture(scope="module")
def pushed(run: Run) -> xr.Dataset:
    ports = {
        "glutamate.eaat2_expression": (1, 0.7),
        "glutamate.other_release": (0, 0.3),
        "interneurons.capacity": (1, 0.9),
        "bdnf.transcription": (1, 0.8),
        "bdnf.cleavage": (1, 0.5),
        "trkb.sensitivity": (1, 1.2),
        "mtor.tsc2": (1, 1.2),
        "synapse.formation": (1, 0.8),
        "synapse.elimination": (1, 1.3),
        "hippocampus.proliferation": (1, 0.5),
        "hippocampus.atrophy": (0, 0.04),
        "eef2.kinase": (1, 0.7),
        "ampa.insertion": (1, 1.2),
    }
    tools = {port: rest for port, (rest, _) in ports.items()}
    arms = {
        port.replace(".", "_"): arm(level(f"pushed_tool.{port.split('.')[1]}", value))
        for port, (_, value) in ports.items()
    }
    body = arms_of(rest=arm(), **arms) + "run: {until: 60 d, report_every: 1 d}\n"
    return run("pushed", CHAIN, body, tools=tools)


SIGNS = [
    ("glutamate_eaat2_expression", "glutamate.extrasynaptic", 1),
    ("glutamate_other_release", "bdnf.mrna", -1),
    ("interneurons_capacity", "glutamate.release", 1),
    ("interneurons_capacity", "ampa.throughput", 1),
    ("ampa_insertion", "bdnf.mrna", 1),
    ("eef2_kinase", "bdnf.free", 1),
    ("eef2_kinase", "synapse.protein", 1),
    ("bdnf_transcription", "trkb.phosphorylated", -1),
    ("bdnf_transcription", "mtor.mtorc1", -1),
    ("bdnf_transcription", "hippocampus.young", -1),
    ("bdnf_cleavage", "bdnf.free", -1),
    ("bdnf_cleavage", "bdnf.pro", 1),
    ("trkb_sensitivity", "mtor.mtorc1", 1),
    ("mtor_tsc2", "synapse.protein", -1),
    ("synapse_formation", "synapse.spines", -1),
    ("synapse_elimination", "synapse.spines", -1),
    ("synapse_elimination", "ampa.surface", -1),
    ("synapse_elimination", "hippocampus.volume", -1),
    ("hippocampus_proliferation", "hippocampus.volume", -1),
    ("hippocampus_atrophy", "hippocampus.volume", -1),
]


class TestSigns:
    @pytest.mark.parametrize(("push", "quantity", "sign"), SIGNS)
    def test_a_push_moves_its_target(self, pushed: xr.Dataset, push: str, quantity: str, sign: int) -> None:
        change = at(pushed, quantity, 30 * 24, push) - at(pushed, quantity, 30 * 24, "rest")
        assert np.sign(change) == sign
        assert abs(change) > 1e-4

    def test_a_lasting_loss_of_bdnf_costs_spines_but_not_most(self, pushed: xr.Dataset) -> None:
        assert 0.5 < at(pushed, "synapse.spines", 60 * 24, "bdnf_transcription") < 0.95

    def test_the_volume_moves_by_a_few_per_cent_at_most(self, pushed: xr.Dataset) -> None:
        for push in ("bdnf_transcription", "synapse_formation", "hippocampus_proliferation"):
            assert 0.9 < at(pushed, "hippocampus.volume", 60 * 24, push) < 1

    def test_cortisol_lowers_the_messenger_of_bdnf(self, run: Run) -> None:
        modules = ("hpa", "hpa_glands", "corticosteroid_receptors", "bdnf", "nuclear_gr_to_bdnf")
        arms = arms_of(rest=arm(), stress=arm(level("hpa.stress", 3)))
        found = run("cortisol", modules, arms + "run: {until: 10 d, report_every: 1 h}\n")
        last_day = hours(found) >= 9 * 24
        means = [curve(found, "bdnf.mrna", name)[last_day].mean() for name in ("rest", "stress")]
        assert means[0] == pytest.approx(1, abs=0.05)
        assert means[1] < 0.98 * means[0]


class TestPublishedModels:
    @pytest.mark.parametrize(
        ("block", "digits"),
        [
            ("", {0: 3.1, 0.5: 7.4903, 6: 6.3046, 8: 5.9119, 24: 3.8588}),
            ("psi", {0.5: 5.5664, 6: 2.3891, 24: 2.6634}),
            ("both", {0.5: 8.3333, 6: 4.6115, 24: 4.8809}),
        ],
    )
    def test_late_potentiation_is_that_of_smolen_2018(
        self, potentiated: xr.Dataset, block: str, digits: dict[float, float]
    ) -> None:
        """Digits: the equations of BIOMD0000000853 solved by scipy (LSODA, rtol 1e-9)."""
        for hour, digit in digits.items():
            assert at(potentiated, "late_ltp.weight", hour, block or "none") == pytest.approx(digit, abs=2e-3)

    def test_surface_receptors_stay_low_or_high_for_20_days_as_in_hayer_2005(self, run: Run) -> None:
        """Digits: MODEL9086628127 from a low and a high start; here a pulse of the kinase lifts them."""
        arms = arms_of(low=arm(), high=arm(level("ampar_switch.pka", 5, "4 h")))
        body = arms + "run: {until: 20 d, report_every: 1 d, begin: as_written}\n"
        found = run("switch", ("ampar_switch",), body)
        assert at(found, "ampar_switch.receptors", 480, "low") == pytest.approx(1.59, abs=0.01)
        assert at(found, "ampar_switch.receptors", 480, "high") == pytest.approx(20.2, abs=0.1)

    def test_cleavage_of_probdnf_is_that_of_solinas_2019(self, run: Run) -> None:
        """Digits: four states (kc 0.1, k2 0.1, ku 0.01 /s) by scipy, from steady release to no cleavage.

        The complex of proBDNF with plasmin is left out here, hence the tolerance.
        """
        arms = arms_of(none=arm(level("cleaved_tool.cleavage", 0)))
        body = arms + "run: {until: 1 h, report_every: 1 min}\n"
        found = run("cleaved", ("bdnf",), body, tools={"bdnf.cleavage": 1})
        for quantity, digits in SOLINAS.items():
            for minute, digit in digits.items():
                assert at(found, quantity, minute / 60, "none") == pytest.approx(digit, rel=0.03)


@pytest.fixture(scope="module")
def potentiated(run: Run) -> xr.Dataset:
    start, long = level("late_ltp.stimulus", 1, "20 min"), "24 h"
    psi, ups = (level(f"late_ltp.{name}_block", 0.9, long) for name in ("translation", "proteasome"))
    arms = arms_of(none=arm(start), psi=arm(start, psi), both=arm(start, psi, ups))
    return run(
        "potentiated", ("late_ltp",), arms + "run: {until: 24 h, report_every: 0.1 h, begin: as_written}\n"
    )
