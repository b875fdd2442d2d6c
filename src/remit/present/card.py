"""One module or drug as a page: what it is, its equations, its numbers with their origin, what it acts on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from remit.compare.verdict import Judged, Verdict
from remit.language.write import to_text
from remit.present.bibliography import WORD, bibliography
from remit.present.markdown import band_text, table
from remit.quantity.references import Reference
from remit.reading.documents import DoorDoc, ModuleDoc, NumberDoc
from remit.result.notice import DISCLAIMER


def card(
    doc: ModuleDoc,
    references: Mapping[str, Reference],
    judged: Sequence[Judged] = (),
    figure: str = "",
    version: str = "",
) -> str:
    """A page in markdown.

    Parameters
    ----------
    doc : ModuleDoc
        A drug or a module.
    references : mapping of str to Reference
    judged : sequence of Judged
        Observations in which it is given, after their runs.
    figure : str
        The file of a figure of its curves.
    version : str
        What simulated them.
    """
    lines = [f"# {doc.name}", "", " ".join(doc.about.split()), ""]
    if doc.doors:
        lines += ["## Routes", "", *routes(doc.doors), ""]
    if doc.contributes:
        lines += ["## What it acts on", "", *actions(doc), ""]
    if figure:
        lines += ["## Curves", "", f"![simulated curves and observed values of {doc.name}]({figure})", ""]
        lines += ["Lines are simulated; points are published values, with their bands.", ""]
    if judged:
        lines += [
            f"## Observed and simulated{f' (remit {version})' if version else ''}",
            "",
            *verdicts(judged),
            "",
        ]
    lines += ["## Equations", "", "```text", *equations(doc), "```", ""]
    lines += ["## Numbers", "", *numbers(doc), ""]
    lines += [
        "## Sources",
        "",
        *(f"- {line}" for line in bibliography(sources(doc, references), references)),
        "",
    ]
    lines += [f"remit is {DISCLAIMER}.", ""]
    return "\n".join(lines)


def routes(doors: Iterable[DoorDoc]) -> list[str]:
    """A table of where doses enter and what happens to them on the way."""
    rows = []
    for door in doors:
        parts = {
            "bioavailability": door.bioavailability,
            "lag": door.lag,
            "duration": door.duration,
            "rate": door.rate,
            "molar mass": door.molar_mass,
        }
        way = "; ".join(f"{name} {to_text(tree)}" for name, tree in parts.items() if tree is not None)
        rows.append((door.route, door.into, way))
    return table(("route", "into", "on the way"), rows)


def actions(doc: ModuleDoc) -> list[str]:
    """A table of ports it contributes to."""
    rows = [(f"`{one.port}`", f"`{one.text}`", one.reason) for one in doc.contributes]
    return table(("port", "contribution", "reason"), rows)


def equations(doc: ModuleDoc) -> Iterator[str]:
    """Imported names, then every line as written with its reason."""
    for local, (target, _) in doc.uses.items():
        yield f"{local} is {target}"
    for line in doc.equations:
        yield line.text + (f"    # {line.reason}" if line.reason else "")


def numbers(doc: ModuleDoc) -> list[str]:
    """A table of every number with its origin, one row per species."""
    rows = [
        (name, entry.species, entry.value.text, entry.kind, origin(entry), told(entry))
        for name, entries in doc.parameters.items()
        for entry in entries
    ]
    return table(("number", "species", "value", "kind", "source", "what it is"), rows)


def origin(entry: NumberDoc) -> str:
    """'zanos2018, Table 1 (recalled)', or the argument of a number without a source."""
    if not entry.source:
        return "–"
    place = f"{entry.source}, {entry.at}" if entry.at else entry.source
    return f"{place} (recalled)" if entry.seen == "recalled" else place


def told(entry: NumberDoc) -> str:
    """What a number is, and its note."""
    return "; ".join(text for text in (entry.about, entry.note) if text)


def verdicts(judged: Iterable[Judged]) -> list[str]:
    """A table of every part of every observation."""
    rows = [
        (
            one.name,
            verdict.part,
            published(verdict),
            "–" if verdict.got != verdict.got else f"{verdict.got:.4g}",
            verdict.unit,
            verdict.outcome,
            verdict.use,
        )
        for one in judged
        for verdict in one.verdicts
    ]
    return table(("observation", "part", "published", "simulated", "unit", "verdict", "used to"), rows)


def published(verdict: Verdict) -> str:
    """'185 (130 to 250)'."""
    band = band_text(verdict.low, verdict.high)
    if verdict.value is None:
        return band or " ".join(verdict.says.split())
    return f"{verdict.value:g} ({band})" if band else f"{verdict.value:g}"


def sources(doc: ModuleDoc, references: Mapping[str, Reference]) -> tuple[str, ...]:
    """Keys of everything a document cites, sorted."""
    keys = {entry.source for entries in doc.parameters.values() for entry in entries if entry.source}
    keys |= {table.source for table in doc.tables if table.source}
    reasons = [line.reason for line in (*doc.equations, *doc.contributes)]
    keys |= {key for reason in reasons for key in WORD.findall(reason)}
    return tuple(sorted(key for key in keys if key in references))
