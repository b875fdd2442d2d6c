"""YAML: text with places; whatever could mislead is refused, by both parsers in the same words."""

from __future__ import annotations

import contextlib
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.reading import yaml_lines
from remit.reading.yaml_lines import MOST_BYTES, Entries, Items, Scalar, read_yaml

LOADERS = [loader for name in ("CBaseLoader", "BaseLoader") if (loader := getattr(yaml, name, None))]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml, and PyYAML's own parser."""
    monkeypatch.setattr(yaml_lines, "LOADER", request.param)


def refusal(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_yaml(data, "f")
    return str(caught.value)


@pytest.mark.usefixtures("either")
def test_every_scalar_stays_text() -> None:
    read = read_yaml(b"a: 1e-3\nb: no\nc: 010\nd: 12:30\ne: ~\nf: 2026-01-31\ng: [1, true]\n", "f")
    assert read == {
        "a": "1e-3",
        "b": "no",
        "c": "010",
        "d": "12:30",
        "e": "~",
        "f": "2026-01-31",
        "g": ["1", "true"],
    }


@pytest.mark.usefixtures("either")
def test_every_value_knows_its_place_style_and_comment() -> None:
    data = b"# top\na: plain  # why\nb: \"quoted\" # how\nc: {d: [x, 'y']}  # not y's\n"
    data += b"eq: |\n\n    one\n      two\ne: z\n"
    read = read_yaml(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"), "f")
    plain, quoted, block = read[Scalar("a")], read[Scalar("b")], read[Scalar("eq")]
    assert isinstance(plain, Scalar)
    assert isinstance(quoted, Scalar)
    assert isinstance(block, Scalar)
    assert (plain.address, plain.comment, plain.style) == (Address("f", 2, 4), "why", "")
    assert (quoted.address, quoted.comment, quoted.content) == (Address("f", 3, 4), "how", Address("f", 3, 5))
    assert (block, block.content, block.style) == ("\none\n  two\n", Address("f", 6, 5), "|")
    inner = read[Scalar("c")]
    assert isinstance(inner, Entries)
    assert inner.address == Address("f", 4, 4)
    pair = inner[Scalar("d")]
    assert isinstance(pair, Items)
    assert [str(one.address) for one in pair] == ["f:4:9", "f:4:12"]
    assert [key.address.line for key in read] == [2, 3, 4, 5, 9]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: 1\nb: {c: 2, c: 3}\n", "f:2:11 'c' is written twice; first in line 2"),
        (b"a: &x 1\n", "f:1:4 the anchor &x is for aliases, which are refused; write values out"),
        (b"a: 1\nb: *x\n", "f:2:4 the alias *x hides where a value was written; write the value out"),
        (b"a: &a [*a]\n", "the alias *a hides"),
        (b"<<: {a: 1}\n", "f:1:1 merge keys hide where a value was written"),
        (b"a: !!int 3\n", "f:1:4 the tag 'tag:yaml.org,2002:int' is refused"),
        (b"a: !!python/object/apply:os.system [ls]\n", "is refused; every value is text"),
        (b"a: !x {b: c}\n", "the tag '!x' is refused"),
        (b"a: 1\n---\nb: 2\n", "f:2:1 a second document starts"),
        (b"%YAML 1.1\n---\na: b\n", "YAML directives are not used here"),
        (b"- a\n", "f:1:1 a list or a single text stands here"),
        (b"a\n", "f:1:1 a list or a single text stands here"),
        (b"", "f:1:1 the file is empty"),
        (b"# only a comment\n", "f:1:1 the file is empty"),
        (b"a: 1\n\tb: 2\n", "f:2:1 here stands a tab; use spaces"),
        (b"a: x\ty\n", "f:1:5 here stands a tab"),
        (b"a: \x00\n", "f:1:4 here stands an invisible character (U+0000)"),
        ("a: x\u2028y\n".encode(), "f:1:5 here stands an invisible character (U+2028)"),
        ("a: x\u202ey\n".encode(), "(U+202E)"),
        (b"a: \xff\n", "f:1 this is not UTF-8"),
        ("a: b".encode("utf-16"), "f:1 this is not UTF-8"),
        (b"[a]: 3\n", "f:1:1 a key must be a plain word"),
        (b'"": 3\n', "'' is no key"),
        (b"? |\n  a\n: 3\n", "is no key"),
        (b"k" * 101 + b": 3\n", "is no key"),
        (b"a: " + b"[" * 60, "f:1:53 values are nested more than 50 levels deep"),
        (b"a: b: c\n", "f:1:5 this is not valid YAML"),
        (b"a: [1\n", "this is not valid YAML"),
        (b"a: b\n c: d\n", "this is not valid YAML"),
    ],
)
@pytest.mark.usefixtures("either")
def test_what_misleads_is_refused_with_its_place(data: bytes, expected: str) -> None:
    assert expected in refusal(data)


@pytest.mark.usefixtures("either")
def test_all_refusals_of_a_file_are_told_at_once() -> None:
    told = refusal(b"a: &x 1\na: 2\nb: *x\nc: !t 3\n[d]: 4\n").split("\n")
    assert [line.split()[0] for line in told] == ["f:1:4", "f:2:1", "f:3:4", "f:4:4", "f:5:1"]


def test_bombs_and_giants_cost_nothing() -> None:
    laughs = b"a: &a [x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 9)) for n in b"abcdefghij"
    )
    began = time.perf_counter()
    assert "the alias" in refusal(laughs)
    assert "nested" in refusal(b"a: " + b"[" * 500_000)
    assert "larger than 2 MB" in refusal(b"a" * (MOST_BYTES + 1))
    assert time.perf_counter() - began < 2.0


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail_with_anything_but_its_own_error(data: bytes) -> None:
    with contextlib.suppress(ReadingError):
        assert isinstance(read_yaml(data, "f"), Entries)
