"""YAML in which every value stays text and knows its line; whatever could mislead a reader is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from remit.quantity.mistakes import Mistake, ReadingError, quoted
from remit.quantity.parameter import Address

MOST_BYTES = 2_000_000
MOST_LEVELS = 50
LONGEST_KEY = 100
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where it is present, ten times faster
INVISIBLE = re.compile(
    "[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2069]"
)


# What libyaml and PyYAML say, and what a person can do about it.
HINTS = {
    "could not find expected ':'": "a key needs a colon and a space behind it, as in 'key: value'",
    "mapping values are not allowed": "this ': ' is unexpected; a key lacks its space, or a text its quotes",
    "expected ',' or": "this { or [ is not closed, or a comma is missing in it",
    "found unexpected end of stream": "a quote that opens here is never closed",
    "did not find expected key": "the indentation does not fit the lines above, or quotes are not closed",
    "expected <block end>": "the indentation does not fit the lines above, or quotes are not closed",
    "cannot start any token": "a text cannot start with this character; put it in quotes",
}


BEGINS_EARLIER = ("could not find expected ':'", "did not find expected ',' or", "found unexpected end of")


class Scalar(str):
    """A text with its place in the file."""

    address: Address
    style: str  # '' plain, or the character that opened it: ' " | >
    comment: str  # the comment that follows it on its last line
    content: Address  # where its first character stands; column 0 when that is not one place

    @classmethod
    def at(
        cls, text: str, address: Address, style: str = "", comment: str = "", content: Address | None = None
    ) -> Scalar:
        made = cls(text)
        made.address, made.style, made.comment, made.content = address, style, comment, content or address
        return made


class Entries(dict[Scalar, "Node"]):
    """A mapping with its place in the file."""

    address: Address


class Items(list["Node"]):
    """A list with its place in the file."""

    address: Address


Node = Scalar | Entries | Items


def read_yaml(data: bytes, file: str) -> Entries:
    """The mapping a YAML file holds.

    Parameters
    ----------
    data : bytes
        The whole file.
    file : str
        What addresses call it.

    Raises
    ------
    ReadingError
        For anything but one mapping in plain YAML: other encodings, tabs, tags, anchors and aliases, merge
        keys, repeated or odd keys, several documents, nesting beyond 50 levels, more than 2 MB.
    """
    text = _text_of(data, file)
    builder = _Builder(file, text.split("\n"))
    try:
        for event in _events(text):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        builder.wrong(*_complaint(error, file))
    except (yaml.YAMLError, RecursionError):
        builder.wrong(Address(file), "this is not valid YAML")
    if not builder.mistakes and not isinstance(builder.top, Entries):
        found = "the file is empty" if builder.top in (None, "") else "a list or a single text stands here"
        builder.wrong(
            Address(file, 1, 1),
            f"{found}; a document is a mapping that starts with its kind, as 'module: name'",
        )
    if builder.mistakes or not isinstance(builder.top, Entries):
        raise ReadingError(builder.mistakes)
    return builder.top


def _complaint(error: yaml.MarkedYAMLError, file: str) -> tuple[Address, str]:
    """Where the YAML breaks, and how it was probably meant."""
    problem = str(error.problem or error.context)
    hint = next((hint for words, hint in HINTS.items() if words in problem), "")
    begins_earlier = problem.startswith(BEGINS_EARLIER)
    mark = (error.context_mark if begins_earlier else None) or error.problem_mark or error.context_mark
    address = Address(file, mark.line + 1, mark.column + 1) if mark else Address(file)
    return address, f"this is not valid YAML: {hint or problem}"


def _text_of(data: bytes, file: str) -> str:
    """The file as text with plain line ends, or a ReadingError."""
    if len(data) > MOST_BYTES:
        raise ReadingError([Mistake(Address(file), f"the file is larger than {MOST_BYTES // 1_000_000} MB")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadingError(
            [Mistake(Address(file, line), "this is not UTF-8; save the file in that encoding")]
        ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    mistakes = []
    for found in INVISIBLE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        address = Address(file, line, found.start() - text.rfind("\n", 0, found.start()))
        what = (
            "a tab; use spaces"
            if found.group() == "\t"
            else f"an invisible character (U+{ord(found.group()):04X})"
        )
        mistakes.append(Mistake(address, f"here stands {what}"))
        if len(mistakes) == 10:
            break
    if mistakes:
        raise ReadingError(mistakes)
    return text


def _events(text: str) -> Iterator[Event]:
    loader = LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not finished yet."""

    node: Entries | Items
    key: Scalar | None = None  # the key that waits for its value
    is_skipping: bool = False  # the key was refused, so its value is dropped


