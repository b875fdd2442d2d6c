"""The matrix of interactions as a page."""

from __future__ import annotations

from collections.abc import Sequence

from remit.compare.meeting import Genotypes, Meeting
from remit.present.markdown import band_text, table
from remit.result.notice import DISCLAIMER


def as_page(
    found: Sequence[Meeting], individual: str, version: str, genotypes: Sequence[Genotypes] = ()
) -> str:
    """A markdown page: the matrix, the pairs with published ratios, the drugs by alleles.

    Parameters
    ----------
    found : sequence of Meeting
    individual : str
        Who took them.
    version : str
    genotypes : sequence of Genotypes
        Of the drugs that CYP2D6 clears.
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
    lines += [*matrix(found), "", "## Beside published ratios", ""]
    lines += [
        "For perpetrators taken at their usual dose. Bands are published ranges, else 1.4-fold either way,",
        "less where little happens. Studies at other doses are observations, which `remit validate` runs.",
        "",
        *beside_published(found),
        "",
    ]
    if genotypes:
        about = "The same area by the activity score of CYP2D6, without a second drug."
        lines += ["## By genotype", "", about, "", *by_alleles(genotypes), ""]
    alone = [(one.victim, one.trouble) for one in genotypes if one.trouble]
    pairs = [(f"{one.perpetrator} on {one.victim}", one.trouble) for one in found if one.trouble]
    troubles = [*pairs, *alone]
    if troubles:
        lines += [
            "## Not run",
            "",
            *(f"- {name}: {trouble}" for name, trouble in troubles),
            "",
        ]
    return "\n".join(lines)


def matrix(found: Sequence[Meeting]) -> list[str]:
    """Victims by perpetrators."""
    ratios = {(one.victim, one.perpetrator): one.ratio for one in found}
    victims, columns = sorted({one.victim for one in found}), sorted({one.perpetrator for one in found})
    rows = [(f"**{one}**", *(text_of(ratios.get((one, column))) for column in columns)) for one in victims]
    return table(("", *columns), rows)


def by_alleles(genotypes: Sequence[Genotypes]) -> list[str]:
    """Drugs by activity scores."""
    columns = ("", *(f"{score:g}" for score in genotypes[0].scores))
    return table(columns, [(f"**{one.victim}**", *map(text_of, one.ratios)) for one in genotypes])


def text_of(ratio: float | None) -> str:
    """'5.0', or nothing where two drugs do not meet."""
    if ratio is None:
        return ""
    return "not run" if ratio != ratio else f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def beside_published(found: Sequence[Meeting]) -> list[str]:
    """Pairs of which a ratio was published."""
    rows = []
    for one in found:
        if one.published is None:
            continue
        known = one.published
        band = band_text(known.low, known.high)
        seen = " (recalled)" if known.seen == "recalled" else ""
        rows.append(
            (
                one.victim,
                one.perpetrator,
                ", ".join(one.enzymes),
                text_of(one.ratio),
                f"{known.value:g} ({band})" if band else f"{known.value:g}",
                f"{known.source}{seen}",
                one.verdict,
            )
        )
    return table(("taken", "added", "at", "simulated", "published", "source", ""), rows)
