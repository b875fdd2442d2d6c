"""Arithmetic as text to a tree, through Python's own parser and a list of what is allowed."""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass
from typing import NoReturn

from remit.language.functions import FUNCTIONS, MOST_ARGUMENTS
from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address

DEEPEST = 100  # levels of a tree; 100 terms in one sum
MOST_BRACKETS = 50  # open at once
OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
ODD = re.compile(r"[^A-Za-z0-9_ .,+\-*/()<>=!%&|^~@\[\]{}:]")
NUMBER_LIKE = re.compile(
    r"(?<![A-Za-z0-9_.])(?:[0-9][A-Za-z0-9_.]*(?:(?<=[eE])[+-][0-9]+[A-Za-z0-9_.]*)?|\.[0-9][A-Za-z0-9_.]*)"
)
NUMBER = re.compile(r"(?:[0-9]{1,60}\.?[0-9]{0,60}|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,3})?")
NO_NUMBERS = ("nan", "inf", "infinity")
INSTEAD = {
    "IfExp": " (if ... else); a switch is smooth_step(x, at, width)",
    "Compare": " (<, >, ==); a switch is smooth_step(x, at, width), min or max",
    "BoolOp": " (and, or); a switch is smooth_step(x, at, width), min or max",
    "BitXor": " ('^'); a power is written **",
    "FloorDiv": " ('//')",
    "Mod": " ('%')",
    "Tuple": " (a comma outside of a function's brackets); decimals are written with a point",
    "NamedExpr": " (':='); give the part a line of its own",
    "ListComp": " (loops); write the terms out",
    "GeneratorExp": " (loops); write the terms out",
    "Lambda": " (functions of one's own); write the arithmetic out",
    "Call": " of what is no function's name",
    "Subscript": " (square brackets); a table is read by interpolate(table, x)",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Text that stands in a file, perhaps over several lines, joined by single spaces."""

    file: str
    pieces: tuple[
        tuple[int, str, int, int], ...
    ]  # (offset in text, text, line, column of its first character)

    @property
    def text(self) -> str:
        return " ".join(piece for _, piece, _, _ in self.pieces)

    def address(self, offset: int) -> Address:
        """Where the character at an offset of the joined text stands."""
        start, _, line, column = [piece for piece in self.pieces if piece[0] <= max(offset, 0)][-1]
        return Address(self.file, line, column + offset - start if column else 0)


def expression(text: str, address: Address | None = None, *, full_names: bool = False) -> Tree:
    """The tree of an expression that stands alone.

    Parameters
    ----------
    text : str
        The arithmetic, in one line.
    address : Address, optional
        Where its first character stands.
    full_names : bool
        Whether 'owner.quantity' is a name.

    Raises
    ------
    ReadingError
        With everything in it that the language does not know.
    """
    here = address or Address("expression", 1, 1)
    plain = text.replace("\n", " ")
    return read_expression(
        Source(here.file, ((0, plain, here.line, here.column),)), 0, len(plain), full_names=full_names
    )


def read_expression(source: Source, start: int, end: int, *, full_names: bool = False) -> Tree:
    """The tree of source.text[start:end]; raises ReadingError with every mistake in it."""
    text = source.text[start:end]
    skipped = len(text) - len(text.lstrip())
    text, start = text.strip(), start + skipped
    _refuse_before_parsing(text, source, start)
    try:
        body = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        # Python words its syntax errors differently from version to version; the place is what helps.
        place = max((error.offset or 1) - 1, 0)
        rest = text[place : place + 20] or "the end"
        _refuse(source, start + min(place, len(text) - 1), f"this is no arithmetic, near {quoted(rest)}")
    except (RecursionError, MemoryError, ValueError):
        _refuse(source, start, "the expression is too deeply nested; name parts of it")
    reader = _Reader(source, start, text, full_names)
    tree = reader.read(body, 1)
    if reader.mistakes:
        raise ReadingError(reader.mistakes)
    return tree


def _refuse(source: Source, offset: int, text: str) -> NoReturn:
    raise ReadingError([Mistake(source.address(offset), text)])


def _refuse_before_parsing(text: str, source: Source, start: int) -> None:
    """What Python's parser would accept, warn about or choke on."""
    if not text:
        _refuse(source, start, "an expression is missing")
    if odd := ODD.search(text):
        hint = "; texts in quotes have no place in them" if odd.group() in "'\"" else ""
        _refuse(
            source, start + odd.start(), f"equations do not use the character {quoted(odd.group())}{hint}"
        )
    mistakes = [
        Mistake(
            source.address(start + found.start()),
            f"{quoted(found.group())} is no number{_hint(found.group())}",
        )
        for found in NUMBER_LIKE.finditer(text)
        if not NUMBER.fullmatch(found.group()) or not math.isfinite(float(found.group()))
    ]
    if mistakes:
        raise ReadingError(mistakes)
    if text[-1] in "+-*/":
        _refuse(source, start + len(text) - 1, "this is no arithmetic: nothing follows the last operator")
    _refuse_open_brackets(text, source, start)


def _refuse_open_brackets(text: str, source: Source, start: int) -> None:
    """Brackets must close, in the end and not too early, and too many may not be open at once."""
    opened: list[int] = []
    for offset, character in enumerate(text):
        if character in "([{":
            opened.append(offset)
        elif character in ")]}":
            if not opened:
                _refuse(
                    source, start + offset, "this is no arithmetic: the bracket closed here was never opened"
                )
            opened.pop()
        depth = len(opened)
        if depth > MOST_BRACKETS:
            _refuse(
                source,
                start + offset,
                f"more than {MOST_BRACKETS} brackets are open; name parts of the expression",
            )
    if opened:
        _refuse(source, start + opened[-1], "this is no arithmetic: the bracket opened here is never closed")


def _hint(text: str) -> str:
    if NUMBER.fullmatch(text):
        return " a computer can hold"
    return "; units stand in parameters, never inside equations" if text[-1].isalpha() else ""


class _Reader:
    """One walk over Python's tree; mistakes are gathered, and stand-ins keep the walk going."""

    def __init__(self, source: Source, start: int, text: str, full_names: bool) -> None:
        self.source, self.start, self.text, self.full_names = source, start, text, full_names
        self.mistakes: list[Mistake] = []

    def read(self, node: ast.expr, depth: int) -> Tree:
        """The tree below one node; anything not on the list becomes a mistake and a 0."""
        address = self.source.address(self.start + node.col_offset)
        place = (address.column, address.line)
        if depth > DEEPEST:
            if not any("too deeply nested" in mistake.text for mistake in self.mistakes):
                self._wrong(
                    node, f"the expression is too deeply nested (over {DEEPEST} levels); name parts of it"
                )
            return Number(0.0, *place)
        match node:
            case ast.Constant(value=bool()):
                return self._refused(node, "True and False")
            case ast.Constant(value=int() | float() as value):
                return Number(float(value), *place)
            case ast.Name(id=name) if name.lower() not in NO_NUMBERS:
                return Name(name, *place)
            case ast.Attribute(value=ast.Name(id=name)) if self.full_names:
                return Name(f"{name}.{node.attr}", *place)
            case ast.BinOp() if type(node.op) in OPERATORS:
                left, right = self.read(node.left, depth + 1), self.read(node.right, depth + 1)
                return Operation(OPERATORS[type(node.op)], left, right, *place)
            case ast.UnaryOp(op=ast.USub()):
                return Negative(self.read(node.operand, depth + 1), *place)
            case ast.Call(func=ast.Name(id=name)):
                return self._call(node, name, depth, place)
        return self._refused(node, _kind_of(node))

    def _call(self, node: ast.Call, name: str, depth: int, place: tuple[int, int]) -> Tree:
        """A call of a function in the table, with as many arguments as it takes."""
        for keyword in node.keywords:
            self._wrong(keyword.value, f"equations do not support keyword arguments; call {name} by position")
        function = FUNCTIONS.get(name)
        if function is None:
            self._wrong(node, f"unknown function {quoted(name)}{suggestion(name, FUNCTIONS)}")
        elif not node.keywords and not function.takes(len(node.args)):
            some = f"2 to {MOST_ARGUMENTS}" if function.is_open else str(len(function.arguments))
            self._wrong(node, f"{function.signature} takes {some} arguments, not {len(node.args)}")
        elif name == "interpolate" and node.args and not self._is_name(node.args[0]):
            self._wrong(node.args[0], "the first argument of interpolate is the name of a table")
        return Call(name, tuple(self.read(argument, depth + 1) for argument in node.args), *place)

    def _is_name(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) or (self.full_names and isinstance(node, ast.Attribute))

    def _refused(self, node: ast.expr, what: str) -> Tree:
        self._wrong(node, f"equations do not support {what}{INSTEAD.get(what, '')}")
        return Number(0.0)

    def _wrong(self, node: ast.expr, text: str) -> None:
        self.mistakes.append(Mistake(self.source.address(self.start + node.col_offset), text))


def _kind_of(node: ast.expr) -> str:
    """Python's own name of what was written, the operator's where that is what is wrong."""
    match node:
        case ast.Name():
            return f"{quoted(node.id)}; every number is finite"
        case ast.BinOp() | ast.UnaryOp():
            return type(node.op).__name__
        case ast.Attribute():
            return "names with a dot; import the quantity under uses"
    return type(node).__name__
