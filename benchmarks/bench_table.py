"""Run the asv suite in this environment and write its results as a table.

    python benchmarks/bench_table.py [--quick] [--bench PATTERN] [--into PAGE]

asv keeps the results of every commit in out/asv; `asv publish` and `asv preview`, with the same --config,
draw them over time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from common import HERE, finish, machine_in_words, table

CONFIG = HERE / "asv.conf.json"
RESULTS = HERE.parent / "out" / "asv" / "results"
ASV = [sys.executable, "-m", "asv"]


def run(quick: bool, pattern: str) -> Path:
    """The suite, in the interpreter that runs this; where asv put the results."""
    ask = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(ask, check=True, capture_output=True, text=True, cwd=HERE)
    subprocess.run([*ASV, "machine", "--yes", "--config", str(CONFIG)], check=True, capture_output=True)
    command = [*ASV, "run", "--config", str(CONFIG), "--python=same"]
    command += ["--set-commit-hash", commit.stdout.strip(), "--show-stderr"]
    command += ["--quick"] if quick else []
    command += ["--bench", pattern] if pattern else []
    subprocess.run(command, check=True, cwd=HERE)
    return max(RESULTS.glob("*/*-existing-*.json"), key=lambda file: file.stat().st_mtime)


def rows_of(stored: dict[str, Any]) -> list[list[str]]:
    """A line for every benchmark and parameter."""
    columns = stored["result_columns"]
    rows = []
    for name, values in sorted(stored["results"].items()):
        found = dict(zip(columns, values, strict=False))
        kinds = list(itertools.product(*found["params"])) if found.get("params") else [()]
        for kind, value in zip(kinds, found["result"] or [None] * len(kinds), strict=True):
            rows.append([f"`{name}`", " ".join(str(one).strip("'") for one in kind), in_words(name, value)])
    return rows


def in_words(name: str, value: float | None) -> str:
    """A result with its unit."""
    if value is None or value != value:
        return "failed"
    what = name.rpartition(".")[2].partition("_")[0]
    if what == "peakmem":
        return f"{value / 2**20:.0f} MB"
    if what == "track":
        return f"{value:.0f}"
    return f"{value:.2f} s" if value >= 1 else f"{1e3 * value:.3g} ms"


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="every benchmark once")
    options.add_argument("--bench", default="", help="only what matches this expression")
    options.add_argument("--into", type=Path, help="a page whose section `suite` is replaced")
    given = options.parse_args()
    stored = json.loads(run(given.quick, given.bench).read_text(encoding="utf-8"))
    head = ["benchmark", "of", "result"]
    finish(f"{table(head, rows_of(stored))}\n\n{machine_in_words()}", "suite", given.into)


if __name__ == "__main__":
    main()
