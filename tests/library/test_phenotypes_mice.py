"""Phenotypes of mice move what the literature says they move, and leave alone what it says they leave.

A row is: phenotype, what is read, the day, and the direction; 0 means within a tenth of control. Rows that
are missed are strict expected failures with the number that was got.
"""

from __future__ import annotations

import pytest
from tests.library.phenotype_bench import (
    RATIO,
    STEROID,
    SUCROSE,
    TURNOVER,
    Seen,
    holds,
    rows,
    see,
    still,
)

MOUSE = [
    ("chronic_mild_stress", "swim", 26, +1),
    ("chronic_mild_stress", SUCROSE, 26, -1),
    ("chronic_mild_stress", "kynurenine_ratios.brain_quin_kyna", 26, +1),
    ("chronic_corticosterone", STEROID, 26, +1),
    ("chronic_corticosterone", "swim", 26, +1),
    ("chronic_corticosterone", SUCROSE, 26, 0),
    ("chronic_corticosterone", "plasma_hormones.acth", 26, -1),
    ("chronic_corticosterone", "western_blots.bdnf_protein", 26, -1),
    ("chronic_corticosterone", "spine_counts.spines", 26, -1),
    ("chronic_corticosterone", "plasma_cytokines.il6", 26, 0),
    ("social_defeat_susceptible", "firing_rates.dopamine_cells", 12, +1),
    ("social_defeat_susceptible", SUCROSE, 12, -1),
    ("social_defeat_resilient", "firing_rates.dopamine_cells", 12, 0),
    ("social_defeat_resilient", SUCROSE, 14, 0),
    ("lps_acute", "tail_suspension.immobility", 1, +1),
    ("lps_acute", RATIO, 1, +1),
    ("lps_acute", TURNOVER, 1, +1),
    ("lps_acute", SUCROSE, 1, -1),
    ("lps_acute", "tail_suspension.immobility", 20, 0),
    ("h_rouen", STEROID, 26, +1),
    ("h_rouen", TURNOVER, 26, -1),
    ("h_rouen", "tail_suspension.immobility", 26, +1),
    ("h_rouen", SUCROSE, 26, -1),
    ("resigned", SUCROSE, 26, -1),
    ("resigned", TURNOVER, 26, -1),
    ("resigned", "sleep_fragmentation.awakenings", 26, +1),
    ("sert_heterozygous", "serotonin_terminal.filling", 26, 0),
    ("sert_knockout", "serotonin_terminal.filling", 26, -1),
    ("sert_knockout", "serotonin_terminal.hiaa", 26, -1),
    ("sert_knockout", "microdialysis.dopamine", 26, 0),
    ("sert_knockout", "swim", 26, +1),
    ("tph2_heterozygous", "serotonin_terminal.filling", 26, 0),
    ("tph2_knockout", "elevated_plus_maze.open_arms", 26, +1),
    ("autoreceptor_1a_high", "microdialysis.serotonin", 26, -1),
    ("autoreceptor_1a_low", "microdialysis.serotonin", 26, +1),
    ("bdnf_met_met", "bdnf.free", 26, -1),
    ("bdnf_met_met", SUCROSE, 26, 0),
    ("telomerase_deficient", "spine_counts.doublecortin_cells", 26, -1),
    ("telomerase_deficient", "swim", 26, +1),
    ("telomere_shortened", "telomere_length.length", 26, -1),
    ("serotonin_depleted", "swim", 3, 0),
    ("serotonin_depleted", "serotonin_terminal.filling", 3, -1),
    ("dexamethasone_low_suppressor", STEROID, 26, +1),
]
MISSED = {
    ("sert_knockout", "swim", 26): "-68 %: no lifelong adaptation to ninefold serotonin",
    ("tph2_knockout", "elevated_plus_maze.open_arms", 26): "-4 %: loss of GABA outweighs 5-HT2C",
    ("tph2_heterozygous", "serotonin_terminal.filling", 26): "-50 %: no reserve (mosienko2012: -10 %)",
}


@pytest.fixture(scope="module")
def mice(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return see(tmp_path_factory.mktemp("mice"), "mouse")


@pytest.mark.parametrize(("name", "quantity", "day", "sign"), rows("mouse", MOUSE, MISSED))
def test_a_mouse_moves_as_the_literature_says(
    mice: Seen, name: str, quantity: str, day: int, sign: int
) -> None:
    holds(mice, name, quantity, day, sign)


def test_a_phenotype_moves_something(mice: Seen) -> None:
    assert still(mice, "mouse") == []


def test_turnover_is_no_measure_of_tone(mice: Seen) -> None:
    """It falls with the autoreceptor's gain and rises with endotoxin."""
    assert mice.change(TURNOVER, "h_rouen", 26) < -1
    assert mice.change(TURNOVER, "lps_acute", 1) > 1
    assert mice.change("microdialysis.serotonin", "h_rouen", 26) < -1


def test_dopamine_cells_of_defeated_mice_fire_faster(mice: Seen) -> None:
    """Fewer cells are found active under mild stress: two observables that part ways."""
    assert mice.change("firing_rates.dopamine_cells", "social_defeat_susceptible", 12) > 30
