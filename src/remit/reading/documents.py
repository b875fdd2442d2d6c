"""What the YAML documents say, as frozen records; no mathematics, no units converted yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.language.lines import EquationLine
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
class ModuleDoc:
    """A module (physiology), a drug (a module with doors) or an assay (a module that only looks)."""

    what: str  # module | drug | assay
    name: str
    about: str
    uses: Mapping[str, tuple[str, Address]]  # local name -> owner's quantity
    inputs: tuple[InputDoc, ...]
    ports: tuple[PortDoc, ...]
    states: tuple[StateDoc, ...]
    parameters: Mapping[str, tuple[NumberDoc, ...]]  # one NumberDoc per species
    numbers: Mapping[str, Mapping[str, tuple[NumberDoc, ...]]]  # named sets for instances
    tables: tuple[TableDoc, ...]
    equations: tuple[EquationLine, ...]
    contributes: tuple[Contribution, ...]
    doors: tuple[DoorDoc, ...]
    outputs: Mapping[str, str]  # name -> what it means, for quantities worth plotting
    in_vitro_used: Mapping[str, str]  # in_vitro parameter -> why it may enter an effect equation
    address: Address


@dataclass(frozen=True, slots=True)
class ChangeDoc:
    """One `times`, `to` or `plus` on a parameter."""

    parameter: str  # full name
    verb: str  # times | to | plus
    value: Quantity
    kind: str
    source: str
    at: str
    seen: str
    note: str
    address: Address


@dataclass(frozen=True, slots=True)
class ExposureDoc:
    """An input held at a level from one time to another."""

    input: str  # full name
    level: Quantity
    start: Quantity | None  # None: from the beginning
    until: Quantity | None  # None: to the end
    every: Quantity | None  # repeat the exposure with this period
    times: int | None
    kind: str
    source: str
    at: str
    seen: str
    note: str
    address: Address


@dataclass(frozen=True, slots=True)
class PhenotypeDoc:
    name: str
    about: str
    species: str  # 'any' when it fits every species
    modules: tuple[str, ...]  # modules it adds
    changes: tuple[ChangeDoc, ...]
    exposures: tuple[ExposureDoc, ...]
    address: Address


@dataclass(frozen=True, slots=True)
class IndividualDoc:
    name: str
    about: str
    species: str
    sex: str
    parameters: Mapping[str, NumberDoc]  # weight, height, age, … and values for full parameter names
    address: Address


@dataclass(frozen=True, slots=True)
class CalibrationDoc:
    name: str
    about: str
    species: str
    date: str
    script: str
    scenario: str
    observations: tuple[str, ...]
    values: tuple[ChangeDoc, ...]
    address: Address


@dataclass(frozen=True, slots=True)
class ObservationDoc:
    """What one study measured; read and checked here, scored in compare/."""

    name: str
    about: str
    species: str
    source: str
    seen: str
    trust: str  # A | B | C
    use: str  # fit | check
    kind: str  # quantitative | ordinal | null
    scenario: str  # its name, also when it is written inline
    parts: tuple[Mapping[str, object], ...]
    note: str
    address: Address
    inline: ScenarioDoc | None = None  # the scenario, when it is written in the observation itself


@dataclass(frozen=True, slots=True)
class Include:
    """One entry of a scenario's modules: a file, perhaps under another name."""

    module: str
    alias: str  # equals module when not given
    numbers: str  # named set of numbers, or ''
    uses: Mapping[str, str] = field(default_factory=dict)  # rewiring of the instance's uses
    address: Address = Address("")


@dataclass(frozen=True, slots=True)
class DoseDoc:
    """One line of doses, as written. Exactly one of `drug`+`by`, `into` or a bare `reset` is given."""

    drug: str  # '' when `into` or a bare reset is used
    by: str  # route, '' likewise
    into: str  # full state name, for doses into a state without a door
    amount: Quantity | None
    loading: Quantity | None  # the first dose of a series, when it differs
    at: tuple[Quantity, ...]  # explicit times; `first` is at[0] of a series
    every: Quantity | None
    times: int | None  # number of doses in the series, the first included
    until: Quantity | None  # doses at times < until
    over: Quantity | str | None  # infusion duration, or 'model'
    rate: Quantity | str | None  # infusion rate, or 'model'
    steady_state: str  # '' | 'replace' | 'add'
    reset: tuple[str, ...] | None  # None: no reset; ('all',) or state names; happens before the dose
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class RunDoc:
    start: Quantity
    until: Quantity
    report_every: Quantity | None
    report_at: tuple[Quantity, ...]
    at_events: str  # 'after' | 'before': which side of an event a report at the same moment shows
    begin: str  # 'settled' (steady state or daily orbit without doses) | 'as_written'
    rtol: float
    atol: float  # times each state's scale
    max_steps: int
    address: Address


@dataclass(frozen=True, slots=True)
class ArmDoc:
    """A named variation: what is given replaces or adds to the scenario's own."""

    name: str
    doses: tuple[DoseDoc, ...] | None  # None: the scenario's doses
    exposures: tuple[ExposureDoc, ...]
    set: tuple[ChangeDoc, ...]
    address: Address


@dataclass(frozen=True, slots=True)
class ScenarioDoc:
    name: str
    about: str
    individual: str
    modules: tuple[Include, ...]
    drugs: tuple[str, ...]  # named here or in doses
    phenotypes: tuple[str, ...]
    assays: tuple[str, ...]
    calibrations: tuple[str, ...]
    doses: tuple[DoseDoc, ...]
    exposures: tuple[ExposureDoc, ...]
    set: tuple[ChangeDoc, ...]
    borrow: Mapping[str, tuple[str, str, Address]]  # parameter -> (from species, because)
    without: tuple[tuple[str, str, Address], ...]  # (source 'module' or 'module.quantity', target port)
    run: RunDoc
    subjects: int
    seed: int
    arms: tuple[ArmDoc, ...]
    readouts: tuple[tuple[str, Address], ...]
    figure: tuple[str, ...]  # quantities drawn, in order
    address: Address
    places: Mapping[tuple[str, str], Address] = field(default_factory=dict)  # (key, name in it) -> where
