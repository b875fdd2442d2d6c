"""The three statements of the equation language."""

from __future__ import annotations

from dataclasses import dataclass

from remit.language.tree import Tree
from remit.quantity.parameter import Address


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """name = expression : unit  # reason"""

    name: str
    tree: Tree
    unit: str
    reason: str
    text: str  # the line as written, without the reason
    address: Address


@dataclass(frozen=True, slots=True)
class RateLine:
    """dstate/dt = expression  # reason"""

    state: str
    tree: Tree
    reason: str
    text: str
    address: Address


@dataclass(frozen=True, slots=True)
class FlowLine:
    """flow source -> target = expression  # reason; 'nothing' on either side"""

    source: str
    target: str
    tree: Tree
    reason: str
    text: str
    address: Address


EquationLine = AssignmentLine | RateLine | FlowLine
