"""What is wrong in a text somebody wrote: where, what, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from remit.quantity.parameter import Address

LONGEST_QUOTE = 60  # characters of somebody's text repeated in a message
MOST_SHOWN = 200  # mistakes printed in one go


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong, and where."""

    address: Address
    text: str

    def __str__(self) -> str:
        return f"{self.address} {self.text}"


class ReadingError(Exception):
    """Everything that is wrong with what was read, all at once.

    Printed as one line per mistake, `file:line:column what is wrong`, in the order of files and lines.
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(dict.fromkeys(mistakes), key=place))
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        lines = [str(mistake) for mistake in self.mistakes[:MOST_SHOWN]]
        more = len(self.mistakes) - len(lines)
        return "\n".join([*lines, *([f"... and {more} more"] if more else [])])


def place(mistake: Mistake) -> tuple[str, int, int]:
    """The order in which mistakes are shown; those of one place keep the order in which they were found."""
    return mistake.address.file, mistake.address.line, mistake.address.column


def quoted(text: str) -> str:
    """The text in quotes, cut when it is long, on one line."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 3] + "..."
    return "'" + "".join(c if c.isprintable() else "?" for c in short) + "'"


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of a message: "; did you mean 'x'?", or nothing when no known word is near.

    >>> suggestion("acth_los", ["acth_loss", "cortisol"])
    "; did you mean 'acth_loss'?"
    """
    if len(word) > LONGEST_QUOTE:
        return ""
    words = list(dict.fromkeys(known))
    same = [other for other in words if other.lower() == word.lower()]
    near = same[:1] or get_close_matches(word, words, n=1)
    return f"; did you mean {quoted(near[0])}?" if near else ""
