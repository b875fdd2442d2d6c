"""How a long run tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]  # the share done (0 to 1), and what is being done


def part_of(progress: Progress | None, begin: float, end: float) -> Progress | None:
    """The progress of a part as progress of the whole, of which the part is what lies between two shares."""
    if progress is None:
        return None
    whole = progress
    return lambda share, what: whole(begin + share * (end - begin), what)
