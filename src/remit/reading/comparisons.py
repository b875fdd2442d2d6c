"""Comparisons: models of depression by treatments; their schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake, quoted, suggestion
from remit.reading import leaves
from remit.reading.arms import arm_record
from remit.reading.compared import ComparisonDoc, ModelOfDepression, ReadoutDoc, Treatment
from remit.reading.documents import ScenarioDoc
from remit.reading.doses import DoseSchema
from remit.reading.exposures import PlannedExposures
from remit.reading.numbers import SetGene, SetSchema
from remit.reading.scenarios import Included, Lesion, PopulationSchema, RunSchema, included
from remit.reading.schema import (
    SPECIES,
    FullName,
    Gene,
    Listed,
    Owner,
    Prose,
    Schema,
    ShortFor,
    Word,
    choice,
)
from remit.reading.yaml_lines import Scalar


class ModelSchema(Schema):
    """An animal model or a kind of patient."""

    individual: Word = Field(description="whose body; it decides the species")
    against: Word | None = Field(None, description="the model that is its control")
    about: Prose | None = Field(None, description="what it is, in a few words")
    phenotypes: tuple[Word, ...] = Field((), description="how it differs")
    genes: dict[Gene, SetGene] = Field({}, description="gene: times what the wild type makes")
    exposures: dict[FullName, PlannedExposures] = Field({}, description="owner.input or owner.port")
    set: dict[FullName, SetSchema] = Field({}, description="owner.parameter: to, times or plus, because")

    def record(self, name: Scalar) -> ModelOfDepression:
        """The frozen record."""
        arm = arm_record(name, self.exposures, self.set, phenotypes=self.phenotypes, genes=self.genes)
        against, about, place = str(self.against or ""), str(self.about or ""), self.individual.address
        return ModelOfDepression(str(name), about, str(self.individual), arm, against, name.address, place)


class TreatmentSchema(Schema):
    """What every model is given; doses for all species, or for each its own."""

    about: Prose | None = Field(None, description="what it is, in a few words")
    doses: tuple[DoseSchema, ...] = Field((), description="for every species")
    human: tuple[DoseSchema, ...] = Field((), description="doses of a human")
    rat: tuple[DoseSchema, ...] = Field((), description="doses of a rat")
    mouse: tuple[DoseSchema, ...] = Field((), description="doses of a mouse")
    exposures: dict[FullName, PlannedExposures] = Field({}, description="owner.input or owner.port")
    set: dict[FullName, SetSchema] = Field({}, description="owner.parameter: to, times or plus, because")

    def mistakes(self) -> Iterator[Mistake]:
        """Doses are for all species or by species."""
        own = [species for species in SPECIES[:-1] if getattr(self, species)]
        if self.doses and own:
            yield self.wrong(own[0], f"doses are for every species already; put them under {own[0]} alone")

    def record(self, name: Scalar) -> Treatment:
        """The frozen record."""
        by_species = {
            key: tuple(one.record() for one in doses)
            for key, doses in (("", self.doses), *((one, getattr(self, one)) for one in SPECIES[:-1]))
            if doses
        }
        arm = arm_record(name, self.exposures, self.set)
        return Treatment(str(name), str(self.about or ""), by_species, arm, name.address)


class ReadoutSchema(Schema):
    """A number of every cell; a readout may stand alone."""

    readout: Prose = Field(description="such as value_at(synapse.spines, 24 h)")
    better: Annotated[Scalar, choice("higher", "lower")] | None = Field(None, description="which way is well")
    about: Prose | None = Field(None, description="what it is, in a few words")

    def record(self, name: Scalar) -> ReadoutDoc:
        """The frozen record."""
        better, about = str(self.better or ""), str(self.about or "")
        return ReadoutDoc(str(name), str(self.readout), better, about, name.address)


NamedReadout = Annotated[ReadoutSchema, ShortFor("readout")]


class ComparisonSchema(Schema):
    """Models by treatments."""

    comparison: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="what it compares, in a sentence")
    modules: Annotated[tuple[Included, ...], Listed] = Field((), description="as in a scenario")
    drugs: tuple[Owner, ...] = Field((), description="those named in doses need not be repeated")
    assays: tuple[Owner, ...] = Field((), description="what looks")
    calibrations: tuple[Word, ...] = Field((), description="fitted numbers")
    models: dict[Word, ModelSchema] = Field(description="rows: name: individual, phenotypes, ...")
    treatments: dict[Word, TreatmentSchema] = Field(description="columns; the first is the vehicle")
    readouts: dict[Word, NamedReadout] = Field(description="name: readout; the first decides who responds")
    lesions: dict[Word, Annotated[tuple[Lesion, ...], Listed]] = Field(
        {}, description="name: influences taken out together, to see what carries the effects"
    )
    lesioned: tuple[Word, ...] = Field((), description="models in which the lesions are tried")
    without: tuple[Lesion, ...] = Field((), description="influences taken out of all")
    run: RunSchema = Field(description="how long and how exactly")
    population: PopulationSchema | None = Field(None, description="one subject each when not given")

    def mistakes(self) -> Iterator[Mistake]:
        """Controls exist, are of the same body, and are controls themselves."""
        for name, one in self.models.items():
            if one.against is None:
                continue
            other = self.models.get(Scalar(one.against))
            if other is None:
                near = suggestion(one.against, [str(key) for key in self.models])
                yield one.wrong("against", f"there is no model {quoted(one.against)}{near}")
            elif other.against is not None:
                yield one.wrong("against", f"{one.against} is compared with {other.against} itself")
            elif other.individual != one.individual:
                text = f"{name} is a {one.individual}, its control {one.against} a {other.individual}"
                yield one.wrong("against", text)
        for name in self.lesioned:
            if name not in self.models:
                near = suggestion(name, [str(key) for key in self.models])
                yield Mistake(name.address, f"there is no model {quoted(name)}{near}")
        for key in ("models", "treatments", "readouts"):
            if not getattr(self, key):
                yield self.wrong(key, f"{key} has no entry")

    def record(self) -> ComparisonDoc:
        """The frozen record."""
        lesions = {
            str(name): tuple((*leaves.lesion(one), one.address) for one in group)
            for name, group in self.lesions.items()
        }
        return ComparisonDoc(
            name=str(self.comparison),
            about=str(self.about or ""),
            models=tuple(one.record(name) for name, one in self.models.items()),
            treatments=tuple(one.record(name) for name, one in self.treatments.items()),
            readouts=tuple(one.record(name) for name, one in self.readouts.items()),
            lesions=lesions,
            lesioned=tuple(map(str, self.lesioned)),
            shared=self._shared(),
            address=self.address,
        )

    def _shared(self) -> ScenarioDoc:
        """What all cells have in common."""
        modules, whole = included(self.modules)
        places = {
            (key, str(one)): one.address
            for key in ("drugs", "assays", "calibrations")
            for one in getattr(self, key)
        }
        return ScenarioDoc(
            name=str(self.comparison),
            about=str(self.about or ""),
            individual="",
            modules=modules,
            drugs=tuple(map(str, self.drugs)),
            assays=tuple(map(str, self.assays)),
            calibrations=tuple(map(str, self.calibrations)),
            without=tuple((*leaves.lesion(one), one.address) for one in self.without),
            run=self.run.record(),
            subjects=self.population.subjects if self.population else 1,
            seed=self.population.seed if self.population else 1,
            address=self.address,
            places=places,
            whole=whole,
        )
