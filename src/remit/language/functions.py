"""The table of functions: what equations may call, how units pass through, and how each is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

MOST_ARGUMENTS = 20  # of a function that takes any number


@dataclass(frozen=True, slots=True)
class Function:
    """One row of the table.

    Units are rules by letter: arguments with one letter must share a unit, '1' is a plain number and
    'table a b' is the name of a table from unit a to unit b. `result` is made of the same letters.
    """

    name: str
    arguments: tuple[str, ...]  # names, for prose
    units: tuple[str, ...]  # one rule per argument
    result: str  # '1', a letter, or 'root a'
    meaning: str
    python: str  # the definition, over the argument names
    latex: str  # the same in LaTeX, with {argument} where an argument stands
    reference: Callable[..., float]  # plain and slow; what every faster implementation must agree with
    is_open: bool = False  # takes two or more arguments, all under the first rule

    @property
    def signature(self) -> str:
        """How it is called: 'hill(x, half, n)'."""
        return f"{self.name}({', '.join(self.arguments)}{', ...' if self.is_open else ''})"

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        if self.is_open:
            return len(self.arguments) <= count <= MOST_ARGUMENTS
        return count == len(self.arguments)

    def unit_rules(self, count: int) -> tuple[str, ...]:
        """The unit rule of each of `count` arguments."""
        return (self.units[0],) * count if self.is_open else self.units


def hill(x: float, half: float, n: float) -> float:
    """x**n/(half**n + x**n), and 0 at or below x = 0."""
    return 0.0 if x <= 0 else logistic(n * math.log(x / half))


def inhibitory_hill(x: float, half: float, n: float) -> float:
    """half**n/(half**n + x**n), and 1 at or below x = 0."""
    return 1.0 if x <= 0 else logistic(-n * math.log(x / half))


def emax(x: float, most: float, half: float) -> float:
    """most*x/(half + x)."""
    return most * x / (half + x)


def fold(x: float, most: float, steepness: float) -> float:
    """most*x**n/(x**n + most - 1), exactly 1 at x = 1; requires most > 1."""
    if most <= 1:
        raise ValueError("fold needs most > 1")
    if x <= 0:
        return 0.0
    falling = -steepness * math.log(x)
    return most / (1 + (most - 1) * math.exp(falling)) if falling < 700 else 0.0


def smooth_step(x: float, at: float, width: float) -> float:
    """1/(1 + exp(-(x - at)/width))."""
    return logistic((x - at) / width)


def logistic(x: float) -> float:
    """1/(1 + exp(-x)) without overflow."""
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def interpolate(table: tuple[Sequence[float], Sequence[float]], x: float) -> float:
    """Straight lines between the points (x's, y's) of a table, flat outside; x's increase."""
    xs, ys = table
    if x <= xs[0]:
        return ys[0]
    for left, right, low, high in zip(xs, xs[1:], ys, ys[1:], strict=False):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return ys[-1]


def _plain(name: str, meaning: str, latex: str, reference: Callable[..., float]) -> Function:
    """A row of one dimensionless argument, called in Python's math under the same name."""
    return Function(name, ("x",), ("1",), "1", meaning, f"math.{name}(x)", latex, reference)


