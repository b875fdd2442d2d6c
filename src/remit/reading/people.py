"""Phenotypes, individuals, calibrations and observations: their schemas and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag, WithJsonSchema

from remit.quantity.mistakes import Mistake, quoted
from remit.quantity.parameter import Address
from remit.quantity.units import has_same_dimension
from remit.reading.documents import CalibrationDoc, IndividualDoc, ObservationDoc, PhenotypeDoc
from remit.reading.exposures import Exposures, exposure_records
from remit.reading.numbers import CalibratedSchema, ChangeSchema, NumberOfBody
from remit.reading.scenarios import ScenarioSchema
from remit.reading.schema import (
    Body,
    Day,
    FullName,
    Owner,
    ParameterName,
    Prose,
    Schema,
    Seen,
    SourceKey,
    Species,
    Word,
    as_custom,
    choice,
)
from remit.reading.yaml_lines import Entries, Node, Scalar

BODY_UNITS = {"weight": "kg", "height": "m", "age": "year"}


class PhenotypeSchema(Schema):
    """How an animal or patient differs: changed numbers and exposures."""

    phenotype: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="what it is, in a sentence")
    species: Species = Field(Scalar("any"), description="the species it is of")
    modules: tuple[Owner, ...] = Field((), description="modules it needs")
    changes: dict[FullName, ChangeSchema] = Field({}, description="owner.parameter: times, to or plus")
    exposures: dict[FullName, Exposures] = Field({}, description="owner.input: a level, or a list of such")

    def record(self) -> PhenotypeDoc:
        """The frozen record."""
        return PhenotypeDoc(
            name=str(self.phenotype),
            about=str(self.about or ""),
            species=str(self.species),
            modules=tuple(map(str, self.modules)),
            changes=tuple(one.record(parameter) for parameter, one in self.changes.items()),
            exposures=exposure_records(self.exposures),
            address=self.address,
        )


class IndividualSchema(Schema):
    """The body."""

    individual: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="who it is, in a sentence")
    species: Body = Field(description="human, rat or mouse")
    sex: Annotated[Scalar, choice("female", "male", "any")] = Field(
        Scalar("any"), description="female, male or any"
    )
    parameters: dict[ParameterName, NumberOfBody] = Field(
        {}, description="weight, height, age; values of parameters"
    )

    def mistakes(self) -> Iterator[Mistake]:
        """Body measures have their units and are above 0; numbers are of this species."""
        for name, one in self.parameters.items():
            expected = BODY_UNITS.get(name)
            if expected and not has_same_dimension(one.value.unit, expected):
                yield one.wrong("value", f"{name} is given in units such as {expected}")
            elif expected and one.value.value <= 0:
                yield one.wrong("value", f"{name} is not above 0")
            if one.species not in (None, "any", self.species):
                yield one.wrong(
                    "species", f"a number of a {self.species}, not of a {one.species}, is expected"
                )

    def record(self) -> IndividualDoc:
        """The frozen record."""
        return IndividualDoc(
            name=str(self.individual),
            about=str(self.about or ""),
            species=str(self.species),
            sex=str(self.sex),
            parameters={str(name): one.record(str(self.species)) for name, one in self.parameters.items()},
            address=self.address,
        )


class CalibrationSchema(Schema):
    """Fitted numbers and what fixed them."""

    calibration: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="what was fitted, in a sentence")
    species: Species = Field(description="of the individuals fitted")
    date: Day = Field(description="when it was fitted")
    script: Prose | None = Field(None, description="what fitted it")
    scenario: Word | None = Field(None, description="the scenario simulated")
    observations: tuple[Word, ...] = Field((), description="what was fitted to")
    values: dict[FullName, CalibratedSchema] = Field(description="owner.parameter: its fitted value")

    def record(self) -> CalibrationDoc:
        """The frozen record."""
        return CalibrationDoc(
            name=str(self.calibration),
            about=str(self.about or ""),
            species=str(self.species),
            date=str(self.date),
            script=str(self.script or ""),
            scenario=str(self.scenario or ""),
            observations=tuple(map(str, self.observations)),
            values=tuple(one.record(parameter) for parameter, one in self.values.items()),
            address=self.address,
        )


def _named(value: Node) -> Node:
    """An inline scenario may go without a name of its own."""
    if isinstance(value, Entries) and "scenario" not in value:
        key = Scalar.at("scenario", value.address)
        named = Entries({key: Scalar.at("inline", value.address), **value})
        named.address = value.address
        return named
    return value


def _name_or_inline(value: Any) -> str:
    return "name" if isinstance(value, Scalar) else "inline"


NameOrScenario = Annotated[
    Annotated[Word, Tag("name")] | Annotated[ScenarioSchema, BeforeValidator(_named), Tag("inline")],
    Discriminator(_name_or_inline),
]


def _part(value: Any) -> Entries:
    """Any mapping with a name; what else it holds is for comparing to read."""
    if (
        not isinstance(value, Entries)
        or not isinstance(value.get(Scalar("name")), Scalar)
        or not value[Scalar("name")]
    ):
        address = getattr(value, "address", Address(""))
        raise as_custom([Mistake(address, "a part is a mapping with a 'name'")])
    return value


Part = Annotated[
    Any,
    PlainValidator(_part),
    WithJsonSchema({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}),
]


class ObservationSchema(Schema):
    """What one study measured."""

    observation: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="what was measured, in a sentence")
    species: Species = Field(description="of the subjects")
    source: SourceKey = Field(description="key in references.bib")
    seen: Seen = Field(description="read or recalled")
    trust: Annotated[Scalar, choice("A", "B", "C")] = Field(description="how far it is trusted; A is most")
    use: Annotated[Scalar, choice("fit", "check")] = Field(description="whether calibrations may use it")
    kind: Annotated[Scalar, choice("quantitative", "ordinal", "null")] = Field(description="of evidence")
    scenario: NameOrScenario = Field(description="a name or an inline scenario")
    parts: tuple[Part, ...] = Field(description="what is compared, each with a name")
    note: Prose | None = Field(None, description="anything worth knowing")

    def mistakes(self) -> Iterator[Mistake]:
        """Parts have names of their own."""
        seen: set[str] = set()
        for part in self.parts:
            if str(part["name"]) in seen:
                yield Mistake(part.address, f"a second part is called {quoted(str(part['name']))}")
            seen.add(str(part["name"]))

    def record(self) -> ObservationDoc:
        """The frozen record."""
        inline = self.scenario.record() if isinstance(self.scenario, ScenarioSchema) else None
        return ObservationDoc(
            name=str(self.observation),
            about=str(self.about or ""),
            species=str(self.species),
            source=str(self.source),
            seen=str(self.seen),
            trust=str(self.trust),
            use=str(self.use),
            kind=str(self.kind),
            scenario=inline.name if inline else str(self.scenario),
            parts=self.parts,
            note=str(self.note or ""),
            address=self.address,
            inline=inline,
        )
