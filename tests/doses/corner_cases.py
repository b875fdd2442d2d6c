"""Moments that coincide, doses of nothing, ends and beginnings."""

from __future__ import annotations

from doses.cases import (
    ONE,
    SETTLED_POOL,
    SLOW,
    TWO,
    WRITTEN_POOL,
    Case,
    one_iv,
    one_late,
    one_oral,
    pool,
    two_iv,
    two_oral,
)
from oracles.regimen import Reset, given_at

REPORTS = {
    "reports_after": Case(12, 1, [one_iv(time, 50) for time in (0, 4, 8)]),
    "reports_before": Case(
        12, 1, [*(one_iv(time, 50) for time in (0, 4, 8)), one_iv(6, 20, over=2)], after=False
    ),
    "reports_before_a_steady_state": Case(
        24,
        1,
        [
            one_iv(0, 10),
            *given_at([3, 7, 11], one_iv(0, 50, every=4, steady_state="replace")),
            Reset(17),
            one_iv(17, 20),
        ],
        after=False,
    ),
    "later_beginning": Case(
        36,
        1,
        [*(two_iv(time, 40) for time in (12, 20, 28)), two_oral(14, 40), two_oral(22, 40)],
        (TWO,),
        begin=12,
        also=(12.25, 24),
    ),
    "few_reports": Case(48, None, [two_oral(t, 40) for t in (0, 8, 16)], (TWO,), also=(1, 1.5, 30, 48)),
}

COINCIDENCES = {
    "two_at_once": Case(
        24, 0.5, [one_oral(2, 20), one_oral(2, 20), two_iv(3, 10), two_iv(3, 10)], (ONE, TWO)
    ),
    "lag_in_minutes": Case(4, 0.1, [*(one_late(n * 0.2, 10, lag=0.1) for n in range(12)), Reset(0.7)]),
    "nothing_given": Case(24, 0.5, [two_iv(1, 10)], (ONE, TWO)),
    "steady_nothing": Case(24, 0.5, [one_iv(2, 40), Reset(5)]),
}

ENDS_AND_BEGINNINGS = {
    "dose_at_the_end": Case(12, 1, [one_iv(0, 40), one_iv(12, 40)]),
    "infusion_past_the_end": Case(12, 0.5, [one_iv(6, 100, over=24)]),
    "lag_past_the_end": Case(12, 0.5, [one_iv(1, 10)]),
    "lag_to_the_end": Case(12, 0.75, [one_iv(1, 10), one_oral(11.25, 100)]),
    "as_written": Case(24, 0.5, [pool(3, 5), pool(5, 8, over=4), Reset(12)], (WRITTEN_POOL,)),
    "settled": Case(24, 0.5, [pool(3, 5), pool(5, 8, over=4)], (SETTLED_POOL,)),
    "arms": Case(
        24,
        1,
        arms={
            "plain": Case(24, 1, [one_iv(1, 40)]),
            "placebo": Case(24, 1),
            "twice": Case(24, 1, [one_iv(1, 40), one_iv(9, 40)]),
            "slow": Case(24, 1, [one_iv(1, 40)], (SLOW,)),
        },
    ),
}

CORNER_CASES = {**REPORTS, **COINCIDENCES, **ENDS_AND_BEGINNINGS}
