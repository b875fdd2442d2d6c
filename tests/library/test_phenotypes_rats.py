"""Phenotypes of rats move what the literature says they move, and leave alone what it says they leave.

A row is: phenotype, what is read, the day, and the direction; 0 means within a tenth of control. Rows that
are missed are strict expected failures with the number that was got.
"""

from __future__ import annotations

import pytest
from tests.library.phenotype_bench import (
    CELLS,
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

RAT = [
    ("chronic_mild_stress", STEROID, 26, +1),
    ("chronic_mild_stress", "swim", 26, +1),
    ("chronic_mild_stress", SUCROSE, 26, -1),
    ("chronic_mild_stress", SUCROSE, 2, 0),  # two to three weeks to come (willner1987)
    ("chronic_mild_stress", CELLS, 26, -1),
    ("chronic_mild_stress", "western_blots.bdnf_protein", 26, -1),
    ("chronic_mild_stress", "spine_counts.spines", 26, -1),
    ("chronic_mild_stress", "western_blots.telomerase", 26, -1),
    ("chronic_mild_stress", RATIO, 26, +1),
    ("chronic_mild_stress", "microdialysis.serotonin", 26, -1),
    ("chronic_mild_stress", TURNOVER, 26, +1),
    ("chronic_mild_stress", "elevated_plus_maze.open_arms", 26, -1),
    ("learned_helplessness_acquired", "swim", 5, +1),
    ("learned_helplessness_acquired", "escape_failures.failures", 16, +1),
    ("learned_helplessness_congenital", "firing_rates.habenula_cells", 26, +1),
    ("learned_helplessness_congenital", CELLS, 26, -1),
    ("learned_helplessness_congenital", SUCROSE, 26, -1),
    ("acth_treated", STEROID, 12, +1),
    ("acth_treated", "swim", 12, +1),
    ("chronic_low_grade_inflammation", "plasma_cytokines.il6", 26, +1),
    ("chronic_low_grade_inflammation", RATIO, 26, +1),
    ("chronic_low_grade_inflammation", "swim", 26, +1),
    ("flinders_sensitive", "swim", 26, +1),
    ("flinders_sensitive", SUCROSE, 26, 0),
    ("flinders_sensitive", STEROID, 26, 0),
    ("flinders_sensitive", "microdialysis.noradrenaline", 26, 0),
    ("flinders_sensitive", "cortical_gaba.level", 26, 0),
    ("flinders_sensitive", "elevated_plus_maze.open_arms", 26, 0),
    ("flinders_sensitive", "western_blots.tert", 26, -1),
    ("flinders_sensitive", "spine_counts.spines", 26, -1),
    ("wistar_kyoto", "swim", 26, +1),
    ("wky_stressed", "swim", 26, +1),
    ("wky_stressed", SUCROSE, 26, -1),
    ("wmi_on_wky", "swim", 26, +1),
    ("sert_knockout", "microdialysis.serotonin", 26, +1),
    ("sert_knockout", "microdialysis.dopamine", 26, 0),
    ("sert_knockout", "firing_rates.serotonin_cells", 26, -1),
    ("swim_test", "swim", 20, 0),
]
MISSED: dict[tuple[str, str, int], str] = {}


@pytest.fixture(scope="module")
def rats(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return see(tmp_path_factory.mktemp("rats"), "rat")


@pytest.mark.parametrize(("name", "quantity", "day", "sign"), rows("rat", RAT, MISSED))
def test_a_rat_moves_as_the_literature_says(
    rats: Seen, name: str, quantity: str, day: int, sign: int
) -> None:
    holds(rats, name, quantity, day, sign)


def test_a_phenotype_moves_something(rats: Seen) -> None:
    assert still(rats, "rat") == []


def test_fewer_dopamine_cells_are_active_under_mild_stress(rats: Seen) -> None:
    """Those of defeated mice fire faster: two observables that part ways."""
    assert rats.change(CELLS, "chronic_mild_stress", 26) < -30


def test_short_telomeres_of_blood_are_not_the_trait_of_the_stressed(rats: Seen) -> None:
    """Weeks move a rate and not a length."""
    assert abs(rats.change("telomere_length.length", "chronic_mild_stress", 26)) < 1
