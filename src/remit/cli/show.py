"""`remit show`: a scenario's equations."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.options import library_option, scenario_argument, set_option
from remit.cli.reading import open_scenario, shelf_for


@click.command("show", short_help="Print a scenario's equations as text, LaTeX or Python.")
@scenario_argument
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
def command(scenario: Path, form: str, settings: tuple[str, ...], library: tuple[Path, ...]) -> int:
    """Print all equations of SCENARIO as they will be computed: full names, ports folded.

    \b
    Examples:
      remit show scenarios/first_run.yaml
      remit show scenarios/first_run.yaml --as latex > equations.tex
      remit show scenarios/first_run.yaml --as python > equations.py
    """
    from remit.model.assemble import assemble

    shelf = shelf_for(scenario, library)
    model = assemble(open_scenario(scenario, shelf, settings), shelf)
    if form == "python":
        from remit.present.python import as_python

        text = as_python(model)
    else:
        from remit.present.text import as_latex, as_text

        text = as_latex(model) if form == "latex" else as_text(model)
    click.echo(text, nl=False)
    return 0
