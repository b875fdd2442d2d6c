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

ALL = ("sert", "serotonin_terminal", "raphe", "serotonin_1a", "serotonin_1b", "serotonin_h3")
STATES = (
    "sert.surface",
    "serotonin_terminal.outside",
    "serotonin_terminal.stored",
    "serotonin_terminal.hiaa",
    "raphe.outside",
    "serotonin_1a.coupling",
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
        for name in (LEVEL, STORE, FIRING, RAPHE, "serotonin_1a.coupling", "sert.surface"):
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
    ],
)
def test_each_module_is_at_rest_with_no_more_than_it_needs(system: System, modules: tuple[str, ...]) -> None:
    found = system(240, modules=modules)
    for name in STATES:
        if name.split(".")[0] in modules:
            values = curve(found, name)
            assert np.abs(values / values[0] - 1).max() < 1e-9


@pytest.fixture(scope="module")
def treated(system: System) -> xr.Dataset:
    """Four fifths of SERT occupied for six weeks, then a week without."""
    return system(1176, block=(16, 0, 1008))


class TestReuptakeBlock:
    def test_four_fifths_are_occupied(self, treated: xr.Dataset) -> None:
        assert at(treated, "sert.occupied", 24) == pytest.approx(0.8)

    def test_the_first_hours_bring_a_small_rise(self, treated: xr.Dataset) -> None:
        for hour in (1, 3, 6):
            assert 1.4 < at(treated, LEVEL, hour) < 2.2  # Bosker 2001: 175 %

    def test_serotonin_rises_more_around_cell_bodies_than_in_cortex(self, treated: xr.Dataset) -> None:
        assert at(treated, RAPHE, 1) > 1.2 * at(treated, LEVEL, 1)  # Bel 1992, Malagie 1995

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
        found = system(1008, numbers={"serotonin_1a.uncoupling_time": "1e9 h"}, block=(16, 0, 1008))
        assert at(found, LEVEL, 1007) < 2
        assert at(found, FIRING, 1007) < 0.5

    def test_a_day_without_ends_most_of_the_rise(self, treated: xr.Dataset) -> None:
        assert at(treated, LEVEL, 1008 + 24) < 1 + 0.35 * (at(treated, LEVEL, 1007) - 1)

    def test_it_does_nothing_where_there_is_no_transporter(self, system: System) -> None:
        found = system(336, species="mouse", numbers={"sert.amount": 0}, block=(16, 0, 336))
        assert np.ptp(curve(found, LEVEL)) < 1e-6 * at(found, LEVEL, 0)

    def test_it_cannot_make_up_for_missing_synthesis(self, system: System) -> None:
        found = system(504, pcpa=(0.1, 0, 504), block=(16, 168, 504))
        assert at(found, LEVEL, 168) < 0.3
        assert at(found, LEVEL, 168 + 6) < 0.6  # still below health


class TestAutoreceptors:
    def test_an_antagonist_alone_raises_serotonin_by_about_70_per_cent(self, system: System) -> None:
        assert 1.4 < at(system(24, way=(20, 0, 24)), LEVEL, 2) < 2.0  # UH-301: Arborelius 1996

    def test_an_antagonist_strengthens_a_reuptake_block(self, system: System) -> None:
        both = at(system(24, way=(20, 0, 24), block=(16, 0, 24)), LEVEL, 3)
        assert both > 5  # Bosker 2001: above 500 %
        assert both > 2 * at(system(24, way=(20, 0, 24)), LEVEL, 3)

    def test_it_adds_less_when_coupling_is_lost(self, system: System, treated: xr.Dataset) -> None:
        late = system(360, way=(20, 336, 360), block=(16, 0, 360))
        early = system(24, way=(20, 0, 24), block=(16, 0, 24))
        gain = at(late, LEVEL, 339) / at(treated, LEVEL, 339)
        assert gain < 0.6 * at(early, LEVEL, 3) / at(treated, LEVEL, 3)  # Bosker 2001

    def test_blocking_5ht1b_matters_more_under_a_reuptake_block(self, system: System) -> None:
        alone = at(system(24, antagonist_1b=(20, 0, 24)), LEVEL, 3)
        both = at(system(24, antagonist_1b=(20, 0, 24), block=(16, 0, 24)), LEVEL, 3)
        block = at(system(24, block=(16, 0, 24)), LEVEL, 3)
        assert 1 < alone < 1.2
        assert 0.9 * alone < both / block < 1.5

    @pytest.mark.parametrize(("dose", "least", "most"), [(1.66, 0.50, 0.65), (5, 0.65, 0.9)])
    def test_an_agonist_lowers_serotonin(
        self, system: System, dose: float, least: float, most: float
    ) -> None:
        assert least < 1 - at(system(24, dpat=(dose, 0, 24)), LEVEL, 1) < most

    def test_a_large_dose_of_agonist_works_as_well_after_treatment(self, system: System) -> None:
        after = self.fall_after_treatment(system, 5)
        before = 1 - at(system(24, dpat=(5, 0, 24)), LEVEL, 1)
        assert after == pytest.approx(before, abs=0.10)

    def test_a_small_dose_works_less_after_treatment(self, system: System) -> None:
        # Rutter 1994: 25 ug/kg of 8-OH-DPAT abolished and 100 ug/kg attenuated after fluoxetine
        assert self.fall_after_treatment(system, 0.5) < 0.6 * (
            1 - at(system(24, dpat=(0.5, 0, 24)), LEVEL, 1)
        )

    @pytest.mark.xfail(strict=True, reason="falls by a third; desensitisation outlasts a day without drug")
    def test_the_fall_is_50_to_65_per_cent_after_treatment_as_hjorth_1994_found(self, system: System) -> None:
        assert 0.50 < self.fall_after_treatment(system, 1.66) < 0.65

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
        assert at(found, RAPHE, 24) > 0.6  # adell1993: no fall at all
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

    def test_slow_clearance_counts_only_where_the_transporter_is_blocked(self, system: System) -> None:
        alone = at(system(24, decynium=(0.2, 0, 24)), LEVEL, 3)
        both = at(system(24, decynium=(0.2, 0, 24), block=(16, 0, 24)), LEVEL, 3)
        block = at(system(24, block=(16, 0, 24)), LEVEL, 3)
        assert alone < 1.02
        assert both / block > 1.02

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
    ("SERT+/-", {"sert.amount": 0.5}, LEVEL, 80, 250),  # mathews2004: 2.5-fold
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
    ("1A-/-", {"serotonin_1a.receptors": 0}, FIRING, 50, 150),
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


@pytest.mark.xfail(strict=True, reason="fourfold: loss of coupling lets firing recover too well")
def test_without_monoamine_oxidase_a_serotonin_doubles_to_trebles(system: System) -> None:
    numbers = {"serotonin_terminal.mao_a_amount": 0}
    found = system(1, species="mouse", numbers=numbers)
    assert 1.9 < at(found, LEVEL, 0) < 3.1  # Evrard 2002: frontal cortex +96 %, hippocampus +202 %


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


def test_serotonin_lowers_gsk3(system: System) -> None:
    with_kinase = (*ALL, "gsk3", "serotonin_to_gsk3")
    more = system(72, modules=with_kinase, way=(20, 0, 72), block=(16, 0, 72))
    less = system(72, modules=with_kinase, tryptophan=(0.1, 0, 72))
    assert at(more, "gsk3.activity", 72) < 0.995 * at(more, "gsk3.activity", 0)  # li2004
    assert at(less, "gsk3.activity", 72) > 1.005 * at(less, "gsk3.activity", 0)  # beaulieu2008


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
