"""A bench for the inflammation system: its modules, and scenarios in which a handle turns its ports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xarray as xr
from tests.library.measures import curve, hours

from remit.run import run_scenario

Run = Callable[..., xr.Dataset]
BLOOD = "cytokines, crp, microglia, prostaglandin, damage_loop, damage_loop_to_cytokines"
TO_AXIS = "cytokines_to_hpa, microglia_to_hpa, prostaglandin_to_hpa, cytokines_to_corticosteroid_receptors"
FROM_AXIS = "nuclear_gr_to_cytokines, nuclear_gr_to_microglia"
AXIS = "hpa, hpa_glands, corticosteroid_receptors"
ALL = f"{BLOOD}, {AXIS}, {TO_AXIS}, {FROM_AXIS}"
CYTOKINES = ("cytokines.tnf", "cytokines.il6", "cytokines.il10")
TOOLS = {  # a handle of the test: the port it reaches, its value at rest
    "il6_making": ("cytokines.il6_synthesis", 1),
    "il10_making": ("cytokines.il10_synthesis", 1),
    "anti_tnf": ("cytokines.tnf_binding", 0),
    "anti_il6": ("cytokines.il6_binding", 0),
    "il1_blocker": ("cytokines.il1_binding", 0),
    "tnf_making": ("cytokines.tnf_induction", 1),
    "monocyte_inhibitor": ("cytokines.activation", 1),
    "cox2_left": ("prostaglandin.cox2_activity", 1),
    "brain_cytokine_making": ("microglia.cytokine_synthesis", 1),
    "microglia_inhibitor": ("microglia.restraint", 1),
    "anti_inflammatory": ("damage_loop.brake", 0),
    "primer": ("microglia.priming", 0),
}
REST = {"tnf": 1.118, "il6": 1.0475, "il10": 0.2345}
LIFELONG = "parameters:\n  unity: {value: 1, species: any, kind: assumed, note: a test}\n"
ANIMAL = """individual: some_{0}
about: a test
species: {0}
parameters:
  weight: {{value: 0.3 kg, kind: assumed, note: a test}}
"""


def tools() -> str:
    """A module with one input for every port that a test turns."""
    inputs = "".join(f"  {name}: {{unit: '1', rest: {rest}}}\n" for name, (_, rest) in TOOLS.items())
    acts = "".join(f"  {port}: unity*{name}\n" for name, (port, _) in TOOLS.items())
    return f"module: tools\nabout: handles for tests\ninputs:\n{inputs}{LIFELONG}contributes:\n{acts}"


def make_bench(folder: Path) -> Run:
    """A function from a name, the modules, the rest of a scenario and an individual to its dataset."""
    for part in ("modules", "individuals"):
        (folder / part).mkdir()
    (folder / "modules" / "tools.yaml").write_text(tools(), encoding="utf-8")
    for species in ("rat", "mouse"):
        (folder / "individuals" / f"some_{species}.yaml").write_text(ANIMAL.format(species), encoding="utf-8")

    def run_text(name: str, modules: str, body: str, individual: str = "human_adult") -> xr.Dataset:
        file = folder / f"{name}.yaml"
        head = f"scenario: {name}\nabout: a test\nindividual: {individual}\nmodules: [{modules}]\n"
        file.write_text(head + body, encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    return run_text


def lps(amount: float, when: str = "0 h") -> str:
    """A dose of endotoxin [ng/kg], as YAML."""
    return f"doses: [{{into: cytokines.lps, amount: {amount} ng/kg, at: {when}}}]"


def held(name: str, level: str, begin: str = "0 h", until: str = "400 d") -> str:
    """An input held at a level, as YAML."""
    course = f"{{level: {level}, from: {begin}, until: {until}, kind: assumed, note: a test}}"
    return f"exposures: {{{name}: {course}}}"


def top(found: xr.Dataset, quantity: str, arm: str | None = None) -> tuple[float, float]:
    """The greatest value of a curve and its time [h]."""
    values = curve(found, quantity, arm)
    return float(values.max()), float(hours(found)[values.argmax()])
