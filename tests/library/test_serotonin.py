"""The serotonin system against published figures, drugs apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at, curve

from remit.run import run_scenario

ALL = (
    "sert",
    "serotonin_terminal",
    "raphe",
    "serotonin_1a",
    "serotonin_1a_uncoupling",
    "serotonin_1b",
    "serotonin_h3",
)
WIDER = (*ALL, "serotonin_receptors", "serotonin_receptors_to_raphe")
STATES = (
    "sert.surface",
    "serotonin_terminal.outside",
    "serotonin_terminal.stored",
    "serotonin_terminal.hiaa",
    "raphe.outside",
    "serotonin_1a_uncoupling.coupling",
)
LEVEL, STORE, HIAA = "serotonin_terminal.level", "serotonin_terminal.filling", "serotonin_terminal.hiaa"
FIRING, RAPHE = "raphe.firing", "raphe.outside"
# One tool for each port, so that a test loads only what it turns.
PORTS = {
    "block": ("sert.occupying", 0),  # 16 occupies 80 %
    "tryptophan": ("serotonin_terminal.tryptophan", 1),
    "pcpa": ("serotonin_terminal.tph2", 1),
    "reserpine": ("serotonin_terminal.vmat2", 1),
    "clorgyline": ("serotonin_terminal.mao_a", 1),
    "silence": ("raphe.drive", 1),
    "way": ("serotonin_1a.antagonist", 0),
    "dpat": ("serotonin_1a.agonist", 0),
    "antagonist_1b": ("serotonin_1b.antagonist", 0),
    "histamine": ("serotonin_h3.histamine", 1),
    "thioperamide": ("serotonin_h3.antagonist", 0),
    "traffic": ("sert.trafficking", 1),
    "inflame": ("microglia.stimulus", 0),
    "decynium": ("serotonin_terminal.slow_clearance", 1),
    "cofactor": ("serotonin_terminal.bh4", 1),
    "antagonist_2c": ("serotonin_receptors.antagonist_2c", 0),
    "antagonist_1a": ("serotonin_receptors.antagonist_1a", 0),
    "agonist_1a": ("serotonin_receptors.agonist_1a", 0),
    "agonist_2a": ("serotonin_receptors.agonist_2a", 0),
}
TOOL = """module: tool_{name}
about: a test
inputs: {{level: {{unit: "1", rest: {rest}, about: a test}}}}
contributes:
  {port}: level
"""
ANIMAL = """individual: some_{species}
about: a test
species: {species}
sex: male
parameters:
  weight: {{value: 0.3 kg, kind: assumed, note: a test}}
  height: {{value: 0.2 m, kind: assumed, note: a test}}
  age: {{value: 0.3 year, kind: assumed, note: a test}}
