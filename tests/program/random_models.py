"""Random models for hypothesis: every function of the language, in trees that stay within their domains."""

from __future__ import annotations

import cmath
from collections.abc import Mapping

import numpy as np
from hypothesis import strategies as st

from program.models import TABLE, call, made
from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.model.model import Model

STATES = ("a.x", "b.y", "c.z")
PARAMETERS = {"a.p": 0.7, "b.q": 2.5, "c.r": 1.3}
INPUTS = {"a.drive": 1.5}
LEAVES = (*STATES, *PARAMETERS, *INPUTS, "time")
SMOOTH = ("sin", "cos", "tanh")
WHOLE = (2.0, 3.0, 5.0, -1.0, -2.0)


def bounded(one: Tree) -> Tree:
    """Between -1 and 1: what keeps exponents and tables in range."""
    return call("tanh", one)


def positive(one: Tree) -> Tree:
    """Above 0.1: what logarithms, roots and laws need."""
    return Operation("+", Operation("**", bounded(one), Number(2.0)), Number(0.1))


def combined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """One node more."""
    numbers = st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0, 4.0]).map(Number)
    exponents = st.one_of(numbers, st.just(Name("b.q")), inner.map(positive))
    return st.one_of(
        st.builds(Operation, st.sampled_from(["+", "-", "*"]), inner, inner),
        st.builds(lambda a, b: Operation("/", a, positive(b)), inner, inner),
        st.builds(lambda a: Operation("/", a, Name("c.r")), inner),
        st.builds(lambda a: Operation("/", Name("a.p"), positive(a)), inner),
        st.builds(lambda a, n: Operation("**", bounded(a), Number(n)), inner, st.sampled_from(WHOLE[:3])),
        st.builds(lambda a, n: Operation("**", positive(a), Number(n)), inner, st.sampled_from(WHOLE)),
        st.builds(lambda a, b: Operation("**", positive(a), b), inner, exponents),
        st.builds(lambda a: Operation("**", positive(a), Number(0.5)), inner),
        inner.map(Negative),
        st.builds(call, st.sampled_from(SMOOTH), inner),
        st.builds(lambda f, a: call(f, bounded(a)), st.sampled_from(["exp", "expm1"]), inner),
        st.builds(
            lambda f, a: call(f, positive(a)), st.sampled_from(["log", "log10", "log1p", "sqrt"]), inner
        ),
        st.builds(
            lambda f, a, n: call(f, positive(a), "c.r", n),
            st.sampled_from(["hill", "inhibitory_hill"]),
            inner,
            exponents,
        ),
        st.builds(lambda a, n: call("fold", positive(a), "b.q", n), inner, exponents),
        st.builds(lambda a, b: call("emax", positive(a), b, "a.p"), inner, inner),
        st.builds(lambda a, b: call("smooth_step", bounded(a), bounded(b), "a.p"), inner, inner),
        st.builds(lambda a: call("interpolate", TABLE.name, a), inner),
        inner.map(lambda a: call("abs", a)),
        st.builds(lambda f, a, b, c: call(f, a, b, c), st.sampled_from(["min", "max"]), inner, inner, inner),
    )


leaves = st.one_of(st.sampled_from(LEAVES).map(Name), st.sampled_from([0.25, 1.0, 3.0]).map(Number))
trees = st.recursive(leaves, combined, max_leaves=8)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Three states; up to four assignments, each reading those before it; two terms per rate at most."""
    assignments: dict[str, Tree] = {}
    for number in range(draw(st.integers(0, 4))):
        known = [Name(name) for name in assignments]
        one = draw(trees)
        if known:
            one = Operation("*", one, call("tanh", draw(st.sampled_from(known))))
        assignments[f"a.n{number}"] = one
    named = [Name(name) for name in assignments]
    terms = st.one_of(trees, st.sampled_from(named)) if named else trees
    rates = {state: draw(st.lists(terms, min_size=1, max_size=2)) for state in STATES}
    return made(rates, assignments, PARAMETERS, INPUTS)


@st.composite
def points(draw: st.DrawFn, count: int = 5) -> np.ndarray:
    """States, parameters, inputs and time, (8, count)."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return np.vstack(
        [
            rng.uniform(-2, 2, (len(STATES), count)),
            rng.uniform(0.3, 3, (1, count)),
            rng.uniform(1.3, 4, (1, count)),  # b.q is a `most`, which is above 1
            rng.uniform(0.3, 3, (len(PARAMETERS) + len(INPUTS) - 2, count)),
            rng.uniform(0, 48, (1, count)),
        ]
    )


def split(at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """States (n, count), given numbers (n_plain, count) and times (count,) of points."""
    return at[: len(STATES)], at[len(STATES) : -1], at[-1]


def complex_value(tree: Tree, values: Mapping[str, complex]) -> complex:
    """An expression over complex numbers, so that an imaginary nudge carries its derivative.

    Functions that compare do so by the real part. Written from the language's definitions alone.
    """
    match tree:
        case Number():
            return complex(tree.value)
        case Name():
            return values[tree.name]
        case Negative():
            return -complex_value(tree.operand, values)
        case Operation():
            left, right = complex_value(tree.left, values), complex_value(tree.right, values)
            return arithmetic(tree.operator, left, right)
        case Call(function="interpolate"):
            return interpolated(complex_value(tree.arguments[1], values))
    arguments = [complex_value(one, values) for one in tree.arguments]
    return COMPLEX[tree.function](*arguments)


def arithmetic(operator: str, left: complex, right: complex) -> complex:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    if right.imag == 0.0 and right.real == int(right.real):
        result = complex(1.0)
        for _ in range(abs(int(right.real))):
            result *= left
        return result if right.real >= 0 else 1 / result
    return cmath.exp(right * cmath.log(left))


def interpolated(x: complex) -> complex:
    """Along the piece that the real part is on."""
    if x.real <= TABLE.x[0]:
        return complex(TABLE.y[0])
    for left, right, low, high in zip(TABLE.x, TABLE.x[1:], TABLE.y, TABLE.y[1:], strict=False):
        if x.real <= right:
            return low + (high - low) * (x - left) / (right - left)
    return complex(TABLE.y[-1])


def complex_hill(x: complex, half: complex, n: complex) -> complex:
    return 1 / (1 + cmath.exp(-n * cmath.log(x / half)))


COMPLEX = {
    "exp": cmath.exp,
    "expm1": lambda x: cmath.exp(x) - 1,
    "log": cmath.log,
    "log1p": lambda x: cmath.log(1 + x),
    "log10": cmath.log10,
    "sqrt": cmath.sqrt,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tanh": cmath.tanh,
    "abs": lambda x: x if x.real > 0 else -x,
    "min": lambda *several: min(several, key=lambda one: one.real),
    "max": lambda *several: max(several, key=lambda one: one.real),
    "hill": complex_hill,
    "inhibitory_hill": lambda x, half, n: 1 - complex_hill(x, half, n),
    "emax": lambda x, most, half: most * x / (half + x),
    "fold": lambda x, most, n: most / (1 + (most - 1) * cmath.exp(-n * cmath.log(x))),
    "smooth_step": lambda x, at, width: 1 / (1 + cmath.exp(-(x - at) / width)),
}
