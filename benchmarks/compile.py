"""From YAML to machine code with an empty cache, for growing networks; and what a changed number costs.

    python benchmarks/compile.py [--quick] [--repeats N]

Every model is built in a new process with a cache folder of its own. The integrator's own loops, which are
the same for all models and compiled once per installation, are not part of it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

BEGUN = time.perf_counter()
SIZES = (25, 50, 100, 200, 400)
LIMIT = 1.5  # [s] for 100 states
STAGES = ("imports", "assemble", "lower", "compile")


def build(scenario: Path, lanes: int) -> dict[str, float]:
    """The stages of building one model in this process [s]."""
    from common import Shelf, assemble, compile_native, lower, widest_vector

    marks = [BEGUN, time.perf_counter()]
    shelf = Shelf(scenario=scenario)
    model = assemble(shelf.read_scenario(scenario), shelf)
    marks.append(time.perf_counter())
    program = lower(model)
    marks.append(time.perf_counter())
    kernels = compile_native(program, lanes or widest_vector())
    marks.append(time.perf_counter())
    spans = [after - before for before, after in itertools.pairwise(marks)]
    instructions = sum(len(section.instructions) for section in program.sections)
    return dict(zip(STAGES, spans, strict=True)) | {
        "compiled": float(kernels.compiled),
        "instructions": float(instructions),
    }


def in_new_process(scenario: Path, cache: Path, lanes: int = 0) -> dict[str, float]:
    """`build` in a process of its own, and that process's whole life as 'all'."""
    command = [sys.executable, str(Path(__file__).resolve()), "--build", str(scenario), "--lanes", str(lanes)]
    begun = time.perf_counter()
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"REMIT_CACHE": str(cache)}
    )
    whole = time.perf_counter() - begun
    found: dict[str, float] = json.loads(done.stdout)
    return found | {"all": whole}


def middle(runs: list[dict[str, float]]) -> dict[str, float]:
    """Stage by stage the median of several builds."""
    return {key: median(run[key] for run in runs) for key in runs[0]}


def model_time(found: dict[str, float]) -> float:
    """YAML to machine code, imports left out [s]."""
    return sum(found[stage] for stage in STAGES[1:])


def cold(scenario: Path, repeats: int, lanes: int = 0) -> dict[str, float]:
    """Medians of builds that each begin with an empty cache."""
    runs = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as cache:
            runs.append(in_new_process(scenario, Path(cache), lanes))
    return middle(runs)


def again(scenario: Path, repeats: int) -> dict[str, float]:
    """Medians of builds with a number of the model changed after the cache was filled."""
    with tempfile.TemporaryDirectory() as cache:
        in_new_process(scenario, Path(cache))
        module = scenario.parent / "modules" / "network.yaml"
        text = module.read_text(encoding="utf-8")
        runs = []
        for turn in range(repeats):
            module.write_text(
                text.replace("wave: {value: 0.4", f"wave: {{value: 0.3{turn + 1}"), encoding="utf-8"
            )
            runs.append(in_new_process(scenario, Path(cache)))
        module.write_text(text, encoding="utf-8")
    return middle(runs)


def in_words(found: dict[str, float]) -> str:
    """The promise about 100 states, kept or not."""
    spent = model_time(found)
    verdict = "within" if spent <= LIMIT else "ABOVE"
    return (
        f"100 states: {spent:.2f} s, {verdict} {LIMIT} s; with interpreter and imports {found['all']:.2f} s."
    )


def measure(sizes: tuple[int, ...], repeats: int) -> str:
    """The table."""
    import network
    from common import table

    rows, note = [], ""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            scenario = network.write(Path(folder), size, subjects=2)
            first, second = cold(scenario, repeats), again(scenario, repeats)
        seconds = [f"{first[stage]:.2f}" for stage in STAGES[1:]]
        rows.append(
            [
                str(size), f"{first['instructions']:.0f}", *seconds, f"{model_time(first):.2f}",
                f"{1e3 * model_time(first) / size:.1f}", f"{first['all']:.2f}",
                f"{model_time(second):.2f}", "no" if second["compiled"] == 0.0 else "YES",
            ]
        )  # fmt: skip
        if size == 100:
            note = in_words(first)
    head = [
        "states", "instructions", "assemble [s]", "lower [s]", "compile [s]", "YAML to code [s]",
        "per state [ms]",
        "with start-up [s]", "changed number [s]", "compiled again",
    ]  # fmt: skip
    return f"{table(head, rows)}\n\n{note}".strip()


def main() -> None:
    """Print the table, or with --build one build's stages."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--quick", action="store_true", help="one small model: shows that it runs, not how fast"
    )
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--into", type=Path, help="a page whose section `compile` is replaced")
    options.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--lanes", type=int, default=0, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.build:
        print(json.dumps(build(given.build, given.lanes)))
        return
    from common import finish, machine_in_words

    measured = measure((25,) if given.quick else SIZES, 1 if given.quick else given.repeats)
    finish(f"{measured}\n\nMedians. {machine_in_words()}", "compile", given.into)


if __name__ == "__main__":
    main()
