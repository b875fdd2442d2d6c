"""The frozen program: straight-line sections over arrays, and what each number in them stands for."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from functools import cached_property

from remit.program.cache import content_name
from remit.program.graph import Array, Op


@dataclass(frozen=True, slots=True)
class Section:
    """One kernel: instructions in computing order and the places their results go."""

    name: str
    instructions: tuple[
        tuple[Op, tuple[int, ...], float], ...
    ]  # operation, operands (section numbers), constant
    outputs: tuple[tuple[int, int, int], ...]  # (output array, index, instruction)

    def as_plain(self) -> tuple[object, ...]:
        """The section as tuples of numbers and text, for naming it by its content."""
        body = tuple((int(op), operands, constant) for op, operands, constant in self.instructions)
        return self.name, body, self.outputs

    def reads(self, array: Array) -> set[int]:
        """Indices of an array that the section reads."""
        return {
            operands[1]
            for op, operands, _ in self.instructions
            if op is Op.LEAF and operands[0] == int(array)
        }


@dataclass(frozen=True)
class Program:
    """A model as arithmetic. It carries no numbers of the model: those are the `given` vector's.

    The given vector is parameters, then inputs, then infusion rates, then derived constants (computed from
    the others by the section `derive` whenever one of them changes).
    """

    states: tuple[str, ...]
    parameters: tuple[str, ...]
    inputs: tuple[str, ...]
    infused: tuple[str, ...]  # states that have an infusion slot
    n_derived: int
    observed: tuple[str, ...]  # named expressions, in the order of section `observe`
    doors: tuple[
        tuple[int, int], ...
    ]  # per door property: (door number, property number), order of `doors` section
    pattern: tuple[tuple[int, int], ...]  # (row, column) of each Jacobian entry, order of section `jacobian`
    n_lu: int  # stored entries of the LU factors, inverted pivots included
    depends_on_time: bool
    derive: Section
    start: Section
    door: Section
    right_side: Section
    jacobian: Section
    factor: Section
    solve: Section
    observe: Section

    @cached_property
    def name(self) -> str:
        """A name of the program's content."""
        return content_name(
            marshal.dumps([section.as_plain() for section in self.sections]), repr(self._frame)
        )

    @property
    def _frame(self) -> tuple[object, ...]:
        """What surrounds the sections."""
        return (self.states, self.parameters, self.inputs, self.infused, self.n_derived, self.observed)

    @property
    def n_given(self) -> int:
        """Length of the given vector."""
        return len(self.parameters) + len(self.inputs) + len(self.infused) + self.n_derived

    def input_slot(self, name: str) -> int:
        """Place of an input in the given vector."""
        return len(self.parameters) + self.inputs.index(name)

    def infusion_slot(self, state: str) -> int:
        """Place of a state's infusion rate in the given vector."""
        return len(self.parameters) + len(self.inputs) + self.infused.index(state)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section, in a fixed order."""
        return (
            self.derive,
            self.start,
            self.door,
            self.right_side,
            self.jacobian,
            self.factor,
            self.solve,
            self.observe,
        )
