"""Verdicts for people: tables for the terminal, a page, and lines for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from remit.compare.scoreboard import CHECK, FIT, NULL, Row, Tally, scoreboard, total
from remit.compare.verdict import BANDS, FAILED, MISSED, Judged, Verdict
from remit.present.markdown import band_text, table
from remit.reading.documents import ObservationDoc
from remit.result.notice import DISCLAIMER

TITLES = {
    CHECK: "Observations only looked at",
    FIT: "Observations by which numbers were chosen",
    NULL: "Null results: where nothing must happen",
}
COLUMNS = ("area", "trust", "parts met", "observations met", "failed", "reference")
PART_COLUMNS = ("observation", "part", "got", "band", "unit", "verdict", "trust")
CSV_COLUMNS = (
    "observation", "part", "area", "trust", "status", "kind", "use", "got", "value", "low", "high", "unit",
    "outcome", "distance", "distance_in", "says", "why",
)  # fmt: skip
LIMITS = "../understand/limits.md"


def share(tally: Tally) -> str:
    """'5 of 7'; '-' when nothing is judged."""
    return f"{tally.met} of {tally.judged}" if tally.judged else "-"


def board_rows(rows: Sequence[Row], group: str) -> list[list[str]]:
    """One group's lines of the scoreboard, the sum last."""
    mine = [row for row in rows if row.group == group]
    lines = [*mine, total(rows, group)] if len(mine) > 1 else mine
    return [
        [
            row.area,
            row.trust,
            share(row.parts),
            share(row.observations),
            str(row.parts.failed or ""),
            str(row.parts.reference or ""),
        ]
        for row in lines
    ]


def number(value: float | None) -> str:
    """Three significant digits; nothing for no number."""
    if value is None or value != value:
        return ""
    return f"{value:.0f}" if 1000 <= abs(value) < 1e6 else f"{value:.3g}"


def band(verdict: Verdict) -> str:
    """'130 to 250', 'at least 5', 'at most 70', '' without a band."""
    return band_text(verdict.low, verdict.high, number)


def verdict_in_words(verdict: Verdict) -> str:
    """'met', 'missed by 0.4 bands', 'failed: why'."""
    if verdict.outcome == FAILED:
        return f"failed: {verdict.why}" if verdict.why else FAILED
    if verdict.outcome != MISSED:
        return verdict.outcome
    unit = "widths of the band" if verdict.distance_in == BANDS else verdict.distance_in
    return f"missed by {number(verdict.distance)} {unit}"


def part_rows(found: Sequence[Judged], only_missed: bool = False) -> list[list[str]]:
    """One line per part, or per part missed or failed."""
    return [
        [
            one.observation,
            one.part,
            number(one.got) or "-",
            band(one) or (f"({number(one.value)})" if one.value is not None else ""),
            "" if one.unit == "1" else one.unit,
            verdict_in_words(one),
            one.trust,
        ]
        for judged in found
        for one in judged.verdicts
        if not only_missed or one.outcome in (MISSED, FAILED)
    ]


def troubles(found: Sequence[Judged]) -> list[str]:
    """What kept observations from running, each line under the observation's name."""
    return [f"{one.name}: {line}" for one in found for line in one.trouble.splitlines()]


def as_csv(found: Sequence[Judged]) -> str:
    """One line per part with every digit; a number that there is not is left empty."""
    buffer = io.StringIO()
    lines = csv.writer(buffer, lineterminator="\n")
    lines.writerow(CSV_COLUMNS)
    for judged in found:
        for one in judged.verdicts:
            lines.writerow([_cell(getattr(one, column)) for column in CSV_COLUMNS])
    return buffer.getvalue()


def _cell(value: str | float | None) -> str:
    if isinstance(value, float):
        return "" if value != value else repr(value)
    return value or ""


def as_page(found: Sequence[Judged], docs: Mapping[str, ObservationDoc], version: str) -> str:
    """The whole validation as a page of the documentation.

    Parameters
    ----------
    found : sequence of Judged
        In the order shown.
    docs : mapping of str to ObservationDoc
        By name; observations that could not be read are missing.
    version : str
        Of remit.
    """
    rows = scoreboard(found)
    lines = list(_head(version))
    for group, title in TITLES.items():
        if board := board_rows(rows, group):
            lines += ["", f"## {title}", "", *table(COLUMNS, board)]
    for trouble in troubles(found):
        lines += ["", f"**Not run.** {trouble}"]
    for area in dict.fromkeys(one.area for one in found if one.area):
        lines += ["", f"## {area}"]
        for one in found:
            if one.area == area and one.name in docs:
                lines += ["", *_study(one, docs[one.name])]
    return "\n".join(lines) + "\n"


def _head(version: str) -> Iterator[str]:
    yield "# Validation"
    yield ""
    yield f"Every observation of the library beside its run, by remit {version}. This page is made by"
    yield "`remit validate --page docs/look_up/validation.md`."
    yield ""
    yield "A part is met when the run's number lies inside its band, and missed otherwise; an observation is"
    yield "met when all of its parts are. What has no number has failed, and counts against. A reference has"
    yield "no band and no verdict. Trust: A for meta-analyses, large trials and pooled data; B for one good"
    yield "study or a published model that was reproduced; C for small, one-laboratory or secondary reports."
    yield f"Misses are discussed in [the limits]({LIMITS}); how an observation is written is in"
    yield "[Add an observation](../do/add_an_observation.md)."
    yield ""
    yield f"remit is {DISCLAIMER}."


def _study(one: Judged, doc: ObservationDoc) -> Iterator[str]:
    """One observation: what it is, and its parts."""
    yield f"### {one.name}"
    yield ""
    recalled = ", recalled" if doc.seen == "recalled" else ""
    place = f", {doc.at}" if doc.at else ""
    yield _plain(doc.about)
    yield f"({', '.join(doc.sources)}{place}{recalled}; {doc.species}; {doc.kind}; {doc.use})"
    yield ""
    rows = []
    for verdict in one.verdicts:
        words = _plain(verdict_in_words(verdict))
        if verdict.outcome == MISSED:
            words = f"[{words}]({LIMITS})"
        unit = "" if verdict.unit == "1" else verdict.unit
        published = number(verdict.value)
        says = f" ({_plain(verdict.says)})" if verdict.says else ""
        cells = [verdict.part + says, number(verdict.got) or "-", published, band(verdict), unit, words]
        rows.append([*cells, verdict.trust])
    yield from table(("part", "here", "published", "band", "unit", "verdict", "trust"), rows)


def _plain(text: str) -> str:
    return " ".join(text.split())
