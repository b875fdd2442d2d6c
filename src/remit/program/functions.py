"""The arithmetic of the language's functions, as graph nodes.

Laws with powers go through a logarithm once: hill(x) is the logistic of n*log(x/half), which neither
overflows nor divides zero by zero; powers with a whole literal exponent are multiplications.
"""

from __future__ import annotations

from collections.abc import Callable

from remit.model.model import Table
from remit.program.graph import Graph, Op

ENOUGH = 1e150  # a power this large saturates every law, and its square is still a number
MOST_MULTIPLICATIONS = 16  # literal whole exponents up to this size are multiplied out


def whole_power(graph: Graph, base: int, exponent: int) -> int:
    """base**exponent by repeated squaring."""
    if exponent == 0:
        return graph.constant(1.0)
    result, square, left = -1, base, abs(exponent)
    while left:
        if left & 1:
            result = square if result < 0 else graph.multiply(result, square)
        left >>= 1
        if left:
            square = graph.multiply(square, square)
    return result if exponent > 0 else graph.divide(graph.constant(1.0), result)


def power(graph: Graph, base: int, exponent: int) -> int:
    """base**exponent for base >= 0 (any base when the exponent is a whole literal); 0**0 is 1."""
    literal = graph.constants.get(exponent)
    if literal is not None:
        if literal == int(literal) and abs(literal) <= MOST_MULTIPLICATIONS:
            return whole_power(graph, base, int(literal))
        if abs(literal) == 0.5:
            root = graph.apply(Op.SQRT, base)
            return root if literal > 0 else graph.divide(graph.constant(1.0), root)
        return graph.apply(Op.EXP, graph.multiply(exponent, graph.apply(Op.LOG, base)))
    if graph.fixed[exponent]:
        return graph.apply(Op.POWER, base, exponent)
    raised = graph.apply(Op.EXP, graph.multiply(exponent, graph.apply(Op.LOG, base)))
    return graph.apply(Op.SELECT, graph.apply(Op.ABS, exponent), raised, graph.constant(1.0))


def above_zero(graph: Graph, x: int) -> int:
    """x, or 0 where noise has made it negative."""
    return graph.apply(Op.MAX, x, graph.constant(0.0))


def log_odds(graph: Graph, x: int, half: int, n: int) -> int:
    """n*log(x/half): minus infinity at x = 0."""
    return graph.multiply(n, graph.apply(Op.LOG, relative(graph, x, half)))


def relative(graph: Graph, x: int, half: int) -> int:
    """x/half, not below 0, by the inverse of half: one rounding more, and no division in the loop."""
    if graph.constants.get(half) == 1.0:
        return above_zero(graph, x)
    return graph.multiply(above_zero(graph, x), graph.divide(graph.constant(1.0), half))


def ratio_power(graph: Graph, x: int, half: int, n: int) -> int:
    """(x/half)**n, not above ENOUGH."""
    raised = power(graph, relative(graph, x, half), n)
    return graph.apply(Op.MIN, raised, graph.constant(ENOUGH))


def hill(graph: Graph, x: int, half: int, n: int) -> int:
    """x**n/(half**n + x**n)."""
    one = graph.constant(1.0)
    if graph.fixed[n]:
        raised = ratio_power(graph, x, half, n)
        return graph.multiply(raised, graph.divide(one, graph.add(one, raised)))
    return graph.apply(Op.LOGISTIC, log_odds(graph, x, half, n))


def inhibitory_hill(graph: Graph, x: int, half: int, n: int) -> int:
    """half**n/(half**n + x**n)."""
    one = graph.constant(1.0)
    if graph.fixed[n]:
        return graph.divide(one, graph.add(one, ratio_power(graph, x, half, n)))
    return graph.apply(Op.LOGISTIC, graph.negate(log_odds(graph, x, half, n)))


def emax(graph: Graph, x: int, most: int, half: int) -> int:
    """most*x/(half + x)."""
    return graph.multiply(graph.multiply(most, x), graph.divide(graph.constant(1.0), graph.add(half, x)))


def fold(graph: Graph, x: int, most: int, steepness: int) -> int:
    """most*x**n/(x**n + most - 1), written so that it is exactly 1 at x = 1."""
    one = graph.constant(1.0)
    room = graph.subtract(most, one)
    raised = ratio_power(graph, x, one, steepness)
    return graph.divide(graph.multiply(most, raised), graph.add(raised, room))


def smooth_step(graph: Graph, x: int, at: int, width: int) -> int:
    """1/(1 + exp(-(x - at)/width))."""
    inverse = graph.divide(graph.constant(1.0), width)
    return graph.apply(Op.LOGISTIC, graph.multiply(graph.subtract(x, at), inverse))


def log10(graph: Graph, x: int) -> int:
    return graph.multiply(graph.apply(Op.LOG, x), graph.constant(0.4342944819032518))


def chain(op: Op) -> Callable[..., int]:
    """min or max of two or more arguments, folded from the left."""

    def folded(graph: Graph, *arguments: int) -> int:
        result = arguments[0]
        for argument in arguments[1:]:
            result = graph.apply(op, result, argument)
        return result

    return folded


def single(op: Op) -> Callable[[Graph, int], int]:
    """A function that is one operation."""
    return lambda graph, x: graph.apply(op, x)


def interpolate(graph: Graph, table: Table, x: int) -> int:
    """Straight lines between the table's points, flat outside: a sum of clamped pieces."""
    result = graph.constant(table.y[0])
    for left, right, low, high in zip(table.x, table.x[1:], table.y, table.y[1:], strict=False):
        if low == high:
            continue
        clamped = graph.apply(Op.MIN, graph.apply(Op.MAX, x, graph.constant(left)), graph.constant(right))
        slope = graph.constant((high - low) / (right - left))
        result = graph.add(result, graph.multiply(slope, graph.subtract(clamped, graph.constant(left))))
    return result


ARITHMETIC: dict[str, Callable[..., int]] = {
    "exp": single(Op.EXP),
    "log": single(Op.LOG),
    "log10": log10,
    "sqrt": single(Op.SQRT),
    "sin": single(Op.SIN),
    "cos": single(Op.COS),
    "tanh": single(Op.TANH),
    "expm1": single(Op.EXPM1),
    "log1p": single(Op.LOG1P),
    "abs": single(Op.ABS),
    "min": chain(Op.MIN),
    "max": chain(Op.MAX),
    "hill": hill,
    "inhibitory_hill": inhibitory_hill,
    "emax": emax,
    "fold": fold,
    "smooth_step": smooth_step,
}
