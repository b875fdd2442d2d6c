"""The statements of the equation language: a block of text to assignments, rates and flows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from remit.language.expression import Source, read_expression
from remit.language.lines import AssignmentLine, EquationLine, FlowLine, RateLine
from remit.language.tree import Tree
from remit.quantity.mistakes import Mistake, ReadingError, quoted
from remit.quantity.parameter import Address
from remit.quantity.units import UnitError, unit

LONGEST_STATEMENT = 4000  # characters, continuation lines included
NAME = r"[A-Za-z][A-Za-z0-9_]*"
ASSIGNMENT = re.compile(rf"({NAME})\s*=")
RATE = re.compile(rf"d\s*({NAME})\s*/\s*dt\s*=")
FLOW = re.compile(rf"flow\s+({NAME})\s*->\s*({NAME})\s*=")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its continuation lines: the code in one line, the reasons beside it."""

    source: Source
    reason: str

    @property
    def address(self) -> Address:
        return self.source.address(0)


def read_equations(
    text: str, file: str, *, line: int = 1, column: int = 1
) -> tuple[tuple[EquationLine, ...], tuple[Mistake, ...]]:
    """All statements of a block, and everything wrong with the others.

    Parameters
    ----------
    text : str
        The block, without the indentation of its YAML.
    file : str
        What addresses call the file.
    line, column : int
        Where the block's first character stands in the file, from 1.

    Returns
    -------
    lines : tuple of AssignmentLine, RateLine or FlowLine
        In the order written.
    mistakes : tuple of Mistake
        One or more for each statement that is not in `lines`.
    """
    lines: list[EquationLine] = []
    mistakes: list[Mistake] = []
    for statement in _statements(text, file, line, column):
        try:
            lines.append(_read(statement))
        except ReadingError as error:
            mistakes.extend(error.mistakes)
    return tuple(lines), tuple(mistakes)


def _statements(text: str, file: str, line: int, column: int) -> Iterator[Statement]:
    """Lines joined with the deeper-indented lines that follow them."""
    pieces: list[tuple[int, str, int, int]] = []
    reasons: list[str] = []
    indent, length = 0, 0
    for number, raw in enumerate(text.split("\n"), start=line):
        code, _, reason = raw.partition("#")
        stripped = code.strip()
        if not stripped:
            continue  # a line with only a comment belongs to nobody
        depth = len(code) - len(code.lstrip())
        if pieces and depth <= indent:
            yield Statement(Source(file, tuple(pieces)), " ".join(reasons))
            pieces, reasons, length = [], [], 0
        if not pieces:
            indent = depth
        pieces.append((length, stripped, number, column + depth))
        length += len(stripped) + 1
        if reason.strip():
            reasons.append(reason.strip())
    if pieces:
        yield Statement(Source(file, tuple(pieces)), " ".join(reasons))


def _read(statement: Statement) -> EquationLine:
    """One statement, or a ReadingError with everything wrong in it."""
    source, code, address = statement.source, statement.source.text, statement.address
    if len(code) > LONGEST_STATEMENT:
        raise ReadingError(
            [
                Mistake(
                    address, f"the statement is longer than {LONGEST_STATEMENT} characters; name parts of it"
                )
            ]
        )
    if flow := FLOW.match(code):
        tree = _right_side(source, flow.end(), len(code))
        if flow[1] == flow[2]:
            raise ReadingError([Mistake(address, f"a flow from {flow[1]} to itself moves nothing")])
        return FlowLine(flow[1], flow[2], tree, statement.reason, code, address)
    if rate := RATE.match(code):
        return RateLine(rate[1], _right_side(source, rate.end(), len(code)), statement.reason, code, address)
    if assignment := ASSIGNMENT.match(code):
        return _read_assignment(statement, assignment)
    raise ReadingError([Mistake(address, _what_is_no_statement(code))])


def _read_assignment(statement: Statement, found: re.Match[str]) -> AssignmentLine:
    source, code, address = statement.source, statement.source.text, statement.address
    end = code.rfind(":")
    if end < found.end():
        tail = source.address(len(code) - 1)
        raise ReadingError(
            [Mistake(tail, f"{found[1]} ends without its unit; write ' : unit' after the expression")]
        )
    mistakes: list[Mistake] = []
    unit_text = code[end + 1 :].strip()
    try:
        unit(unit_text)
    except UnitError as error:
        mistakes.append(Mistake(source.address(min(end + 1, len(code) - 1)), str(error)))
    try:
        tree = read_expression(source, found.end(), end)
    except ReadingError as error:
        mistakes.extend(error.mistakes)
    if mistakes:
        raise ReadingError(mistakes)
    return AssignmentLine(found[1], tree, unit_text, statement.reason, code, address)


def _right_side(source: Source, start: int, end: int) -> Tree:
    """The expression of a rate or flow, which carries no unit."""
    colon = source.text.find(":", start)
    if colon >= 0:
        raise ReadingError(
            [Mistake(source.address(colon), "a rate or flow writes no unit: it is the state's unit per hour")]
        )
    return read_expression(source, start, end)


def _what_is_no_statement(code: str) -> str:
    if code.startswith("flow"):
        return "a flow is written 'flow a -> b = expression', with 'nothing' on one side perhaps"
    if "=" in code:
        return f"{quoted(code.split('=')[0].strip())} is no left side; write name, dname/dt, or flow a -> b"
    return (
        f"{quoted(code)} is no statement; write 'name = ... : unit', 'dname/dt = ...' or 'flow a -> b = ...'"
    )
