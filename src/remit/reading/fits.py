"""Fits: which numbers may move, within which bounds, to meet which observations; their schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake, quoted
from remit.quantity.parameter import Address
from remit.quantity.units import has_same_dimension
from remit.reading.fitted import FitDoc, Free
from remit.reading.schema import AboveZero, FullName, Prose, Schema, Species, Word, whole_from


class FreeSchema(Schema):
    """Bounds, both above 0: a fit moves the logarithm."""

    low: AboveZero = Field(description="lower bound")
    high: AboveZero = Field(description="upper bound")
    start: AboveZero | None = Field(None, description="where to begin; its present value when not given")

    def mistakes(self) -> Iterator[Mistake]:
        """The bounds are a range of one kind of quantity."""
        for key in ("high", "start"):
            value = getattr(self, key)
            if value is not None and not has_same_dimension(value.unit, self.low.unit):
                yield self.wrong(key, f"{key} is in {value.unit}, low in {self.low.unit}")
        if self.high.unit == self.low.unit and not self.low.value < self.high.value:
            yield self.wrong("high", "the upper bound is not above the lower one")

    def record(self, name: str, address: Address) -> Free:
        """The frozen record."""
        return Free(name, self.low, self.high, self.start, address)


class FitSchema(Schema):
    """Numbers to fit and observations to fit them to."""

    fit: Word = Field(description="its name; the calibration it writes bears it too")
    about: Prose | None = Field(None, description="what is fitted, in a sentence")
    species: Species = Field(description="of the observations")
    observations: tuple[Word, ...] = Field(description="names of observations of the library, all 'use: fit'")
    parameters: dict[FullName, FreeSchema] = Field(description="owner.parameter: low, high, start")
    most_rounds: Annotated[int, whole_from(1, 1000)] = Field(30, description="of the least-squares search")

    def mistakes(self) -> Iterator[Mistake]:
        """There is something to fit, and something to fit it to; nothing is named twice."""
        seen: set[str] = set()
        for one in self.observations:
            if str(one) in seen:
                yield Mistake(one.address, f"{quoted(one)} is named twice")
            seen.add(str(one))
        for key in ("observations", "parameters"):
            if not getattr(self, key):
                yield self.wrong(key, f"{key} has no entry")

    def record(self) -> FitDoc:
        """The frozen record."""
        return FitDoc(
            name=str(self.fit),
            about=str(self.about or ""),
            species=str(self.species),
            observations=tuple((str(one), one.address) for one in self.observations),
            parameters=tuple(one.record(str(name), name.address) for name, one in self.parameters.items()),
            most_rounds=self.most_rounds,
            address=self.address,
        )
