"""`remit check`: every mistake at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.console import say
from remit.cli.options import library_option, set_option
from remit.cli.reading import kind_in, open_observation, open_scenario, shelf_for
from remit.quantity.mistakes import Mistake, ReadingError
from remit.readout.quantities import drawable

if TYPE_CHECKING:
    from remit.model.model import Model
    from remit.reading.documents import ObservationDoc, ScenarioDoc
    from remit.reading.shelf import Shelf


@click.command("check", short_help="Find every mistake in scenarios and what they use.")
@click.argument(
    "scenarios",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="SCENARIO...",
)
@set_option
@library_option
@click.option("--release", is_flag=True, help="Also refuse numbers that are only recalled, not read.")
def command(
    scenarios: tuple[Path, ...], settings: tuple[str, ...], library: tuple[Path, ...], release: bool
) -> int:
    """Read SCENARIOs and everything they use, assemble the equations, check units, doses and readouts.

    An observation's file is checked likewise: its scenario, arms and readouts, and the units of its parts;
    so are comparisons, with every cell, and fits, with every observation and the bounds of every number.

    Mistakes are printed as file:line:column, one per line, all that can be found in one go; the exit code is
    then 2.

    \b
    Examples:
      remit check scenarios/first_run.yaml
      remit check --release scenarios/*.yaml
    """
    mistakes: list[Mistake] = []
    for path in scenarios:
        try:
            models = models_of(path, shelf_for(path, library), settings, release)
        except ReadingError as error:
            mistakes.extend(error.mistakes)
        else:
            _print(path, models)
    if mistakes:
        raise ReadingError(mistakes)
    return 0


def _print(path: Path, models: Mapping[str, Model]) -> None:
    """What there is, and what was left out."""
    from remit.present.text import counted

    for whose, model in models.items():
        say(f"{path}{f', {whose}' if whose else ''}: {counted(model)}; no mistakes found")
        for name, why in model.left_out:
            say(f"  left out {name}: {why}")


def models_of(
    path: Path, shelf: Shelf, settings: tuple[str, ...] = (), release: bool = False
) -> dict[str, Model]:
    """The models of a file without mistakes, by whose they are; raises ReadingError with all there are.

    A comparison has one for every body, a fit one for every observation; of a scenario or an observation
    there is one, and it is called ''.
    """
    kind = kind_in(path)
    if kind not in ("comparison", "fit"):
        return {"": check(path, shelf, settings, release)}
    if settings:
        raise click.UsageError(f"{path}: --set changes a scenario; this is a {kind}")
    return _of_comparison(path, shelf, release) if kind == "comparison" else _of_fit(path, shelf, release)


def check(
    path: Path, shelf: Shelf, settings: tuple[str, ...] = (), release: bool = False, batches: bool = False
) -> Model:
    """The model of a scenario or an observation without mistakes; raises ReadingError with all there are.

    With `batches` the result may be of any size: it will never be held whole.
    """
    observation = open_observation(path, shelf)
    scenario = open_scenario(path, shelf, settings)
    model, mistakes = _checked(scenario, shelf, observation, release)
    mistakes += [] if batches else _size(scenario, model)
    if mistakes:
        raise ReadingError(mistakes)
    return model


def _of_comparison(path: Path, shelf: Shelf, release: bool) -> dict[str, Model]:
    """The model of every body of a comparison, all of whose cells are planned."""
    doc = shelf.read_comparison(path)
    readouts = tuple((one.text, one.address) for one in doc.readouts)
    models: dict[str, Model] = {}
    mistakes: list[Mistake] = []
    for body, scenario in shelf.scenarios_of(doc).items():
        try:
            models[body], found = _checked(replace(scenario, readouts=readouts), shelf, None, release)
        except ReadingError as error:
            found = list(error.mistakes)
        mistakes += [one for one in found if one not in mistakes]
    if mistakes:
        raise ReadingError(mistakes)
    return models


def _of_fit(path: Path, shelf: Shelf, release: bool) -> dict[str, Model]:
    """The model of every observation of a fit; between them they have all numbers that are fitted."""
    from remit.compare.fit import not_to_fit, searches_of

    doc = shelf.read_fit(path)
    models: dict[str, Model] = {}
    mistakes: list[Mistake] = []
    for name, address in doc.observations:
        try:
            observation = shelf.read("observation", name, address)
            mistakes += not_to_fit(observation, address)
            scenario = shelf.scenario_of(observation)
            models[name], found = _checked(scenario, shelf, observation, release)
            found += _size(scenario, models[name])
        except ReadingError as error:
            found = list(error.mistakes)
        mistakes += [one for one in found if one not in mistakes]
    if len(models) == len(doc.observations):  # else nobody could tell an unknown number from one left out
        try:
            searches_of(doc, models.values())
        except ReadingError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ReadingError(mistakes)
    return models


def _checked(
    scenario: ScenarioDoc, shelf: Shelf, observation: ObservationDoc | None, release: bool
) -> tuple[Model, list[Mistake]]:
    """A scenario's model and what is wrong; raises ReadingError when there is no model to speak of."""
    from remit.model.assemble import assemble, outline

    mistakes: list[Mistake] = []
    try:
        model = assemble(scenario, shelf)
    except ReadingError as error:
        mistakes.extend(error.mistakes)
        sketch = outline(scenario, shelf)  # so that mistakes in doses and readouts come in the same go
        if sketch is None:
            raise
        model = sketch
    mistakes += [*_plans(scenario, shelf, model), *_readouts(scenario, model)]
    if observation:
        from remit.compare.check import mistakes_of

        mistakes += mistakes_of(observation, scenario, model)
    if release:
        mistakes.extend(
            Mistake(number.address, f"{number.name} is recalled; read {number.source} again first")
            for number in model.parameters
            if number.seen == "recalled"
        )
    return model, mistakes


def _plans(scenario: ScenarioDoc, shelf: Shelf, model: Model) -> list[Mistake]:
    """Mistakes in doses, exposures and the times of the run."""
    from remit.scenario.exposures import plans_of

    try:
        plans_of(scenario, shelf, model)
    except ReadingError as error:
        return list(error.mistakes)
    return []


def _size(scenario: ScenarioDoc, model: Model) -> list[Mistake]:
    """A result that no ordinary computer could hold."""
    from remit.model.size import oversized
    from remit.scenario.scenario import schedule_of

    try:
        reports = len(schedule_of(scenario).report)
    except ReadingError:
        return []  # told with the doses
    return oversized(model, scenario, reports, max(1, len(scenario.arms)), scenario.subjects)


def _readouts(scenario: ScenarioDoc, model: Model) -> list[Mistake]:
    """Mistakes in readout expressions."""
    if not scenario.readouts:
        return []
    from remit.readout.expression import read_readouts
    from remit.readout.stretch import Window
    from remit.scenario.scenario import schedule_of

    try:
        schedule = schedule_of(scenario)
        read_readouts(scenario.readouts, drawable(model), Window(schedule.report[0], schedule.report[-1]))
    except ReadingError as error:
        return list(error.mistakes)
    return []