_ROWS = (
    _plain("exp", "exponential", r"e^{{{x}}}", math.exp),
    _plain("expm1", "exp(x) - 1, exact for small x", r"\left(e^{{{x}}} - 1\right)", math.expm1),
    _plain("log", "natural logarithm; x above 0", r"\ln\left({x}\right)", math.log),
    _plain("log1p", "log(1 + x), exact for small x", r"\ln\left(1 + {x}\right)", math.log1p),
    _plain("log10", "logarithm to base 10; x above 0", r"\log_{{10}}\left({x}\right)", math.log10),
    Function(
        "sqrt", ("x",), ("a",), "root a", "square root; x not below 0",
        "math.sqrt(x)", r"\sqrt{{{x}}}", math.sqrt,
    ),
    _plain("sin", "sine of an angle in radians", r"\sin\left({x}\right)", math.sin),
    _plain("cos", "cosine of an angle in radians", r"\cos\left({x}\right)", math.cos),
    _plain("tanh", "hyperbolic tangent, from -1 to 1", r"\tanh\left({x}\right)", math.tanh),
    Function("abs", ("x",), ("a",), "a", "size without sign", "abs(x)", r"\left|{x}\right|", abs),
    Function(
        "min", ("x", "y"), ("a", "a"), "a", "the smallest of two or more", "min(x, y)",
        r"\min\left({all}\right)", min, is_open=True,
    ),
    Function(
        "max", ("x", "y"), ("a", "a"), "a", "the largest of two or more", "max(x, y)",
        r"\max\left({all}\right)", max, is_open=True,
    ),
    Function(
        "hill", ("x", "half", "n"), ("a", "a", "1"), "1",
        "rises from 0 to 1, 0.5 at x = half, steeper with n; 0 at and below x = 0",
        "x**n/(half**n + x**n)", r"\frac{{{x}^{{{n}}}}}{{{half}^{{{n}}} + {x}^{{{n}}}}}", hill,
    ),
    Function(
        "inhibitory_hill", ("x", "half", "n"), ("a", "a", "1"), "1",
        "falls from 1 to 0, 0.5 at x = half, steeper with n; 1 at and below x = 0",
        "half**n/(half**n + x**n)", r"\frac{{{half}^{{{n}}}}}{{{half}^{{{n}}} + {x}^{{{n}}}}}",
        inhibitory_hill,
    ),
    Function(
        "emax", ("x", "most", "half"), ("a", "b", "a"), "b",
        "rises from 0 towards most, half of it at x = half",
        "most*x/(half + x)", r"\frac{{{most}\,{x}}}{{{half} + {x}}}", emax,
    ),
    Function(
        "fold", ("x", "most", "steepness"), ("1", "1", "1"), "1",
        "exactly 1 at x = 1, rises from 0 towards most; requires most > 1",
        "most*x**steepness/(x**steepness + most - 1)",
        r"\frac{{{most}\,{x}^{{{steepness}}}}}{{{x}^{{{steepness}}} + {most} - 1}}", fold,
    ),
    Function(
        "smooth_step", ("x", "at", "width"), ("a", "a", "a"), "1",
        "a switch: rises from 0 to 1 around x = at, 0.5 there; 0.73 one width later",
        "1/(1 + exp(-(x - at)/width))",
        r"\frac{{1}}{{1 + e^{{-\left({x} - {at}\right)/{width}}}}}", smooth_step,
    ),
    Function(
        "interpolate", ("table", "x"), ("table a b", "a"), "b",
        "straight lines between the points of a table, flat outside them",
        "interpolate(table, x)", r"{table}\left({x}\right)", interpolate,
    ),
)  # fmt: skip

FUNCTIONS: Mapping[str, Function] = MappingProxyType({function.name: function for function in _ROWS})


def as_page() -> str:
    """The table as the page docs/look_up/functions.md."""
    lines = [
        "# Functions",
        "",
        "What equations may call, beside `+ - * / **`. This page is made from the table in",
        "`src/remit/language/functions.py`.",
        "",
        "| call | value | units | meaning |",
        "|---|---|---|---|",
    ]
    for function in FUNCTIONS.values():
        units = units_in_words(function)
        lines.append(f"| `{function.signature}` | `{function.python}` | {units} | {function.meaning} |")
    return "\n".join(lines) + "\n"


def units_in_words(function: Function) -> str:
    """The unit rule as a phrase: 'x and half alike, n plain; gives a plain number'."""
    if function.units[0].startswith("table"):
        return "x in the table's first unit; gives its second"
    if function.is_open:
        return "all alike; gives the same"
    groups: dict[str, list[str]] = {}
    for name, rule in zip(function.arguments, function.units, strict=True):
        groups.setdefault(rule, []).append(name)
    said = []
    for rule, names in groups.items():
        text = " and ".join(names)
        said.append(f"{text} plain" if rule == "1" else f"{text} {'alike' if len(names) > 1 else 'any'}")
    results = {"1": "a plain number", "root a": "its square root"}
    result = results.get(function.result) or f"the unit of {groups[function.result][0]}"
    return f"{', '.join(said)}; gives {result}"
