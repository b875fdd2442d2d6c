"""What a plan must know of a model: where doses can go, what can be driven, what can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from remit.language.tree import Tree
from remit.quantity.parameter import Parameter


class Named(Protocol):
    """Something with a full name and a unit."""

    @property
    def name(self) -> str: ...

    @property
    def unit(self) -> str: ...


class Driven(Named, Protocol):
    """A quantity the experiment drives."""

    @property
    def rest(self) -> float: ...


class Entrance(Protocol):
    """A route by which a drug enters a state."""

    @property
    def drug(self) -> str: ...

    @property
    def route(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def duration(self) -> Tree | None: ...

    @property
    def rate(self) -> Tree | None: ...

    @property
    def molar_mass(self) -> Tree | None: ...


class Interrupted(Protocol):
    """An influence that some arms are without."""

    @property
    def name(self) -> str: ...

    @property
    def arms(self) -> Sequence[str]: ...


class System(Protocol):
    """The part of a model that a plan speaks of."""

    @property
    def states(self) -> Sequence[Named]: ...

    @property
    def inputs(self) -> Sequence[Driven]: ...

    @property
    def parameters(self) -> Sequence[Parameter]: ...

    @property
    def doors(self) -> Sequence[Entrance]: ...

    @property
    def switches(self) -> Sequence[Interrupted]: ...

    @property
    def genes(self) -> Mapping[str, tuple[str, ...]]: ...
