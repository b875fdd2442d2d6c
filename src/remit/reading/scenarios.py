"""Scenarios: their schema and records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake, quoted
from remit.quantity.parameter import Address
from remit.reading import leaves
from remit.reading.arms import arm_record
from remit.reading.documents import (
    ATOL,
    MAX_STEPS,
    RTOL,
    ArmDoc,
    DoseDoc,
    Include,
    Quantity,
    RunDoc,
    ScenarioDoc,
)
from remit.reading.doses import DoseSchema
from remit.reading.exposures import PlannedExposures, exposure_records, hours
from remit.reading.numbers import SetGene, SetSchema
from remit.reading.schema import (
    Body,
    FullName,
    Gene,
    LengthOfTime,
    Listed,
    LocalName,
    Moment,
    Owner,
    Prose,
    Reads,
    Schema,
    ShortFor,
    Word,
    choice,
    plain_between,
    whole_from,
)
from remit.reading.sweeps import SweepSchema, swept
from remit.reading.yaml_lines import Scalar

WHOLE = "all"  # among modules: every module of the library
MOST_REPORTS = 10_000_000
MOST_SUBJECTS = 1_000_000
MOST_SEED = 2**32 - 1
MOST_STEPS = 10**12
TIGHTEST = {"rtol": 1e-13, "atol": 1e-16}
WIDEST = 0.1  # of both tolerances
Relative = Annotated[float, plain_between(TIGHTEST["rtol"], WIDEST)]
Absolute = Annotated[float, plain_between(TIGHTEST["atol"], WIDEST)]


class IncludeSchema(Schema):
    """A module of the scenario, perhaps under another name."""

    module: Owner = Field(description="the document")
    alias: Owner | None = Field(None, alias="as", description="what it is called here")
    numbers: Word | None = Field(None, description="a named set of its numbers")
    uses: dict[LocalName, FullName] = Field({}, description="what its imported names mean here")

    def record(self) -> Include:
        """The frozen record."""
        uses = {str(local): str(theirs) for local, theirs in self.uses.items()}
        return Include(str(self.module), self.called(), str(self.numbers or ""), uses, self.address)

    def called(self) -> str:
        """Its name in the scenario."""
        return str(self.alias or self.module)


class BorrowSchema(Schema):
    """A number taken from another species, aloud."""

    from_species: Body = Field(alias="from", description="human, rat or mouse")
    because: Prose = Field(description="why that is defensible")


class PopulationSchema(Schema):
    """How many persons, and the seed of their differences."""

    subjects: Annotated[int, whole_from(1, MOST_SUBJECTS)] = Field(1, description="how many")
    seed: Annotated[int, whole_from(0, MOST_SEED)] = Field(1, description="of the random numbers")


class RunSchema(Schema):
    """From when to when, when to look, and how exactly."""

    start: Moment | None = Field(None, alias="from", description="default 0 h")
    until: Moment = Field(description="the end")
    report_every: LengthOfTime | None = Field(None, description="interval of reports")
    report_at: tuple[Moment, ...] = Field((), description="further times of reports")
    at_events: Annotated[Scalar, choice("after", "before")] = Field(
        Scalar("after"), description="side of an event shown"
    )
    begin: Annotated[Scalar, choice("settled", "as_written")] = Field(
        Scalar("settled"), description="settled or as_written"
    )
    rtol: Relative = Field(RTOL, description="relative tolerance")
    atol: Absolute = Field(ATOL, description="absolute tolerance per scale")
    max_steps: Annotated[int, whole_from(1, MOST_STEPS)] = Field(MAX_STEPS, description="before giving up")

    def mistakes(self) -> Iterator[Mistake]:
        """The end comes after the beginning, and reports between them."""
        start, end = hours(self.start) if self.start else 0.0, hours(self.until)
        if not start < end:
            yield self.wrong("until", "the run ends before it begins")
        elif self.report_every is not None and (end - start) / hours(self.report_every) > MOST_REPORTS:
            count = f"{(end - start) / hours(self.report_every):.3g}"
            text = f"more than {MOST_REPORTS} reports, namely {count}; take a longer interval"
            yield self.wrong("report_every", text)
        for one in self.report_at:
            if start < end and not start <= hours(one) <= end:
                yield Mistake(one.address, f"the report at {one.text} is outside the run")

    def record(self) -> RunDoc:
        """The frozen record."""
        return RunDoc(
            start=self.start or Quantity("0 h", 0.0, "h", self.address),
            until=self.until,
            report_every=self.report_every,
            report_at=self.report_at,
            at_events=str(self.at_events),
            begin=str(self.begin),
            rtol=self.rtol,
            atol=self.atol,
            max_steps=self.max_steps,
            address=self.address,
        )


def _lesion(scalar: Scalar) -> Scalar:
    leaves.lesion(scalar)
    return scalar


Lesion = Annotated[Scalar, Reads(_lesion, {"type": "string"})]


class ArmSchema(Schema):
    """A variation of the scenario."""

    doses: tuple[DoseSchema, ...] | None = Field(None, description="instead of the scenario's")
    exposures: dict[FullName, PlannedExposures] = Field({}, description="beside the scenario's")
    phenotypes: tuple[Word, ...] = Field((), description="beside the scenario's")
    genes: dict[Gene, SetGene] = Field({}, description="gene: times what the wild type makes")
    set: dict[FullName, SetSchema] = Field({}, description="after the scenario's")
    without: tuple[Lesion, ...] = Field((), description="influences taken out, beside the scenario's")

    def mistakes(self) -> Iterator[Mistake]:
        """Nothing is named twice."""
        for key in ("phenotypes", "without"):
            yield from _twice((str(one), one.address) for one in getattr(self, key))

    def record(self, name: Scalar) -> ArmDoc:
        """The frozen record."""
        return arm_record(
            name,
            self.exposures,
            self.set,
            doses=self.doses,
            phenotypes=self.phenotypes,
            genes=self.genes,
            without=self.without,
        )


Included = Annotated[IncludeSchema, ShortFor("module")]


def included(modules: Sequence[IncludeSchema]) -> tuple[tuple[Include, ...], Address | None]:
    """The modules that are named, and where 'all' stands among them."""
    whole = next((one.address for one in modules if str(one.module) == WHOLE), None)
    return tuple(one.record() for one in modules if str(one.module) != WHOLE), whole


class ScenarioSchema(Schema):
    """One experiment."""

    scenario: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="what it shows, in a sentence")
    individual: Word = Field(description="whose body; it decides the species")
    modules: Annotated[tuple[Included, ...], Listed] = Field(
        (), description="all, names, or mappings with module, as, numbers, uses"
    )
    drugs: tuple[Owner, ...] = Field((), description="those named in doses need not be repeated")
    phenotypes: tuple[Word, ...] = Field((), description="how this individual differs")
    assays: tuple[Owner, ...] = Field((), description="what looks")
    calibrations: tuple[Word, ...] = Field((), description="fitted numbers")
    doses: tuple[DoseSchema, ...] = Field((), description="what is given")
    exposures: dict[FullName, PlannedExposures] = Field(
        {}, description="owner.input or owner.port: a level, or a list of such"
    )
    genes: dict[Gene, SetGene] = Field({}, description="gene: times what the wild type makes")
    set: dict[FullName, SetSchema] = Field({}, description="owner.parameter: to, times or plus, because")
    borrow: dict[FullName, BorrowSchema] = Field({}, description="owner.parameter: from a species, because")
    without: tuple[Lesion, ...] = Field(
        (), description="influences taken out: owner -> owner.port, owner.port or owner"
    )
    run: RunSchema = Field(description="how long and how exactly")
    population: PopulationSchema | None = Field(None, description="one person when not given")
    arms: dict[Word, ArmSchema] = Field({}, description="name: variation; one arm 'all' when not given")
    sweep: dict[Word, SweepSchema] = Field(
        {}, description="name: what is taken through several values; every combination is an arm"
    )
    readouts: tuple[Prose, ...] = Field((), description="what is measured of the result")
    figure: tuple[FullName, ...] = Field((), description="quantities drawn")

    def mistakes(self) -> Iterator[Mistake]:
        """Nothing is named twice."""
        for key in ("drugs", "phenotypes", "assays", "calibrations", "without", "readouts", "figure"):
            yield from _twice((str(one), one.address) for one in getattr(self, key))
        for one in self.modules:
            if str(one.module) == WHOLE and one.keys_written() != {"module"}:
                yield Mistake(one.address, "'all' stands for every module of the library, as it is")
        names = [(one.called(), one.address) for one in self.modules]
        names += [(str(one), one.address) for one in (*self.drugs, *self.assays)]
        counted = Counter(name for name, _ in names)
        plain = Counter([*map(str, self.drugs)]) + Counter([*map(str, self.assays)])
        for name, address in names:
            if counted[name] > 1 and plain[name] != counted[name]:
                yield Mistake(address, f"two things are called {quoted(name)}; rename one with 'as'")
        if self.sweep:
            yield from swept(self._before_sweeps(), self.sweep)[1]

    def record(self) -> ScenarioDoc:
        """The frozen record."""
        return swept(self._before_sweeps(), self.sweep)[0]

    def _before_sweeps(self) -> ScenarioDoc:
        """The record with the arms that are written."""
        doses = tuple(one.record() for one in self.doses)
        arms = tuple(one.record(name) for name, one in self.arms.items())
        given = [dose for arm in arms for dose in arm.doses or ()]
        modules, whole = included(self.modules)
        return ScenarioDoc(
            name=str(self.scenario),
            about=str(self.about or ""),
            individual=str(self.individual),
            modules=modules,
            drugs=_all_drugs(map(str, self.drugs), (*doses, *given)),
            phenotypes=tuple(map(str, self.phenotypes)),
            assays=tuple(map(str, self.assays)),
            calibrations=tuple(map(str, self.calibrations)),
            doses=doses,
            exposures=exposure_records(self.exposures),
            set=tuple(one.record(parameter) for parameter, one in self.set.items()),
            borrow={
                str(name): (str(one.from_species), str(one.because), name.address)
                for name, one in self.borrow.items()
            },
            without=tuple((*leaves.lesion(one), one.address) for one in self.without),
            run=self.run.record(),
            subjects=self.population.subjects if self.population else 1,
            seed=self.population.seed if self.population else 1,
            arms=arms,
            readouts=tuple((str(one), one.address) for one in self.readouts),
            figure=tuple(map(str, self.figure)),
            address=self.address,
            places=self._places(),
            genes=tuple(one.record(gene) for gene, one in self.genes.items()),
            whole=whole,
        )

    def _places(self) -> dict[tuple[str, str], Address]:
        """Where the names are written that are looked up later."""
        places = {("individual", str(self.individual)): self.individual.address}
        for key in ("drugs", "phenotypes", "assays", "calibrations", "figure"):
            places |= {(key, str(one)): one.address for one in getattr(self, key)}
        return places


def _twice(names: Iterable[tuple[str, Address]]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for name, address in names:
        if name in seen:
            yield Mistake(address, f"{quoted(name)} is named twice")
        seen.add(name)


def _all_drugs(named: Iterable[str], doses: Iterable[DoseDoc]) -> tuple[str, ...]:
    """Drugs named and drugs dosed, each once, in order."""
    return tuple(dict.fromkeys([*named, *(dose.drug for dose in doses if dose.drug)]))
