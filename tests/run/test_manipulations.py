"""Lesions, genes, imposed ports and phenotypes, per scenario and per arm: what modellers take apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from remit.quantity.mistakes import ReadingError
from remit.run import run_scenario

OWNER = """
module: owner
about: A level with two doors.
ports:
  making: {unit: "1", combine: product, empty: 1, about: what multiplies production}
  loading: {unit: 1/h, combine: sum, empty: 0, about: what is added to production}
states: {x: {unit: "1", start: 1, about: the level}}
parameters:
  k: {value: 1 /h, species: any, kind: defined, about: how fast}
  amount: {value: 1, species: any, kind: defined, about: enzyme}
genes: {ENZ1: amount}
equations: |
  dx/dt = k*amount*making + loading - k*x
"""
PUSHER = """
module: pusher
about: Something that acts on both doors.
states: {z: {unit: "1", start: 2, about: held}}
parameters: {rate: {value: 0.5 /h, species: any, kind: defined, about: how much}}
equations: |
  dz/dt = 0
contributes:
  owner.making: 1 + z/2
  owner.loading: rate*z
"""
PHENOTYPE = """
phenotype: lazy
about: Makes half.
genes: {Enz1: {times: 0.5, kind: assumed, note: a test}}
exposures: {owner.loading: {level: 1 /h, kind: assumed, note: a test}}
"""
RAT_ONLY = """
module: rat_only
about: A module without human numbers.
states: {w: {unit: "1", start: 1, about: a level}}
parameters: {k: {value: 1 /h, species: rat, kind: defined, about: how fast}}
equations: |
  dw/dt = k*(1 - w)
"""
FOLLOWER = """
module: follower
about: Acts on what is not there in a human.
uses: {w: rat_only.w}
contributes: {owner.making: w}
"""
ASKED = """
module: asked
about: Comes only when it is named.
on_request: true
contributes: {owner.making: 7}
"""
RUN = "run: {until: 20 h, report_every: 5 h, rtol: 1e-10, atol: 1e-12}\n"


def ran(folder: Path, text: str) -> xr.Dataset:
    """The result of a scenario beside the made-up modules."""
    modules = folder / "modules"
    modules.mkdir(exist_ok=True)
    for name, doc in {"owner": OWNER, "pusher": PUSHER}.items():
        (modules / f"{name}.yaml").write_text(doc)
    (folder / "phenotypes").mkdir(exist_ok=True)
    (folder / "phenotypes" / "lazy.yaml").write_text(PHENOTYPE)
    (folder / "s.yaml").write_text(f"scenario: s\nindividual: human_adult\n{text}{RUN}")
    return run_scenario(folder / "s.yaml")


def level(found: xr.Dataset, arm: str = "all") -> float:
    """The settled level of one arm."""
    return float(found["owner.x"].sel(arm=arm).values[0, -1])


@pytest.mark.parametrize(
    ("lesion", "expected"),
    [
        ("pusher -> owner.making", 2.0),
        ("pusher.z -> owner.loading", 2.0),
        ("owner.loading", 2.0),
        ("owner.making", 2.0),
        ("pusher", 1.0),
    ],
)
def test_an_arm_without_an_influence_equals_a_scenario_without_it(
    tmp_path: Path, lesion: str, expected: float
) -> None:
    arms = f"arms: {{whole: {{}}, cut: {{without: ['{lesion}']}}}}\n"
    both = ran(tmp_path, f"modules: [owner, pusher]\n{arms}")
    alone = ran(tmp_path, f"modules: [owner, pusher]\nwithout: ['{lesion}']\n")
    assert level(both, "whole") == pytest.approx(3.0, rel=1e-9)
    assert level(both, "cut") == pytest.approx(expected, rel=1e-9)
    np.testing.assert_allclose(both["owner.x"].sel(arm="cut"), alone["owner.x"].sel(arm="all"), rtol=1e-9)


def test_a_gene_scales_every_parameter_it_stands_for_in_any_spelling(tmp_path: Path) -> None:
    found = ran(
        tmp_path, "modules: [owner]\narms: {wild: {}, half: {genes: {enz1: 0.5}}, none: {genes: {ENZ1: 0}}}\n"
    )
    assert [level(found, arm) for arm in ("wild", "half", "none")] == pytest.approx([1.0, 0.5, 0.0], abs=1e-9)
    whole = ran(
        tmp_path,
        "modules: [owner]\ngenes: {ENZ1: {times: 0.25, because: a heterozygote of a heterozygote}}\n",
    )
    assert level(whole) == pytest.approx(0.25, rel=1e-9)


def test_a_phenotype_of_an_arm_brings_its_genes_and_exposures(tmp_path: Path) -> None:
    found = ran(tmp_path, "modules: [owner]\narms: {plain: {}, lazy: {phenotypes: [lazy]}}\n")
    alone = ran(tmp_path, "modules: [owner]\nphenotypes: [lazy]\n")
    assert level(found, "plain") == pytest.approx(1.0, rel=1e-9)
    np.testing.assert_allclose(found["owner.x"].sel(arm="lazy"), alone["owner.x"].sel(arm="all"), rtol=1e-9)
    assert level(alone) == pytest.approx(1.5, rel=1e-8)


def test_a_port_is_exposed_like_an_input(tmp_path: Path) -> None:
    exposures = "exposures: {owner.making: {level: 0.1, from: 5 h, kind: assumed, note: a blocker}}\n"
    found = ran(tmp_path, f"modules: [owner, pusher]\n{exposures}")
    assert found["owner.x"].values.ravel()[1] == pytest.approx(3.0, rel=1e-9)
    assert level(found) == pytest.approx(0.1 * 2.0 + 1.0, rel=1e-5)
    np.testing.assert_allclose(found["owner.making_imposed"].values.ravel(), [1, 0.1, 0.1, 0.1, 0.1])


def test_all_brings_what_fits_the_species_and_leaves_out_what_is_on_request(tmp_path: Path) -> None:
    from remit.model.assemble import assemble
    from remit.reading.shelf import Shelf

    library = tmp_path / "library"
    (library / "modules").mkdir(parents=True)
    docs = {"owner": OWNER, "pusher": PUSHER, "rat_only": RAT_ONLY, "follower": FOLLOWER, "asked": ASKED}
    for name, doc in docs.items():
        (library / "modules" / f"{name}.yaml").write_text(doc)
    (library / "individuals").mkdir()
    for species in ("human", "rat"):
        text = f"individual: {species}\nspecies: {species}\n"
        text += "parameters: {weight: {value: 1 kg, kind: assumed, note: a}}\n"
        (library / "individuals" / f"{species}.yaml").write_text(text)

    def brought(species: str, modules: str) -> tuple[set[str], dict[str, str]]:
        path = tmp_path / "s.yaml"
        path.write_text(f"scenario: s\nindividual: {species}\nmodules: {modules}\n{RUN}")
        shelf = Shelf(built_in=library, has_plug_ins=False).beside(path)
        model = assemble(shelf.read_scenario(path), shelf)
        owners = {one.name.partition(".")[0] for one in model.states}
        return owners | {one.owner for one in model.contributions}, dict(model.left_out)

    owners, left_out = brought("human", "all")
    assert owners == {"owner", "pusher"}
    assert left_out == {
        "rat_only": "'rat_only.k' has no value for human",
        "follower": "it uses 'rat_only.w', which is not there",
        "asked": "on request only",
    }
    assert brought("rat", "all")[0] == {"owner", "pusher", "rat_only", "follower"}
    assert brought("rat", "[all, asked]")[0] == {"owner", "pusher", "rat_only", "follower", "asked"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "modules: [owner]\ngenes: {ENZ2: 0}\n",
            "no document of the scenario has the gene 'ENZ2'; did you mean 'ENZ1'?",
        ),
        ("modules: [owner]\ngenes: {ENZ1: -1}\n", "a gene makes no less than nothing"),
        ("modules: [owner, pusher]\narms: {a: {without: [pusher -> owner.makin]}}\n", "takes nothing away"),
        (
            "modules: [owner]\nset: {owner.amount: {to: 2, because: a}}\narms: {a: {phenotypes: [lazy]}}\n",
            "which the scenario sets; set it in the arms instead",
        ),
        (
            "modules: [owner]\nphenotypes: [lazy]\narms: {a: {phenotypes: [lazy]}}\n",
            "the scenario has phenotype 'lazy' already",
        ),
        (
            "modules: [owner]\nexposures: {owner.makin: {level: 2, kind: assumed, note: a}}\n",
            "exposes unknown input 'owner.makin'",
        ),
        (
            "modules: [{module: all, as: everything}]\n",
            "'all' stands for every module of the library, as it is",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ReadingError, match=said.replace("'", ".").replace("?", ".")):
        ran(tmp_path, text)


PILL = """
drug: pill
about: Brings the owner and acts on it and on another.
modules: [owner]
doses_into: {oral: plasma}
states: {plasma: {unit: mg, start: 0 mg, scale: 1 mg, about: in plasma}}
parameters: {loss: {value: 0 /h, species: any, kind: defined, about: never leaves}}
equations: |
  flow plasma -> nothing = loss*plasma
