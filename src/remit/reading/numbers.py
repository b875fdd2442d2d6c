"""Numbers with their birth certificates, changes of numbers, tables, and exposures of inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from remit.quantity.mistakes import Mistake, quoted
from remit.quantity.parameter import Spread
from remit.quantity.units import difference, has_same_dimension, unit
from remit.reading.documents import ChangeDoc, NumberDoc, Quantity
from remit.reading.schema import (
    Kind,
    Listed,
    Measured,
    Prose,
    Schema,
    Seen,
    ShortFor,
    SourceKey,
    Species,
    UnitText,
    choice,
    plain_between,
)
from remit.reading.yaml_lines import Scalar

WITHOUT_SOURCE = ("assumed", "defined")
WITH_NOTE = ("assumed", "derived")


class Certified(Schema):
    """Where a number comes from."""

    kind: Kind = Field(description="measured, in_vitro, derived, calibrated, assumed or defined")
    source: SourceKey | None = Field(
        None, description="key in references.bib; required unless assumed or defined"
    )
    at: Prose | None = Field(None, description="page, table, figure or equation in the source")
    seen: Seen | None = Field(
        None, description="read in the source, or recalled from memory; required with a source"
    )
    note: Prose | None = Field(None, description="the argument or formula; required when assumed or derived")

    def mistakes(self) -> Iterator[Mistake]:
        """The rules between kind, source, seen and note."""
        if self.source is None and self.kind not in WITHOUT_SOURCE:
            yield self.wrong("kind", f"a number that is {self.kind} needs its source")
        if self.source is not None and self.seen is None:
            yield self.wrong("source", "a source needs 'seen: read' or 'seen: recalled'")
        for key in ("at", "seen"):
            if self.source is None and getattr(self, key) is not None:
                yield self.wrong(key, f"'{key}' says where in a source, but no source is given")
        if self.kind in WITH_NOTE and self.note is None:
            yield self.wrong("kind", f"a number that is {self.kind} needs a note with the argument")

    def origin(self) -> dict[str, str]:
        """The five keys as the fields of a record."""
        keys = ("kind", "source", "at", "seen", "note")
        return {key: str(getattr(self, key) or "") for key in keys}


class SpreadSchema(Schema):
    """How a number differs between persons."""

    cv: Annotated[float, plain_between(0, 10)] = Field(description="coefficient of variation")
    shape: Annotated[Scalar, choice("lognormal", "normal")] = Field(
        Scalar("lognormal"), description="of the distribution"
    )
    source: SourceKey | None = Field(None, description="key in references.bib")

    def record(self) -> Spread:
        """The frozen record."""
        return Spread(self.cv, str(self.shape), str(self.source or ""))


class NumberOfBody(Certified):
    """A number of an individual, whose species it has."""

    value: Measured = Field(description="as printed in the source, in the source's unit")
    unit: UnitText | None = Field(None, description="the unit equations use; that of value when not given")
    species: Species | None = Field(None, description="human, rat, mouse or any")
    spread: SpreadSchema | None = Field(None, description="how it differs between persons")
    about: Prose | None = Field(None, description="what it is")

    def mistakes(self) -> Iterator[Mistake]:
        """Also: the published unit must convert."""
        yield from super().mistakes()
        if self.unit is not None and not has_same_dimension(self.value.unit, self.unit):
            apart = difference(unit(self.value.unit), unit(self.unit))
            yield self.wrong("unit", f"value and unit {apart}{missing_unit(self.value)}")

    def record(self, species: str = "") -> NumberDoc:
        """The frozen record."""
        spread = self.spread.record() if self.spread else None
        return NumberDoc(
            value=self.value,
            unit=self.unit or self.value.unit,
            species=str(self.species or species),
            about=str(self.about or ""),
            spread=spread,
            address=self.address,
            **self.origin(),
        )


class NumberSchema(NumberOfBody):
    """One value of a parameter, for one species."""

    species: Species = Field(description="human, rat, mouse or any")


def missing_unit(value: Quantity) -> str:
    """The end of a message about units that differ, when the value has none."""
    return f"; is the unit after {quoted(value.text)} missing?" if value.unit == "1" else ""


Numbers = Annotated[tuple[NumberSchema, ...], Listed]


def number_records(numbers: Mapping[Scalar, tuple[NumberSchema, ...]]) -> dict[str, tuple[NumberDoc, ...]]:
    """Parameters as records, one number per species."""
    return {str(name): tuple(one.record() for one in group) for name, group in numbers.items()}


def species_twice(numbers: Mapping[Scalar, tuple[NumberSchema, ...]]) -> Iterator[Mistake]:
    """Parameters without a value or with two values for one species; units that differ between species."""
    for name, group in numbers.items():
        if not group:
            yield Mistake(name.address, f"{name} has no value")
        seen: set[str] = set()
        for one in group:
            if one.species in seen:
                yield one.wrong("species", f"{name} has two values for {one.species}")
            seen.add(one.species)
            first = group[0].record().unit
            if wrong := difference(unit(first), unit(one.record().unit)):
                yield one.wrong(
                    "unit", f"the units of {name} for two species {wrong}; give both the same 'unit'"
                )


class ChangeSchema(Certified):
    """One hand on a number: times, to or plus."""

    times: Measured | None = Field(None, description="multiply by a plain number")
    to: Measured | None = Field(None, description="replace")
    plus: Measured | None = Field(None, description="add")

    def mistakes(self) -> Iterator[Mistake]:
        """Also: exactly one verb, and a factor is a plain number."""
        yield from super().mistakes()
        if len(self.verbs()) != 1:
            yield Mistake(self.address, "exactly one of times, to and plus is needed")
        if self.times is not None and not has_same_dimension(self.times.unit, "1"):
            yield self.wrong("times", f"'times' takes a plain number, not {self.times.text!r}")

    def verbs(self) -> list[Literal["times", "to", "plus"]]:
        """Those that are given."""
        return [verb for verb in ("times", "to", "plus") if getattr(self, verb) is not None]

    def record(self, parameter: Scalar) -> ChangeDoc:
        """The frozen record."""
        verb = self.verbs()[0]
        return ChangeDoc(
            str(parameter), verb, getattr(self, verb), address=parameter.address, **self.origin()
        )


class GeneSchema(ChangeSchema):
    """What a gene makes, relative to the wild type."""

    def mistakes(self) -> Iterator[Mistake]:
        """Also: a gene is scaled, and makes no less than nothing."""
        yield from super().mistakes()
        if self.times is None:
            yield Mistake(self.address, "a gene is scaled; write 'times'")
        elif self.times.value < 0:
            yield self.wrong("times", "a gene makes no less than nothing")


class CalibratedSchema(ChangeSchema):
    """A fitted number."""

    def mistakes(self) -> Iterator[Mistake]:
        """Also: a calibration replaces, whatever the number was before."""
        yield from super().mistakes()
        if self.to is None:
            yield Mistake(self.address, "a calibration replaces numbers; write 'to'")


class SetSchema(ChangeSchema):
    """A number the scenario changes, because."""

    kind: Kind = Field(Scalar("assumed"), description="of the new number")
    because: Prose = Field(description="why")

    def mistakes(self) -> Iterator[Mistake]:
        """'because' is the note."""
        needs_note = "needs a note"
        yield from (one for one in super().mistakes() if needs_note not in one.text)

    def record(self, parameter: Scalar) -> ChangeDoc:
        """The frozen record."""
        verb, origin = self.verbs()[0], self.origin()
        origin["note"] = "; ".join(text for text in (str(self.because), origin["note"]) if text)
        return ChangeDoc(str(parameter), verb, getattr(self, verb), address=parameter.address, **origin)


class SetGeneSchema(GeneSchema):
    """What a gene makes in this scenario; a plain number may stand alone."""

    kind: Kind = Field(Scalar("assumed"), description="of the new number")
    because: Prose | None = Field(None, description="why")

    def mistakes(self) -> Iterator[Mistake]:
        """'because' is the note, and a knock-out needs none."""
        yield from (one for one in super().mistakes() if "needs a note" not in one.text)

    def record(self, parameter: Scalar) -> ChangeDoc:
        """The frozen record."""
        origin = self.origin()
        origin["note"] = "; ".join(text for text in (str(self.because or ""), origin["note"]) if text)
        times = self.times or Quantity("1", 1.0, "1", self.address)
        return ChangeDoc(str(parameter), "times", times, address=parameter.address, **origin)


SetGene = Annotated[SetGeneSchema, ShortFor("times")]
