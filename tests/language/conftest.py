"""Trees compared for what they say, not for where they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from remit.language.tree import Call, Name, Negative, Number, Operation, Tree


def without_places(tree: Tree) -> Tree:
    """The tree without its places."""
    match tree:
        case Number():
            return Number(tree.value)
        case Name():
            return Name(tree.name)
        case Negative():
            return Negative(without_places(tree.operand))
        case Call():
            return Call(tree.function, tuple(map(without_places, tree.arguments)))
    return Operation(tree.operator, without_places(tree.left), without_places(tree.right))


@pytest.fixture(scope="session")
def plain() -> Callable[[Tree], Tree]:
    """A function from a tree to the same tree without its places."""
    return without_places
