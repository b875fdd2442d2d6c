"""Which file of a folder holds which document, by file names alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from remit.quantity.mistakes import Mistake
from remit.quantity.parameter import Address

KIND_FOLDERS = {
    "module": "modules",
    "drug": "drugs",
    "phenotype": "phenotypes",
    "assay": "assays",
    "individual": "individuals",
    "calibration": "calibrations",
    "observation": "observations",
}
GROUP = "remit.library"  # the entry points of packages that bring documents
FIRST_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\s*(?:#[^\n]*)?\n)*\s*([a-z]+)\s*:", re.MULTILINE)
PEEK = 4096  # bytes in which a flat file must have named its kind


@dataclass(frozen=True, slots=True)
class Folder:
    """The documents of one folder: kind and name to file, and names held by two files."""

    path: Path
    files: dict[tuple[str, str], Path] = field(default_factory=dict)
    twice: dict[tuple[str, str], tuple[Mistake, ...]] = field(default_factory=dict)

    @property
    def references(self) -> Path:
        """Where its sources would be."""
        return self.path / "references.bib"


def index_of(path: Path, *, is_flat_allowed: bool = True) -> Folder:
    """What a folder holds: <kind folder>/**/<name>.yaml, and <name>.yaml of any kind directly in it.

    No document is parsed. A missing folder holds nothing.
    """
    found: list[tuple[str, Path]] = []
    for kind, folder in KIND_FOLDERS.items():
        found.extend((kind, file) for file in sorted((path / folder).rglob("*.yaml")))
    if is_flat_allowed and path.is_dir():
        found.extend(
            (kind, file)
            for file in sorted(path.glob("*.yaml"))
            if (kind := kind_at_first_sight(file)) in KIND_FOLDERS
        )
    files: dict[tuple[str, str], Path] = {}
    twice: dict[tuple[str, str], tuple[Mistake, ...]] = {}
    for kind, file in found:
        key = (kind, file.stem)
        if (first := files.setdefault(key, file)) is not file:
            text = f"a second {kind} is called '{file.stem}'; the first is {shown(first, path)}"
            twice[key] = (*twice.get(key, ()), Mistake(Address(shown(file, path)), text))
    return Folder(path, files, twice)


def kind_at_first_sight(file: Path) -> str:
    """A file's first key, which names its kind when it is a document; '' when there is none."""
    try:
        with file.open("rb") as opened:
            found = FIRST_KEY.match(opened.read(PEEK))
    except OSError:
        return ""
    return found[1].decode() if found else ""


def shown(file: Path, folder: Path) -> str:
    """What addresses call a file: its path inside its folder."""
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def plug_in_folders() -> tuple[Path, ...]:
    """Folders of installed packages that declare an entry point in the group remit.library.

    The entry point names a package, 'my_models.library'; nothing of it is executed.
    """
    # Asking what is installed takes longer than reading ten documents, and few have plug-ins.
    from importlib.metadata import entry_points

    folders = []
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        top, *below = point.value.split(":")[0].split(".")
        spec = find_spec(top)
        for location in (spec.submodule_search_locations or ()) if spec else ():
            folders.append(Path(location, *below))
    return tuple(folders)
