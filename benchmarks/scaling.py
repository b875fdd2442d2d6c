"""What more costs: more threads, more subjects, more states, and the memory that more subjects take.

    python benchmarks/scaling.py [--quick] [--into PAGE]

Threads and sizes are timed in turn. Memory is the peak of a process of its own, in which
`remit.measure_scenario` keeps nothing but one readout per subject.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import network
import numpy as np
from common import (
    HERE,
    Case,
    Shelf,
    Times,
    finish,
    integrate,
    interleaved,
    load,
    machine_in_words,
    problem_of,
    short,
    solve,
    table,
    tell,
    widened,
    widest_vector,
)
from problem_cases import FULL

import remit
from remit.model.gather import documents_of
from remit.reading.documents import ModuleDoc

RTOL = 1e-4
READOUT = "value_at(hpa.cortisol, {days} d)"
# Folders of the library, in the order in which they are added; what they need comes with them.
GROWING = (
    ("hpa", "hpa"), ("serotonin, sleep", "serotonin sleep"), ("other amines", "noradrenaline dopamine"),
    ("amino acids", "glutamate gaba"), ("plasticity", "plasticity gsk3"),
    ("immune system", "inflammation kynurenine"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is run."""

    subjects: tuple[int, ...] = (1, 10, 100, 1000, 10_000)
    subject_days: int = 3
    threaded: int = 1000
    thread_days: int = 84
    settled: int = 8
    networks: tuple[int, ...] = (25, 50, 100, 200, 400)
    growing: int = len(GROWING)
    remembered: tuple[int, ...] = (500, 2000, 10_000)
    repeats: int = 3


TINY = Sizes((1, 4, 16), 1, 8, 1, 0, (25, 50), 1, (4, 8), 1)


def population(folder: Path, subjects: int, days: int, begin: str = "as_written") -> Path:
    """The whole human library in many virtual subjects, for some days, with one readout."""
    text = (
        FULL.read_text(encoding="utf-8")
        .replace("84 d", f"{days} d")
        .replace("run: {", f"run: {{begin: {begin}, ")
    )
    path = folder / f"{begin}_{subjects}_{days}.yaml"
    readout = READOUT.format(days=days)
    path.write_text(
        f'{text}population: {{subjects: {subjects}, seed: 1}}\nreadouts: ["{readout}"]\n', encoding="utf-8"
    )
    return path


def with_threads(count: int, path: Path) -> None:
    """A whole `measure_scenario` by so many threads; nothing settled is recalled."""
    with patch("os.cpu_count", return_value=count), patch("remit.run.rest.recalled", return_value=None):
        remit.measure_scenario(path)


def threads(folder: Path, sizes: Sizes) -> str:
    """Two threads against one."""
    case = load(population(folder, sizes.threaded, sizes.thread_days))
    engine = widened(case.model, widest_vector())
    problem = problem_of(case, RTOL)
    jobs: dict[tuple[str, int], Callable[[], object]] = {}
    n, days = sizes.threaded, sizes.thread_days
    wholes = {f"`measure_scenario`, {n} subjects, {days} d, begun as written": population(folder, n, days)}
    if sizes.settled:
        path = population(folder, sizes.settled, days, "settled")
        wholes[f"`measure_scenario`, {sizes.settled} subjects, {days} d, settled first"] = path
    for count in (1, 2):
        jobs[f"integration alone, {n} subjects, {days} d", count] = lambda count=count: integrate(
            problem, engine.kernels, engine.sizes, threads=count
        )
        for name, path in wholes.items():
            jobs[name, count] = lambda count=count, path=path: with_threads(count, path)
    integrate(problem_of(case.first(8), RTOL), engine.kernels, engine.sizes)  # what is compiled on first use
    spans = interleaved(jobs, sizes.repeats, "threads")
    rows = []
    for name in dict.fromkeys(name for name, _ in jobs):
        one, two = spans[name, 1], spans[name, 2]
        gains = Times(tuple(a / b for a, b in zip(one.each, two.each, strict=True)))
        spread = f"{100 * gains.spread:.0f} %"
        rows.append([name, short(one.median, 3), short(two.median, 3), f"{gains.median:.2f}", spread])
    return table(["work", "one thread [s]", "two threads [s]", "times as fast", "spread"], rows)


