"""Units, starting values, doors and tables; all mistakes together."""

from __future__ import annotations

import pytest

from model.written import ALL, DRUG, HPA, MOOD, THREE, mistakes_of, model_of, module, number
from remit.language.tree import Name, names_read

STILL = "equations: |\n  dx/dt = 0\n"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("y = k : 1/min", "m.y as declared differ by a factor 1/60: 1/h and 1/min"),
        ("y = k*x : 1", "measure different things: 1/h and 1"),
        ("y = k + x : 1/h", "'m.k' and 'm.x' measure different things"),
        ("flow x -> nothing = x", "m.x per hour measure different things"),
        ("flow x -> z = k*x", "m.x and m.z measure different things"),
    ],
)
def test_units_that_disagree_are_refused_with_both_sides(line: str, complaint: str) -> None:
    world = module(
        "m",
        f"states: {{x: {{unit: '1', start: 1}}, z: {{unit: mg, start: 0}}}}\n"
        f"parameters: {{k: {number('1 /h')}}}\n"
        f"equations: |\n  dx/dt = -k*x\n  dz/dt = 0\n  {line}\n",
    )
    (said,) = mistakes_of(world, "modules: [m]")
    assert complaint in said


@pytest.mark.parametrize(
    ("door", "complaint"),
    [
        ("bioavailability: k", "bioavailability of d r"),
        ("lag: f", "lag of d r"),
        ("duration: k", "duration of d r"),
        ("rate: k", "rate of d r"),
        ("molar_mass: k", "molar mass of d r"),
    ],
)
def test_every_part_of_a_door_has_its_unit(door: str, complaint: str) -> None:
    world = (
        f"drug: d\ndoses_into: {{r: {{into: x, {door}}}}}\nstates: {{x: {{unit: mg, start: 0}}}}\n"
        f"parameters: {{k: {number('1 /h')}, f: {number('1')}}}\nequations: |\n  dx/dt = -f*k*x\n"
    )
    (said,) = mistakes_of(world, "drugs: [d]")
    assert complaint in said


def test_a_start_in_another_unit_is_refused() -> None:
    world = module(
        "m",
        f"states: {{x: {{unit: mg, start: k}}}}\nparameters: {{k: {number('1 g')}}}\n{STILL}",
    )
    (said,) = mistakes_of(world, "modules: [m]")
    assert "differ by a factor 1000: g and mg" in said


def test_a_start_below_zero_must_be_signed() -> None:
    body = f"states: {{x: {{unit: mg, start: k-2*k}}}}\nparameters: {{k: {number('1 mg')}}}\n{STILL}"
    (said,) = mistakes_of(module("m", body), "modules: [m]")
    assert "'m.x' starts at -1 mg, below zero" in said
    signed = body.replace("start: k-2*k", "start: k-2*k, signed: true")
    assert model_of(module("m", signed), "modules: [m]").states[0].scale == 1.0


def test_a_start_that_cannot_be_computed_says_why() -> None:
    body = f"states: {{x: {{unit: '1', start: log(k)}}}}\nparameters: {{k: {number('0')}}}\n{STILL}"
    (said,) = mistakes_of(module("m", body), "modules: [m]")
    assert "the start of 'm.x' cannot be computed" in said


def test_a_start_may_read_a_parameter_of_another_document_but_no_state() -> None:
    reader = "uses: {r: hpa.%s}\nstates: {x: {unit: nmol/L, start: r}}\nequations: |\n  dx/dt = 0\n"
    assert mistakes_of(f"{HPA}\n---\n{module('n', reader % 'rest')}", "modules: [hpa, n]") == []
    (said,) = mistakes_of(f"{HPA}\n---\n{module('n', reader % 'cortisol')}", "modules: [hpa, n]")
    assert said.endswith("the start of 'x' may read only parameters, and 'hpa.cortisol' is a state")


def test_a_state_that_nothing_changes_is_a_mistake() -> None:
    (said,) = mistakes_of(module("m", "states: {x: {unit: mg, start: 0}}\n"), "modules: [m]")
    assert "nothing changes 'x'" in said


def test_tables_are_read_in_their_units() -> None:
    light = "tables: {light: {x: [0 h, 24 h], y: [0, 1], kind: assumed, note: x}}\n"
    table = light + "equations: |\n  y = interpolate(light, %s) : 1\n"
    model = model_of(module("m", table % "time"), "modules: [m]")
    assert [one.name for one in model.tables] == ["m.light"]
    tree = model.assignments[0].tree
    assert {read.name for read in names_read(tree)} == {"m.light", "time"}
    (said,) = mistakes_of(module("m", table % "turn"), "modules: [m]")
    assert "the table's x" in said


def test_all_mistakes_are_reported_together_with_their_places() -> None:
    wrong_mood = MOOD.replace("hpa.cortisol", "hpa.cortisoll")
    wrong_drug = DRUG.replace("hpa.drive", "hpa.driv")
    said = mistakes_of(
        "\n---\n".join([HPA, wrong_mood, wrong_drug]), f"{THREE}\nset: {{hpa.los: {{to: 1 /h, because: x}}}}"
    )
    assert [line.split(":")[0] for line in said] == ["inhibitor.yaml", "mood.yaml", "trial.yaml"]


def test_a_figure_can_draw_only_what_is_computed() -> None:
    (said,) = mistakes_of(HPA, "modules: [hpa]\nfigure: [hpa.cortisol, hpa.cortison]")
    assert said.endswith("figure: unknown quantity 'hpa.cortison'; did you mean 'hpa.cortisol'?")


def test_trees_of_a_model_hold_only_names_of_the_model() -> None:
    model = model_of(ALL, THREE)
    known = {
        one.name
        for group in (model.states, model.parameters, model.inputs, model.assignments)
        for one in group
    }
    trees = [one.tree for one in model.assignments] + [
        term.tree for rate in model.rates for term in rate.terms
    ]
    read = {name.name for tree in trees for name in names_read(tree)}
    assert read <= known
    assert Name("hpa.drive").name in read
