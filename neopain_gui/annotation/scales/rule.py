"""The rule by which items add up to a total: a few words of arithmetic, and nothing else.

A rule is written like ``cry + face + (age if subtotal > 0 else 0)``. It knows numbers, names, the
four operations, comparisons, ``and``, ``or``, ``not``, ``… if … else …`` and the functions
``sum``, ``min``, ``max`` and ``either``; ``items`` stands for all items. Nothing is executed: the
rule is taken apart, and what is not listed here is refused when the scale is read.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence

LONGEST = 600
"""Characters of a rule."""
ITEMS = "items"
"""In a rule: all items of the scale."""
FUNCTIONS = ("sum", "min", "max", "either")
WORDS = frozenset((ITEMS, *FUNCTIONS, "and", "or", "not", "if", "else", "True", "False", "None"))
"""What no item may be called."""
_DEEPEST = 80

_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class RuleError(ValueError):
    """A rule that cannot be used; its text says why, as part of a sentence."""


class NotKnown(Exception):
    """A value that the rule needs was not coded; ``args`` are the items and why."""

    def __init__(self, names: Sequence[str], why: str) -> None:
        super().__init__(why)
        self.names = tuple(names)


def parsed(text: str) -> ast.expr:
    """Take a rule apart.

    Raises
    ------
    RuleError
        It says what a rule cannot say.
    """
    if not text.strip() or len(text) > LONGEST:
        raise RuleError(f"a rule has 1 to {LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise RuleError(f"the rule “{text}” cannot be read") from None
    _check_depth(tree)
    _check(tree)
    return tree


def names_in(tree: ast.expr, items: Sequence[str]) -> tuple[str, ...]:
    """Return the names that a rule refers to, in their order; ``items`` are its scale's items."""
    called = {id(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}
    found: dict[str, None] = {}
    for one in ast.walk(tree):
        if isinstance(one, ast.Name) and id(one) not in called:
            found |= dict.fromkeys(items if one.id == ITEMS else (one.id,))
    return tuple(found)


def evaluate(tree: ast.expr, values: Mapping[str, float | None], items: Sequence[str]) -> float:
    """Return what a rule comes to.

    Parameters
    ----------
    tree : ast.expr
        Of :func:`parsed`.
    values : Mapping of str to float or None
        Of every name; None where nothing was coded.
    items : sequence of str
        What ``items`` stands for.

    Raises
    ------
    NotKnown
        A value that decides the result was not coded. One that does not, because its branch of
        an ``if`` is not taken, does not matter.
    """
    return _Worker(values, items).number(tree)


class _Worker:
    """Works out one rule."""

    def __init__(self, values: Mapping[str, float | None], items: Sequence[str]) -> None:
        self._values, self._items = values, items

    def number(self, node: ast.expr) -> float:
        match node:
            case ast.Constant():
                return float(str(node.value))
            case ast.Name():
                return self._value(node.id)
            case ast.UnaryOp(op=ast.USub()):
                return -self.number(node.operand)
            case ast.UnaryOp():
                return float(not self.number(node.operand))
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.BoolOp():
                return self._both(node)
            case ast.Compare():
                return self._compared(node)
            case ast.IfExp():
                return self.number(node.body if self.number(node.test) else node.orelse)
            case ast.Call(func=ast.Name(id=name)):
                return self._called(name, node.args)
        raise AssertionError("_check refuses it")

    def _value(self, name: str) -> float:
        value = self._values[name]
        if value is None:
            raise NotKnown((name,), "not coded")
        return value

    def _arithmetic(self, node: ast.BinOp) -> float:
        left, right = self._all((node.left, node.right))
        if isinstance(node.op, ast.Div) and right == 0:
            raise NotKnown((), "its rule divides by 0")
        return _ARITHMETIC[type(node.op)](left, right)

    def _both(self, node: ast.BoolOp) -> float:
        wanted = isinstance(node.op, ast.Or)
        return float(
            next((wanted for one in node.values if bool(self.number(one)) is wanted), not wanted)
        )

    def _compared(self, node: ast.Compare) -> float:
        left = self.number(node.left)
        for sign, other in zip(node.ops, node.comparators, strict=True):
            right = self.number(other)
            if not _COMPARISONS[type(sign)](left, right):
                return 0.0
            left = right
        return 1.0

    def _called(self, name: str, arguments: Sequence[ast.expr]) -> float:
        nodes: list[ast.expr] = []
        for one in arguments:
            every = isinstance(one, ast.Name) and one.id == ITEMS
            nodes += [ast.Name(id=item) for item in self._items] if every else [one]
        if name == "either":
            return self._either(nodes)
        numbers = self._all(nodes)
        return sum(numbers) if name == "sum" else max(numbers) if name == "max" else min(numbers)

    def _either(self, nodes: Sequence[ast.expr]) -> float:
        names = [one.id for one in nodes if isinstance(one, ast.Name)]
        coded = [value for name in names if (value := self._values[name]) is not None]
        if len(coded) == 1:
            return coded[0]
        raise NotKnown(names, "one of them counts, and both are coded" if coded else "not coded")

    def _all(self, nodes: Sequence[ast.expr]) -> list[float]:
        """Return the numbers, or say of all that are missing that they are."""
        numbers, missing, why = [], [], ""
        for one in nodes:
            try:
                numbers.append(self.number(one))
            except NotKnown as error:
                missing += [name for name in error.names if name not in missing]
                why = why or str(error)
        if why:
            raise NotKnown(missing, why)
        return numbers


_SIGNS = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)


def _check_depth(tree: ast.expr) -> None:
    nodes: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        nodes = [child for one in nodes for child in ast.iter_child_nodes(one)]
    if nodes:
        raise RuleError("the rule has too many parts inside each other")


def _check(node: ast.AST) -> None:
    _check_one(node)
    called = isinstance(node, ast.Call)
    for child in ast.iter_child_nodes(node):
        word = isinstance(child, ast.Name) and child.id in (ITEMS, *FUNCTIONS)
        if not isinstance(child, _SIGNS) and not (called and word):
            _check(child)


def _check_one(node: ast.AST) -> None:
    match node:
        case ast.Constant():
            if not isinstance(node.value, int | float) or isinstance(node.value, bool):
                raise RuleError(f"a rule has numbers, not {node.value!r}")
            if not abs(node.value) <= 1000:
                raise RuleError("a rule's numbers lie between −1000 and 1000")
        case ast.Name(id=name):
            if name == ITEMS or name in FUNCTIONS:
                raise RuleError(f"“{name}” stands in a rule only as in sum(items)")
        case ast.Call():
            _check_call(node)
        case _ if not _sayable(node):
            raise RuleError(f"a rule cannot say “{ast.unparse(node)}”")


def _sayable(node: ast.AST) -> bool:
    match node:
        case ast.UnaryOp():
            return isinstance(node.op, ast.USub | ast.Not)
        case ast.BinOp():
            return type(node.op) in _ARITHMETIC
        case ast.Compare():
            return all(type(sign) in _COMPARISONS for sign in node.ops)
    return isinstance(node, ast.IfExp | ast.BoolOp)


def _check_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS or node.keywords or not node.args:
        raise RuleError(f"a rule cannot say “{ast.unparse(node)}”")
    if name == "either" and (
        len(node.args) < 2
        or not all(isinstance(one, ast.Name) and one.id != ITEMS for one in node.args)
    ):
        raise RuleError("“either” names two items or more")
