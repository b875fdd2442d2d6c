"""Data flows one way: every import points upstream, and the library holds data only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import remit

SOURCE = Path(remit.__file__).parent
LAYERS = [
    "quantity",
    "language",
    "reading",
    "scenario",
    "model",
    "program",
    "solve",
    "result",
    "readout",
    "compare",
    "present",
    "run",
    "cli",
]
FILES = sorted(SOURCE.rglob("*.py"))


def modules_imported_by(path: Path) -> Iterator[str]:
    """Full names of what a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(path: Path) -> str:
    """'quantity' of remit/quantity/units.py."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_imports_point_upstream() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}: {here} imports {there}"
        for path in FILES
        for here in [layer_of(path)]
        for name in modules_imported_by(path)
        if name.startswith("remit.")
        for there in [name.split(".")[1]]
        if here in LAYERS and there in LAYERS and LAYERS.index(there) > LAYERS.index(here)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_inside_imports_the_whole_package() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for path in FILES
        for name in modules_imported_by(path)
        if name == "remit"
        or (name.startswith("remit.") and name.split(".")[1] not in [*LAYERS, "__version__"])
    ]
    assert not wrong, "\n".join(wrong)


def test_every_source_file_belongs_to_a_layer() -> None:
    outside = {layer_of(path) for path in FILES} - {*LAYERS, "__init__", "__main__"}
    assert not outside


def test_imports_are_absolute() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not wrong, "\n".join(wrong)


def test_the_library_is_data_only() -> None:
    assert not list((SOURCE / "library").rglob("*.py"))


def test_program_and_solver_know_no_biology() -> None:
    upstream = ("quantity", "language", "reading", "scenario", "model")
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for path in (SOURCE / "solve").rglob("*.py")
        for name in modules_imported_by(path)
        if name.startswith("remit.") and name.split(".")[1] in upstream
    ]
    documents = {path.stem for path in (SOURCE / "library").rglob("*.yaml")}
    wrong += [
        f"{path.relative_to(SOURCE)} says {word}"
        for layer in ("program", "solve")
        for path in (SOURCE / layer).rglob("*.py")
        for word in documents & set(re.findall(r"[a-z]+", path.read_text(encoding="utf-8").lower()))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_source_file_is_longer_than_an_evening_allows() -> None:
    long = {str(path.relative_to(SOURCE)): length for path in FILES if (length := _lines(path)) > 300}
    assert not long


def test_no_function_is_longer_than_forty_lines_of_code() -> None:
    long = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.name} has {length} lines"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (length := _body_lines(node)) > 40
    ]
    assert not long, "\n".join(long)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _body_lines(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    documented = ast.get_docstring(node, clean=False) is not None and len(node.body) > 1
    first = node.body[1] if documented else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1
