"""Names, aliases, instances, and the order of computation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.written import (
    HPA,
    MOOD,
    PERSON,
    mistakes_of,
    model_of,
    module,
    number,
    parameter,
    scenario_of,
    shelf_of,
)
from remit.language.grammar import read_equations
from remit.language.write import to_text
from remit.model.assemble import assemble
from remit.quantity.mistakes import ReadingError

# Names


def test_an_alias_is_the_owner_that_others_speak_to() -> None:
    copy = "modules: [{module: hpa, as: second}, {module: mood, uses: {cortisol: second.cortisol}}]"
    wrong = mistakes_of(f"{HPA}\n---\n{MOOD}", copy)
    assert len(wrong) == 1
    assert "the scenario has no 'hpa'" in wrong[0]
    model = model_of(f"{HPA}\n---\n{MOOD}", f"{copy}\nwithout: [mood -> hpa.drive]")
    assert model.seen_as == (("mood.cortisol", "second.cortisol"),)
    assert [state.name for state in model.states] == ["mood.level", "second.acth", "second.cortisol"]


TISSUE = module(
    "tissue",
    f"""
states: {{amount: {{unit: mg, start: 0}}}}
parameters:
  flow_rate: {number("1 L/h")}
  volume: {number("1 L")}
numbers:
  liver:
    flow_rate: {number("90 L/h")}
equations: |
  damount/dt = -flow_rate*amount/volume
""",
)


def test_instances_have_equal_equations_and_their_own_numbers() -> None:
    both = "modules: [{module: tissue, as: fat}, {module: tissue, as: liver, numbers: liver}]"
    model = model_of(TISSUE, both)
    assert parameter(model, "fat.flow_rate").value == 1.0
    assert parameter(model, "liver.flow_rate").value == 90.0
    fat, liver = (to_text(rate.terms[0].tree) for rate in model.rates)
    assert fat.replace("fat.", "liver.") == liver


def test_an_unknown_set_of_numbers_suggests_the_known_one() -> None:
    said = mistakes_of(TISSUE, "modules: [{module: tissue, numbers: live}]")
    assert said[0].endswith("module 'tissue' has no numbers 'live'; did you mean 'liver'?")


def test_rewiring_a_name_that_is_not_used_is_a_mistake() -> None:
    rewired = "modules: [hpa, {module: mood, uses: {cortisole: hpa.acth}}]"
    (said,) = mistakes_of(f"{HPA}\n---\n{MOOD}", rewired)
    assert said.endswith("uses nothing under the name 'cortisole'; did you mean 'cortisol'?")


def test_using_what_does_not_exist_suggests_what_does() -> None:
    wrong = MOOD.replace("hpa.cortisol", "hpa.cortisoll")
    (said,) = mistakes_of(f"{HPA}\n---\n{wrong}", "modules: [hpa, mood]")
    assert said.endswith("uses unknown quantity 'hpa.cortisoll'; did you mean 'hpa.cortisol'?")


def test_using_what_is_itself_used_points_to_the_owner() -> None:
    second = module("third", "uses: {c: mood.cortisol}\nequations: |\n  twice = 2*c : nmol/L\n")
    (said,) = mistakes_of(f"{HPA}\n---\n{MOOD}\n---\n{second}", "modules: [hpa, mood, third]")
    assert said.endswith("'mood.cortisol' is itself used from 'hpa.cortisol'; use that instead")


def test_using_a_document_that_is_not_there_says_so() -> None:
    said = mistakes_of(MOOD, "modules: [mood]\nwithout: [mood -> hpa.drive]")
    unknown = "uses unknown quantity 'hpa.cortisol': the scenario has no 'hpa'; add it to the scenario"
    assert said == [f"mood.yaml:2:8 {unknown}"]


def test_a_flow_may_not_reach_into_another_document() -> None:
    # Written in Python, since the reader refuses it earlier.
    shelf = shelf_of(HPA, MOOD, PERSON)
    mood = shelf.documents["module", "mood"]
    lines, _ = read_equations("flow cortisol -> level = pace*level", "mood.yaml")
    shelf.documents["module", "mood"] = replace(mood, equations=(*mood.equations, *lines))  # type: ignore[type-var]
    with pytest.raises(ReadingError, match="contribute to a port of its owner instead"):
        assemble(scenario_of("modules: [hpa, mood]"), shelf)


def test_missing_documents_are_all_reported() -> None:
    said = mistakes_of(HPA, "modules: [hpa, nowhere]\nphenotypes: [nobody]\nassays: [nothing_seen]")
    assert {line.split(" ", 1)[1] for line in said} == {
        "unknown phenotype 'nobody'",
        "unknown module 'nowhere'",
        "unknown assay 'nothing_seen'",
    }


def test_a_module_cannot_be_called_individual() -> None:
    scenario = scenario_of("modules: [hpa]")
    renamed = replace(scenario, modules=(replace(scenario.modules[0], alias="individual"),))
    with pytest.raises(ReadingError, match="a module cannot be called 'individual'"):
        assemble(renamed, shelf_of(HPA, PERSON))


# Order


def test_assignments_come_after_what_they_read() -> None:
    chain = module("chain", "equations: |\n  a = b + 1 : 1\n  b = c + 1 : 1\n  c = cos(turn*time/day) : 1\n")
    model = model_of(chain, "modules: [chain]")
    assert [one.name for one in model.assignments] == ["chain.c", "chain.b", "chain.a"]


def test_an_algebraic_loop_is_reported_as_a_path() -> None:
    loop = module(
        "m", "equations: |\n  c = a : 1\n  a = b + 1 : 1\n  b = c : 1\n  d = d2 : 1\n  d2 = d : 1\n"
    )
    said = mistakes_of(loop, "modules: [m]")
    assert [line.split(" ", 1)[1] for line in said] == [
        "algebraic loop: m.a -> m.c -> m.b -> m.a; break it with a state",
        "algebraic loop: m.d -> m.d2 -> m.d; break it with a state",
    ]


def test_a_loop_through_a_port_is_found() -> None:
    owner = module("o", 'ports: {p: {unit: "1", combine: sum, empty: 0}}\nequations: |\n  x = p : 1\n')
    other = module("q", "uses: {x: o.x}\ncontributes: {o.p: x}\n")
    (said,) = mistakes_of(f"{owner}\n---\n{other}", "modules: [o, q]")
    assert said.endswith("algebraic loop: o.p -> o.x -> o.p; break it with a state")
