"""Two drugs that meet at an enzyme, and a drug that meets alleles of one."""

from __future__ import annotations

from dataclasses import dataclass

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
        if self.published is None or self.ratio != self.ratio:
            return ""
        low, high = self.published.low, self.published.high
        if low is None and high is None:
            return ""
        is_inside = (low is None or self.ratio >= low) and (high is None or self.ratio <= high)
        return "met" if is_inside else "missed"


@dataclass(frozen=True, slots=True)
class Genotypes:
    """One drug's exposure by the alleles of the enzyme that clears it."""

    victim: str
    scores: tuple[float, ...]  # activity scores; 2 is a normal metaboliser
    ratios: tuple[float, ...]  # area under the curve over that at a score of 2; NaN when not run
    trouble: str = ""
