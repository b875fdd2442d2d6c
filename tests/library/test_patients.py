"""Patients: what makes an episode, what hope does, and common claims that wider evidence corrects."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr

Run = Callable[[str, str], xr.Dataset]
LASTING = ("melancholic", "inflamed", "monoamine_insensitive", "neuroprogressive", "anxious_comorbid")
SUBTYPES = (*LASTING, "low_plasticity", "post_partum")
CARE = "expectancy.care: {level: 1, from: 0 d, kind: assumed, note: a test}"
SSRI = "{drug: escitalopram, by: oral, amount: 10 mg, first: 0 d, every: 24 h}"
LITHIUM = "{drug: lithium, by: oral, amount: 450 mg, first: 0 d, every: 12 h}"
MANY = "constitution.autoreceptors: {times: 1.33, because: binding of remitters over others (miller2013)}"
BODY = f"""modules: all
drugs: [escitalopram, lithium]
assays: [madrs, hamd17, raphe_1a_pet, mrs_gaba_glutamate, pbmc_telomerase,
  kynurenine_ratio_plasma, response_remission]
run: {{from: -56 d, until: 42 d, report_every: 12 h, rtol: 1e-4, atol: 1e-7}}
arms:
  healthy: {{}}
  patient: {{phenotypes: [major_depression]}}
  hoping: {{phenotypes: [major_depression], exposures: {{{CARE}}}}}
  hopeless: {{phenotypes: [major_depression], exposures: {{{CARE}}}, without: [expectancy_to_affect]}}
  ssri: {{phenotypes: [major_depression], doses: [{SSRI}]}}
  lithium: {{phenotypes: [major_depression], doses: [{LITHIUM}]}}
  untroubled: {{phenotypes: [major_depression], without: [adversity_to_affect]}}
  care_in_health: {{exposures: {{{CARE}}}}}
  many_receptors: {{phenotypes: [major_depression], set: {{{MANY}}}}}
  many_receptors_ssri: {{phenotypes: [major_depression], doses: [{SSRI}], set: {{{MANY}}}}}
