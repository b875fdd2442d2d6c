"""Whole documents become the records that the rest of the program reads."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

from remit.language.lines import AssignmentLine
from remit.quantity.parameter import Address, Spread
from remit.reading.documents import (
    CalibrationDoc,
    IndividualDoc,
    ModuleDoc,
    ObservationDoc,
    PhenotypeDoc,
    Quantity,
    ScenarioDoc,
)
from remit.reading.read import DOCUMENT_KINDS, Document, read_document, schema_of
from remit.reading.yaml_lines import read_yaml

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *sorted((ROOT / "src/remit/library").rglob("*.yaml")),
    *sorted((ROOT / "scenarios").glob("*.yaml")),
]


def read(documents: dict[str, str], kind: str) -> Document:
    return read_document(documents[kind].encode(), "d.yaml", kind).document


def test_a_module_keeps_everything_it_says(documents: dict[str, str]) -> None:
    module = read(documents, "module")
    assert isinstance(module, ModuleDoc)
    assert (module.what, module.name, module.about) == ("module", "axis", "Drive and hormone.")
    assert module.uses == {"cytokine": ("immune.tnf", Address("d.yaml", 3, 8))}
    assert [(one.name, one.rest.value) for one in module.inputs] == [("stress", 1.0)]
    assert [(one.name, one.combine, one.empty.value) for one in module.ports] == [("drive", "product", 1.0)]
    acth, cortisol, mood = module.states
    assert acth.start == Quantity("12 ng/L", 12.0, "ng/L", Address("d.yaml", 9, 29))
    assert not isinstance(cortisol.start, Quantity)
    assert (mood.signed, acth.signed, cortisol.scale) == (True, False, None)
    assert len(module.equations) == 4
    assert module.outputs == {"cortisol": "what people measure"}
    assert module.numbers["fast"]["loss"][0].value.value == 9.0


def test_a_number_keeps_its_birth_certificate(documents: dict[str, str]) -> None:
    module = read(documents, "module")
    assert isinstance(module, ModuleDoc)
    loss, rest = module.parameters["loss"][0], module.parameters["rest"][0]
    assert (loss.value.text, loss.value.unit, loss.unit) == ("0.035 /min", "1/min", "1/h")
    assert (loss.kind, loss.source, loss.at, loss.seen) == ("measured", "author2010", "T1", "read")
    assert (rest.unit, rest.spread) == ("nmol/L", Spread(0.3, "lognormal", ""))
    assert [one.species for one in module.parameters["feedback"]] == ["human", "rat"]


def test_tables_are_in_one_unit_per_axis_and_a_bare_zero_fits(documents: dict[str, str]) -> None:
    module = read(documents, "module")
    assert isinstance(module, ModuleDoc)
    (light,) = module.tables
    assert (light.x, light.x_unit) == ((0.0, 6.0, 24.0), "h")
    assert (light.y, light.y_unit) == ((0.0, 100.0, 50.0), "lux")


def test_equations_and_contributions_know_their_lines_and_reasons(documents: dict[str, str]) -> None:
    module = read(documents, "module")
    assert isinstance(module, ModuleDoc)
    restraint, gain, *_ = module.equations
    raw = documents["module"].split("\n")
    assert isinstance(restraint, AssignmentLine)
    assert raw[restraint.address.line - 1][restraint.address.column - 1 :].startswith("restraint = ")
    assert restraint.reason == "author2010 eq. 2"
    assert gain.reason == "matter moves"
    (contribution,) = module.contributes
    assert (contribution.port, contribution.reason) == ("plasticity.drive", "author2010")
    assert contribution.text == "1 - feedback*(cortisol/rest - 1)"


def test_sources_are_collected_with_their_places(documents: dict[str, str]) -> None:
    sources = read_document(documents["module"].encode(), "d.yaml").sources
    assert [(key, address.line) for key, address in sources] == [("author2010", 13)]


def test_doors_may_be_short_or_long(documents: dict[str, str]) -> None:
    drug = read(documents, "drug")
    assert isinstance(drug, ModuleDoc)
    oral, iv = drug.doors
    assert (oral.route, oral.into, iv.route, iv.into) == ("oral", "gut", "iv", "plasma")
    assert oral.bioavailability is not None
    assert iv.bioavailability is oral.duration is None


def test_an_assay_has_no_states(documents: dict[str, str]) -> None:
    assay = read(documents, "assay")
    assert isinstance(assay, ModuleDoc)
    assert assay.what == "assay"
    assert assay.states == assay.doors == assay.contributes == ()


def test_a_phenotype_lists_its_changes_and_exposures(documents: dict[str, str]) -> None:
    phenotype = read(documents, "phenotype")
    assert isinstance(phenotype, PhenotypeDoc)
    assert [(one.parameter, one.verb, one.value.text) for one in phenotype.changes] == [
        ("axis.feedback", "times", "70 percent"),
        ("axis.rest", "plus", "20 nmol/L"),
    ]
    (stress,) = phenotype.exposures
    assert (stress.input, stress.level.value, stress.times) == ("axis.stress", 2.0, 28)


def test_numbers_of_an_individual_are_of_its_species(documents: dict[str, str]) -> None:
    individual = read(documents, "individual")
    assert isinstance(individual, IndividualDoc)
    assert {one.species for one in individual.parameters.values()} == {"human"}
    assert list(individual.parameters) == ["weight", "age", "axis.feedback"]


def test_a_calibration_and_an_observation_are_read(documents: dict[str, str]) -> None:
    calibration, observation = read(documents, "calibration"), read(documents, "observation")
    assert isinstance(calibration, CalibrationDoc)
    assert (calibration.date, calibration.values[0].verb) == ("2026-01-31", "to")
    assert isinstance(observation, ObservationDoc)
    assert observation.inline is not None
    assert (observation.scenario, observation.inline.individual) == ("inline", "adult")
    assert [part.name for part in observation.parts] == ["peak", "trough"]


def test_an_observation_may_name_its_scenario(documents: dict[str, str]) -> None:
    text = re.sub(r"scenario: .*", "scenario: first_run", documents["observation"])
    observation = read_document(text.encode(), "d.yaml").document
    assert isinstance(observation, ObservationDoc)
    assert (observation.scenario, observation.inline) == ("first_run", None)


def test_a_scenario_lists_all_that_is_asked_for(documents: dict[str, str]) -> None:
    scenario = read(documents, "scenario")
    assert isinstance(scenario, ScenarioDoc)
    assert [(one.module, one.alias, one.numbers) for one in scenario.modules] == [
        ("axis", "axis", ""),
        ("tissue", "liver", "fast"),
    ]
    assert scenario.modules[1].uses == {"blood": "heart.blood"}
    assert scenario.drugs == ("pill", "other", "third")
    assert [(one[0], one[1]) for one in scenario.without] == [
        ("axis.restraint", "plasticity.drive"),
        ("axis", "immune.drive"),
    ]
    assert scenario.borrow["pill.k"][:2] == ("rat", "nothing better")
    assert (scenario.subjects, scenario.seed) == (1000, 3)
    assert [(one.verb, one.note, one.kind) for one in scenario.set] == [("to", "to see", "assumed")]
    assert [one.kind for one in scenario.exposures] == ["defined", "assumed"]
    assert scenario.readouts[0][0] == "mean_over(axis.cortisol, last 24 h)"


def test_doses_are_kept_as_written(documents: dict[str, str]) -> None:
    scenario = read(documents, "scenario")
    assert isinstance(scenario, ScenarioDoc)
    series, infusion, direct, steady, reset = scenario.doses
    assert (series.at[0].text, series.loading and series.loading.text) == ("14 d", "20 mg")
    assert [one.text for one in infusion.at] == ["1 d", "2 d"]
    assert isinstance(infusion.over, Quantity)
    assert (direct.into, direct.drug, direct.reset) == ("axis.acth", "", ("all",))
    assert (steady.over, steady.times, steady.steady_state) == ("model", 3, "replace")
    assert (steady.at[0].value, steady.at[0].unit) == (0.0, "h")
    assert (reset.amount, reset.reset) == (None, ("axis.acth", "axis.cortisol"))


def test_the_run_has_the_defaults_of_the_manual(documents: dict[str, str]) -> None:
    text = re.sub(r"run: .*", "run: {until: 1 d}", documents["scenario"])
    scenario = read_document(text.encode(), "d.yaml").document
    assert isinstance(scenario, ScenarioDoc)
    run = scenario.run
    assert (run.start.value, run.start.unit, run.at_events, run.begin) == (0.0, "h", "after", "settled")
    assert (run.rtol, run.atol, run.max_steps) == (1e-6, 1e-9, 1_000_000)


def test_an_arm_without_doses_differs_from_one_with_none(documents: dict[str, str]) -> None:
    scenario = read(documents, "scenario")
    assert isinstance(scenario, ScenarioDoc)
    vehicle, more = scenario.arms
    assert vehicle.doses == ()
    assert more.doses is not None
    text = documents["scenario"].replace("vehicle: {doses: []}", "vehicle: {}")
    other = read_document(text.encode(), "d.yaml").document
    assert isinstance(other, ScenarioDoc)
    assert other.arms[0].doses is None


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_every_kind_has_a_schema_whose_every_key_is_described(kind: str) -> None:
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    for one in [schema, *schema.get("$defs", {}).values()]:
        assert one["additionalProperties"] is False
        silent = [key for key, about in one["properties"].items() if "description" not in about]
        assert not silent


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_the_schema_accepts_what_the_reader_accepts(documents: dict[str, str], kind: str) -> None:
    jsonschema.validate(read_yaml(documents[kind].encode(), kind), schema_of(kind))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({kind: "x", "strange": "1"}, schema_of(kind))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_schema_accepts_every_shipped_document(file: Path) -> None:
    entries = read_yaml(file.read_bytes(), file.name)
    jsonschema.validate(entries, schema_of(str(next(iter(entries)))))
