"""The documents a scenario asks for, each under its own name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, cast

from remit.model.names import INDIVIDUAL, Instance
from remit.model.whole import fitting
from remit.quantity.mistakes import Mistake, ReadingError, suggestion
from remit.quantity.parameter import Address
from remit.reading.documents import (
    CalibrationDoc,
    Include,
    IndividualDoc,
    ModuleDoc,
    PhenotypeDoc,
    ScenarioDoc,
)
from remit.scenario.scenario import place_of

NAMES_TAKEN = (INDIVIDUAL, "nothing", "time", "day", "turn", "all")
Document = TypeVar("Document", ModuleDoc, PhenotypeDoc, IndividualDoc, CalibrationDoc)


class Reads(Protocol):
    """What assembly asks of a shelf."""

    def read(self, kind: str, name: str, asked: Address | None = None) -> object:
        """The record of one document, asked for at an address; raises ReadingError when it cannot be had."""
        ...

    def names(self, kind: str) -> tuple[str, ...]:
        """All names of a kind, sorted; asked only for `modules: all`."""
        ...


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything read for one scenario."""

    instances: tuple[Instance, ...]  # modules, drugs and assays, sorted by alias
    individual: IndividualDoc
    calibrations: tuple[CalibrationDoc, ...]  # as listed in the scenario
    phenotypes: tuple[PhenotypeDoc, ...]  # as listed in the scenario
    of_arms: tuple[PhenotypeDoc, ...] = ()  # those of arms, each once
    left_out: tuple[tuple[str, str], ...] = ()  # what a reader might miss in the scenario, and why
    absent: frozenset[tuple[str, str]] = frozenset()  # (drug, port) where a drug acts on what is not there


@dataclass(slots=True)
class Reader:
    """Reads documents one by one and keeps every mistake met on the way."""

    shelf: Reads
    found: list[Mistake] = field(default_factory=list)

    def all_of(self, kind: type[Document], what: str, names: Iterable[tuple[str, Address]]) -> list[Document]:
        """The documents of these names, repeats refused, those that cannot be read left out."""
        documents = []
        seen = set()
        for name, address in names:
            if name in seen:
                self.found.append(Mistake(address, f"{what} '{name}' is named twice"))
                continue
            seen.add(name)
            try:
                documents.append(cast(Document, self.shelf.read(what, name, address)))
            except ReadingError as error:
                self.found.extend(error.mistakes)
        return documents


def documents_of(scenario: ScenarioDoc, shelf: Reads) -> Documents:
    """Read every document a scenario names, and those its phenotypes need.

    Drugs come from `drugs`, `doses` and the doses of every arm, so that all arms share one model.

    Raises
    ------
    ReadingError
        All mistakes of all documents, when any of them cannot be read or two would bear one name.
    """
    reader = Reader(shelf)

    def placed(key: str, names: Iterable[str]) -> list[tuple[str, Address]]:
        return [(name, place_of(scenario, key, name)) for name in names]

    individuals = reader.all_of(IndividualDoc, "individual", placed("individual", [scenario.individual]))
    calibrations = reader.all_of(CalibrationDoc, "calibration", placed("calibrations", scenario.calibrations))
    phenotypes = reader.all_of(PhenotypeDoc, "phenotype", placed("phenotypes", scenario.phenotypes))
    asked = {name: at for arm in scenario.arms for name, at in reversed(arm.phenotypes)}
    of_arms = reader.all_of(PhenotypeDoc, "phenotype", asked.items())
    given = drugs_of(scenario)
    others = reader.all_of(ModuleDoc, "drug", given.items())
    others += reader.all_of(ModuleDoc, "assay", placed("assays", scenario.assays))
    includes = included_modules(scenario, [*phenotypes, *of_arms], others)
    left_out: list[tuple[str, str]] = []
    if scenario.whole and individuals:
        more, left_out = whole_library(reader, scenario, includes, others, individuals[0])
        includes += more
    read = {include.module: include.address for include in includes}
    modules = {
        name: doc for name, at in read.items() for doc in reader.all_of(ModuleDoc, "module", [(name, at)])
    }
    named = [(one, one.address) for one in includes if one.module in modules]
    instances = [instance_of(modules[one.module], one, reader.found) for one, _ in named]
    instances += [Instance(doc.name, doc, doc.parameters, doc.uses) for doc in others]
    places = [at for _, at in named]
    origins = given | {name: place_of(scenario, "assays", name) for name in scenario.assays}
    places += [origins[one.name] for one in others]
    check_aliases(zip(instances, places, strict=True), reader.found)
    for instance in instances:
        check_assay(instance.doc, reader.found)
    check_species(individuals, [*phenotypes, *of_arms, *calibrations], scenario, reader.found)
    if reader.found:
        raise ReadingError(reader.found)
    instances.sort(key=lambda instance: instance.alias)
    layers = tuple(calibrations), tuple(phenotypes), tuple(of_arms)
    absent = acting_on_what_is_absent(reader, instances)
    left_out += [(f"{drug} -> {port}", "the scenario does not have it") for drug, port in sorted(absent)]
    return Documents(tuple(instances), individuals[0], *layers, tuple(left_out), frozenset(absent))


