"""Tables and progress for people; plain lines when the output is piped."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # [s] before a progress bar appears
LONG = 5.0  # [s] before a line says the same where there is no terminal
PIPED_WIDTH = 200  # columns of a table that no terminal limits


def console() -> Console:
    """A console on standard output; without colours, and wide, when it is piped."""
    from rich.console import Console

    is_terminal = sys.stdout.isatty()
    return Console(width=None if is_terminal else PIPED_WIDTH, highlight=False)


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "", right: Sequence[int] = ()
) -> None:
    """Print a table; columns whose number is in `right` are set flush right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def number_text(value: float) -> str:
    """A number for people: four significant digits."""
    return "-" if value != value else f"{value:.4g}"


class Waiting:
    """A progress bar for what takes longer than a second; a line where there is no terminal.

    It is called with the share done, from 0 to 1, and what is being done. While nobody calls, it only shows
    that something is going on: compiling does not know how far it is.
    """

    def __init__(self, what: str, patience: float | None = None) -> None:
        self.what = what
        self.bar: Progress | None = None
        self.task: TaskID | None = None
        self._is_over = False
        self._lock = threading.Lock()
        usual = PATIENCE if sys.stderr.isatty() else LONG
        self._timer = threading.Timer(usual if patience is None else patience, self._start)
        self._timer.daemon = True

    def __call__(self, share: float, what: str = "") -> None:
        with self._lock:
            if self.bar is not None and self.task is not None:
                total = 1.0 if share > 0.0 else None
                self.bar.update(self.task, total=total, completed=share, description=what or self.what)

    def _start(self) -> None:
        """Called by the timer, from a thread of its own."""
        if not sys.stderr.isatty():
            click.echo(f"{self.what} (the first run after a change compiles, for up to a minute)", err=True)
            return
        from rich.console import Console
        from rich.progress import Progress

        with self._lock:
            if not self._is_over:
                self.bar = Progress(console=Console(stderr=True), transient=True)
                self.task = self.bar.add_task(self.what, total=None)
                self.bar.start()

    def __enter__(self) -> Waiting:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self.bar is not None:
                self.bar.stop()


def say(text: str) -> None:
    """A line on standard output."""
    click.echo(text)
