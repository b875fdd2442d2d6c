"""remit beside every other solver that is installed, in one process, in turn, at equal measured error.

    python benchmarks/peers.py [--quick] [--minutes M] [--only NAME ...] [--into PAGE] [--figure FILE]

Four kinds of work: the whole human library in one subject who takes a drug every day for twelve weeks; the
same in a thousand virtual subjects; stiff test problems; and a made-up network of 64 states with daily doses.
Errors are the largest over states at 20 times and at the end, against a reference at 1e-12.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import compile as building
import network
import numpy as np
from common import (
    Case,
    Floats,
    Times,
    finish,
    folded,
    interleaved,
    load,
    machine_in_words,
    put,
    solve,
    tell,
    widened,
    widest_vector,
)  # fmt: skip
from peer_engines import Field, everybody, numba_seconds, remit_peers
from peer_report import Row, draw, every_run, matched
from problem_cases import FULL, full_case, full_population, stiff_case

from remit.solve.method import METHODS

TITLES = {
    "hires": "HIRES", "oregonator": "Oregonator", "van_der_pol": "Van der Pol", "robertson": "Robertson",
    "pollution": "Pollution",
}  # fmt: skip
STIFF = tuple(TITLES)
SHARES = {"one": 3.0, "many": 3.0, "network": 2.0} | dict.fromkeys(STIFF, 0.4)  # of the time
RTOLS = tuple(10.0**-k for k in range(3, 11))
SLOW = 1.5  # [s] of one trajectory; tighter tolerances of that solver are left out, ...
ENOUGH = 1e-4  # ... once its error is below this, or four times as many seconds
SECONDS = 0.4  # that one turn of one job should take; a tenth of it for the small test problems


@dataclass(frozen=True, slots=True)
class Work:
    """One problem, and how much of it is run."""

    name: str
    title: str
    case: Case
    ours: tuple[int, ...]  # widths of remit; the first is what others are compared with
    judged: int  # subjects whose errors are measured
    most: int  # subjects that a turn may take
    source: Path | None = None  # scenario, for the cold build


def floor_of(case: Case, reference: Floats) -> Floats:
    """What errors are measured against where a state is small: a thousandth of its peak."""
    peak = np.abs(reference).max(axis=(0, 1))
    floor: Floats = 1e-3 * np.maximum(peak, 1e-3 * case.scale)
    return floor


def error_of(found: Floats, reference: Floats, floor: Floats) -> float:
    """Median over subjects of the largest relative error over times and states."""
    shares = np.abs(found - reference) / np.maximum(np.abs(reference), floor)
    return float(np.median(shares.reshape(shares.shape[0], -1).max(axis=1)))


def times_of(case: Case) -> Floats:
    """Twenty times that no step is likely to end on, and the end."""
    begin, end = case.schedule.start, case.schedule.until
    if case.name == "robertson":
        return np.append(np.geomspace(1e-1, 0.7 * end, 20), end)
    return np.append(begin + (end - begin) * (np.arange(20) + 0.618) / 20, end)


def reference_of(case: Case, rtol: float) -> Floats:
    """remit at the tightest tolerance by another method than the one that is compared."""
    engine = widened(case.model, widest_vector())
    return solve(case, engine, rtol, times_of(case), METHODS["Rodas5P"], atol=0.01 * rtol).states


def attempts(
    work: Work, field: Field, reference: Floats, rtols: tuple[float, ...]
) -> dict[tuple[str, float], tuple[float, float]]:
    """(solver, rtol) -> (error, seconds per trajectory), without failures and what would take too long."""
    judged, times = work.case.first(work.judged), times_of(work.case)
    floor, found = floor_of(work.case, reference), {}
    for peer in field.peers:
        part = judged if peer.lanes == 1 else judged.copies(peer.lanes) if work.judged == 1 else judged
        wanted = (
            np.resize(reference, (part.n_subjects, *reference.shape[1:])) if work.judged == 1 else reference
        )
        peer.run(part.first(1), 1e-2, times)  # what is compiled on first use
        for rtol in rtols:
            tell(f"{work.name}: {peer.name} {rtol:g}")
            begun = time.perf_counter()
            try:
                states = peer.run(part, rtol, times)
            except (RuntimeError, UserWarning, FloatingPointError) as problem:
                field.remarks.append(f"{peer.name} at rtol {rtol:.0e}: {str(problem).splitlines()[0][:80]}")
                continue
            spent = (time.perf_counter() - begun) / part.n_subjects
            error = error_of(states, wanted, floor)
            found[peer.name, rtol] = (error, spent)
            print(f"{work.name}: {peer.name} {rtol:.0e}: error {error:.0e}, {spent:.3g} s", file=sys.stderr)
            if spent > (SLOW if error < ENOUGH else 4 * SLOW):
                break
    return found


def measure(
    work: Work, field: Field, rtols: tuple[float, ...], tight: float, repeats: int, deadline: float
) -> list[Row]:
    """Times and errors of every solver at every tolerance."""
    tell(f"{work.name}: reference")
    judged = attempts(work, field, reference_of(work.case.first(work.judged), tight), rtols)
    by_name = {peer.name: peer for peer in field.peers}
    end = np.array([work.case.schedule.until])
    seconds = SECONDS / 10 if work.name in STIFF else SECONDS
    jobs: dict[tuple[str, float], Callable[[], object]] = {}
    counts: dict[tuple[str, float], int] = {}
    for (name, rtol), (_, spent) in judged.items():
        lanes = by_name[name].lanes
        count = max(1, min(work.most, int(seconds / spent)))
        counts[name, rtol] = count = max(lanes, count - count % lanes) if lanes > 1 else count
        part = work.case.copies(count) if work.case.n_subjects == 1 else work.case.first(count)
        jobs[name, rtol] = lambda run=by_name[name].run, part=part, rtol=rtol: run(part, rtol, end)
    marks = {peer.name: len(peer.clock) for peer in field.peers}
    spans = interleaved(jobs, repeats, work.name, deadline=deadline)
    own = own_times(field, marks, counts, spans)
    return [
        Row(name, rtol, counts[name, rtol], spans[name, rtol], own.get((name, rtol), float("nan")), error)
        for (name, rtol), (error, _) in judged.items()
    ]


def own_times(
    field: Field,
    marks: dict[str, int],
    counts: dict[tuple[str, float], int],
    spans: dict[tuple[str, float], Times],
) -> dict[tuple[str, float], float]:
    """Milliseconds per trajectory by the clocks that solvers keep themselves, in the order of the jobs."""
    found: dict[tuple[str, float], float] = {}
    for peer in field.peers:
        noted = peer.clock[marks[peer.name] :]
        if not noted:
            continue
        keys = [key for key in spans if key[0] == peer.name]
        turns = len(spans[keys[0]].each)
        place = 0
        kept: dict[tuple[str, float], list[float]] = {key: [] for key in keys}
        for _ in range(turns):
            for key in keys:
                kept[key].append(float(np.mean(noted[place : place + counts[key]])))
                place += counts[key]
        found |= {key: 1e3 * float(np.median(each)) for key, each in kept.items()}
    return found


def report(work: Work, field: Field, rows: list[Row], folder: Path) -> str:
    """The comparison at matched error, who is missing, and every run on demand."""
    builds = {peer.name: peer.build for peer in field.peers}
    if work.source:
        spent = building.model_time(building.cold(work.source, 1, work.ours[0]))
        builds |= {name: spent for name in builds if name.startswith("remit")}
        tell(f"{work.name}: numba")
        builds["numba on generated Python, build only"] = numba_seconds(work.case, folder)
    parts = [
        matched(rows, builds),
        *field.remarks,
        folded(f"{work.title}: every run"),
        every_run(rows),
        "</details>",
    ]
    return "\n\n".join([f"### {work.title}", *parts, machine_in_words()])


def works(folder: Path, names: set[str], quick: bool) -> Iterator[Work]:
    """The problems asked for, each made when its turn comes."""
    wide = widest_vector()
    if quick:
        path = network.write(folder / "small", 16, 8, days=3, dosed=True)
        yield Work("network", "A small network", load(path), (wide, 1), 2, 8, path)
        return
    if "one" in names:
        case = full_case()
        title = (
            f"One subject of the whole human library: {case.start.shape[1]} states, a dose a day, 12 weeks"
        )
        yield Work("one", title, case, (1,), 1, 1, FULL)
    if "many" in names:
        case = full_population(folder, 1000)
        title = "A thousand subjects of the whole human library: the same, everybody different"
        yield Work("many", title, case, (wide, 1), 2, 1000)
    if "network" in names:
        path = network.write(folder / "network", 64, 1000, dosed=True)
        title = "A thousand subjects of the network: 64 states, a dose a day, 12 weeks"
        yield Work("network", title, load(path), (wide, 1), 4, 1000, path)
    for name in STIFF:
        if name in names:
            case = stiff_case(name, folder / "problems" / name).copies(256)
            yield Work(name, f"{TITLES[name]}, 256 times", case, (wide, 1), 1, 256)


def field_of(work: Work, folder: Path, before: Field | None) -> Field:
    """Who runs: built for this work, or taken over from the one before, whose model is the same."""
    if work.name == "many" and before is not None:
        quick = [peer for peer in before.peers[1:] if peer.name not in ("SciPy BDF", "SciPy Radau")]
        left_out = "Left out: SciPy's BDF and Radau, for their time; see one subject."
        return Field([*remit_peers(work.case, work.ours), *quick], [left_out])
    slow_builds = work.name not in STIFF[1:]
    return everybody(work.case, work.ours, folder / work.name, slow_builds)


def main() -> None:
    """Print the report."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="tiny: shows that it runs, not how fast")
    options.add_argument("--minutes", type=float, default=9.0, help="after which no further turn is begun")
    options.add_argument("--only", nargs="*", default=[*SHARES], choices=[*SHARES])
    options.add_argument("--into", type=Path, help="a page whose section `peers` is replaced")
    options.add_argument("--figure", type=Path)
    options.add_argument("--keep", type=Path, help="a folder for what is built, taken up by the next run")
    given = options.parse_args()
    end = time.monotonic() + 60.0 * given.minutes
    rtols, tight, repeats = (RTOLS, 1e-12, 5) if not given.quick else ((1e-3, 1e-5), 1e-9, 1)
    parts, rows, field = [], dict[str, list[Row]](), None
    with tempfile.TemporaryDirectory() as place:
        folder = given.keep or Path(place)
        for work in works(Path(place), set(given.only), given.quick):
            field = field_of(work, folder, field)
            left = end - time.monotonic()
            coming = (
                sum(SHARES[name] for name in given.only[given.only.index(work.name) :])
                if not given.quick
                else 1.0
            )
            deadline = time.monotonic() + max(0.0, left * SHARES[work.name] / coming)
            rows[work.title] = measure(work, field, rtols, tight, repeats, deadline)
            parts.append(report(work, field, rows[work.title], folder))
            if given.into:  # what is done stays, should a later problem fail or be interrupted
                put(given.into, "peers", "\n\n".join(parts))
    if given.figure:
        draw(rows, given.figure)
        parts.append(f"![Time against error, one panel per problem](../images/{given.figure.name})")
    finish("\n\n".join(parts), "peers", given.into)


if __name__ == "__main__":
    main()
