"""Every rodent phenotype of the library in one run for each species, and how far it moves what is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from remit.reading.documents import PhenotypeDoc
from remit.reading.shelf import Shelf
from remit.run import run_scenario

DAYS = 28
SHELF = Shelf(has_plug_ins=False)
NAMES = {
    "rat": """chronic_mild_stress learned_helplessness_acquired learned_helplessness_congenital acth_treated
        chronic_low_grade_inflammation flinders_sensitive wistar_kyoto wmi sert_knockout
        cms_nonresponder swim_test""",
    "mouse": """chronic_mild_stress chronic_corticosterone social_defeat_susceptible social_defeat_resilient
        lps_acute h_rouen resigned sert_heterozygous sert_knockout tph2_heterozygous tph2_knockout
        autoreceptor_1a_high autoreceptor_1a_low bdnf_met_met telomerase_deficient telomere_shortened
        serotonin_depleted dexamethasone_low_suppressor""",
}
TOGETHER = {"wky_stressed": ("wistar_kyoto", "chronic_mild_stress"), "wmi_on_wky": ("wistar_kyoto", "wmi")}
ASSAYS = {
    "rat": """forced_swim_rat escape_failures sucrose_preference elevated_plus_maze western_blots spine_counts
        microdialysis firing_rates kynurenine_ratios plasma_hormones plasma_cytokines sleep_fragmentation
        cocaine_place_preference telomere_length""",
    "mouse": """forced_swim_mouse tail_suspension sucrose_preference elevated_plus_maze
        novelty_suppressed_feeding
        western_blots spine_counts microdialysis firing_rates kynurenine_ratios plasma_hormones
        plasma_cytokines sleep_fragmentation cocaine_place_preference telomere_length""",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A species' run: every phenotype as an arm beside `control`."""

    found: xr.Dataset

    def level(self, quantity: str, arm: str, begin: float, end: float) -> float:
        """Mean of a quantity in an arm between two times [h]."""
        hours = self.found["time"].values
        inside = (hours >= begin - 1e-9) & (hours <= end + 1e-9)
        return float(np.mean(self.found[quantity].sel(arm=arm).values[0, inside]))

    def change(self, quantity: str, arm: str, day: int) -> float:
        """Change against control over one day [per cent]; a rise of any size from nothing counts as that."""
        window = (24.0 * day, 24.0 * (day + 1))
        control = self.level(quantity, "control", *window)
        return 100 * (self.level(quantity, arm, *window) / control - 1)


def see(folder: Path, species: str) -> Seen:
    """All phenotypes of one species side by side."""
    arms = {name: (name,) for name in NAMES[species].split()}
    if species == "rat":
        arms |= TOGETHER
    lines = "".join(f"  {arm}: {{phenotypes: [{', '.join(names)}]}}\n" for arm, names in arms.items())
    file = folder / f"{species}.yaml"
    file.write_text(
        f"scenario: {species}\nabout: a test\nindividual: {species}_adult\nmodules: all\n"
        f"assays: [{', '.join(ASSAYS[species].split())}]\n"
        f"run: {{until: {DAYS} d, report_every: 6 h}}\narms:\n  control: {{}}\n{lines}",
        encoding="utf-8",
    )
    found = run_scenario(file)
    assert (found["failed"] == 0).all(), found["status"].values
    return Seen(found)


def phenotypes() -> dict[str, PhenotypeDoc]:
    """Every phenotype document of the library."""
    return {name: SHELF.read("phenotype", name) for name in SHELF.names("phenotype")}


SWIM = {"rat": "forced_swim_rat.immobility", "mouse": "forced_swim_mouse.immobility"}
SUCROSE = "sucrose_preference.preference"
STEROID = "plasma_hormones.corticosterone"
TURNOVER = "serotonin_terminal.turnover"
RATIO = "kynurenine_ratios.brain_kyn_trp"
CELLS = "firing_rates.dopamine_cells_per_track"
NULL = 10.0  # per cent
LEAST = 0.5  # per cent that counts as a direction


def rows(
    species: str, table: list[tuple[str, str, int, int]], missed: dict[tuple[str, str, int], str]
) -> list[pytest.ParameterSet]:
    """The table with its known misses marked."""
    marked = []
    for name, read, day, sign in table:
        why = missed.get((name, read, day))
        marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
        quantity = SWIM[species] if read == "swim" else read
        marked.append(pytest.param(name, quantity, day, sign, marks=marks, id=f"{name} {read} day {day}"))
    return marked


def holds(seen: Seen, name: str, quantity: str, day: int, sign: int) -> None:
    change = seen.change(quantity, name, day)
    if sign:
        assert change * sign > LEAST, f"{change:+.1f} %"
    else:
        assert abs(change) < NULL, f"{change:+.1f} %"


def still(seen: Seen, species: str) -> list[str]:
    """Phenotypes that move nothing in their first four days."""
    early = seen.found.isel(subject=0).sel(time=slice(0, 96 + 1e-9))
    read = [one for key, one in early.data_vars.items() if "." in str(key) and {"arm", "time"} <= {*one.dims}]
    table = np.array([one.transpose("arm", "time").values.mean(axis=1) for one in read])  # (quantities, arms)
    places = {str(arm): place for place, arm in enumerate(early["arm"].values)}
    control = table[:, places["control"]]
    return [
        name
        for name in NAMES[species].split()
        if not (np.abs(table[:, places[name]] - control) > 1e-3 * np.abs(control)).any()
    ]