contributes:
  owner.loading: plasma*loss/plasma + 1*loss + 0
  other.door: 2
"""
OTHER = """
module: other
about: Has a door.
ports: {door: {unit: "1", combine: product, empty: 1, about: a door}}
states: {v: {unit: "1", start: 1, about: a level}}
parameters: {k: {value: 1 /h, species: any, kind: defined, about: how fast}}
equations: |
  dv/dt = k*(door - v)
"""


def test_a_drug_brings_its_modules_and_its_other_targets_may_be_missing(tmp_path: Path) -> None:
    from remit.model.assemble import assemble
    from remit.reading.shelf import Shelf

    for folder, name, doc in (
        ("drugs", "pill", PILL),
        ("modules", "other", OTHER),
        ("modules", "owner", OWNER),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.yaml").write_text(doc)
    path = tmp_path / "s.yaml"
    shelf = Shelf().beside(path)

    def model_of(modules: str) -> tuple[set[str], dict[str, str]]:
        path.write_text(f"scenario: s\nindividual: human_adult\nmodules: {modules}\ndrugs: [pill]\n{RUN}")
        model = assemble(shelf.read_scenario(path), shelf)
        return {f"{one.owner} -> {one.port}" for one in model.contributions}, dict(model.left_out)

    acting, left_out = model_of("[]")
    assert acting == {"pill -> owner.loading"}
    assert left_out == {"pill -> other.door": "the scenario does not have it"}
    assert model_of("[other]") == ({"pill -> owner.loading", "pill -> other.door"}, {})
    (tmp_path / "drugs" / "pill.yaml").write_text(PILL.replace("other.door", "other.window"))
    shelf = Shelf().beside(path)
    with pytest.raises(ReadingError, match=r"unknown port 'other\.window'"):
        model_of("[]")