"""


@pytest.fixture(scope="module")
def found(run: Run) -> xr.Dataset:
    subtypes = "".join(f"  {name}: {{phenotypes: [{name}]}}\n" for name in SUBTYPES)
    return run("patients", BODY + subtypes)


def mean(found: xr.Dataset, quantity: str, arm: str, day: float) -> float:
    """Mean over the day that ends at `day`."""
    times = found["time"].values
    chosen = (times > 24 * (day - 1)) & (times <= 24 * day)
    return float(found[quantity].sel(arm=arm).isel(subject=0).values[chosen].mean())


def test_health_has_no_points(found: xr.Dataset) -> None:
    assert found["madrs.score"].sel(arm="healthy").max() < 3
    assert found["hamd17.score"].sel(arm="healthy").max() < 3


@pytest.mark.parametrize("name", ["major_depression", *SUBTYPES])
def test_an_episode_has_the_severity_of_patients_in_trials(found: xr.Dataset, name: str) -> None:
    arm = "patient" if name == "major_depression" else name
    assert 20 < mean(found, "madrs.score", arm, 0) < 45


def test_an_episode_comes_by_its_causes_and_is_not_set(found: xr.Dataset) -> None:
    assert mean(found, "madrs.score", "untroubled", 0) < 10


def test_a_patient_does_not_recover_without_care_or_drug(found: xr.Dataset) -> None:
    assert abs(mean(found, "madrs.score", "patient", 42) - mean(found, "madrs.score", "patient", 0)) < 3


def test_hope_takes_the_published_course_on_placebo(found: xr.Dataset) -> None:
    score = "hamd17.score"
    gains = [mean(found, score, "hoping", day) - mean(found, score, "hoping", 0) for day in (14, 42)]
    assert -10.5 < gains[1] < -6.5  # 8 to 9 points in modern trials
    assert 0.42 < gains[0] / gains[1] < 0.7  # 61.6 % in the mixture (posternak2005)


def test_hope_lifts_mood_within_a_day_and_gives_most_later(found: xr.Dataset) -> None:
    score = "madrs.score"
    day, weeks = (mean(found, score, "hoping", day) - mean(found, score, "hoping", 0) for day in (2, 42))
    assert 0.2 < day / weeks < 0.6


def test_one_cause_allows_two_moods_in_a_person_who_broods(run: Run) -> None:
    little = "{level: 0.38, from: 0 d, kind: assumed, note: a test}"
    much = "{level: 1.2, until: 0 d, kind: assumed, note: a test}"
    brooding = "set: {affect.feedback: {to: 2, because: a person who broods}}"
    found = run(
        "brooding",
        "modules: [affect, constitution, adversity_to_affect]\n"
        "run: {from: -120 d, until: 120 d, report_every: 12 h, rtol: 1e-6, atol: 1e-8}\n"
        f"arms:\n  never: {{exposures: {{constitution.adversity: {little}}}, {brooding}}}\n"
        f"  after: {{exposures: {{constitution.adversity: [{much}, {little}]}}, {brooding}}}\n"
        f"  ordinary: {{exposures: {{constitution.adversity: [{much}, {little}]}}}}\n",
    )
    assert mean(found, "affect.bias", "never", 120) < 0.6
    assert mean(found, "affect.bias", "after", 120) > 1
    assert mean(found, "affect.bias", "ordinary", 120) < 0.6


def test_without_hope_care_does_nothing(found: xr.Dataset) -> None:
    both = [found["madrs.score"].sel(arm=arm).isel(subject=0).values for arm in ("hopeless", "patient")]
    assert np.abs(both[0] - both[1]).max() < 0.05


def test_hope_makes_nobody_in_health_score(found: xr.Dataset) -> None:
    assert mean(found, "madrs.score", "care_in_health", 42) < 3


def test_remission_is_expected_less_often_than_response(found: xr.Dataset) -> None:
    assert mean(found, "response_remission.remission", "hoping", 42) < mean(
        found, "response_remission.response", "hoping", 42
    )


def test_only_inflamed_patients_have_more_quinolinate_and_kynurenine(found: xr.Dataset) -> None:
    quinolinate = "kynurenine_brain.relative_quinolinate"
    assert mean(found, quinolinate, "patient", 0) < 1.15
    assert mean(found, quinolinate, "inflamed", 0) > mean(found, quinolinate, "patient", 0) + 0.1
    assert mean(found, "kynurenine_ratio_plasma.ratio_d", "patient", 0) < 0.4
    assert mean(found, "kynurenine_ratio_plasma.ratio_d", "inflamed", 0) > 0.6


def test_treatment_leaves_the_binding_of_autoreceptors_as_it_is(found: xr.Dataset) -> None:
    binding = "raphe_1a_pet.relative"
    assert mean(found, binding, "ssri", 42) == pytest.approx(mean(found, binding, "patient", 42))
    assert mean(found, binding, "monoamine_insensitive", 0) == pytest.approx(1.5)


def test_a_third_more_autoreceptors_make_no_patient_resistant(found: xr.Dataset) -> None:
    usual = mean(found, "hamd17.score", "patient", 42) - mean(found, "hamd17.score", "ssri", 42)
    many = mean(found, "hamd17.score", "many_receptors", 42)
    many -= mean(found, "hamd17.score", "many_receptors_ssri", 42)
    assert many > 0.7 * usual  # scans disagree about the sign: parsey2006 and miller2013


@pytest.mark.parametrize("arm", ["patient", *LASTING])
def test_glutamate_of_tissue_is_not_raised_in_patients(found: xr.Dataset, arm: str) -> None:
    assert mean(found, "mrs_gaba_glutamate.glx_d", arm, 0) < 0.5


def test_gaba_of_tissue_is_lowered_and_not_raised_in_patients(found: xr.Dataset) -> None:
    assert mean(found, "mrs_gaba_glutamate.gaba_d", "patient", 0) < mean(
        found, "mrs_gaba_glutamate.gaba_d", "healthy", 0
    )


def test_telomerase_of_blood_is_up_and_that_of_hippocampus_down(found: xr.Dataset) -> None:
    assert mean(found, "pbmc_telomerase.d", "inflamed", 0) > 0.3
    assert mean(found, "hippocampal_telomerase.telomerase", "neuroprogressive", 0) < 0.9


def test_each_blood_cell_has_less_telomerase_though_the_sample_has_more(found: xr.Dataset) -> None:
    cell = "leukocyte_telomerase.per_cell"
    assert mean(found, cell, "patient", 0) < mean(found, cell, "healthy", 0)
    assert mean(found, "pbmc_telomerase.d", "patient", 0) > 0.03  # by inflammation, which is slight here


def test_lithium_raises_telomerase_in_weeks_and_leaves_the_length(found: xr.Dataset) -> None:
    cell = "leukocyte_telomerase.per_cell"
    assert mean(found, cell, "lithium", 42) > 1.05 * mean(found, cell, "patient", 42)
    lengths = [mean(found, "telomere.length", arm, 42) for arm in ("lithium", "patient")]
    assert abs(lengths[0] - lengths[1]) < 0.01  # kb


def test_the_stress_axis_is_driven_hard_in_melancholia_only(found: xr.Dataset) -> None:
    healthy = mean(found, "hpa.cortisol", "healthy", 0)
    assert mean(found, "hpa.cortisol", "patient", 0) < 1.15 * healthy
    assert mean(found, "hpa.cortisol", "melancholic", 0) > 1.3 * healthy


def test_inflamed_patients_are_above_three_milligrams_and_others_below(found: xr.Dataset) -> None:
    assert mean(found, "crp.crp", "inflamed", 0) > 3
    assert mean(found, "crp.crp", "patient", 0) < 2


def test_inhibition_is_weak_after_birth(found: xr.Dataset) -> None:
    assert mean(found, "neurosteroids.potentiation", "post_partum", -20) < 0.97


@pytest.fixture(scope="module")
def untreated(run: Run) -> xr.Dataset:
    return run(
        "untreated",
        """modules: [constitution]
run: {from: 0 d, until: 404 d, report_at: [98 d, 221 d, 404 d], rtol: 1e-4, atol: 1e-7}
exposures: {constitution.adversity: {level: 1.2, from: 0 d, kind: assumed, note: a test}}
population: {subjects: 400, seed: 1}
""",
    )


@pytest.mark.parametrize(("day", "low", "high"), [(221, 0.2, 0.38), (404, 0.43, 0.63)])
def test_adversity_ends_in_as_many_as_remit_untreated(
    untreated: xr.Dataset, day: float, low: float, high: float
) -> None:
    """32 and 53 % at 6 and 12 months (whiteford2013); 60 d before care, 3 weeks of relearning."""
    left = untreated["constitution.left"].squeeze("arm", drop=True).sel(time=24.0 * day).values
    assert low < (left < 0.5).mean() < high


def test_the_adversity_of_the_typical_patient_outlasts_a_trial(found: xr.Dataset) -> None:
    assert mean(found, "constitution.left", "patient", 42) > 0.99
