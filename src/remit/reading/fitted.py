"""What a fit is asked to do, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass

from remit.quantity.parameter import Address
from remit.reading.pieces import Quantity


@dataclass(frozen=True, slots=True)
class Free:
    """A number that may move."""

    name: str  # full
    low: Quantity
    high: Quantity
    start: Quantity | None  # None: where it is
    address: Address


@dataclass(frozen=True, slots=True)
class FitDoc:
    """What `remit calibrate` is asked to do."""

    name: str
    about: str
    species: str
    observations: tuple[tuple[str, Address], ...]
    parameters: tuple[Free, ...]
    most_rounds: int
    address: Address
