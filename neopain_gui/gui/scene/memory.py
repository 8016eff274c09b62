"""What was read, computed and drawn last, up to a number of bytes. Knows nothing of Qt.

A key holds everything that determined its value (hashes of contents, settings), so that nothing
kept is ever stale: it is either what is asked for or not found.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

T = TypeVar("T")

MOST_BYTES = 256 << 20
_LEAST = 1024
"""Bytes that anything is taken to need, so that many small things count too."""


class Memory:
    """Keeps values under keys and forgets those unused for longest.

    Filled from the threads that read and draw, and read by the window.

    Parameters
    ----------
    most_bytes : int
        How much it holds.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def has(self, key: Hashable) -> bool:
        """Say whether something is kept, without its counting as used."""
        with self._lock:
            return key in self._kept

    def peek(self, key: Hashable) -> Any | None:
        """Return what is kept, None if nothing is."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept, made now if need be."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key][0]
                return found
        made = make()
        self.put(key, made)
        return made

    def put(self, key: Hashable, value: Any) -> None:
        """Keep something, in the place of what was kept under its key."""
        size = max(_LEAST, bytes_of(value))
        with self._lock:
            if key in self._kept:
                self._bytes -= self._kept.pop(key)[1]
            self._kept[key] = (value, size)
            self._bytes += size
            while self._bytes > self._most and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1][1]

    @property
    def bytes(self) -> int:
        """How much is kept."""
        return self._bytes

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


def bytes_of(value: Any) -> int:
    """Return how much memory the arrays and pictures in something take."""
    if isinstance(value, list | tuple):
        return sum(bytes_of(part) for part in value)
    for name in ("nbytes", "sizeInBytes"):
        size = getattr(value, name, None)
        if size is not None:
            return int(size() if callable(size) else size)
    if is_dataclass(value):
        return sum(bytes_of(getattr(value, part.name)) for part in fields(value))
    return 0


KEPT = Memory()
"""The window's."""