@dataclass(slots=True)
class _Builder:
    """Nodes out of parser events, on a stack: depth costs nothing and aliases are never followed."""

    file: str
    lines: list[str]
    top: Node | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def wrong(self, address: Address, text: str) -> None:
        self.mistakes.append(Mistake(address, text))

    def take(self, event: Event) -> bool:
        """Take one event; False when reading on makes no sense."""
        if isinstance(event, DocumentStartEvent):
            return self._start(event)
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.stack.pop()
        elif isinstance(event, NodeEvent):
            return self._node(event)
        return True

    def _start(self, event: DocumentStartEvent) -> bool:
        self.documents += 1
        if event.version or event.tags:
            self.wrong(self._address(event), "YAML directives are not used here")
        if self.documents > 1:
            self.wrong(self._address(event), "a second document starts; one file holds one document")
        return self.documents == 1

    def _node(self, event: NodeEvent) -> bool:
        address = self._address(event)
        if isinstance(event, AliasEvent):
            self.wrong(
                address, f"the alias *{event.anchor} hides where a value was written; write the value out"
            )
            self._place(Scalar.at("", address))
            return True
        if event.anchor:
            self.wrong(
                address, f"the anchor &{event.anchor} is for aliases, which are refused; write values out"
            )
        if tag := getattr(event, "tag", None):
            self.wrong(address, f"the tag {quoted(tag)} is refused; every value is text, read by its key")
        if isinstance(event, ScalarEvent):
            self._place(self._scalar(event, address))
            return True
        node = Entries() if isinstance(event, MappingStartEvent) else Items()
        node.address = address
        self._place(node)
        self.stack.append(_Open(node))
        if len(self.stack) > MOST_LEVELS:
            self.wrong(address, f"values are nested more than {MOST_LEVELS} levels deep")
            return False
        return True

    def _scalar(self, event: ScalarEvent, address: Address) -> Scalar:
        style = event.style or ""
        comment, content = "", address
        if style in ("|", ">"):
            content = self._block_content(event)
        else:
            end_line, end_column = _place(event.end_mark)
            last = self.lines[end_line] if end_line < len(self.lines) else ""
            rest = last[end_column:].lstrip()
            comment = rest[1:].strip() if rest.startswith("#") else ""
            if end_line + 1 > address.line or "\\" in last:
                content = Address(self.file, address.line)
            elif style:
                content = Address(self.file, address.line, address.column + 1)
        return Scalar.at(event.value, address, style, comment, content)

    def _block_content(self, event: ScalarEvent) -> Address:
        """Where the text of a block scalar begins: below its header, behind its indentation."""
        first = _place(event.start_mark)[0] + 1
        for offset, written in enumerate(event.value.split("\n")):
            if written.strip() and first + offset < len(self.lines):
                raw = self.lines[first + offset]
                return Address(self.file, first + 1, max(len(raw) - len(written), 0) + 1)
        return Address(self.file, first + 1)

    def _place(self, node: Node) -> None:
        """Put a finished or just opened node where it belongs."""
        if not self.stack:
            self.top = node
            return
        current = self.stack[-1]
        if isinstance(current.node, Items):
            current.node.append(node)
        elif current.key is None:
            self._key(current, node)
        else:
            if not current.is_skipping:
                current.node[current.key] = node
            current.key = None

    def _key(self, current: _Open, node: Node) -> None:
        """Accept a key, or say why not and drop its value."""
        complaint = ""
        if not isinstance(node, Scalar):
            complaint = "a key must be a plain word, not a list or mapping"
        elif node == "<<" and not node.style:
            complaint = "merge keys hide where a value was written; write the values out"
        elif not node or len(node) > LONGEST_KEY or not node.isprintable() or node.style in ("|", ">"):
            complaint = f"{quoted(node)} is no key; a key is a short word"
        elif node in current.node:
            first = next(key for key in current.node if key == node)
            complaint = f"{quoted(node)} is written twice; first in line {first.address.line}"
        if complaint:
            self.wrong(node.address, complaint)
        current.key = node if isinstance(node, Scalar) else Scalar.at("?", node.address)
        current.is_skipping = bool(complaint)

    def _address(self, event: Event) -> Address:
        line, column = _place(event.start_mark)
        return Address(self.file, line + 1, column + 1)


def _place(mark: Any) -> tuple[int, int]:
    """Line and column of a parser's mark, from 0."""
    return (mark.line, mark.column) if mark else (0, 0)
