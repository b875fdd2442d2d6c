"""Solves that fail: what is said, with what code the command ends, and what becomes of the other arm."""

from __future__ import annotations

import math
import os
import re
from pathlib import Path

import numpy as np
import pytest

from mistakes.planting import GOLDEN, HERE, Command, as_golden, golden, message_of
from remit.cli.main import FAILED
from remit.run import run_scenario

SOLVES = HERE / "solves"
FAILING = ("drained", "pole", "division", "logarithm", "clock", "dosed", "unsettled", "exploding")
ANYWHERE = ("clock", "ramp")  # how far one gets before giving up is the stepper's own business
LONE = ("repelled", "ramp")  # one arm, which has no beginning
NUMBER = re.compile(r"(?<![\w.])-?\d+\.?\d*(?:e[+-]?\d+)?(?![\w.])")
WRITES = os.environ.get("REMIT_GOLDEN") == "write"


def words_and_numbers(text: str) -> tuple[str, list[float]]:
    """A message with its numbers taken out, places in files excepted, and the numbers."""
    pieces = re.split(r"(\([\w/.]+:\d+:\d+\))", text)
    numbers = [float(one) for piece in pieces[::2] for one in NUMBER.findall(piece)]
    pieces[::2] = [NUMBER.sub("#", piece) for piece in pieces[::2]]
    return "".join(pieces), numbers


def is_alike(one: float, other: float) -> bool:
    """Equal to a percent; what rounding made tiny or huge is only the one or the other."""
    for low, high in ((0.0, 1e-6), (1e6, math.inf)):
        if low <= abs(one) <= high or low <= abs(other) <= high:
            return low <= abs(one) <= high and low <= abs(other) <= high
    return math.isclose(one, other, rel_tol=0.01)


@pytest.mark.parametrize("name", [*FAILING, *LONE])
def test_a_failed_solve_is_told_in_these_words(name: str, remit: Command) -> None:
    answer = remit(SOLVES, "run", f"{name}.yaml")
    said = "\n".join(line for line in message_of(answer).splitlines() if not line.startswith("simulating "))
    if WRITES and answer.code == FAILED:
        known = golden("solves") | {name: said}
        order = [one for one in (*FAILING, *LONE) if one in known]
        (GOLDEN / "solves.txt").write_text(as_golden({one: known[one] for one in order}), encoding="utf-8")
    words, numbers = words_and_numbers(said)
    expected_words, expected_numbers = words_and_numbers(golden("solves")[name])
    assert answer.code == FAILED
    assert words == expected_words
    assert name in ANYWHERE or all(map(is_alike, numbers, expected_numbers)), said


@pytest.mark.parametrize("name", FAILING)
def test_the_failed_arm_has_no_numbers_and_the_other_has_all(name: str) -> None:
    dataset = run_scenario(SOLVES / f"{name}.yaml")
    trajectories = [values for values in dataset.data_vars.values() if "time" in values.dims]
    assert trajectories
    for values in trajectories:
        assert np.isnan(values.sel(arm="bad").values).all()
        assert np.isfinite(values.sel(arm="good").values).all()
    assert dataset["failed"].values.tolist() == [[False, True]]


def test_files_are_written_for_the_arm_that_did_not_fail(tmp_path: Path, remit: Command) -> None:
    answer = remit(SOLVES, "run", "drained.yaml", "--out", str(tmp_path / "out"), "--no-figure")
    assert answer.code == FAILED
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "drained.nc",
        "drained.csv",
        "drained_readouts.csv",
    }


@pytest.mark.parametrize("name", [one for one in FAILING if one not in ("unsettled", "exploding")])
def test_a_message_names_the_time_the_step_a_state_its_largest_term_and_the_last_event(name: str) -> None:
    message = golden("solves")[name].splitlines()[0]
    assert message.startswith("subject 1, arm bad: ")
    for part in (r"; at [\d.]+ h", r"with a step of \S+ h", rf"; {name}\.\w+ = ", r"its largest term '.+'"):
        assert re.search(part, message), part
    assert re.search(rf"\(modules/{name}\.yaml:\d+:3\)", message)
    assert "; the last event was " in message
