"""`remit calibrate`: numbers fitted to observations."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.console import Waiting, number_text, print_table, say
from remit.cli.options import library_option
from remit.cli.quick import load_numba_without_blas
from remit.cli.reading import shelf_for

if TYPE_CHECKING:
    from remit.compare.fitting import Fit


@click.command("calibrate", short_help="Fit named numbers to named observations.")
@click.argument("fit", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FIT")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The calibration document to write; without it, none is written.",
)
@library_option
def command(fit: Path, out: Path | None, library: tuple[Path, ...]) -> int:
    """Move the numbers of FIT within their bounds until its observations are met as well as can be.

    Prints every number before and after with what the observations say of it, the residual of every part, and
    which numbers cannot be told apart. Numbers in the library are never changed: the result is a
    calibration document, which scenarios name under 'calibrations'.

    \b
    Examples:
      remit calibrate my_fit.yaml --out library/calibrations/my_fit.yaml
    """
    shelf = shelf_for(fit, library)
    doc = shelf.read_fit(fit)
    load_numba_without_blas()
    from remit.present.calibration import as_document
    from remit.run.calibrate import calibrate

    with Waiting(f"fitting {doc.name}") as progress:
        found = calibrate(doc, shelf=shelf, progress=progress)
    _print(found)
    if out:
        docs = [shelf.read("observation", name) for name, _ in doc.observations]
        out.parent.mkdir(parents=True, exist_ok=True)
        today = date.today().isoformat()
        text = as_document(doc, found, docs, today, f"remit calibrate {fit.name}")
        out.write_text(text, encoding="utf-8")
        say(f"wrote {out}")
    else:
        say("nothing was written; --out FILE writes a calibration document")
    return 0


def _print(found: Fit) -> None:
    """Numbers, residuals and correlations."""
    from remit.present.markdown import band_text

    rows = [
        [
            one.name,
            number_text(one.before),
            number_text(one.after),
            one.unit,
            "-" if not math.isfinite(one.error) else f"x/ {math.exp(min(one.error, 50.0)):.3g}",
            one.verdict,
        ]
        for one in found.numbers
    ]
    print_table(["number", "before", "after", "unit", "error", ""], rows, right=(1, 2))
    rows = [
        [
            one.observation,
            one.part,
            number_text(one.before),
            number_text(one.after),
            band_text(one.low, one.high) or "-",
            one.unit,
        ]
        for one in found.residuals
    ]
    print_table(["observation", "part", "before", "after", "band", "unit"], rows, right=(2, 3))
    names = [one.name for one in found.numbers]
    for i, first in enumerate(names):
        for j in range(i):
            if abs(found.correlation[i, j]) > 0.9:
                say(
                    f"{names[j]} and {first} cannot be told apart (correlation {found.correlation[i, j]:.2f})"
                )
    before, after = found.cost
    say(
        f"half the sum of squares, in half widths of bands: {before:.4g} before, {after:.4g} after "
        f"{found.rounds} rounds; {len(found.numbers)} numbers, {len(found.residuals)} parts"
    )
