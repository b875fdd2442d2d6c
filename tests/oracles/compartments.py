"""Made-up drugs of one, two and three compartments, as matrices and as textbook responses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oracles.closed_forms import (
    Decay,
    one_compartment,
    three_compartments,
    two_compartments,
    two_compartments_from_peripheral,
)
from oracles.propagator import LinearSystem

EMPTY = Decay(())  # nothing ever gets here


@dataclass(frozen=True, slots=True)
class Drug:
    """Linear disposition after a gut: micro rate constants in 1/h."""

    name: str
    absorption: float
    k10: float
    k12: float = 0.0
    k21: float = 0.0
    k13: float = 0.0
    k31: float = 0.0
    peripherals: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Full names, the gut first."""
        return tuple(f"{self.name}.{state}" for state in ("gut", "central", *self.peripherals))

    def system(self) -> LinearSystem:
        """As a matrix, for the propagator."""
        n = len(self.states)
        matrix = np.zeros((n, n))
        matrix[0, 0], matrix[1, 0] = -self.absorption, self.absorption
        matrix[1, 1] = -self.k10
        pairs = ((self.k12, self.k21), (self.k13, self.k31))[: len(self.peripherals)]
        for place, (out, back) in enumerate(pairs, 2):
            matrix[1, 1] -= out
            matrix[place, 1] += out
            matrix[place, place] -= back
            matrix[1, place] += back
        return LinearSystem(self.states, matrix, np.zeros(n), np.zeros(n))

    def responses(self) -> dict[str, dict[str, Decay]]:
        """As textbook functions: state observed -> state dosed -> answer to a unit dose."""
        if not self.peripherals:
            after_bolus = [one_compartment(self.k10)]
        elif len(self.peripherals) == 1:
            after_bolus = [*two_compartments(self.k10, self.k12, self.k21)]
        else:
            after_bolus = [*three_compartments(self.k10, self.k12, self.k21, self.k13, self.k31)]
        gut, central = self.states[:2]
        answers = {gut: {gut: one_compartment(self.absorption)}}
        for state, decay in zip(self.states[1:], after_bolus, strict=True):
            answers[state] = {central: decay, gut: decay.absorbed(self.absorption)}
        if len(self.peripherals) == 1:
            from_peripheral = two_compartments_from_peripheral(self.k10, self.k12, self.k21)
            for state, decay in zip(self.states[1:], from_peripheral, strict=True):
                answers[state][self.states[2]] = decay
        return answers
