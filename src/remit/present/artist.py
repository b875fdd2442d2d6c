"""A second process that draws while the first one computes and writes.

Loading matplotlib and drawing take longer than most solves. The artist is started first, loads what it needs
meanwhile, and draws the picture that it is sent through a pipe of its own.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from remit.present.picture import Picture


@dataclass(frozen=True, slots=True)
class Artist:
    """A process waiting for one picture to draw."""

    process: subprocess.Popen[bytes]

    def draw(self, what: Picture, path: Path) -> None:
        """Hand over what is to be drawn, and where to; returns at once."""
        if self.process.stdin is not None:
            pickle.dump((what, str(path)), self.process.stdin)
            self.process.stdin.close()

    def finish(self) -> str:
        """Wait for the figure; what went wrong, or ''."""
        errors = b""
        if self.process.stderr is not None:
            with self.process.stderr as stream:
                errors = stream.read()
        return errors.decode(errors="replace").strip() if self.process.wait() else ""

    def dismiss(self) -> None:
        """Nothing will be drawn."""
        self.process.kill()
        self.process.communicate()


def hire() -> Artist:
    """Start the process; it loads matplotlib while the caller goes on."""
    command = [sys.executable, "-c", "from remit.present.artist import work; work()"]
    return Artist(subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE))


def work() -> None:
    """What the second process does."""
    from remit.present.figures import paint, save

    wanted = sys.stdin.buffer.read()
    if wanted:
        what, path = pickle.loads(wanted)  # noqa: S301 (from our own parent, through our own pipe)
        save(paint(what), path)
