"""Single doses, amounts, times and series."""

from __future__ import annotations

from doses.cases import (
    EQUAL,
    MOLAR,
    NEARLY_EQUAL,
    ONE,
    THREE,
    TWO,
    Case,
    molar,
    one_depot,
    one_iv,
    one_late,
    one_oral,
    one_pump,
    three_iv,
    three_oral,
    two_iv,
    two_oral,
)
from oracles.regimen import Dose

DAY = 24.0
WEEK = 168.0
THIRD = 1 / 3  # 20 min [h]

SINGLE = {
    "bolus": Case(24, 0.5, [one_iv(1, 100)]),
    "oral": Case(24, 0.25, [one_oral(0, 100)]),
    "equal_rates": Case(48, 1, [one_oral(0, 100)], (EQUAL,)),
    "nearly_equal_rates": Case(48, 1, [one_oral(0, 100)], (NEARLY_EQUAL,)),
    "infusion": Case(24, 0.5, [one_iv(1, 100, over=2.5)]),
    "infusion_by_rate": Case(24, 0.5, [one_pump(1, 100, over=8.0)]),  # 80 mg at 10 mg/h
    "infusion_with_fraction": Case(24, 0.5, [one_pump(1, 100, rate=20.0)]),  # 80 mg in 4 h
    "model_duration": Case(24, 0.5, [one_depot(1, 100)]),
    "model_rate": Case(36, 0.5, [one_pump(1, 100, over=20.0)]),  # 80 mg at 4 mg/h
    "lagged_infusion": Case(24, 0.5, [one_late(1, 100, over=3)]),
    "lagged_model_duration": Case(48, 1, [two_oral(2, 200, over=8)], (TWO,)),
    "two_compartments": Case(48, 1, [two_iv(0, 100)], (TWO,)),
    "two_compartments_oral": Case(48, 0.5, [two_oral(time, 100) for time in (2, 14, 26)], (TWO,)),
    "three_compartments": Case(10 * DAY, 2, [three_iv(0, 100), three_iv(24, 600, over=12)], (THREE,)),
    "three_compartments_oral": Case(96, 1, [three_oral(time, 50) for time in (0, 24, 48, 72)], (THREE,)),
    "into_a_state": Case(
        24,
        0.5,
        [
            Dose(1, "two.peripheral", 80),
            Dose(2, "one.gut", 30),
            Dose(3, "one.central", 30, over=5),
            Dose(3, "two.gut", 30, over=5),
        ],
        (ONE, TWO),
    ),
}

AMOUNTS_AND_TIMES = {
    "per_kg": Case(24, THIRD, [one_iv(2, 40, over=2 / 3)]),
    "per_kg_child": Case(24, THIRD, [one_oral(2, 10)]),
    "per_m2": Case(24, 0.5, [one_iv(1, 60)]),
    "per_m2_child": Case(24, 0.5, [one_iv(1, 30 * 0.625**0.5)]),  # sqrt(112.5*20/3600) m2
    "rate_per_kg": Case(24, 0.5, [one_iv(1, 40, rate=8), one_iv(10, 36, rate=24)]),
    "units_of_mass": Case(24, 0.5, [one_iv(1, 40), one_oral(5, 70)]),
    "molar": Case(  # 1 mg is 4000 nmol
        24,
        0.5,
        [
            molar(1, 20000),
            molar(4, 8000, fraction=0.5, over=2),  # 1 mg available, at 0.5 mg/h
            molar(8, 30000, over=2),
            molar(12, 1000, fraction=0.5),
        ],
        (MOLAR,),
    ),
    "listed_times": Case(24, 0.5, [one_iv(time, 20) for time in (0, 1.5, 12)]),
    "weeks": Case(5 * WEEK, 6, [three_oral(time, 300) for time in (24, 192, 360, 528, 696)], (THREE,)),
    "minutes": Case(5, THIRD / 2, [one_iv(n * THIRD, 3) for n in range(9)]),
}

SERIES = {
    "series": Case(60, 1, [one_iv(time, 50) for time in (2, 10, 18, 26, 34)]),
    "series_until": Case(48, 1, [one_oral(time, 50) for time in (0, 6, 12, 18)]),
    "series_to_the_end": Case(48, 1, [one_iv(time, 50) for time in (0, 12, 24, 36)]),
    "times_and_until": Case(
        48,
        1,
        [*(one_iv(time, 50) for time in (0, 6, 12)), *(two_iv(time, 50) for time in (0, 6, 12, 18))],
        (ONE, TWO),
    ),
    "loading": Case(
        72, 1, [two_oral(6, 400), *(two_oral(time, 100) for time in (18, 30, 42, 54, 66))], (TWO,)
    ),
    "loading_infusion": Case(24, 0.5, [one_iv(0, 60, over=6), *(one_iv(t, 10, over=1) for t in (4, 8, 12))]),
    "overlapping_infusions": Case(48, 1, [one_iv(time, 50, over=10) for time in (1, 5, 9, 13, 17, 21)]),
    "back_to_back_infusions": Case(6, 0.25, [one_iv(THIRD, 90, over=3)]),
    "several_routes": Case(
        36,
        0.5,
        [
            one_iv(2, 20),
            one_oral(2, 60),
            one_late(2, 30, over=1),
            one_depot(2, 90),
            one_pump(2, 70, over=14),  # 56 mg at 4 mg/h
        ],
    ),
    "several_drugs": Case(
        48,
        1,
        [
            *(one_oral(time, 60) for time in (3, 11, 19, 27)),
            two_iv(5, 90, over=3),
            three_iv(3, 70),
            three_iv(8, 70),
        ],
        (ONE, TWO, THREE),
    ),
}

PLAIN_CASES = {**SINGLE, **AMOUNTS_AND_TIMES, **SERIES}
