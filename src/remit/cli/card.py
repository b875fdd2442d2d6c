"""`remit card`: a drug or module as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from remit.cli.console import Waiting, say
from remit.cli.options import library_option
from remit.cli.quick import load_numba_without_blas
from remit.cli.reading import card_of, shelf_for

if TYPE_CHECKING:
    from remit.reading.shelf import Shelf

MOST_DRAWN = 3  # observations side by side in a figure


@click.command("card", short_help="Print a drug or module as a page; draw its curves on published values.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write NAME.md and NAME.png into this folder, with simulated curves on the published values.",
)
@click.option("--all-drugs", is_flag=True, help="Every drug of the library.")
@library_option
def command(names: tuple[str, ...], out: Path | None, all_drugs: bool, library: tuple[Path, ...]) -> int:
    """Print NAMEs, drugs or modules: what they are, equations, numbers with sources, what they act on.

    With --out a page is written for each, with the observations in which a drug is given, what was
    published and what is simulated.

    \b
    Examples:
      remit card ketamine
      remit card --all-drugs --out docs/look_up/drugs
    """
    shelf = shelf_for(None, library)
    chosen = [*names, *(shelf.names("drug") if all_drugs else ())]
    if not chosen:
        raise click.UsageError("name a drug or a module, or ask for --all-drugs")
    for name in dict.fromkeys(chosen):
        if out:
            for file in _write(name, shelf, out):
                say(f"wrote {file}")
        else:
            say(card_of(_kind(name, shelf), name, shelf))
    return 0


def _kind(name: str, shelf: Shelf) -> Literal["module", "drug"]:
    """'drug' or 'module', whichever bears the name."""
    return "drug" if name in shelf.names("drug") else "module"


def _write(name: str, shelf: Shelf, out: Path) -> list[Path]:
    """The page and, where something can be drawn, the figure."""
    load_numba_without_blas()
    from remit import __version__
    from remit.present.card import card
    from remit.present.figures import save
    from remit.present.observed import curves_of, paint
    from remit.run.cards import observations_with, ran

    doc = shelf.read(_kind(name, shelf), name)
    out.mkdir(parents=True, exist_ok=True)
    with Waiting(f"simulating {name}"):
        found = ran(observations_with(name, shelf), shelf)
    curves = [curves_of(one, dataset) for one, _, dataset in found if dataset is not None]
    drawn = sorted((one for one in curves if one.points), key=lambda one: -len(one.points))[:MOST_DRAWN]
    written = [out / f"{name}.md"]
    if drawn:
        written.append(save(paint(drawn, name), out / f"{name}.png"))
    page = card(
        doc, shelf.references, [one for _, one, _ in found], f"{name}.png" if drawn else "", __version__
    )
    written[0].write_text(page, encoding="utf-8")
    return written
