"""Documents with random damage: whatever is in them, a reader gets mistakes in words, never an escape."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mistakes.planting import BASE
from remit.cli.main import FINE, MISTAKEN, run
from remit.quantity.mistakes import ReadingError
from remit.reading.read import read_document
from remit.reading.shelf import BUILT_IN

LIBRARY = {file.name: file.read_text(encoding="utf-8") for file in sorted(BUILT_IN.rglob("*.yaml"))}
PROJECT = {
    str(file.relative_to(BASE)): file.read_text(encoding="utf-8")
    for file in sorted(BASE.rglob("*"))
    if file.is_file()
}
# Characters and words that mean something to YAML, to units, to equations or to nobody.
ODD = [
    *"{}[]:,#&*!|>%@`'\"\\-+/=.?~^()<>$;_ \n\t\r\0",
    *"0189aedDEn\u00b5\u0394\u00e9\u2212\u200b\ud7ff\U0001f600",
    "nan", "inf", "1e999", "-1", "0", "1e-400", "999999999999999999999", "''", "[]", "{}", "null",
    "yes", "010",
    "time", "day", "nothing", "individual", "d", "dt", "flow ", " -> ", "**", "//", " : 1", "---\n", "*a",
    "&a ", "<<: ", "!!int ", "exp(", "interpolate(", "../", "last 24 h", " /h", " kg", "human", "assumed",
    "rest", "true",
]  # fmt: skip


def damaged(text: str, seed: int, most: int) -> str:
    """The text after a few random cuts, copies, swaps and insertions of characters, words and lines."""
    dice = random.Random(seed)
    for _ in range(dice.randint(1, most)):
        at = dice.randrange(len(text) + 1)
        end = min(len(text), at + dice.choice((1, 1, 1, 2, 5, 40)))
        lines = text.split("\n")
        row, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        match dice.randrange(8):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + text[at:end] + text[at:]
            case 2:
                text = text[:at] + dice.choice(ODD) + text[end:]
            case 3:
                text = text[:at] + dice.choice(ODD) + text[at:]
            case 4:
                text = "\n".join([*lines[:row], *lines[row + 1 :]])
            case 5:
                text = "\n".join([*lines[:row], lines[other], *lines[row:]])
            case 6:
                lines[row], lines[other] = lines[other], lines[row]
                text = "\n".join(lines)
            case 7:
                text = swapped(text, dice)
    return text


def swapped(text: str, dice: random.Random) -> str:
    """The text with one of its values replaced by another of them: what is well formed and makes no sense."""
    words = text.replace("{", " ").replace("}", " ").replace(",", " ").split()
    return text.replace(dice.choice(words), dice.choice(words), 1) if words else text


@pytest.mark.parametrize("file", LIBRARY)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_document_of_the_library_is_read_or_refused(file: str, seed: int) -> None:
    with suppress(ReadingError):
        read_document(damaged(LIBRARY[file], seed, 4).encode("utf-8"), file)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A copy of the small project to be damaged file by file."""
    with TemporaryDirectory() as name:
        yield Path(shutil.copytree(BASE, Path(name) / "project"))


@pytest.mark.parametrize("file", PROJECT)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_project_with_one_damaged_file_is_checked_to_the_end(file: str, seed: int, folder: Path) -> None:
    text = damaged(PROJECT[file], seed, 3)
    (folder / file).write_bytes(text.encode("utf-8"))
    heard = StringIO()
    try:
        with redirect_stdout(heard), redirect_stderr(heard):
            code = run(["check", str(folder / "scenario.yaml")])
    finally:
        (folder / file).write_text(PROJECT[file], encoding="utf-8")
    assert code in (FINE, MISTAKEN), f"{heard.getvalue()}\n{text}"
    assert "Traceback" not in heard.getvalue()
