"""What must not matter: the order of modules, and what a module is called."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from model.written import PERSON, scenario_of, shelf_of
from remit.language.tree import Tree, renamed
from remit.model.assemble import assemble
from remit.model.model import Model
from remit.program.lower import lower


def node(i: int, reads: list[int], contributes: list[int]) -> str:
    """A module with a port, a state and a value, reading and driving some of its neighbours."""
    uses = ", ".join(f"u{j}: n{j}.x" for j in reads)
    total = " + ".join(["p", *(f"u{j}" for j in reads)])
    given_to = "".join(f"  n{j}.p: 0.{i + 1}*value\n" for j in contributes)
    return (
        f"module: n{i}\nuses: {{{uses}}}\n"
        f'ports: {{p: {{unit: "1", combine: sum, empty: 0}}}}\n'
        f'states: {{x: {{unit: "1", start: {i + 1}}}}}\n'
        f"parameters: {{k: {{value: 0.{i + 1} /h, species: any, kind: assumed, note: made up}}}}\n"
        f"equations: |\n  value = x/(1 + x) : 1\n  drive = {total} : 1\n  dx/dt = k*(drive - x)\n"
        + (f"contributes:\n{given_to}" if given_to else "")
    )


@st.composite
def webs(draw: st.DrawFn) -> tuple[str, int]:
    """Documents of a random web of modules, and how many there are."""
    count = draw(st.integers(1, 5))
    some = st.lists(st.integers(0, count - 1), unique=True, max_size=4)
    nodes = []
    for i in range(count):
        reads = [j for j in draw(some) if j != i]
        gives = [j for j in draw(some) if j != i]
        nodes.append(node(i, reads, gives))
    return "\n---\n".join(nodes), count


def assembled(documents: str, modules: list[str]) -> Model:
    return assemble(scenario_of(f"modules: [{', '.join(modules)}]"), shelf_of(documents, PERSON))


@settings(max_examples=30, deadline=None)
@given(webs(), st.randoms(use_true_random=False))
def test_order_of_modules_does_not_matter_to_the_last_instruction(
    web: tuple[str, int], random: object
) -> None:
    documents, count = web
    modules = [f"n{i}" for i in range(count)]
    shuffled = list(modules)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = assembled(documents, modules), assembled(documents, shuffled)
    assert first == second
    assert lower(first) == lower(second)


@settings(max_examples=30, deadline=None)
@given(webs())
def test_renaming_every_module_in_step_keeps_the_equations(web: tuple[str, int]) -> None:
    documents, count = web
    # 'm0' sorts among its like as 'n0' does, so even the order of sums is the same.
    again = documents.replace("n0.", "m0.").replace("module: n0", "module: m0")
    for i in range(1, count):
        again = again.replace(f"n{i}.", f"m{i}.").replace(f"module: n{i}", f"module: m{i}")
    before = assembled(documents, [f"n{i}" for i in range(count)])
    after = assembled(again, [f"m{i}" for i in range(count)])
    names = {
        one.name: "m" + one.name[1:]
        for group in (before.states, before.parameters, before.assignments)
        for one in group
        if one.name.startswith("n")
    }
    assert [names[state.name] for state in before.states] == [state.name for state in after.states]
    for old, new in zip(before.assignments, after.assignments, strict=True):
        assert bare(renamed(old.tree, names)) == bare(new.tree)
    for old, new in zip(before.rates, after.rates, strict=True):
        pairs = zip(old.terms, new.terms, strict=True)
        assert all(bare(renamed(one.tree, names)) == bare(other.tree) for one, other in pairs)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 3))
def test_an_alias_is_nothing_but_a_name(extra: int) -> None:
    documents = "\n---\n".join(
        [node(0, [1], []), node(1, [], [0]), *(node(i, [], []) for i in range(2, 2 + extra))]
    )
    others = [f"n{i}" for i in range(1, 2 + extra)]
    plain = assembled(documents, ["n0", *others])
    aliased = documents.replace("n0.p", "m.p")
    renamed_model = assembled(aliased, ["{module: n0, as: m}", *others])
    names = {f"n0.{local}": f"m.{local}" for local in ("x", "k", "p", "value", "drive")}
    expected = {names.get(one.name, one.name): bare(renamed(one.tree, names)) for one in plain.assignments}
    assert {one.name: bare(one.tree) for one in renamed_model.assignments} == expected


def bare(tree: Tree) -> Tree:
    """The tree without the places where it was written."""
    changes: dict[str, object] = {"column": 0, "line": 0}
    for one in fields(tree):
        value = getattr(tree, one.name)
        if one.name in ("left", "right", "operand"):
            changes[one.name] = bare(value)
        elif one.name == "arguments":
            changes[one.name] = tuple(bare(argument) for argument in value)
    return replace(tree, **changes)  # type: ignore[arg-type]
