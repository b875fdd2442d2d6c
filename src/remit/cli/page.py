"""The command line as a page of the documentation."""

from __future__ import annotations

import click

from remit.cli.main import COMMANDS, commands

WIDTH = 100


def as_page() -> str:
    """docs/look_up/commands.md: the help of every command, as printed."""
    lines = ["# Commands", "", "What `--help` prints. This page is made from the commands themselves.", ""]
    lines += _section("remit", commands, None)
    parent = click.Context(commands, info_name="remit")
    for name in COMMANDS:
        command = commands.get_command(parent, name)
        if command is not None:
            lines += ["", *_section(f"remit {name}", command, parent)]
    return "\n".join(lines) + "\n"


def _section(title: str, command: click.Command, parent: click.Context | None) -> list[str]:
    name = title.rsplit(" ", 1)[-1]
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    return [f"## {title}", "", "```text", command.get_help(context).rstrip(), "```"]
