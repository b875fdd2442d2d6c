"""A program ready to run: kernels for one width, and its small sections called on plain arrays."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np

from remit.model.model import Model
from remit.program.interpret import interpret
from remit.program.lower import DOOR_PROPERTIES, lower
from remit.program.machine import widest_vector
from remit.program.native import Kernels, compile_native
from remit.program.program import Program
from remit.solve.calls import aligned, call_kernel
from remit.solve.problem import Flags, Floats, Integers

NEEDED = ("derive", "start", "door", "right_side", "factor", "solve", "observe")  # kernels that runs call


@dataclass(frozen=True, slots=True)
class Engine:
    """A model's program with its compiled kernels."""

    model: Model
    program: Program
    kernels: Kernels

    @property
    def sizes(self) -> tuple[int, int]:
        """Lengths of the given vector and of the stored factors."""
        return self.program.n_given, self.program.n_lu

    @property
    def scale(self) -> Floats:
        """Typical size of every state [state units]."""
        return np.array([state.scale for state in self.model.states], np.float64)

    @property
    def signed(self) -> Flags:
        """Which states may be negative."""
        return np.array([state.signed for state in self.model.states], np.bool_)

    @property
    def input_places(self) -> Integers:
        """Places of the inputs in the given vector."""
        first = len(self.program.parameters)
        return np.arange(first, first + len(self.program.inputs), dtype=np.int64)

    def plain(self, parameters: Floats) -> Floats:
        """Given numbers with inputs at rest and no infusion, one row per subject.

        Parameters
        ----------
        parameters : (n_subjects, n_parameters) float64
        """
        rest = np.array([item.rest for item in self.model.inputs], np.float64)
        n_subjects = parameters.shape[0]
        return np.hstack(
            [parameters, np.tile(rest, (n_subjects, 1)), np.zeros((n_subjects, len(self.program.infused)))]
        )

    def starts(self, plain: Floats) -> Floats:
        """Starting values of every subject [state units]."""
        return self._section("start", plain, len(self.program.states))

    def doors(self, plain: Floats) -> dict[tuple[int, str], Floats]:
        """(door number, property) -> value per subject, for the properties that the model gives."""
        values = self._section("door", plain, len(self.program.doors))
        places = self.program.doors
        return {(door, DOOR_PROPERTIES[which]): values[:, i] for i, (door, which) in enumerate(places)}

    def _section(self, name: str, plain: Floats, n_out: int) -> Floats:
        """Run a section that reads given numbers only, lane by lane."""
        lanes = self.kernels.lanes
        given, out = aligned(self.program.n_given * lanes), aligned(max(1, n_out) * lanes)
        result = np.empty((plain.shape[0], n_out))
        for first in range(0, plain.shape[0], lanes):
            rows = plain[first : first + lanes]
            given.reshape(-1, lanes)[: plain.shape[1], : rows.shape[0]] = rows.T
            call_kernel(
                self.kernels.addresses[name], (self.kernels.context, given.ctypes.data, out.ctypes.data)
            )
            result[first : first + lanes] = out.reshape(-1, lanes)[:n_out, : rows.shape[0]].T
        return result


def make_engine(model: Model, infused: set[str], n_subjects: int) -> Engine:
    """Lower and compile a model, at the width that suits the number of subjects.

    The environment variable REMIT_KERNELS=interpreted runs the slow twin instead of machine code.
    """
    program = lower(model, infused)
    lanes = widest_vector() if n_subjects > 1 else 1
    if os.environ.get("REMIT_KERNELS") == "interpreted":
        return Engine(model, program, interpret(program, lanes))
    return Engine(model, program, compile_native(program, lanes, NEEDED))
