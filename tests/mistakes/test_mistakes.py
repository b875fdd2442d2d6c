"""Planted mistakes, each with its exact message.

When a message changes on purpose, `REMIT_GOLDEN=write` writes the golden files anew; read the difference.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from mistakes import (
    in_comparisons,
    in_documents,
    in_equations,
    in_observations,
    in_scenarios,
    in_settings,
    many_at_once,
)
from mistakes.in_comparisons import COMPARE, FIT
from mistakes.planting import (
    BASE,
    CHECK,
    GOLDEN,
    Command,
    Ending,
    Planted,
    as_golden,
    golden,
    message_of,
    project,
)
from remit.cli.main import FINE, MISTAKEN

GROUPS: dict[str, Sequence[Planted]] = {
    "equations": in_equations.CASES,
    "documents": in_documents.CASES,
    "observations": in_observations.CASES,
    "scenarios": in_scenarios.SCENARIOS,
    "doses": in_scenarios.DOSES,
    "comparisons": in_comparisons.COMPARISONS,
    "fits": in_comparisons.FITS,
    "settings": in_settings.CASES,
    "many_at_once": many_at_once.CASES,
}
CASES = [pytest.param(group, case, id=case.name) for group, cases in GROUPS.items() for case in cases]
PLACE = re.compile(r"[\w/]+\.yaml:[1-9]\d*:[1-9]\d* |references\.bib:[1-9]\d* ")
WRITES = os.environ.get("REMIT_GOLDEN") == "write"


def ended(case: Planted, folder: Path, remit: Command) -> Ending:
    """How the case's command ends on its copy of the project."""
    return remit(project(case, folder), *case.command)


def test_the_project_itself_has_no_mistake(tmp_path: Path, remit: Command) -> None:
    shutil.copytree(BASE, tmp_path / "project")
    answer = remit(tmp_path / "project", *CHECK)
    assert (answer.code, answer.err) == (FINE, "")


@pytest.mark.parametrize("file", [COMPARE, FIT])
def test_its_comparison_and_its_fit_have_none_either(file: str, tmp_path: Path, remit: Command) -> None:
    shutil.copytree(BASE, tmp_path / "project")
    answer = remit(tmp_path / "project", "check", file)
    assert (answer.code, answer.err) == (FINE, "")
    assert "no mistakes found" in answer.out


@pytest.mark.parametrize(("group", "case"), CASES)
def test_a_planted_mistake_is_told_in_these_words(
    group: str, case: Planted, tmp_path: Path, remit: Command
) -> None:
    answer = ended(case, tmp_path, remit)
    if WRITES:
        write(group, case.name, message_of(answer))
    assert (answer.code, message_of(answer)) == (MISTAKEN, golden(group)[case.name])
    assert "Traceback" not in answer.out + answer.err


@pytest.mark.parametrize(("group", "case"), CASES)
def test_every_line_of_a_message_begins_with_its_place(group: str, case: Planted) -> None:
    lines = golden(group)[case.name].splitlines()
    assert lines
    assert all(PLACE.match(line) for line in lines) is case.has_place


def test_a_process_of_its_own_says_the_same(tmp_path: Path) -> None:
    case = next(case for case in in_scenarios.DOSES if case.name == "a_dose_after_the_end")
    answer = subprocess.run(
        [sys.executable, "-m", "remit", *case.command],
        cwd=project(case, tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (MISTAKEN, "")
    assert answer.stderr.strip() == golden("doses")[case.name]


def test_golden_files_hold_these_cases_and_no_others() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == {*GROUPS, "solves"}
    for group, cases in GROUPS.items():
        names = [case.name for case in cases]
        assert len(set(names)) == len(names)
        assert set(golden(group)) == set(names)


def test_no_message_speaks_python() -> None:
    jargon = re.compile(r"Traceback|Error\(|NoneType|object at 0x|\bstr\b|\bdict\b|\btuple\b|pydantic|None\b")
    spoken = [message for group in GROUPS for message in golden(group).values() if jargon.search(message)]
    assert not spoken


@pytest.mark.parametrize("case", many_at_once.CASES, ids=lambda case: case.name)
def test_several_mistakes_are_told_in_one_go(case: Planted) -> None:
    assert len(golden("many_at_once")[case.name].splitlines()) >= len(case.edits)


@pytest.mark.parametrize(
    "case",
    [
        next(case for case in cases if case.name == name)
        for cases, name in (
            (in_equations.CASES, "a_unit_wrong_by_a_factor"),
            (in_documents.CASES, "a_misspelled_port"),
            (in_scenarios.SCENARIOS, "a_misspelled_readout"),
            (in_scenarios.DOSES, "a_dose_after_the_end"),
        )
    ],
    ids=lambda case: case.name,
)
def test_running_tells_what_checking_tells(case: Planted, tmp_path: Path, remit: Command) -> None:
    folder = project(case, tmp_path)
    assert remit(folder, "run", "scenario.yaml", "--out", "out") == remit(folder, *CHECK)
    assert not (folder / "out").exists()


def write(group: str, name: str, message: str) -> None:
    """Put one message into its golden file, in the order of the cases."""
    file = GOLDEN / f"{group}.txt"
    known = golden(group) if file.is_file() else {}
    known[name] = message
    order = [case.name for case in GROUPS[group] if case.name in known]
    GOLDEN.mkdir(exist_ok=True)
    file.write_text(as_golden({one: known[one] for one in order}), encoding="utf-8")
