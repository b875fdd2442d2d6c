"""`--set name=value`: a scenario with other numbers, as if its document said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import click

from remit.quantity.mistakes import suggestion
from remit.quantity.parameter import Address
from remit.quantity.unit_text import UnitError
from remit.quantity.units import quantity
from remit.reading.documents import ChangeDoc, Quantity, RunDoc, ScenarioDoc

RUN_TIMES = {"run.from": "start", "run.until": "until", "run.report_every": "report_every"}
RUN_NUMBERS = {"run.rtol": "rtol", "run.atol": "atol"}
WHOLE_NUMBERS = ("run.max_steps", "population.subjects", "population.seed")
SETTINGS = (*RUN_TIMES, *RUN_NUMBERS, *WHOLE_NUMBERS)


def changed(scenario: ScenarioDoc, settings: Iterable[str]) -> ScenarioDoc:
    """The scenario with settings such as 'escitalopram.clearance=20 L/h' or 'run.until=7 d'.

    Raises
    ------
    click.UsageError
        When a setting is not understood.
    """
    for number, text in enumerate(settings, start=1):
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            raise click.UsageError(
                f"--set {text}: write name=value, for example 'escitalopram.clearance=20 L/h'"
            )
        scenario = _with_setting(scenario, name, value, Address("--set", number))
    return scenario


def _with_setting(scenario: ScenarioDoc, name: str, value: str, address: Address) -> ScenarioDoc:
    if name in WHOLE_NUMBERS:
        owner, key = name.split(".")
        number = _whole(name, value)
        if owner == "population":
            return replace(scenario, subjects=number) if key == "subjects" else replace(scenario, seed=number)
        return replace(scenario, run=replace(scenario.run, max_steps=number))
    written = _quantity(name, value, address)
    if name in RUN_TIMES:
        return replace(scenario, run=_with_run(scenario, RUN_TIMES[name], written))
    if name in RUN_NUMBERS:
        return replace(scenario, run=_with_run(scenario, RUN_NUMBERS[name], written.value))
    if name.startswith(("run.", "population.")):
        raise click.UsageError(f"--set {name}: there is no such setting{suggestion(name, SETTINGS)}")
    change = ChangeDoc(name, "to", written, "assumed", "", "", "", "set on the command line", address)
    return replace(scenario, set=(*scenario.set, change))


def _with_run(scenario: ScenarioDoc, field: str, value: Quantity | float) -> RunDoc:
    return replace(scenario.run, **{field: value})  # type: ignore[arg-type]


def _quantity(name: str, value: str, address: Address) -> Quantity:
    try:
        number, unit = quantity(value)
    except UnitError as error:
        raise click.UsageError(f"--set {name}: {error}") from error
    return Quantity(value, number, unit, address)


def _whole(name: str, value: str) -> int:
    lowest = 0 if name == "population.seed" else 1
    if not value.isascii() or not value.isdigit() or int(value) < lowest:
        raise click.UsageError(f"--set {name}: '{value}' is not a whole number of at least {lowest}")
    return int(value)
