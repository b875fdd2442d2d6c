"""The table of functions: definitions, references and the properties promised."""

from __future__ import annotations

import math
from operator import add, mul, sub, truediv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.language.expression import expression
from remit.language.functions import FUNCTIONS, as_page, fold, hill, inhibitory_hill, interpolate, smooth_step
from remit.language.tree import Call, Name, Negative, Number, Tree

PAGE = Path(__file__).parents[2] / "docs" / "look_up" / "functions.md"
DEFINED = [
    name
    for name in FUNCTIONS
    if "math." not in FUNCTIONS[name].python and f"{name}(" not in FUNCTIONS[name].python
]
OPERATIONS = {"+": add, "-": sub, "*": mul, "/": truediv, "**": pow}
POSITIVE = st.floats(0.01, 100)


def value(tree: Tree, known: dict[str, float]) -> float:
    """The tree's value, by the references of the functions it calls."""
    match tree:
        case Number():
            return tree.value
        case Name():
            return known[tree.name]
        case Negative():
            return -value(tree.operand, known)
        case Call():
            return FUNCTIONS[tree.function].reference(*(value(one, known) for one in tree.arguments))
    left, right = value(tree.left, known), value(tree.right, known)
    return OPERATIONS[tree.operator](left, right)


def test_the_page_is_made_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_page()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_row_is_whole(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.name == name
    assert len(function.units) == len(function.arguments)
    letters = {word for rule in function.units for word in rule.removeprefix("table ").split()} | {"1"}
    assert function.result.removeprefix("root ") in letters
    stand_ins = (
        {"all": "x, y"} if function.is_open else {argument: argument for argument in function.arguments}
    )
    assert function.latex.format(**stand_ins).count("{") == function.latex.format(**stand_ins).count("}")


def test_the_functions_defined_by_arithmetic_are_the_five_of_pharmacology() -> None:
    assert DEFINED == ["hill", "inhibitory_hill", "emax", "fold", "smooth_step"]


@pytest.mark.parametrize("name", ["hill", "inhibitory_hill", "emax", "fold", "smooth_step"])
@given(data=st.data())
def test_each_reference_computes_its_written_definition(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    known = {argument: data.draw(st.floats(0.1, 5), label=argument) for argument in function.arguments}
    if name == "fold":
        known["most"] += 1.0
    written = value(expression(function.python), known)
    assert function.reference(*known.values()) == pytest.approx(written, rel=1e-12, abs=1e-12)


@given(st.floats(1.001, 100), POSITIVE)
def test_fold_is_exactly_one_at_one_and_never_above_most(most: float, steepness: float) -> None:
    assert fold(1.0, most, steepness) == pytest.approx(1.0, abs=1e-15)
    assert fold(1e12, most, steepness) <= most
    assert fold(0.0, most, steepness) == 0.0


def test_fold_refuses_a_ceiling_below_its_rest() -> None:
    with pytest.raises(ValueError, match="most > 1"):
        fold(2.0, 1.0, 2.0)


@given(POSITIVE, POSITIVE, POSITIVE)
def test_hill_and_its_inhibitory_twin_add_up_to_one(x: float, half: float, n: float) -> None:
    assert hill(x, half, n) + inhibitory_hill(x, half, n) == pytest.approx(1.0, abs=1e-14)
    assert hill(half, half, n) == 0.5
    assert hill(-x, half, n) == 0.0
    assert inhibitory_hill(-x, half, n) == 1.0


@given(st.floats(-1e6, 1e6), st.floats(-100, 100), POSITIVE)
def test_a_smooth_step_stays_between_zero_and_one(x: float, at: float, width: float) -> None:
    assert 0.0 <= smooth_step(x, at, width) <= 1.0
    assert smooth_step(at, at, width) == 0.5


def test_interpolation_is_straight_between_points_and_flat_outside() -> None:
    table = ((0.0, 6.0, 24.0), (0.0, 1.0, 4.0))
    assert [interpolate(table, x) for x in (-1, 0, 3, 6, 15, 24, 99)] == [0.0, 0.0, 0.5, 1.0, 2.5, 4.0, 4.0]


def test_functions_of_one_plain_argument_are_those_of_pythons_math() -> None:
    for name in ("exp", "expm1", "log", "log1p", "log10", "sin", "cos", "tanh", "sqrt"):
        assert FUNCTIONS[name].reference is getattr(math, name)
        assert FUNCTIONS[name].python == f"math.{name}(x)"


def test_open_functions_take_two_to_twenty_arguments() -> None:
    assert [FUNCTIONS["max"].takes(count) for count in (1, 2, 20, 21)] == [False, True, True, False]
    assert FUNCTIONS["max"].signature == "max(x, y, ...)"
    assert FUNCTIONS["max"].unit_rules(3) == ("a", "a", "a")
