"""Elementary functions in decimal arithmetic, digits to spare: doubles in, correctly rounded doubles out.

Python's decimal rounds exp and ln correctly at any precision; sine and cosine are Taylor's series after a
reduction with enough digits of pi for any double.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, localcontext
from functools import cache

DIGITS = 60
MOST_DIGITS = 400  # for reducing the largest doubles by pi


@cache
def pi() -> Decimal:
    """Machin's formula."""
    with localcontext() as context:
        context.prec = MOST_DIGITS + 10

        def arctan_of_inverse(n: int) -> Decimal:
            total, power, k = Decimal(0), Decimal(1) / n, 0
            while abs(power) > Decimal(10) ** -(MOST_DIGITS + 5):
                total += power / (2 * k + 1) * (-1) ** k
                power /= n * n
                k += 1
            return total

        return 16 * arctan_of_inverse(5) - 4 * arctan_of_inverse(239)


def precise(function: Callable[[Decimal], Decimal]) -> Callable[[float], float]:
    """A function of decimals as one of doubles, computed with DIGITS digits."""

    def of_double(x: float) -> float:
        with localcontext() as context:
            context.prec = DIGITS
            context.Emin, context.Emax = -99999, 99999
            return to_double(function(Decimal(x)))

    return of_double


def to_double(value: Decimal) -> float:
    """Correctly rounded; beyond the largest double, infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


def decimal_expm1(x: Decimal) -> Decimal:
    if abs(x) > Decimal("1e-20"):
        return x.exp() - 1
    return x + x * x / 2 + x * x * x / 6


def decimal_log1p(x: Decimal) -> Decimal:
    if abs(x) > Decimal("1e-20"):
        return (1 + x).ln()
    return x - x * x / 2 + x * x * x / 3


def decimal_tanh(x: Decimal) -> Decimal:
    grown = decimal_expm1(2 * x)
    return grown / (grown + 2)


def decimal_sine(x: Decimal, quarters: int = 0) -> Decimal:
    """sin(x + quarters*pi/2)."""
    with localcontext() as context:
        context.prec = MOST_DIGITS
        turns = (x / (2 * pi())).to_integral_value()
        r = x - turns * 2 * pi() + quarters * pi() / 2
    r = +r
    total, term, k = Decimal(0), r, 1
    while abs(term) > abs(total) * Decimal(10) ** -DIGITS:
        total += term
        term = -term * r * r / ((k + 1) * (k + 2))
        k += 2
    return total


EXACT: dict[str, Callable[[float], float]] = {
    "exp": precise(lambda x: x.exp()),
    "log": precise(lambda x: x.ln()),
    "log10": precise(lambda x: x.log10()),
    "sqrt": precise(lambda x: x.sqrt()),
    "expm1": precise(decimal_expm1),
    "log1p": precise(decimal_log1p),
    "tanh": precise(decimal_tanh),
    "sin": precise(decimal_sine),
    "cos": precise(lambda x: decimal_sine(x, 1)),
    "logistic": precise(lambda x: 1 / (1 + (-x).exp())),
}


def hill(x: float, half: float, n: float) -> float:
    """x**n/(half**n + x**n) for x above 0."""
    return precise(lambda one: 1 / (1 + ((Decimal(half) / one).ln() * Decimal(n)).exp()))(x)


def inhibitory_hill(x: float, half: float, n: float) -> float:
    """half**n/(half**n + x**n) for x above 0."""
    return precise(lambda one: 1 / (1 + ((one / Decimal(half)).ln() * Decimal(n)).exp()))(x)


def fold(x: float, most: float, n: float) -> float:
    """most*x**n/(x**n + most - 1) for x above 0."""
    m = Decimal(most)
    return precise(lambda one: m / (1 + (m - 1) * (-one.ln() * Decimal(n)).exp()))(x)


def power(x: float, n: float) -> float:
    """x**n for x above 0."""
    return precise(lambda one: (one.ln() * Decimal(n)).exp())(x)
