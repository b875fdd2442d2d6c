"""Ports fold contributions; lesions take them away."""

from __future__ import annotations

import pytest

from model.written import ALL, DRUG, HPA, MOOD, THREE, assignment, mistakes_of, model_of, module, parameter

# Ports


def port_world(combine: str, empty: str, *contributions: str, unit: str = '"1"') -> str:
    owner = module("owner", f"ports: {{p: {{unit: {unit}, combine: {combine}, empty: {empty}}}}}\n")
    others = [
        module(f"m{i}", f'contributes: {{owner.p: "{text}"}}\n') for i, text in enumerate(contributions)
    ]
    return "\n---\n".join([owner, *others])


@pytest.mark.parametrize(
    ("combine", "empty", "contributions", "expected"),
    [
        ("product", "1", (), "1"),
        ("product", "1", ("2",), "2"),
        ("product", "1", ("2", "3", "4"), "2*3*4"),
        ("product", "5", ("2", "3"), "5*2*3"),
        ("sum", "0", (), "0"),
        ("sum", "0", ("2", "3"), "2 + 3"),
        ("sum", "1", ("2",), "1 + 2"),
        ("largest", "7", (), "7"),
        ("largest", "7", ("2", "3", "1"), "max(max(2, 3), 1)"),
        ("only", "7", (), "7"),
        ("only", "7", ("2",), "2"),
    ],
)
def test_ports_fold_contributions_by_their_rule(
    combine: str, empty: str, contributions: tuple[str, ...], expected: str
) -> None:
    modules = ", ".join(["owner", *(f"m{i}" for i in range(len(contributions)))])
    model = model_of(port_world(combine, empty, *contributions), f"modules: [{modules}]")
    assert assignment(model, "owner.p") == expected


def test_the_empty_value_of_a_port_is_in_its_unit() -> None:
    model = model_of(port_world("sum", "2 mg/h", unit="ug/h"), "modules: [owner]")
    assert assignment(model, "owner.p") == "2000"


def test_contributions_are_kept_with_their_text_for_explaining() -> None:
    model = model_of(ALL, THREE)
    assert [(one.owner, one.port) for one in model.contributions] == [
        ("inhibitor", "hpa.drive"),
        ("mood", "hpa.drive"),
    ]
    assert model.contributions[1].text == "2 - level"
    assert model.contributions[1].reason == "low mood drives"


def test_two_contributors_to_an_only_port_are_both_named() -> None:
    said = mistakes_of(port_world("only", "0", "1", "2"), "modules: [owner, m1, m0]")
    assert said == ["m1.yaml:2:15 'owner.p' takes one contributor, but 'm0' and 'm1' both contribute"]


def test_a_contribution_in_another_unit_is_refused() -> None:
    world = port_world("sum", "0", "1", unit="mg/h")
    (said,) = mistakes_of(world, "modules: [owner, m0]")
    assert "owner.p measure different things" in said


def test_a_contribution_to_an_unknown_port_suggests_the_known_one() -> None:
    wrong = MOOD.replace("hpa.drive", "hpa.driv")
    (said,) = mistakes_of(f"{HPA}\n---\n{wrong}", "modules: [hpa, mood]")
    assert said.endswith("contributes to unknown port 'hpa.driv'; did you mean 'hpa.drive'?")


def test_a_contribution_to_something_else_than_a_port_is_refused() -> None:
    wrong = MOOD.replace("hpa.drive", "hpa.acth")
    (said,) = mistakes_of(f"{HPA}\n---\n{wrong}", "modules: [hpa, mood]")
    assert said.endswith("contributes to 'hpa.acth', which is a state, not a port")


def test_a_contribution_to_a_module_that_is_not_there_says_how_to_leave_it_out() -> None:
    (said,) = mistakes_of(DRUG, "drugs: [inhibitor]")
    assert "the scenario has no 'hpa'" in said
    assert said.endswith("or write 'without: [inhibitor -> hpa.drive]'")
    assert mistakes_of(DRUG, "drugs: [inhibitor]\nwithout: [inhibitor -> hpa.drive]") == []


# Lesions


def test_without_a_document_takes_all_it_contributes_to_the_port() -> None:
    model = model_of(ALL, f"{THREE}\nwithout: [mood -> hpa.drive]")
    assert "mood.level" not in assignment(model, "hpa.drive")
    assert "inhibitor.concentration" in assignment(model, "hpa.drive")


def test_without_a_quantity_takes_every_contribution_that_reads_it() -> None:
    model = model_of(
        ALL, f"{THREE}\nwithout: [inhibitor.concentration -> hpa.drive, mood.level -> hpa.drive]"
    )
    assert assignment(model, "hpa.drive") == "1"


def test_a_quantity_is_found_in_whoever_reads_it() -> None:
    reader = MOOD.replace("2 - level", "2 - rest/cortisol")
    model = model_of(f"{HPA}\n---\n{reader}", "modules: [hpa, mood]\nwithout: [hpa.cortisol -> hpa.drive]")
    assert assignment(model, "hpa.drive") == "1"


def test_a_lesion_that_takes_nothing_away_suggests_one_that_does() -> None:
    (said,) = mistakes_of(ALL, f"{THREE}\nwithout: [moot -> hpa.drive]")
    assert said.endswith("'moot -> hpa.drive' takes nothing away; did you mean 'mood -> hpa.drive'?")


def test_parameters_that_only_a_lesioned_influence_read_are_no_mistake() -> None:
    model = model_of(ALL, f"{THREE}\nwithout: [inhibitor -> hpa.drive]")
    assert parameter(model, "inhibitor.half").value == 0.05
