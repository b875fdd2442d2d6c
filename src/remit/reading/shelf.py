"""Where documents are found: name to file to record, only when asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal, cast, overload

from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address
from remit.quantity.references import Reference, read_references, unknown_sources
from remit.reading.compared import ComparisonDoc, scenarios_of
from remit.reading.documents import (
    CalibrationDoc,
    IndividualDoc,
    ModuleDoc,
    ObservationDoc,
    PhenotypeDoc,
    ScenarioDoc,
)
from remit.reading.fitted import FitDoc
from remit.reading.folders import KIND_FOLDERS, Folder, index_of, plug_in_folders, shown
from remit.reading.read import Document, Read, read_document
from remit.reading.yaml_lines import MOST_BYTES

BUILT_IN = Path(__file__).parents[1] / "library"
CITED = re.compile(r"\b[a-z][a-z_]*(?:19|20)[0-9]{2}[a-z]*\b")  # a key of references.bib inside a reason


class Shelf:
    """Documents by kind and name.

    Folders are searched in order: those given, the built-in library, then installed packages that declare an
    entry point in the group `remit.library`. The first that holds a name wins. Files are read when asked for,
    and once.

    Parameters
    ----------
    folders : sequence of path
        Laid out like the library (modules/, drugs/, ... with any subfolders), or flat.
    built_in : path
        The library that comes with remit.
    has_plug_ins : bool
        Whether installed packages are searched.
    scenario : path, optional
        A scenario file; modules/, drugs/, ... and references.bib next to it are searched first.
    """

    def __init__(
        self,
        folders: Sequence[str | Path] = (),
        *,
        built_in: Path = BUILT_IN,
        has_plug_ins: bool = True,
        scenario: str | Path | None = None,
    ) -> None:
        self._given = tuple(Path(folder) for folder in folders)
        self._built_in = built_in
        self._has_plug_ins = has_plug_ins
        self._scenario = scenario
        self._read: dict[Path, Read] = {}

    @cached_property
    def _near(self) -> tuple[Folder, ...]:
        """The folders given and the library."""
        missing = [
            Mistake(Address(str(path)), "there is no such folder")
            for path in self._given
            if not path.is_dir()
        ]
        if missing:
            raise ReadingError(missing)
        return (*(index_of(path) for path in self._given), index_of(self._built_in))

    @cached_property
    def _far(self) -> tuple[Folder, ...]:
        """The folders of plug-ins, asked for only when a name is nowhere else."""
        return tuple(index_of(path) for path in plug_in_folders()) if self._has_plug_ins else ()

    @cached_property
    def _beside(self) -> tuple[Folder, ...]:
        """The folder of the scenario, whose other scenario files are no documents of a shelf."""
        return (
            () if self._scenario is None else (index_of(Path(self._scenario).parent, is_flat_allowed=False),)
        )

    def _folders(self) -> Iterator[Folder]:
        yield from self._beside
        yield from self._near
        yield from self._far

    def beside(self, scenario: str | Path) -> Shelf:
        """A shelf that also looks, first, into modules/, drugs/, ... next to a scenario file."""
        return Shelf(self._given, built_in=self._built_in, has_plug_ins=self._has_plug_ins, scenario=scenario)

    @overload
    def read(
        self, kind: Literal["module", "drug", "assay"], name: str, asked: Address | None = None
    ) -> ModuleDoc: ...
    @overload
    def read(self, kind: Literal["phenotype"], name: str, asked: Address | None = None) -> PhenotypeDoc: ...
    @overload
    def read(self, kind: Literal["individual"], name: str, asked: Address | None = None) -> IndividualDoc: ...
    @overload
    def read(
        self, kind: Literal["calibration"], name: str, asked: Address | None = None
    ) -> CalibrationDoc: ...
    @overload
    def read(
        self, kind: Literal["observation"], name: str, asked: Address | None = None
    ) -> ObservationDoc: ...
    @overload
    def read(self, kind: str, name: str, asked: Address | None = None) -> Document: ...
    def read(self, kind: str, name: str, asked: Address | None = None) -> Document:
        """The document of a kind and name.

        Parameters
        ----------
        kind : str
            module, drug, assay, phenotype, individual, calibration or observation.
        name : str
            The document's name, which is its file's.
        asked : Address, optional
            Who asks, for the message when there is none.

        Raises
        ------
        ReadingError
            When there is none, two in one folder, or anything is wrong in it.
        """
        file, folder = self._find(kind, name, asked or Address("library"))
        if file not in self._read:
            self._read[file] = self._checked(file, kind, folder)
        return self._read[file].document

    def sources(self, kind: str, name: str) -> tuple[tuple[str, Address], ...]:
        """The keys of references.bib a document names, with their places; repeats included."""
        self.read(kind, name)
        return self._read[self._find(kind, name, Address("library"))[0]].sources

    def names(self, kind: str) -> tuple[str, ...]:
        """All names of a kind, sorted."""
        return tuple(
            sorted({name for folder in self._folders() for its, name in folder.files if its == kind})
        )

    def file_of(self, kind: str, name: str) -> Path:
        """The file that holds a document; raises ReadingError when there is none."""
        return self._find(kind, name, Address("library"))[0]

    def read_scenario(self, path: str | Path) -> ScenarioDoc:
        """The scenario in a file; raises ReadingError with everything wrong in it.

        Names in it are looked up on `shelf.beside(path)`.
        """
        file = Path(path)
        shelf = self if self._scenario is not None else self.beside(file)
        return cast(ScenarioDoc, shelf._checked(file, "scenario", None).document)

    def read_comparison(self, path: str | Path) -> ComparisonDoc:
        """The comparison in a file; raises ReadingError with everything wrong in it."""
        return cast(ComparisonDoc, self._checked(Path(path), "comparison", None).document)

    def read_fit(self, path: str | Path) -> FitDoc:
        """The fit in a file; raises ReadingError with everything wrong in it."""
        return cast(FitDoc, self._checked(Path(path), "fit", None).document)

    def read_observation(self, path: str | Path) -> ObservationDoc:
        """The observation in a file; raises ReadingError with everything wrong in it."""
        return cast(ObservationDoc, self._checked(Path(path), "observation", None).document)

    def scenario_of(self, observation: ObservationDoc) -> ScenarioDoc:
        """The scenario an observation holds, or the one it names: NAME.yaml in a folder scenarios/.

        Raises
        ------
        ReadingError
            When there is none of that name, or anything is wrong in it.
        """
        if observation.inline is not None:
            return observation.inline
        known = {
            file.stem: file
            for folder in reversed([*self._folders()])
            for file in sorted((folder.path / "scenarios").glob("*.yaml"))
        }
        name = observation.scenario
        if name not in known:
            text = f"unknown scenario {quoted(name)}{suggestion(name, known)}"
            raise ReadingError([Mistake(observation.scenario_place, text)])
        return cast(ScenarioDoc, self._checked(known[name], "scenario", None).document)

    def scenarios_of(self, comparison: ComparisonDoc) -> dict[str, ScenarioDoc]:
        """A scenario for every body of a comparison; raises ReadingError for all that cannot be read."""
        species: dict[str, str] = {}
        mistakes: list[Mistake] = []
        for one in comparison.models:
            try:
                species[one.individual] = self.read("individual", one.individual, one.place).species
            except ReadingError as error:
                mistakes += error.mistakes
        if mistakes:
            raise ReadingError(mistakes)
        return scenarios_of(comparison, species)

    @cached_property
    def references(self) -> dict[str, Reference]:
        """Every source of every folder's references.bib; the first folder that has a key wins."""
        return _references_in([*self._folders()])

    @cached_property
    def _near_references(self) -> dict[str, Reference]:
        return _references_in([*self._beside, *self._near])

    def _find(self, kind: str, name: str, asked: Address) -> tuple[Path, Path]:
        """File and folder of a document."""
        if kind not in KIND_FOLDERS:
            raise ReadingError(
                [Mistake(asked, f"unknown kind {quoted(kind)}{suggestion(kind, KIND_FOLDERS)}")]
            )
        for folder in self._folders():
            if (kind, name) in folder.files:
                if (kind, name) in folder.twice:
                    raise ReadingError(folder.twice[kind, name])
                return folder.files[kind, name], folder.path
        near = suggestion(name, self.names(kind))
        if not near:
            other = next((other for other in KIND_FOLDERS if name in self.names(other)), None)
            near = f"; there is {_a(other)} of that name" if other else ""
        raise ReadingError([Mistake(asked, f"unknown {kind} {quoted(name)}{near}")])

    def _checked(self, file: Path, kind: str, folder: Path | None) -> Read:
        """A document whose name is its file's and whose sources are known."""
        place = shown(file, folder) if folder else str(file)
        found = read_document(read_bytes(file, place), place, kind)
        document = found.document
        mistakes = []
        if document.name != file.stem and kind not in ("scenario", "comparison", "fit"):
            text = (
                f"the {kind} is called {quoted(document.name)}, its file {quoted(file.name)}; one must change"
            )
            mistakes.append(Mistake(document.address, text))
        cited = (*found.sources, *_cited(document))
        if unknown := [one for one in cited if one[0] not in self._near_references]:
            mistakes.extend(unknown_sources(unknown, self.references))
        if mistakes:
            raise ReadingError(mistakes)
        return Read(document, cited)


