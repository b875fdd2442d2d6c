"""Every observation of the library runs, and nothing happens where nothing must."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.compare.verdict import Judged, Verdict
from remit.reading.documents import ObservationDoc
from remit.reading.shelf import Shelf
from remit.run.validate import Library, validate

pytestmark = pytest.mark.observations

LIMITS = Path(__file__).parents[2] / "docs" / "understand" / "limits.md"
WITH_DRUGS = ("pk", "occupancy", "clinical")  # areas that are no physiology even where no drug is named
LEAST = 0.85  # of what is judged

# Every miss of physiology that is trusted A or B, as (observation, part). A new miss must be understood and
# written into docs/understand/limits.md before it comes here; a cured one must be taken off.
KNOWN_MISSES = {
    ("healthy_levels_inflammation_human", "TNF"),
    ("histamine_lowers_serotonin", "endotoxin, 12 to 24 h"),
    ("lost_sleep_evening_cortisol", "evening after a lost night"),
    ("lps_low_dose_response", "IL-10"),
    ("mfb_burst_5ht", "peak after the onset of stimulation"),
    ("mfb_burst_5ht", "undershoot, strong autoreceptors"),
    ("mfb_burst_5ht", "duration of the undershoot"),
    ("monoamine_knockout_table", "MAO-A, extracellular dopamine"),
    ("monoamine_knockout_table", "COMT, extracellular dopamine"),
    ("mood_hysteresis", "same stress on the way down less on the way up"),
    ("transporter_knockouts_immobility", "swim, SERT"),
    ("transporter_knockouts_immobility", "tail suspension, DAT less NET"),
    ("tyrosine_dat_dopamine", "twice the tyrosine"),
}


def is_physiology(doc: ObservationDoc, shelf: Shelf) -> bool:
    """Whether neither the scenario nor an arm has a drug or a phenotype, in an area of physiology."""
    scenario = shelf.scenario_of(doc)
    drugs = scenario.drugs or any(dose.drug for arm in scenario.arms for dose in arm.doses or ())
    phenotypes = scenario.phenotypes or any(arm.phenotypes for arm in scenario.arms)
    return doc.area not in WITH_DRUGS and not drugs and not phenotypes


def decided(each: Judged) -> list[Verdict]:
    """The parts that have a verdict."""
    return [one for one in each.verdicts if one.outcome != "reference"]


@pytest.fixture(scope="module")
def found() -> tuple[Judged, ...]:
    library = Library(has_plug_ins=False)
    shelf = library.shelf()
    docs = [shelf.read("observation", name) for name in shelf.names("observation")]
    return validate(docs, library, jobs=2)


def test_every_observation_runs_and_every_part_has_a_number(found: tuple[Judged, ...]) -> None:
    assert found
    failed = [
        f"{one.observation}, {one.part}: {one.why}"
        for each in found
        for one in each.verdicts
        if one.outcome == "failed"
    ]
    assert not failed, "\n".join(failed)


def test_every_part_of_every_null_is_met(found: tuple[Judged, ...]) -> None:
    missed = [
        f"{one.observation}, {one.part}: {one.got:g}"
        for each in found
        for one in each.verdicts
        if one.kind == "null" and one.outcome != "met"
    ]
    assert not missed, "\n".join(missed)


@pytest.fixture(scope="module")
def physiology(found: tuple[Judged, ...]) -> list[Judged]:
    """Observations without drugs and phenotypes, trusted A or B."""
    shelf = Library(has_plug_ins=False).shelf()
    named = {name: shelf.read("observation", name) for name in shelf.names("observation")}
    return [
        each
        for each in found
        if each.trust in ("A", "B") and decided(each) and is_physiology(named[each.name], shelf)
    ]


class TestPhysiology:
    """No drug, and nobody ill by a phenotype; published models among it."""

    def test_its_misses_are_exactly_the_known_ones(self, physiology: list[Judged]) -> None:
        missed = {
            (one.observation, one.part)
            for each in physiology
            for one in decided(each)
            if one.trust in ("A", "B") and one.outcome != "met"
        }
        assert missed - KNOWN_MISSES == set(), "new misses"
        assert KNOWN_MISSES - missed == set(), "cured: take them off the list"

    def test_at_least_85_percent_of_its_parts_are_met(self, physiology: list[Judged]) -> None:
        parts = [one for each in physiology for one in decided(each)]
        met = sum(one.outcome == "met" for one in parts)
        assert met >= LEAST * len(parts), f"{met} of {len(parts)}"

    @pytest.mark.xfail(strict=True, reason="25 of 33: most that are missed are missed in one part of several")
    def test_at_least_85_percent_of_its_observations_are_met_whole(self, physiology: list[Judged]) -> None:
        met = sum(all(one.outcome == "met" for one in decided(each)) for each in physiology)
        assert met >= LEAST * len(physiology), f"{met} of {len(physiology)}"

    def test_every_known_miss_is_discussed_in_the_limits(self) -> None:
        page = LIMITS.read_text(encoding="utf-8")
        assert [name for name in sorted({name for name, _ in KNOWN_MISSES}) if f"`{name}`" not in page] == []


# Common claims about resistant depression that wider evidence corrects, and the parts that hold the
# correction. Others are tested on patients (test_patients.py): glutamate of tissue is not raised, each blood
# cell has less telomerase though the sample has more, lithium leaves the length, hope is a state of its own,
# and more autoreceptors do not make a patient resistant by themselves.
CLAIMS = [
    ("kynurenine rises in depression", "kyn_trp_gating_mdd", "KYN/TRP"),
    ("and does so by inflammation", "kyn_trp_gating_mdd", "KYN/TRP above 3 mg/L of C-reactive protein"),
    (
        "little serotonin turnover is depression: endotoxin",
        "lps_kynurenine_sign_set",
        "brain serotonin turnover",
    ),
    ("and Rouen mice have less", "h_rouen_sign_set", "5-HIAA over serotonin"),
    ("a third is resistant after two trials", "stepwise_remission", "resistant after two trials"),
    ("telomerase is low: hippocampus", "fsl_rat_sign_set", "telomerase"),
    ("and high in blood", "telomere_telomerase_mdd", "PBMC telomerase, unmedicated"),
    (
        "Rouen mice are resistant",
        "h_rouen_sign_set",
        "share of the excess immobility that fluoxetine takes away",
    ),
    ("Flinders rats are anhedonic", "fsl_rat_sign_set", "sucrose"),
    ("and have much corticosterone", "fsl_rat_sign_set", "corticosterone"),
    ("and another noradrenaline", "fsl_rat_sign_set", "noradrenaline"),
    ("and another GABA", "fsl_rat_sign_set", "GABA"),
    ("lithium restores telomerase", "lithium_telomerase_flinders", "telomerase deficit restored"),
    *(
        ("bupropion helps any reuptake inhibitor", "bupropion_ssri_fst_synergy", f"{drug} with bupropion")
        for drug in ("paroxetine", "citalopram", "fluvoxamine", "venlafaxine", "milnacipran")
    ),
]
CLAIMS_MISSED = {
    "kyn_trp_gating_mdd, KYN/TRP": "0.23 standard deviations for at most 0.2",
    "stepwise_remission, resistant after two trials": "10 % for 35 to 65: patients are too much alike",
    "telomere_telomerase_mdd, PBMC telomerase, unmedicated": "0.08 standard deviations for at least 0.1",
}


@pytest.mark.parametrize(
    ("observation", "part"),
    [
        pytest.param(
            observation,
            part,
            id=claim,
            marks=[pytest.mark.xfail(strict=True, reason=CLAIMS_MISSED[f"{observation}, {part}"])]
            if f"{observation}, {part}" in CLAIMS_MISSED
            else [],
        )
        for claim, observation, part in CLAIMS
    ],
)
def test_a_common_claim_comes_out_as_wider_evidence_has_it(
    found: tuple[Judged, ...], observation: str, part: str
) -> None:
    parts = {(one.observation, one.part): one for each in found for one in each.verdicts}
    assert parts[observation, part].outcome == "met"
