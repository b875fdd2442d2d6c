"""Scenarios and the documents they use, as every command opens them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from remit.reading.documents import ObservationDoc, ScenarioDoc
    from remit.reading.shelf import Shelf

OBSERVATIONS = "observations"  # the folder of observations in a library


def shelf_for(scenario: Path | None, library: tuple[Path, ...]) -> Shelf:
    """What lies beside the scenario, then `--library` folders, the built-in library and plug-ins."""
    from remit.reading.shelf import Shelf

    shelf = Shelf(library)
    return shelf.beside(home_of(scenario)) if scenario else shelf


def home_of(path: Path) -> Path:
    """Where a file counts as lying: an observation below observations/ lies beside that folder."""
    folder = next((one for one in path.resolve().parents if one.name == OBSERVATIONS), None)
    return folder.parent / path.name if folder and is_observation(path) else path


def is_observation(path: Path) -> bool:
    """Whether a file holds an observation."""
    return kind_in(path) == "observation"


def kind_in(path: Path) -> str:
    """The kind of document in a file, by its first key; a pipe is not opened to see."""
    from remit.reading.folders import kind_at_first_sight

    return kind_at_first_sight(path) if path.is_file() else ""


def open_observation(path: Path, shelf: Shelf) -> ObservationDoc | None:
    """The observation in a file; None when the file is of another kind."""
    return shelf.read_observation(path) if is_observation(path) else None


def open_scenario(path: Path, shelf: Shelf, settings: tuple[str, ...]) -> ScenarioDoc:
    """The scenario in a file, an observation's own included, with the settings of the command line."""
    observation = open_observation(path, shelf)
    scenario = shelf.scenario_of(observation) if observation else shelf.read_scenario(path)
    if not settings:
        return scenario
    from remit.cli.settings import changed

    return changed(scenario, settings)


def card_of(kind: Literal["module", "drug"], name: str, shelf: Shelf) -> str:
    """A drug or module as a page, without its observations."""
    from remit.present.card import card

    return card(shelf.read(kind, name), shelf.references)


def file_named(words: tuple[str, ...], library: tuple[Path, ...]) -> Path:
    """The file that a command's words mean: a path, or 'observation NAME'.

    Raises
    ------
    click.UsageError
        When it is neither.
    ReadingError
        When there is no observation of that name.
    """
    if len(words) == 2 and words[0].removesuffix("s") == "observation":
        return shelf_for(None, library).file_of("observation", words[1])
    if len(words) != 1:
        raise click.UsageError(f"{' '.join(words)}: write one file, or 'observation NAME'")
    if not Path(words[0]).is_file():
        raise click.UsageError(f"there is no file {words[0]}")
    return Path(words[0])
