"""The closed system of equations a scenario asks for, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.language.tree import Tree
from remit.quantity.parameter import Address, Parameter


@dataclass(frozen=True, slots=True)
class State:
    """A quantity with a rate of change."""

    name: str  # 'hpa.cortisol'
    unit: str
    start: Tree  # over parameters only; already in `unit`
    scale: float  # a typical size, in `unit`; absolute tolerance = atol * scale
    signed: bool  # True when the state may be negative; otherwise below zero is an error
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class Input:
    """A quantity the experiment drives, constant between events."""

    name: str  # 'hpa.stress'
    unit: str
    rest: float  # value when nobody drives it, in `unit`
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class Assignment:
    """name = tree; in dependency order within the model."""

    name: str
    tree: Tree
    unit: str
    reason: str
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class Term:
    """One signed part of a rate of change: a d/dt line, or one side of a flow."""

    sign: int  # +1 or -1
    tree: Tree  # unit: the state's unit per hour
    label: str  # 'flow gut -> plasma = absorption*gut', the line as written
    reason: str
    address: Address


@dataclass(frozen=True, slots=True)
class Rate:
    """d state/dt, the sum of its terms."""

    state: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """Where doses enter, and what happens to them on the way; trees over parameters only."""

    drug: str  # 'escitalopram'
    route: str  # 'oral'
    state: str  # 'escitalopram.gut'
    bioavailability: Tree  # [1]; Number(1.0) when not given
    lag: Tree  # [h]; Number(0.0) when not given
    duration: Tree | None  # [h]; the model's own infusion duration, used by doses with `over: model`
    rate: Tree | None  # [state unit/h]; the model's own infusion rate, used by doses with `rate: model`
    molar_mass: Tree | None  # [g/mol]; lets doses in mass enter a state in amount of substance, and back
    address: Address


@dataclass(frozen=True, slots=True)
class Table:
    """Points for piecewise interpolation, read by interpolate(table, x)."""

    name: str
    x: tuple[float, ...]  # increasing, in `x_unit`
    y: tuple[float, ...]  # in `y_unit`
    x_unit: str
    y_unit: str
    address: Address


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one document adds to another's port, before the port's rule combines it; for explaining."""

    owner: str  # 'escitalopram'
    port: str  # 'serotonin.reuptake'
    tree: Tree  # in the port's unit
    text: str  # as written
    reason: str
    address: Address


@dataclass(frozen=True, slots=True)
class Switch:
    """An influence that some arms are without: a parameter that is 1, and 0 in those."""

    name: str  # 'microglia_to_sert.intact_sert_activity'
    owner: str
    port: str
    arms: tuple[str, ...]  # without it


@dataclass(frozen=True, slots=True)
class Model:
    """A closed, checked, ordered system. Names are full everywhere; units are settled."""

    scenario: str  # name of the scenario that asked for it
    species: str
    states: tuple[State, ...]
    parameters: tuple[Parameter, ...]  # the solver's order
    inputs: tuple[Input, ...]
    tables: tuple[Table, ...]
    assignments: tuple[Assignment, ...]  # dependency order; folded ports and assays' equations included
    rates: tuple[Rate, ...]  # one per state, in the order of `states`
    doors: tuple[Door, ...]
    seen_as: tuple[tuple[str, str], ...]  # (uses-name, owner's name) pairs, for explaining
    contributions: tuple[Contribution, ...] = ()  # already folded into the ports among `assignments`
    switches: tuple[Switch, ...] = ()
    genes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # gene -> parameters it scales
    left_out: tuple[tuple[str, str], ...] = ()  # modules that `modules: all` did not bring, and why
