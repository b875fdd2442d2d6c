"""Knock-outs, doubled genes, phenotypes and blocked ports settle and run in every species, within bounds.

Genes, phenotypes and assays are found, not listed; what comes to the library is tried with the next run.
"""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from remit.reading.documents import ModuleDoc, PhenotypeDoc
from remit.reading.shelf import Shelf
from remit.run import run_scenario

SHELF = Shelf(has_plug_ins=False)
MODULES: dict[str, ModuleDoc] = {name: SHELF.read("module", name) for name in SHELF.names("module")}
ASSAYS: dict[str, ModuleDoc] = {name: SHELF.read("assay", name) for name in SHELF.names("assay")}
PHENOTYPES: dict[str, PhenotypeDoc] = {
    name: SHELF.read("phenotype", name) for name in SHELF.names("phenotype")
}
ANIMALS = {"human": "human_adult", "rat": "rat_adult", "mouse": "mouse_adult"}
BEGIN = {"human": "-29 d", "rat": "0 d", "mouse": "0 d"}  # birth lies four weeks before day 0 in post_partum
# Ports and the levels they are held at from the first day: blocked receptors, lost enzymes, agonists.
BLOCKED = {
    "serotonin_terminal.vmat2": 0,
    "serotonin_terminal.tph2": 0,
    "serotonin_terminal.mao_a": 0,
    "noradrenaline_terminal.dbh": 0,
    "dopamine_striatal.th": 0,
    "glutamate.uptake": 0,
    "glutamate.other_release": 9,
    "cortical_gaba.expression": 0,
    "trkb.expression": 0,
    "gsk3.expression": 0,
    "kynurenine_enzymes.brain_kat_activity": 0,
    "corticosteroid_receptors.translocation": 0,
    "corticosteroid_receptors.mr_antagonist": 9,
    "sert.occupying": 9,
    "net.occupying": 9,
    "dat.occupying": 9,
    "alpha2.antagonist": 9,
    "alpha2.agonist": 9,
    "microglia.stimulus": 9,
    "hippocampus.atrophy": 9,
    "affect.control": 0,
    "cortical_gaba.receptors": 0,
    "mtor.tsc2": 0,
    "oxidative_load.defence": 0,
}
SHARES = {"fraction", "preference", "open_arms", "failures", "escape", "response", "remission"}
MOST = {"hamd17.score": 52.0, "madrs.score": 60.0} | {
    f"{assay}.{name}": 1.0
    for assay, doc in ASSAYS.items()
    for name in doc.outputs
    if name in SHARES or name.endswith("_occupancy")
}
STANDARDISED = {"anxiety", "shift", "change"}  # besides those that end in d: differences, of either sign
UNDEFINED = {"cortisol_day.over_acth": ["no_pomc"]}  # a ratio to a hormone that is not there
SLACK = 1e-6  # rounding, and what the tolerance leaves


def known(doc: ModuleDoc, species: str) -> bool:
    """Whether every number of a document has a value for a species."""
    return all(any(one.species in (species, "any") for one in entries) for entries in doc.parameters.values())


def modules_of(species: str) -> dict[str, ModuleDoc]:
    """What `modules: all` brings to a species."""
    return {name: doc for name, doc in MODULES.items() if not doc.on_request and known(doc, species)}


def assays_of(species: str) -> list[str]:
    """Assays that can be read in a species."""
    body = {f"individual.{name}" for name in SHELF.read("individual", ANIMALS[species]).parameters}
    there = set(modules_of(species)) | set(ASSAYS)
    return [
        name
        for name, doc in ASSAYS.items()
        if known(doc, species)
        and all(used in body or used.partition(".")[0] in there for used, _ in doc.uses.values())
    ]


def arms_of(species: str) -> dict[str, str]:
    """Every arm, as a scenario writes it."""
    there = modules_of(species)
    genes = sorted({gene for name, doc in there.items() for gene in doc.genes if not name.startswith("cyp")})
    arms = {f"no_{gene.lower()}": f"{{genes: {{{gene}: 0}}}}" for gene in genes}
    arms |= {f"twice_{gene.lower()}": f"{{genes: {{{gene}: 2}}}}" for gene in genes}
    arms |= {
        name: f"{{phenotypes: [{name}]}}"
        for name, doc in PHENOTYPES.items()
        if doc.species in (species, "any") and set(doc.modules) <= set(there)
    }
    held = "{{exposures: {{{port}: {{level: {level}, from: 1 d, kind: assumed, note: a test}}}}}}"
    return arms | {
        f"held_{port.replace('.', '_')}": held.format(port=port, level=level)
        for port, level in BLOCKED.items()
    }


@pytest.fixture(scope="module", params=list(ANIMALS))
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    species = request.param
    arms = "".join(f"  {name}: {text}\n" for name, text in arms_of(species).items())
    file = tmp_path_factory.mktemp("robust") / f"{species}.yaml"
    file.write_text(
        f"scenario: {species}\nabout: a test\nindividual: {ANIMALS[species]}\nmodules: all\n"
        f"assays: [{', '.join(assays_of(species))}]\n"
        f"run: {{from: {BEGIN[species]}, until: 14 d, report_every: 12 h, rtol: 1e-4}}\n"
        f"arms:\n  control: {{}}\n{arms}",
        encoding="utf-8",
    )
    return run_scenario(file)


def read(found: xr.Dataset) -> dict[str, xr.DataArray]:
    """Every output of every assay."""
    names = [f"{assay}.{name}" for assay, doc in ASSAYS.items() for name in doc.outputs]
    return {name: found[name] for name in names if name in found}


def where(bad: xr.DataArray) -> list[str]:
    """Arms in which something is so at some time."""
    others = [name for name in bad.dims if name != "arm"]
    return [str(arm) for arm in bad["arm"].values[bad.any(others).values]]


def test_every_arm_settles_and_runs(found: xr.Dataset) -> None:
    ends = found["status"].isel(subject=0)
    assert {arm: str(ends.sel(arm=arm).values) for arm in where(found["failed"] != 0)} == {}


def test_every_assay_has_a_number_within_its_bounds(found: xr.Dataset) -> None:
    wrong = {}
    for name, values in read(found).items():
        output = name.partition(".")[2]
        bad = ~np.isfinite(values) | (values > MOST.get(name, np.inf) + SLACK)
        if output not in STANDARDISED and output != "d" and not output.endswith("_d"):
            bad |= values < -SLACK
        if bad.any():
            wrong[name] = where(bad)
    assert {name: arms for name, arms in wrong.items() if arms != UNDEFINED.get(name)} == {}


def test_no_state_that_is_an_amount_goes_negative(found: xr.Dataset) -> None:
    wrong = {}
    for owner, doc in MODULES.items():
        for one in doc.states:
            name = f"{owner}.{one.name}"
            if name in found and not one.signed:
                least = 1e-9 * float(np.abs(found[name].sel(arm="control")).max())
                if (bad := found[name] < -least).any():
                    wrong[name] = where(bad)
    assert wrong == {}