def read_scenario(path: str | Path, shelf: Shelf | None = None) -> ScenarioDoc:
    """The scenario in a file; raises ReadingError with everything wrong in it."""
    return (shelf or Shelf(scenario=path)).read_scenario(path)


def read_bytes(file: Path, place: str) -> bytes:
    """A file's bytes, or a ReadingError: no file, unreadable, or too large."""
    try:
        if not file.is_file():
            raise ReadingError([Mistake(Address(place), "there is no such file")])
        if file.stat().st_size > MOST_BYTES:
            raise ReadingError(
                [Mistake(Address(place), f"the file is larger than {MOST_BYTES // 1_000_000} MB")]
            )
        return file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise ReadingError([Mistake(Address(place), f"the file cannot be read: {reason}")]) from None


def _references_in(folders: Sequence[Folder]) -> dict[str, Reference]:
    """The sources of some folders; the first that has a key wins."""
    found: dict[str, Reference] = {}
    for file in (folder.references for folder in folders if folder.references.is_file()):
        try:
            text = read_bytes(file, file.name).decode("utf-8")
        except UnicodeDecodeError:
            raise ReadingError(
                [Mistake(Address(str(file)), "this is not UTF-8; save it in that encoding")]
            ) from None
        found = {**read_references(text, file.name), **found}
    return found


def _cited(document: Document) -> Iterator[tuple[str, Address]]:
    """Keys written into the reasons of equations and contributions."""
    if isinstance(document, ModuleDoc):
        for line in (*document.equations, *document.contributes):
            for key in CITED.findall(line.reason):
                yield key, line.address


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
