"""Drugs: modules with doors for doses; their schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake, suggestion
from remit.reading.documents import DoorDoc, ModuleDoc, RatioDoc, UsualDoc
from remit.reading.modules import Acting
from remit.reading.numbers import Certified
from remit.reading.schema import (
    AboveZero,
    Expression,
    LengthOfTime,
    LocalName,
    Owner,
    Schema,
    ShortFor,
    Word,
    plain_between,
)
from remit.reading.yaml_lines import Scalar


class DoorSchema(Schema):
    """Where doses of one route enter, and what happens to them on the way."""

    into: LocalName = Field(description="a state of the drug")
    bioavailability: Expression | None = Field(None, description="fraction that arrives, over parameters")
    lag: Expression | None = Field(None, description="delay [h], over parameters")
    duration: Expression | None = Field(None, description="infusion time [h] of doses with 'over: model'")
    rate: Expression | None = Field(None, description="infusion rate [state/h] of doses with 'rate: model'")
    molar_mass: Expression | None = Field(
        None, description="turns doses in mass into amount of substance and back"
    )

    def record(self, route: Scalar) -> DoorDoc:
        """The frozen record."""
        trees = (self.bioavailability, self.lag, self.duration, self.rate, self.molar_mass)
        return DoorDoc(str(route), str(self.into), *trees, address=route.address)


Door = Annotated[DoorSchema, ShortFor("into")]


class UsualSchema(Schema):
    """How an adult patient ordinarily takes it."""

    by: Word = Field(description="a route of doses_into")
    amount: AboveZero = Field(description="of one dose")
    every: LengthOfTime = Field(description="interval")

    def record(self) -> UsualDoc:
        """The frozen record."""
        return UsualDoc(str(self.by), self.amount, self.every, self.address)


class RatioSchema(Certified):
    """A published ratio of another drug's area under the curve, beside this one over alone."""

    ratio: Annotated[float, plain_between(0, 1e6)] = Field(description="1 is no change")
    low: Annotated[float, plain_between(0, 1e6)] | None = Field(None, description="of its band")
    high: Annotated[float, plain_between(0, 1e6)] | None = Field(None, description="of its band")

    def record(self) -> RatioDoc:
        """The frozen record."""
        origin = self.origin()
        del origin["kind"]
        return RatioDoc(self.ratio, self.low, self.high, address=self.address, **origin)


class DrugSchema(Acting):
    """A module with doors for doses."""

    drug: Owner = Field(description="its name, as the file's")
    doses_into: dict[Word, Door] = Field({}, description="route: where its doses enter")
    modules: tuple[Owner, ...] = Field((), description="modules it brings with it")
    raises: dict[Owner, RatioSchema] = Field({}, description="other drug: published ratio of its exposure")
    usual: UsualSchema | None = Field(None, description="how an adult patient takes it: by, amount, every")

    def mistakes(self) -> Iterator[Mistake]:
        """Also: the usual route is one of its routes."""
        yield from super().mistakes()
        if self.usual is not None and self.usual.by not in self.doses_into:
            near = suggestion(self.usual.by, sorted(self.doses_into))
            yield self.usual.wrong("by", f"there is no route '{self.usual.by}'{near}")

    def record(self) -> ModuleDoc:
        """The frozen record."""
        needs = tuple((str(one), one.address) for one in self.modules)
        usual = None if self.usual is None else self.usual.record()
        raises = {str(name): one.record() for name, one in self.raises.items()}
        return replace(super().record(), needs=needs, usual=usual, raises=raises)

    def _doors(self) -> tuple[DoorDoc, ...]:
        return tuple(door.record(route) for route, door in self.doses_into.items())
