"""Mistakes in scenarios: what they name, when they run, and what they ask."""

from __future__ import annotations

from mistakes.planting import FITTED, PERSON, PILL, POND, SCENARIO, Planted, planted

RUN = "run: {until: 72 h, report_every: 1 h, begin: settled}"
DOSE = "{drug: pill, by: oral, amount: 10 mg, first: 24 h, every: 12 h, times: 3}"
DRIP = "{drug: pill, by: iv, amount: 0.1 mg/kg, at: 60 h, over: 40 min}"
STRESS = "pool.stress: {level: 2, from: 12 h, until: 20 h}"


def in_scenario(name: str, old: str, new: str) -> Planted:
    """A case with one edit of the scenario."""
    return planted(name, SCENARIO, old, new)


def dosed(name: str, dose: str) -> Planted:
    """A case with another oral dose."""
    return in_scenario(name, DOSE, dose)


def ran(name: str, what: str) -> Planted:
    """A case with another run."""
    return in_scenario(name, RUN, f"run: {{{what}}}")


def exposed(name: str, exposure: str) -> Planted:
    """A case with another exposure."""
    return in_scenario(name, STRESS, f"pool.stress: {{{exposure}}}")


SCENARIOS: tuple[Planted, ...] = (
    in_scenario("a_misspelled_key_of_a_scenario", "phenotypes:", "phenotype:"),
    in_scenario("a_misspelled_module", "  - pool\n", "  - poool\n"),
    in_scenario("a_misspelled_individual", "individual: person", "individual: persn"),
    in_scenario("a_misspelled_phenotype", "[tired]", "[tierd]"),
    in_scenario("a_misspelled_assay", "assays: [meter]", "assays: [metre]"),
    in_scenario("a_misspelled_calibration", "[fitted]", "[fited]"),
    in_scenario("a_drug_among_modules", "  - pool\n", "  - pool\n  - pill\n"),
    in_scenario("a_module_named_twice", "  - pool\n", "  - pool\n  - pool\n"),
    in_scenario("two_instances_of_one_name", "as: right", "as: left"),
    in_scenario("an_instance_named_as_a_drug", "as: right", "as: pill"),
    in_scenario("an_instance_without_numbers", "as: left, numbers: small", "as: left"),
    in_scenario("an_instance_with_unknown_numbers", "numbers: small", "numbers: smal"),
    in_scenario("a_rewired_use_that_does_not_exist", "uses: {level: pool.level}", "uses: {levl: pool.level}"),
    in_scenario("no_run", RUN + "\n", ""),
    ran("a_run_without_an_end", "report_every: 1 h"),
    ran("a_run_until_before_from", "from: 72 h, until: 24 h"),
    ran("a_run_without_unit", "until: 72"),
    ran("a_run_in_litres", "until: 72 L"),
    ran("a_report_outside_the_run", "until: 72 h, report_at: [80 h]"),
    ran("a_report_interval_of_nothing", "until: 72 h, report_every: 0 h"),
    ran("a_report_interval_below_zero", "until: 72 h, report_every: -1 h"),
    ran("far_too_many_reports", "until: 72 h, report_every: 1e-9 h"),
    ran("an_unknown_beginning", "until: 72 h, begin: setled"),
    ran("a_tolerance_of_zero", "until: 72 h, rtol: 0"),
    ran("steps_that_are_not_whole", "until: 72 h, max_steps: 1e6"),
    in_scenario("a_population_of_nobody", "subjects: 1", "subjects: 0"),
    in_scenario("a_seed_that_is_not_whole", "seed: 1", "seed: 1.5"),
    in_scenario("a_seed_below_zero", "seed: 1", "seed: -1"),
    in_scenario(
        "an_arm_with_an_unknown_drug", "  drug: {}", "  drug: {doses: [{drug: pil, by: iv, amount: 1 mg}]}"
    ),
    in_scenario(
        "an_arm_with_an_unknown_parameter",
        "  drug: {}",
        "  drug: {set: {pool.los: {times: 2, because: a test}}}",
    ),
    in_scenario(
        "an_arm_with_an_unknown_input", "  drug: {}", "  drug: {exposures: {pool.stres: {level: 2}}}"
    ),
    in_scenario("an_arm_with_an_unknown_key", "  drug: {}", "  drug: {dose: []}"),
    in_scenario("an_unknown_quantity_in_the_figure", "meter.shown]", "meter.show]"),
    in_scenario("a_figure_of_an_absent_module", "meter.shown]", "metre.shown]"),
    in_scenario("a_misspelled_readout", "peak(pill", "peek(pill"),
    in_scenario("a_readout_of_an_unknown_quantity", "peak(pill.concentration)", "peak(pill.concentrations)"),
    in_scenario("a_readout_outside_the_run", "last 24 h", "last 240 h"),
    in_scenario("a_readout_without_unit", "last 24 h", "last 24"),
    in_scenario(
        "a_level_in_the_wrong_unit", "mean_over(pool.level, last 24 h)", "time_above(pool.level, 5 mg)"
    ),
    in_scenario("a_readout_turned_round", "last 24 h", "2 d to 1 d"),
    in_scenario("a_readout_with_too_much", "last 24 h)", "last 24 h, first 24 h)"),
    in_scenario("a_readout_that_is_no_call", "peak(pill.concentration)", "pill.concentration"),
    in_scenario("a_set_of_an_unknown_parameter", "pill.clearance: {", "pill.clearence: {"),
    in_scenario("a_set_without_because", "times: 0.9, because: a test", "times: 0.9"),
    in_scenario("a_set_in_the_wrong_unit", "times: 0.9", "to: 3 L"),
    in_scenario("a_set_to_more_than_a_computer_can_hold", "times: 0.9", "times: 1e308"),
    in_scenario("a_lesion_that_removes_nothing", RUN, "without: [pil -> pool.speed]\n" + RUN),
    in_scenario("a_lesion_of_an_unknown_port", RUN, "without: [pill -> pool.sped]\n" + RUN),
    in_scenario("a_lesion_without_arrow", RUN, "without: [pill pool.speed]\n" + RUN),
    in_scenario(
        "a_borrowed_number_that_is_there",
        "set:\n",
        "borrow: {pill.volume: {from: rat, because: a test}}\nset:\n",
    ),
    in_scenario(
        "a_borrowed_unknown_parameter", "set:\n", "borrow: {pill.volum: {from: rat, because: a test}}\nset:\n"
    ),
    exposed("an_exposure_in_the_wrong_unit", "level: 2 h, from: 12 h"),
    exposed("an_exposure_that_ends_before_it_begins", "level: 2, from: 20 h, until: 12 h"),
    exposed("an_exposure_outside_the_run", "level: 2, from: 80 h, until: 90 h"),
    exposed("an_exposure_longer_than_its_period", "level: 2, from: 0 h, until: 30 h, every: 24 h"),
    exposed("an_exposure_repeated_without_end", "level: 2, from: 0 h, every: 24 h"),
    exposed("an_exposure_repeated_without_interval", "level: 2, until: 2 h, times: 3"),
    in_scenario("an_exposure_of_a_state", STRESS, "pool.level: {level: 2 nmol/L}"),
    in_scenario("a_list_of_modules_as_a_mapping", "assays: [meter]", "assays: {meter: 1}"),
    Planted(
        "a_calibration_for_another_species",
        ((FITTED, "species: human", "species: rat"),),
    ),
    Planted(
        "an_instance_that_uses_itself_in_a_loop",
        (
            (POND, "dwater/dt", "tide = level*width : nmol/L # made up\n  dwater/dt"),
            (SCENARIO, "uses: {level: pool.level}", "uses: {level: right.tide}"),
        ),
    ),
)

