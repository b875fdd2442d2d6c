"""The documentation names what there is, and nothing that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import remit
from remit.cli.check import check, drawable
from remit.cli.main import COMMANDS, commands
from remit.cli.page import as_page as commands_page
from remit.cli.reading import shelf_for
from remit.cli.settings import changed
from remit.language.functions import FUNCTIONS
from remit.language.functions import as_page as functions_page
from remit.present.card import numbers
from remit.present.interactions import text_of as ratio_text
from remit.reading.schema import COMBINING_RULES, KINDS
from remit.reading.shelf import Shelf
from remit.readout.measure import measure
from remit.readout.page import as_page as readouts_page
from remit.readout.table import READOUTS
from remit.run.compare import planned
from remit.run.interactions import meetings, pairs_of
from remit.run.scenario import run_scenario
from remit.run.validate import Library, validate
from remit.run.why import why

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def text_of(name: str) -> str:
    """A page of docs/look_up."""
    return (DOCS / "look_up" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "made"),
    [("functions.md", functions_page), ("readouts.md", readouts_page), ("commands.md", commands_page)],
)
def test_generated_pages_are_up_to_date(name: str, made: object) -> None:
    assert text_of(name) == made(), f"write docs/look_up/{name} again: make docs"  # type: ignore[operator]


def test_every_function_of_the_language_is_documented() -> None:
    missing = [name for name in FUNCTIONS if f"`{name}(" not in text_of("functions.md")]
    assert not missing


def test_every_readout_is_documented() -> None:
    missing = [name for name in READOUTS if f"`{name}(" not in text_of("readouts.md")]
    assert not missing


@pytest.mark.parametrize("word", [*COMBINING_RULES, *KINDS])
def test_every_combining_rule_and_kind_of_number_is_documented(word: str) -> None:
    assert re.search(rf"\b{word}\b", text_of("documents.md"))


def test_every_command_has_help_with_an_example_and_the_line_that_the_overview_shows() -> None:
    context = click.Context(commands)
    for name, (_, about) in COMMANDS.items():
        command = commands.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.short_help == about
        assert f"remit {name}" in (command.help or ""), f"{name} has no example"


def test_every_option_says_what_it_does() -> None:
    context = click.Context(commands)
    silent = [
        f"{name} {option.opts[0]}"
        for name in COMMANDS
        for option in getattr(commands.get_command(context, name), "params", [])
        if isinstance(option, click.Option) and not option.help
    ]
    assert not silent


def test_every_command_written_in_a_page_exists() -> None:
    wrong = [
        f"{page.relative_to(ROOT)}: remit {word}"
        for page in PAGES
        for word in re.findall(
            r"(?:^\$ |`)remit ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        if word not in COMMANDS
    ]
    assert not wrong, "\n".join(wrong)


def test_every_public_name_written_in_a_page_exists_and_all_are_written_somewhere() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    used = set(re.findall(r"\bremit\.([a-z_]+)\(", text))
    assert used <= set(remit.__all__)


def test_every_make_target_written_in_a_page_exists() -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    written = {
        target
        for page in PAGES
        for target in re.findall(r"(?:\$ |`)make ([a-z]+)", page.read_text(encoding="utf-8"))
    }
    assert written <= targets


def blocks_of(page: Path) -> list[str]:
    """The YAML documents written out in a page."""
    return re.findall(
        r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )


def test_the_scenario_in_the_readme_has_no_mistakes(tmp_path: Path) -> None:
    (block,) = blocks_of(ROOT / "README.md")
    (tmp_path / "mine.yaml").write_text(block, encoding="utf-8")
    check(tmp_path / "mine.yaml", shelf_for(tmp_path / "mine.yaml", ()))


def test_the_module_and_the_drug_that_pages_teach_have_no_mistakes_and_fit_together(tmp_path: Path) -> None:
    (module,), (drug,) = (blocks_of(DOCS / "do" / name) for name in ("write_a_module.md", "add_a_drug.md"))
    for folder, name, text in (("modules", "warmth", module), ("drugs", "inhibitor", drug)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    scenario = tmp_path / "mine.yaml"
    scenario.write_text(
        "scenario: mine\nindividual: human_adult\nmodules: [warmth]\nrun: {until: 1 d}\n"
        "doses: [{drug: inhibitor, by: oral, amount: 10 mg, at: 1 h}]\n",
        encoding="utf-8",
    )
    check(scenario, shelf_for(scenario, ()))


def test_the_observation_that_a_page_teaches_gets_the_answer_it_shows(tmp_path: Path) -> None:
    for folder, name, page in (
        ("modules", "warmth", "write_a_module.md"),
        ("drugs", "inhibitor", "add_a_drug.md"),
        ("observations", "inhibitor_clearance", "add_an_observation.md"),
    ):
        (tmp_path / folder).mkdir()
        (block,) = blocks_of(DOCS / "do" / page)
        (tmp_path / folder / f"{name}.yaml").write_text(block, encoding="utf-8")
    (tmp_path / "references.bib").write_text(
        "@article{author2010, title={On examples}, author={Author, A.}, year={2010}}\n", encoding="utf-8"
    )
    file = tmp_path / "observations" / "inhibitor_clearance.yaml"
    check(file, shelf_for(file, ()))
    library = Library((tmp_path,))
    (found,) = validate([library.shelf().read("observation", "inhibitor_clearance")], library)
    assert [one.outcome for one in found.verdicts] == ["met", "met"]
    assert found.verdicts[0].got == pytest.approx(600.0, rel=1e-3)


def test_every_observation_of_the_library_is_on_the_page_of_validation() -> None:
    headings = set(re.findall(r"^### (\w+)$", text_of("validation.md"), flags=re.MULTILINE))
    assert headings == set(Shelf(has_plug_ins=False).names("observation")), "make docs"


def test_quantities_written_in_pages_exist_in_the_first_run() -> None:
    path = ROOT / "scenarios" / "first_run.yaml"
    model = check(path, shelf_for(path, ()))
    known = {*drawable(model), *(number.name for number in model.parameters)}
    general = ("documents.md", "functions.md", "readouts.md")
    pages = [page for page in PAGES if page.name not in general and page.parent.name != "drugs"]
    wrong = [
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in re.findall(
            r"\b(?:hpa|sert|nmda|escitalopram|ketamine)\.[a-z_]+\b", page.read_text(encoding="utf-8")
        )
        if name not in known and not name.endswith((".yaml", ".md"))
    ]
    assert not wrong, "\n".join(wrong)


SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
LESSONS = [path for path in SCENARIOS if (DOCS / "learn" / f"{path.stem}.md").exists()]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_is_walked_through_by_a_page(path: Path) -> None:
    pages = [*(DOCS / "learn").glob("*.md"), *(DOCS / "do").glob("*.md")]
    assert any(f"scenarios/{path.stem}.yaml" in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_shows_its_figure_and_is_found_from_the_overview(path: Path) -> None:
    page = DOCS / "learn" / f"{path.stem}.md"
    text = page.read_text(encoding="utf-8")
    assert f"../images/{path.stem}.png" in text
    assert f"scenarios/{path.stem}.yaml" in text
    assert f"learn/{path.stem}.md" in (DOCS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_scenario_of_every_lesson_has_no_mistakes_and_says_what_it_is_not_for(path: Path) -> None:
    shelf = shelf_for(path, ())
    if path.read_text(encoding="utf-8").startswith("comparison"):
        doc = shelf.read_comparison(path)
        assert planned(doc, shelf)
    else:
        check(path, shelf)
        doc = shelf.read_scenario(path)
        assert doc.readouts, "a lesson measures something"
        assert doc.figure, "a lesson shows something"
    assert "never medical advice" in doc.about


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_a_page_asks_why_about_is_understood(path: Path) -> None:
    """Arms and readouts that pages name exist in their scenario; `remit why` itself runs elsewhere."""
    text = (DOCS / "learn" / f"{path.stem}.md").read_text(encoding="utf-8")
    asked = re.findall(r"^\$ remit why scenarios/(\w+)\.yaml (.*)$", text, flags=re.MULTILINE)
    for name, options in asked:
        file = ROOT / "scenarios" / f"{name}.yaml"
        shelf = shelf_for(file, ())
        doc = shelf.read_scenario(file)
        arms = {one.name for one in doc.arms}
        assert set(re.findall(r"--(?:arm|against) (\w+)", options)) <= arms
        (readout,) = re.findall(r'--readout "([^"]+)"', options)
        quantity = re.findall(r"\((\w+\.\w+)", readout)[0]
        assert quantity in drawable(check(file, shelf))


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert not broken, "\n".join(broken)


def test_every_decision_has_context_decision_and_consequences() -> None:
    decisions = sorted((DOCS / "understand" / "decisions").glob("*.md"))
    assert decisions
    for page in decisions:
        headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert headings[:3] == ["Context", "Decision", "Consequences"], page.name


def test_the_changelog_has_an_open_block_that_says_which_numbers_moved() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    block = changelog.split("## Unreleased", 1)[1].split("\n## ", 1)[0]
    assert "### Numbers that moved" in block


def test_the_interaction_that_a_page_explains_is_carried_as_it_shows() -> None:
    text = (DOCS / "do" / "explain_an_interaction.md").read_text(encoding="utf-8")
    path = ROOT / "scenarios" / "bupropion_desipramine.yaml"
    shelf = shelf_for(path, ())
    readout = "area_under(desipramine.concentration, 14 d to 28 d)"
    assert f'--readout "{readout}"' in text
    found = why(shelf.read_scenario(path), readout, shelf=shelf)
    shown = re.findall(r"^ (\w+ -> cyp2d6\.\w+) +(-?\d+) % +([\d.]+)", text, flags=re.MULTILINE)
    assert {name for name, _, _ in shown} == {one.name for one in found.carriers}
    for name, share, left in shown:
        one = next(each for each in found.carriers if each.name == name)
        assert 100 * one.share == pytest.approx(float(share), abs=0.6), name
        assert one.effect == pytest.approx(float(left), rel=2e-3), name
    treated, alone = found.values
    assert f"The area is {treated / alone:.1f}-fold" in text


@pytest.mark.parametrize(("setting", "words"), [
    ("bupropion.halving_synthesis=1e9 nmol/L", "competition alone"),
    ("bupropion.at_enzyme=0", "down-regulation alone"),
])  # fmt: skip
def test_each_influence_by_itself_does_what_the_page_on_interactions_says(setting: str, words: str) -> None:
    text = (DOCS / "do" / "explain_an_interaction.md").read_text(encoding="utf-8")
    assert setting in text
    path = ROOT / "scenarios" / "bupropion_desipramine.yaml"
    shelf = shelf_for(path, ())
    scenario = changed(shelf.read_scenario(path), (setting,))
    readout = "area_under(desipramine.concentration, 14 d to 28 d)"
    areas = measure(run_scenario(scenario, shelf=shelf), [readout])[readout]
    ratio = float(areas.sel(arm="with_bupropion").values[0] / areas.sel(arm="alone").values[0])
    assert f"{words} ({ratio:.1f}-fold)" in text


def test_the_drug_that_the_page_on_interactions_adds_meets_the_library_as_it_shows(tmp_path: Path) -> None:
    page = DOCS / "do" / "explain_an_interaction.md"
    (block,) = blocks_of(page)
    (tmp_path / "drugs").mkdir()
    (tmp_path / "drugs" / "metoprolol.yaml").write_text(block, encoding="utf-8")
    shelf = Shelf([tmp_path], has_plug_ins=False)
    shown = re.findall(
        r"^ metoprolol +(\w+) +cyp2d6 +([\d.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(shown) >= 4
    found = {one.perpetrator: one for one in meetings(shelf, drug="metoprolol")}
    assert {name: ratio_text(found[name].ratio) for name, _ in shown} == dict(shown)


def test_every_pair_of_drugs_that_meet_is_on_the_page_of_interactions() -> None:
    shelf = Shelf(has_plug_ins=False)
    page = text_of("interactions.md")
    header, *rows = [line for line in page.splitlines() if line.startswith("| ")]
    columns = [cell.strip() for cell in header.strip("|").split("|")][1:]
    listed = set()
    for row in rows[: rows.index(next(line for line in rows if not line.startswith("| **")))]:
        name, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        listed |= {(name.strip("*"), column) for column, cell in zip(columns, cells, strict=True) if cell}
    pairs = {(victim.name, perpetrator.name) for victim, perpetrator, _ in pairs_of(shelf)}
    assert listed == pairs, "make docs"
    published = {
        (victim, perpetrator.name) for _, perpetrator, _ in pairs_of(shelf) for victim in perpetrator.raises
    }
    missing = [f"{a}, {b}" for a, b in published if f"\n| {a} | {b} | " not in page]
    assert not missing
    assert "not run" not in page


@pytest.mark.parametrize("name", Shelf().names("drug"))
def test_every_drug_has_a_page_with_its_present_numbers(name: str) -> None:
    shelf = Shelf()
    page = (DOCS / "look_up" / "drugs" / f"{name}.md").read_text(encoding="utf-8")
    missing = [line for line in numbers(shelf.read("drug", name)) if line not in page]
    assert not missing, f"make docs; not on the page of {name}: {missing[:3]}"
