"""The smallest things documents are made of, as frozen records; `documents` holds what is made of them."""

from __future__ import annotations

from dataclasses import dataclass

from remit.language.tree import Tree
from remit.quantity.parameter import Address, Spread


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as written: '600 mL/min', '0.7'."""

    text: str
    value: float
    unit: str  # '1' when none was written
    address: Address


@dataclass(frozen=True, slots=True)
class NumberDoc:
    """One birth certificate: a value of a parameter for one species."""

    value: Quantity
    unit: str  # the unit the equations use; equals value.unit when not given
    species: str  # human | rat | mouse | any
    kind: str
    source: str
    at: str
    seen: str
    about: str
    note: str
    spread: Spread | None
    address: Address


@dataclass(frozen=True, slots=True)
class StateDoc:
    name: str
    unit: str
    start: Tree | Quantity  # an expression over parameters, or a number with its unit
    scale: Quantity | None  # typical size for the absolute tolerance
    signed: bool
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class InputDoc:
    name: str
    unit: str
    rest: Quantity
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class PortDoc:
    name: str
    unit: str
    combine: str  # product | sum | largest | only
    empty: Quantity  # value when nobody contributes
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class DoorDoc:
    """One entry of doses_into; everything but `into` is optional; trees are over parameters."""

    route: str
    into: str  # local state
    bioavailability: Tree | None
    lag: Tree | None
    duration: Tree | None
    rate: Tree | None
    molar_mass: Tree | None
    address: Address


@dataclass(frozen=True, slots=True)
class Contribution:
    """port: expression  — `port` is 'owner.port'."""

    port: str
    tree: Tree
    text: str
    reason: str
    address: Address


@dataclass(frozen=True, slots=True)
class TableDoc:
    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    x_unit: str
    y_unit: str
    kind: str
    source: str
    at: str
    seen: str
    about: str
    note: str
    address: Address


@dataclass(frozen=True, slots=True)
class UsualDoc:
    """The ordinary regimen of an adult patient."""

    by: str  # a route
    amount: Quantity
    every: Quantity
    address: Address


@dataclass(frozen=True, slots=True)
class RatioDoc:
    """A published ratio of another drug's exposure beside this one over alone."""

    value: float
    low: float | None
    high: float | None
    source: str
    at: str
    seen: str
    note: str
    address: Address
