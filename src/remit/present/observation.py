"""An observation in lines: what was seen, where it is read off a run, and what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from remit.reading.documents import ObservationDoc
from remit.reading.observed import OverDoc, PartDoc, ReadingDoc


def as_lines(doc: ObservationDoc) -> Iterator[str]:
    """The study, its readings and its parts, one to a line."""
    yield f"{doc.name}: {' '.join(doc.about.split())}"
    yield f"{doc.area}, {doc.species}, {doc.kind}; {origin(doc)}; used to {doc.use}"
    for reading in doc.readings:
        yield f"{reading.name} = {reading_in_words(reading)}"
    for part in doc.parts:
        yield f"{part.name}: {part.text}{band_of(part)}"
    if doc.note:
        yield " ".join(doc.note.split())


def chains_of(doc: ObservationDoc) -> Iterator[str]:
    """Where the band of every part comes from, one part to a line."""
    for part in doc.parts:
        published = "" if part.value is None else f" | published {with_unit(part.value, part)}"
        trust = f" | trust {part.trust}, {part.status}" if part.trust != doc.trust else ""
        yield f"{doc.name}, {part.name}{band_of(part)}{published} | {doc.species} {origin(doc)}{trust}"


def origin(doc: ObservationDoc) -> str:
    """'zanos2018 Table 1, trust B, found', with a mark when it is only recalled."""
    place = " ".join(part for part in (", ".join(doc.sources), doc.at) if part)
    recalled = " (recalled)" if doc.seen == "recalled" else ""
    return f"{place}{recalled}, trust {doc.trust}, {doc.status}"


def reading_in_words(reading: ReadingDoc) -> str:
    """'peak(ketamine.concentration) in infusion, share above 5 ng/mL'."""
    arm = f" in {reading.arm}" if reading.arm else ""
    over = "" if reading.over == OverDoc("median") else f", {over_in_words(reading.over)}"
    return reading.readout + arm + over


def over_in_words(over: OverDoc) -> str:
    """'mean', 'share above 5 ng/mL', 'percentile 90'."""
    if over.level is not None:
        return f"{over.how} {over.level.text}"
    return over.how if over.percent is None else f"{over.how} {over.percent:g}"


def band_of(part: PartDoc) -> str:
    """' from 130 to 250 ng/mL', ' at least 5', ' without a band'."""
    if part.low is not None and part.high is not None:
        return f" from {part.low:g} to {with_unit(part.high, part)}"
    if part.low is not None:
        return f" at least {with_unit(part.low, part)}"
    return " without a band" if part.high is None else f" at most {with_unit(part.high, part)}"


def with_unit(value: float, part: PartDoc) -> str:
    """'250 ng/mL'."""
    return f"{value:g}" if part.unit == "1" else f"{value:g} {part.unit}"