def acting_on_what_is_absent(reader: Reader, instances: Iterable[Instance]) -> list[tuple[str, str]]:
    """(drug, port) where a drug acts on a port of the library whose module the scenario does not have.

    A drug has many targets and a scenario only those it is about. A port that no module of the library has is
    no such case: it stays, and is a mistake where contributions are gathered.
    """
    instances = tuple(instances)
    here = {one.alias for one in instances}
    reached = [
        (one.alias, written.port)
        for one in instances
        if one.doc.what == "drug"
        for written in one.doc.contributes
        if written.port.partition(".")[0] not in here
    ]
    known = set(reader.shelf.names("module")) if reached else set()
    absent = []
    for drug, port in reached:
        owner, _, local = port.partition(".")
        if owner in known and any(
            local in {one.name for one in doc.ports}
            for doc in reader.all_of(ModuleDoc, "module", [(owner, Address(""))])
        ):
            absent.append((drug, port))
    return absent


def whole_library(
    reader: Reader,
    scenario: ScenarioDoc,
    includes: list[Include],
    others: Iterable[ModuleDoc],
    individual: IndividualDoc,
) -> tuple[list[Include], list[tuple[str, str]]]:
    """What `modules: all` adds to the modules named, and what it leaves out, with the reason."""
    at = scenario.whole or scenario.address
    named = {include.module for include in includes} | {include.alias for include in includes}
    every = [(name, at) for name in reader.shelf.names("module")]
    docs = {doc.name: doc for doc in reader.all_of(ModuleDoc, "module", every)}
    here = [*others, *(docs[name] for name in named if name in docs)]
    candidates = {name: doc for name, doc in docs.items() if name not in named and not doc.on_request}
    names, left_out = fitting(candidates, here, individual, scenario.borrow)
    left_out += [
        (doc.name, "on request only") for doc in docs.values() if doc.on_request and doc.name not in named
    ]
    return [Include(name, name, "", {}, at) for name in names], sorted(left_out)


def included_modules(
    scenario: ScenarioDoc, phenotypes: Iterable[PhenotypeDoc], drugs: Iterable[ModuleDoc]
) -> list[Include]:
    """The scenario's modules, then those that phenotypes and drugs need and the scenario does not name."""
    includes = list(scenario.modules)
    aliases = {include.alias for include in includes}
    for phenotype in phenotypes:
        for module in phenotype.modules:
            if module not in aliases:
                aliases.add(module)
                includes.append(Include(module, module, "", {}, phenotype.address))
    for drug in drugs:
        for module, address in drug.needs:
            if module not in aliases:
                aliases.add(module)
                includes.append(Include(module, module, "", {}, address))
    return includes


