"""What all document schemas share: the base class, and field types that read one value of the YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from remit.language.lines import EquationLine
from remit.language.tree import Tree
from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address
from remit.quantity.units import UnitError
from remit.reading import leaves
from remit.reading.documents import Quantity
from remit.reading.yaml_lines import Entries, Items, Node, Scalar

KINDS = ("measured", "in_vitro", "derived", "calibrated", "assumed", "defined")
COMBINING_RULES = ("product", "sum", "largest", "only")
SPECIES = ("human", "rat", "mouse", "any")
NUMBER_OR_TEXT = {"type": ["string", "number"]}
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """Marks a field whose text is read by a function; the rest is its JSON Schema."""

    how: Callable[[Scalar], Any]
    json: dict[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.json)

    def _read(self, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, Scalar):
            raise PydanticCustomError("wrong_shape", "{text}", {"text": expectation("one value", value)})
        try:
            read = self.how(value)
        except ReadingError as error:
            raise as_custom(error.mistakes) from None
        except UnitError as error:
            raise as_custom([Mistake(value.address, str(error))]) from None
        if self.how is leaves.source_key and info.context is not None:
            info.context["sources"].append(value)
        return read


def as_custom(mistakes: tuple[Mistake, ...] | list[Mistake]) -> PydanticCustomError:
    """Mistakes on their way through pydantic."""
    return PydanticCustomError(
        "mistakes", "{count} mistakes", {"count": len(mistakes), "mistakes": tuple(mistakes)}
    )


class Schema(BaseModel):
    """A mapping of the YAML: unknown keys are refused with a suggestion, and it knows where it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    _address: Address = PrivateAttr(default=Address(""))
    _keys: dict[str, Address] = PrivateAttr(default_factory=dict)

    @property
    def address(self) -> Address:
        """Where the mapping begins."""
        return self._address

    def place_of(self, key: str) -> Address:
        """Where a key of the mapping stands; the mapping itself when the key is not written."""
        return self._keys.get(key, self._address)

    def keys_written(self) -> set[str]:
        """The keys that stand in the mapping."""
        return set(self._keys)

    def wrong(self, key: str, text: str) -> Mistake:
        """A mistake at a key."""
        return Mistake(self.place_of(key), text)

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong between the keys, each of which is right by itself."""
        yield from ()

    @classmethod
    def keys(cls) -> list[str]:
        """The keys it knows, as written."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @classmethod
    def complaint(cls, key: str) -> str:
        """What to say about an unknown key."""
        return f"unknown key {quoted(key)}{suggestion(key, cls.keys())}"

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, data: Any, handler: Callable[[Any], Any]) -> Any:
        """Validate the known keys, gather what else is wrong, and keep the addresses."""
        if not isinstance(data, Entries):
            raise PydanticCustomError("wrong_shape", "{text}", {"text": expectation("a mapping", data)})
        known = set(cls.keys())
        strange = [Mistake(key.address, cls.complaint(key)) for key in data if key not in known]
        try:
            made = handler(_only(data, known))
        except ValidationError as error:
            raise as_custom([*strange, *mistakes_of(error)]) from None
        made._address = data.address
        made._keys = {str(key): key.address for key in data}
        try:
            strange.extend(made.mistakes())
        except UnitError as error:  # a number that no longer fits into a float once converted
            strange.append(Mistake(data.address, str(error)))
        if strange:
            raise as_custom(strange)
        return made


def expectation(what: str, found: Any) -> str:
    """What should stand in a place, what does, and how it is written."""
    stands = "a list" if isinstance(found, Items) else "a mapping"
    if isinstance(found, Scalar):
        stands = "one value" if found else "nothing"
    written = {"a mapping": "; write {name: value}", "a list": "; write [one, two]"}.get(what, "")
    return f"{what} is expected here, not {stands}{written}"


def _only(data: Entries, known: set[str]) -> Entries:
    kept = Entries((key, value) for key, value in data.items() if key in known)
    kept.address = data.address
    return kept


def mistakes_of(error: ValidationError) -> list[Mistake]:
    """A pydantic error as mistakes at their places."""
    found: list[Mistake] = []
    for one in error.errors(include_url=False):
        given, context = one["input"], one.get("ctx", {})
        address = getattr(given, "address", Address(""))
        if one["type"] == "mistakes":
            found.extend(context["mistakes"])
        elif one["type"] == "missing":
            found.append(Mistake(address, f"the key {quoted(str(one['loc'][-1]))} is missing"))
        elif one["type"] == "wrong_shape":
            found.append(Mistake(address, one["msg"]))
        else:
            expected = {"dict_type": "a mapping", "tuple_type": "a list"}.get(one["type"], "")
            found.append(Mistake(address, expectation(expected, given) if expected else one["msg"]))
    return found


