"""A model on paper says what the program computes."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from remit.language.expression import expression
from remit.language.functions import FUNCTIONS
from remit.language.tree import Call, Name, Negative, Tree
from remit.model.model import Assignment, Model, Rate, State, Table, Term
from remit.present.python import as_python
from remit.present.text import as_latex, as_text
from remit.quantity.parameter import Address

HERE = Address("modules/a.yaml", 1)


def full(text: str) -> Tree:
    """An expression over full names."""
    return expression(text, full_names=True)


def executed(text: str) -> dict[str, object]:
    """The names a printed module defines."""
    names: dict[str, object] = {}
    exec(compile(text, "printed model", "exec"), names)
    return names


def test_the_printed_module_computes_the_right_hand_side(model: Model) -> None:
    printed = executed(as_python(model))
    assert printed["rates"](0.0, [10.0]) == [-2.0 * (10.0 / 10.0) * 1.0]  # type: ignore[operator]
    assert printed["equations"](0.0, [10.0]) == {"substance.concentration": 1.0}  # type: ignore[operator]
    assert printed["start"]() == [0]  # type: ignore[operator]


def test_signs_of_terms_act_on_whole_terms(model: Model) -> None:
    terms = (
        Term(-1, full("substance.volume - substance.plasma"), "", "", HERE),
        Term(1, Negative(full("substance.plasma")), "", "", HERE),
        Term(-1, Negative(full("substance.plasma")), "", "", HERE),
    )
    changed = replace(model, rates=(Rate("substance.plasma", terms),))
    assert executed(as_python(changed))["rates"](0.0, [3.0]) == [-(10.0 - 3.0)]  # type: ignore[operator]


def test_a_table_prints_as_points_and_their_interpolation(model: Model) -> None:
    light = Table("a.light", (0.0, 2.0, 4.0), (0.0, 10.0, 20.0), "mg/L", "1", HERE)
    read = Call("interpolate", (Name("a.light"), Name("substance.concentration")))
    changed = replace(
        model, tables=(light,), rates=(Rate("substance.plasma", (Term(1, read, "", "", HERE),)),)
    )
    assert executed(as_python(changed))["rates"](0.0, [30.0]) == [15.0]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("hill(a.x, 2, 3)", 27 / 35),
        ("inhibitory_hill(a.x, 2, 3)", 8 / 35),
        ("emax(a.x, 4, 5)", 1.5),
        ("fold(a.x, 5, 1)", 15 / 7),
        ("smooth_step(a.x, 3, 0.1)", 0.5),
        ("exp(log(a.x)) + sqrt(a.x*a.x) + min(a.x, 9) - max(a.x, 1)", 6.0),
        ("cos(turn*(time - 12)/day)", 1.0),
        ("-a.x**2", -9.0),
    ],
)
def test_every_function_prints_as_python_that_computes_it(model: Model, call: str, expected: float) -> None:
    changed = replace(
        model,
        states=(State("a.x", "1", full("3"), 1.0, True, "", HERE),),
        assignments=(Assignment("a.answer", full(call), "1", "because", "", HERE),),
        rates=(Rate("a.x", (Term(1, full("a.answer"), "", "", HERE),)),),
    )
    (rate,) = executed(as_python(changed))["rates"](12.0, [3.0])  # type: ignore[operator]
    assert math.isclose(rate, expected, rel_tol=1e-14)


def test_names_that_would_clash_in_python_are_kept_apart(model: Model) -> None:
    states = tuple(State(name, "1", full("1"), 1.0, True, "", HERE) for name in ("a.b_c", "a_b.c"))
    rates = (
        Rate("a.b_c", (Term(1, full("2*a.b_c"), "", "", HERE),)),
        Rate("a_b.c", (Term(1, full("3*a_b.c"), "", "", HERE),)),
    )
    changed = replace(model, states=states, rates=rates, assignments=())
    assert executed(as_python(changed))["rates"](0.0, [1.0, 10.0]) == [2.0, 30.0]  # type: ignore[operator]


def test_the_printed_module_defines_only_functions_it_calls(model: Model) -> None:
    text = as_python(model)
    assert not [name for name in FUNCTIONS if f"def {name}(" in text]


def test_text_and_latex_show_every_state_and_equation(model: Model) -> None:
    text, latex = as_text(model), as_latex(model)
    assert (
        "d substance.plasma/dt = -substance.clearance*substance.concentration*body.drive   # author2001"
        in text
    )
    assert "substance.concentration = substance.plasma/substance.volume : mg/L" in text
    assert r"\frac{d \mathrm{plasma}_{\mathrm{substance}}}{dt} &= -" in latex
    assert latex.count(r"\\") == 1
