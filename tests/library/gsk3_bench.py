"""A bench for the GSK-3 system: scenarios in which a handle turns every port."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xarray as xr
from tests.library.measures import curve

from remit.run import run_scenario

Run = Callable[..., xr.Dataset]
SYSTEM = (
    "gsk3, beta_catenin, gsk3_to_beta_catenin, oxidative_load, hippocampal_telomerase, "
    "beta_catenin_to_hippocampal_telomerase, leukocyte_telomerase, telomere"
)
AXIS = "hpa, hpa_glands, corticosteroid_receptors"
TOOLS = {  # a handle of the test: the port it reaches, its value at rest
    "lithium": ("gsk3.magnesium_site", 0),
    "atp_competitor": ("gsk3.atp_site", 0),
    "magnesium": ("gsk3.magnesium", 1),
    "akt": ("gsk3.akt", 1),
    "phosphatase": ("gsk3.phosphatase", 1),
    "serine": ("gsk3.ser9_site", 1),
    "gsk3_protein": ("gsk3.expression", 1),
    "wnt": ("beta_catenin.wnt", 0),
    "catenin_gene": ("beta_catenin.expression", 1),
    "destruction": ("beta_catenin.destruction", 1),
    "brain_radicals": ("oxidative_load.brain_production", 0),
    "blood_radicals": ("oxidative_load.blood_production", 0),
    "defence": ("oxidative_load.defence", 1),
    "gene": ("hippocampal_telomerase.gene", 1),
    "vector": ("hippocampal_telomerase.vector", 0),
    "azt": ("hippocampal_telomerase.blocking", 0),
    "blood_gene": ("leukocyte_telomerase.gene", 1),
    "blood_lithium": ("leukocyte_telomerase.gsk3_inhibition", 0),
    "blood_azt": ("leukocyte_telomerase.blocking", 0),
    "activation": ("leukocyte_telomerase.activation", 1),
    "divisions": ("telomere.divisions", 1),
}
LIFELONG = "lifelong: {value: 1, species: any, kind: assumed, note: a test}"
INDIVIDUAL = """individual: some_{0}
about: a test
species: {0}
parameters:
  age: {{value: 0.25 year, kind: assumed, note: a test}}
"""


def tool_document() -> str:
    """A module with one input for every port of the system, so that an experiment can turn each."""
    inputs = "".join(f"  {name}: {{unit: '1', rest: {rest}}}\n" for name, (_, rest) in TOOLS.items())
    lasting = {"blood_gene": "blood_gene*lifelong"}
    acts = "".join(f"  {port}: {lasting.get(name, name)}\n" for name, (port, _) in TOOLS.items())
    head = "module: bench_tools\nabout: handles for tests\n"
    return f"{head}inputs:\n{inputs}parameters:\n  {LIFELONG}\ncontributes:\n{acts}"


def make_bench(folder: Path) -> Run:
    """A function from a name, the rest of a scenario and an individual to the scenario's dataset."""
    for name in ("modules", "individuals"):
        (folder / name).mkdir()
    (folder / "modules" / "bench_tools.yaml").write_text(tool_document(), encoding="utf-8")
    for species in ("rat", "mouse"):
        (folder / "individuals" / f"some_{species}.yaml").write_text(INDIVIDUAL.format(species))

    def run_text(name: str, body: str, individual: str = "human_adult", modules: str = SYSTEM) -> xr.Dataset:
        head = f"scenario: {name}\nabout: a test\nindividual: {individual}\n"
        file = folder / f"{name}.yaml"
        file.write_text(f"{head}modules: [{modules}]\n{body}", encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    return run_text


def turned(**levels: float) -> str:
    """An arm in which handles of the bench are turned from the beginning, as YAML."""
    parts = [
        f"bench_tools.{name}: {{level: {level}, from: 0 h, until: 400 d, kind: assumed, note: a test}}"
        for name, level in levels.items()
    ]
    return "{exposures: {" + ", ".join(parts) + "}}"


def arms(**handles: str) -> str:
    """Arms of a scenario, as YAML."""
    return "arms:\n" + "".join(f"  {name}: {arm}\n" for name, arm in handles.items())


def last(found: xr.Dataset, quantity: str, arm: str | None = None) -> float:
    """A quantity at the end of a run."""
    return float(curve(found, quantity, arm)[-1])
