"""Whatever the bytes: a document, or a ReadingError with places; never anything else."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from remit.quantity.mistakes import ReadingError
from remit.reading.read import DOCUMENT_KINDS, Read, read_document

ODD = [
    "", "0", "-1", "nan", "1e999", "9" * 400, "~", "null", "[]", "{}", "[[]]", "{a: b}", "*x", "&x y", "!t z",
    "'", '"', "|", ">", "#", "\n", "\n  ", "1 mg", "1/0", "x**x**x", "all", "model", "1 h", "\t", "\x00",
    "(" * 300, "exp", "<<", "- a", "?", "mg/", "1 mg/", "1e-400 h", "/h", "1 furlong", "a: b",
    "''", "a.b", "é", "\u2028", "1e308 year", "1e300 kmol",
]  # fmt: skip
TOKENS = re.compile(r"[\w.]+|\s+|.")


def outcome(data: bytes) -> Read | ReadingError:
    """What reading comes to; any other exception fails the test."""
    try:
        return read_document(data, "d.yaml")
    except ReadingError as error:
        return error


def is_told(found: Read | ReadingError) -> bool:
    """A document, or mistakes that can be printed and name the file."""
    if isinstance(found, Read):
        return bool(found.document.name)
    return bool(found.mistakes) and all(line.startswith("d.yaml") for line in str(found).split("\n")[:100])


@given(st.binary(max_size=300))
def test_random_bytes(data: bytes) -> None:
    assert is_told(outcome(data))


@given(st.sampled_from(DOCUMENT_KINDS), st.text(max_size=300))
@example("module", ": a\nequations: |1\n  x")
def test_random_text_behind_a_kind(kind: str, text: str) -> None:
    assert is_told(outcome(f"{kind}: {text}".encode("utf-8", "replace")))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(DOCUMENT_KINDS), st.data())
def test_whole_documents_with_pieces_replaced(
    documents: dict[str, str], kind: str, data: st.DataObject
) -> None:
    tokens = TOKENS.findall(documents[kind])
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(tokens) - 1))
        tokens[place] = data.draw(st.sampled_from([*ODD, *tokens[:80]]))
    assert is_told(outcome("".join(tokens).encode("utf-8", "replace")))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(DOCUMENT_KINDS), st.data())
def test_whole_documents_with_bytes_changed(
    documents: dict[str, str], kind: str, data: st.DataObject
) -> None:
    changed = bytearray(documents[kind].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    assert is_told(outcome(bytes(changed)))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(DOCUMENT_KINDS), st.data())
def test_whole_documents_cut_short_or_with_lines_out_of_order(
    documents: dict[str, str], kind: str, data: st.DataObject
) -> None:
    lines = documents[kind].split("\n")
    cut = data.draw(st.integers(1, len(lines)))
    order = data.draw(st.permutations(range(1, cut))) if data.draw(st.booleans()) else range(1, cut)
    text = "\n".join([lines[0], *(lines[n] for n in order)])
    assert is_told(outcome(text.encode()))


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_no_prefix_of_a_document_fails_in_another_way(documents: dict[str, str], kind: str) -> None:
    text = documents[kind].encode()
    read = [outcome(text[:end]) for end in range(0, len(text) + 1, 7)]
    assert any(isinstance(one, ReadingError) for one in read)
    assert isinstance(outcome(text), Read)
