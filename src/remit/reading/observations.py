"""Observations: their schema and records."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from remit.language.tree import Tree, names_read
from remit.quantity.mistakes import Mistake, quoted, suggestion
from remit.quantity.units import NUMBER
from remit.reading import leaves
from remit.reading.documents import ObservationDoc
from remit.reading.observed import OverDoc, PartDoc, ReadingDoc
from remit.reading.scenarios import ScenarioSchema
from remit.reading.schema import (
    NUMBER_OR_TEXT,
    Listed,
    LocalName,
    Prose,
    Reads,
    Schema,
    Seen,
    ShortFor,
    SourceKey,
    UnitText,
    Word,
    choice,
)
from remit.reading.yaml_lines import Scalar

AREAS = (
    "pk",
    "occupancy",
    "monoamine",
    "hpa",
    "inflammation",
    "kynurenine",
    "glutamate",
    "plasticity",
    "neuroaging",
    "behaviour",
    "clinical",
)
OBSERVED = ("human", "rat", "mouse", "model")
TRUST = ("A", "B", "C")
STATUS = ("found", "memory", "uncertain", "derived")
USES = ("fit", "check")
EVIDENCE = ("quantitative", "ordinal", "null")
PLAIN_OVER = ("median", "mean")
SHARE = re.compile(r"share (above|below) (.+)")
PERCENTILE = re.compile(r"percentile (\S+)")
IN_ARM = re.compile(r"(.*\))\s+in\s+(\S+)\s*", re.DOTALL)
CONSTANTS = ("day", "turn")  # what a part may read beside its readings


def bare_number(scalar: Scalar) -> float:
    """A number alone; its unit is the part's."""
    found = NUMBER.fullmatch(scalar.strip())
    if found is None or not math.isfinite(float(found.group())):
        text = f"{quoted(scalar)} is no number by itself; the part's 'unit' says of what"
        raise leaves.wrong(scalar, text)
    return float(found.group())


def over(scalar: Scalar) -> OverDoc:
    """'median', 'mean', 'share above 138 nmol/L', 'share below 5', 'percentile 90'."""
    text = " ".join(scalar.split())
    if text in PLAIN_OVER:
        return OverDoc(text)
    if found := SHARE.fullmatch(text):
        return OverDoc(f"share {found[1]}", leaves.measured(Scalar.at(found[2], scalar.address)))
    if found := PERCENTILE.fullmatch(text):
        percent = bare_number(Scalar.at(found[1], scalar.address))
        if not 0 <= percent <= 100:
            raise leaves.wrong(scalar, f"{percent:g} is outside 0 to 100")
        return OverDoc("percentile", None, percent)
    hint = suggestion(text, PLAIN_OVER) or "; write median, mean, share above LEVEL, share below LEVEL or "
    text = f"{quoted(scalar)} joins no subjects{hint}"
    raise leaves.wrong(scalar, text if hint.endswith("?") else f"{text}percentile P")


def formula(scalar: Scalar) -> tuple[str, Tree]:
    """Arithmetic over readings, with its text."""
    return " ".join(scalar.split()), leaves.arithmetic(scalar)


Bare = Annotated[float, Reads(bare_number, {"type": ["number", "string"]})]
Over = Annotated[OverDoc, Reads(over, {"type": "string"})]
Formula = Annotated[tuple[str, Tree], Reads(formula, NUMBER_OR_TEXT)]
Trust = Annotated[Scalar, choice(*TRUST)]
Status = Annotated[Scalar, choice(*STATUS)]


class ReadingSchema(Schema):
    """One number taken from the run."""

    readout: Prose = Field(description="as a scenario's readouts, perhaps followed by 'in ARM'")
    arm: Word | None = Field(None, description="may be left out when there is one")
    over: Over = Field(OverDoc("median"), description="how the subjects' numbers become one")

    def mistakes(self) -> Iterator[Mistake]:
        """The arm is named once, as arms are."""
        found = IN_ARM.fullmatch(self.readout)
        if found is None:
            return
        if self.arm is not None:
            yield self.wrong("arm", "the arm is named twice: here and in the readout")
        if not leaves.WORD.fullmatch(found[2]):
            yield self.wrong("readout", f"{quoted(found[2])} is no name of an arm")

    def record(self, name: Scalar) -> ReadingDoc:
        """The frozen record."""
        found = IN_ARM.fullmatch(self.readout)
        text, arm = (found[1], found[2]) if found else (str(self.readout), str(self.arm or ""))
        place = self.readout.address
        return ReadingDoc(str(name), " ".join(text.split()), arm, self.over, name.address, place)


