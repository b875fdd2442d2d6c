"""Sparse LU of I/(gamma*h) - J for a fixed pattern, as graph nodes.

The elimination order is Markowitz's on the diagonal (least fill first), found once per pattern. No rows are
exchanged; instead the factors come with a number that is above zero only while every pivot kept some
digits of its entry before elimination, and the stepper rejects the step otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from remit.program.graph import Array, Graph, Op

LOST = 4e-16  # a pivot this much smaller than its entry before elimination carries no digits


@dataclass(frozen=True, slots=True)
class Elimination:
    """The plan: order of pivots and the filled pattern."""

    order: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]  # per pivot in `order`: columns to the right of the diagonal
    columns: tuple[tuple[int, ...], ...]  # per pivot in `order`: rows below the diagonal


def plan(n_states: int, pattern: list[tuple[int, int]]) -> Elimination:
    """Choose diagonal pivots by Markowitz count, ties by number, and fill the pattern on the way.

    Duff, Erisman & Reid (2017), Direct Methods for Sparse Matrices, 2nd ed., ch. 7.
    """
    rows = [{i} for i in range(n_states)]
    for i, j in pattern:
        rows[i].add(j)
    columns: list[set[int]] = [set() for _ in range(n_states)]
    for i, row in enumerate(rows):
        for j in row:
            columns[j].add(i)
    left = set(range(n_states))
    order, right, below = [], [], []
    while left:
        pivot = min(left, key=lambda k: ((len(rows[k]) - 1) * (len(columns[k]) - 1), k))
        left.discard(pivot)
        row, column = rows[pivot] - {pivot}, columns[pivot] - {pivot}
        order.append(pivot)
        right.append(tuple(sorted(row)))
        below.append(tuple(sorted(column)))
        for j in row:
            columns[j].discard(pivot)
        for i in column:
            rows[i].discard(pivot)
            for j in row - rows[i]:
                rows[i].add(j)
                columns[j].add(i)
    return Elimination(tuple(order), tuple(right), tuple(below))


def factor(
    graph: Graph, elimination: Elimination, jacobian: dict[tuple[int, int], int]
) -> tuple[list[int], int]:
    """Nodes of the factors of I*factor - J, in storage order, and the node that is above zero
    while every pivot kept some digits.

    Storage: pivot by pivot, its inverse, then the multipliers below it, then the row to its right.
    """
    scale = graph.leaf(Array.FACTOR, 0)
    n_states = len(elimination.order)
    entries = {place: graph.negate(node) for place, node in jacobian.items()}
    for k in range(n_states):
        entries[k, k] = graph.subtract(scale, jacobian[k, k]) if (k, k) in jacobian else scale
    before = {k: entries[k, k] for k in range(n_states)}
    one = graph.constant(1.0)
    stored: list[int] = []
    worst = one
    for pivot, row, column in zip(elimination.order, elimination.rows, elimination.columns, strict=True):
        inverse = graph.divide(one, entries[pivot, pivot])
        least = graph.multiply(graph.constant(LOST), graph.apply(Op.ABS, before[pivot]))
        kept = graph.subtract(graph.apply(Op.ABS, entries[pivot, pivot]), least)
        worst = graph.apply(Op.SELECT, kept, worst, kept)  # not-a-number stays
        stored.append(inverse)
        for i in column:
            multiplier = graph.multiply(entries[i, pivot], inverse)
            stored.append(multiplier)
            for j in row:
                known = entries.get((i, j))
                if known is None:
                    entries[i, j] = graph.negate(graph.multiply(multiplier, entries[pivot, j]))
                else:
                    entries[i, j] = graph.apply(Op.MINUS_PRODUCT, known, multiplier, entries[pivot, j])
        stored.extend(entries[pivot, j] for j in row)
    return stored, worst


def solve(graph: Graph, elimination: Elimination) -> list[int]:
    """Nodes of x in LU x = b, reading the stored factors and b from their arrays."""
    n_states = len(elimination.order)
    value = {k: graph.leaf(Array.RIGHT, k) for k in range(n_states)}
    places = {}
    slot = 0
    for pivot, row, column in zip(elimination.order, elimination.rows, elimination.columns, strict=True):
        places[pivot] = slot
        for offset, i in enumerate(column):
            multiplier = graph.leaf(Array.LU, slot + 1 + offset)
            value[i] = graph.apply(Op.MINUS_PRODUCT, value[i], multiplier, value[pivot])
        slot += 1 + len(column) + len(row)
    for pivot, row, column in reversed(
        list(zip(elimination.order, elimination.rows, elimination.columns, strict=True))
    ):
        result = value[pivot]
        for offset, j in enumerate(row):
            upper = graph.leaf(Array.LU, places[pivot] + 1 + len(column) + offset)
            result = graph.apply(Op.MINUS_PRODUCT, result, upper, value[j])
        value[pivot] = graph.multiply(result, graph.leaf(Array.LU, places[pivot]))
    return [value[k] for k in range(n_states)]
