"""Numbers that know where they come from."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Address:
    """Where in which file something was written."""

    file: str  # 'modules/hpa/axis.yaml', relative to its library or scenario folder
    line: int = 0  # 1-based; 0 when unknown
    column: int = 0  # 1-based; 0 when unknown

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Change:
    """One layer's hand on a number."""

    by: str  # 'phenotype chronic_stress', 'scenario first_run', 'calibration cortisol_2026'
    before: float  # in the parameter's unit
    after: float  # in the parameter's unit
    kind: str  # measured | in_vitro | derived | calibrated | assumed | defined
    source: str  # key in references.bib, or '' when assumed
    note: str  # the argument


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number differs between persons."""

    cv: float  # coefficient of variation [1]
    shape: str  # lognormal | normal
    source: str  # key in references.bib, or '' when assumed


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that knows where it came from."""

    name: str  # 'inhibitor.clearance'
    value: float  # in `unit`, after all changes
    unit: str  # the unit the equations use
    published: str  # exactly as printed in the source: '600 mL/min'
    species: str  # human | rat | mouse | any
    kind: str  # measured | in_vitro | derived | calibrated | assumed | defined
    source: str  # key in references.bib, or '' when assumed or defined
    at: str  # page, table, figure, equation
    seen: str  # read | recalled | '' when there is nothing to see
    about: str
    note: str  # the argument or formula, required when assumed or derived
    spread: Spread | None
    address: Address
    history: tuple[Change, ...] = ()

    def changed(self, now: float, *, by: str, kind: str, source: str, note: str = "") -> Parameter:
        """A copy with a new value that remembers the old one."""
        change = Change(by, self.value, now, kind, source, note)
        return replace(self, value=now, history=(*self.history, change))
