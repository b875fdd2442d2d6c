"""`remit interactions`: all pairs of drugs that meet at an enzyme."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.console import Waiting, print_table, say
from remit.cli.options import library_option
from remit.cli.quick import load_numba_without_blas
from remit.cli.reading import shelf_for


@click.command("interactions", short_help="Simulate all pairs of drugs that meet at a liver enzyme.")
@click.option("--individual", default="human_adult", show_default=True, help="Who takes them.")
@click.option("--drug", default="", metavar="NAME", help="Only pairs with this drug; default: all.")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write a markdown page.")
@library_option
def command(individual: str, drug: str, page: Path | None, library: tuple[Path, ...]) -> int:
    """Give every pair of drugs of which one acts on an enzyme that clears the other, at usual doses.

    Prints the ratio of the area under the curve beside the other drug over alone, with published ratios where
    the library has them. The page also has the drugs that CYP2D6 clears by its alleles.

    \b
    Examples:
      remit interactions --page docs/look_up/interactions.md
      remit interactions --drug fluvoxamine
    """
    shelf = shelf_for(None, library)
    load_numba_without_blas()
    from remit import __version__
    from remit.present.interactions import as_page, text_of
    from remit.run.interactions import by_genotype, meetings

    with Waiting("pairs of drugs") as progress:
        found = meetings(shelf, individual, progress, drug=drug)
    rows = [
        [
            one.victim,
            one.perpetrator,
            ", ".join(one.enzymes),
            text_of(one.ratio),
            "" if one.published is None else f"{one.published.value:g}",
            one.verdict,
        ]
        for one in sorted(found, key=lambda one: -one.ratio if one.ratio == one.ratio else 0.0)
    ]
    print_table(["taken", "added", "at", "ratio", "published", ""], rows, right=(3, 4))
    if page:
        with Waiting("alleles of CYP2D6") as progress:
            genotypes = by_genotype(shelf, individual, progress)
        page.write_text(as_page(found, individual, __version__, genotypes), encoding="utf-8")
        say(f"wrote {page}")
    return 1 if any(one.trouble for one in found) else 0
