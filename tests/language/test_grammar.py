"""Statements: assignments, rates and flows, with the place of every name."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.language.grammar import LONGEST_STATEMENT, read_equations
from remit.language.lines import AssignmentLine, FlowLine, RateLine
from remit.language.tree import names_read
from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address

BLOCK = """\
restraint = (rest/cortisol)**feedback   : 1    # author2010 eq. 2

# a comment of nobody
flow nothing -> acth = loss*rest*stress
    *drive                # matter
      *restraint          # moves
flow acth -> nothing = loss*acth
dcortisol/dt = loss*(rest - cortisol)
d mood/dt=0
"""


def complaint(line: str) -> str:
    lines, mistakes = read_equations(line, "m.yaml", line=5, column=3)
    assert not lines
    return "\n".join(map(str, mistakes))


def test_each_statement_is_read_with_its_unit_and_reason() -> None:
    lines, mistakes = read_equations(BLOCK, "m.yaml", line=10, column=3)
    assert not mistakes
    restraint, gain, loss, cortisol, mood = lines
    assert isinstance(restraint, AssignmentLine)
    assert (restraint.name, restraint.unit, restraint.reason) == ("restraint", "1", "author2010 eq. 2")
    assert isinstance(gain, FlowLine)
    assert (gain.source, gain.target, gain.reason) == ("nothing", "acth", "matter moves")
    assert gain.text == "flow nothing -> acth = loss*rest*stress *drive *restraint"
    assert isinstance(loss, FlowLine)
    assert (loss.source, loss.target, loss.reason) == ("acth", "nothing", "")
    assert isinstance(cortisol, RateLine)
    assert isinstance(mood, RateLine)
    assert (cortisol.state, mood.state) == ("cortisol", "mood")


def test_every_name_knows_its_line_and_column_on_continued_lines_too() -> None:
    lines, _ = read_equations(BLOCK, "m.yaml", line=10, column=3)
    raw = BLOCK.split("\n")
    for line in lines:
        for name in names_read(line.tree):
            text = "  " + raw[name.line - 10]
            assert text[name.column - 1 :].startswith(name.name)
    assert [line.address for line in lines] == [Address("m.yaml", n, 3) for n in (10, 13, 16, 17, 18)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("y = 3", "m.yaml:5:7 y ends without its unit"),
        ("y = 3 :", "m.yaml:5:9 a unit is missing"),
        ("y = 3 : mgg", "unknown unit 'mgg'; did you mean 'mg'?"),
        ("y = : mg", "an expression is missing"),
        ("dx/dt = 1 : mg/h", "m.yaml:5:13 a rate or flow writes no unit"),
        ("flow a -> b = 1 : mg", "writes no unit"),
        ("flow a -> a = 1", "a flow from a to itself moves nothing"),
        ("flow nothing -> nothing = 1", "moves nothing"),
        ("flow a b = 2", "a flow is written 'flow a -> b = expression'"),
        ("3 = 4 : 1", "'3' is no left side"),
        ("a.b = 4 : 1", "'a.b' is no left side"),
        ("hello", "is no statement"),
        ("a == b : 1", "no arithmetic"),
        ("x = 1 if a else b : 1", "m.yaml:5:7 equations do not support IfExp"),
        ("x = a : 1\n  : mg", "no arithmetic, near ': 1'"),
        ("x = " + "a + " * LONGEST_STATEMENT + "a : 1", "longer than"),
    ],
)
def test_what_is_no_statement_is_refused_with_its_place(line: str, expected: str) -> None:
    assert expected in complaint(line)


def test_unit_and_expression_are_both_told_when_both_are_wrong() -> None:
    told = complaint("x = hil(a) : mgg")
    assert "unknown function" in told
    assert "unknown unit" in told


def test_a_mistake_in_one_statement_does_not_hide_the_others() -> None:
    lines, mistakes = read_equations("a = 1 : 1\nb = 2\nc = 3 : h\nd\n", "m.yaml")
    assert [line.address.line for line in lines] == [1, 3]
    assert [one.address.line for one in mistakes] == [2, 4]


@given(st.text(alphabet="abdt123 =:/->flow#\n*()'\t", max_size=120))
def test_no_block_makes_reading_fail(text: str) -> None:
    lines, mistakes = read_equations(text, "m.yaml")
    has_code = any(line.split("#")[0].strip() for line in text.split("\n"))
    assert bool(lines or mistakes) == has_code


@given(st.text(max_size=80))
def test_any_other_text_does_neither(text: str) -> None:
    with contextlib.suppress(ReadingError):
        lines, _ = read_equations(text, "m.yaml")
        assert all(line.address.line >= 1 for line in lines)
