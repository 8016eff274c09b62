"""Shares as percentages that people read: one place, so that all are written alike."""

from __future__ import annotations

import math

__all__ = ["below", "percent"]


def percent(share: float, form: str = ".0f") -> str:
    """Write a share as a percentage: the number, a space, the sign.

    Parameters
    ----------
    share : float
        1 is all.
    form : str
        The number's, as for :func:`format`.

    >>> percent(0.7), percent(0.1234, ".1f"), percent(1)
    ('70 %', '12.3 %', '100 %')
    """
    return f"{100 * share:{form}} %"


def below(share: float, limit: float) -> str:
    """Write a share that is less than a limit so that it never reads like the limit.

    Rounded down, and to a tenth only where whole numbers would be the same.

    >>> below(0.5, 0.7), below(0.6996, 0.7)
    ('50 %', '69.9 %')
    """
    text = percent(share)
    if text != percent(limit):
        return text
    return percent(math.floor(1000 * share) / 1000, ".1f")
