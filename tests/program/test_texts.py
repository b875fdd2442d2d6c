"""Generated text is the same everywhere, names its content, and grows no faster than the model."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.written import PERSON, module, number, scenario_of, shelf_of
from program.models import call, made, plain_numbers
from program.sections import given_vector, run
from remit.language.tree import Name, Number, Operation
from remit.model.assemble import assemble
from remit.model.model import Model
from remit.program import cache
from remit.program.graph import Array
from remit.program.lower import lower
from remit.program.native import compile_native, llvm_text

ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib, sys
from pathlib import Path
from remit.model.assemble import assemble
from remit.program.lower import lower
from remit.program.native import llvm_text
from remit.reading.shelf import Shelf, read_scenario
path = Path(sys.argv[1])
program = lower(assemble(read_scenario(path), Shelf(scenario=path)))
print(hashlib.sha256(llvm_text(program, 4).encode()).hexdigest(), hash("a text") % 1000003)
"""


def digest(seed: str) -> list[str]:
    """Hash of the first run's text, and a hash that the seed of the process decides, from a new process."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", DIGEST, str(ROOT / "scenarios" / "first_run.yaml")]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout.split()


def test_two_processes_with_other_hash_seeds_write_the_same_text():
    (one, first), (other, second) = digest("1"), digest("2")
    assert first != second, "the seed changed nothing, so the comparison proves nothing"
    assert one == other


def small(rate: float = 0.5) -> Model:
    loss = Operation("*", Name("a.rate"), call("hill", "a.x", "a.half", 2))
    return made({"a.x": [Operation("-", Number(1.0), loss)]}, parameters={"a.rate": rate, "a.half": 3.0})


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REMIT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_changed_number_never_recompiles(empty_cache: Path):
    before, after = small(0.5), small(0.75)
    assert llvm_text(lower(before), 8) == llvm_text(lower(after), 8)
    assert compile_native(lower(before), 8).compiled
    assert not compile_native(lower(after), 8).compiled


def test_the_number_that_did_not_recompile_is_the_one_that_counts(empty_cache: Path):
    rates = []
    for rate in (0.5, 0.75):
        model = small(rate)
        program = lower(model)
        kernels = compile_native(program, 1)
        arrays = {
            Array.STATE: np.array([[3.0]]),
            Array.GIVEN: given_vector(program, kernels, plain_numbers(model, 1)),
        }
        rates.append(run(program, kernels, "right_side", arrays, 1)[0][0, 0])
    assert rates == [0.75, 0.625]


def test_a_changed_start_changes_the_text_of_its_section_only(empty_cache: Path):
    before = small()
    after = replace(before, states=(replace(before.states[0], start=Number(2.0)),))
    assert llvm_text(lower(before), 4) != llvm_text(lower(after), 4)
    assert lower(before).right_side == lower(after).right_side


def test_every_width_is_kept_under_its_own_name(empty_cache: Path):
    program = lower(small())
    assert [compile_native(program, lanes).compiled for lanes in (8, 4, 2, 1)] == [True] * 4
    assert len(list((empty_cache / "objects").iterdir())) == 4


def test_a_damaged_object_is_compiled_again(empty_cache: Path):
    program = lower(small())
    compile_native(program, 1)
    (stored,) = (empty_cache / "objects").iterdir()
    stored.write_bytes(stored.read_bytes()[:-40])
    assert compile_native(program, 1).compiled
    assert not compile_native(program, 1).compiled
    whole = bytearray(stored.read_bytes())
    whole[len(whole) // 2] ^= 1
    stored.write_bytes(whole)
    assert compile_native(program, 1).compiled


def test_a_cache_that_cannot_be_written_only_costs_time(empty_cache: Path, monkeypatch: pytest.MonkeyPatch):
    program = lower(small())

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(cache.tempfile, "mkstemp", full)
    assert compile_native(program, 1).compiled
    assert compile_native(program, 1).compiled


def chain(length: int) -> Model:
    """Modules in a ring, each driving the next: the model grows by the same piece again and again."""
    documents = []
    for i in range(length):
        body = (
            f"uses: {{before: m{(i - 1) % length:03d}.x}}\n"
            f'states: {{x: {{unit: "1", start: 1}}, y: {{unit: "1", start: 1}}}}\n'
            f"parameters: {{k: {number('0.5 /h')}, half: {number('2')}, n: {number('1.5')}}}\n"
            "equations: |\n"
            "  drive = hill(before, half, n)*fold(y, 3, n) : 1\n"
            "  slow = exp(-drive)/(1 + x*y) : 1\n"
            "  dx/dt = k*(drive - x*slow)\n"
            "  dy/dt = k*(slow*drive - y)\n"
        )
        documents.append(module(f"m{i:03d}", body))
    names = ", ".join(f"m{i:03d}" for i in range(length))
    return assemble(scenario_of(f"modules: [{names}]"), shelf_of("\n---\n".join(documents), PERSON))


def test_instructions_and_text_grow_in_step_with_the_model():
    sizes = {}
    for length in (10, 20, 40):
        program = lower(chain(length))
        counts = {section.name: len(section.instructions) for section in program.sections}
        sizes[length] = (
            counts["right_side"] + counts["jacobian"],
            counts["factor"] + counts["solve"],
            len(llvm_text(program, 4)),
        )
    for i in range(3):
        first, second = sizes[20][i] - sizes[10][i], sizes[40][i] - sizes[20][i]
        assert first > 0
        assert second <= 2.2 * first


def test_a_port_that_everybody_reads_does_not_expand_the_derivatives():
    """Named expressions are chained: reading one ten times deep must not repeat its inside."""

    def deep(levels: int) -> Model:
        names = ["a.x"]
        assignments = {}
        for level in range(levels):
            inner = Name(names[-1])
            assignments[f"a.n{level:02d}"] = Operation("*", call("sin", inner), Operation("+", inner, inner))
            names.append(f"a.n{level:02d}")
        return made({"a.x": [names[-1]]}, assignments)

    sizes = [len(lower(deep(levels)).jacobian.instructions) for levels in (10, 20, 40)]
    assert sizes[1] - sizes[0] > 0
    assert sizes[2] - sizes[1] == 2 * (sizes[1] - sizes[0])
