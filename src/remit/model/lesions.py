"""Influences taken away on purpose, to see what they were doing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from remit.language.tree import names_read
from remit.model.names import Instance, Names
from remit.quantity.mistakes import Mistake, suggestion
from remit.quantity.parameter import Address
from remit.reading.documents import Contribution


@dataclass(frozen=True, slots=True)
class Influence:
    """One contribution on its way to a port, and the names under which a scenario may take it away."""

    owner: str  # 'hpa'
    port: str  # 'plasticity.bdnf_drive'
    written: Contribution
    sources: frozenset[str]  # 'hpa', 'hpa.nuclear'


def influences_of(
    instances: Iterable[Instance], names: Names, absent: frozenset[tuple[str, str]] = frozenset()
) -> list[Influence]:
    """Every contribution of every document, by owner and then as written, save the (owner, port) absent."""
    influences = []
    for instance in sorted(instances, key=lambda one: one.alias):
        scope = names.scopes[instance.alias]
        for written in instance.doc.contributes:
            if (instance.alias, written.port) in absent:
                continue
            local = {read.name for read in names_read(written.tree)}
            sources = {instance.alias} | {f"{instance.alias}.{name}" for name in local}
            sources |= {scope[name] for name in local if name in scope}
            influences.append(Influence(instance.alias, written.port, written, frozenset(sources)))
    return influences


def without(
    influences: Iterable[Influence], lesions: Iterable[tuple[str, str, Address]], found: list[Mistake]
) -> list[Influence]:
    """The influences that a scenario leaves in place.

    Parameters
    ----------
    influences : iterable of Influence
    lesions : iterable of (source, port, address)
        A source is a document, which loses all it contributes to the port, or a quantity: then every
        contribution to the port that reads it goes, whoever wrote it. A contribution goes whole. Without a
        source ('') everything that reaches the port goes, without a port ('') all that the document
        contributes.
    found : list of Mistake
        Receives lesions that take nothing away.
    """
    influences = list(influences)
    removed = {(one.owner, one.port) for one in hit_by(influences, lesions, found)}
    return [one for one in influences if (one.owner, one.port) not in removed]


def hit_by(
    influences: Sequence[Influence], lesions: Iterable[tuple[str, str, Address]], found: list[Mistake]
) -> list[Influence]:
    """The influences that lesions take away, in their order; see `without`."""
    removed: set[int] = set()
    for source, port, address in lesions:
        hit = {i for i, one in enumerate(influences) if is_hit(one, source, port)}
        if not hit:
            known = {f"{one} -> {each.port}" for each in influences for one in each.sources}
            known |= {each.owner for each in influences} | {each.port for each in influences}
            lesion = f"{source} -> {port}" if source and port else source or port
            found.append(
                Mistake(address, f"'{lesion}' takes nothing away{suggestion(lesion, sorted(known))}")
            )
        removed |= hit
    return [influences[i] for i in sorted(removed)]


def is_hit(one: Influence, source: str, port: str) -> bool:
    """Whether a lesion takes an influence away."""
    if not source:
        return one.port == port
    return source == one.owner if not port else one.port == port and source in one.sources
