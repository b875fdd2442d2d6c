"""Who owns what: every quantity's full name 'owner.quantity', and what a document's own words mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from remit.language.lines import AssignmentLine
from remit.language.tree import Name, Tree, names_read, renamed
from remit.quantity.mistakes import Mistake, suggestion
from remit.quantity.parameter import Address
from remit.reading.documents import ModuleDoc, NumberDoc

GIVEN = ("time", "day", "turn")  # names every document has
INDIVIDUAL = "individual"  # owner of weight, height, age and surface
NOTHING = "nothing"  # the far side of a flow into or out of the system
USABLE = ("state", "assignment", "parameter", "input", "port")


@dataclass(frozen=True, slots=True)
class Instance:
    """One module, drug or assay under the name it bears in this scenario."""

    alias: str
    doc: ModuleDoc
    parameters: Mapping[str, tuple[NumberDoc, ...]]  # with the chosen set of numbers laid over
    uses: Mapping[str, tuple[str, Address]]  # rewired; targets are full names in this scenario


@dataclass(frozen=True, slots=True)
class Owned:
    """A quantity and its owner."""

    name: str  # 'hpa.cortisol'
    what: str  # state | assignment | parameter | input | port | table
    owner: str
    address: Address


@dataclass(frozen=True, slots=True)
class Names:
    """All quantities of a scenario, and what the words of each document stand for."""

    owned: Mapping[str, Owned]  # by full name
    scopes: Mapping[str, Mapping[str, str]]  # owner -> local name -> full name
    broken: frozenset[tuple[str, str]]  # (owner, local name) of uses already reported as mistakes
    n_doors: int  # doors for doses that the documents describe
    seen_as: tuple[tuple[str, str], ...]  # ('mood.cortisol', 'hpa.cortisol'), sorted

    def named(self, *what: str) -> list[str]:
        """Full names of all quantities of these sorts, sorted."""
        return sorted(name for name, owned in self.owned.items() if owned.what in what)


def unknown(what: str, name: str, known: Iterable[str], owners: Iterable[str]) -> str:
    """The sentence for a full name that nothing answers to."""
    owner = name.partition(".")[0]
    owners = set(owners)
    if owner == INDIVIDUAL and "." in name:
        return f"unknown {what} '{name}': the individual says nothing of it{suggestion(name, known)}"
    if "." in name and owner not in owners:
        near = suggestion(owner, owners)
        return f"unknown {what} '{name}': the scenario has no '{owner}'{near or '; add it to the scenario'}"
    return f"unknown {what} '{name}'{suggestion(name, known)}"


def names_of(instances: Iterable[Instance], person: Mapping[str, Address], found: list[Mistake]) -> Names:
    """Give every quantity its full name and every local name its meaning.

    Parameters
    ----------
    instances : iterable of Instance
    person : mapping of str to Address
        Local names of the individual's own quantities ('weight').
    found : list of Mistake
        Receives names defined twice, reserved names and uses of things that do not exist.
    """
    instances = sorted(instances, key=lambda instance: instance.alias)
    owned = {
        f"{INDIVIDUAL}.{name}": Owned(f"{INDIVIDUAL}.{name}", "parameter", INDIVIDUAL, address)
        for name, address in person.items()
    }
    scopes: dict[str, dict[str, str]] = {}
    for instance in instances:
        scopes[instance.alias] = scope_of(instance, owned, found)
    uses_names = {
        f"{one.alias}.{local}": target for one in instances for local, (target, _) in one.uses.items()
    }
    assays = {instance.alias for instance in instances if instance.doc.what == "assay"}
    broken = set()
    seen_as = []
    for instance in instances:
        for local, (target, address) in sorted(instance.uses.items()):
            text = trouble_with_use(instance, local, target, owned, uses_names, set(scopes), assays)
            if text:
                found.append(Mistake(address, text))
                broken.add((instance.alias, local))
            else:
                scopes[instance.alias][local] = target
                seen_as.append((f"{instance.alias}.{local}", target))
    n_doors = sum(len(instance.doc.doors) for instance in instances)
    return Names(owned, scopes, frozenset(broken), n_doors, tuple(sorted(seen_as)))


def scope_of(instance: Instance, owned: dict[str, Owned], found: list[Mistake]) -> dict[str, str]:
    """Full names of what a document itself defines, by local name; they are added to `owned`."""
    scope = {}
    for what, name, address in own_names(instance):
        full = f"{instance.alias}.{name}"
        if name in (*GIVEN, NOTHING):
            found.append(Mistake(address, f"'{name}' is a word of the language; choose another name"))
        elif full in owned:
            text = f"'{name}' is both a {owned[full].what} and a {what}; each name has one meaning"
            if owned[full].what == what:
                text = f"'{name}' is defined twice"
            found.append(Mistake(address, text))
        else:
            owned[full] = Owned(full, what, instance.alias, address)
            scope[name] = full
    return scope


def own_names(instance: Instance) -> Iterable[tuple[str, str, Address]]:
    """(sort, local name, address) of everything a document defines, in the order of the document."""
    doc = instance.doc
    for state in doc.states:
        yield "state", state.name, state.address
    for item in doc.inputs:
        yield "input", item.name, item.address
    for port in doc.ports:
        yield "port", port.name, port.address
    for name, numbers in instance.parameters.items():
        yield "parameter", name, numbers[0].address if numbers else doc.address
    for table in doc.tables:
        yield "table", table.name, table.address
    for line in doc.equations:
        if isinstance(line, AssignmentLine):
            yield "assignment", line.name, line.address


def trouble_with_use(
    instance: Instance,
    local: str,
    target: str,
    owned: Mapping[str, Owned],
    uses_names: Mapping[str, str],
    owners: set[str],
    assays: set[str],
) -> str:
    """What is wrong with one line of `uses`, or ''."""
    if local in (*GIVEN, NOTHING):
        return f"'{local}' is a word of the language; choose another name"
    if f"{instance.alias}.{local}" in owned:
        return f"'{local}' is both used from '{target}' and defined here; each name has one meaning"
    thing = owned.get(target)
    if thing is None:
        if circle := circle_from(f"{instance.alias}.{local}", uses_names):
            way = " -> ".join(circle)
            return f"uses run in a circle, {way}; one of them must name what its owner defines"
        if target in uses_names:
            return f"'{target}' is itself used from '{uses_names[target]}'; use that instead"
        known = [name for name, one in owned.items() if one.what in USABLE]
        return "uses " + unknown("quantity", target, known, owners)
    if thing.what == "table":
        return f"'{target}' is a table; only its own document may read it"
    if thing.owner in assays and instance.doc.what != "assay":
        return f"an assay may look, not touch: a {instance.doc.what} cannot use '{target}'"
    return ""


def circle_from(start: str, uses_names: Mapping[str, str]) -> list[str]:
    """The way from an imported name through what it uses back to itself; [] when it does not lead back."""
    way = [start]
    while (following := uses_names.get(way[-1])) is not None and following not in way:
        way.append(following)
    return [*way, start] if following == start else []


def resolved(tree: Tree, owner: str, names: Names, address: Address, found: list[Mistake]) -> Tree | None:
    """The tree with full names, or None when a name in it means nothing (now among `found`)."""
    scope = names.scopes[owner]
    strange: dict[str, Name] = {}
    for read in names_read(tree):
        if read.name not in GIVEN and read.name not in scope:
            strange.setdefault(read.name, read)
    for name, read in strange.items():
        if (owner, name) in names.broken:
            continue
        if "." in name:
            text = f"'{name}' belongs to another document; give it a local name under uses"
        else:
            text = f"unknown name '{name}'{suggestion(name, sorted([*scope, *GIVEN]))}"
        exact = Address(address.file, read.line, read.column) if read.line else address
        found.append(Mistake(exact, text))
    return None if strange else renamed(tree, scope)
