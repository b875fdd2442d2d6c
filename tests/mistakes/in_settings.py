"""Mistakes on the command line."""

from __future__ import annotations

from mistakes.planting import Planted, setting


def command(name: str, *words: str) -> Planted:
    """A case in which nothing is wrong but the command."""
    return Planted(name, (), words, has_place=False)


CASES: tuple[Planted, ...] = (
    setting("a_setting_without_value", "pill.clearance"),
    setting("a_setting_without_name", "=3 L/h"),
    setting("a_misspelled_setting_of_the_run", "run.rtoll=1e-8"),
    setting("a_misspelled_run", "rum.until=7 d"),
    setting("a_setting_without_owner", "until=7 d"),
    setting("a_setting_without_dot", "clearance=3 L/h"),
    setting("a_misspelled_parameter", "pill.clearence=3 L/h"),
    setting("a_parameter_of_an_absent_drug", "pil.clearance=3 L/h"),
    setting("a_state_that_is_set", "pool.level=3 nmol/L"),
    setting("a_setting_in_the_wrong_unit", "pill.clearance=3 L"),
    setting("a_setting_that_is_a_word", "pill.clearance=fast"),
    setting("a_setting_that_is_nan", "pill.clearance=nan L/h"),
    setting("a_setting_that_is_infinite", "pill.clearance=inf L/h"),
    setting("a_setting_too_large", "pill.clearance=1e999 L/h"),
    setting("an_end_without_unit", "run.until=7"),
    setting("an_end_in_milligrams", "run.until=7 mg"),
    setting("an_end_before_the_start", "run.until=-7 d"),
    setting("an_interval_of_nothing", "run.report_every=0 h"),
    setting("a_negative_tolerance", "run.rtol=-1e-6"),
    setting("a_tolerance_with_a_unit", "run.rtol=1e-6 h"),
    setting("a_population_of_nobody", "population.subjects=0"),
    setting("a_population_of_a_part", "population.subjects=2.5"),
    setting("a_population_of_a_thousand_million", "population.subjects=1000000000"),
    Planted(
        "a_result_larger_than_memory",
        (),
        ("check", "scenario.yaml", "--set", "population.subjects=1000000", "--set", "run.report_every=1 min"),
    ),
    setting("a_number_of_subjects_with_ten_thousand_digits", "population.subjects=" + "9" * 10_000),
    setting("a_seed_that_is_not_whole", "population.seed=x"),
    setting("steps_below_one", "run.max_steps=0"),
    setting("three_wrong_settings_at_once", "run.untl=7 d", "population.seed=-1", "pill.clearance=nan"),
    command("a_misspelled_command", "chekc", "scenario.yaml"),
    command("a_scenario_that_is_not_there", "check", "scenarios.yaml"),
    command("a_folder_instead_of_a_scenario", "check", "modules"),
    Planted("a_module_instead_of_a_scenario", (), ("check", "modules/pool.yaml")),
    command("a_library_that_is_not_there", "check", "scenario.yaml", "--library", "elsewhere"),
    command("nothing_to_check", "check"),
    command("an_unknown_kind_to_list", "list", "drugz"),
    command("an_unknown_thing_to_explain", "explain", "pill.clearence", "--in", "scenario.yaml"),
    command("an_unknown_form_to_show", "show", "scenario.yaml", "--as", "matlab"),
    command("an_unknown_schema", "schema", "modul"),
    command("a_scenario_that_exists_already", "new", "scenario.yaml"),
    command("a_new_scenario_in_no_folder", "new", "nowhere/mine.yaml"),
    command("a_result_that_is_none", "draw", "scenario.yaml"),
)
