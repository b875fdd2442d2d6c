"""Instructions that a few kernels execute, counted by callgrind and compared with a stored baseline.

    python benchmarks/instructions.py [--store] [--tolerance PERCENT]

A count does not feel how busy the machine is, so a small loss shows that no clock would show. What LLVM
may use is pinned (Haswell: AVX2, fused multiply-add, four lanes), because valgrind shows another processor
than the one it runs on: what is counted is not what this machine would run, but it is the same everywhere.
Needs valgrind with its headers, and gcc. The model is the network, which changes with nobody's biology.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
BASELINE = HERE / "instructions.json"
PROCESSOR, FEATURES = "haswell", "+sse4.2,+popcnt,+avx,+avx2,+fma,+bmi,+bmi2,+lzcnt,+movbe,+f16c"
LANES, CALLS, DAYS = 4, 1000, 28
MARKS = """
#include <valgrind/callgrind.h>
void begin(void) { CALLGRIND_START_INSTRUMENTATION; CALLGRIND_ZERO_STATS; }
void end(const char *name) { CALLGRIND_DUMP_STATS_AT(name); CALLGRIND_STOP_INSTRUMENTATION; }
"""


def pinned(cache: Path) -> dict[str, str]:
    """Environment in which LLVM sees the pinned processor and nothing is shared with other runs."""
    return os.environ | {
        "NUMBA_CPU_NAME": PROCESSOR, "NUMBA_CPU_FEATURES": FEATURES, "NUMBA_DISABLE_INTEL_SVML": "1",
        "REMIT_CACHE": str(cache), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip


def child(marks: Path | None, folder: Path) -> None:
    """Run every kernel, between marks when there are any; print how often each ran."""
    from remit.program import machine

    target = machine.host()[0]
    machine.host = lambda: (target, PROCESSOR, FEATURES)  # type: ignore[assignment]
    import network
    from common import DEFAULT, load, solve, widened
    from kernels import bench

    case = load(network.write(folder, 64, LANES, DAYS, dosed=True))
    engine = widened(case.model, LANES)
    made = bench(case, engine)
    steps = int(solve(case, engine, 1e-4).counts[:, :2].sum())
    jobs: dict[str, tuple[Callable[[], object], int]] = {
        "right-hand side": (made.job("right_side", CALLS), CALLS),
        "Jacobian and LU": (made.job("factor", CALLS), CALLS),
        "solve": (made.job("solve", CALLS), CALLS),
        f"lane-step of {DEFAULT.name}": (lambda: solve(case, engine, 1e-4), steps),
    }
    library = ctypes.CDLL(str(marks)) if marks else None
    for name, (job, _) in jobs.items():
        job()
        if library:
            library.begin()
        job()
        if library:
            library.end(name.encode())
    print(json.dumps({name: count for name, (_, count) in jobs.items()}))


def counted() -> dict[str, float]:
    """Instructions per call of every kernel."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        marks = folder / "marks.so"
        (folder / "marks.c").write_text(MARKS, encoding="utf-8")
        subprocess.run(["gcc", "-O1", "-shared", "-fPIC", folder / "marks.c", "-o", marks], check=True)
        env = pinned(folder / "cache")
        command = [sys.executable, str(HERE / "instructions.py"), "--folder", str(folder / "model")]
        subprocess.run([*command, "--child"], check=True, env=env, stdout=subprocess.DEVNULL)
        output = folder / "callgrind.out"
        valgrind = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={output}"]
        watched = [*valgrind, "--smc-check=all-non-file", *command, "--child", "--marks", str(marks)]
        done = subprocess.run(watched, check=False, env=env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"valgrind ended with {done.returncode}:\n{done.stderr[-2000:]}")
        calls = json.loads(done.stdout.strip().splitlines()[-1])
        found = {}
        for file in folder.glob("callgrind.out.*"):
            text = file.read_text(encoding="utf-8")
            name = re.search(r"desc: Trigger: Client Request: (.*)", text)
            total = re.search(r"^(?:summary|totals): (\d+)", text, re.MULTILINE)
            if name and total:
                found[name[1]] = int(total[1]) / calls[name[1]]
        return {name: found[name] for name in calls}


def compared(found: dict[str, float], before: dict[str, float], tolerance: float) -> tuple[str, bool]:
    """A table of counts beside the baseline, and whether all of them are within the tolerance [percent]."""
    from common import table

    rows, good = [], True
    for name, count in found.items():
        known = before.get(name)
        if known is None:
            rows.append([name, f"{count:.0f}", "", "", "new"])
            continue
        change = 100.0 * (count / known - 1.0)
        verdict = "MORE" if change > tolerance else "fewer: store it" if change < -tolerance else "same"
        good &= verdict == "same"
        rows.append([name, f"{count:.0f}", f"{known:.0f}", f"{change:+.1f} %", verdict])
    return table(["kernel", "instructions", "baseline", "change", ""], rows), good


def main() -> None:
    """Count and compare; the process fails when a count has changed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--store", action="store_true", help="make what is found the baseline")
    options.add_argument("--tolerance", type=float, default=2.0, help="[percent]")
    options.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--marks", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--into", type=Path, help="a page whose section `instructions` is replaced")
    given = options.parse_args()
    if given.child:
        child(given.marks, given.folder)
        return
    for tool in ("valgrind", "gcc"):
        if not shutil.which(tool):
            sys.exit(f"Nothing counted: {tool} is not installed.")
    found = counted()
    before = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    text, good = compared(found, before, given.tolerance)
    if given.store:
        print(f"{text}\n")
        text, _ = compared(found, found, given.tolerance)
    from common import finish

    note = f"Per call of four lanes ({PROCESSOR}); the last per lane-step, all loops included."
    finish(f"{text}\n\n{note}", "instructions", given.into)
    if given.store:
        BASELINE.write_text(
            json.dumps({name: round(count) for name, count in found.items()}, indent=2) + "\n"
        )
        print(f"Stored in {BASELINE.name}.")
    elif not good:
        sys.exit(f"Counts differ by more than {given.tolerance:g} %. If that is meant: --store.")


if __name__ == "__main__":
    main()
