"""From documents to machine code, and the command line from start to end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import network
from common import HERE, Shelf, assemble, compile_native, lower, widest_vector
from problem_cases import FULL

from remit.program import cache

OBSERVATIONS = "escitalopram_clearance_css", "ssri_occupancy_after_one_dose", "acute_stress_hpa_response"


class Stages:
    """Reading, assembling, lowering and compiling, for the whole human library and for the network."""

    params = ("library", "network")
    param_names = ("model",)
    number, repeat, rounds = 1, 3, 1

    def setup(self, model: str) -> None:
        """Every stage's input."""
        self.folder = tempfile.TemporaryDirectory()
        self.path = FULL if model == "library" else network.write(Path(self.folder.name), 64, 2)
        self.model = self.built()
        self.program = lower(self.model, set())
        os.environ["REMIT_CACHE"] = str(Path(self.folder.name) / "cache")

    def teardown(self, model: str) -> None:
        """The folder goes."""
        del os.environ["REMIT_CACHE"]
        self.folder.cleanup()

    def built(self):  # type: ignore[no-untyped-def]
        """The model."""
        shelf = Shelf(scenario=self.path)
        return assemble(shelf.read_scenario(self.path), shelf)

    def time_assemble(self, model: str) -> None:
        """Documents to a model."""
        self.built()

    def time_lower(self, model: str) -> None:
        """A model to a program."""
        lower(self.model, set())

    def track_instructions(self, model: str) -> int:
        """Length of the program."""
        return sum(len(section.instructions) for section in self.program.sections)

    def peakmem_assemble_and_lower(self, model: str) -> None:
        """The most memory on the way to a program."""
        lower(self.built(), set())


class Compile(Stages):
    """A program to machine code, with and without the object code on disk."""

    def setup(self, model: str) -> None:
        """For `cached`, the code is there already."""
        super().setup(model)
        compile_native(self.program, 1)

    def time_cached(self, model: str) -> None:
        """Loaded."""
        compile_native(self.program, 1)

    def time_cold(self, model: str) -> None:
        """Compiled, in a folder that is empty."""
        with tempfile.TemporaryDirectory(dir=self.folder.name) as empty:
            os.environ["REMIT_CACHE"] = empty
            compile_native(self.program, widest_vector())

    time_assemble = time_lower = track_instructions = peakmem_assemble_and_lower = None


class CommandLine:
    """What a person waits for."""

    number, repeat, rounds = 1, 3, 1
    timeout = 300

    def time_help(self) -> None:
        """`remit --help`."""
        run("--help")

    def time_check(self) -> None:
        """`remit check` of the first scenario."""
        run("check", str(HERE.parent / "scenarios" / "first_run.yaml"))


class Validate:
    """`remit validate` of three observations, each with its own model, settling, run and verdict."""

    number, repeat, rounds = 1, 3, 1

    def setup(self) -> None:
        """A cache that has the machine code and none of the answers, which would be recalled."""
        self.folder = tempfile.TemporaryDirectory()
        run("validate", *OBSERVATIONS)
        for kind in ("kernels", "objects"):
            (Path(self.folder.name) / kind).symlink_to(cache.home() / kind, target_is_directory=True)

    def teardown(self) -> None:
        """The folder goes."""
        self.folder.cleanup()

    def time_validate(self) -> None:
        """Wall time."""
        run("validate", *OBSERVATIONS, folder=self.folder.name)


def run(*arguments: str, folder: str = "") -> None:
    """One command in a new process, with a cache folder of its own when one is given."""
    command = [sys.executable, "-m", "remit", *arguments]
    env = os.environ | ({"REMIT_CACHE": folder} if folder else {})
    subprocess.run(command, check=True, capture_output=True, env=env)