"""
Turn = tuple[float, float, float]  # level, from [h], until [h]
System = Callable[..., xr.Dataset]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> System:
    """A function from species, hours and manipulations to a run of the system; runs are kept."""
    folder: Path = tmp_path_factory.mktemp("serotonin")
    for kind in ("modules", "individuals"):
        (folder / kind).mkdir()
    for name, (port, rest) in PORTS.items():
        text = TOOL.format(name=name, port=port, rest=rest)
        (folder / "modules" / f"tool_{name}.yaml").write_text(text, encoding="utf-8")
    for species in ("human", "rat", "mouse"):
        text = ANIMAL.format(species=species)
        (folder / "individuals" / f"some_{species}.yaml").write_text(text, encoding="utf-8")

    @cache
    def run_kept(
        species: str,
        hours: float,
        turns: tuple[tuple[str, tuple[Turn, ...]], ...],
        numbers: tuple[tuple[str, float | str], ...],
        modules: tuple[str, ...],
    ) -> xr.Dataset:
        names = (*modules, *(f"tool_{name}" for name, _ in turns))
        lines = [
            "scenario: a_test",
            "about: a test",
            f"individual: some_{species}",
            f"modules: [{', '.join(names)}]",
            f"run: {{until: {hours} h, report_every: 1 h}}",
        ]
        for key, entries in (("exposures", _exposures(turns)), ("set", _numbers(numbers))):
            if entries:
                lines.append(f"{key}: {{{', '.join(entries)}}}")
        file = folder / "a_test.yaml"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    def run(
        hours: float = 1,
        *,
        species: str = "rat",
        numbers: Mapping[str, float | str] | None = None,
        modules: tuple[str, ...] = ALL,
        **turns: Turn | tuple[Turn, ...],
    ) -> xr.Dataset:
        kept = tuple((name, turn if isinstance(turn[0], tuple) else (turn,)) for name, turn in turns.items())
        return run_kept(species, hours, kept, tuple((numbers or {}).items()), modules)

    return run


def _exposures(turns: tuple[tuple[str, tuple[Turn, ...]], ...]) -> list[str]:
    found = []
    for name, several in turns:
        parts = ", ".join(
            f"{{level: {level}, from: {begin} h, until: {end} h, kind: assumed, note: a test}}"
            for level, begin, end in several
        )
        found.append(f"tool_{name}.level: [{parts}]")
    return found


def _numbers(numbers: tuple[tuple[str, float | str], ...]) -> list[str]:
    return [f"{name}: {{to: {value}, because: a test}}" for name, value in numbers]


@pytest.mark.parametrize("species", ["human", "rat", "mouse"])
class TestHealth:
    def test_sixty_days_change_nothing(self, system: System, species: str) -> None:
        found = system(1440, species=species)
        for name in STATES:
            values = curve(found, name)
            assert np.abs(values / values[0] - 1).max() < 1e-9

    def test_scaled_quantities_are_one(self, system: System, species: str) -> None:
        found = system(1440, species=species)
        for name in (LEVEL, STORE, FIRING, RAPHE, "serotonin_1a_uncoupling.coupling", "sert.surface"):
            assert at(found, name, 0) == pytest.approx(1, abs=1e-9)

    def test_levels_are_those_of_frontal_cortex(self, system: System, species: str) -> None:
        found = system(1440, species=species)
        assert 1.0 < at(found, "serotonin_terminal.outside", 0) < 1.8  # nmol/L; mathews2004
        assert at(found, "serotonin_terminal.stored", 0) == pytest.approx(4330, rel=0.08)  # fox2008
        assert at(found, HIAA, 0) == pytest.approx(2014, rel=0.26)  # fox2008


@pytest.mark.parametrize(
    "modules",
    [
        ("sert",),
        ("sert", "serotonin_terminal"),
        ("sert", "serotonin_terminal", "serotonin_1b"),
        ("sert", "serotonin_terminal", "serotonin_h3"),
        ("sert", "serotonin_terminal", "raphe"),
        ("sert", "serotonin_terminal", "raphe", "serotonin_1a"),
        ("sert", "serotonin_terminal", "raphe", "serotonin_1a", "serotonin_1a_uncoupling"),
    ],
)
def test_each_module_is_at_rest_with_no_more_than_it_needs(system: System, modules: tuple[str, ...]) -> None:
    found = system(240, modules=modules)
    for name in STATES:
        if name.split(".")[0] in modules:
            values = curve(found, name)
            assert np.abs(values / values[0] - 1).max() < 1e-9


@pytest.fixture(scope="module", params=[ALL, WIDER], ids=["alone", "with_5ht2"])
def treated(system: System, request: pytest.FixtureRequest) -> xr.Dataset:
    """Four fifths of SERT occupied for six weeks, then a week without."""
    return system(1176, modules=request.param, block=(16, 0, 1008))


class TestReuptakeBlock:
    def test_four_fifths_are_occupied(self, treated: xr.Dataset) -> None:
        assert at(treated, "sert.occupied", 24) == pytest.approx(0.8)

    def test_the_first_hours_bring_a_small_rise(self, treated: xr.Dataset) -> None:
        for hour in (1, 3, 6):
            assert 1.4 < at(treated, LEVEL, hour) < 2.2  # Bosker 2001: 175 %

    def test_serotonin_rises_more_around_cell_bodies_than_in_cortex(self, treated: xr.Dataset) -> None:
        assert at(treated, RAPHE, 1) - 1 > 1.2 * (at(treated, LEVEL, 1) - 1)  # Bel 1992, Malagie 1995

    def test_two_to_three_weeks_bring_two_to_fourfold(self, treated: xr.Dataset) -> None:
        for day in (14, 21):
            assert 2 < at(treated, LEVEL, 24 * day) < 4  # Fritze 2017
            assert 1.3 < at(treated, LEVEL, 24 * day) / at(treated, LEVEL, 3) < 2.5

    def test_a_challenge_after_two_weeks_brings_twice_the_first_rise(self, treated: xr.Dataset) -> None:
        assert 2.5 < at(treated, LEVEL, 24 * 14) < 4.5  # Bosker 2001: 350 %
        assert 1.5 < at(treated, LEVEL, 24 * 14) / at(treated, LEVEL, 3) < 2.5

    def test_six_weeks_stay_below_fourfold(self, treated: xr.Dataset) -> None:
        assert 2 < at(treated, LEVEL, 24 * 42 - 1) < 4

    def test_cells_fall_silent_and_recover_within_two_weeks(self, treated: xr.Dataset) -> None:
        two, seven, fourteen = (at(treated, FIRING, 24 * day) for day in (2, 7, 14))
        assert -0.85 < two - 1 < -0.50  # ghanbari2010
        assert two < seven < fourteen  # chaput1986: partial at 7 d
        assert 0.80 < fourteen < 1.15  # ghanbari2010, chaput1986

    def test_hiaa_falls(self, treated: xr.Dataset) -> None:
        assert at(treated, HIAA, 6) < 0.8 * at(treated, HIAA, 0)  # Bel 1992: fluvoxamine

    def test_a_scanner_counts_as_many_autoreceptors_as_before(self, treated: xr.Dataset) -> None:
        assert np.ptp(curve(treated, "serotonin_1a.binding")) == 0  # moseskolko2007

    def test_without_desensitisation_the_rise_stays_small(self, system: System) -> None:
        found = system(
            1008, numbers={"serotonin_1a_uncoupling.uncoupling_time": "1e9 h"}, block=(16, 0, 1008)
        )
        assert at(found, LEVEL, 1007) < 2
        assert at(found, FIRING, 1007) < 0.5

    def test_a_day_without_ends_most_of_the_rise(self, treated: xr.Dataset) -> None:
        assert at(treated, LEVEL, 1008 + 24) < 1 + 0.15 * (at(treated, LEVEL, 1007) - 1)

    def test_a_day_without_leaves_serotonin_within_a_half_of_health(self, treated: xr.Dataset) -> None:
        assert at(treated, LEVEL, 1008 + 18) < 1.5

    @pytest.mark.xfail(strict=True, reason="a fifth above: autoreceptors stay uncoupled for days")
    def test_a_day_without_leaves_serotonin_where_it_was(self, treated: xr.Dataset) -> None:
        assert at(treated, LEVEL, 1008 + 20) == pytest.approx(1, abs=0.2)  # moret1996, gardier2003

    def test_a_second_block_after_a_day_without_raises_serotonin_more(self, system: System) -> None:
        found = system(384, block=((16, 0, 336), (16, 360, 384)))
        first = at(system(24, block=(16, 0, 24)), LEVEL, 3)
        second = at(found, LEVEL, 363)
        assert 2.5 < second < 4.5  # Bosker 2001: 350 %
        assert 1.5 < second / first < 2.5
        assert second / at(found, LEVEL, 359) > 1.1 * first  # gardier2003: over its own baseline too

    def test_little_happens_below_half_occupancy(self, system: System) -> None:
        low, high = (at(system(336, block=(x, 0, 336)), LEVEL, 335) - 1 for x in (1, 16))
        assert 0 < low < 0.35 * high  # 43 and 80 %: a threshold nobody built in

    def test_it_does_nothing_where_there_is_no_transporter(self, system: System) -> None:
        found = system(336, species="mouse", numbers={"sert.amount": 0}, block=(16, 0, 336))
        assert np.ptp(curve(found, LEVEL)) < 1e-6 * at(found, LEVEL, 0)

    def test_it_cannot_make_up_for_missing_synthesis(self, system: System) -> None:
        found = system(504, pcpa=(0.1, 0, 504), block=(16, 168, 504))
        assert at(found, LEVEL, 168) < 0.3
        assert at(found, LEVEL, 168 + 6) < 0.6  # still below health


class TestAutoreceptors:
    def test_an_antagonist_alone_does_little(self, system: System) -> None:
        found = system(24, way=(20, 0, 24))
        assert 1 < at(found, LEVEL, 2) < 1.3  # invernizzi2003: WAY-100635 does nothing
        assert 1 < at(found, FIRING, 2) < 1.5  # fornal1996: up in waking cats

    @pytest.mark.xfail(strict=True, reason="12 %; the null of WAY-100635 was preferred")
    def test_an_antagonist_alone_raises_serotonin_as_uh_301_does(self, system: System) -> None:
        assert 1.4 < at(system(24, way=(20, 0, 24)), LEVEL, 2) < 2.0  # Arborelius 1996: 70 %

    def test_an_antagonist_strengthens_a_reuptake_block(self, system: System) -> None:
        both = at(system(24, way=(20, 0, 24), block=(16, 0, 24)), LEVEL, 3)
        alone = at(system(24, block=(16, 0, 24)), LEVEL, 3)
        assert 1.5 < both / alone < 3  # dreshfield1996: 458 over 260 %
        assert both > 2 * at(system(24, way=(20, 0, 24)), LEVEL, 3)

    def test_a_partial_agonist_strengthens_it_less(self, system: System) -> None:
        """Pindolol: a third of an agonist here; the less efficacy, the more gain (Dawson 1998)."""
        block = at(system(24, block=(16, 0, 24)), LEVEL, 3)
        partial = at(system(24, way=(4, 0, 24), dpat=(2, 0, 24), block=(16, 0, 24)), LEVEL, 3)
        silent = at(system(24, way=(6, 0, 24), block=(16, 0, 24)), LEVEL, 3)
        assert block < partial < silent

    def test_it_adds_less_when_coupling_is_lost(self, system: System, treated: xr.Dataset) -> None:
        modules = WIDER if "serotonin_receptors.activation_1a" in treated else ALL
        late = system(360, modules=modules, way=(20, 336, 360), block=(16, 0, 360))
        early = system(24, modules=modules, way=(20, 0, 24), block=(16, 0, 24))
        gain = at(late, LEVEL, 339) / at(treated, LEVEL, 339)
        assert gain < 0.7 * at(early, LEVEL, 3) / at(treated, LEVEL, 3)

    def test_blocking_5ht1b_matters_more_under_a_reuptake_block(self, system: System) -> None:
        alone = at(system(24, antagonist_1b=(20, 0, 24)), LEVEL, 3)
        both = at(system(24, antagonist_1b=(20, 0, 24), block=(16, 0, 24)), LEVEL, 3)
        block = at(system(24, block=(16, 0, 24)), LEVEL, 3)
        assert 1 < alone < 1.2
        assert 0.9 * alone < both / block < 1.5

    @pytest.mark.parametrize("dose", [2.8, 4, 10])
    def test_an_agonist_lowers_serotonin_by_half_to_two_thirds_and_no_further(
        self, system: System, dose: float
    ) -> None:
        """25 ug/kg under the skin is far above what silences cells (0.25 to 2 ug/kg into a vein)."""
        assert 0.50 < 1 - at(system(24, dpat=(dose, 0, 24)), LEVEL, 1) < 0.70  # hjorth1994, auerbach1989

    @pytest.mark.parametrize("dose", [4, 10])
    def test_the_fall_after_treatment_is_that_of_controls_as_hjorth_1994_found(
        self, system: System, dose: float
    ) -> None:
        after = self.fall_after_treatment(system, dose)
        before = 1 - at(system(24, dpat=(dose, 0, 24)), LEVEL, 1)
        assert 0.50 < after < 0.72
        assert after == pytest.approx(before, abs=0.10)

    def test_a_small_dose_works_less_after_treatment(self, system: System) -> None:
        # Rutter 1994: 25 ug/kg of 8-OH-DPAT abolished and 100 ug/kg attenuated after fluoxetine
        assert self.fall_after_treatment(system, 0.5) < 0.6 * (
            1 - at(system(24, dpat=(0.5, 0, 24)), LEVEL, 1)
        )

    def fall_after_treatment(self, system: System, dose: float) -> float:
        """Relative fall an hour after the agonist, a day after two weeks of reuptake block."""
        found = system(384, block=(16, 0, 336), dpat=(dose, 360, 384))
        return 1 - at(found, LEVEL, 361) / at(found, LEVEL, 359)


class TestDepletion:
    def test_little_tryptophan_lowers_serotonin_in_health(self, system: System) -> None:
        found = system(24, species="human", tryptophan=(0.25, 0, 24))
        assert 0.4 < at(found, LEVEL, 6) < 0.8

    def test_little_tryptophan_lowers_serotonin_under_a_reuptake_block(self, system: System) -> None:
        found = system(360, species="human", tryptophan=(0.25, 336, 360), block=(16, 0, 360))
        assert at(found, LEVEL, 342) < 0.75 * at(found, LEVEL, 335)

    def test_more_tryptophan_does_much_less_than_doubling(self, system: System) -> None:
        assert 1.05 < at(system(48, tryptophan=(2, 0, 48)), LEVEL, 24) < 1.3

    def test_less_cofactor_lowers_serotonin(self, system: System) -> None:
        assert 0.5 < at(system(168, cofactor=(0.5, 0, 168)), LEVEL, 168) < 0.95

    def test_reserpine_empties_the_store_but_not_the_raphe(self, system: System) -> None:
        found = system(48, reserpine=(0, 0, 48))
        assert at(found, STORE, 24) < 0.05
        assert at(found, LEVEL, 24) < 0.5
        assert at(found, RAPHE, 24) > 0.55  # adell1993: no fall at all; a miss, here 40 %
        assert at(found, HIAA, 3) > 1.2 * at(found, HIAA, 0)

    def test_silent_cells_leave_some_serotonin_outside_but_less_than_half(self, system: System) -> None:
        assert 0.1 < at(system(24, silence=(0, 0, 24)), LEVEL, 1) < 0.5  # Auerbach 1989 has about half


class TestOtherPorts:
    def test_histamine_lowers_serotonin_and_blunts_a_reuptake_block(self, system: System) -> None:
        alone = system(336, histamine=(3, 0, 336))
        both = system(336, histamine=(3, 0, 336), block=(16, 0, 336))
        plain = system(336, block=(16, 0, 336))
        assert at(alone, LEVEL, 6) < 0.9
        assert at(both, LEVEL, 335) < 0.9 * at(plain, LEVEL, 335)  # hersey2021

    def test_an_h3_antagonist_undoes_histamine(self, system: System) -> None:
        found = system(24, histamine=(3, 0, 24), thioperamide=(20, 0, 24))
        assert at(found, LEVEL, 6) > 1

    def test_more_transporter_lowers_serotonin(self, system: System) -> None:
        assert at(system(1440, traffic=(1.4, 0, 1440)), LEVEL, 1440) < 0.85

    def test_slow_clearance_counts_only_where_there_is_no_transporter(self, system: System) -> None:
        none = {"sert.amount": 0}
        alone = at(system(24, decynium=(0.2, 0, 24)), LEVEL, 3)
        without = system(24, species="mouse", numbers=none, decynium=(0.2, 0, 24))
        assert alone < 1.03
        assert at(without, LEVEL, 3) / at(without, LEVEL, 0) > 1.3

    def test_inhibiting_monoamine_oxidase_a_fills_the_store_within_a_day(self, system: System) -> None:
        found = system(48, clorgyline=(0.05, 0, 48))
        assert 2 < at(found, STORE, 24) < 4
        assert at(found, HIAA, 24) < 0.5 * at(found, HIAA, 0)
        assert at(found, FIRING, 24) < 0.7


# Knock-out, quantity, low and high of the change [%].
KNOCK_OUTS = [
    ("SERT-/-", {"sert.amount": 0}, LEVEL, 600, 900),  # mathews2004: tenfold (7 to 13); others 450 to 900 %
    ("SERT-/-", {"sert.amount": 0}, STORE, -76.7, -53.8),
    ("SERT-/-", {"sert.amount": 0}, HIAA, -55.6, -44.4),
    ("SERT-/-", {"sert.amount": 0}, FIRING, -80, -60),  # lira2003: a fourth
    pytest.param(  # mathews2004: 2.5-fold
        *("SERT+/-", {"sert.amount": 0.5}, LEVEL, 80, 250),
        marks=pytest.mark.xfail(strict=True, reason="1.79: half of a clearance cannot do more"),
    ),
    ("SERT+/-", {"sert.amount": 0.5}, STORE, -10, 10),  # fox2008: unchanged
    ("MAO-A-/-", {"serotonin_terminal.mao_a_amount": 0}, STORE, 209, 700),
    ("MAO-A-/-", {"serotonin_terminal.mao_a_amount": 0}, HIAA, -94, -70),  # 82 %; the band is ours
    ("MAO-B-/-", {"serotonin_terminal.mao_b_amount": 0}, STORE, -10, 10),
    ("MAO-B-/-", {"serotonin_terminal.mao_b_amount": 0}, LEVEL, -10, 10),
    ("TPH2+/-", {"serotonin_terminal.tph2_amount": 0.5}, LEVEL, -62.2, -10),  # uncertain: sign and bound
    ("TPH2+/-", {"serotonin_terminal.tph2_amount": 0.5}, STORE, -78.5, -10),  # Mosienko 2012: only 10 %
    ("TPH2+/-", {"serotonin_terminal.tph2_amount": 0.5}, HIAA, -72.2, -10),
    ("TPH2-/-", {"serotonin_terminal.tph2_amount": 0}, STORE, -100.1, -92),  # Savelieva 2008: 93 to 97 %
    ("TPH2-/-", {"serotonin_terminal.tph2_amount": 0}, LEVEL, -100.1, -92),
    ("1A-/-", {"serotonin_1a.receptors": 0}, FIRING, 10, 150),  # sign; a doubling is reported
    ("1A-high", {"serotonin_1a.receptors": 1.3}, LEVEL, -50, -5),
    ("1B-/-", {"serotonin_1b.receptors": 0}, LEVEL, -1, 30),
]


@pytest.mark.parametrize(("name", "numbers", "quantity", "low", "high"), KNOCK_OUTS)
def test_knock_outs_change_levels_as_published(
    system: System, name: str, numbers: dict[str, float], quantity: str, low: float, high: float
) -> None:
    healthy = at(system(1440, species="mouse"), quantity, 0)
    found = at(system(1, species="mouse", numbers=numbers), quantity, 0)
    assert low < 100 * (found / healthy - 1) < high, name


def test_without_monoamine_oxidase_a_serotonin_doubles_to_trebles(system: System) -> None:
    numbers = {"serotonin_terminal.mao_a_amount": 0}
    found = system(1, species="mouse", numbers=numbers)
    assert 1.9 < at(found, LEVEL, 0) < 3.1  # evrard2002: frontal cortex +96 %, hippocampus +202 %
    assert 1.9 < at(found, RAPHE, 0) < 3.6  # +147 %


@pytest.mark.xfail(strict=True, reason="unchanged: cells recover as they do from an SSRI")
def test_without_monoamine_oxidase_a_cells_fire_less(system: System) -> None:
    found = system(1, species="mouse", numbers={"serotonin_terminal.mao_a_amount": 0})
    assert 0.4 < at(found, FIRING, 0) < 0.8  # evrard2002: -40 %


@pytest.mark.xfail(strict=True, reason="16 %: antagonists and washout ask for a weak restraint in health")
def test_without_autoreceptors_firing_doubles(system: System) -> None:
    found = system(1, species="mouse", numbers={"serotonin_1a.receptors": 0})
    assert 1.5 < at(found, FIRING, 0) < 2.5


class TestBest2020:
    """Steady states of the published terminal with its uptake-2 clamp taken out: -36 and -63 % without
    autoreceptors, -30 and -56 % with autoreceptor gain 1, -12 and -28 % with gain 10."""

    @pytest.mark.parametrize(("blood", "published"), [(0.5, -36), (0.25, -63)])
    def test_terminals_without_autoreceptors(self, system: System, blood: float, published: float) -> None:
        found = system(1440, modules=("sert", "serotonin_terminal"), tryptophan=(blood, 0, 1440))
        assert 100 * (at(found, LEVEL, 1440) - 1) == pytest.approx(published, abs=5)

    @pytest.mark.parametrize(("blood", "published"), [(0.5, -30), (0.25, -56)])
    def test_the_whole_system_against_gain_1(self, system: System, blood: float, published: float) -> None:
        found = system(1440, tryptophan=(blood, 0, 1440))
        assert 100 * (at(found, LEVEL, 1440) - 1) == pytest.approx(published, abs=8)


ACTIVE = {name: f"serotonin_receptors.activation_{name}" for name in ("1a", "2a", "2c")}


class TestReceptors:
    @pytest.mark.parametrize("species", ["human", "rat", "mouse"])
    def test_they_rest_at_one(self, system: System, species: str) -> None:
        found = system(1440, species=species, modules=WIDER)
        for name in (*ACTIVE.values(), FIRING, LEVEL):
            values = curve(found, name)
            assert values[0] == pytest.approx(1, abs=1e-9)
            assert np.abs(values - 1).max() < 1e-9

    def test_heteroreceptors_gain_over_weeks_what_5ht2_receptors_lose(self, system: System) -> None:
        found = system(1176, modules=WIDER, block=(16, 0, 1008))
        early, late = (at(found, ACTIVE["1a"], hour) for hour in (6, 500))
        assert late > 1.3 * early > 1.3  # haddjeri1998
        assert at(found, "serotonin_receptors.coupling_2c", 504) < 0.75  # kennett1994
        assert at(found, "serotonin_receptors.coupling_2c", 24) > 0.9

    @pytest.mark.parametrize("block", [4, 16])
    def test_an_antagonist_at_5ht2c_strengthens_a_reuptake_block(self, system: System, block: float) -> None:
        plain = at(system(24, modules=WIDER, block=(block, 0, 24)), LEVEL, 3)
        both = at(system(24, modules=WIDER, block=(block, 0, 24), antagonist_2c=(20, 0, 24)), LEVEL, 3)
        alone = at(system(24, modules=WIDER, antagonist_2c=(20, 0, 24)), LEVEL, 3)
        assert 1 < alone < 1.05
        assert both > 1.005 * plain  # boothman2006, Cremers 2004: direction

    def test_an_agonist_at_5ht2a_slows_serotonin_cells(self, system: System) -> None:
        found = system(24, modules=WIDER, agonist_2a=(1, 0, 24))
        assert at(found, FIRING, 1) < 0.8  # DOI; not all cells answer

    def test_auto_and_heteroreceptors_are_taken_away_apart(self, system: System) -> None:
        """richardsonjones2011: the one lets serotonin rise, the other does not touch it."""
        plain = system(1, species="mouse", modules=WIDER)
        auto = system(1, species="mouse", modules=WIDER, numbers={"serotonin_1a.receptors": 0})
        hetero = system(1, species="mouse", modules=WIDER, numbers={"serotonin_receptors.receptors_1a": 0})
        assert at(auto, ACTIVE["1a"], 0) > 1.05
        assert at(hetero, ACTIVE["1a"], 0) == 0
        assert at(hetero, LEVEL, 0) == pytest.approx(at(plain, LEVEL, 0), abs=1e-9)

    def test_an_antagonist_meets_the_agonist_at_one_site(self, system: System) -> None:
        found = system(24, modules=WIDER, agonist_1a=(5, 0, 24), antagonist_1a=(50, 0, 24))
        assert at(found, ACTIVE["1a"], 2) < 1


WITH_KINASE = (*WIDER, "gsk3", "serotonin_to_gsk3")


def test_serotonin_lowers_gsk3(system: System) -> None:
    more = system(72, modules=WITH_KINASE, way=(20, 0, 72), block=(16, 0, 72))
    less = system(72, modules=WITH_KINASE, tryptophan=(0.1, 0, 72))
    assert at(more, "gsk3.activity", 72) < 0.995 * at(more, "gsk3.activity", 0)  # li2004
    assert at(less, "gsk3.activity", 72) > 1.005 * at(less, "gsk3.activity", 0)  # beaulieu2008


def test_blocking_heteroreceptors_keeps_serotonin_from_gsk3(system: System) -> None:
    found = system(72, modules=WITH_KINASE, way=(20, 0, 72), block=(16, 0, 72), antagonist_1a=(100, 0, 72))
    assert at(found, "gsk3.activity", 72) > at(found, "gsk3.activity", 0)  # li2004: WAY-100635


AXIS = ("hpa", "hpa_glands", "corticosteroid_receptors")  # the edge to hippocampus reads its receptors


@pytest.mark.parametrize(
    ("edge", "target", "read"),
    [
        ("serotonin_receptors_to_hippocampus", "hippocampus", "hippocampus.young"),
        ("serotonin_to_bdnf", "bdnf", "bdnf.mrna"),
    ],
)
def test_serotonin_supports_plasticity(system: System, edge: str, target: str, read: str) -> None:
    modules = (*WIDER, *AXIS, target, edge)
    more = system(1008, modules=modules, block=(16, 0, 1008))
    less = system(1008, modules=modules, tryptophan=(0.1, 0, 1008))
    assert at(more, read, 0) == pytest.approx(1, abs=1e-6)
    assert 1.02 < at(more, read, 1000) < 1.6  # nibuya1995, santarelli2003
    assert at(less, read, 1000) < 0.98


def test_fluoxetine_adds_no_neurons_without_5ht1a_receptors(system: System) -> None:
    numbers = {"serotonin_receptors.receptors_1a": 0}
    modules = (*WIDER, *AXIS, "hippocampus", "serotonin_receptors_to_hippocampus")
    treated = system(1008, species="mouse", modules=modules, numbers=numbers, block=(16, 0, 1008))
    control = system(1008, species="mouse", modules=modules, numbers=numbers)
    change = curve(treated, "hippocampus.young") - curve(control, "hippocampus.young")
    assert np.abs(change).max() < 1e-5  # santarelli2003


INFLAMED = (*ALL, "cytokines", "microglia")


@pytest.mark.parametrize("species", ["human", "mouse"])
@pytest.mark.parametrize("edge", ["microglia_to_sert", "microglia_to_histamine"])
def test_brain_cytokines_lower_serotonin_by_either_way(system: System, species: str, edge: str) -> None:
    found = system(96, species=species, modules=(*INFLAMED, edge), inflame=(3, 0, 96))
    assert at(found, LEVEL, 0) == pytest.approx(1, abs=1e-4)
    assert at(found, LEVEL, 96) < 0.97  # hersey2021, zhu2006, baganz2015


def test_rat_transporters_do_not_hear_cytokines(system: System) -> None:
    found = system(96, modules=(*INFLAMED, "microglia_to_sert"), inflame=(3, 0, 96))
    assert np.ptp(curve(found, "sert.activity")) == 0  # andreetta2013


def test_inflammation_blunts_a_reuptake_block(system: System) -> None:
    modules = (*INFLAMED, "microglia_to_sert", "microglia_to_histamine")
    inflamed = system(336, species="mouse", modules=modules, inflame=(3, 0, 336), block=(16, 0, 336))
    quiet = system(336, species="mouse", block=(16, 0, 336))
    assert at(inflamed, LEVEL, 335) < 0.85 * at(quiet, LEVEL, 335)  # hersey2021, mena2024
