"""Mistakes in observations: what they name, what they read off a run, and what they compare it with."""

from __future__ import annotations

from mistakes.planting import BASE, Planted

STUDY = "observations/study.yaml"
TOP = "top: peak(pill.concentration) in drug"
INLINE = (BASE / STUDY).read_text(encoding="utf-8").split("kind: ordinal\n")[1].split("readings:")[0]
FALL = "is: 1 - lowered/usual, unit: percent, low: 0"


def in_study(name: str, old: str, new: str) -> Planted:
    """A case with one edit of the observation."""
    return Planted(name, ((STUDY, old, new),), ("check", STUDY))


CASES: tuple[Planted, ...] = (
    in_study("a_misspelled_key_of_an_observation", "trust: B\n", "trusted: B\n"),
    in_study("a_misspelled_area", "area: pk", "area: pkk"),
    in_study("an_observed_species_of_no_kind", "species: human", "species: any"),
    in_study("another_species_than_in_the_scenario", "species: human", "species: rat"),
    in_study("an_unknown_source_of_an_observation", "source: author2001", "source: [author2001, author2003]"),
    in_study("an_unknown_status", "status: found", "status: fond"),
    in_study("a_scenario_of_an_unknown_name", INLINE, "scenario: first_run\n"),
    in_study("a_mistake_in_an_inline_scenario", "until: 72 h", "until: 72 L"),
    in_study("a_misspelled_arm", "in vehicle", "in vehicel"),
    in_study("an_arm_left_out", " in vehicle", ""),
    in_study("an_arm_named_twice", '"mean_over(pool.level, last 24 h)"', '"mean_over(pool.level) in drug"'),
    in_study("a_misspelled_readout_of_an_observation", TOP, "top: peek(pill.concentration) in drug"),
    in_study("a_misspelled_quantity_of_an_observation", TOP, "top: peak(pill.consentration) in drug"),
    in_study("subjects_joined_by_an_unknown_word", "share above 0.5 mg/L", "shares above 0.5 mg/L"),
    in_study("a_misspelled_median", "share above 0.5 mg/L", "meadian"),
    in_study("a_share_above_another_unit", "share above 0.5 mg/L", "share above 0.5 h"),
    in_study("a_percentile_beyond_all", "share above 0.5 mg/L", "percentile 101"),
    in_study("a_share_of_one_subject", "  population: {subjects: 3}\n", ""),
    in_study("a_reading_that_no_part_reads", FALL, "is: 1 - lowered/lowered, unit: percent, low: 0"),
    in_study("a_misspelled_reading", "is: top,", "is: topp,"),
    in_study("time_in_a_part", FALL, "is: 1 - lowered/usual - time, unit: percent, low: 0"),
    in_study("a_part_in_another_unit", "is: top, unit: ug/L", "is: top, unit: h"),
    in_study("readings_of_two_units_added", FALL, "is: lowered/usual + top, unit: percent, low: 0"),
    in_study("no_arithmetic_in_a_part", "is: top,", "is: top +,"),
    in_study("a_bound_with_a_unit", "low: 500", "low: 500 ug/L"),
    in_study("a_bound_that_is_no_number", "low: 500", "low: nan"),
    in_study("a_band_turned_round", "low: 500, high: 2000", "low: 2000, high: 500"),
    in_study("a_value_outside_its_band", "value: 1000", "value: 3000"),
    in_study("a_null_with_one_bound", "kind: ordinal", 'kind: "null"'),
    in_study("two_parts_of_one_name", "name: fall", "name: peak"),
    in_study("an_unknown_key_of_a_part", "says: lower", "say: lower"),
    in_study("a_part_without_arithmetic", "is: top, ", ""),
    in_study("an_observation_called_otherwise", "observation: study", "observation: studies"),
)
