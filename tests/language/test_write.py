"""Writing: text that reads back as the same tree, with no bracket too many, and LaTeX."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.language.expression import expression
from remit.language.functions import FUNCTIONS
from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.language.write import number_text, to_latex, to_text

NAMES = st.sampled_from(["a", "hpa.acth", "time", "x_1", "day"]).map(Name)
NUMBERS = st.floats(0, 1e300, allow_nan=False, allow_infinity=False).map(abs).map(Number)


def calls(inside: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Every function of the table with as many arguments as it takes."""
    return st.one_of(
        [
            st.tuples(*(NAMES if rule.startswith("table") else inside for rule in function.units)).map(
                lambda arguments, name=name: Call(name, arguments)  # type: ignore[misc]
            )
            for name, function in FUNCTIONS.items()
        ]
    )


TREES = st.recursive(
    st.one_of(NAMES, NUMBERS),
    lambda inside: st.one_of(
        st.builds(Operation, st.sampled_from(["+", "-", "*", "/", "**"]), inside, inside),
        st.builds(Negative, inside),
        calls(inside),
    ),
    max_leaves=25,
)


@given(TREES)
def test_reading_what_was_written_gives_the_same_tree(plain: Callable[[Tree], Tree], tree: Tree) -> None:
    assert plain(expression(to_text(tree), full_names=True)) == tree


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_so_that_no_bit_is_lost(number: float) -> None:
    assert float(number_text(number)) == number


@pytest.mark.parametrize(
    "text",
    ["a - (b - c)", "a - b - c", "a/(b*c)", "a*b/c", "a*(b/c)", "a**b**c", "(a**b)**c", "-a**2", "(-a)**2",
     "-a*b", "-(a*b)", "a**-b", "a*-b",
     "(a + b)*2", "exp(-a/b)", "max(a, b, 0.5)", "1e-09*a", "a + -b", "--a"],
)  # fmt: skip
def test_no_bracket_is_written_that_is_not_needed(text: str) -> None:
    assert to_text(expression(text)) == text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("plasma/volume", r"\frac{\mathrm{plasma}}{\mathrm{volume}}"),
        ("(a + b)*c", r"\left(a + b\right)\,c"),
        ("a - (b - c)", r"a - \left(b - c\right)"),
        ("a**(b + 1)", "a^{b + 1}"),
        ("(a/b)**2", r"\left(\frac{a}{b}\right)^{2}"),
        ("exp(-a)", "e^{-a}"),
        ("exp(a)**2", r"\left(e^{a}\right)^{2}"),
        ("1e-9*a", r"1 \times 10^{-9}\,a"),
        ("cortisol_rest", r"\mathrm{cortisol\_rest}"),
        ("alpha", r"\alpha"),
        ("max(a, b, c)", r"\max\left(a, b, c\right)"),
        (
            "hill(x + 1, half, 2)",
            r"\frac{\left(x + 1\right)^{2}}{\mathrm{half}^{2} + \left(x + 1\right)^{2}}",
        ),
        ("a*-b", r"a\,\left(-b\right)"),
        ("sqrt(a + b)", r"\sqrt{a + b}"),
    ],
)
def test_latex_of_small_expressions(text: str, latex: str) -> None:
    assert to_latex(expression(text)) == latex


def test_symbols_replace_names() -> None:
    assert to_latex(expression("a*b"), {"a": "C_p"}) == r"C_p\,b"


@given(TREES)
def test_latex_closes_every_brace_and_bracket(tree: Tree) -> None:
    latex = to_latex(tree)
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") == latex.count(r"\right")
