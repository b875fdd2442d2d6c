"""Scenarios and the documents they use, as every command opens them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from remit.reading.documents import ScenarioDoc
    from remit.reading.shelf import Shelf


def shelf_for(scenario: Path | None, library: tuple[Path, ...]) -> Shelf:
    """What lies beside the scenario, then `--library` folders, the built-in library and plug-ins."""
    from remit.reading.shelf import Shelf

    shelf = Shelf(library)
    return shelf.beside(scenario) if scenario else shelf


def open_scenario(path: Path, shelf: Shelf, settings: tuple[str, ...]) -> ScenarioDoc:
    """The scenario in a file, with the settings of the command line."""
    scenario = shelf.read_scenario(path)
    if not settings:
        return scenario
    from remit.cli.settings import changed

    return changed(scenario, settings)
