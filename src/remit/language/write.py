"""A tree as text: the language's own, which is also Python, and LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from remit.language.functions import FUNCTIONS
from remit.language.tree import Call, Name, Negative, Number, Operation, Tree

SUM, PRODUCT, SIGN, POWER, WHOLE = range(5)  # how tightly a piece of text holds together
LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": POWER}
GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "rho",
        "sigma",
        "tau",
        "phi",
        "chi",
        "psi",
        "omega",
    ]
)


def to_text(tree: Tree) -> str:
    """The tree in the language's own words, with no bracket too many; reading it again gives the same tree.

    >>> to_text(Operation("*", Operation("+", Name("a"), Name("b")), Number(2.0)))
    '(a + b)*2'
    """
    return _text(tree)[0]


def number_text(value: float) -> str:
    """The shortest text that reads back as the same float: '2', '0.1', '1e-09'.

    >>> number_text(24.0)
    '24'
    """
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _text(tree: Tree) -> tuple[str, int]:
    """Text and how tightly it holds together."""
    match tree:
        case Number():
            negative = tree.value < 0 or str(tree.value) == "-0.0"
            return number_text(tree.value), SIGN if negative else WHOLE
        case Name():
            return tree.name, WHOLE
        case Negative():
            return "-" + _held(tree.operand, SIGN), SIGN
        case Call():
            return f"{tree.function}({', '.join(to_text(argument) for argument in tree.arguments)})", WHOLE
    level = LEVELS[tree.operator]
    if tree.operator == "**":
        # Python reads -a**b as -(a**b), and takes a sign in the exponent without brackets.
        return f"{_held(tree.left, WHOLE)}**{_held(tree.right, SIGN)}", level
    space = " " if level == SUM else ""
    return f"{_held(tree.left, level)}{space}{tree.operator}{space}{_held(tree.right, level + 1)}", level


def _held(tree: Tree, least: int) -> str:
    text, level = _text(tree)
    return text if level >= least else f"({text})"


def to_latex(tree: Tree, symbols: Mapping[str, str] | None = None) -> str:
    """The tree in LaTeX, to stand between dollar signs; fractions stand upright.

    Parameters
    ----------
    tree : Tree
    symbols : mapping of name to LaTeX, optional
        Symbols for names; other names are set in roman type.

    >>> to_latex(Operation("/", Name("plasma"), Name("volume")))
    '\\\\frac{\\\\mathrm{plasma}}{\\\\mathrm{volume}}'
    """
    return _latex(tree, make_namer(symbols or {}))[0]


def make_namer(symbols: Mapping[str, str]) -> Callable[[str], str]:
    """A function from a name to its LaTeX."""

    def symbol(name: str) -> str:
        if name in symbols:
            return symbols[name]
        if name in GREEK:
            return f"\\{name}"
        plain = name.replace("_", r"\_")
        return rf"\mathrm{{{plain}}}" if len(name) > 1 else name

    return symbol


def _latex(tree: Tree, symbol: Callable[[str], str]) -> tuple[str, int]:
    match tree:
        case Number():
            return number_latex(tree.value), WHOLE if tree.value >= 0 and "times" not in number_latex(
                tree.value
            ) else SIGN
        case Name():
            return symbol(tree.name), WHOLE
        case Negative():
            return "-" + _latex_held(tree.operand, SIGN, symbol), SIGN
        case Call():
            return _latex_call(tree, symbol)
        case Operation(operator="/"):
            return rf"\frac{{{_latex(tree.left, symbol)[0]}}}{{{_latex(tree.right, symbol)[0]}}}", POWER
        case Operation(operator="**"):
            return f"{_latex_held(tree.left, WHOLE, symbol)}^{{{_latex(tree.right, symbol)[0]}}}", POWER
    level = LEVELS[tree.operator]
    right = _latex_held(tree.right, POWER if level == PRODUCT else PRODUCT, symbol)
    sign = r"\," if tree.operator == "*" else f" {tree.operator} "
    return f"{_latex_held(tree.left, level, symbol)}{sign}{right}", level


def _latex_call(tree: Call, symbol: Callable[[str], str]) -> tuple[str, int]:
    function = FUNCTIONS[tree.function]
    if function.is_open:
        return function.latex.format(all=", ".join(_latex(one, symbol)[0] for one in tree.arguments)), WHOLE
    is_enclosed = len(function.arguments) == 1 or function.name == "interpolate"
    least = SUM if is_enclosed else WHOLE
    held = {
        name: _latex_held(argument, least, symbol)
        for name, argument in zip(function.arguments, tree.arguments, strict=True)
    }
    return function.latex.format(**held), WHOLE if is_enclosed and function.name != "exp" else POWER


def _latex_held(tree: Tree, least: int, symbol: Callable[[str], str]) -> str:
    text, level = _latex(tree, symbol)
    return text if level >= least else rf"\left({text}\right)"


def number_latex(value: float) -> str:
    """A number in LaTeX: '0.1', '3 \\times 10^{-9}'."""
    mantissa, _, exponent = number_text(value).partition("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}" if exponent else mantissa
