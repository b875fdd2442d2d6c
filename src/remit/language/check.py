"""The unit of an expression, and whether it is the one declared, to the factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from remit.language.functions import FUNCTIONS, Function
from remit.language.lines import AssignmentLine, EquationLine, FlowLine, RateLine
from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.language.write import to_text
from remit.quantity.mistakes import Mistake, quoted, suggestion
from remit.quantity.parameter import Address
from remit.quantity.units import Unit, UnitError, difference, is_same, unit

PLAIN = Unit(())
HOUR = unit("h")
GIVEN: Mapping[str, Unit] = {"time": HOUR, "day": HOUR, "turn": PLAIN}  # names every equation may read
LARGEST_POWER = 20  # of a quantity with a unit
NOTHING = "nothing"


class _AnyUnit:
    """The unit of a literal 0, which fits every other."""


ANY = _AnyUnit()
Found = Unit | _AnyUnit | None  # None: already reported, so nothing more is said about it


@dataclass(slots=True)
class Checker:
    """Walks trees with the units of all names in hand and gathers every mistake.

    `units` need not hold time, day and turn. `tables` maps a table's name to the units of its x and y.
    """

    units: Mapping[str, Unit]
    tables: Mapping[str, tuple[Unit, Unit]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def expect(self, tree: Tree, declared: Unit, what: str, address: Address) -> None:
        """The tree must have the declared unit; `what` names the other side: 'cortisol per hour'."""
        found = self.unit_of(tree, address)
        if isinstance(found, Unit) and (wrong := difference(found, declared)):
            self.mistakes.append(Mistake(address, f"the right side and {what} {wrong}"))

    def unit_of(self, tree: Tree, address: Address) -> Found:
        """The unit of a tree: ANY for a literal 0, None when a mistake below it leaves it unknown."""
        match tree:
            case Number():
                return ANY if tree.value == 0 else PLAIN
            case Name():
                return self._named(tree, address)
            case Negative():
                return self.unit_of(tree.operand, address)
            case Operation(operator="**"):
                return self._power(tree, address)
            case Operation():
                return self._operation(tree, address)
        return self._call(tree, FUNCTIONS[tree.function], address)

    def _named(self, tree: Name, address: Address) -> Found:
        known = self.units.get(tree.name) or GIVEN.get(tree.name)
        if known is None:
            if tree.name in self.tables:
                self._wrong(tree, address, f"{tree.name} is a table; read it by interpolate({tree.name}, x)")
            else:
                near = suggestion(tree.name, [*self.units, *GIVEN])
                self._wrong(tree, address, f"unknown name {quoted(tree.name)}{near}")
        return known

    def _operation(self, tree: Operation, address: Address) -> Found:
        left, right = self.unit_of(tree.left, address), self.unit_of(tree.right, address)
        if tree.operator in "+-":
            return self._shared([tree.left, tree.right], [left, right], tree, address)
        if left is None or right is None:
            return None
        if not isinstance(left, Unit) or not isinstance(right, Unit):
            return ANY
        try:
            return left * right if tree.operator == "*" else left / right
        except UnitError as error:
            self._wrong(tree, address, str(error))
            return None

    def _power(self, tree: Operation, address: Address) -> Found:
        base, exponent = self.unit_of(tree.left, address), self.unit_of(tree.right, address)
        if isinstance(exponent, Unit) and (wrong := difference(exponent, PLAIN)):
            self._wrong(tree.right, address, f"the exponent {_short(tree.right)} and a plain number {wrong}")
            return None
        if not isinstance(base, Unit):
            return base
        literal = literal_power(tree.right)
        if literal is None:
            if wrong := difference(base, PLAIN):
                hint = "only a plain number may be raised to a power that is not a literal"
                self._wrong(tree, address, f"{hint}: {_short(tree.left)} and a plain number {wrong}")
                return None
            return PLAIN
        try:
            return PLAIN if is_same(base, PLAIN) else base**literal
        except UnitError as error:
            self._wrong(tree, address, str(error))
            return None

    def _call(self, tree: Call, function: Function, address: Address) -> Found:
        """Each argument under its rule; arguments with one letter must share their unit."""
        groups: dict[str, list[tuple[Tree, Found]]] = {}
        letters: dict[str, Found] = {}
        for argument, rule in zip(tree.arguments, function.unit_rules(len(tree.arguments)), strict=True):
            if rule.startswith("table"):
                letters |= self._table(argument, rule, address)
            elif rule == "1":
                self._plain(argument, function, address)
            else:
                groups.setdefault(rule, []).append((argument, self.unit_of(argument, address)))
        for letter, members in groups.items():
            if letter in letters:
                self._read_at(members[0], letters[letter], address)
            else:
                letters[letter] = self._shared(
                    [t for t, _ in members], [u for _, u in members], tree, address
                )
        if function.result == "1":
            return PLAIN
        if function.result.startswith("root "):
            inside = letters[function.result.removeprefix("root ")]
            return inside ** Fraction(1, 2) if isinstance(inside, Unit) else inside
        return letters[function.result]

    def _plain(self, argument: Tree, function: Function, address: Address) -> None:
        found = self.unit_of(argument, address)
        if isinstance(found, Unit) and (wrong := difference(found, PLAIN)):
            self._wrong(
                argument, address, f"{_short(argument)} in {function.signature} and a plain number {wrong}"
            )

    def _table(self, argument: Tree, rule: str, address: Address) -> dict[str, Found]:
        _, x, y = rule.split()
        name = argument.name if isinstance(argument, Name) else ""
        if name not in self.tables:
            self._wrong(argument, address, f"unknown table {quoted(name)}{suggestion(name, self.tables)}")
            return {x: None, y: None}
        return dict(zip((x, y), self.tables[name], strict=True))

    def _read_at(self, member: tuple[Tree, Found], x_unit: Found, address: Address) -> None:
        argument, found = member
        if isinstance(found, Unit) and isinstance(x_unit, Unit) and (wrong := difference(found, x_unit)):
            self._wrong(argument, address, f"{_short(argument)} and the table's x {wrong}")

    def _shared(self, trees: list[Tree], found: list[Found], whole: Tree, address: Address) -> Found:
        """The one unit of several trees; the first that differs from the first known one is a mistake."""
        known = [(tree, one) for tree, one in zip(trees, found, strict=True) if isinstance(one, Unit)]
        if not known:
            return None if None in found else ANY
        first, shared = known[0]
        for other, one in known[1:]:
            if wrong := difference(shared, one):
                self._wrong(whole, address, f"{_short(first)} and {_short(other)} {wrong}")
                return None
        return shared

    def _wrong(self, tree: Tree, address: Address, text: str) -> None:
        exact = Address(address.file, tree.line, tree.column) if tree.line else address
        self.mistakes.append(Mistake(exact, text))


def check_line(
    line: EquationLine, units: Mapping[str, Unit], tables: Mapping[str, tuple[Unit, Unit]] | None = None
) -> list[Mistake]:
    """Everything wrong with the units of one statement.

    Parameters
    ----------
    line : AssignmentLine, RateLine or FlowLine
        Its names must be those of `units`.
    units : mapping of name to Unit
        Of every quantity in scope, the states of rates and flows included; time, day and turn are known.
    tables : mapping of name to (unit of x, unit of y), optional

    Returns
    -------
    list of Mistake
        Empty when all units agree to the factor.
    """
    checker = Checker(units, tables or {})
    match line:
        case AssignmentLine():
            checker.expect(line.tree, unit(line.unit), f"{line.name} as declared", line.address)
        case RateLine():
            _expect_rate(checker, line.tree, line.state, line.address)
        case FlowLine():
            ends = [end for end in (line.source, line.target) if end != NOTHING]
            _expect_rate(checker, line.tree, ends[0], line.address)
            is_between_states = len(ends) == 2 and all(end in units for end in ends)
            if is_between_states and (wrong := difference(units[ends[0]], units[ends[1]])):
                checker.mistakes.append(Mistake(line.address, f"{ends[0]} and {ends[1]} {wrong}"))
    return checker.mistakes


def _expect_rate(checker: Checker, tree: Tree, state: str, address: Address) -> None:
    if state not in checker.units:
        near = suggestion(state, checker.units)
        checker.mistakes.append(Mistake(address, f"unknown state {quoted(state)}{near}"))
        checker.unit_of(tree, address)
        return
    checker.expect(tree, checker.units[state] / HOUR, f"{state} per hour", address)


def literal_power(tree: Tree) -> int | Fraction | None:
    """The exponent when it is a literal number or fraction of at most 20, else None.

    >>> literal_power(Operation("/", Number(1.0), Number(2.0)))
    Fraction(1, 2)
    """
    match tree:
        case Number(value=value) if abs(value) <= LARGEST_POWER:
            power = Fraction(value).limit_denominator(1000)
            return power.numerator if power.denominator == 1 else power
        case Negative():
            inside = literal_power(tree.operand)
            return None if inside is None else -inside
        case Operation(operator="/", left=Number(value=above), right=Number(value=below)) if below:
            return literal_power(Number(above / below))
    return None


def _short(tree: Tree) -> str:
    """The tree as it might stand in a sentence."""
    return quoted(to_text(tree))
