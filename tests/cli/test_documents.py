"""Commands that read and explain, on a small shelf of their own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from remit.cli.main import FINE, MISTAKEN, run

SHELF = Path(__file__).parent / "shelf"
SCENARIO = SHELF / "cooling.yaml"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of the shelf that a test may spoil."""
    shutil.copytree(SHELF, tmp_path / "shelf")
    return tmp_path / "shelf" / "cooling.yaml"


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_scenario_is_checked_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(SCENARIO)]) == FINE
    assert capsys.readouterr().out == f"{SCENARIO}: 2 states, 2 equations, 6 parameters; no mistakes found\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("peak(cooler", "peek(cooler", "there is no readout 'peek'; did you mean 'peak'?"),
        ("peak(cooler.concentration)", "peak(cooler.consentration)", "did you mean 'cooler.concentration'?"),
        ("figure: [warmth.level", "figure: [warmth.levle", "did you mean 'warmth.level'?"),
        ("last 24 h", "last 24 d", "is not inside the run"),
        ("at: 24 h", "at: 24 d", "24 d"),
        ("amount: 0.5 mg/kg", "amount: 0.5 mol/kg", "mol"),
    ],
)
def test_check_finds_what_a_run_would_stumble_over(
    mine: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, complaint: str
) -> None:
    spoil(mine, old, new)
    assert run(["check", str(mine)]) == MISTAKEN
    message = capsys.readouterr().err
    assert message.startswith(f"{mine}:")
    assert complaint in message


def test_mistakes_in_readouts_figure_and_doses_come_in_one_go(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(mine, "peak(cooler", "peek(cooler")
    spoil(mine, "figure: [warmth.level", "figure: [warmth.levle")
    spoil(mine, "at: 24 h", "at: 24 d")
    assert run(["check", str(mine)]) == MISTAKEN
    assert len(capsys.readouterr().err.splitlines()) >= 3


def test_check_release_refuses_recalled_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--release", str(SCENARIO)]) == MISTAKEN
    assert "warmth.rest_level is recalled; read author2001 again" in capsys.readouterr().err


def test_explain_prints_the_chain_of_every_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(SCENARIO)]) == FINE
    lines = capsys.readouterr().out.splitlines()
    assert "cooler.clearance 3 L/h | published 50 mL/min | assumed human: a test" in lines
    assert (
        "warmth.rest_level 10 nmol/L | published 10 nmol/L | measured author2001 Table 1 (recalled)" in lines
    )
    (loss,) = [line for line in lines if line.startswith("warmth.loss")]
    assert "phenotype leaky: 0.1 → 0.15, assumed" in loss


def test_a_setting_of_the_command_line_is_part_of_the_chain(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "warmth.loss", "--in", str(SCENARIO), "--set", "warmth.loss=0.3 /h"]) == FINE
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("warmth.loss 0.3 1/h")
    assert "set on the command line" in line


def test_explain_knows_documents_without_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "cooler", "--library", str(SHELF)]) == FINE
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run(["explain", "cooler.volume", "--library", str(SHELF)]) == FINE
    assert capsys.readouterr().out == "cooler.volume 10 L | published 10 L | assumed human: a test\n"


@pytest.mark.parametrize(
    ("target", "complaint"),
    [
        ("coler", "there is no 'coler' to explain; did you mean 'cooler'?"),
        ("cooler.volum", "did you mean 'cooler.volume'?"),
        ("nowhere.yaml", "there is no file nowhere.yaml"),
    ],
)
def test_explain_refuses_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str], target: str, complaint: str
) -> None:
    assert run(["explain", target, "--library", str(SHELF)]) == MISTAKEN
    assert complaint in capsys.readouterr().err


def test_the_summary_counts_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(SCENARIO), "--summary"]) == FINE
    words = capsys.readouterr().out.split()
    assert words[words.index("assumed") + 1] == "5"
    assert words[words.index("measured") + 1] == "1"


def test_cite_prints_exactly_the_sources_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cite", str(SCENARIO)]) == FINE
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("author2001  Author, Anna, Writer, Bo (2001). A paper that was never written.")
    assert run(["cite", str(SCENARIO), "--keys"]) == FINE
    assert capsys.readouterr().out == "author2001\n"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("text", "d warmth.level/dt = warmth.loss*warmth.rest_level*warmth.drive - "),
        ("latex", r"\begin{align}"),
        ("python", "def rates(time, y):"),
    ],
)
def test_show_prints_the_equations_in_every_form(
    capsys: pytest.CaptureFixture[str], form: str, words: str
) -> None:
    assert run(["show", str(SCENARIO), "--as", form]) == FINE
    assert words in capsys.readouterr().out


def test_list_shows_names_and_what_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "drug", "--library", str(SHELF)]) == FINE
    assert "A made-up drug with one compartment." in capsys.readouterr().out


def test_a_schema_is_json_that_describes_the_kind(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("module", "scenario"):
        assert run(["schema", kind]) == FINE
        assert kind in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ("warmth.loss", "write name=value"),
        ("warmth.loss=", "write name=value"),
        ("warmth.loss=fast", "'fast' is no quantity"),
        ("run.untl=7 d", "did you mean 'run.until'?"),
        ("population.subjects=0", "0 is outside 1 to 1000000"),
        ("population.subjects=2.5", "no whole number"),
        ("warmth.los=0.1 /h", "did you mean 'warmth.loss'?"),
        ("warmth.loss=3 mg", "warmth.loss"),
        ("run.until=3 mg", "run"),
        ("warmth.loss=nan", "'nan' is no quantity"),
    ],
)
def test_a_wrong_setting_is_refused(capsys: pytest.CaptureFixture[str], setting: str, complaint: str) -> None:
    assert run(["check", str(SCENARIO), "--set", setting]) == MISTAKEN
    assert complaint in capsys.readouterr().err
