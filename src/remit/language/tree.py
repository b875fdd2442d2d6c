"""The expression tree: what an equation line becomes, and what every later stage reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Number:
    """A literal, without a unit."""

    value: float
    column: int = 0  # 1-based column in its line, for messages
    line: int = 0  # 1-based line in its file, for messages; 0 when unknown


@dataclass(frozen=True, slots=True)
class Name:
    """A reference: local while reading ('acth'), full after assembly ('hpa.acth'); or time, day, turn."""

    name: str
    column: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """left operator right, with operator one of + - * / **."""

    operator: str
    left: Tree
    right: Tree
    column: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Negative:
    """-operand."""

    operand: Tree
    column: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """function(arguments), the function being a row of language/functions.py."""

    function: str
    arguments: tuple[Tree, ...]
    column: int = 0
    line: int = 0


Tree = Number | Name | Operation | Negative | Call


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below this one, left to right."""
    match tree:
        case Operation():
            return (tree.left, tree.right)
        case Negative():
            return (tree.operand,)
        case Call():
            return tree.arguments
    return ()


def names_read(tree: Tree) -> Iterator[Name]:
    """Every name in the tree, left to right, repeats included."""
    if isinstance(tree, Name):
        yield tree
    for child in children(tree):
        yield from names_read(child)


def renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    """A copy in which every name found in `names` is replaced by its new one."""
    match tree:
        case Name():
            return replace(tree, name=names.get(tree.name, tree.name))
        case Operation():
            return replace(tree, left=renamed(tree.left, names), right=renamed(tree.right, names))
        case Negative():
            return replace(tree, operand=renamed(tree.operand, names))
        case Call():
            return replace(tree, arguments=tuple(renamed(argument, names) for argument in tree.arguments))
    return tree
