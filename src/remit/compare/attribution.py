"""Which influences carry an effect: what is left of it without each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CARRIES = 0.2  # of the effect; less is not worth a line of its own
ABOLISHES = 0.7  # of the effect


@dataclass(frozen=True, slots=True)
class Carrier:
    """One influence and what becomes of the effect without it."""

    source: str  # 'trkb_to_mtor'
    port: str  # 'mtor.akt'
    effect: float  # left of the effect [readout's unit]; NaN where a solve failed
    share: float  # of the effect that goes with the influence: 1 abolishes it, below 0 it was a brake

    @property
    def name(self) -> str:
        """'trkb_to_mtor -> mtor.akt'."""
        return f"{self.source} -> {self.port}"

    @property
    def verdict(self) -> str:
        """The share in a word."""
        if self.share != self.share:
            return "failed"
        if self.share >= ABOLISHES:
            return "abolishes"
        if self.share >= CARRIES:
            return "carries"
        return "restrains" if self.share <= -CARRIES else "little"


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two influences taken out together."""

    first: str
    second: str
    effect: float  # left without both [readout's unit]
    surplus: float  # share lost with both, less the sum of the shares lost with each


@dataclass(frozen=True, slots=True)
class Attribution:
    """An effect and the influences that carry it, the strongest first."""

    scenario: str
    readout: str
    unit: str
    arm: str
    against: str
    values: tuple[float, float]  # of `arm` and of `against` [unit]
    carriers: tuple[Carrier, ...]
    interactions: tuple[Interaction, ...]

    @property
    def effect(self) -> float:
        """The readout in `arm` less that in `against` [unit]."""
        return self.values[0] - self.values[1]


def carriers_of(effect: float, left: Mapping[tuple[str, str], float]) -> tuple[Carrier, ...]:
    """Influences by the share of the effect that goes with them, the largest first.

    Parameters
    ----------
    effect : float
        With every influence in place; not 0.
    left : mapping of (source, port) to float
        What is left of it without each.
    """
    carriers = [Carrier(*key, value, 1.0 - value / effect) for key, value in left.items()]
    return tuple(sorted(carriers, key=lambda one: (one.share != one.share, -one.share, one.name)))


def interactions_of(
    effect: float, shares: Mapping[str, float], left: Sequence[tuple[str, str, float]]
) -> tuple[Interaction, ...]:
    """How pairs differ from the sum of their parts, the largest difference first.

    A surplus below 0 means that the two lie on one road (taking out either does what taking out both does);
    above 0, that each can stand in for the other.
    """
    made = [
        Interaction(first, second, value, 1.0 - value / effect - shares[first] - shares[second])
        for first, second, value in left
    ]
    return tuple(sorted(made, key=lambda one: -abs(one.surplus)))
