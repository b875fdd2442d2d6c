"""`remit validate`: every observation beside its run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.console import Waiting, print_table, say
from remit.cli.options import library_option
from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address

if TYPE_CHECKING:
    from remit.compare.verdict import Judged
    from remit.reading.documents import ObservationDoc
    from remit.reading.shelf import Shelf

FEW = 5  # observations whose parts are all printed without being asked for


@click.command("validate", short_help="Run every observation and say which are met.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--area", metavar="A,B", help="Only these areas, such as pk,hpa.")
@click.option("--trust", metavar="A,B", help="Only observations trusted so far: A, B, C.")
@click.option("--species", metavar="A,B", help="Only these: human, rat, mouse, model.")
@click.option("--use", type=click.Choice(["fit", "check"]), help="Only those used to choose numbers, or not.")
@click.option("--missed", is_flag=True, help="Also list every part that is missed or has failed.")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write the page of all parts.")
@click.option(
    "--csv", "table", type=click.Path(dir_okay=False, path_type=Path), help="Write a table of parts."
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=None, help="Scenarios run at a time.  [default: the cores]"
)
@library_option
def command(
    names: tuple[str, ...],
    area: str | None,
    trust: str | None,
    species: str | None,
    use: str | None,
    missed: bool,
    page: Path | None,
    table: Path | None,
    jobs: int | None,
    library: tuple[Path, ...],
) -> int:
    """Run the scenarios of observations (default: all of the library) and say which parts are met.

    A part is met when the run's number lies inside its band. Null results, where nothing must happen, are
    counted apart, and so are observations by which numbers were chosen.

    The exit code is 0 when all null parts are met and every observation has run, however many others are
    missed; it is 1 otherwise.

    \b
    Examples:
      remit validate
      remit validate --area pk,hpa --trust A,B --missed
      remit validate ketamine_end_of_infusion
      remit validate --page docs/look_up/validation.md --csv out/validation.csv
    """
    from remit.reading.shelf import Shelf

    wanted = {"area": area, "trust": trust, "species": species, "use": use}
    docs, lost = chosen(names, wanted, Shelf(library))
    found = [*_run(docs, library, jobs), *lost]
    _print(found, missed, bool(names) or len(docs) <= FEW)
    _write(found, docs, page, table)
    from remit.compare.scoreboard import is_sound
    from remit.result.notice import DISCLAIMER

    say(f"remit is {DISCLAIMER}")
    return 0 if is_sound(found) else 1


def chosen(
    names: Sequence[str], wanted: dict[str, str | None], shelf: Shelf
) -> tuple[list[ObservationDoc], list[Judged]]:
    """Observations asked for, by area and name, and those that cannot be read."""
    from remit.compare.verdict import Judged
    from remit.reading.observations import AREAS, OBSERVED, TRUST

    known = shelf.names("observation")
    here = Address("validate")
    unknown = [name for name in names if name not in known]
    if unknown:
        told = [
            Mistake(here, f"unknown observation {quoted(one)}{suggestion(one, known)}") for one in unknown
        ]
        raise ReadingError(told)
    choices = {"area": AREAS, "trust": TRUST, "species": OBSERVED, "use": ("fit", "check")}
    kept = {key: _split(key, text, choices[key]) for key, text in wanted.items() if text is not None}
    docs: list[ObservationDoc] = []
    lost: list[Judged] = []
    for name in dict.fromkeys(names) or known:
        try:
            doc = shelf.read("observation", name)
        except ReadingError as error:
            lost.append(Judged(name, (), str(error)))
            continue
        if all(getattr(doc, key) in words for key, words in kept.items()):
            docs.append(doc)
    return sorted(docs, key=lambda doc: (AREAS.index(doc.area), doc.name)), lost


def _split(key: str, text: str, known: Sequence[str]) -> set[str]:
    words = {word.strip() for word in text.split(",") if word.strip()}
    for word in sorted(words - set(known)):
        near = suggestion(word, known) or f"; it is one of {', '.join(known)}"
        raise click.UsageError(f"--{key}: there is no {quoted(word)}{near}")
    return words


def _run(docs: Sequence[ObservationDoc], library: tuple[Path, ...], jobs: int | None) -> tuple[Judged, ...]:
    from remit.run.validate import Library, validate

    count = min(jobs or os.cpu_count() or 1, len(docs))
    with Waiting(f"running {len(docs)} observations") as progress:
        return validate(docs, Library(library), jobs=count, progress=progress)


def _print(found: Sequence[Judged], missed: bool, every_part: bool) -> None:
    from remit.compare.scoreboard import scoreboard
    from remit.present import scoreboard as show

    if not found:
        say("there are no such observations")
        return
    rows = show.part_rows(found, only_missed=not every_part or missed)
    if (every_part or missed) and rows:
        print_table(show.PART_COLUMNS, rows, "Parts missed or failed" if missed else "Parts", right=[2])
    board = scoreboard(found)
    for group, title in show.TITLES.items():
        if lines := show.board_rows(board, group):
            print_table(show.COLUMNS, lines, title, right=[2, 3, 4, 5])
    for line in show.troubles(found):
        click.echo(line, err=True)


def _write(
    found: Sequence[Judged], docs: Sequence[ObservationDoc], page: Path | None, table: Path | None
) -> None:
    from remit import __version__
    from remit.present.scoreboard import as_csv, as_page

    if page:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(as_page(found, {doc.name: doc for doc in docs}, __version__), encoding="utf-8")
        say(f"wrote {page}")
    if table:
        table.parent.mkdir(parents=True, exist_ok=True)
        table.write_text(as_csv(found), encoding="utf-8")
        say(f"wrote {table}")
