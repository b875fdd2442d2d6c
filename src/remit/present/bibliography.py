"""The sources behind exactly the equations and numbers of one model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

from remit.model.gather import Documents
from remit.model.model import Model
from remit.quantity.parameter import Parameter
from remit.quantity.references import Reference
from remit.reading.documents import ScenarioDoc

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_:-]*")  # what may be a key inside a reason
ACCENT = re.compile(r"\\([\"'`^~])\s*([A-Za-z])")  # BibTeX's way to write accents: \"o
MARKS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"}
LETTERS = {
    r"\o": "ø",
    r"\O": "Ø",
    r"\ss": "ß",
    r"\aa": "å",
    r"\AA": "Å",
    r"\ae": "æ",
    r"\AE": "Æ",
    r"\l": "ł",
}


def cited(
    model: Model, scenario: ScenarioDoc, documents: Documents, references: Mapping[str, Reference]
) -> tuple[str, ...]:
    """Keys of references.bib, sorted: of numbers, their changes, tables, exposures and equations' reasons."""
    reasons = [assignment.reason for assignment in model.assignments]
    reasons += [term.reason for rate in model.rates for term in rate.terms]
    reasons += [contribution.reason for contribution in model.contributions]
    keys = {key for reason in reasons for key in WORD.findall(reason) if key in references}
    keys |= {key for parameter in model.parameters for key in _of_number(parameter)}
    used = {table.name for table in model.tables}
    keys |= {
        table.source
        for instance in documents.instances
        for table in instance.doc.tables
        if f"{instance.alias}.{table.name}" in used
    }
    exposures = [
        *scenario.exposures,
        *(one for phenotype in documents.phenotypes for one in phenotype.exposures),
    ]
    exposures += [one for arm in scenario.arms for one in arm.exposures]
    keys |= {exposure.source for exposure in exposures}
    keys |= {change.source for arm in scenario.arms for change in arm.set}
    return tuple(sorted(keys - {""}))


def _of_number(parameter: Parameter) -> Iterator[str]:
    yield parameter.source
    yield from (change.source for change in parameter.history)
    if parameter.spread:
        yield parameter.spread.source


def bibliography(keys: Iterable[str], references: Mapping[str, Reference]) -> list[str]:
    """One line per key, 'author1999  Author A (1999). Title. Journal. doi:...'; unknown keys are left out."""
    known = [key for key in keys if key in references]
    width = max((len(key) for key in known), default=0)
    return [f"{key:{width}}  {plain(str(references[key]))}" for key in known]


def plain(text: str) -> str:
    """A text with BibTeX's accents as letters: 'K\\"oppel' becomes 'Köppel'."""
    text = ACCENT.sub(lambda found: normalize("NFC", found[2] + MARKS[found[1]]), text)
    for written, letter in LETTERS.items():
        text = text.replace(written, letter)
    return text
