"""The shelf: which file holds which document, what comes first, and what is said when there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.reading.documents import ModuleDoc
from remit.reading.folders import KIND_FOLDERS, plug_in_folders
from remit.reading.shelf import BUILT_IN, Shelf, read_scenario


@pytest.fixture
def shelf(library: Path, tmp_path: Path) -> Shelf:
    """A shelf of the small library alone."""
    return Shelf([library], built_in=tmp_path / "nothing", has_plug_ins=False)


def refusal(shelf: Shelf, kind: str, name: str) -> str:
    with pytest.raises(ReadingError) as caught:
        shelf.read(kind, name, Address("asking.yaml", 3))
    return str(caught.value)


def test_documents_of_all_kinds_are_found_by_name(shelf: Shelf) -> None:
    found = {kind: shelf.names(kind) for kind in KIND_FOLDERS}
    assert found["module"] == ("axis",)
    assert all(len(names) == 1 for names in found.values())
    for kind, (name,) in found.items():
        assert shelf.read(kind, name).name == name


def test_addresses_are_relative_to_the_library(shelf: Shelf) -> None:
    assert shelf.read("module", "axis").address.file == "modules/deep/axis.yaml"


def test_a_document_is_read_once_and_only_when_asked(shelf: Shelf, library: Path) -> None:
    (library / "modules" / "broken.yaml").write_text("module: [", encoding="utf-8")
    first = shelf.read("module", "axis")
    (library / "modules" / "deep" / "axis.yaml").write_text("gone", encoding="utf-8")
    assert shelf.read("module", "axis") is first
    assert "not valid YAML" in refusal(shelf, "module", "broken")


def test_the_first_folder_that_has_a_name_wins(library: Path, tmp_path: Path) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    text = (library / "modules/deep/axis.yaml").read_text(encoding="utf-8")
    (flat / "axis.yaml").write_text(
        "# mine\n\n" + text.replace("Drive and hormone", "Mine"), encoding="utf-8"
    )
    (flat / "notes.yaml").write_text("just: notes\n", encoding="utf-8")
    read = [
        Shelf(folders, built_in=tmp_path / "nothing", has_plug_ins=False).read("module", "axis").about
        for folders in ([flat, library], [library, flat])
    ]
    assert read == ["Mine.", "Drive and hormone."]


def test_two_documents_of_one_name_in_one_folder_are_a_mistake(shelf: Shelf, library: Path) -> None:
    (library / "modules" / "axis.yaml").write_text("module: axis\n", encoding="utf-8")
    told = refusal(shelf, "module", "axis")
    assert "a second module is called 'axis'" in told
    assert "modules/deep/axis.yaml" in told
    assert "modules/axis.yaml" in told


def test_one_name_may_serve_two_kinds(shelf: Shelf, library: Path) -> None:
    text = (library / "drugs/pill.yaml").read_text(encoding="utf-8")
    (library / "drugs" / "axis.yaml").write_text(text.replace("drug: pill", "drug: axis"), encoding="utf-8")
    drug, module = shelf.read("drug", "axis"), shelf.read("module", "axis")
    assert isinstance(drug, ModuleDoc)
    assert isinstance(module, ModuleDoc)
    assert (drug.what, module.what) == ("drug", "module")


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("module", "axes", "asking.yaml:3 unknown module 'axes'; did you mean 'axis'?"),
        ("module", "pill", "unknown module 'pill'; there is a drug of that name"),
        ("modul", "axis", "unknown kind 'modul'; did you mean 'module'?"),
        ("module", "../drugs/pill", "unknown module"),
        ("module", "deep/axis", "unknown module"),
        ("module", "\0", "unknown module"),
        ("scenario", "first_run", "unknown kind 'scenario'"),
    ],
)
def test_what_is_not_there_is_told_with_what_is_near(
    shelf: Shelf, kind: str, name: str, expected: str
) -> None:
    assert expected in refusal(shelf, kind, name)


def test_a_document_has_the_name_of_its_file(shelf: Shelf, library: Path) -> None:
    (library / "modules" / "other.yaml").write_text("module: another\n", encoding="utf-8")
    assert "modules/other.yaml:1:1 the module is called 'another', its file 'other.yaml'" in refusal(
        shelf, "module", "other"
    )


def test_a_document_stands_in_the_folder_of_its_kind(shelf: Shelf, library: Path) -> None:
    (library / "modules" / "wrong.yaml").write_text("drug: wrong\n", encoding="utf-8")
    assert "this is a document of kind drug; module is expected" in refusal(shelf, "module", "wrong")


@pytest.mark.parametrize(
    ("old", "new"), [("source: author2010", "source: autor2010"), ("# author2010 eq. 2", "# autor2010 eq. 2")]
)
def test_a_source_that_is_nowhere_is_a_mistake(shelf: Shelf, library: Path, old: str, new: str) -> None:
    file = library / "modules/deep/axis.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert "unknown source 'autor2010'; did you mean 'author2010'?" in refusal(shelf, "module", "axis")


def test_sources_of_a_document_are_those_of_numbers_and_reasons(shelf: Shelf) -> None:
    assert [(key, address.line) for key, address in shelf.sources("module", "axis")] == [
        ("author2010", 13),
        ("author2010", 23),
        ("author2010", 29),
    ]
    assert shelf.references["author2010"].title == "On examples"


def test_a_broken_references_file_is_told_with_its_line(shelf: Shelf, library: Path) -> None:
    (library / "references.bib").write_text("@article{a1, title={x}}\n", encoding="utf-8")
    assert "references.bib:1 a1 has no author" in refusal(shelf, "module", "axis")


def test_a_scenario_is_read_from_its_file(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.read_scenario(tmp_path / "first_run.yaml").name == "first_run"
    assert read_scenario(str(tmp_path / "first_run.yaml")).individual == "adult"


def test_the_scenarios_own_folder_is_searched_first(library: Path, tmp_path: Path) -> None:
    own = tmp_path / "modules"
    own.mkdir()
    (own / "axis.yaml").write_text("module: axis\nabout: Mine.\n", encoding="utf-8")
    shelf = Shelf([library], built_in=tmp_path / "nothing", scenario=tmp_path / "first_run.yaml")
    assert shelf.read("module", "axis").about == "Mine."
    beside = Shelf([library], built_in=tmp_path / "nothing").beside(tmp_path / "first_run.yaml")
    assert beside.read("module", "axis").about == "Mine."
    assert beside.read("drug", "pill").name == "pill"


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "\0.yaml", "x" * 5000])
def test_a_file_that_cannot_be_read_is_a_reading_error(shelf: Shelf, tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadingError):
        shelf.read_scenario(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(shelf: Shelf, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ReadingError, match="there is no such file"):
        shelf.read_scenario(tmp_path / "pipe.yaml")


def test_a_folder_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no such folder"):
        Shelf([tmp_path / "nowhere"]).names("module")


def test_an_installed_package_brings_documents_without_being_run(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    package = site / "extra_models"
    (package / "documents" / "modules").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('this package was run')\n", encoding="utf-8")
    (package / "documents" / "modules" / "extra.yaml").write_text("module: extra\n", encoding="utf-8")
    info = site / "extra_models-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: extra-models\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(
        "[remit.library]\nextra = extra_models.documents\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(site))
    assert package / "documents" in plug_in_folders()
    shelf = Shelf([library], built_in=tmp_path / "nothing")
    assert shelf.read("module", "extra").name == "extra"
    assert Shelf([library], has_plug_ins=False).names("module").count("extra") == 0


def test_every_document_that_is_shipped_can_be_read() -> None:
    shelf = Shelf(has_plug_ins=False)
    read = [shelf.read(kind, name) for kind in KIND_FOLDERS for name in shelf.names(kind)]
    files = [file for folder in KIND_FOLDERS.values() for file in (BUILT_IN / folder).rglob("*.yaml")]
    assert len(read) == len(files) > 0


def test_importing_the_shelf_loads_nothing_heavy() -> None:
    heavy = ("pydantic", "pint", "numpy", "scipy", "numba", "xarray", "matplotlib", "importlib.metadata")
    program = f"import sys, remit.reading.shelf; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
