"""`remit explain`: where numbers come from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.console import print_table, say
from remit.cli.options import library_option, set_option
from remit.cli.reading import card_of, file_named, open_observation, open_scenario, shelf_for

if TYPE_CHECKING:
    from remit.quantity.parameter import Parameter
    from remit.reading.documents import ModuleDoc
    from remit.reading.shelf import Shelf


@click.command("explain", short_help="Say where numbers come from.")
@click.argument("words", nargs=-1, required=True, metavar="TARGET")
@click.option(
    "--in",
    "scenario",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Explain the number as this scenario uses it, with every change.",
)
@click.option("--summary", is_flag=True, help="Count kinds of numbers instead of printing each.")
@set_option
@library_option
def command(
    words: tuple[str, ...],
    scenario: Path | None,
    summary: bool,
    settings: tuple[str, ...],
    library: tuple[Path, ...],
) -> int:
    """Print the origin of every number of TARGET: a scenario file, a module, a drug or one parameter.

    A line is: name and value, as published, kind and source, and every layer that changed it.

    'observation NAME' is one too: its bands, then every number of its scenario. 'drug NAME' and 'module NAME'
    print a whole page: routes, actions, equations, numbers and sources.

    \b
    Examples:
      remit explain scenarios/first_run.yaml
      remit explain scenarios/first_run.yaml --summary
      remit explain hpa
      remit explain hpa.acth_loss --in scenarios/first_run.yaml
      remit explain drug ketamine
      remit explain observation ketamine_plasma_end_infusion
    """
    if len(words) == 2 and (words[0] == "drug" or words[0] == "module"):
        say(card_of(words[0], words[1], shelf_for(None, library)))
        return 0
    target = words[-1]
    path = Path(target)
    if len(words) > 1 or path.suffix in (".yaml", ".yml") or path.is_file():
        path = file_named(words, library)
        if not summary:
            _explain_bands(path, library)
        return _explain(_numbers_of_scenario(path, library, settings), summary)
    if scenario:
        numbers = _numbers_of_scenario(scenario, library, settings)
        chosen = [one for one in numbers if one.name == target or one.name.startswith(target + ".")]
        if not chosen:
            _refuse(target, [one.name for one in numbers])
        return _explain(chosen, summary)
    return _explain(_numbers_of_library(target, shelf_for(None, library)), summary)


def _numbers_of_scenario(path: Path, library: tuple[Path, ...], settings: tuple[str, ...]) -> list[Parameter]:
    from remit.model.assemble import assemble

    shelf = shelf_for(path, library)
    return list(assemble(open_scenario(path, shelf, settings), shelf).parameters)


def _explain_bands(path: Path, library: tuple[Path, ...]) -> None:
    """Where the bands of an observation come from; nothing for a file of another kind."""
    from remit.present.observation import chains_of

    observation = open_observation(path, shelf_for(path, library))
    for line in chains_of(observation) if observation else ():
        say(line)


def _numbers_of_library(target: str, shelf: Shelf) -> list[Parameter]:
    """All numbers, of every species, of a module, drug or assay, or those of one parameter."""
    owner, _, name = target.partition(".")
    doc = _document(owner, shelf)
    numbers = list(numbers_of(doc))
    if not name:
        return numbers
    chosen = [one for one in numbers if one.name == target]
    if not chosen:
        _refuse(target, [one.name for one in numbers])
    return chosen


def _document(name: str, shelf: Shelf) -> ModuleDoc:
    """The module, drug or assay with this name."""
    known: list[str] = []
    for kind in ("module", "drug", "assay"):
        names = shelf.names(kind)
        if name in names:
            return shelf.read(kind, name)
        known.extend(names)
    _refuse(name, known)
    raise AssertionError


def _refuse(target: str, known: Iterable[str]) -> None:
    from remit.quantity.mistakes import quoted, suggestion

    raise click.UsageError(f"there is no {quoted(target)} to explain{suggestion(target, known)}")


def numbers_of(doc: ModuleDoc) -> Iterable[Parameter]:
    """The numbers of one document as parameters that nobody has changed yet."""
    from remit.model.numbers import parameter_of
    from remit.quantity.mistakes import Mistake, ReadingError

    found: list[Mistake] = []
    for name, per_species in doc.parameters.items():
        for number in per_species:
            yield parameter_of(f"{doc.name}.{name}", number, number.unit, found)
    if found:
        raise ReadingError(found)


def _explain(numbers: list[Parameter], summary: bool) -> int:
    from remit.present.chain import chain_of
    from remit.present.chain import summary as counts

    if summary:
        print_table(["numbers", "count"], [[kind, str(count)] for kind, count in counts(numbers)], right=[1])
        return 0
    for number in numbers:
        say(chain_of(number))
    if not numbers:
        say("there are no numbers in it")
    return 0
