"""What a pickle of PyTorch's describes, found by following its instructions one by one.

Python's own reader of pickles runs whatever a file names. This one is a table of the few
instructions that a dictionary of arrays needs: it knows five names, makes dictionaries, lists,
tuples, texts and numbers, and calls nothing. A key is a text or a number, so that nothing nested
is hashed, and no monster of a number; instructions, like the bytes they come from, are counted.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from warnings import catch_warnings, simplefilter

_MOST = 100_000
"""Instructions; VGG-Face's dictionary of arrays takes a thousand."""
_AXES, _BITS = 8, 63
KINDS = {
    "FloatStorage": "<f4",
    "DoubleStorage": "<f8",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "i1",
    "ByteStorage": "u1",
    "BoolStorage": "?",
    "BFloat16Storage": "<u2",
}
"""Classes of storages; numbers of the last are passed over, for numpy knows none such."""
_ORDERED = "collections OrderedDict"
_PARAMETER = "torch._utils _rebuild_parameter"
_TENSORS = ("torch._utils _rebuild_tensor", "torch._utils _rebuild_tensor_v2")
_KNOWN = {_ORDERED, _PARAMETER, *_TENSORS, *(f"torch {kind}" for kind in KINDS)}


class NotKnown(ValueError):
    """A pickle names something else than arrays in a dictionary."""


@dataclass(frozen=True, slots=True)
class Name:
    """A class or function that a pickle names; nothing is imported."""

    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A storage: class, key, and how many numbers it has."""

    kind: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """An array within a storage."""

    storage: Reference
    first: int
    sizes: tuple[int, ...]
    steps: tuple[int, ...]


def described(stream: BinaryIO) -> tuple[Any, dict[str, Reference]]:
    """Return what the next pickle describes, and every storage that it names, by key.

    The stream stands behind the pickle afterwards.

    Raises
    ------
    NotKnown
        It names what no dictionary of arrays needs.
    ValueError, LookupError
        It is damaged.
    """
    machine = _Machine()
    with catch_warnings():
        simplefilter("ignore")  # of odd escapes in names, which are not known anyway
        for count, (instruction, argument, _) in enumerate(pickletools.genops(stream)):
            if count > _MOST:
                raise ValueError("too many instructions")
            machine.do(instruction.name, argument)
    return machine.result(), machine.storages


_MARK = object()


class _Machine:
    def __init__(self) -> None:
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self._set = 0
        self.storages: dict[str, Reference] = {}

    def result(self) -> Any:
        if len(self._stack) != 1:
            raise ValueError("instructions are missing")
        return self._stack[0]

    def do(self, name: str, argument: Any) -> None:
        """Follow one instruction."""
        if name in _NOTHING:
            return
        if name in _VALUES:
            self._stack.append(argument)
        elif name in _MAKES:
            self._stack.append(_MAKES[name]())
        elif name in _PUTS:
            self._memo[len(self._memo) if argument is None else argument] = self._top()
        elif name in _GETS:
            self._stack.append(self._memo[argument])
        elif name in _STEPS:
            _STEPS[name](self, argument)
        else:
            raise NotKnown(f"the instruction {name}")

    def _top(self) -> Any:
        if not self._stack or self._stack[-1] is _MARK:
            raise ValueError("nothing is there")
        return self._stack[-1]

    def _pop(self) -> Any:
        self._top()
        return self._stack.pop()

    def _since_mark(self) -> list[Any]:
        for at in range(len(self._stack) - 1, -1, -1):
            if self._stack[at] is _MARK:
                items = self._stack[at + 1 :]
                del self._stack[at:]
                return items
        raise ValueError("a mark is missing")

    def _tuple(self, count: int) -> None:
        self._stack.append(tuple(reversed([self._pop() for _ in range(count)])))

    def _append(self, items: Sequence[Any]) -> None:
        target = self._top()
        if not isinstance(target, list):
            raise NotKnown("something is added to what is no list")
        target.extend(items)

    def _append_one(self) -> None:
        item = self._pop()
        self._append([item])

    def _fill(self, items: Sequence[Any]) -> None:
        target = self._top()
        if not isinstance(target, dict) or len(items) % 2:
            raise NotKnown("something is set in what is no dictionary")
        self._set += len(items)
        if self._set > _MOST:
            raise ValueError("too many entries")
        for key, value in zip(items[::2], items[1::2], strict=True):
            if not (type(key) is str or _short(key)):
                raise NotKnown("a key is no text")
            target[key] = value

    def _fill_one(self) -> None:
        value, key = self._pop(), self._pop()
        self._fill([key, value])

    def _dictionary(self) -> None:
        items = self._since_mark()
        self._stack.append({})
        self._fill(items)

    def _name(self, name: str) -> None:
        if name not in _KNOWN:
            raise NotKnown(name)
        self._stack.append(Name(name))

    def _name_of_two(self) -> None:
        name, module = self._pop(), self._pop()
        self._name(f"{module} {name}" if isinstance(name, str) and isinstance(module, str) else "")

    def _storage(self) -> None:
        said = self._pop()
        if not isinstance(said, tuple) or len(said) < 5 or said[0] != "storage":
            raise NotKnown("an array that is kept in an unknown way")
        kind, key, count = said[1], said[2], said[4]
        if not isinstance(kind, Name) or type(key) is not str or type(count) is not int:
            raise NotKnown("an array that is kept in an unknown way")
        if len(said) > 5 and said[5] is not None:
            raise NotKnown("a storage that is a part of another")
        found = Reference(kind.name.removeprefix("torch "), key, count)
        if found.kind not in KINDS or not _short(count):
            raise NotKnown("an array that is kept in an unknown way")
        self.storages[key] = found
        self._stack.append(found)

    def _call(self) -> None:
        arguments, what = self._pop(), self._pop()
        if not isinstance(what, Name) or not isinstance(arguments, tuple):
            raise NotKnown("a call of what is no function")
        if what.name == _ORDERED:
            self._stack.append({})
            for pair in arguments[0] if arguments else ():
                self._fill(pair)
        elif what.name == _PARAMETER and arguments:
            self._stack.append(arguments[0])
        elif what.name in _TENSORS:
            self._stack.append(_view(arguments))
        else:
            raise NotKnown(f"a call of {what.name}")

    def _state(self) -> None:
        """Pass over what a dictionary of arrays says of its modules' versions."""
        self._pop()
        if not isinstance(self._top(), dict):
            raise NotKnown("the state of an object")


