"""Two drugs that meet at an enzyme, and a drug that meets alleles of one."""

from __future__ import annotations

from dataclasses import dataclass

from remit.compare.verdict import FAILED, REFERENCE, outcome_of
from remit.reading.pieces import RatioDoc


@dataclass(frozen=True, slots=True)
class Meeting:
    """One drug's exposure beside another."""

    victim: str
    perpetrator: str
    enzymes: tuple[str, ...]  # at which they meet
    ratio: float  # area under the curve of one interval, beside the other over alone; NaN when not run
    published: RatioDoc | None = None
    trouble: str = ""

    @property
    def verdict(self) -> str:
        """How the ratio compares with the published band; '' without one."""
        if self.published is None:
            return ""
        outcome = outcome_of(self.ratio, self.published.low, self.published.high)
        return "" if outcome in (FAILED, REFERENCE) else outcome


@dataclass(frozen=True, slots=True)
class Genotypes:
    """One drug's exposure by the alleles of the enzyme that clears it."""

    victim: str
    scores: tuple[float, ...]  # activity scores; 2 is a normal metaboliser
    ratios: tuple[float, ...]  # area under the curve over that at a score of 2; NaN when not run
    trouble: str = ""
