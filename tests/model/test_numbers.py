"""Species, layers of change, and numbers that nobody reads or nobody should."""

from __future__ import annotations

import pytest

from model.written import (
    HPA,
    PERSON,
    mistakes_of,
    model_of,
    module,
    number,
    parameter,
    scenario_of,
    shelf_of,
    two_species,
)
from remit.model.assemble import assemble
from remit.quantity.mistakes import ReadingError

# Species and layers


def test_the_individuals_species_chooses_the_number() -> None:
    both = f"[{number('1 /h', species='human')}, {number('2 /h', species='rat')}]"
    assert parameter(model_of(two_species(k=both), "modules: [m]"), "m.k").value == 1.0
    rat = PERSON.replace("human", "rat")
    assert parameter(model_of(two_species(k=both), "modules: [m]", person=rat), "m.k").value == 2.0


def test_a_used_parameter_without_a_number_for_the_species_is_a_mistake() -> None:
    (said,) = mistakes_of(two_species(k=number("2 /h", species="rat")), "modules: [m]")
    assert said.endswith("'m.k' has no value for human, only for rat; measure or borrow one")


def test_borrowing_is_said_aloud_and_remembered() -> None:
    borrowed = "modules: [m]\nborrow: {m.k: {from: rat, because: nobody measured it}}"
    k = parameter(model_of(two_species(k=number("2 /h", species="rat")), borrowed), "m.k")
    assert (k.value, k.species) == (2.0, "rat")
    (change,) = k.history
    assert change.by == "scenario trial"
    assert change.note == "borrowed from rat for human: nobody measured it"


def test_borrowing_what_is_there_is_a_mistake() -> None:
    borrowed = "modules: [m]\nborrow: {m.k: {from: rat, because: no need}}"
    both = f"[{number('1 /h', species='human')}, {number('2 /h', species='rat')}]"
    (said,) = mistakes_of(two_species(k=both), borrowed)
    assert said.endswith("'m.k' need not be borrowed from rat: it has a value for human")


def test_borrowing_from_a_species_without_a_number_is_a_mistake() -> None:
    borrowed = "modules: [m]\nborrow: {m.k: {from: mouse, because: hope}}"
    (said,) = mistakes_of(two_species(k=number("2 /h", species="rat")), borrowed)
    assert said.endswith("'m.k' has no value for mouse to borrow; it has rat")


def test_borrowing_an_unknown_parameter_suggests_a_known_one() -> None:
    borrowed = "modules: [m]\nborrow: {m.kk: {from: rat, because: a slip}}"
    (said,) = mistakes_of(two_species(k=number("2 /h")), borrowed)
    assert said.endswith("borrows unknown parameter 'm.kk'; did you mean 'm.k'?")


def test_a_number_for_any_species_stands_alone() -> None:
    both = f"[{number('1 /h', species='human')}, {number('2 /h', species='any')}]"
    (said,) = mistakes_of(two_species(k=both), "modules: [m]")
    assert "any" in said


LAYERS = f"""
{two_species(k=number("1 /h"))}
---
calibration: fit
species: any
date: 2024-05-01
values: {{m.k: {{to: 2 /h, kind: calibrated, source: author2001, seen: read, note: fitted}}}}
---
phenotype: slow
changes: {{m.k: {{times: 0.5, kind: assumed, note: slower}}}}
---
individual: adult
species: human
parameters:
  m.k: {{value: 72 /d, kind: assumed, note: measured in this one}}
"""


def test_layers_apply_in_their_order_and_each_leaves_a_change() -> None:
    scenario = (
        "modules: [m]\nphenotypes: [slow]\ncalibrations: [fit]\nset: {m.k: {plus: 1 /min, because: to see}}"
    )
    model = assemble(scenario_of(scenario), shelf_of(LAYERS))
    k = parameter(model, "m.k")
    assert [(change.by, change.before, change.after) for change in k.history] == [
        ("individual adult", 1.0, 3.0),
        ("calibration fit", 3.0, 2.0),
        ("phenotype slow", 2.0, 1.0),
        ("scenario trial", 1.0, 61.0),
    ]
    assert k.value == 61.0
    assert k.published == "1 /h"
    assert k.history[3].note == "to see"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("m.kk: {to: 1 /h, because: x}", "changes unknown parameter 'm.kk'; did you mean 'm.k'?"),
        ("m.x: {to: 1, because: x}", "changes 'm.x', which is a state; only parameters can be changed"),
        ("n.k: {to: 1, because: x}", "changes unknown parameter 'n.k': the scenario has no 'n'"),
        ("m.k: {to: 1 L, because: x}", "the value under 'to' and 'm.k' measure different things: L and 1/h"),
        ("m.k: {times: 2 /h, because: x}", "times"),
        ("individual.surface: {to: 2 m2, because: x}", "follows from weight and height; change those"),
    ],
)
def test_a_change_that_cannot_be_made_is_a_mistake(change: str, complaint: str) -> None:
    try:
        said = "\n".join(mistakes_of(two_species(k=number("1 /h")), f"modules: [m]\nset: {{{change}}}"))
    except ReadingError as error:
        said = str(error)
    assert complaint in said


