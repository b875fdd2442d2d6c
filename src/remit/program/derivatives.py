"""Exact derivatives by local rules and the chain rule.

Within one named expression the partials with respect to the names it reads are gathered backwards (one pass);
between names they are chained forwards. Nothing is ever expanded, so the size stays linear in the model.
Zero and one are structural: they produce no arithmetic. Where a law meets zero (log, sqrt at x = 0) the
slope is taken as 0 rather than infinite, so that a state that starts empty has a finite Jacobian.
"""

from __future__ import annotations

from collections.abc import Sequence

from remit.program.graph import Graph, Op

NEXT_TO_ZERO = 1e-290  # below it slopes like 1/x are out of range and count as 0


def times(graph: Graph, a: int, b: int) -> int:
    """a*b without the multiplication when one of them is the literal 1 or -1."""
    for one, other in ((a, b), (b, a)):
        literal = graph.constants.get(one)
        if literal == 1.0:
            return other
        if literal == -1.0:
            return graph.negate(other)
    return graph.multiply(a, b)


def plus(graph: Graph, a: int | None, b: int) -> int:
    """a + b where None is a structural zero."""
    return b if a is None else graph.add(a, b)


def local_partials(graph: Graph, node: int) -> list[tuple[int, int]]:
    """(operand, partial of node by operand), both as nodes; operands without influence are left out."""
    op, operands = graph.op[node], graph.arguments(node)
    one = graph.constant(1.0)
    match op:
        case Op.ADD:
            return [(operands[0], one), (operands[1], one)]
        case Op.SUBTRACT:
            return [(operands[0], one), (operands[1], graph.constant(-1.0))]
        case Op.MULTIPLY:
            return [(operands[0], operands[1]), (operands[1], operands[0])]
        case Op.DIVIDE:
            inverse = graph.divide(one, operands[1])
            quotient = graph.multiply(operands[0], inverse)
            return [(operands[0], inverse), (operands[1], graph.negate(graph.multiply(quotient, inverse)))]
        case Op.RATIO:
            return [(operands[0], operands[2])]
        case Op.POWER:  # of a given exponent, which has no slope
            relative = graph.multiply(operands[1], inverse_or_zero(graph, operands[0]))
            return [(operands[0], graph.multiply(node, relative))]
        case Op.NEGATE:
            return [(operands[0], graph.constant(-1.0))]
        case Op.MIN:
            first = graph.apply(Op.POSITIVE, graph.subtract(operands[1], operands[0]))
            return [(operands[0], first), (operands[1], graph.subtract(one, first))]
        case Op.MAX:
            first = graph.apply(Op.POSITIVE, graph.subtract(operands[0], operands[1]))
            return [(operands[0], first), (operands[1], graph.subtract(one, first))]
        case Op.SELECT:
            first = graph.apply(Op.POSITIVE, operands[0])
            return [(operands[1], first), (operands[2], graph.subtract(one, first))]
    return [(operands[0], partial) for partial in _partial_of_function(graph, node, op, operands)]


def _partial_of_function(graph: Graph, node: int, op: Op, operands: tuple[int, ...]) -> list[int]:
    """The derivative of a one-argument operation, or nothing where it is flat."""
    one = graph.constant(1.0)
    match op:
        case Op.SQRT:
            above = graph.subtract(node, graph.constant(NEXT_TO_ZERO))
            return [
                graph.apply(Op.SELECT, above, graph.divide(graph.constant(0.5), node), graph.constant(0.0))
            ]
        case Op.EXP:
            return [node]
        case Op.LOG:
            return [inverse_or_zero(graph, operands[0])]
        case Op.LOGISTIC:
            return [graph.multiply(node, graph.subtract(one, node))]
        case Op.SIN:
            return [graph.apply(Op.COS, operands[0])]
        case Op.COS:
            return [graph.negate(graph.apply(Op.SIN, operands[0]))]
        case Op.TANH:
            return [graph.subtract(one, graph.multiply(node, node))]
        case Op.EXPM1:
            return [graph.add(node, one)]
        case Op.LOG1P:
            return [graph.divide(one, graph.add(one, operands[0]))]
        case Op.ABS:
            sign = graph.apply(Op.SELECT, operands[0], one, graph.constant(-1.0))
            return [sign]
    return []


def inverse_or_zero(graph: Graph, x: int) -> int:
    """1/x, or 0 next to zero and below."""
    above = graph.subtract(x, graph.constant(NEXT_TO_ZERO))
    return graph.apply(Op.SELECT, above, graph.divide(graph.constant(1.0), x), graph.constant(0.0))


def partials(graph: Graph, root: int, cut: set[int], active: Sequence[bool]) -> dict[int, int]:
    """Partials of `root` with respect to the nodes of `cut` it reads directly, by one backward pass.

    Parameters
    ----------
    graph : Graph
    root : int
        Node to differentiate; it may itself be in `cut`.
    cut : set of int
        Nodes treated as independent: named expressions, states and time.
    active : sequence of bool
        Per node: does it depend on a state or on time at all?

    Returns
    -------
    dict
        Cut node -> node of the partial derivative.
    """
    gathered: dict[int, int] = {root: graph.constant(1.0)}
    found: dict[int, int] = {}
    inside = graph.reachable([root], stop=cut - {root})
    for node in reversed(inside):
        if node not in gathered:
            continue
        outer = gathered[node]
        if node in cut and node != root:
            found[node] = outer
            continue
        if not graph.arguments(node):
            if node == root and node in cut:
                found[node] = outer
            continue
        for operand, partial in local_partials(graph, node):
            if active[operand]:
                gathered[operand] = plus(graph, gathered.get(operand), times(graph, outer, partial))
    return found
