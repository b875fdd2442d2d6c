"""A comparison in words: who responds to what, and what carries it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from remit.compare.response import RESPONDS, Table
from remit.present.markdown import table as table_lines
from remit.result.notice import DISCLAIMER

if TYPE_CHECKING:
    import xarray as xr

ABOLISHES = 0.7  # of a treatment's effect
TableOf = Callable[[str], Table]


def summary(found: xr.Dataset, table_of: TableOf, controls: Mapping[str, str]) -> list[str]:
    """The comparison as a markdown page, line by line.

    Parameters
    ----------
    found : xr.Dataset
        From remit.run.compare.
    table_of : callable
        Readout -> its table of cells.
    controls : mapping of str to str
        Model -> its control.
    """
    readouts = [str(name) for name in found.data_vars]
    main = readouts[0]
    lines = [f"# {found.attrs['comparison']}", "", str(found.attrs["about"]), ""]
    lines += [
        f"remit {found.attrs['version_remit']}, hash `{found.attrs['hash']}`. remit is {DISCLAIMER}.",
        "",
    ]
    lines += ["## Who responds", "", *responses(table_of(main), main, controls), ""]
    carried = what_carries(found, main)
    if carried:
        lines += ["## What carries the effects", "", *carried, ""]
    for readout in readouts:
        lines += ["", *grid(table_of(readout), readout, found[readout].attrs)]
    return lines


def responses(table: Table, readout: str, controls: Mapping[str, str]) -> list[str]:
    """A sentence per model: its deficit, and which treatments make good at least half of it."""
    lines = []
    for model in table.models:
        if controls[model] == model:
            continue
        deficit = table.deficits[model]
        if not deficit:
            lines.append(f"- **{model}** differs from {controls[model]} by less than 5 % in {readout}.")
            continue
        row = table.cells[table.models.index(model)]
        good = [f"{one.treatment} ({percent(one.restored)})" for one in row if one.restored >= RESPONDS]
        bad = [f"{one.treatment} ({percent(one.restored)})" for one in row[1:] if one.restored < RESPONDS]
        text = f"- **{model}**: {readout} {percent(deficit)} worse than {controls[model]}. "
        text += f"Responds to {', '.join(good)}" if good else "Responds to nothing given"
        text += f"; not to {', '.join(bad)}." if bad else "."
        lines.append(text)
    return lines


def what_carries(found: xr.Dataset, readout: str) -> list[str]:
    """A sentence per treatment and lesioned model: which lesion takes most of the effect away."""
    values = found[readout].median("subject")
    lesions = [str(one) for one in found["lesion"].values][1:]
    treatments = [str(one) for one in found["treatment"].values]
    lines = []
    for model in (str(one) for one in found["model"].values):
        rows = values.sel(model=model)
        tried = [
            one for one in lesions if math.isfinite(float(rows.sel(treatment=treatments[0], lesion=one)))
        ]
        for treatment in treatments[1:] if tried else ():
            lines += carriers(rows, treatment, treatments[0], tried, model)
    return lines


def carriers(
    rows: xr.DataArray, treatment: str, vehicle: str, lesions: Sequence[str], model: str
) -> list[str]:
    """The sentence of one treatment in one model; none when the treatment does nothing there."""

    def effect(lesion: str) -> float:
        both = rows.sel(lesion=lesion)
        return float(both.sel(treatment=treatment)) - float(both.sel(treatment=vehicle))

    whole = effect("none")
    scale = abs(float(rows.sel(treatment=vehicle, lesion="none")))
    if not abs(whole) > 0.02 * scale:
        return [f"- {treatment} in {model}: no effect to explain."]
    shares = sorted(((1.0 - effect(one) / whole, one) for one in lesions), reverse=True)
    abolishing = [f"{one} ({percent(share)})" for share, one in shares if share >= ABOLISHES]
    carrying = [f"{one} ({percent(share)})" for share, one in shares if 0.2 <= share < ABOLISHES]
    text = f"- **{treatment}** in {model}: "
    text += f"abolished without {', '.join(abolishing)}" if abolishing else "no single lesion abolishes it"
    text += f"; weakened without {', '.join(carrying)}." if carrying else "."
    return [text]


def grid(table: Table, readout: str, attrs: Mapping[str, object]) -> list[str]:
    """A markdown table of one readout: values, with the change against the control beside them."""
    about = f": {attrs['about']}" if attrs.get("about") else ""
    head = f"### {readout}{about} [{attrs['unit']}]"
    rows = [
        (model, *(f"{one.value:.4g} ({percent(one.change, signed=True)})" for one in row))
        for model, row in zip(table.models, table.cells, strict=True)
    ]
    return [head, "", *table_lines(("model", *table.treatments), rows)]


def percent(share: float, *, signed: bool = False) -> str:
    """0.5 as '50 %'."""
    if not math.isfinite(share):
        return "–"
    return f"{100 * share:+.0f} %" if signed else f"{100 * share:.0f} %"