def slope(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Exponent of the power law nearest to costs: 1 is proportional."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def subjects(folder: Path, sizes: Sizes) -> str:
    """Time of more subjects, on one thread."""
    whole = load(population(folder, max(sizes.subjects), sizes.subject_days))
    engine = widened(whole.model, widest_vector())
    cases = {count: whole.first(count) for count in sizes.subjects}
    steps: dict[int, int] = {}

    def run(count: int) -> None:
        steps[count] = int(solve(cases[count], engine, RTOL).counts[:, :2].sum())

    run(sizes.subjects[0])  # what is compiled on first use
    jobs = {count: lambda count=count: run(count) for count in cases}
    spans = interleaved(jobs, sizes.repeats, "subjects", at_least=0.1)
    rows = [
        [str(count), short(span.median, 3), f"{100 * span.spread:.0f} %", short(1e3 * span.median / count, 3),
         short(1e6 * span.median / steps[count], 3)]
        for count, span in spans.items()
    ]  # fmt: skip
    many = [count for count in sizes.subjects if count > 1]
    found = slope(many, [spans[count].median for count in many])
    head = ["subjects", "time [s]", "spread", "per subject [ms]", "per step of one subject [us]"]
    days = f"{sizes.subject_days} days of {whole.start.shape[1]} states on one thread."
    first = f"From {many[0]} subjects on time grows as their number to the power {found:.3f}"
    return f"{table(head, rows)}\n\n{days} {first} (few subjects leave lanes empty)."


def modules_of(folder: Path) -> dict[str, tuple[str, ModuleDoc]]:
    """Every module of the whole human library: name -> its folder and what it says."""
    path = population(folder, 1, 1)
    shelf = Shelf(scenario=path)
    scenario = shelf.read_scenario(path)
    found = documents_of(scenario, shelf).instances
    where = re.compile(r"modules/([a-z0-9_]+)/")
    known = {one.alias: (where.search(str(one.doc.address)), one.doc) for one in found}
    return {name: (match[1], doc) for name, (match, doc) in known.items() if match}


def closed(names: Iterable[str], modules: dict[str, tuple[str, ModuleDoc]]) -> set[str]:
    """Modules with all that they read or act on."""
    kept, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name in kept or name not in modules:
            continue
        kept.add(name)
        doc = modules[name][1]
        named = [quantity for quantity, _ in doc.uses.values()] + [one.port for one in doc.contributes]
        waiting += [quantity.partition(".")[0] for quantity in named]
    return kept


def growing(folder: Path, steps: int, subjects: int) -> dict[str, Case]:
    """Parts of the library, each with all before it, and the whole of it, without drugs."""
    modules, some, cases = modules_of(folder), set[str](), dict[str, Case]()
    for title, folders in GROWING[:steps]:
        some |= closed([name for name, (at, _) in modules.items() if at in folders.split()], modules)
        edges = {
            name
            for name, (at, _) in modules.items()
            if at == "edges" and closed([name], modules) <= some | {name}
        }
        cases[f"+ {title}" if cases else title] = part(
            folder, f"[{', '.join(sorted(some | edges))}]", subjects
        )
    if steps == len(GROWING):
        cases["all"] = part(folder, "all", subjects)
    return cases


def part(folder: Path, modules: str, subjects: int) -> Case:
    """Some modules of the library in an adult at rest, for three days."""
    path = folder / "part.yaml"
    path.write_text(
        "scenario: part\nabout: For timing only.\nindividual: human_adult\n"
        f"modules: {modules}\npopulation: {{subjects: {subjects}, seed: 1}}\n"
        "run: {until: 3 d, report_at: [3 d], begin: as_written}\n",
        encoding="utf-8",
    )
    return load(path)


def states(folder: Path, sizes: Sizes) -> str:
    """Time of a step of one subject in models of more states, on one thread."""
    few = 8 * widest_vector()
    groups = {
        "network": {
            f"network, {n}": load(network.write(folder / f"network{n}", n, few, days=7, dosed=True))
            for n in sizes.networks
        },
        "library": growing(folder, sizes.growing, few),
    }
    cases = {name: case for group in groups.values() for name, case in group.items()}
    engines = {name: widened(case.model, widest_vector()) for name, case in cases.items()}
    jobs = {name: lambda name=name: solve(cases[name], engines[name], RTOL) for name in cases}
    counts = {name: int(job().counts[:, :2].sum()) for name, job in jobs.items()}
    spans = interleaved(jobs, sizes.repeats, "states", at_least=0.1)
    rows, said = [], []
    for group, members in groups.items():
        each = {name: 1e6 * spans[name].median / counts[name] for name in members}
        for name, cost in each.items():
            n = cases[name].start.shape[1]
            stored = engines[name].program.n_lu
            rows.append(
                [
                    name,
                    str(n),
                    str(stored),
                    short(cost, 3),
                    short(1e3 * cost / n, 3),
                    f"{100 * spans[name].spread:.0f} %",
                ]
            )
        if len(members) > 1:
            found = slope([cases[name].start.shape[1] for name in members], list(each.values()))
            said.append(f"the {group}'s as the number of states to the power {found:.2f}")
    head = ["model", "states", "stored factors", "per step [us]", "per step and state [ns]", "spread"]
    grows = (
        f"\n\nThe time of a step of one subject, four or more side by side, grows: {', '.join(said)}."
        if said
        else ""
    )
    return table(head, rows) + grows


def peak() -> float:
    """Most memory that this process has held [MB]; its own, while getrusage's includes what started it."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8"))):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(folder: Path, sizes: Sizes) -> str:
    """Peak memory of populations of which only a readout is kept, each in a process of its own."""
    rows, peaks = [], []
    for count in sizes.remembered:
        tell(f"memory: {count} subjects")
        path = population(folder, count, 1)
        command = [sys.executable, str(HERE / "scaling.py"), "--peak", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
        peaks.append(float(done.stdout.split()[-1]))
        rows.append([str(count), f"{peaks[-1]:.0f}"])
    tell("")
    grown = 100 * (max(peaks) / min(peaks) - 1)
    verdict = "within the 5 % allowed" if grown <= 5 else "MORE than the 5 % allowed"
    said = f"Largest over smallest: {grown:+.1f} %, {verdict}."
    return f"{table(['subjects', 'peak memory [MB]'], rows)}\n\n{said}"


def main() -> None:
    """Print the four tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="tiny: shows that it runs, not how fast")
    options.add_argument("--into", type=Path, help="a page whose section `scaling` is replaced")
    options.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.peak:
        remit.measure_scenario(given.peak)
        print(peak())
        return
    sizes = TINY if given.quick else Sizes()
    parts = {"Memory": memory, "Threads": threads, "Subjects": subjects, "States": states}
    with tempfile.TemporaryDirectory() as place:
        text = [f"### {title}\n\n{measure(Path(place), sizes)}" for title, measure in parts.items()]
    finish("\n\n".join([*text, machine_in_words()]), "scaling", given.into)


if __name__ == "__main__":
    main()
