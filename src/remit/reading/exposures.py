"""Exposures of inputs, and what series of doses and exposures share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake
from remit.quantity.units import value_in
from remit.reading.documents import ExposureDoc, Quantity
from remit.reading.numbers import Certified
from remit.reading.schema import Kind, LengthOfTime, Listed, Measured, Moment, Schema, whole_from
from remit.reading.yaml_lines import Scalar

Times = Annotated[int, whole_from(1, 1_000_000)]


class ExposureSchema(Certified):
    """An input held at a level for a while, perhaps again and again."""

    level: Measured = Field(description="of the input while it lasts")
    start: Moment | None = Field(
        None, alias="from", description="when it begins; from the beginning when not given"
    )
    until: Moment | None = Field(None, description="when it ends; never when not given")
    every: LengthOfTime | None = Field(None, description="repeat with this period")
    times: Times | None = Field(None, description="how often, the first included")

    def mistakes(self) -> Iterator[Mistake]:
        """Also: it must end after it begins, and a repeated one within its period."""
        yield from super().mistakes()
        yield from series_mistakes(self, self.every, self.times)
        if self.start is not None and self.until is not None and not hours(self.start) < hours(self.until):
            yield self.wrong("until", "the exposure ends before it begins")
        elif self.every is not None:
            if self.until is None:
                yield self.wrong("every", "a repeated exposure needs 'until', the end of its first time")
            elif hours(self.until) - (hours(self.start) if self.start else 0.0) > hours(self.every):
                yield self.wrong("every", "the exposure lasts longer than its period")

    def record(self, target: Scalar) -> ExposureDoc:
        """The frozen record."""
        return ExposureDoc(
            str(target),
            self.level,
            self.start,
            self.until,
            self.every,
            self.times,
            address=self.address,
            **self.origin(),
        )


class PlannedExposureSchema(ExposureSchema):
    """An exposure of a scenario: the experimenter's own choice unless something else is said."""

    kind: Kind = Field(Scalar("defined"), description="where the level comes from")


Exposures = Annotated[tuple[ExposureSchema, ...], Listed]
PlannedExposures = Annotated[tuple[PlannedExposureSchema, ...], Listed]


def series_mistakes(schema: Schema, every: Quantity | None, times: int | None) -> Iterator[Mistake]:
    """Repeats need a period."""
    if times is not None and times > 1 and every is None:
        yield schema.wrong("times", "'times' needs 'every', the interval")


def hours(moment: Quantity) -> float:
    """A time in hours."""
    return value_in(moment.text, "h") if moment.value else 0.0


def exposure_records(exposures: Mapping[Scalar, tuple[ExposureSchema, ...]]) -> tuple[ExposureDoc, ...]:
    """All exposures in the order written."""
    return tuple(one.record(target) for target, group in exposures.items() for one in group)
