"""`remit why`: which influences carry an effect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.check import check
from remit.cli.console import Waiting, number_text, print_table, say
from remit.cli.options import library_option, scenario_argument, set_option
from remit.cli.quick import load_numba_without_blas
from remit.cli.reading import open_scenario, shelf_for

if TYPE_CHECKING:
    from remit.compare.attribution import Attribution

MOST_SHOWN = 15


@click.command("why", short_help="Take influences out in turn and rank those that carry an effect.")
@scenario_argument
@click.option("--readout", required=True, help="What the effect is on, such as 'peak(synapse.spines)'.")
@click.option("--arm", default="", help="The arm with the effect; default: the last.")
@click.option("--against", default="", help="What it is compared with; default: the first arm.")
@click.option("--only", multiple=True, help="Take out what this document contributes only; repeatable.")
@click.option("--all", "everything", is_flag=True, help="Show the influences that carry little, too.")
@set_option
@library_option
def command(
    scenario: Path,
    readout: str,
    arm: str,
    against: str,
    only: tuple[str, ...],
    everything: bool,
    settings: tuple[str, ...],
    library: tuple[Path, ...],
) -> int:
    """Say which influences carry the difference of a readout between two arms of SCENARIO.

    Every contribution of one document to another is taken out in turn, in both arms; the table says what is
    left of the difference. A share of 100 % means that nothing is left without it, a share below 0 that it
    held the effect back. Links of one chain each carry all of it, so shares need not add up to 100 %.

    \b
    Examples:
      remit why scenarios/first_run.yaml --readout "mean_over(hpa.cortisol, last 24 h)"
    """
    shelf = shelf_for(scenario, library)
    check(scenario, shelf, settings)
    doc = open_scenario(scenario, shelf, settings)
    load_numba_without_blas()
    from remit.run.why import why

    with Waiting(f"explaining {doc.name}") as progress:
        found = why(doc, readout, arm=arm, against=against, only=only, shelf=shelf, progress=progress)
    _print(found, everything)
    return 1 if any(one.verdict == "failed" for one in found.carriers) else 0


def _print(found: Attribution, everything: bool) -> None:
    """The effect, its carriers and how the strongest of them hang together."""
    treated, base = found.values
    say(
        f"{found.readout}: {number_text(treated)} {found.unit} in {found.arm}, {number_text(base)} in "
        f"{found.against}; the effect is {number_text(found.effect)} {found.unit}"
    )
    shown = [one for one in found.carriers if everything or one.verdict != "little"]
    rows = [
        [one.name, f"{100 * one.share:.0f} %", number_text(one.effect), one.verdict]
        for one in (shown if everything else shown[:MOST_SHOWN])
    ]
    if rows:
        print_table(["without", "share lost", f"effect left [{found.unit}]", ""], rows, right=(1, 2))
    hidden = len(found.carriers) - len(rows)
    if hidden:
        say(f"{hidden} more influences carry little or are not shown; --all shows them")
    for one in found.interactions:
        if abs(one.surplus) < 0.1:
            continue
        how = "lie on one road" if one.surplus < 0 else "can stand in for each other"
        say(f"{one.first} and {one.second} {how} (together {100 * one.surplus:+.0f} % beyond their sum)")
