"""The command line as scripts and people meet it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from remit.cli.main import BROKEN, FINE, MISTAKEN, commands, run
from remit.quantity.mistakes import Mistake, ReadingError
from remit.quantity.parameter import Address


def remit(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "remit", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


def test_help_loads_nothing_that_is_slow() -> None:
    slow = {"numpy", "numba", "xarray", "matplotlib", "rich", "pydantic", "yaml", "pint"}
    code = "import sys; from remit.cli.main import run; run(['--help']);"
    code += f"print(sorted({slow} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "[]"


def test_python_dash_m_is_the_command() -> None:
    answer = remit("--version")
    assert (answer.returncode, answer.stdout.split()[0]) == (FINE, "remit")


def test_an_unknown_command_is_refused_with_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rnu"]) == MISTAKEN
    assert "there is no command 'rnu'; did you mean 'run'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["run"], ["run", "nowhere.yaml"], ["check"], ["list", "dog"], ["run", "--odd"]]
)
def test_wrong_arguments_end_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == MISTAKEN
    assert "Error:" in capsys.readouterr().err


def raise_on_schema(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let the command `schema` meet an error."""

    def fail(kind: str) -> None:
        raise error

    monkeypatch.setattr("remit.reading.read.schema_of", fail)


def test_mistakes_of_the_reader_are_printed_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mistakes = [Mistake(Address("b.yaml", 2, 1), "second"), Mistake(Address("a.yaml", 9, 1), "first")]
    raise_on_schema(monkeypatch, ReadingError(mistakes))
    assert run(["schema"]) == MISTAKEN
    assert capsys.readouterr().err == "a.yaml:9:1 first\nb.yaml:2:1 second\n"


def test_an_error_of_ours_is_short_and_says_how_to_see_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raise_on_schema(monkeypatch, ZeroDivisionError("division by zero"))
    assert run(["schema"]) == BROKEN
    message = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in message
    assert "REMIT_TRACEBACK=1" in message
    assert "Traceback" not in message


def test_the_traceback_is_there_for_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    raise_on_schema(monkeypatch, ZeroDivisionError("division by zero"))
    monkeypatch.setenv("REMIT_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run(["schema"])


def test_a_reader_that_stops_reading_is_no_error() -> None:
    command = f"{sys.executable} -m remit schema scenario | head -n 1; echo ${{PIPESTATUS[0]}}"
    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["{", "0"]
    assert answer.stderr == ""


def test_new_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("my work", encoding="utf-8")
    assert run(["new", str(mine)]) == MISTAKEN
    assert "exists already" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "my work"


@pytest.mark.parametrize("name", ["mine.txt", "nowhere/mine.yaml"])
def test_new_refuses_names_that_cannot_work(tmp_path: Path, name: str) -> None:
    assert run(["new", str(tmp_path / name)]) == MISTAKEN
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("file", "name"), [("My Work-2.yaml", "my_work_2"), ("2nd.yaml", "scenario_2nd")])
def test_a_new_scenario_is_named_after_its_file(tmp_path: Path, file: str, name: str) -> None:
    assert run(["new", str(tmp_path / file)]) == FINE
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert f"\nscenario: {name}\n" in text
    assert "NAME" not in text


def test_every_command_is_in_the_overview(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == FINE
    overview = capsys.readouterr().out
    for name in commands.list_commands(None):  # type: ignore[arg-type]
        assert f"\n  {name} " in overview
