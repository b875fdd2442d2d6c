"""Straight-line arithmetic as a value-numbered graph: equal computations are one node.

A node is an operation on earlier nodes. Leaves read one element of one of the kernels' arrays. Nothing is
rearranged: what the author wrote is what is computed, and only constants meeting constants are folded.
"""

from __future__ import annotations

import math
from enum import IntEnum


class Op(IntEnum):
    """What a node does; the order is the interpreter's instruction code."""

    CONSTANT = 0
    LEAF = 1
    ADD = 2
    SUBTRACT = 3
    MULTIPLY = 4
    DIVIDE = 5
    NEGATE = 6
    SQRT = 7
    EXP = 8
    LOG = 9
    SIN = 10
    COS = 11
    TANH = 12
    EXPM1 = 13
    LOG1P = 14
    ABS = 15
    MIN = 16
    MAX = 17
    POSITIVE = 18  # 1 where a > 0, else 0
    SELECT = 19  # b where a > 0, else c
    MINUS_PRODUCT = 20  # a - b*c, rounded once where the machine can
    LOGISTIC = 21  # 1/(1 + exp(-a)); flat, not undefined, at both infinities
    RATIO = 22  # a/b for a given b whose inverse c is at hand: the same bits without dividing
    POWER = 23  # a**b for a given b: not-a-number below zero, 1 for b = 0


class Array(IntEnum):
    """The arrays a kernel reads; a leaf is (array, index)."""

    TIME = 0
    STATE = 1
    GIVEN = 2  # parameters, inputs, infusions, derived constants
    FACTOR = 3  # 1/(gamma*h)
    LU = 4
    RIGHT = 5  # right-hand side of the linear system


COMMUTATIVE = frozenset({Op.ADD, Op.MULTIPLY})

FOLD = {
    Op.ADD: lambda a, b: a + b,
    Op.SUBTRACT: lambda a, b: a - b,
    Op.MULTIPLY: lambda a, b: a * b,
    Op.DIVIDE: lambda a, b: a / b,
}


class Graph:
    """A growing value-numbered graph. Node numbers are topological: operands come before their users."""

    def __init__(self) -> None:
        self.op: list[Op] = []
        self.operands: list[tuple[int, ...]] = []  # node numbers; (array, index) for leaves; () for constants
        self.constants: dict[int, float] = {}
        self.fixed: list[bool] = []  # does a node depend on given numbers only?
        self._known: dict[tuple[object, ...], int] = {}

    def __len__(self) -> int:
        return len(self.op)

    def _node(self, op: Op, operands: tuple[int, ...], key: tuple[object, ...]) -> int:
        known = self._known.get(key)
        if known is not None:
            return known
        number = len(self.op)
        self.op.append(op)
        self.operands.append(operands)
        if op is Op.LEAF:
            self.fixed.append(operands[0] == int(Array.GIVEN))
        else:
            self.fixed.append(all(self.fixed[operand] for operand in operands))
        self._known[key] = number
        return number

    def constant(self, value: float) -> int:
        """The node of a literal; 0.0 and -0.0 are told apart."""
        node = self._node(Op.CONSTANT, (), (Op.CONSTANT, value, math.copysign(1.0, value)))
        self.constants[node] = value
        return node

    def leaf(self, array: Array, index: int) -> int:
        """The node that reads element `index` of `array`."""
        return self._node(Op.LEAF, (int(array), index), (Op.LEAF, array, index))

    def apply(self, op: Op, *operands: int) -> int:
        """The node of an operation on nodes; folded when every operand of + - * / is a constant."""
        fold = FOLD.get(op)
        if fold and all(node in self.constants for node in operands):
            values = [self.constants[node] for node in operands]
            if not (op is Op.DIVIDE and values[1] == 0.0):
                return self.constant(fold(*values))
        if op is Op.NEGATE and operands[0] in self.constants:
            return self.constant(-self.constants[operands[0]])
        if op in COMMUTATIVE and operands[0] > operands[1]:
            operands = (operands[1], operands[0])
        return self._node(op, operands, (op, *operands))

    def add(self, a: int, b: int) -> int:
        return self.apply(Op.ADD, a, b)

    def subtract(self, a: int, b: int) -> int:
        return self.apply(Op.SUBTRACT, a, b)

    def multiply(self, a: int, b: int) -> int:
        return self.apply(Op.MULTIPLY, a, b)

    def divide(self, a: int, b: int) -> int:
        """a/b; where b depends on given numbers only its inverse is a derived constant, and nothing is
        divided."""
        if self.fixed[b] and not self.fixed[a]:
            return self.apply(Op.RATIO, a, b, self.apply(Op.DIVIDE, self.constant(1.0), b))
        return self.apply(Op.DIVIDE, a, b)

    def negate(self, a: int) -> int:
        return self.apply(Op.NEGATE, a)

    def arguments(self, node: int) -> tuple[int, ...]:
        """The nodes a node reads; none for leaves and constants."""
        return () if self.op[node] in (Op.LEAF, Op.CONSTANT) else self.operands[node]

    def reachable(self, outputs: list[int], stop: frozenset[int] | set[int] = frozenset()) -> list[int]:
        """Every node the outputs need, in computing order; nodes in `stop` are included, not their
        operands."""
        wanted: set[int] = set()
        stack = list(outputs)
        while stack:
            node = stack.pop()
            if node in wanted:
                continue
            wanted.add(node)
            if node not in stop:
                stack.extend(self.arguments(node))
        return sorted(wanted)
