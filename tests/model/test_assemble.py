"""What an assembled model holds."""

from __future__ import annotations

import pytest

from model.written import ALL, HPA, THREE, assignment, mistakes_of, model_of, module, parameter
from remit.language.tree import Number, names_read
from remit.language.write import to_text

# What a model holds


def test_everything_bears_its_owner_and_stands_in_alphabetical_order() -> None:
    model = model_of(ALL, THREE)
    states = ["hpa.acth", "hpa.cortisol", "inhibitor.gut", "inhibitor.plasma", "mood.level"]
    assert [state.name for state in model.states] == states
    assert [rate.state for rate in model.rates] == states
    names = [one.name for one in model.parameters]
    assert names == sorted(names)
    assert {"hpa.loss", "inhibitor.half", "mood.pace", "individual.surface"} <= set(names)
    assert [one.name for one in model.inputs] == ["hpa.stress"]
    assert model.species == "human"
    assert model.scenario == "trial"


def test_published_values_are_converted_once_and_both_are_kept() -> None:
    clearance = parameter(model_of(ALL, THREE), "inhibitor.clearance")
    assert (clearance.value, clearance.unit, clearance.published) == (36.0, "L/h", "600 mL/min")


def test_a_flow_leaves_one_state_and_enters_the_other_by_the_same_expression() -> None:
    rates = {rate.state: rate.terms for rate in model_of(ALL, THREE).rates}
    (out,) = rates["inhibitor.gut"]
    into = rates["inhibitor.plasma"][0]
    assert (out.sign, into.sign) == (-1, 1)
    assert out.tree == into.tree
    assert out.label == "flow gut -> plasma = absorption*gut"


def test_terms_keep_the_reason_that_was_written() -> None:
    terms = {rate.state: rate.terms for rate in model_of(ALL, THREE).rates}["hpa.acth"]
    assert [term.reason for term in terms] == ["made", "lost"]


def test_a_start_may_be_an_expression_over_parameters_and_sets_the_scale() -> None:
    states = {state.name: state for state in model_of(ALL, THREE).states}
    assert to_text(states["hpa.cortisol"].start) == "hpa.rest"
    assert states["hpa.cortisol"].scale == 300.0
    assert states["inhibitor.gut"].scale == 1.0
    assert states["inhibitor.gut"].start == Number(0.0)


def test_doors_have_full_names_and_neutral_defaults() -> None:
    iv, oral = model_of(ALL, THREE).doors
    assert (iv.drug, iv.route, iv.state) == ("inhibitor", "iv", "inhibitor.plasma")
    assert (iv.bioavailability, iv.lag) == (Number(1.0), Number(0.0))
    assert to_text(oral.lag) == "inhibitor.delay"


def test_uses_stand_for_their_owner() -> None:
    model = model_of(ALL, THREE)
    assert model.seen_as == (("mood.cortisol", "hpa.cortisol"),)
    rate = next(rate for rate in model.rates if rate.state == "mood.level")
    assert "hpa.cortisol" in {read.name for read in names_read(rate.terms[0].tree)}


def test_drugs_of_doses_need_not_be_named() -> None:
    dose = "modules: [hpa]\ndoses: [{drug: inhibitor, by: oral, amount: 10 mg}]"
    assert "inhibitor.gut" in [state.name for state in model_of(ALL, dose).states]


def test_drugs_of_any_arm_are_in_the_one_model() -> None:
    arms = (
        "modules: [hpa]\narms: {none: {doses: []}, drug: {doses: [{drug: inhibitor, by: iv, amount: 1 mg}]}}"
    )
    assert "inhibitor.plasma" in [state.name for state in model_of(ALL, arms).states]


def test_the_body_is_in_house_units_with_its_surface_by_mosteller() -> None:
    model = model_of(HPA, "modules: [hpa]")
    body = {one.name: (one.value, one.unit) for one in model.parameters if one.name.startswith("individual.")}
    assert body["individual.weight"] == (70.0, "kg")
    assert body["individual.height"] == (1.7, "m")
    assert body["individual.age"] == (30.0, "year")
    value, unit = body["individual.surface"]
    assert unit == "m2"
    assert value == pytest.approx((170 * 70 / 3600) ** 0.5, rel=1e-14)


def test_modules_that_a_phenotype_needs_are_added_once() -> None:
    needy = "phenotype: low\nmodules: [mood, hpa]"
    model = model_of(f"{ALL}\n---\n{needy}", "modules: [hpa]\nphenotypes: [low]")
    assert [state.name for state in model.states] == ["hpa.acth", "hpa.cortisol", "mood.level"]


# Assays


ASSAY = "assay: look\nuses: {cortisol: hpa.cortisol}\nequations: |\n  seen = 2*cortisol : nmol/L\n"


def test_an_assay_looks_through_the_same_equations() -> None:
    model = model_of(f"{HPA}\n---\n{ASSAY}", "modules: [hpa]\nassays: [look]")
    assert assignment(model, "look.seen") == "2*hpa.cortisol"


def test_nobody_but_assays_may_use_an_assay() -> None:
    nosy = module("nosy", "uses: {seen: look.seen}\nequations: |\n  y = seen : nmol/L\n")
    second = "assay: again\nuses: {seen: look.seen}\nequations: |\n  y = seen : nmol/L\n"
    world = "\n---\n".join([HPA, ASSAY, nosy, second])
    (said,) = mistakes_of(world, "modules: [hpa, nosy]\nassays: [look, again]")
    assert said.endswith("an assay may look, not touch: a module cannot use 'look.seen'")
