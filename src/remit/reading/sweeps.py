"""Sweeps: one thing of a scenario taken through several values, every combination an arm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import Annotated

from pydantic import Field

from remit.quantity.mistakes import Mistake, quoted
from remit.quantity.units import difference, has_same_dimension, unit, value_in
from remit.reading.documents import ArmDoc, ChangeDoc, DoseDoc, Quantity, ScenarioDoc, SweptDoc
from remit.reading.doses import AMOUNTS
from remit.reading.exposures import hours
from remit.reading.schema import (
    FullName,
    Gene,
    Listed,
    Measured,
    Moment,
    NotNegative,
    Owner,
    Prose,
    Schema,
)
from remit.reading.yaml_lines import Scalar

MOST_ARMS = 1000
# what may be swept -> how its values may be given
WAYS = {
    "doses": ("amount", "first"),
    "exposure": ("level",),
    "parameter": ("to", "times"),
    "gene": ("times",),
}
LISTS = ("amount", "first", "level", "to", "times")


class SweepSchema(Schema):
    """What is swept, and its values."""

    doses: Owner | None = Field(None, description="a drug: every dose of it gets the amount, or is moved")
    exposure: FullName | None = Field(None, description="an input or port the scenario exposes")
    parameter: FullName | None = Field(None, description="a number of the model")
    gene: Gene | None = Field(None, description="a gene that the scenario's documents name")
    amount: Annotated[tuple[NotNegative, ...], Listed] | None = Field(None, description="of each dose")
    first: Annotated[tuple[Moment, ...], Listed] | None = Field(
        None, description="time of the drug's first dose; later doses keep their distance"
    )
    level: Annotated[tuple[Measured, ...], Listed] | None = Field(None, description="of the exposure")
    to: Annotated[tuple[Measured, ...], Listed] | None = Field(None, description="values of the parameter")
    times: Annotated[tuple[NotNegative, ...], Listed] | None = Field(
        None, description="factors of the parameter or gene"
    )
    about: Prose | None = Field(None, description="what is varied; the label of the axis")

    def mistakes(self) -> Iterator[Mistake]:
        """One thing is swept, in one way, over values that can stand on one axis."""
        subjects = [key for key in WAYS if getattr(self, key) is not None]
        if len(subjects) != 1:
            text = f"a sweep names one of {', '.join(WAYS)}, not {len(subjects)} of them"
            yield Mistake(self.address, text)
            return
        ways = [key for key in LISTS if getattr(self, key) is not None]
        fitting = WAYS[subjects[0]]
        if len(ways) != 1 or ways[0] not in fitting:
            text = f"a sweep of '{subjects[0]}' gives its values in one list: {' or '.join(fitting)}"
            yield Mistake(self.address, text)
            return
        yield from self._value_mistakes(ways[0])

    def _value_mistakes(self, key: str) -> Iterator[Mistake]:
        values = self.values()
        if len(values) < 2:
            yield self.wrong(key, "a sweep needs at least two values")
            return
        for one in values:
            if not has_same_dimension(one.unit, values[0].unit):
                apart = difference(unit(one.unit), unit(values[0].unit))
                yield Mistake(one.address, f"{quoted(one.text)} and {quoted(values[0].text)} {apart}")
                return
            if key == "amount" and not any(has_same_dimension(one.unit, each) for each in AMOUNTS):
                yield Mistake(one.address, f"{quoted(one.text)} is no dose")
        numbers = [value_in(one.text, values[0].unit) for one in values]
        if len(set(numbers)) < len(numbers):
            yield self.wrong(key, "a value stands twice in the sweep")

    def varied(self) -> tuple[str, str]:
        """What is swept, and how."""
        how = next((key for key in LISTS if getattr(self, key) is not None), "")
        return str(self.doses or self.exposure or self.parameter or self.gene), how

    def values(self) -> tuple[Quantity, ...]:
        """The values, in the order written."""
        return self.amount or self.first or self.level or self.to or self.times or ()

    def touches(self, doc: ScenarioDoc, arm: ArmDoc) -> bool:
        """Whether an arm has what is swept; a placebo has no dose to vary."""
        if self.doses is not None:
            return any(dose.drug == self.doses for dose in _doses(doc, arm))
        if self.exposure is not None:
            return any(one.input == self.exposure for one in (*doc.exposures, *arm.exposures))
        return True

    def applied(self, doc: ScenarioDoc, arm: ArmDoc, value: Quantity) -> ArmDoc:
        """The arm at one value."""
        if self.amount is not None or self.first is not None:
            return replace(arm, doses=tuple(self._dosed(_doses(doc, arm), value)))
        if self.level is not None:
            exposures = tuple(
                replace(one, level=value) if one.input == self.exposure else one for one in arm.exposures
            )
            return replace(arm, exposures=exposures)
        name = str(self.parameter or self.gene)
        verb = "times" if self.times is not None else "to"
        note = str(self.about or "swept")
        change = ChangeDoc(name, verb, value, "assumed", "", "", "", note, value.address)
        if self.gene is not None:
            return replace(arm, genes=(*arm.genes, change))
        return replace(arm, set=(*arm.set, change))

    def _dosed(self, doses: Sequence[DoseDoc], value: Quantity) -> Iterator[DoseDoc]:
        """The doses with another amount, or moved."""
        start = min((hours(at) for dose in doses if dose.drug == self.doses for at in dose.at), default=0.0)
        for dose in doses:
            if dose.drug != self.doses:
                yield dose
            elif self.first is None:
                yield replace(dose, amount=value)
            else:
                later = hours(value) - start
                moved = tuple(_moved(at, later) for at in dose.at)
                yield replace(dose, at=moved, until=dose.until and _moved(dose.until, later))


def swept(doc: ScenarioDoc, sweep: Mapping[Scalar, SweepSchema]) -> tuple[ScenarioDoc, list[Mistake]]:
    """The scenario with an arm for every combination of its sweeps.

    Arms are multiplied in the order written, the last sweep running fastest. An arm that lacks what is
    swept, as a placebo lacks doses, stays as it is.

    Parameters
    ----------
    doc : ScenarioDoc
        As written, before its sweeps.
    sweep : mapping of name to SweepSchema

    Returns
    -------
    doc : ScenarioDoc
        With `arms` multiplied and `swept` saying where each arm stands on each axis. Exposures that are
        swept have moved from the scenario into its arms.
    mistakes : list of Mistake
        Sweeps of what no arm has, and sweeps that make more than MOST_ARMS arms.
    """
    if not sweep:
        return doc, []
    arms = doc.arms or (ArmDoc("", None, (), (), doc.address),)
    found = [
        Mistake(one.address, f"the sweep '{name}' varies what no arm has: {one.doses or one.exposure}")
        for name, one in sweep.items()
        if not any(one.touches(doc, arm) for arm in arms)
    ]
    found += _varied_twice(sweep)
    count = len(arms) * prod(len(one.values()) for one in sweep.values())
    if count > MOST_ARMS:
        text = f"the sweeps make {count} arms, more than {MOST_ARMS}; take fewer values"
        found.append(Mistake(doc.address, text))
    if found:
        return doc, found
    names = {str(one.exposure) for one in sweep.values() if one.exposure}
    moved = tuple(one for one in doc.exposures if one.input in names)
    arms = tuple(replace(arm, exposures=(*moved, *arm.exposures)) for arm in arms)
    made: list[tuple[ArmDoc, dict[str, Quantity]]] = [
        grown for arm in arms for grown in _combinations(doc, arm, sweep)
    ]
    kept = tuple(one for one in doc.exposures if one.input not in names)
    axes = tuple(_axis(str(name), one, made) for name, one in sweep.items())
    return replace(doc, arms=tuple(arm for arm, _ in made), exposures=kept, swept=axes), []


def _varied_twice(sweep: Mapping[Scalar, SweepSchema]) -> Iterator[Mistake]:
    """Two sweeps of one thing: the second would undo the first."""
    seen: dict[tuple[str, str], str] = {}
    for name, one in sweep.items():
        other = seen.setdefault(one.varied(), str(name))
        if other != name:
            yield Mistake(
                one.address, f"the sweeps '{other}' and '{name}' both vary {' '.join(one.varied())}"
            )


def _combinations(
    doc: ScenarioDoc, arm: ArmDoc, sweep: Mapping[Scalar, SweepSchema]
) -> Iterator[tuple[ArmDoc, dict[str, Quantity]]]:
    """An arm at every combination of the values of the sweeps that touch it."""
    axes = {str(name): one for name, one in sweep.items() if one.touches(doc, arm)}
    for values in product(*(one.values() for one in axes.values())):
        here, grown = dict(zip(axes, values, strict=True)), arm
        for name, value in here.items():
            grown = axes[name].applied(doc, grown, value)
        words = [arm.name] * bool(arm.name) + [f"{name} {value.text}" for name, value in here.items()]
        yield replace(grown, name=", ".join(words) or "all"), here


def _axis(name: str, sweep: SweepSchema, made: Sequence[tuple[ArmDoc, Mapping[str, Quantity]]]) -> SweptDoc:
    """Where each arm stands on one axis."""
    written = sweep.values()[0].unit
    places = {arm.name: value_in(here[name].text, written) for arm, here in made if name in here}
    return SweptDoc(name, written, str(sweep.about or ": ".join(sweep.varied())), places)


def _doses(doc: ScenarioDoc, arm: ArmDoc) -> tuple[DoseDoc, ...]:
    return doc.doses if arm.doses is None else arm.doses


def _moved(at: Quantity, later: float) -> Quantity:
    """A time, so many hours later."""
    new = hours(at) + later
    return Quantity(f"{new!r} h", new, "h", at.address)
