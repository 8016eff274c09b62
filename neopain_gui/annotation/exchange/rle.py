"""Run lengths of masks, as COCO writes them: down the columns, beginning with outside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neopain_gui.annotation.shapes import Mask, Size


def counts_of(mask: Mask) -> list[int]:
    """Return the run lengths of a mask.

    >>> counts_of(np.array([[False, True], [True, True]]))
    [1, 3]
    """
    flat = np.asarray(mask, np.bool_).ravel(order="F")
    changes = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    runs: list[int] = np.diff(np.concatenate([[0], changes, [flat.size]])).tolist()
    return [0, *runs] if flat.size and flat[0] else runs


def mask_of_counts(counts: Sequence[int], size: Size, *, order: str = "F") -> Mask:
    """Return the mask of run lengths.

    Raises
    ------
    ValueError
        They are not those of a mask of this size.
    """
    runs = np.asarray(counts, np.int64)
    if (runs < 0).any() or runs.sum() != size[0] * size[1]:
        raise ValueError("the run lengths are not those of the size")
    flat = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    return flat.reshape(size, order="F" if order == "F" else "C")


def counts_of_text(text: str) -> list[int]:
    """Read run lengths that COCO's own library packed into text.

    Five bits a letter, least first, a sixth says that more follow; each run from the third on is
    the difference to the one before the last.

    Raises
    ------
    ValueError
        It is no such text.
    """
    counts: list[int] = []
    place = 0
    while place < len(text):
        value, shift, more = 0, 0, True
        while more:
            if place >= len(text) or not 48 <= ord(text[place]) < 112 or shift > 60:
                raise ValueError("the run lengths are no text of COCO")
            bits = ord(text[place]) - 48
            value |= (bits & 0x1F) << shift
            more = bool(bits & 0x20)
            place, shift = place + 1, shift + 5
            if not more and bits & 0x10:
                value -= 1 << shift
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
    return counts