class PartSchema(Schema):
    """One number that is compared."""

    name: Prose = Field(description="what it is called in tables")
    formula: Formula = Field(alias="is", description="arithmetic over the readings")
    unit: UnitText = Field("1", description="of value, low and high; default 1")
    value: Bare | None = Field(None, description="as published")
    low: Bare | None = Field(None, description="least that agrees")
    high: Bare | None = Field(None, description="most that agrees")
    says: Prose | None = Field(None, description="the band in words")
    trust: Trust | None = Field(None, description="when it differs from the observation's")
    status: Status | None = Field(None, description="when it differs from the observation's")

    def mistakes(self) -> Iterator[Mistake]:
        """The band has its ends in order, and the published value in it."""
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if low > high:
            yield self.wrong("low", f"the band ends ({high:g}) below its beginning ({low:g})")
        elif self.value is not None and not low <= self.value <= high:
            yield self.wrong("value", f"the value {self.value:g} lies outside its own band")
        for one in names_read(self.formula[1]):
            if one.name == "time":
                yield self.wrong("is", "a part is one number; read one off at a time with value_at")

    def record(self, trust: str, status: str) -> PartDoc:
        """The frozen record."""
        text, tree = self.formula
        return PartDoc(
            name=str(self.name),
            text=text,
            tree=tree,
            unit=self.unit,
            value=self.value,
            low=self.low,
            high=self.high,
            says=str(self.says or ""),
            trust=str(self.trust or trust),
            status=str(self.status or status),
            address=self.address,
            place=self.place_of("is"),
        )


class InlineScenario(ScenarioSchema):
    """A scenario written in an observation, which may go without a name of its own."""

    scenario: Word = Field(Scalar("inline"), description="its name")


def _name_or_inline(value: Any) -> str:
    return "name" if isinstance(value, Scalar) else "inline"


NameOrScenario = Annotated[
    Annotated[Word, Tag("name")] | Annotated[InlineScenario, Tag("inline")],
    Discriminator(_name_or_inline),
]
Reading = Annotated[ReadingSchema, ShortFor("readout")]


class ObservationSchema(Schema):
    """What one study measured."""

    observation: Word = Field(description="its name, as the file's")
    about: Prose | None = Field(None, description="what was measured, in a sentence")
    area: Annotated[Scalar, choice(*AREAS)] = Field(description="where it is counted")
    species: Annotated[Scalar, choice(*OBSERVED)] = Field(
        description="of the subjects; model: how a published model behaves"
    )
    source: Annotated[tuple[SourceKey, ...], Listed] = Field(description="key of references.bib, or a list")
    at: Prose | None = Field(None, description="page, table, figure")
    seen: Seen = Field(description="read or recalled")
    trust: Trust = Field(description="how far it is trusted; A is most")
    status: Status = Field(description="found, memory, uncertain or derived")
    use: Annotated[Scalar, choice(*USES)] = Field(description="fit: numbers were chosen by it; check: not")
    kind: Annotated[Scalar, choice(*EVIDENCE)] = Field(description="of evidence; null: nothing must happen")
    scenario: NameOrScenario = Field(description="a name or an inline scenario")
    readings: dict[LocalName, Reading] = Field(description="name: a number taken from the run")
    parts: tuple[PartSchema, ...] = Field(description="what is compared")
    note: Prose | None = Field(None, description="anything worth knowing")

    def mistakes(self) -> Iterator[Mistake]:
        """Parts have names of their own; they read what there is, and all of it; a null has two bounds."""
        if not self.parts:
            yield self.wrong("parts", "nothing is compared; write a part")
        seen: set[str] = set()
        read: set[str] = set()
        for part in self.parts:
            if str(part.name) in seen:
                yield Mistake(part.name.address, f"a second part is called {quoted(str(part.name))}")
            seen.add(str(part.name))
            names = {one.name for one in names_read(part.formula[1])} - {"time"}
            read |= names
            for name in sorted(names - {*map(str, self.readings), *CONSTANTS}):
                near = suggestion(name, map(str, self.readings))
                yield part.wrong("is", f"there is no reading {quoted(name)}{near}")
            if self.kind == "null" and (part.low is None or part.high is None):
                yield Mistake(part.address, "nothing must happen here, so the part needs 'low' and 'high'")
        for name in self.readings:
            if str(name) not in read:
                yield Mistake(name.address, f"no part reads {quoted(str(name))}")

    def record(self) -> ObservationDoc:
        """The frozen record."""
        inline = self.scenario.record() if isinstance(self.scenario, ScenarioSchema) else None
        trust, status = str(self.trust), str(self.status)
        return ObservationDoc(
            name=str(self.observation),
            about=str(self.about or ""),
            area=str(self.area),
            species=str(self.species),
            sources=tuple(map(str, self.source)),
            at=str(self.at or ""),
            seen=str(self.seen),
            trust=trust,
            status=status,
            use=str(self.use),
            kind=str(self.kind),
            scenario=inline.name if inline else str(self.scenario),
            readings=tuple(one.record(name) for name, one in self.readings.items()),
            parts=tuple(one.record(trust, status) for one in self.parts),
            note=str(self.note or ""),
            address=self.address,
            inline=inline,
            scenario_place=self.place_of("scenario"),
        )
