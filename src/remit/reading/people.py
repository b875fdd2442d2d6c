"""Phenotypes, individuals and calibrations: their schemas and records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake
from remit.quantity.units import has_same_dimension
from remit.reading.documents import CalibrationDoc, IndividualDoc, PhenotypeDoc
from remit.reading.exposures import Exposures, exposure_records
from remit.reading.numbers import CalibratedSchema, ChangeSchema, GeneSchema, NumberOfBody
from remit.reading.schema import (
    Body,
    Day,
    FullName,
    Gene,
    Owner,
    ParameterName,
    Prose,
    Schema,
    Species,
    Word,
    choice,
)
from remit.reading.yaml_lines import Scalar

BODY_UNITS = {"weight": "kg", "height": "m", "age": "year"}


class PhenotypeSchema(Schema):
    """How an animal or patient differs: changed numbers and exposures."""

    phenotype: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="what it is, in a sentence")
    species: Species = Field(Scalar("any"), description="the species it is of")
    modules: tuple[Owner, ...] = Field((), description="modules it needs")
    changes: dict[FullName, ChangeSchema] = Field({}, description="owner.parameter: times, to or plus")
    exposures: dict[FullName, Exposures] = Field(
        {}, description="owner.input or owner.port: a level, or a list of such"
    )
    genes: dict[Gene, GeneSchema] = Field({}, description="gene: times what the wild type makes")

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
            genes=tuple(one.record(gene) for gene, one in self.genes.items()),
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
