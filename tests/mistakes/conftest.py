"""Lets test files say `from mistakes.planting import …`, however pytest was started; and the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)

from mistakes.planting import Command, Ending  # noqa: E402
from remit.cli.main import run  # noqa: E402


@pytest.fixture
def remit(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command line in a folder, as a person would, but without a process of its own."""

    def remitted(folder: Path, *arguments: str) -> Ending:
        monkeypatch.chdir(folder)
        capfd.readouterr()
        code = run(list(arguments))
        said = capfd.readouterr()
        return Ending(code, said.out, said.err)

    return remitted
