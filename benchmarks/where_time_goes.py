"""Where the time of a lock-step goes: kernel by kernel, beside what one core can do at most.

    python benchmarks/where_time_goes.py [--quick] [--into PAGE]

A lock-step is one step of all lanes: one Jacobian with its factors, a right-hand side and a linear solve
per stage, and what lies between. Operations are those of the program (a call of exp or log counts once);
bytes are what a kernel reads and writes of its arrays, and its machine code, which straight-line code streams
through once per call. Times are the processor's, so that another program's turn does not count.
"""

from __future__ import annotations

import argparse
import ctypes
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common import DEFAULT, HERE, Case, finish, machine_in_words, short, solve, table, widened, widest_vector
from kernels import bench
from problem_cases import full_population, network_case

from remit.program import machine
from remit.program.graph import Op
from remit.program.native import llvm_text
from remit.program.program import Program, Section

KERNELS = ("right_side", "factor", "solve")
TITLES = {"right_side": "right-hand side", "factor": "Jacobian and LU", "solve": "linear solve"}
RTOL = 1e-4


@dataclass(frozen=True, slots=True)
class Peak:
    """The most that one core does."""

    operations: float  # per second, fused multiply-adds counting two
    near: float  # bytes per second from a quarter of a megabyte
    far: float  # bytes per second from 64 megabytes


def quickest(job: Callable[[], object], repeats: int = 7) -> float:
    """The least processor time of several runs [s], over all threads: integration has one of its own."""
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        job()
        times.append(time.process_time() - begun)
    return min(times)


def peak(folder: Path) -> Peak:
    """Measure one core."""
    shared = folder / "peak.so"
    flags = ["-O3", "-march=native", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, str(HERE / "peak.c"), "-o", str(shared)], check=True, capture_output=True)
    library = ctypes.CDLL(str(shared))
    adds, reading = library.multiply_adds, library.reading
    adds.argtypes, adds.restype = [ctypes.c_long], ctypes.c_double
    reading.argtypes, reading.restype = [ctypes.c_void_p, ctypes.c_long, ctypes.c_long], ctypes.c_double
    turns = 1_000_000
    speeds = []
    for doubles, times in ((1 << 15, 400), (1 << 23, 4)):
        values = np.ones(doubles + 8)
        first = values.ctypes.data + (-values.ctypes.data) % 64
        spent = quickest(lambda n=doubles, k=times, at=first: reading(at, n, k))
        speeds.append(8 * doubles * times / spent)
    return Peak(128 * turns / quickest(lambda: adds(turns)), *speeds)


def operations(section: Section) -> int:
    """Arithmetic operations of a section, a multiplication with its subtraction counting two."""
    return sum(
        2 if op is Op.MINUS_PRODUCT else 1
        for op, *_ in section.instructions
        if op not in (Op.LEAF, Op.CONSTANT)
    )


def touched(section: Section) -> int:
    """Numbers that a section reads and writes, each once."""
    return sum(op is Op.LEAF for op, *_ in section.instructions) + len(section.outputs)


def code_bytes(program: Program, name: str, lanes: int) -> int:
    """Size of one kernel's machine code, about."""
    one = len(machine.object_code(llvm_text(program, lanes, (name,)), machine.target_machine()))
    none = len(machine.object_code(llvm_text(program, lanes, ("door",)), machine.target_machine()))
    return max(0, one - none)


def measured(title: str, case: Case, lanes: int, most: Peak) -> tuple[list[list[str]], str]:
    """Lines of the table, and the sentence below it."""
    engine = widened(case.model, lanes)
    made, program = bench(case, engine), engine.program
    made.repeat("right_side", 1)
    few = case.first(4 * lanes)
    found = solve(few, engine, RTOL)
    # Lanes wait for nobody within a chunk, so lock-steps are lane-steps over lanes, but for the last ones.
    lock_steps = found.counts[:, :2].sum() / lanes
    whole = quickest(lambda: solve(few, engine, RTOL), 5) / lock_steps
    rows, known = [], 0.0
    for name in KERNELS:
        count = 1 if name == "factor" else DEFAULT.stages
        spent = quickest(made.job(name, 2000)) / 2000
        known += count * spent
        section: Section = getattr(program, name)
        work, data = operations(section) * lanes, 8 * touched(section) * lanes
        code = code_bytes(program, name, lanes)
        rows.append(
            [title, TITLES[name], str(count), f"{1e6 * spent:.2f}", f"{100 * count * spent / whole:.0f} %",
             str(operations(section)), f"{100 * work / spent / most.operations:.0f} %",
             f"{data / 1024:.0f}", f"{code / 1024:.0f}", f"{100 * (data + code) / spent / most.near:.0f} %"]
        )  # fmt: skip
    rest = 100 * (1 - known / whole)
    rows.append([title, "all else", "", "", f"{rest:.0f} %", "", "", "", "", ""])
    say = f"{title}: {1e6 * whole:.1f} us per lock-step of {lanes} lanes at rtol {RTOL:g}."
    return rows, say


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a small network only")
    options.add_argument("--into", type=Path, help="a page whose section `profile` is replaced")
    given = options.parse_args()
    lanes = widest_vector()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        most = peak(folder)
        if given.quick:
            cases = {"network, 16 states": network_case(folder, 16, 4 * lanes, days=2)}
        else:
            library = full_population(folder, 4 * lanes)
            cases = {
                "network, 64 states": network_case(folder / "network", 64, 4 * lanes),
                f"library, {library.start.shape[1]} states": library,
            }
        found = [measured(title, case, lanes, most) for title, case in cases.items()]
    head = ["model", "part", "per lock-step", "us each", "share", "operations per lane", "of peak arithmetic",
            "data [kB]", "code [kB]", "of peak reading"]  # fmt: skip
    said = " ".join(say for _, say in found)
    peaks = (
        f"One core at most: {short(most.operations / 1e9, 3)} billion operations a second; it reads "
        f"{short(most.near / 1e9, 3)} GB/s from near and {short(most.far / 1e9, 3)} GB/s from far memory."
    )
    rows = [row for lines, _ in found for row in lines]
    finish("\n\n".join([table(head, rows), said, peaks, machine_in_words()]), "profile", given.into)


if __name__ == "__main__":
    main()
