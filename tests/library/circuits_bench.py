"""A bench for GABA, NMDA tone and the cingulate: scenarios in which a tool module turns any port."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xarray as xr

from remit.run import run_scenario

Run = Callable[..., xr.Dataset]
MODULES = (
    *("eaat2", "glycine_site", "nmda_tone", "cortical_gaba", "neurosteroids"),
    *("cingulate", "cingulate_switch"),
)
STATELESS = ("glycine_site", "nmda_tone")
NEIGHBOURS = (
    *("nmda", "interneurons", "glutamate", "ampa", "eef2", "bdnf", "trkb", "mtor", "synapse"),
    *("nmda_to_interneurons", "nmda_to_glutamate", "nmda_to_eef2", "interneurons_to_glutamate"),
    *("glutamate_to_ampa", "ampa_to_bdnf", "eef2_to_bdnf", "eef2_to_synapse", "bdnf_to_trkb"),
    *("trkb_to_mtor", "mtor_to_synapse", "synapse_to_ampa", "glutamate_to_bdnf"),
)
EDGES = (
    *("eaat2_to_glutamate", "glutamate_to_nmda_tone", "nmda_to_nmda_tone", "glycine_site_to_nmda_tone"),
    *("glycine_site_to_glutamate", "glycine_site_to_eef2", "glycine_site_to_interneurons"),
    *("nmda_tone_to_bdnf", "nmda_tone_to_synapse", "glutamate_to_cortical_gaba"),
    *("interneurons_to_cortical_gaba", "gaba_to_interneurons"),
    *("neurosteroids_to_gaba", "gaba_to_glutamate", "gaba_to_cingulate"),
    *("eaat2_to_cingulate", "synapse_to_cingulate", "ampa_to_cingulate"),
)
CHAIN = (*NEIGHBOURS, *(name for name in MODULES if name != "cingulate_switch"), *EDGES)


def make_bench(folder: Path) -> Run:
    """A function from a name, modules and the rest of a scenario to its dataset.

    `tools` maps ports to neutral values; each becomes an input of a tool module that contributes to the port,
    named as `handle` says.
    """
    (folder / "modules").mkdir()

    def run_text(
        name: str,
        modules: tuple[str, ...],
        body: str,
        who: str = "human_adult",
        tools: dict[str, float] | None = None,
    ) -> xr.Dataset:
        chosen = list(modules)
        if tools:
            (folder / "modules" / f"{name}_tool.yaml").write_text(tool_document(name, tools))
            chosen.append(f"{name}_tool")
        head = f"scenario: {name}\nabout: a test\nindividual: {who}\nmodules: [{', '.join(chosen)}]\n"
        file = folder / f"{name}.yaml"
        file.write_text(head + body, encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    return run_text


def tool_document(name: str, tools: dict[str, float]) -> str:
    """A module with one input for every port of `tools`."""
    inputs = "".join(
        f'  {port.replace(".", "_")}: {{unit: "1", rest: {rest}, about: a test}}\n'
        for port, rest in tools.items()
    )
    acts = "".join(f"  {port}: {port.replace('.', '_')}\n" for port in tools)
    return f"module: {name}_tool\nabout: a test\ninputs:\n{inputs}contributes:\n{acts}"


def handle(name: str, port: str) -> str:
    """The input of a scenario's tool module that turns a port."""
    return f"{name}_tool.{port.replace('.', '_')}"


def level(quantity: str, value: str | float, until: str = "", begin: str = "0 h") -> str:
    """One exposure, as YAML."""
    end = f", until: {until}" if until else ""
    return f"{quantity}: {{level: {value}, from: {begin}{end}, kind: assumed, note: a test}}"


def arm(*exposures: str, sets: str = "", doses: str = "") -> str:
    """One arm, as YAML."""
    return f"{{doses: [{doses}], exposures: {{{', '.join(exposures)}}}, set: {{{sets}}}}}"


def arms_of(**arms: str) -> str:
    """The arms of a scenario, as YAML."""
    return "arms:\n" + "".join(f"  {name}: {text}\n" for name, text in arms.items())
