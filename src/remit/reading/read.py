"""One file to one frozen record, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address
from remit.reading.compared import ComparisonDoc
from remit.reading.documents import (
    CalibrationDoc,
    IndividualDoc,
    ModuleDoc,
    ObservationDoc,
    PhenotypeDoc,
    ScenarioDoc,
)
from remit.reading.fitted import FitDoc
from remit.reading.yaml_lines import Scalar, read_yaml

if TYPE_CHECKING:
    from remit.reading.schema import Schema

Document = (
    ModuleDoc
    | PhenotypeDoc
    | IndividualDoc
    | CalibrationDoc
    | ObservationDoc
    | ScenarioDoc
    | ComparisonDoc
    | FitDoc
)
DOCUMENT_KINDS = (
    "module",
    "drug",
    "assay",
    "phenotype",
    "individual",
    "calibration",
    "observation",
    "scenario",
    "comparison",
    "fit",
)


@dataclass(frozen=True, slots=True)
class Read:
    """A document and the sources it names."""

    document: Document
    sources: tuple[tuple[str, Address], ...]  # keys of references.bib, repeats included


def read_document(data: bytes, file: str, kind: str | None = None) -> Read:
    """The document a YAML file holds.

    Parameters
    ----------
    data : bytes
        The whole file.
    file : str
        What addresses call it.
    kind : str, optional
        One of DOCUMENT_KINDS, when only that will do.

    Raises
    ------
    ReadingError
        With all mistakes of the file. No other exception, whatever the bytes.
    """
    from pydantic import ValidationError

    from remit.reading.schema import mistakes_of

    entries = read_yaml(data, file)
    found = kind_of(list(entries), file)
    if kind is not None and found != kind:
        raise ReadingError(
            [Mistake(Address(file, 1, 1), f"this is a document of kind {found}; {kind} is expected")]
        )
    sources: list[Scalar] = []
    try:
        schema = _schema(found).model_validate(entries, context={"sources": sources})
    except ValidationError as error:
        raise ReadingError(mistakes_of(error)) from None
    record: Document = schema.record()  # type: ignore[attr-defined]
    return Read(record, tuple((str(one), one.address) for one in sources))


def kind_of(keys: list[Scalar], file: str) -> str:
    """The kind of a document, which is its first key; an observation may hold a key 'scenario' too."""
    if keys and keys[0] in DOCUMENT_KINDS:
        return str(keys[0])
    place = keys[0].address if keys else Address(file, 1, 1)
    first = quoted(keys[0]) if keys else "nothing"
    if later := [key for key in keys if key in DOCUMENT_KINDS]:
        raise ReadingError(
            [Mistake(place, f"a document starts with its kind; move {quoted(later[0])} to the first line")]
        )
    hint = suggestion(keys[0], DOCUMENT_KINDS) if keys else ""
    kinds = ", ".join(DOCUMENT_KINDS)
    raise ReadingError([Mistake(place, f"a document starts with its kind ({kinds}), not with {first}{hint}")])


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of a document kind, for editors.

    Raises
    ------
    KeyError
        When there is no such kind.
    """
    made: dict[str, Any] = _without_null(_schema(kind).model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _without_null(schema: Any) -> Any:
    """The schema without null: a key that may be left out may not be written without a value."""
    if isinstance(schema, list):
        return [_without_null(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(one) for key, one in schema.items() if not (key == "default" and one is None)}
    if "anyOf" in kept:
        kept["anyOf"] = [one for one in kept["anyOf"] if one != {"type": "null"}]
    return kept


def _schema(kind: str) -> type[Schema]:
    # pydantic and the schemas take a fifth of a second, which commands that read no document must not pay.
    from remit.reading import comparisons, drugs, fits, modules, observations, people, scenarios

    schemas: dict[str, type[Schema]] = {
        "module": modules.ModuleSchema,
        "drug": drugs.DrugSchema,
        "assay": modules.AssaySchema,
        "phenotype": people.PhenotypeSchema,
        "individual": people.IndividualSchema,
        "calibration": people.CalibrationSchema,
        "observation": observations.ObservationSchema,
        "scenario": scenarios.ScenarioSchema,
        "comparison": comparisons.ComparisonSchema,
        "fit": fits.FitSchema,
    }
    return schemas[kind]
