"""`modules: all`: every module of the library that fits the species and the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.model.names import INDIVIDUAL
from remit.reading.documents import IndividualDoc, ModuleDoc


def fitting(
    modules: Mapping[str, ModuleDoc],
    others: Iterable[ModuleDoc],
    individual: IndividualDoc,
    borrowed: Iterable[str],
) -> tuple[list[str], list[tuple[str, str]]]:
    """Which modules of a library belong into a scenario that asks for all of them.

    Left out are modules that lack a number for the species, then those that use or contribute to something
    whose owner is not there, until nothing changes. A name that its owner does not have is no reason: that is
    a mistake, found where names are resolved.

    Parameters
    ----------
    modules : mapping of str to ModuleDoc
        Candidates by name, none of them on request.
    others : iterable of ModuleDoc
        What the scenario has anyway.
    individual : IndividualDoc
    borrowed : iterable of str
        Full names of parameters that the scenario takes from another species.

    Returns
    -------
    list of str
        Names of the modules that belong, sorted.
    list of (str, str)
        Those left out, sorted, and why.
    """
    borrowed = set(borrowed)
    left_out = {}
    for name, doc in modules.items():
        if lacking := lacks_number(doc, individual, borrowed):
            left_out[name] = f"'{lacking}' has no value for {individual.species}"
    kept = {name: doc for name, doc in modules.items() if name not in left_out}
    always = {doc.name for doc in others} | {INDIVIDUAL}
    own = {f"{INDIVIDUAL}.{name}" for name in (*individual.parameters, "surface")}
    while True:
        owners = always | kept.keys()
        missing = {name: why for name, doc in kept.items() if (why := misses(doc, owners, own))}
        if not missing:
            return sorted(kept), sorted(left_out.items())
        left_out |= missing
        kept = {name: doc for name, doc in kept.items() if name not in missing}


def lacks_number(doc: ModuleDoc, individual: IndividualDoc, borrowed: set[str]) -> str:
    """The first parameter of a module without a value for the individual, or ''."""
    for local, numbers in doc.parameters.items():
        full = f"{doc.name}.{local}"
        fits = any(one.species in (individual.species, "any") for one in numbers)
        if not fits and full not in individual.parameters and full not in borrowed:
            return full
    return ""


def misses(doc: ModuleDoc, owners: Iterable[str], own: set[str]) -> str:
    """Why a module has no place beside these owners, or ''."""
    owners = set(owners)
    reached = {target: "uses" for target, _ in doc.uses.values()}
    reached |= {one.port: "contributes to" for one in doc.contributes}
    for target, verb in reached.items():
        owner = target.partition(".")[0]
        if owner not in owners or (owner == INDIVIDUAL and target not in own):
            return f"it {verb} '{target}', which is not there"
    return ""
