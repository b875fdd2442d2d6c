"""A small project in which nothing is wrong, and how a mistake is planted into a copy of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
BASE = HERE / "base"
GOLDEN = HERE / "golden"
CHECK = ("check", "scenario.yaml")

POOL, POND, PILL, METER = "modules/pool.yaml", "modules/pond.yaml", "drugs/pill.yaml", "assays/meter.yaml"
PERSON, TIRED, FITTED = "individuals/person.yaml", "phenotypes/tired.yaml", "calibrations/fitted.yaml"
SCENARIO = "scenario.yaml"

Edit = tuple[str, str, str]  # file, what stands there, what is written instead


@dataclass(frozen=True, slots=True)
class Planted:
    """One case: edits to a copy of the small project, and the command that must find them."""

    name: str  # a sentence, with underscores
    edits: tuple[Edit, ...]
    command: tuple[str, ...] = CHECK
    has_place: bool = True  # whether every message starts with file:line:column


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Command = Callable[..., Ending]


def planted(name: str, file: str, old: str, new: str) -> Planted:
    """A case with one edit."""
    return Planted(name, ((file, old, new),))


def appended(name: str, file: str, text: str) -> Planted:
    """A case with lines added at the end of a file."""
    return Planted(name, ((file, "", text),))


def setting(name: str, *settings: str, command: str = "check") -> Planted:
    """A case in which nothing is wrong but what stands on the command line."""
    flags = tuple(word for one in settings for word in ("--set", one))
    return Planted(name, (), (command, "scenario.yaml", *flags), has_place=False)


def project(case: Planted, folder: Path) -> Path:
    """A copy of the small project with the case's edits.

    Raises
    ------
    ValueError
        When an edit does not fit exactly one place, so that it would plant nothing, or more than was meant.
    """
    copy = folder / "project"
    shutil.copytree(BASE, copy)
    for file, old, new in case.edits:
        path = copy / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if old and text.count(old) != 1:
            raise ValueError(f"{case.name}: {old!r} stands {text.count(old)} times in {file}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    return copy


def golden(name: str) -> dict[str, str]:
    """Case to message, from a golden file: each case is '== name', then its lines."""
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^== (\w+)\n", text, flags=re.MULTILINE)[1:]
    return {case: message.strip("\n") for case, message in zip(parts[::2], parts[1::2], strict=True)}


def as_golden(messages: dict[str, str]) -> str:
    """The text of a golden file."""
    return "\n".join(f"== {name}\n{message.rstrip()}\n" for name, message in messages.items())


def message_of(ending: Ending) -> str:
    """What was said, without click's lines about usage."""
    lines = ending.err.strip("\n").split("\n")
    return "\n".join(line for line in lines if line and not line.startswith(("Usage: ", "Try 'remit ")))
