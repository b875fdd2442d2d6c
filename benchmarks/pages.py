"""Numbers and tables as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, padded for reading as it stands."""
    cells = [list(head), *[list(row) for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]

    def line(row: Sequence[str]) -> str:
        return "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) + " |"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(cells[0]), rule, *[line(row) for row in cells[1:]]])


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between a page's marks `<!-- name -->` and `<!-- end of name -->`."""
    opening, closing = f"<!-- {name} -->", f"<!-- end of {name} -->"
    whole = page.read_text(encoding="utf-8")
    before, found, rest = whole.partition(opening)
    _, ended, after = rest.partition(closing)
    if not found or not ended:
        raise ValueError(f"{page.name} has no marks for {name}")
    page.write_text(f"{before}{opening}\n\n{text.strip()}\n\n{closing}{after}", encoding="utf-8")


def folded(title: str) -> str:
    """The opening of a part of a page that is shown on demand."""
    return f"<details><summary>{title}</summary>"


def finish(text: str, name: str, page: Path | None) -> None:
    """Print a benchmark's report, and put it into a page when one is given."""
    print(text)
    if page:
        put(page, name, text)


def short(value: float, digits: int = 2) -> str:
    """A number in few characters; a dash for what is not there."""
    if value != value:
        return "-"
    if value == 0:
        return "0"
    text = f"{value:.{digits}g}"
    return text if "e" not in text or abs(value) < 1e-3 else f"{value:.0f}"
