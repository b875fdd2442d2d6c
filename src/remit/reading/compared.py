"""Models of depression by treatments, as frozen records, and the scenarios they amount to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from remit.quantity.parameter import Address
from remit.reading.documents import ArmDoc, DoseDoc, ScenarioDoc

BETWEEN = " / "  # model and treatment in the name of an arm


@dataclass(frozen=True, slots=True)
class ModelOfDepression:
    """One row: a body and how it differs."""

    name: str
    about: str
    individual: str
    arm: ArmDoc  # its phenotypes, genes, exposures and settings
    against: str  # the row that is its control; '' for a control
    address: Address
    place: Address  # where its body is named


@dataclass(frozen=True, slots=True)
class Treatment:
    """One column: what is given, by species ('' for all of them)."""

    name: str
    about: str
    doses: Mapping[str, tuple[DoseDoc, ...]]
    arm: ArmDoc  # its exposures and settings
    address: Address


@dataclass(frozen=True, slots=True)
class ReadoutDoc:
    """A named number taken from every cell."""

    name: str
    text: str
    better: str  # higher | lower | ''
    about: str
    address: Address


@dataclass(frozen=True, slots=True)
class ComparisonDoc:
    """Models by treatments by readouts."""

    name: str
    about: str
    models: tuple[ModelOfDepression, ...]
    treatments: tuple[Treatment, ...]  # the first is the vehicle
    readouts: tuple[ReadoutDoc, ...]  # the first decides who responds
    lesions: Mapping[str, tuple[tuple[str, str, Address], ...]]  # named groups, for asking why
    lesioned: tuple[str, ...]  # models in which they are tried
    shared: ScenarioDoc  # what all cells have in common; its individual is empty
    address: Address


def scenarios_of(comparison: ComparisonDoc, species: Mapping[str, str]) -> dict[str, ScenarioDoc]:
    """One scenario for every individual, with an arm for every one of its models under every treatment.

    Models in which lesions are tried have further arms, 'model / treatment / lesion'.

    Parameters
    ----------
    comparison : ComparisonDoc
    species : mapping of str to str
        Individual -> species.
    """
    arms: dict[str, list[ArmDoc]] = {}
    for model in comparison.models:
        for treatment in comparison.treatments:
            cell = cell_of(model, treatment, species[model.individual])
            arms.setdefault(model.individual, []).append(cell)
            if model.name in comparison.lesioned:
                arms[model.individual] += [
                    replace(cell, name=f"{cell.name}{BETWEEN}{name}", without=lesions)
                    for name, lesions in comparison.lesions.items()
                ]
    return {individual: with_arms(comparison, individual, those) for individual, those in arms.items()}


def cell_of(model: ModelOfDepression, treatment: Treatment, species: str) -> ArmDoc:
    """One model under one treatment."""
    return replace(
        model.arm,
        name=f"{model.name}{BETWEEN}{treatment.name}",
        doses=treatment.doses.get(species, treatment.doses.get("", ())),
        exposures=(*model.arm.exposures, *treatment.arm.exposures),
        set=(*model.arm.set, *treatment.arm.set),
    )


def with_arms(comparison: ComparisonDoc, individual: str, arms: list[ArmDoc]) -> ScenarioDoc:
    """What all cells share, as a scenario of one individual with these arms."""
    shared = comparison.shared
    given = {dose.drug: None for arm in arms for dose in arm.doses or () if dose.drug}
    place = next(one.place for one in comparison.models if one.individual == individual)
    return replace(
        shared,
        individual=individual,
        drugs=tuple(dict.fromkeys([*shared.drugs, *given])),
        arms=tuple(arms),
        places={**shared.places, ("individual", individual): place},
    )
