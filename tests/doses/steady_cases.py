"""Resets and steady states."""

from __future__ import annotations

from doses.cases import (
    ONE,
    SETTLED_POOL,
    THREE,
    TWO,
    Case,
    one_depot,
    one_iv,
    one_late,
    one_oral,
    one_pump,
    pool,
    three_oral,
    two_iv,
    two_oral,
)
from oracles.regimen import Reset, given_at

RESETS = {
    "reset_all": Case(24, 0.25, [one_iv(0, 100, over=20), one_oral(12, 60), one_oral(7.5, 60), Reset(8)]),
    "reset_one": Case(24, 0.5, [two_oral(0, 100), Reset(2, ("two.gut",))], (TWO,)),
    "reset_some": Case(
        24,
        0.25,
        [two_iv(0, 100, over=10), two_oral(3.75, 50), Reset(4, ("two.central", "two.gut"))],
        (TWO,),
    ),
    "reset_and_dose": Case(36, 0.25, [one_iv(0, 100, over=20), Reset(10), one_oral(10, 60)]),
    "reset_one_and_dose": Case(24, 0.5, [two_iv(0, 100), Reset(3, ("two.central",)), two_iv(3, 10)], (TWO,)),
    "reset_then_dose": Case(
        24, 0.5, [one_iv(6, 40), one_oral(6, 40), one_iv(6, 40, over=4), Reset(6), one_iv(0, 100)]
    ),
    "reset_as_a_lag_ends": Case(24, 0.5, [one_late(4.5, 40), one_iv(0, 40), Reset(6), one_iv(7, 5)]),
    "reset_at_several_times": Case(
        24, 0.5, [*(one_iv(time, 40) for time in (0, 3, 6, 9, 12, 15, 18, 21)), Reset(4), Reset(12)]
    ),
    "reset_in_a_series": Case(
        36, 0.5, [one_iv(0, 100), Reset(6), *(one_iv(time, 30) for time in (6, 12, 18, 24))]
    ),
    "reset_at_each_listed_time": Case(
        36, 0.5, [Reset(0), Reset(6), Reset(12), *(one_iv(time, 30) for time in (0, 6, 12))]
    ),
    "reset_to_the_beginning": Case(24, 0.5, [pool(2, 30), Reset(6)], (SETTLED_POOL,)),
}

REPLACING = {
    "steady_bolus": Case(24, 0.5, given_at([3, 11, 19], one_iv(0, 50, every=8, steady_state="replace"))),
    "steady_oral": Case(
        72, 0.5, given_at([0, 12, 24, 36, 48, 60], two_oral(0, 100, every=12, steady_state="replace")), (TWO,)
    ),
    "steady_once": Case(48, 0.5, [one_oral(1, 100, every=6, steady_state="replace")]),
    "steady_three": Case(
        48, 0.5, given_at([1, 13], three_oral(0, 100, every=12, steady_state="replace")), (THREE,)
    ),
    "steady_infusion": Case(
        24, 0.5, given_at([1, 7, 13, 19], two_iv(0, 50, over=1.5, every=6, steady_state="replace")), (TWO,)
    ),
    "steady_infusion_by_rate": Case(  # 40 mg at 20 mg/h
        24, 0.5, given_at([1, 9, 17], one_pump(0, 50, over=2, every=8, steady_state="replace"))
    ),
    "steady_whole_interval": Case(
        24, 0.5, given_at([1, 9, 17], one_iv(0, 50, over=8, every=8, steady_state="replace"))
    ),
    "steady_long_infusion": Case(48, 0.5, [one_iv(1, 50, over=10, every=4, steady_state="replace")]),
    "steady_two_intervals": Case(48, 0.5, [one_iv(1, 50, over=8, every=4, steady_state="replace")]),
    "steady_model_duration": Case(
        36, 0.5, given_at([1, 5], one_depot(0, 50, every=4, steady_state="replace"))
    ),
    "steady_model_rate": Case(  # 24 mg at 4 mg/h
        36, 0.5, given_at([1, 9], one_pump(0, 30, over=6, every=8, steady_state="replace"))
    ),
    "steady_long_lag": Case(48, 0.5, [one_oral(1, 50, lag=20, every=8, steady_state="replace")]),
    "steady_lag_of_one_interval": Case(36, 0.5, [one_late(2, 50, lag=8, every=8, steady_state="replace")]),
    "steady_lagged_infusion": Case(
        48, 0.5, given_at([1, 5], one_late(0, 50, lag=5, over=10, every=4, steady_state="replace"))
    ),
    "steady_replaces": Case(
        36,
        0.25,
        [
            two_iv(0, 300, over=30),
            one_oral(9.75, 90),
            one_iv(10, 70),
            *given_at([10, 22, 34], one_oral(0, 50, every=12, steady_state="replace")),
        ],
        (ONE, TWO),
    ),
    "steady_with_baseline": Case(
        24,
        0.5,
        [pool(1, 30), *given_at([2, 8, 14, 20], pool(0, 6, over=1.5, every=6, steady_state="replace"))],
        (SETTLED_POOL,),
    ),
    "steady_then_reset": Case(
        24,
        0.5,
        [*given_at([0, 4], one_iv(0, 50, over=10, every=4, steady_state="replace")), Reset(6), one_iv(8, 5)],
    ),
}

ADDING = {
    "steady_adds": Case(
        36,
        0.25,
        [
            one_iv(0, 300, over=30),
            one_oral(9.75, 90),
            *given_at([10, 14, 18], one_iv(0, 50, over=10, every=4, steady_state="add")),
        ],
    ),
    "steady_two_drugs": Case(
        48,
        0.5,
        [
            *given_at([0, 12, 24, 36], two_oral(0, 80, every=12, steady_state="replace")),
            *given_at([0, 8, 16, 24, 32, 40], one_iv(0, 50, over=9, every=8, steady_state="add")),
        ],
        (ONE, TWO),
    ),
    "steady_one_drug_twice": Case(
        48,
        0.5,
        [
            *given_at([8, 32], one_oral(0, 80, every=24, steady_state="replace")),
            *given_at([20, 44], one_oral(0, 40, every=24, steady_state="add")),
        ],
    ),
    "steady_above_baseline": Case(
        24, 0.5, given_at([2, 8, 14, 20], pool(0, 6, every=6, steady_state="add")), (SETTLED_POOL,)
    ),
    "steady_and_reset": Case(
        24,
        0.5,
        [one_iv(0, 100), Reset(6), *given_at([6, 14, 22], one_iv(0, 50, every=8, steady_state="add"))],
    ),
}

STEADY_CASES = {**RESETS, **REPLACING, **ADDING}