def _short(number: Any) -> bool:
    """Tell a whole number that is no monster: what is worked out with those takes for ever."""
    return type(number) is int and number.bit_length() < _BITS


def _view(arguments: tuple[Any, ...]) -> View:
    storage, first, sizes, steps = arguments[:4]
    axes = (sizes, steps)
    if not isinstance(storage, Reference) or not all(isinstance(axis, tuple) for axis in axes):
        raise NotKnown("an array that is kept in an unknown way")
    if max(len(sizes), len(steps)) > _AXES or not all(map(_short, (first, *sizes, *steps))):
        raise ValueError("an array's sizes are impossible")
    return View(storage, first, sizes, steps)


_NOTHING = {"PROTO", "FRAME", "STOP"}
_VALUES = {
    *("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT"),
    *("UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "STRING", "BINSTRING"),
    "SHORT_BINSTRING",
}
_MAKES: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
    "EMPTY_TUPLE": tuple,
    "MARK": lambda: _MARK,
}
_PUTS = {"PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"}
_GETS = {"GET", "BINGET", "LONG_BINGET"}
_STEPS: dict[str, Callable[[_Machine, Any], None]] = {
    "TUPLE1": lambda machine, _: machine._tuple(1),
    "TUPLE2": lambda machine, _: machine._tuple(2),
    "TUPLE3": lambda machine, _: machine._tuple(3),
    "TUPLE": lambda machine, _: machine._stack.append(tuple(machine._since_mark())),
    "LIST": lambda machine, _: machine._stack.append(machine._since_mark()),
    "DICT": lambda machine, _: machine._dictionary(),
    "APPEND": lambda machine, _: machine._append_one(),
    "APPENDS": lambda machine, _: machine._append(machine._since_mark()),
    "SETITEM": lambda machine, _: machine._fill_one(),
    "SETITEMS": lambda machine, _: machine._fill(machine._since_mark()),
    "GLOBAL": lambda machine, name: machine._name(name),
    "STACK_GLOBAL": lambda machine, _: machine._name_of_two(),
    "BINPERSID": lambda machine, _: machine._storage(),
    "REDUCE": lambda machine, _: machine._call(),
    "BUILD": lambda machine, _: machine._state(),
}
