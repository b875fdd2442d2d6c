"""Run the asv suite in this environment and write its results as a table.

    python benchmarks/bench_table.py [--quick] [--bench PATTERN] [--into PAGE]

asv keeps the results of every commit in out/asv; `asv publish` and `asv preview`, with the same --config,
draw them over time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import subprocess
import sys
import time
from collections.abc import Container
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
    begun = time.time()
    # asv ends with an error when one benchmark fails; what the others found is kept and shown.
    done = subprocess.run(command, check=False, cwd=HERE)
    files = [file for file in RESULTS.glob("*/*-existing-*.json") if file.stat().st_mtime >= begun]
    if not files:
        sys.exit(f"asv ended with {done.returncode} and stored nothing.")
    return max(files, key=lambda file: file.stat().st_mtime)


def rows_of(stored: dict[str, Any], known: Container[str]) -> list[list[str]]:
    """A line for every benchmark and parameter; a commit's results also keep benchmarks that are gone."""
    columns = stored["result_columns"]
    rows = []
    for name, values in sorted(stored["results"].items()):
        if name not in known:
            continue
        found = dict(zip(columns, values, strict=False))
        kinds = list(itertools.product(*found["params"])) if found.get("params") else [()]
        for kind, value in zip(kinds, found["result"] or [None] * len(kinds), strict=True):
            rows.append(
                [f"`{name}`", " ".join(re.sub("[(),']", "", str(one)) for one in kind), in_words(name, value)]
            )
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
    rows = rows_of(stored, json.loads((RESULTS / "benchmarks.json").read_text(encoding="utf-8")))
    finish(f"{table(head, rows)}\n\n{machine_in_words()}", "suite", given.into)
    if failed := [name for name, _, result in rows if result == "failed"]:
        sys.exit(f"Failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
