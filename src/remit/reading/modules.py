"""Modules, drugs and assays: their schemas and records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from remit.language.lines import AssignmentLine
from remit.quantity.mistakes import Mistake, suggestion
from remit.quantity.units import difference, has_same_dimension, unit
from remit.reading.documents import (
    Contribution,
    DoorDoc,
    InputDoc,
    ModuleDoc,
    PortDoc,
    Quantity,
    StateDoc,
)
from remit.reading.leaves import contribution
from remit.reading.numbers import Numbers, missing_unit, number_records, species_twice
from remit.reading.schema import (
    AboveZero,
    Equations,
    Flag,
    FullName,
    Gene,
    Listed,
    LocalName,
    Measured,
    Owner,
    Prose,
    Reads,
    Rule,
    Schema,
    StartOfState,
    UnitText,
    Word,
)
from remit.reading.scope import names_mistakes
from remit.reading.tables import TableSchema
from remit.reading.yaml_lines import Scalar


def _same_unit(schema: Schema, key: str, value: Quantity, expected: str) -> Iterator[Mistake]:
    """A value must convert to the unit declared beside it; a bare 0 does."""
    if not has_same_dimension(value.unit, expected) and not (value.value == 0 and value.unit == "1"):
        apart = difference(unit(value.unit), unit(expected))
        yield schema.wrong(key, f"{key} and unit {apart}{missing_unit(value)}")


class InputSchema(Schema):
    """A quantity the experiment drives."""

    unit: UnitText = Field(description="of its level")
    rest: Measured = Field(description="its level when nobody drives it")
    about: Prose | None = Field(None, description="what it is")

    def mistakes(self) -> Iterator[Mistake]:
        yield from _same_unit(self, "rest", self.rest, self.unit)


class PortSchema(Schema):
    """A quantity others contribute to; its owner decides how contributions combine."""

    unit: UnitText = Field(description="of every contribution")
    combine: Rule = Field(description="product, sum, largest or only")
    empty: Measured = Field(description="its value when nobody contributes")
    about: Prose | None = Field(None, description="what it is")

    def mistakes(self) -> Iterator[Mistake]:
        yield from _same_unit(self, "empty", self.empty, self.unit)
        if self.combine == "product" and not has_same_dimension(self.unit, "1"):
            yield self.wrong("unit", "contributions to a product are plain numbers; the unit is 1")


class StateSchema(Schema):
    """A quantity with a rate of change."""

    unit: UnitText = Field(description="of the state")
    start: StartOfState = Field(description="a quantity, or an expression over parameters")
    scale: AboveZero | None = Field(None, description="typical size, for the absolute tolerance")
    signed: Flag = Field(False, description="whether it may be negative")
    about: Prose | None = Field(None, description="what it is")

    def mistakes(self) -> Iterator[Mistake]:
        if isinstance(self.start, Quantity):
            yield from _same_unit(self, "start", self.start, self.unit)
            if self.start.value < 0 and not self.signed:
                yield self.wrong("start", "the state starts below 0 but is not 'signed: true'")
        if self.scale is not None:
            yield from _same_unit(self, "scale", self.scale, self.unit)


def _checked(scalar: Scalar) -> Scalar:
    contribution(scalar, scalar)
    return scalar


GeneNames = Annotated[tuple[LocalName, ...], Listed]
ContributionText = Annotated[Scalar, Reads(_checked, {"type": ["string", "number"]})]


class _Looking(Schema):
    """What assays and modules share."""

    about: Prose | None = Field(None, description="what it is, in a sentence")
    uses: dict[LocalName, FullName] = Field({}, description="local name: owner's quantity")
    parameters: dict[LocalName, Numbers] = Field(
        {}, description="numbers, one entry per species where they differ"
    )
    numbers: dict[Word, dict[LocalName, Numbers]] = Field(
        {}, description="named sets of parameters for instances"
    )
    tables: dict[LocalName, TableSchema] = Field({}, description="points for interpolate")
    equations: Equations = Field((), description="one statement per line")
    outputs: dict[LocalName, Prose] = Field({}, description="quantities worth plotting, and what they mean")
    in_vitro_used: dict[LocalName, Prose] = Field(
        {}, description="why an in-vitro number may enter an effect"
    )

    def mistakes(self) -> Iterator[Mistake]:
        """Numbers are one per species; names are known, defined once and in their place."""
        found = list(species_twice(self.parameters))
        for numbers in self.numbers.values():
            found.extend(species_twice(numbers))
        for name, because in self.in_vitro_used.items():
            if not any(one.kind == "in_vitro" for one in self.parameters.get(name, ())) and not self._in_set(
                name
            ):
                found.append(
                    Mistake(
                        name.address, f"{name} is no in-vitro parameter, so nothing needs excusing: {because}"
                    )
                )
        yield from found
        if not found:
            yield from names_mistakes(self.record(), [(str(name), name.address) for name in self.outputs])

    def _in_set(self, name: str) -> bool:
        sets = [one for numbers in self.numbers.values() for one in numbers.get(Scalar(name), ())]
        return any(one.kind == "in_vitro" for one in sets)

    def record(self) -> ModuleDoc:
        """The frozen record; keys this kind does not have stay empty."""
        kind = type(self).__name__.removesuffix("Schema").lower()  # the key under which its name stands
        return ModuleDoc(
            what=kind,
            name=str(getattr(self, kind)),
            about=str(self.about or ""),
            uses={str(local): (str(theirs), local.address) for local, theirs in self.uses.items()},
            parameters=number_records(self.parameters),
            numbers={str(name): number_records(numbers) for name, numbers in self.numbers.items()},
            tables=tuple(one.record(str(name)) for name, one in self.tables.items()),
            equations=self.equations,
            outputs={str(name): str(text) for name, text in self.outputs.items()},
            in_vitro_used={str(name): str(text) for name, text in self.in_vitro_used.items()},
            inputs=self._inputs(),
            ports=self._ports(),
            states=self._states(),
            contributes=self._contributes(),
            doors=self._doors(),
            address=self.address,
        )

    def _inputs(self) -> tuple[InputDoc, ...]:
        return ()

    def _ports(self) -> tuple[PortDoc, ...]:
        return ()

    def _states(self) -> tuple[StateDoc, ...]:
        return ()

    def _contributes(self) -> tuple[Contribution, ...]:
        return ()

    def _doors(self) -> tuple[DoorDoc, ...]:
        return ()


class AssaySchema(_Looking):
    """An observation model: it may look, never touch."""

    assay: Owner = Field(description="its name, as the file's")

    @classmethod
    def complaint(cls, key: str) -> str:
        """Keys of modules are refused for what they are."""
        if key in ("states", "inputs", "ports", "contributes", "doses_into"):
            return f"an assay may look, not touch: it has no {key}"
        return super().complaint(key)

    def mistakes(self) -> Iterator[Mistake]:
        """Also: assignments only."""
        for line in self.equations:
            if not isinstance(line, AssignmentLine):
                yield Mistake(line.address, "an assay may look, not touch: assignments only")
        yield from super().mistakes()


class Acting(_Looking):
    """What modules and drugs share."""

    inputs: dict[LocalName, InputSchema] = Field({}, description="quantities the experiment drives")
    ports: dict[LocalName, PortSchema] = Field({}, description="quantities others contribute to")
    states: dict[LocalName, StateSchema] = Field({}, description="quantities with a rate of change")
    contributes: dict[FullName, ContributionText] = Field({}, description="owner.port: expression")
    genes: dict[Gene, GeneNames] = Field({}, description="gene: parameters that say how much of it there is")
    on_request: Flag = Field(False, description="left out of 'modules: all'")

    def mistakes(self) -> Iterator[Mistake]:
        """Also: genes scale parameters of this document."""
        yield from super().mistakes()
        for gene, locals_ in self.genes.items():
            for local in locals_:
                if local not in self.parameters:
                    near = suggestion(local, sorted(self.parameters))
                    yield Mistake(gene.address, f"gene {gene} scales unknown parameter '{local}'{near}")

    def record(self) -> ModuleDoc:
        """The frozen record."""
        genes = {str(gene): (tuple(map(str, those)), gene.address) for gene, those in self.genes.items()}
        return replace(super().record(), genes=genes, on_request=self.on_request)

    def _inputs(self) -> tuple[InputDoc, ...]:
        return tuple(
            InputDoc(str(name), one.unit, one.rest, str(one.about or ""), name.address)
            for name, one in self.inputs.items()
        )

    def _ports(self) -> tuple[PortDoc, ...]:
        return tuple(
            PortDoc(str(name), one.unit, str(one.combine), one.empty, str(one.about or ""), name.address)
            for name, one in self.ports.items()
        )

    def _states(self) -> tuple[StateDoc, ...]:
        return tuple(
            StateDoc(
                str(name), one.unit, one.start, one.scale, one.signed, str(one.about or ""), name.address
            )
            for name, one in self.states.items()
        )

    def _contributes(self) -> tuple[Contribution, ...]:
        return tuple(contribution(port, text) for port, text in self.contributes.items())


class ModuleSchema(Acting):
    """A piece of physiology."""

    module: Owner = Field(description="its name, as the file's")
