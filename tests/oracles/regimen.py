"""What is given and when, as plain numbers in h and in the unit of the state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

SAME_MOMENT = 1e-9  # [h]; times closer than this are one moment, so that 3*20 min and 1 h coincide


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose, and perhaps the steady state or the reset that comes with it."""

    time: float  # [h], before the lag
    into: str  # state, 'one.central'
    amount: float  # [state unit], before bioavailability
    fraction: float = 1.0  # bioavailability [1]
    lag: float = 0.0  # [h]
    over: float | None = None  # duration of an infusion [h]
    rate: float | None = None  # rate of an infusion [state unit/h]
    every: float = 0.0  # interval of the regimen whose steady state is meant [h]
    steady_state: str = ""  # '' | 'replace' | 'add'

    @property
    def arriving(self) -> float:
        """The bioavailable amount [state unit]."""
        return self.fraction * self.amount

    @property
    def duration(self) -> float:
        """0 for a bolus; as given; or bioavailable amount over rate [h]."""
        if self.rate is not None:
            return self.arriving / self.rate
        return self.over or 0.0


@dataclass(frozen=True, slots=True)
class Reset:
    """States put back to their starting values; all of them when none is named."""

    time: float  # [h]
    states: tuple[str, ...] = ()


Event = Dose | Reset


def given_at(times: Sequence[float], dose: Dose, *, loading: float | None = None) -> list[Dose]:
    """The same dose at several times; steady state and loading belong to the first.

    Parameters
    ----------
    times : sequence of float
        Nominal times [h].
    dose : Dose
        What is given; its own time is ignored.
    loading : float, optional
        Amount of the first dose, when it differs [state unit].
    """
    first = replace(dose, time=times[0], amount=dose.amount if loading is None else loading)
    return [first, *(replace(dose, time=time, steady_state="") for time in times[1:])]
