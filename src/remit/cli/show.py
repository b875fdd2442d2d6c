"""`remit show`: a scenario's equations."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.options import library_option, set_option
from remit.cli.reading import file_named, open_observation, open_scenario, shelf_for


@click.command("show", short_help="Print a scenario's equations as text, LaTeX or Python.")
@click.argument("words", nargs=-1, required=True, metavar="SCENARIO")
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "latex", "python"]),
    default="text",
    show_default=True,
    help="text: as in the documents; latex: an align environment; python: a module to read and run.",
)
@set_option
@library_option
def command(words: tuple[str, ...], form: str, settings: tuple[str, ...], library: tuple[Path, ...]) -> int:
    """Print all equations of SCENARIO as they will be computed: full names, ports folded.

    'observation NAME' stands for the scenario of an observation; what it compares is printed first.

    \b
    Examples:
      remit show scenarios/first_run.yaml
      remit show scenarios/first_run.yaml --as latex > equations.tex
      remit show scenarios/first_run.yaml --as python > equations.py
      remit show observation ketamine_plasma_end_infusion
    """
    from remit.model.assemble import assemble

    scenario = file_named(words, library)
    shelf = shelf_for(scenario, library)
    observation = open_observation(scenario, shelf)
    model = assemble(open_scenario(scenario, shelf, settings), shelf)
    if form == "python":
        from remit.present.python import as_python

        text = as_python(model)
    else:
        from remit.present.text import as_latex, as_text

        text = as_latex(model) if form == "latex" else as_text(model)
    if observation and form == "text":
        from remit.present.observation import as_lines

        text = "".join(f"# {line}\n" for line in as_lines(observation)) + text
    click.echo(text, nl=False)
    return 0
