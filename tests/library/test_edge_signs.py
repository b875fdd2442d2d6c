"""Every influence between systems has the sign that the literature states, in edge_signs.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.library.edge_bench import EDGES, Bench, contributions, effect, held, make_bench, moved, sources

from remit.reading.shelf import Shelf

LINES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("edge_signs.yaml").read_text("utf-8"))
UNSTATED = {"dopamine_to_affect"}  # edges whose reason names no source yet
SIGNS = {"+": 1, "-": -1}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return make_bench(tmp_path_factory.mktemp("edge_signs"), "human")


def place(line: dict[str, Any]) -> tuple[str, str, str]:
    return line["edge"], line["source"], line["port"]


def test_every_influence_of_the_library_is_listed_and_nothing_else(bench: Bench) -> None:
    there = {
        (one.owner, source, one.port)
        for one in contributions(bench.model)
        for source in sources(bench.model, one)
    }
    assert {place(line) for line in LINES} == there


def test_the_page_on_influences_has_the_list_as_it_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "understand" / "edges.md").read_text(encoding="utf-8")
    words = {"+": "rises", "-": "falls"}
    missing = [
        row
        for line in LINES
        if (
            row := f"| `{line['edge']}` | {line['source']} | {line['port']} {line['sign']} | "
            f"{line['moves']} {words[line['effect']]} | {', '.join(line['cites']) or '–'} |"
        )
        not in page
    ]
    assert not missing, "\n".join(missing)


def test_no_influence_is_listed_twice() -> None:
    assert len({place(line) for line in LINES}) == len(LINES)


def test_every_document_among_the_edges_acts_in_man(bench: Bench) -> None:
    left_out = {name for name, _ in bench.model.left_out}
    assert {one.owner for one in contributions(bench.model)} == EDGES - left_out


def test_every_direction_has_a_source_in_the_bibliography() -> None:
    known = set(Shelf(has_plug_ins=False).references)
    assert all(known.issuperset(line["cites"]) for line in LINES)
    assert {line["edge"] for line in LINES if not line["cites"]} == UNSTATED


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(place(line)))
def test_the_contribution_moves_as_stated(bench: Bench, line: dict[str, Any]) -> None:
    one = next(c for c in contributions(bench.model) if (c.owner, c.port) == (line["edge"], line["port"]))
    low, high = moved(held(bench, line.get("at", {})), one, line["source"])
    assert (high - low) * SIGNS[line["sign"]] > 0


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(place(line)))
def test_what_it_acts_on_moves_as_stated(bench: Bench, line: dict[str, Any]) -> None:
    one = next(c for c in contributions(bench.model) if (c.owner, c.port) == (line["edge"], line["port"]))
    state = held(bench, line.get("at", {}))
    assert effect(state, one, line["source"], line["moves"]) * SIGNS[line["effect"]] > 0
