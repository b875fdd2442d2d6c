"""The table of readouts as a page of the documentation."""

from __future__ import annotations

from remit.readout.signatures import SIGNATURES


def as_page() -> str:
    """docs/look_up/readouts.md."""
    lines = [
        "# Readouts",
        "",
        "What a scenario may list under `readouts`, and `remit.measure` may be asked. This page is made",
        "from the table in `src/remit/readout/signatures.py`.",
        "",
        "A readout is `name(quantity, ...)`. A *moment* is a time (`21.03 d`), a *level* a value in any",
        "unit that fits the quantity (`0.4 umol/L`), a *window* one of `last 24 h`, `first 24 h` and",
        "`0 h to 24 h`. Windows may be left out: then the whole run counts, unless the table says otherwise.",
        "Between reports a trajectory is a straight line; windows may begin and end between reports. A",
        "failed subject has no readout.",
        "",
        "| readout | value | example |",
        "|---|---|---|",
    ]
    lines += [f"| `{call(name)}` | {row.about} | `{row.example}` |" for name, row in SIGNATURES.items()]
    return "\n".join(lines) + "\n"


def call(name: str) -> str:
    """'mean_over(quantity [, window])'."""
    row = SIGNATURES[name]
    parts = [f" [, {kind}]" if kind == "window" else f", {kind}" for kind in row.takes]
    return f"{name}(quantity{''.join(parts)})"
