"""references.bib: entries, and mistakes with their lines."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.quantity.references import read_references, unknown_sources

GOOD = """% a comment with @article{nobody,
@article{author1999,
  title = {Slow and {SSRI} in
           two lines},
  author = {Author, A. and Other, B. and Third, C. and Fourth, D.},
  journal = "Journal of {"} Examples",
  year = 1999, doi = {10.1000/xyz123}, pmid = {123}, note = {read in print}
}
@book{editor2001, title={Book}, editor={Editor, E.}, publisher={House}, year={2001},}
"""


def test_entries_are_read_with_braces_quotes_and_bare_numbers() -> None:
    references = read_references(GOOD, "references.bib")
    assert list(references) == ["author1999", "editor2001"]
    first = references["author1999"]
    assert first.title == "Slow and SSRI in two lines"
    assert first.authors == ("Author, A.", "Other, B.", "Third, C.", "Fourth, D.")
    assert (first.journal, first.year, first.doi) == ('Journal of " Examples', "1999", "10.1000/xyz123")
    assert first.address == Address("references.bib", 2)
    assert references["editor2001"].journal == "House"


def test_a_reference_prints_as_one_line() -> None:
    assert str(read_references(GOOD, "f")["author1999"]) == (
        'Author, A., Other, B., Third, C. et al. (1999). Slow and SSRI in two lines. Journal of " Examples. '
        "doi:10.1000/xyz123"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "@article{a1, titel={x}, title={x}, author={x}, year={2000}}",
            "f:1 unknown field 'titel'; did you mean 'title'?",
        ),
        ("\n@article{a1, author={x}, year={2000}}", "f:2 a1 has no title"),
        ("@article{a1, title={x}, author={x}, year={MM}}", "f:1 a1: 'MM' is no year"),
        ("@article{a1, title={x}, author={x}, year={2000}, doi={12}}", "f:1 a1: '12' is no DOI"),
        ("@article{a1, title={x}, title={y}, author={x}, year={2000}}", "f:1 a1 has two fields 'title'"),
        ("@article{title={x}}", "f:1 @article without a key"),
        ("@article{a1,\n title={x", "f:2 a brace or quote is not closed"),
        ("@article{a1, title={x} author={y}}", "is not closed, or misses a comma"),
        (GOOD + GOOD, "f:11 'author1999' is there twice; first in line 2"),
    ],
)
def test_mistakes_have_their_line(text: str, complaint: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_references(text, "f")
    assert complaint in str(caught.value)


def test_unknown_sources_come_with_the_nearest_key() -> None:
    known = read_references(GOOD, "f")
    mistakes = unknown_sources(
        [("autor1999", Address("m.yaml", 3, 4)), ("author1999", Address("m.yaml"))], known
    )
    assert [str(one) for one in mistakes] == [
        "m.yaml:3:4 unknown source 'autor1999'; did you mean 'author1999'?"
    ]


@given(st.text(alphabet='@{}",=abc1 \n%', max_size=200))
def test_no_text_makes_reading_fail_with_anything_but_its_own_error(text: str) -> None:
    with contextlib.suppress(ReadingError):
        references = read_references(text, "f")
        assert all(reference.title for reference in references.values())
