"""`--set name=value`: a scenario with other numbers, as if its document said so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import click

from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address
from remit.reading import leaves
from remit.reading.documents import ChangeDoc, ScenarioDoc
from remit.reading.scenarios import MOST_SEED, MOST_STEPS, MOST_SUBJECTS, TIGHTEST, WIDEST
from remit.reading.yaml_lines import Scalar

Setting = tuple[str, Callable[[Scalar], Any]]  # the field it sets, and how its value is read

RUN: dict[str, Setting] = {
    "run.from": ("start", leaves.moment),
    "run.until": ("until", leaves.moment),
    "run.report_every": ("report_every", leaves.length_of_time),
    "run.rtol": ("rtol", lambda text: leaves.plain_number(text, TIGHTEST["rtol"], WIDEST)),
    "run.atol": ("atol", lambda text: leaves.plain_number(text, TIGHTEST["atol"], WIDEST)),
    "run.max_steps": ("max_steps", lambda text: leaves.whole(text, 1, MOST_STEPS)),
}
POPULATION: dict[str, Setting] = {
    "population.subjects": ("subjects", lambda text: leaves.whole(text, 1, MOST_SUBJECTS)),
    "population.seed": ("seed", lambda text: leaves.whole(text, 0, MOST_SEED)),
}
SETTINGS = (*RUN, *POPULATION)
CLOSE = 0.85  # likeness above which a name is taken for a misspelled setting, not for a parameter


def changed(scenario: ScenarioDoc, settings: Iterable[str]) -> ScenarioDoc:
    """The scenario with settings such as 'escitalopram.clearance=20 L/h' or 'run.until=7 d'.

    Raises
    ------
    click.UsageError
        With every setting that is not understood.
    """
    complaints: list[str] = []
    for text in settings:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            complaints.append(
                f"--set {_shown(text)}: write name=value, for example 'escitalopram.clearance=20 L/h'"
            )
            continue
        try:
            scenario = _with_setting(scenario, name, Scalar.at(value, Address(f"--set {_shown(name)}:")))
        except ReadingError as error:
            complaints.extend(f"--set {_shown(name)}: {mistake.text}" for mistake in error.mistakes)
    if complaints:
        raise click.UsageError("\n".join(complaints))
    return scenario


def _with_setting(scenario: ScenarioDoc, name: str, value: Scalar) -> ScenarioDoc:
    """The scenario with one setting; raises ReadingError."""
    if name in RUN:
        field, read = RUN[name]
        return replace(scenario, run=replace(scenario.run, **{field: read(value)}))
    if name in POPULATION:
        field, read = POPULATION[name]
        return replace(scenario, **{field: read(value)})
    _refuse_what_is_no_parameter(scenario, name, value.address)
    written = leaves.measured(value)
    change = ChangeDoc(name, "to", written, "assumed", "", "", "", "set on the command line", value.address)
    return replace(scenario, set=(*scenario.set, change))


def _refuse_what_is_no_parameter(scenario: ScenarioDoc, name: str, address: Address) -> None:
    """Whether it is a parameter of the model is asked later; here, whether it could be one."""
    owner, dot, _ = name.partition(".")
    if owner in ("run", "population"):
        text = f"there is no such setting{suggestion(name, SETTINGS)}"
        raise ReadingError([Mistake(address, text)])
    if not dot:
        near = suggestion(name, SETTINGS) or f"; write owner.parameter, or one of {', '.join(SETTINGS)}"
        raise ReadingError([Mistake(address, f"there is no such setting{near}")])
    owners = {*(include.alias for include in scenario.modules), *scenario.drugs, *scenario.assays}
    near_settings = get_close_matches(name, SETTINGS, n=1, cutoff=CLOSE)
    if near_settings and owner not in owners:
        text = f"there is no such setting; did you mean {quoted(near_settings[0])}?"
        raise ReadingError([Mistake(address, text)])


def _shown(text: str) -> str:
    """What was typed, cut when it is long, on one line."""
    return quoted(text)[1:-1]
