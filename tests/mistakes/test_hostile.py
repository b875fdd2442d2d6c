"""Files that mean harm, or look as if they did: refused in words, quickly, and never by an escape."""

from __future__ import annotations

import os
import shutil
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from mistakes.planting import BASE, CHECK, PILL, POOL, SCENARIO, Command, Ending
from remit.cli.main import FINE, MISTAKEN

PATIENCE = 3.0  # [s]
ROOM = 150e6  # [bytes] of memory at most
SCENARIO_TEXT = (BASE / SCENARIO).read_text(encoding="utf-8")
POOL_TEXT = (BASE / POOL).read_text(encoding="utf-8")
RUN = "run: {until: 72 h, report_every: 1 h, begin: settled}"
DOSE = "{drug: pill, by: oral, amount: 10 mg, first: 24 h, every: 12 h, times: 3}"
SHADE = "interpolate(light, 12*day/24)             : 1  "


def laughs(levels: int) -> str:
    """The alias bomb that made parsers famous."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]" for k in range(1, levels)]
    return "\n".join(lines)


def scenario(old: str, new: str) -> bytes:
    """The scenario of the small project with one change."""
    assert SCENARIO_TEXT.count(old) == 1
    return SCENARIO_TEXT.replace(old, new).encode()


def pool(old: str, new: str) -> bytes:
    """The module of the small project with one change."""
    assert POOL_TEXT.count(old) == 1
    return POOL_TEXT.replace(old, new).encode()


def many_states(count: int) -> bytes:
    """A module with as many states, each with its equation."""
    states = "".join(f'  s{k}: {{unit: "1", start: 0}}\n' for k in range(count))
    rates = "".join(f"  ds{k}/dt = -1*s{k}/day\n" for k in range(count))
    text = POOL_TEXT.replace("  trace: {unit", states + "  trace: {unit")
    return text.replace("  dtrace/dt", rates + "  dtrace/dt").encode()


# What: the file, its bytes, and a part of what must be said.
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a_python_object": (SCENARIO, b"scenario: !!python/object/apply:os.system [ls]\n", "the tag"),
    "a_tag_of_yaml": (SCENARIO, scenario("seed: 1", "seed: !!int 1"), "the tag 'tag:yaml.org,2002:int'"),
    "a_private_tag": (SCENARIO, scenario("seed: 1", "seed: !mine 1"), "the tag '!mine' is refused"),
    "a_billion_laughs": (SCENARIO, laughs(9).encode(), "the anchor &a0"),
    "an_alias_to_itself": (SCENARIO, b"scenario: &a [*a]\n", "alias"),
    "a_merge_key": (SCENARIO, scenario("seed: 1}", "<<: {seed: 1}}"), "merge keys"),
    "ten_megabytes": (SCENARIO, b"# " + b"x" * 10_000_000, "larger than 2 MB"),
    "brackets_a_hundred_thousand_deep": (SCENARIO, b"scenario: " + b"[" * 100_000, "levels deep"),
    "braces_a_hundred_thousand_deep": (SCENARIO, b"{a: " * 100_000, "levels deep"),
    "dashes_a_hundred_thousand_deep": (SCENARIO, b"scenario: \n " + b"- " * 100_000, "levels deep"),
    "utf_16": (SCENARIO, SCENARIO_TEXT.encode("utf-16"), "not UTF-8"),
    "latin_1": (SCENARIO, "scenario: é\n".encode("latin-1"), "scenario.yaml:1 this is not UTF-8"),
    "nul_bytes": (SCENARIO, b"scenario: a\x00b\n", "U+0000"),
    "an_escape_sequence": (SCENARIO, b"scenario: \x1b[2Ja\n", "U+001B"),
    "a_bell_in_a_quoted_name": (SCENARIO, b'scenario: "a\\ab"\n', "is no name"),
    "a_newline_in_a_name": (SCENARIO, b'scenario: "a\\nb"\n', "is no name"),
    "a_zero_width_space": (SCENARIO, "scenario: ba\u200bse\n".encode(), "U+200B"),
    "text_that_runs_backwards": (SCENARIO, "scenario: \u202ebase\n".encode(), "U+202E"),
    "a_cyrillic_look_alike": (
        SCENARIO,
        scenario("individual: person", "individual: p\u0435rson"),
        "is no name",
    ),
    "a_greek_look_alike_in_an_equation": (
        POOL,
        pool("loss*level*speed", "l\u03bfss*level*speed"),
        "character",
    ),
    "a_minus_that_is_none": (POOL, pool("(level*shade - trace)", "(level*shade \u2212 trace)"), "character"),
    "garbage": (SCENARIO, bytes(range(256)) * 64, "not UTF-8"),
    "an_empty_file": (SCENARIO, b"", "the file is empty"),
    "a_file_of_spaces": (SCENARIO, b" \n \n", "the file is empty"),
    "a_file_of_comments": (SCENARIO, b"# nothing\n", "the file is empty"),
    "a_single_word": (SCENARIO, b"hello\n", "a list or a single text"),
    "a_list": (SCENARIO, b"- a\n- b\n", "a list or a single text"),
    "two_documents": (
        SCENARIO,
        SCENARIO_TEXT.encode() + b"---\n" + SCENARIO_TEXT.encode(),
        "second document",
    ),
    "a_directive": (SCENARIO, b"%YAML 1.1\n---\n" + SCENARIO_TEXT.encode(), "directives"),
    "a_trailing_tab": (SCENARIO, scenario("individual: person", "individual: person\t"), "a tab"),
    "a_very_long_key": (SCENARIO, b"a" * 100_000 + b": 1\n", "is no key|not valid YAML"),
    "a_very_long_name": (SCENARIO, b"scenario: " + b"a" * 100_000 + b"\n", "is no name"),
    "a_very_long_number": (SCENARIO, scenario("seed: 1", "seed: " + "1" * 100_000), "is no whole number"),
    "a_very_precise_number": (POOL, pool("0.1 /h", "0." + "1" * 100_000 + " /h"), "is no quantity"),
    "a_very_long_unit": (POOL, pool("0.1 /h", "0.1 " + "h*" * 50_000 + "h"), "too long for a unit"),
    "a_unit_of_brackets": (POOL, pool("0.1 /h", "0.1 " + "(" * 90 + "h" + ")" * 90), "converts|unit"),
    "a_power_of_a_unit": (POOL, pool("0.1 /h", "0.1 h^99999999"), "no unit|power"),
    "a_very_long_statement": (POOL, pool(SHADE, "1" + " + 1" * 100_000 + " : 1 "), "longer than"),
    "very_many_brackets": (POOL, pool(SHADE, "(" * 100_000 + "1" + ")" * 100_000 + " : 1 "), "longer than"),
    "many_brackets": (POOL, pool(SHADE, "(" * 1000 + "1" + ")" * 1000 + " : 1 "), "brackets are open"),
    "many_signs": (POOL, pool(SHADE, "-" * 3000 + "1 : 1 "), "deeply nested"),
    "a_long_sum": (POOL, pool(SHADE, "1" + " + 1" * 900 + " : 1 "), "deeply nested"),
    "a_number_of_four_hundred_digits": (POOL, pool(SHADE, "1" * 400 + " : 1 "), "is no number"),
    "a_huge_exponent": (POOL, pool(SHADE, "1e400*stress : 1 "), "no number a computer can hold"),
    "code": (POOL, pool(SHADE, "__import__(stress) : 1 "), "unknown function"),
    "a_dunder": (POOL, pool(SHADE, "stress.__class__ : 1 "), "names with a dot"),
    "a_thousand_million_doses": (
        SCENARIO,
        scenario(DOSE, "{drug: pill, by: oral, amount: 1 mg, every: 1e-9 h}"),
        "more than 1000000 doses",
    ),
    "a_number_of_times_beyond_reason": (
        SCENARIO,
        scenario(DOSE, "{drug: pill, by: oral, amount: 1 mg, every: 1 h, times: 1000000000}"),
        "outside",
    ),
    "a_dose_every_moment": (
        SCENARIO,
        scenario(DOSE, "{drug: pill, by: oral, amount: 1 mg, every: 1e-300 h}"),
        "more than",
    ),
    "a_thousand_million_reports": (
        SCENARIO,
        scenario(RUN, "run: {until: 72 h, report_every: 1e-8 h}"),
        "more than",
    ),
    "more_reports_than_memory": (
        SCENARIO,
        scenario(RUN, "run: {until: 72 h, report_every: 0.00001 h}"),
        "more than",
    ),
    "a_run_beyond_the_end_of_time": (SCENARIO, scenario(RUN, "run: {until: 1e400 h}"), "too large"),
    "a_run_of_too_many_years": (SCENARIO, scenario(RUN, "run: {until: 1e305 year}"), "too large"),
    "a_thousand_million_subjects": (SCENARIO, scenario("subjects: 1", "subjects: 1000000000"), "outside"),
    "exposures_without_number": (
        SCENARIO,
        scenario(
            "{level: 2, from: 12 h, until: 20 h}", "{level: 2, from: 0 h, until: 1e-9 h, every: 1e-8 h}"
        ),
        "more than",
    ),
    "a_module_outside": (SCENARIO, scenario("  - pool\n", "  - ../../../../etc/passwd\n"), "is no name"),
    "an_absolute_module": (SCENARIO, scenario("  - pool\n", "  - /etc/passwd\n"), "is no name"),
    "a_drug_outside": (SCENARIO, scenario("drug: pill, by: iv", "drug: ../pill, by: iv"), "is no name"),
    "an_individual_outside": (
        SCENARIO,
        scenario("individual: person", "individual: ../person"),
        "is no name",
    ),
    "a_backslash": (SCENARIO, scenario("individual: person", "individual: ..\\person"), "is no name"),
    "a_scenario_named_as_a_path": (
        SCENARIO,
        scenario("scenario: base", "scenario: ../../base"),
        "is no name",
    ),
    "an_address_of_the_net": (
        SCENARIO,
        scenario("individual: person", "individual: http://example.org/a"),
        "is no name",
    ),
    "a_name_with_a_nul": (SCENARIO, scenario("individual: person", 'individual: "person\\0"'), "is no name"),
    "thousands_of_mistakes": (
        SCENARIO,
        scenario(RUN, RUN + "".join(f"\nkey_{k}: 1" for k in range(5000))),
        "more",
    ),
}

# Harmless however odd: what a check then says is that nothing is wrong.
ACCEPTED: dict[str, tuple[str, bytes]] = {
    "a_byte_order_mark": (SCENARIO, b"\xef\xbb\xbf" + SCENARIO_TEXT.encode()),
    "line_ends_of_windows": (SCENARIO, SCENARIO_TEXT.replace("\n", "\r\n").encode()),
    "line_ends_of_old_macs": (SCENARIO, SCENARIO_TEXT.replace("\n", "\r").encode()),
    "windows_in_equations": (POOL, POOL_TEXT.replace("\n", "\r\n").encode()),
    "trailing_spaces": (SCENARIO, SCENARIO_TEXT.replace("\n", "   \n").encode()),
    "no_line_end_at_the_end": (SCENARIO, SCENARIO_TEXT.rstrip("\n").encode()),
    "a_very_long_comment": (SCENARIO, b"# " + b"x" * 1_000_000 + b"\n" + SCENARIO_TEXT.encode()),
    "a_power_tower": (POOL, pool(SHADE, "min(10**10**10, stress) : 1  ")),
    "words_of_other_alphabets": (
        SCENARIO,
        scenario("Nothing is wrong here.", "Nichts ist falsch; 何も間違っていない; ψ"),
    ),
}


def put(folder: Path, file: str, data: bytes) -> Path:
    """A copy of the small project with other bytes in one file."""
    copy = folder / "project"
    shutil.copytree(BASE, copy)
    (copy / file).write_bytes(data)
    return copy


def quickly(does: Callable[[], Ending]) -> Ending:
    """What it answers, if that takes neither long nor much memory."""
    tracemalloc.start()
    began = time.perf_counter()
    try:
        answer = does()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - began < PATIENCE
    assert most < ROOM
    assert "Traceback" not in answer.out + answer.err
    return answer


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_is_refused_in_words(name: str, tmp_path: Path, remit: Command) -> None:
    file, data, words = REFUSED[name]
    folder = put(tmp_path, file, data)
    answer = quickly(lambda: remit(folder, *CHECK))
    assert answer.code == MISTAKEN, answer.err[:500]
    assert any(part in answer.err for part in words.split("|")), answer.err[:500]
    assert file in answer.err
    assert len(answer.err) < 100_000
    assert all(c.isprintable() or c == "\n" for c in answer.err)


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_odd_but_harmless_is_accepted(name: str, tmp_path: Path, remit: Command) -> None:
    folder = put(tmp_path, *ACCEPTED[name])
    answer = quickly(lambda: remit(folder, *CHECK))
    assert (answer.code, answer.err) == (FINE, "")


def test_five_thousand_equations_are_refused_or_read_quickly(tmp_path: Path, remit: Command) -> None:
    folder = put(tmp_path, POOL, many_states(5000))
    began = time.perf_counter()
    answer = remit(folder, *CHECK)
    assert time.perf_counter() - began < 10.0
    assert answer.code in (FINE, MISTAKEN)
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("file", [SCENARIO, POOL, PILL, "references.bib", "individuals/person.yaml"])
@pytest.mark.parametrize("what", ["folder", "loop", "dangling", "pipe", "forbidden"])
def test_what_is_no_file_is_refused(file: str, what: str, tmp_path: Path, remit: Command) -> None:
    folder = put(tmp_path, SCENARIO, SCENARIO_TEXT.encode())
    place = folder / file
    place.unlink()
    if what == "folder":
        place.mkdir()
    elif what == "loop":
        place.symlink_to(place)
    elif what == "dangling":
        place.symlink_to(folder / "nowhere")
    elif what == "pipe":
        os.mkfifo(place)
    else:
        place.touch()
        place.chmod(0)
        if os.access(place, os.R_OK):
            pytest.skip("nothing is forbidden to root")
    answer = quickly(lambda: remit(folder, *CHECK))
    assert answer.code == MISTAKEN, answer.err
    assert ("unknown source" if file == "references.bib" else Path(file).stem) in answer.err


def test_a_folder_that_holds_itself_is_searched_once(tmp_path: Path, remit: Command) -> None:
    folder = put(tmp_path, SCENARIO, SCENARIO_TEXT.encode())
    (folder / "modules" / "again").symlink_to(folder / "modules", target_is_directory=True)
    assert quickly(lambda: remit(folder, *CHECK)).code in (FINE, MISTAKEN)


def test_a_document_outside_the_folder_is_never_read(tmp_path: Path, remit: Command) -> None:
    (tmp_path / "secret.yaml").write_text("individual: secret\nspecies: human\n", encoding="utf-8")
    folder = put(tmp_path, SCENARIO, scenario("individual: person", "individual: ../secret"))
    answer = remit(folder, *CHECK)
    assert answer.code == MISTAKEN
    assert "'../secret' is no name" in answer.err
