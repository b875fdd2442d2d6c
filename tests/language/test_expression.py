"""Expressions: what is arithmetic becomes a tree, everything else is refused by name."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.language.expression import DEEPEST, expression
from remit.language.functions import FUNCTIONS
from remit.language.tree import Call, Name, Negative, Number, Operation, Tree, children
from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address

A, B, C = (Name(name) for name in "abc")


def complaints(text: str) -> str:
    with pytest.raises(ReadingError) as caught:
        expression(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b*c", Operation("+", A, Operation("*", B, C))),
        ("a - b - c", Operation("-", Operation("-", A, B), C)),
        ("a**b**c", Operation("**", A, Operation("**", B, C))),
        ("-a**2", Negative(Operation("**", A, Number(2.0)))),
        ("a/-b", Operation("/", A, Negative(B))),
        ("1e-3", Number(0.001)),
        (".5", Number(0.5)),
        ("max(a, b, 0)", Call("max", (A, B, Number(0.0)))),
        ("interpolate(a, b)", Call("interpolate", (A, B))),
        ("  ( a )  ", A),
    ],
)
def test_arithmetic_is_read_as_python_reads_it(plain: Callable[[Tree], Tree], text: str, tree: Tree) -> None:
    assert plain(expression(text)) == tree


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("1 if a else b", "IfExp"),
        ("a < b", "Compare"),
        ("a and b", "BoolOp"),
        ("not a", "Not"),
        ("+a", "UAdd"),
        ("~a", "Invert"),
        ("a // b", "FloorDiv"),
        ("a % b", "Mod"),
        ("a @ b", "MatMult"),
        ("a ^ b", "BitXor"),
        ("a | b", "BitOr"),
        ("(lambda: 1)", "Lambda"),
        ("[a]", "List"),
        ("(a, b)", "Tuple"),
        ("{a}", "Set"),
        ("{a: b}", "Dict"),
        ("[a for a in b]", "ListComp"),
        ("a[0]", "Subscript"),
        ("exp(*a)", "Starred"),
        ("exp(x=a)", "keyword arguments"),
        ("a.b", "names with a dot"),
        ("exp.b", "names with a dot"),
        ("True", "True and False"),
        ("None", "Constant"),
        ("(a := b)", "NamedExpr"),
        ("(yield)", "Yield"),
        ("await a", "Await"),
        ("exp(a)(b)", "Call"),
        ("nan", "'nan'"),
        ("Infinity", "'Infinity'"),
    ],
)
def test_everything_else_is_refused_by_name(text: str, named: str) -> None:
    assert f"equations do not support {named}" in complaints(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "an expression is missing"),
        ("a b", "this is no arithmetic, near 'b'"),
        ("a +", "this is no arithmetic"),
        ("((a)", "this is no arithmetic"),
        ("1_000", "'1_000' is no number"),
        ("0x10", "'0x10' is no number"),
        ("1j", "'1j' is no number"),
        ("10mg", "units stand in parameters"),
        ("1e999", "no number a computer can hold"),
        ("9" * 400, "is no number"),
        ("'text'", "do not use the character"),
        ('f"{a}"', "do not use the character"),
        ("a; b", "do not use the character"),
        ("a\\b", "do not use the character"),
        ("é + 1", "do not use the character 'é'"),
        ("٣", "do not use the character"),
        ("hil(a, b, c)", "unknown function 'hil'; did you mean 'hill'?"),
        ("hill(a, b)", "hill(x, half, n) takes 3 arguments, not 2"),
        ("max(a)", "takes 2 to 20 arguments, not 1"),
        ("max(" + "a," * 21 + ")", "not 21"),
        ("interpolate(2, a)", "the first argument of interpolate is the name of a table"),
        ("exp()", "takes 1 arguments, not 0"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text: str, complaint: str) -> None:
    assert complaint in complaints(text)


def test_literals_are_never_evaluated() -> None:
    tower = expression("10**10**10**10")
    assert isinstance(tower, Operation)
    assert tower.left == Number(10.0, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "a" + ")" * 5000,
        "-" * 5000 + "a",
        "+".join("a" * 5000),
        "a**" * 5000 + "a",
        "abs(" * 5000,
        "[" * 5000,
    ],
)
def test_depth_is_refused_rather_than_run_out_of(text: str) -> None:
    assert "name parts of" in complaints(text)


def test_a_sum_of_a_hundred_terms_is_not_too_deep() -> None:
    tree = expression(" + ".join(["a"] * DEEPEST))
    depth, node = 1, tree
    while children(node):
        depth, node = depth + 1, children(node)[0]
    assert depth == DEEPEST
    assert "too deeply nested" in complaints(" + ".join(["a"] * (DEEPEST + 1)))


def test_all_mistakes_are_told_at_once_with_their_columns() -> None:
    with pytest.raises(ReadingError) as caught:
        expression("hil(a) + (b < c) + d.e", Address("m.yaml", 7, 11))
    assert [(one.address.line, one.address.column) for one in caught.value.mistakes] == [
        (7, 11),
        (7, 21),
        (7, 30),
    ]


def test_full_names_are_names_only_where_they_are_allowed() -> None:
    assert expression("hpa.acth", full_names=True) == Name("hpa.acth", 1, 1)
    with pytest.raises(ReadingError):
        expression("a.b.c", full_names=True)


WORDS = st.sampled_from(
    [*FUNCTIONS, *"abc", "1", "1e5", ".", "(", ")", ",", "+", "-", "*", "**", "/", " ", "if", "[", "="]
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map("".join)))
def test_no_text_makes_reading_fail_with_anything_but_its_own_error(text: str) -> None:
    with contextlib.suppress(ReadingError):
        assert isinstance(expression(text), Tree)
