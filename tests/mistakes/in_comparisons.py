"""Mistakes in comparisons and in fits: what they name, and what is wrong in the scenarios they amount to."""

from __future__ import annotations

from mistakes.planting import Edit, Planted

COMPARE, FIT, STUDY = "compare.yaml", "fit.yaml", "observations/fitted_study.yaml"
BODY = "usual: {individual: person}"
BODIES = f"{BODY}\n  stressed:\n    individual: person\n"


def compared(name: str, *changes: tuple[str, str]) -> Planted:
    """A case with edits of the comparison."""
    edits: tuple[Edit, ...] = tuple((COMPARE, old, new) for old, new in changes)
    return Planted(name, edits, ("check", COMPARE))


def fitted(name: str, *edits: Edit, more: tuple[str, ...] = (), has_place: bool = True) -> Planted:
    """A case with edits of the fit and its observation."""
    return Planted(name, edits, ("check", FIT, *more), has_place)


COMPARISONS: tuple[Planted, ...] = (
    compared("a_misspelled_body_of_a_model", (BODIES, BODIES.replace("person", "persn"))),
    compared("a_misspelled_module_of_a_comparison", ("modules: [pool]", "modules: [pol]")),
    compared("a_misspelled_assay_of_a_comparison", ("assays: [meter]", "assays: [metre]")),
    compared("a_misspelled_phenotype_of_a_model", ("[tired]", "[tird]")),
    compared("a_misspelled_exposure_of_a_model", ("pool.stress: {level", "pool.stres: {level")),
    compared("a_misspelled_control", ("against: usual", "against: usuall")),
    compared("a_control_with_another_body", (BODY, "usual: {individual: tired}")),
    compared("a_dose_after_the_end_of_a_comparison", ("at: 24 h", "at: 80 h")),
    compared("a_route_that_the_drug_has_not", ("by: iv", "by: nasal")),
    compared("a_misspelled_readout_of_a_comparison", ("peak: peak(", "peak: peek(")),
    compared("a_misspelled_quantity_of_a_comparison", ("mean_over(pool.level", "mean_over(pool.levle")),
    compared("a_lesion_of_a_comparison_that_takes_nothing_away", ("pill -> pool.speed", "pill -> pool.lid")),
    compared("a_lesioned_model_that_is_not_there", ("lesioned: [stressed]", "lesioned: [stresed]")),
    compared(
        "a_dose_and_a_readout_of_a_comparison_at_once",
        ("at: 24 h", "at: 80 h"),
        ("peak: peak(pill.concentration)", "peak: peak(pill.consentration)"),
    ),
)
FITS: tuple[Planted, ...] = (
    fitted("a_misspelled_observation_of_a_fit", (FIT, "[fitted_study]", "[fited_study]")),
    fitted("an_observation_only_to_be_looked_at", (FIT, "[fitted_study]", "[fitted_study, study]")),
    fitted("an_uncertain_observation_of_a_fit", (STUDY, "status: found", "status: uncertain")),
    fitted("a_number_that_no_observation_has", (FIT, "pill.clearance", "pill.clearence")),
    fitted("bounds_in_another_unit", (FIT, "low: 0.1 L/h, high: 100 L/h", "low: 0.1 L, high: 100 L")),
    fitted("bounds_turned_round", (FIT, "low: 0.01 /h, high: 1 /h", "low: 1 /h, high: 0.01 /h")),
    fitted("a_fitted_scenario_with_a_mistake", (STUDY, "at: 24 h", "at: 80 h")),
    fitted("a_fitted_reading_with_a_mistake", (STUDY, "top: peak(", "top: peek(")),
    fitted(
        "an_observation_and_a_number_of_a_fit_at_once",
        (STUDY, "at: 24 h", "at: 80 h"),
        (FIT, "pill.clearance", "pill.clearence"),
    ),
    fitted("a_setting_for_a_fit", more=("--set", "pill.clearance=1 L/h"), has_place=False),
)
