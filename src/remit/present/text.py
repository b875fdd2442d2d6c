"""A model's equations as text and as LaTeX."""

from __future__ import annotations

from collections.abc import Iterator

from remit.language.tree import Negative, Number, Tree
from remit.language.write import to_latex, to_text
from remit.model.model import Model, Rate


def signed_terms(rate: Rate) -> list[tuple[str, Tree]]:
    """The terms of a rate as ('+' or '-', tree); a rate without terms is + 0."""
    return [("+" if term.sign > 0 else "-", term.tree) for term in rate.terms] or [("+", Number(0.0))]


def joined(signs_and_texts: list[tuple[str, str]]) -> str:
    """'a - b + c' of [('+', 'a'), ('-', 'b'), ('+', 'c')]."""
    (sign, first), *rest = signs_and_texts
    return ("-" if sign == "-" else "") + first + "".join(f" {sign} {text}" for sign, text in rest)


def bracketed(sign: str, tree: Tree) -> str:
    """A term's text, in brackets where its sign would otherwise act on a part of it only."""
    text = to_text(tree)
    loose = " + " in text or " - " in text or isinstance(tree, Negative)
    return f"({text})" if loose and (sign == "-" or isinstance(tree, Negative)) else text


def rate_text(rate: Rate) -> str:
    """The right-hand side of one rate in the language's own words."""
    return joined([(sign, bracketed(sign, tree)) for sign, tree in signed_terms(rate)])


def as_text(model: Model) -> str:
    """The whole model in the language of the documents: what it starts from, computes and moves."""
    return "\n".join(_text_lines(model)) + "\n"


def _text_lines(model: Model) -> Iterator[str]:
    yield f"# {model.scenario} ({model.species}): {counted(model)}"
    yield "\n# parameters"
    for parameter in model.parameters:
        yield f"{parameter.name} = {parameter.value:.10g} : {parameter.unit}" + comment(parameter.about)
    if model.inputs:
        yield "\n# inputs at rest"
    for quantity in model.inputs:
        yield f"{quantity.name} = {quantity.rest:.10g} : {quantity.unit}" + comment(quantity.about)
    yield "\n# states at the start"
    for state in model.states:
        yield f"{state.name} = {to_text(state.start)} : {state.unit}" + comment(state.about)
    if model.assignments:
        yield "\n# equations"
    for assignment in model.assignments:
        yield f"{assignment.name} = {to_text(assignment.tree)} : {assignment.unit}" + comment(
            assignment.reason
        )
    yield "\n# rates of change, per hour"
    for rate in model.rates:
        yield f"d {rate.state}/dt = {rate_text(rate)}" + comment(reasons(rate))


def counted(model: Model) -> str:
    """'12 states, 40 equations, 60 parameters'."""
    return (
        f"{len(model.states)} states, {len(model.assignments)} equations, {len(model.parameters)} parameters"
    )


def reasons(rate: Rate) -> str:
    """The reasons of a rate's terms, each once."""
    return "; ".join(dict.fromkeys(term.reason for term in rate.terms if term.reason))


def comment(text: str) -> str:
    """'   # text', or nothing."""
    return f"   # {text}" if text else ""


def as_latex(model: Model) -> str:
    """The whole model as LaTeX, for amsmath's align: equations first, then rates of change."""
    lines = [f"% {model.scenario} ({model.species}): {counted(model)}", r"\begin{align}"]
    equations = [f"{symbol(a.name)} &= {to_latex(a.tree, symbols(model))}" for a in model.assignments]
    equations += [f"\\frac{{d {symbol(r.state)}}}{{dt}} &= {_rate_latex(r, model)}" for r in model.rates]
    lines.append(" \\\\\n".join(equations))
    lines.append(r"\end{align}")
    return "\n".join(lines) + "\n"


def _rate_latex(rate: Rate, model: Model) -> str:
    known = symbols(model)
    pieces = []
    for sign, tree in signed_terms(rate):
        text = to_latex(tree, known)
        loose = bracketed("-", tree) != to_text(tree)
        pieces.append((sign, rf"\left({text}\right)" if loose and sign == "-" else text))
    return joined(pieces)


def symbols(model: Model) -> dict[str, str]:
    """A LaTeX symbol for every name of the model: the quantity, with its owner as index."""
    return {name: symbol(name) for name in names_of(model)} | {
        "time": "t",
        "turn": r"2\pi",
        "day": r"\mathrm{day}",
    }


def names_of(model: Model) -> Iterator[str]:
    """The full name of everything in the model."""
    yield from (parameter.name for parameter in model.parameters)
    yield from (quantity.name for quantity in model.inputs)
    yield from (table.name for table in model.tables)
    yield from (state.name for state in model.states)
    yield from (assignment.name for assignment in model.assignments)


def symbol(name: str) -> str:
    """The quantity in roman type with its owner as index: cortisol_{hpa}."""
    owner, _, quantity = name.rpartition(".")
    plain = quantity.replace("_", r"\_")
    index = owner.replace("_", r"\_")
    return rf"\mathrm{{{plain}}}_{{\mathrm{{{index}}}}}" if owner else rf"\mathrm{{{plain}}}"