def drugs_of(scenario: ScenarioDoc) -> dict[str, Address]:
    """Drugs named or given, in the scenario or one of its arms, and where the first of these is written."""
    doses = [*scenario.doses, *(dose for arm in scenario.arms for dose in arm.doses or ())]
    given = {dose.drug: dose.address for dose in reversed(doses) if dose.drug}
    return {name: place_of(scenario, "drugs", name) for name in scenario.drugs} | given


def instance_of(doc: ModuleDoc, include: Include, found: list[Mistake]) -> Instance:
    """A document under its alias, with the chosen set of numbers and rewired uses."""
    parameters = dict(doc.parameters)
    if include.numbers:
        if include.numbers in doc.numbers:
            # A set replaces all species of an entry: keeping some would borrow them from another tissue.
            parameters.update(doc.numbers[include.numbers])
        else:
            near = suggestion(include.numbers, sorted(doc.numbers))
            text = f"{doc.what} '{doc.name}' has no numbers '{include.numbers}'{near}"
            found.append(Mistake(include.address, text))
    uses = dict(doc.uses)
    for local, target in include.uses.items():
        if local in doc.uses:
            uses[local] = (target, include.address)
        else:
            near = suggestion(local, sorted(doc.uses))
            text = f"{doc.what} '{doc.name}' uses nothing under the name '{local}'{near}"
            found.append(Mistake(include.address, text))
    for local in sorted({name for numbers in doc.numbers.values() for name in numbers} - parameters.keys()):
        sets = ", ".join(sorted(name for name, numbers in doc.numbers.items() if local in numbers))
        text = f"'{include.alias}' has no '{local}': include {doc.name} with one of its numbers: {sets}"
        found.append(Mistake(include.address, text))
    return Instance(include.alias, doc, parameters, uses)


def check_aliases(instances: Iterable[tuple[Instance, Address]], found: list[Mistake]) -> None:
    """No two documents under one name, and none under a name that is taken."""
    seen: dict[str, ModuleDoc] = {}
    for one, address in instances:
        if one.alias in NAMES_TAKEN or "." in one.alias:
            found.append(Mistake(address, f"a {one.doc.what} cannot be called '{one.alias}'"))
        elif one.alias in seen:
            other = seen[one.alias]
            both = f"{one.doc.what} '{one.doc.name}' and {other.what} '{other.name}'"
            text = f"{both} are both called '{one.alias}'; give a module another name with 'as'"
            found.append(Mistake(address, text))
        seen[one.alias] = one.doc


def check_assay(doc: ModuleDoc, found: list[Mistake]) -> None:
    """An assay has uses, parameters, tables and assignments, nothing that acts."""
    if doc.what != "assay":
        return
    parts: Mapping[str, bool] = {
        "states": bool(doc.states),
        "inputs": bool(doc.inputs),
        "ports": bool(doc.ports),
        "contributes": bool(doc.contributes),
        "doses_into": bool(doc.doors),
    }
    found.extend(
        Mistake(doc.address, f"an assay may look, not touch: it cannot have {part}")
        for part, present in parts.items()
        if present
    )


def check_species(
    individuals: Iterable[IndividualDoc],
    documents: Iterable[PhenotypeDoc | CalibrationDoc],
    scenario: ScenarioDoc,
    found: list[Mistake],
) -> None:
    """Phenotypes and calibrations must fit the individual's species."""
    documents = tuple(documents)
    for individual in individuals:
        for doc in documents:
            if doc.species not in ("any", individual.species):
                what = "phenotype" if isinstance(doc, PhenotypeDoc) else "calibration"
                text = f"{what} '{doc.name}' is for {doc.species}, not for a {individual.species}"
                found.append(Mistake(place_of(scenario, f"{what}s", doc.name), text))