def test_two_phenotypes_may_not_set_one_parameter() -> None:
    both = "\n---\n".join(
        f"phenotype: {name}\nchanges: {{m.k: {{to: {value} /h, kind: assumed, note: x}}}}"
        for name, value in (("fast", 2), ("slow", 1))
    )
    (said,) = mistakes_of(
        f"{two_species(k=number('1 /h'))}\n---\n{both}", "modules: [m]\nphenotypes: [fast, slow]"
    )
    assert said.endswith("both phenotype fast and phenotype slow set 'm.k'")


def test_body_surface_follows_a_changed_weight() -> None:
    heavy = "modules: [hpa]\nset: {individual.weight: {times: 4, because: to see}}"
    surfaces = [
        parameter(model_of(HPA, text), "individual.surface").value for text in ("modules: [hpa]", heavy)
    ]
    assert surfaces[1] == pytest.approx(2 * surfaces[0], rel=1e-15)


def test_values_of_an_individual_for_absent_modules_are_passed_over() -> None:
    person = PERSON + "  liver.flow_rate: {value: 1 L/h, kind: assumed, note: not here}\n"
    assert parameter(model_of(HPA, "modules: [hpa]", person=person), "hpa.loss").value == 2.1


def test_a_value_of_an_individual_for_an_unknown_parameter_is_a_mistake() -> None:
    person = PERSON + "  hpa.losss: {value: 1 /h, kind: assumed, note: a slip}\n"
    (said,) = mistakes_of(HPA, "modules: [hpa]", person=person)
    assert said.endswith("gives a value for unknown parameter 'hpa.losss'; did you mean 'hpa.loss'?")


def test_an_individual_may_give_the_only_number_of_its_species() -> None:
    person = PERSON + "  m.k: {value: 3 /h, kind: assumed, note: this one}\n"
    model = model_of(two_species(k=number("2 /h", species="rat")), "modules: [m]", person=person)
    assert (parameter(model, "m.k").value, parameter(model, "m.k").species) == (3.0, "human")


def test_a_phenotype_of_another_species_is_refused() -> None:
    rat = "phenotype: wky\nspecies: rat"
    (said,) = mistakes_of(f"{HPA}\n---\n{rat}", "modules: [hpa]\nphenotypes: [wky]")
    assert said.endswith("phenotype 'wky' is for rat, not for a human")


def test_a_calibration_that_touches_nothing_is_a_mistake() -> None:
    fit = (
        "calibration: fit\nspecies: any\ndate: 2024-05-01\nvalues: {n.k: {to: 2 /h, kind: assumed, note: x}}"
    )
    (said,) = mistakes_of(f"{HPA}\n---\n{fit}", "modules: [hpa]\ncalibrations: [fit]")
    assert said.endswith("calibration fit changes nothing in this scenario")


# Parameters nobody reads, and numbers from dishes


def test_a_parameter_that_no_equation_reads_is_a_mistake() -> None:
    (said,) = mistakes_of(two_species(k=number("1 /h"), spare=number("1 /h")), "modules: [m]")
    assert "no equation reads 'm.spare'" in said


def test_a_parameter_read_only_by_another_document_is_read() -> None:
    reader = module("n", "uses: {spare: m.spare}\nequations: |\n  y = spare : 1/h\n")
    world = f"{two_species(k=number('1 /h'), spare=number('1 /h'))}\n---\n{reader}"
    assert mistakes_of(world, "modules: [m, n]") == []


def dish(excuse: str = "") -> str:
    k = "{value: 1 /h, species: any, kind: in_vitro, source: author2001, seen: read}"
    return two_species(k=k) + excuse


def test_a_number_from_a_dish_must_be_acknowledged() -> None:
    (said,) = mistakes_of(dish(), "modules: [m]")
    assert said.endswith(
        "'m.k' was measured in vitro and reaches an equation; say why it may under in_vitro_used"
    )
    assert mistakes_of(dish("in_vitro_used: {k: nothing better is known}\n"), "modules: [m]") == []
