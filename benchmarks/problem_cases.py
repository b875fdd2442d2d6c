"""The work that solvers are compared on, as cases."""

from __future__ import annotations

import sys
from pathlib import Path

import network
from common import HERE, Case, load

sys.path.insert(0, str(HERE.parent / "tests"))
from problems.documents import problem_scenario, problem_shelf

FULL = HERE / "full_human.yaml"


def stiff_case(name: str, folder: Path) -> Case:
    """One of the stiff test problems of the tests."""
    shelf = problem_shelf(folder)
    return load(problem_scenario(name, shelf), shelf)


def full_case() -> Case:
    """The whole human library in one subject."""
    return load(FULL)


def full_population(folder: Path, subjects: int) -> Case:
    """The whole human library in many virtual subjects, who all begin where the first comes to rest."""
    folder.mkdir(parents=True, exist_ok=True)
    text = FULL.read_text(encoding="utf-8").replace("scenario: full_human", "scenario: full_population")
    path = folder / "full_population.yaml"
    path.write_text(f"{text}population: {{subjects: {subjects}, seed: 1}}\n", encoding="utf-8")
    return load(path)


def network_case(folder: Path, n_states: int = 64, subjects: int = 1000, days: int = network.DAYS) -> Case:
    """The made-up network with a dose a day."""
    return load(network.write(folder, n_states, subjects, days, dosed=True))