DOSES: tuple[Planted, ...] = (
    dosed("a_misspelled_drug", "{drug: pil, by: oral, amount: 10 mg}"),
    dosed("a_misspelled_route", "{drug: pill, by: orl, amount: 10 mg}"),
    dosed("an_unknown_route", "{drug: pill, by: nasal, amount: 10 mg}"),
    dosed("a_dose_without_route", "{drug: pill, amount: 10 mg}"),
    dosed("a_dose_of_no_drug", "{by: oral, amount: 10 mg}"),
    dosed("a_dose_without_amount", "{drug: pill, by: oral}"),
    dosed("a_misspelled_key_of_a_dose", "{drug: pill, by: oral, amount: 10 mg, evry: 12 h}"),
    dosed("a_negative_dose", "{drug: pill, by: oral, amount: -10 mg}"),
    dosed("a_dose_without_unit", "{drug: pill, by: oral, amount: 10}"),
    dosed("a_dose_in_hours", "{drug: pill, by: oral, amount: 10 h}"),
    dosed("a_dose_of_nan", "{drug: pill, by: oral, amount: nan mg}"),
    dosed("a_dose_of_infinity", "{drug: pill, by: oral, amount: .inf mg}"),
    dosed("a_dose_too_large_for_a_computer", "{drug: pill, by: oral, amount: 1e999 mg}"),
    dosed("a_dose_in_moles_without_molar_mass", "{drug: pill, by: oral, amount: 10 nmol}"),
    dosed("a_dose_per_surface_of_a_person_without_height", "{drug: pill, by: oral, amount: 10 mg/m2}"),
    Planted(
        "a_dose_in_mass_into_an_amount_without_molar_mass",
        (
            (PILL, "gut: {unit: mg, start: 0", "gut: {unit: nmol, start: 0"),
            (PILL, "flow gut -> plasma = absorption*gut ", "flow gut -> nothing = absorption*gut "),
            (
                PILL,
                "flow plasma -> nothing =",
                "flow nothing -> plasma = volume*affinity*absorption\n  flow plasma -> nothing =",
            ),
        ),
    ),
    dosed("a_dose_before_the_start", "{drug: pill, by: oral, amount: 10 mg, at: -1 h}"),
    dosed("a_dose_after_the_end", "{drug: pill, by: oral, amount: 10 mg, at: 30 d}"),
    dosed("one_of_several_doses_after_the_end", "{drug: pill, by: oral, amount: 10 mg, at: [1 h, 2 d, 4 d]}"),
    dosed(
        "a_series_that_starts_after_the_end", "{drug: pill, by: oral, amount: 1 mg, first: 80 h, every: 1 h}"
    ),
    dosed("times_without_every", "{drug: pill, by: oral, amount: 10 mg, times: 3}"),
    dosed("until_without_every", "{drug: pill, by: oral, amount: 10 mg, until: 48 h}"),
    dosed("steady_state_without_every", "{drug: pill, by: oral, amount: 10 mg, steady_state: replace}"),
    dosed("loading_without_every", "{drug: pill, by: oral, amount: 10 mg, loading: 20 mg}"),
    dosed(
        "loading_at_steady_state",
        "{drug: pill, by: oral, amount: 1 mg, loading: 2 mg, every: 1 d, steady_state: add}",
    ),
    dosed("an_interval_of_nothing", "{drug: pill, by: oral, amount: 10 mg, every: 0 h}"),
    dosed("an_interval_below_zero", "{drug: pill, by: oral, amount: 10 mg, every: -12 h}"),
    dosed("an_interval_that_is_nan", "{drug: pill, by: oral, amount: 10 mg, every: nan h}"),
    dosed("an_interval_without_unit", "{drug: pill, by: oral, amount: 10 mg, every: 12}"),
    dosed(
        "a_number_of_doses_that_is_not_whole",
        "{drug: pill, by: oral, amount: 10 mg, every: 12 h, times: 2.5}",
    ),
    dosed("no_doses_in_a_series", "{drug: pill, by: oral, amount: 10 mg, every: 12 h, times: 0}"),
    dosed(
        "a_series_that_ends_before_it_starts",
        "{drug: pill, by: oral, amount: 1 mg, first: 2 d, every: 1 h, until: 1 d}",
    ),
    dosed("at_and_first", "{drug: pill, by: oral, amount: 10 mg, at: 1 h, first: 2 h}"),
    dosed("several_times_and_every", "{drug: pill, by: oral, amount: 10 mg, at: [1 h, 2 h], every: 12 h}"),
    dosed("duration_and_rate", "{drug: pill, by: iv, amount: 10 mg, over: 1 h, rate: 10 mg/h}"),
    dosed("a_rate_that_is_an_amount", "{drug: pill, by: iv, amount: 10 mg, rate: 10 mg}"),
    dosed("a_rate_of_nothing", "{drug: pill, by: iv, amount: 10 mg, rate: 0 mg/h}"),
    dosed("a_duration_below_zero", "{drug: pill, by: iv, amount: 10 mg, over: -1 h}"),
    dosed("a_duration_the_model_does_not_give", "{drug: pill, by: iv, amount: 10 mg, over: model}"),
    dosed("drug_and_into", "{drug: pill, by: iv, into: pool.level, amount: 10 mg}"),
    dosed("a_dose_into_an_unknown_state", "{into: pool.levle, amount: 10 nmol}"),
    dosed("a_dose_into_the_wrong_unit", "{into: pool.level, amount: 10 nmol}"),
    dosed("a_reset_of_an_unknown_state", "{reset: pill.gutt, at: 1 h}"),
    dosed("a_reset_without_time", "{reset: all}"),
    dosed("a_reset_with_a_rate", "{reset: all, at: 1 h, rate: 1 mg/h}"),
    dosed("an_unknown_steady_state", "{drug: pill, by: oral, amount: 10 mg, every: 1 d, steady_state: yes}"),
    in_scenario("a_dose_that_is_a_word", "- " + DRIP, "- aspirin"),
    Planted(
        "a_dose_per_weight_of_a_person_without_weight",
        (
            (PERSON, "weight: {value: 70 kg", "age: {value: 30 year"),
            (SCENARIO, DOSE, "{drug: pill, by: oral, amount: 10 mg}"),
        ),
    ),
)
