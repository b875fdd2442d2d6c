"""What a person sees while waiting."""

from __future__ import annotations

import io
import sys
import time

import pytest

from remit.cli.console import Waiting, number_text


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_what_is_quick_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Waiting("simulating", patience=5.0) as progress:
        progress(0.5, "solving")
    assert terminal.getvalue() == ""


def test_what_takes_long_shows_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Waiting("simulating", patience=0.01) as progress:
        until = time.monotonic() + 10.0
        while progress.bar is None and time.monotonic() < until:
            time.sleep(0.01)
        progress(0.5, "solving")
        assert progress.bar is not None
        (task,) = progress.bar.tasks
        assert (task.completed, task.total, task.description) == (0.5, 1.0, "solving")
    assert "solving" in terminal.getvalue()


def test_what_takes_long_is_said_in_a_line_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Waiting("simulating", patience=0.0):
        time.sleep(0.2)
    assert capsys.readouterr().err.startswith("simulating (the first run after a change compiles")


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (1234.567, "1235"), (1.5e-9, "1.5e-09"), (float("nan"), "-")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number_text(value) == text
