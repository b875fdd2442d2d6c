"""Doses as a scenario writes them: their schema and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake
from remit.quantity.units import has_same_dimension
from remit.reading import leaves
from remit.reading.documents import DoseDoc, Quantity
from remit.reading.exposures import Times, hours, series_mistakes
from remit.reading.schema import (
    FullName,
    LengthOfTime,
    Listed,
    Moment,
    NotNegative,
    Owner,
    Prose,
    Reads,
    Schema,
    Word,
    choice,
    or_model,
)
from remit.reading.yaml_lines import Scalar

AMOUNTS = ("mg", "nmol", "1", "IU", "mg/kg", "nmol/kg", "mg/m2", "nmol/m2", "IU/kg", "1/kg")
NOT_WITH_RESET = ("amount", "loading", "every", "times", "until", "over", "rate", "steady_state", "first")


def _reset(scalar: Scalar) -> Scalar:
    return scalar if scalar == "all" else leaves.full_name(scalar)


Duration = Annotated[Quantity | str, or_model(leaves.length_of_time)]
InfusionRate = Annotated[Quantity | str, or_model(leaves.above_zero)]
Reset = Annotated[Scalar, Reads(_reset, {"type": "string"})]


class DoseSchema(Schema):
    """One dose or series of doses, or a reset."""

    drug: Owner | None = Field(None, description="a drug of the scenario")
    by: Word | None = Field(None, description="one of its routes")
    into: FullName | None = Field(None, description="a state, instead of drug and route")
    amount: NotNegative | None = Field(None, description="mass or amount of substance, perhaps per kg or m2")
    loading: NotNegative | None = Field(
        None, description="amount of the first dose of a series, when it differs"
    )
    at_times: Annotated[tuple[Moment, ...], Listed] | None = Field(
        None, alias="at", description="time or times"
    )
    first: Moment | None = Field(None, description="time of the first dose of a series")
    every: LengthOfTime | None = Field(None, description="interval of a series")
    times: Times | None = Field(None, description="number of doses, the first included")
    until: Moment | None = Field(None, description="no dose at or after this time")
    over: Duration | None = Field(None, description="duration of an infusion, or model")
    rate: InfusionRate | None = Field(None, description="rate of an infusion, or model")
    steady_state: Annotated[Scalar, choice("replace", "add")] | None = Field(
        None, description="replace or add"
    )
    reset: Annotated[tuple[Reset, ...], Listed] | None = Field(
        None, description="all, or states put back first"
    )
    about: Prose | None = Field(None, description="why")

    def mistakes(self) -> Iterator[Mistake]:
        """What must, and what cannot, stand together."""
        if self.drug is None and self.into is None:
            yield from self._bare_reset_mistakes()
        else:
            yield from self._target_mistakes()
        yield from self._time_mistakes()
        yield from self._infusion_mistakes()
        if self.reset is not None and not self.reset:
            yield self.wrong("reset", "'reset' names no state; write all, or states")
        if self.reset is not None and len(self.reset) > 1 and "all" in self.reset:
            yield self.wrong("reset", "'all' stands alone")

    def _bare_reset_mistakes(self) -> Iterator[Mistake]:
        if self.by is not None:
            yield self.wrong("by", "'by' needs 'drug'")
        elif self.reset is None:
            yield Mistake(self.address, "a dose names a drug and a route, or a state in 'into'")
        else:
            for key in NOT_WITH_RESET:
                if getattr(self, key) is not None:
                    yield self.wrong(
                        key, f"'{key}' needs a drug or a state in 'into'; a reset alone takes 'at'"
                    )
            if self.at_times is None:
                yield Mistake(self.address, "a reset alone needs its time: 'at'")

    def _target_mistakes(self) -> Iterator[Mistake]:
        if self.drug is not None and self.into is not None:
            yield self.wrong("into", "a dose goes by a drug's route or into a state, not both")
        elif self.drug is not None and self.by is None:
            yield self.wrong("drug", "the route is missing: 'by'")
        elif self.into is not None and self.by is not None:
            yield self.wrong("by", "a dose into a state takes no route")
        if self.amount is None:
            yield Mistake(self.address, "the amount is missing")
        for key in ("amount", "loading"):
            given = getattr(self, key)
            if given is not None and not any(has_same_dimension(given.unit, one) for one in AMOUNTS):
                yield self.wrong(
                    key, f"{given.text!r} is no dose; write a mass or an amount, perhaps per kg or m2"
                )

    def _time_mistakes(self) -> Iterator[Mistake]:
        if self.at_times is not None and self.first is not None:
            yield self.wrong("first", "give 'at' or 'first', not both")
        if self.at_times is not None and not self.at_times:
            yield self.wrong("at", "'at' holds no time")
        if self.every is not None and self.at_times is not None and len(self.at_times) > 1:
            yield self.wrong("every", "a list of times is complete; 'every' goes with 'first'")
        yield from series_mistakes(self, self.every, self.times)
        if self.every is None:
            for key in ("until", "loading", "steady_state"):
                if getattr(self, key) is not None:
                    yield self.wrong(key, f"'{key}' needs 'every', the interval")
        start = self.start()[0]
        if self.until is not None and not hours(start) < hours(self.until):
            yield self.wrong("until", "the series ends before its first dose")

    def _infusion_mistakes(self) -> Iterator[Mistake]:
        if self.over is not None and self.rate is not None:
            yield self.wrong("rate", "give the infusion's duration 'over' or its 'rate', not both")
        for key in ("over", "rate"):
            if getattr(self, key) == "model" and self.drug is None:
                yield self.wrong(key, f"'{key}: model' asks a drug's door, but no drug is given")
        if isinstance(self.rate, Quantity) and not any(
            has_same_dimension(self.rate.unit, f"{one}/h") for one in AMOUNTS
        ):
            yield self.wrong("rate", f"{self.rate.text!r} is no rate of infusion; write an amount per time")

    def start(self) -> tuple[Quantity, ...]:
        """The times given, or the first of the series, or the beginning."""
        if self.at_times:
            return self.at_times
        return (self.first or Quantity("0 h", 0.0, "h", self.address),)

    def record(self) -> DoseDoc:
        """The frozen record."""
        return DoseDoc(
            drug=str(self.drug or ""),
            by=str(self.by or ""),
            into=str(self.into or ""),
            amount=self.amount,
            loading=self.loading,
            at=self.start(),
            every=self.every,
            times=self.times,
            until=self.until,
            over=self.over,
            rate=self.rate,
            steady_state=str(self.steady_state or ""),
            reset=None if self.reset is None else tuple(map(str, self.reset)),
            about=str(self.about or ""),
            address=self.address,
        )
