"""The matrix of interactions as a page."""

from __future__ import annotations

from collections.abc import Sequence

from remit.compare.meeting import Meeting
from remit.result.notice import DISCLAIMER


def as_page(found: Sequence[Meeting], individual: str, version: str) -> str:
    """A markdown page: the matrix, then the pairs with published ratios.

    Parameters
    ----------
    found : sequence of Meeting
    individual : str
        Who took them.
    version : str
    """
    lines = ["# Interactions", ""]
    lines += [
        "Ratio of the area under a drug's plasma curve over its last interval, beside another drug over",
        f"alone, after four weeks of both at usual doses in {individual}. Rows take, columns are added;",
        "blank pairs share no enzyme that one acts on. Made by `remit interactions` of remit",
        f"{version}, {DISCLAIMER}.",
        "Mechanisms, not factors: `remit why` on a scenario with both drugs says how much each inhibition,",
        "inactivation or change of expression carries.",
        "",
    ]
    lines += [*matrix(found), "", "## Beside published ratios", "", *beside_published(found), ""]
    troubles = [one for one in found if one.trouble]
    if troubles:
        lines += [
            "## Not run",
            "",
            *(f"- {one.perpetrator} on {one.victim}: {one.trouble}" for one in troubles),
            "",
        ]
    return "\n".join(lines)


def matrix(found: Sequence[Meeting]) -> list[str]:
    """Victims by perpetrators."""
    ratios = {(one.victim, one.perpetrator): one.ratio for one in found}
    rows, columns = sorted({one.victim for one in found}), sorted({one.perpetrator for one in found})
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for row in rows:
        cells = [text_of(ratios.get((row, column))) for column in columns]
        lines.append(f"| **{row}** | {' | '.join(cells)} |")
    return lines


def text_of(ratio: float | None) -> str:
    """'5.0', or nothing where two drugs do not meet."""
    if ratio is None:
        return ""
    return "not run" if ratio != ratio else f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def beside_published(found: Sequence[Meeting]) -> list[str]:
    """Pairs of which a ratio was published."""
    lines = ["| taken | added | at | simulated | published | source | |", "|---|---|---|---|---|---|---|"]
    for one in found:
        if one.published is None:
            continue
        known = one.published
        band = "" if known.low is None or known.high is None else f" ({known.low:g} to {known.high:g})"
        seen = " (recalled)" if known.seen == "recalled" else ""
        row = (
            one.victim,
            one.perpetrator,
            ", ".join(one.enzymes),
            text_of(one.ratio),
            f"{known.value:g}{band}",
        )
        lines.append(f"| {' | '.join(row)} | {known.source}{seen} | {one.verdict} |")
    return lines