def listed(value: Node) -> Node:
    """A list as it is; anything else as a list of one."""
    if isinstance(value, Items):
        return value
    items = Items([value])
    items.address = getattr(value, "address", Address(""))
    return items


class OneOrMore:
    """Marks a list of which a single entry may stand alone."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(listed, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        array = handler(schema)
        return {"anyOf": [array["items"], array]}


@dataclass(frozen=True, slots=True, eq=False)
class ShortFor:
    """Marks a mapping for which the text under one of its keys may stand alone."""

    key: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._lengthen, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(schema)]}

    def _lengthen(self, value: Node) -> Node:
        if not isinstance(value, Scalar):
            return value
        entries = Entries({Scalar.at(self.key, value.address): value})
        entries.address = value.address
        return entries


def choice(*words: str) -> Reads:
    return Reads(lambda scalar: leaves.chosen(scalar, words), {"enum": list(words)})


def whole_from(least: int, most: int) -> Reads:
    json = {"type": ["integer", "string"], "minimum": least, "maximum": most}
    return Reads(lambda scalar: leaves.whole(scalar, least, most), json)


def plain_between(least: float, most: float) -> Reads:
    json = {"type": ["number", "string"], "minimum": least, "maximum": most}
    return Reads(lambda scalar: leaves.plain_number(scalar, least, most), json)


def or_model(how: Callable[[Scalar], Quantity]) -> Reads:
    """A quantity, or the word model."""
    return Reads(lambda scalar: "model" if scalar == "model" else how(scalar), NUMBER_OR_TEXT)


Prose = Annotated[Scalar, Reads(leaves.prose, {"type": "string"})]
Word = Annotated[Scalar, Reads(leaves.word, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})]
Owner = Annotated[Scalar, Reads(leaves.owner, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})]
LocalName = Annotated[
    Scalar, Reads(leaves.local_name, {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$"})
]
FullName = Annotated[
    Scalar,
    Reads(leaves.full_name, {"type": "string", "pattern": "^[a-z][a-z0-9_]*\\.[A-Za-z][A-Za-z0-9_]*$"}),
]
Gene = Annotated[Scalar, Reads(leaves.gene, {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]*$"})]
ParameterName = Annotated[Scalar, Reads(leaves.parameter_name, {"type": "string"})]
SourceKey = Annotated[
    Scalar, Reads(leaves.source_key, {"type": "string", "description": "a key of references.bib"})
]
UnitText = Annotated[
    str, Reads(leaves.unit_text, {"type": ["string", "integer"], "description": "a unit, as ng/mL"})
]
Measured = Annotated[Quantity, Reads(leaves.measured, NUMBER_OR_TEXT)]
NotNegative = Annotated[Quantity, Reads(leaves.not_negative, NUMBER_OR_TEXT)]
AboveZero = Annotated[Quantity, Reads(leaves.above_zero, NUMBER_OR_TEXT)]
Moment = Annotated[Quantity, Reads(leaves.moment, NUMBER_OR_TEXT)]
LengthOfTime = Annotated[Quantity, Reads(leaves.length_of_time, NUMBER_OR_TEXT)]
Expression = Annotated[Tree, Reads(leaves.arithmetic, NUMBER_OR_TEXT)]
StartOfState = Annotated[Tree | Quantity, Reads(leaves.start_of_state, NUMBER_OR_TEXT)]
Equations = Annotated[tuple[EquationLine, ...], Reads(leaves.equations, {"type": "string"})]
Flag = Annotated[bool, Reads(leaves.flag, {"enum": [True, False, "true", "false"]})]
Day = Annotated[Scalar, Reads(leaves.date, {"type": "string", "format": "date"})]
Species = Annotated[Scalar, choice(*SPECIES)]
Body = Annotated[Scalar, choice(*SPECIES[:-1])]
Kind = Annotated[Scalar, choice(*KINDS)]
Seen = Annotated[Scalar, choice("read", "recalled")]
Rule = Annotated[Scalar, choice(*COMBINING_RULES)]
Listed = OneOrMore()
