"""The benchmarks run, say what they promise to say, and count correctly; how fast they are is no test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture(autouse=True)
def beside_the_benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `import network` find benchmarks/network.py, for one test at a time."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def printed(script: str, *options: str) -> str:
    """What a script prints in its quick form."""
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), "--quick", *options],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(text: str) -> list[list[str]]:
    """The cells of every table, line by line."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_startup_compares_every_command_with_the_bare_import():
    names = [row[0] for row in rows(printed("startup.py"))[2:]]
    assert names[0] == "`import numba, xarray`"
    assert len(names) == 5


def test_a_changed_number_is_not_compiled_again():
    head, _, first = rows(printed("compile.py"))
    found = dict(zip(head, first, strict=True))
    assert found["states"] == "25"
    assert float(found["compile [s]"]) > 0
    assert found["compiled again"] == "no"


@pytest.mark.skipif(bool(find_spec("amici") or find_spec("diffrax")), reason="their builds take minutes")
@pytest.mark.skipif(not which("gcc"), reason="needs gcc")
def test_solvers_agree_at_matched_error_and_those_not_installed_are_named():
    text = printed("peers.py")
    runs = [row for row in rows(text) if len(row) == 7 and row[1] == "1e-05"]
    assert {"remit, 1 lane", "SciPy LSODA", "SciPy Radau"} <= {row[0] for row in runs}
    assert all(float(row[-1]) < 1e-3 for row in runs)
    assert "Left out: amici, which is not installed." in text or "Left out: libsbml" in text
    assert "Left out: diffrax" in text


@pytest.mark.skipif(not which("gcc"), reason="needs gcc")
def test_shares_of_a_lock_step_add_up():
    found = rows(printed("where_time_goes.py"))[2:]
    assert [row[1] for row in found] == ["right-hand side", "Jacobian and LU", "linear solve", "all else"]
    shares = [int(row[4].split()[0]) for row in found]
    assert sum(shares) == pytest.approx(100, abs=2)
    assert all(0 < share < 100 for share in shares)


def test_scaling_measures_memory_threads_subjects_and_states():
    text = printed("scaling.py")
    assert re.findall(r"^### (.*)$", text, re.MULTILINE) == ["Memory", "Threads", "Subjects", "States"]
    found = {row[0]: row for row in rows(text)}
    assert [found["network, 25"][1], found["network, 50"][1]] == ["25", "50"]
    assert {"1", "4", "16"} <= set(found)


def test_a_cost_that_doubles_with_the_size_has_a_slope_of_one():
    from scaling import slope

    assert slope([1, 10, 100], [3, 30, 300]) == pytest.approx(1.0)
    assert slope([1, 10, 100], [3, 300, 30_000]) == pytest.approx(2.0)


def test_modules_come_with_all_that_they_read_or_act_on(tmp_path):
    from scaling import closed, modules_of

    modules = modules_of(tmp_path)
    assert modules["hpa"][0] == "hpa"
    assert {"hpa", "corticosteroid_receptors"} <= closed(["hpa"], modules)
    assert "serotonin_terminal" not in closed(["hpa"], modules)


def test_a_parameter_of_the_suite_is_shown_without_brackets(tmp_path):
    from bench_table import rows_of

    stored = {
        "result_columns": ["result", "params"],
        "results": {"time_it": [[2.0, None], [["('library', 100)", "'network'"]]], "gone": [[1.0], []]},
    }
    assert [row[1:] for row in rows_of(stored, {"time_it"})] == [
        ["library 100", "2.00 s"],
        ["network", "failed"],
    ]


def test_more_instructions_than_the_baseline_allows_are_reported():
    from instructions import compared

    text, good = compared({"one": 103.0, "two": 50.0, "new": 7.0}, {"one": 100.0, "two": 50.0}, 2.0)
    assert not good
    assert [row[-1] for row in rows(text)[2:]] == ["MORE", "same", "new"]
    assert compared({"two": 50.5}, {"two": 50.0}, 2.0)[1]


def test_remit_and_a_peer_solve_the_same_equations():
    text = printed("ensemble.py")
    agreements = [float(value) for value in re.findall(r"agree to (\S+)\. ", text)]
    assert len(agreements) == 2
    assert max(agreements) < 1e-7
    runs = [row for row in rows(text) if row[0].startswith(("remit", "SciPy")) and len(row) == 10]
    assert all(float(row[-1]) < 0.1 for row in runs)
    assert {"SciPy LSODA", "SciPy BDF", "SciPy Radau", "remit, 1 lane"} <= {row[0] for row in runs}


def test_every_method_is_compared_and_drawn(tmp_path):
    picture = tmp_path / "work_precision.png"
    text = printed("work_precision.py", "--figure", str(picture))
    heads = [row for row in rows(text) if row[0] == "problem"]
    assert {"Rodas4", "Rodas5P", "Rodas5Pe"} <= set(heads[0])
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("n_states", [8, 9, 25, 64])
def test_the_network_has_as_many_states_as_asked_and_no_mistakes(n_states, tmp_path):
    import network

    from remit.model.assemble import assemble
    from remit.reading.shelf import Shelf

    scenario = network.write(tmp_path, n_states, subjects=2, dosed=n_states > 14)
    shelf = Shelf(scenario=scenario)
    model = assemble(shelf.read_scenario(scenario), shelf)
    assert len(model.states) == n_states
    losses = [one for one in model.parameters if one.name.startswith("network.loss")]
    assert len(losses) == n_states
    assert all(one.spread is not None and one.spread.cv == network.CV for one in model.parameters)


def test_a_larger_network_keeps_the_pace_of_the_states_it_shares():
    import network

    small, large = network.laws(64)[0], network.laws(100)[0]
    assert all(large[name] == value for name, value in small.items() if name.startswith("loss"))


def test_costs_between_measured_errors_follow_a_power_law():
    from common import cost_at

    points = [(1e-2, 1.0), (1e-6, 100.0)]
    assert cost_at(1e-4, points) == pytest.approx(10.0)
    assert np.isnan(cost_at(1e-7, points))


def test_an_error_counts_against_the_floor_where_the_reference_is_smaller():
    from common import relative_errors

    found = relative_errors(np.array([[1.1, 0.002]]), np.array([[1.0, 0.0]]), np.array([1e-2, 1e-2]))
    assert found == pytest.approx([0.2])


def test_a_report_replaces_its_own_section_of_a_page_only(tmp_path):
    from common import put

    page = tmp_path / "page.md"
    page.write_text("a\n<!-- one -->\nold\n<!-- end of one -->\nb\n", encoding="utf-8")
    put(page, "one", "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- one -->\n\nnew\n\n<!-- end of one -->\nb\n"
    with pytest.raises(ValueError, match="no marks for two"):
        put(page, "two", "new")
