"""What an observation is made of, as frozen records: readings of the run, and parts that are compared."""

from __future__ import annotations

from dataclasses import dataclass

from remit.language.tree import Tree
from remit.quantity.parameter import Address
from remit.reading.pieces import Quantity


@dataclass(frozen=True, slots=True)
class OverDoc:
    """How the numbers of several subjects become one."""

    how: str  # median | mean | share above | share below | percentile
    level: Quantity | None = None  # of a share
    percent: float | None = None  # of a percentile, 0 to 100


@dataclass(frozen=True, slots=True)
class ReadingDoc:
    """One number taken from the run."""

    name: str
    readout: str  # 'peak(ketamine.concentration)'
    arm: str  # '' stands for the only one
    over: OverDoc
    address: Address
    place: Address  # where the readout stands


@dataclass(frozen=True, slots=True)
class PartDoc:
    """One number that is compared: arithmetic over readings, and the band it should lie in."""

    name: str
    text: str  # the arithmetic as written
    tree: Tree
    unit: str  # of value, low and high
    value: float | None  # as published
    low: float | None
    high: float | None  # without either bound the part is shown and not judged
    says: str  # the band in words
    trust: str  # its own, or the observation's
    status: str  # likewise
    address: Address
    place: Address  # where the arithmetic stands
