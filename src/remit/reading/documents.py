"""What the YAML documents say, as frozen records; no mathematics, no units converted yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.language.lines import EquationLine
from remit.quantity.parameter import Address
from remit.reading.observed import PartDoc, ReadingDoc
from remit.reading.pieces import (
    Contribution,
    DoorDoc,
    InputDoc,
    NumberDoc,
    PortDoc,
    Quantity,
    RatioDoc,
    StateDoc,
    TableDoc,
    UsualDoc,
)

__all__ = [
    "ArmDoc",
    "CalibrationDoc",
    "ChangeDoc",
    "Contribution",
    "DoorDoc",
    "DoseDoc",
    "ExposureDoc",
    "Include",
    "IndividualDoc",
    "InputDoc",
    "ModuleDoc",
    "NumberDoc",
    "ObservationDoc",
    "PhenotypeDoc",
    "PortDoc",
    "Quantity",
    "RatioDoc",
    "RunDoc",
    "ScenarioDoc",
    "StateDoc",
    "SweptDoc",
    "TableDoc",
    "UsualDoc",
]

RTOL, ATOL, MAX_STEPS = 1e-6, 1e-9, 1_000_000  # of a run that does not say


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
    genes: Mapping[str, tuple[tuple[str, ...], Address]] = field(default_factory=dict)  # -> parameters
    on_request: bool = False  # left out of `modules: all`
    needs: tuple[tuple[str, Address], ...] = ()  # modules a drug brings with it
    usual: UsualDoc | None = None  # how patients take a drug
    raises: Mapping[str, RatioDoc] = field(default_factory=dict)  # other drug -> its published exposure ratio


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
    genes: tuple[ChangeDoc, ...] = ()  # `parameter` is the gene


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
    """What one study measured, and where to find it in a run; scored in compare/."""

    name: str
    about: str
    area: str
    species: str  # human | rat | mouse | model
    sources: tuple[str, ...]
    at: str
    seen: str
    trust: str  # A | B | C
    status: str  # found | memory | uncertain | derived
    use: str  # fit | check
    kind: str  # quantitative | ordinal | null
    scenario: str  # its name, also when it is written inline
    readings: tuple[ReadingDoc, ...]
    parts: tuple[PartDoc, ...]
    note: str
    address: Address
    inline: ScenarioDoc | None = None  # the scenario, when it is written in the observation itself
    scenario_place: Address = Address("")


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
    address: Address
    report_every: Quantity | None = None
    report_at: tuple[Quantity, ...] = ()
    at_events: str = "after"  # | 'before': which side of an event a report at the same moment shows
    begin: str = "settled"  # (steady state or daily orbit without doses) | 'as_written'
    rtol: float = RTOL
    atol: float = ATOL  # times each state's scale
    max_steps: int = MAX_STEPS


@dataclass(frozen=True, slots=True)
class ArmDoc:
    """A named variation: what is given replaces or adds to the scenario's own."""

    name: str
    doses: tuple[DoseDoc, ...] | None  # None: the scenario's doses
    exposures: tuple[ExposureDoc, ...]
    set: tuple[ChangeDoc, ...]
    address: Address
    phenotypes: tuple[tuple[str, Address], ...] = ()  # beside the scenario's
    genes: tuple[ChangeDoc, ...] = ()  # `parameter` is the gene
    without: tuple[tuple[str, str, Address], ...] = ()  # beside the scenario's


@dataclass(frozen=True, slots=True)
class SweptDoc:
    """One axis of a sweep, and where on it each arm stands."""

    name: str
    unit: str  # as written in the first value
    about: str
    places: Mapping[str, float]  # arm -> value in `unit`; arms that lack what is swept are not here


@dataclass(frozen=True, slots=True)
class ScenarioDoc:
    name: str
    individual: str
    run: RunDoc
    address: Address
    about: str = ""
    modules: tuple[Include, ...] = ()
    drugs: tuple[str, ...] = ()  # named here or in doses
    phenotypes: tuple[str, ...] = ()
    assays: tuple[str, ...] = ()
    calibrations: tuple[str, ...] = ()
    doses: tuple[DoseDoc, ...] = ()
    exposures: tuple[ExposureDoc, ...] = ()
    set: tuple[ChangeDoc, ...] = ()
    borrow: Mapping[str, tuple[str, str, Address]] = field(default_factory=dict)  # -> (species, because)
    without: tuple[tuple[str, str, Address], ...] = ()  # (source or '' for any, port or '' for any)
    subjects: int = 1
    seed: int = 1
    arms: tuple[ArmDoc, ...] = ()
    readouts: tuple[tuple[str, Address], ...] = ()
    figure: tuple[str, ...] = ()  # quantities drawn, in order
    places: Mapping[tuple[str, str], Address] = field(default_factory=dict)  # (key, name in it) -> where
    genes: tuple[ChangeDoc, ...] = ()  # `parameter` is the gene
    whole: Address | None = None  # where 'all' stands among the modules
    swept: tuple[SweptDoc, ...] = ()  # the arms are its combinations
