"""What each scenario means, as plain numbers written by hand: h, mg, L; never read from the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from oracles.compartments import Drug
from oracles.propagator import LinearSystem, side_by_side
from oracles.regimen import Dose, Event

# The made-up drugs of modules/, as rate constants [1/h] and volumes [L].
ONE = Drug("one", absorption=1.1, k10=3 / 25)
TWO = Drug("two", absorption=0.9, k10=6 / 15, k12=4.5 / 15, k21=4.5 / 40, peripherals=("peripheral",))
THREE = Drug(
    "three",
    absorption=1.5,
    k10=5 / 12,
    k12=7.2 / 12,
    k21=7.2 / 27,
    k13=1.5 / 12,
    k31=1.5 / 100,
    peripherals=("shallow", "deep"),
)
EQUAL = Drug("one", absorption=0.12, k10=0.12)
NEARLY_EQUAL = Drug("one", absorption=0.120000012, k10=0.12)
SLOW = Drug("one", absorption=1.1, k10=1.5 / 25)
MOLAR = LinearSystem(("molar.central",), np.array([[-0.2]]), np.zeros(1), np.zeros(1))
SETTLED_POOL = LinearSystem(("endogenous.pool",), np.array([[-0.25]]), np.array([2.0]), np.array([8.0]))
WRITTEN_POOL = LinearSystem(("endogenous.pool",), np.array([[-0.25]]), np.array([2.0]), np.array([20.0]))

CONCENTRATIONS = {  # assignment: (state, volume [L])
    "one.concentration": ("one.central", 25.0),
    "two.concentration": ("two.central", 15.0),
    "two.tissue": ("two.peripheral", 40.0),
    "three.concentration": ("three.central", 12.0),
    "molar.concentration": ("molar.central", 10.0),
    "endogenous.concentration": ("endogenous.pool", 10.0),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario's meaning."""

    until: float  # [h]
    every: float | None  # interval of reports [h]
    events: Sequence[Event] = ()
    drugs: tuple[Drug | LinearSystem, ...] = (ONE,)
    begin: float = 0.0  # [h]
    also: tuple[float, ...] = ()  # further reports [h]
    after: bool = True  # reports show the state after events
    arms: dict[str, Case] = field(default_factory=dict)  # when the scenario has some

    @property
    def times(self) -> NDArray[np.float64]:
        """All report times [h]."""
        grid = () if self.every is None else self.begin + self.every * np.arange(self._steps() + 1)
        return np.unique([*grid, *self.also])

    def _steps(self) -> int:
        return round((self.until - self.begin) / (self.every or 1.0))

    @property
    def system(self) -> LinearSystem:
        """All its drugs, which do not touch each other."""
        return side_by_side([drug.system() if isinstance(drug, Drug) else drug for drug in self.drugs])


def one_iv(time: float, amount: float, **more: object) -> Dose:
    """Through the door `iv` of drug one."""
    return Dose(time, "one.central", amount, **more)  # type: ignore[arg-type]


def one_oral(time: float, amount: float, **more: object) -> Dose:
    """Through the door `oral` of drug one: 70 percent, after 45 minutes."""
    return Dose(time, "one.gut", amount, **{"fraction": 0.7, "lag": 0.75, **more})  # type: ignore[arg-type]


def one_late(time: float, amount: float, **more: object) -> Dose:
    """Through the door `late` of drug one: after 90 minutes."""
    return Dose(time, "one.central", amount, **{"lag": 1.5, **more})  # type: ignore[arg-type]


def one_depot(time: float, amount: float, **more: object) -> Dose:
    """Through the door `depot` of drug one with `over: model`: 90 percent over 6 h."""
    return Dose(time, "one.central", amount, fraction=0.9, over=6.0, **more)  # type: ignore[arg-type]


def one_pump(time: float, amount: float, **more: object) -> Dose:
    """Through the door `pump` of drug one: 80 percent."""
    return Dose(time, "one.central", amount, fraction=0.8, **more)  # type: ignore[arg-type]


def two_iv(time: float, amount: float, **more: object) -> Dose:
    """Through the door `iv` of drug two."""
    return Dose(time, "two.central", amount, **more)  # type: ignore[arg-type]


def two_oral(time: float, amount: float, **more: object) -> Dose:
    """Through the door `oral` of drug two: 60 percent, after half an hour."""
    return Dose(time, "two.gut", amount, fraction=0.6, lag=0.5, **more)  # type: ignore[arg-type]


def three_iv(time: float, amount: float, **more: object) -> Dose:
    """Through the door `iv` of drug three."""
    return Dose(time, "three.central", amount, **more)  # type: ignore[arg-type]


def three_oral(time: float, amount: float, **more: object) -> Dose:
    """Through the door `oral` of drug three: 80 percent, after an hour."""
    return Dose(time, "three.gut", amount, fraction=0.8, lag=1.0, **more)  # type: ignore[arg-type]


def pool(time: float, amount: float, **more: object) -> Dose:
    """Into the pool the body makes itself."""
    return Dose(time, "endogenous.pool", amount, **more)  # type: ignore[arg-type]


def molar(time: float, amount: float, **more: object) -> Dose:
    """Into the state counted in nmol."""
    return Dose(time, "molar.central", amount, **more)  # type: ignore[arg-type]
