"""Random numbers that follow from what they are for, so that none has to be kept.

They come from SHA-256 and not from a generator, whose stream may change with its library: equal
parts give equal numbers on every machine, in whatever order they are asked for.
"""

from __future__ import annotations

import hashlib

from neopain_gui.provenance import canonical_json

_BYTES = 8


def derived_seed(*parts: str | int) -> int:
    """Return a seed that follows from all parts, in [0, 2⁶³).

    >>> derived_seed(1, "fold", 2) == derived_seed(1, "fold", 2) != derived_seed(1, "fold", 3)
    True
    """
    return _number(parts) >> 1


def derived_share(*parts: str | int) -> float:
    """Return a number in [0, 1) that follows from all parts, as if drawn uniformly."""
    return (_number(parts) >> 11) / 2**53


def _number(parts: tuple[str | int, ...]) -> int:
    text = canonical_json(list(parts))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:_BYTES], "big")
