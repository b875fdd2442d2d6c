"""Wall time of the command line beside the bare import of what it is built on.

    python benchmarks/startup.py [--quick] [--repeats N]

Every command runs in a new process of this environment, in turn, so that a slow minute falls on all of them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from common import HERE, finish, interleaved, machine_in_words, table

ROOT = HERE.parent
FIRST_RUN = ROOT / "scenarios" / "first_run.yaml"
YARDSTICK = "import numba, xarray"
LIMITS = {"remit --help": 1 / 3, "remit check": 1.2, "remit run, again": 2.5, "remit run --out, again": 2.5}


def commands(folder: Path) -> dict[str, list[str]]:
    """What is timed, by name; the yardstick first."""
    remit = [sys.executable, "-m", "remit"]
    scenario = str(FIRST_RUN)
    return {
        YARDSTICK: [sys.executable, "-c", YARDSTICK],
        "remit --help": [*remit, "--help"],
        "remit check": [*remit, "check", scenario],
        "remit run, again": [*remit, "run", scenario],
        "remit run --out, again": [*remit, "run", scenario, "--out", str(folder / "out")],
    }


def run(command: Sequence[str]) -> None:
    """One process from start to end, its output thrown away."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")


def measure(repeats: int) -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        todo = commands(Path(folder))
        for command in todo.values() if repeats > 1 else ():
            run(command)  # fills every cache; a first run is not what is asked here
        jobs = {name: lambda command=command: run(command) for name, command in todo.items()}
        times = interleaved(jobs, repeats, "start-up")
    yardstick = times[YARDSTICK].median
    rows = []
    for name, found in times.items():
        limit = LIMITS.get(name)
        ratio = found.median / yardstick
        verdict = "" if limit is None else ("within" if ratio <= limit else "ABOVE")
        rows.append(
            [
                f"`{name}`", f"{1e3 * found.median:.0f} ms", f"{100 * found.spread:.0f} %", f"{ratio:.2f}",
                "" if limit is None else f"{limit:.2f}", verdict,
            ]
        )  # fmt: skip
    return table(["command", "median", "spread", "ratio", "limit", ""], rows)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="one repeat: shows that it runs, not how fast")
    options.add_argument("--repeats", type=int, default=11)
    options.add_argument("--into", type=Path, help="a page whose section `startup` is replaced")
    given = options.parse_args()
    repeats = 1 if given.quick else given.repeats
    note = f"{repeats} repeats in turn; spread: half the range. {machine_in_words()}"
    finish(f"{measure(repeats)}\n\n{note}", "startup", given.into)


if __name__ == "__main__":
    main()
